"""A task as the app sees it: its states, its counters, its end.

Not here: making one (test_task_making.py), the order of its messages (test_lifecycle.py).
One rule: what Apple says of a property is asked of the property.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.scripted import (
    Notes,
    lost,
    request,
    response,
    send,
    url,
)
from urlsession_mock import AppleException, Device, IllegalMessage, MockSession
from urlsession_mock.foundation import (
    NSData,
    NSDate,
    NSHTTPURLResponse,
    NSURLSessionTask,
    NSURLSessionTaskState,
)
from urlsession_mock.selectors import (
    COMPLETE,
    CREATED,
    DATA,
    REDIRECT,
    RESPONSE,
    RESUMED,
    SENT,
    WEBSOCKET_CLOSE,
    WEBSOCKET_OPEN,
    WROTE,
)

PAGE = "https://example.com/a"
RUNNING, SUSPENDED, CANCELING, COMPLETED = (
    NSURLSessionTaskState.Running,
    NSURLSessionTaskState.Suspended,
    NSURLSessionTaskState.Canceling,
    NSURLSessionTaskState.Completed,
)


# -- states --------------------------------------------------------------


def test_a_task_is_born_suspended_and_says_nothing(
    device: Device, task: NSURLSessionTask, notes: Notes
) -> None:
    """R55."""
    device.network.get(PAGE).respond()
    device.run()

    assert task.state() == SUSPENDED
    assert notes.said == [CREATED]


@pytest.mark.parametrize(
    ("calls", "state"),
    [
        ("r", RUNNING),
        ("rs", SUSPENDED),
        ("rsr", RUNNING),
        ("rss", SUSPENDED),
        ("rssr", SUSPENDED),
        ("rssrr", RUNNING),
        ("sr", SUSPENDED),
        ("srr", RUNNING),
        ("rr", RUNNING),
        ("rrs", RUNNING),  # the second resume pays for the suspend
        ("rrss", SUSPENDED),
    ],
)
def test_suspend_and_resume_nest(
    task: NSURLSessionTask, calls: str, state: NSURLSessionTaskState
) -> None:
    """R56."""
    for call in calls:
        {"r": task.resume, "s": task.suspend}[call]()

    assert task.state() == state


def test_a_task_suspended_before_its_first_resume_needs_two(
    session: MockSession, task: NSURLSessionTask
) -> None:
    task.suspend()
    task.resume()
    with pytest.raises(IllegalMessage, match="not resumed yet"):
        send(session, task, RESPONSE)
    task.resume()

    send(session, task, RESPONSE)


def test_suspended_is_not_silent(
    device: Device, session: MockSession, task: NSURLSessionTask, notes: Notes
) -> None:
    """R57: what is on its way still arrives."""
    task.resume()
    send(session, task, RESPONSE)
    task.suspend()
    send(session, task, DATA)
    device.run()

    assert notes.said[1:] == [RESPONSE, DATA]


def test_there_is_no_network_for_a_suspended_task(
    device: Device, task: NSURLSessionTask, notes: Notes
) -> None:
    """R57."""
    device.network.get(PAGE).respond(body=b"x")
    task.resume()
    task.suspend()
    device.run()
    assert notes.said == [CREATED]

    task.resume()
    device.run()
    assert notes.said[-1] is COMPLETE


def test_a_cancelled_task_is_cancelling_and_then_completed(
    device: Device, task: NSURLSessionTask, notes: Notes
) -> None:
    """R58, C8."""
    task.resume()
    task.cancel()
    assert task.state() == CANCELING
    assert notes.said == [CREATED]

    device.run()
    assert task.state() == COMPLETED
    assert notes.said[1:] == [COMPLETE]


def test_a_websocket_that_was_never_resumed_stays_suspended_when_cancelled(
    session: MockSession,
) -> None:
    """R56."""
    task = session.webSocketTaskWithURL_(url("wss://example.com/a"))
    task.cancel()

    assert task.state() == SUSPENDED


def test_in_its_completion_a_task_is_completed_and_has_its_error(
    device: Device, session: MockSession, task: NSURLSessionTask, notes: Notes
) -> None:
    """R86."""
    seen: list[object] = []
    notes.note = lambda selector, given: seen.append((task.state(), task.error()))  # type: ignore[method-assign]  # to look inside the callback
    task.resume()
    error = lost()
    session.enqueue(COMPLETE, task, error)
    assert task.error() is None
    device.run()

    assert seen == [(COMPLETED, error)]


def test_after_success_there_is_no_error(
    device: Device, session: MockSession, task: NSURLSessionTask
) -> None:
    """R84, R86: nor for an HTTP status."""
    task.resume()
    session.enqueue(RESPONSE, task, response(500))
    send(session, task, COMPLETE)
    device.run()

    assert (task.state(), task.error()) == (COMPLETED, None)


# -- what it is about ----------------------------------------------------


def test_a_task_knows_its_response_when_its_delegate_is_asked(
    device: Device, session: MockSession, task: NSURLSessionTask, notes: Notes
) -> None:
    answered = response()
    seen: list[object] = []
    notes.note = lambda selector, given: seen.append(task.response())  # type: ignore[method-assign]  # to look inside the callback
    task.resume()
    assert task.response() is None
    session.enqueue(RESPONSE, task, answered)
    device.run()

    assert seen == [answered]


def test_the_requests_are_copies_and_the_current_one_follows(
    device: Device, session: MockSession
) -> None:
    """R72."""
    mutable = request().mutableCopy()
    task = session.dataTaskWithRequest_(mutable)
    mutable.setHTTPMethod_("DELETE")
    task.resume()
    send(session, task, REDIRECT)
    device.run()

    original, current = task.originalRequest(), task.currentRequest()
    assert original is not None
    assert current is not None
    assert (original.HTTPMethod(), original.URL()) == ("GET", url())
    assert current.URL() == url("https://example.com/b")


def test_the_current_request_is_the_one_the_delegate_edited(device: Device) -> None:
    """R71."""
    edited = request("https://example.com/edited").mutableCopy()
    session = device.session(Notes(lambda selector, given, handler: handler(edited)))
    task = session.dataTaskWithURL_(url())
    task.resume()
    send(session, task, REDIRECT)
    device.run()
    edited.setURL_(url("https://example.com/too-late"))

    current = task.currentRequest()
    assert current is not None
    assert current.URL() == url("https://example.com/edited")


def test_a_copy_of_a_task_is_the_task(task: NSURLSessionTask) -> None:
    """R39."""
    assert task.copy() is task


@pytest.mark.parametrize("make", [NSURLSessionTask.new, NSURLSessionTask.alloc().init])
def test_a_task_is_not_made_by_new_or_init(make: Callable[[], object]) -> None:
    with pytest.raises(AppleException, match="is made by a session"):
        make()


def test_hints_and_texts_are_kept(task: NSURLSessionTask) -> None:
    """R49, R53."""
    assert task.countOfBytesClientExpectsToSend() == -1
    assert task.countOfBytesClientExpectsToReceive() == -1
    assert (task.priority(), task.prefersIncrementalDelivery()) == (0.5, True)
    date = NSDate.date()

    task.setCountOfBytesClientExpectsToSend_(1)
    task.setCountOfBytesClientExpectsToReceive_(2)
    task.setPriority_(0.75)
    task.setPrefersIncrementalDelivery_(False)
    task.setTaskDescription_("one")
    task.setEarliestBeginDate_(date)

    assert task.countOfBytesClientExpectsToSend() == 1
    assert task.countOfBytesClientExpectsToReceive() == 2
    assert (task.priority(), task.prefersIncrementalDelivery()) == (0.75, False)
    assert (task.taskDescription(), task.earliestBeginDate()) == ("one", date)


# -- counters ------------------------------------------------------------


def sized(length: int) -> NSHTTPURLResponse:
    return NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
        url(), 200, "HTTP/1.1", {"Content-Length": str(length)}
    )


def test_received_data_is_counted(session: MockSession, task: NSURLSessionTask) -> None:
    task.resume()
    session.enqueue(RESPONSE, task, sized(5))
    session.enqueue(DATA, task, b"abc")
    session.enqueue(DATA, task, NSData(b"de"))

    assert task.countOfBytesReceived() == 5
    assert task.countOfBytesExpectedToReceive() == 5
    assert task.progress().completedUnitCount() == 5


def test_written_bytes_are_counted(session: MockSession) -> None:
    task = session.downloadTaskWithURL_(url())
    task.resume()
    session.enqueue(WROTE, task, 3, 3, 7)
    session.enqueue(WROTE, task, 4, 7, 7)

    assert (task.countOfBytesReceived(), task.countOfBytesExpectedToReceive()) == (7, 7)


def test_a_resumed_download_counts_from_where_it_goes_on(session: MockSession) -> None:
    """R80."""
    task = session.downloadTaskWithResumeData_(b"kept")
    task.resume()
    session.enqueue(RESUMED, task, 100, 200)
    with pytest.raises(IllegalMessage, match="the total must be 105"):
        session.enqueue(WROTE, task, 5, 5, 200)
    session.enqueue(WROTE, task, 5, 105, 200)

    assert task.countOfBytesReceived() == 105


def test_sent_bytes_are_counted(session: MockSession) -> None:
    """R78."""
    task = session.uploadTaskWithRequest_fromData_(request(method="POST"), b"abcd")
    assert task.countOfBytesExpectedToSend() == 4
    task.resume()
    session.enqueue(SENT, task, 3, 3, 4)

    assert (task.countOfBytesSent(), task.countOfBytesExpectedToSend()) == (3, 4)


@pytest.mark.parametrize(
    ("counts", "text"),
    [
        ((2, 3, 4), r"2 more bytes make 3, but 0 were reported before; the total must be 2"),
        ((-1, -1, 4), r"bytesSent .* is a number of bytes from 0 up, not -1"),
        ((1, 1, -2), r"totalBytesExpectedToSend .* is a number of bytes from -1 up, not -2"),
    ],
)
def test_progress_that_does_not_add_up_is_refused(
    session: MockSession, task: NSURLSessionTask, counts: tuple[int, int, int], text: str
) -> None:
    """R78."""
    task.resume()
    with pytest.raises(IllegalMessage, match=text):
        session.enqueue(SENT, task, *counts)


# -- a WebSocket ---------------------------------------------------------


def test_the_close_code_is_0_while_it_is_open(session: MockSession) -> None:
    """R89."""
    task = session.webSocketTaskWithURL_(url("wss://example.com/a"))
    task.resume()
    session.enqueue(WEBSOCKET_OPEN, task, None)
    assert (task.closeCode(), task.closeReason()) == (0, None)

    session.enqueue(WEBSOCKET_CLOSE, task, 4000, b"enough")
    assert (task.closeCode(), task.closeReason()) == (4000, NSData(b"enough"))


def test_a_websocket_cancelled_with_a_code_has_that_and_ends(
    device: Device, session: MockSession, notes: Notes
) -> None:
    """R89."""
    task = session.webSocketTaskWithURL_(url("wss://example.com/a"))
    task.resume()
    task.cancelWithCloseCode_reason_(1001, NSData(b"bye"))  # type: ignore[arg-type]  # an int serves as the code
    device.run()

    assert (task.closeCode(), task.closeReason()) == (1001, NSData(b"bye"))
    assert notes.said[-1] is COMPLETE


def test_a_close_code_is_two_bytes(session: MockSession) -> None:
    task = session.webSocketTaskWithURL_(url("wss://example.com/a"))
    task.resume()
    session.enqueue(WEBSOCKET_OPEN, task, None)

    with pytest.raises(IllegalMessage, match="two bytes"):
        session.enqueue(WEBSOCKET_CLOSE, task, 70000, None)
