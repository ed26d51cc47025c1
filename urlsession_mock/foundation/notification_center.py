"""NSNotificationCenter: who is told of what.

Not here: anything that works, for now. One rule: what is not simulated is refused by name.
"""

from __future__ import annotations

from typing import Final

from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.not_simulated import not_simulated

__all__ = ["NSNotificationCenter"]

# fmt: off
_REFUSED: Final = (
    "addObserver:selector:name:object:", "postNotification:", "postNotificationName:object:",
    "postNotificationName:object:userInfo:", "removeObserver:", "removeObserver:name:object:",
    "addObserverForName:object:queue:usingBlock:", "+defaultCenter",
)
# fmt: on


@not_simulated(*_REFUSED)
class NSNotificationCenter(NSObject):
    """Who is told of what.

    Source: developer.apple.com/documentation/foundation/notificationcenter
    """
