"""NSFileHandle: an open file, to read from and append to.

What it is: what a client does with received data: open, seek, write, close. What it is not: pipes,
sockets or reading in the background; those are refused. Its one rule: what a Mac raises for a
closed or unfit file is a ValueError here.
"""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, Final

from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.misuse import must_be
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.not_simulated import not_simulated

if TYPE_CHECKING:
    from typing_extensions import Buffer

__all__ = ["NSFileHandle"]

# fmt: off
_REFUSED: Final = (
    "+fileHandleWithStandardInput", "+fileHandleWithStandardOutput",
    "+fileHandleWithStandardError", "+fileHandleWithNullDevice", "initWithFileDescriptor:",
    "initWithFileDescriptor:closeOnDealloc:", "readInBackgroundAndNotify",
    "readInBackgroundAndNotifyForModes:", "readToEndOfFileInBackgroundAndNotify",
    "readToEndOfFileInBackgroundAndNotifyForModes:", "acceptConnectionInBackgroundAndNotify",
    "acceptConnectionInBackgroundAndNotifyForModes:", "waitForDataInBackgroundAndNotify",
    "waitForDataInBackgroundAndNotifyForModes:", "readabilityHandler", "setReadabilityHandler:",
    "writeabilityHandler", "setWriteabilityHandler:",
)
# fmt: on


