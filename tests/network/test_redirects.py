"""Redirects: which request is proposed. The matrix is data, `tests/data/redirects.json`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests import scripted
from urlsession_mock.foundation import (
    NSMutableURLRequest,
    NSURLRequest,
    NSURLRequestReloadIgnoringLocalCacheData,
)
from urlsession_mock.network.redirects import LIMIT, proposed
from urlsession_mock.network.wire import Head

CASES: list[dict[str, Any]] = json.loads(  # Any: what JSON holds
    (Path(__file__).parents[1] / "data" / "redirects.json").read_text(encoding="utf-8")
)["cases"]
PAGE = "http://127.0.0.1:8080/from/here?q=1"


def request(method: str = "GET", address: str = PAGE, **headers: str) -> NSMutableURLRequest:
    return scripted.request(address, method, **headers).mutableCopy()


def redirect(status: int, location: str | None) -> Head:
    return Head(status, () if location is None else (("location", location),))


def goes_to(location: str, address: str = PAGE) -> str | None:
    following = proposed(request(address=address), redirect(302, location))
    target = following.URL() if following is not None else None
    return target.absoluteString() if target is not None else None


def test_the_matrix_has_all_cases() -> None:
    assert len(CASES) == 55


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case['code']}-{case['method']}-{case['follow']}"
)
def test_a_redirect_proposes_what_the_matrix_says(case: dict[str, Any]) -> None:
    """Table B.1: whether the delegate is asked, and with which method the request would go on."""
    following = proposed(request(case["method"]), redirect(case["code"], "/there"))
    assert (following is not None) == ("WR" in case["messages"])
    if case["follow"] == "yes":
        assert following is not None
        assert following.HTTPMethod() == case["followed"]


@pytest.mark.parametrize("status", [200, 204, 300, 304, 309, 399, 401])
def test_a_status_that_is_no_redirect_proposes_nothing(status: int) -> None:
    assert proposed(request(), redirect(status, "/there")) is None


@pytest.mark.parametrize("location", [None, "", "  ", "http://", "http://host:port/", "https:///x"])
def test_a_redirect_to_nowhere_is_simply_the_response(location: str | None) -> None:
    assert proposed(request(), redirect(302, location)) is None


def test_a_request_without_a_url_goes_nowhere() -> None:
    assert proposed(NSURLRequest.requestWithURL_(None), redirect(302, "/there")) is None


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/there", "http://127.0.0.1:8080/there"),
        ("there", "http://127.0.0.1:8080/from/there"),
        ("../there?a=b", "http://127.0.0.1:8080/there?a=b"),
        ("?q=2", "http://127.0.0.1:8080/from/here?q=2"),
        ("//example.com/there", "http://example.com/there"),
        (" https://example.com/there ", "https://example.com/there"),
        ("https://example.com/a b", "https://example.com/a%20b"),
        ("myapp://done?code=1", "myapp://done?code=1"),
    ],
)
def test_a_location_is_read_from_where_the_request_went(location: str, target: str) -> None:
    assert goes_to(location) == target


def test_the_port_is_not_inherited() -> None:
    """C29."""
    assert goes_to("http://127.0.0.1/there") == "http://127.0.0.1/there"


@pytest.mark.parametrize(
    ("location", "target"),
    [("/there", "http://a.example/there#part"), ("/there#other", "http://a.example/there#other")],
)
def test_a_fragment_is_inherited_where_the_location_has_none(location: str, target: str) -> None:
    assert goes_to(location, "http://a.example/here#part") == target


def test_a_request_that_becomes_a_get_loses_its_body_and_what_was_said_of_it() -> None:
    given = request("POST", Content_Type="text/plain", Content_Length="4", X_Mine="kept")
    given.setHTTPBody_(b"body")
    following = proposed(given, redirect(303, "/there"))
    assert following is not None
    assert following.HTTPBody() is None
    assert following.allHTTPHeaderFields() == {"X-Mine": "kept"}


@pytest.mark.parametrize("status", [307, 308])
def test_a_redirect_that_keeps_the_method_keeps_the_body(status: int) -> None:
    given = request("POST", Content_Type="text/plain")
    given.setHTTPBody_(b"body")
    following = proposed(given, redirect(status, "/there"))
    assert following is not None
    assert following.HTTPBody() == b"body"
    assert following.valueForHTTPHeaderField_("Content-Type") == "text/plain"


def test_time_out_cache_policy_and_own_headers_are_kept() -> None:
    """C33."""
    given = request(X_Mine="kept")
    given.setTimeoutInterval_(3.0)
    given.setCachePolicy_(NSURLRequestReloadIgnoringLocalCacheData)
    following = proposed(given, redirect(302, "/there"))
    assert following is not None
    assert following.timeoutInterval() == 3.0
    assert following.cachePolicy() == NSURLRequestReloadIgnoringLocalCacheData
    assert following.valueForHTTPHeaderField_("X-Mine") == "kept"


@pytest.mark.parametrize("location", ["/there", "https://other.example/there"])
def test_the_apps_own_authorization_is_left_behind(location: str) -> None:
    given = request(authorization="Bearer secret", host="127.0.0.1", X_Mine="kept")
    following = proposed(given, redirect(302, location))
    assert following is not None
    assert following.allHTTPHeaderFields() == {"X-Mine": "kept"}


def test_the_request_that_was_redirected_does_not_change() -> None:
    given = request("POST", Authorization="Bearer secret")
    given.setHTTPBody_(b"body")
    before = given.copy()
    proposed(given, redirect(303, "/there"))
    assert given == before


def test_a_proposed_request_cannot_be_changed() -> None:
    following = proposed(request(), redirect(302, "/there"))
    assert following is not None
    assert not isinstance(following, NSMutableURLRequest)


def test_twenty_hops_are_followed() -> None:
    assert LIMIT == 20
