"""NSURLRequest and NSMutableURLRequest: what is asked of a server.

What it is: all properties of a request, and the setters of a mutable one. What it is not: the
loading of it. Its one rule: an NSURLRequest never changes; only `mutableCopy()` can.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.dictionary import NSDictionary
from urlsession_mock.foundation.headers import HeaderFields
from urlsession_mock.foundation.loading_enums import (
    NSURLRequestAttribution,
    NSURLRequestCachePolicy,
    NSURLRequestNetworkServiceType,
)
from urlsession_mock.foundation.misuse import must_be
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.foundation.request_fields import DEFAULT_TIMEOUT, RequestFields
from urlsession_mock.foundation.streams import NSInputStream
from urlsession_mock.foundation.url import NSURL

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

    from typing_extensions import Buffer

__all__ = ["NSMutableURLRequest", "NSURLRequest"]

_MAKE_A_URL: Final = "make one with NSURL.URLWithString_(...)"
_BYTES: Final = (bytes, bytearray, memoryview)


class NSURLRequest(NSObject):
    """A request. Source: developer.apple.com/documentation/foundation/nsurlrequest"""

    __slots__ = ("_fields",)
    _fields: RequestFields

    @classmethod
    def requestWithURL_(cls, url: NSURL | None, /) -> Self:
        """A request with the default cache policy and 60 seconds. Raises TypeError for text."""
        return cls.alloc().initWithURL_(url)

    @classmethod
    def requestWithURL_cachePolicy_timeoutInterval_(
        cls, url: NSURL | None, policy: int, seconds: float, /
    ) -> Self:
        """A request with its own cache policy and time-out."""
        return cls.alloc().initWithURL_cachePolicy_timeoutInterval_(url, policy, seconds)

    @classmethod
    def supportsSecureCoding(cls) -> bool:
        """Requests may be archived securely; archiving itself is not simulated."""
        return True

    def init(self) -> Self:
        """A request without a URL."""
        self._fields = RequestFields()
        return self

    def initWithURL_(self, url: NSURL | None, /) -> Self:
        """As `requestWithURL_`."""
        return self.initWithURL_cachePolicy_timeoutInterval_(
            url, NSURLRequestCachePolicy.UseProtocolCachePolicy, DEFAULT_TIMEOUT
        )

    def initWithURL_cachePolicy_timeoutInterval_(
        self, url: NSURL | None, policy: int, seconds: float, /
    ) -> Self:
        """As `requestWithURL_cachePolicy_timeoutInterval_`."""
        must_be(NSURL, url, f"{type(self).__name__}.requestWithURL_", _MAKE_A_URL, optional=True)
        self._fields = RequestFields(url, NSURLRequestCachePolicy(policy), float(seconds))
        return self

    # The properties, as developer.apple.com documents them under nsurlrequest.

    def URL(self) -> NSURL | None:
        """Where the request goes, or None."""
        return self._fields.url

    def cachePolicy(self) -> NSURLRequestCachePolicy:
        """When a cached answer may stand in for a load; by the protocol's rules by default."""
        return self._fields.cache_policy

    def timeoutInterval(self) -> float:
        """Seconds without any data after which the load fails; 60 by default (R50)."""
        return self._fields.timeout

    def mainDocumentURL(self) -> NSURL | None:
        """The page this request is a part of, for the cookie policy, or None."""
        return self._fields.main_document_url

    def networkServiceType(self) -> NSURLRequestNetworkServiceType:
        """What kind of traffic it is, as a hint to the system."""
        return self._fields.service_type

    def allowsCellularAccess(self) -> bool:
        """Whether it may use the cellular network; True by default."""
        return self._fields.cellular

    def allowsExpensiveNetworkAccess(self) -> bool:
        """Whether it may use a network that costs money; True by default."""
        return self._fields.expensive

    def allowsConstrainedNetworkAccess(self) -> bool:
        """Whether it may use a network in Low Data Mode; True by default."""
        return self._fields.constrained

    def allowsUltraConstrainedNetworkAccess(self) -> bool:
        """Whether it may use an ultra-constrained network; the False here is a guess."""
        return self._fields.ultra_constrained

    def assumesHTTP3Capable(self) -> bool:
        """Whether HTTP/3 is tried before the server is known to speak it."""
        return self._fields.assumes_http3

    def attribution(self) -> NSURLRequestAttribution:
        """Who asked for it, the developer or the user; the developer by default."""
        return self._fields.attribution

    def requiresDNSSECValidation(self) -> bool:
        """Whether the name lookup must be validated by DNSSEC; False by default."""
        return self._fields.dnssec

    def allowsPersistentDNS(self) -> bool:
        """Whether name lookups may be kept and used past their time; False by default."""
        return self._fields.persistent_dns

    def cookiePartitionIdentifier(self) -> str | None:
        """The partition its cookies belong to, or None."""
        return self._fields.cookie_partition

    def HTTPMethod(self) -> str:
        """The method; "GET" by default."""
        return self._fields.method

    def HTTPBody(self) -> NSData | None:
        """The body in bytes, or None."""
        return self._fields.body

    def HTTPBodyStream(self) -> NSInputStream | None:
        """The stream the body is read from, or None."""
        return self._fields.body_stream

    def HTTPShouldHandleCookies(self) -> bool:
        """Whether stored cookies are sent and new ones stored; True by default."""
        return self._fields.handles_cookies

    def HTTPShouldUsePipelining(self) -> bool:
        """Whether it may be sent before an earlier answer is in; False by default."""
        return self._fields.pipelining

    def allHTTPHeaderFields(self) -> NSDictionary[str, str]:
        """The header fields, as a copy."""
        return NSDictionary(self._fields.headers.as_dict())

    def valueForHTTPHeaderField_(self, name: str, /) -> str | None:
        """The value of a header field, whatever the case of its name, or None."""
        return self._fields.headers.get(name)

    # A value.

    def copy(self) -> NSURLRequest:
        """The request itself; it cannot change."""
        return self

    def mutableCopy(self) -> NSMutableURLRequest:
        """A copy that can change."""
        twin = NSMutableURLRequest.alloc()
        twin._fields = self._fields.copied()
        return twin

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NSURLRequest):
            return NotImplemented
        return self._fields == other._fields

    def __hash__(self) -> int:
        return hash(self._fields.url)

    def __repr__(self) -> str:
        url = self._fields.url
        return f"<{type(self).__name__} {self._fields.method} {url and url.shown()}>"


