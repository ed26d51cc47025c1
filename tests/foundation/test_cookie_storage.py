"""NSHTTPCookieStorage: what is kept, for how long, and to whom it is sent."""

from __future__ import annotations

import pytest

from tests.foundation.conftest import Calendar
from tests.scripted import url
from urlsession_mock import Device, NoActiveDevice
from urlsession_mock.foundation import (
    NSURL,
    NSDate,
    NSHTTPCookie,
    NSHTTPCookieAcceptPolicyAlways,
    NSHTTPCookieAcceptPolicyNever,
    NSHTTPCookieAcceptPolicyOnlyFromMainDocumentDomain,
    NSHTTPCookieStorage,
    NSURLSession,
)

PAGE = "https://www.example.com/a/b"


@pytest.fixture
def store(calendar: Calendar) -> NSHTTPCookieStorage:
    return NSHTTPCookieStorage.with_clock(calendar)


def cookie(header: str, address: str = PAGE, now: float = 1000.0) -> NSHTTPCookie:
    (made,) = NSHTTPCookie.received([header], url(address), now)
    return made


def names(cookies: list[NSHTTPCookie]) -> list[str]:
    return [each.name() for each in cookies]


def test_a_cookie_takes_the_place_of_its_namesake(store: NSHTTPCookieStorage) -> None:
    for header in ("a=1", "a=2", "a=3; Path=/x", "a=4; Domain=example.com"):
        store.setCookie_(cookie(header))
    assert [each.value() for each in store.cookies()] == ["2", "3", "4"]


def test_a_cookie_that_has_ended_is_gone(store: NSHTTPCookieStorage, calendar: Calendar) -> None:
    store.setCookie_(cookie("a=1; Max-Age=60"))
    store.setCookie_(cookie("b=1"))
    calendar.today += 59
    assert names(store.cookies()) == ["a", "b"]
    calendar.today += 1
    assert names(store.cookiesForURL_(url(PAGE))) == ["b"]
    assert names(store.cookies()) == ["b"]


def test_a_cookie_that_has_ended_removes_its_namesake(store: NSHTTPCookieStorage) -> None:
    store.setCookie_(cookie("a=1"))
    store.setCookie_(cookie("a=; Max-Age=0"))
    assert store.cookies() == []


@pytest.mark.parametrize(
    ("header", "address", "is_sent"),
    [
        ("a=1", PAGE, True),
        ("a=1", "https://WWW.example.com/", True),
        ("a=1", "https://example.com/", False),
        ("a=1", "https://a.www.example.com/", False),
        ("a=1; Domain=example.com", "https://example.com/", True),
        ("a=1; Domain=example.com", "https://other.example.com/", True),
        ("a=1; Domain=example.com", "https://notexample.com/", False),
        ("a=1; Path=/a", "https://www.example.com/a", True),
        ("a=1; Path=/a", "https://www.example.com/a/", True),
        ("a=1; Path=/a/", "https://www.example.com/a/b?c", True),
        ("a=1; Path=/a", "https://www.example.com/ab", False),
        ("a=1; Path=/a", "https://www.example.com", False),
        ("a=1; Secure", "https://www.example.com/", True),
        ("a=1; Secure", "http://www.example.com/", False),
        ("a=1", "http://www.example.com:8080/", True),
    ],
)
def test_a_cookie_is_sent_where_it_belongs(
    store: NSHTTPCookieStorage, header: str, address: str, is_sent: bool
) -> None:
    store.setCookie_(cookie(header))
    assert bool(store.cookiesForURL_(url(address))) is is_sent


@pytest.mark.parametrize(
    ("address", "is_sent"), [("http://h/", True), ("http://h:81/", False), ("https://h/", False)]
)
def test_a_cookie_with_ports_is_sent_to_those(
    store: NSHTTPCookieStorage, address: str, is_sent: bool
) -> None:
    made = NSHTTPCookie.cookieWithProperties_(
        {"Name": "a", "Value": "b", "Domain": "h", "Path": "/", "Port": "80,8080"}
    )
    assert made is not None
    store.setCookie_(made)
    assert bool(store.cookiesForURL_(url(address))) is is_sent


def test_long_paths_go_first_then_the_elder(store: NSHTTPCookieStorage, calendar: Calendar) -> None:
    for header in ("old=1", "young=1", "deep=1; Path=/a/b", "middle=1; Path=/a", "old=2"):
        store.setCookie_(cookie(header))
        calendar.today += 1
    assert names(store.cookiesForURL_(url(PAGE))) == ["deep", "middle", "old", "young"]


