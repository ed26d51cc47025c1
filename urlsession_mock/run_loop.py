"""NSRunLoop: how a thread waits for what is to come.

Not here: anything that works, for now. One rule: what is not simulated is refused by name.
"""

from __future__ import annotations

from typing import Final

from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.not_simulated import not_simulated

__all__ = ["NSRunLoop"]

# fmt: off
_REFUSED: Final = (
    "getCFRunLoop", "addTimer:forMode:", "addPort:forMode:", "removePort:forMode:",
    "limitDateForMode:", "acceptInputForMode:beforeDate:", "+currentRunLoop", "+mainRunLoop",
    "currentMode", "run", "runUntilDate:", "runMode:beforeDate:", "configureAsServer",
    "performInModes:block:", "performBlock:", "performSelector:target:argument:order:modes:",
    "cancelPerformSelector:target:argument:", "cancelPerformSelectorsWithTarget:",
)
# fmt: on


@not_simulated(*_REFUSED)
class NSRunLoop(NSObject):
    """A run loop. Source: developer.apple.com/documentation/foundation/runloop"""
