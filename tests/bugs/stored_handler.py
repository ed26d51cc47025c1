"""Faults in how and when the stored handler of a background wake is called.

Not here: which of several handlers is called (several_handlers.py). One rule: a class differs
from `Downloads` in nothing but its fault or its cure.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from tests.bugs.downloads import Downloads, Handler, name_of, on_main
from tests.bugs.row import A, B, Row, Stage, background
from urlsession_mock import Options, UIApplicationDelegate, URLSessionDownloadDelegate
from urlsession_mock.foundation import (
    NSURL,
    NSError,
    NSURLSession,
    NSURLSessionDownloadTask,
    NSURLSessionTask,
)

__all__ = ["ROWS"]


# -- B01 to B03: how and whether it is called ----------------------------


class CallsWhereItIs(Downloads):
    """B01. Finish-events comes on the session's own queue, and so does the call."""

    def URLSessionDidFinishEventsForBackgroundURLSession_(self, session: NSURLSession) -> None:
        handler = self.handlers.pop(name_of(session), None)
        if handler is not None:
            handler()


class HasNoFinishEvents(UIApplicationDelegate, URLSessionDownloadDelegate):
    """B02. The handler is stored, and the method that would call it is not there."""

    def __init__(self) -> None:
        self.handler: Handler | None = None
        self.kept: list[str] = []

    def application_handleEventsForBackgroundURLSession_completionHandler_(
        self, application: object, identifier: str, handler: Handler
    ) -> None:
        self.handler = handler
        self.session = background(identifier, self)

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionDownloadTask, location: NSURL
    ) -> None:
        self.kept.append(Path(str(location.path())).read_text())


class OnlyLogs(Downloads):
    """B02. The method is there, and logs."""

    def URLSessionDidFinishEventsForBackgroundURLSession_(self, session: NSURLSession) -> None:
        logging.getLogger(__name__).info("all events of %s are delivered", name_of(session))


class WaitsForAllTasks(Downloads):
    """B03. Calls the handler only when the session has no task left."""

    def URLSessionDidFinishEventsForBackgroundURLSession_(self, session: NSURLSession) -> None:
        def told(tasks: list[NSURLSessionTask]) -> None:
            if not tasks:
                on_main(self.handlers.pop(name_of(session)))

        session.getAllTasksWithCompletionHandler_(told)


# -- B04, B05: when it is called -----------------------------------------


class CallsAtOnce(Downloads):
    """B04. Calls the handler in the handover itself."""

    def application_handleEventsForBackgroundURLSession_completionHandler_(
        self, application: object, identifier: str, handler: Handler
    ) -> None:
        self.open(identifier)
        handler()


class CallsAfterAMoment(Downloads):
    """B04. Calls the handler one turn of the main queue later, which is no better."""

    def application_handleEventsForBackgroundURLSession_completionHandler_(
        self, application: object, identifier: str, handler: Handler
    ) -> None:
        self.open(identifier)
        on_main(handler)


class Database:
    """Saves when it is told to; until then a save is work that goes on."""

    def __init__(self, work: Callable[[str], AbstractContextManager[None]]) -> None:
        self.work = work
        self.saved = 0
        self.pending: list[tuple[ExitStack, Handler]] = []

    def save(self, then: Handler) -> None:
        going_on = ExitStack()
        going_on.enter_context(self.work("a save"))
        self.pending.append((going_on, then))

    def finish(self) -> None:
        for going_on, then in self.pending:
            going_on.close()
            self.saved += 1
            then()
        self.pending.clear()


class CallsWhileSaving(Downloads):
    """B05. A completion starts a save, and finish-events does not wait for it."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.database = database

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        self.database.save(lambda: None)


class CallsAfterSaving(CallsWhileSaving):
    """The twin: the last of finish-events and the saves calls the handler."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.saves = 0
        self.finished: list[NSURLSession] = []

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        self.saves += 1
        self.database.save(self.saved)

    def saved(self) -> None:
        self.saves -= 1
        self.call_if_done()

    def URLSessionDidFinishEventsForBackgroundURLSession_(self, session: NSURLSession) -> None:
        self.finished.append(session)
        self.call_if_done()

    def call_if_done(self) -> None:
        while self.finished and not self.saves:
            super().URLSessionDidFinishEventsForBackgroundURLSession_(self.finished.pop())


# -- the plays -----------------------------------------------------------


def one_wake(stage: Stage, app: type[Downloads]) -> object:
    relaunch = stage.relaunch(app)
    relaunch.download(A, b"episode")
    relaunch.finish_events()
    return stage.app.kept


def while_another_task_runs(stage: Stage, app: type[Downloads]) -> object:
    relaunch = stage.relaunch(app)
    relaunch.download(A, b"episode")
    relaunch.task(B)
    relaunch.finish_events()
    return stage.app.kept


def while_it_saves(stage: Stage, app: type[CallsWhileSaving]) -> object:
    database = Database(stage.device.pending_work)
    relaunch = stage.relaunch(lambda: app(database))
    relaunch.download(A, b"episode")
    relaunch.finish_events()
    database.finish()
    stage.device.run()
    return database.saved


# A second task may run on while the app is woken only where each ended task wakes it (C12).
_PER_TASK = Options(handovers="per-task")
_FILE = ["episode"]

ROWS: tuple[Row, ...] = (
    Row("B01", CallsWhereItIs, Downloads, "stored-handler-on-main-thread", one_wake, _FILE),
    Row("B02", HasNoFinishEvents, Downloads, "stored-handler-called", one_wake, _FILE),
    Row("B02", OnlyLogs, Downloads, "stored-handler-called", one_wake, _FILE),
    Row(
        "B03",
        WaitsForAllTasks,
        Downloads,
        "stored-handler-called",
        while_another_task_runs,
        _FILE,
        options=_PER_TASK,
    ),
    Row("B04", CallsAtOnce, Downloads, "stored-handler-not-in-handover", one_wake, _FILE),
    Row("B04", CallsAfterAMoment, Downloads, "stored-handler-after-finish-events", one_wake, _FILE),
    Row(
        "B05",
        CallsWhileSaving,
        CallsAfterSaving,
        "stored-handler-after-pending-work",
        while_it_saves,
        1,
    ),
)
