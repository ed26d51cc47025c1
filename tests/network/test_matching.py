"""Which registered request fits one that came."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.network.driving import outgoing
from urlsession_mock.network.matching import Wanted, place_of
from urlsession_mock.network.stubs import Network, Wanting
from urlsession_mock.network.wire import Happening, Head


def status(steps: tuple[Happening, ...] | None) -> int | None:
    """Of the answer; None where nobody answers."""
    return None if steps is None else next(s.status for s in steps if isinstance(s, Head))


@pytest.mark.parametrize(
    ("registered", "came", "fits"),
    [
        ("https://example.com/a", "https://example.com/a", True),
        ("https://EXAMPLE.com:443/a#here", "https://example.com/a", True),
        ("https://example.com", "https://example.com/", True),
        ("https://example.com/a", "http://example.com/a", False),
        ("https://example.com/a", "https://example.com/A", False),
        ("https://example.com/a", "https://example.com/a?x=1", False),
        ("https://example.com/a?x=1&y=2", "https://example.com/a?y=2&x=1", True),
        ("https://example.com/a?x=1&x=2", "https://example.com/a?x=1", False),
        ("https://example.com/{id}/b", "https://example.com/7/b", True),
        ("https://example.com/{id}/b", "https://example.com/7/8/b", False),
        ("https://example.com/*.mp3", "https://example.com/one.mp3", True),
        ("https://example.com/*.mp3", "https://example.com/x/one.mp3", False),
        ("https://example.com/**.mp3", "https://example.com/x/one.mp3", True),
        ("https://*.example.com/a", "https://cdn.example.com/a", True),
        ("https://*.example.com/a", "https://example.com/a", False),
        ("https://example.com/{id}?x=1", "https://example.com/7?x=1", True),
        ("https://example.com/a.b", "https://example.com/acb", False),
        ("http://[::1]:8080/a", "http://[::1]:8080/a", True),
    ],
)
def test_a_url_fits_by_its_parts(registered: str, came: str, fits: bool) -> None:
    network = Network()
    network.get(registered).respond()
    assert (network.answer(outgoing(came)) is not None) is fits


def test_a_compiled_pattern_is_of_the_whole_url() -> None:
    network = Network()
    network.get(re.compile(r"https://example\.com/(?P<id>\d+)\?.*")).respond_with(
        lambda request: request.parameters["id"]
    )
    assert network.answer(outgoing("https://example.com/7?x=1")) is not None
    assert network.answer(outgoing("https://example.com/7")) is None


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        ({"query": {"x": "1"}}, True),
        ({"query": {"x": "2"}}, False),
        ({}, False),
        ({"ignore_query": True}, True),
    ],
)
def test_a_query_is_wanted_as_a_whole_or_not_at_all(wanted: Wanting, fits: bool) -> None:
    network = Network()
    network.get("https://example.com/a", **wanted).respond()
    assert (network.answer(outgoing("https://example.com/a?x=1")) is not None) is fits


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        ({"headers": {"x-key": "1"}}, True),
        ({"headers": {"X-Key": "2"}}, False),
        ({"headers": {"X-Other": "1"}}, False),
        ({"body": b'{"a": 1}'}, True),
        ({"body": '{"a": 1}'}, True),
        ({"body": "other"}, False),
        ({"json": {"a": 1}}, True),
        ({"json": {"a": 2}}, False),
        ({"body": lambda body: b"a" in body}, True),
        ({"body": lambda body: b"b" in body}, False),
    ],
    ids=range(10),
)
def test_headers_and_the_body_may_be_wanted_too(wanted: Wanting, fits: bool) -> None:
    network = Network()
    network.post("https://example.com/a", **wanted).respond()
    asked = outgoing("https://example.com/a", "POST", (("X-Key", "1"),), b'{"a": 1}')
    assert (network.answer(asked) is not None) is fits


def test_the_newest_that_fits_answers_until_it_is_used_up() -> None:
    network = Network()
    network.get("https://example.com/a").respond(201)
    network.get("https://example.com/*").respond(202, times=1)
    network.any("https://example.com/a").respond(203, times=2)
    asked = outgoing("https://example.com/a")
    assert [status(network.answer(asked)) for _ in range(5)] == [203, 203, 202, 201, 201]


def test_answers_are_given_in_turn_and_the_last_one_goes_on() -> None:
    network = Network()
    network.get("https://example.com/a").respond(201, times=2).respond(202).respond(203)
    asked = outgoing("https://example.com/a")
    assert [status(network.answer(asked)) for _ in range(5)] == [201, 201, 202, 203, 203]


def test_an_answer_that_is_added_later_is_the_next_one() -> None:
    network = Network()
    stub = network.get("https://example.com/a").respond(201)
    asked = outgoing("https://example.com/a")
    first = [status(network.answer(asked)) for _ in range(2)]
    stub.respond(202)
    assert (first, status(network.answer(asked))) == ([201, 201], 202)


def test_any_method_fits_where_none_is_named() -> None:
    network = Network()
    stub = network.any("https://example.com/a").respond()
    for method in ("GET", "PUT", "OPTIONS"):
        assert network.answer(outgoing("https://example.com/a", method)) is not None
    assert [request.method for request in stub.requests] == ["GET", "PUT", "OPTIONS"]


@pytest.mark.parametrize(
    ("returned", "body"),
    [
        (b"bytes", b"bytes"),
        ("text", b"text"),
        ({"a": 1}, b'{"a": 1}'),
        ([1], b"[1]"),
    ],
)
def test_an_answer_is_computed_from_the_request(returned: object, body: bytes) -> None:
    network = Network()
    network.post("https://example.com/{name}").respond_with(lambda request: returned)  # type: ignore[arg-type, return-value]  # each kind in turn
    steps = network.answer(outgoing("https://example.com/a", "POST", (), b"sent"))
    assert steps is not None
    assert b"".join(getattr(step, "data", b"") for step in steps) == body


def test_a_computed_answer_sees_all_of_the_request() -> None:
    network = Network()
    seen: list[object] = []

    def see(request: object) -> bytes:
        seen.append(request)
        return b""

    network.put("https://example.com/{name}/{id}", ignore_query=True).respond_with(see)
    asked = outgoing("https://example.com/a/7?x=1", "PUT", (("X-Key", "k"),), b'{"a": 1}')
    network.answer(asked)
    (found,) = network._stubs[0].requests
    assert seen == [found]
    assert (found.method, found.url) == ("PUT", "https://example.com/a/7?x=1")
    assert (found.parameters, found.query) == ({"name": "a", "id": "7"}, {"x": "1"})
    assert (found.header("x-key"), found.header("other"), found.json()) == ("k", None, {"a": 1})


def test_a_callback_that_returns_nothing_of_use_is_told() -> None:
    network = Network()
    network.get("https://example.com/a").respond_with(lambda request: None)  # type: ignore[arg-type, return-value]  # the slip
    with pytest.raises(TypeError, match=r"the callback for GET .*/a returned None"):
        network.answer(outgoing("https://example.com/a"))


@pytest.mark.parametrize(
    ("registered", "asked"),
    [
        ("https://example.com/items/{}", "https://example.com/items/500"),
        ("https://example.com/items?page={}", "https://example.com/items?page=500"),
        ("https://example.com/of-{}/{{id}}", "https://example.com/of-500/7"),
    ],
    ids=["path", "query", "pattern"],
)
def test_one_of_a_thousand_is_looked_up_not_searched(registered: str, asked: str) -> None:
    network = Network()
    for number in range(1000):
        network.get(registered.format(number)).respond()
    found = network._index.near("GET", place_of(asked))
    assert [stub.number for stub in found] == [500]


def test_a_check_of_the_body_may_ask_the_network() -> None:
    network = Network()
    network.post("https://example.com/a", body=lambda body: bool(network.unused())).respond()
    assert network.answer(outgoing("https://example.com/a", "POST")) is not None


def test_a_check_is_not_asked_where_no_answer_is_left() -> None:
    network = Network()
    seen: list[bytes] = []

    def check(body: bytes) -> bool:
        seen.append(body)
        return True

    network.post("https://example.com/a", body=check).respond(times=1)
    for body in (b"1", b"2"):
        network.answer(outgoing("https://example.com/a", "POST", (), body))
    assert seen == [b"1"]


def test_an_answer_for_one_request_goes_to_one_thread_only() -> None:
    network = Network()
    both = threading.Barrier(2)

    def check(body: bytes) -> bool:
        both.wait(5)  # so both have found it before one takes it
        return True

    network.post("https://example.com/a").respond(201)
    network.post("https://example.com/a", body=check).respond(202, times=1)

    def ask() -> int | None:
        return status(network.answer(outgoing("https://example.com/a", "POST")))

    with ThreadPoolExecutor(2) as pool:
        found = [pool.submit(ask) for _ in range(2)]
        assert sorted(one.result(10) or 0 for one in found) == [201, 202]


def test_a_name_stands_once_in_a_url() -> None:
    with pytest.raises(ValueError, match=r"\{id\} comes again in 'https://example.com"):
        Network().get("https://example.com/{id}/{id}")


@pytest.mark.parametrize("times", [0, -1])
def test_an_answer_is_given_once_at_least(times: int) -> None:
    with pytest.raises(ValueError, match="times is a number from 1 up"):
        Network().get("https://example.com/a").respond(times=times)


def test_a_body_is_wanted_in_one_way() -> None:
    with pytest.raises(TypeError, match="give body or json"):
        Network().post("https://example.com/a", body=b"x", json=1)


def test_a_place_keeps_what_tells_servers_apart() -> None:
    assert place_of("HTTP://Example.com:8080/a?b=1&a=2") == place_of(
        "http://example.com:8080/a?a=2&b=1#c"
    )
    assert str(Wanted.of("GET", "https://example.com/a")) == "GET https://example.com/a"
