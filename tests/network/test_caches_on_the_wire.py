"""The cache through a whole device: what is asked, what is kept, and what need not be loaded."""

from __future__ import annotations

import pytest

from tests.network.played import PAGE
from tests.scenarios.scribe import Caches, Downloader, Scribe, made
from urlsession_mock import Device
from urlsession_mock.foundation import (
    NSCachedURLResponse,
    NSData,
    NSHTTPURLResponse,
    NSURLCache,
    NSURLErrorResourceUnavailable,
    NSURLRequestCachePolicy,
    NSURLSessionConfiguration,
    NSURLSessionTaskMetrics,
    NSURLSessionTaskMetricsResourceFetchType,
)
from urlsession_mock.network import Stub

FRESH = {"Cache-Control": "max-age=60", "ETag": '"v1"'}


def serve(device: Device, headers: dict[str, str] | None = None, body: bytes = b"kept") -> Stub:
    return device.network.get(PAGE).respond(
        headers=FRESH if headers is None else headers, body=body
    )


def load(
    device: Device,
    scribe: Scribe,
    policy: NSURLRequestCachePolicy = NSURLRequestCachePolicy.UseProtocolCachePolicy,
    configuration: NSURLSessionConfiguration | None = None,
    **fields: str,
) -> list[str]:
    request = made(PAGE, **fields)
    request.setCachePolicy_(policy)
    session = device.session(scribe, configuration=configuration)
    session.dataTaskWithRequest_(request).resume()
    device.run()
    return scribe.told


def test_a_response_is_asked_about_and_then_stands_in_for_a_load(device: Device) -> None:
    """P59, P67, P69."""
    stub = serve(device)
    first, second = Caches(), Caches()
    assert load(device, first) == ["RESP", "DATA", "CACHE", "COMP"]
    assert load(device, second) == ["RESP", "DATA", "COMP"]
    assert (second.body, second.status, stub.calls) == (b"kept", 200, 1)


def test_what_stands_in_is_measured_as_the_caches(device: Device) -> None:
    serve(device)
    load(device, Scribe())
    found: list[NSURLSessionTaskMetrics] = []

    class Measures(Scribe):
        def URLSession_task_didFinishCollectingMetrics_(
            self, session: object, task: object, metrics: NSURLSessionTaskMetrics
        ) -> None:
            found.append(metrics)

    load(device, Measures())
    (one,) = found[0].transactionMetrics()
    assert one.resourceFetchType() is NSURLSessionTaskMetricsResourceFetchType.LocalCache
    assert one.countOfResponseBodyBytesReceived() == 0


def test_a_delegate_may_keep_nothing(device: Device) -> None:
    """P59."""
    stub = serve(device)
    keeps = Caches()
    keeps.keeps = lambda cached: None
    load(device, keeps)
    load(device, Scribe())
    assert stub.calls == 2


def test_a_delegate_may_keep_something_else(device: Device) -> None:
    """P59."""
    serve(device)

    def other(cached: NSCachedURLResponse) -> NSCachedURLResponse:
        return NSCachedURLResponse.alloc().initWithResponse_data_(cached.response(), b"other")

    keeps = Caches()
    keeps.keeps = other
    load(device, keeps)
    second = Scribe()
    load(device, second)
    assert second.body == b"other"


def test_a_stale_response_is_asked_about_and_a_304_refreshes_it(device: Device) -> None:
    stub = serve(device)
    load(device, Scribe())
    device.clock.advance(61)
    second, third = Caches(), Scribe()
    assert load(device, second) == ["RESP", "DATA", "COMP"]
    assert (second.body, second.status) == (b"kept", 200)
    assert stub.requests[-1].header("If-None-Match") == '"v1"'
    load(device, third)
    assert stub.calls == 2


