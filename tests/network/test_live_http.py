"""A real server as an exchange: what happens, in which order, over plain HTTP/1.1."""

from __future__ import annotations

import asyncio
import gzip
import json
import threading
from collections.abc import Callable

import pytest

from tests.network.driving import Driver, body, head, only
from tests.servers.plain import PlainServer, plain_server
from urlsession_mock.foundation.error_codes import NSURLErrorBadURL
from urlsession_mock.network.mailbox import Mailbox
from urlsession_mock.network.wire import (
    Chunk,
    Connected,
    End,
    Failure,
    Mark,
    Moment,
    Sent,
)

Make = Callable[..., Driver]


def test_a_get_brings_head_body_and_end(plain: PlainServer, driver: Make) -> None:
    happenings = driver(plain.url).get(f"{plain.url}/Nepal")

    assert head(happenings).status == 200
    assert head(happenings).header("content-type") == "text/plain"
    assert body(happenings) == b"Kathmandu"
    assert happenings[-1] == End()


def test_moments_pass_in_the_order_of_apples_metrics(plain: PlainServer, driver: Make) -> None:
    happenings = driver(plain.url).get(f"{plain.url}/Nepal")
    marks = only(Mark, happenings)

    assert [mark.moment for mark in marks] == [
        Moment.CONNECT_START,
        Moment.CONNECT_END,
        Moment.REQUEST_START,
        Moment.REQUEST_END,
        Moment.RESPONSE_START,
        Moment.RESPONSE_END,
    ]
    assert [mark.at for mark in marks] == sorted(mark.at for mark in marks)


def test_the_second_request_reuses_the_connection(plain: PlainServer, driver: Make) -> None:
    drive = driver(plain.url)
    [first] = only(Connected, drive.get(f"{plain.url}/Nepal"))
    [second] = only(Connected, drive.get(f"{plain.url}/Peru"))

    assert (first.is_reused, second.is_reused) == (False, True)
    assert first.local == second.local
    assert first.remote == ("127.0.0.1", plain.server_port)
    assert first.protocol == "http/1.1"


@pytest.mark.parametrize("allowed", ["127.0.0.1", "127.0.0.1:{port}", "http://127.0.0.1:{port}/a"])
def test_a_host_is_allowed_by_each_kind_of_pattern(
    plain: PlainServer, driver: Make, allowed: str
) -> None:
    drive = driver(allowed.format(port=plain.server_port))

    assert body(drive.get(f"{plain.url}/Peru")) == b"Lima"


def test_headers_go_out_as_they_are_given_and_come_in_as_they_are_sent(
    plain: PlainServer, driver: Make
) -> None:
    given = (("X-Twice", "1"), ("X-Twice", "2"), ("accept-ENCODING", "gzip"))
    happenings = driver(plain.url).get(f"{plain.url}/setCookies", headers=given)

    assert plain.asked[-1].headers == (("Host", f"127.0.0.1:{plain.server_port}"), *given)
    cookies = [value for name, value in head(happenings).headers if name == "Set-Cookie"]
    assert len(cookies) == 2


def test_a_host_given_by_the_request_is_sent(plain: PlainServer, driver: Make) -> None:
    driver(plain.url).get(f"{plain.url}/Nepal", headers=(("Host", "other.example.com"),))

    assert plain.asked[-1].header("Host") == "other.example.com"


def test_nothing_is_decoded_and_no_redirect_followed(plain: PlainServer, driver: Make) -> None:
    drive = driver(plain.url)
    zipped = drive.get(f"{plain.url}/gzipped-response")
    redirect = drive.get(f"{plain.url}/302?location=Nepal")

    assert gzip.decompress(body(zipped)) == b"Hello World!"
    assert head(redirect).status == 302
    assert head(redirect).header("Location") == "Nepal"


def test_a_target_goes_out_as_the_url_spells_it(plain: PlainServer, driver: Make) -> None:
    driver(plain.url).get(f"{plain.url}/a%20b//c?d=%2F&e=f%20g#fragment")

    assert plain.asked[-1].target == "/a%20b//c?d=%2F&e=f%20g"


