"""What is known of a file on disk, as Apple's dictionaries tell it.

What it is: attributes of files and of file systems, read and set. What it is not: who asks
(`file_manager.py`). Its one rule: a problem is an OSError here, and an NSError there.
"""

from __future__ import annotations

import grp
import os
import pwd
import stat
from typing import TYPE_CHECKING, Any, Final, cast

from urlsession_mock.foundation.date import NSDate
from urlsession_mock.foundation.dictionary import NSDictionary
from urlsession_mock.foundation.file_constants import (
    NSFileAppendOnly,
    NSFileCreationDate,
    NSFileExtensionHidden,
    NSFileGroupOwnerAccountID,
    NSFileGroupOwnerAccountName,
    NSFileImmutable,
    NSFileModificationDate,
    NSFileOwnerAccountID,
    NSFileOwnerAccountName,
    NSFilePosixPermissions,
    NSFileReferenceCount,
    NSFileSize,
    NSFileSystemFileNumber,
    NSFileSystemFreeNodes,
    NSFileSystemFreeSize,
    NSFileSystemNodes,
    NSFileSystemNumber,
    NSFileSystemSize,
    NSFileType,
    NSFileTypeBlockSpecial,
    NSFileTypeCharacterSpecial,
    NSFileTypeDirectory,
    NSFileTypeRegular,
    NSFileTypeSocket,
    NSFileTypeSymbolicLink,
    NSFileTypeUnknown,
)
from urlsession_mock.not_simulated import NotSimulated

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FileAttributes", "attributes", "created", "set_attributes", "system_attributes"]

_TYPES: Final = (
    (stat.S_ISREG, NSFileTypeRegular),
    (stat.S_ISDIR, NSFileTypeDirectory),
    (stat.S_ISLNK, NSFileTypeSymbolicLink),
    (stat.S_ISSOCK, NSFileTypeSocket),
    (stat.S_ISCHR, NSFileTypeCharacterSpecial),
    (stat.S_ISBLK, NSFileTypeBlockSpecial),
)


class FileAttributes(NSDictionary[str, Any]):
    """Attributes of a file: an NSDictionary, with the questions that Apple adds for them."""

    __slots__ = ()

    def fileType(self) -> str | None:
        """NSFileTypeRegular and so on."""
        return cast("str | None", self.objectForKey_(NSFileType))  # see attributes()

    def fileSize(self) -> int:
        """How many bytes."""
        return int(self.get(NSFileSize, 0))

    def fileModificationDate(self) -> NSDate | None:
        """When it was last changed."""
        return cast("NSDate | None", self.objectForKey_(NSFileModificationDate))  # as above

    def fileCreationDate(self) -> NSDate | None:
        """When it was made."""
        return cast("NSDate | None", self.objectForKey_(NSFileCreationDate))  # as above

    def filePosixPermissions(self) -> int:
        """Its permissions, as chmod takes them."""
        return int(self.get(NSFilePosixPermissions, 0))

    def fileOwnerAccountName(self) -> str | None:
        """Whose it is."""
        return cast("str | None", self.objectForKey_(NSFileOwnerAccountName))  # as above

    def fileGroupOwnerAccountName(self) -> str | None:
        """Which group's it is."""
        return cast("str | None", self.objectForKey_(NSFileGroupOwnerAccountName))  # as above

    def fileSystemFileNumber(self) -> int:
        """Its inode."""
        return int(self.get(NSFileSystemFileNumber, 0))


def created(state: os.stat_result) -> float:
    """When a file was made; where the system does not say, when its entry last changed."""
    return float(getattr(state, "st_birthtime", min(state.st_ctime, state.st_mtime)))


def attributes(path: str, *, follows: bool = False) -> FileAttributes:
    """The attributes of a file, or of a link. Raises OSError."""
    state = os.stat(path, follow_symlinks=follows)
    found: dict[str, Any] = {
        NSFileType: next((name for test, name in _TYPES if test(state.st_mode)), NSFileTypeUnknown),
        NSFileSize: state.st_size,
        NSFileModificationDate: NSDate.dateWithTimeIntervalSince1970_(state.st_mtime),
        NSFileCreationDate: NSDate.dateWithTimeIntervalSince1970_(created(state)),
        NSFilePosixPermissions: stat.S_IMODE(state.st_mode),
        NSFileOwnerAccountID: state.st_uid,
        NSFileGroupOwnerAccountID: state.st_gid,
        NSFileReferenceCount: state.st_nlink,
        NSFileSystemNumber: state.st_dev,
        NSFileSystemFileNumber: state.st_ino,
        NSFileExtensionHidden: False,
    }
    try:
        found[NSFileOwnerAccountName] = pwd.getpwuid(state.st_uid).pw_name
        found[NSFileGroupOwnerAccountName] = grp.getgrgid(state.st_gid).gr_name
    except KeyError:
        pass  # an owner without a name, as in a container
    return FileAttributes(found)


def set_attributes(path: str, wanted: Mapping[str, Any]) -> None:
    """Set permissions, owner and date; the rest has no meaning here. Raises OSError.

    Raises `NotSimulated` for what would lock the file.
    """
    for key in (NSFileImmutable, NSFileAppendOnly):
        if wanted.get(key):
            raise NotSimulated(f"a file that is {key} is not simulated; keep it out of this test")
    if NSFilePosixPermissions in wanted:
        os.chmod(path, int(wanted[NSFilePosixPermissions]))
    owner = wanted.get(NSFileOwnerAccountID, -1)
    group = wanted.get(NSFileGroupOwnerAccountID, -1)
    if (owner, group) != (-1, -1):
        os.chown(path, owner, group)
    date = wanted.get(NSFileModificationDate)
    if date is not None:
        moment = date.timeIntervalSince1970()
        os.utime(path, (os.stat(path).st_atime, moment))


def system_attributes(path: str) -> NSDictionary[str, Any]:
    """The attributes of the file system that a file is on. Raises OSError."""
    state = os.statvfs(path)
    return NSDictionary(
        {
            NSFileSystemSize: state.f_frsize * state.f_blocks,
            NSFileSystemFreeSize: state.f_frsize * state.f_bavail,
            NSFileSystemNodes: state.f_files,
            NSFileSystemFreeNodes: state.f_ffree,
            NSFileSystemNumber: os.stat(path).st_dev,
        }
    )
