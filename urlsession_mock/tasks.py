"""The task objects a delegate is shown, spelt as in PyObjC.

Not here: what the system knows of a task (facts.py) or does with it (engine.py).
One rule: an object asks its life; it remembers nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Never

from urlsession_mock.arguments import needs_block
from urlsession_mock.conformance import check_delegate
from urlsession_mock.errors import AppleException
from urlsession_mock.events import TaskChanged, TaskSet, Where
from urlsession_mock.foundation.date import NSDate
from urlsession_mock.foundation.enums import NSURLSessionTaskState
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.error_codes import NSURLErrorFileDoesNotExist
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.foundation.progress import NSProgress
from urlsession_mock.foundation.request import NSURLRequest
from urlsession_mock.foundation.response import NSURLResponse
from urlsession_mock.lifecycle import UNRESUMED
from urlsession_mock.where import caller

if TYPE_CHECKING:
    from urlsession_mock.engine import Life
    from urlsession_mock.facts import Facts
    from urlsession_mock.foundation.data import NSData
    from urlsession_mock.session import NSURLSession

__all__ = [
    "NSURLSessionDataTask",
    "NSURLSessionDownloadTask",
    "NSURLSessionTask",
    "NSURLSessionUploadTask",
]


__tracebackhide__ = True  # pytest then shows the caller's line


class NSURLSessionTask(NSObject):
    """A task of a session. Made by the session, never directly.

    Source: developer.apple.com/documentation/foundation/urlsessiontask
    """

    __slots__ = ("_facts", "_life", "_session")

    _life: Life
    _facts: Facts
    _session: NSURLSession

    @classmethod
    def _show(cls, session: NSURLSession, life: Life) -> NSURLSessionTask:
        self = object.__new__(cls)
        self._session, self._life, self._facts = session, life, life.facts
        life.face = self
        return self

    def init(self) -> Never:
        """Refused: a task comes from a session's method."""
        raise AppleException(
            "NSGenericException",
            f"{type(self).__name__} is made by a session, for example "
            f"session.dataTaskWithRequest_(request)",
        )

    @classmethod
    def new(cls) -> Never:
        """Refused, as `init`."""
        cls.alloc().init()

    # -- what it is about ------------------------------------------------

    def taskIdentifier(self) -> int:
        """Its number, unique in its session only (R64)."""
        return self._life.number or 0

    def originalRequest(self) -> NSURLRequest | None:
        """The request it was made with; None for a stream task."""
        return self._facts.request

    def currentRequest(self) -> NSURLRequest | None:
        """The request that is being loaded: differs after a redirect (R72)."""
        return self._facts.current_request

    def response(self) -> NSURLResponse | None:
        """The server's response, None until it arrived."""
        return self._facts.response

    def error(self) -> NSError | None:
        """None while it runs and after success; else what its delegate was told (R86)."""
        return self._facts.error

    def state(self) -> NSURLSessionTaskState:
        """Running 0, Suspended 1, Canceling 2, Completed 3 (R56)."""
        return self._facts.state

    # -- running it ------------------------------------------------------

    def resume(self) -> None:
        """Start it, or undo one `suspend` (R55, R56)."""
        facts, session, life = self._facts, self._session, self._life
        self._changed("resume", caller(2))
        facts.suspensions -= 1
        if facts.suspensions > 0 or life.position.name != UNRESUMED:
            return
        if not session._process.is_alive:
            return
        session._channel.resume(life)
        if facts.take_copy():
            session._world.started(self)
        else:
            url = facts.request.URL() if facts.request is not None else None
            session._fail(life, NSError.url_error(NSURLErrorFileDoesNotExist, url))

    def suspend(self) -> None:
        """Pause it; messages on their way may still arrive (R57). Nests with `resume` (R56)."""
        self._changed("suspend", caller(2))
        self._facts.suspensions += 1

    def cancel(self) -> None:
        """Give it up: it completes with NSURLErrorCancelled, later (R58)."""
        self._cancel(caller(2))

    def _cancel(self, where: Where | None) -> None:
        self._changed("cancel", where)
        self._session._cancel(self._life)

    def _set(self, what: str, value: object, where: Where | None) -> None:
        world, session = self._session._world, self._session._number
        lane, number = world.lanes.here(), self._life.number
        world.recording.add(TaskSet, lane, session, number, what, value, where)

    def _changed(self, change: str, where: Where | None) -> None:
        session, world = self._session, self._session._world
        number = self.taskIdentifier()
        world.recording.add(TaskChanged, world.lanes.here(), session._number, number, change, where)

    # -- its own delegate ------------------------------------------------

    def delegate(self) -> object:
        """The task's own delegate, None where it has none or has ended (R83)."""
        return self._life.delegate

    def setDelegate_(self, delegate: object, /) -> None:
        """Give the task a delegate of its own, before its first resume (R83).

        Raises `AppleException` after the first resume and in a background session, as Apple
        does; `NotADelegate` for an object that is no well-formed delegate.
        """
        session = self._session
        if session._is_background:
            raise session._refused(
                "background-session-limits",
                "NSGenericException",
                "Task delegate is not supported on background session task",
            )
        if self._life.position.name != UNRESUMED:
            raise AppleException("NSGenericException", "Cannot set task delegate after resumption")
        if delegate is not None:
            check_delegate(delegate)
        self._life.delegate = delegate

    # -- numbers and hints -----------------------------------------------

    def countOfBytesReceived(self) -> int:
        """Body bytes received so far."""
        return self._session._received(self._life)

    def countOfBytesSent(self) -> int:
        """Body bytes sent so far (R78)."""
        return self._facts.sent

    def countOfBytesExpectedToSend(self) -> int:
        """Body bytes to send in all, -1 where that cannot be known (R78)."""
        return self._facts.expected_send

    def countOfBytesExpectedToReceive(self) -> int:
        """Body bytes to receive in all, -1 where that cannot be known."""
        return self._facts.expected_receive

    def countOfBytesClientExpectsToSend(self) -> int:
        """The app's guess, headers included; for scheduling only (R49)."""
        return self._facts.hint_send

    def setCountOfBytesClientExpectsToSend_(self, count: int, /) -> None:
        """Store the guess, in bytes (R49)."""
        self._facts.hint_send = count

    def countOfBytesClientExpectsToReceive(self) -> int:
        """The app's guess, headers included; for scheduling only (R49)."""
        return self._facts.hint_receive

    def setCountOfBytesClientExpectsToReceive_(self, count: int, /) -> None:
        """Store the guess, in bytes (R49)."""
        self._facts.hint_receive = count

    def earliestBeginDate(self) -> NSDate | None:
        """When it may start, in a background session (R48)."""
        return self._facts.begin_date

    def setEarliestBeginDate_(self, date: NSDate | None, /) -> None:
        """Store the date; it delays background tasks only (R48)."""
        self._facts.begin_date = date
        self._set("earliestBeginDate", date, caller(2))

    def taskDescription(self) -> str | None:
        """A text of the app's; kept over a relaunch (R53)."""
        return self._facts.description

    def setTaskDescription_(self, description: str | None, /) -> None:
        """Store a text of the app's."""
        self._facts.description = description
        self._set("taskDescription", description, caller(2))

    def priority(self) -> float:
        """A hint from 0.0 to 1.0, 0.5 by default."""
        return self._facts.priority

    def setPriority_(self, priority: float, /) -> None:
        """Store the hint, from 0.0 to 1.0."""
        self._facts.priority = priority
        self._set("priority", priority, caller(2))

    def prefersIncrementalDelivery(self) -> bool:
        """A hint, True by default."""
        return self._facts.incremental

    def setPrefersIncrementalDelivery_(self, incremental: bool, /) -> None:
        """Store the hint."""
        self._facts.incremental = incremental

    def progress(self) -> NSProgress:
        """The transfer's progress as it is now."""
        facts = self._facts
        progress = NSProgress.progressWithTotalUnitCount_(facts.expected_receive)
        progress.setCompletedUnitCount_(self.countOfBytesReceived())
        return progress

    def copy(self) -> NSURLSessionTask:
        """The same object: copying a task gives the task (R39)."""
        return self

    def __repr__(self) -> str:
        url = self._facts.url
        where = f" {url.absoluteString()}" if url is not None else ""
        return f"<{type(self).__name__} {self.taskIdentifier()}{where}>"


class NSURLSessionDataTask(NSURLSessionTask):
    """A task that gives its body to the delegate, piece by piece."""

    __slots__ = ()


class NSURLSessionUploadTask(NSURLSessionDataTask):
    """A data task with a body to send."""

    __slots__ = ()

    def cancelByProducingResumeData_(self, handler: Callable[[NSData | None], object], /) -> None:
        """Cancel, and give the block what a later upload can go on from, or None (R80)."""
        needs_block(handler, "the resume data, or None")
        self._session._cancel_for_resume_data(self, handler, caller(2))


class NSURLSessionDownloadTask(NSURLSessionTask):
    """A task that gives its body to the delegate as a file."""

    __slots__ = ()

    def cancelByProducingResumeData_(self, handler: Callable[[NSData | None], object], /) -> None:
        """Cancel, and give the block what a later download can go on from, or None (R80).

        The block runs on a thread that is neither main nor the delegate queue (R28).
        """
        needs_block(handler, "the resume data, or None")
        self._session._cancel_for_resume_data(self, handler, caller(2))
