"""What a cache may answer, what a server is asked, and what is kept."""

from __future__ import annotations

from email.utils import formatdate

import pytest

from tests.scripted import request
from urlsession_mock.foundation import (
    NSURL,
    NSCachedURLResponse,
    NSHTTPURLResponse,
    NSURLCache,
    NSURLRequest,
    NSURLResponse,
    NSURLSessionConfiguration,
)
from urlsession_mock.foundation import NSURLRequestCachePolicy as Policy
from urlsession_mock.network.caching import (
    Fresh,
    Stale,
    conditional_headers,
    may_load,
    may_store,
    merged,
    policy_headers,
    policy_of,
    stored_answer,
)
from urlsession_mock.network.wire import Head

NOW = 1_800_000_000.0
DEFAULT = Policy.UseProtocolCachePolicy
PAGE = "https://example.com/a"


def date(seconds: float) -> str:
    return formatdate(NOW + seconds, usegmt=True)


def response(fields: dict[str, str], status: int = 200) -> NSHTTPURLResponse:
    return NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
        NSURL.URLWithString_(PAGE), status, "HTTP/1.1", fields
    )


def cached(fields: dict[str, str]) -> NSCachedURLResponse:
    return NSCachedURLResponse.alloc().initWithResponse_data_(response(fields), b"kept")


def cache_with(kept: NSCachedURLResponse, age: float = 0.0) -> NSURLCache:
    """A cache in which it was stored so many seconds ago."""
    cache = NSURLCache.with_clock(lambda: NOW - age)
    cache.storeCachedResponse_forRequest_(kept, request())
    return cache


def answer(
    fields: dict[str, str],
    age: float,
    policy: int = DEFAULT,
    wish: NSURLRequest | None = None,
) -> type[Fresh | Stale] | None:
    found = stored_answer(cache_with(cached(fields), age), wish or request(), policy, NOW)
    return None if found is None else type(found)


# fmt: off
FRESHNESS: list[tuple[dict[str, str], float, type[Fresh | Stale] | None]] = [
    ({"Cache-Control": "max-age=60"},                              59,  Fresh),
    ({"Cache-Control": "max-age=60"},                              60,  None),
    ({"Cache-Control": "max-age=60", "ETag": '"1"'},               60,  Stale),
    ({"Cache-Control": "max-age=60", "Last-Modified": date(-999)}, 60,  Stale),
    ({"Cache-Control": 'private, Max-Age="60"'},                   59,  Fresh),
    ({"Cache-Control": "max-age=60, must-revalidate"},             59,  Fresh),
    ({"Cache-Control": "max-age=no", "ETag": '"1"'},               0,   Stale),
    ({"Cache-Control": "max-age=" + "9" * 99},                     9e9, Fresh),
    ({"Cache-Control": "s-maxage=60", "ETag": '"1"'},              0,   Stale),  # for shared caches
    ({"Cache-Control": "no-cache, max-age=60", "ETag": '"1"'},     0,   Stale),
    ({"Pragma": "no-cache", "Expires": date(60), "ETag": '"1"'},   0,   Stale),
    # Its age counts from the server's clock, or from the caches on the way.
    ({"Cache-Control": "max-age=60", "Date": date(-61)},           0,   None),
    ({"Cache-Control": "max-age=60", "Date": date(+99)},           59,  Fresh),
    ({"Cache-Control": "max-age=60", "Age": "30"},                 29,  Fresh),
    ({"Cache-Control": "max-age=60", "Age": "30"},                 30,  None),
    ({"Cache-Control": "max-age=60", "Age": "soon"},               59,  Fresh),
    ({"Expires": date(10)},                                        0,   Fresh),
    ({"Expires": date(-10)},                                       20,  None),   # for 10 s
    ({"Expires": date(10)},                                        20,  Fresh),  # for 30 s
    ({"Expires": date(-10), "Date": date(-20)},                    20,  None),
    ({"Expires": "0", "Last-Modified": date(-999)},                0,   Stale),
    ({"Expires": date(10), "Cache-Control": "max-age=0"},          0,   None),
    # A tenth of the time since it was modified.
    ({"Last-Modified": date(-1000), "Date": date(0)},              0,   Fresh),
    ({"Last-Modified": date(-1099), "Date": date(-99)},            99,  Fresh),
    ({"Last-Modified": date(-1101), "Date": date(-101)},           101, Stale),
    ({"Last-Modified": date(+500)},                                0,   Stale),
    ({"ETag": '"1"'},                                              0,   Stale),
    ({},                                                           0,   None),
]
# fmt: on


