"""NSUUID: an identifier that nobody else has.

What it is: making, spelling and comparing. What it is not: a coder. Its one rule: it never
changes.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from urlsession_mock.foundation.loading_enums import NSComparisonResult
from urlsession_mock.foundation.misuse import must_be
from urlsession_mock.foundation.objects import NSObject

if TYPE_CHECKING:
    from typing import Self

    from typing_extensions import Buffer

__all__ = ["NSUUID"]

_LENGTH = 16  # bytes


class NSUUID(NSObject):
    """A UUID. Source: developer.apple.com/documentation/foundation/nsuuid"""

    __slots__ = ("_value",)
    _value: uuid.UUID

    @classmethod
    def UUID(cls) -> Self:
        """A new one."""
        return cls.alloc().init()

    def init(self) -> Self:
        """A new one (version 4: random)."""
        self._value = uuid.uuid4()
        return self

    def initWithUUIDString_(self, text: str, /) -> Self | None:
        """The one that a text spells, in upper or lower case, or None if it spells none."""
        must_be(str, text, "initWithUUIDString_", "pass a text of 8-4-4-4-12 hexadecimal digits")
        try:
            value = uuid.UUID(text)
        except ValueError:
            return None
        if str(value) != text.lower():  # Python also takes braces, and no dashes; Apple does not
            return None
        self._value = value
        return self

    def initWithUUIDBytes_(self, source: Buffer, /) -> Self:
        """The one of 16 bytes. Raises ValueError for fewer, as PyObjC does."""
        data = bytes(memoryview(source).cast("B")[:_LENGTH])
        if len(data) < _LENGTH:
            raise ValueError(f"initWithUUIDBytes_ needs {_LENGTH} bytes, was given {len(data)}")
        self._value = uuid.UUID(bytes=data)
        return self

    def getUUIDBytes_(self, buffer: bytearray | memoryview | None, /) -> bytes:
        """Its 16 bytes, as the out-argument of PyObjC; written into a buffer if one is given."""
        if buffer is not None:
            memoryview(buffer)[:_LENGTH] = self._value.bytes
        return self._value.bytes

    def UUIDString(self) -> str:
        """Its text, in upper case."""
        return str(self._value).upper()

    def compare_(self, other: NSUUID, /) -> NSComparisonResult:
        """Which comes first by its bytes (from macOS 12 on)."""
        must_be(NSUUID, other, "compare_", "pass an NSUUID")
        mine, theirs = self._value.bytes, other._value.bytes
        return NSComparisonResult((mine > theirs) - (mine < theirs))

    def copy(self) -> Self:
        """The object itself; it cannot change."""
        return self

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NSUUID) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)

    def description(self) -> str:
        """Its text."""
        return self.UUIDString()

    def __repr__(self) -> str:
        return f"<NSUUID {self.UUIDString()}>"