class NSMutableURLRequest(NSURLRequest):
    """A request that can change.

    Source: developer.apple.com/documentation/foundation/nsmutableurlrequest
    """

    __slots__ = ()

    def copy(self) -> NSURLRequest:
        """A copy that cannot change."""
        twin = NSURLRequest.alloc()
        twin._fields = self._fields.copied()
        return twin

    # The setters of the properties above.

    def setURL_(self, url: NSURL | None, /) -> None:
        """Set where the request goes, or None. Raises TypeError for text."""
        must_be(NSURL, url, "setURL_", _MAKE_A_URL, optional=True)
        self._fields.url = url

    def setCachePolicy_(self, value: int, /) -> None:
        """Set the cache policy. Raises ValueError for an unknown number."""
        self._fields.cache_policy = NSURLRequestCachePolicy(value)

    def setTimeoutInterval_(self, seconds: float, /) -> None:
        """Set the time-out, in seconds without any data."""
        self._fields.timeout = float(seconds)

    def setMainDocumentURL_(self, url: NSURL | None, /) -> None:
        """Set the page it is a part of, or None. Raises TypeError for text."""
        must_be(NSURL, url, "setMainDocumentURL_", _MAKE_A_URL, optional=True)
        self._fields.main_document_url = url

    def setNetworkServiceType_(self, value: int, /) -> None:
        """Set the kind of traffic. Raises ValueError for an unknown number."""
        self._fields.service_type = NSURLRequestNetworkServiceType(value)

    def setAllowsCellularAccess_(self, value: bool, /) -> None:
        """Set whether it may use the cellular network."""
        self._fields.cellular = bool(value)

    def setAllowsExpensiveNetworkAccess_(self, value: bool, /) -> None:
        """Set whether it may use a network that costs money."""
        self._fields.expensive = bool(value)

    def setAllowsConstrainedNetworkAccess_(self, value: bool, /) -> None:
        """Set whether it may use a network in Low Data Mode."""
        self._fields.constrained = bool(value)

    def setAllowsUltraConstrainedNetworkAccess_(self, value: bool, /) -> None:
        """Set whether it may use an ultra-constrained network."""
        self._fields.ultra_constrained = bool(value)

    def setAssumesHTTP3Capable_(self, value: bool, /) -> None:
        """Set whether HTTP/3 is tried before the server is known to speak it."""
        self._fields.assumes_http3 = bool(value)

    def setAttribution_(self, value: int, /) -> None:
        """Set who asked for it. Raises ValueError for an unknown number."""
        self._fields.attribution = NSURLRequestAttribution(value)

    def setRequiresDNSSECValidation_(self, value: bool, /) -> None:
        """Set whether the name lookup must be validated by DNSSEC."""
        self._fields.dnssec = bool(value)

    def setAllowsPersistentDNS_(self, value: bool, /) -> None:
        """Set whether name lookups may be kept and used past their time."""
        self._fields.persistent_dns = bool(value)

    def setCookiePartitionIdentifier_(self, value: str | None, /) -> None:
        """Set the partition its cookies belong to, or None."""
        self._fields.cookie_partition = value

    def setHTTPMethod_(self, method: str | None, /) -> None:
        """Set the method; None is GET again."""
        must_be(str, method, "setHTTPMethod_", "pass 'POST' or another name", optional=True)
        self._fields.method = method or "GET"

    def setHTTPBody_(self, body: Buffer | None, /) -> None:
        """Set a copy of bytes as the body; a body stream is dropped. Raises TypeError for text."""
        must_be(_BYTES, body, "setHTTPBody_", "encode text first", optional=True)
        self._fields.body = None if body is None else NSData(body)
        self._fields.body_stream = None

    def setHTTPBodyStream_(self, stream: NSInputStream | None, /) -> None:
        """Set a stream to read the body from; a body in bytes is dropped."""
        must_be(NSInputStream, stream, "setHTTPBodyStream_", "make an NSInputStream", optional=True)
        self._fields.body_stream = stream
        self._fields.body = None

    def setHTTPShouldHandleCookies_(self, value: bool, /) -> None:
        """Set whether stored cookies are sent and new ones stored."""
        self._fields.handles_cookies = bool(value)

    def setHTTPShouldUsePipelining_(self, value: bool, /) -> None:
        """Set whether it may be sent before an earlier answer is in."""
        self._fields.pipelining = bool(value)

    def setAllHTTPHeaderFields_(self, fields: Mapping[str, str] | None, /) -> None:
        """Set these header fields and no others."""
        self._fields.headers = HeaderFields(fields)

    def setValue_forHTTPHeaderField_(self, value: str | None, name: str, /) -> None:
        """Set one header field, or take it out with None."""
        self._fields.headers.set(name, value)

    def addValue_forHTTPHeaderField_(self, value: str, name: str, /) -> None:
        """Add to one header field, after a comma if it has a value already."""
        self._fields.headers.add(name, value)
