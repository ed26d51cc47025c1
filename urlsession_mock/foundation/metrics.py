"""Task metrics: what a transfer took, and when.

What it is: the values a metrics message carries. What it is not: a measurement; whoever
enqueues the message says what to find in it. Its one rule: the rows are Apple's properties.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from urlsession_mock.foundation.array import NSArray
from urlsession_mock.foundation.date import NSDate, NSDateInterval
from urlsession_mock.foundation.enums import (
    NSURLSessionTaskMetricsDomainResolutionProtocol as _Resolution,
)
from urlsession_mock.foundation.enums import (
    NSURLSessionTaskMetricsResourceFetchType as _FetchType,
)
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.foundation.request import NSURLRequest
from urlsession_mock.not_simulated import not_simulated

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from urlsession_mock.foundation.response import NSURLResponse

__all__ = [
    "NSURLSessionTaskMetrics",
    "NSURLSessionTaskTransactionMetrics",
    "TransactionValues",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class TransactionValues:
    """What one request and its answer took; give what a test needs. Ours, not Apple's."""

    # fmt: off
    request: NSURLRequest
    response: NSURLResponse | None = None
    fetchStartDate: NSDate | None = None
    domainLookupStartDate: NSDate | None = None
    domainLookupEndDate: NSDate | None = None
    connectStartDate: NSDate | None = None
    secureConnectionStartDate: NSDate | None = None
    secureConnectionEndDate: NSDate | None = None
    connectEndDate: NSDate | None = None
    requestStartDate: NSDate | None = None
    requestEndDate: NSDate | None = None
    responseStartDate: NSDate | None = None
    responseEndDate: NSDate | None = None
    networkProtocolName: str | None = None
    isProxyConnection: bool = False
    isReusedConnection: bool = False
    resourceFetchType: _FetchType = _FetchType.Unknown
    countOfRequestHeaderBytesSent: int = 0
    countOfRequestBodyBytesSent: int = 0
    countOfRequestBodyBytesBeforeEncoding: int = 0
    countOfResponseHeaderBytesReceived: int = 0
    countOfResponseBodyBytesReceived: int = 0
    countOfResponseBodyBytesAfterDecoding: int = 0
    localAddress: str | None = None
    localPort: int | None = None
    remoteAddress: str | None = None
    remotePort: int | None = None
    negotiatedTLSProtocolVersion: int | None = None
    negotiatedTLSCipherSuite: int | None = None
    isCellular: bool = False
    isExpensive: bool = False
    isConstrained: bool = False
    isMultipath: bool = False
    domainResolutionProtocol: _Resolution = _Resolution.Unknown
    # fmt: on


