"""What a file URL knows of its file: resource values, bookmarks, reachability.

What it is: NSURL's questions about files, answered by the disk each time. What it is not: a cache
of them, volumes, file references or security scopes that hold anything. Its one rule: an error is a
value at the end of a tuple, as under PyObjC.

Values that only Apple's disks keep, such as `NSURLIsExcludedFromBackupKey`, are noted by the device
for the file, so they stay when it is moved.
"""
# ruff: noqa: E501 - a row a key, and Apple's names are this long

from __future__ import annotations

import errno
import os
import plistlib
import stat
from typing import TYPE_CHECKING, Any, Final
from xml.parsers.expat import ExpatError

from urlsession_mock.foundation import file_constants as keys
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.date import NSDate
from urlsession_mock.foundation.dictionary import NSDictionary
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.file_attributes import created
from urlsession_mock.foundation.url_address import Address
from urlsession_mock.not_simulated import NotSimulated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Self

    from typing_extensions import Buffer

__all__ = ["Resources"]

_BLOCK: Final = 512  # bytes, as POSIX counts st_blocks
_PACKAGES: Final = (".app", ".bundle", ".framework", ".plugin", ".kext", ".rtfd", ".pkg")
_TYPES: Final = (
    (stat.S_ISREG, keys.NSURLFileResourceTypeRegular),
    (stat.S_ISDIR, keys.NSURLFileResourceTypeDirectory),
    (stat.S_ISLNK, keys.NSURLFileResourceTypeSymbolicLink),
    (stat.S_ISFIFO, keys.NSURLFileResourceTypeNamedPipe),
    (stat.S_ISSOCK, keys.NSURLFileResourceTypeSocket),
    (stat.S_ISCHR, keys.NSURLFileResourceTypeCharacterSpecial),
    (stat.S_ISBLK, keys.NSURLFileResourceTypeBlockSpecial),
)


def _date(seconds: float) -> NSDate:
    return NSDate.dateWithTimeIntervalSince1970_(seconds)


def _name(path: str) -> str:
    return os.path.basename(path) or "/"


def _is_file(state: os.stat_result) -> bool:
    return stat.S_ISREG(state.st_mode)


# What the disk knows. Apple gives sizes for files only.
# fmt: off
_READ: Final[dict[str, Callable[[str, os.stat_result], Any]]] = {
    keys.NSURLNameKey:                      lambda path, _: _name(path),
    keys.NSURLLocalizedNameKey:             lambda path, _: _name(path),
    keys.NSURLPathKey:                      lambda path, _: path,
    keys.NSURLCanonicalPathKey:             lambda path, _: os.path.realpath(path),
    keys.NSURLFileSizeKey:                  lambda _, s: s.st_size if _is_file(s) else None,
    keys.NSURLTotalFileSizeKey:             lambda _, s: s.st_size if _is_file(s) else None,
    keys.NSURLFileAllocatedSizeKey:         lambda _, s: s.st_blocks * _BLOCK if _is_file(s) else None,
    keys.NSURLTotalFileAllocatedSizeKey:    lambda _, s: s.st_blocks * _BLOCK if _is_file(s) else None,
    keys.NSURLIsDirectoryKey:               lambda _, s: stat.S_ISDIR(s.st_mode),
    keys.NSURLIsRegularFileKey:             lambda _, s: _is_file(s),
    keys.NSURLIsSymbolicLinkKey:            lambda _, s: stat.S_ISLNK(s.st_mode),
    keys.NSURLIsAliasFileKey:               lambda _, s: stat.S_ISLNK(s.st_mode),
    keys.NSURLIsPackageKey:                 lambda path, s: stat.S_ISDIR(s.st_mode) and path.endswith(_PACKAGES),
    keys.NSURLIsApplicationKey:             lambda path, s: stat.S_ISDIR(s.st_mode) and path.endswith(".app"),
    keys.NSURLIsHiddenKey:                  lambda path, _: _name(path).startswith("."),
    keys.NSURLHasHiddenExtensionKey:        lambda _path, _: False,
    keys.NSURLIsReadableKey:                lambda path, _: os.access(path, os.R_OK),
    keys.NSURLIsWritableKey:                lambda path, _: os.access(path, os.W_OK),
    keys.NSURLIsExecutableKey:              lambda path, _: os.access(path, os.X_OK),
    keys.NSURLIsUserImmutableKey:           lambda _path, _: False,
    keys.NSURLIsSystemImmutableKey:         lambda _path, _: False,
    keys.NSURLIsUbiquitousItemKey:          lambda _path, _: False,
    keys.NSURLIsMountTriggerKey:            lambda _path, _: False,
    keys.NSURLIsVolumeKey:                  lambda path, _: os.path.ismount(path),
    keys.NSURLContentModificationDateKey:   lambda _, s: _date(s.st_mtime),
    keys.NSURLContentAccessDateKey:         lambda _, s: _date(s.st_atime),
    keys.NSURLAttributeModificationDateKey: lambda _, s: _date(s.st_ctime),
    keys.NSURLCreationDateKey:              lambda _, s: _date(created(s)),
    keys.NSURLLinkCountKey:                 lambda _, s: s.st_nlink,
    keys.NSURLFileIdentifierKey:            lambda _, s: s.st_ino,
    keys.NSURLFileResourceIdentifierKey:    lambda _, s: NSData(f"{s.st_dev}/{s.st_ino}".encode()),
    keys.NSURLPreferredIOBlockSizeKey:      lambda _, s: s.st_blksize,
    keys.NSURLDirectoryEntryCountKey:       lambda path, s: len(os.listdir(path)) if stat.S_ISDIR(s.st_mode) else None,
    keys.NSURLFileResourceTypeKey:          lambda _, s: next((name for test, name in _TYPES if test(s.st_mode)), keys.NSURLFileResourceTypeUnknown),
    keys.NSURLVolumeTotalCapacityKey:       lambda path, _: _of_volume(path, "f_blocks"),
    keys.NSURLVolumeAvailableCapacityKey:   lambda path, _: _of_volume(path, "f_bavail"),
    keys.NSURLVolumeAvailableCapacityForImportantUsageKey:     lambda path, _: _of_volume(path, "f_bavail"),
    keys.NSURLVolumeAvailableCapacityForOpportunisticUsageKey: lambda path, _: _of_volume(path, "f_bavail"),
    keys.NSURLVolumeIsReadOnlyKey:          lambda path, _: bool(os.statvfs(path).f_flag & os.ST_RDONLY),
}
# fmt: on

