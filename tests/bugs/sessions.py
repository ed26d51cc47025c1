"""Faults with a session's end, with what a background session refuses, and with the main thread.

Not here: sessions that are recreated (relaunched.py). One rule: where Apple raises, the
class lets the exception through, as real code did.
"""

from __future__ import annotations

from pathlib import Path

from tests.bugs.row import OUTCOME, SYNC, A, Row, Stage, background, url
from urlsession_mock import Options, URLSessionDownloadDelegate, URLSessionTaskDelegate
from urlsession_mock.foundation import (
    NSURL,
    NSData,
    NSError,
    NSObject,
    NSOperationQueue,
    NSURLRequest,
    NSURLResponse,
    NSURLSession,
    NSURLSessionDownloadTask,
    NSURLSessionTask,
)

__all__ = ["ROWS"]


# -- B51: the main thread ------------------------------------------------


class Label:
    """Something of UIKit."""

    def __init__(self) -> None:
        self.text = ""

    def setText_(self, text: str) -> None:
        self.text = text


class WritesToTheLabel(NSObject):
    """B51. Tells the user on the queue on which it is told itself."""

    def init(self) -> WritesToTheLabel:
        self.label = Label()
        return self

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        self.label.setText_("done")


class WritesOnMain(WritesToTheLabel):
    """The twin."""

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        NSOperationQueue.mainQueue().addOperationWithBlock_(lambda: self.label.setText_("done"))


# -- B53: the session that is over ---------------------------------------


class RetriesEverything(URLSessionTaskDelegate):
    """B53. Starts again whatever failed, also what failed because the session was closed."""

    def __init__(self) -> None:
        self.is_closed = False
        self.started = 0

    def start(self, session: NSURLSession) -> None:
        session.dataTaskWithURL_(url(A)).resume()
        self.started += 1

    def close(self, session: NSURLSession) -> None:
        self.is_closed = True
        session.invalidateAndCancel()

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        if error is not None:
            self.start(session)


class RetriesWhileItIsOpen(RetriesEverything):
    """The twin."""

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        if error is not None and not self.is_closed:
            self.start(session)


class KeepsTheSession:
    """B53. Uses the session it once made, invalid or not."""

    session: NSURLSession | None = None

    def open(self) -> NSURLSession:
        if self.session is None:
            self.session = background(SYNC, self)
        return self.session

    def load(self) -> None:
        self.open().downloadTaskWithURL_(url(A)).resume()

    def close(self) -> None:
        self.open().finishTasksAndInvalidate()

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionDownloadTask, location: NSURL
    ) -> None:
        Path(str(location.path())).read_bytes()


class LetsGoOfTheSession(KeepsTheSession):
    """The twin: a session that is invalid is made anew."""

    def URLSession_didBecomeInvalidWithError_(
        self, session: NSURLSession, error: NSError | None
    ) -> None:
        self.session = None


# -- B55, B57: what a background session refuses -------------------------


class Client(URLSessionDownloadDelegate):
    """Loads in whichever session it is given."""

    def __init__(self, session: NSURLSession | None = None) -> None:
        self.session = session or background(SYNC, self)
        self.kept: list[bytes] = []

    def load(self) -> None:
        self.session.downloadTaskWithURL_(url(A)).resume()

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionDownloadTask, location: NSURL
    ) -> None:
        self.kept.append(Path(str(location.path())).read_bytes())


class GivesAHandler(Client):
    """B55. Loads with a completion handler, whatever the session."""

    def load(self) -> None:
        self.session.dataTaskWithRequest_completionHandler_(
            NSURLRequest.requestWithURL_(url(A)), self.loaded
        ).resume()

    def loaded(
        self, data: NSData | None, response: NSURLResponse | None, error: NSError | None
    ) -> None:
        self.kept.append(bytes(data or b""))


