"""Servers that misbehave: what each becomes, and that what came before it is not lost."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Callable

import pytest

from tests.network.driving import Driver, body, head, only
from tests.servers.odd import OddServer
from urlsession_mock.foundation import NSError
from urlsession_mock.foundation.constants import NSUnderlyingErrorKey
from urlsession_mock.network import dialing
from urlsession_mock.network.failures import Stage, failure_of
from urlsession_mock.network.wire import (
    Chunk,
    Connected,
    End,
    Failure,
    Happening,
    Head,
    Informational,
    Mark,
    Moment,
    Sent,
)

Make = Callable[..., Driver]

LOST, UNPARSED = (-1005, 4, -4), (-1017, 4, -1)

# fmt: off
BROKEN = [
    # What the server does; code, and the stream's domain and code; what came of the body.
    ("/closes-before-the-head",  LOST,     None),
    ("/resets-before-the-head",  LOST,     None),
    ("/closes-in-the-head",      LOST,     None),
    ("/closes-in-the-body",      LOST,     b"0123456789"),
    ("/resets-in-the-body",      LOST,     b"0123456789"),
    ("/closes-in-a-chunk",       LOST,     b"01234"),
    ("/chunks-wrongly",          UNPARSED, b"0123456789"),
    ("/garbage",                 UNPARSED, None),
    ("/no-status",               UNPARSED, None),
    ("/no-field",                UNPARSED, None),
    ("/says-no-length",          UNPARSED, None),
    ("/says-two-lengths",        UNPARSED, None),
]

SOUND = [
    ("/says-too-little", b"01234"),
    ("/says-nothing",    b"0123456789"),
    ("/old",             b"0123456789"),
]

SAID = [
    (OSError(errno.ENETUNREACH, "no way"),  Stage.CONNECTING, (-1009, 1, 50)),
    (OSError(errno.ETIMEDOUT, "too long"),  Stage.CONNECTING, (-1001, 4, -2102)),
    (OSError(errno.ETIMEDOUT, "too long"),  Stage.BODY,       (-1001, 4, -2102)),
    (OSError(errno.EMFILE, "too many"),     Stage.CONNECTING, (-1004, 1, 61)),
    (OSError(errno.ECONNRESET, "cut"),      Stage.CONNECTING, (-1004, 1, 61)),
    (OSError(errno.ECONNRESET, "cut"),      Stage.SENDING,    (-1005, 4, -4)),
    (ssl.SSLError(1, "no ciphers"),         Stage.CONNECTING, (-1200, 3, -9802)),
    (ssl.SSLError(1, "bad record"),         Stage.BODY,       (-1005, 4, -4)),
    (ValueError("anything"),                Stage.BODY,       (-1, None, None)),
]
# fmt: on


def failed(happenings: list[Happening]) -> tuple[int, object, object]:
    """The code of the failure that was last, and the stream's domain and code."""
    last = happenings[-1]
    assert isinstance(last, Failure)
    info = last.info
    cause = info[NSUnderlyingErrorKey]
    assert isinstance(cause, NSError)
    assert (cause.domain(), cause.code()) == ("kCFErrorDomainCFNetwork", last.code)
    assert cause.userInfo().items() >= {k: v for k, v in info.items() if k[0] == "_"}.items()
    return last.code, info.get("_kCFStreamErrorDomainKey"), info.get("_kCFStreamErrorCodeKey")


@pytest.mark.parametrize(("path", "expected", "came"), BROKEN)
def test_a_broken_answer_fails_as_on_a_mac(
    odd: OddServer,
    driver: Make,
    path: str,
    expected: tuple[int, int, int],
    came: bytes | None,
) -> None:
    drive = driver(odd.url)
    exchange = drive.open(odd.url + path)
    happenings: list[Happening] = []
    if path == "/resets-in-the-body":  # a reset overtakes what was not read yet
        happenings += drive.until(exchange, lambda one: isinstance(one, Chunk))
        odd.release()
    happenings += drive.all(exchange)

    assert failed(happenings) == expected
    assert bool(only(Head, happenings)) is (came is not None)
    assert body(happenings) == (came or b"")


@pytest.mark.parametrize(("path", "expected"), SOUND)
def test_what_http_allows_is_no_failure(
    odd: OddServer, driver: Make, path: str, expected: bytes
) -> None:
    happenings = driver(odd.url).get(odd.url + path)

    assert happenings[-1] == End()
    assert body(happenings) == expected


def test_a_body_longer_than_was_said_spoils_no_other_request(odd: OddServer, driver: Make) -> None:
    drive = driver(odd.url)
    drive.get(f"{odd.url}/sends-too-much")
    second = drive.get(f"{odd.url}/ok")

    assert body(second) == b"0123456789"
    assert not only(Connected, second)[0].is_reused


