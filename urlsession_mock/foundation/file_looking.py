"""NSFileManager's questions: is it there, what is it, what is in it.

What it is: the half that reads. What it is not: what changes (`file_manager.py`). Its one rule: a
question about nothing has an answer, not an exception.
"""

from __future__ import annotations

import errno
import filecmp
import os
from typing import TYPE_CHECKING, Any

from urlsession_mock.foundation.array import NSArray
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.dictionary import NSDictionary
from urlsession_mock.foundation.directory_enumerator import (
    NSDirectoryEnumerator,
    names_in,
    shows_urls,
)
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.file_attributes import (
    FileAttributes,
    attributes,
    set_attributes,
    system_attributes,
)
from urlsession_mock.foundation.file_constants import (
    NSURLRelationshipContains,
    NSURLRelationshipOther,
    NSURLRelationshipSame,
)
from urlsession_mock.foundation.folders import folders
from urlsession_mock.foundation.misuse import must_be
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.foundation.url import NSURL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = ["FileLooking", "file_path"]


def file_path(url: NSURL) -> str:
    """The path of a file URL. Raises TypeError for no NSURL, ValueError for no file's."""
    must_be(NSURL, url, "NSFileManager", "make one with NSURL.fileURLWithPath_(...)")
    return url.__fspath__()


