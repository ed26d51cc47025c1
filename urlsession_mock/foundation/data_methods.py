"""What NSData and NSMutableData have in common: Apple's methods.

What it is: making, reading, searching and writing bytes. What it is not: the bytes themselves
(`data.py`), a compressor, or mapped memory. Its one rule: it sees the bytes only through
`bytes()`, as PyObjC code does.
"""

from __future__ import annotations

import base64
import binascii
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from urlsession_mock.foundation.constants import NSNotFound
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.not_simulated import NotSimulated, not_simulated

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self, TypeAlias

    from typing_extensions import Buffer

    _Bytes: TypeAlias = bytes
    _Range: TypeAlias = tuple[int, int]

__all__ = ["DataMethods", "check_range", "local_path"]

_BACKWARDS: Final = 1  # NSDataSearchBackwards
_ANCHORED: Final = 2  # NSDataSearchAnchored
_ATOMIC: Final = 1  # NSDataWritingAtomic


class _FileURL(Protocol):
    """An NSURL, as far as reading and writing need one."""

    def isFileURL(self) -> bool: ...
    def path(self) -> str | None: ...


# fmt: off
_REFUSED: Final = (
    "+dataWithBytesNoCopy:length:", "+dataWithBytesNoCopy:length:freeWhenDone:",
    "initWithBytesNoCopy:length:", "initWithBytesNoCopy:length:freeWhenDone:",
    "initWithBytesNoCopy:length:deallocator:", "decompressedDataUsingAlgorithm:error:",
    "compressedDataUsingAlgorithm:error:", "getBytes:", "+dataWithContentsOfMappedFile:",
    "initWithContentsOfMappedFile:",
)
# fmt: on


