"""The entries of an HTTP archive (HAR 1.2), checked, with the doubles and the moments of each.

Not here: what a delegate is told of them (har.py). One rule: an archive is data. What is wrong
with it is one `BadRecording` that names the place.

Source: HAR 1.2, w3c.github.io/web-performance/specs/HAR/Overview.html. Field names are its own.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin

from urlsession_mock.errors import BadRecording
from urlsession_mock.foundation.request import NSMutableURLRequest, NSURLRequest
from urlsession_mock.foundation.response import NSHTTPURLResponse
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.jsonl.library import Decoder, Invalid, Struct, named

__all__ = ["Hop", "hops_of"]

LARGEST = 512 << 20
"""How many bytes an archive may have."""


class _Field(Struct, frozen=True):
    name: str
    value: str


class _PostData(Struct, frozen=True):
    text: str = ""


class _Request(Struct, frozen=True):
    method: str
    url: str
    headers: list[_Field] = []  # noqa: RUF012 - msgspec gives each its own
    postData: _PostData | None = None


class _Content(Struct, frozen=True):
    text: str = ""
    encoding: str = ""


class _Response(Struct, frozen=True):
    status: int
    httpVersion: str = ""
    headers: list[_Field] = []  # noqa: RUF012 - msgspec gives each its own
    content: _Content | None = None
    redirectURL: str | None = ""
    error: str | None = named("_error", None)


class _Timings(Struct, frozen=True):
    """Milliseconds; -1 or null where a phase did not take place. `connect` includes `ssl`."""

    blocked: float | None = -1
    dns: float | None = -1
    connect: float | None = -1
    ssl: float | None = -1
    send: float | None = 0
    wait: float | None = 0
    receive: float | None = 0


class _Entry(Struct, frozen=True):
    startedDateTime: str
    request: _Request
    response: _Response
    timings: _Timings = _Timings()
    serverIPAddress: str | None = None


class _Log(Struct, frozen=True):
    entries: list[_Entry]
    version: str = "1.2"


class _Archive(Struct, frozen=True):
    log: _Log


@dataclass(slots=True)
class Hop:
    """One entry, with its moments in seconds since 1970."""

    entry: _Entry
    request: NSURLRequest
    response: NSHTTPURLResponse | None
    body: bytes
    moments: dict[str, float]
    leads_to: str
    """Where it sends its client; empty where it does not."""


def hops_of(
    path: Path,
    progress: Callable[[int], None] | None = None,
    left_out: Callable[[int, str], None] | None = None,
) -> list[Hop]:
    """The entries that a data task could load, oldest first; `progress` is told each number.

    `left_out` is told the number of each other entry, from 1, and what it is.

    Raises `BadRecording` where the file is no archive, saying what and where.
    """
    hops: list[Hop] = []
    for number, entry in enumerate(_read(path)):
        if progress is not None:
            progress(number + 1)
        if what := _unloadable(entry):
            if left_out is not None:
                left_out(number + 1, what)
            continue
        try:
            hops.append(_hop(entry))
        except (ValueError, TypeError, OverflowError) as error:
            problem = f"$.log.entries[{number}]: {error}"
            raise BadRecording(str(path), 0, problem) from None
    return sorted(hops, key=lambda hop: hop.moments["fetchStartDate"])


def _unloadable(entry: _Entry) -> str:
    """What it is that no data task loads; empty where one does."""
    scheme = entry.request.url.partition(":")[0].lower()
    if scheme in ("ws", "wss") or entry.response.status == 101:
        return "a WebSocket"
    if scheme not in ("http", "https"):
        return "not of an http address"
    return ""


def _read(path: Path) -> list[_Entry]:
    try:
        if path.stat().st_size > LARGEST:
            raise BadRecording(str(path), 0, f"an archive has at most {LARGEST:,} bytes")
        content = path.read_bytes()
    except OSError as error:
        raise BadRecording(str(path), 0, f"cannot be read: {error.strerror}") from None
    try:
        return Decoder(_Archive).decode(content.removeprefix(b"\xef\xbb\xbf")).log.entries
    except RecursionError:
        problem = "it is nested too deeply"
    except (Invalid, ValueError) as error:
        problem = str(error)
    raise BadRecording(str(path), 0, f"is no HTTP archive (HAR 1.2): {problem}")


def _hop(entry: _Entry) -> Hop:
    url = NSURL.URLWithString_(entry.request.url)
    if url is None:
        raise ValueError(f"request.url: {entry.request.url[:80]!r} spells no URL")
    request = NSMutableURLRequest.requestWithURL_(url)
    request.setHTTPMethod_(entry.request.method)
    request.setAllHTTPHeaderFields_(_fields(entry.request.headers))
    if entry.request.postData is not None and entry.request.postData.text:
        request.setHTTPBody_(entry.request.postData.text.encode())
    answer = entry.response
    response = None
    if answer.status:
        if not 200 <= answer.status < 1000:
            raise ValueError(f"response.status: {answer.status} ends no request")
        response = NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
            url, answer.status, answer.httpVersion or None, _fields(answer.headers)
        )
    is_redirect = 300 <= answer.status < 400 and answer.status != 304 and answer.redirectURL
    leads_to = urljoin(entry.request.url, answer.redirectURL) if is_redirect else ""
    body = _body(answer.content)
    return Hop(entry, request.copy(), response, body, _moments(entry), leads_to or "")


def _fields(given: list[_Field]) -> dict[str, str]:
    """Header fields; those of HTTP/2 that begin with a colon are no header fields (RFC 9113)."""
    fields: dict[str, str] = {}
    for each in given:
        if each.name and not each.name.startswith(":"):
            before = fields.get(each.name)
            fields[each.name] = each.value if before is None else f"{before},{each.value}"
    return fields


def _body(content: _Content | None) -> bytes:
    if content is None:
        return b""
    if content.encoding != "base64":
        return content.text.encode()
    try:
        return base64.b64decode(content.text, validate=True)
    except binascii.Error as error:
        raise ValueError(f"response.content.text: {error}") from None


def _moments(entry: _Entry) -> dict[str, float]:
    """When each phase began and ended, by the names that task metrics have for them."""
    try:
        started = datetime.fromisoformat(entry.startedDateTime)
    except ValueError as error:
        raise ValueError(f"startedDateTime: {error}") from None
    if started.tzinfo is None:
        started = started.replace(tzinfo=UTC)
    timings, now = entry.timings, started.timestamp()
    moments = {"fetchStartDate": now}

    def lasts(milliseconds: float | None, begins: str = "", ends: str = "") -> None:
        nonlocal now
        if milliseconds is None or milliseconds < 0:
            return
        if milliseconds > 1e9:
            raise ValueError(f"timings: {milliseconds} ms are more than a phase takes")
        if begins:
            moments[begins] = now
        now += milliseconds / 1000
        if ends:
            moments[ends] = now

    lasts(timings.blocked)
    lasts(timings.dns, "domainLookupStartDate", "domainLookupEndDate")
    lasts(timings.connect, "connectStartDate", "connectEndDate")
    if "connectEndDate" in moments and timings.ssl is not None and timings.ssl >= 0:
        begins = moments["connectEndDate"] - timings.ssl / 1000
        moments["secureConnectionStartDate"] = max(begins, moments["connectStartDate"])
        moments["secureConnectionEndDate"] = moments["connectEndDate"]
    lasts(timings.send or 0, "requestStartDate", "requestEndDate")
    lasts(timings.wait or 0, "", "responseStartDate")
    lasts(timings.receive or 0, "", "responseEndDate")
    return moments
