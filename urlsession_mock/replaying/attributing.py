"""Whose doing an event was: the delivery in whose call it happened, or nobody's.

Pure. One rule: what a thread does between a delivery there and the end of that call
belongs to the call.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from urlsession_mock.events import (
    Delivered,
    Dropped,
    Enqueued,
    Event,
    FileLeft,
    Looked,
    Raised,
    Returned,
    Skipped,
    Stuck,
)
from urlsession_mock.recording import PLAIN
from urlsession_mock.replaying.data_run import DataRun
from urlsession_mock.selectors import CREATED

__all__ = ["attributed"]

E = TypeVar("E", bound=Event | DataRun)

# So many events are read ahead to find the end of a call that may have been over already.
_AHEAD = 10_000
# They belong to the system, whichever thread they came on.
_SYSTEMS = frozenset({Enqueued, Skipped, Dropped})


def attributed(events: Iterable[E]) -> Iterator[tuple[E, int | None]]:
    """Each event, and the number of the delivery in whose call it happened; None outside.

    A delivery, and the end of a call, have the call around them: `didCreateTask` comes
    inside of the call that makes a task.
    """
    return _Attribution(events).pairs()


class _Attribution(Generic[E]):
    def __init__(self, events: Iterable[E]) -> None:
        self._events = iter(events)
        self._ahead: deque[E] = deque()
        self._open: dict[tuple[str, int], list[int]] = {}
        # The last delivery of a kind that repeats: it has an end of its own only where
        # something happened in it.
        self._perhaps: dict[tuple[str, int], int] = {}

    def pairs(self) -> Iterator[tuple[E, int | None]]:
        ahead, events = self._ahead, self._events
        while True:
            if ahead:
                event = ahead.popleft()
            else:
                try:
                    event = next(events)
                except StopIteration:
                    return
            kind = type(event)
            if kind in _SYSTEMS:
                yield event, None
            elif kind is DataRun:
                self._perhaps[str(event.lane), event.lane.thread] = event.last  # type: ignore[union-attr]  # `kind` says so
                yield event, None
            elif kind is Delivered:
                yield event, self._began(event)  # type: ignore[arg-type]  # `kind` says so
            else:
                yield event, self._around(event)  # type: ignore[arg-type]  # it is no run

    def _began(self, event: Delivered) -> int | None:
        lane = event.lane
        key = (str(lane), lane.thread)
        calls = self._open.get(key)
        if event.selector in PLAIN:
            self._perhaps[key] = event.number
            return calls[-1] if calls else None
        around = self._call(key) if event.selector is CREATED else None
        if event.selector is not CREATED:
            self._perhaps.pop(key, None)
        self._open.setdefault(key, []).append(event.number)
        return around

    def _around(self, event: Event) -> int | None:
        lane = event.lane
        key = (str(lane), lane.thread)
        if isinstance(event, Returned):
            calls = self._open.get(key)
            if calls and calls[-1] == event.delivered:
                calls.pop()
            elif self._perhaps.get(key) == event.delivered:
                del self._perhaps[key]
            return self._call(key)
        if isinstance(event, (Raised, FileLeft, Looked)):
            return event.delivered
        if isinstance(event, Stuck):  # whatever was under way has no end any more
            self._open.clear()
            self._perhaps.clear()
            return None
        return self._call(key)

    def _call(self, key: tuple[str, int]) -> int | None:
        calls = self._open.get(key)
        if calls:
            return calls[-1]
        perhaps = self._perhaps.get(key)
        if perhaps is not None and not self._ends(perhaps, key):
            del self._perhaps[key]
            return None
        return perhaps

    def _ends(self, delivered: int, key: tuple[str, int]) -> bool:
        """The end of this call is still to come, so it is not over yet."""
        for event in self._upcoming():
            if isinstance(event, Returned):
                if event.delivered == delivered:
                    return True
            elif _takes_a_turn(event) and (str(event.lane), event.lane.thread) == key:
                return False
        return False

    def _upcoming(self) -> Iterator[E]:
        yield from tuple(self._ahead)
        while len(self._ahead) < _AHEAD:
            try:
                event = next(self._events)
            except StopIteration:
                return
            self._ahead.append(event)
            yield event


def _takes_a_turn(event: Event | DataRun) -> bool:
    if isinstance(event, Delivered):
        return event.selector is not CREATED
    return isinstance(event, DataRun)
