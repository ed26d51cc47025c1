"""The background sequence, as the suites of real libraries assert it.

Not here: tasks in general (test_scenarios_of_tasks.py). One rule: each claim names the row of the
scenario list it stands for, in its docstring.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.bugs.downloads import Downloads
from tests.bugs.row import SYNC, A, B, background, response, url
from tests.bugs.several_handlers import RemembersFinishEvents
from tests.small_delegates import Loads, listed, loading
from urlsession_mock import (
    AppleException,
    Device,
    Handler,
    IllegalMessage,
    Options,
    Relaunch,
)
from urlsession_mock.events import Replied
from urlsession_mock.foundation import (
    NSMutableURLRequest,
    NSURLRequest,
    NSURLSession,
    NSURLSessionTaskStateCompleted,
    NSURLSessionTaskStateRunning,
)
from urlsession_mock.selectors import (
    COMPLETE,
    FINISH_DOWNLOAD,
    FINISH_EVENTS,
    HANDOVER,
    REDIRECT,
    RESPONSE,
)


@pytest.fixture
def device(tmp_path: Path) -> Iterator[Device]:
    with Device(folder=tmp_path) as device:
        yield device


# -- the background sequence ---------------------------------------------


def test_before_finish_events_the_stored_handler_is_not_called(device: Device) -> None:
    """P01."""
    relaunch = Relaunch(device, identifier=SYNC, app=Downloads)
    relaunch.download(A, b"episode")
    relaunch.run()
    assert relaunch.handler.calls == 0


def test_two_finish_events_call_the_stored_handler_once_and_on_main(device: Device) -> None:
    """P01."""
    relaunch = Relaunch(device, identifier=SYNC, app=Downloads)
    relaunch.finish_events()
    relaunch.finish_events()
    calls = [reply for reply in device.recording.only(Replied) if reply.selector is HANDOVER]
    assert [(call.lane, call.nth) for call in calls] == [("main", 1)]


def test_a_handover_and_finish_events_call_the_stored_handler(device: Device) -> None:
    """P02."""
    relaunch = Relaunch(device, identifier=SYNC, app=Downloads)
    relaunch.finish_events()
    relaunch.assert_handler_called()


def test_finish_events_before_the_handover_call_the_handler_all_the_same(device: Device) -> None:
    """P03."""
    device.launch(RemembersFinishEvents)
    device.app.terminate()
    handler = device.wake(SYNC, handover="last")
    device.run()
    assert device.recording.selectors() == [FINISH_EVENTS, HANDOVER]
    assert handler.calls == 1


def test_finish_events_without_a_handover_do_no_harm(device: Device) -> None:
    """P04."""
    device.session(Downloads(), identifier=SYNC).enqueue(FINISH_EVENTS)
    device.run()
    assert device.verdict()


@pytest.fixture
def two(device: Device) -> tuple[Downloads, dict[str, Handler]]:
    """An app with two sessions, handed over both, and no finish-events yet."""
    device.launch(Downloads)
    for identifier in ("app", "extension"):
        device.app.delegate.open(identifier)  # type: ignore[attr-defined]  # a Downloads
    device.app.terminate()
    handlers: dict[str, Handler] = {}
    for identifier in ("app", "extension"):
        handlers[identifier] = device.wake(identifier, finish_events=False)
        device.app.suspend()
    device.app.resume()
    assert isinstance(device.app.delegate, Downloads)
    return device.app.delegate, handlers


@pytest.mark.parametrize(
    ("finished", "called"),
    [
        ([], []),
        (["app"], ["app"]),
        (["extension"], ["extension"]),
        (["app", "extension"], ["app", "extension"]),
    ],
)
def test_finish_events_of_an_identifier_release_the_handler_of_that_identifier(
    device: Device,
    two: tuple[Downloads, dict[str, Handler]],
    finished: list[str],
    called: list[str],
) -> None:
    """P05."""
    app, handlers = two
    for identifier in finished:
        app.open(identifier).enqueue(FINISH_EVENTS)
    device.run()
    assert [identifier for identifier, handler in handlers.items() if handler.calls] == called


def test_a_background_session_lists_its_own_tasks_and_no_other(device: Device) -> None:
    """P06."""
    loading(device.session(Loads()))
    session = device.session(Downloads(), identifier=SYNC)
    task = session.downloadTaskWithURL_(url(B))
    task.resume()
    assert listed(device, session) == [task]


def test_a_task_is_cancelled_in_its_session_and_its_namesake_in_another_is_not(
    device: Device,
) -> None:
    """P07."""
    front = loading(device.session(Loads()))
    session = device.session(Downloads(), identifier=SYNC)
    session.downloadTaskWithURL_(url(B)).resume()
    (found,) = listed(device, session)
    assert found.taskIdentifier() == front.taskIdentifier()
    found.cancel()
    device.run()
    assert (found.state(), front.state()) == (
        NSURLSessionTaskStateCompleted,
        NSURLSessionTaskStateRunning,
    )


def test_finish_events_are_delivered_once(device: Device) -> None:
    """P08."""
    session = device.session(Downloads(), identifier=SYNC)
    session.enqueue(FINISH_EVENTS)
    device.run()
    assert len(device.recording.deliveries(FINISH_EVENTS)) == 1


@pytest.mark.parametrize("where", ["in front", "suspended"])
def test_a_background_request_does_not_time_out(tmp_path: Path, where: str) -> None:
    """P09, as far as the mock can show it: R50."""
    now = 0.0
    with Device(folder=tmp_path, clock=lambda: now) as device:
        request = NSMutableURLRequest.requestWithURL_(url(A))
        request.setTimeoutInterval_(1.0)
        task = background(SYNC, Downloads()).downloadTaskWithRequest_(request)
        task.resume()
        if where == "suspended":
            device.app.suspend()
        now = 3600.0
        device.run()
        assert task.state() == NSURLSessionTaskStateRunning


def test_a_background_download_brings_a_file_that_can_be_read_and_then_ends(
    device: Device,
) -> None:
    """P13."""
    device.network.get(A).respond(body=b"Hello World")
    app = Downloads()
    app.open(SYNC).downloadTaskWithURL_(url(A)).resume()
    device.run()
    assert app.kept == ["Hello World"]
    assert device.recording.selectors() == [FINISH_DOWNLOAD, COMPLETE]


@pytest.mark.parametrize(
    ("selector", "carried"),
    [
        (RESPONSE, (response(A),)),
        (REDIRECT, (response(A, 302), NSURLRequest.requestWithURL_(url(B)))),
    ],
    ids=["response", "redirect"],
)
def test_a_background_session_asks_about_neither_response_nor_redirect(
    tmp_path: Path, selector: str, carried: tuple[object, ...]
) -> None:
    """P14."""
    options = Options(background_data_response="not-asked")
    with Device(options=options, folder=tmp_path) as device:
        session = device.session(Loads(), identifier=SYNC)
        task = loading(session)
        with pytest.raises(IllegalMessage):
            session.enqueue(selector, task, *carried)


def web_socket(session: NSURLSession) -> object:
    return session.webSocketTaskWithURL_(url("wss://example.com/a"))


def with_a_handler(session: NSURLSession) -> object:
    return session.dataTaskWithURL_completionHandler_(url(A), print)


@pytest.mark.parametrize("make", [web_socket, with_a_handler])
def test_a_background_session_refuses_the_task(
    device: Device, make: Callable[[NSURLSession], object]
) -> None:
    """P14."""
    session = device.session(Downloads(), identifier=SYNC)
    with pytest.raises(AppleException):
        make(session)
