"""An app that does everything right: its app delegate, and the delegate of its sessions.

Not here: what happens to it (away.py, in_front.py). One rule: each duty has a method of its
own, so that a specimen breaks one by overriding it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from urlsession_mock import App
from urlsession_mock.foundation import (
    NSURL,
    NSBlockOperation,
    NSError,
    NSHTTPURLResponse,
    NSInputStream,
    NSOperationQueue,
    NSURLAuthenticationChallenge,
    NSURLCredential,
    NSURLErrorBackgroundTaskCancelledReasonKey,
    NSURLRequest,
    NSURLSession,
    NSURLSessionAuthChallengeCancelAuthenticationChallenge,
    NSURLSessionAuthChallengeUseCredential,
    NSURLSessionConfiguration,
    NSURLSessionResponseAllow,
    NSURLSessionResponseBecomeDownload,
    NSURLSessionTask,
)

__all__ = ["SYNC", "TO_FILE", "FaultlessApp", "FaultlessDelegate", "Label", "Stored", "url"]

SYNC = "com.example.sync"
TO_FILE = "to a file"
"""The description of a data task that is to become a download."""

Stored = Callable[[], None]


def url(text: str) -> NSURL:
    """The NSURL of a text that is one."""
    address = NSURL.URLWithString_(text)
    assert address is not None
    return address


class Label:
    """What the app shows: a view, and so for the main thread only."""

    text = ""


class FaultlessDelegate:
    """The delegate of all sessions of its app. It breaks no rule."""

    def __init__(self, app: FaultlessApp) -> None:
        self.app = app
        self.bodies: dict[tuple[NSURLSession, int], bytearray] = {}
        self.kept: list[Path] = []
        self.reasons: list[object] = []

    # -- the session -----------------------------------------------------

    def URLSessionDidFinishEventsForBackgroundURLSession_(self, session: NSURLSession) -> None:
        with self.app.work("tidy up"):
            self.kept.sort()
        self.app.finish(str(session.configuration().identifier()))

    def URLSession_didBecomeInvalidWithError_(
        self, session: NSURLSession, error: NSError | None
    ) -> None:
        self.app.forget(session)

    # -- questions -------------------------------------------------------

    def URLSession_task_didReceiveChallenge_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        challenge: NSURLAuthenticationChallenge,
        handler: Callable[[int, NSURLCredential | None], None],
    ) -> None:
        if challenge.previousFailureCount():
            handler(NSURLSessionAuthChallengeCancelAuthenticationChallenge, None)
        else:
            handler(NSURLSessionAuthChallengeUseCredential, self.app.credential())

    def URLSession_task_willPerformHTTPRedirection_newRequest_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        response: NSHTTPURLResponse,
        request: NSURLRequest,
        handler: Callable[[NSURLRequest | None], None],
    ) -> None:
        handler(request)

    def URLSession_task_needNewBodyStream_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        handler: Callable[[NSInputStream | None], None],
    ) -> None:
        handler(NSInputStream.inputStreamWithData_(b"body"))

    def URLSession_dataTask_didReceiveResponse_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        response: object,
        handler: Callable[[int], None],
    ) -> None:
        to_file = task.taskDescription() == TO_FILE
        handler(NSURLSessionResponseBecomeDownload if to_file else NSURLSessionResponseAllow)

    # -- what comes ------------------------------------------------------

    def URLSession_dataTask_didReceiveData_(
        self, session: NSURLSession, task: NSURLSessionTask, data: bytes
    ) -> None:
        self.bodies.setdefault((session, task.taskIdentifier()), bytearray()).extend(data)

    def URLSession_dataTask_didBecomeDownloadTask_(
        self, session: NSURLSession, task: NSURLSessionTask, download: NSURLSessionTask
    ) -> None:
        self.bodies.pop((session, task.taskIdentifier()), None)

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionTask, location: NSURL
    ) -> None:
        response = task.response()
        if isinstance(response, NSHTTPURLResponse) and response.statusCode() >= 400:
            return
        self.keep(location)

    def keep(self, location: NSURL) -> None:
        """Take a file, if it is still there."""
        path = Path(str(location.path()))
        if path.exists():
            self.kept.append(path.rename(path.with_suffix(".kept")))

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        if error is not None:
            reason = error.userInfo().get(NSURLErrorBackgroundTaskCancelledReasonKey)
            self.reasons.append(reason)
        self.app.show("done")


class FaultlessApp:
    """The app delegate. It breaks no rule."""

    identifiers: tuple[str, ...] = (SYNC,)
    """The background sessions that every launch makes again."""

    def __init__(self, delegate: type[FaultlessDelegate] = FaultlessDelegate) -> None:
        self.delegate = delegate(self)
        self.handlers: dict[str, list[Stored]] = {}
        self.handed_over: set[str] = set()
        self.finished_before: set[str] = set()
        self.sessions: dict[str, NSURLSession] = {}
        self.reopening: set[str] = set()
        self.front: NSURLSession | None = None
        self.label = Label()
        self.work: Callable[[str], AbstractContextManager[None]] = lambda _: nullcontext()
        self.released = threading.Event()

    # -- what UIKit calls ------------------------------------------------

    def application_didFinishLaunchingWithOptions_(self, app: App, options: object) -> bool:
        for identifier in self.identifiers:
            self.open(identifier)
        return True

    def application_handleEventsForBackgroundURLSession_completionHandler_(
        self, app: App, identifier: str, handler: Stored
    ) -> None:
        self.handed_over.add(identifier)
        self.store(identifier, handler)
        self.open(identifier)
        if identifier in self.finished_before:  # the session was made before the handover
            self.finish(identifier)

    # -- the stored handlers ---------------------------------------------

    def store(self, identifier: str, handler: Stored) -> None:
        """Keep a handler until finish-events."""
        self.handlers.setdefault(identifier, []).append(handler)

    def take(self, identifier: str) -> list[Stored]:
        """The handlers that finish-events lets be called."""
        return self.handlers.pop(identifier, [])

    def finish(self, identifier: str) -> None:
        """Finish-events came: call what is stored, on main."""
        if identifier not in self.handed_over:
            self.finished_before.add(identifier)
        for handler in self.take(identifier):
            NSOperationQueue.mainQueue().addOperationWithBlock_(handler)

    def call_on_main_now(self, identifier: str) -> None:
        """Call what is stored on main, and wait for the end of it."""
        for handler in self.take(identifier):
            operation = NSBlockOperation.blockOperationWithBlock_(handler)
            NSOperationQueue.mainQueue().addOperation_(operation)
            operation.waitUntilFinished()

    # -- sessions --------------------------------------------------------

    def configuration(self, identifier: str) -> NSURLSessionConfiguration:
        """How a background session is configured, in every launch."""
        make = NSURLSessionConfiguration.backgroundSessionConfigurationWithIdentifier_
        configuration = make(identifier)
        configuration.setAllowsCellularAccess_(False)
        configuration.setSharedContainerIdentifier_("group.example")
        return configuration

    def open(self, identifier: str) -> NSURLSession:
        """The background session of the identifier, made where there is none."""
        if identifier not in self.sessions:
            self.sessions[identifier] = self.make(self.configuration(identifier))
        return self.sessions[identifier]

    def make(self, configuration: NSURLSessionConfiguration) -> NSURLSession:
        """A session of the app's one delegate."""
        make = NSURLSession.sessionWithConfiguration_delegate_delegateQueue_
        return make(configuration, self.delegate, self.queue())

    def queue(self) -> NSOperationQueue | None:
        """The delegate queue: the one a session makes for itself."""
        return None

    def reopen(self, identifier: str) -> None:
        """Invalidate a background session, and make it anew when it is gone."""
        self.reopening.add(identifier)
        self.sessions[identifier].finishTasksAndInvalidate()

    def forget(self, session: NSURLSession) -> None:
        """A session became invalid."""
        if session is self.front:
            self.front = None
            return
        identifier = str(session.configuration().identifier())
        if self.sessions.get(identifier) is session:
            del self.sessions[identifier]
        if identifier in self.reopening:
            self.reopening.discard(identifier)
            self.open(identifier)

    # -- work ------------------------------------------------------------

    def fetch(self, text: str, identifier: str = SYNC) -> NSURLSessionTask:
        """Download in the background."""
        task = self.open(identifier).downloadTaskWithURL_(url(text))
        task.resume()
        return task

    def want(self, text: str) -> None:
        """Download in the background, unless that is under way already."""
        session = self.open(SYNC)

        def decide(tasks: list[NSURLSessionTask]) -> None:
            if not tasks:
                self.fetch(text)

        session.getAllTasksWithCompletionHandler_(decide)

    def in_front(self) -> NSURLSession:
        """The session for what the user waits for."""
        if self.front is None:
            self.front = self.make(NSURLSessionConfiguration.defaultSessionConfiguration())
        return self.front

    def close(self) -> None:
        """The user is done."""
        if self.front is not None:
            self.front.finishTasksAndInvalidate()

    def credential(self) -> NSURLCredential:
        """The user's password."""
        return NSURLCredential.credentialWithUser_password_persistence_("user", "secret", 0)

    def show(self, text: str) -> None:
        """Tell the user, on main."""

        def write() -> None:
            self.label.text = text

        NSOperationQueue.mainQueue().addOperationWithBlock_(write)