@pytest.mark.parametrize(("fields", "age", "found"), FRESHNESS)
def test_a_response_is_fresh_for_as_long_as_it_says(
    fields: dict[str, str], age: float, found: type[Fresh | Stale] | None
) -> None:
    assert answer(fields, age) is found


FRESH = {"Cache-Control": "max-age=60", "ETag": '"1"'}
OLD = {"Cache-Control": "max-age=0", "ETag": '"1"'}
# fmt: off
POLICIES: list[tuple[Policy, object, object, object]] = [
    # policy                                       fresh  old    with nothing to compare
    (Policy.UseProtocolCachePolicy,                Fresh, Stale, None),
    (Policy.ReloadIgnoringLocalCacheData,          None,  None,  None),
    (Policy.ReloadIgnoringLocalAndRemoteCacheData, None,  None,  None),
    (Policy.ReturnCacheDataElseLoad,               Fresh, Fresh, Fresh),
    (Policy.ReturnCacheDataDontLoad,               Fresh, Fresh, Fresh),
    (Policy.ReloadRevalidatingCacheData,           Stale, Stale, None),
]
# fmt: on


@pytest.mark.parametrize(("policy", "fresh", "old", "bare"), POLICIES)
def test_the_policy_says_whether_a_cache_answers(
    policy: Policy, fresh: object, old: object, bare: object
) -> None:
    assert answer(FRESH, 0, policy) is fresh
    assert answer(OLD, 0, policy) is old
    assert answer({}, 0, policy) is bare


# fmt: off
WISHES: list[tuple[dict[str, str], type[Fresh | Stale] | None]] = [
    ({"Cache_Control": "no-cache"},     Stale),
    ({"Pragma": "no-cache"},            Stale),
    ({"Cache_Control": "no-store"},     None),
    ({"Cache_Control": "max-age=5"},    Stale),
    ({"Cache_Control": "max-age=10"},   Fresh),
    ({"If_None_Match": '"2"'},          None),
    ({"If_Modified_Since": date(-9)},   None),
    ({"If_Range": '"1"'},               None),
    ({"Range": "bytes=1-"},             None),
    ({"Accept": "*/*"},                 Fresh),
]
# fmt: on


@pytest.mark.parametrize(("wish", "found"), WISHES)
def test_a_request_may_want_another_answer(
    wish: dict[str, str], found: type[Fresh | Stale] | None
) -> None:
    assert answer(FRESH, 10, wish=request(**wish)) is found


@pytest.mark.parametrize(
    "other",
    [request(method="POST"), request(method="HEAD"), request("ftp://example.com/a")],
    ids=["POST", "HEAD", "ftp"],
)
def test_only_a_get_over_http_is_answered(other: NSURLRequest) -> None:
    cache = NSURLCache.with_clock(lambda: NOW)
    cache.storeCachedResponse_forRequest_(cached(FRESH), other)

    assert stored_answer(cache, other, DEFAULT, NOW) is None


def test_without_a_cache_nothing_is_answered() -> None:
    assert stored_answer(None, request(), Policy.ReturnCacheDataElseLoad, NOW) is None


def test_a_cache_of_the_apps_own_class_is_heeded() -> None:
    kept = cached({})

    class Own(NSURLCache):
        def cachedResponseForRequest_(self, _request: NSURLRequest, /) -> NSCachedURLResponse:
            return kept

    found = stored_answer(
        Own.with_clock(lambda: NOW), request(), Policy.ReturnCacheDataDontLoad, NOW
    )
    assert found == Fresh(kept)


def test_a_response_that_is_not_http_is_used_whatever_its_age_or_not_at_all() -> None:
    plain = NSURLResponse.alloc().initWithURL_MIMEType_expectedContentLength_textEncodingName_(
        NSURL.URLWithString_(PAGE), None, 4, None
    )
    kept = NSCachedURLResponse.alloc().initWithResponse_data_(plain, b"kept")
    cache = cache_with(kept)

    assert stored_answer(cache, request(), DEFAULT, NOW) is None
    assert stored_answer(cache, request(), Policy.ReturnCacheDataElseLoad, NOW) == Fresh(kept)
    assert merged(Stale(kept), Head(304)) is kept


def test_only_one_policy_never_loads() -> None:
    assert [policy for policy in Policy if not may_load(policy)] == [Policy.ReturnCacheDataDontLoad]


def test_caches_on_the_way_are_told_of_one_policy() -> None:
    told = [policy for policy in Policy if policy_headers(policy)]

    assert told == [Policy.ReloadIgnoringLocalAndRemoteCacheData]
    assert dict(policy_headers(told[0]))["Cache-Control"] == "no-cache"


