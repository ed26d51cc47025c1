"""NSTimer: a block called later.

Not here: anything that works, for now. One rule: what is not simulated is refused by name.
"""

from __future__ import annotations

from typing import Final

from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.not_simulated import not_simulated

__all__ = ["NSTimer"]

# fmt: off
_REFUSED: Final = (
    "+timerWithTimeInterval:invocation:repeats:",
    "+scheduledTimerWithTimeInterval:invocation:repeats:",
    "+timerWithTimeInterval:target:selector:userInfo:repeats:",
    "+scheduledTimerWithTimeInterval:target:selector:userInfo:repeats:",
    "+timerWithTimeInterval:repeats:block:", "+scheduledTimerWithTimeInterval:repeats:block:",
    "initWithFireDate:interval:repeats:block:",
    "initWithFireDate:interval:target:selector:userInfo:repeats:", "fire", "invalidate",
    "fireDate", "setFireDate:", "timeInterval", "tolerance", "setTolerance:", "isValid",
    "userInfo",
)
# fmt: on


@not_simulated(*_REFUSED)
class NSTimer(NSObject):
    """A timer. Source: developer.apple.com/documentation/foundation/timer"""
