"""NSCachedURLResponse."""

from __future__ import annotations

import pytest

from urlsession_mock.foundation import (
    NSCachedURLResponse,
    NSURLCacheStorageAllowed,
    NSURLCacheStorageNotAllowed,
    NSURLResponse,
)

RESPONSE = NSURLResponse.new()


def test_a_cached_response_may_be_stored_anywhere_unless_it_says_otherwise() -> None:
    made = NSCachedURLResponse.alloc().initWithResponse_data_(RESPONSE, b"abc")

    assert made.response() is RESPONSE
    assert made.data() == b"abc"
    assert made.userInfo() is None
    assert made.storagePolicy() is NSURLCacheStorageAllowed


def test_a_cached_response_keeps_user_info_and_policy() -> None:
    made = NSCachedURLResponse.alloc().initWithResponse_data_userInfo_storagePolicy_(
        RESPONSE, b"abc", {"a": 1}, NSURLCacheStorageNotAllowed
    )

    assert made.userInfo() == {"a": 1}
    assert made.storagePolicy() is NSURLCacheStorageNotAllowed
    assert made.copy() is made


def test_equal_parts_make_equal_cached_responses() -> None:
    one = NSCachedURLResponse.alloc().initWithResponse_data_(RESPONSE, b"abc")
    two = NSCachedURLResponse.alloc().initWithResponse_data_(RESPONSE, b"abc")
    three = NSCachedURLResponse.alloc().initWithResponse_data_(RESPONSE, b"abcd")

    assert one == two
    assert hash(one) == hash(two)
    assert one != three


def test_a_cached_response_needs_a_response() -> None:
    with pytest.raises(TypeError, match="NSURLResponse"):
        NSCachedURLResponse.alloc().initWithResponse_data_(None, b"")  # type: ignore[arg-type] # misuse
