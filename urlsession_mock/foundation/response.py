"""NSURLResponse and NSHTTPURLResponse: what a server answered, without the body.

What it is: the properties of a response. What it is not: an error; status 404 is a response
like any other (R84). Its one rule: it never changes.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from urlsession_mock.foundation.dictionary import NSDictionary
from urlsession_mock.foundation.headers import HeaderFields, standard
from urlsession_mock.foundation.misuse import must_be
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.foundation.url import NSURL

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Self

__all__ = ["NSHTTPURLResponse", "NSURLResponse"]

_UNKNOWN_LENGTH: Final = -1  # NSURLResponseUnknownLength
_STATUS_CLASSES: Final = ("informational", "success", "redirection", "client error", "server error")


class NSURLResponse(NSObject):
    """A response. Source: developer.apple.com/documentation/foundation/urlresponse"""

    _url: NSURL | None = None
    _mime_type: str | None = None
    _length: int = _UNKNOWN_LENGTH
    _encoding: str | None = None

    def initWithURL_MIMEType_expectedContentLength_textEncodingName_(
        self, url: NSURL | None, mimeType: str | None, length: int, encoding: str | None, /
    ) -> Self:
        """A response from its parts; length in bytes, -1 if unknown. Raises TypeError for text."""
        name = type(self).__name__
        must_be(NSURL, url, name, "make one with NSURL.URLWithString_(...)", optional=True)
        self._url, self._mime_type, self._length = url, mimeType, int(length)
        self._encoding = encoding
        return self

    def URL(self) -> NSURL | None:
        """The address that answered, after redirects."""
        return self._url

    def MIMEType(self) -> str | None:
        """The kind of content, or None."""
        return self._mime_type

    def expectedContentLength(self) -> int:
        """How many bytes of body to expect, -1 if unknown."""
        return self._length

    def textEncodingName(self) -> str | None:
        """The encoding the server names for text, or None."""
        return self._encoding

    def suggestedFilename(self) -> str | None:
        """A name to save the body under: of the URL's last piece, or of its host, or Unknown."""
        last = None if self._url is None else self._url.lastPathComponent()
        host = None if self._url is None else self._url.host()
        return last.strip("/") if last and last != "/" else host or "Unknown"

    def copy(self) -> Self:
        """The response itself; it cannot change."""
        return self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NSURLResponse) or type(self) is not type(other):
            return NotImplemented
        return self._value() == other._value()

    def __hash__(self) -> int:
        return hash(self._url)

    def _value(self) -> tuple[object, ...]:
        return (self._url, self._mime_type, self._length, self._encoding)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._url and self._url.shown()} {self._mime_type}>"


class NSHTTPURLResponse(NSURLResponse):
    """A response over HTTP.

    Source: developer.apple.com/documentation/foundation/httpurlresponse
    """

    _status: int
    _version: str | None
    _headers: HeaderFields
    _on_status_code: Callable[[], None] | None = None

    def initWithURL_statusCode_HTTPVersion_headerFields_(
        self,
        url: NSURL | None,
        statusCode: int,
        version: str | None,
        fields: Mapping[str, str] | None,
        /,
    ) -> Self:
        """A response from its parts; type, encoding and length are read from the header fields.

        Raises TypeError for a URL that is text or a status that is no number.
        """
        must_be(int, statusCode, type(self).__name__, "pass a number such as 200")
        self._headers = headers = HeaderFields()
        for name, value in (fields or {}).items():
            headers.add(standard(name), value)
        mime_type, encoding = _content_type(headers.get("Content-Type"))
        length = _length(headers)
        self.initWithURL_MIMEType_expectedContentLength_textEncodingName_(
            url, mime_type, length, encoding
        )
        self._status, self._version = int(statusCode), version
        return self

    @classmethod
    def localizedStringForStatusCode_(cls, statusCode: int, /) -> str:
        """A short text for a status, in lower case as on a Mac; its words are HTTP's."""
        try:
            return HTTPStatus(statusCode).phrase.lower()
        except ValueError:
            index = statusCode // 100 - 1
            return _STATUS_CLASSES[index] if 0 <= index < len(_STATUS_CLASSES) else "unknown"

    def when_status_code_is_read(self, call: Callable[[], None] | None, /) -> None:
        """Have `call()` called each time the status is read; None stops it. Ours, not Apple's."""
        self._on_status_code = call

    def statusCode(self) -> int:
        """The status, such as 200."""
        if self._on_status_code is not None:
            self._on_status_code()
        return self._status

    def allHeaderFields(self) -> NSDictionary[str, str]:
        """The header fields, as a copy; see `valueForHTTPHeaderField_` to ignore case."""
        return NSDictionary(self._headers.as_dict())

    def valueForHTTPHeaderField_(self, name: str, /) -> str | None:
        """The value of a header field, whatever the case of its name, or None."""
        return self._headers.get(name)

    def suggestedFilename(self) -> str | None:
        """The name in the Content-Disposition field, or one made from the URL."""
        disposition = self._headers.get("Content-Disposition")
        named = None if disposition is None else _parameter(disposition, "filename")
        return named.rpartition("/")[2] if named else super().suggestedFilename()

    def _value(self) -> tuple[object, ...]:
        return (*super()._value(), self._status, self._version, self._headers)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._status} {self._url and self._url.shown()}>"


def _content_type(field: str | None) -> tuple[str | None, str | None]:
    if field is None:
        return None, None
    mime_type = field.partition(";")[0].strip().lower()
    encoding = _parameter(field, "charset")
    return mime_type or None, encoding and encoding.lower()


def _length(headers: HeaderFields) -> int:
    # With a content coding the field counts encoded bytes, which is not what arrives.
    written = headers.get("Content-Length")
    if written is None or headers.get("Content-Encoding") is not None:
        return _UNKNOWN_LENGTH
    return int(written) if written.strip().isdigit() else _UNKNOWN_LENGTH


def _parameter(field: str, wanted: str) -> str | None:
    for part in field.split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == wanted:
            return value.strip().strip('"') or None
    return None
