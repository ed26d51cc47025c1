"""Whether a response that was kept can stand in for a load, and whether a new one may be kept.

Pure but for the cache it is given. Not here: the cache (foundation/url_cache.py), the question
about a response before it is kept (loading.py). One rule: a cache is asked through Apple's methods
only, so that a subclass of the app's own is heeded.

Source: RFC 9111 for a private cache, which is what Apple's default policy follows; the pages of
NSURLRequestCachePolicy and of URLSession:dataTask:willCacheResponse:completionHandler:.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from urlsession_mock.foundation.cache import NSCachedURLResponse
from urlsession_mock.foundation.configuration import NSURLSessionConfiguration
from urlsession_mock.foundation.cookie_fields import moment
from urlsession_mock.foundation.headers import HeaderFields
from urlsession_mock.foundation.loading_enums import NSURLRequestCachePolicy as Policy
from urlsession_mock.foundation.request import NSURLRequest
from urlsession_mock.foundation.response import NSHTTPURLResponse, NSURLResponse
from urlsession_mock.foundation.url_cache import NSURLCache
from urlsession_mock.network.wire import Head, Headers

__all__ = [
    "Fresh",
    "Stale",
    "conditional_headers",
    "may_load",
    "may_store",
    "merged",
    "policy_headers",
    "policy_of",
    "stored_answer",
]

# fmt: off
# What a policy does, by its page under
# developer.apple.com/documentation/foundation/nsurlrequest/cachepolicy-swift.enum.
_NEVER_READS: Final = frozenset({
    Policy.ReloadIgnoringLocalCacheData,
    Policy.ReloadIgnoringLocalAndRemoteCacheData,
})
_READS_WHATEVER_ITS_AGE: Final = frozenset({
    Policy.ReturnCacheDataElseLoad,
    Policy.ReturnCacheDataDontLoad,
})
# What makes the server's answer depend on more than the URL, when the app set it itself: the answer
# is the app's, a 304 included (C23). RFC 9110, 13.1 and 14.2.
_CONDITIONS: Final = (
    "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range", "Range",
)
# What a 304 does not say of the body that was kept. RFC 9111, 3.2, and RFC 9110, 7.6.1.
_NOT_MERGED: Final = frozenset({
    "content-length", "content-encoding", "content-range", "content-type", "transfer-encoding",
    "connection", "keep-alive", "te", "trailer", "upgrade", "proxy-connection",
})
# fmt: on
_HEURISTIC: Final = 0.1
"""Of the time since it was last modified, a response without a limit is fresh so long.

RFC 9111, 4.2.2, says this is typical. Inferred: that Apple's fraction is the same.
"""
_LARGEST: Final = 0.05
"""Of the capacity of a cache, one response may take so much.

"About 5% of the disk cache size", says the page of `willCacheResponse`. Inferred: a cache that has
more memory than disk has the same fraction of that.
"""


@dataclass(frozen=True, slots=True)
class Fresh:
    """A response that stands in for the load."""

    cached: NSCachedURLResponse


@dataclass(frozen=True, slots=True)
class Stale:
    """A response that does, if the server says that it is still the same."""

    cached: NSCachedURLResponse


def policy_of(request: NSURLRequest, configuration: NSURLSessionConfiguration) -> Policy:
    """The policy of a request: its own, or the configuration's where it has the default."""
    own = request.cachePolicy()
    return configuration.requestCachePolicy() if own == Policy.UseProtocolCachePolicy else own


def may_load(policy: int) -> bool:
    """Whether a server is asked where nothing was kept.

    Else the task fails with NSURLErrorResourceUnavailable (-1008). Inferred: the page of
    `returnCacheDataDontLoad` says that the load fails, but not with which code.
    """
    return policy != Policy.ReturnCacheDataDontLoad


def policy_headers(policy: int) -> Headers:
    """What tells the caches on the way that they are not wanted either."""
    if policy != Policy.ReloadIgnoringLocalAndRemoteCacheData:
        return ()
    # "So far as the protocol allows", says its page: RFC 9111, 5.2.1.4, and 5.4 for older caches.
    return (("Cache-Control", "no-cache"), ("Pragma", "no-cache"))


def stored_answer(
    cache: NSURLCache | None, request: NSURLRequest, policy: int, now: float
) -> Fresh | Stale | None:
    """What a cache has for a request, `now` in seconds since 1970; None where it is no help.

    `Stale` has an ETag or a Last-Modified for the server to compare.
    """
    if cache is None or policy in _NEVER_READS or not _is_plain_get(request):
        return None
    if any(request.valueForHTTPHeaderField_(name) is not None for name in _CONDITIONS):
        return None
    cached = cache.cachedResponseForRequest_(request)
    if cached is None:
        return None
    if policy in _READS_WHATEVER_ITS_AGE:
        return Fresh(cached)
    wish = _directives(request)
    if "no-store" in wish:
        return None
    stored = cache.stored_at(request)
    if policy != Policy.ReloadRevalidatingCacheData and _is_fresh(cached, wish, stored, now):
        return Fresh(cached)
    return Stale(cached) if conditional_headers(Stale(cached)) else None


