"""A session as Apple's texts describe it: made, listed, invalidated.

Not here: its tasks (test_tasks.py, test_task_making.py). One rule: only Apple's own surface is
used to look, and the recording only where Apple's has no way to see it.
"""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.scripted import SYNC, Notes, Quiet, lost, request, send, url
from urlsession_mock import AppleException, Device, MockSession, NotADelegate
from urlsession_mock.events import Dropped, Refused
from urlsession_mock.foundation import (
    NSURLErrorCancelled,
    NSURLErrorNetworkConnectionLost,
    NSURLSession,
    NSURLSessionConfiguration,
    NSURLSessionTask,
    NSURLSessionTaskState,
)
from urlsession_mock.foundation import NSOperationQueue as Queue
from urlsession_mock.selectors import (
    COMPLETE,
    CREATED,
    DATA,
    FINISH_EVENTS,
    INVALID,
    METRICS,
    RESPONSE,
    SESSION_CHALLENGE,
)

MAKE = NSURLSession.sessionWithConfiguration_delegate_delegateQueue_


@pytest.fixture
def device() -> Iterator[Device]:
    with Device() as device:
        yield device


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
def session(device: Device, notes: Notes) -> MockSession:
    return device.session(notes)


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
        (lambda: MAKE("default", Quiet(), None), TypeError, "NSURLSessionConfiguration is wanted"),
        (lambda: MAKE(None, Quiet(), None), TypeError, "not NoneType"),
        (lambda: MAKE(default(), Quiet(), "main"), TypeError, "NSOperationQueue or None is wanted"),
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


# -- invalidation --------------------------------------------------------


def test_finish_lets_the_tasks_end_and_is_reported_last(
    device: Device, session: MockSession, notes: Notes
) -> None:
    """R33, R35."""
    task = running(session)
    session.finishTasksAndInvalidate()
    device.run()
    assert notes.said == [CREATED]

    send(session, task, RESPONSE, DATA, METRICS, COMPLETE)
    device.run()
    assert notes.said[1:] == [RESPONSE, DATA, METRICS, COMPLETE, INVALID]
    assert notes.last(INVALID) == (session, None)


def test_cancel_ends_each_task_first(device: Device, session: MockSession, notes: Notes) -> None:
    """R34, C2."""
    tasks = [running(session), running(session), session.downloadTaskWithURL_(url())]
    session.invalidateAndCancel()
    device.run()

    assert notes.said[3:] == [COMPLETE, COMPLETE, COMPLETE, INVALID]
    codes = [task.error().code() for task in tasks]  # type: ignore[union-attr]  # each has one
    assert codes == [NSURLErrorCancelled] * 3


def test_cancel_leaves_a_task_alone_that_is_about_to_complete(
    device: Device, session: MockSession, notes: Notes
) -> None:
    """R34: some may have completed already."""
    task = running(session)
    send(session, task, RESPONSE, COMPLETE)
    device.step()
    session.invalidateAndCancel()
    device.run()

    assert notes.said[1:] == [RESPONSE, COMPLETE, INVALID]
    assert task.error() is None


@pytest.mark.parametrize("verb", ["finishTasksAndInvalidate", "invalidateAndCancel"])
def test_a_session_without_tasks_is_invalid_at_once_but_not_inside_the_call(
    device: Device, session: MockSession, notes: Notes, verb: str
) -> None:
    getattr(session, verb)()
    assert notes.said == []

    device.run()
    assert notes.said == [INVALID]


def test_invalidating_twice_is_reported_once(
    device: Device, session: MockSession, notes: Notes
) -> None:
    session.finishTasksAndInvalidate()
    session.invalidateAndCancel()
    session.finishTasksAndInvalidate()
    device.run()

    assert notes.said == [INVALID]


def test_after_finish_the_tasks_can_still_be_cancelled(
    device: Device, session: MockSession, notes: Notes
) -> None:
    running(session)
    session.finishTasksAndInvalidate()
    session.invalidateAndCancel()
    device.run()

    assert notes.said[1:] == [COMPLETE, INVALID]


def test_a_task_that_was_never_resumed_keeps_its_session_from_finishing(
    device: Device, session: MockSession, notes: Notes
) -> None:
    task = session.dataTaskWithURL_(url())
    session.finishTasksAndInvalidate()
    device.run()
    assert INVALID not in notes.said

    task.cancel()
    device.run()
    assert notes.said[-2:] == [COMPLETE, INVALID]


def test_a_session_may_be_invalidated_in_the_callback_of_its_last_task(
    device: Device, session: MockSession, notes: Notes
) -> None:
    def finish(selector: Any, given: tuple[Any, ...]) -> None:
        Notes.note(notes, selector, given)
        if selector is COMPLETE:
            session.finishTasksAndInvalidate()

    notes.note = finish  # type: ignore[method-assign]  # to act inside the callback
    send(session, running(session), RESPONSE, COMPLETE)
    device.run()

    assert notes.said[1:] == [RESPONSE, COMPLETE, INVALID]


