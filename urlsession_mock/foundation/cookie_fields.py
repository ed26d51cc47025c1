"""What a cookie holds, how it is read from a header, and where it goes. Source: RFC 6265.

What it is: a value and pure functions; the time comes from the caller. What it is not: the class
(`cookie.py`) or a store. Its one rule: where a Mac differs from the RFC, the line says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from urlsession_mock.foundation.url import NSURL

__all__ = ["CookieFields", "end_of", "header_values", "is_same_site", "moment", "parsed", "spans"]

# What looks like the start of the next cookie after a comma: a Mac joins several fields by commas,
# and the dates in them have commas too.
_NEXT: Final = re.compile(r",\s*(?=[^;,=\s]+\s*=)")
# Second labels under which anybody may register, below a country's two letters: `co.uk`. A short
# stand-in for publicsuffix.org, as the standard library's http.cookiejar has it.
_SECOND: Final = frozenset({"ac", "co", "com", "edu", "gov", "mil", "net", "org", "or", "ne", "go"})
_SECONDS: Final = re.compile(r"-?[0-9]{1,15}")
_LONG_AGO: Final = 0.0


@dataclass(frozen=True, slots=True)
class CookieFields:
    """The properties of one cookie."""

    # fmt: off
    name: str
    value: str
    domain: str                     # with a dot in front for a host and those below it
    path: str = "/"
    expires: float | None = None    # seconds since 1970; None is until the app ends
    is_secure: bool = False
    is_http_only: bool = False
    same_site: str | None = None    # "lax" or "strict"
    version: int = 0
    comment: str | None = None
    comment_url: NSURL | None = None
    ports: tuple[int, ...] | None = None
    # fmt: on

    @property
    def key(self) -> tuple[str, str, str]:
        """A cookie replaces another one with the same (5.3, 11)."""
        return self.name, self.domain, self.path


def header_values(field: str) -> list[str]:
    """The cookies of a Set-Cookie field in which several were joined by commas."""
    return [value for value in _NEXT.split(field) if value.strip()]


def parsed(header: str, host: str, today: float) -> CookieFields | None:
    """The cookie that a Set-Cookie field of a host sets (5.2, 5.3); None where it sets none.

    `today` is the time in seconds since 1970, from which Max-Age counts.
    """
    pair, *attributes = header.split(";")
    name, equals, value = (part.strip() for part in pair.partition("="))
    if not equals or not name:
        return None
    said: dict[str, str] = {}
    for attribute in attributes:
        key, _, given = attribute.partition("=")
        said[key.strip().lower()] = given.strip()  # the last one counts
    domain = _domain(said.get("domain", ""), host)
    if domain is None:
        return None
    path = said.get("path", "")
    return CookieFields(
        name=name,
        value=value,
        domain=domain,
        # Apple: "a default path value of /"; by the RFC it would be the folder of the URL.
        # developer.apple.com/documentation/foundation/nshttpcookie
        path=path if path.startswith("/") else "/",
        expires=_expires(said, today),
        is_secure="secure" in said,
        is_http_only="httponly" in said,
        same_site=same if (same := said.get("samesite", "").lower()) in ("lax", "strict") else None,
    )


def moment(text: str) -> float | None:
    """A date as cookies have it, in seconds since 1970; None where it is none."""
    # later: it takes long to import, and most cookies have no date
    from calendar import timegm

    # later: as above
    from email.utils import parsedate_tz

    date = parsedate_tz(text)
    try:
        return None if date is None else float(timegm(date[:9]) - (date[9] or 0))
    except (OverflowError, ValueError):  # the 99th of a month, and the like
        return None


def end_of(age: str, today: float) -> float | None:
    """The end of a cookie that lives for so many seconds; None where that is no number."""
    if not _SECONDS.fullmatch(age):
        return None
    return today + float(age) if float(age) > 0 else _LONG_AGO


def _expires(said: dict[str, str], today: float) -> float | None:
    ends = end_of(said.get("max-age", ""), today)
    return moment(said["expires"]) if ends is None and "expires" in said else ends


def _domain(given: str, host: str) -> str | None:
    """The domain as a Mac keeps it; None where the host may not set cookies for it."""
    wanted = given.removeprefix(".").lower()
    host = host.lower()
    if not wanted or (wanted == host and _is_address(host)):
        return host
    if _is_public(wanted):
        return host if wanted == host else None
    return f".{wanted}" if _is_within(host, wanted) else None


def spans(cookie: CookieFields, host: str, path: str, *, is_secure: bool, port: int | None) -> bool:
    """Whether a cookie is sent to such a URL (5.4, 1)."""
    domain, host = cookie.domain.lower(), host.lower()
    is_there = _is_within(host, domain[1:]) if domain.startswith(".") else host == domain
    return (
        is_there
        and _is_below(path or "/", cookie.path)
        and (is_secure or not cookie.is_secure)
        and (cookie.ports is None or port in cookie.ports)
    )


def is_same_site(one: str, other: str) -> bool:
    """Whether two hosts belong to whoever registered their common domain."""
    return _registered(one.lower()) == _registered(other.lower())


def _is_within(host: str, domain: str) -> bool:
    """5.1.3."""
    return host == domain or (host.endswith(f".{domain}") and not _is_address(host))


def _is_below(path: str, folder: str) -> bool:
    """5.1.4."""
    return path == folder or path.startswith(folder if folder.endswith("/") else f"{folder}/")


def _is_public(domain: str) -> bool:
    """Anybody may register below it, so a cookie for it would go to strangers."""
    labels = domain.split(".")
    return len(labels) == 1 or (
        len(labels) == 2 and len(labels[1]) == 2 and labels[0] in _SECOND  # co.uk
    )


def _registered(host: str) -> str:
    if _is_address(host):
        return host
    labels = host.split(".")
    count = 3 if _is_public(".".join(labels[-2:])) else 2
    return ".".join(labels[-count:])


def _is_address(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
