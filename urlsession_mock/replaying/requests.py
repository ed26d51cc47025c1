"""In what two requests differ: the recorded one, and the one that came now.

Pure. One rule: what a recording keeps back as a secret differs from nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from urlsession_mock.foundation.request import NSURLRequest

__all__ = ["MARKER", "differing", "named"]

MARKER = "REDACTED"
"""What stands in a recording where a secret was."""

_LONGEST = 60  # characters of a value in a text


def named(request: NSURLRequest | None) -> str:
    """A request in a few words: its method and its address, without a password."""
    url = request.URL() if request is not None else None
    if request is None or url is None:
        return "a request without a URL"
    return f"{request.HTTPMethod()} {url.shown()}"


def differing(
    recorded: NSURLRequest | None, now: NSURLRequest | None
) -> list[tuple[str, str, str]]:
    """The parts that differ: the part's name, what was recorded, what came now."""
    if recorded is None or now is None:
        return [] if recorded is now else [("request", _said(recorded), _said(now))]
    return list(_parts(recorded, now))


def _parts(recorded: NSURLRequest, now: NSURLRequest) -> Iterator[tuple[str, str, str]]:
    if recorded.HTTPMethod() != now.HTTPMethod():
        yield "method", str(recorded.HTTPMethod()), str(now.HTTPMethod())
    before, after = _address(recorded), _address(now)
    if not _is_same(before, after):
        yield "URL", before, after
    yield from _headers(recorded, now)
    content, other = _body(recorded), _body(now)
    if content != other:
        yield "body", _shown(content), _shown(other)


def _headers(recorded: NSURLRequest, now: NSURLRequest) -> Iterator[tuple[str, str, str]]:
    before, after = _fields(recorded), _fields(now)
    for key in [*before, *(key for key in after if key not in before)]:
        name, value = before.get(key) or (after[key][0], None)
        other = after[key][1] if key in after else None
        if value is None or other is None or not _is_same(value, other):
            yield f"header {name}", _text(value), _text(other)


def _fields(request: NSURLRequest) -> dict[str, tuple[str, str]]:
    fields = request.allHTTPHeaderFields()
    return {str(name).lower(): (str(name), str(value)) for name, value in fields.items()}


def _address(request: NSURLRequest) -> str:
    url = request.URL()
    return str(url.absoluteString()) if url is not None else ""


def _body(request: NSURLRequest) -> bytes:
    return bytes(request.HTTPBody() or b"")


def _is_same(recorded: str, now: str) -> bool:
    if MARKER not in recorded:
        return recorded == now
    pattern = ".*".join(re.escape(piece) for piece in recorded.split(MARKER))
    return re.fullmatch(pattern, now, re.DOTALL) is not None


def _text(value: str | None) -> str:
    return "none" if value is None else repr(_cut(value))


def _shown(body: bytes) -> str:
    if not body:
        return "none"
    try:
        return repr(_cut(body.decode()))
    except UnicodeDecodeError:
        return f"{len(body):,} bytes that are no text"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _said(request: NSURLRequest | None) -> str:
    return "none" if request is None else named(request)
