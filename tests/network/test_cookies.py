"""Cookies on the wire: what a request carries, and what is kept of an answer."""

from __future__ import annotations

import pytest

from tests.scripted import url
from urlsession_mock import Device
from urlsession_mock.foundation import (
    NSHTTPCookie,
    NSHTTPCookieAcceptPolicyAlways,
    NSHTTPCookieAcceptPolicyNever,
    NSHTTPCookieAcceptPolicyOnlyFromMainDocumentDomain,
    NSHTTPCookieStorage,
    NSURLSessionConfiguration,
)
from urlsession_mock.network.cookies import header_for, take
from urlsession_mock.network.wire import Head

PAGE = url("https://www.example.com/a")
OTHER = url("https://other.example/")
ALWAYS, NEVER = NSHTTPCookieAcceptPolicyAlways, NSHTTPCookieAcceptPolicyNever
OWN_SITE = NSHTTPCookieAcceptPolicyOnlyFromMainDocumentDomain


@pytest.fixture
def store() -> NSHTTPCookieStorage:
    return NSHTTPCookieStorage.with_clock(lambda: 1000.0)


def answer(*cookies: str) -> Head:
    return Head(200, tuple(("set-cookie", cookie) for cookie in cookies))


def test_what_an_answer_sets_the_next_request_carries(store: NSHTTPCookieStorage) -> None:
    assert header_for(store, PAGE) is None
    take(store, answer("a=1; Expires=Wed, 21 Oct 2065 07:28:00 GMT", "b=2, 3"), PAGE, ALWAYS)
    assert header_for(store, PAGE) == "a=1; b=2, 3"
    assert header_for(store, OTHER) is None


def test_an_age_counts_by_the_stores_clock(store: NSHTTPCookieStorage) -> None:
    take(store, answer("a=1; Max-Age=60"), PAGE, ALWAYS)
    (cookie,) = store.cookies()
    date = cookie.expiresDate()
    assert date is not None
    assert date.timeIntervalSince1970() == 1060.0


@pytest.mark.parametrize(
    ("session", "of_store", "main", "is_kept"),
    [
        (ALWAYS, ALWAYS, OTHER, True),
        (NEVER, ALWAYS, None, False),
        (ALWAYS, NEVER, None, False),
        (OWN_SITE, ALWAYS, None, True),
        (OWN_SITE, ALWAYS, PAGE, True),
        (OWN_SITE, ALWAYS, OTHER, False),
        (ALWAYS, OWN_SITE, OTHER, False),
    ],
)
def test_session_and_store_must_both_accept_a_cookie(
    store: NSHTTPCookieStorage, session: int, of_store: int, main: object, is_kept: bool
) -> None:
    store.setCookieAcceptPolicy_(of_store)
    take(store, answer("a=1"), PAGE, session, main)  # type: ignore[arg-type] # a row's NSURL
    assert bool(store.cookies()) is is_kept


@pytest.mark.parametrize(
    ("main", "sent"), [(None, "a=1; b=2; c=3"), (PAGE, "a=1; b=2; c=3"), (OTHER, "a=1")]
)
def test_a_cookie_of_its_own_site_stays_back_under_another(
    store: NSHTTPCookieStorage, main: object, sent: str
) -> None:
    take(store, answer("a=1", "b=2; SameSite=Lax", "c=3; SameSite=Strict"), PAGE, ALWAYS)
    assert header_for(store, PAGE, main) == sent  # type: ignore[arg-type] # a row's NSURL


def test_a_store_of_the_apps_own_class_is_asked() -> None:
    class Picky(NSHTTPCookieStorage):
        def setCookie_(self, cookie: NSHTTPCookie, /) -> None:
            if cookie.name() != "tracker":
                super().setCookie_(cookie)

    store = Picky.alloc().init()
    take(store, answer("a=1", "tracker=1"), PAGE, ALWAYS)
    assert header_for(store, PAGE) == "a=1"


def test_an_answer_without_cookies_leaves_the_store_alone(store: NSHTTPCookieStorage) -> None:
    take(store, Head(200, (("Content-Type", "text/plain"),)), PAGE, ALWAYS)
    assert store.cookies() == []


def test_a_device_finds_the_store_that_a_configuration_means(device: Device) -> None:
    stores, of = device.stores, NSURLSessionConfiguration
    ephemeral = of.ephemeralSessionConfiguration()
    for configuration in (
        of.defaultSessionConfiguration(),
        of.backgroundSessionConfigurationWithIdentifier_("a"),
    ):
        assert stores.cookies_of(configuration) is stores.cookies
        assert stores.credentials_of(configuration) is stores.credentials
    assert stores.cookies_of(ephemeral) is ephemeral.HTTPCookieStorage()
    assert stores.credentials_of(ephemeral) is ephemeral.URLCredentialStorage()
    ephemeral.setHTTPCookieStorage_(None)
    ephemeral.setURLCredentialStorage_(None)
    assert stores.cookies_of(ephemeral) is None
    assert stores.credentials_of(ephemeral) is None


def test_a_device_finds_its_own_store_where_another_is_active(device: Device) -> None:
    with Device() as other:
        configuration = NSURLSessionConfiguration.defaultSessionConfiguration()
        assert configuration.HTTPCookieStorage() is other.stores.cookies
        assert device.stores.cookies_of(configuration) is device.stores.cookies
