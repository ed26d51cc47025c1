"""NSURLSessionConfiguration: how a session behaves.

What it is: the three kinds, and a getter and setter for each property. What it is not: the
behaviour; sessions and the device heed what they simulate. Its one rule: a copy is apart, so
a session that copies its configuration is not changed later.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from urlsession_mock.foundation.array import NSArray
from urlsession_mock.foundation.configuration_fields import (
    ConfigurationFields,
    Kind,
    PrivateStore,
    SharedStore,
)
from urlsession_mock.foundation.cookie import today
from urlsession_mock.foundation.cookie_storage import NSHTTPCookieStorage
from urlsession_mock.foundation.credential_storage import NSURLCredentialStorage
from urlsession_mock.foundation.dictionary import NSDictionary
from urlsession_mock.foundation.enums import NSURLSessionMultipathServiceType
from urlsession_mock.foundation.loading_enums import (
    NSHTTPCookieAcceptPolicy,
    NSURLRequestCachePolicy,
    NSURLRequestNetworkServiceType,
)
from urlsession_mock.foundation.misuse import must_be
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.foundation.url_cache import NSURLCache
from urlsession_mock.not_simulated import not_simulated

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Self

__all__ = ["NSURLSessionConfiguration"]


@not_simulated("init", "+new")
class NSURLSessionConfiguration(NSObject):
    """A configuration.

    Source: developer.apple.com/documentation/foundation/urlsessionconfiguration
    """

    __slots__ = ("_fields",)
    _fields: ConfigurationFields

    @classmethod
    def defaultSessionConfiguration(cls) -> Self:
        """A new configuration for a session that keeps cookies, credentials and a cache."""
        return cls._of(ConfigurationFields(kind="default"))

    @classmethod
    def ephemeralSessionConfiguration(cls) -> Self:
        """A new configuration for a session that keeps nothing."""
        return cls._of(
            ConfigurationFields(
                kind="ephemeral",
                HTTPCookieStorage=PrivateStore(),
                URLCredentialStorage=PrivateStore(),
                URLCache=PrivateStore(),
            )
        )

    @classmethod
    def backgroundSessionConfigurationWithIdentifier_(cls, identifier: str, /) -> Self:
        """A new configuration for transfers that go on without the app.

        Raises ValueError for an empty identifier or None, TypeError for anything but text.
        """
        if not identifier:
            raise ValueError(
                f"a background session needs an identifier, was given {identifier!r}; pass a "
                f"text that is the same at each launch, such as 'com.example.downloads'"
            )
        must_be(
            str,
            identifier,
            "backgroundSessionConfigurationWithIdentifier_",
            "pass a text that is the same at each launch",
        )
        return cls._of(ConfigurationFields(kind="background", identifier=identifier, URLCache=None))

    @classmethod
    def backgroundSessionConfiguration_(cls, identifier: str, /) -> Self:
        """The deprecated spelling of `backgroundSessionConfigurationWithIdentifier_`."""
        return cls.backgroundSessionConfigurationWithIdentifier_(identifier)

    @classmethod
    def _of(cls, fields: ConfigurationFields) -> Self:
        made = cls.alloc()
        made._fields = fields
        return made

    # Ours, not Apple's.

    @property
    def kind(self) -> Kind:
        """Which of the three constructors made it: "default", "ephemeral" or "background"."""
        return self._fields.kind

    def differing_options(self, other: NSURLSessionConfiguration) -> tuple[str, ...]:
        """What differs from another configuration, by name; R04 warns of it."""
        return self._fields.differing(other._fields)

    # A value.

    def copy(self) -> Self:
        """A copy that can be changed apart."""
        return self._of(replace(self._fields))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NSURLSessionConfiguration):
            return NotImplemented
        return self._fields == other._fields

    def __hash__(self) -> int:
        return hash((self._fields.kind, self._fields.identifier))

    def __repr__(self) -> str:
        name = "" if self._fields.identifier is None else f" {self._fields.identifier!r}"
        return f"<{type(self).__name__} {self._fields.kind}{name}>"

    # The properties; what they mean is in the rows of `configuration_fields.py`.

    def identifier(self) -> str | None:
        """The name of a background session, the same at each launch; None for other kinds."""
        return self._fields.identifier

    def requestCachePolicy(self) -> NSURLRequestCachePolicy:
        """When a cached answer may stand in for a load; by the protocol's rules by default."""
        return self._fields.requestCachePolicy

    def setRequestCachePolicy_(self, value: int, /) -> None:
        """Set the cache policy. Raises ValueError for an unknown number."""
        self._fields.requestCachePolicy = NSURLRequestCachePolicy(value)

    def timeoutIntervalForRequest(self) -> float:
        """Seconds without any data after which a task fails; 60 by default (R50)."""
        return self._fields.timeoutIntervalForRequest

    def setTimeoutIntervalForRequest_(self, seconds: float, /) -> None:
        """Set the time-out of a request, in seconds without any data (R50)."""
        self._fields.timeoutIntervalForRequest = float(seconds)

    def timeoutIntervalForResource(self) -> float:
        """Seconds a whole transfer may take; 7 days by default (R50)."""
        return self._fields.timeoutIntervalForResource

    def setTimeoutIntervalForResource_(self, seconds: float, /) -> None:
        """Set how long a whole transfer may take, in seconds (R50)."""
        self._fields.timeoutIntervalForResource = float(seconds)

    def networkServiceType(self) -> NSURLRequestNetworkServiceType:
        """What kind of traffic its tasks make, as a hint to the system."""
        return self._fields.networkServiceType

    def setNetworkServiceType_(self, value: int, /) -> None:
        """Set the kind of traffic. Raises ValueError for an unknown number."""
        self._fields.networkServiceType = NSURLRequestNetworkServiceType(value)

    def allowsCellularAccess(self) -> bool:
        """Whether tasks may use the cellular network; True by default."""
        return self._fields.allowsCellularAccess

    def setAllowsCellularAccess_(self, value: bool, /) -> None:
        """Set whether tasks may use the cellular network."""
        self._fields.allowsCellularAccess = bool(value)

    def allowsExpensiveNetworkAccess(self) -> bool:
        """Whether tasks may use a network that costs money; True by default."""
        return self._fields.allowsExpensiveNetworkAccess

    def setAllowsExpensiveNetworkAccess_(self, value: bool, /) -> None:
        """Set whether tasks may use a network that costs money."""
        self._fields.allowsExpensiveNetworkAccess = bool(value)

    def allowsConstrainedNetworkAccess(self) -> bool:
        """Whether tasks may use a network in Low Data Mode; True by default."""
        return self._fields.allowsConstrainedNetworkAccess

    def setAllowsConstrainedNetworkAccess_(self, value: bool, /) -> None:
        """Set whether tasks may use a network in Low Data Mode."""
        self._fields.allowsConstrainedNetworkAccess = bool(value)

    def allowsUltraConstrainedNetworkAccess(self) -> bool:
        """Whether tasks may use an ultra-constrained network; the False here is a guess."""
        return self._fields.allowsUltraConstrainedNetworkAccess

    def setAllowsUltraConstrainedNetworkAccess_(self, value: bool, /) -> None:
        """Set whether tasks may use an ultra-constrained network."""
        self._fields.allowsUltraConstrainedNetworkAccess = bool(value)

    def requiresDNSSECValidation(self) -> bool:
        """Whether name lookups must be validated by DNSSEC; False by default."""
        return self._fields.requiresDNSSECValidation

    def setRequiresDNSSECValidation_(self, value: bool, /) -> None:
        """Set whether name lookups must be validated by DNSSEC."""
        self._fields.requiresDNSSECValidation = bool(value)

    def waitsForConnectivity(self) -> bool:
        """Whether tasks wait for a network instead of failing; background tasks always do."""
        return self._fields.waitsForConnectivity

    def setWaitsForConnectivity_(self, value: bool, /) -> None:
        """Set whether tasks wait for a network instead of failing."""
        self._fields.waitsForConnectivity = bool(value)

    def isDiscretionary(self) -> bool:
        """Whether the system may pick the time of background transfers (R47)."""
        return self._fields.discretionary

    def setDiscretionary_(self, value: bool, /) -> None:
        """Set whether the system may pick the time of background transfers (R47)."""
        self._fields.discretionary = bool(value)

    def sharedContainerIdentifier(self) -> str | None:
        """The container an app extension's background downloads go to, or None."""
        return self._fields.sharedContainerIdentifier

    def setSharedContainerIdentifier_(self, value: str | None, /) -> None:
        """Set the container an app extension's background downloads go to, or None."""
        self._fields.sharedContainerIdentifier = value

    def sessionSendsLaunchEvents(self) -> bool:
        """Whether the app is launched or woken for a background session (R02)."""
        return self._fields.sessionSendsLaunchEvents

    def setSessionSendsLaunchEvents_(self, value: bool, /) -> None:
        """Set whether the app is launched or woken for a background session (R02)."""
        self._fields.sessionSendsLaunchEvents = bool(value)

    def connectionProxyDictionary(self) -> NSDictionary[str, object] | None:
        """The proxy settings, as a copy; None for the system's own."""
        proxies = self._fields.connectionProxyDictionary
        return None if proxies is None else NSDictionary(proxies)

    def setConnectionProxyDictionary_(self, proxies: Mapping[str, object] | None, /) -> None:
        """Set a copy of proxy settings; None for the system's own."""
        self._fields.connectionProxyDictionary = None if proxies is None else dict(proxies)

    def TLSMinimumSupportedProtocol(self) -> int:
        """The oldest TLS accepted, as an SSLProtocol number; deprecated."""
        return self._fields.TLSMinimumSupportedProtocol

    def setTLSMinimumSupportedProtocol_(self, value: int, /) -> None:
        """Set the oldest TLS accepted, as an SSLProtocol number; deprecated."""
        self._fields.TLSMinimumSupportedProtocol = int(value)

    def TLSMaximumSupportedProtocol(self) -> int:
        """The newest TLS asked for, as an SSLProtocol number; deprecated."""
        return self._fields.TLSMaximumSupportedProtocol

    def setTLSMaximumSupportedProtocol_(self, value: int, /) -> None:
        """Set the newest TLS asked for, as an SSLProtocol number; deprecated."""
        self._fields.TLSMaximumSupportedProtocol = int(value)

    def TLSMinimumSupportedProtocolVersion(self) -> int:
        """The oldest TLS accepted, as its number on the wire: 0x0301 is TLS 1.0."""
        return self._fields.TLSMinimumSupportedProtocolVersion

    def setTLSMinimumSupportedProtocolVersion_(self, value: int, /) -> None:
        """Set the oldest TLS accepted, as its number on the wire."""
        self._fields.TLSMinimumSupportedProtocolVersion = int(value)

    def TLSMaximumSupportedProtocolVersion(self) -> int:
        """The newest TLS asked for, as its number on the wire: 0x0304 is TLS 1.3."""
        return self._fields.TLSMaximumSupportedProtocolVersion

    def setTLSMaximumSupportedProtocolVersion_(self, value: int, /) -> None:
        """Set the newest TLS asked for, as its number on the wire."""
        self._fields.TLSMaximumSupportedProtocolVersion = int(value)

    def HTTPShouldUsePipelining(self) -> bool:
        """Whether requests may be sent before earlier answers are in; False by default."""
        return self._fields.HTTPShouldUsePipelining

    def setHTTPShouldUsePipelining_(self, value: bool, /) -> None:
        """Set whether requests may be sent before earlier answers are in."""
        self._fields.HTTPShouldUsePipelining = bool(value)

    def HTTPShouldSetCookies(self) -> bool:
        """Whether requests carry cookies from the cookie store; True by default."""
        return self._fields.HTTPShouldSetCookies

    def setHTTPShouldSetCookies_(self, value: bool, /) -> None:
        """Set whether requests carry cookies from the cookie store."""
        self._fields.HTTPShouldSetCookies = bool(value)

    def HTTPCookieAcceptPolicy(self) -> NSHTTPCookieAcceptPolicy:
        """Which cookies are stored; those of the main document's domain by default."""
        return self._fields.HTTPCookieAcceptPolicy

    def setHTTPCookieAcceptPolicy_(self, value: int, /) -> None:
        """Set which cookies are stored. Raises ValueError for an unknown number."""
        self._fields.HTTPCookieAcceptPolicy = NSHTTPCookieAcceptPolicy(value)

    def HTTPAdditionalHeaders(self) -> NSDictionary[str, str] | None:
        """The header fields added to each request, as a copy, or None."""
        headers = self._fields.HTTPAdditionalHeaders
        return None if headers is None else NSDictionary(headers)

    def setHTTPAdditionalHeaders_(self, headers: Mapping[str, str] | None, /) -> None:
        """Set a copy of header fields to add to each request, or None."""
        self._fields.HTTPAdditionalHeaders = None if headers is None else dict(headers)

    def HTTPMaximumConnectionsPerHost(self) -> int:
        """How many connections to one host may be open at once; 6 by default."""
        return self._fields.HTTPMaximumConnectionsPerHost

    def setHTTPMaximumConnectionsPerHost_(self, value: int, /) -> None:
        """Set how many connections to one host may be open at once."""
        self._fields.HTTPMaximumConnectionsPerHost = int(value)

    def HTTPCookieStorage(self) -> NSHTTPCookieStorage | None:
        """Where cookies are kept: the app's store, or a private one where it is ephemeral.

        None keeps none. Raises `NoActiveDevice` for the app's store without a device.
        """
        return self._cookie_storage(NSHTTPCookieStorage.sharedHTTPCookieStorage)

    def _cookie_storage(
        self, shared: Callable[[], NSHTTPCookieStorage]
    ) -> NSHTTPCookieStorage | None:
        held = self._fields.HTTPCookieStorage
        if isinstance(held, SharedStore):
            return shared()
        if isinstance(held, PrivateStore):
            return held.get(NSHTTPCookieStorage, lambda: NSHTTPCookieStorage.alloc().init())
        return held

    def setHTTPCookieStorage_(self, store: NSHTTPCookieStorage | None, /) -> None:
        """Set a cookie store; None for none. Raises TypeError for anything else."""
        must_be(
            NSHTTPCookieStorage,
            store,
            "setHTTPCookieStorage_",
            "make one with NSHTTPCookieStorage.alloc().init()",
            optional=True,
        )
        self._fields.HTTPCookieStorage = store

    def URLCredentialStorage(self) -> NSURLCredentialStorage | None:
        """Where credentials are kept: the app's store, or a private one where it is ephemeral.

        None keeps none. Raises `NoActiveDevice` for the app's store without a device.
        """
        return self._credential_storage(NSURLCredentialStorage.sharedCredentialStorage)

    def _credential_storage(
        self, shared: Callable[[], NSURLCredentialStorage]
    ) -> NSURLCredentialStorage | None:
        held = self._fields.URLCredentialStorage
        if isinstance(held, SharedStore):
            return shared()
        if isinstance(held, PrivateStore):
            return held.get(NSURLCredentialStorage, lambda: NSURLCredentialStorage.alloc().init())
        return held

    def setURLCredentialStorage_(self, store: NSURLCredentialStorage | None, /) -> None:
        """Set a credential store; None for none. Raises TypeError for anything else."""
        must_be(
            NSURLCredentialStorage,
            store,
            "setURLCredentialStorage_",
            "make one with NSURLCredentialStorage.alloc().init()",
            optional=True,
        )
        self._fields.URLCredentialStorage = store

    def URLCache(self) -> NSURLCache | None:
        """Where responses are kept: the app's cache, or one in memory where it is ephemeral.

        None keeps none, as in a background configuration. Raises `NoActiveDevice` for the app's
        cache without a device.
        """
        return self._url_cache(NSURLCache.sharedURLCache)

    def _url_cache(self, shared: Callable[[], NSURLCache]) -> NSURLCache | None:
        held = self._fields.URLCache
        if isinstance(held, SharedStore):
            return shared()
        if isinstance(held, PrivateStore):
            return held.get(NSURLCache, lambda: NSURLCache.with_clock(today, disk=0))
        return held

    def setURLCache_(self, cache: NSURLCache | None, /) -> None:
        """Set a cache; None for none. Raises TypeError for anything else."""
        instead = "make one with NSURLCache.alloc()"
        must_be(NSURLCache, cache, "setURLCache_", instead, optional=True)
        self._fields.URLCache = cache

    def shouldUseExtendedBackgroundIdleMode(self) -> bool:
        """Whether connections stay open when the app goes to the background."""
        return self._fields.shouldUseExtendedBackgroundIdleMode

    def setShouldUseExtendedBackgroundIdleMode_(self, value: bool, /) -> None:
        """Set whether connections stay open when the app goes to the background."""
        self._fields.shouldUseExtendedBackgroundIdleMode = bool(value)

    def protocolClasses(self) -> NSArray[type] | None:
        """The extra NSURLProtocol classes, as a copy, or None; none of them by default."""
        classes = self._fields.protocolClasses
        return None if classes is None else NSArray(classes)

    def setProtocolClasses_(self, classes: Sequence[type] | None, /) -> None:
        """Set a copy of the extra NSURLProtocol classes, or None."""
        self._fields.protocolClasses = None if classes is None else tuple(classes)

    def multipathServiceType(self) -> NSURLSessionMultipathServiceType:
        """How Wi-Fi and cellular may be used together; not at all by default."""
        return self._fields.multipathServiceType

    def setMultipathServiceType_(self, value: int, /) -> None:
        """Set how Wi-Fi and cellular may be used together. Raises ValueError if unknown."""
        self._fields.multipathServiceType = NSURLSessionMultipathServiceType(value)

    def usesClassicLoadingMode(self) -> bool:
        """Whether the older of the system's two loaders is used; True by default."""
        return self._fields.usesClassicLoadingMode

    def setUsesClassicLoadingMode_(self, value: bool, /) -> None:
        """Set whether the older of the system's two loaders is used."""
        self._fields.usesClassicLoadingMode = bool(value)

    def enablesEarlyData(self) -> bool:
        """Whether requests may go out as TLS 1.3 early data; False by default."""
        return self._fields.enablesEarlyData

    def setEnablesEarlyData_(self, value: bool, /) -> None:
        """Set whether requests may go out as TLS 1.3 early data."""
        self._fields.enablesEarlyData = bool(value)
