"""The Foundation classes that Python's own values stand for: strings and numbers.

What it is: their methods; a plain `str` or number is the receiver. What it is not: the doubles of
`urlsession_mock.foundation`, which have their methods themselves. One rule: the core keeps plain
Python values, so what a client hands over is one.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any, Final

from urlsession_mock.bindings.rubicon.ctypes_for import NSNotFound
from urlsession_mock.foundation.data import NSData

__all__ = ["PROPERTIES", "NSBlock", "NSDecimalNumber", "NSNumber", "NSString", "Unborn"]

_UTF16: Final = "utf-16-le"
# Of NSStringEncoding: ASCII 1, UTF-8 4, Latin-1 5, UTF-16 10.
_ENCODINGS: Final = {1: "ascii", 4: "utf-8", 5: "latin-1", 10: "utf-16"}


class Unborn:
    """What `NSString.alloc()` gives: its init method makes the value."""

    def init(self) -> str:
        """No characters."""
        return ""

    def initWithString_(self, text: str, /) -> str:
        """The same characters."""
        return text

    def initWithUTF8String_(self, data: bytes, /) -> str:
        """The characters of UTF-8."""
        return data.decode("utf-8")

    def initWithData_encoding_(self, data: Any, encoding: int, /) -> str | None:
        """The characters of the data; None where it is not of that encoding."""
        try:
            return bytes(data).decode(_ENCODINGS.get(encoding, "utf-8"))
        except UnicodeDecodeError:
            return None


class NSString(str):
    """Characters, counted in UTF-16 units.

    Source: developer.apple.com/documentation/foundation/nsstring
    """

    __slots__ = ()

    @classmethod
    def alloc(cls) -> Unborn:
        """To be followed by an init method."""
        return Unborn()

    @classmethod
    def string(cls) -> str:
        """No characters."""
        return ""

    @classmethod
    def stringWithString_(cls, text: str, /) -> str:
        """The same characters."""
        return text

    @classmethod
    def stringWithUTF8String_(cls, data: bytes, /) -> str:
        """The characters of UTF-8."""
        return data.decode("utf-8")

    def length(self) -> int:
        """How many UTF-16 units."""
        return _length(self)

    def UTF8String(self) -> bytes:
        """The characters as UTF-8."""
        return self.encode("utf-8")

    def description(self) -> str:
        """The text itself."""
        return self

    def copy(self) -> str:
        """The text itself."""
        return self

    def characterAtIndex_(self, index: int, /) -> int:
        """One UTF-16 unit. Raises IndexError beyond the end."""
        return ord(_cut(self, index, index + 1))

    def isEqualToString_(self, other: str, /) -> bool:
        """Whether both are the same characters."""
        return str(self) == other

    def hasPrefix_(self, part: str, /) -> bool:
        """Whether it begins so."""
        return self.startswith(part)

    def hasSuffix_(self, part: str, /) -> bool:
        """Whether it ends so."""
        return self.endswith(part)

    def containsString_(self, part: str, /) -> bool:
        """Whether it contains a text."""
        return part in str(self)

    def compare_(self, other: str, /) -> int:
        """-1, 0 or 1, by the characters' numbers."""
        return _compared(str(self), other)

    def compare_options_(self, other: str, options: int, /) -> int:
        """The same; option 1 takes no notice of case."""
        if options & 1:
            return _compared(self.casefold(), other.casefold())
        return _compared(str(self), other)

    def substringFromIndex_(self, index: int, /) -> str:
        """What begins there. Raises IndexError beyond the end."""
        return _cut(self, index, _length(self))

    def substringToIndex_(self, index: int, /) -> str:
        """What ends there. Raises IndexError beyond the end."""
        return _cut(self, 0, index)

    def substringWithRange_(self, within: tuple[int, int], /) -> str:
        """A range of it. Raises IndexError beyond the end."""
        return _cut(self, within[0], within[0] + within[1])

    def rangeOfString_(self, part: str, /) -> tuple[int, int]:
        """Where a text begins in it, and its length; NSNotFound and 0 where it does not."""
        return _find(self, part, 0, (0, _length(self)))

    def rangeOfString_options_range_(
        self, part: str, options: int, within: tuple[int, int], /
    ) -> tuple[int, int]:
        """The same in a range; option 1 takes no notice of case, 4 begins at the end."""
        return _find(self, part, options, within)

    def stringByAppendingString_(self, other: str, /) -> str:
        """Both, one behind the other."""
        return str(self) + other

    def stringByReplacingOccurrencesOfString_withString_(self, old: str, new: str, /) -> str:
        """The text with one part replaced by another."""
        return self.replace(old, new)

    def componentsSeparatedByString_(self, separator: str, /) -> list[str]:
        """Its parts."""
        return self.split(separator)

    def stringByAppendingPathComponent_(self, part: str, /) -> str:
        """The path of something in this folder."""
        return str(PurePosixPath(self) / part.lstrip("/"))

    def stringByDeletingLastPathComponent(self) -> str:
        """The path of the folder."""
        return str(PurePosixPath(self).parent) if "/" in self else ""

    def lastPathComponent(self) -> str:
        """The name at the end of the path."""
        return PurePosixPath(self).name or str(self)

    def pathExtension(self) -> str:
        """What stands behind the last dot of the path."""
        return PurePosixPath(self).suffix[1:]

    def lowercaseString(self) -> str:
        """In small letters."""
        return self.lower()

    def uppercaseString(self) -> str:
        """In capital letters."""
        return self.upper()

    def integerValue(self) -> int:
        """The number it begins with; 0 where there is none."""
        return int(_number(self, int))

    def intValue(self) -> int:
        """The same."""
        return int(_number(self, int))

    def doubleValue(self) -> float:
        """The same, with a fraction."""
        return float(_number(self, float))

    def boolValue(self) -> bool:
        """Whether it begins with Y, T or a digit other than 0."""
        return self.strip()[:1] in tuple("YyTt123456789")

    def dataUsingEncoding_(self, encoding: int, /) -> Any:
        """The characters as bytes; None where the encoding has not all of them."""
        try:
            return NSData(self.encode(_ENCODINGS.get(encoding, "utf-8")))
        except UnicodeEncodeError:
            return None


