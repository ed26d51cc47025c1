"""NSUUID: a number that nobody else has.

Not here: anything that works, for now. One rule: what is not simulated is refused by name.
"""

from __future__ import annotations

from typing import Final

from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.not_simulated import not_simulated

__all__ = ["NSUUID"]

# fmt: off
_REFUSED: Final = (
    "+UUID", "init", "initWithUUIDString:", "initWithUUIDBytes:", "getUUIDBytes:", "compare:",
    "UUIDString",
)
# fmt: on


@not_simulated(*_REFUSED)
class NSUUID(NSObject):
    """A UUID. Source: developer.apple.com/documentation/foundation/nsuuid"""
