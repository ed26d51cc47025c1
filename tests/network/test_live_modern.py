"""HTTP/2: the same happenings, on one connection that many requests share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.network.driving import Answers, Driver, body, head, only, play
from tests.servers.certificates import Authority
from tests.servers.modern import ModernServer, modern_server
from urlsession_mock.network.wire import (
    Asked,
    Chunk,
    Connected,
    End,
    Mark,
    Moment,
    Permission,
    Sent,
)

Make = Callable[..., Driver]
TRUST: Answers = [(Permission.DEFAULT, None)]
PAUSED = (("X-Pause", "1"),)


@pytest.fixture(scope="session")
def modern(authority: Authority) -> Iterator[ModernServer]:
    with modern_server(authority.for_loopback) as server:
        yield server


@pytest.fixture
def own(authority: Authority) -> Iterator[ModernServer]:
    """A server of the test's own, which holds requests with X-Pause back."""
    with modern_server(authority.for_loopback) as server:
        yield server


@pytest.fixture
def drive(modern: ModernServer, authority: Authority, driver: Make) -> Driver:
    return driver("127.0.0.1", ca=str(authority.ca))


def test_http_2_is_spoken_where_the_server_does(modern: ModernServer, drive: Driver) -> None:
    happenings = play(drive, drive.open(f"{modern.url}/Nepal"), TRUST)
    [connected] = only(Connected, happenings)

    assert connected.protocol == "h2"
    assert head(happenings).version == "HTTP/2"
    assert head(happenings).header("Content-Type") == "text/plain"
    assert body(happenings) == b"Kathmandu"
    assert happenings[-1] == End()
    assert modern.versions[-1] == "2"


def test_its_moments_are_those_of_http_1(modern: ModernServer, drive: Driver) -> None:
    happenings = play(drive, drive.open(f"{modern.url}/Nepal"), TRUST)

    assert [mark.moment for mark in only(Mark, happenings)] == [
        Moment.CONNECT_START,
        Moment.SECURE_CONNECTION_START,
        Moment.SECURE_CONNECTION_END,
        Moment.CONNECT_END,
        Moment.REQUEST_START,
        Moment.REQUEST_END,
        Moment.RESPONSE_START,
        Moment.RESPONSE_END,
    ]


def test_requests_share_one_connection_more_of_them_than_connections_are_allowed(
    own: ModernServer, authority: Authority, driver: Make
) -> None:
    drive = driver("127.0.0.1", ca=str(authority.ca), per_host=1)
    play(drive, drive.open(f"{own.url}/Nepal"), TRUST)
    opened = [drive.open(f"{own.url}/Peru", headers=PAUSED) for _ in range(8)]

    assert all(own.wait_for_paused() for _ in opened)
    own.release()
    all_of = [drive.all(exchange) for exchange in opened]
    assert [body(happenings) for happenings in all_of] == [b"Lima"] * 8
    assert all(only(Connected, happenings)[0].is_reused for happenings in all_of)


def test_giving_one_up_leaves_the_others_alone(
    own: ModernServer, authority: Authority, driver: Make
) -> None:
    drive = driver("127.0.0.1", ca=str(authority.ca))
    play(drive, drive.open(f"{own.url}/Nepal"), TRUST)
    opened = [drive.open(f"{own.url}/Peru", headers=PAUSED) for _ in range(3)]
    assert all(own.wait_for_paused() for _ in opened)
    opened[1].close()
    own.release()

    assert [body(drive.all(opened[n])) for n in (0, 2)] == [b"Lima"] * 2
    assert body(drive.get(f"{own.url}/UK")) == b"London"


def test_a_connection_that_ended_while_idle_is_replaced(
    own: ModernServer, authority: Authority, driver: Make
) -> None:
    drive = driver("127.0.0.1", ca=str(authority.ca))
    play(drive, drive.open(f"{own.url}/Nepal"), TRUST)
    own.cut()
    happenings = play(drive, drive.open(f"{own.url}/Peru"), TRUST)

    assert body(happenings) == b"Lima"
    assert [one.is_reused for one in only(Connected, happenings)] == [True, False]


def test_a_body_goes_out_in_pieces(modern: ModernServer, drive: Driver) -> None:
    sent = bytes(range(256)) * 1000
    exchange = drive.open(f"{modern.url}/upload", method="POST", body=sent)
    happenings = play(drive, exchange, TRUST)

    assert [one.count for one in only(Sent, happenings)] == [65_536] * 3 + [59_392]
    assert body(happenings) == b'{"received": 256000}'
    assert modern.asked[-1].body == sent


def test_a_large_body_comes_whole(modern: ModernServer, drive: Driver) -> None:
    happenings = play(drive, drive.open(f"{modern.url}/bytes/5000000"), TRUST)

    assert len(body(happenings)) == 5_000_000
    assert len(only(Chunk, happenings)) > 1
    assert len(only(Asked, happenings)) == 1
