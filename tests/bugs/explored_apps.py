"""Apps that are right as long as all comes as everybody expects, and their twins.

Not here: how they are played (explored_plays.py). One rule: an app that may be ended keeps on its
disk what it needs, and opens its session at each launch (R18), so that only its fault matters.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from pathlib import Path

from tests.bugs.downloads import Downloads, Handler, on_main
from tests.bugs.relaunched import ReadsTheReason, TakesItForTheUsersWish
from tests.bugs.row import SYNC, A, url
from tests.bugs.several_handlers import HasOneSlot
from tests.bugs.transfers import FollowsIt
from urlsession_mock.foundation import (
    NSURL,
    NSError,
    NSOperationQueue,
    NSURLSession,
    NSURLSessionDataTask,
    NSURLSessionDownloadTask,
    NSURLSessionTask,
)

__all__ = [
    "CallsBehindItsSave",
    "CallsBesideItsSave",
    "CountsUnderALock",
    "CountsWithoutALock",
    "EntersItALittleLater",
    "FillsItsTableAtLaunch",
    "Installed",
    "KnowsItsTasksAnyway",
    "LoadsInTwoSessions",
    "LooksAtNoClass",
    "LooksAtTheClassOfATask",
    "News",
    "OpensItsSessionLazily",
    "ReadsWhyItWasCancelled",
    "StartsAllAtLaunch",
    "StartsTheRestAtLaunch",
    "StoresInOneSlot",
    "TakesAllForTheUsersWish",
]


class Installed(Downloads):
    """An app with a disk, on which it finds at its next launch what it has kept."""

    identifiers: tuple[str, ...] = (SYNC,)

    def __init__(self, disk: list[str]) -> None:
        super().__init__()
        self.kept = disk

    def application_didFinishLaunchingWithOptions_(self, application: object, _: object) -> bool:
        for identifier in self.identifiers:
            self.open(identifier)
        return True

    def load(self, address: str, identifier: str = SYNC) -> None:
        task = self.open(identifier).downloadTaskWithURL_(url(address))
        task.setTaskDescription_(address)
        task.resume()


class News:
    """The delegate of another session, whose news have the app do something."""

    def __init__(self, tell: Callable[[], object]) -> None:
        self.tell = tell

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        self.tell()


# -- the stored handler ---------------------------------------------------


class CallsBesideItsSave(Downloads):
    """B05. A completion has something saved on another queue; finish-events does not wait."""

    def __init__(self, work: Callable[[str], AbstractContextManager[None]]) -> None:
        super().__init__()
        self.work = work
        self.queue = NSOperationQueue.alloc().init()
        self.queue.setMaxConcurrentOperationCount_(1)

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        going_on = ExitStack()
        going_on.enter_context(self.work("a save"))
        self.queue.addOperationWithBlock_(going_on.close)


class CallsBehindItsSave(CallsBesideItsSave):
    """The twin: the call goes the way of the saves, and so comes behind them."""

    def URLSessionDidFinishEventsForBackgroundURLSession_(self, session: NSURLSession) -> None:
        call = super().URLSessionDidFinishEventsForBackgroundURLSession_
        self.queue.addOperationWithBlock_(lambda: call(session))


class LoadsInTwoSessions(Installed):
    """The twin: a slot for each."""

    identifiers = ("episodes", "covers")


class StoresInOneSlot(HasOneSlot, LoadsInTwoSessions):
    """B08. One slot for the handlers of all sessions, and the identifier unread."""


# -- what another launch left ---------------------------------------------


class OpensItsSessionLazily(Installed):
    """B13. The session is made when something is to be loaded, and only then."""

    identifiers = ()

    def application_handleEventsForBackgroundURLSession_completionHandler_(
        self, application: object, identifier: str, handler: Handler
    ) -> None:
        self.handlers[identifier] = handler


class FillsItsTableAtLaunch(Installed):
    """B15. Knows a task of another launch by a table, which the new session is asked for."""

    def __init__(self, disk: list[str]) -> None:
        super().__init__(disk)
        self.names: dict[NSURLSessionTask, str] = {}

    def application_didFinishLaunchingWithOptions_(self, application: object, _: object) -> bool:
        self.open(SYNC).getAllTasksWithCompletionHandler_(self.fill)
        return True

    def fill(self, tasks: list[NSURLSessionTask]) -> None:
        self.names.update({task: str(task.taskDescription()) for task in tasks})

    def load(self, address: str, identifier: str = SYNC) -> None:
        super().load(address, identifier)
        self.open(identifier).getAllTasksWithCompletionHandler_(self.fill)

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        name = self.known_as(task)
        if name is not None and error is not None:
            self.kept.append(f"no {name}")

    def known_as(self, task: NSURLSessionTask) -> str | None:
        return self.names.get(task)


class KnowsItsTasksAnyway(FillsItsTableAtLaunch):
    """The twin: what the table does not know yet, the task itself says."""

    def known_as(self, task: NSURLSessionTask) -> str | None:
        return super().known_as(task) or task.taskDescription()


class StartsAllAtLaunch(Installed):
    """B23. What is not on the disk gets a task at launch, also what has one."""

    def application_didFinishLaunchingWithOptions_(self, application: object, _: object) -> bool:
        self.start_but(set())
        return True

    def start_but(self, running: set[str]) -> None:
        if A not in running and A not in self.kept:
            self.load(A)

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionDownloadTask, location: NSURL
    ) -> None:
        Path(str(location.path())).read_bytes()
        self.kept.append(str(task.taskDescription()))


class StartsTheRestAtLaunch(StartsAllAtLaunch):
    """The twin: asks the session for its tasks first."""

    def application_didFinishLaunchingWithOptions_(self, application: object, _: object) -> bool:
        self.open(SYNC).getAllTasksWithCompletionHandler_(
            lambda tasks: self.start_but({str(task.taskDescription()) for task in tasks})
        )
        return True


class TakesAllForTheUsersWish(TakesItForTheUsersWish, Installed):
    """B25. Cancelled is cancelled, whoever did it."""


class ReadsWhyItWasCancelled(ReadsTheReason, Installed):
    """The twin: with a reason in it, it was the system."""


class LooksAtTheClassOfATask(Installed):
    """B59. Passes over the end of every task that is no download task by its class."""

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        if isinstance(task, NSURLSessionDownloadTask):
            self.kept.append("the end")


class LooksAtNoClass(Installed):
    """The twin: the end of a task is its end."""

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        self.kept.append("the end")


# -- the task that becomes another ----------------------------------------


class EntersItALittleLater(FollowsIt):
    """B35. The new task takes the old one's place, but one turn of the main queue later."""

    def URLSession_dataTask_didBecomeDownloadTask_(
        self,
        session: NSURLSession,
        task: NSURLSessionDataTask,
        downloadTask: NSURLSessionDownloadTask,
    ) -> None:
        on_main(lambda: self.names.update({downloadTask: self.names.pop(task)}))


# -- B49: a table that two threads change ---------------------------------


class CountsWithoutALock:
    """B49. The queue and main each read a table, and write what they made of it."""

    def __init__(self) -> None:
        self.table: dict[str, int] = {}
        self.lock: AbstractContextManager[object] = nullcontext()

    def count(self, what: str) -> None:
        with self.lock:
            before = self.table.get(what, 0)
            self.table[what] = before + 1

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        self.count("seen")


class CountsUnderALock(CountsWithoutALock):
    """The twin."""

    def __init__(self) -> None:
        super().__init__()
        self.lock = threading.Lock()
