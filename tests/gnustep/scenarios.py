"""What is sent to a delegate, and what is left of a run to be compared.

Not here: whose delegate it is. One rule: a scenario asks nothing but our own device, so it is the
same for an Objective-C object and for a plain one.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from tests.scripted import (
    SYNC,
    challenge,
    lost,
    request,
    response,
    send,
    session_for,
    task_of,
    url,
)
from tests.sequences import LEGAL, Script
from urlsession_mock import Device, MockSession, Relaunch
from urlsession_mock.foundation import NSURLSessionTask
from urlsession_mock.jsonl.writing import save
from urlsession_mock.lifecycle import Kind
from urlsession_mock.selectors import (
    BODY_STREAM,
    CHALLENGE,
    COMPLETE,
    DATA,
    FINISH_DOWNLOAD,
    INVALID,
    METRICS,
    REDIRECT,
    RESPONSE,
    SENT,
    SESSION_CHALLENGE,
    WROTE,
)

__all__ = [
    "APPS",
    "EVERY_MESSAGE",
    "ODD",
    "SCENARIOS",
    "Make",
    "Run",
    "Scenario",
    "play",
    "play_on",
]

Make = Callable[[], tuple[object, Any]]
Run = dict[str, Any]
"""`recording`: its lines; `broken`: the ids of the rules that were broken."""

# What two runs of one delegate need not share: the time it was and the date, the line in the
# delegate's own source, and the name of its class.
NOT_COMPARED: Final = ("time", "seconds", "start", "end", "dates", "where", "delegate")


def recorded(device: Device) -> Run:
    """What is left of a device's run, as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "run.jsonl"
        save(device.recording, path)
        text = path.read_text(encoding="utf-8")
    lines = [json.loads(line, object_hook=_compared) for line in text.splitlines()]
    return {"recording": lines[1:-1], "broken": list(device.verdict().broken)}


def _compared(facts: dict[str, Any]) -> dict[str, Any]:  # Any: as JSON has it
    return {name: value for name, value in facts.items() if name not in NOT_COMPARED}


class Stage:
    """A device, and the delegates that a scenario makes. `make` gives what goes to the device, and
    who it is about: an object with `notes` and `folder`.
    """

    def __init__(self, device: Device, make: Make, folder: str) -> None:
        self.device, self._make, self.folder = device, make, folder
        self.targets: list[Any] = []  # Any: of either spelling

    def delegate(self) -> object:
        """A fresh delegate."""
        delegate, target = self._make()
        target.notes, target.folder = [], self.folder
        self.targets.append(target)
        return delegate

    def session(self) -> MockSession:
        """A session with a fresh delegate."""
        return self.device.session(self.delegate())


def play(scenario: Callable[[Stage], None], make: Make) -> Run:
    """Play it on a device of its own."""
    with Device() as device:
        return play_on(device, scenario, make)


def play_on(device: Device, scenario: Callable[[Stage], None], make: Make) -> Run:
    """Play it on this device."""
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(device, make, folder)
        scenario(stage)
        device.run()
        notes = [note for target in stage.targets for note in target.notes]
        return recorded(device) | {"notes": notes}


def _data(session: MockSession, description: str = "") -> NSURLSessionTask:
    task = session.dataTaskWithURL_(url())
    task.setTaskDescription_(description)
    task.resume()
    return task


def _a_response_is_allowed(stage: Stage) -> None:
    session = stage.session()
    task = _data(session)
    send(session, task, RESPONSE, DATA, DATA, METRICS, COMPLETE)


def _allowed_from_another_thread(stage: Stage) -> None:
    session = stage.session()
    send(session, _data(session, "elsewhere"), RESPONSE, DATA, COMPLETE)


def _allowed_long_after_the_method_returned(stage: Stage) -> None:
    session = stage.session()
    first, second = _data(session, "kept"), _data(session)
    send(session, first, RESPONSE, DATA, COMPLETE)
    send(session, second, RESPONSE, DATA, COMPLETE)


def _a_redirect_is_changed(stage: Stage) -> None:
    session = stage.session()
    task = _data(session)
    session.enqueue(REDIRECT, task, response(302), request("https://example.com/b", Accept="*/*"))
    stage.device.run()
    send(session, task, RESPONSE, COMPLETE)


def _a_challenge_is_answered(stage: Stage) -> None:
    session = stage.session()
    task = _data(session)
    session.enqueue(CHALLENGE, task, challenge())
    send(session, task, RESPONSE, COMPLETE)


def _a_body_larger_than_32_bits_is_sent(stage: Stage) -> None:
    session = stage.session()
    task = session.uploadTaskWithStreamedRequest_(request(method="POST"))
    task.resume()
    large = 5 << 32
    send(session, task, BODY_STREAM)
    session.enqueue(SENT, task, large, large, large)
    send(session, task, RESPONSE, COMPLETE)


