"""NSHTTPCookie: read from headers, made from properties, sent back."""

from __future__ import annotations

import pytest

from tests.scripted import url
from urlsession_mock import Device
from urlsession_mock.foundation import (
    NSURL,
    NSDate,
    NSHTTPCookie,
    NSHTTPCookieCommentURL,
    NSHTTPCookieDiscard,
    NSHTTPCookieDomain,
    NSHTTPCookieExpires,
    NSHTTPCookieMaximumAge,
    NSHTTPCookieName,
    NSHTTPCookieOriginURL,
    NSHTTPCookiePath,
    NSHTTPCookiePort,
    NSHTTPCookieSameSiteLax,
    NSHTTPCookieSameSitePolicy,
    NSHTTPCookieSecure,
    NSHTTPCookieValue,
    NSHTTPCookieVersion,
)
from urlsession_mock.foundation.cookie_fields import is_same_site

PAGE = "https://www.example.com/a/b"
OCTOBER = 1445412480.0  # 2015-10-21 07:28:00 UTC
PLAIN = {
    NSHTTPCookieName: "a",
    NSHTTPCookieValue: "b",
    NSHTTPCookieDomain: "example.com",
    NSHTTPCookiePath: "/",
}


def read(header: str, address: str = PAGE) -> list[NSHTTPCookie]:
    return NSHTTPCookie.received([header], url(address), 1000.0)


def one(header: str, address: str = PAGE) -> NSHTTPCookie:
    (cookie,) = read(header, address)
    return cookie


def made(**more: object) -> NSHTTPCookie | None:
    return NSHTTPCookie.cookieWithProperties_({**PLAIN, **more})


def test_a_plain_cookie_is_for_its_host_until_the_app_ends() -> None:
    cookie = one("a=b")
    assert (cookie.name(), cookie.value(), cookie.domain(), cookie.path()) == (
        "a",
        "b",
        "www.example.com",
        "/",
    )
    assert (cookie.isSessionOnly(), cookie.expiresDate()) == (True, None)
    assert (cookie.isSecure(), cookie.isHTTPOnly(), cookie.sameSitePolicy()) == (False, False, None)
    assert (cookie.version(), cookie.comment(), cookie.commentURL(), cookie.portList()) == (
        0,
        None,
        None,
        None,
    )


def test_a_cookie_has_what_its_attributes_say() -> None:
    cookie = one("a = b=c ; Path=/x; SECURE; HttpOnly; SameSite=Lax; Domain=example.com")
    assert (cookie.name(), cookie.value(), cookie.path()) == ("a", "b=c", "/x")
    assert (cookie.isSecure(), cookie.isHTTPOnly()) == (True, True)
    assert (cookie.sameSitePolicy(), cookie.domain()) == (NSHTTPCookieSameSiteLax, ".example.com")


@pytest.mark.parametrize(
    ("attributes", "ends"),
    [
        ("Expires=Wed, 21 Oct 2015 07:28:00 GMT", OCTOBER),
        ("expires=Wednesday, 21-Oct-15 07:28:00 GMT", OCTOBER),
        ("Expires=Wed, 21 Oct 2015 07:28:00", OCTOBER),
        ("Max-Age=60", 1060.0),
        ("Max-Age=60; Expires=Wed, 21 Oct 2015 07:28:00 GMT", 1060.0),
        ("Max-Age=0", 0.0),
        ("Max-Age=-1", 0.0),
        ("Max-Age=soon", None),
        ("Max-Age=" + "9" * 400, None),
        ("Expires=never", None),
        ("Expires=Wed, 99 Foo 2015 07:28:00 GMT", None),
        ("", None),
    ],
)
def test_a_cookie_ends_when_its_age_or_its_date_says(attributes: str, ends: float | None) -> None:
    date = one(f"a=b; {attributes}").expiresDate()
    assert (date.timeIntervalSince1970() if date is not None else None) == ends


@pytest.mark.parametrize("header", ["", "a", "=b", " ; Path=/", "Secure; a=b"])
def test_what_has_no_name_or_value_is_no_cookie(header: str) -> None:
    assert read(header) == []


@pytest.mark.parametrize(
    ("domain", "address", "kept"),
    [
        ("example.com", PAGE, ".example.com"),
        (".Example.com", PAGE, ".example.com"),
        ("www.example.com", PAGE, ".www.example.com"),
        ("other.example", PAGE, None),
        ("ample.com", PAGE, None),
        ("a.www.example.com", PAGE, None),
        ("com", PAGE, None),
        ("co.uk", "https://example.co.uk/", None),
        ("example.co.uk", "https://www.example.co.uk/", ".example.co.uk"),
        ("", PAGE, "www.example.com"),
        ("localhost", "http://localhost:8080/", "localhost"),
        ("127.0.0.1", "http://127.0.0.1/", "127.0.0.1"),
        ("0.0.1", "http://127.0.0.1/", None),
    ],
)
def test_a_host_sets_cookies_for_itself_and_for_its_own_domain(
    domain: str, address: str, kept: str | None
) -> None:
    assert [c.domain() for c in read(f"a=b; Domain={domain}", address)] == (
        [] if kept is None else [kept]
    )


