"""A delegate that fetches a page and keeps its body: the smallest thing worth testing.

On a Mac the import reads `from Foundation import ...`; nothing else changes.
"""

from __future__ import annotations

from collections.abc import Callable

from urlsession_mock import URLSessionDataDelegate
from urlsession_mock.foundation import (
    NSData,
    NSError,
    NSHTTPURLResponse,
    NSURLResponse,
    NSURLSession,
    NSURLSessionDataTask,
    NSURLSessionResponseAllow,
    NSURLSessionResponseCancel,
    NSURLSessionResponseDisposition,
    NSURLSessionTask,
)


class PageFetcher(URLSessionDataDelegate):
    """Collects the body of a page that answers 200; gives up on anything else."""

    def __init__(self) -> None:
        self.body = bytearray()
        self.outcome: str | None = None

    def URLSession_dataTask_didReceiveResponse_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionDataTask,
        response: NSURLResponse,
        handler: Callable[[NSURLSessionResponseDisposition], None],
        /,
    ) -> None:
        is_page = isinstance(response, NSHTTPURLResponse) and response.statusCode() == 200
        handler(NSURLSessionResponseAllow if is_page else NSURLSessionResponseCancel)

    def URLSession_dataTask_didReceiveData_(
        self, session: NSURLSession, task: NSURLSessionDataTask, data: NSData, /
    ) -> None:
        self.body += data

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None, /
    ) -> None:
        self.outcome = "fetched" if error is None else str(error.localizedDescription())
