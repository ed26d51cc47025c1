"""An app that does right what a background wake asks: the twin of many faulty ones.

Not here: any fault. One rule: what it keeps, it keeps for one launch only, as a process does.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.bugs.row import background
from urlsession_mock import UIApplicationDelegate, URLSessionDownloadDelegate
from urlsession_mock.foundation import (
    NSURL,
    NSError,
    NSOperationQueue,
    NSURLSession,
    NSURLSessionDownloadTask,
    NSURLSessionTask,
)

__all__ = ["Downloads", "Handler", "name_of", "on_main"]

Handler = Callable[[], None]


class Downloads(UIApplicationDelegate, URLSessionDownloadDelegate):
    """Stores the handler, has a session for each identifier, keeps what became of each task."""

    def __init__(self) -> None:
        self.handlers: dict[str, Handler] = {}
        self.sessions: dict[str, NSURLSession] = {}
        self.kept: list[str] = []

    def application_handleEventsForBackgroundURLSession_completionHandler_(
        self, application: object, identifier: str, handler: Handler
    ) -> None:
        self.handlers[identifier] = handler
        self.open(identifier)

    def open(self, identifier: str) -> NSURLSession:
        if identifier not in self.sessions:
            self.sessions[identifier] = background(identifier, self)
        return self.sessions[identifier]

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionDownloadTask, location: NSURL
    ) -> None:
        self.kept.append(Path(str(location.path())).read_text())

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        if error is not None:
            self.kept.append(f"no {task.taskDescription()}")

    def URLSessionDidFinishEventsForBackgroundURLSession_(self, session: NSURLSession) -> None:
        handler = self.handlers.pop(name_of(session), None)
        if handler is not None:
            on_main(handler)


def name_of(session: NSURLSession) -> str:
    return str(session.configuration().identifier())


def on_main(block: Callable[[], object]) -> None:
    NSOperationQueue.mainQueue().addOperationWithBlock_(block)