def _a_file_is_moved_away(stage: Stage) -> None:
    session = stage.session()
    task = session.downloadTaskWithURL_(url())
    task.resume()
    session.respond(task, response())
    send(session, task, WROTE)
    session.enqueue(FINISH_DOWNLOAD, task, b"a file")
    send(session, task, COMPLETE)


def _an_error_ends_the_session(stage: Stage) -> None:
    session = stage.session()
    task = _data(session)
    session.enqueue(COMPLETE, task, lost())


def _a_method_raises(stage: Stage) -> None:
    session = stage.session()
    task = _data(session, "raises")
    send(session, task, RESPONSE, DATA, COMPLETE)


def _a_relaunched_app_is_handed_the_stored_handler(stage: Stage) -> None:
    def launched() -> object:
        delegate = stage.delegate()
        stage.device.session(delegate, identifier=SYNC)
        return delegate

    relaunch = Relaunch(stage.device, identifier=SYNC, app=launched)
    relaunch.download("https://example.com/a", b"a file")
    relaunch.finish_events()


Scenario = Callable[[Stage], None]


def _sequence(kind: Kind, script: Script) -> Scenario:
    """A whole task of a kind, as Apple's texts order its messages."""

    def sequence(stage: Stage) -> None:
        session = session_for(stage.device, kind, stage.delegate())
        task = task_of(session, kind, Path(stage.folder))
        task.resume()
        send(session, task, *script)

    return sequence


def _answered(disposition: str) -> Scenario:
    """A data task that becomes another one."""

    def answered(stage: Stage) -> None:
        session = stage.session()
        send(session, _data(session, disposition), RESPONSE)

    return answered


def _about_the_session(stage: Stage) -> None:
    session = stage.session()
    send(session, _data(session), RESPONSE)
    send(session, None, SESSION_CHALLENGE)
    stage.device.run()
    send(session, None, INVALID)


def _events_are_finished(stage: Stage) -> None:
    relaunch = Relaunch(stage.device, identifier=SYNC)
    relaunch.download("https://example.com/a", b"a file")
    relaunch.session(stage.delegate())
    relaunch.finish_events()


# For the delegate with every method of the table.
EVERY_MESSAGE: Final[dict[str, Scenario]] = {
    **{name: _sequence(*about) for name, about in LEGAL.items()},
    "becomes a download": _answered("2"),
    "becomes a stream": _answered("3"),
    "about the session": _about_the_session,
    "events are finished": _events_are_finished,
}

# For the delegate that reads what it is given.
SCENARIOS: Final[dict[str, Scenario]] = {
    function.__name__[1:]: function
    for function in (
        _a_response_is_allowed,
        _allowed_from_another_thread,
        _allowed_long_after_the_method_returned,
        _a_redirect_is_changed,
        _a_challenge_is_answered,
        _a_body_larger_than_32_bits_is_sent,
        _a_file_is_moved_away,
        _an_error_ends_the_session,
        _a_method_raises,
        _a_relaunched_app_is_handed_the_stored_handler,
    )
}


PAGE: Final = "https://example.com/a"


def _an_app_downloads_and_lists(stage: Stage) -> None:
    stage.device.network.get(PAGE).respond(200, body=b"a file")
    stage.device.launch(stage.delegate)
    (client,) = stage.targets
    client.open_(SYNC)
    client.fetch_(PAGE)
    client.list()


def _an_app_is_told_by_a_block(stage: Stage) -> None:
    stage.device.network.get(PAGE).respond(200, body=b"a page")
    stage.device.launch(stage.delegate)
    (client,) = stage.targets
    client.look_(PAGE)


def _an_app_is_killed_and_relaunched(stage: Stage) -> None:
    device = stage.device
    device.network.get(PAGE).respond(200, body=b"a file")
    app = device.launch(stage.delegate)
    (client,) = stage.targets
    client.open_(SYNC)
    client.fetch_(PAGE)
    app.terminate()
    device.run()
    device.wake(SYNC)


# For the client that makes its own sessions.
APPS: Final[dict[str, Scenario]] = {
    function.__name__[1:]: function
    for function in (
        _an_app_downloads_and_lists,
        _an_app_is_told_by_a_block,
        _an_app_is_killed_and_relaunched,
    )
}


def _a_handler_taken_as_an_address(stage: Stage) -> None:
    session = stage.session()
    send(session, _data(session), RESPONSE)


def _the_error_is_dropped(stage: Stage) -> None:
    session = stage.session()
    task = _data(session)
    session.enqueue(COMPLETE, task, lost())


# For the delegate that is odd.
ODD: Final[dict[str, Scenario]] = {
    "a_handler_taken_as_an_address": _a_handler_taken_as_an_address,
    "the_error_is_dropped": _the_error_is_dropped,
}
