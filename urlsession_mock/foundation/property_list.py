"""NSPropertyListSerialization: property lists from data and back.

Not here: anything that works, for now. One rule: what is not simulated is refused by name.
"""

from __future__ import annotations

from typing import Final

from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.not_simulated import not_simulated

__all__ = ["NSPropertyListSerialization"]

# fmt: off
_REFUSED: Final = (
    "+propertyList:isValidForFormat:", "+dataWithPropertyList:format:options:error:",
    "+writePropertyList:toStream:format:options:error:",
    "+propertyListWithData:options:format:error:",
    "+propertyListWithStream:options:format:error:",
    "+dataFromPropertyList:format:errorDescription:",
    "+propertyListFromData:mutabilityOption:format:errorDescription:",
)
# fmt: on


@not_simulated(*_REFUSED)
class NSPropertyListSerialization(NSObject):
    """Property lists from data and back.

    Source: developer.apple.com/documentation/foundation/propertylistserialization
    """
