"""Faults in which stored handler is called, where there are several, or none yet.

Not here: how and when it is called (stored_handler.py). One rule: a class differs from
`Downloads` in nothing but its fault or its cure.
"""

from __future__ import annotations

import logging

from tests.bugs.downloads import Downloads, Handler, name_of, on_main
from tests.bugs.row import SYNC, A, B, Row, Stage, url
from urlsession_mock.foundation import NSURLSession

__all__ = ["ROWS"]


class KeepsTheHandler(Downloads):
    """B06. Calls the handler and keeps it, for the next finish-events to call again."""

    def URLSessionDidFinishEventsForBackgroundURLSession_(self, session: NSURLSession) -> None:
        handler = self.handlers.get(name_of(session))
        if handler is not None:
            on_main(handler)


class HasOneSlot(Downloads):
    """B08. One slot for the handlers of all sessions, and the identifier unread."""

    slot: Handler | None = None

    def application_handleEventsForBackgroundURLSession_completionHandler_(
        self, application: object, identifier: str, handler: Handler
    ) -> None:
        self.slot = handler
        self.open(identifier)

    def URLSessionDidFinishEventsForBackgroundURLSession_(self, session: NSURLSession) -> None:
        handler, self.slot = self.slot, None
        if handler is not None:
            on_main(handler)


class ForgetsFinishEvents(Downloads):
    """B09. Finish-events without a handler is forgotten, so one stored later waits for ever."""

    def application_didFinishLaunchingWithOptions_(self, application: object, _: object) -> bool:
        self.open(SYNC)
        return True


class RemembersFinishEvents(ForgetsFinishEvents):
    """The twin: a handler that comes after its finish-events is called at once."""

    def __init__(self) -> None:
        super().__init__()
        self.finished: set[str] = set()

    def application_handleEventsForBackgroundURLSession_completionHandler_(
        self, application: object, identifier: str, handler: Handler
    ) -> None:
        if identifier in self.finished:
            self.finished.remove(identifier)
            on_main(handler)
        else:
            super().application_handleEventsForBackgroundURLSession_completionHandler_(
                application, identifier, handler
            )

    def URLSessionDidFinishEventsForBackgroundURLSession_(self, session: NSURLSession) -> None:
        if name_of(session) not in self.handlers:
            self.finished.add(name_of(session))
        super().URLSessionDidFinishEventsForBackgroundURLSession_(session)


class DropsTheUnknown(Downloads):
    """B11. Returns from the handover of an identifier that it does not know, with the handler."""

    def application_handleEventsForBackgroundURLSession_completionHandler_(
        self, application: object, identifier: str, handler: Handler
    ) -> None:
        if identifier != SYNC:
            logging.getLogger(__name__).info("events for an unknown session %s", identifier)
            return
        self.handlers[identifier] = handler
        self.open(identifier)


class Overwrites(Downloads):
    """B61. As `Downloads` does: a second handover of an identifier takes the first one's place."""


class KeepsThemAll(Downloads):
    """The twin: every handler of the identifier is called."""

    def __init__(self) -> None:
        super().__init__()
        self.all: dict[str, list[Handler]] = {}

    def application_handleEventsForBackgroundURLSession_completionHandler_(
        self, application: object, identifier: str, handler: Handler
    ) -> None:
        self.all.setdefault(identifier, []).append(handler)
        self.open(identifier)

    def URLSessionDidFinishEventsForBackgroundURLSession_(self, session: NSURLSession) -> None:
        for handler in self.all.pop(name_of(session), []):
            on_main(handler)


# -- the plays -----------------------------------------------------------


def one_of_an_unknown_session(stage: Stage, app: type[Downloads]) -> object:
    relaunch = stage.relaunch(app, "com.example.of-an-older-version")
    relaunch.download(A, b"episode")
    relaunch.finish_events()
    return stage.app.kept


def finish_events_twice(stage: Stage, app: type[Downloads]) -> object:
    relaunch = stage.relaunch(app)
    relaunch.download(A, b"episode")
    relaunch.finish_events()
    relaunch.finish_events()
    return stage.app.kept


def two_sessions(stage: Stage, app: type[Downloads]) -> object:
    device = stage.device
    device.network.get(A).respond(body=b"episode")
    device.network.get(B).respond(body=b"cover")
    device.launch(app)
    stage.app.open("episodes").downloadTaskWithURL_(url(A)).resume()
    stage.app.open("covers").downloadTaskWithURL_(url(B)).resume()
    device.app.terminate()
    device.run()
    device.wake("episodes")
    device.app.suspend()
    device.wake("covers")
    device.run()
    return sorted(stage.app.kept)


def handed_over_last(stage: Stage, app: type[Downloads]) -> object:
    device = stage.device
    device.network.get(A).respond(body=b"episode")
    device.launch(app)
    stage.app.open(SYNC).downloadTaskWithURL_(url(A)).resume()
    device.app.terminate()
    device.run()
    device.wake(SYNC, handover="last")
    device.run()
    return stage.app.kept


def handed_over_twice(stage: Stage, app: type[Downloads]) -> object:
    relaunch = stage.relaunch(app)
    relaunch.download(A, b"episode")
    relaunch.wake()
    stage.device.app.suspend()
    stage.device.wake(SYNC)
    stage.device.run()
    return stage.app.kept


_FILE = ["episode"]

ROWS: tuple[Row, ...] = (
    Row("B06", KeepsTheHandler, Downloads, "stored-handler-once", finish_events_twice, _FILE),
    Row(
        "B08",
        HasOneSlot,
        Downloads,
        "stored-handler-of-right-identifier",
        two_sessions,
        ["cover", "episode"],
        also=("stored-handler-called",),
    ),
    Row(
        "B09",
        ForgetsFinishEvents,
        RemembersFinishEvents,
        "stored-handler-called",
        handed_over_last,
        _FILE,
    ),
    Row("B11", DropsTheUnknown, Downloads, "session-recreated", one_of_an_unknown_session, _FILE),
    Row(
        "B61", Overwrites, KeepsThemAll, "stored-handler-not-overwritten", handed_over_twice, _FILE
    ),
)
