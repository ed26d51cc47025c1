"""NSFileManager's folders: making items, standard folders, replacing and the trash.

What it is: the half that makes. What it is not: copying, moving and removing (`file_manager.py`).
Its one rule: standard folders are the device's, never this machine's.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from urlsession_mock.foundation.array import NSArray
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.file_attributes import set_attributes
from urlsession_mock.foundation.file_changes import MOVE, REMOVE
from urlsession_mock.foundation.file_constants import (
    NSFileManagerItemReplacementWithoutDeletingBackupItem,
    NSItemReplacementDirectory,
)
from urlsession_mock.foundation.file_looking import file_path
from urlsession_mock.foundation.folders import USER, folders, home, replacement, temporary
from urlsession_mock.foundation.misuse import must_be
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.foundation.url import NSURL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import Buffer

__all__ = ["FileFolders"]


class FileFolders(NSObject):
    """What NSFileManager makes."""

    def createDirectoryAtPath_withIntermediateDirectories_attributes_error_(
        self, path: str, with_others: bool, wanted: Mapping[str, Any] | None, error: None, /
    ) -> tuple[bool, NSError | None]:
        """Make a folder; with the folders above it, where one that is there is no error.

        `with_others` says whether those are made too.
        """
        must_be(str, path, "NSFileManager", "pass str(path)")
        try:
            if with_others:
                os.makedirs(path, exist_ok=True)
            else:
                os.mkdir(path)
            set_attributes(path, wanted or {})
        except OSError as problem:
            return False, NSError.file_error(problem, path, writing=True)
        return True, None

    def createDirectoryAtURL_withIntermediateDirectories_attributes_error_(
        self, url: NSURL, with_others: bool, wanted: Mapping[str, Any] | None, error: None, /
    ) -> tuple[bool, NSError | None]:
        """The same, by a file URL."""
        return self.createDirectoryAtPath_withIntermediateDirectories_attributes_error_(
            file_path(url), with_others, wanted, error
        )

    def createDirectoryAtPath_attributes_(
        self, path: str, wanted: Mapping[str, Any] | None, /
    ) -> bool:
        """Deprecated: make one folder, without an error."""
        return self.createDirectoryAtPath_withIntermediateDirectories_attributes_error_(
            path, False, wanted, None
        )[0]

    def createFileAtPath_contents_attributes_(
        self, path: str, contents: Buffer | None, wanted: Mapping[str, Any] | None, /
    ) -> bool:
        """Write a file, over one that is there; False where that is not possible."""
        must_be(str, path, "NSFileManager", "pass str(path)")
        try:
            Path(path).write_bytes(b"" if contents is None else bytes(contents))
            set_attributes(path, wanted or {})
        except OSError:
            return False
        return True

    def createSymbolicLinkAtPath_withDestinationPath_error_(
        self, path: str, to: str, error: None, /
    ) -> tuple[bool, NSError | None]:
        """Make a link that leads to a path, which need not be there."""
        try:
            os.symlink(to, path)
        except OSError as problem:
            return False, NSError.file_error(problem, path, writing=True)
        return True, None

    def createSymbolicLinkAtURL_withDestinationURL_error_(
        self, url: NSURL, to: NSURL, error: None, /
    ) -> tuple[bool, NSError | None]:
        """The same, by file URLs."""
        return self.createSymbolicLinkAtPath_withDestinationPath_error_(
            file_path(url), file_path(to), error
        )

    def createSymbolicLinkAtPath_pathContent_(self, path: str, to: str, /) -> bool:
        """Deprecated: the same, without an error."""
        return self.createSymbolicLinkAtPath_withDestinationPath_error_(path, to, None)[0]

    # Standard folders.

    def URLsForDirectory_inDomains_(self, directory: int, domains: int, /) -> NSArray[NSURL]:
        """Where a standard folder is, the user's first; it need not have been made."""
        return NSArray(_folder(path) for path in folders(directory, domains))

    def URLForDirectory_inDomain_appropriateForURL_create_error_(
        self, directory: int, domain: int, url: NSURL | None, creates: bool, error: None, /
    ) -> tuple[NSURL | None, NSError | None]:
        """A standard folder, made where that is wanted, and None; or None and the error.

        NSItemReplacementDirectory is a new folder, on the disk of the URL.
        """
        if directory == NSItemReplacementDirectory and url is not None:
            return _folder(replacement(Path(file_path(url)))), None
        path = next(folders(directory, domain), None)
        if path is None:
            problem = OSError(errno.ENOENT, os.strerror(errno.ENOENT))
            return None, NSError.file_error(problem, "")
        if creates:
            ok, problem_found = (
                self.createDirectoryAtPath_withIntermediateDirectories_attributes_error_(
                    str(path), True, None, None
                )
            )
            if not ok:
                return None, problem_found
        return _folder(path), None

    def homeDirectoryForCurrentUser(self) -> NSURL:
        """The home of the device's user."""
        return _folder(home())

    def homeDirectoryForUser_(self, name: str, /) -> NSURL | None:
        """The same, or None for another user."""
        return _folder(home()) if name == USER else None

    def temporaryDirectory(self) -> NSURL:
        """The folder of the app's temporary files."""
        return _folder(temporary())

    def containerURLForSecurityApplicationGroupIdentifier_(self, identifier: str, /) -> NSURL:
        """The folder that the apps of a group share, made where it is not there.

        A Mac gives one for any identifier; iOS gives None without the entitlement.
        """
        path = home() / "Library" / "Group Containers" / identifier
        path.mkdir(parents=True, exist_ok=True)
        return _folder(path)

    # Replacing.

    def _replaced(
        self, original: str, new: str, backup: str | None, options: int
    ) -> tuple[bool, NSURL | None, NSError | None]:
        kept = os.path.join(os.path.dirname(original), backup) if backup else None
        try:
            os.lstat(new)
            if os.path.lexists(original):
                if kept is not None:
                    if os.path.lexists(kept):
                        REMOVE.do(kept, "")
                    MOVE.do(original, kept)
                else:
                    REMOVE.do(original, "")
            MOVE.do(new, original)
            keeps = options & NSFileManagerItemReplacementWithoutDeletingBackupItem
            if kept is not None and os.path.lexists(kept) and not keeps:
                REMOVE.do(kept, "")
        except OSError as problem:
            return False, None, NSError.file_error(problem, original, writing=True)
        return True, NSURL.fileURLWithPath_(original), None

    def _trashed(self, path: str) -> tuple[bool, NSURL | None, NSError | None]:
        trash = home() / ".Trash"
        trash.mkdir(exist_ok=True)
        stem, ending = os.path.splitext(os.path.basename(path.rstrip("/")))
        number, to = 2, trash / f"{stem}{ending}"
        while os.path.lexists(to):
            number, to = number + 1, trash / f"{stem} {number}{ending}"
        try:
            MOVE.do(path, str(to))
        except OSError as problem:
            return False, None, NSError.file_error(problem, path, writing=True)
        return True, NSURL.fileURLWithPath_(str(to)), None


def _folder(path: Path) -> NSURL:
    return NSURL.fileURLWithPath_isDirectory_(str(path), True)
