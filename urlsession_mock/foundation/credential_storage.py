"""NSURLCredentialStorage: the credentials of an app.

What it is: the shared store of the active device, and private ones. What it is not: a keychain, or
what a transfer does with credentials (network/challenges.py). Its one rule: how long a credential
is kept, the credential says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from urlsession_mock.foundation.authentication import NSURLProtectionSpace
from urlsession_mock.foundation.constants import (
    NSURLCredentialStorageChangedNotification,
    NSURLCredentialStorageRemoveSynchronizableCredentials,
)
from urlsession_mock.foundation.credential import NSURLCredential
from urlsession_mock.foundation.dictionary import NSDictionary
from urlsession_mock.foundation.loading_enums import NSURLCredentialPersistence
from urlsession_mock.foundation.misuse import must_be
from urlsession_mock.foundation.notification_center import announce
from urlsession_mock.foundation.objects import NSObject

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Self

    from urlsession_mock.tasks import NSURLSessionTask

__all__ = ["NSURLCredentialStorage"]

_ONLY_NAMED: Final = "make one with credentialWithUser_password_persistence_"
_FOR_GOOD: Final = frozenset(
    {NSURLCredentialPersistence.Permanent, NSURLCredentialPersistence.Synchronizable}
)


class NSURLCredentialStorage(NSObject):
    """A store of credentials.

    Source: developer.apple.com/documentation/foundation/nsurlcredentialstorage. `alloc().init()`
    makes a private one.
    """

    __slots__ = ("_defaults", "_stored")
    _stored: dict[NSURLProtectionSpace, dict[str, NSURLCredential]]
    _defaults: dict[NSURLProtectionSpace, str]

    @classmethod
    def sharedCredentialStorage(cls) -> NSURLCredentialStorage:
        """The store of the app on the active device. Raises `NoActiveDevice` without one."""
        # later: devices are built on these classes
        from urlsession_mock.world import current

        return current().stores.credentials

    def init(self) -> Self:
        """A private store, empty."""
        self._stored, self._defaults = {}, {}
        return self

    def app_ended(self) -> None:
        """The app's process is gone, and all that was not kept for good with it. Ours."""
        for space, known in list(self._stored.items()):
            kept = {user: one for user, one in list(known.items()) if _outlives(one)}
            self._stored[space] = kept
            if self._defaults.get(space) not in kept:
                self._defaults.pop(space, None)

    # What is stored.

    def allCredentials(
        self,
    ) -> NSDictionary[NSURLProtectionSpace, NSDictionary[str, NSURLCredential]]:
        """The credentials by user name, by protection space, as copies."""
        return NSDictionary(
            {space: NSDictionary(known) for space, known in list(self._stored.items()) if known}
        )

    def credentialsForProtectionSpace_(
        self, space: NSURLProtectionSpace, /
    ) -> NSDictionary[str, NSURLCredential] | None:
        """The credentials of a space by user name, as a copy, or None where there are none."""
        known = self._stored.get(_checked(space))
        return NSDictionary(known) if known else None

    def getCredentialsForProtectionSpace_task_completionHandler_(
        self,
        space: NSURLProtectionSpace,
        _task: NSURLSessionTask,
        handler: Callable[[dict[str, NSURLCredential] | None], object],
        /,
    ) -> None:
        """Hand `credentialsForProtectionSpace_` to the handler, at once."""
        handler(self.credentialsForProtectionSpace_(space))

    def defaultCredentialForProtectionSpace_(
        self, space: NSURLProtectionSpace, /
    ) -> NSURLCredential | None:
        """The credential that was set as the default one, or None.

        Inferred: one that was only stored is not the default, even where it is the only one.
        """
        user = self._defaults.get(_checked(space))
        return None if user is None else self._stored.get(space, {}).get(user)

    def getDefaultCredentialForProtectionSpace_task_completionHandler_(
        self,
        space: NSURLProtectionSpace,
        _task: NSURLSessionTask,
        handler: Callable[[NSURLCredential | None], object],
        /,
    ) -> None:
        """Hand `defaultCredentialForProtectionSpace_` to the handler, at once."""
        handler(self.defaultCredentialForProtectionSpace_(space))

    # Storing and removing.

    def setCredential_forProtectionSpace_(
        self, credential: NSURLCredential, space: NSURLProtectionSpace, /
    ) -> None:
        """Store a credential in place of one of the same user.

        One without persistence is not stored; neither is one without a user name, because a Mac
        files them by it.
        """
        if self._keep(credential, space):
            announce(NSURLCredentialStorageChangedNotification, self)

    def _keep(self, credential: NSURLCredential, space: NSURLProtectionSpace) -> bool:
        must_be(NSURLCredential, credential, "setCredential_forProtectionSpace_", _ONLY_NAMED)
        user = credential.user()
        if user is None or credential.persistence() == NSURLCredentialPersistence.None_:
            return False
        self._stored.setdefault(_checked(space), {})[user] = credential
        return True

    def setCredential_forProtectionSpace_task_(
        self, credential: NSURLCredential, space: NSURLProtectionSpace, _task: NSURLSessionTask, /
    ) -> None:
        """As `setCredential_forProtectionSpace_`."""
        self.setCredential_forProtectionSpace_(credential, space)

    def setDefaultCredential_forProtectionSpace_(
        self, credential: NSURLCredential, space: NSURLProtectionSpace, /
    ) -> None:
        """Store a credential, and propose it when the space asks."""
        user = credential.user()
        if self._keep(credential, space) and user is not None:
            self._defaults[space] = user
            announce(NSURLCredentialStorageChangedNotification, self)

    def setDefaultCredential_forProtectionSpace_task_(
        self, credential: NSURLCredential, space: NSURLProtectionSpace, _task: NSURLSessionTask, /
    ) -> None:
        """As `setDefaultCredential_forProtectionSpace_`."""
        self.setDefaultCredential_forProtectionSpace_(credential, space)

    def removeCredential_forProtectionSpace_(
        self, credential: NSURLCredential, space: NSURLProtectionSpace, /
    ) -> None:
        """Remove a credential, but not one that is kept on all of a user's devices."""
        self.removeCredential_forProtectionSpace_options_(credential, space, None)

    def removeCredential_forProtectionSpace_options_(
        self,
        credential: NSURLCredential,
        space: NSURLProtectionSpace,
        options: Mapping[str, object] | None,
        /,
    ) -> None:
        """Remove a credential; harmless where it is not stored.

        One that is kept on all of a user's devices stays, unless the options say True for
        `NSURLCredentialStorageRemoveSynchronizableCredentials`.
        """
        must_be(NSURLCredential, credential, "removeCredential_forProtectionSpace_", _ONLY_NAMED)
        user = credential.user() or ""
        known = self._stored.get(_checked(space), {})
        removes_all = (options or {}).get(NSURLCredentialStorageRemoveSynchronizableCredentials)
        is_everywhere = credential.persistence() == NSURLCredentialPersistence.Synchronizable
        if known.get(user) != credential or (is_everywhere and not removes_all):
            return
        known.pop(user, None)
        if self._defaults.get(space) == user:
            self._defaults.pop(space, None)
        announce(NSURLCredentialStorageChangedNotification, self)

    def removeCredential_forProtectionSpace_options_task_(
        self,
        credential: NSURLCredential,
        space: NSURLProtectionSpace,
        options: Mapping[str, object] | None,
        _task: NSURLSessionTask,
        /,
    ) -> None:
        """As `removeCredential_forProtectionSpace_options_`."""
        self.removeCredential_forProtectionSpace_options_(credential, space, options)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} for {len(self.allCredentials())} protection spaces>"


def _checked(space: NSURLProtectionSpace) -> NSURLProtectionSpace:
    must_be(NSURLProtectionSpace, space, "NSURLCredentialStorage", "make an NSURLProtectionSpace")
    return space


def _outlives(credential: NSURLCredential) -> bool:
    return credential.persistence() in _FOR_GOOD