@not_simulated("init", "+new")
class NSURLSessionTaskTransactionMetrics(NSObject):
    """What one request and its answer took.

    Source: developer.apple.com/documentation/foundation/urlsessiontasktransactionmetrics
    """

    __slots__ = ("_values",)
    _values: TransactionValues

    @classmethod
    def with_values(cls, values: TransactionValues) -> Self:
        """The metrics of one transaction. Ours: a Mac makes these only itself."""
        made = cls.alloc()
        made._values = values
        return made

    def request(self) -> NSURLRequest:
        """The request of this transaction."""
        return self._values.request

    def response(self) -> NSURLResponse | None:
        """Its response, or None if there was none."""
        return self._values.response

    def fetchStartDate(self) -> NSDate | None:
        """When the fetch began, from the cache or the server, or None."""
        return self._values.fetchStartDate

    def domainLookupStartDate(self) -> NSDate | None:
        """When the name lookup began, or None."""
        return self._values.domainLookupStartDate

    def domainLookupEndDate(self) -> NSDate | None:
        """When the name lookup ended, or None."""
        return self._values.domainLookupEndDate

    def connectStartDate(self) -> NSDate | None:
        """When connecting to the server began, or None."""
        return self._values.connectStartDate

    def secureConnectionStartDate(self) -> NSDate | None:
        """When the TLS handshake began, or None."""
        return self._values.secureConnectionStartDate

    def secureConnectionEndDate(self) -> NSDate | None:
        """When the TLS handshake ended, or None."""
        return self._values.secureConnectionEndDate

    def connectEndDate(self) -> NSDate | None:
        """When connecting ended, TLS handshake included, or None."""
        return self._values.connectEndDate

    def requestStartDate(self) -> NSDate | None:
        """When sending the request began, or None."""
        return self._values.requestStartDate

    def requestEndDate(self) -> NSDate | None:
        """When the last byte of the request was sent, or None."""
        return self._values.requestEndDate

    def responseStartDate(self) -> NSDate | None:
        """When the first byte of the response came, or None."""
        return self._values.responseStartDate

    def responseEndDate(self) -> NSDate | None:
        """When the last byte of the response came, or None."""
        return self._values.responseEndDate

    def networkProtocolName(self) -> str | None:
        """The protocol spoken, by its ALPN name such as "h2" or "http/1.1", or None."""
        return self._values.networkProtocolName

    def isProxyConnection(self) -> bool:
        """Whether the connection went through a proxy."""
        return self._values.isProxyConnection

    def isReusedConnection(self) -> bool:
        """Whether the connection was open already."""
        return self._values.isReusedConnection

    def resourceFetchType(self) -> _FetchType:
        """Where the answer came from: the network, the cache or a server push."""
        return self._values.resourceFetchType

    def countOfRequestHeaderBytesSent(self) -> int:
        """The request header as sent, in bytes."""
        return self._values.countOfRequestHeaderBytesSent

    def countOfRequestBodyBytesSent(self) -> int:
        """The request body as sent, encoded, in bytes."""
        return self._values.countOfRequestBodyBytesSent

    def countOfRequestBodyBytesBeforeEncoding(self) -> int:
        """The request body as the app gave it, in bytes."""
        return self._values.countOfRequestBodyBytesBeforeEncoding

    def countOfResponseHeaderBytesReceived(self) -> int:
        """The response header as received, in bytes."""
        return self._values.countOfResponseHeaderBytesReceived

    def countOfResponseBodyBytesReceived(self) -> int:
        """The response body as received, still encoded, in bytes."""
        return self._values.countOfResponseBodyBytesReceived

    def countOfResponseBodyBytesAfterDecoding(self) -> int:
        """The response body as the app gets it, in bytes."""
        return self._values.countOfResponseBodyBytesAfterDecoding

    def localAddress(self) -> str | None:
        """The IP address at this end, or None."""
        return self._values.localAddress

    def localPort(self) -> int | None:
        """The port at this end, or None."""
        return self._values.localPort

    def remoteAddress(self) -> str | None:
        """The IP address at the other end, or None."""
        return self._values.remoteAddress

    def remotePort(self) -> int | None:
        """The port at the other end, or None."""
        return self._values.remotePort

    def negotiatedTLSProtocolVersion(self) -> int | None:
        """The TLS version agreed on, as its number on the wire, or None."""
        return self._values.negotiatedTLSProtocolVersion

    def negotiatedTLSCipherSuite(self) -> int | None:
        """The TLS cipher suite agreed on, as its number on the wire, or None."""
        return self._values.negotiatedTLSCipherSuite

    def isCellular(self) -> bool:
        """Whether it went over the cellular network."""
        return self._values.isCellular

    def isExpensive(self) -> bool:
        """Whether it went over a network that costs money."""
        return self._values.isExpensive

    def isConstrained(self) -> bool:
        """Whether it went over a network in Low Data Mode."""
        return self._values.isConstrained

    def isMultipath(self) -> bool:
        """Whether the connection used several networks at once."""
        return self._values.isMultipath

    def domainResolutionProtocol(self) -> _Resolution:
        """How the name was looked up: UDP, TCP, TLS or HTTPS."""
        return self._values.domainResolutionProtocol

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NSURLSessionTaskTransactionMetrics):
            return NotImplemented
        return self._values == other._values

    def __hash__(self) -> int:
        return hash(self._values.request)

    def __repr__(self) -> str:
        fetch = self._values.resourceFetchType.name
        return f"<NSURLSessionTaskTransactionMetrics {self._values.request!r} {fetch}>"


@not_simulated("init", "+new")
class NSURLSessionTaskMetrics(NSObject):
    """What a whole task took.

    Source: developer.apple.com/documentation/foundation/urlsessiontaskmetrics
    """

    __slots__ = ("_interval", "_redirects", "_transactions")
    _interval: NSDateInterval
    _redirects: int
    _transactions: tuple[NSURLSessionTaskTransactionMetrics, ...]

    @classmethod
    def with_transactions(
        cls,
        transactions: Sequence[NSURLSessionTaskTransactionMetrics] = (),
        *,
        interval: NSDateInterval | None = None,
        redirects: int | None = None,
    ) -> Self:
        """The metrics of a task. Ours: a Mac makes these only itself.

        Arguments: its transactions in order; when it ran (no time at all in 2001 if not given);
        how often it was redirected (once less than there are transactions if not given).
        """
        made = cls.alloc()
        made._transactions = tuple(transactions)
        if interval is None:
            start = NSDate.dateWithTimeIntervalSinceReferenceDate_(0.0)
            interval = NSDateInterval.alloc().initWithStartDate_endDate_(start, start)
        made._interval = interval
        made._redirects = max(len(transactions) - 1, 0) if redirects is None else redirects
        return made

    def transactionMetrics(self) -> NSArray[NSURLSessionTaskTransactionMetrics]:
        """Each transaction, in order."""
        return NSArray(self._transactions)

    def taskInterval(self) -> NSDateInterval:
        """From the making of the task to its end."""
        return self._interval

    def redirectCount(self) -> int:
        """How often it was redirected."""
        return self._redirects

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NSURLSessionTaskMetrics):
            return NotImplemented
        mine = (self._transactions, self._interval, self._redirects)
        return mine == (other._transactions, other._interval, other._redirects)

    def __hash__(self) -> int:
        return hash((self._interval, self._redirects))

    def __repr__(self) -> str:
        count = len(self._transactions)
        return f"<NSURLSessionTaskMetrics {count} transactions, {self._redirects} redirects>"
