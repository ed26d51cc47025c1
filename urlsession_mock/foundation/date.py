"""NSDate and NSDateInterval: moments, and the time between two.

What it is: moments as seconds, and comparing them. What it is not: a calendar, a time zone or a
parser. "Now" is the device's, where one is active, so that
dates agree with its clock. Its one rule: a moment is one number of seconds, and never changes.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, overload

from urlsession_mock.foundation.loading_enums import NSComparisonResult
from urlsession_mock.foundation.misuse import must_be
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.not_simulated import not_simulated

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

__all__ = ["NSDate", "NSDateInterval", "NSTimeIntervalSince1970"]

# Seconds from 1970 to 2001, the reference date.
NSTimeIntervalSince1970: Final = 978307200.0

# What a Mac gives, in seconds from the reference date.
_DISTANT_PAST: Final = -63114076800.0
_DISTANT_FUTURE: Final = 63113904000.0


def now() -> float:
    """Seconds since 1970, as the active device's calendar has it, or the real ones."""
    # later: devices are built on these classes
    from urlsession_mock.world import active

    world = active()
    return time.time() if world is None else world.clock.today()


class _SinceReference:
    """`timeIntervalSinceReferenceDate`, which NSDate has as a method and as a class method."""

    @overload
    def __get__(self, date: None, owner: type[NSDate]) -> Callable[[], float]: ...
    @overload
    def __get__(self, date: NSDate, owner: type[NSDate]) -> Callable[[], float]: ...
    def __get__(self, date: NSDate | None, owner: type[NSDate]) -> Callable[[], float]:
        if date is None:
            return lambda: now() - NSTimeIntervalSince1970
        return date.seconds_since_reference


# fmt: off
_REFUSED: Final = (
    "initWithCoder:", "descriptionWithLocale:", "+dateWithNaturalLanguageString:locale:",
    "+dateWithNaturalLanguageString:", "+dateWithString:", "dateWithCalendarFormat:timeZone:",
    "descriptionWithCalendarFormat:timeZone:locale:", "initWithString:",
)
# fmt: on