def test_a_requests_own_policy_comes_before_the_configurations() -> None:
    configuration = NSURLSessionConfiguration.ephemeralSessionConfiguration()
    configuration.setRequestCachePolicy_(Policy.ReturnCacheDataElseLoad)
    own = NSURLRequest.requestWithURL_cachePolicy_timeoutInterval_(
        NSURL.URLWithString_(PAGE), Policy.ReloadIgnoringLocalCacheData, 60.0
    )

    assert policy_of(own, configuration) is Policy.ReloadIgnoringLocalCacheData
    assert policy_of(request(), configuration) is Policy.ReturnCacheDataElseLoad


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({"etag": 'W/"1"'}, {"If-None-Match": 'W/"1"'}),
        ({"Last-Modified": "then"}, {"If-Modified-Since": "then"}),
        (
            {"ETag": '"1"', "Last-Modified": "then"},
            {"If-None-Match": '"1"', "If-Modified-Since": "then"},
        ),
        ({}, {}),
    ],
)
def test_a_server_is_asked_whether_it_is_the_same(
    fields: dict[str, str], asked: dict[str, str]
) -> None:
    assert dict(conditional_headers(Stale(cached(fields)))) == asked


def test_a_304_brings_what_was_kept_to_date() -> None:
    old = cached({"ETag": '"1"', "Content-Length": "4", "Cache-Control": "max-age=1", "A": "b"})
    head = Head(
        304,
        (("etag", '"1"'), ("Content-Length", "0"), ("cache-control", "max-age=9"), ("New", "c")),
    )

    made = merged(Stale(old), head)

    answered = made.response()
    assert isinstance(answered, NSHTTPURLResponse)
    assert answered.statusCode() == 200
    assert answered.allHeaderFields() == {
        "ETag": '"1"',
        "Content-Length": "4",
        "Cache-Control": "max-age=9",
        "A": "b",
        "New": "c",
    }
    assert (bytes(made.data()), answered.expectedContentLength()) == (b"kept", 4)


def test_what_a_304_brought_to_date_is_fresh_again() -> None:
    old = cached({"ETag": '"1"', "Cache-Control": "max-age=10", "Date": date(-99)})
    made = merged(Stale(old), Head(304, (("Date", date(0)),)))

    assert isinstance(stored_answer(cache_with(made), request(), DEFAULT, NOW), Fresh)


ROOM = NSURLCache.with_clock(lambda: NOW, memory=100, disk=1000)


def can_store(
    fields: dict[str, str] | None = None,
    *,
    status: int = 200,
    length: int = 50,
    asked: NSURLRequest | None = None,
    cache: NSURLCache | None = ROOM,
) -> bool:
    return may_store(asked or request(), response(fields or {}, status), length, cache)


def test_a_plain_answer_is_kept() -> None:
    assert can_store()


@pytest.mark.parametrize(
    ("status", "is_kept"),
    [(200, True), (203, True), (204, True), (206, False), (301, False), (304, False), (404, False)],
)
def test_only_a_success_is_kept(status: int, is_kept: bool) -> None:
    assert can_store(status=status) == is_kept


@pytest.mark.parametrize(
    ("fields", "is_kept"),
    [
        ({"Cache-Control": "no-store"}, False),
        ({"Cache-Control": "private, No-Store"}, False),
        ({"Vary": "*"}, False),
        ({"Vary": "Accept"}, True),
        ({"Cache-Control": "no-cache"}, True),
        ({"Cache-Control": "private"}, True),
        ({"Pragma": "no-cache"}, True),
    ],
)
def test_header_fields_may_forbid_it(fields: dict[str, str], is_kept: bool) -> None:
    assert can_store(fields) == is_kept


@pytest.mark.parametrize(
    "asked",
    [
        request(method="POST"),
        request("ftp://example.com/a"),
        request(Cache_Control="no-store"),
        NSURLRequest.requestWithURL_cachePolicy_timeoutInterval_(
            NSURL.URLWithString_(PAGE), Policy.ReloadIgnoringLocalAndRemoteCacheData, 60.0
        ),
    ],
    ids=["POST", "ftp", "no-store", "policy"],
)
def test_a_request_may_forbid_it(asked: NSURLRequest) -> None:
    assert not can_store(asked=asked)


@pytest.mark.parametrize("policy", Policy)
def test_a_configurations_policy_may_forbid_it(policy: Policy) -> None:
    is_kept = may_store(request(), response({}), 1, ROOM, policy)

    assert is_kept == (policy != Policy.ReloadIgnoringLocalAndRemoteCacheData)


def test_a_body_larger_than_a_twentieth_of_the_cache_is_not_kept() -> None:
    assert not can_store(length=51)


def test_without_a_cache_nothing_is_kept() -> None:
    assert not can_store(cache=None)
