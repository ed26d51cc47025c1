"""NSURLComponents: a URL to be put together.

What it is: the parts of a URL, each to be read and set, encoded or not. What it is not: ranges
of the text; those are refused. Its one rule: what is kept is the encoded text of each part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from urlsession_mock.foundation.array import NSArray
from urlsession_mock.foundation.misuse import must_be
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.foundation.query_item import NSURLQueryItem
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.foundation.url_parts import Parts, encode_invalid, split
from urlsession_mock.not_simulated import not_simulated

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self

__all__ = ["NSURLComponents"]

# What each part keeps unescaped, from RFC 3986.
_UNRESERVED: Final = "-._~!$&'()*+,;="
_PATH_SAFE: Final = _UNRESERVED + "/:@"
_QUERY_SAFE: Final = _UNRESERVED + "/:@?"
_ITEM_SAFE: Final = "-._~!$'()*+,;/:@?"  # without & and =, which divide items


# fmt: off
_REFUSED: Final = (
    "rangeOfScheme", "rangeOfUser", "rangeOfPassword", "rangeOfHost", "rangeOfPort",
    "rangeOfPath", "rangeOfQuery", "rangeOfFragment",
)
# fmt: on


@not_simulated(*_REFUSED)
class NSURLComponents(NSObject):
    """The parts of a URL. Source: developer.apple.com/documentation/foundation/urlcomponents"""

    __slots__ = ("_parts",)
    _parts: Parts

    @classmethod
    def componentsWithString_(cls, text: str, /) -> Self | None:
        """The parts of a text, or None if it spells no URL."""
        return cls.alloc().initWithString_(text)

    @classmethod
    def componentsWithString_encodingInvalidCharacters_(
        cls, text: str, encoding: bool, /
    ) -> Self | None:
        """The same, percent-encoding characters that no URL may hold, or not."""
        return cls.alloc().initWithString_encodingInvalidCharacters_(text, encoding)

    @classmethod
    def componentsWithURL_resolvingAgainstBaseURL_(
        cls, url: NSURL, resolve: bool, /
    ) -> Self | None:
        """The parts of a URL, of the whole address or of the text that was given."""
        return cls.alloc().initWithURL_resolvingAgainstBaseURL_(url, resolve)

    def init(self) -> Self:
        """No parts."""
        self._parts = Parts(None, None, None, None, None, "", None, None)
        return self

    def initWithString_(self, text: str, /) -> Self | None:
        """As `componentsWithString_`."""
        return self.initWithString_encodingInvalidCharacters_(text, True)

    def initWithString_encodingInvalidCharacters_(
        self, text: str, encoding: bool, /
    ) -> Self | None:
        """As `componentsWithString_encodingInvalidCharacters_`."""
        must_be(str, text, "NSURLComponents", "pass the address as text")
        parts = split(encode_invalid(text) if encoding else text)
        if text and parts is None:
            return None
        self.init()
        self._parts = parts or self._parts
        return self

    def initWithURL_resolvingAgainstBaseURL_(self, url: NSURL, resolve: bool, /) -> Self | None:
        """As `componentsWithURL_resolvingAgainstBaseURL_`."""
        must_be(NSURL, url, "NSURLComponents", "make one with NSURL.URLWithString_(...)")
        return self.initWithString_(url.absoluteString() if resolve else url.relativeString())

    def URL(self) -> NSURL | None:
        """The URL of these parts, or None if they make none."""
        text = self.string()
        return None if text is None else NSURL.URLWithString_(text)

    def URLRelativeToURL_(self, base: NSURL | None, /) -> NSURL | None:
        """The URL of these parts relative to another."""
        text = self.string()
        return None if text is None else NSURL.URLWithString_relativeToURL_(text, base)

    def string(self) -> str | None:
        """The text of these parts, or None if they make no URL."""
        parts = self._parts
        has_authority = parts.host is not None or parts.user is not None or parts.port is not None
        if has_authority and parts.path and not parts.path.startswith("/"):
            return None
        if not has_authority and parts.path.startswith("//"):
            return None
        return parts.text()

    # The parts, without percent-encoding.

    def scheme(self) -> str | None:
        return self._parts.scheme

    def setScheme_(self, value: str | None, /) -> None:
        """Set the scheme. Raises ValueError for a text that cannot be one, as a Mac does."""
        if value is not None and (probe := split(f"{value}:")) is not None:
            value = probe.scheme
        elif value is not None:
            raise ValueError(f"{value!r} cannot be a scheme; it is letters, digits, +, - and .")
        self._parts = self._parts.replace(scheme=value)

    def user(self) -> str | None:
        return _decoded(self._parts.user)

    def setUser_(self, value: str | None, /) -> None:
        self._parts = self._parts.replace(user=_encoded(value, _UNRESERVED))

    def password(self) -> str | None:
        return _decoded(self._parts.password)

    def setPassword_(self, value: str | None, /) -> None:
        self._parts = self._parts.replace(password=_encoded(value, _UNRESERVED))

    def host(self) -> str | None:
        return _decoded(self._parts.host)

    def setHost_(self, value: str | None, /) -> None:
        self._parts = self._parts.replace(host=_encoded(value, _UNRESERVED + ":[]"))

    def port(self) -> int | None:
        return self._parts.port

    def setPort_(self, value: int | None, /) -> None:
        """Set the port. Raises ValueError for a negative one, as a Mac does."""
        if value is not None and value < 0:
            raise ValueError(f"{value} cannot be a port; it is 0 or more, or None")
        self._parts = self._parts.replace(port=value)

    def path(self) -> str:
        return unquote(self._parts.path)

    def setPath_(self, value: str | None, /) -> None:
        self._parts = self._parts.replace(path=_encoded(value or "", _PATH_SAFE) or "")

    def query(self) -> str | None:
        return _decoded(self._parts.query)

    def setQuery_(self, value: str | None, /) -> None:
        self._parts = self._parts.replace(query=_encoded(value, _QUERY_SAFE))

    def fragment(self) -> str | None:
        return _decoded(self._parts.fragment)

    def setFragment_(self, value: str | None, /) -> None:
        self._parts = self._parts.replace(fragment=_encoded(value, _QUERY_SAFE))

    def queryItems(self) -> NSArray[NSURLQueryItem] | None:
        """The query in names and values, or None if there is no query."""
        return self._items(decode=True)

    def setQueryItems_(self, items: Iterable[NSURLQueryItem] | None, /) -> None:
        """Set the query from names and values; `&` and `=` in them are encoded."""
        self.setPercentEncodedQueryItems_(
            None
            if items is None
            else [
                NSURLQueryItem.queryItemWithName_value_(
                    quote(item.name(), safe=_ITEM_SAFE), _encoded(item.value(), _ITEM_SAFE)
                )
                for item in items
            ]
        )

    # The parts as written.

    def percentEncodedUser(self) -> str | None:
        return self._parts.user

    def setPercentEncodedUser_(self, value: str | None, /) -> None:
        self._parts = self._parts.replace(user=_checked(value))

    def percentEncodedPassword(self) -> str | None:
        return self._parts.password

    def setPercentEncodedPassword_(self, value: str | None, /) -> None:
        self._parts = self._parts.replace(password=_checked(value))

    def percentEncodedHost(self) -> str | None:
        return self._parts.host

    def setPercentEncodedHost_(self, value: str | None, /) -> None:
        self._parts = self._parts.replace(host=_checked(value))

    def encodedHost(self) -> str | None:
        return self._parts.host

    def setEncodedHost_(self, value: str | None, /) -> None:
        self.setPercentEncodedHost_(value)

    def percentEncodedPath(self) -> str:
        return self._parts.path

    def setPercentEncodedPath_(self, value: str | None, /) -> None:
        self._parts = self._parts.replace(path=_checked(value) or "")

    def percentEncodedQuery(self) -> str | None:
        return self._parts.query

    def setPercentEncodedQuery_(self, value: str | None, /) -> None:
        self._parts = self._parts.replace(query=_checked(value))

    def percentEncodedFragment(self) -> str | None:
        return self._parts.fragment

    def setPercentEncodedFragment_(self, value: str | None, /) -> None:
        self._parts = self._parts.replace(fragment=_checked(value))

    def percentEncodedQueryItems(self) -> NSArray[NSURLQueryItem] | None:
        """The query in names and values as written, or None if there is no query."""
        return self._items(decode=False)

    def setPercentEncodedQueryItems_(self, items: Iterable[NSURLQueryItem] | None, /) -> None:
        """Set the query from names and values that are encoded already."""
        if items is None:
            self._parts = self._parts.replace(query=None)
            return
        pairs = [(item.name(), item.value()) for item in items]
        text = "&".join(name if value is None else f"{name}={value}" for name, value in pairs)
        self.setPercentEncodedQuery_(text)

    def _items(self, *, decode: bool) -> NSArray[NSURLQueryItem] | None:
        query = self._parts.query
        if query is None:
            return None
        items: list[NSURLQueryItem] = []
        for piece in query.split("&") if query else ():
            name, equals, value = piece.partition("=")
            given = value if equals else None
            if decode:
                name, given = unquote(name), _decoded(given)
            items.append(NSURLQueryItem.queryItemWithName_value_(name, given))
        return NSArray(items)

    # A value.

    def copy(self) -> Self:
        """The same parts, to be changed apart."""
        twin = self.alloc()
        twin._parts = self._parts
        return twin

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NSURLComponents):
            return NotImplemented
        return self._parts == other._parts

    def __hash__(self) -> int:
        return hash(self._parts.path)

    def __repr__(self) -> str:
        shown = self._parts.without_password() if self._parts.password else self._parts
        return f"<{type(self).__name__} {shown.text()}>"


def _decoded(value: str | None) -> str | None:
    return None if value is None else unquote(value)


def _encoded(value: str | None, safe: str) -> str | None:
    return None if value is None else quote(value, safe=safe)


def _checked(value: str | None) -> str | None:
    if value is not None and encode_invalid(value) != value:
        raise ValueError(
            f"{value!r} is not percent-encoded; use the setter without percentEncoded, "
            f"which encodes it"
        )
    return value