@pytest.mark.parametrize(("method", "again"), [("GET", True), ("POST", False)])
def test_a_connection_that_ended_while_idle_is_replaced_where_that_does_no_harm(
    odd: OddServer, driver: Make, method: str, again: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The server hangs up at the very moment in which the next request goes out.
    monkeypatch.setattr(dialing.Line, "is_readable", False)
    drive = driver(odd.url)
    drive.get(f"{odd.url}/hangs-up-later")
    odd.release()
    second = drive.get(f"{odd.url}/ok", method=method)

    assert [one.is_reused for one in only(Connected, second)] == (
        [True, False] if again else [True]
    )
    assert isinstance(second[-1], End if again else Failure)


def test_a_port_that_nobody_listens_on_refuses(driver: Make) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    assert failed(driver("127.0.0.1").get(f"http://127.0.0.1:{port}/")) == (-1004, 1, 61)


def test_a_name_that_is_not_known_is_not_found(
    driver: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look_up(*given: object, **more: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    happenings = driver("nowhere.example.com").get("http://nowhere.example.com/")

    assert failed(happenings) == (-1003, 12, 8)
    assert [mark.moment for mark in only(Mark, happenings)] == [Moment.DOMAIN_LOOKUP_START]


@pytest.mark.parametrize(("problem", "stage", "expected"), SAID)
def test_what_the_system_says_has_a_code(
    problem: Exception, stage: Stage, expected: tuple[int, object, object]
) -> None:
    found = failure_of(problem, stage)

    assert failed([found]) == expected
    cause = found.info[NSUnderlyingErrorKey]
    assert isinstance(cause, NSError)
    assert cause.localizedDescription() == str(problem)


def test_a_server_that_stalls_is_waited_for_without_a_thread_of_ours(
    odd: OddServer, driver: Make
) -> None:
    drive = driver(odd.url)
    exchange = drive.open(f"{odd.url}/stalls-in-the-body")
    before = drive.until(exchange, lambda one: isinstance(one, Chunk))

    assert exchange.next() is None
    odd.release()
    assert body(before + drive.all(exchange)) == b"0123456789" * 2


def test_pieces_come_as_they_were_sent_to_who_keeps_up(odd: OddServer, driver: Make) -> None:
    drive = driver(odd.url)
    exchange = drive.open(f"{odd.url}/drips")
    taken: list[Happening] = []
    for _ in range(2):
        taken += drive.until(exchange, lambda one: isinstance(one, Chunk))
        odd.release()
    taken += drive.all(exchange)

    assert [chunk.data for chunk in only(Chunk, taken)] == [b"a", b"b", b"c"]


def test_interim_responses_come_before_the_final_one(odd: OddServer, driver: Make) -> None:
    happenings = driver(odd.url).get(f"{odd.url}/interim")

    assert [(one.status, one.headers) for one in only(Informational, happenings)] == [
        (102, ()),
        (103, (("Link", "</style.css>"),)),
    ]
    kinds = [type(one) for one in happenings]
    assert kinds.index(Informational) < kinds.index(Head)
    assert body(happenings) == b"0123456789"


def test_an_interim_response_may_come_in_pieces(odd: OddServer, driver: Make) -> None:
    drive = driver(odd.url)
    exchange = drive.open(f"{odd.url}/interim-in-pieces")
    drive.until(exchange, lambda one: one == _mark(one, Moment.RESPONSE_START))
    odd.release()
    interim = drive.until(exchange, lambda one: isinstance(one, Informational))
    odd.release()
    rest = drive.all(exchange)

    assert only(Informational, interim) == [Informational(103, (("Link", "</a>"),))]
    assert head(rest).status == 200


def _mark(one: Happening, moment: Moment) -> Happening | None:
    return one if isinstance(one, Mark) and one.moment is moment else None


def test_the_answer_of_a_server_that_reads_no_body_is_heard(odd: OddServer, driver: Make) -> None:
    happenings = driver(odd.url).get(f"{odd.url}/answers-early", method="POST", body=bytes(300_000))

    assert head(happenings).status == 413
    assert sum(sent.count for sent in only(Sent, happenings)) <= 300_000


def test_a_body_that_nobody_takes_is_not_read(odd: OddServer, driver: Make) -> None:
    drive = driver(odd.url)
    exchange = drive.open(f"{odd.url}/endless")
    drive.until(exchange, lambda one: isinstance(one, Chunk))
    # More than ours and both systems' buffers would hold does not leave the server.
    assert odd.sent < 64 << 20
    exchange.close()

    assert odd.hung_up.wait(5)
    assert exchange.next() is None


@pytest.mark.parametrize("path", ["/never-answers", "/never-ends"])
def test_an_exchange_given_up_ends_its_connection(odd: OddServer, driver: Make, path: str) -> None:
    drive = driver(odd.url)
    exchange = drive.open(odd.url + path)
    drive.until(exchange, lambda one: one == _mark(one, Moment.REQUEST_END))
    exchange.close()
    exchange.close()

    assert odd.hung_up.wait(5)
    assert exchange.next() is None


def test_closing_ends_what_is_still_under_way(odd: OddServer, driver: Make) -> None:
    drive = driver(odd.url)
    exchange = drive.open(f"{odd.url}/stalls-in-the-body")
    drive.until(exchange, lambda one: isinstance(one, Chunk))

    assert drive.live.close() == []
    assert drive.live.close() == []
    with pytest.raises(RuntimeError, match="has ended; nothing can be started"):
        drive.open(f"{odd.url}/ok")