@not_simulated(*_REFUSED)
class NSDate(NSObject):
    """A moment. Source: developer.apple.com/documentation/foundation/nsdate"""

    __slots__ = ("_seconds",)
    _seconds: float

    timeIntervalSinceReferenceDate: _SinceReference = _SinceReference()

    @classmethod
    def date(cls) -> Self:
        """Now."""
        return cls.dateWithTimeIntervalSinceNow_(0.0)

    @classmethod
    def now(cls) -> Self:
        """Now."""
        return cls.date()

    @classmethod
    def distantPast(cls) -> Self:
        """A moment before all others."""
        return cls.dateWithTimeIntervalSinceReferenceDate_(_DISTANT_PAST)

    @classmethod
    def distantFuture(cls) -> Self:
        """A moment after all others."""
        return cls.dateWithTimeIntervalSinceReferenceDate_(_DISTANT_FUTURE)

    @classmethod
    def dateWithTimeIntervalSinceNow_(cls, seconds: float, /) -> Self:
        """So many seconds from now."""
        return cls.alloc().initWithTimeIntervalSinceNow_(seconds)

    @classmethod
    def dateWithTimeIntervalSinceReferenceDate_(cls, seconds: float, /) -> Self:
        """So many seconds after the start of 2001."""
        return cls.alloc().initWithTimeIntervalSinceReferenceDate_(seconds)

    @classmethod
    def dateWithTimeIntervalSince1970_(cls, seconds: float, /) -> Self:
        """So many seconds after the start of 1970."""
        return cls.alloc().initWithTimeIntervalSince1970_(seconds)

    @classmethod
    def dateWithTimeInterval_sinceDate_(cls, seconds: float, date: NSDate, /) -> Self:
        """So many seconds after another moment."""
        return cls.alloc().initWithTimeInterval_sinceDate_(seconds, date)

    def init(self) -> Self:
        """Now."""
        return self.initWithTimeIntervalSinceNow_(0.0)

    def initWithTimeIntervalSinceReferenceDate_(self, seconds: float, /) -> Self:
        """As `dateWithTimeIntervalSinceReferenceDate_`."""
        must_be((int, float), seconds, "NSDate", "pass seconds as a number")
        self._seconds = float(seconds)
        return self

    def initWithTimeIntervalSinceNow_(self, seconds: float, /) -> Self:
        """As `dateWithTimeIntervalSinceNow_`."""
        return self.initWithTimeIntervalSince1970_(now() + seconds)

    def initWithTimeIntervalSince1970_(self, seconds: float, /) -> Self:
        """As `dateWithTimeIntervalSince1970_`."""
        return self.initWithTimeIntervalSinceReferenceDate_(seconds - NSTimeIntervalSince1970)

    def initWithTimeInterval_sinceDate_(self, seconds: float, date: NSDate, /) -> Self:
        """As `dateWithTimeInterval_sinceDate_`."""
        return self.initWithTimeIntervalSinceReferenceDate_(date._seconds + seconds)

    def seconds_since_reference(self) -> float:
        """The seconds from the start of 2001. Ours: what the property of that name is made of."""
        return self._seconds

    def timeIntervalSince1970(self) -> float:
        """The seconds from the start of 1970."""
        return self._seconds + NSTimeIntervalSince1970

    def timeIntervalSinceNow(self) -> float:
        """The seconds from now; negative for the past."""
        return self.timeIntervalSince1970() - now()

    def timeIntervalSinceDate_(self, date: NSDate, /) -> float:
        """The seconds from another moment."""
        return self._seconds - date._seconds

    def dateByAddingTimeInterval_(self, seconds: float, /) -> Self:
        """So many seconds later."""
        return self.dateWithTimeInterval_sinceDate_(seconds, self)

    def addTimeInterval_(self, seconds: float, /) -> Self:
        """The deprecated spelling of `dateByAddingTimeInterval_`."""
        return self.dateByAddingTimeInterval_(seconds)

    def earlierDate_(self, date: NSDate, /) -> NSDate:
        """The earlier of the two."""
        return date if date._seconds < self._seconds else self

    def laterDate_(self, date: NSDate, /) -> NSDate:
        """The later of the two."""
        return date if date._seconds > self._seconds else self

    def compare_(self, date: NSDate, /) -> NSComparisonResult:
        """How the two are ordered."""
        mine, other = self._seconds, date._seconds
        return NSComparisonResult((mine > other) - (mine < other))

    def isEqualToDate_(self, date: NSDate, /) -> bool:
        """Whether the two are the same moment."""
        return self._seconds == date._seconds

    def copy(self) -> Self:
        """The date itself; it cannot change."""
        return self

    def description(self) -> str:
        """The moment in UTC, as a Mac prints it."""
        try:
            moment = datetime.fromtimestamp(self.timeIntervalSince1970(), UTC)
        except (OverflowError, ValueError, OSError):
            return f"{self._seconds} seconds from 2001-01-01 00:00:00 +0000"
        return moment.strftime("%Y-%m-%d %H:%M:%S +0000")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NSDate):
            return NotImplemented
        return self._seconds == other._seconds

    def __lt__(self, other: NSDate) -> bool:
        return self._seconds < other._seconds

    def __le__(self, other: NSDate) -> bool:
        return self._seconds <= other._seconds

    def __gt__(self, other: NSDate) -> bool:
        return self._seconds > other._seconds

    def __ge__(self, other: NSDate) -> bool:
        return self._seconds >= other._seconds

    def __hash__(self) -> int:
        return hash(self._seconds)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.description()}>"


class NSDateInterval(NSObject):
    """The time between two moments, as far as task metrics need it.

    Source: developer.apple.com/documentation/foundation/nsdateinterval
    """

    __slots__ = ("_end", "_start")
    _start: NSDate
    _end: NSDate

    def initWithStartDate_endDate_(self, start: NSDate, end: NSDate, /) -> Self:
        """From one moment to another. Raises ValueError if the second is earlier."""
        if end < start:
            raise ValueError(
                f"an NSDateInterval cannot end at {end!r}, before it starts: {start!r}"
            )
        self._start, self._end = start, end
        return self

    def initWithStartDate_duration_(self, start: NSDate, seconds: float, /) -> Self:
        """From one moment on for so many seconds."""
        return self.initWithStartDate_endDate_(start, start.dateByAddingTimeInterval_(seconds))

    def startDate(self) -> NSDate:
        """When it starts."""
        return self._start

    def endDate(self) -> NSDate:
        """When it ends."""
        return self._end

    def duration(self) -> float:
        """How many seconds it takes."""
        return self._end.timeIntervalSinceDate_(self._start)

    def copy(self) -> Self:
        """The interval itself; it cannot change."""
        return self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NSDateInterval):
            return NotImplemented
        return (self._start, self._end) == (other._start, other._end)

    def __hash__(self) -> int:
        return hash((self._start, self._end))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._start.description()} for {self.duration()} s>"
