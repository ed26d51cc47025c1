"""Canned answers: what happens on the wire for what a test writes down."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.network.driving import body, head, only, outgoing
from urlsession_mock.foundation import NSURLErrorNetworkConnectionLost, NSURLErrorTimedOut
from urlsession_mock.network import Answer, Network, answer, failure, silence
from urlsession_mock.network.wire import (
    Asked,
    Chunk,
    Connected,
    End,
    Failure,
    Head,
    Informational,
    Pause,
    Stall,
)

PAGE = "https://example.com/a"
brotli: Any = import_module("brotli")  # Any: the package has no types
LOST = NSURLErrorNetworkConnectionLost


def played(made: Answer, method: str = "GET", **headers: str) -> list[Any]:
    fields = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return list(made.to(outgoing(PAGE, method, fields)))


def test_an_answer_is_a_response_its_pieces_and_an_end() -> None:
    steps = played(answer(201, {"X": "y"}, chunks=[b"ab", b"c"]))
    assert steps == [
        Connected(),
        Head(201, (("X", "y"), ("Content-Length", "3"))),
        Chunk(b"ab"),
        Chunk(b"c"),
        End(),
    ]


def test_headers_keep_their_order_and_come_twice() -> None:
    pairs = [("Set-Cookie", "a=1"), ("X", "y"), ("Set-Cookie", "b=2")]
    assert head(played(answer(headers=pairs))).headers[:3] == tuple(pairs)


@pytest.mark.parametrize(
    ("made", "length"),
    [
        (answer(body=b"abc"), "3"),
        (answer(body=b"abc", headers={"content-length": "9"}), "9"),
        (answer(body=b"abc", headers={"Transfer-Encoding": "chunked"}), None),
        (answer(body=b"abc", length=False), None),
        (answer(body=b"abc", then_fail=LOST), None),
        (answer(body=b"abc", then_fail=LOST, length=True), "3"),
        (answer(204), None),
    ],
    ids=range(7),
)
def test_a_length_is_said_where_a_server_knows_it(made: Answer, length: str | None) -> None:
    assert head(played(made)).header("Content-Length") == length


def test_times_are_pauses() -> None:
    steps = played(answer(chunks=[b"a", b"b", b"c"], delay=2, chunk_delay=1))
    kinds = [type(step) for step in steps]
    assert kinds == [Connected, Pause, Head, Chunk, Pause, Chunk, Pause, Chunk, End]
    assert sum(pause.seconds for pause in only(Pause, steps)) == 4


def test_interim_responses_come_first() -> None:
    steps = played(answer(informational=[102, (103, {"Link": "</a>"})]))
    assert only(Informational, steps) == [
        Informational(102),
        Informational(103, (("Link", "</a>"),)),
    ]


def test_an_answer_may_fail_or_fall_silent_in_the_middle() -> None:
    assert played(answer(body=b"a", then_fail=LOST))[-2:] == [Chunk(b"a"), Failure(LOST)]
    assert played(answer(body=b"a", then_stall=True))[-2:] == [Chunk(b"a"), Stall()]
    assert played(failure(LOST, delay=3)) == [Pause(3), Failure(LOST)]
    assert played(silence()) == [Stall()]


def test_bodies_come_in_many_ways(tmp_path: Path) -> None:
    file = tmp_path / "body"
    file.write_bytes(b"file")
    assert body(played(answer(body="text"))) == b"text"
    assert body(played(answer(body=file))) == b"file"
    whole = played(answer(json={"a": [1]}))
    assert json.loads(body(whole)) == {"a": [1]}
    assert head(whole).header("Content-Type") == "application/json"


@pytest.mark.parametrize(
    ("encoding", "undo"),
    [("gzip", gzip.decompress), ("deflate", zlib.decompress), ("br", brotli.decompress)],
)
def test_a_body_is_encoded_and_says_so(encoding: str, undo: Callable[[bytes], bytes]) -> None:
    steps = played(answer(chunks=[b"Hello ", b"World! " * 9], encoding=encoding))
    assert undo(body(steps)) == b"Hello " + b"World! " * 9
    assert head(steps).header("Content-Encoding") == encoding
    assert head(steps).header("Content-Length") == str(len(body(steps)))


def test_parts_are_put_together() -> None:
    steps = played(answer(parts=[({"Content-Type": "text/plain"}, b"one"), ({}, b"two")]))
    assert (head(steps).header("Content-Type") or "").startswith("multipart/x-mixed-replace;")
    assert body(steps).count(b"--urlsession-mock") == 3


def test_a_head_request_gets_the_headers_alone() -> None:
    steps = played(answer(body=b"abc"), "HEAD")
    assert (body(steps), head(steps).header("Content-Length")) == (b"", "3")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: answer(199), "status is an HTTP status from 200 up"),
        (lambda: answer(body=b"x", chunks=[b"y"]), "give body or chunks, not both"),
        (lambda: answer(body=b"x", json=1), "give body or json, not both"),
        (lambda: answer(chunks=["text"]), "chunks are bytes"),  # type: ignore[list-item]  # the slip
        (lambda: answer(encoding="zip"), "encoding is gzip, deflate, br; not 'zip'"),
        (lambda: answer(informational=[101]), "1xx but not 101"),
        (lambda: answer(delay=-1), "a delay is a number of seconds from 0 up"),
        (lambda: answer(headers={"X": 1}), "are text"),  # type: ignore[arg-type]  # the slip
        (lambda: answer(then_fail=1), "a negative int, as NSURLErrorTimedOut is"),
        (lambda: failure(999), "a negative int, as NSURLErrorTimedOut is"),
    ],
    ids=range(10),
)
def test_an_answer_that_no_server_gives_cannot_be_made(
    wrong: Callable[[], Answer], says: str
) -> None:
    with pytest.raises((TypeError, ValueError), match=says):
        wrong()


# -- conditions and ranges ---------------------------------------------------

DATE, LATER = "Wed, 21 Oct 2015 07:28:00 GMT", "Thu, 22 Oct 2015 07:28:00 GMT"
KNOWN = answer(headers={"ETag": '"v1"', "Last-Modified": DATE}, chunks=[b"0123", b"456789"])


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If_None_Match": '"v1"'}, 304),
        ({"If_None_Match": 'W/"v1", "v0"'}, 304),
        ({"If_None_Match": "*"}, 304),
        ({"If_None_Match": '"v0"', "If_Modified_Since": LATER}, 200),
        ({"If_Modified_Since": DATE}, 304),
        ({"If_Modified_Since": LATER}, 304),
        ({"If_Modified_Since": "yesterday"}, 200),
        ({}, 200),
    ],
    ids=range(8),
)
def test_what_has_not_changed_is_a_304(headers: dict[str, str], status: int) -> None:
    steps = played(KNOWN, **headers)
    assert head(steps).status == status
    assert body(steps) == (b"" if status == 304 else b"0123456789")


@pytest.mark.parametrize(
    ("headers", "status", "content", "said"),
    [
        ({"Range": "bytes=2-5"}, 206, b"2345", "bytes 2-5/10"),
        ({"Range": "bytes=4-"}, 206, b"456789", "bytes 4-9/10"),
        ({"Range": "bytes=-3"}, 206, b"789", "bytes 7-9/10"),
        ({"Range": "bytes=8-99"}, 206, b"89", "bytes 8-9/10"),
        ({"Range": "bytes=10-"}, 416, b"", "bytes */10"),
        ({"Range": "bytes=1-2,4-5"}, 200, b"0123456789", None),
        ({"Range": "lines=1-2"}, 200, b"0123456789", None),
        ({"Range": "bytes=4-", "If_Range": '"v1"'}, 206, b"456789", "bytes 4-9/10"),
        ({"Range": "bytes=4-", "If_Range": DATE}, 206, b"456789", "bytes 4-9/10"),
        ({"Range": "bytes=4-", "If_Range": '"v0"'}, 200, b"0123456789", None),
        ({"Range": "bytes=4-", "If_Range": 'W/"v1"'}, 200, b"0123456789", None),
    ],
    ids=range(11),
)
def test_a_range_is_given_if_it_can_be(
    headers: dict[str, str], status: int, content: bytes, said: str | None
) -> None:
    steps = played(KNOWN, **headers)
    assert (head(steps).status, body(steps)) == (status, content)
    assert head(steps).header("Content-Range") == said
    assert head(steps).header("Content-Length") == str(len(content))


def test_a_server_without_a_validator_heeds_nothing_unless_told() -> None:
    assert head(played(answer(body=b"0123"), Range="bytes=2-")).status == 200
    assert head(played(answer(body=b"0123", heeds=True), Range="bytes=2-")).status == 206
    unheeding = answer(headers={"ETag": '"v1"'}, body=b"0123", heeds=False)
    assert head(played(unheeding, If_None_Match='"v1"')).status == 200


# -- what a stub asks first --------------------------------------------------


@pytest.mark.parametrize("scheme", ["basic", "digest", "NTLM", "negotiate"])
def test_a_protected_page_is_denied_to_whoever_does_not_say_who_they_are(scheme: str) -> None:
    network = Network()
    network.get(PAGE).protect(scheme, "user", "secret").respond()
    steps = list(network.answer(outgoing(PAGE)) or ())
    assert head(steps).status == 401
    assert (head(steps).header("WWW-Authenticate") or "").lower().startswith(scheme.lower())


def test_a_wrong_password_stays_outside() -> None:
    network = Network()
    network.get(PAGE).protect("basic", "user", "secret").respond()
    right = (("Authorization", "Basic dXNlcjpzZWNyZXQ="),)
    wrong = (("Authorization", "Basic dXNlcjpvdGhlcg=="),)
    found = [list(network.answer(outgoing(PAGE, headers=each)) or ()) for each in (wrong, right)]
    assert [head(steps).status for steps in found] == [401, 200]


def test_certificates_are_asked_about_before_the_request_is_sent() -> None:
    network = Network()
    network.get(PAGE).untrusted().wants_certificate(b"name").respond()
    steps = list(network.answer(outgoing(PAGE)) or ())
    methods = [asked.space.authenticationMethod() for asked in only(Asked, steps)]
    assert methods == [
        "NSURLAuthenticationMethodServerTrust",
        "NSURLAuthenticationMethodClientCertificate",
    ]
    assert isinstance(steps[0], Connected)
    assert isinstance(steps[1], Asked)


def test_a_redirect_says_where_to() -> None:
    network = Network()
    network.get(PAGE).redirect("/b", 307, body="over there")
    steps = list(network.answer(outgoing(PAGE)) or ())
    assert (head(steps).status, head(steps).header("Location")) == (307, "/b")
    with pytest.raises(ValueError, match="a redirect is 301, 302, 303, 307, 308; not 200"):
        network.get(PAGE).redirect("/b", 200)


def test_a_stall_and_a_failure_are_answers_too() -> None:
    network = Network()
    network.get(PAGE).stall(times=1).fail(NSURLErrorTimedOut, user_info={"why": "because"})
    assert list(network.answer(outgoing(PAGE)) or ()) == [Stall()]
    failed = network.answer(outgoing(PAGE))
    assert failed == (Failure(NSURLErrorTimedOut, {"why": "because"}),)
