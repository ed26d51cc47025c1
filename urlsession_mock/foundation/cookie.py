"""NSHTTPCookie: one cookie.

What it is: making a cookie from properties or from a response, and its getters. What it is not: a
store (`cookie_storage.py`) or the rules of where it goes (`cookie_fields.py`). Its one rule: it
never changes, and its value is never printed.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

from urlsession_mock.errors import NoActiveDevice
from urlsession_mock.foundation.array import NSArray
from urlsession_mock.foundation.constants import (
    NSHTTPCookieComment,
    NSHTTPCookieCommentURL,
    NSHTTPCookieDiscard,
    NSHTTPCookieDomain,
    NSHTTPCookieExpires,
    NSHTTPCookieMaximumAge,
    NSHTTPCookieName,
    NSHTTPCookieOriginURL,
    NSHTTPCookiePath,
    NSHTTPCookiePort,
    NSHTTPCookieSameSitePolicy,
    NSHTTPCookieSecure,
    NSHTTPCookieValue,
    NSHTTPCookieVersion,
)
from urlsession_mock.foundation.cookie_fields import (
    CookieFields,
    end_of,
    header_values,
    moment,
    parsed,
)
from urlsession_mock.foundation.date import NSDate
from urlsession_mock.foundation.dictionary import NSDictionary
from urlsession_mock.foundation.misuse import must_be
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.foundation.url import NSURL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Self

__all__ = ["NSHTTPCookie", "today"]

_HTTP_ONLY: Final = "HttpOnly"  # not a public constant; seen in the properties of a Mac's cookies


def today() -> float:
    """Seconds since 1970, by the active device's clock, or by the real one without a device."""
    # later: devices are built on these classes
    from urlsession_mock.world import current

    try:
        return current().clock.today()
    except NoActiveDevice:
        return time.time()


class NSHTTPCookie(NSObject):
    """A cookie. Source: developer.apple.com/documentation/foundation/nshttpcookie"""

    __slots__ = ("_fields",)
    _fields: CookieFields

    @classmethod
    def cookieWithProperties_(cls, properties: Mapping[str, object], /) -> Self | None:
        """A cookie from its properties, by the `NSHTTPCookie...` keys.

        None without a name, a value, a path, and a domain or an origin URL.
        """
        return cls.alloc().initWithProperties_(properties)

    def initWithProperties_(self, properties: Mapping[str, object], /) -> Self | None:
        """As `cookieWithProperties_`."""
        fields = _from_properties(properties)
        if fields is None:
            return None
        self._fields = fields
        return self

    @classmethod
    def cookiesWithResponseHeaderFields_forURL_(
        cls, fields: Mapping[str, str], url: NSURL, /
    ) -> NSArray[NSHTTPCookie]:
        """The cookies in the header fields of a response from this URL."""
        must_be(NSURL, url, "cookiesWithResponseHeaderFields_forURL_", "pass response.URL()")
        named = (value for name, value in fields.items() if name.lower() == "set-cookie")
        values = [one for value in named for one in header_values(value)]
        return NSArray(cls.received(values, url, today()))

    @classmethod
    def received(cls, values: Iterable[str], url: NSURL, now: float) -> list[NSHTTPCookie]:
        """The cookies in these Set-Cookie fields, at a time in seconds since 1970. Ours."""
        read = (parsed(value, url.host() or "", now) for value in values)
        return [cls._of(fields) for fields in read if fields is not None]

    @classmethod
    def requestHeaderFieldsWithCookies_(
        cls, cookies: Iterable[NSHTTPCookie], /
    ) -> NSDictionary[str, str]:
        """The header fields that send these cookies, in this order; none without a cookie."""
        text = "; ".join(f"{cookie.name()}={cookie.value()}" for cookie in cookies)
        return NSDictionary({"Cookie": text} if text else {})

    @classmethod
    def _of(cls, fields: CookieFields) -> NSHTTPCookie:
        made = cls.alloc()
        made._fields = fields
        return made

    # The properties, as developer.apple.com documents them under nshttpcookie.

    def properties(self) -> NSDictionary[str, Any]:  # text, dates and numbers
        """The properties it can be made from again."""
        own = self._fields
        # fmt: off
        rows = {
            NSHTTPCookieName:           own.name,
            NSHTTPCookieValue:          own.value,
            NSHTTPCookieDomain:         own.domain,
            NSHTTPCookiePath:           own.path,
            NSHTTPCookieVersion:        str(own.version),
            NSHTTPCookieDiscard:        "TRUE" if own.expires is None else "FALSE",
            NSHTTPCookieExpires:        self.expiresDate(),
            NSHTTPCookieSecure:         "TRUE" if own.is_secure else None,
            _HTTP_ONLY:                 "TRUE" if own.is_http_only else None,
            NSHTTPCookieSameSitePolicy: own.same_site,
            NSHTTPCookieComment:        own.comment,
            NSHTTPCookieCommentURL:     own.comment_url,
            NSHTTPCookiePort:           own.ports and ",".join(str(port) for port in own.ports),
        }
        # fmt: on
        return NSDictionary({name: value for name, value in rows.items() if value is not None})

    def version(self) -> int:  # type: ignore[override] # NSObject has it as a class method
        """0 for Netscape's cookies, which nearly all are, or 1."""
        return self._fields.version

    def name(self) -> str:
        """The name."""
        return self._fields.name

    def value(self) -> str:
        """The value."""
        return self._fields.value

    def expiresDate(self) -> NSDate | None:
        """When it ends, or None for one that ends with the app."""
        expires = self._fields.expires
        return None if expires is None else NSDate.dateWithTimeIntervalSince1970_(expires)

    def isSessionOnly(self) -> bool:
        """Whether it ends with the app."""
        return self._fields.expires is None

    def domain(self) -> str:
        """The host it is sent to; with a dot in front also the hosts below it."""
        return self._fields.domain

    def path(self) -> str:
        """The path below which it is sent."""
        return self._fields.path

    def isSecure(self) -> bool:
        """Whether it is sent over HTTPS only."""
        return self._fields.is_secure

    def isHTTPOnly(self) -> bool:
        """Whether scripts of a page may not see it."""
        return self._fields.is_http_only

    def comment(self) -> str | None:
        """A text for people, or None."""
        return self._fields.comment

    def commentURL(self) -> NSURL | None:
        """A page for people, or None."""
        return self._fields.comment_url

    def portList(self) -> NSArray[int] | None:
        """The ports it is sent to, or None for all."""
        ports = self._fields.ports
        return None if ports is None else NSArray(ports)

    def sameSitePolicy(self) -> str | None:
        """`NSHTTPCookieSameSiteLax`, `NSHTTPCookieSameSiteStrict`, or None."""
        return self._fields.same_site

    # A value.

    def copy(self) -> Self:
        """The cookie itself; it cannot change."""
        return self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NSHTTPCookie):
            return NotImplemented
        return self._fields == other._fields

    def __hash__(self) -> int:
        return hash(self._fields.key)

    def __repr__(self) -> str:
        own = self._fields
        return f"<{type(self).__name__} {own.name!r} for {own.domain}{own.path}, value hidden>"