def test_a_systemic_failure_fails_the_tasks_and_is_reported_with_its_error(
    device: Device, session: MockSession, notes: Notes
) -> None:
    """R35."""
    task = running(session)
    error = lost()
    session.enqueue(INVALID, error)
    device.run()

    assert notes.said[1:] == [COMPLETE, INVALID]
    assert notes.last(INVALID)[1] is error
    assert task.error() is error
    with pytest.raises(AppleException):
        session.dataTaskWithURL_(url())


def test_a_challenge_nobody_answers_does_not_keep_a_failing_session_alive(device: Device) -> None:
    notes = Notes(lambda selector, given, handler: None)
    session = device.session(notes)
    send(session, None, SESSION_CHALLENGE)
    device.run()
    session.enqueue(INVALID, lost())
    device.run()

    assert notes.said == [SESSION_CHALLENGE, INVALID]


def test_the_test_does_not_write_the_invalidation_that_the_app_asks_for(
    session: MockSession,
) -> None:
    from urlsession_mock import IllegalMessage

    with pytest.raises(IllegalMessage, match="give the NSError of a systemic failure"):
        session.enqueue(INVALID, None)


@pytest.mark.parametrize("verb", ["finishTasksAndInvalidate", "invalidateAndCancel"])
def test_no_task_is_made_after_invalidation(
    device: Device, session: MockSession, verb: str
) -> None:
    """R36."""
    getattr(session, verb)()

    with pytest.raises(AppleException) as caught:
        session.downloadTaskWithURL_(url())
    assert caught.value.name == "NSGenericException"
    assert caught.value.reason == "Task created in a session that has been invalidated"
    (refused,) = device.recording.only(Refused)
    assert refused.rule == "no-task-after-invalidation"
    assert refused.where is not None
    assert refused.where.file == __file__


def test_what_is_asked_of_an_invalid_session_goes_nowhere_and_is_recorded(
    device: Device, session: MockSession
) -> None:
    session.finishTasksAndInvalidate()
    device.run()
    told: list[object] = []
    session.getAllTasksWithCompletionHandler_(told.append)
    device.run()

    assert told == []
    assert [event.why for event in device.recording.only(Dropped)] == ["the session is invalid"]


# -- the delegate --------------------------------------------------------


def kept(device: Device) -> tuple[NSURLSession, weakref.ref[object]]:
    notes = Notes()
    return MAKE(default(), notes, None), weakref.ref(notes)


def test_a_session_keeps_its_delegate_until_it_is_invalid(device: Device) -> None:
    """R32."""
    session, delegate = kept(device)
    gc.collect()
    assert session.delegate() is delegate()
    assert delegate() is not None

    session.finishTasksAndInvalidate()
    gc.collect()
    assert delegate() is not None


def test_a_session_lets_go_of_its_delegate_when_it_is_invalid(device: Device) -> None:
    """R32."""
    session, delegate = kept(device)
    session.finishTasksAndInvalidate()
    device.run()
    gc.collect()

    assert session.delegate() is None
    assert delegate() is None


def test_in_the_last_message_the_delegate_is_still_there(device: Device, notes: Notes) -> None:
    session = device.session(notes)
    seen: list[object] = []
    notes.note = lambda selector, given: seen.append(session.delegate())  # type: ignore[method-assign]  # to look inside the callback
    session.invalidateAndCancel()
    device.run()

    assert seen == [notes]


def test_the_first_message_of_a_task_is_sent_on_the_thread_that_makes_it(
    device: Device, session: MockSession, notes: Notes
) -> None:
    """R27."""
    threads: list[int] = []
    notes.note = lambda selector, given: threads.append(threading.get_ident())  # type: ignore[method-assign]  # to look inside the callback

    session.dataTaskWithURL_(url())
    assert threads == [threading.get_ident()]
    other = threading.Thread(target=session.dataTaskWithURL_, args=(url(),))
    other.start()
    other.join()
    assert threads[1] not in (threading.get_ident(), threads[0])
    device.run()
    assert len(threads) == 2


def test_everything_else_comes_on_the_delegate_queue(
    device: Device, session: MockSession, notes: Notes
) -> None:
    """R24."""
    lanes: set[str] = set()
    task = running(session)
    notes.note = lambda selector, given: lanes.add(str(device.lanes.here()))  # type: ignore[method-assign]  # to look inside the callback
    task.cancel()
    session.getAllTasksWithCompletionHandler_(lambda tasks: lanes.add(str(device.lanes.here())))
    session.resetWithCompletionHandler_(lambda: lanes.add(str(device.lanes.here())))
    session.flushWithCompletionHandler_(lambda: lanes.add(str(device.lanes.here())))
    session.finishTasksAndInvalidate()
    device.run()

    assert lanes == {"delegate"}


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
    with pytest.raises(TypeError, match="a block .* is wanted, not NoneType"):
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
