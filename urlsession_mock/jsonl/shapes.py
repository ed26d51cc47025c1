"""What a double looks like in a file: one record for each class, told apart by its `class`.

Not here: making the records (packing.py) or the doubles (unpacking.py). One rule: a field is
what msgspec checks by itself; what only the double knows to be wrong is found when it is made.

Fields have Apple's names where they are short, and the name of the double's own field elsewhere.
A field that holds its default is left out.
"""

from __future__ import annotations

from typing import TypeAlias

from urlsession_mock.jsonl.library import Struct

__all__ = [
    "URL",
    "Bytes",
    "CachedResponse",
    "Challenge",
    "Credential",
    "Data",
    "Date",
    "Dict",
    "Error",
    "File",
    "HTTPResponse",
    "InputStream",
    "Interval",
    "List",
    "Message",
    "Metrics",
    "MutableRequest",
    "Opaque",
    "OutputStream",
    "Request",
    "Response",
    "Shape",
    "Space",
    "Transaction",
    "Value",
]


class Shape(Struct, frozen=True, gc=False, omit_defaults=True, forbid_unknown_fields=True):
    """What all records share: what is unknown is refused, what is plain is left out."""


class _Content(Shape, frozen=True):
    """Bytes: as text where they are UTF-8, as base64, or by their SHA-256 in the side folder."""

    text: str | None = None
    base64: str | None = None
    sha256: str | None = None
    size: int = 0  # of what is in the side folder


class Bytes(_Content, frozen=True, tag_field="class", tag="bytes"):
    """Python's bytes."""


class Data(_Content, frozen=True, tag_field="class", tag="NSData"):
    """NSData."""


class URL(Shape, frozen=True, tag_field="class", tag="NSURL"):
    """NSURL."""

    text: str
    base: URL | None = None


class Date(Shape, frozen=True, tag_field="class", tag="NSDate"):
    """NSDate, in seconds since 2001."""

    seconds: float


class Interval(Shape, frozen=True, tag_field="class", tag="NSDateInterval"):
    """NSDateInterval, in seconds since 2001."""

    start: float
    end: float


class InputStream(Shape, frozen=True, tag_field="class", tag="NSInputStream"):
    """NSInputStream; `content` is None where what it would bring could not be known.

    `stream` counts the streams of a recording from 1: a stream that comes again has its number.
    """

    stream: int
    content: Bytes | None = None
    opened: bool = False


class OutputStream(Shape, frozen=True, tag_field="class", tag="NSOutputStream"):
    """NSOutputStream, with what had been written to memory."""

    content: Bytes | None = None


class _RequestFields(Shape, frozen=True):
    """The properties of a request, named and with the defaults of `RequestFields`."""

    url: URL | None = None
    method: str = "GET"
    headers: dict[str, str] = {}  # noqa: RUF012 - msgspec gives each its own
    body: Data | None = None
    body_stream: InputStream | None = None
    cache_policy: int = 0
    timeout: float = 60.0
    main_document_url: URL | None = None
    service_type: int = 0
    cellular: bool = True
    expensive: bool = True
    constrained: bool = True
    ultra_constrained: bool = False
    assumes_http3: bool = False
    attribution: int = 0
    dnssec: bool = False
    persistent_dns: bool = False
    cookie_partition: str | None = None
    handles_cookies: bool = True
    pipelining: bool = False


class Request(_RequestFields, frozen=True, tag_field="class", tag="NSURLRequest"):
    """NSURLRequest."""


class MutableRequest(_RequestFields, frozen=True, tag_field="class", tag="NSMutableURLRequest"):
    """NSMutableURLRequest."""


class Response(Shape, frozen=True, tag_field="class", tag="NSURLResponse"):
    """NSURLResponse."""

    url: URL | None = None
    mime_type: str | None = None
    length: int = -1
    encoding: str | None = None


