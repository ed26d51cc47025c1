"""NSTimer: a block or a selector called later, once or again and again.

Not here: run loops (run_loop.py, loops.py). One rule: it fires only on the run loop it was added
to, never before its date; one that comes late fires once, and goes on in its own rhythm.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Final, Self

from urlsession_mock.agenda import DEFAULT_MODE, Entry, modes_of
from urlsession_mock.foundation.date import NSDate
from urlsession_mock.foundation.objects import NSObject, Selecting, perform
from urlsession_mock.not_simulated import not_simulated
from urlsession_mock.world import current

if TYPE_CHECKING:
    from urlsession_mock.loops import Loop

__all__ = ["NSTimer"]

# What takes an NSInvocation.
_REFUSED: Final = (
    "+timerWithTimeInterval:invocation:repeats:",
    "+scheduledTimerWithTimeInterval:invocation:repeats:",
)
# Seconds. "If ti is less than or equal to 0.0, this method chooses the nonnegative value of 0.1
# milliseconds instead." Source: Apple's pages of its init methods.
_SHORTEST: Final = 0.0001


@not_simulated(*_REFUSED)
class NSTimer(NSObject):
    """A timer. Source: developer.apple.com/documentation/foundation/timer"""

    __slots__ = (
        "_call",
        "_date",
        "_entry",
        "_interval",
        "_is_valid",
        "_loop",
        "_modes",
        "_tolerance",
        "_user_info",
    )
    __not_simulated__: ClassVar[tuple[str, ...]] = ()
    _call: Callable[[], object]
    _date: NSDate
    _entry: Entry | None
    _interval: float | None
    _is_valid: bool
    _loop: Loop | None
    _modes: frozenset[str]
    _tolerance: float
    _user_info: object

    # -- making ----------------------------------------------------------

    def initWithFireDate_interval_repeats_block_(
        self, date: NSDate, seconds: float, repeats: bool, block: Callable[[NSTimer], object], /
    ) -> Self:
        """Make one that calls a block with itself; it has to be added to a run loop."""
        return self._set_up(date, seconds, repeats, lambda: block(self), None)

    def initWithFireDate_interval_target_selector_userInfo_repeats_(
        self,
        date: NSDate,
        seconds: float,
        target: NSObject,
        selector: Selecting,
        info: object,
        repeats: bool,
        /,
    ) -> Self:
        """Make one that performs a selector, with itself as argument; to be added as above."""
        return self._set_up(date, seconds, repeats, lambda: perform(target, selector, self), info)

    def _set_up(
        self,
        date: NSDate,
        seconds: float,
        repeats: bool,
        call: Callable[[], object],
        info: object,
    ) -> Self:
        self._date, self._call, self._user_info = date, call, info
        self._interval = max(float(seconds), _SHORTEST) if repeats else None
        self._is_valid, self._tolerance = True, 0.0
        self._loop, self._entry, self._modes = None, None, frozenset()
        return self

    @classmethod
    def timerWithTimeInterval_repeats_block_(
        cls, seconds: float, repeats: bool, block: Callable[[NSTimer], object], /
    ) -> Self:
        """Make one that is due so many seconds from now; it has to be added to a run loop."""
        return cls.alloc().initWithFireDate_interval_repeats_block_(
            _from_now(seconds), seconds, repeats, block
        )

    @classmethod
    def timerWithTimeInterval_target_selector_userInfo_repeats_(
        cls,
        seconds: float,
        target: NSObject,
        selector: Selecting,
        info: object,
        repeats: bool,
        /,
    ) -> Self:
        """The same for a selector."""
        return cls.alloc().initWithFireDate_interval_target_selector_userInfo_repeats_(
            _from_now(seconds), seconds, target, selector, info, repeats
        )

    @classmethod
    def scheduledTimerWithTimeInterval_repeats_block_(
        cls, seconds: float, repeats: bool, block: Callable[[NSTimer], object], /
    ) -> Self:
        """Make one, and add it to the calling thread's run loop in its default mode."""
        made = cls.timerWithTimeInterval_repeats_block_(seconds, repeats, block)
        made._schedule(current().loops.here(), modes_of([DEFAULT_MODE]))
        return made

    @classmethod
    def scheduledTimerWithTimeInterval_target_selector_userInfo_repeats_(
        cls,
        seconds: float,
        target: NSObject,
        selector: Selecting,
        info: object,
        repeats: bool,
        /,
    ) -> Self:
        """The same for a selector."""
        made = cls.timerWithTimeInterval_target_selector_userInfo_repeats_(
            seconds, target, selector, info, repeats
        )
        made._schedule(current().loops.here(), modes_of([DEFAULT_MODE]))
        return made

    # -- firing ----------------------------------------------------------

    def _schedule(self, loop: Loop, modes: frozenset[str]) -> None:
        """Put it on a run loop; a second one gets nothing, a further mode is added."""
        if not self._is_valid or (self._loop is not None and self._loop is not loop):
            return
        self._loop = loop
        self._modes |= modes
        self._put_on()

    def _put_on(self) -> None:
        loop = self._loop
        if loop is None:
            return
        if self._entry is not None:
            loop.agenda.remove(self._entry)
        clock = loop.loops.clock
        at = self._date.timeIntervalSince1970() - clock.today() + clock.now()
        self._entry = Entry(at, self._due, self._modes, is_single=self._interval is None)
        loop.add(self._entry)

    def _due(self) -> None:
        before = self._date
        self.fire()
        if self._is_valid and self._interval is not None and self._date is before:
            late = max(-before.timeIntervalSinceNow(), 0.0)
            missed = math.floor(late / self._interval)
            self._date = before.dateByAddingTimeInterval_((missed + 1) * self._interval)
            self._put_on()

    def fire(self) -> None:
        """Fire now; one that does not repeat is invalid afterwards, whenever it was due."""
        if not self._is_valid:
            return
        try:
            self._call()
        finally:
            if self._interval is None:
                self.invalidate()

    def invalidate(self) -> None:
        """Never fire again."""
        self._is_valid = False
        if self._loop is not None and self._entry is not None:
            self._loop.agenda.remove(self._entry)

    # -- properties ------------------------------------------------------

    def isValid(self) -> bool:
        """It can still fire."""
        return self._is_valid

    def fireDate(self) -> NSDate:
        """When it fires next, or fired last where it is invalid."""
        return self._date

    def setFireDate_(self, date: NSDate, /) -> None:
        """Let it fire at another date."""
        self._date = date
        if self._is_valid:
            self._put_on()

    def timeInterval(self) -> float:
        """Seconds between two times it fires; 0 where it does not repeat."""
        return self._interval or 0.0

    def tolerance(self) -> float:
        """How many seconds it may come late; stored, for here it comes in time."""
        return self._tolerance

    def setTolerance_(self, seconds: float, /) -> None:
        """Set how late it may come."""
        self._tolerance = float(seconds)

    def userInfo(self) -> object:
        """What was given with it."""
        return self._user_info


def _from_now(seconds: float) -> NSDate:
    return NSDate.dateWithTimeIntervalSinceNow_(max(float(seconds), _SHORTEST))
