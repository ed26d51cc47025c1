"""What every object and every class can be asked; and the classes of this process.

Not here: how Python sees an object (instances.py). One rule: as in `record.py`, only the core's own
objects come in here.
"""

from __future__ import annotations

from typing import Any, Final

from urlsession_mock.bindings.rubicon.members import Cls, Sel
from urlsession_mock.bindings.rubicon.record import Member, Meta, ProtocolRecord, Record, Side
from urlsession_mock.bindings.rubicon.registry import Records

__all__ = [
    "Member",
    "Meta",
    "ProtocolRecord",
    "Record",
    "Side",
    "receiver",
    "record_of",
    "records",
]


class _AnyObject:
    """What every object can be asked. Source: developer.apple.com/documentation/objectivec/nsobject

    For a double whatever it says itself of its description, its hash and its equality.
    """

    def class__(self: Any) -> Cls:
        """Its class."""
        return record_of(self)

    def superclass(self: Any) -> Cls:
        """The class above that."""
        return record_of(self).above

    def isKindOfClass_(self: Any, cls: Cls, /) -> bool:
        """Whether it is an object of a class, or of one that inherits it."""
        return record_of(self).is_kind_of(records.of(cls))

    def isMemberOfClass_(self: Any, cls: Cls, /) -> bool:
        """Whether it is an object of exactly this class."""
        return record_of(self) is records.of(cls)

    def conformsToProtocol_(self: Any, protocol: Any, /) -> bool:
        """Whether its class adopts a protocol."""
        return record_of(self).conforms_to(protocol)

    def respondsToSelector_(self: Any, selector: Sel, /) -> bool:
        """Whether it has such a method."""
        return record_of(self).find("instance", selector) is not None

    def description(self: Any) -> str:
        """A text for people."""
        describe = getattr(self, "description", None)
        return str(describe()) if callable(describe) else str(self)

    def debugDescription(self: Any) -> str:
        """A text for developers."""
        return _AnyObject.description(self)

    def hash(self: Any) -> int:
        """A number that equal objects share."""
        return hash(self) & 0x7FFF_FFFF_FFFF_FFFF

    def isEqual_(self: Any, other: Any, /) -> bool:
        """Whether both have the same value."""
        return bool(self == other)

    def self(self: Any) -> Any:
        """The object itself."""
        return self

    def retain(self: Any) -> Any:
        """Python counts references; this changes nothing."""
        return self

    def autorelease(self: Any) -> Any:
        """Python counts references; this changes nothing."""
        return self

    def release(self: Any) -> None:
        """Python counts references; this changes nothing."""


class _AnyClass:
    """What every class can be asked, as an object; the receiver is its record."""

    def class__(self: Any) -> Cls:
        """The class itself."""
        return self

    def superclass(self: Any) -> Cls:
        """The class above it."""
        return self.above

    def isKindOfClass_(self: Any, _cls: Cls, /) -> bool:
        """A class is an object of its metaclass only."""
        return False

    def isSubclassOfClass_(self: Any, cls: Cls, /) -> bool:
        """Whether it is that class, or inherits it."""
        return bool(self.is_kind_of(records.of(cls)))

    def conformsToProtocol_(self: Any, protocol: Any, /) -> bool:
        """Whether it adopts a protocol."""
        return bool(self.conforms_to(protocol))

    def instancesRespondToSelector_(self: Any, selector: Sel, /) -> bool:
        """Whether its objects have such a method."""
        return self.find("instance", selector) is not None

    def respondsToSelector_(self: Any, selector: Sel, /) -> bool:
        """Whether it has such a class method."""
        return self.find("class", selector) is not None

    def description(self: Any) -> str:
        """Its name."""
        return str(self.name)

    def debugDescription(self: Any) -> str:
        """Its name."""
        return str(self.name)

    def hash(self: Any) -> int:
        """A number of its own."""
        return id(self)

    def isEqual_(self: Any, other: Any, /) -> bool:
        """Whether both are the same class."""
        return records.of(other) is self

    def self(self: Any) -> Any:
        """The class itself."""
        return self

    def retain(self: Any) -> Any:
        """A class is never gone."""
        return self

    def autorelease(self: Any) -> Any:
        """A class is never gone."""
        return self

    def release(self: Any) -> None:
        """A class is never gone."""


records: Final[Records] = Records(_AnyObject, _AnyClass)
"""The classes of the process; emptied by `installed`, as the heap is."""


def record_of(thing: object) -> Record:
    """The class of a core object or value."""
    return records.of(type(thing))


def receiver(thing: object) -> tuple[Record, Side]:
    """Where a message to an object is looked up: among its class's methods, or as a class."""
    if isinstance(thing, Record):
        return thing, "class"
    return record_of(thing), "instance"
