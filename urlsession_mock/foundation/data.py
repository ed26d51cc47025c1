"""NSData and NSMutableData: bytes, as PyObjC shows them to Python.

What it is: `bytes` and `bytearray` with Apple's methods, and the few differences that code
on a Mac meets. What it is not: Apple's methods themselves (`data_methods.py`). Its one rule:
what PyObjC's NSData cannot do, this one refuses too.

PyObjC gives NSData the methods of `bytes` (`decode`, `split`, `find` and the rest), so those
stay. One thing cannot be copied on Python 3.11: here `isinstance(data, bytes)` is true.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, overload

from urlsession_mock.foundation.data_methods import DataMethods, check_range
from urlsession_mock.not_simulated import not_simulated

if TYPE_CHECKING:
    from typing import NoReturn, Self, SupportsIndex, TypeAlias

    from typing_extensions import Buffer

    _Range: TypeAlias = tuple[int, int]

__all__ = ["NSData", "NSMutableData"]

_SHOWN: Final = 32


class _Pieces(DataMethods):
    """What both make of their bytes as a new NSData."""

    __slots__ = ()

    def subdataWithRange_(self, wanted: _Range, /) -> NSData:
        """A copy of a range of (location, length). Raises IndexError beyond the end."""
        return NSData(self.getBytes_range_(None, wanted))

    def base64EncodedDataWithOptions_(self, options: int, /) -> NSData:
        """The bytes as base64 text, in bytes; options 0 only."""
        return NSData(self.base64EncodedStringWithOptions_(options).encode("ascii"))

    def mutableCopy(self) -> NSMutableData:
        """A copy that can change."""
        return NSMutableData(self.bytes())


class NSData(bytes, _Pieces):
    """Bytes that do not change. Source: developer.apple.com/documentation/foundation/nsdata

    `NSData(b"...")` makes one from any object with bytes. Under PyObjC a slice is a memoryview
    and `+` gives bytes; so here.
    """

    __slots__ = ()

    def bytes(self) -> memoryview:
        """The bytes, without a copy."""
        return memoryview(self)

    def length(self) -> int:
        """How many bytes."""
        return len(self)

    def copy(self) -> Self:
        """The data itself; it cannot change."""
        return self

    @overload  # type: ignore[override] # a slice is a memoryview under PyObjC
    def __getitem__(self, place: SupportsIndex, /) -> int: ...
    @overload
    def __getitem__(self, place: slice, /) -> memoryview: ...
    def __getitem__(  # pyright: ignore[reportIncompatibleMethodOverride] # a slice is a memoryview
        self, place: SupportsIndex | slice, /
    ) -> int | memoryview:
        return memoryview(self)[place]

    def __contains__(self, item: object, /) -> bool:
        return _contains(self, item)

    def __mod__(self, _values: object, /) -> NoReturn:
        raise TypeError("NSData cannot be formatted with %; write bytes(data) % values")

    def description(self) -> str:
        """The length and the first bytes in hexadecimal, as a Mac prints them."""
        return _description(self)

    def __repr__(self) -> str:
        return _shown(self)


@not_simulated("decompressUsingAlgorithm:error:", "compressUsingAlgorithm:error:")
class NSMutableData(bytearray, _Pieces):
    """Bytes that may change. Source: developer.apple.com/documentation/foundation/nsmutabledata

    On a Mac this is a subclass of NSData; here, as `bytearray` and `bytes`, they are siblings.
    """

    __slots__ = ()

    @classmethod
    def dataWithCapacity_(cls, capacity: int, /) -> Self:
        """No bytes; the capacity does not matter here."""
        return cls()

    @classmethod
    def dataWithLength_(cls, length: int, /) -> Self:
        """As many zero bytes."""
        return cls(length)

    def initWithCapacity_(self, capacity: int, /) -> Self:
        """As `dataWithCapacity_`; use the result, not the receiver."""
        return self.dataWithCapacity_(capacity)

    def initWithLength_(self, length: int, /) -> Self:
        """As `dataWithLength_`."""
        return self.dataWithLength_(length)

    def bytes(self) -> memoryview:
        """The bytes, without a copy, not to be written."""
        return memoryview(self).toreadonly()

    def mutableBytes(self) -> memoryview:
        """The bytes, to be written; while a view is held the length cannot change."""
        return memoryview(self)

    def length(self) -> int:
        """How many bytes."""
        return len(self)

    def setLength_(self, length: int, /) -> None:
        """Cut the end off, or add zero bytes."""
        if length < len(self):
            del self[length:]
        else:
            self.extend(bytes(length - len(self)))

    def increaseLengthBy_(self, count: int, /) -> None:
        """Add zero bytes at the end."""
        self.extend(bytes(count))

    def appendBytes_length_(self, source: Buffer, length: int, /) -> None:
        """Add the first `length` bytes of a source. Raises IndexError if there are fewer."""
        view = memoryview(source).cast("B")
        check_range((0, length), len(view))
        self.extend(view[:length])

    def appendData_(self, data: Buffer, /) -> None:
        """Add the bytes of another object."""
        self.extend(memoryview(data).cast("B"))

    def replaceBytesInRange_withBytes_(self, wanted: _Range, source: Buffer, /) -> None:
        """Write over a range with as many bytes. Raises IndexError beyond the end."""
        self.replaceBytesInRange_withBytes_length_(wanted, source, wanted[1])

    def replaceBytesInRange_withBytes_length_(
        self, wanted: _Range, source: Buffer, length: int, /
    ) -> None:
        """Put the first `length` bytes of a source where a range was."""
        start, count = check_range(wanted, len(self))
        self[start : start + count] = memoryview(source).cast("B")[:length]

    def resetBytesInRange_(self, wanted: _Range, /) -> None:
        """Write zero bytes over a range. Raises IndexError beyond the end."""
        start, count = check_range(wanted, len(self))
        self[start : start + count] = bytes(count)

    def setData_(self, data: Buffer, /) -> None:
        """Take the bytes of another object instead."""
        self[:] = bytes(data)

    def copy(self) -> NSData:  # type: ignore[override] # as Apple: the copy cannot change
        """A copy that does not change."""
        return NSData(self)

    def __contains__(self, item: object, /) -> bool:
        return _contains(self, item)

    def description(self) -> str:
        """The length and the first bytes in hexadecimal, as a Mac prints them."""
        return _description(self)

    def __repr__(self) -> str:
        return _shown(self)


def _contains(data: bytes | bytearray, item: object) -> bool:
    if not isinstance(item, int):
        # PyObjC compares the item with each byte, so bytes are never found: a silent trap.
        raise TypeError(
            f"{item!r} in NSData is always False under PyObjC, which looks for one byte; "
            f"write data.find({item!r}) >= 0"
        )
    return item in memoryview(data)


def _description(data: bytes | bytearray) -> str:
    shown = memoryview(data)[:24].hex()
    return f"{{length = {len(data)}, bytes = 0x{shown}{'...' if len(data) > 24 else ''}}}"


def _shown(data: bytes | bytearray) -> str:
    start = bytes(memoryview(data)[:_SHOWN])
    more = "..." if len(data) > _SHOWN else ""
    return f"<{type(data).__name__} {len(data)} bytes {start!r}{more}>"
