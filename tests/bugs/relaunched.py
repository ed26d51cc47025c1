"""Faults of an app that is launched again: what it makes of what the last launch left.

Not here: the stored handler (stored_handler.py), sessions taken for one another
(identity.py). One rule: a class differs from `Downloads` in nothing but its fault or its cure.
"""

from __future__ import annotations

from pathlib import Path

from tests.bugs.downloads import Downloads, Handler
from tests.bugs.row import OUTCOME, SYNC, A, B, Row, Stage, url
from urlsession_mock import Options
from urlsession_mock.foundation import (
    NSURL,
    NSError,
    NSURLErrorBackgroundTaskCancelledReasonKey,
    NSURLErrorCancelled,
    NSURLErrorTimedOut,
    NSURLSession,
    NSURLSessionDownloadTask,
    NSURLSessionTask,
)
from urlsession_mock.selectors import COMPLETE, FINISH_DOWNLOAD

__all__ = ["ROWS"]


class OnlyStores(Downloads):
    """B13. Keeps the handler and waits for messages, with no session to send them."""

    def application_handleEventsForBackgroundURLSession_completionHandler_(
        self, application: object, identifier: str, handler: Handler
    ) -> None:
        self.handlers[identifier] = handler


class FillsItsTableLater(Downloads):
    """B15. Asks the new session for its tasks; messages come before the answer."""

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[NSURLSessionTask, str] = {}

    def application_handleEventsForBackgroundURLSession_completionHandler_(
        self, application: object, identifier: str, handler: Handler
    ) -> None:
        self.handlers[identifier] = handler
        self.open(identifier).getAllTasksWithCompletionHandler_(self.fill)

    def fill(self, tasks: list[NSURLSessionTask]) -> None:
        for task in tasks:
            self.names[task] = str(task.taskDescription())

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        name = self.names.pop(task, None)
        if name is not None and error is not None:
            self.kept.append(f"no {name}")


class EmptiesItsTable(Downloads):
    """B17. Takes finish-events for the end of all tasks."""

    def __init__(self) -> None:
        super().__init__()
        self.is_done = False

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionDownloadTask, location: NSURL
    ) -> None:
        text = Path(str(location.path())).read_text()
        if not self.is_done:
            self.kept.append(text)

    def URLSessionDidFinishEventsForBackgroundURLSession_(self, session: NSURLSession) -> None:
        self.is_done = True
        super().URLSessionDidFinishEventsForBackgroundURLSession_(session)


# -- B23, B25: what the last launch left ---------------------------------


class StartsEverythingAgain(Downloads):
    """B23. Every unfinished item gets a task at launch, also one that has one."""

    unfinished = (A, B)

    def application_didFinishLaunchingWithOptions_(self, application: object, _: object) -> bool:
        for address in self.unfinished:
            self.start(address)
        return True

    def start(self, address: str) -> None:
        task = self.open(SYNC).downloadTaskWithURL_(url(address))
        task.setTaskDescription_(address)
        task.resume()


class StartsWhatIsMissing(StartsEverythingAgain):
    """The twin: asks the session for its tasks first."""

    def application_didFinishLaunchingWithOptions_(self, application: object, _: object) -> bool:
        self.open(SYNC).getAllTasksWithCompletionHandler_(self.start_others)
        return True

    def start_others(self, tasks: list[NSURLSessionTask]) -> None:
        running = {task.taskDescription() for task in tasks}
        for address in self.unfinished:
            if address not in running:
                self.start(address)


class TakesItForTheUsersWish(Downloads):
    """B25. Cancelled is cancelled, whoever did it."""

    def application_didFinishLaunchingWithOptions_(self, application: object, _: object) -> bool:
        self.open(SYNC)
        return True

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        if error is not None and error.code() == NSURLErrorCancelled:
            self.kept.append(self.meaning(error))

    def meaning(self, error: NSError) -> str:
        return "cancelled by the user"


class ReadsTheReason(TakesItForTheUsersWish):
    """The twin: with a reason in it, it was the system."""

    def meaning(self, error: NSError) -> str:
        if NSURLErrorBackgroundTaskCancelledReasonKey in error.userInfo():
            return "to be started again"
        return super().meaning(error)


# -- the plays -----------------------------------------------------------


def one_wake(stage: Stage, app: type[Downloads]) -> object:
    relaunch = stage.relaunch(app)
    relaunch.download(A, b"episode")
    relaunch.finish_events()
    return stage.app.kept


def one_failure_first_of_all(stage: Stage, app: type[Downloads]) -> object:
    relaunch = stage.relaunch(app)
    relaunch.failure(A, NSURLErrorTimedOut, description="episode")
    relaunch.finish_events()
    return stage.app.kept


def one_more_after_finish_events(stage: Stage, app: type[Downloads]) -> object:
    relaunch = stage.relaunch(app)
    relaunch.download(A, b"episode")
    running = relaunch.task(B)
    relaunch.finish_events()
    relaunch.enqueue(FINISH_DOWNLOAD, running, b"cover")
    relaunch.enqueue(COMPLETE, running, None)
    relaunch.run()
    return stage.app.kept


def launched_twice(stage: Stage, app: type[Downloads]) -> object:
    device = stage.device
    device.launch(app)
    device.run()
    device.app.terminate()
    device.launch(app)
    device.run()
    running: list[NSURLSessionTask] = []
    stage.app.open(SYNC).getAllTasksWithCompletionHandler_(running.extend)
    device.run()
    return len(running)


def force_quit(stage: Stage, app: type[Downloads]) -> object:
    device = stage.device
    device.launch(app)
    stage.app.open(SYNC).downloadTaskWithURL_(url(A)).resume()
    device.app.force_quit()
    device.launch(app)
    device.run()
    return stage.app.kept


_PER_TASK = Options(handovers="per-task")  # as in stored_handler.py

ROWS: tuple[Row, ...] = (
    Row("B13", OnlyStores, Downloads, "session-recreated", one_wake, ["episode"]),
    Row(
        "B15",
        FillsItsTableLater,
        Downloads,
        OUTCOME,
        one_failure_first_of_all,
        ["no episode"],
        [],
    ),
    Row(
        "B17",
        EmptiesItsTable,
        Downloads,
        OUTCOME,
        one_more_after_finish_events,
        ["episode", "cover"],
        ["episode"],
        options=_PER_TASK,
    ),
    Row("B23", StartsEverythingAgain, StartsWhatIsMissing, "no-duplicate-task", launched_twice, 2),
    Row(
        "B25",
        TakesItForTheUsersWish,
        ReadsTheReason,
        "cancel-reason-read",
        force_quit,
        ["to be started again"],
    ),
)
