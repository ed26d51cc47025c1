"""NSURL: an address.

What it is: making addresses, deriving one from another, and the few questions about files
that a delegate asks. What it is not: its parts (`url_address.py`), or what it knows of its file
(`url_resources.py`). Its one rule: it never changes.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import quote

from urlsession_mock.foundation.misuse import must_be
from urlsession_mock.foundation.url_address import trimmed
from urlsession_mock.foundation.url_parts import encode_invalid, split
from urlsession_mock.foundation.url_resources import Resources
from urlsession_mock.not_simulated import not_simulated

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self

    from typing_extensions import Buffer

__all__ = ["NSURL"]

# What a path keeps unescaped, from RFC 3986 (pchar and "/"), less ";" as Foundation does.
_PATH_SAFE: Final = "/!$&'()*+,=:@~-._"

# fmt: off
_REFUSED: Final = (
    "fileReferenceURL", "setTemporaryResourceValue:forKey:",
    "+resourceValuesForKeys:fromBookmarkData:",
    "+writeBookmarkData:toURL:options:error:", "+bookmarkDataWithContentsOfURL:error:",
    "+URLByResolvingAliasFileAtURL:options:error:", "parameterString", "resourceDataUsingCache:",
    "loadResourceDataNotifyingClient:usingCache:", "propertyForKey:", "setResourceData:",
    "setProperty:forKey:", "URLHandleUsingCache:",
)
# fmt: on


@not_simulated(*_REFUSED)
class NSURL(Resources):
    """An address. Source: developer.apple.com/documentation/foundation/nsurl

    A file URL is an `os.PathLike`, as under PyObjC: `shutil.move(location, ...)` works.
    """

    __slots__ = ()

    # Making.

    @classmethod
    def URLWithString_(cls, text: str, /) -> Self | None:
        """The URL that a text spells, or None if it spells none.

        Characters that no URL may hold are percent-encoded, as from macOS 14 and iOS 17 on.
        Raises ValueError for None, as a Mac does, and TypeError for anything but text.
        """
        return cls.alloc().initWithString_relativeToURL_(text, None)

    @classmethod
    def URLWithString_relativeToURL_(cls, text: str, base: NSURL | None, /) -> Self | None:
        """The same, to be read relative to another URL."""
        return cls.alloc().initWithString_relativeToURL_(text, base)

    @classmethod
    def URLWithString_encodingInvalidCharacters_(cls, text: str, encoding: bool, /) -> Self | None:
        """The same; without encoding, a text with a character no URL may hold spells none."""
        return cls.alloc().initWithString_encodingInvalidCharacters_(text, encoding)

    @classmethod
    def URLWithDataRepresentation_relativeToURL_(
        cls, data: Buffer, base: NSURL | None, /
    ) -> Self | None:
        """The URL that bytes of UTF-8 spell."""
        return cls.alloc().initWithDataRepresentation_relativeToURL_(data, base)

    @classmethod
    def fileURLWithPath_(cls, path: str, /) -> Self:
        """The URL of a file; one of a directory, if there is such a directory now."""
        return cls.alloc().initFileURLWithPath_(path)

    @classmethod
    def fileURLWithPath_isDirectory_(cls, path: str, isDirectory: bool, /) -> Self:
        """The URL of a file or of a directory, without looking at the disk."""
        return cls.alloc().initFileURLWithPath_isDirectory_(path, isDirectory)

    @classmethod
    def fileURLWithPathComponents_(cls, components: Iterable[str], /) -> Self:
        """The URL of a file whose path is these components."""
        return cls.fileURLWithPath_(os.path.join(*components))

    def initWithString_(self, text: str, /) -> Self | None:
        """As `URLWithString_`."""
        return self.initWithString_relativeToURL_(text, None)

    def initWithString_relativeToURL_(self, text: str, base: NSURL | None, /) -> Self | None:
        """As `URLWithString_relativeToURL_`."""
        _check_text(text)
        return self._spelt(encode_invalid(text), base)

    def initWithString_encodingInvalidCharacters_(
        self, text: str, encoding: bool, /
    ) -> Self | None:
        """As `URLWithString_encodingInvalidCharacters_`."""
        _check_text(text)
        return self._spelt(encode_invalid(text) if encoding else text, None)

    def initWithDataRepresentation_relativeToURL_(
        self, data: Buffer, base: NSURL | None, /
    ) -> Self | None:
        """As `URLWithDataRepresentation_relativeToURL_`."""
        return self.initWithString_relativeToURL_(bytes(data).decode("utf-8", "replace"), base)

    def initFileURLWithPath_(self, path: str, /) -> Self:
        """As `fileURLWithPath_`."""
        must_be(str, path, "NSURL.fileURLWithPath_", "pass str(path)")
        return self.initFileURLWithPath_isDirectory_(
            path, path.endswith("/") or os.path.isdir(path)
        )

    def initFileURLWithPath_isDirectory_(self, path: str, isDirectory: bool, /) -> Self:
        """As `fileURLWithPath_isDirectory_`."""
        must_be(str, path, "NSURL.fileURLWithPath_isDirectory_", "pass str(path)")
        whole = os.path.abspath(os.path.expanduser(path)).replace(os.sep, "/")
        if isDirectory and not whole.endswith("/"):
            whole += "/"
        return self._made("file://" + quote(whole, safe=_PATH_SAFE))

    @classmethod
    def fileURLWithPath_relativeToURL_(cls, path: str, base: NSURL | None, /) -> Self:
        """The URL of a file, relative to that of a directory."""
        return cls.alloc().initFileURLWithPath_relativeToURL_(path, base)

    @classmethod
    def fileURLWithPath_isDirectory_relativeToURL_(
        cls, path: str, isDirectory: bool, base: NSURL | None, /
    ) -> Self:
        """The same, without looking at the disk."""
        return cls.alloc().initFileURLWithPath_isDirectory_relativeToURL_(path, isDirectory, base)

    def initFileURLWithPath_relativeToURL_(self, path: str, base: NSURL | None, /) -> Self:
        """As `fileURLWithPath_relativeToURL_`."""
        whole = os.path.join("" if base is None else base.__fspath__(), path)
        return self.initFileURLWithPath_isDirectory_relativeToURL_(
            path, path.endswith("/") or os.path.isdir(whole), base
        )

    def initFileURLWithPath_isDirectory_relativeToURL_(
        self, path: str, isDirectory: bool, base: NSURL | None, /
    ) -> Self:
        """As `fileURLWithPath_isDirectory_relativeToURL_`."""
        must_be(str, path, "NSURL.fileURLWithPath_relativeToURL_", "pass str(path)")
        if base is None or path.startswith("/"):
            return self.initFileURLWithPath_isDirectory_(path, isDirectory)
        text = quote(path.rstrip("/"), safe=_PATH_SAFE)
        return self._made(text + "/" if isDirectory else text, base)

    @classmethod
    def fileURLWithFileSystemRepresentation_isDirectory_relativeToURL_(
        cls, path: bytes, isDirectory: bool, base: NSURL | None, /
    ) -> Self:
        """The same, from a path in bytes."""
        return cls.fileURLWithPath_isDirectory_relativeToURL_(os.fsdecode(path), isDirectory, base)

    def initFileURLWithFileSystemRepresentation_isDirectory_relativeToURL_(
        self, path: bytes, isDirectory: bool, base: NSURL | None, /
    ) -> Self:
        """The same, from a path in bytes."""
        return self.initFileURLWithPath_isDirectory_relativeToURL_(
            os.fsdecode(path), isDirectory, base
        )

    def initWithScheme_host_path_(self, scheme: str, host: str | None, path: str, /) -> Self | None:
        """From three parts; deprecated."""
        _check_text(scheme)
        return self._spelt(encode_invalid(f"{scheme}://{host or ''}{path}"), None)

    @classmethod
    def absoluteURLWithDataRepresentation_relativeToURL_(
        cls, data: Buffer, base: NSURL | None, /
    ) -> Self | None:
        """The URL that bytes of UTF-8 spell, joined with a base."""
        return cls.alloc().initAbsoluteURLWithDataRepresentation_relativeToURL_(data, base)

    def initAbsoluteURLWithDataRepresentation_relativeToURL_(
        self, data: Buffer, base: NSURL | None, /
    ) -> Self | None:
        """The same."""
        made = self.initWithDataRepresentation_relativeToURL_(data, base)
        return None if made is None else self._spelt(str(made.absoluteString()), None)

    def _spelt(self, text: str, base: NSURL | None) -> Self | None:
        if split(text) is None:
            return None
        return self._made(text, base)

    def baseURL(self) -> NSURL | None:
        """What the text is relative to, or None."""
        return cast("NSURL | None", self._base)  # the makers take no other base

    # Other addresses.

    def URLByAppendingPathComponent_(self, component: str, /) -> Self:
        """The address of something inside; for a file URL, a directory if there is one now."""
        joined = self.URLByAppendingPathComponent_isDirectory_(component, component.endswith("/"))
        path = joined.path() if joined.isFileURL() else None
        if path is not None and os.path.isdir(path):
            return self.URLByAppendingPathComponent_isDirectory_(component, True)
        return joined

    def URLByAppendingPathComponent_isDirectory_(
        self, component: str, isDirectory: bool, /
    ) -> Self:
        """The address of something inside, with a slash at its end if it is a directory."""
        whole = f"{self._parts.path.rstrip('/')}/{quote(component.strip('/'), safe=_PATH_SAFE)}"
        return self._with_path(whole + "/" if isDirectory else whole)

    def URLByAppendingPathExtension_(self, extension: str, /) -> Self:
        """The address with `.extension` at the end of the path."""
        path = self._parts.path
        slash = "/" if path.endswith("/") else ""
        return self._with_path(f"{trimmed(path)}.{quote(extension, safe=_PATH_SAFE)}{slash}")

    def URLByDeletingLastPathComponent(self) -> Self:
        """The address of what holds this."""
        head, slash, _ = trimmed(self._parts.path).rpartition("/")
        return self._with_path(head + slash)

    def URLByDeletingPathExtension(self) -> Self:
        """The address without what follows the last dot of the last piece."""
        path = self._parts.path
        slash = "/" if path.endswith("/") and path != "/" else ""
        return self._with_path(os.path.splitext(trimmed(path))[0] + slash)

    def URLByStandardizingPath(self) -> Self:
        """A file URL without `.` and `..`; another URL as it is."""
        return self.standardizedURL() if self.isFileURL() else self

    def URLByResolvingSymlinksInPath(self) -> Self:
        """A file URL with its symbolic links followed; another URL as it is."""
        path = self.path() if self.isFileURL() else None
        return self if path is None else type(self).fileURLWithPath_(os.path.realpath(path))

    # Files.

    def isFileReferenceURL(self) -> bool:
        """Never: file reference URLs are not simulated."""
        return False

    def filePathURL(self) -> Self | None:
        """The URL itself if it is a file's, or None."""
        return self if self.isFileURL() else None

    def fileSystemRepresentation(self) -> bytes:
        """The path in bytes. Raises ValueError for a URL that is not a file's."""
        return os.fsencode(self.__fspath__())

    def getFileSystemRepresentation_maxLength_(
        self, buffer: bytearray | memoryview | None, length: int, /
    ) -> tuple[bool, bytes]:
        """True and the path in bytes, ended by a zero; False and none where it is longer."""
        path = self.fileSystemRepresentation() + b"\0"
        if len(path) > length:
            return False, b""
        if buffer is not None:
            memoryview(buffer)[: len(path)] = path
        return True, path

    def _of_file(self, path: str) -> Self:
        return self.initFileURLWithPath_(path)


def _check_text(text: object) -> None:
    if text is None:
        raise ValueError(
            "NSInvalidArgumentException: NSURL was given None for its text; "
            "check that the address is known before making the URL"
        )
    must_be(str, text, "NSURL.URLWithString_", "pass the address as text")
