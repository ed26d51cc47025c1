"""What an app stores on its device: cookies, credentials, responses; and who observes it.

What it is: the stores of one device, and which of them a configuration means. What it is not: the
stores themselves (`cookie_storage.py`, `credential_storage.py`, `url_cache.py`). Its one rule: a
store belongs to a device, so no test leaves anything to the next.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from urlsession_mock.foundation.cookie_storage import NSHTTPCookieStorage
from urlsession_mock.foundation.credential_storage import NSURLCredentialStorage
from urlsession_mock.foundation.defaults_store import Defaults
from urlsession_mock.foundation.keychain import Keychain
from urlsession_mock.foundation.notification_center import NSNotificationCenter
from urlsession_mock.foundation.url_cache import NSURLCache, Shelf

if TYPE_CHECKING:
    from collections.abc import Callable

    from urlsession_mock.foundation.bundle import NSBundle
    from urlsession_mock.foundation.configuration import NSURLSessionConfiguration
    from urlsession_mock.foundation.file_manager import NSFileManager
    from urlsession_mock.foundation.user_defaults import NSUserDefaults

__all__ = ["Stores"]


class Stores:
    """The stores of the app on a device. `now` gives the device's time, in seconds since 1970."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._groups: dict[str, NSHTTPCookieStorage] = {}
        self.cookies: NSHTTPCookieStorage = NSHTTPCookieStorage.with_clock(now)
        self.credentials: NSURLCredentialStorage = NSURLCredentialStorage.alloc().init()
        self.notifications: NSNotificationCenter = NSNotificationCenter.alloc().init()
        self.defaults: Defaults = Defaults()
        self.standard_defaults: NSUserDefaults | None = None
        self.main_bundle: NSBundle | None = None
        """What `NSBundle.mainBundle()` is; the bundle of a Python script where None is set."""
        self.bundles: dict[str, NSBundle] = {}
        self.keychain: Keychain = Keychain()
        self.stopped: set[int] = set()
        """The run loops that CoreFoundation was told to stop, by `id()`."""
        self.file_manager: NSFileManager | None = None
        self.folder_before: str | None = None
        """The current folder of this process before the app changed it."""
        self.marks: dict[tuple[int, int], dict[str, object]] = {}
        """What the app noted of files, by device and inode: that one is not to be backed up."""
        self._disks: dict[str, Shelf] = {}
        self._own_cache = NSURLCache.with_clock(now, shelf=self.disk(""))
        self.cache: NSURLCache = self._own_cache

    def disk(self, folder: str) -> Shelf:
        """What caches keep in a folder of the device's disk; "" is the default one."""
        return self._disks.setdefault(folder, {})

    def group(self, identifier: str) -> NSHTTPCookieStorage:
        """The cookies that a group of apps shares."""
        return self._groups.setdefault(identifier, NSHTTPCookieStorage.with_clock(self._now))

    def cookies_of(self, configuration: NSURLSessionConfiguration) -> NSHTTPCookieStorage | None:
        """Where a session of this device keeps its cookies; None where it keeps none."""
        return configuration._cookie_storage(lambda: self.cookies)

    def credentials_of(
        self, configuration: NSURLSessionConfiguration
    ) -> NSURLCredentialStorage | None:
        """Where a session of this device keeps its credentials; None where it keeps none."""
        return configuration._credential_storage(lambda: self.credentials)

    def cache_of(self, configuration: NSURLSessionConfiguration) -> NSURLCache | None:
        """Where a session of this device keeps responses; None where it keeps none."""
        return configuration._url_cache(lambda: self.cache)

    def close(self) -> None:
        """The device is gone: go back where this process was."""
        if self.folder_before is not None:
            os.chdir(self.folder_before)
            self.folder_before = None

    def app_ended(self) -> None:
        """The app's process is gone: what was only in its memory is, too."""
        for store in (self.cookies, *self._groups.values()):
            store.app_ended()
        self.credentials.app_ended()
        self.notifications = NSNotificationCenter.alloc().init()
        self.defaults.app_ended()
        self.standard_defaults = None
        self.file_manager = None
        self.bundles.clear()
        if self.main_bundle is not None:
            self.main_bundle = self.main_bundle.read_again()
        self.cache.app_ended()
        self.cache = self._own_cache  # the app chose another in its process, which is gone
        self.cache.app_ended()
