"""A real server as an exchange: what happens, in which order, over plain HTTP/1.1."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.network.driving import Driver, body, head, only
from tests.servers.plain import PlainServer
from urlsession_mock.network.wire import Connected, End, Mark, Moment

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
