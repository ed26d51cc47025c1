"""How long nothing has happened, and what threads did meanwhile: sleep, poll or work.

Not here: how one wait looks (held.py), what follows (pump.py, main_loop.py). One rule: a thread
that only ever sleeps, and wakes for nothing again and again, is waited for no longer than a limit.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from types import FrameType

from urlsession_mock.held import Stands, how, is_idle, time_used

__all__ = ["Place", "Stillness", "frame_of", "place_of"]

_ASLEEP = 0.5  # what part of the time a thread that polls is at work, at most
_JUST = 0.1  # for how many seconds a thread that was awake counts as at work
_POLLS = 10  # how often it must have woken for nothing before it counts as polling

Place = tuple[int, int]
"""Where a frame stands: its identity and its instruction."""


def frame_of(thread: int) -> FrameType | None:
    """The innermost frame of a thread; None where it has ended."""
    # Documented for CPython; there is no other way to look at another thread.
    return sys._current_frames().get(thread)


def place_of(frame: FrameType | None) -> Place | None:
    """Where a frame stands."""
    return None if frame is None else (id(frame), frame.f_lasti)


@dataclass(slots=True)
class _Seen:
    """What was seen of one thread."""

    first: int | None
    last: int | None
    place: Place | None
    woke: int = 0
    woke_at: float = 0.0
    was_outside: bool = False


class Stillness:
    """A time in which nothing happened, and the threads that were looked at in it."""

    def __init__(self) -> None:
        self.since: float = time.monotonic()
        self._mark: object = None
        self._seen: dict[int, _Seen] = {}

    def keep(self, mark: object) -> None:
        """Go on, or begin anew where `mark` has changed: something happened."""
        if mark != self._mark:
            self._mark, self.since = mark, time.monotonic()
            self._seen.clear()

    @property
    def lasted(self) -> float:
        """For how many seconds of real time."""
        return time.monotonic() - self.since

    def look(self, threads: Iterable[int]) -> None:
        """Note how threads stand now."""
        for thread in threads:
            frame, used = frame_of(thread), time_used(thread)
            place = place_of(frame)
            seen = self._seen.setdefault(thread, _Seen(used, used, place))
            if (used, place) != (seen.last, seen.place):
                seen.woke += 1
                seen.woke_at = time.monotonic()
            elif how(frame) is Stands.OUTSIDE:  # and not just seen between two sleeps
                seen.was_outside = True
            seen.last, seen.place = used, place

    def is_at_work(self, thread: int, *, was_there: bool) -> bool:
        """It may still do something by itself: it was just awake, or its wait ends, or may.

        One that was there before the device, and stands outside or serves others, is no matter of
        the test's.
        """
        seen, frame = self._seen[thread], frame_of(thread)
        if frame is None or (was_there and is_idle(frame)):
            return False
        if seen.woke and time.monotonic() - seen.woke_at < _JUST:
            return True
        match how(frame):
            case Stands.FOR_A_WHILE:
                return True
            case Stands.FOR_OTHERS:
                return False
            case Stands.OUTSIDE:
                return not (was_there or is_idle(frame))

    def is_polling(self, thread: int) -> bool:
        """It only ever slept, and woke for nothing."""
        seen = self._seen[thread]
        if seen.was_outside or seen.woke < _POLLS:
            return False
        if seen.first is None or seen.last is None:
            return True
        return seen.last - seen.first < self.lasted * _ASLEEP * 1e9
