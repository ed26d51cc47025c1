"""Redirects: the request that an answer sends its client on with.

Pure. Not here: asking the delegate and counting the hops (loading.py). One rule: whether and how a
redirect is followed stands in the tables below, and a redirect that cannot be followed is simply
the response.
"""

from __future__ import annotations

from typing import Final

from urlsession_mock.foundation.request import NSMutableURLRequest, NSURLRequest
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.network.wire import Head

__all__ = ["LIMIT", "proposed"]

LIMIT: Final = 20
"""Hops that are followed; one more fails the task with NSURLErrorHTTPTooManyRedirects (R72).

Apple names no number. It was 16 up to macOS 10.15 and is 20 from macOS 11 on, as the Linux
implementation was made to match: github.com/swiftlang/swift-corelibs-foundation/pull/2756, /2971.
"""

# fmt: off
# The methods with which a redirect is followed: what they become, None where each stays as it is.
# A status that is not here is no redirect: of a 300 and a 304 the delegate is told as a response.
# Table B.1 of the scenarios (C21 to C31), asserted by the suite of swift-corelibs-foundation.
_STAY: Final[dict[str, str]] = {}
_METHODS: Final[dict[int, dict[str, str] | None]] = {
    301: {"POST": "GET"},
    302: {"POST": "GET"},
    303: None,             # every method becomes GET, HEAD too
    305: _STAY,
    306: _STAY,
    307: _STAY,
    308: _STAY,
}
# What is said of a body goes with it.
_OF_THE_BODY: Final = (
    "Content-Type", "Content-Length", "Content-Encoding", "Content-Language", "Content-Location",
)
# Header fields that are not taken along. Apple reserves both, and says that what an app sets there
# may be ignored: developer.apple.com/documentation/foundation/nsurlrequest. All others are kept.
_LEFT_BEHIND: Final = (
    # Seen to be dropped, on the same host too: github.com/dart-lang/http/issues/1402,
    # github.com/anaisbetts/ModernHttpClient/issues/143. Unsure of systems newer than those reports.
    "Authorization",
    # Inferred: it named the host that was asked before.
    "Host",
)
# fmt: on


def proposed(request: NSURLRequest, head: Head) -> NSURLRequest | None:
    """The request that a redirect proposes; None where there is no redirect to follow.

    The cache policy, the time-out (C33) and the app's own header fields are kept. Any scheme is
    proposed, so that a delegate sees where `myapp://done` or plain HTTP wants to go; whether such
    a request can be loaded is asked when it is.
    """
    if head.status not in _METHODS:
        return None
    target = _target(request.URL(), head)
    if target is None:
        return None
    following = request.mutableCopy()
    following.setURL_(target)
    _set_method(following, _METHODS[head.status])
    for name in _LEFT_BEHIND:
        following.setValue_forHTTPHeaderField_(None, name)
    return following.copy()


def _target(url: NSURL | None, head: Head) -> NSURL | None:
    """Where the first Location points, seen from the URL that was asked."""
    location = next((value for name, value in head.headers if name.lower() == "location"), "")
    if url is None or not location.strip():
        return None
    target = NSURL.URLWithString_(location.strip())
    if target is not None and target.scheme() is None:
        target = NSURL.URLWithString_relativeToURL_(location.strip(), url)
        target = None if target is None else target.absoluteURL()
    if target is None:
        return None
    if target.scheme() in ("http", "https") and not target.host():
        return None
    if target.fragment() is None and url.fragment() is not None:
        # RFC 9110, 10.2.2: a Location without a fragment inherits it. Unsure of CFNetwork.
        return NSURL.URLWithString_(f"{target.absoluteString()}#{url.fragment()}")
    return target


def _set_method(request: NSMutableURLRequest, changes: dict[str, str] | None) -> None:
    method = request.HTTPMethod()
    becomes = "GET" if changes is None else changes.get(method.upper(), method)
    if becomes == method:
        return
    request.setHTTPMethod_(becomes)
    request.setHTTPBody_(None)
    for name in _OF_THE_BODY:
        request.setValue_forHTTPHeaderField_(None, name)
