"""Tasks that tell their end to a completion handler: R81.

Not here: the handlers a delegate is given (test_handlers.py). One rule: the handler is told what
the delegate then is not.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.scripted import (
    Notes,
    request,
    send,
    url,
)
from urlsession_mock import Device, MockSession
from urlsession_mock.events import Raised
from urlsession_mock.foundation import (
    NSURLErrorCancelled,
    NSURLErrorTimedOut,
    NSURLSession,
    NSURLSessionTask,
    NSURLSessionTaskState,
)
from urlsession_mock.selectors import (
    CHALLENGE,
    COMPLETE,
    CREATED,
    DATA,
    FINISH_DOWNLOAD,
    INVALID,
    METRICS,
    REDIRECT,
    RESPONSE,
    WROTE,
    Selector,
)

PAGE = "https://example.com/a"


# -- completion handlers (R81) -------------------------------------------

End = tuple[Any, Any, Any]
Make = Callable[[NSURLSession, Callable[..., None]], NSURLSessionTask]


def loading(session: NSURLSession, end: Callable[..., None]) -> NSURLSessionTask:
    return session.dataTaskWithURL_completionHandler_(url(), end)


def loading_a_request(session: NSURLSession, end: Callable[..., None]) -> NSURLSessionTask:
    return session.dataTaskWithRequest_completionHandler_(request(), end)


def uploading(session: NSURLSession, end: Callable[..., None]) -> NSURLSessionTask:
    return session.uploadTaskWithRequest_fromData_completionHandler_(
        request(method="PUT"), b"body", end
    )


def downloading(session: NSURLSession, end: Callable[..., None]) -> NSURLSessionTask:
    return session.downloadTaskWithURL_completionHandler_(url(), end)


EACH = pytest.mark.parametrize("make", [loading, loading_a_request, uploading, downloading])


@EACH
def test_the_handler_is_told_the_end_on_the_delegate_queue(
    device: Device, session: MockSession, notes: Notes, make: Make
) -> None:
    for method in ("GET", "PUT"):
        device.network.on(method, PAGE).respond(200, body=b"found")
    ends: list[tuple[End, str]] = []

    def end(result: Any, response: Any, error: Any) -> None:
        if make is downloading:
            result = Path(str(result.path())).read_bytes()
        ends.append(((bytes(result), response.statusCode(), error), str(device.lanes.here())))

    task = make(session, end)
    task.resume()
    device.run()

    assert ends == [((b"found", 200, None), "delegate")]
    assert not {RESPONSE, DATA, WROTE, FINISH_DOWNLOAD, COMPLETE} & set(notes.said)
    assert METRICS in notes.said
    assert task.state() == NSURLSessionTaskState.Completed


@EACH
def test_the_handler_is_told_an_error_and_then_the_task_has_it(
    device: Device, session: MockSession, make: Make
) -> None:
    for method in ("GET", "PUT"):
        device.network.on(method, PAGE).fail(NSURLErrorTimedOut)
    ends: list[End] = []
    errors: list[object] = []

    def end(*told: Any) -> None:
        ends.append(told)
        errors.append(task.error())

    task = make(session, end)
    task.resume()
    device.run()

    ((result, answered, error),) = ends
    assert (result, answered) == (None, None)
    assert error.code() == NSURLErrorTimedOut
    assert errors == [error]


@EACH
def test_the_handler_is_told_that_its_task_was_cancelled(
    device: Device, session: MockSession, notes: Notes, make: Make
) -> None:
    ends: list[End] = []
    task = make(session, lambda *end: ends.append(end))
    task.resume()
    task.cancel()
    task.cancel()
    assert (ends, task.state()) == ([], NSURLSessionTaskState.Canceling)

    device.run()
    ((_, _, error),) = ends
    assert error.code() == NSURLErrorCancelled
    assert notes.said == [CREATED]


@pytest.mark.parametrize("selector", [CHALLENGE, REDIRECT])
def test_the_delegate_is_still_asked_about_challenges_and_redirects(
    device: Device, selector: Selector
) -> None:
    device.network.get(PAGE).respond(body=b"found")
    handlers: list[Callable[..., None]] = []
    notes = Notes(lambda asked, given, handler: handlers.append(handler))
    session = device.session(notes)
    ends: list[End] = []
    task = session.dataTaskWithURL_completionHandler_(url(), lambda *end: ends.append(end))
    task.resume()
    send(session, task, selector)
    device.run()
    assert (notes.said[1:], ends) == ([selector], [])

    handlers[0](*([1, None] if selector is CHALLENGE else [request()]))
    device.run()
    assert notes.said[1:] == [selector, METRICS]
    assert len(ends) == 1


def test_the_downloaded_file_is_gone_when_its_handler_has_returned(
    device: Device, session: MockSession
) -> None:
    """R79, for a block."""
    device.network.get(PAGE).respond(body=b"found")
    paths: list[Path] = []
    session.downloadTaskWithURL_completionHandler_(
        url(), lambda file, response, error: paths.append(Path(str(file and file.path())))
    ).resume()
    device.run()

    assert not paths[0].exists()


def test_an_exception_in_a_handler_is_recorded_and_the_rest_goes_on(
    device: Device, session: MockSession, notes: Notes
) -> None:
    task = session.dataTaskWithURL_completionHandler_(url(), lambda *end: 1 / 0)
    task.cancel()
    session.finishTasksAndInvalidate()
    device.run()

    (raised,) = device.recording.only(Raised)
    assert isinstance(raised.error, ZeroDivisionError)
    assert notes.said[-1] is INVALID


def test_without_a_handler_the_delegate_is_told(
    device: Device, session: MockSession, notes: Notes
) -> None:
    task = session.dataTaskWithURL_completionHandler_(url(), None)
    task.resume()
    send(session, task, RESPONSE, COMPLETE)
    device.run()

    assert notes.said[1:] == [RESPONSE, COMPLETE]


@EACH
def test_a_handler_that_cannot_be_called_is_refused_at_once(
    session: MockSession, make: Make
) -> None:
    with pytest.raises(TypeError, match=r"a block that takes .* is wanted, not str"):
        make(session, "done")  # type: ignore[arg-type]  # that is the point
