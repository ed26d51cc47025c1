"""NSStream, NSInputStream and NSOutputStream: bytes one after the other.

What it is: streams over memory and files, read and written by hand. What it is not: sockets,
or streams driven by a run loop. Its one rule: a stream is opened once and never again.
"""

from __future__ import annotations

import io
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.loading_enums import NSStreamStatus
from urlsession_mock.foundation.misuse import must_be
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.not_simulated import not_simulated

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO, Self, TypeAlias

    from typing_extensions import Buffer

    _File: TypeAlias = io.BufferedIOBase | BinaryIO

__all__ = [
    "NSInputStream",
    "NSOutputStream",
    "NSStream",
    "NSStreamDataWrittenToMemoryStreamKey",
    "NSStreamFileCurrentOffsetKey",
]

NSStreamDataWrittenToMemoryStreamKey: Final = "kCFStreamPropertyDataWritten"
NSStreamFileCurrentOffsetKey: Final = "kCFStreamPropertyFileCurrentOffset"

_OPEN: Final = (NSStreamStatus.Open, NSStreamStatus.AtEnd)


@not_simulated(
    "scheduleInRunLoop:forMode:",
    "removeFromRunLoop:forMode:",
    "+getStreamsToHostWithName:port:inputStream:outputStream:",
    "+getStreamsToHost:port:inputStream:outputStream:",
    "+getBoundStreamsWithBufferSize:inputStream:outputStream:",
)
class NSStream(NSObject):
    """What both kinds share. Source: developer.apple.com/documentation/foundation/stream"""

    _status: NSStreamStatus = NSStreamStatus.NotOpen
    _problem: NSError | None = None
    _delegate: object = None
    _opener: Callable[[], _File]
    _file: _File | None = None
    _where: str = "memory"

    def open(self) -> None:
        """Open the stream. A stream that was opened before stays as it is."""
        if self._status is not NSStreamStatus.NotOpen:
            return
        try:
            self._file = self._opener()
        except OSError as problem:
            self._fail(problem)
        else:
            self._status = NSStreamStatus.Open

    def close(self) -> None:
        """Close the stream, for good."""
        if self._file is not None:
            self._file.close()
        self._status = NSStreamStatus.Closed

    def streamStatus(self) -> NSStreamStatus:
        """Where the stream stands."""
        return self._status

    def streamError(self) -> NSError | None:
        """What went wrong, or None."""
        return self._problem

    def delegate(self) -> object:
        """The object that asked to be told; nobody tells it here."""
        return self._delegate

    def setDelegate_(self, delegate: object, /) -> None:
        """Keep a delegate. Without a run loop it is never called."""
        self._delegate = delegate

    def propertyForKey_(self, key: str, /) -> Any:  # a property of any type
        """The offset of an open file stream, or None."""
        if key == NSStreamFileCurrentOffsetKey and self._file is not None:
            return self._file.tell()
        return None

    def setProperty_forKey_(self, value: object, key: str, /) -> bool:
        """Set the offset of an open file stream; whether that was possible."""
        if key != NSStreamFileCurrentOffsetKey or self._file is None or not isinstance(value, int):
            return False
        self._file.seek(value)
        return True

    def _fail(self, problem: OSError, *, writing: bool = False) -> None:
        self._status = NSStreamStatus.Error
        self._problem = NSError.file_error(problem, self._where, writing=writing)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._where} {self._status.name}>"


class NSInputStream(NSStream):
    """Bytes to read. Source: developer.apple.com/documentation/foundation/inputstream"""

    @classmethod
    def inputStreamWithData_(cls, data: Buffer, /) -> Self:
        """A stream over a copy of bytes."""
        return cls.alloc().initWithData_(data)

    @classmethod
    def inputStreamWithFileAtPath_(cls, path: str, /) -> Self:
        """A stream over a file, looked for when the stream is opened."""
        return cls.alloc().initWithFileAtPath_(path)

    @classmethod
    def inputStreamWithURL_(cls, url: NSURL, /) -> Self:
        """A stream over the file of a file URL."""
        return cls.alloc().initWithURL_(url)

    def initWithData_(self, data: Buffer, /) -> Self:
        """As `inputStreamWithData_`."""
        content = bytes(data)
        self._opener = lambda: io.BytesIO(content)
        self._where = f"{len(content)} bytes"
        return self

    def initWithFileAtPath_(self, path: str, /) -> Self:
        """As `inputStreamWithFileAtPath_`."""
        must_be(str, path, "NSInputStream.inputStreamWithFileAtPath_", "pass str(path)")
        self._opener = partial(_opened, path, "rb")
        self._where = path
        return self

    def initWithURL_(self, url: NSURL, /) -> Self:
        """As `inputStreamWithURL_`."""
        must_be(NSURL, url, "NSInputStream.inputStreamWithURL_", "use NSURL.fileURLWithPath_(...)")
        return self.initWithFileAtPath_(url.__fspath__())

    def hasBytesAvailable(self) -> bool:
        """Whether a read may bring bytes: true until a read has met the end."""
        return self._status is NSStreamStatus.Open

    def read_maxLength_(
        self, buffer: bytearray | memoryview | None, length: int, /
    ) -> tuple[int, bytes]:
        """Read at most `length` bytes: how many (0 at the end, -1 on failure), and the bytes.

        They are also written into the buffer, if one is given; PyObjC code passes None.
        """
        if self._file is None or self._status not in _OPEN:
            return -1, b""
        try:
            found = self._file.read(length)
        except OSError as problem:
            self._fail(problem)
            return -1, b""
        if length and not found:
            self._status = NSStreamStatus.AtEnd
        if buffer is not None:
            memoryview(buffer)[: len(found)] = found
        return len(found), found

    def getBuffer_length_(self, buffer: None, length: None, /) -> tuple[bool, None, int]:
        """Never gives its own buffer, as a stream on a Mac may also answer; use a read."""
        return False, None, 0

    def read_all(self) -> bytes:
        """Open the stream, read it to its end and close it. Ours, not Apple's."""
        self.open()
        content = b"" if self._file is None or self._file.closed else self._file.read()
        self.close()
        return content


