"""Carries messages to a delegate, one after the other, on the delegate's lane.

Not here: threads (queues.py), or what may come (engine.py). One rule: whatever a
delegate does inside its method is recorded, and nothing it does stops the
messages behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, cast

from urlsession_mock.calls import Calls
from urlsession_mock.conformance import implementation
from urlsession_mock.engine import Block, Channel, Life
from urlsession_mock.errors import Deadlock, Killed
from urlsession_mock.events import BlockCalled, FileLeft, Lane, Looked, Raised, Skipped
from urlsession_mock.files import TemporaryFile
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.error_codes import NSURLErrorCancelled
from urlsession_mock.foundation.response import NSHTTPURLResponse
from urlsession_mock.handlers import DEFAULTS
from urlsession_mock.lifecycle import LAST
from urlsession_mock.recording import DELIVERED, PLAIN, STRIDE, number_of, spread
from urlsession_mock.selectors import (
    BECAME_DOWNLOAD,
    BECAME_STREAM,
    CAPTURED_STREAMS,
    COMPLETE,
    FINISH_DOWNLOAD,
    INVALID,
    Selector,
)
from urlsession_mock.where import raised_at
from urlsession_mock.workers import LaneClosed

if TYPE_CHECKING:
    from urlsession_mock.session import NSURLSession

__all__ = ["Delivery"]

_ENDS = frozenset({COMPLETE, BECAME_DOWNLOAD, BECAME_STREAM, CAPTURED_STREAMS})


class Delivery:
    """The way from one channel to the delegate of one session."""

    def __init__(self, session: NSURLSession, channel: Channel) -> None:
        self._session = session
        self._channel = channel
        self._recording = channel.recording

    def carry(self, positions: list[int], lane: Lane) -> None:
        """Deliver the messages at these log positions, on the calling thread.

        The three messages that repeat by the thousand take the short way; anything unusual about
        one sends it the long way round.
        """
        session, recording = self._session, self._recording
        log, clock, lock = recording.log, recording.clock, recording.lock
        is_one = len(positions) == 1
        methods = self._plain_methods((log[positions[0]],) if is_one else PLAIN)
        waiting = iter(positions)
        try:
            for position in waiting:
                selector, life, carried = log[position], log[position + 2], log[position + 3]
                method, edge, end = methods.get(selector), None, 0
                if method is not None and life.delegate is None:
                    lock.acquire()  # as a context manager a lock costs twice as much
                    try:
                        edge = life.position.get(selector)
                        if edge is not None:
                            life.position = edge.to
                            end = len(log) + STRIDE
                            log += (DELIVERED, clock(), lane, position)
                    finally:
                        lock.release()
                if method is None or edge is None:
                    self._carry_slowly(position, selector, life, spread(carried), lane)
                    if not session._process.is_alive:
                        break
                    continue
                try:
                    if type(carried) is tuple:
                        method(session, life.face, *carried)
                    else:
                        method(session, life.face, carried)
                except BaseException as error:
                    self._raised(lane, number_of(end - STRIDE), error)
                if len(log) != end:
                    recording.returned(lane, end - STRIDE)
                    if not session._process.is_alive:
                        break
        finally:
            left = list(waiting)
            if left:
                self._channel.put_back(left)

    def _plain_methods(
        self, selectors: Iterable[Selector]
    ) -> dict[Selector, Callable[..., object]]:
        """What the delegate implements of these, as far as they repeat by the thousand."""
        delegate = self._session._delegate
        methods: dict[Selector, Callable[..., object]] = {}
        if delegate is not None:
            for selector in selectors:
                method = implementation(delegate, selector) if selector in PLAIN else None
                if method is not None:
                    methods[selector] = method
        return methods

    # -- the long way ----------------------------------------------------

    def _carry_slowly(
        self, position: int, selector: Selector, life: Life, arguments: tuple[Any, ...], lane: Lane
    ) -> None:  # Any: a message carries what its row says, checked when it was enqueued
        channel = self._channel
        if isinstance(selector, Block):
            self._call_block(position, selector, arguments, lane)
            return
        if position < life.cut:
            channel.drop(position, "the task was cancelled")
            return
        if life.position.gate and channel.park(life, position):
            return
        if selector in LAST and channel.hold(position):
            return
        if not channel.advance(life, selector, arguments, position):
            channel.drop(position, f"the {life.kind.value} is {life.position.name}")
            return
        self._before(selector, life, arguments, lane)
        method = self._method(selector, life)
        if method is None:
            self._skip(position, selector, life, arguments, lane)
        else:
            self._call(method, position, selector, life, arguments, lane)
        if selector in _ENDS:
            self._session._ended(life)
        elif selector is INVALID:
            self._session._became_invalid()

    def _method(self, selector: Selector, life: Life) -> Callable[..., object] | None:
        """The task's delegate is asked first, then the session's (R83)."""
        if life.delegate is not None:
            method = implementation(life.delegate, selector)
            if method is not None:
                return method
        delegate = self._session._delegate
        return None if delegate is None else implementation(delegate, selector)

    def _before(
        self, selector: Selector, life: Life, arguments: tuple[Any, ...], lane: Lane
    ) -> None:
        """What is true of a task, or of its session, by the time the delegate hears of it."""
        if selector is COMPLETE:
            life.facts.completed(arguments[0])
            self._end_calls(life, arguments[0], lane)
        elif selector is CAPTURED_STREAMS:
            self._end_calls(life, None, lane)
        elif selector is INVALID:
            self._session._world.session_ended(self._session)  # its identifier is free (R37)
            for other in list(self._channel.lives.values()):  # only those of C2 are left by now
                self._end_calls(other, NSError.url_error(NSURLErrorCancelled), lane)

    def _end_calls(self, life: Life, error: NSError | None, lane: Lane) -> None:
        """Call the blocks that the end of a task leaves without an answer."""
        calls: Calls | None = life.facts.calls
        if calls is not None:
            with self._recording.lock:
                owed = calls.end(error)
            for what, call in owed:
                self.call_block(what, call, lane)

    def _skip(
        self, position: int, selector: Selector, life: Life, arguments: tuple[Any, ...], lane: Lane
    ) -> None:
        answer, default = DEFAULTS.get(selector, (None, "nothing"))
        self._recording.add(
            Skipped,
            lane,
            number_of(position),
            self._session._number,
            life.task,
            selector,
            default,
        )
        if selector is FINISH_DOWNLOAD:
            cast(TemporaryFile, arguments[0]).end()  # the session put it there
        if answer is not None:
            self._session._replied(life, selector, answer, ())

    def _call(
        self,
        method: Callable[..., object],
        position: int,
        selector: Selector,
        life: Life,
        arguments: tuple[Any, ...],
        lane: Lane,
    ) -> None:
        session, recording = self._session, self._recording
        start = recording.delivered(selector, lane, position)
        number = number_of(start)
        given: list[Any] = [session]  # Any: as the message carries it
        if life.number is not None:
            given.append(life.face)
        file: TemporaryFile | None = None
        if selector is FINISH_DOWNLOAD:
            file = cast(TemporaryFile, arguments[0])  # the session put it there
            file.watch()
            file.status = _status_of(life)
            given.append(file.url)
        else:
            given += arguments
        if selector.handler is not None:
            given.append(session._handler(life, selector, number))
        self._notice_looks(selector, life, arguments, number)
        try:
            method(*given)
        except BaseException as error:
            self._raised(lane, number, error)
        if file is not None and not file.end():
            recording.add(FileLeft, lane, number, str(file.path), file.status)
        recording.returned(lane, start)

    def _call_block(
        self, position: int, block: Block, arguments: tuple[Any, ...], lane: Lane
    ) -> None:
        self.call_block(str(block), arguments[0], lane)

    def call_block(self, what: str, call: Callable[[], object], lane: Lane) -> None:
        """Call a block that the app gave to the session, on the calling thread."""
        event = self._recording.add(BlockCalled, lane, self._session._number, what)
        try:
            call()
        except BaseException as error:
            self._raised(lane, event.number, error)

    def _raised(self, lane: Lane, number: int, error: BaseException) -> None:
        if isinstance(error, (Deadlock, LaneClosed, Killed)):
            raise error
        if isinstance(error, KeyboardInterrupt) and lane == "main":
            raise error  # somebody pressed Ctrl-C, or the watchdog ends a wait
        where = raised_at(error.__traceback__)
        self._recording.add(Raised, lane, number, error, where)

    def _notice_looks(
        self, selector: Selector, life: Life, arguments: tuple[Any, ...], number: int
    ) -> None:
        """Note when the delegate reads what a rule wants it to read: a status, a reason."""
        lanes, add = self._session._world.lanes, self._recording.add

        def note(what: str) -> Callable[[], None]:
            return lambda: void(add(Looked, lanes.here(), number, what))

        if selector is COMPLETE and isinstance(arguments[0], NSError):
            arguments[0]._on_user_info = note("userInfo")
        elif selector is FINISH_DOWNLOAD and isinstance(life.facts.response, NSHTTPURLResponse):
            life.facts.response._on_status_code = note("statusCode")


def void(_: object) -> None:
    """Throw a value away where a statement cannot stand."""


def _status_of(life: Life) -> int:
    response = life.facts.response
    if not isinstance(response, NSHTTPURLResponse):
        return 0
    response._on_status_code = None
    return int(response.statusCode())
