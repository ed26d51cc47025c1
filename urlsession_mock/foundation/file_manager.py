"""NSFileManager: files and folders, with errors as values.

What it is: the real disk, by paths and by URLs. What it is not: iCloud, volumes, file providers.
Its one rule: an argument `error` is given as None and comes back at the end of a tuple, as under
PyObjC: `(ok, error)`, `(found, error)`.

Standard folders are the device's own (`folders.py`); every other path is what it says.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, ClassVar, Final

from urlsession_mock.errors import NoActiveDevice
from urlsession_mock.foundation.file_changes import COPY, LINK, MOVE, REMOVE, Verb, changed
from urlsession_mock.foundation.file_folders import FileFolders
from urlsession_mock.foundation.file_looking import FileLooking, file_path
from urlsession_mock.foundation.misuse import must_be
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.not_simulated import NotSimulated, not_simulated

if TYPE_CHECKING:
    from typing import Self

    from urlsession_mock.foundation.error import NSError

__all__ = ["NSFileManager"]

# fmt: off
_REFUSED: Final = (
    # Volumes.
    "mountedVolumeURLsIncludingResourceValuesForKeys:options:",
    "unmountVolumeAtURL:options:completionHandler:",
    # iCloud.
    "setUbiquitous:itemAtURL:destinationURL:error:",
    "startDownloadingUbiquitousItemAtURL:error:", "evictUbiquitousItemAtURL:error:",
    "URLForPublishingUbiquitousItemAtURL:expirationDate:error:",
    "pauseSyncForUbiquitousItemAtURL:completionHandler:",
    "resumeSyncForUbiquitousItemAtURL:withBehavior:completionHandler:",
    "fetchLatestRemoteVersionOfItemAtURL:completionHandler:",
    "uploadLocalVersionOfUbiquitousItemAtURL:withConflictResolutionPolicy:completionHandler:",
    "getFileProviderServicesForItemAtURL:completionHandler:",
)
# fmt: on


@not_simulated(*_REFUSED)
class NSFileManager(FileLooking, FileFolders):
    """Files and folders. Source: developer.apple.com/documentation/foundation/filemanager"""

    __not_simulated__: ClassVar[tuple[str, ...]] = ()
    _delegate: object = None

    @classmethod
    def defaultManager(cls) -> NSFileManager:
        """The one of the app's process; without a device, a new one each time."""
        # later: devices are built on these classes
        from urlsession_mock.world import current

        try:
            stores = current().stores
        except NoActiveDevice:
            return NSFileManager.alloc().init()
        if stores.file_manager is None:
            stores.file_manager = NSFileManager.alloc().init()
        return stores.file_manager

    def init(self) -> Self:
        """One without a delegate."""
        self._delegate = None
        return self

    def delegate(self) -> Any:  # any object with some of the delegate's methods
        """Who is asked before an item is copied, moved, linked or removed, and after an error."""
        return self._delegate

    def setDelegate_(self, delegate: object, /) -> None:
        """Set it. On a Mac the default manager has none; make one with `alloc().init()`."""
        self._delegate = delegate

    # Changing.

    def copyItemAtPath_toPath_error_(
        self, source: str, to: str, error: None, /
    ) -> tuple[bool, NSError | None]:
        """Copy a file, or a folder and all in it. It is an error where something is there (516)."""
        return self._by_path(COPY, source, to)

    def moveItemAtPath_toPath_error_(
        self, source: str, to: str, error: None, /
    ) -> tuple[bool, NSError | None]:
        """Move it. It is an error where something is there (516), or no folder for it (4)."""
        return self._by_path(MOVE, source, to)

    def linkItemAtPath_toPath_error_(
        self, source: str, to: str, error: None, /
    ) -> tuple[bool, NSError | None]:
        """Give it a second name."""
        return self._by_path(LINK, source, to)

    def removeItemAtPath_error_(self, path: str, error: None, /) -> tuple[bool, NSError | None]:
        """Remove it, and all in it. It is an error where nothing is there (4)."""
        return self._by_path(REMOVE, path, None)

    def copyItemAtURL_toURL_error_(
        self, source: NSURL, to: NSURL, error: None, /
    ) -> tuple[bool, NSError | None]:
        """As `copyItemAtPath_toPath_error_`, by file URLs."""
        return self._by_url(COPY, source, to)

    def moveItemAtURL_toURL_error_(
        self, source: NSURL, to: NSURL, error: None, /
    ) -> tuple[bool, NSError | None]:
        """As `moveItemAtPath_toPath_error_`, by file URLs: how a download is taken."""
        return self._by_url(MOVE, source, to)

    def linkItemAtURL_toURL_error_(
        self, source: NSURL, to: NSURL, error: None, /
    ) -> tuple[bool, NSError | None]:
        """As `linkItemAtPath_toPath_error_`, by file URLs."""
        return self._by_url(LINK, source, to)

    def removeItemAtURL_error_(self, url: NSURL, error: None, /) -> tuple[bool, NSError | None]:
        """As `removeItemAtPath_error_`, by a file URL."""
        return self._by_url(REMOVE, url, None)

    def _by_path(self, verb: Verb, source: str, to: str | None) -> tuple[bool, NSError | None]:
        must_be(str, source, "NSFileManager", "pass str(path)")
        must_be(str, to, "NSFileManager", "pass str(path)", optional=verb is REMOVE)
        return changed(self, verb, source, to, by_url=False)

    def _by_url(self, verb: Verb, source: NSURL, to: NSURL | None) -> tuple[bool, NSError | None]:
        path = file_path(source)
        return changed(self, verb, path, None if to is None else file_path(to), by_url=True)

    # As it was done before Mac OS X 10.5.

    def copyPath_toPath_handler_(self, source: str, to: str, handler: object, /) -> bool:
        """Deprecated: as `copyItemAtPath_toPath_error_`, without an error and without a handler."""
        return self._old(COPY, source, to, handler)

    def movePath_toPath_handler_(self, source: str, to: str, handler: object, /) -> bool:
        """Deprecated: as `moveItemAtPath_toPath_error_`."""
        return self._old(MOVE, source, to, handler)

    def linkPath_toPath_handler_(self, source: str, to: str, handler: object, /) -> bool:
        """Deprecated: as `linkItemAtPath_toPath_error_`."""
        return self._old(LINK, source, to, handler)

    def removeFileAtPath_handler_(self, path: str, handler: object, /) -> bool:
        """Deprecated: as `removeItemAtPath_error_`."""
        return self._old(REMOVE, path, None, handler)

    def _old(self, verb: Verb, source: str, to: str | None, handler: object) -> bool:
        if handler is not None:
            raise NotSimulated(
                "a handler of the file methods before Mac OS X 10.5 is not simulated; pass None, "
                "or use the methods that end with error_"
            )
        return self._by_path(verb, source, to)[0]

    # Replacing.

    def replaceItemAtURL_withItemAtURL_backupItemName_options_resultingItemURL_error_(
        self,
        original: NSURL,
        new: NSURL,
        backup: str | None,
        options: int,
        resulting: None,
        error: None,
        /,
    ) -> tuple[bool, NSURL | None, NSError | None]:
        """Put a new item in the place of another: True, its URL and None; or False and the error.

        With a name the other is kept beside it meanwhile, and with
        NSFileManagerItemReplacementWithoutDeletingBackupItem also afterwards. Not certain: an
        original that is not there is no error.
        """
        return self._replaced(file_path(original), file_path(new), backup, options)

    def trashItemAtURL_resultingItemURL_error_(
        self, url: NSURL, resulting: None, error: None, /
    ) -> tuple[bool, NSURL | None, NSError | None]:
        """Move it to the trash of the device's user, under a name that is free there."""
        return self._trashed(file_path(url))

    def changeCurrentDirectoryPath_(self, path: str, /) -> bool:
        """Make a folder the current one of this process; the device goes back at its end."""
        # later: as above
        from urlsession_mock.world import current

        before = os.getcwd()
        try:
            os.chdir(path)
        except OSError:
            return False
        stores = current().stores
        if stores.folder_before is None:
            stores.folder_before = before
        return True

    # iCloud: nobody is signed in.

    def ubiquityIdentityToken(self) -> None:
        """None: nobody is signed in."""

    def URLForUbiquityContainerIdentifier_(self, identifier: str | None, /) -> None:
        """None: nobody is signed in."""

    def isUbiquitousItemAtURL_(self, url: NSURL, /) -> bool:
        """Never: nobody is signed in."""
        return False

    def __repr__(self) -> str:
        return "<NSFileManager>"
