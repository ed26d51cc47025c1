"""An address as NSURL holds it: a text, perhaps a base, and the parts of both joined.

What it is: the getters of NSURL, and its equality. What it is not: the making of one
(`url.py`). Its one rule: the text that was given is kept; the rest is derived from it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin

from urlsession_mock.foundation.array import NSArray
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.foundation.url_parts import Parts, split, without_dots

if TYPE_CHECKING:
    from typing import Self

__all__ = ["Address", "trimmed"]


class Address(NSObject):
    """The text and the parts of an NSURL."""

    __slots__ = ("_base", "_parts", "_text")
    _text: str
    _base: Address | None
    _parts: Parts

    def _made(self, text: str, base: Address | None = None) -> Self:
        absolute = urljoin(base.absoluteString(), text) if base is not None else text
        parts = split(absolute)
        if parts is None:  # a base that cannot be joined
            parts = Parts(None, None, None, None, None, absolute, None, None)
        self._text, self._base, self._parts = text, base, parts
        return self

    def _like(self, text: str) -> Self:
        return type(self).alloc()._made(text)

    def _with_path(self, path: str) -> Self:
        return self._like(self._parts.replace(path=path).text())

    # The text.

    def absoluteString(self) -> str:
        """The whole address."""
        return self._text if self._base is None else self._parts.text()

    def relativeString(self) -> str:
        """The text that was given."""
        return self._text

    def absoluteURL(self) -> Self:
        """The same address without a base."""
        return self if self._base is None else self._like(self.absoluteString())

    def dataRepresentation(self) -> NSData:
        """The text that was given, in UTF-8."""
        return NSData(self._text.encode())

    def standardizedURL(self) -> Self:
        """The same without `.` and `..` in the path."""
        parts = self._parts
        return self._like(parts.replace(path=without_dots(parts.path)).text())

    # The parts.

    def scheme(self) -> str | None:
        """`https` of `https://example.com`."""
        return self._parts.scheme

    def resourceSpecifier(self) -> str:
        """Everything after the scheme's colon."""
        scheme = self._parts.scheme
        return self._text[len(scheme) + 1 :] if scheme and self._base is None else self._text

    def host(self) -> str | None:
        """The host, without percent-encoding or the brackets of an IPv6 address."""
        host = self._parts.host
        return None if host is None else unquote(host).strip("[]")

    def port(self) -> int | None:
        """The port, or None if none is written."""
        return self._parts.port

    def user(self) -> str | None:
        """The user name, without percent-encoding."""
        user = self._parts.user
        return None if user is None else unquote(user)

    def password(self) -> str | None:
        """The password, as written."""
        return self._parts.password

    def path(self) -> str | None:
        """The path, without percent-encoding or a slash at the end; None for `mailto:` and such."""
        parts = self._parts
        if parts.scheme and parts.host is None and not parts.path.startswith("/"):
            return None
        return unquote(trimmed(parts.path))

    def relativePath(self) -> str | None:
        """The path of the text that was given."""
        given = split(self._text)
        return None if given is None else unquote(trimmed(given.path))

    def query(self) -> str | None:
        """What follows the question mark, as written."""
        return self._parts.query

    def fragment(self) -> str | None:
        """What follows the number sign, as written."""
        return self._parts.fragment

    def pathComponents(self) -> NSArray[str] | None:
        """The path in pieces; the first of an absolute one is `/`."""
        path = self.path()
        if path is None:
            return None
        pieces = [piece for piece in path.split("/") if piece]
        return NSArray(["/", *pieces] if path.startswith("/") else pieces)

    def lastPathComponent(self) -> str | None:
        """The last piece of the path; `/` for the root."""
        pieces = self.pathComponents()
        return None if pieces is None else (pieces[-1] if pieces else "")

    def pathExtension(self) -> str | None:
        """What follows the last dot of the last piece, or the empty text."""
        last = self.lastPathComponent()
        return None if last is None else os.path.splitext(last)[1][1:]

    def hasDirectoryPath(self) -> bool:
        """Whether the path ends in a slash."""
        return self._parts.path.endswith("/")

    # A value.

    def copy(self) -> Self:
        """The URL itself; it cannot change."""
        return self

    def description(self) -> str:
        """The text, and the base if there is one."""
        return self._text if self._base is None else f"{self._text} -- {self._base.description()}"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Address):
            return NotImplemented
        return self._text == other._text and self._base == other._base

    def __hash__(self) -> int:
        return hash(self._text)

    def __str__(self) -> str:
        return self.description()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.shown()}>"

    def shown(self) -> str:
        """The address with its password hidden, for reports. Ours, not Apple's."""
        return self._parts.without_password().text() if self._parts.password else self.description()


def trimmed(path: str) -> str:
    return path.rstrip("/") or path[:1]
