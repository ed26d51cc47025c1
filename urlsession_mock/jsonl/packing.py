"""From doubles to records: what a message, a reply or a userInfo holds, made ready to be written.

Not here: the way back (unpacking.py), lines (writing.py). One rule: packing changes nothing and
leaves no trace, and no secret gets past it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from enum import IntEnum
from typing import Any, Final

from urlsession_mock.files import TemporaryFile
from urlsession_mock.foundation.authentication import (
    NSURLAuthenticationChallenge,
    NSURLProtectionSpace,
)
from urlsession_mock.foundation.cache import NSCachedURLResponse
from urlsession_mock.foundation.credential import NSURLCredential
from urlsession_mock.foundation.data import NSData, NSMutableData
from urlsession_mock.foundation.date import NSDate, NSDateInterval
from urlsession_mock.foundation.error import NSError
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
from urlsession_mock.jsonl.contents import Contents
from urlsession_mock.jsonl.recorded import Opaque, RecordedFile
from urlsession_mock.jsonl.secrets import MARKER, Redactor

__all__ = ["Packer"]

_DEEPEST: Final = 24  # a userInfo may hold itself
_RESUME_DATA_KEYS: Final = frozenset(
    {"NSURLSessionDownloadTaskResumeData", "NSURLSessionUploadTaskResumeData"}
)
_PLAIN_REQUEST: Final[dict[str, object]] = {
    name: getattr(shapes.Request(), name) for name in shapes.Request.__struct_fields__
}


class Packer(Contents):
    """Packs for one recording."""

    def __init__(self, redactor: Redactor, bodies: Bodies) -> None:
        super().__init__(redactor, bodies)
        self._depth = 0

    def value(self, value: object) -> shapes.Value:
        """Any object; one that cannot be written becomes the name of its type."""
        if value is None or value is True or value is False:
            return value
        pack = _PACKERS.get(type(value)) or _inherited(type(value))
        if pack is None or self._depth > _DEEPEST:
            return shapes.Opaque(_type_of(value))
        self._depth += 1
        try:
            return pack(self, value)
        finally:
            self._depth -= 1

    def text(self, text: str) -> str:
        """A text without its secrets, and without what UTF-8 cannot say."""
        return self._redactor.text(text).encode("utf-8", "replace").decode()

    def maybe_text(self, text: str | None) -> str | None:
        """The same, where there is one."""
        return None if text is None else self.text(text)

    def mapping(self, values: Mapping[Any, object]) -> dict[str, shapes.Value]:  # Any: user's keys
        """A dictionary; its keys become text."""
        packed: dict[str, shapes.Value] = {}
        for key, value in values.items():
            name = str(key)
            if isinstance(value, str) and self._redactor.is_secret(name):
                packed[name] = MARKER
            elif name in _RESUME_DATA_KEYS and isinstance(value, (bytes, bytearray)):
                cleaned = self._redactor.resume_data(bytes(value))
                is_data = isinstance(value, (NSData, NSMutableData))
                packed[name] = self.data(cleaned) if is_data else self.raw(cleaned)
            else:
                packed[name] = self.value(value)
        return packed

    def headers(self, fields: Mapping[str, str]) -> dict[str, str]:
        """Header fields without their secrets."""
        return {self.text(n): self.text(v) for n, v in self._redactor.headers(fields).items()}

    def sequence(self, values: Iterable[object]) -> shapes.List:
        """A list or a tuple."""
        return shapes.List([self.value(value) for value in values])

    def dictionary(self, values: Mapping[Any, object]) -> shapes.Dict:  # Any: as above
        """A dictionary, as a value."""
        return shapes.Dict(self.mapping(values))

    # -- one class each --------------------------------------------------

    def url(self, url: NSURL | None) -> shapes.URL | None:
        """NSURL, or None."""
        if url is None:
            return None
        base = url.baseURL()
        return shapes.URL(self.text(url.relativeString()), self.url(base))

    def request(
        self, request: NSURLRequest | None
    ) -> shapes.Request | shapes.MutableRequest | None:
        """NSURLRequest, mutable or not, or None."""
        if request is None:
            return None
        held = request._fields
        packed: dict[str, Any] = {  # Any: each is what the record's field takes
            row.name: getattr(held, row.name) for row in fields(RequestFields)
        }
        packed["url"] = self.url(held.url)
        packed["main_document_url"] = self.url(held.main_document_url)
        packed["headers"] = self.headers(held.headers.as_dict())
        packed["body"] = None if held.body is None else self.data(held.body)
        stream = held.body_stream
        packed["body_stream"] = None if stream is None else self.input_stream(stream)
        for name in ("cache_policy", "service_type", "attribution"):
            packed[name] = int(packed[name])
        # Only what is equal by identity counts as a default to msgspec.
        packed = {name: value for name, value in packed.items() if value != _PLAIN_REQUEST[name]}
        if isinstance(request, NSMutableURLRequest):
            return shapes.MutableRequest(**packed)
        return shapes.Request(**packed)

    def response(
        self, response: NSURLResponse | None
    ) -> shapes.Response | shapes.HTTPResponse | None:
        """NSURLResponse, over HTTP or not, or None. The status is not looked at: see `Looked`."""
        if response is None:
            return None
        url = self.url(response.URL())
        if not isinstance(response, NSHTTPURLResponse):
            return shapes.Response(
                url, response.MIMEType(), response.expectedContentLength(), response._encoding
            )
        given = response._headers.as_dict()
        plain = NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
            None, 200, None, given
        )
        length = response.expectedContentLength()
        return shapes.HTTPResponse(
            url,
            response._status,
            self.headers(given),
            response._version,
            length if length != plain.expectedContentLength() else None,
        )

    def error(self, error: NSError | None) -> shapes.Error | None:
        """NSError, or None. The userInfo is not looked at: see `Looked`."""
        if error is None:
            return None
        return shapes.Error(self.text(error.domain()), error.code(), self.mapping(error._user_info))

    def space(self, space: NSURLProtectionSpace) -> shapes.Space:
        """NSURLProtectionSpace."""
        names = space.distinguishedNames()
        return shapes.Space(
            space.host(),
            space.port(),
            space.authenticationMethod(),
            space.protocol(),
            self.maybe_text(space.realm()),
            space.proxyType(),
            self.value(space.serverTrust()),
            None if names is None else [self.data(name) for name in names],
        )

    def credential(self, credential: NSURLCredential | None) -> shapes.Credential | None:
        """NSURLCredential: that there was a name and a password, and neither of them."""
        if credential is None:
            return None
        return shapes.Credential(
            MARKER if credential.user() is not None else None,
            MARKER if credential.hasPassword() else None,
            self.value(credential.identity()),
            [self.value(each) for each in credential.certificates()],
            self.value(credential._trust),
            int(credential.persistence()),
        )

    def challenge(self, challenge: NSURLAuthenticationChallenge) -> shapes.Challenge:
        """NSURLAuthenticationChallenge."""
        return shapes.Challenge(
            self.space(challenge.protectionSpace()),
            self.credential(challenge.proposedCredential()),
            challenge.previousFailureCount(),
            self.response(challenge.failureResponse()),
            self.error(challenge.error()),
        )

    def cached_response(self, cached: NSCachedURLResponse) -> shapes.CachedResponse:
        """NSCachedURLResponse."""
        response = self.response(cached.response())
        assert response is not None  # it has one
        info = cached._user_info
        return shapes.CachedResponse(
            response,
            self.data(cached.data()),
            None if info is None else self.mapping(info),
            int(cached.storagePolicy()),
        )

    def transaction(self, metrics: NSURLSessionTaskTransactionMetrics) -> shapes.Transaction:
        """NSURLSessionTaskTransactionMetrics."""
        held = metrics._values
        request = self.request(held.request)
        assert request is not None  # it has one
        dates: dict[str, float] = {}
        values: dict[str, str | int | bool] = {}
        for row in fields(TransactionValues)[2:]:
            value = getattr(held, row.name)
            if isinstance(value, NSDate):
                dates[row.name] = value.seconds_since_reference()
            elif value is not None and value != row.default:
                values[row.name] = int(value) if isinstance(value, IntEnum) else value
        return shapes.Transaction(request, self.response(held.response), dates, values)

    def metrics(self, metrics: NSURLSessionTaskMetrics) -> shapes.Metrics:
        """NSURLSessionTaskMetrics."""
        transactions = [self.transaction(each) for each in metrics.transactionMetrics()]
        return shapes.Metrics(
            _interval(metrics.taskInterval()), metrics.redirectCount(), transactions
        )

    def message(self, message: NSURLSessionWebSocketMessage) -> shapes.Message:
        """NSURLSessionWebSocketMessage."""
        data = message.data()
        return shapes.Message(
            None if data is None else self.data(data), self.maybe_text(message.string())
        )


def _date(date: NSDate) -> shapes.Date:
    return shapes.Date(date.seconds_since_reference())


def _interval(interval: NSDateInterval) -> shapes.Interval:
    return shapes.Interval(
        interval.startDate().seconds_since_reference(), interval.endDate().seconds_since_reference()
    )


def _type_of(value: object) -> str:
    if isinstance(value, Opaque):
        return value.type
    return f"{type(value).__module__}.{type(value).__qualname__}"


def _number(value: float) -> shapes.Value:
    """A float, if JSON has it."""
    return value if value - value == 0 else shapes.Opaque("float")


# Any: a row's function takes objects of the row's class.
_Packed = Callable[[Packer, Any], shapes.Value]

# fmt: off
_PACKERS: dict[type, _Packed] = {
    str:                                lambda self, value: self.text(value),
    int:                                lambda _, value: int(value),
    float:                              lambda _, value: _number(float(value)),
    bytes:                              lambda self, value: self.raw(value),
    bytearray:                          lambda self, value: self.raw(bytes(value)),
    memoryview:                         lambda self, value: self.raw(value.tobytes()),
    NSData:                             Packer.data,
    NSMutableData:                      lambda self, value: self.data(bytes(value)),
    list:                               Packer.sequence,
    tuple:                              Packer.sequence,
    dict:                               Packer.dictionary,
    NSURL:                              Packer.url,
    NSDate:                             lambda _, value: _date(value),
    NSDateInterval:                     lambda _, value: _interval(value),
    NSURLRequest:                       Packer.request,
    NSURLResponse:                      Packer.response,
    NSError:                            Packer.error,
    NSInputStream:                      Packer.input_stream,
    NSOutputStream:                     Packer.output_stream,
    NSURLProtectionSpace:               Packer.space,
    NSURLCredential:                    Packer.credential,
    NSURLAuthenticationChallenge:       Packer.challenge,
    NSCachedURLResponse:                Packer.cached_response,
    NSURLSessionTaskTransactionMetrics: Packer.transaction,
    NSURLSessionTaskMetrics:            Packer.metrics,
    NSURLSessionWebSocketMessage:       Packer.message,
    TemporaryFile:                      Packer.file,
    RecordedFile:                       Packer.file,
}
# fmt: on


def _inherited(cls: type) -> _Packed | None:
    """What packs the class that this one inherits; found once."""
    for base in cls.__mro__:
        if base in _PACKERS:
            return _PACKERS.setdefault(cls, _PACKERS[base])
    return None
