"""NSURLCache: what is kept, where, and for how long."""

from __future__ import annotations

import pytest

from tests.foundation.conftest import Calendar
from tests.scripted import request
from urlsession_mock import Device, NoActiveDevice
from urlsession_mock.foundation import (
    NSURL,
    NSCachedURLResponse,
    NSDate,
    NSHTTPURLResponse,
    NSURLCache,
    NSURLCacheStorageAllowed,
    NSURLCacheStorageAllowedInMemoryOnly,
    NSURLCacheStorageNotAllowed,
    NSURLRequest,
    NSURLSession,
)

PAGE = "https://example.com/a"


@pytest.fixture
def cache(calendar: Calendar) -> NSURLCache:
    return NSURLCache.with_clock(calendar, memory=10, disk=20)


def response(
    data: bytes = b"kept", policy: int = NSURLCacheStorageAllowed, **fields: str
) -> NSCachedURLResponse:
    made = NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
        NSURL.URLWithString_(PAGE), 200, "HTTP/1.1", fields
    )
    return NSCachedURLResponse.alloc().initWithResponse_data_userInfo_storagePolicy_(
        made, data, None, policy
    )


def usage(cache: NSURLCache) -> tuple[int, int]:
    return cache.currentMemoryUsage(), cache.currentDiskUsage()


def held(cache: NSURLCache, *addresses: str) -> list[str]:
    return [one for one in addresses if cache.cachedResponseForRequest_(request(one)) is not None]


def test_a_response_is_kept_for_its_request(cache: NSURLCache) -> None:
    kept = response()
    cache.storeCachedResponse_forRequest_(kept, request())

    assert cache.cachedResponseForRequest_(request()) is kept
    assert usage(cache) == (4, 4)


@pytest.mark.parametrize(
    ("other", "is_found"),
    [
        (request(PAGE + "#part"), True),
        (request(PAGE, Accept="text/html"), True),
        (request(PAGE + "?a=b"), False),
        (request("http://example.com/a"), False),
        (request(PAGE, "POST"), False),
    ],
    ids=["fragment", "header", "query", "scheme", "method"],
)
def test_what_makes_a_request_another(
    cache: NSURLCache, other: NSURLRequest, is_found: bool
) -> None:
    cache.storeCachedResponse_forRequest_(response(), request())

    assert (cache.cachedResponseForRequest_(other) is not None) == is_found


# fmt: off
VARY: list[tuple[str, dict[str, str], bool]] = [
    ("Accept",           {"Accept": "a"},             True),
    ("Accept",           {"Accept": "b"},             False),
    ("Accept",           {},                          False),
    ("accept, X-One",    {"Accept": "a"},             True),
    ("Accept, X-One",    {"Accept": "a", "X_One": ""}, False),
    ("*",                {"Accept": "a"},             False),
]
# fmt: on


@pytest.mark.parametrize(("vary", "fields", "is_found"), VARY)
def test_a_response_that_varies_is_for_like_requests(
    cache: NSURLCache, vary: str, fields: dict[str, str], is_found: bool
) -> None:
    cache.storeCachedResponse_forRequest_(response(Vary=vary), request(Accept="a"))

    assert (cache.cachedResponseForRequest_(request(**fields)) is not None) == is_found


@pytest.mark.parametrize(
    ("policy", "used"),
    [
        (NSURLCacheStorageAllowed, (4, 4)),
        (NSURLCacheStorageAllowedInMemoryOnly, (4, 0)),
        (NSURLCacheStorageNotAllowed, (0, 0)),
    ],
)
def test_the_storage_policy_says_where_it_is_kept(
    cache: NSURLCache, policy: int, used: tuple[int, int]
) -> None:
    cache.storeCachedResponse_forRequest_(response(policy=policy), request())

    assert usage(cache) == used


def test_what_may_not_be_stored_still_ends_what_was(cache: NSURLCache) -> None:
    cache.storeCachedResponse_forRequest_(response(), request())
    cache.storeCachedResponse_forRequest_(response(policy=NSURLCacheStorageNotAllowed), request())

    assert cache.cachedResponseForRequest_(request()) is None


def test_what_was_stored_first_goes_first(cache: NSURLCache) -> None:
    one, two, three = (f"https://example.com/{number}" for number in (1, 2, 3))
    for address in (one, two, one, three):
        cache.storeCachedResponse_forRequest_(response(b"x" * 8), request(address))

    assert held(cache, one, two, three) == [one, three]
    assert usage(cache) == (8, 16)


def test_what_does_not_fit_is_not_kept_and_nothing_goes_for_it(cache: NSURLCache) -> None:
    cache.storeCachedResponse_forRequest_(response(), request())
    cache.storeCachedResponse_forRequest_(response(b"x" * 21), request("https://example.com/b"))

    assert usage(cache) == (4, 4)


