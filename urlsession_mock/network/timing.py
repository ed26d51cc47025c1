"""What metrics say of a transfer: gathered while it goes on, told at its end.

Not here: the classes of metrics (foundation/metrics.py). One rule: every number was counted and
every date was the device's clock, and no date is before the one above it in Apple's list.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from urlsession_mock.foundation.date import NSDate, NSDateInterval
from urlsession_mock.foundation.enums import NSURLSessionTaskMetricsResourceFetchType as FetchType
from urlsession_mock.foundation.metrics import (
    NSURLSessionTaskMetrics,
    NSURLSessionTaskTransactionMetrics,
    TransactionValues,
)
from urlsession_mock.foundation.request import NSURLRequest
from urlsession_mock.foundation.response import NSURLResponse
from urlsession_mock.network.wire import Connected, Head, Headers, Mark, Moment, Outgoing

__all__ = ["Timing"]

_LINE_END = 4  # the colon and space of a header field, and the two bytes that end its line


class _Transaction:
    """One request and its answer, so far."""

    def __init__(self, request: NSURLRequest, outgoing: Outgoing, began: float) -> None:
        self.request = request
        self.outgoing = outgoing
        self.began = began
        self.response: NSURLResponse | None = None
        self.connected: Connected | None = None
        self.moments: dict[Moment, float] = {}
        self.sent = 0
        self.received = 0
        self.decoded = 0
        self.header_bytes = 0
        self.fetch = FetchType.NetworkLoad


class Timing:
    """Gathers one task's transactions. `today` gives the device's time, in seconds since 1970."""

    def __init__(self, today: Callable[[], float], offset: float) -> None:
        self._today = today
        self._born = offset  # what to add to the clock's seconds to have those since 1970
        self._start = today()
        self._transactions: list[_Transaction] = []
        self.redirects: int = 0

    def begin(self, request: NSURLRequest, outgoing: Outgoing) -> None:
        """A request goes out, the first or one more."""
        self._transactions.append(_Transaction(request, outgoing, self._today()))

    @property
    def _now(self) -> _Transaction:
        return self._transactions[-1]

    def mark(self, mark: Mark) -> None:
        """A moment passed."""
        self._now.moments[mark.moment] = mark.at + self._born

    def connected(self, connected: Connected) -> None:
        """There is a connection."""
        self._now.connected = connected

    def sent(self, count: int) -> None:
        """Bytes of the body have gone out."""
        self._now.sent += count

    def received(self, count: int, decoded: int) -> None:
        """Bytes of the body came: as they were on the wire, and decoded."""
        self._now.received += count
        self._now.decoded += decoded

    def responded(self, head: Head, response: NSURLResponse) -> None:
        """The final response of this request."""
        self._now.response = response
        self._now.header_bytes = len(head.version) + 6 + _size(head.headers)

    def from_cache(self, response: NSURLResponse, length: int) -> None:
        """The answer came from the cache."""
        now = self._now
        now.response, now.fetch = response, FetchType.LocalCache
        now.decoded = length

    def metrics(self) -> NSURLSessionTaskMetrics:
        """All of it, as the delegate is told."""
        interval = NSDateInterval.alloc().initWithStartDate_endDate_(
            _date(self._start), _date(self._today())
        )
        return NSURLSessionTaskMetrics.with_transactions(
            [
                NSURLSessionTaskTransactionMetrics.with_values(_values(t))
                for t in self._transactions
            ],
            interval=interval,
            redirects=self.redirects,
        )


def _values(one: _Transaction) -> TransactionValues:
    dates: dict[str, Any] = {}  # Any: spread over fields of one type, which dict cannot say
    latest = one.began
    for moment in Moment:
        if moment in one.moments:
            # A thread may note a moment late; time never runs backwards all the same.
            latest = max(latest, one.moments[moment])
            dates[moment.value] = _date(latest)
    connected = one.connected
    if connected is not None:
        local, remote = connected.local, connected.remote
        dates |= {
            "networkProtocolName": connected.protocol,
            "isReusedConnection": connected.is_reused,
            "localAddress": local and local[0],
            "localPort": local and local[1],
            "remoteAddress": remote and remote[0],
            "remotePort": remote and remote[1],
            "negotiatedTLSProtocolVersion": connected.tls_version,
            "negotiatedTLSCipherSuite": connected.cipher_suite,
        }
    outgoing = one.outgoing
    return TransactionValues(
        request=one.request,
        response=one.response,
        fetchStartDate=_date(one.began),
        resourceFetchType=one.fetch,
        countOfRequestHeaderBytesSent=len(outgoing.method) + _size(outgoing.headers)
        if one.fetch is FetchType.NetworkLoad
        else 0,
        countOfRequestBodyBytesSent=one.sent,
        countOfRequestBodyBytesBeforeEncoding=one.sent,
        countOfResponseHeaderBytesReceived=one.header_bytes,
        countOfResponseBodyBytesReceived=one.received,
        countOfResponseBodyBytesAfterDecoding=one.decoded,
        **dates,
    )


def _size(headers: Headers) -> int:
    return sum(len(name) + len(value) + _LINE_END for name, value in headers)


def _date(since_1970: float) -> NSDate:
    return NSDate.dateWithTimeIntervalSince1970_(since_1970)
