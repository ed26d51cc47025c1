"""A delegate of a task's own: R83.

Not here: the session's delegate. One rule: it is asked first, method by method, and what it
lacks goes to the session's.
"""

from __future__ import annotations

import gc
import weakref

import pytest

from tests.scripted import (
    SYNC,
    Notes,
    Quiet,
    challenge,
    send,
    url,
)
from urlsession_mock import AppleException, Device, MockSession, NotADelegate
from urlsession_mock.foundation import (
    NSData,
    NSURLSession,
    NSURLSessionTask,
)
from urlsession_mock.lifecycle import FAIL
from urlsession_mock.selectors import (
    CHALLENGE,
    COMPLETE,
    DATA,
    INVALID,
    METRICS,
    RESPONSE,
    SESSION_CHALLENGE,
    Selector,
)

# -- a delegate of its own (R83) -----------------------------------------


class TakesData:
    """Implements two methods; the others are the session's delegate's."""

    def __init__(self) -> None:
        self.said: list[Selector] = []

    def URLSession_dataTask_didReceiveData_(
        self, session: NSURLSession, task: NSURLSessionTask, data: NSData
    ) -> None:
        self.said.append(DATA)

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: object
    ) -> None:
        self.said.append(COMPLETE)


def test_a_tasks_own_delegate_is_asked_first_and_the_sessions_for_what_it_lacks(
    device: Device, session: MockSession, task: NSURLSessionTask, notes: Notes
) -> None:
    own = TakesData()
    task.setDelegate_(own)
    assert task.delegate() is own
    task.resume()
    send(session, task, RESPONSE, DATA, METRICS, COMPLETE)
    device.run()

    assert own.said == [DATA, COMPLETE]
    assert notes.said[1:] == [RESPONSE, METRICS]


def test_a_tasks_own_delegate_hears_nothing_of_other_tasks_or_of_the_session(
    device: Device, session: MockSession, task: NSURLSessionTask, notes: Notes
) -> None:
    own = Notes()
    task.setDelegate_(own)
    other = session.dataTaskWithURL_(url())
    other.resume()
    send(session, other, RESPONSE, DATA, COMPLETE)
    send(session, None, SESSION_CHALLENGE)
    device.run()
    session.invalidateAndCancel()
    device.run()

    assert own.said == [COMPLETE]
    assert notes.said[2:] == [RESPONSE, DATA, COMPLETE, SESSION_CHALLENGE, INVALID]


def test_a_task_lets_go_of_its_own_delegate_when_it_has_completed(
    device: Device, session: MockSession, task: NSURLSessionTask
) -> None:
    own = TakesData()
    kept = weakref.ref(own)
    task.setDelegate_(own)
    del own
    gc.collect()
    assert kept() is not None

    task.cancel()
    device.run()
    gc.collect()
    assert (task.delegate(), kept()) == (None, None)


def test_a_tasks_own_delegate_cannot_be_set_once_it_was_resumed(task: NSURLSessionTask) -> None:
    task.resume()

    with pytest.raises(AppleException) as caught:
        task.setDelegate_(Quiet())
    assert (caught.value.name, caught.value.reason) == (
        "NSGenericException",
        "Cannot set task delegate after resumption",
    )


def test_a_background_task_has_no_delegate_of_its_own(device: Device) -> None:
    task = device.session(Quiet(), identifier=SYNC).downloadTaskWithURL_(url())

    with pytest.raises(AppleException) as caught:
        task.setDelegate_(Quiet())
    assert caught.value.reason == "Task delegate is not supported on background session task"


def test_a_tasks_own_delegate_must_be_well_formed(task: NSURLSessionTask) -> None:
    class Misspelt:
        def URLSession_task_didCompleteWithEror_(self, session: object, task: object) -> None:
            """Nearly."""

    with pytest.raises(NotADelegate):
        task.setDelegate_(Misspelt())
    assert task.delegate() is None


def test_a_session_level_challenge_falls_to_the_task_where_the_session_has_no_method(
    device: Device,
) -> None:
    """R74: the task's own delegate is asked first there, too."""
    session = device.session(Quiet())
    task = session.dataTaskWithURL_(url())
    own = Notes()
    task.setDelegate_(own)
    task.resume()
    session.enqueue(CHALLENGE, task, challenge("NSURLAuthenticationMethodServerTrust"))
    device.run()

    assert own.said == [CHALLENGE]


def test_what_fails_a_task_is_told_its_own_delegate(
    device: Device, session: MockSession, task: NSURLSessionTask
) -> None:
    own = TakesData()
    task.setDelegate_(own)
    task.resume()
    send(session, task, FAIL)
    device.run()

    assert own.said == [COMPLETE]
