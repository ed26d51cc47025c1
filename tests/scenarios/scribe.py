"""A delegate that writes down what it is told in the short names of the scenario list.

Not here: any claim. One rule: pieces of data that follow each other, and reports of a body being
sent, are one entry each, as in the suites the scenarios come from.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from urlsession_mock import URLSessionDataDelegate, URLSessionDownloadDelegate
from urlsession_mock.foundation import (
    NSURL,
    NSCachedURLResponse,
    NSData,
    NSError,
    NSHTTPURLResponse,
    NSInputStream,
    NSMutableURLRequest,
    NSURLAuthenticationChallenge,
    NSURLCredential,
    NSURLCredentialPersistenceForSession,
    NSURLRequest,
    NSURLResponse,
    NSURLSession,
    NSURLSessionAuthChallengeDisposition,
    NSURLSessionDataTask,
    NSURLSessionDownloadTask,
    NSURLSessionResponseAllow,
    NSURLSessionResponseDisposition,
    NSURLSessionTask,
)
from urlsession_mock.foundation import NSURLSessionAuthChallengeUseCredential as USE

__all__ = ["Caches", "Downloader", "Scribe", "made"]

_JOINED = frozenset({"DATA", "SEND", "WRITE"})
Follow = Callable[[NSURLRequest], NSURLRequest | None]


class _Writes:
    """What every scribe notes."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.body = b""
        self.sent = 0
        self.status: int | None = None
        self.proposed: list[NSURLRequest] = []
        self.redirected: list[int] = []
        self.error: NSError | None = None
        self.user, self.password = "user", "passwd"
        self.challenges: list[NSURLAuthenticationChallenge] = []
        self.stream: Callable[[], NSInputStream | None] = lambda: None
        self.follow: Follow | None = lambda request: request

    def _note(self, name: str) -> None:
        if not (name in _JOINED and self.told and self.told[-1] == name):
            self.told.append(name)

    def URLSession_task_willPerformHTTPRedirection_newRequest_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        response: NSHTTPURLResponse,
        request: NSURLRequest,
        handler: Callable[[NSURLRequest | None], None],
    ) -> None:
        self._note("WR")
        self.redirected.append(response.statusCode())
        self.proposed.append(request)
        if self.follow is not None:
            handler(self.follow(request))

    def URLSession_task_didReceiveChallenge_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        challenge: NSURLAuthenticationChallenge,
        handler: Callable[[NSURLSessionAuthChallengeDisposition, NSURLCredential | None], None],
    ) -> None:
        self._note("CH")
        self.challenges.append(challenge)
        handler(
            USE,
            NSURLCredential.credentialWithUser_password_persistence_(
                self.user, self.password, NSURLCredentialPersistenceForSession
            ),
        )

    def URLSession_task_needNewBodyStream_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        handler: Callable[[NSInputStream | None], None],
    ) -> None:
        self._note("NBS")
        handler(self.stream())

    def URLSession_task_didSendBodyData_totalBytesSent_totalBytesExpectedToSend_(
        self, session: NSURLSession, task: NSURLSessionTask, more: int, total: int, expected: int
    ) -> None:
        self._note("SEND")
        self.sent = total

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        self._note("COMP")
        self.error = error

    def URLSession_didBecomeInvalidWithError_(
        self, session: NSURLSession, error: NSError | None
    ) -> None:
        self._note("INV")

    @property
    def code(self) -> int:
        """The error's code, 0 where there is none."""
        return 0 if self.error is None else self.error.code()


class Scribe(_Writes, URLSessionDataDelegate):
    """Of data and upload tasks."""

    disposition: NSURLSessionResponseDisposition = NSURLSessionResponseAllow

    def URLSession_dataTask_didReceiveResponse_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionDataTask,
        response: NSURLResponse,
        handler: Callable[[NSURLSessionResponseDisposition], None],
    ) -> None:
        self._note("RESP")
        assert isinstance(response, NSHTTPURLResponse)
        self.status = response.statusCode()
        handler(self.disposition)

    def URLSession_dataTask_didReceiveData_(
        self, session: NSURLSession, task: NSURLSessionDataTask, data: NSData
    ) -> None:
        self._note("DATA")
        self.body += data


class Caches(Scribe):
    """And of what is cached."""

    keeps: Callable[[NSCachedURLResponse], NSCachedURLResponse | None] = staticmethod(
        lambda cached: cached
    )

    def URLSession_dataTask_willCacheResponse_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionDataTask,
        cached: NSCachedURLResponse,
        handler: Callable[[NSCachedURLResponse | None], None],
    ) -> None:
        self._note("CACHE")
        handler(self.keeps(cached))


class Downloader(_Writes, URLSessionDownloadDelegate):
    """Of download tasks: reads the file where it is told of it."""

    written: tuple[int, int] = (0, 0)

    def URLSession_downloadTask_didWriteData_totalBytesWritten_totalBytesExpectedToWrite_(
        self,
        session: NSURLSession,
        task: NSURLSessionDownloadTask,
        more: int,
        total: int,
        expected: int,
    ) -> None:
        self._note("WRITE")
        self.written = (total, expected)

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionDownloadTask, location: NSURL
    ) -> None:
        self._note("FIN")
        self.body = Path(str(location.path())).read_bytes()
        response = task.response()
        if isinstance(response, NSHTTPURLResponse):
            self.status = response.statusCode()


def made(address: str, method: str = "GET", **fields: Any) -> NSMutableURLRequest:
    """A request; `body` and `timeout` and header fields by keyword."""
    url = NSURL.URLWithString_(address)
    assert url is not None
    request = NSMutableURLRequest.requestWithURL_(url)
    request.setHTTPMethod_(method)
    if "body" in fields:
        request.setHTTPBody_(fields.pop("body"))
    if "timeout" in fields:
        request.setTimeoutInterval_(fields.pop("timeout"))
    for name, value in fields.items():
        request.setValue_forHTTPHeaderField_(value, name.replace("_", "-"))
    return request