def test_the_cookies_of_a_response_are_told_apart_at_their_commas() -> None:
    fields = {
        "set-cookie": "a=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT, b=2; Path=/x,c=3",
        "Content-Type": "text/plain",
    }
    cookies = NSHTTPCookie.cookiesWithResponseHeaderFields_forURL_(fields, url(PAGE))
    assert [(c.name(), c.value()) for c in cookies] == [("a", "1"), ("b", "2"), ("c", "3")]


def test_an_age_counts_from_the_time_of_the_device() -> None:
    with Device() as device:
        device.clock.advance(3600)
        (cookie,) = NSHTTPCookie.cookiesWithResponseHeaderFields_forURL_(
            {"Set-Cookie": "a=1; Max-Age=60"}, url(PAGE)
        )
        date = cookie.expiresDate()
        assert date is not None
        assert date.timeIntervalSince1970() == pytest.approx(device.clock.today() + 60)


def test_a_response_has_a_url() -> None:
    with pytest.raises(TypeError, match=r"takes NSURL, was given str .* pass response.URL\(\)"):
        NSHTTPCookie.cookiesWithResponseHeaderFields_forURL_({}, PAGE)  # type: ignore[arg-type] # the mistake


def test_cookies_are_sent_in_one_header() -> None:
    fields = NSHTTPCookie.requestHeaderFieldsWithCookies_([one("a=1"), one("b=2; Path=/x")])
    assert fields == {"Cookie": "a=1; b=2"}
    assert NSHTTPCookie.requestHeaderFieldsWithCookies_([]) == {}


@pytest.mark.parametrize(
    "missing", [NSHTTPCookieName, NSHTTPCookieValue, NSHTTPCookieDomain, NSHTTPCookiePath]
)
def test_a_cookie_needs_name_value_domain_and_path(missing: str) -> None:
    properties = {name: value for name, value in PLAIN.items() if name != missing}
    assert NSHTTPCookie.cookieWithProperties_(properties) is None


@pytest.mark.parametrize("origin", [PAGE, NSURL.URLWithString_(PAGE)])
def test_the_host_of_the_origin_stands_for_a_domain(origin: object) -> None:
    properties = {**PLAIN, NSHTTPCookieOriginURL: origin}
    del properties[NSHTTPCookieDomain]
    cookie = NSHTTPCookie.cookieWithProperties_(properties)
    assert cookie is not None
    assert cookie.domain() == "www.example.com"


@pytest.mark.parametrize("value", ["TRUE", "yes", True, 1])
def test_any_value_makes_a_cookie_secure(value: object) -> None:
    cookie = made(**{NSHTTPCookieSecure: value})
    assert cookie is not None
    assert cookie.isSecure()


@pytest.mark.parametrize("version", ["0", "1"])
def test_an_age_is_heeded_in_version_1_only(version: str) -> None:
    cookie = made(**{NSHTTPCookieVersion: version, NSHTTPCookieMaximumAge: "60"})
    assert cookie is not None
    assert cookie.isSessionOnly() is (version == "0")


def test_a_cookie_to_be_discarded_ends_with_the_app() -> None:
    date = NSDate.dateWithTimeIntervalSince1970_(OCTOBER)
    kept = made(**{NSHTTPCookieExpires: date, NSHTTPCookieDiscard: "FALSE"})
    gone = made(**{NSHTTPCookieExpires: date, NSHTTPCookieDiscard: "TRUE"})
    assert kept is not None
    assert gone is not None
    assert (kept.expiresDate(), gone.expiresDate()) == (date, None)


def test_a_cookie_can_be_made_again_from_its_properties() -> None:
    cookie = made(
        **{
            NSHTTPCookieExpires: "Wed, 21 Oct 2015 07:28:00 GMT",
            NSHTTPCookieSecure: "TRUE",
            NSHTTPCookieSameSitePolicy: "strict",
            NSHTTPCookiePort: "80, 8080",
            NSHTTPCookieCommentURL: PAGE,
            "HttpOnly": "TRUE",
            "Comment": "for people",
        }
    )
    assert cookie is not None
    assert cookie.portList() == [80, 8080]
    assert cookie.commentURL() == url(PAGE)
    assert NSHTTPCookie.cookieWithProperties_(cookie.properties()) == cookie
    assert cookie.copy() is cookie
    assert hash(cookie) == hash(one("a=b; Path=/", "https://example.com/"))


def test_a_cookies_value_is_not_printed() -> None:
    shown = repr(one("session=secret"))
    assert shown == "<NSHTTPCookie 'session' for www.example.com/, value hidden>"


@pytest.mark.parametrize(
    ("one_host", "other", "expected"),
    [
        ("a.example.com", "B.example.com", True),
        ("example.com", "example.org", False),
        ("a.example.co.uk", "b.example.co.uk", True),
        ("one.co.uk", "two.co.uk", False),
        ("127.0.0.1", "10.0.0.1", False),
        ("localhost", "localhost", True),
    ],
)
def test_a_site_is_what_somebody_registered(one_host: str, other: str, expected: bool) -> None:
    assert is_same_site(one_host, other) is expected