class HTTPResponse(Shape, frozen=True, tag_field="class", tag="NSHTTPURLResponse"):
    """NSHTTPURLResponse; type, length and encoding follow from the header fields.

    `length` is there where the response was made to expect another.
    """

    url: URL | None
    status: int
    headers: dict[str, str] = {}  # noqa: RUF012 - msgspec gives each its own
    version: str | None = None
    length: int | None = None


class Error(Shape, frozen=True, tag_field="class", tag="NSError"):
    """NSError."""

    domain: str
    code: int
    userInfo: dict[str, Value] = {}  # noqa: RUF012 - msgspec gives each its own


class Space(Shape, frozen=True, tag_field="class", tag="NSURLProtectionSpace"):
    """NSURLProtectionSpace."""

    host: str
    port: int
    method: str
    protocol: str | None = None
    realm: str | None = None
    proxy_type: str | None = None
    trust: Value = None
    names: list[Data] | None = None


class Credential(Shape, frozen=True, tag_field="class", tag="NSURLCredential"):
    """NSURLCredential; who it names and the password are never written, only that they were."""

    user: str | None = None
    password: str | None = None
    identity: Value = None
    certificates: list[Value] = []  # noqa: RUF012 - msgspec gives each its own
    trust: Value = None
    persistence: int = 0


class Challenge(Shape, frozen=True, tag_field="class", tag="NSURLAuthenticationChallenge"):
    """NSURLAuthenticationChallenge, without its sender."""

    space: Space
    proposed: Credential | None = None
    failures: int = 0
    response: Response | HTTPResponse | None = None
    error: Error | None = None


class CachedResponse(Shape, frozen=True, tag_field="class", tag="NSCachedURLResponse"):
    """NSCachedURLResponse."""

    response: Response | HTTPResponse
    data: Data
    userInfo: dict[str, Value] | None = None
    policy: int = 0


class Transaction(Shape, frozen=True, tag_field="class", tag="NSURLSessionTaskTransactionMetrics"):
    """NSURLSessionTaskTransactionMetrics: the properties that have no default, by Apple's name."""

    request: Request | MutableRequest
    response: Response | HTTPResponse | None = None
    dates: dict[str, float] = {}  # noqa: RUF012 - msgspec gives each its own
    values: dict[str, str | int | bool] = {}  # noqa: RUF012 - msgspec gives each its own


class Metrics(Shape, frozen=True, tag_field="class", tag="NSURLSessionTaskMetrics"):
    """NSURLSessionTaskMetrics."""

    interval: Interval
    redirects: int = 0
    transactions: list[Transaction] = []  # noqa: RUF012 - msgspec gives each its own


class Message(Shape, frozen=True, tag_field="class", tag="NSURLSessionWebSocketMessage"):
    """NSURLSessionWebSocketMessage: one of the two."""

    data: Data | None = None
    string: str | None = None


class File(Shape, frozen=True, tag_field="class", tag="file"):
    """The file of a finished download, or one to upload.

    `content` is None where the file was gone when the recording was written.
    """

    name: str
    content: Bytes | None = None
    status: int = 0


class List(Shape, frozen=True, tag_field="class", tag="list"):
    """A list or a tuple."""

    items: list[Value]


class Dict(Shape, frozen=True, tag_field="class", tag="dict"):
    """A dictionary whose keys are text."""

    items: dict[str, Value]


class Opaque(Shape, frozen=True, tag_field="class", tag="opaque"):
    """An object that cannot be written, such as a trust: the name of its type is kept."""

    type: str


Value: TypeAlias = (
    bool
    | int
    | float
    | str
    | Bytes
    | Data
    | URL
    | Date
    | Interval
    | InputStream
    | OutputStream
    | Request
    | MutableRequest
    | Response
    | HTTPResponse
    | Error
    | Space
    | Credential
    | Challenge
    | CachedResponse
    | Transaction
    | Metrics
    | Message
    | File
    | List
    | Dict
    | Opaque
    | None
)
"""Whatever a message, a reply or a userInfo may hold."""
