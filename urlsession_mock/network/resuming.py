"""Resume data: what a cancelled download can go on from, and whether a server lets it (R80).

Pure. Not here: keeping the partial file (receiving.py) or asking a server (loading.py). One rule:
bytes that an app hands in are data: what they are not made of here says nothing.

Its keys are those that a Mac's resume data was seen to have, an archive of it left out:
benscheirman.com/2016/09/resume-data-broken-in-ios-10.html. Apple calls it opaque.
"""

from __future__ import annotations

import plistlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, cast
from xml.parsers.expat import ExpatError

from urlsession_mock.foundation.request import NSURLRequest
from urlsession_mock.foundation.response import NSHTTPURLResponse
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.network.wire import Head, Headers

__all__ = [
    "ResumeData",
    "begins_at",
    "can_resume",
    "decoded",
    "encoded",
    "pairs",
    "range_headers",
    "read",
]

# fmt: off
_VERSION:  Final = "NSURLSessionResumeInfoVersion"
_URL:      Final = "NSURLSessionDownloadURL"
_RECEIVED: Final = "NSURLSessionResumeBytesReceived"
_ETAG:     Final = "NSURLSessionResumeEntityTag"
_DATE:     Final = "NSURLSessionResumeServerDownloadDate"
_FILE:     Final = "NSURLSessionResumeInfoTempFileName"
_HEADERS:  Final = "urlsession-mock headers"  # a Mac has the whole request there, archived
# fmt: on
_OURS: Final = 2
_RANGE: Final = re.compile(r"bytes\s+(\d+)-(\d+)/(?:(\d+)|\*)")


@dataclass(frozen=True, slots=True)
class ResumeData:
    """What is known of a download that did not end.

    `received` are the bytes of its body so far; `file` is the name of the file that holds them, in
    the folder of temporary files, empty where none was kept.
    """

    url: str
    received: int = 0
    file: str = ""
    etag: str | None = None
    last_modified: str | None = None
    headers: Headers = field(default=())

    def request(self) -> NSURLRequest:
        """The request that goes on with it."""
        made = NSURLRequest.requestWithURL_(NSURL.URLWithString_(self.url)).mutableCopy()
        for name, value in self.headers:
            made.setValue_forHTTPHeaderField_(value, name)
        return made.copy()

    def kept(self, folder: Path) -> Path | None:
        """The partial file, if it is still there, and whole; then it can be gone on with."""
        # A name from outside is never a way out of the folder.
        path = folder / self.file
        is_inside = bool(self.file) and path.parent == folder and path.name == self.file
        if is_inside and path.is_file() and path.stat().st_size == self.received > 0:
            return path
        return None


def encoded(data: ResumeData) -> bytes:
    """As bytes, a property list."""
    rows: dict[str, Any] = {  # Any: what a property list holds
        _VERSION: _OURS,
        _URL: data.url,
        _RECEIVED: data.received,
        _FILE: data.file,
        _HEADERS: [list(pair) for pair in data.headers],
    }
    if data.etag is not None:
        rows[_ETAG] = data.etag
    if data.last_modified is not None:
        rows[_DATE] = data.last_modified
    return plistlib.dumps(rows)


def decoded(raw: bytes) -> ResumeData | None:
    """What the bytes say; None for any that were not made here."""
    rows = read(raw)
    if rows.get(_VERSION) != _OURS:
        return None
    try:
        return _checked(rows)
    except (TypeError, ValueError):
        return None


def read(raw: bytes) -> dict[str, Any]:  # Any: it is for the caller to check
    """A property list that is a dictionary; an empty one for any other bytes."""
    try:
        rows: object = plistlib.loads(raw)
    except (ValueError, KeyError, TypeError, IndexError, OverflowError, RecursionError):
        return {}
    except (plistlib.InvalidFileException, ExpatError, AttributeError, MemoryError):
        return {}
    return cast("dict[str, Any]", rows) if isinstance(rows, dict) else {}  # its keys are text


def pairs(value: object) -> Headers | None:
    """Header fields, as property lists have them; None for anything else."""
    if not isinstance(value, list):
        return None
    found: list[tuple[str, str]] = []
    for pair in cast("list[object]", value):  # each is checked in the next lines
        match pair:
            case [str(name), str(text)]:
                found.append((name, text))
            case _:
                return None
    return tuple(found)


def _checked(rows: dict[str, Any]) -> ResumeData:  # Any: it is what this checks
    def text(key: str) -> str | None:
        value = rows.get(key)
        if value is not None and not isinstance(value, str):
            raise TypeError(key)
        return value

    received, headers = rows.get(_RECEIVED), pairs(rows.get(_HEADERS, []))
    if not isinstance(received, int) or isinstance(received, bool) or received < 0:
        raise TypeError(_RECEIVED)
    if headers is None:
        raise TypeError(_HEADERS)
    return ResumeData(
        text(_URL) or "", received, text(_FILE) or "", text(_ETAG), text(_DATE), headers
    )


# -- may it? ---------------------------------------------------------------


def can_resume(request: NSURLRequest, response: NSHTTPURLResponse) -> bool:
    """Whether a server lets this download go on later (R80).

    An http or https GET, with an ETag or a Last-Modified, by a server that has byte ranges, of a
    body that is not encoded. A weak ETag serves no range: RFC 9110, 13.1.5. Unsure: whether Apple
    wants Accept-Ranges said; here a server need only not deny it.
    """
    url = request.URL()
    value = response.valueForHTTPHeaderField_
    etag = value("ETag")
    is_known = (etag is not None and not etag.startswith("W/")) or value("Last-Modified")
    return bool(
        url is not None
        and str(url.scheme()).lower() in ("http", "https")
        and request.HTTPMethod() == "GET"
        and response.statusCode() in (200, 206)
        and is_known
        and (value("Accept-Ranges") or "bytes").lower() != "none"
        and (value("Content-Encoding") or "identity").lower() == "identity"
    )


def range_headers(data: ResumeData) -> Headers:
    """What asks for the rest, if it is still the same."""
    etag = data.etag if data.etag is not None and not data.etag.startswith("W/") else None
    same = etag or data.last_modified
    return (("Range", f"bytes={data.received}-"), *((("If-Range", same),) if same else ()))


def begins_at(head: Head, data: ResumeData) -> int | None:
    """Where the body of this answer begins; None where it is no answer to go on with.

    0 where the server sends all of it anew.
    """
    if head.status != 206:
        return 0 if head.status == 200 else None
    found = _RANGE.fullmatch((head.header("Content-Range") or "").strip())
    return data.received if found and int(found[1]) == data.received else None