class NSNumber:
    """A number, or a BOOL. Source: developer.apple.com/documentation/foundation/nsnumber"""

    @classmethod
    def numberWithBool_(cls, value: bool, /) -> object:
        """A BOOL."""
        return bool(value)

    @classmethod
    def numberWithInt_(cls, value: int, /) -> object:
        """A whole number."""
        return value

    @classmethod
    def numberWithLong_(cls, value: int, /) -> object:
        """A whole number."""
        return value

    @classmethod
    def numberWithLongLong_(cls, value: int, /) -> object:
        """A whole number."""
        return value

    @classmethod
    def numberWithInteger_(cls, value: int, /) -> object:
        """A whole number."""
        return value

    @classmethod
    def numberWithUnsignedInteger_(cls, value: int, /) -> object:
        """A whole number."""
        return value

    @classmethod
    def numberWithFloat_(cls, value: float, /) -> object:
        """A number with a fraction."""
        return value

    @classmethod
    def numberWithDouble_(cls, value: float, /) -> object:
        """A number with a fraction."""
        return value

    def objCType(self: Any) -> bytes:
        """The letter of its C type."""
        if isinstance(self, bool):
            return b"c"  # what a Mac's NSNumber says of a BOOL
        return b"q" if isinstance(self, int) else b"d"

    def boolValue(self: Any) -> bool:
        """As a BOOL."""
        return bool(self)

    def intValue(self: Any) -> int:
        """As a whole number."""
        return int(self)

    def longValue(self: Any) -> int:
        """As a whole number."""
        return int(self)

    def longLongValue(self: Any) -> int:
        """As a whole number."""
        return int(self)

    def unsignedLongLongValue(self: Any) -> int:
        """As a whole number."""
        return int(self)

    def integerValue(self: Any) -> int:
        """As a whole number."""
        return int(self)

    def unsignedIntegerValue(self: Any) -> int:
        """As a whole number."""
        return int(self)

    def floatValue(self: Any) -> float:
        """As a number with a fraction."""
        return float(self)

    def doubleValue(self: Any) -> float:
        """As a number with a fraction."""
        return float(self)

    def stringValue(self: Any) -> str:
        """As a text."""
        return _written(self)

    def description(self: Any) -> str:
        """As a text."""
        return _written(self)

    def descriptionWithLocale_(self: Any, _locale: object, /) -> str:
        """As a text; the locale does not matter here."""
        return _written(self)

    def copy(self: Any) -> object:
        """The number itself."""
        return self

    def isEqualToNumber_(self: Any, other: Any, /) -> bool:
        """Whether both are the same number."""
        return bool(self == other)

    def compare_(self: Any, other: Any, /) -> int:
        """-1, 0 or 1."""
        return _compared(self, other)


