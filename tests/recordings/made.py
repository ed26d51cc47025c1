"""Recordings that tests write: small runs, and one with every kind of event and double.

Not here: what becomes of them in a file. One rule: they are really run, or really added, so a
kind or a double that is new is missed by name.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from tests.scripted import Notes, url
from urlsession_mock import AppleException, Device, Recording, events
from urlsession_mock.engine import Block
from urlsession_mock.events import Lane, Where
from urlsession_mock.files import TemporaryFile
from urlsession_mock.foundation import (
    NSURL,
    NSCachedURLResponse,
    NSData,
    NSDate,
    NSDateInterval,
    NSError,
    NSHTTPURLResponse,
    NSInputStream,
    NSMutableURLRequest,
    NSOutputStream,
    NSURLAuthenticationChallenge,
    NSURLCredential,
    NSURLProtectionSpace,
    NSURLRequest,
    NSURLResponse,
    NSURLSessionConfiguration,
    NSURLSessionTaskMetrics,
    NSURLSessionTaskTransactionMetrics,
    NSURLSessionWebSocketMessage,
    TransactionValues,
)
from urlsession_mock.selectors import (
    BETTER_ROUTE,
    BODY_STREAM,
    CACHE,
    CAPTURED_STREAMS,
    CHALLENGE,
    COMPLETE,
    DATA,
    FINISH_DOWNLOAD,
    METRICS,
    REDIRECT,
    RESPONSE,
    SENT,
    WEBSOCKET_CLOSE,
    Selector,
)

LARGE = b"large " * 1000
"""More than stands in a line."""


@contextmanager
def ticking() -> Generator[Device]:
    """A device on which every event is a thousandth of a second later."""
    ticks = count()
    with Device(clock=lambda: next(ticks) / 1000) as device:
        yield device


def response(status: int = 200, **fields: str) -> NSHTTPURLResponse:
    """An answer of https://example.com/a."""
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    return NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
        url(), status, "HTTP/1.1", named
    )


def downloaded() -> Recording:
    """A data task and a download, run to their ends."""
    with ticking() as device:
        session = device.session(Notes())
        task = session.dataTaskWithURL_(url())
        task.resume()
        session.enqueue(RESPONSE, task, response())
        session.enqueue(DATA, task, b"text")
        session.enqueue(DATA, task, b"\xff\x00")
        session.enqueue(DATA, task, LARGE)
        session.enqueue(COMPLETE, task, None)
        download = session.downloadTaskWithURL_(url())
        download.resume()
        session.enqueue(FINISH_DOWNLOAD, download, b"episode")
        session.enqueue(COMPLETE, download, None)
        device.run()
    return device.recording


class _Task:
    session, task = 1, 1


SPACE = NSURLProtectionSpace.alloc().initWithHost_port_protocol_realm_authenticationMethod_(
    "example.com", 443, "https", "here", "NSURLAuthenticationMethodHTTPBasic"
)


def a_request() -> NSURLRequest:
    """A request in which nothing is as it is born."""
    request = NSMutableURLRequest.requestWithURL_(url())
    request.setHTTPMethod_("POST")
    request.setHTTPBody_(b"sent")
    request.setTimeoutInterval_(5)
    request.setCachePolicy_(1)
    request.setMainDocumentURL_(url())
    request.setNetworkServiceType_(3)
    request.setAllowsCellularAccess_(False)
    request.setValue_forHTTPHeaderField_("text/plain", "Content-Type")
    return request.copy()


def an_error() -> NSError:
    """An error with an address, another error and everything else a userInfo may hold."""
    return NSError.url_error(
        -1001,
        url(),
        {
            "NSUnderlyingError": NSError.errorWithDomain_code_userInfo_("kCFError", -4, None),
            "data": NSData(b"\xfe"),
            "bytes": b"b",
            "date": NSDate.dateWithTimeIntervalSinceReferenceDate_(5.5),
            "interval": NSDateInterval.alloc().initWithStartDate_duration_(
                NSDate.dateWithTimeIntervalSinceReferenceDate_(1), 2.5
            ),
            "list": [1, 2.5, "three", None, True],
            "dict": {"key": [{}]},
            "space": SPACE,
            "mutable": NSMutableURLRequest.requestWithURL_(url()),
            "plain": NSURLResponse.alloc().initWithURL_MIMEType_expectedContentLength_textEncodingName_(  # noqa: E501 - Apple's name
                url(), "text/plain", 5, "utf-8"
            ),
            "message": NSURLSessionWebSocketMessage.alloc().initWithString_("hello"),
            "relative": NSURL.URLWithString_relativeToURL_("b?c#d", url()),
            "trust": _Trust(),
            "stream": NSInputStream.inputStreamWithData_(b"in"),
        },
    )


class _Trust:
    """What no file can hold."""


def metrics() -> NSURLSessionTaskMetrics:
    """The metrics of one transaction."""
    values = TransactionValues(
        request=a_request(),
        response=response(),
        fetchStartDate=NSDate.dateWithTimeIntervalSinceReferenceDate_(1.5),
        networkProtocolName="h2",
        isReusedConnection=True,
        countOfRequestHeaderBytesSent=30,
        remotePort=443,
    )
    return NSURLSessionTaskMetrics.with_transactions(
        [NSURLSessionTaskTransactionMetrics.with_values(values)]
    )


