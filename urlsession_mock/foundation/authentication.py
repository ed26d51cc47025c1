"""Authentication: protection spaces, and the challenges they pose.

What it is: what a challenge method is given. What it is not: a way to answer it (that is the
method's handler) or trust; such objects are kept and handed back as they came. Its one rule:
neither changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from urlsession_mock.foundation.array import NSArray
from urlsession_mock.foundation.constants import (
    NSURLAuthenticationMethodClientCertificate,
    NSURLAuthenticationMethodDefault,
    NSURLAuthenticationMethodHTTPDigest,
    NSURLAuthenticationMethodNegotiate,
    NSURLAuthenticationMethodNTLM,
    NSURLAuthenticationMethodServerTrust,
)
from urlsession_mock.foundation.credential import NSURLCredential
from urlsession_mock.foundation.misuse import must_be
from urlsession_mock.foundation.objects import NSObject

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from urlsession_mock.foundation.data import NSData
    from urlsession_mock.foundation.error import NSError
    from urlsession_mock.foundation.response import NSURLResponse

__all__ = [
    "SESSION_LEVEL",
    "NSURLAuthenticationChallenge",
    "NSURLCredential",
    "NSURLProtectionSpace",
]

# R73: the authentication methods that concern a connection, and so the session.
SESSION_LEVEL: Final = frozenset(
    {
        NSURLAuthenticationMethodServerTrust,
        NSURLAuthenticationMethodClientCertificate,
        NSURLAuthenticationMethodNTLM,
        NSURLAuthenticationMethodNegotiate,
    }
)

_SECURE_METHODS: Final = (
    NSURLAuthenticationMethodHTTPDigest,
    NSURLAuthenticationMethodNTLM,
    NSURLAuthenticationMethodNegotiate,
)


class NSURLProtectionSpace(NSObject):
    """What asks for a credential.

    Source: developer.apple.com/documentation/foundation/urlprotectionspace
    """

    _host: str = ""
    _port: int = 0
    _protocol: str | None = None
    _proxy_type: str | None = None
    _realm: str | None = None
    _method: str = NSURLAuthenticationMethodDefault
    _trust: object = None
    _names: tuple[NSData, ...] | None = None

    def initWithHost_port_protocol_realm_authenticationMethod_(
        self, host: str, port: int, protocol: str | None, realm: str | None, method: str | None, /
    ) -> Self:
        """A server's space; a method of None is the default one."""
        must_be(str, host, "NSURLProtectionSpace", "pass the host as text, such as url.host()")
        self._host, self._port, self._protocol, self._realm = host, int(port), protocol, realm
        self._method = method or NSURLAuthenticationMethodDefault
        return self

    def initWithProxyHost_port_type_realm_authenticationMethod_(
        self, host: str, port: int, kind: str | None, realm: str | None, method: str | None, /
    ) -> Self:
        """A proxy's space."""
        self.initWithHost_port_protocol_realm_authenticationMethod_(host, port, None, realm, method)
        self._proxy_type = kind
        return self

    @classmethod
    def for_trust(cls, host: str, port: int, method: str, trust: object) -> Self:
        """A space of HTTPS with a trust object. Ours: a Mac makes these only itself."""
        made = cls.alloc().initWithHost_port_protocol_realm_authenticationMethod_(
            host, port, "https", None, method
        )
        made._trust = trust
        return made

    @classmethod
    def for_client_certificate(
        cls, host: str, port: int, method: str, names: Sequence[NSData]
    ) -> Self:
        """A space of HTTPS with the names of authorities. Ours: a Mac makes these only itself."""
        made = cls.for_trust(host, port, method, None)
        made._names = tuple(names)
        return made

    def host(self) -> str:
        """The host."""
        return self._host

    def port(self) -> int:
        """The port."""
        return self._port

    def protocol(self) -> str | None:
        """The protocol of a server, such as `https`; None for a proxy."""
        return self._protocol

    def proxyType(self) -> str | None:
        """The type of a proxy; None for a server."""
        return self._proxy_type

    def isProxy(self) -> bool:
        """Whether a proxy asks."""
        return self._proxy_type is not None

    def realm(self) -> str | None:
        """The part of the server that asks, or None."""
        return self._realm

    def authenticationMethod(self) -> str:
        """How one may answer, one of the NSURLAuthenticationMethod constants."""
        return self._method

    def receivesCredentialSecurely(self) -> bool:
        """Whether a password would travel unreadably: over HTTPS, or by method."""
        return self._protocol == "https" or self._method in _SECURE_METHODS

    def distinguishedNames(self) -> NSArray[NSData] | None:
        """The authorities that a client certificate may come from, or None."""
        return None if self._names is None else NSArray(self._names)

    def serverTrust(self) -> object:
        """The trust to judge, or None."""
        return self._trust

    def copy(self) -> Self:
        """The space itself; it cannot change."""
        return self

    def _value(self) -> tuple[object, ...]:
        place = (self._host, self._port, self._protocol, self._proxy_type)
        return (*place, self._realm, self._method, self._names)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NSURLProtectionSpace):
            return NotImplemented
        return self._value() == other._value()

    def __hash__(self) -> int:
        return hash((self._host, self._port, self._realm, self._method))

    def __repr__(self) -> str:
        realm = "" if self._realm is None else f" realm {self._realm!r}"
        return f"<{type(self).__name__} {self._host}:{self._port} {self._method}{realm}>"


