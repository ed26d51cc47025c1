"""What passes on the wire while one request is answered: small values, the same from every source.

Not here: who sends them (canned.py, live.py), or what a delegate hears of them (loading.py). One
rule: these values are all that a transfer knows of a server, so a delegate cannot tell a canned
answer from a real one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol, TypeAlias

from urlsession_mock.foundation.authentication import NSURLProtectionSpace
from urlsession_mock.foundation.credential import NSURLCredential
from urlsession_mock.foundation.url import NSURL

__all__ = [
    "Asked",
    "Chunk",
    "Connected",
    "End",
    "Exchange",
    "Failure",
    "Happening",
    "Head",
    "Headers",
    "Informational",
    "Mark",
    "Moment",
    "Outgoing",
    "Pause",
    "Permission",
    "Sent",
    "Source",
    "Stall",
]

Headers: TypeAlias = tuple[tuple[str, str], ...]
"""Header fields in the order sent; a name may come more than once."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One request as it goes out: redirects, cookies and credentials have been seen to."""

    method: str
    url: NSURL
    headers: Headers = ()
    body: bytes = b""
    timeout: float = 60.0
    """Seconds in which something must come, then NSURLErrorTimedOut; the loader watches it."""
    owner: object = field(default=None, compare=False, repr=False)
    """The session it is of: what one session lets pass, no other's requests go out on (R76)."""
    connections: int = 6
    """How many connections a host gets at most (HTTPMaximumConnectionsPerHost)."""

    def header(self, name: str) -> str | None:
        """The value of a header field, whatever its case; several joined by commas; or None."""
        return joined(self.headers, name)


# -- what a server does, in the order in which it may ---------------------


class Moment(Enum):
    """A moment that metrics know. The values are the properties of Apple's transaction metrics."""

    DOMAIN_LOOKUP_START = "domainLookupStartDate"
    DOMAIN_LOOKUP_END = "domainLookupEndDate"
    CONNECT_START = "connectStartDate"
    SECURE_CONNECTION_START = "secureConnectionStartDate"
    SECURE_CONNECTION_END = "secureConnectionEndDate"
    CONNECT_END = "connectEndDate"
    REQUEST_START = "requestStartDate"
    REQUEST_END = "requestEndDate"
    RESPONSE_START = "responseStartDate"
    RESPONSE_END = "responseEndDate"


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment passed, `at` seconds on the device's clock."""

    moment: Moment
    at: float


@dataclass(frozen=True, slots=True)
class Connected:
    """There is a connection: what metrics say of it."""

    protocol: str = "http/1.1"
    """The ALPN name: `http/1.1` or `h2`."""
    is_reused: bool = False
    local: tuple[str, int] | None = None
    remote: tuple[str, int] | None = None
    tls_version: int | None = None
    """As on the wire: 0x0303 is TLS 1.2, 0x0304 is TLS 1.3."""
    cipher_suite: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """The connection asks: is this server trusted, or which client certificate is shown?

    `default` is what default handling does: None lets it pass, an error's code fails the task
    with it (NSURLErrorServerCertificateUntrusted, NSURLErrorClientCertificateRequired).
    Whoever drives the exchange calls `Exchange.answer` before it takes the next happening.
    """

    space: NSURLProtectionSpace
    default: int | None = None
    info: Mapping[str, object] = field(default_factory=dict[str, object])
    """userInfo of that error, beside the URL: NSUnderlyingErrorKey, the trust, the chain."""


@dataclass(frozen=True, slots=True)
class Sent:
    """`count` more bytes of the request's body have gone out."""

    count: int


@dataclass(frozen=True, slots=True)
class Informational:
    """An interim response: 1xx but 101 (R62)."""

    status: int
    headers: Headers = ()


@dataclass(frozen=True, slots=True)
class Head:
    """The status and headers of the final response."""

    status: int = 200
    headers: Headers = ()
    version: str = "HTTP/1.1"

    def header(self, name: str) -> str | None:
        """The value of a header field, whatever its case; several joined by commas; or None."""
        return joined(self.headers, name)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of the body as it came: still encoded."""

    data: bytes


@dataclass(frozen=True, slots=True)
class End:
    """The body is whole, and the exchange over."""


@dataclass(frozen=True, slots=True)
class Failure:
    """The exchange failed, and is over. `info` is userInfo beside the failing URL."""

    code: int
    info: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing comes for so many seconds of the device's clock. Of canned answers only."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Stall:
    """Nothing ever comes any more, and the connection stays. Of canned answers only."""


Happening: TypeAlias = (
    Mark | Connected | Asked | Sent | Informational | Head | Chunk | End | Failure | Pause | Stall
)


class Permission(Enum):
    """The answer to `Asked`."""

    PASS = "go on, with the credential given"
    DEFAULT = "what `Asked.default` says"


class Exchange(Protocol):
    """One request under way at one server. Driven from one thread at a time."""

    def next(self) -> Happening | None:
        """What happened next; None where nothing has yet. Never waits, and raises nothing.

        After `End` or `Failure` it is not called again.
        """
        ...

    def answer(self, permission: Permission, credential: NSURLCredential | None = None) -> None:
        """Answer the last `Asked`."""
        ...

    def close(self) -> None:
        """Give it up, wherever it is; harmless twice. Nothing happens on it any more."""
        ...

    @property
    def is_live(self) -> bool:
        """Real time must pass for it to go on."""
        ...


class Source(Protocol):
    """Opens exchanges: canned answers are one, real servers another."""

    def open(self, outgoing: Outgoing) -> Exchange:
        """Send the request. What goes wrong is a `Failure` of the exchange, not an exception."""
        ...


def joined(headers: Headers, name: str) -> str | None:
    """The values of a header field, joined by commas; None where there is none."""
    wanted = name.lower()
    found = [value for key, value in headers if key.lower() == wanted]
    return ", ".join(found) if found else None
