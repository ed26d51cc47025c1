"""Sequences that the suites of real libraries assert, asserted here.

Not here: what our own rules say of a delegate. One rule: each claim names the row of the
scenario list it stands for, in its docstring.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.bugs.downloads import Downloads
from tests.bugs.row import SYNC, A, B, background, response, url
from tests.bugs.several_handlers import RemembersFinishEvents
from urlsession_mock import (
    AppleException,
    Device,
    Handler,
    IllegalMessage,
    Options,
    Relaunch,
    URLSessionDataDelegate,
)
from urlsession_mock.events import Replied
from urlsession_mock.foundation import (
    NSURL,
    NSData,
    NSError,
    NSMutableURLRequest,
    NSURLErrorCancelled,
    NSURLErrorFailingURLErrorKey,
    NSURLErrorFailingURLStringErrorKey,
    NSURLRequest,
    NSURLResponse,
    NSURLSession,
    NSURLSessionDataTask,
    NSURLSessionDownloadTask,
    NSURLSessionResponseAllow,
    NSURLSessionResponseCancel,
    NSURLSessionResponseDisposition,
    NSURLSessionTask,
    NSURLSessionTaskStateCanceling,
    NSURLSessionTaskStateCompleted,
    NSURLSessionTaskStateRunning,
    NSURLSessionTaskStateSuspended,
)
from urlsession_mock.selectors import (
    COMPLETE,
    DATA,
    FINISH_DOWNLOAD,
    FINISH_EVENTS,
    HANDOVER,
    INVALID,
    REDIRECT,
    RESPONSE,
)


class Loads(URLSessionDataDelegate):
    """Answers each response with `disposition`, and runs `at_data` at the first data."""

    def __init__(
        self, disposition: NSURLSessionResponseDisposition = NSURLSessionResponseAllow
    ) -> None:
        self.disposition = disposition
        self.at_data: Callable[[], object] = lambda: None
        self.errors: list[NSError | None] = []

    def URLSession_dataTask_didReceiveResponse_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionDataTask,
        response: NSURLResponse,
        handler: Callable[[NSURLSessionResponseDisposition], None],
    ) -> None:
        handler(self.disposition)

    def URLSession_dataTask_didReceiveData_(
        self, session: NSURLSession, task: NSURLSessionDataTask, data: NSData
    ) -> None:
        self.at_data()

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        self.errors.append(error)

    def URLSession_didBecomeInvalidWithError_(
        self, session: NSURLSession, error: NSError | None
    ) -> None:
        self.errors.append(error)


@pytest.fixture
def device(tmp_path: Path) -> Iterator[Device]:
    with Device(folder=tmp_path) as device:
        yield device


def started(session: NSURLSession, address: str = A) -> NSURLSessionDataTask:
    task = session.dataTaskWithURL_(url(address))
    task.resume()
    return task


def listed(device: Device, session: NSURLSession) -> list[NSURLSessionTask]:
    found: list[NSURLSessionTask] = []
    session.getAllTasksWithCompletionHandler_(found.extend)
    device.run()
    return found


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
    started(device.session(Loads()))
    session = device.session(Downloads(), identifier=SYNC)
    task = session.downloadTaskWithURL_(url(B))
    task.resume()
    assert listed(device, session) == [task]


def test_a_task_is_cancelled_in_its_session_and_its_namesake_in_another_is_not(
    device: Device,
) -> None:
    """P07."""
    front = started(device.session(Loads()))
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
        task = started(session)
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


# -- which tasks are listed ----------------------------------------------


def resumed(task: NSURLSessionTask) -> None:
    task.resume()


def suspended_from_the_start(task: NSURLSessionTask) -> None:
    task.suspend()


def cancelled(task: NSURLSessionTask) -> None:
    task.resume()
    task.cancel()


@pytest.mark.parametrize(
    ("treated", "count"), [(resumed, 1), (suspended_from_the_start, 0), (cancelled, 0)]
)
def test_a_session_lists_the_tasks_that_were_resumed_and_have_not_ended(
    device: Device, treated: Callable[[NSURLSessionTask], None], count: int
) -> None:
    """P23, C67."""
    session = device.session(Loads())
    treated(session.dataTaskWithURL_(url(A)))
    assert len(listed(device, session)) == count


def test_tasks_are_listed_by_kind(device: Device) -> None:
    """C67."""
    session = device.session(Downloads())
    post = NSMutableURLRequest.requestWithURL_(url(B))
    post.setHTTPMethod_("POST")
    tasks = (
        session.dataTaskWithURL_(url(A)),
        session.uploadTaskWithRequest_fromData_(post, b"a recording"),
        session.downloadTaskWithURL_(url(A)),
    )
    for task in tasks:
        task.resume()
    found: list[list[NSURLSessionTask]] = []

    def told(*kinds: list[NSURLSessionTask]) -> None:
        found.extend(kinds)

    session.getTasksWithCompletionHandler_(told)
    device.run()
    assert found == [[task] for task in tasks]


# -- cancelling ----------------------------------------------------------


def test_a_task_cancelled_at_once_brings_no_data(device: Device) -> None:
    """P51."""
    device.network.get(A).respond(body=b"episode")
    loads = Loads()
    started(device.session(loads)).cancel()
    assert device.run().selectors() == [COMPLETE]
    assert [error and error.code() for error in loads.errors] == [NSURLErrorCancelled]


def test_a_task_cancelled_at_its_first_data_brings_no_more(device: Device) -> None:
    """P51."""
    loads = Loads()
    session = device.session(loads)
    task = started(session)
    loads.at_data = task.cancel
    session.enqueue(RESPONSE, task, response(A))
    for piece in (b"epi", b"so", b"de"):
        session.enqueue(DATA, task, piece)
    assert device.run().selectors() == [RESPONSE, DATA, COMPLETE]


def test_a_cancelled_task_is_cancelling_until_its_completion(device: Device) -> None:
    """P51."""
    task = started(device.session(Loads()))
    task.cancel()
    before = task.state()
    device.run()
    assert (before, task.state()) == (
        NSURLSessionTaskStateCanceling,
        NSURLSessionTaskStateCompleted,
    )


def test_a_response_answered_with_cancel_brings_no_data(device: Device) -> None:
    """P57."""
    device.network.get(A).respond(body=b"episode")
    loads = Loads(NSURLSessionResponseCancel)
    started(device.session(loads))
    assert device.run().selectors() == [RESPONSE, COMPLETE]
    assert [error and error.code() for error in loads.errors] == [NSURLErrorCancelled]


def test_a_session_with_five_tasks_becomes_invalid_once_and_last(device: Device) -> None:
    """P63."""
    session = device.session(Loads())
    for _ in range(5):
        started(session)
    session.invalidateAndCancel()
    assert device.run().selectors() == [*[COMPLETE] * 5, INVALID]


def test_the_handler_of_a_cancelled_task_is_told_what_was_cancelled(device: Device) -> None:
    """C61."""
    told: list[tuple[object, object, NSError | None]] = []
    session = device.session(Loads())
    session.dataTaskWithURL_completionHandler_(
        url(A), lambda data, response, error: told.append((data, response, error))
    ).resume()
    session.invalidateAndCancel()
    device.run()
    ((_, _, error),) = told
    assert error is not None
    assert error.code() == NSURLErrorCancelled
    failing: NSURL = error.userInfo()[NSURLErrorFailingURLErrorKey]
    assert failing.absoluteString() == error.userInfo()[NSURLErrorFailingURLStringErrorKey] == A


def test_an_invalid_session_lets_go_of_its_delegate(device: Device) -> None:
    """C63."""
    session = device.session(Loads())
    session.invalidateAndCancel()
    device.run()
    assert session.delegate() is None


@pytest.mark.parametrize(
    ("resumes", "state"),
    [(1, NSURLSessionTaskStateSuspended), (2, NSURLSessionTaskStateCompleted)],
)
def test_a_task_suspended_twice_loads_after_as_many_resumes(
    device: Device, resumes: int, state: int
) -> None:
    """C65."""
    device.network.get(A).respond(body=b"episode")
    task = started(device.session(Loads()))
    for _ in range(2):
        task.suspend()
    device.run()
    for _ in range(resumes):
        task.resume()
    device.run()
    assert task.state() == state


def test_a_suspended_download_goes_on_where_it_was(device: Device) -> None:
    """C65."""
    device.network.get(A).respond(body=b"episode")
    app = Downloads()
    task: NSURLSessionDownloadTask = device.session(app).downloadTaskWithURL_(url(A))
    task.resume()
    task.suspend()
    assert device.run().selectors() == []
    task.resume()
    device.run()
    assert app.kept == ["episode"]
