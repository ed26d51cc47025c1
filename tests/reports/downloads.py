"""The code under test: what a user would have in `downloads.py`.

Not here: any test. One rule: its line numbers stand in the tests' texts, so lines are added
at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from urlsession_mock import UIApplicationDelegate, URLSessionDownloadDelegate
from urlsession_mock.foundation import (
    NSURL,
    NSBlockOperation,
    NSError,
    NSOperationQueue,
    NSURLSession,
    NSURLSessionConfiguration,
    NSURLSessionDownloadTask,
    NSURLSessionTask,
)


class Downloads(URLSessionDownloadDelegate):
    """Takes each file, and calls the stored handler on main after finish-events."""

    def __init__(self) -> None:
        self.handlers: dict[str | None, Callable[[], None]] = {}

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionDownloadTask, location: NSURL
    ) -> None:
        Path(str(location.path())).read_bytes()

    def URLSessionDidFinishEventsForBackgroundURLSession_(self, session: NSURLSession) -> None:
        self.call_handler(session)

    def call_handler(self, session: NSURLSession) -> None:
        handler = self.handlers.pop(session.configuration().identifier())

        def call() -> None:
            handler()

        on_main = NSBlockOperation.blockOperationWithBlock_(call)
        NSOperationQueue.mainQueue().addOperations_waitUntilFinished_([on_main], True)


class App(UIApplicationDelegate):
    """Stores the handler and recreates the session."""

    delegate: type[Downloads] = Downloads

    def application_handleEventsForBackgroundURLSession_completionHandler_(
        self, application: object, identifier: str, handler: Callable[[], None]
    ) -> None:
        make = NSURLSessionConfiguration.backgroundSessionConfigurationWithIdentifier_
        downloads = self.delegate()
        downloads.handlers[identifier] = handler
        NSURLSession.sessionWithConfiguration_delegate_delegateQueue_(
            make(identifier), downloads, None
        )


class Impatient(Downloads):
    """Calls the handler when the first file has come."""

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionDownloadTask, location: NSURL
    ) -> None:
        Path(str(location.path())).read_bytes()
        self.call_handler(session)

    def URLSessionDidFinishEventsForBackgroundURLSession_(self, session: NSURLSession) -> None:
        """Nothing is left to do."""


class ImpatientApp(App):
    delegate = Impatient


class Forgetful(Downloads):
    """Never calls the handler."""

    def URLSessionDidFinishEventsForBackgroundURLSession_(self, session: NSURLSession) -> None:
        """It forgets."""


class ForgetfulApp(App):
    delegate = Forgetful


class Fragile(Downloads):
    """Raises where a download failed, from within a function of its own."""

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        if error is not None:
            self.retry(task)

    def retry(self, task: NSURLSessionTask) -> None:
        try:
            self.handlers[str(task.taskDescription())]
        except KeyError as error:
            raise RuntimeError("nothing is known of\nthe task") from error


class FragileApp(App):
    delegate = Fragile