def challenge() -> NSURLAuthenticationChallenge:
    """A challenge after a refused answer."""
    made = NSURLAuthenticationChallenge.alloc()
    return made.initWithProtectionSpace_proposedCredential_previousFailureCount_failureResponse_error_sender_(  # noqa: E501 - Apple's name
        SPACE,
        NSURLCredential.credentialWithUser_password_persistence_("me", "s3cret", 1),
        1,
        response(401),
        None,
        None,
    )


def cached() -> NSCachedURLResponse:
    """A response on its way into the cache."""
    return NSCachedURLResponse.alloc().initWithResponse_data_userInfo_storagePolicy_(
        response(), b"kept", {"mine": 1}, 1
    )


def everything(folder: Path) -> Recording:
    """Every kind of event, every double; written down, not played."""
    ticks = count()
    recording = Recording(lambda: next(ticks) / 1000)
    main, delegate = Lane("main", 4711, 1), Lane("delegate", 4712, 1)
    where = Where("app.py", 3, "start")
    add = recording.add

    configuration = NSURLSessionConfiguration.defaultSessionConfiguration()
    configuration.setTimeoutIntervalForRequest_(5)
    configuration.setHTTPAdditionalHeaders_({"X-App": "1"})

    def message(selector: Selector, *arguments: object) -> int:
        position = recording.enqueued(selector, _Task(), arguments)
        start = recording.delivered(selector, delegate, position)
        return start // 4 + 1

    add(events.AppChanged, main, "launched", 1, None)
    add(events.SessionCreated, main, 1, "default", None, "Delegate", 1, 1, (), (), where,
        configuration)  # fmt: skip
    add(events.TaskCreated, main, 1, 1, "data task", "https://example.com/a", None, where,
        a_request(), b"body", False, b"resume", False)  # fmt: skip
    add(events.TaskSet, main, 1, 1, "taskDescription", "the first", where)
    add(events.TaskChanged, main, 1, 1, "resume", where)
    number = message(REDIRECT, response(302, Location="https://example.com/b"), a_request())
    add(events.Replied, delegate, number, REDIRECT, None, (a_request(),), 1, where)
    message(SENT, 1, 1, -1)
    number = message(CHALLENGE, challenge())
    credential = NSURLCredential.credentialWithUser_password_persistence_("me", "s3cret", 1)
    add(events.Replied, delegate, number, CHALLENGE, None, (0, credential), 1, where)
    number = message(BODY_STREAM)
    stream = NSInputStream.inputStreamWithData_(b"streamed")
    add(events.Replied, delegate, number, BODY_STREAM, None, (stream,), 1, where, False)
    number = message(RESPONSE, response())
    add(events.Replied, delegate, number, RESPONSE, None, (1,), 1, where)
    for content in (b"text", b"\xff", LARGE):
        message(DATA, NSData(content))
    number = message(CACHE, cached())
    add(events.Replied, delegate, number, CACHE, None, (None,), 1, where)
    message(METRICS, metrics())
    number = message(FINISH_DOWNLOAD, TemporaryFile(folder, 1, b"file"))
    add(events.FileLeft, delegate, number, "/tmp/CFNetworkDownload_000001.tmp", 200)
    message(BETTER_ROUTE)
    output = NSOutputStream.outputStreamToMemory()
    output.open()
    output.write_maxLength_(b"out", 3)
    message(CAPTURED_STREAMS, NSInputStream.inputStreamWithData_(b"in"), output)
    message(WEBSOCKET_CLOSE, 1000, NSData(b"bye"))
    number = message(COMPLETE, an_error())
    add(events.Looked, delegate, number, "userInfo")
    add(events.Raised, delegate, number, ValueError("no"), where)
    add(events.Raised, delegate, number, AppleException("NSGenericException", "no"), None)
    recording.returned(delegate, (number - 1) * 4)
    block: Any = Block("flushWithCompletionHandler:")
    position = recording.enqueued(block, _Task(), (print,))
    recording.delivered(block, delegate, position)
    add(events.BlockCalled, delegate, 1, "flushWithCompletionHandler:")
    position = recording.enqueued(DATA, _Task(), (NSData(b"late"),))
    add(events.Dropped, Lane("system"), position // 4 + 1, 1, 1, DATA, "the task is over")
    position = recording.enqueued(RESPONSE, _Task(), (response(),))
    add(events.Skipped, delegate, position // 4 + 1, 1, 1, RESPONSE, "allowed")
    add(events.SessionInvalidated, main, 1, None, False, where)
    add(events.Refused, main, "background-session-limits", "NSGenericException: no", 1, where)
    add(events.MainOnlyTouched, Lane("other", 4713), "Label.setText", where)
    add(events.WorkChanged, main, "work", True)
    add(events.Stuck, main, None, "main waits", where)
    return recording