class NSURLAuthenticationChallenge(NSObject):
    """A question for a credential.

    Source: developer.apple.com/documentation/foundation/urlauthenticationchallenge
    """

    __slots__ = ("_error", "_failures", "_proposed", "_response", "_sender", "_space")
    _space: NSURLProtectionSpace
    _proposed: NSURLCredential | None
    _failures: int
    _response: NSURLResponse | None
    _error: NSError | None
    _sender: object

    def initWithProtectionSpace_proposedCredential_previousFailureCount_failureResponse_error_sender_(  # noqa: E501 - Apple's name
        self,
        space: NSURLProtectionSpace,
        proposed: NSURLCredential | None,
        failures: int,
        response: NSURLResponse | None,
        error: NSError | None,
        sender: object,
        /,
    ) -> Self:
        """A challenge from its parts. Raises TypeError if the first is no protection space."""
        must_be(NSURLProtectionSpace, space, type(self).__name__, "make an NSURLProtectionSpace")
        return self._filled(space, proposed, failures, response, error, sender)

    def initWithAuthenticationChallenge_sender_(
        self, challenge: NSURLAuthenticationChallenge, sender: object, /
    ) -> Self:
        """The same challenge from another sender."""
        return self._filled(
            challenge._space,
            challenge._proposed,
            challenge._failures,
            challenge._response,
            challenge._error,
            sender,
        )

    def _filled(
        self,
        space: NSURLProtectionSpace,
        proposed: NSURLCredential | None,
        failures: int,
        response: NSURLResponse | None,
        error: NSError | None,
        sender: object,
    ) -> Self:
        self._space, self._proposed, self._failures = space, proposed, int(failures)
        self._response, self._error, self._sender = response, error, sender
        return self

    def protectionSpace(self) -> NSURLProtectionSpace:
        """What asks."""
        return self._space

    def proposedCredential(self) -> NSURLCredential | None:
        """What the system would answer; with failures before, what was refused. Or None."""
        return self._proposed

    def previousFailureCount(self) -> int:
        """How many answers were refused already."""
        return self._failures

    def failureResponse(self) -> NSURLResponse | None:
        """The response that refused the last answer, or None."""
        return self._response

    def error(self) -> NSError | None:
        """The error that went with it, or None."""
        return self._error

    def sender(self) -> object:
        """Who would take an answer outside NSURLSession; with it, call the handler instead."""
        return self._sender

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._space!r} after {self._failures} failures>"