# fmt: off
BODIES = [
    ("POST",   b"",           "0"),
    ("PUT",    b"",           "0"),
    ("GET",    b"",           None),
    ("DELETE", b"",           None),
    ("HEAD",   b"",           None),
    ("DELETE", b"x",          "1"),
    ("POST",   bytes(65_537), "65537"),
]
# fmt: on


@pytest.mark.parametrize(("method", "content", "length"), BODIES)
def test_a_body_is_framed_where_there_may_be_one(
    plain: PlainServer, driver: Make, method: str, content: bytes, length: str | None
) -> None:
    happenings = driver(plain.url).get(f"{plain.url}/upload", method=method, body=content)

    assert happenings[-1] == End()
    assert plain.asked[-1].header("Content-Length") == length
    assert plain.asked[-1].body == content


def test_a_body_goes_out_in_pieces_each_told_when_it_has(plain: PlainServer, driver: Make) -> None:
    content = bytes(range(256)) * 1000
    happenings = driver(plain.url).get(f"{plain.url}/upload", method="PUT", body=content)

    assert [one.count for one in only(Sent, happenings)] == [65_536] * 3 + [59_392]
    assert json.loads(body(happenings)) == {"received": 256_000}
    assert plain.asked[-1].body == content


def test_a_body_may_be_framed_in_chunks(plain: PlainServer, driver: Make) -> None:
    content = bytes(100_000)
    happenings = driver(plain.url).get(
        f"{plain.url}/upload",
        method="POST",
        body=content,
        headers=(("Transfer-Encoding", "chunked"),),
    )

    assert json.loads(body(happenings)) == {"received": 100_000}
    assert plain.asked[-1].header("Content-Length") is None


def test_a_body_that_is_not_as_long_as_its_header_says_cannot_be_sent(
    plain: PlainServer, driver: Make
) -> None:
    happenings = driver(plain.url).get(
        f"{plain.url}/upload", method="POST", body=b"abc", headers=(("Content-Length", "2"),)
    )
    last = happenings[-1]

    assert isinstance(last, Failure)
    assert last.code == NSURLErrorBadURL


def test_no_more_connections_than_allowed_go_to_a_host(driver: Make) -> None:
    with plain_server() as server:
        drive = driver(server.url, per_host=2)
        paused = (("X-Pause", "1"),)
        opened = [drive.open(f"{server.url}/Peru", headers=paused) for _ in range(5)]
        assert server.wait_for_paused()
        assert server.wait_for_paused()
        assert server.connections == 2
        server.go_on.set()
        bodies = [body(drive.all(exchange)) for exchange in opened]

    assert bodies == [b"Lima"] * 5
    assert server.connections == 2


def test_a_name_is_looked_up_and_says_so(plain: PlainServer, driver: Make) -> None:
    drive = driver("localhost")
    happenings = drive.get(f"http://localhost:{plain.server_port}/Nepal")

    assert [mark.moment for mark in only(Mark, happenings)][:3] == [
        Moment.DOMAIN_LOOKUP_START,
        Moment.DOMAIN_LOOKUP_END,
        Moment.CONNECT_START,
    ]
    assert body(happenings) == b"Kathmandu"


def test_no_thread_is_left_when_all_is_closed(plain: PlainServer, driver: Make) -> None:
    before = set(threading.enumerate())
    drive = driver("localhost")
    drive.get(f"http://localhost:{plain.server_port}/Nepal")
    ours = {one.name for one in set(threading.enumerate()) - before}

    assert "urlsession-live" in ours
    assert drive.live.close() == []
    left = {one.name for one in threading.enumerate() if one.name.startswith("urlsession-live")}
    assert not left


def test_pieces_that_nobody_took_yet_are_taken_together() -> None:
    async def fill() -> Mailbox:
        mailbox = Mailbox(asyncio.get_running_loop(), lambda: None)
        for piece in (b"a", b"b", b"c"):
            await mailbox.put(Chunk(piece))
        mailbox.note(End())
        return mailbox

    mailbox = asyncio.run(fill())

    assert mailbox.next() == Chunk(b"abc")
    assert mailbox.next() == End()
    assert mailbox.next() is None