class NSDecimalNumber:
    """A decimal number. Source: developer.apple.com/documentation/foundation/nsdecimalnumber"""

    @classmethod
    def decimalNumberWithString_(cls, text: str, /) -> object:
        """The number a text says."""
        return Decimal(text)


class NSBlock:
    """A block, which is an object, too."""

    def copy(self: Any) -> object:
        """The block itself: one that lives as long as it is held is not copied again."""
        return self


PROPERTIES: Final = frozenset(
    {
        *("length", "integerValue", "intValue", "doubleValue", "boolValue", "floatValue"),
        *("lastPathComponent", "pathExtension", "lowercaseString", "uppercaseString"),
        *("stringByDeletingLastPathComponent", "UTF8String", "description"),
        *("longValue", "longLongValue", "unsignedLongLongValue", "unsignedIntegerValue"),
        *("stringValue", "objCType", "count", "name", "object", "userInfo"),
    }
)
"""Which methods of values, collections and notifications are properties when the runtime is asked.

Apple's headers declare `allKeys`, `allValues`, `allObjects`, `firstObject` and `lastObject` as
properties too, in categories that the runtime does not show: rubicon 0.5.7 itself calls
`allKeys()` and `firstObject()` (collections.py). That the others are like these two is inferred.
"""


def _length(text: str) -> int:
    return len(_units(text)) // 2


def _units(text: str) -> bytes:
    return text.encode(_UTF16, "surrogatepass")


def _cut(text: str, start: int, end: int) -> str:
    if not 0 <= start <= end <= _length(text):
        raise IndexError(f"Range or index out of bounds: {start} to {end} of {_length(text)}")
    return _units(text)[2 * start : 2 * end].decode(_UTF16, "surrogatepass")


def _find(text: str, part: str, options: int, within: tuple[int, int]) -> tuple[int, int]:
    start, count = within
    space, wanted = _cut(text, start, start + count), part
    if options & 1:
        space, wanted = space.casefold(), wanted.casefold()
    found = (space.rfind if options & 4 else space.find)(wanted) if wanted else -1
    return (NSNotFound, 0) if found < 0 else (start + _length(space[:found]), _length(part))


def _compared(one: Any, other: Any) -> int:
    return int(one > other) - int(one < other)


def _number(text: str, kind: Callable[[str], int | float]) -> int | float:
    """The number a text begins with; 0 where it begins with none, as Foundation reads it."""
    text = text.strip()
    for end in range(len(text), 0, -1):
        try:
            return kind(text[:end])
        except ValueError:
            continue
    return 0


def _written(number: Any) -> str:
    return str(int(number) if isinstance(number, bool) else number)
