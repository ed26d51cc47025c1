"""The end of a session: R32 to R36, and C2.

Not here: when its identifier is free again (test_relaunch.py). One rule: the invalidation is a
session's last message, and after it the session holds on to nothing.
"""

from __future__ import annotations

import gc
import threading
import weakref
from typing import Any

import pytest

from tests.scripted import Notes, lost, send, url
from urlsession_mock import AppleException, Device, MockSession
from urlsession_mock.events import Dropped, Refused
from urlsession_mock.foundation import (
    NSURLErrorCancelled,
    NSURLSession,
    NSURLSessionConfiguration,
    NSURLSessionTask,
)
from urlsession_mock.selectors import (
    COMPLETE,
    CREATED,
    DATA,
    INVALID,
    METRICS,
    RESPONSE,
    SESSION_CHALLENGE,
)

MAKE = NSURLSession.sessionWithConfiguration_delegate_delegateQueue_


def default() -> NSURLSessionConfiguration:
    return NSURLSessionConfiguration.defaultSessionConfiguration()


def running(session: NSURLSession) -> NSURLSessionTask:
    task = session.dataTaskWithURL_(url())
    task.resume()
    return task


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
