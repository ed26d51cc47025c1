"""What a message carries, each by itself: addresses, requests, responses, errors, bodies.

Not here: which message carries what (carrying.py). One rule: everything is drawn as it can be on
a Mac, nothing is drawn and thrown away, and what comes first is the simplest.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from urlsession_mock.foundation.constants import (
    NSURLErrorBackgroundTaskCancelledReasonKey,
    NSURLSessionDownloadTaskResumeData,
    NSURLSessionUploadTaskResumeData,
)
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.error_codes import (
    URL_ERROR_TEXTS,
    NSURLErrorBackgroundSessionInUseByAnotherProcess,
    NSURLErrorBackgroundSessionRequiresSharedContainer,
    NSURLErrorBackgroundSessionWasDisconnected,
    NSURLErrorCancelled,
    NSURLErrorCancelledReasonBackgroundUpdatesDisabled,
    NSURLErrorCancelledReasonInsufficientSystemResources,
    NSURLErrorCancelledReasonUserForceQuitApplication,
)
from urlsession_mock.foundation.request import NSURLRequest
from urlsession_mock.foundation.response import NSHTTPURLResponse
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.lifecycle import Kind
from urlsession_mock.strategies import made
from urlsession_mock.strategies.walks import BACKGROUND
from urlsession_mock.triggers import DOWNLOADS

__all__ = [
    "addresses",
    "bodies",
    "chunkings",
    "errors",
    "fields",
    "requests",
    "responses",
    "urls",
]

# fmt: off
# Header fields of which a client makes something, with values it must bear. Sources: RFC 9110
# (8.3, 8.8.3, 10.2.3, 14.4) and RFC 6266 for the response; RFC 9110, 12.5.1 and 11.6.2 for the
# request.
_OF_RESPONSES: Final = {
    "Content-Type":        ("text/plain", "application/json; charset=utf-8"),
    "ETag":                ('"1"',),
    "Retry-After":         ("0", "120"),
    "Content-Disposition": ('attachment; filename="a.txt"',),
}
_OF_REQUESTS: Final = {
    "Accept":          ("*/*", "application/json"),
    "Authorization":   ("Basic dXNlcjpzZWNyZXQ=",),
    "X-Request-Field": ("", "a"),
}
# Codes that say more than that a transfer failed, and the kinds of tasks that may end with them:
# an extension without a container (R51), an identifier of another process (R43), both drawn only
# where they are asked for; a background data task whose app went away (R85).
_AWAY: Final = {
    NSURLErrorBackgroundSessionRequiresSharedContainer: frozenset[Kind](BACKGROUND),
    NSURLErrorBackgroundSessionInUseByAnotherProcess:   frozenset[Kind](BACKGROUND),
    NSURLErrorBackgroundSessionWasDisconnected:         frozenset({Kind.BACKGROUND_DATA}),
}
_USUAL: Final = tuple(code for code in URL_ERROR_TEXTS if code not in _AWAY)
# R80: the key under which an error may bring resume data.
_RESUMES: Final = {
    **dict.fromkeys(DOWNLOADS, NSURLSessionDownloadTaskResumeData),
    Kind.UPLOAD:            NSURLSessionUploadTaskResumeData,
    Kind.BACKGROUND_UPLOAD: NSURLSessionUploadTaskResumeData,
}
# R21, R85.
_REASONS: Final = (
    NSURLErrorCancelledReasonUserForceQuitApplication,
    NSURLErrorCancelledReasonBackgroundUpdatesDisabled,
    NSURLErrorCancelledReasonInsufficientSystemResources,
)
# RFC 9110, 15: those that a server sends, and one of each class that no list has.
_STATUSES: Final = (
    200, 201, 202, 204, 206, 299, 304, 400, 401, 403, 404, 409, 412, 416, 429, 499, 500, 503, 599,
)
# fmt: on
# One choice for all that is left out: a value costs little while it is plain, so that examples
# shrink to fewer messages rather than to other ones.
_PLAINLY: Final = st.sampled_from([True, False])
_HOSTS: Final = st.sampled_from(["example.com", "www.example.com", "example.com:8080"])
_PIECES: Final = st.lists(
    st.text("abcdefghijklmnopqrstuvwxyz0123456789-._", min_size=1, max_size=8), max_size=3
)
_QUERIES: Final = st.sampled_from(["", "?q=1", "?q=%C3%A4&r"])


@st.composite
def addresses(draw: st.DrawFn, schemes: Collection[str] = ("https", "http")) -> str:
    """The text of an absolute URL on a host below example.com, as RFC 2606 keeps free.

    Shrinks to `https://example.com/`.
    """
    scheme = draw(st.sampled_from(list(schemes)))
    if draw(_PLAINLY):
        return f"{scheme}://example.com/"
    host, pieces, query = draw(_HOSTS), draw(_PIECES), draw(_QUERIES)
    # A piece of dots alone would be taken away when the address is made absolute (RFC 3986, 5.2.4).
    path = "/".join(f"{piece}a" if not piece.strip(".") else piece for piece in pieces)
    return f"{scheme}://{host}/{path}{query}"


@st.composite
def urls(draw: st.DrawFn, schemes: Collection[str] = ("https", "http")) -> NSURL:
    """An absolute URL with one of these schemes.

    Shrinks to `https://example.com/`. Source: developer.apple.com/documentation/foundation/nsurl
    """
    return made.url(draw(addresses(schemes)))


@st.composite
def requests(draw: st.DrawFn, methods: Collection[str] = ("GET", "HEAD", "POST")) -> NSURLRequest:
    """A request with one of these methods; header fields, and a body for a POST, PUT or PATCH.

    Shrinks to a GET of `https://example.com/` with nothing else.
    Source: developer.apple.com/documentation/foundation/nsurlrequest
    """
    address, method = draw(addresses()), draw(st.sampled_from(list(methods)))
    if draw(_PLAINLY):
        return made.request(address, method)
    has_body = method in ("POST", "PUT", "PATCH")
    body = draw(st.none() | bodies()) if has_body else None
    return made.request(address, method, draw(fields(_OF_REQUESTS)), body)


@st.composite
def responses(
    draw: st.DrawFn,
    statuses: Collection[int] = _STATUSES,
    headers: dict[str, str] | None = None,
) -> NSHTTPURLResponse:
    """A response with one of these statuses; its header fields have `headers`, and others.

    Shrinks to the first status, by default 200, without other fields.
    Source: developer.apple.com/documentation/foundation/httpurlresponse
    """
    status = draw(st.sampled_from(list(statuses)))
    if draw(_PLAINLY):
        return made.response(status, headers=headers)
    address = draw(addresses())
    drawn = draw(fields({k: v for k, v in _OF_RESPONSES.items() if k not in (headers or {})}))
    return made.response(status, address, {**drawn, **(headers or {})})


@st.composite
def errors(
    draw: st.DrawFn, kind: Kind | None = None, codes: Collection[int] | None = None
) -> NSError:
    """An error of NSURLErrorDomain as a task of `kind` may end with; with one of these `codes`.

    One in the background may say why it was cancelled (R21), and a download or an upload bring
    resume data (R80); without a `kind` there is neither. By default all codes are drawn but those
    of the background sessions themselves, -995 to -997. Shrinks to the first code, by default
    NSURLErrorUnknown, with an empty userInfo. Raises `ValueError` for codes that no such task
    ends with.

    Source: developer.apple.com/documentation/foundation/url-loading-system-error-codes
    """
    every = _USUAL if codes is None else codes
    possible = [each for each in every if kind in _AWAY.get(each, (kind,))]
    if not possible:
        named = ", ".join(map(str, every)) or "no code"
        raise ValueError(f"no {kind.value if kind else 'task'} ends with an error of {named}")
    code = draw(st.sampled_from(possible))
    if draw(_PLAINLY):
        return made.error(code)
    address = draw(st.none() | addresses())
    info: dict[str, object] = {}
    if code == NSURLErrorCancelled and kind in BACKGROUND and draw(st.booleans()):
        info[NSURLErrorBackgroundTaskCancelledReasonKey] = draw(st.sampled_from(_REASONS))
    if kind in _RESUMES and code not in _AWAY and draw(st.booleans()):
        info[_RESUMES[kind]] = made.resume_data(address or made.ADDRESS)
    return made.error(code, address, info)


def bodies(*, least: int = 0, most: int = 16) -> SearchStrategy[bytes]:
    """A body of `least` to `most` bytes. Shrinks to the shortest, of zeros."""
    return st.binary(min_size=least, max_size=most)


@st.composite
def chunkings(draw: st.DrawFn, body: bytes, *, most: int = 4) -> tuple[bytes, ...]:
    """The body cut into pieces that join to it: at most `most`, none of them empty.

    An empty body has no piece, as no message tells of it (R61). Shrinks to one piece.
    """
    if not body:
        return ()
    inside = st.integers(1, len(body) - 1) if len(body) > 1 else st.nothing()
    cuts = sorted(draw(st.sets(inside, max_size=min(most, len(body)) - 1)))
    ends = zip([0, *cuts], [*cuts, len(body)], strict=True)
    return tuple(body[start:end] for start, end in ends)


def fields(values: dict[str, tuple[str, ...]]) -> SearchStrategy[dict[str, str]]:
    """Some of these header fields, each with one of its values. Shrinks to none."""
    optional = {name: st.sampled_from(each) for name, each in values.items()}
    return st.fixed_dictionaries({}, optional=optional)