def test_a_smaller_capacity_is_kept_at_once(cache: NSURLCache) -> None:
    cache.storeCachedResponse_forRequest_(response(), request())
    cache.setMemoryCapacity_(3)
    assert usage(cache) == (0, 4)

    cache.setDiskCapacity_(0)
    assert usage(cache) == (0, 0)
    assert (cache.memoryCapacity(), cache.diskCapacity()) == (3, 0)


def test_a_cache_without_room_keeps_nothing_not_even_an_empty_body(cache: NSURLCache) -> None:
    cache.setMemoryCapacity_(0)
    cache.setDiskCapacity_(0)
    cache.storeCachedResponse_forRequest_(response(b""), request())

    assert held(cache, PAGE) == []


def test_responses_can_be_removed(cache: NSURLCache, calendar: Calendar) -> None:
    old, new = "https://example.com/old", "https://example.com/new"
    cache.storeCachedResponse_forRequest_(response(), request(old))
    calendar.today = 2000.0
    cache.storeCachedResponse_forRequest_(response(), request(new))
    cache.storeCachedResponse_forRequest_(response(), request())

    cache.removeCachedResponseForRequest_(request())
    assert held(cache, old, new, PAGE) == [old, new]

    cache.removeCachedResponsesSinceDate_(NSDate.dateWithTimeIntervalSince1970_(2000.0))
    assert held(cache, old, new) == [old]

    cache.removeAllCachedResponses()
    assert usage(cache) == (0, 0)


def test_a_task_stands_for_its_request(device: Device) -> None:
    cache = NSURLCache.sharedURLCache()
    task = NSURLSession.sharedSession().dataTaskWithRequest_(request())
    kept, told = response(), list[object]()

    cache.storeCachedResponse_forDataTask_(kept, task)
    cache.getCachedResponseForDataTask_completionHandler_(task, told.append)
    cache.removeCachedResponseForDataTask_(task)
    cache.getCachedResponseForDataTask_completionHandler_(task, told.append)

    assert told == [kept, None]


def test_the_shared_cache_is_that_of_the_device() -> None:
    with pytest.raises(NoActiveDevice):
        NSURLCache.sharedURLCache()
    with Device():
        NSURLCache.sharedURLCache().storeCachedResponse_forRequest_(response(), request())
        assert held(NSURLCache.sharedURLCache(), PAGE) == [PAGE]
    with Device():
        assert held(NSURLCache.sharedURLCache(), PAGE) == []


def test_an_app_may_choose_the_shared_cache_until_it_ends(device: Device) -> None:
    own = NSURLCache.alloc().initWithMemoryCapacity_diskCapacity_diskPath_(10, 10, "mine")
    before = NSURLCache.sharedURLCache()
    NSURLCache.setSharedURLCache_(own)
    assert NSURLCache.sharedURLCache() is own

    device.stores.app_ended()
    assert NSURLCache.sharedURLCache() is before


def test_the_disk_outlives_the_app_and_memory_does_not(device: Device) -> None:
    memory_only = response(policy=NSURLCacheStorageAllowedInMemoryOnly)
    cache = NSURLCache.sharedURLCache()
    cache.storeCachedResponse_forRequest_(response(), request())
    cache.storeCachedResponse_forRequest_(memory_only, request(PAGE + "/b"))

    device.stores.app_ended()

    assert held(NSURLCache.sharedURLCache(), PAGE, PAGE + "/b") == [PAGE]


def test_caches_of_one_folder_find_the_same_disk(device: Device) -> None:
    url = NSURL.fileURLWithPath_("/caches/mine")
    made = [
        NSURLCache.alloc().initWithMemoryCapacity_diskCapacity_directoryURL_(10, 10, url),
        NSURLCache.alloc().initWithMemoryCapacity_diskCapacity_directoryURL_(10, 10, url),
        NSURLCache.alloc().initWithMemoryCapacity_diskCapacity_diskPath_(10, 10, "other"),
    ]
    made[0].storeCachedResponse_forRequest_(response(), request())

    assert [held(one, PAGE) for one in made] == [[PAGE], [PAGE], []]


def test_a_cache_can_be_made_without_a_device() -> None:
    cache = NSURLCache.alloc().init()
    cache.storeCachedResponse_forRequest_(response(), request())

    assert held(cache, PAGE) == [PAGE]


def test_a_capacity_is_no_negative_number(cache: NSURLCache) -> None:
    with pytest.raises(ValueError, match="a capacity in bytes from 0 up, not -1"):
        cache.setDiskCapacity_(-1)


def test_a_url_is_no_request(cache: NSURLCache) -> None:
    with pytest.raises(TypeError, match=r"make one with NSURLRequest.requestWithURL_"):
        cache.cachedResponseForRequest_(NSURL.URLWithString_(PAGE))  # type: ignore[arg-type]  # that is the point