@not_simulated(*_REFUSED)
class NSFileHandle(NSObject):
    """An open file. Source: developer.apple.com/documentation/foundation/filehandle"""

    _descriptor: int = -1

    @classmethod
    def fileHandleForReadingAtPath_(cls, path: str, /) -> NSFileHandle | None:
        """A file to read, or None where there is none."""
        return cls._opened(path, os.O_RDONLY)[0]

    @classmethod
    def fileHandleForWritingAtPath_(cls, path: str, /) -> NSFileHandle | None:
        """A file to write from its beginning, or None where there is none: none is made."""
        return cls._opened(path, os.O_WRONLY)[0]

    @classmethod
    def fileHandleForUpdatingAtPath_(cls, path: str, /) -> NSFileHandle | None:
        """A file to read and write, or None where there is none."""
        return cls._opened(path, os.O_RDWR)[0]

    @classmethod
    def fileHandleForReadingFromURL_error_(
        cls, url: NSURL, error: None, /
    ) -> tuple[NSFileHandle | None, NSError | None]:
        """A file to read and None; or None and the error."""
        return cls._opened(_path(url), os.O_RDONLY)

    @classmethod
    def fileHandleForWritingToURL_error_(
        cls, url: NSURL, error: None, /
    ) -> tuple[NSFileHandle | None, NSError | None]:
        """A file to write and None; or None and the error."""
        return cls._opened(_path(url), os.O_WRONLY)

    @classmethod
    def fileHandleForUpdatingURL_error_(
        cls, url: NSURL, error: None, /
    ) -> tuple[NSFileHandle | None, NSError | None]:
        """A file to read and write and None; or None and the error."""
        return cls._opened(_path(url), os.O_RDWR)

    @classmethod
    def _opened(cls, path: str, flags: int) -> tuple[NSFileHandle | None, NSError | None]:
        must_be(str, path, "NSFileHandle", "pass str(path)")
        made = cls.alloc().init()
        try:
            made._descriptor = os.open(path, flags | getattr(os, "O_CLOEXEC", 0))
        except OSError as problem:
            is_writing = flags != os.O_RDONLY
            return None, NSError.file_error(problem, path, writing=is_writing)
        return made, None

    # Reading.

    def availableData(self) -> NSData:
        """What is left."""
        return self.readDataToEndOfFile()

    def readDataToEndOfFile(self) -> NSData:
        """What is left. Raises ValueError where the file is closed, or not open for it."""
        pieces: list[bytes] = []
        while piece := self._read(1 << 20):
            pieces.append(piece)
        return NSData(b"".join(pieces))

    def readDataOfLength_(self, length: int, /) -> NSData:
        """As many bytes, or what is left. Raises as above."""
        return NSData(self._read(length))

    def readDataToEndOfFileAndReturnError_(
        self, error: None, /
    ) -> tuple[NSData | None, NSError | None]:
        """What is left and None; or None and the error."""
        try:
            return self.readDataToEndOfFile(), None
        except _Raised as raised:
            return None, NSError.file_error(raised.problem, "")

    def readDataUpToLength_error_(
        self, length: int, error: None, /
    ) -> tuple[NSData | None, NSError | None]:
        """As many bytes, or what is left, and None; or None and the error."""
        try:
            return self.readDataOfLength_(length), None
        except _Raised as raised:
            return None, NSError.file_error(raised.problem, "")

    def _read(self, length: int) -> bytes:
        try:
            return os.read(self._descriptor, length)
        except OSError as problem:
            raise _Raised("readData", problem) from None

    # Writing.

    def writeData_(self, data: Buffer, /) -> None:
        """Write bytes where the file is at. Raises as above."""
        left = memoryview(data).cast("B")
        while left:
            try:
                left = left[os.write(self._descriptor, left) :]
            except OSError as problem:
                raise _Raised("writeData_", problem) from None

    def writeData_error_(self, data: Buffer, error: None, /) -> tuple[bool, NSError | None]:
        """The same: True and None, or False and the error."""
        try:
            self.writeData_(data)
        except _Raised as raised:
            return False, NSError.file_error(raised.problem, "", writing=True)
        return True, None

    # Where it is at.

    def offsetInFile(self) -> int:
        """Where the next byte is read or written."""
        return self._sought(0, os.SEEK_CUR)

    def seekToEndOfFile(self) -> int:
        """Go to the end, to append; how long the file is."""
        return self._sought(0, os.SEEK_END)

    def seekToFileOffset_(self, offset: int, /) -> None:
        """Go to a place."""
        self._sought(offset, os.SEEK_SET)

    def seekToEndReturningOffset_error_(
        self, offset: None, error: None, /
    ) -> tuple[bool, int, NSError | None]:
        """The same as `seekToEndOfFile`: True, the length and None; or False, 0 and the error."""
        try:
            return True, self.seekToEndOfFile(), None
        except _Raised as raised:
            return False, 0, NSError.file_error(raised.problem, "")

    def seekToOffset_error_(self, offset: int, error: None, /) -> tuple[bool, NSError | None]:
        """The same as `seekToFileOffset_`: True and None, or False and the error."""
        try:
            self.seekToFileOffset_(offset)
        except _Raised as raised:
            return False, NSError.file_error(raised.problem, "")
        return True, None

    def truncateFileAtOffset_(self, offset: int, /) -> None:
        """Cut the file there, and go there."""
        try:
            os.ftruncate(self._descriptor, offset)
        except OSError as problem:
            raise _Raised("truncateFileAtOffset_", problem) from None
        self._sought(offset, os.SEEK_SET)

    def _sought(self, offset: int, whence: int) -> int:
        try:
            return os.lseek(self._descriptor, offset, whence)
        except OSError as problem:
            raise _Raised("seekToFileOffset_", problem) from None

    # Ending.

    def synchronizeFile(self) -> None:
        """Have it written to the disk."""
        try:
            if self._descriptor < 0:  # Python would say something else
                raise OSError(errno.EBADF, os.strerror(errno.EBADF))
            os.fsync(self._descriptor)
        except OSError as problem:
            raise _Raised("synchronizeFile", problem) from None

    def synchronizeAndReturnError_(self, error: None, /) -> tuple[bool, NSError | None]:
        """The same: True and None, or False and the error."""
        try:
            self.synchronizeFile()
        except _Raised as raised:
            return False, NSError.file_error(raised.problem, "", writing=True)
        return True, None

    def closeFile(self) -> None:
        """Close it; harmless twice."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)

    def closeAndReturnError_(self, error: None, /) -> tuple[bool, NSError | None]:
        """The same."""
        self.closeFile()
        return True, None

    def fileDescriptor(self) -> int:
        """The descriptor; -1 where it is closed."""
        return self._descriptor

    def __del__(self) -> None:
        self.closeFile()


class _Raised(ValueError):
    """What PyObjC makes of an NSFileHandleOperationException."""

    def __init__(self, method: str, problem: OSError) -> None:
        super().__init__(f"NSFileHandleOperationException: {method}: {problem.strerror}")
        self.problem = problem


def _path(url: NSURL) -> str:
    must_be(NSURL, url, "NSFileHandle", "make one with NSURL.fileURLWithPath_(...)")
    return url.__fspath__()