class SetsATaskDelegate(Client):
    """B57. Sets the task's delegate, to no one at that, whatever the session."""

    def load(self) -> None:
        task = self.session.downloadTaskWithURL_(url(A))
        task.setDelegate_(None)
        task.resume()


# -- B59: the class of a task --------------------------------------------


class LooksAtTheClass(NSObject):
    """B59. Passes over the end of every task that is no download task by its class."""

    def init(self) -> LooksAtTheClass:
        self.ends: list[str | None] = []
        self.session = background(SYNC, self)
        return self

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionDownloadTask, location: NSURL
    ) -> None:
        Path(str(location.path())).read_bytes()

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        if not isinstance(task, NSURLSessionDownloadTask):
            return
        self.ends.append(task.taskDescription())


class LooksAtTheTask(LooksAtTheClass):
    """The twin: what it does not know by class it may know by description."""

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        self.ends.append(task.taskDescription())


# -- the plays -----------------------------------------------------------


def with_a_label(stage: Stage, delegate: type[WritesToTheLabel]) -> object:
    stage.device.network.get(A).respond(body=b"episode")
    made, label = delegate.alloc().init(), Label()
    made.label = stage.device.main_only(label)  # type: ignore[assignment]  # it stands in for one
    session = stage.device.session(made)
    session.dataTaskWithURL_(url(A)).resume()
    session.finishTasksAndInvalidate()
    stage.device.run()
    return label.text


def closed_while_it_loads(stage: Stage, delegate: type[RetriesEverything]) -> object:
    made = delegate()
    session = stage.device.session(made)
    made.start(session)
    made.close(session)
    stage.device.run()
    return made.started


def used_again_after_its_end(stage: Stage, delegate: type[KeepsTheSession]) -> object:
    stage.device.network.get(A).respond(body=b"episode")
    made = delegate()
    for _ in range(2):
        made.load()
        made.close()
        stage.device.run()
    return made.session


def in_the_background(stage: Stage, client: type[Client]) -> object:
    stage.device.network.get(A).respond(body=b"episode")
    made = client()
    made.load()
    stage.device.run()
    return made.kept


def reattached(stage: Stage, delegate: type[LooksAtTheClass]) -> object:
    device = stage.device
    device.network.get(A).respond(body=b"episode")
    device.launch()
    task = delegate.alloc().init().session.downloadTaskWithURL_(url(A))
    task.setTaskDescription_("episode")
    task.resume()
    device.app.terminate()
    device.launch()
    made = delegate.alloc().init()
    device.run()
    return made.ends


_IS_OVER = "Task created in a session that has been invalidated"
_NO_BLOCKS = (
    "Completion handler blocks are not supported in background sessions. Use a delegate instead."
)
_NO_DELEGATE = "Task delegate is not supported on background session task"
# Apple does not promise the class of a task of a former launch (R53).
_PLAIN = Options(reattached_tasks="base-class")

ROWS: tuple[Row, ...] = (
    Row("B51", WritesToTheLabel, WritesOnMain, "main-only-on-main-thread", with_a_label, "done"),
    Row(
        "B53",
        RetriesEverything,
        RetriesWhileItIsOpen,
        "no-task-after-invalidation",
        closed_while_it_loads,
        1,
    ),
    Row(
        "B53",
        KeepsTheSession,
        LetsGoOfTheSession,
        "no-task-after-invalidation",
        used_again_after_its_end,
        None,
        raises=_IS_OVER,
    ),
    Row(
        "B55",
        GivesAHandler,
        Client,
        "background-session-limits",
        in_the_background,
        [b"episode"],
        raises=_NO_BLOCKS,
    ),
    Row(
        "B57",
        SetsATaskDelegate,
        Client,
        "background-session-limits",
        in_the_background,
        [b"episode"],
        raises=_NO_DELEGATE,
    ),
    Row(
        "B59", LooksAtTheClass, LooksAtTheTask, OUTCOME, reattached, ["episode"], [], options=_PLAIN
    ),
)
