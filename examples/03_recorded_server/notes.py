"""A client that downloads release notes: written for a Mac, and tested here as it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from urlsession_mock.foundation import (
    NSURL,
    NSError,
    NSHTTPURLResponse,
    NSObject,
    NSURLRequest,
    NSURLSession,
    NSURLSessionConfiguration,
    NSURLSessionDownloadTask,
    NSURLSessionTask,
)

__all__ = ["AlarmedNotes", "Notes"]


class Notes(NSObject):
    """Downloads a file into a folder, wherever the server redirects to."""

    def initWithFolder_(self, folder: Path) -> Notes:
        """Downloads go into `folder`."""
        self.folder = folder
        self.outcome = "nothing yet"
        return self

    def fetch_(self, address: str) -> NSURLSessionDownloadTask:
        """Begin to download."""
        configuration = NSURLSessionConfiguration.ephemeralSessionConfiguration()
        session = NSURLSession.sessionWithConfiguration_delegate_delegateQueue_(
            configuration, self, None
        )
        url = NSURL.URLWithString_(address)
        assert url is not None
        task = session.downloadTaskWithURL_(url)
        task.resume()
        session.finishTasksAndInvalidate()
        return task

    def URLSession_task_willPerformHTTPRedirection_newRequest_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        response: NSHTTPURLResponse,
        request: NSURLRequest,
        handler: Callable[[NSURLRequest | None], None],
    ) -> None:
        """Follow it."""
        handler(request)

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionDownloadTask, location: NSURL
    ) -> None:
        """Keep the file, if it is what was wanted."""
        response = task.response()
        assert isinstance(response, NSHTTPURLResponse)
        if response.statusCode() == 200:
            Path(str(location.path())).replace(self.folder / "notes.txt")
        self.outcome = f"HTTP {response.statusCode()}"

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        """Note a failure."""
        if error is not None:
            self.outcome = str(error.localizedDescription())


class AlarmedNotes(Notes):
    """The same client after a hasty change: it follows no redirect any more."""

    def URLSession_task_willPerformHTTPRedirection_newRequest_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        response: NSHTTPURLResponse,
        request: NSURLRequest,
        handler: Callable[[NSURLRequest | None], None],
    ) -> None:
        """Refuse it."""
        handler(None)