def _from_properties(given: Mapping[str, object]) -> CookieFields | None:
    name, value, path = (
        _text(given.get(key)) for key in (NSHTTPCookieName, NSHTTPCookieValue, NSHTTPCookiePath)
    )
    origin = _url(given.get(NSHTTPCookieOriginURL))
    domain = _text(given.get(NSHTTPCookieDomain)) or (origin.host() if origin is not None else None)
    if not name or value is None or not path or not domain:
        return None
    same = (_text(given.get(NSHTTPCookieSameSitePolicy)) or "").lower()
    ports = _text(given.get(NSHTTPCookiePort))
    return CookieFields(
        name=name,
        value=value,
        domain=domain.lower(),
        path=path,
        expires=_expires(given),
        # Apple: "Providing any value for this key" makes it secure.
        is_secure=bool(_text(given.get(NSHTTPCookieSecure))),
        is_http_only=bool(_text(given.get(_HTTP_ONLY))),
        same_site=same if same in ("lax", "strict") else None,
        version=1 if _text(given.get(NSHTTPCookieVersion)) == "1" else 0,
        comment=_text(given.get(NSHTTPCookieComment)),
        comment_url=_url(given.get(NSHTTPCookieCommentURL)),
        ports=None
        if ports is None
        else tuple(int(port) for port in ports.split(",") if port.strip().isdigit()),
    )


def _expires(given: Mapping[str, object]) -> float | None:
    """Seconds since 1970. An age is heeded in cookies of version 1, a date in those of version 0.

    Source: the constants of developer.apple.com/documentation/foundation/nshttpcookie
    """
    if (_text(given.get(NSHTTPCookieDiscard)) or "").upper() == "TRUE":
        return None
    age = _text(given.get(NSHTTPCookieMaximumAge))
    if _text(given.get(NSHTTPCookieVersion)) == "1" and age is not None:
        return end_of(age, today())
    date = given.get(NSHTTPCookieExpires)
    if isinstance(date, NSDate):
        return date.timeIntervalSince1970()
    return None if date is None else moment(str(date))


def _text(value: object) -> str | None:
    """Numbers are taken for text, as a Mac does; False is a property left out."""
    if value is None or value is False:
        return None
    return "TRUE" if value is True else str(value)


def _url(value: object) -> NSURL | None:
    if value is None or isinstance(value, NSURL):
        return value
    return NSURL.URLWithString_(str(value))
