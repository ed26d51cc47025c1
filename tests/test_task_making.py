"""Making a task: what each method makes, what it is made from, and what is refused.

Not here: what a task does then (test_tasks.py). One rule: a refusal is raised at the line that
asked, and says what was wanted.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.scripted import SYNC, Notes, Quiet, lost, request, send, url
from urlsession_mock import AppleException, Device, MockSession, Options
from urlsession_mock.events import Raised, Refused, TaskCreated
from urlsession_mock.foundation import (
    NSURL,
    NSURLSession,
    NSURLSessionDataTask,
    NSURLSessionDownloadTask,
    NSURLSessionStreamTask,
    NSURLSessionTask,
    NSURLSessionUploadTask,
    NSURLSessionWebSocketTask,
)
from urlsession_mock.selectors import COMPLETE, CREATED


def ignore(*_: object) -> None:
    """A completion handler that nobody waits for."""


def file_url(path: Path) -> NSURL:
    return NSURL.fileURLWithPath_(str(path))


# -- what is made --------------------------------------------------------

# fmt: off
MAKERS: dict[str, tuple[Callable[[NSURLSession, NSURL], NSURLSessionTask | None],
                        type[NSURLSessionTask]]] = {
    "data":             (lambda s, f: s.dataTaskWithURL_(url()), NSURLSessionDataTask),
    "data request":     (lambda s, f: s.dataTaskWithRequest_(request()), NSURLSessionDataTask),
    "data, handler":    (lambda s, f: s.dataTaskWithURL_completionHandler_(url(), ignore),
                         NSURLSessionDataTask),
    "request, handler": (lambda s, f: s.dataTaskWithRequest_completionHandler_(request(), ignore),
                         NSURLSessionDataTask),
    "upload":           (lambda s, f: s.uploadTaskWithRequest_fromData_(request(), b"x"),
                         NSURLSessionUploadTask),
    "upload, nothing":  (lambda s, f: s.uploadTaskWithRequest_fromData_(request(), None),
                         NSURLSessionUploadTask),
    "upload, handler":  (lambda s, f: s.uploadTaskWithRequest_fromData_completionHandler_(
                         request(), b"x", ignore), NSURLSessionUploadTask),
    "file":             (lambda s, f: s.uploadTaskWithRequest_fromFile_(request(), f),
                         NSURLSessionUploadTask),
    "file, handler":    (lambda s, f: s.uploadTaskWithRequest_fromFile_completionHandler_(
                         request(), f, ignore), NSURLSessionUploadTask),
    "streamed":         (lambda s, f: s.uploadTaskWithStreamedRequest_(request()),
                         NSURLSessionUploadTask),
    "download":         (lambda s, f: s.downloadTaskWithURL_(url()), NSURLSessionDownloadTask),
    "download request": (lambda s, f: s.downloadTaskWithRequest_(request()),
                         NSURLSessionDownloadTask),
    "download, handler": (lambda s, f: s.downloadTaskWithURL_completionHandler_(url(), ignore),
                          NSURLSessionDownloadTask),
    "with both":        (lambda s, f: s.downloadTaskWithRequest_completionHandler_(
                         request(), ignore), NSURLSessionDownloadTask),
    "resumed":          (lambda s, f: s.downloadTaskWithResumeData_(b"x"),
                         NSURLSessionDownloadTask),
    "resumed, handler": (lambda s, f: s.downloadTaskWithResumeData_completionHandler_(b"x", ignore),
                         NSURLSessionDownloadTask),
    "stream":           (lambda s, f: s.streamTaskWithHostName_port_("example.com", 7),
                         NSURLSessionStreamTask),
    "WebSocket":        (lambda s, f: s.webSocketTaskWithURL_(url("wss://example.com")),
                         NSURLSessionWebSocketTask),
    "WebSocket plain":  (lambda s, f: s.webSocketTaskWithRequest_(request("ws://example.com")),
                         NSURLSessionWebSocketTask),
    "WebSocket offers": (lambda s, f: s.webSocketTaskWithURL_protocols_(
                         url("wss://example.com"), ["chat", "news"]), NSURLSessionWebSocketTask),
}
# fmt: on


@pytest.mark.parametrize("name", MAKERS)
def test_each_method_makes_its_class_and_tells_the_delegate(
    device: Device, session: MockSession, notes: Notes, body: Path, name: str
) -> None:
    make, cls = MAKERS[name]
    task = make(session, file_url(body))

    assert type(task) is cls
    assert notes.given == [(session, task)]
    (created,) = device.recording.only(TaskCreated)
    assert created.where is not None
    assert created.where.file == __file__


def test_an_uploads_resume_data_cannot_be_made_so_none_is_good(session: MockSession) -> None:
    """R80."""
    assert session.uploadTaskWithResumeData_(b"x") is None
    assert session.uploadTaskWithResumeData_completionHandler_(b"x", ignore) is None


def test_the_protocols_of_a_websocket_are_offered_in_its_request(session: MockSession) -> None:
    task = session.webSocketTaskWithURL_protocols_(url("wss://example.com"), ["chat", "news"])

    offered = task.originalRequest()
    assert offered is not None
    assert offered.valueForHTTPHeaderField_("Sec-WebSocket-Protocol") == "chat, news"


def test_an_exception_about_a_new_task_is_recorded_and_the_task_is_made(device: Device) -> None:
    class Breaks:
        def URLSession_didCreateTask_(self, session: object, task: object) -> None:
            pytest.fail("no such task")

    task = device.session(Breaks()).dataTaskWithURL_(url())

    assert task.taskIdentifier() == 1
    (raised,) = device.recording.only(Raised)
    assert "no such task" in str(raised.error)


def test_no_delegate_no_message(device: Device) -> None:
    NSURLSession.sharedSession().dataTaskWithURL_(url())

    assert device.recording.deliveries(CREATED) == []


# -- what a background session refuses (R41, R44) ------------------------

BLOCKS = (
    "Completion handler blocks are not supported in background sessions. Use a delegate instead."
)
FROM_DATA = "Upload tasks from NSData are not supported in background sessions."
FROM_A_STREAM = (
    "Upload tasks from a stream are not supported in background sessions; upload from a file"
)
STREAMS = "Stream and WebSocket tasks are not supported in background sessions"
HTTP = "Background sessions support HTTP and HTTPS only"
AwayMake = Callable[[NSURLSession, NSURL], NSURLSessionTask | None]

# fmt: off
LIMITS: dict[str, tuple[AwayMake, str]] = {
    "data, handler":     (MAKERS["data, handler"][0],     BLOCKS),
    "request, handler":  (MAKERS["request, handler"][0],  BLOCKS),
    "file, handler":     (MAKERS["file, handler"][0],     BLOCKS),
    "upload, handler":   (MAKERS["upload, handler"][0],   BLOCKS),
    "download, handler": (MAKERS["download, handler"][0], BLOCKS),
    "resumed, handler":  (MAKERS["resumed, handler"][0],  BLOCKS),
    "upload":            (MAKERS["upload"][0],            FROM_DATA),
    "upload, nothing":   (MAKERS["upload, nothing"][0],   FROM_DATA),
    "streamed":          (MAKERS["streamed"][0],          FROM_A_STREAM),
    "stream":            (MAKERS["stream"][0],            STREAMS),
    "WebSocket":         (MAKERS["WebSocket"][0],         STREAMS),
    "WebSocket plain":   (MAKERS["WebSocket plain"][0],   STREAMS),
    "FTP":       (lambda s, f: s.downloadTaskWithURL_(url("ftp://example.com/a")), HTTP),
    "file data": (lambda s, f: s.dataTaskWithURL_(f), HTTP),
}
POSSIBLE: dict[str, AwayMake] = {
    "download":   MAKERS["download"][0],
    "no handler": lambda s, f: s.downloadTaskWithURL_completionHandler_(url(), None),
    "resumed":    MAKERS["resumed"][0],
    "file":       MAKERS["file"][0],
    "capitals":   lambda s, f: s.dataTaskWithURL_(url("HTTP://example.com")),
}
# fmt: on


@pytest.mark.parametrize("name", LIMITS)
def test_a_background_session_refuses(device: Device, body: Path, name: str) -> None:
    make, reason = LIMITS[name]
    notes = Notes()
    session = device.session(notes, identifier=SYNC)

    with pytest.raises(AppleException) as caught:
        make(session, file_url(body))
    assert (caught.value.name, caught.value.reason) == ("NSGenericException", reason)
    (refused,) = device.recording.only(Refused)
    assert refused.rule == "background-session-limits"
    assert refused.reason == f"NSGenericException: {reason}"
    assert refused.where is not None
    assert refused.where.file == __file__
    assert notes.said == []


@pytest.mark.parametrize("name", POSSIBLE)
def test_a_background_session_makes(device: Device, body: Path, name: str) -> None:
    task = POSSIBLE[name](device.session(Quiet(), identifier=SYNC), file_url(body))

    assert task is not None
    assert task.taskIdentifier() == 1


def test_data_tasks_in_the_background_can_be_refused_by_an_option() -> None:
    """C4."""
    with Device(options=Options(background_data_tasks="refused")) as device:
        session = device.session(Quiet(), identifier=SYNC)
        with pytest.raises(AppleException, match="use a download task"):
            session.dataTaskWithURL_(url())


# -- bad arguments -------------------------------------------------------

WRONG: list[tuple[Callable[[NSURLSession], object], str]] = [
    (
        lambda s: s.dataTaskWithURL_("https://example.com/a"),  # type: ignore[arg-type]  # that is the point
        r"an NSURL is wanted, not str .*; use NSURL.URLWithString_\('https://example.com/a'\)",
    ),
    (
        lambda s: s.dataTaskWithURL_(None),  # type: ignore[arg-type]  # as above
        r"an NSURL is wanted, not NoneType \(None\)",
    ),
    (
        lambda s: s.dataTaskWithRequest_(None),  # type: ignore[arg-type]  # as above
        r"an NSURLRequest is wanted, not NoneType \(None\)",
    ),
    (
        lambda s: s.dataTaskWithRequest_(url()),  # type: ignore[arg-type]  # as above
        r"an NSURLRequest is wanted, .*; use NSURLRequest.requestWithURL_\(url\)",
    ),
    (
        lambda s: s.downloadTaskWithRequest_("https://example.com/a"),  # type: ignore[arg-type]  # as above
        r"an NSURLRequest is wanted, not str",
    ),
    (
        lambda s: s.uploadTaskWithRequest_fromFile_(request(), None),  # type: ignore[arg-type]  # as above
        r"an NSURL of a file is wanted, not NoneType",
    ),
    (
        lambda s: s.uploadTaskWithRequest_fromFile_(request(), "/a/b"),  # type: ignore[arg-type]  # as above
        r"use NSURL.fileURLWithPath_\('/a/b'\)",
    ),
    (
        lambda s: s.uploadTaskWithRequest_fromData_(request(), "text"),  # type: ignore[arg-type]  # as above
        r"the data to upload is wanted, not str \('text'\); encode the text first",
    ),
    (
        lambda s: s.uploadTaskWithRequest_fromData_(request(), url()),  # type: ignore[arg-type]  # as above
        r"the data to upload is wanted, not NSURL",
    ),
    (
        lambda s: s.uploadTaskWithStreamedRequest_(None),  # type: ignore[arg-type]  # as above
        r"an NSURLRequest is wanted",
    ),
    (
        lambda s: s.downloadTaskWithResumeData_(None),  # type: ignore[arg-type]  # as above
        r"resume data is wanted, not NoneType",
    ),
    (
        lambda s: s.uploadTaskWithResumeData_("x"),  # type: ignore[arg-type]  # as above
        r"resume data is wanted, not str",
    ),
    (
        lambda s: s.streamTaskWithHostName_port_(url(), 7),  # type: ignore[arg-type]  # as above
        r"a host name is wanted, not NSURL",
    ),
    (
        lambda s: s.streamTaskWithHostName_port_("example.com", True),
        r"a port is wanted, not bool",
    ),
    (
        lambda s: s.webSocketTaskWithURL_protocols_(url("wss://example.com"), "chat"),  # type: ignore[arg-type]  # as above
        r"a list of protocol names is wanted, not str \('chat'\)",
    ),
    (
        lambda s: s.dataTaskWithURL_completionHandler_(url(), 1),  # type: ignore[arg-type]  # as above
        r"a block that takes the result, the response and the error is wanted, not int \(1\)",
    ),
    (
        lambda s: s.downloadTaskWithURL_(url()).cancelByProducingResumeData_(None),  # type: ignore[arg-type]  # as above
        r"a block that takes the resume data, or None is wanted, not NoneType",
    ),
]


@pytest.mark.parametrize(("call", "text"), WRONG, ids=range(len(WRONG)))
def test_a_bad_argument_is_told_at_the_line_that_gave_it(
    session: MockSession, call: Callable[[NSURLSession], object], text: str
) -> None:
    with pytest.raises(TypeError, match=text) as caught:
        call(session)
    shown = caught.traceback.filter(caught)
    assert [str(entry.path) for entry in shown] == [__file__, __file__]


@pytest.mark.parametrize("address", ["https://example.com/a", "http://example.com/a"])
def test_a_websockets_url_has_the_scheme_ws_or_wss(session: MockSession, address: str) -> None:
    with pytest.raises(AppleException, match="needs a ws or wss URL"):
        session.webSocketTaskWithURL_(url(address))


def test_a_failure_that_is_enqueued_needs_a_task_of_this_session(
    device: Device, session: MockSession
) -> None:
    from urlsession_mock import IllegalMessage

    stranger = device.session(Quiet()).dataTaskWithURL_(url())

    with pytest.raises(IllegalMessage, match="is a task of another session"):
        send(session, stranger, COMPLETE)
    with pytest.raises(IllegalMessage, match=r"give one of this session's tasks .* not nothing"):
        session.enqueue(COMPLETE)
    with pytest.raises(IllegalMessage, match="give one of this session's tasks"):
        session.enqueue(COMPLETE, lost())