def test_a_304_to_the_apps_own_condition_is_the_apps(device: Device) -> None:
    """C23."""
    serve(device)
    load(device, Scribe())
    asks = Scribe()
    assert load(device, asks, If_None_Match='"v1"') == ["RESP", "COMP"]
    assert asks.status == 304


P = NSURLRequestCachePolicy


@pytest.mark.parametrize(
    ("policy", "calls"),
    [
        (P.ReloadIgnoringLocalCacheData, 2),
        (P.ReloadIgnoringLocalAndRemoteCacheData, 2),
        (P.ReturnCacheDataElseLoad, 1),
        (P.ReturnCacheDataDontLoad, 1),
        (P.ReloadRevalidatingCacheData, 2),
    ],
)
def test_the_policy_says_whether_a_server_is_asked(
    device: Device, policy: NSURLRequestCachePolicy, calls: int
) -> None:
    stub = serve(device)
    load(device, Scribe())
    device.clock.advance(0 if calls == 2 else 3600)
    second = Scribe()
    load(device, second, policy)
    assert (second.body, stub.calls) == (b"kept", calls)


def test_without_anything_kept_a_load_that_may_not_be_fails(device: Device) -> None:
    device.network.get(PAGE, optional=True).respond()
    scribe = Scribe()
    assert load(device, scribe, P.ReturnCacheDataDontLoad) == ["COMP"]
    assert scribe.code == NSURLErrorResourceUnavailable


@pytest.mark.parametrize(
    "headers", [{"Cache-Control": "no-store"}, {"Vary": "*"}], ids=["no-store", "varies"]
)
def test_what_a_server_forbids_to_keep_is_not_asked_about(
    device: Device, headers: dict[str, str]
) -> None:
    serve(device, headers)
    assert load(device, Caches()) == ["RESP", "DATA", "COMP"]


def test_what_is_too_large_is_not_asked_about(device: Device) -> None:
    cache = NSURLCache.alloc().initWithMemoryCapacity_diskCapacity_directoryURL_(1000, 0, None)
    configuration = NSURLSessionConfiguration.defaultSessionConfiguration()
    configuration.setURLCache_(cache)
    serve(device, body=b"x" * 51)
    assert load(device, Caches(), configuration=configuration) == ["RESP", "DATA", "COMP"]


def test_a_session_without_a_cache_asks_nothing(device: Device) -> None:
    configuration = NSURLSessionConfiguration.defaultSessionConfiguration()
    configuration.setURLCache_(None)
    serve(device)
    assert load(device, Caches(), configuration=configuration) == ["RESP", "DATA", "COMP"]


def test_a_failure_keeps_nothing(device: Device) -> None:
    device.network.get(PAGE).respond(headers=FRESH, body=b"half", then_fail=-1005)
    assert load(device, Caches()) == ["RESP", "DATA", "COMP"]
    assert NSURLCache.sharedURLCache().cachedResponseForRequest_(made(PAGE)) is None


def test_a_block_gets_what_is_kept_and_keeps_it_unasked(device: Device) -> None:
    stub = serve(device)
    found: list[bytes] = []

    def end(data: NSData | None, response: object, error: object) -> None:
        assert isinstance(response, NSHTTPURLResponse)
        found.append(bytes(data or b""))

    session = device.session(Caches())
    for _ in range(2):
        session.dataTaskWithRequest_completionHandler_(made(PAGE), end).resume()
        device.run()
    assert (found, stub.calls) == ([b"kept", b"kept"], 1)


def test_a_download_leaves_the_cache_alone(device: Device) -> None:
    stub = serve(device)
    for _ in range(2):
        device.session(Downloader()).downloadTaskWithRequest_(made(PAGE)).resume()
        device.run()
    assert stub.calls == 2


def test_a_kept_response_needs_no_network(device: Device) -> None:
    serve(device)
    load(device, Scribe())
    device.network.offline()
    scribe = Scribe()
    assert load(device, scribe) == ["RESP", "DATA", "COMP"]
    assert scribe.body == b"kept"