def test_a_deleted_cookie_is_gone(store: NSHTTPCookieStorage) -> None:
    store.setCookie_(cookie("a=1"))
    store.deleteCookie_(cookie("a=other value"))
    store.deleteCookie_(cookie("a=other value"))
    assert store.cookies() == []


def test_cookies_since_a_date_are_removed(store: NSHTTPCookieStorage, calendar: Calendar) -> None:
    store.setCookie_(cookie("old=1"))
    store.setCookie_(cookie("renewed=1"))
    calendar.today = 2000.0
    store.setCookie_(cookie("young=1"))
    store.setCookie_(cookie("renewed=2"))
    store.removeCookiesSinceDate_(NSDate.dateWithTimeIntervalSince1970_(2000.0))
    assert names(store.cookies()) == ["old"]


def test_all_cookies_are_accepted_by_default(store: NSHTTPCookieStorage) -> None:
    assert store.cookieAcceptPolicy() == NSHTTPCookieAcceptPolicyAlways


@pytest.mark.parametrize(
    ("policy", "main", "is_stored"),
    [
        (NSHTTPCookieAcceptPolicyAlways, "https://other.example/", True),
        (NSHTTPCookieAcceptPolicyNever, None, False),
        (NSHTTPCookieAcceptPolicyOnlyFromMainDocumentDomain, None, True),
        (NSHTTPCookieAcceptPolicyOnlyFromMainDocumentDomain, "http://example.com/", True),
        (NSHTTPCookieAcceptPolicyOnlyFromMainDocumentDomain, "https://other.example/", False),
    ],
)
def test_the_policy_says_whose_cookies_are_stored(
    store: NSHTTPCookieStorage, policy: int, main: str | None, is_stored: bool
) -> None:
    store.setCookieAcceptPolicy_(policy)
    document = None if main is None else NSURL.URLWithString_(main)
    store.setCookies_forURL_mainDocumentURL_([cookie("a=1")], url(PAGE), document)
    assert bool(store.cookies()) is is_stored


def test_only_a_cookie_can_be_stored(store: NSHTTPCookieStorage) -> None:
    with pytest.raises(TypeError, match="setCookie_ takes NSHTTPCookie, was given str"):
        store.setCookie_("a=1")  # type: ignore[arg-type] # the mistake


def test_the_cookies_of_a_task_are_those_of_its_url(store: NSHTTPCookieStorage) -> None:
    with Device():
        task = NSURLSession.sharedSession().dataTaskWithURL_(url(PAGE))
        store.storeCookies_forTask_([cookie("a=1")], task)
        found: list[list[NSHTTPCookie] | None] = []
        store.getCookiesForTask_completionHandler_(task, found.append)
        assert found == [[cookie("a=1")]]


def test_the_shared_store_is_the_devices() -> None:
    with Device() as device:
        shared = NSHTTPCookieStorage.sharedHTTPCookieStorage()
        assert shared is device.stores.cookies
        shared.setCookie_(cookie("a=1"))
        group = NSHTTPCookieStorage.sharedCookieStorageForGroupContainerIdentifier_("group.a")
        assert group.cookies() == []
        assert group is device.stores.group("group.a")
    with Device():
        assert NSHTTPCookieStorage.sharedHTTPCookieStorage().cookies() == []
    with pytest.raises(NoActiveDevice, match="no device is active"):
        NSHTTPCookieStorage.sharedHTTPCookieStorage()


def test_a_relaunched_app_has_the_cookies_with_a_date(device: Device) -> None:
    store = NSHTTPCookieStorage.sharedHTTPCookieStorage()
    group = NSHTTPCookieStorage.sharedCookieStorageForGroupContainerIdentifier_("group.a")
    for each in (store, group):
        each.setCookie_(cookie("session=1"))
        each.setCookie_(cookie("kept=1; Max-Age=60", now=device.clock.today()))
    app = device.launch()
    app.terminate()
    device.launch()
    assert names(NSHTTPCookieStorage.sharedHTTPCookieStorage().cookies()) == ["kept"]
    assert names(group.cookies()) == ["kept"]
    device.clock.advance(60)
    assert NSHTTPCookieStorage.sharedHTTPCookieStorage().cookies() == []


def test_a_store_shows_how_much_it_holds(store: NSHTTPCookieStorage) -> None:
    store.setCookie_(cookie("a=secret"))
    assert repr(store) == "<NSHTTPCookieStorage with 1 cookies>"