# What the device notes for a file, with what it is until it was set.
_NOTED: Final[dict[str, object]] = {
    keys.NSURLIsExcludedFromBackupKey: False,
    keys.NSURLFileProtectionKey: None,
    keys.NSURLQuarantinePropertiesKey: None,
}


class Resources(Address):
    """What an NSURL is asked about its file."""

    __slots__ = ()

    def __fspath__(self) -> str:
        path = self.path() if self.isFileURL() else None
        if path is None:
            raise ValueError(f"{self!r} is not the URL of a file, so it has no path on disk")
        return path

    def isFileURL(self) -> bool:
        """Whether the scheme is `file`."""
        return (self._parts.scheme or "").lower() == "file"

    # Resource values.

    def getResourceValue_forKey_error_(
        self, value: None, key: str, error: None, /
    ) -> tuple[bool, Any, NSError | None]:
        """True, the value under a key and None; or False, None and the error.

        A value that the file has not is None. Raises `NotSimulated` for a key that is not read.
        """
        found, problem = self.resourceValuesForKeys_error_([key], error)
        return found is not None, None if found is None else found.get(key), problem

    def resourceValuesForKeys_error_(
        self, wanted: Iterable[str], error: None, /
    ) -> tuple[NSDictionary[str, Any] | None, NSError | None]:
        """The values under some keys and None; or None and the error. Raises as above."""
        try:
            path, state = self._looked_at()
            found = {key: self._value_for(key, path, state) for key in wanted}
        except OSError as problem:
            return None, NSError.file_error(problem, self.path() or "")
        return NSDictionary({key: value for key, value in found.items() if value is not None}), None

    def _value_for(self, key: str, path: str, state: os.stat_result) -> Any:
        if key in _READ:
            return _READ[key](path, state)
        if key in _NOTED:
            return _marks(state).get(key, _NOTED[key])
        if key == keys.NSURLParentDirectoryURLKey:
            return self._like(self._parts.text())._directory_above()
        if key == keys.NSURLVolumeURLKey:
            return self._like("file:///")
        raise NotSimulated(
            f"the resource value {key} of an NSURL is not simulated; keep it out of this test, or "
            f"give the code under test its own answer"
        )

    def _directory_above(self) -> Self:
        head, slash, _ = self._parts.path.rstrip("/").rpartition("/")
        return self._with_path(head + slash)

    def setResourceValue_forKey_error_(
        self, value: Any, key: str, error: None, /
    ) -> tuple[bool, NSError | None]:
        """Set a value. One that cannot be set is passed over, as Apple says.

        A name renames the file. Raises `NotSimulated` for a key that is not known here.
        """
        try:
            path, state = self._looked_at()
            self._set(value, key, path, state)
        except OSError as problem:
            return False, NSError.file_error(problem, self.path() or "", writing=True)
        return True, None

    def _set(self, value: Any, key: str, path: str, state: os.stat_result) -> None:
        if key in _NOTED:
            _marks(state, makes=True)[key] = value
        elif key == keys.NSURLNameKey:
            to = os.path.join(os.path.dirname(path), value)
            if os.path.lexists(to):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
            os.rename(path, to)
        elif key == keys.NSURLContentModificationDateKey:
            os.utime(path, (state.st_atime, value.timeIntervalSince1970()))
        elif key == keys.NSURLContentAccessDateKey:
            os.utime(path, (value.timeIntervalSince1970(), state.st_mtime))
        else:
            self._value_for(key, path, state)

    def setResourceValues_error_(
        self, values: Mapping[str, Any], error: None, /
    ) -> tuple[bool, NSError | None]:
        """Set several values; it ends with the first that fails."""
        for key, value in values.items():
            ok, problem = self.setResourceValue_forKey_error_(value, key, error)
            if not ok:
                return False, problem
        return True, None

    def removeCachedResourceValueForKey_(self, key: str, /) -> None:
        """Nothing is cached."""

    def removeAllCachedResourceValues(self) -> None:
        """Nothing is cached."""

    def getPromisedItemResourceValue_forKey_error_(
        self, value: None, key: str, error: None, /
    ) -> tuple[bool, Any, NSError | None]:
        """As `getResourceValue_forKey_error_`: nothing here is only promised."""
        return self.getResourceValue_forKey_error_(value, key, error)

    def promisedItemResourceValuesForKeys_error_(
        self, wanted: Iterable[str], error: None, /
    ) -> tuple[NSDictionary[str, Any] | None, NSError | None]:
        """As `resourceValuesForKeys_error_`."""
        return self.resourceValuesForKeys_error_(wanted, error)

    # Reachability.

    def checkResourceIsReachableAndReturnError_(
        self, error: None, /
    ) -> tuple[bool, NSError | None]:
        """Whether there is such a file now; the second value is the NSError if not."""
        try:
            self._looked_at(follows=True)
        except OSError as problem:
            return False, NSError.file_error(problem, self.path() or "")
        return True, None

    def checkPromisedItemIsReachableAndReturnError_(
        self, error: None, /
    ) -> tuple[bool, NSError | None]:
        """The same: nothing here is only promised."""
        return self.checkResourceIsReachableAndReturnError_(error)

    def _looked_at(self, *, follows: bool = False) -> tuple[str, os.stat_result]:
        path = self.path() if self.isFileURL() else None
        if path is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        return path, os.stat(path, follow_symlinks=follows)

    def startAccessingSecurityScopedResource(self) -> bool:
        """An app outside of a sandbox may; True for a file."""
        return self.isFileURL()

    def stopAccessingSecurityScopedResource(self) -> None:
        """Nothing was held."""

    # Bookmarks.

    def bookmarkDataWithOptions_includingResourceValuesForKeys_relativeToURL_error_(
        self, options: int, wanted: Iterable[str] | None, base: object, error: None, /
    ) -> tuple[NSData | None, NSError | None]:
        """Data that finds the file again, and None; or None and the error.

        It holds the path alone: on a Mac it would also find a file that was moved.
        """
        try:
            path, _ = self._looked_at()
        except OSError as problem:
            return None, NSError.file_error(problem, self.path() or "")
        return NSData(plistlib.dumps({_BOOKMARK: path}, fmt=plistlib.FMT_BINARY)), None

    @classmethod
    def URLByResolvingBookmarkData_options_relativeToURL_bookmarkDataIsStale_error_(
        cls, data: Buffer, options: int, base: object, is_stale: None, error: None, /
    ) -> tuple[Self | None, bool, NSError | None]:
        """The URL, whether the data is out of date, and None; or None, False and the error."""
        return cls.alloc().initByResolvingBookmarkData_options_relativeToURL_bookmarkDataIsStale_error_(
            data, options, base, is_stale, error
        )

    def initByResolvingBookmarkData_options_relativeToURL_bookmarkDataIsStale_error_(
        self, data: Buffer, options: int, base: object, is_stale: None, error: None, /
    ) -> tuple[Self | None, bool, NSError | None]:
        """As `URLByResolvingBookmarkData_…`."""
        try:
            path: str = plistlib.loads(bytes(data))[_BOOKMARK]
        except (ValueError, LookupError, TypeError, ExpatError, plistlib.InvalidFileException):
            problem = OSError(errno.EINVAL, "no bookmark")
            return None, False, NSError.file_error(problem, "")
        if not os.path.lexists(path):
            gone = OSError(errno.ENOENT, os.strerror(errno.ENOENT))
            return None, False, NSError.file_error(gone, path, writing=True)
        return self._of_file(path), False, None

    def _of_file(self, path: str) -> Self:
        raise NotImplementedError  # NSURL knows how one is made


_BOOKMARK: Final = "urlsession-mock bookmark"


def _of_volume(path: str, field: str) -> int:
    state = os.statvfs(path)
    return int(state.f_frsize * getattr(state, field))


def _marks(state: os.stat_result, *, makes: bool = False) -> dict[str, object]:
    """What the device noted of a file. Raises `NoActiveDevice` without a device."""
    # later: devices are built on these classes
    from urlsession_mock.world import current

    marks, key = current().stores.marks, (state.st_dev, state.st_ino)
    return marks.setdefault(key, {}) if makes else marks.get(key, {})
