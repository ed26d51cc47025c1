"""The parts of a URL's text, by RFC 3986.

What it is: taking a text apart and putting it together. What it is not: percent-decoding, or
meaning; NSURL and NSURLComponents do that. Its one rule: parts joined give the text back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from typing import TypedDict, Unpack

    class _Changes(TypedDict, total=False):
        scheme: str | None
        user: str | None
        password: str | None
        host: str | None
        port: int | None
        path: str
        query: str | None
        fragment: str | None


__all__ = ["Parts", "encode_invalid", "split", "without_dots"]

_URL: Final = re.compile(
    r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):)?"
    r"(?://(?P<authority>[^/?#]*))?"
    r"(?P<path>[^?#]*)"
    r"(?:\?(?P<query>[^#]*))?"
    r"(?:\#(?P<fragment>.*))?",
    re.DOTALL,
)
_AUTHORITY: Final = re.compile(
    r"(?:(?P<user>[^:@]*)(?::(?P<password>[^@]*))?@)?"
    r"(?P<host>\[[0-9A-Fa-f:.%\w]+\]|[^:\[\]@]*)"
    r"(?::(?P<port>[0-9]*))?"
)
# What may stand in a URL: the reserved and unreserved characters, and percent-encodings.
_VALID: Final = re.compile(r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*")
_STRAY_PERCENT: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SAFE: Final = "-._~:/?#[]@!$&'()*+,;=%"


@dataclass(frozen=True, slots=True)
class Parts:
    """A URL in pieces, each as written."""

    scheme: str | None
    user: str | None
    password: str | None
    host: str | None
    port: int | None
    path: str
    query: str | None
    fragment: str | None

    def text(self) -> str:
        """The pieces as one text."""
        scheme = "" if self.scheme is None else f"{self.scheme}:"
        query = "" if self.query is None else f"?{self.query}"
        fragment = "" if self.fragment is None else f"#{self.fragment}"
        return f"{scheme}{self._authority()}{self.path}{query}{fragment}"

    def _authority(self) -> str:
        if self.host is None and self.user is None and self.port is None:
            return ""
        password = "" if self.password is None else f":{self.password}"
        user = "" if self.user is None else f"{self.user}{password}@"
        port = "" if self.port is None else f":{self.port}"
        return f"//{user}{self.host or ''}{port}"

    def replace(self, **changes: Unpack[_Changes]) -> Parts:
        """The same pieces with some others in their place."""
        return replace(self, **changes)

    def without_password(self) -> Parts:
        """The same pieces, the password hidden."""
        return replace(self, password="***")


def split(text: str) -> Parts | None:
    """The pieces of a text, or None if it is no URL."""
    match = _URL.fullmatch(text) if text and _VALID.fullmatch(text) else None
    if match is None:
        return None
    scheme, authority, path = match["scheme"], match["authority"], match["path"]
    # A first piece with a colon would have been a scheme.
    if scheme is None and authority is None and ":" in path.partition("/")[0]:
        return None
    user = password = host = port = None
    if authority is not None:
        inner = _AUTHORITY.fullmatch(authority)
        if inner is None or (inner["port"] and int(inner["port"]) > 0xFFFF):
            return None
        user, password, host = inner["user"], inner["password"], inner["host"]
        port = int(inner["port"]) if inner["port"] else None
    return Parts(scheme, user, password, host, port, path, match["query"], match["fragment"])


def encode_invalid(text: str) -> str:
    """The text with every character that no URL may hold percent-encoded."""
    return quote(_STRAY_PERCENT.sub("%25", text), safe=_SAFE)


def without_dots(path: str) -> str:
    """A path without `.` and `..`, as RFC 3986, section 5.2.4 takes them out."""
    kept: list[str] = []
    pieces = path.split("/")
    for number, piece in enumerate(pieces):
        is_last = number == len(pieces) - 1
        if piece == "..":
            if len(kept) > 1 or (kept and kept[0]):
                kept.pop()
        elif piece != ".":
            kept.append(piece)
            continue
        if is_last:
            kept.append("")
    return "/".join(kept)
