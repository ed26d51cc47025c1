"""The folders of the device: home, Documents, Caches and the rest, never this machine's own.

What it is: where they are, and the functions that tell it. What it is not: what is done in them
(`file_manager.py`). Its one rule: they belong to the device; they outlive the app and go with
the device.

Paths are those of macOS. Source: developer.apple.com/documentation/foundation/filemanager/
searchpathdirectory, and `NSPathUtilities.h`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from urlsession_mock.foundation.array import NSArray
from urlsession_mock.foundation.file_constants import (
    NSAllApplicationsDirectory,
    NSAllDomainsMask,
    NSAllLibrariesDirectory,
    NSApplicationDirectory,
    NSApplicationScriptsDirectory,
    NSApplicationSupportDirectory,
    NSAutosavedInformationDirectory,
    NSCachesDirectory,
    NSDesktopDirectory,
    NSDocumentationDirectory,
    NSDocumentDirectory,
    NSDownloadsDirectory,
    NSInputMethodsDirectory,
    NSLibraryDirectory,
    NSLocalDomainMask,
    NSMoviesDirectory,
    NSMusicDirectory,
    NSNetworkDomainMask,
    NSPicturesDirectory,
    NSPreferencePanesDirectory,
    NSPrinterDescriptionDirectory,
    NSSharedPublicDirectory,
    NSSystemDomainMask,
    NSTrashDirectory,
    NSUserDirectory,
    NSUserDomainMask,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "USER",
    "NSFullUserName",
    "NSHomeDirectory",
    "NSHomeDirectoryForUser",
    "NSOpenStepRootDirectory",
    "NSSearchPathForDirectoriesInDomains",
    "NSTemporaryDirectory",
    "NSUserName",
    "disk",
    "folders",
    "home",
    "replacement",
    "temporary",
]

USER: Final = "user"

# Below the user's home; `None` where the user has none.
# fmt: off
_OF_USER: Final = {
    NSApplicationDirectory:          "Applications",
    NSAllApplicationsDirectory:      "Applications",
    NSLibraryDirectory:              "Library",
    NSAllLibrariesDirectory:         "Library",
    NSDocumentationDirectory:        "Library/Documentation",
    NSDocumentDirectory:             "Documents",
    NSAutosavedInformationDirectory: "Library/Autosave Information",
    NSDesktopDirectory:              "Desktop",
    NSCachesDirectory:               "Library/Caches",
    NSApplicationSupportDirectory:   "Library/Application Support",
    NSDownloadsDirectory:            "Downloads",
    NSInputMethodsDirectory:         "Library/Input Methods",
    NSMoviesDirectory:               "Movies",
    NSMusicDirectory:                "Music",
    NSPicturesDirectory:             "Pictures",
    NSSharedPublicDirectory:         "Public",
    NSPreferencePanesDirectory:      "Library/PreferencePanes",
    NSApplicationScriptsDirectory:   "Library/Application Scripts",
    NSTrashDirectory:                ".Trash",
}
# Below the root of a domain: /, /Network, /System.
_OF_ALL: Final = {
    NSApplicationDirectory:          "Applications",
    NSAllApplicationsDirectory:      "Applications",
    NSLibraryDirectory:              "Library",
    NSAllLibrariesDirectory:         "Library",
    NSDocumentationDirectory:        "Library/Documentation",
    NSCachesDirectory:               "Library/Caches",
    NSApplicationSupportDirectory:   "Library/Application Support",
    NSInputMethodsDirectory:         "Library/Input Methods",
    NSPreferencePanesDirectory:      "Library/PreferencePanes",
    NSPrinterDescriptionDirectory:   "Library/Printers/PPDs",
    NSUserDirectory:                 "Users",
}
_ROOTS: Final = {
    NSLocalDomainMask:   "",
    NSNetworkDomainMask: "Network",
    NSSystemDomainMask:  "System",
}
# What a new user of a Mac has.
_MADE: Final = (
    "Desktop", "Documents", "Downloads", "Library/Application Support", "Library/Caches",
    "Library/Preferences", "Movies", "Music", "Pictures", "Public",
)
# fmt: on


def disk() -> Path:
    """The root of the device's disk. Raises `NoActiveDevice` without a device."""
    # later: devices are built on these classes
    from urlsession_mock.world import current

    return current().temporary_folder() / "disk"


def home() -> Path:
    """The home of the device's user, with the folders that a new user has."""
    found = disk() / "Users" / USER
    if not found.is_dir():
        for name in _MADE:
            (found / name).mkdir(parents=True, exist_ok=True)
    return found


def temporary() -> Path:
    """The folder of the app's temporary files."""
    found = disk() / "tmp"
    found.mkdir(parents=True, exist_ok=True)
    return found


def folders(directory: int, domains: int) -> Iterator[Path]:
    """Where a standard folder is, in each of some domains: the user's first."""
    if domains & NSUserDomainMask and directory in _OF_USER:
        yield home() / _OF_USER[directory]
    for mask, root in _ROOTS.items():
        if domains & mask and directory in _OF_ALL:
            yield disk() / root / _OF_ALL[directory]


def replacement(beside: Path) -> Path:
    """A new folder for what is to replace an item, on the same disk."""
    return Path(tempfile.mkdtemp(prefix="TemporaryItems-", dir=beside.parent))


# Apple's functions.


def NSHomeDirectory() -> str:
    """The home of the device's user."""
    return str(home())


def NSHomeDirectoryForUser(name: str | None) -> str | None:
    """The same, or None for another user."""
    return str(home()) if name in (None, USER) else None


def NSTemporaryDirectory() -> str:
    """The folder of the app's temporary files; it ends with a slash, as on a Mac."""
    return f"{temporary()}/"


def NSUserName() -> str:
    """The short name of the device's user."""
    return USER


def NSFullUserName() -> str:
    """The name of the device's user."""
    return "User"


def NSOpenStepRootDirectory() -> str:
    """The root of the device's disk."""
    return f"{disk()}/"


def NSSearchPathForDirectoriesInDomains(
    directory: int, domains: int, expands_tilde: bool
) -> NSArray[str]:
    """The paths of a standard folder; without expansion, those of the user begin with `~`."""
    found = [str(path) for path in folders(directory, domains & NSAllDomainsMask)]
    if not expands_tilde:
        found = [path.replace(str(home()), "~", 1) for path in found]
    return NSArray(found)