def conditional_headers(stale: Stale) -> Headers:
    """What asks a server whether a response is still the same."""
    response = stale.cached.response()
    if not isinstance(response, NSHTTPURLResponse):
        return ()
    asked = (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified"))
    found = [(name, response.valueForHTTPHeaderField_(field)) for name, field in asked]
    return tuple((name, value) for name, value in found if value)


def merged(stale: Stale, head: Head) -> NSCachedURLResponse:
    """The response that was kept, with what a 304 says anew. It is what the delegate is given.

    RFC 9111, 3.2 and 4.3.4. The status and the body are those that were kept.
    """
    old = stale.cached
    response = old.response()
    if not isinstance(response, NSHTTPURLResponse):
        return old
    fields = HeaderFields(response.allHeaderFields())
    said = HeaderFields()
    for name, value in head.headers:
        if name.lower() not in _NOT_MERGED:
            said.add(name, value)
    for name, value in said.items():
        fields.set(name, value)
    made = NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
        response.URL(), response.statusCode(), response._version, fields.as_dict()
    )
    return NSCachedURLResponse.alloc().initWithResponse_data_userInfo_storagePolicy_(
        made, old.data(), old.userInfo(), old.storagePolicy()
    )


def may_store(
    request: NSURLRequest,
    response: NSURLResponse,
    length: int,
    cache: NSURLCache | None,
    policy: int | None = None,
) -> bool:
    """Whether a response that came from a server, `length` decoded bytes long, may be kept.

    Then the delegate is asked (`willCacheResponse`), and what it answers is stored. The conditions
    are those of its page: http or https, a status from 200 to 299, policies and header fields that
    allow it, and a size that fits. `policy` is that of `policy_of`, which knows the configuration's
    too; None is the request's own. Inferred: a GET, and all of the resource (no 206). Unsure: that
    a policy which ignores what is kept lets the answer be kept for others; only
    `reloadIgnoringLocalAndRemoteCacheData` is taken to forbid it.
    """
    if cache is None or not isinstance(response, NSHTTPURLResponse) or not _is_plain_get(request):
        return False
    status = response.statusCode()
    if not 200 <= status <= 299 or status == 206:
        return False
    used = request.cachePolicy() if policy is None else policy
    if used == Policy.ReloadIgnoringLocalAndRemoteCacheData:
        return False
    if "no-store" in _directives(request) or "no-store" in _directives(response):
        return False
    if "*" in (response.valueForHTTPHeaderField_("Vary") or ""):
        return False  # it would never fit a request again: RFC 9111, 4.1
    return length <= _LARGEST * max(cache.memoryCapacity(), cache.diskCapacity())


# -- how long it is fresh ---------------------------------------------------


def _is_plain_get(request: NSURLRequest) -> bool:
    url = request.URL()
    scheme = "" if url is None else str(url.scheme()).lower()
    return scheme in ("http", "https") and request.HTTPMethod() == "GET"


def _directives(message: NSURLRequest | NSHTTPURLResponse) -> dict[str, str]:
    """What Cache-Control says; the older Pragma where there is none. RFC 9111, 5.2 and 5.4."""
    value = message.valueForHTTPHeaderField_("Cache-Control")
    if value is None:
        pragma = message.valueForHTTPHeaderField_("Pragma") or ""
        return {"no-cache": ""} if "no-cache" in pragma.lower() else {}
    found: dict[str, str] = {}
    for part in value.split(","):
        name, _, argument = part.partition("=")
        found.setdefault(name.strip().lower(), argument.strip().strip('"'))
    return found


def _is_fresh(
    cached: NSCachedURLResponse, wish: dict[str, str], stored: float | None, now: float
) -> bool:
    """RFC 9111, 4.2. What is not HTTP says nothing of itself, and is not fresh."""
    response = cached.response()
    if not isinstance(response, NSHTTPURLResponse):
        return False
    said = _directives(response)
    if "no-cache" in wish or "no-cache" in said:
        return False
    age = _age(response, stored, now)
    limit = _seconds(wish.get("max-age"))
    return age < _lifetime(response, said, stored, now) and (limit is None or age <= limit)


def _lifetime(
    response: NSHTTPURLResponse, said: dict[str, str], stored: float | None, now: float
) -> float:
    """Seconds for which it is fresh from its Date on. `s-maxage` is for shared caches."""
    if "max-age" in said:
        return _seconds(said["max-age"]) or 0.0
    date = _date(response, "Date")
    if date is None:
        date = now if stored is None else stored
    if response.valueForHTTPHeaderField_("Expires") is not None:
        expires = _date(response, "Expires")
        return 0.0 if expires is None else expires - date  # one that is no date has passed
    modified = _date(response, "Last-Modified")
    return 0.0 if modified is None else max(0.0, date - modified) * _HEURISTIC


def _age(response: NSHTTPURLResponse, stored: float | None, now: float) -> float:
    """RFC 9111, 4.2.3: how old it was when it came, and how long it has been here."""
    date = _date(response, "Date")
    came = stored if stored is not None else date if date is not None else now
    old = _seconds(response.valueForHTTPHeaderField_("Age")) or 0.0
    if date is not None:
        old = max(old, came - date)
    return old + max(0.0, now - came)


def _date(response: NSHTTPURLResponse, name: str) -> float | None:
    value = response.valueForHTTPHeaderField_(name)
    return None if value is None else moment(value)


def _seconds(value: str | None) -> float | None:
    """A number of seconds; None where it is none. Huge ones are as good as for ever."""
    if value is None or not value.strip().isascii() or not value.strip().isdigit():
        return None
    return float(value[:32])
