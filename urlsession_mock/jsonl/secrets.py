"""What must not be written: credentials in headers, in addresses and in texts.

Not here: bodies, which are written as they came (`suspicions.py` looks into them). One rule: what
was secret is replaced by one marker, so that a reader sees that it was there and not what it was.
"""

from __future__ import annotations

import plistlib
import re
from collections.abc import Iterable, Mapping
from typing import Any, cast
from urllib.parse import unquote
from xml.parsers.expat import ExpatError

__all__ = ["HEADERS", "MARKER", "PARAMETERS", "Redactor"]

MARKER = "REDACTED"
_DEEPEST = 50  # what is deeper in resume data is none

# fmt: off
# Header fields that carry credentials. Source: RFC 9110 (11.6, 11.7), RFC 6265; the rest by custom.
HEADERS = frozenset({
    "authorization", "proxy-authorization", "cookie", "set-cookie", "set-cookie2",
    "api-key", "x-api-key", "x-auth-token", "x-csrf-token", "x-amz-security-token",
    "x-goog-api-key",
})
# Query parameters that carry credentials. Source: RFC 6750 (2.3), RFC 6749; cloud services' signed
# addresses; the rest by custom.
PARAMETERS = frozenset({
    "access_token", "refresh_token", "id_token", "client_secret", "password", "passwd",
    "api_key", "apikey", "auth_token", "token", "x-amz-signature", "x-amz-security-token",
    "x-amz-credential", "x-goog-signature", "x-goog-credential", "sig",
})
# fmt: on

# `//user:password@host`: everything up to the last `@` before the path. Source: RFC 3986, 3.2.1.
_USER_INFO = re.compile(r"(?<=//)[^\s/?#\"'<>\\]*@")
_PARAMETER = re.compile(r"(?<=[?&;#])([^=&;#\s\"'<>]{1,64})=([^&;#\s\"'<>]*)")
_SCHEME = re.compile(r"\b(bearer|basic|digest|negotiate|ntlm) +([\w.~+/=-]{6,})", re.IGNORECASE)
# A header field inside a text, such as resume data.
_FIELD = re.compile(r"(?im)^([\w-]{1,64}): *(\S.*)$")


class Redactor:
    """Takes secrets out; `names` are more header fields and query parameters, in any case."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        more = frozenset(name.lower() for name in names)
        self.names: list[str] = sorted(more)
        self._headers = HEADERS | more
        self._parameters = PARAMETERS | more

    def headers(self, fields: Mapping[str, str]) -> dict[str, str]:
        """Header fields; the value of a secret one becomes the marker."""
        return {
            name: MARKER if name.lower() in self._headers else self.text(value)
            for name, value in fields.items()
        }

    def is_secret(self, name: str) -> bool:
        """A value under this name is secret, be it a field's or a parameter's."""
        return name.lower() in self._headers or name.lower() in self._parameters

    def text(self, text: str) -> str:
        """A text, or an address: without user names, passwords and tokens."""
        if "@" in text and "//" in text:
            text = _USER_INFO.sub(f"{MARKER}@", text)
        if "=" in text:
            text = _PARAMETER.sub(self._parameter, text)
        if " " in text:
            text = _SCHEME.sub(rf"\1 {MARKER}", text)
        return text

    def resume_data(self, data: bytes) -> bytes:
        """Resume data names a request: a property list, or a text. Its secrets are taken out."""
        try:
            held: object = plistlib.loads(data)
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError, ExpatError):
            pass
        else:
            clean = self._values(held)
            return data if clean == held else plistlib.dumps(clean)
        text = data.decode("utf-8", "surrogateescape")
        text = _FIELD.sub(self._field, self.text(text))
        return text.encode("utf-8", "surrogateescape")

    def _values(self, value: Any, depth: int = 0) -> Any:  # Any: what a property list holds
        """The same; a secret field stands under its name, or behind it in a pair."""
        if isinstance(value, str):
            return self.text(value)
        if depth > _DEEPEST:
            return MARKER
        if isinstance(value, list):
            given = cast("list[Any]", cast(object, value))
            if len(given) == 2 and isinstance(given[0], str) and given[0].lower() in self._headers:
                return [given[0], MARKER]
            return [self._values(each, depth + 1) for each in given]
        if isinstance(value, dict):
            return {
                key: MARKER if key.lower() in self._headers else self._values(each, depth + 1)
                for key, each in cast("dict[str, Any]", value).items()
            }
        return value

    def _parameter(self, found: re.Match[str]) -> str:
        name, value = found.groups()
        is_secret = bool(value) and unquote(name).lower() in self._parameters
        return f"{name}={MARKER}" if is_secret else found.group()

    def _field(self, found: re.Match[str]) -> str:
        name = found.group(1)
        return f"{name}: {MARKER}" if name.lower() in self._headers else found.group()
