"""Canned answers become the messages a server's answer would."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.scripted import Notes
from urlsession_mock import Device, NotPossibleNow
from urlsession_mock.foundation import (
    NSURL,
    NSError,
    NSInputStream,
    NSMutableURLRequest,
    NSURLErrorNetworkConnectionLost,
    NSURLErrorRequestBodyStreamExhausted,
    NSURLSession,
    NSURLSessionTask,
)
from urlsession_mock.selectors import BODY_STREAM, COMPLETE, DATA, RESPONSE, SENT

PAGE = "https://example.com/a"


def address(text: str = PAGE) -> NSURL:
    found = NSURL.URLWithString_(text)
    assert found is not None
    return found


def post() -> NSMutableURLRequest:
    request = NSMutableURLRequest.requestWithURL_(address())
    request.setHTTPMethod_("POST")
    return request


class Streams:
    """Supplies a body stream, and notes how the task ended."""

    def __init__(self, stream: NSInputStream | None) -> None:
        self.stream = stream
        self.error: NSError | None = None

    def URLSession_task_needNewBodyStream_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        handler: Callable[[NSInputStream | None], None],
    ) -> None:
        handler(self.stream)

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        self.error = error


def test_a_streamed_upload_asks_for_its_first_body_and_sends_it(device: Device) -> None:
    device.network.post(PAGE).respond(body="stored")
    delegate = Streams(NSInputStream.inputStreamWithData_(b"0123456789"))
    task = device.session(delegate).uploadTaskWithStreamedRequest_(post())
    task.resume()

    assert device.run().selectors() == [BODY_STREAM, COMPLETE]
    assert (task.countOfBytesSent(), task.countOfBytesExpectedToSend()) == (10, -1)
    assert delegate.error is None


def test_an_upload_without_its_body_stream_fails(device: Device) -> None:
    device.network.post(PAGE).respond()
    delegate = Streams(None)
    device.session(delegate).uploadTaskWithStreamedRequest_(post()).resume()
    device.run()

    assert delegate.error is not None
    assert delegate.error.code() == NSURLErrorRequestBodyStreamExhausted


def test_a_body_that_is_sent_is_reported_before_the_response(device: Device, notes: Notes) -> None:
    device.network.post(PAGE).respond(body="stored")
    device.session(notes).uploadTaskWithRequest_fromData_(post(), b"body").resume()
    said = [s for s in device.run().selectors() if s in (SENT, RESPONSE, DATA, COMPLETE)]
    assert said == [SENT, RESPONSE, DATA, COMPLETE]


def test_a_failure_is_the_tasks_error(device: Device, notes: Notes) -> None:
    device.network.get(PAGE).fail(NSURLErrorNetworkConnectionLost)
    task = device.session(notes).dataTaskWithURL_(address())
    task.resume()
    device.run()
    error = task.error()
    assert error is not None
    assert error.code() == NSURLErrorNetworkConnectionLost


def test_the_newest_answer_for_a_request_is_the_one_it_gets(device: Device, notes: Notes) -> None:
    device.network.get(PAGE).respond(body="old")
    device.network.get(PAGE).respond(body="new")
    device.session(notes).dataTaskWithURL_(address()).resume()
    device.run()
    assert notes.last(DATA)[2] == b"new"


def test_a_request_that_nobody_answers_is_refused_where_it_is_resumed(
    device: Device, notes: Notes
) -> None:
    device.network.post("https://example.com/b").respond()
    task = device.session(notes).dataTaskWithURL_(address())
    with pytest.raises(NotPossibleNow) as caught:
        task.resume()
    assert str(caught.value) == (
        "nobody answers GET https://example.com/a; registered, the nearest first:\n"
        "    POST https://example.com/b\n"
        "        method: POST is wanted, GET came\n"
        "        path: /b is wanted, /a came"
    )


@pytest.mark.parametrize(
    ("register", "says"),
    [
        (lambda n: n.get("example.com/a"), "a whole URL is wanted"),
        (lambda n: n.get(PAGE).respond(status=99), "status is an HTTP status from 200 up"),
        (lambda n: n.get(PAGE).respond(body=b"x", chunks=[b"y"]), "give body or chunks"),
        (lambda n: n.get(PAGE).respond(chunks=["text"]), "chunks are bytes"),
        (lambda n: n.get(PAGE).fail(999), "a negative int, as NSURLErrorTimedOut is"),
    ],
)
def test_an_answer_that_no_server_gives_is_refused(
    device: Device, register: Callable[[object], object], says: str
) -> None:
    with pytest.raises((ValueError, TypeError), match=says):
        register(device.network)
