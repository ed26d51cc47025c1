"""Small delegates that tests of sequences share, and the tasks they are told about.

Not here: faulty delegates (bugs/). One rule: a delegate notes what it was told, and judges
nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.bugs.row import A, url
from urlsession_mock import Device, URLSessionDataDelegate, URLSessionWebSocketDelegate
from urlsession_mock.foundation import (
    NSData,
    NSError,
    NSURLAuthenticationChallenge,
    NSURLCredential,
    NSURLResponse,
    NSURLSession,
    NSURLSessionAuthChallengeDisposition,
    NSURLSessionAuthChallengePerformDefaultHandling,
    NSURLSessionDataTask,
    NSURLSessionDownloadTask,
    NSURLSessionResponseAllow,
    NSURLSessionResponseDisposition,
    NSURLSessionTask,
    NSURLSessionWebSocketTask,
)

__all__ = ["Ends", "Loads", "downloading", "listed", "loading"]


class Loads(URLSessionDataDelegate):
    """Answers each response with `disposition`, and runs `at_data` at the first data."""

    def __init__(
        self, disposition: NSURLSessionResponseDisposition = NSURLSessionResponseAllow
    ) -> None:
        self.disposition = disposition
        self.at_data: Callable[[], object] = lambda: None
        self.errors: list[NSError | None] = []

    def URLSession_dataTask_didReceiveResponse_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionDataTask,
        response: NSURLResponse,
        handler: Callable[[NSURLSessionResponseDisposition], None],
    ) -> None:
        handler(self.disposition)

    def URLSession_dataTask_didReceiveData_(
        self, session: NSURLSession, task: NSURLSessionDataTask, data: NSData
    ) -> None:
        self.at_data()

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        self.errors.append(error)

    def URLSession_didBecomeInvalidWithError_(
        self, session: NSURLSession, error: NSError | None
    ) -> None:
        self.errors.append(error)


class Ends(URLSessionWebSocketDelegate):
    """Notes how tasks, WebSockets and sessions end, and answers the challenge of a task."""

    def __init__(self) -> None:
        self.codes: list[int] = []

    def URLSession_task_didReceiveChallenge_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        challenge: NSURLAuthenticationChallenge,
        handler: Callable[[NSURLSessionAuthChallengeDisposition, NSURLCredential | None], None],
    ) -> None:
        handler(NSURLSessionAuthChallengePerformDefaultHandling, None)

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        self.codes.append(0 if error is None else error.code())

    def URLSession_webSocketTask_didCloseWithCode_reason_(
        self,
        session: NSURLSession,
        task: NSURLSessionWebSocketTask,
        code: int,
        reason: NSData | None,
    ) -> None:
        self.codes.append(int(code))

    def URLSession_didBecomeInvalidWithError_(
        self, session: NSURLSession, error: NSError | None
    ) -> None:
        self.codes.append(0 if error is None else error.code())


def loading(session: NSURLSession, address: str = A) -> NSURLSessionDataTask:
    """A data task, resumed."""
    task = session.dataTaskWithURL_(url(address))
    task.resume()
    return task


def downloading(session: NSURLSession, address: str = A) -> NSURLSessionDownloadTask:
    """A download task, resumed."""
    task = session.downloadTaskWithURL_(url(address))
    task.resume()
    return task


def listed(device: Device, session: NSURLSession) -> list[NSURLSessionTask]:
    """What the session says are its tasks."""
    found: list[NSURLSessionTask] = []
    session.getAllTasksWithCompletionHandler_(found.extend)
    device.run()
    return found
