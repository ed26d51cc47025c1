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

from tests.scripted import SYNC, challenge, lost, request, response, send, url
from urlsession_mock import Device, MockSession, Relaunch
from urlsession_mock.foundation import NSURLSessionTask
from urlsession_mock.jsonl.writing import save
from urlsession_mock.selectors import (
    BODY_STREAM,
    CHALLENGE,
    COMPLETE,
    DATA,
    FINISH_DOWNLOAD,
    METRICS,
    REDIRECT,
    RESPONSE,
    SENT,
    WROTE,
)

__all__ = ["SCENARIOS", "Run", "play"]

Make = Callable[[], tuple[object, Any]]
Run = dict[str, Any]
"""`recording`: its lines; `broken`: the ids of the rules that were broken."""

# What two runs of one delegate need not share: the time it was, the line in the delegate's own
# source, and the name of its class.
NOT_COMPARED: Final = ("time", "where", "delegate")


def recorded(device: Device) -> Run:
    """What is left of a device's run, as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "run.jsonl"
        save(device.recording, path)
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        for name in NOT_COMPARED:
            line.pop(name, None)
    return {"recording": lines[1:-1], "broken": list(device.verdict().broken)}


class Stage:
    """A device, and the delegates that a scenario makes. `make` gives what goes to the device, and
    who it is about: an object with `notes` and `folder`.
    """

    def __init__(self, device: Device, make: Make, folder: str) -> None:
        self.device, self._make, self._folder = device, make, folder
        self.targets: list[Any] = []  # Any: of either spelling

    def delegate(self) -> object:
        """A fresh delegate."""
        delegate, target = self._make()
        target.folder = self._folder
        self.targets.append(target)
        return delegate

    def session(self) -> MockSession:
        """A session with a fresh delegate."""
        return self.device.session(self.delegate())


def play(name: str, make: Make) -> Run:
    """Play one scenario."""
    with Device() as device, tempfile.TemporaryDirectory() as folder:
        stage = Stage(device, make, folder)
        SCENARIOS[name](stage)
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


SCENARIOS: Final[dict[str, Callable[[Stage], None]]] = {
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