class NSOutputStream(NSStream):
    """Bytes to write. Source: developer.apple.com/documentation/foundation/outputstream"""

    _written: io.BytesIO | None = None
    _capacity: int | None = None

    @classmethod
    def outputStreamToMemory(cls) -> Self:
        """A stream whose bytes are its property `NSStreamDataWrittenToMemoryStreamKey`."""
        return cls.alloc().initToMemory()

    @classmethod
    def outputStreamToBuffer_capacity_(
        cls, buffer: bytearray | memoryview, capacity: int, /
    ) -> Self:
        """A stream that fills a buffer."""
        return cls.alloc().initToBuffer_capacity_(buffer, capacity)

    @classmethod
    def outputStreamToFileAtPath_append_(cls, path: str, append: bool, /) -> Self:
        """A stream that writes a file, from its end on if it is to append."""
        return cls.alloc().initToFileAtPath_append_(path, append)

    @classmethod
    def outputStreamWithURL_append_(cls, url: NSURL, append: bool, /) -> Self:
        """A stream that writes the file of a file URL."""
        return cls.alloc().initWithURL_append_(url, append)

    def initToMemory(self) -> Self:
        """As `outputStreamToMemory`."""
        written = self._written = io.BytesIO()
        self._opener = lambda: written
        return self

    def initToBuffer_capacity_(self, buffer: bytearray | memoryview, capacity: int, /) -> Self:
        """As `outputStreamToBuffer_capacity_`."""
        view = memoryview(buffer)[:capacity]
        self._opener = lambda: _Into(view)
        self._capacity = len(view)
        return self

    def initToFileAtPath_append_(self, path: str, append: bool, /) -> Self:
        """As `outputStreamToFileAtPath_append_`."""
        must_be(str, path, "NSOutputStream.outputStreamToFileAtPath_append_", "pass str(path)")
        self._opener = partial(_opened, path, "ab" if append else "wb")
        self._where = path
        return self

    def initWithURL_append_(self, url: NSURL, append: bool, /) -> Self:
        """As `outputStreamWithURL_append_`."""
        must_be(NSURL, url, "NSOutputStream.outputStreamWithURL_append_", "pass a file URL")
        return self.initToFileAtPath_append_(url.__fspath__(), append)

    def hasSpaceAvailable(self) -> bool:
        """Whether a write may take bytes."""
        if self._status is not NSStreamStatus.Open or self._file is None:
            return False
        return self._capacity is None or self._file.tell() < self._capacity

    def write_maxLength_(self, data: Buffer, length: int, /) -> int:
        """Write at most `length` bytes: how many were taken, 0 if full, -1 on failure."""
        if self._file is None or self._status is not NSStreamStatus.Open:
            return -1
        try:
            return self._file.write(memoryview(data).cast("B")[:length])
        except OSError as problem:
            self._fail(problem, writing=True)
            return -1

    def propertyForKey_(self, key: str, /) -> Any:  # a property of any type
        """What was written to memory, the offset of a file, or None."""
        if key == NSStreamDataWrittenToMemoryStreamKey and self._written is not None:
            return NSData(self._written.getvalue())
        return super().propertyForKey_(key)

    def close(self) -> None:
        """Close the stream, for good; what was written to memory stays readable."""
        if self._file is not None and self._written is None:
            self._file.close()
        self._status = NSStreamStatus.Closed


class _Into(io.BufferedIOBase):
    """A file whose bytes are someone else's buffer."""

    def __init__(self, view: memoryview) -> None:
        self._view = view
        self._at = 0

    def write(self, data: Buffer, /) -> int:
        taken = memoryview(data)[: len(self._view) - self._at]
        self._view[self._at : self._at + len(taken)] = taken
        self._at += len(taken)
        return len(taken)

    def tell(self) -> int:
        return self._at


def _opened(path: str, mode: Literal["rb", "wb", "ab"]) -> BinaryIO:
    return Path(path).open(mode)