@not_simulated(*_REFUSED)
class DataMethods(NSObject):
    """What NSData and NSMutableData share; `bytes()` is all it knows of their insides."""

    __slots__ = ()

    # An initialiser of a class cluster returns another object than alloc() made.

    @classmethod
    def alloc(cls) -> Self:
        return cls()

    @classmethod
    def data(cls) -> Self:
        """No bytes."""
        return cls()

    @classmethod
    def dataWithData_(cls, data: Buffer, /) -> Self:
        """A copy of any object with bytes."""
        return cls(data)

    @classmethod
    def dataWithBytes_length_(cls, source: Buffer, length: int, /) -> Self:
        """A copy of the first `length` bytes. Raises IndexError if there are fewer."""
        view = memoryview(source).cast("B")
        check_range((0, length), len(view))
        return cls(view[:length])

    @classmethod
    def dataWithContentsOfFile_(cls, path: str, /) -> Self | None:
        """What a file holds, or None if it cannot be read."""
        return cls.dataWithContentsOfFile_options_error_(path, 0, None)[0]

    @classmethod
    def dataWithContentsOfFile_options_error_(
        cls, path: str, options: int, error: None, /
    ) -> tuple[Self | None, NSError | None]:
        """What a file holds and None, or None and the NSError; the options do not matter here."""
        try:
            return cls(Path(path).read_bytes()), None
        except OSError as problem:
            return None, NSError.file_error(problem, path)

    @classmethod
    def dataWithContentsOfURL_(cls, url: _FileURL, /) -> Self | None:
        """What a file URL's file holds, or None. Raises NotSimulated for other URLs."""
        return cls.dataWithContentsOfFile_(local_path(url, "NSData"))

    @classmethod
    def dataWithContentsOfURL_options_error_(
        cls, url: _FileURL, options: int, error: None, /
    ) -> tuple[Self | None, NSError | None]:
        """The same, with the NSError. Raises NotSimulated for a URL that is not a file's."""
        return cls.dataWithContentsOfFile_options_error_(local_path(url, "NSData"), options, error)

    def initWithData_(self, data: Buffer, /) -> Self:
        """As `dataWithData_`; use the result, not the receiver."""
        return self.dataWithData_(data)

    def initWithBytes_length_(self, source: Buffer, length: int, /) -> Self:
        """As `dataWithBytes_length_`."""
        return self.dataWithBytes_length_(source, length)

    def initWithContentsOfFile_(self, path: str, /) -> Self | None:
        """As `dataWithContentsOfFile_`."""
        return self.dataWithContentsOfFile_(path)

    def initWithContentsOfFile_options_error_(
        self, path: str, options: int, error: None, /
    ) -> tuple[Self | None, NSError | None]:
        """As `dataWithContentsOfFile_options_error_`."""
        return self.dataWithContentsOfFile_options_error_(path, options, error)

    def initWithContentsOfURL_(self, url: _FileURL, /) -> Self | None:
        """As `dataWithContentsOfURL_`."""
        return self.dataWithContentsOfURL_(url)

    def initWithContentsOfURL_options_error_(
        self, url: _FileURL, options: int, error: None, /
    ) -> tuple[Self | None, NSError | None]:
        """As `dataWithContentsOfURL_options_error_`."""
        return self.dataWithContentsOfURL_options_error_(url, options, error)

    def initWithBase64EncodedString_options_(self, text: str, options: int, /) -> Self | None:
        """The bytes that a base64 text stands for, or None if it is none; options 0 only."""
        _no_options(options)
        try:
            return type(self)(base64.b64decode(text, validate=True))
        except (binascii.Error, ValueError):
            return None

    def initWithBase64EncodedData_options_(self, data: Buffer, options: int, /) -> Self | None:
        """The same, from a text in bytes; options 0 only."""
        text = bytes(data).decode("ascii", "replace")
        return self.initWithBase64EncodedString_options_(text, options)

    def initWithBase64Encoding_(self, text: str, /) -> Self | None:
        """The deprecated spelling of `initWithBase64EncodedString_options_(text, 0)`."""
        return self.initWithBase64EncodedString_options_(text, 0)

    # Reading.

    def bytes(self) -> memoryview:
        """The bytes, without a copy."""
        raise NotImplementedError

    def length(self) -> int:
        """How many bytes."""
        return len(self.bytes())

    def getBytes_length_(self, buffer: bytearray | memoryview | None, length: int, /) -> _Bytes:
        """The first `length` bytes, written into a buffer if one is given."""
        return self.getBytes_range_(buffer, (0, min(length, self.length())))

    def getBytes_range_(self, buffer: bytearray | memoryview | None, wanted: _Range, /) -> _Bytes:
        """A range of (location, length), written into a buffer if one is given.

        Raises IndexError beyond the end.
        """
        start, length = check_range(wanted, self.length())
        found = bytes(self.bytes()[start : start + length])
        if buffer is not None:
            memoryview(buffer)[:length] = found
        return found

    def isEqualToData_(self, other: Buffer, /) -> bool:
        """Whether the bytes are the same."""
        return self.bytes() == memoryview(other)

    def rangeOfData_options_range_(self, wanted: Buffer, options: int, within: _Range, /) -> _Range:
        """Where bytes occur, as (location, length); (NSNotFound, 0) if they do not.

        Options: 0, or 1 to search backwards. Raises IndexError for a range beyond the end.
        """
        if options & _ANCHORED:
            raise NotSimulated("an anchored search of NSData is not simulated; use startswith()")
        start, length = check_range(within, self.length())
        whole, needle = bytes(self.bytes()), bytes(wanted)
        find = whole.rfind if options & _BACKWARDS else whole.find
        at = find(needle, start, start + length) if needle else -1
        return (at, len(needle)) if at >= 0 else (NSNotFound, 0)

    def enumerateByteRangesUsingBlock_(
        self, block: Callable[[memoryview, _Range, object], object], /
    ) -> None:
        """Call `block(bytes, range, stop)` once; these bytes are always in one piece."""
        block(self.bytes(), (0, self.length()), None)

    def base64EncodedStringWithOptions_(self, options: int, /) -> str:
        """The bytes as base64 text; options 0 only."""
        _no_options(options)
        return base64.b64encode(self.bytes()).decode("ascii")

    def base64Encoding(self) -> str:
        """The deprecated spelling of `base64EncodedStringWithOptions_(0)`."""
        return self.base64EncodedStringWithOptions_(0)

    # Writing.

    def writeToFile_atomically_(self, path: str, atomically: bool, /) -> bool:
        """Write a file; whether that went well."""
        return self.writeToFile_options_error_(path, int(atomically), None)[0]

    def writeToFile_options_error_(
        self, path: str, options: int, error: None, /
    ) -> tuple[bool, NSError | None]:
        """Write a file; whether that went well, and the NSError if not. Options: 1 is atomic."""
        try:
            _write(Path(path), self.bytes(), atomically=bool(options & _ATOMIC))
        except OSError as problem:
            return False, NSError.file_error(problem, path, writing=True)
        return True, None

    def writeToURL_atomically_(self, url: _FileURL, atomically: bool, /) -> bool:
        """Write a file URL's file; whether that went well."""
        return self.writeToFile_atomically_(local_path(url, "NSData"), atomically)

    def writeToURL_options_error_(
        self, url: _FileURL, options: int, error: None, /
    ) -> tuple[bool, NSError | None]:
        """The same, with the NSError."""
        return self.writeToFile_options_error_(local_path(url, "NSData"), options, error)


def check_range(wanted: tuple[int, int], length: int) -> tuple[int, int]:
    """A range of (location, length) that lies inside; raises IndexError as PyObjC does."""
    start, count = wanted
    if start < 0 or count < 0 or start + count > length:
        raise IndexError(
            f"the range {(start, count)} (location, length) is beyond the end: "
            f"there are {length} bytes"
        )
    return start, count


def local_path(url: _FileURL, owner: str) -> str:
    """The path of a file URL. Raises `NotSimulated` for another, which a session would load."""
    path = url.path() if url.isFileURL() else None
    if path is None:
        raise NotSimulated(
            f"{owner} reads and writes only file URLs here, not {url!r}; "
            f"what a server answers is set with device.network"
        )
    return path


def _no_options(options: int) -> None:
    if options:
        raise NotSimulated(f"base64 options of NSData are not simulated: {options}; use 0")


def _write(path: Path, content: Buffer, *, atomically: bool) -> None:
    if not atomically:
        path.write_bytes(content)
        return
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