class FileLooking(NSObject):
    """The questions of NSFileManager."""

    def fileExistsAtPath_(self, path: str | None, /) -> bool:
        """Something is there; a link counts as what it leads to."""
        return path is not None and os.path.exists(path)

    def fileExistsAtPath_isDirectory_(
        self, path: str | None, is_directory: None, /
    ) -> tuple[bool, bool]:
        """Something is there; and it is a folder."""
        return self.fileExistsAtPath_(path), path is not None and os.path.isdir(path)

    def isReadableFileAtPath_(self, path: str, /) -> bool:
        """It can be read."""
        return os.access(path, os.R_OK)

    def isWritableFileAtPath_(self, path: str, /) -> bool:
        """It can be written."""
        return os.access(path, os.W_OK)

    def isExecutableFileAtPath_(self, path: str, /) -> bool:
        """It can be run, or entered."""
        return os.access(path, os.X_OK)

    def isDeletableFileAtPath_(self, path: str, /) -> bool:
        """It can be removed from its folder."""
        return os.path.lexists(path) and os.access(os.path.dirname(os.path.abspath(path)), os.W_OK)

    def contentsEqualAtPath_andPath_(self, one: str, other: str, /) -> bool:
        """The same bytes; or folders with the same in them."""
        if os.path.isdir(one) and os.path.isdir(other):
            names = os.listdir(one)
            return sorted(names) == sorted(os.listdir(other)) and all(
                self.contentsEqualAtPath_andPath_(
                    os.path.join(one, name), os.path.join(other, name)
                )
                for name in names
            )
        if not (os.path.isfile(one) and os.path.isfile(other)):
            return False
        return filecmp.cmp(one, other, shallow=False)

    def contentsAtPath_(self, path: str, /) -> NSData | None:
        """The bytes of a file, or None where they cannot be read."""
        return NSData.dataWithContentsOfFile_(path)

    # Attributes.

    def attributesOfItemAtPath_error_(
        self, path: str, error: None, /
    ) -> tuple[FileAttributes | None, NSError | None]:
        """The attributes of a file, a folder or a link itself, and None; or None and the error."""
        try:
            return attributes(path), None
        except OSError as problem:
            return None, NSError.file_error(problem, path)

    def setAttributes_ofItemAtPath_error_(
        self, wanted: Mapping[str, Any], path: str, error: None, /
    ) -> tuple[bool, NSError | None]:
        """Set permissions, owner and date; others are taken and do nothing."""
        try:
            os.stat(path)
            set_attributes(path, wanted)
        except OSError as problem:
            return False, NSError.file_error(problem, path, writing=True)
        return True, None

    def attributesOfFileSystemForPath_error_(
        self, path: str, error: None, /
    ) -> tuple[NSDictionary[str, Any] | None, NSError | None]:
        """How large the disk of a path is, and how much is free."""
        try:
            return system_attributes(path), None
        except OSError as problem:
            return None, NSError.file_error(problem, path)

    def fileAttributesAtPath_traverseLink_(
        self, path: str, follows: bool, /
    ) -> FileAttributes | None:
        """Deprecated: the attributes, or None."""
        try:
            return attributes(path, follows=follows)
        except OSError:
            return None

    def changeFileAttributes_atPath_(self, wanted: Mapping[str, Any], path: str, /) -> bool:
        """Deprecated: as `setAttributes_ofItemAtPath_error_`, without an error."""
        return self.setAttributes_ofItemAtPath_error_(wanted, path, None)[0]

    def fileSystemAttributesAtPath_(self, path: str, /) -> NSDictionary[str, Any] | None:
        """Deprecated: as `attributesOfFileSystemForPath_error_`, without an error."""
        return self.attributesOfFileSystemForPath_error_(path, None)[0]

    def destinationOfSymbolicLinkAtPath_error_(
        self, path: str, error: None, /
    ) -> tuple[str | None, NSError | None]:
        """Where a link leads, and None; or None and the error."""
        try:
            return os.readlink(path), None
        except OSError as problem:
            return None, NSError.file_error(problem, path)

    def pathContentOfSymbolicLinkAtPath_(self, path: str, /) -> str | None:
        """Deprecated: as `destinationOfSymbolicLinkAtPath_error_`, without an error."""
        return self.destinationOfSymbolicLinkAtPath_error_(path, None)[0]

    # Folders.

    def contentsOfDirectoryAtPath_error_(
        self, path: str, error: None, /
    ) -> tuple[NSArray[str] | None, NSError | None]:
        """The names in a folder, and None; or None and the error."""
        try:
            return NSArray(names_in(path)), None
        except OSError as problem:
            return None, NSError.file_error(problem, path)

    def directoryContentsAtPath_(self, path: str, /) -> NSArray[str] | None:
        """Deprecated: as `contentsOfDirectoryAtPath_error_`, without an error."""
        return self.contentsOfDirectoryAtPath_error_(path, None)[0]

    def contentsOfDirectoryAtURL_includingPropertiesForKeys_options_error_(
        self, url: NSURL, keys: Iterable[str] | None, options: int, error: None, /
    ) -> tuple[NSArray[NSURL] | None, NSError | None]:
        """The URLs of what is in a folder; hidden files too, unless the options skip them."""
        path, show = file_path(url), shows_urls(url, options)
        try:
            names = names_in(path, options)
        except OSError as problem:
            return None, NSError.file_error(problem, path)
        return NSArray(show(os.path.join(path, name)) for name in names), None

    def subpathsOfDirectoryAtPath_error_(
        self, path: str, error: None, /
    ) -> tuple[NSArray[str] | None, NSError | None]:
        """The paths of all that is in a folder, all the way down, relative to it."""
        try:
            names_in(path)
        except OSError as problem:
            return None, NSError.file_error(problem, path)
        return NSArray(self._enumerator(path)), None

    def subpathsAtPath_(self, path: str, /) -> NSArray[str] | None:
        """The same, without an error."""
        return self.subpathsOfDirectoryAtPath_error_(path, None)[0]

    def enumeratorAtPath_(self, path: str, /) -> NSDirectoryEnumerator | None:
        """The same, one after another; None where nothing is there."""
        return self._enumerator(path) if os.path.exists(path) else None

    def _enumerator(self, path: str) -> NSDirectoryEnumerator:
        return NSDirectoryEnumerator.of(
            path, 0, lambda found: os.path.relpath(found, path), lambda _path, _error: True
        )

    def enumeratorAtURL_includingPropertiesForKeys_options_errorHandler_(
        self,
        url: NSURL,
        keys: Iterable[str] | None,
        options: int,
        handler: Callable[[NSURL, NSError], bool] | None,
        /,
    ) -> NSDirectoryEnumerator | None:
        """The URLs of all that is in a folder, all the way down.

        A folder that cannot be read is told to the handler, which says whether to go on; without
        one it goes on.
        """

        def problem(path: str, error: NSError) -> bool:
            return handler is None or bool(handler(NSURL.fileURLWithPath_(path), error))

        return NSDirectoryEnumerator.of(file_path(url), options, shows_urls(url, options), problem)

    def getRelationship_ofDirectoryAtURL_toItemAtURL_error_(
        self, relationship: None, folder: NSURL, item: NSURL, error: None, /
    ) -> tuple[bool, int, NSError | None]:
        """Whether a folder holds an item, is it, or neither."""
        return _related([file_path(folder)], item)

    def getRelationship_ofDirectory_inDomain_toItemAtURL_error_(
        self, relationship: None, directory: int, domain: int, item: NSURL, error: None, /
    ) -> tuple[bool, int, NSError | None]:
        """The same, for a standard folder."""
        return _related([str(path) for path in folders(directory, domain)], item)

    # Names.

    def displayNameAtPath_(self, path: str, /) -> str:
        """The name that people see: the last part of the path."""
        return os.path.basename(path.rstrip("/")) or path

    def componentsToDisplayForPath_(self, path: str, /) -> NSArray[str] | None:
        """The names that people see, from the disk down; None where nothing is there."""
        if not os.path.exists(path):
            return None
        return NSArray(["Macintosh HD", *[part for part in path.split("/") if part]])

    def fileSystemRepresentationWithPath_(self, path: str, /) -> bytes:
        """The path in bytes."""
        return os.fsencode(path)

    def stringWithFileSystemRepresentation_length_(self, path: bytes, length: int, /) -> str:
        """The path that the first bytes spell."""
        return os.fsdecode(bytes(path)[:length])

    def currentDirectoryPath(self) -> str:
        """The current folder of this process."""
        return os.getcwd()


def _related(whole: list[str], item: NSURL) -> tuple[bool, int, NSError | None]:
    path = file_path(item)
    if not os.path.lexists(path):
        problem = OSError(errno.ENOENT, os.strerror(errno.ENOENT))
        return False, NSURLRelationshipOther, NSError.file_error(problem, path)
    inside = os.path.realpath(path)
    for folder in map(os.path.realpath, whole):
        if inside == folder:
            return True, NSURLRelationshipSame, None
        if inside.startswith(folder.rstrip("/") + "/"):
            return True, NSURLRelationshipContains, None
    return True, NSURLRelationshipOther, None
