"""NSURLCredential: who one claims to be.

What it is: a name and password, a client certificate, or the acceptance of a server's trust.
What it is not: a keychain or a certificate; such objects are kept and handed back as they
came. Its one rule: a password is never printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from urlsession_mock.foundation.array import NSArray
from urlsession_mock.foundation.loading_enums import NSURLCredentialPersistence
from urlsession_mock.foundation.misuse import must_be
from urlsession_mock.foundation.objects import NSObject

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

__all__ = ["NSURLCredential"]


class NSURLCredential(NSObject):
    """Who one claims to be. Source: developer.apple.com/documentation/foundation/urlcredential"""

    _user: str | None = None
    _password: str | None = None
    _identity: object = None
    _certificates: tuple[object, ...] = ()
    _trust: object = None
    _persistence: NSURLCredentialPersistence = NSURLCredentialPersistence.None_

    @classmethod
    def credentialWithUser_password_persistence_(
        cls, user: str, password: str, persistence: int, /
    ) -> Self:
        """A name and a password. Raises TypeError for anything but text."""
        return cls.alloc().initWithUser_password_persistence_(user, password, persistence)

    @classmethod
    def credentialWithIdentity_certificates_persistence_(
        cls, identity: object, certificates: Sequence[object] | None, persistence: int, /
    ) -> Self:
        """A client certificate; any object stands for a SecIdentityRef."""
        return cls.alloc().initWithIdentity_certificates_persistence_(
            identity, certificates, persistence
        )

    @classmethod
    def credentialForTrust_(cls, trust: object, /) -> Self:
        """The acceptance of a server's trust; any object stands for a SecTrustRef."""
        return cls.alloc().initWithTrust_(trust)

    def initWithUser_password_persistence_(
        self, user: str, password: str, persistence: int, /
    ) -> Self:
        """As `credentialWithUser_password_persistence_`."""
        must_be(str, user, "NSURLCredential", "pass the user name as text")
        if not isinstance(password, str):  # pyright: ignore[reportUnnecessaryIsInstance] # callers
            raise TypeError("NSURLCredential takes the password as text; decode it first")
        self._user, self._password = user, password
        self._persistence = NSURLCredentialPersistence(persistence)
        return self

    def initWithIdentity_certificates_persistence_(
        self, identity: object, certificates: Sequence[object] | None, persistence: int, /
    ) -> Self:
        """As `credentialWithIdentity_certificates_persistence_`."""
        self._identity, self._certificates = identity, tuple(certificates or ())
        self._persistence = NSURLCredentialPersistence(persistence)
        return self

    def initWithTrust_(self, trust: object, /) -> Self:
        """As `credentialForTrust_`."""
        self._trust = trust
        return self

    def user(self) -> str | None:
        """The user name, or None."""
        return self._user

    def password(self) -> str | None:
        """The password, or None."""
        return self._password

    def hasPassword(self) -> bool:
        """Whether there is a password."""
        return self._password is not None

    def identity(self) -> object:
        """The client's identity, or None."""
        return self._identity

    def certificates(self) -> NSArray[object]:
        """The certificates that go with the identity."""
        return NSArray(self._certificates)

    def persistence(self) -> NSURLCredentialPersistence:
        """How long the credential is kept."""
        return self._persistence

    def copy(self) -> Self:
        """The credential itself; it cannot change."""
        return self

    def _value(self) -> tuple[object, ...]:
        parts = (self._user, self._password, self._identity, self._trust)
        return (*parts, self._certificates, self._persistence)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NSURLCredential):
            return NotImplemented
        return self._value() == other._value()

    def __hash__(self) -> int:
        return hash((self._user, self._persistence))

    def __repr__(self) -> str:
        of = "trust" if self._trust is not None else "identity"
        who = f"user {self._user!r}, password hidden" if self._user is not None else f"for {of}"
        return f"<{type(self).__name__} {who}>"
