"""Uploads that can be gone on with: what a server says of one, and the resume data of it (R80).

Pure. Not here: asking the server, and the task (loading.py). One rule: the server alone knows how
much of a body it has, so it is asked; what this side has sent says nothing.

Source: developer.apple.com/documentation/foundation/pausing-and-resuming-uploads, and the Internet
draft it names, draft-ietf-httpbis-resumable-upload. The draft has changed under way, and systems
follow different states of it: iOS 17 an early one, newer systems those that say `Upload-Complete`.
Here it is the one that CFNetwork was seen to speak last (`_VERSION`).
"""

from __future__ import annotations

import plistlib
from dataclasses import dataclass
from typing import Any, Final

from urlsession_mock.foundation.request import NSURLRequest
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.network.resuming import pairs, read
from urlsession_mock.network.wire import Head, Headers, Informational

__all__ = [
    "Progress",
    "UploadResumeData",
    "append_headers",
    "creation_headers",
    "decoded",
    "encoded",
    "offset_headers",
    "progress",
    "resume_url",
]

# Unsure: which system speaks which. Seen of apps: 5 and 6, in the requests of their upload tasks.
_VERSION: Final = "6"
_INTEROP: Final = ("Upload-Draft-Interop-Version", _VERSION)
# Structured Fields, RFC 9651, 3.3.6: how a header says yes.
_YES: Final = "?1"

RESUMPTION_SUPPORTED: Final = 104
"""The interim status by which a server says that it can go on with an upload, and where."""

# fmt: off
# Inferred: Apple's own data is an archive; these are what CFNetwork was seen to keep in it.
_KIND:     Final = "urlsession-mock upload"
_URL:      Final = "originalURL"
_METHOD:   Final = "method"
_HEADERS:  Final = "headers"
_RESUME:   Final = "resumeURL"
_DATA:     Final = "uploadData"
_FILE:     Final = "uploadFile"
_LENGTH:   Final = "uploadFileLength"
_MODIFIED: Final = "uploadFileModified"
# fmt: on
_OURS: Final = 1


@dataclass(frozen=True, slots=True)
class UploadResumeData:
    """What is known of an upload that did not end.

    `resume_url` is where the server can be asked about it. The body is `data`; or the file at the
    path `file`, which must still exist and be unmodified: it was `length` bytes long and last
    changed at `modified`, in nanoseconds as `os.stat` has them; or neither, where it was a stream.
    """

    url: str
    method: str
    resume_url: str
    headers: Headers = ()
    data: bytes | None = None
    file: str | None = None
    length: int = 0
    modified: int = 0

    def request(self) -> NSURLRequest:
        """The request of the upload, from its start."""
        made = NSURLRequest.requestWithURL_(NSURL.URLWithString_(self.url)).mutableCopy()
        made.setHTTPMethod_(self.method)
        for name, value in self.headers:
            made.setValue_forHTTPHeaderField_(value, name)
        return made.copy()

    def is_same_file(self, length: int, modified: int) -> bool:
        """The file is as it was: `st_size` and `st_mtime_ns` of `os.stat`."""
        return (length, modified) == (self.length, self.modified)


def encoded(data: UploadResumeData) -> bytes:
    """As bytes, a property list."""
    rows: dict[str, Any] = {  # Any: what a property list holds
        _KIND: _OURS,
        _URL: data.url,
        _METHOD: data.method,
        _HEADERS: [list(pair) for pair in data.headers],
        _RESUME: data.resume_url,
    }
    if data.data is not None:
        rows[_DATA] = data.data
    if data.file is not None:
        rows |= {_FILE: data.file, _LENGTH: data.length, _MODIFIED: data.modified}
    return plistlib.dumps(rows)


def decoded(raw: bytes) -> UploadResumeData | None:
    """What the bytes say; None for any that were not made here: then there is no task (R80)."""
    rows = read(raw)
    if rows.get(_KIND) != _OURS:
        return None
    headers = pairs(rows.get(_HEADERS))
    texts = [rows.get(key) for key in (_URL, _METHOD, _RESUME)]
    url, method, resume = (one if isinstance(one, str) else "" for one in texts)
    if headers is None or not (_is_http(url) and method and _is_http(resume)):
        return None
    data, file = rows.get(_DATA), rows.get(_FILE)
    length, modified = rows.get(_LENGTH, 0), rows.get(_MODIFIED, 0)
    if data is not None and not isinstance(data, bytes):
        return None
    if file is not None and not isinstance(file, str):
        return None
    if not isinstance(length, int) or not isinstance(modified, int):
        return None
    return UploadResumeData(url, method, resume, headers, data, file, length, modified)


def _is_http(address: str) -> bool:
    url = NSURL.URLWithString_(address)
    return url is not None and str(url.scheme()).lower() in ("http", "https")


# -- what is said -----------------------------------------------------------


def creation_headers() -> Headers:
    """What an upload says at first, so that a server may offer to go on with it later."""
    return (_INTEROP, ("Upload-Complete", _YES))


def offset_headers() -> Headers:
    """What a HEAD says that asks how much of an upload is there."""
    return (_INTEROP,)


def append_headers(offset: int) -> Headers:
    """What a PATCH says that brings the rest of the body, from `offset` on."""
    return (
        _INTEROP,
        ("Upload-Offset", str(offset)),
        ("Upload-Complete", _YES),
        ("Content-Type", "application/partial-upload"),
    )


# -- what is answered -------------------------------------------------------


def resume_url(url: NSURL, interim: Informational) -> NSURL | None:
    """Where an upload to `url` can be asked about; None where the server did not offer it.

    A server that speaks another state of the draft has offered nothing. Unsure: that one which
    does not say which it speaks has.
    """
    if interim.status != RESUMPTION_SUPPORTED:
        return None
    said = Head(headers=interim.headers)
    version = said.header(_INTEROP[0])
    location = (said.header("Location") or "").strip()
    if not location or (version is not None and version.strip() != _VERSION):
        return None
    relative = NSURL.URLWithString_relativeToURL_(location, url)
    found = None if relative is None else relative.absoluteURL()
    return found if found is not None and _is_http(str(found.absoluteString())) else None


@dataclass(frozen=True, slots=True)
class Progress:
    """How many bytes of an upload a server has, and whether that is all."""

    offset: int
    is_complete: bool = False


def progress(head: Head, length: int | None = None) -> Progress | None:
    """What an answer to that HEAD says; None where the upload cannot be gone on with.

    `length` is that of the whole body, None where nobody knows. A server that claims to have more
    has another body.
    """
    written = (head.header("Upload-Offset") or "").strip()
    if not 200 <= head.status <= 299 or not (written.isascii() and written.isdigit()):
        return None
    if len(written) > 18 or (length is not None and int(written) > length):
        return None
    return Progress(int(written), (head.header("Upload-Complete") or "").strip() == _YES)
