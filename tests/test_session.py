"""A session as Apple's texts describe it: made, listed, invalidated.

Not here: its tasks (test_tasks.py, test_task_making.py). One rule: only Apple's own surface is
used to look, and the recording only where Apple's has no way to see it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.scripted import SYNC, Notes, Quiet, lost, request, send, url
from urlsession_mock import AppleException, Device, MockSession, NotADelegate
from urlsession_mock.events import Refused
from urlsession_mock.foundation import NSOperationQueue as Queue
from urlsession_mock.foundation import (
    NSURLErrorNetworkConnectionLost,
    NSURLSession,
    NSURLSessionConfiguration,
    NSURLSessionTask,
    NSURLSessionTaskState,
)
from urlsession_mock.selectors import (
    COMPLETE,
    FINISH_EVENTS,
)

MAKE = NSURLSession.sessionWithConfiguration_delegate_delegateQueue_
ANY_MAKE: Any = MAKE  # Any: to give it what it does not take


def default() -> NSURLSessionConfiguration:
    return NSURLSessionConfiguration.defaultSessionConfiguration()


def away() -> NSURLSessionConfiguration:
    return NSURLSessionConfiguration.backgroundSessionConfigurationWithIdentifier_(SYNC)


def running(session: NSURLSession) -> NSURLSessionTask:
    task = session.dataTaskWithURL_(url())
    task.resume()
    return task


# -- making one ----------------------------------------------------------


def test_the_configuration_is_copied_when_the_session_is_made(device: Device) -> None:
    """R39."""
    configuration = default()
    session = MAKE(configuration, Quiet(), None)
    configuration.setTimeoutIntervalForRequest_(7.0)

    assert session.configuration().timeoutIntervalForRequest() == 60.0


def test_the_configuration_a_session_gives_back_is_a_copy_too(session: MockSession) -> None:
    """R39."""
    session.configuration().setTimeoutIntervalForRequest_(7.0)

    assert session.configuration().timeoutIntervalForRequest() == 60.0


def test_a_copy_of_a_session_is_the_session(session: MockSession) -> None:
    """R39."""
    assert session.copy() is session


def test_a_session_without_a_queue_makes_a_serial_one_that_is_not_the_main_one(
    device: Device,
) -> None:
    """R25."""
    queue = MAKE(default(), Quiet(), None).delegateQueue()

    assert queue.maxConcurrentOperationCount() == 1
    assert queue is not Queue.mainQueue()


def test_a_supplied_queue_is_kept_as_it_is(device: Device) -> None:
    """R26."""
    queue = Queue.alloc().init()
    queue.setMaxConcurrentOperationCount_(3)

    assert MAKE(default(), Quiet(), queue).delegateQueue() is queue
    assert queue.maxConcurrentOperationCount() == 3


def test_a_session_may_have_no_delegate(device: Device) -> None:
    session = NSURLSession.sessionWithConfiguration_(default())
    running(session)
    device.run()

    assert session.delegate() is None


def test_a_session_remembers_its_description(session: MockSession) -> None:
    session.setSessionDescription_("podcasts")

    assert session.sessionDescription() == "podcasts"


@pytest.mark.parametrize("make", [NSURLSession.new, NSURLSession.alloc().init])
def test_a_session_is_not_made_by_new_or_init(make: Callable[[], object]) -> None:
    with pytest.raises(AppleException, match="sessionWithConfiguration_delegate_delegateQueue_"):
        make()


def test_a_background_session_without_a_delegate_is_refused(device: Device) -> None:
    """R41."""
    with pytest.raises(AppleException, match="a background session needs a delegate"):
        NSURLSession.sessionWithConfiguration_(away())
    (refused,) = device.recording.only(Refused)
    assert refused.where is not None
    assert refused.where.file == __file__


@pytest.mark.parametrize(
    ("make", "error", "text"),
    [
        (
            lambda: ANY_MAKE("default", Quiet(), None),
            TypeError,
            "NSURLSessionConfiguration is wanted",
        ),
        (lambda: ANY_MAKE(None, Quiet(), None), TypeError, "not NoneType"),
        (
            lambda: ANY_MAKE(default(), Quiet(), "main"),
            TypeError,
            "NSOperationQueue or None is wanted",
        ),
        (lambda: MAKE(default(), Quiet, None), NotADelegate, "pass an object made from it"),
        (
            lambda: MockSession(Quiet(), identifier=SYNC, configuration=default()),
            TypeError,
            "not both",
        ),
    ],
)
def test_what_cannot_make_a_session_is_said_at_the_line_that_tried(
    device: Device, make: Callable[[], object], error: type[Exception], text: str
) -> None:
    with pytest.raises(error, match=text) as caught:
        make()
    assert [str(entry.path) for entry in caught.traceback.filter(caught)] == [__file__] * 2


# -- the shared session --------------------------------------------------


def test_the_shared_session_is_one_and_has_no_delegate(device: Device) -> None:
    """R38."""
    assert NSURLSession.sharedSession() is NSURLSession.sharedSession()
    assert NSURLSession.sharedSession().delegate() is None


@pytest.mark.parametrize("verb", ["finishTasksAndInvalidate", "invalidateAndCancel"])
def test_invalidating_the_shared_session_does_nothing(device: Device, verb: str) -> None:
    """R38."""
    shared = NSURLSession.sharedSession()
    task = running(shared)
    getattr(shared, verb)()
    device.run()

    assert task.state() == NSURLSessionTaskState.Running
    assert NSURLSession.sharedSession() is shared
    running(shared)


# -- what is listed ------------------------------------------------------


def test_the_tasks_are_told_later_and_by_kind(device: Device, session: MockSession) -> None:
    """R65."""
    listed: list[list[NSURLSessionTask]] = []
    tasks: list[NSURLSessionTask] = [
        session.dataTaskWithURL_(url()),
        session.uploadTaskWithRequest_fromData_(request(), b"x"),
        session.downloadTaskWithURL_(url()),
        session.webSocketTaskWithURL_(url("wss://example.com/a")),
        session.streamTaskWithHostName_port_("example.com", 7),
    ]
    for task in tasks:
        task.resume()
    session.getTasksWithCompletionHandler_(lambda *kinds: listed.extend(kinds))
    session.getAllTasksWithCompletionHandler_(listed.append)
    assert listed == []

    device.run()
    assert listed == [tasks[0:1], tasks[1:2], tasks[2:3], tasks]


def test_a_task_in_the_middle_of_its_completion_is_listed_no_more(
    device: Device, session: MockSession, notes: Notes
) -> None:
    listed: list[list[NSURLSessionTask]] = []
    ending, other = running(session), running(session)
    ending.cancel()
    session.getAllTasksWithCompletionHandler_(listed.append)
    device.run()

    assert listed == [[other]]


def test_a_session_made_again_lists_what_is_still_under_way(device: Device) -> None:
    """R05, R65."""
    app = device.launch()
    session = device.session(Quiet(), identifier=SYNC)
    task = session.downloadTaskWithURL_(url())
    task.setTaskDescription_("one")
    task.resume()
    app.terminate()
    device.launch()
    again = device.session(Quiet(), identifier=SYNC)
    listed: list[list[NSURLSessionTask]] = []
    again.getAllTasksWithCompletionHandler_(listed.append)
    device.run()

    ((found,),) = listed
    assert found is not task
    assert (found.taskIdentifier(), found.taskDescription()) == (1, "one")


@pytest.mark.parametrize(
    "name",
    [
        "getAllTasksWithCompletionHandler_",
        "getTasksWithCompletionHandler_",
        "resetWithCompletionHandler_",
        "flushWithCompletionHandler_",
    ],
)
def test_a_block_that_cannot_be_called_is_refused_at_once(session: MockSession, name: str) -> None:
    with pytest.raises(TypeError, match=r"a block .* is wanted, not NoneType"):
        getattr(session, name)(None)


# -- a killed app --------------------------------------------------------


def test_a_block_of_a_killed_app_is_never_called(device: Device) -> None:
    app = device.launch()
    session = device.session(Quiet(), identifier=SYNC)
    running(session)
    told: list[object] = []
    session.getAllTasksWithCompletionHandler_(told.append)
    app.terminate()
    device.launch()
    device.session(Quiet(), identifier=SYNC)
    device.run()

    assert told == []


def test_the_invalidation_of_a_killed_apps_session_is_not_told_to_the_next(device: Device) -> None:
    app = device.launch()
    device.session(Quiet(), identifier=SYNC).invalidateAndCancel()
    app.terminate()
    device.launch()
    notes = Notes()
    session = device.session(notes, identifier=SYNC)
    send(session, None, FINISH_EVENTS)
    device.run()

    assert notes.said == [FINISH_EVENTS]
    running(session)


def test_a_session_of_a_killed_app_makes_no_tasks(device: Device) -> None:
    from urlsession_mock import NotPossibleNow

    app = device.launch()
    session = device.session(Quiet(), identifier=SYNC)
    app.terminate()

    with pytest.raises(NotPossibleNow, match="use a session of the current launch"):
        session.downloadTaskWithURL_(url())


def test_a_failure_of_the_connection_is_told_as_it_was_written(
    device: Device, session: MockSession
) -> None:
    task = running(session)
    session.enqueue(COMPLETE, task, lost())
    device.run()

    error = task.error()
    assert error is not None
    assert error.code() == NSURLErrorNetworkConnectionLost
