"""What a task sends, and what a broken download goes on from: R52, R77, R80.

Not here: how the network answers. One rule: the system holds a copy of what it was given.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.scripted import Notes, request, url
from urlsession_mock import AppleException, Device, MockSession
from urlsession_mock.foundation import (
    NSURL,
    NSData,
    NSMutableURLRequest,
    NSURLErrorCancelled,
    NSURLErrorFileDoesNotExist,
    NSURLErrorUnsupportedURL,
    NSURLSession,
    NSURLSessionDownloadTask,
    NSURLSessionTask,
)
from urlsession_mock.selectors import COMPLETE, CREATED, RESUMED, WROTE

PAGE = "https://example.com/a"


def file_url(path: Path) -> NSURL:
    return NSURL.fileURLWithPath_(str(path))


# -- bodies --------------------------------------------------------------


def posted(text: bytes) -> NSMutableURLRequest:
    made = NSMutableURLRequest.requestWithURL_(url())
    made.setHTTPMethod_("POST")
    made.setHTTPBody_(text)
    return made


def sent(device: Device, task: NSURLSessionTask) -> int:
    device.network.post(PAGE).respond()
    device.network.get(PAGE).respond()
    task.resume()
    device.run()
    return task.countOfBytesSent()


def test_a_file_is_copied_at_the_first_resume(
    device: Device, session: MockSession, body: Path
) -> None:
    """R52."""
    task = session.uploadTaskWithRequest_fromFile_(request(), file_url(body))
    assert task.countOfBytesExpectedToSend() == 6
    body.write_bytes(b"and after")
    task.resume()
    body.unlink()

    assert task._facts.body == b"and after"
    assert task.countOfBytesExpectedToSend() == 9


def test_a_file_that_is_gone_at_the_first_resume_fails_the_task(
    device: Device, session: MockSession, notes: Notes, body: Path
) -> None:
    """R52."""
    task = session.uploadTaskWithRequest_fromFile_(request(), file_url(body))
    body.unlink()
    task.resume()
    device.run()

    assert notes.said == [CREATED, COMPLETE]
    error = task.error()
    assert error is not None
    assert error.code() == NSURLErrorFileDoesNotExist


@pytest.mark.parametrize("where", ["/no/such/file", "/"])
def test_a_file_that_is_none_is_refused_at_creation(session: MockSession, where: str) -> None:
    with pytest.raises(AppleException, match="Cannot read file at file:///"):
        session.uploadTaskWithRequest_fromFile_(request(), NSURL.fileURLWithPath_(where))


def test_a_url_that_is_no_file_is_refused_at_creation(session: MockSession) -> None:
    with pytest.raises(AppleException, match="Cannot read file at https:"):
        session.uploadTaskWithRequest_fromFile_(request(), url())


def test_the_body_of_the_request_of_an_upload_is_ignored(
    device: Device, session: MockSession
) -> None:
    assert sent(device, session.uploadTaskWithRequest_fromData_(posted(b"ignored"), b"sent")) == 4
    streamed = session.uploadTaskWithStreamedRequest_(posted(b"ignored"))
    assert streamed.countOfBytesExpectedToSend() == -1


def test_the_body_of_the_request_of_a_data_task_is_sent(
    device: Device, session: MockSession
) -> None:
    assert sent(device, session.dataTaskWithRequest_(posted(b"sent"))) == 4


@pytest.mark.parametrize("data", [bytearray(b"abc"), memoryview(b"abc"), NSData(b"abc")])
def test_whatever_has_bytes_can_be_uploaded(
    device: Device, session: MockSession, data: Any
) -> None:
    assert sent(device, session.uploadTaskWithRequest_fromData_(posted(b""), data)) == 3


# -- resume data (R80) ---------------------------------------------------


def cancelled(device: Device, session: NSURLSession) -> tuple[NSURLSessionDownloadTask, list[Any]]:
    told: list[Any] = []
    task = session.downloadTaskWithURL_(url())
    task.resume()
    session.enqueue(WROTE, task, 3, 3, 7)
    device.run()
    task.cancelByProducingResumeData_(lambda data: told.append((data, str(device.lanes.here()))))
    device.run()
    return task, told


def test_resume_data_makes_a_new_task_and_the_old_one_ends(
    device: Device, session: MockSession, notes: Notes
) -> None:
    task, ((data, _),) = cancelled(device, session)
    again = session.downloadTaskWithResumeData_(data)

    error = task.error()
    assert error is not None
    assert error.code() == NSURLErrorCancelled
    assert again is not task
    assert again.taskIdentifier() == 2
    assert again.originalRequest() == task.originalRequest()


def test_the_block_runs_on_a_thread_that_is_no_lane(device: Device, session: MockSession) -> None:
    """R28."""
    _, ((_, lane),) = cancelled(device, session)

    assert lane == "other"


def test_a_resumed_download_is_told_where_it_goes_on(
    device: Device, session: MockSession, notes: Notes
) -> None:
    _, ((data, _),) = cancelled(device, session)
    device.network.get(PAGE).respond(body=b"whole")
    session.downloadTaskWithResumeData_(data).resume()
    device.run()

    assert notes.said[-5] is RESUMED
    assert notes.last(RESUMED)[2:] == (0, 5)


def test_a_resumed_download_can_be_cancelled_for_resume_data_again(
    device: Device, session: MockSession
) -> None:
    _, ((data, _),) = cancelled(device, session)
    again = session.downloadTaskWithResumeData_(data)
    again.resume()
    session.enqueue(RESUMED, again, 3, 7)
    told: list[NSData | None] = []
    again.cancelByProducingResumeData_(told.append)
    device.run()

    assert told == [data]


@pytest.mark.parametrize("data", [b"no such data", b""])
def test_bad_resume_data_fails_the_download(
    device: Device, session: MockSession, notes: Notes, data: bytes
) -> None:
    device.network.get(PAGE).respond()
    task = session.downloadTaskWithResumeData_(data)
    task.resume()
    device.run()

    assert notes.said == [CREATED, COMPLETE]
    error = task.error()
    assert error is not None
    assert error.code() == NSURLErrorUnsupportedURL


def never_resumed(session: NSURLSession) -> NSURLSessionDownloadTask:
    return session.downloadTaskWithURL_(url())


def without_progress(session: NSURLSession) -> NSURLSessionDownloadTask:
    task = never_resumed(session)
    task.resume()
    return task


def of_a_post(session: NSURLSession) -> NSURLSessionDownloadTask:
    task = session.downloadTaskWithRequest_(request(method="POST"))
    task.resume()
    session.enqueue(WROTE, task, 3, 3, 7)
    return task


@pytest.mark.parametrize("make", [never_resumed, without_progress, of_a_post])
def test_where_there_is_nothing_to_go_on_from_there_is_no_resume_data(
    device: Device, session: MockSession, make: Callable[[NSURLSession], NSURLSessionDownloadTask]
) -> None:
    told: list[NSData | None] = []
    make(session).cancelByProducingResumeData_(told.append)
    device.run()

    assert told == [None]


def test_an_upload_has_no_resume_data(device: Device, session: MockSession) -> None:
    told: list[NSData | None] = []
    task = session.uploadTaskWithRequest_fromData_(request(), b"x")
    task.cancelByProducingResumeData_(told.append)
    device.run()

    assert told == [None]
