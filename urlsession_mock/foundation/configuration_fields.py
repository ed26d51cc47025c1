"""What a session configuration holds, with Apple's defaults.

What it is: one row per property of NSURLSessionConfiguration. What it is not: the class
(`configuration.py`). Its one rule: a default that Apple does not document says so beside it.
Source: developer.apple.com/documentation/foundation/urlsessionconfiguration and its header.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, TypeVar

from urlsession_mock.foundation.enums import NSURLSessionMultipathServiceType
from urlsession_mock.foundation.loading_enums import (
    NSHTTPCookieAcceptPolicy,
    NSURLRequestCachePolicy,
    NSURLRequestNetworkServiceType,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from urlsession_mock.foundation.cookie_storage import NSHTTPCookieStorage
    from urlsession_mock.foundation.credential_storage import NSURLCredentialStorage
    from urlsession_mock.foundation.url_cache import NSURLCache

__all__ = ["STORE", "ConfigurationFields", "Kind", "PrivateStore", "SharedStore"]

Kind: TypeAlias = Literal["default", "ephemeral", "background"]

T = TypeVar("T")


class SharedStore:
    """Stands for the store that the app's sessions share: that of its device."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SharedStore)

    def __hash__(self) -> int:
        return hash(SharedStore)


class PrivateStore:
    """A store of one configuration and its copies, made when it is first asked for.

    All are equal: that each has its own is no difference between two configurations.
    """

    __slots__ = ("_made",)

    def __init__(self) -> None:
        self._made: object = None

    def get(self, kind: type[T], make: Callable[[], T]) -> T:
        """The store, of the kind that `make` makes."""
        if not isinstance(self._made, kind):
            self._made = made = make()
            return made
        return self._made

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PrivateStore)

    def __hash__(self) -> int:
        return hash(PrivateStore)


STORE: Final = SharedStore()

_MAIN_DOCUMENT_ONLY: Final = NSHTTPCookieAcceptPolicy.OnlyFromMainDocumentDomain


@dataclass(slots=True)
class ConfigurationFields:
    """The properties of one configuration."""

    # fmt: off
    # The names are Apple's, so that a difference can be told by name.
    kind: Kind = "default"
    identifier: str | None = None
    requestCachePolicy: NSURLRequestCachePolicy = NSURLRequestCachePolicy.UseProtocolCachePolicy
    timeoutIntervalForRequest: float = 60.0  # seconds
    timeoutIntervalForResource: float = 7 * 24 * 3600.0  # seconds
    networkServiceType: NSURLRequestNetworkServiceType = NSURLRequestNetworkServiceType.Default
    allowsCellularAccess: bool = True
    allowsExpensiveNetworkAccess: bool = True
    allowsConstrainedNetworkAccess: bool = True
    allowsUltraConstrainedNetworkAccess: bool = False  # not documented
    requiresDNSSECValidation: bool = False
    waitsForConnectivity: bool = False  # ignored by background sessions, which wait
    discretionary: bool = False
    sharedContainerIdentifier: str | None = None
    sessionSendsLaunchEvents: bool = True  # only background sessions heed it (R02)
    connectionProxyDictionary: Mapping[str, object] | None = None
    TLSMinimumSupportedProtocol: int = 4  # kTLSProtocol1; not documented
    TLSMaximumSupportedProtocol: int = 10  # kTLSProtocol13; not documented
    TLSMinimumSupportedProtocolVersion: int = 0x0301  # TLS 1.0; not documented
    TLSMaximumSupportedProtocolVersion: int = 0x0304  # TLS 1.3; not documented
    HTTPShouldUsePipelining: bool = False
    HTTPShouldSetCookies: bool = True
    HTTPCookieAcceptPolicy: NSHTTPCookieAcceptPolicy = _MAIN_DOCUMENT_ONLY
    # Unsure: Apple's page says empty; that a Mac answers nil is from memory, not verified.
    HTTPAdditionalHeaders: Mapping[str, str] | None = None
    HTTPMaximumConnectionsPerHost: int = 6
    HTTPCookieStorage: NSHTTPCookieStorage | SharedStore | PrivateStore | None = STORE  # by kind
    URLCredentialStorage: NSURLCredentialStorage | SharedStore | PrivateStore | None = STORE  # too
    URLCache: NSURLCache | SharedStore | PrivateStore | None = STORE  # None in the background
    shouldUseExtendedBackgroundIdleMode: bool = False
    protocolClasses: Sequence[type] | None = ()
    multipathServiceType: NSURLSessionMultipathServiceType = NSURLSessionMultipathServiceType.None_
    usesClassicLoadingMode: bool = True
    enablesEarlyData: bool = False
    # fmt: on

    def differing(self, other: ConfigurationFields) -> tuple[str, ...]:
        """The properties in which two configurations differ."""
        return tuple(
            row.name for row in fields(self) if getattr(self, row.name) != getattr(other, row.name)
        )
