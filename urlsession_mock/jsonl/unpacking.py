"""From records to doubles: what a message, a reply or a userInfo held, made anew.

Not here: the way there (packing.py). One rule: whatever a double refuses is a `ValueError` or a
`TypeError` here, and the reader says in which line.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from urlsession_mock.foundation.array import NSArray
from urlsession_mock.foundation.authentication import (
    NSURLAuthenticationChallenge,
    NSURLProtectionSpace,
)
from urlsession_mock.foundation.cache import NSCachedURLResponse
from urlsession_mock.foundation.credential import NSURLCredential
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.date import NSDate, NSDateInterval
from urlsession_mock.foundation.dictionary import NSDictionary
from urlsession_mock.foundation.enums import (
    NSURLSessionTaskMetricsDomainResolutionProtocol,
    NSURLSessionTaskMetricsResourceFetchType,
)
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.headers import HeaderFields
from urlsession_mock.foundation.loading_enums import (
    NSURLCredentialPersistence,
    NSURLRequestAttribution,
    NSURLRequestCachePolicy,
    NSURLRequestNetworkServiceType,
)
from urlsession_mock.foundation.metrics import (
    NSURLSessionTaskMetrics,
    NSURLSessionTaskTransactionMetrics,
    TransactionValues,
)
from urlsession_mock.foundation.request import NSMutableURLRequest, NSURLRequest
from urlsession_mock.foundation.request_fields import RequestFields
from urlsession_mock.foundation.response import NSHTTPURLResponse, NSURLResponse
from urlsession_mock.foundation.streams import NSInputStream, NSOutputStream
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.foundation.websocket_message import NSURLSessionWebSocketMessage
from urlsession_mock.jsonl import shapes
from urlsession_mock.jsonl.bodies import Bodies
from urlsession_mock.jsonl.contents import INLINE
from urlsession_mock.jsonl.recorded import Opaque, RecordedFile

__all__ = ["Unpacker"]

R = TypeVar("R", NSURLRequest, NSMutableURLRequest)


class Unpacker:
    """Unpacks for one recording."""

    def __init__(self, bodies: Bodies) -> None:
        self._bodies = bodies
        # Whoever reads a long recording event by event lets go of those that went by.
        self._streams: WeakValueDictionary[int, NSInputStream] = WeakValueDictionary()

    def value(self, shape: shapes.Value) -> Any:  # Any: what the record says it is
        """The object that a record describes; what is no record is what it is."""
        unpack = _UNPACKERS.get(type(shape))
        return shape if unpack is None else unpack(self, shape)

    def mapping(self, values: Mapping[str, shapes.Value]) -> dict[str, Any]:  # Any: as above
        """A dictionary."""
        return {key: self.value(value) for key, value in values.items()}

    # -- bytes -----------------------------------------------------------

    def raw(self, shape: shapes.Bytes | shapes.Data) -> bytes:
        """What is inline, or in the side folder. Raises `ValueError` where it is not just one."""
        if shape.text is not None and shape.base64 is None and shape.sha256 is None:
            return shape.text.encode()
        if (shape.text is None) + (shape.base64 is None) + (shape.sha256 is None) != 2:
            raise ValueError("bytes are given as one of text, base64 and sha256")
        if shape.sha256 is not None:
            return self._bodies.read(shape.sha256, shape.size)
        return base64.b64decode(shape.base64 or "", validate=True)

    def maybe_bytes(self, shape: shapes.Bytes | None) -> bytes | None:
        """The same, where there are some."""
        return None if shape is None else self.raw(shape)

    def data(self, shape: shapes.Data) -> NSData:
        """NSData."""
        return NSData(self.raw(shape))

    def file(self, shape: shapes.File) -> RecordedFile:
        """A file; a large one is read when its content is asked for."""
        content = shape.content
        if content is None:
            return RecordedFile(shape.name, shape.status)
        if content.sha256 is None or content.size <= INLINE:
            held = self.raw(content)
            return RecordedFile(shape.name, shape.status, lambda: held)
        return RecordedFile(shape.name, shape.status, lambda: self.raw(content))

    # -- one class each --------------------------------------------------

    def url(self, shape: shapes.URL | None) -> NSURL | None:
        """NSURL, or None."""
        if shape is None:
            return None
        url = NSURL.URLWithString_relativeToURL_(shape.text, self.url(shape.base))
        if url is None:
            raise ValueError(f"{shape.text[:80]!r} spells no URL")
        return url

    def request(self, shape: shapes.Request | shapes.MutableRequest) -> NSURLRequest:
        """NSURLRequest, mutable or not."""
        cls = NSMutableURLRequest if isinstance(shape, shapes.MutableRequest) else NSURLRequest
        made = cls.alloc()
        made._fields = RequestFields(
            self.url(shape.url),
            NSURLRequestCachePolicy(shape.cache_policy),
            shape.timeout,
            self.url(shape.main_document_url),
            NSURLRequestNetworkServiceType(shape.service_type),
            shape.cellular,
            shape.expensive,
            shape.constrained,
            shape.ultra_constrained,
            shape.assumes_http3,
            NSURLRequestAttribution(shape.attribution),
            shape.dnssec,
            shape.persistent_dns,
            shape.cookie_partition,
            shape.method,
            HeaderFields(shape.headers),
            None if shape.body is None else self.data(shape.body),
            None if shape.body_stream is None else self.input_stream(shape.body_stream),
            shape.handles_cookies,
            shape.pipelining,
        )
        return made

    def maybe_request(
        self, shape: shapes.Request | shapes.MutableRequest | None
    ) -> NSURLRequest | None:
        """The same, or None."""
        return None if shape is None else self.request(shape)

    def response(self, shape: shapes.Response) -> NSURLResponse:
        """NSURLResponse."""
        made = NSURLResponse.alloc()
        return made.initWithURL_MIMEType_expectedContentLength_textEncodingName_(
            self.url(shape.url), shape.mime_type, shape.length, shape.encoding
        )

    def http_response(self, shape: shapes.HTTPResponse) -> NSHTTPURLResponse:
        """NSHTTPURLResponse."""
        made = NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
            self.url(shape.url), shape.status, shape.version, shape.headers
        )
        if shape.length is not None:
            made._length = shape.length
        return made

    def error(self, shape: shapes.Error) -> NSError:
        """NSError."""
        return NSError.errorWithDomain_code_userInfo_(
            shape.domain, shape.code, self.mapping(shape.userInfo)
        )

    def input_stream(self, shape: shapes.InputStream) -> NSInputStream:
        """A stream over what the recorded one would have brought, never over a file."""
        stream = self._streams.get(shape.stream)
        if stream is None:
            stream = NSInputStream.inputStreamWithData_(self.maybe_bytes(shape.content) or b"")
            self._streams[shape.stream] = stream
        if shape.opened:
            stream.open()
        return stream

    def output_stream(self, shape: shapes.OutputStream) -> NSOutputStream:
        """A stream to memory, never to a file."""
        stream = NSOutputStream.outputStreamToMemory()
        content = self.maybe_bytes(shape.content)
        if content:
            stream.open()
            stream.write_maxLength_(content, len(content))
        return stream

    def space(self, shape: shapes.Space) -> NSURLProtectionSpace:
        """NSURLProtectionSpace."""
        space = NSURLProtectionSpace.alloc()
        space.initWithHost_port_protocol_realm_authenticationMethod_(
            shape.host, shape.port, shape.protocol, shape.realm, shape.method
        )
        space._proxy_type = shape.proxy_type
        space._trust = self.value(shape.trust)
        if shape.names is not None:
            space._names = tuple(self.data(name) for name in shape.names)
        return space

    def credential(self, shape: shapes.Credential) -> NSURLCredential:
        """NSURLCredential; its name and password are markers."""
        made = NSURLCredential.alloc()
        made._user, made._password = shape.user, shape.password
        made._identity = self.value(shape.identity)
        made._certificates = tuple(self.value(each) for each in shape.certificates)
        made._trust = self.value(shape.trust)
        made._persistence = NSURLCredentialPersistence(shape.persistence)
        return made

    def challenge(self, shape: shapes.Challenge) -> NSURLAuthenticationChallenge:
        """NSURLAuthenticationChallenge, without a sender."""
        made = NSURLAuthenticationChallenge.alloc()
        return made._filled(
            self.space(shape.space),
            None if shape.proposed is None else self.credential(shape.proposed),
            shape.failures,
            self.value(shape.response),
            self.value(shape.error),
            None,
        )

    def cached_response(self, shape: shapes.CachedResponse) -> NSCachedURLResponse:
        """NSCachedURLResponse."""
        info = None if shape.userInfo is None else self.mapping(shape.userInfo)
        made = NSCachedURLResponse.alloc()
        return made.initWithResponse_data_userInfo_storagePolicy_(
            self.value(shape.response), self.data(shape.data), info, shape.policy
        )

    def transaction(self, shape: shapes.Transaction) -> NSURLSessionTaskTransactionMetrics:
        """NSURLSessionTaskTransactionMetrics."""
        rows = TransactionValues.__dataclass_fields__
        found: dict[str, Any] = {}  # Any: as the row of each says, which is looked at below
        for name, seconds in shape.dates.items():
            if not name.endswith("Date") or name not in rows:
                raise ValueError(f"{name[:80]!r} is no date of a transaction")
            found[name] = _date(seconds)
        for name, value in shape.values.items():
            found[name] = _measured(name, value)
        response = self.value(shape.response)
        values = TransactionValues(request=self.request(shape.request), response=response, **found)
        return NSURLSessionTaskTransactionMetrics.with_values(values)

    def metrics(self, shape: shapes.Metrics) -> NSURLSessionTaskMetrics:
        """NSURLSessionTaskMetrics."""
        return NSURLSessionTaskMetrics.with_transactions(
            [self.transaction(each) for each in shape.transactions],
            interval=_interval(shape.interval),
            redirects=shape.redirects,
        )

    def message(self, shape: shapes.Message) -> NSURLSessionWebSocketMessage:
        """NSURLSessionWebSocketMessage."""
        made = NSURLSessionWebSocketMessage.alloc()
        if (shape.data is None) == (shape.string is None):
            raise ValueError("a WebSocket message has one of data and string")
        if shape.data is not None:
            return made.initWithData_(self.data(shape.data))
        return made.initWithString_(shape.string or "")


def _date(seconds: float) -> NSDate:
    return NSDate.dateWithTimeIntervalSinceReferenceDate_(seconds)


def _interval(shape: shapes.Interval) -> NSDateInterval:
    return NSDateInterval.alloc().initWithStartDate_endDate_(_date(shape.start), _date(shape.end))


# How the values of a transaction are typed, by their default; what has none is text or a number.
_ENUMS: dict[str, Callable[[int], int]] = {
    "resourceFetchType": NSURLSessionTaskMetricsResourceFetchType,
    "domainResolutionProtocol": NSURLSessionTaskMetricsDomainResolutionProtocol,
}
_TEXTS = ("networkProtocolName", "localAddress", "remoteAddress")


def _measured(name: str, value: str | int | bool) -> object:
    row = TransactionValues.__dataclass_fields__.get(name)
    if row is None or name.endswith("Date") or name in ("request", "response"):
        raise ValueError(f"{name[:80]!r} is no value of a transaction")
    kind = str if name in _TEXTS else bool if isinstance(row.default, bool) else int
    if type(value) is not kind:
        raise ValueError(f"{name} of a transaction is {kind.__name__}, not {type(value).__name__}")
    return _ENUMS[name](int(value)) if name in _ENUMS else value


# fmt: off
# Any: a row's function takes records of the row's class.
_UNPACKERS: dict[type, Callable[[Unpacker, Any], object]] = {
    shapes.Bytes:          Unpacker.raw,
    shapes.Data:           Unpacker.data,
    shapes.URL:            Unpacker.url,
    shapes.Date:           lambda self, shape: _date(shape.seconds),
    shapes.Interval:       lambda self, shape: _interval(shape),
    shapes.InputStream:    Unpacker.input_stream,
    shapes.OutputStream:   Unpacker.output_stream,
    shapes.Request:        Unpacker.request,
    shapes.MutableRequest: Unpacker.request,
    shapes.Response:       Unpacker.response,
    shapes.HTTPResponse:   Unpacker.http_response,
    shapes.Error:          Unpacker.error,
    shapes.Space:          Unpacker.space,
    shapes.Credential:     Unpacker.credential,
    shapes.Challenge:      Unpacker.challenge,
    shapes.CachedResponse: Unpacker.cached_response,
    shapes.Transaction:    Unpacker.transaction,
    shapes.Metrics:        Unpacker.metrics,
    shapes.Message:        Unpacker.message,
    shapes.File:           Unpacker.file,
    shapes.List:           lambda self, shape: NSArray(self.value(each) for each in shape.items),
    shapes.Dict:           lambda self, shape: NSDictionary(self.mapping(shape.items)),
    shapes.Opaque:         lambda self, shape: Opaque(shape.type),
}
# fmt: on
