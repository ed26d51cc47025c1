"""Faults of identity: one identifier in two processes, one number in two sessions.

Not here: what a relaunch asks of an app (relaunched.py). One rule: the faulty class and its twin
differ in what they take for the name of a thing.
"""

from __future__ import annotations

from pathlib import Path

from tests.bugs.row import OUTCOME, SYNC, A, B, Row, Stage, background, url
from urlsession_mock import URLSessionDownloadDelegate
from urlsession_mock.foundation import (
    NSURL,
    NSError,
    NSObject,
    NSURLSession,
    NSURLSessionDownloadTask,
    NSURLSessionTask,
)

__all__ = ["ROWS"]


# -- B19: one identifier in two processes --------------------------------


class SharesItsIdentifier(URLSessionDownloadDelegate):
    """B19. The share extension was given the app's own constant."""

    identifier = SYNC

    def __init__(self) -> None:
        self.session = background(self.identifier, self)

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionDownloadTask, location: NSURL
    ) -> None:
        Path(str(location.path())).read_bytes()


class HasItsOwnIdentifier(SharesItsIdentifier):
    """The twin: a constant for each process."""

    identifier = f"{SYNC}.share"


# -- B21: tasks of two sessions ------------------------------------------


class KnowsTasksByNumber(NSObject):
    """B21. Task 1 of one session takes the place of task 1 of the other."""

    def init(self) -> KnowsTasksByNumber:
        self.names: dict[object, str] = {}
        self.kept: list[str] = []
        return self

    def key_of(self, session: NSURLSession, task: NSURLSessionTask) -> object:
        return task.taskIdentifier()

    def fetch_as(self, session: NSURLSession, address: str, name: str) -> None:
        task = session.dataTaskWithURL_(url(address))
        self.names[self.key_of(session, task)] = name
        task.resume()

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        self.kept.append(self.names[self.key_of(session, task)])


class KnowsTasksBySession(KnowsTasksByNumber):
    """The twin: a number means something only together with its session."""

    def key_of(self, session: NSURLSession, task: NSURLSessionTask) -> object:
        return (session, task.taskIdentifier())


# -- the plays -----------------------------------------------------------


def held_elsewhere(stage: Stage, extension: type[SharesItsIdentifier]) -> object:
    stage.device.hold_elsewhere(SYNC)
    session = extension().session
    stage.device.run()
    return session.delegate() is not None


def one_delegate_of_two_sessions(stage: Stage, delegate: type[KnowsTasksByNumber]) -> object:
    device = stage.device
    device.network.get(A).respond(body=b"episode")
    device.network.get(B).respond(body=b"cover")
    shared = delegate.alloc().init()
    for address, name in ((A, "episode"), (B, "cover")):
        session = device.session(shared)
        shared.fetch_as(session, address, name)
        session.finishTasksAndInvalidate()
    device.run()
    return sorted(shared.kept)


ROWS: tuple[Row, ...] = (
    Row(
        "B19",
        SharesItsIdentifier,
        HasItsOwnIdentifier,
        "identifier-of-one-process",
        held_elsewhere,
        True,
    ),
    Row(
        "B21",
        KnowsTasksByNumber,
        KnowsTasksBySession,
        OUTCOME,
        one_delegate_of_two_sessions,
        ["cover", "episode"],
        ["cover", "cover"],
    ),
)
