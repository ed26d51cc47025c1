"""A real WebSocket server and a canned one: the delegate and the blocks hear the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.network.test_websockets import NOT_CONNECTED, Talker, code
from tests.scripted import Notes, url
from tests.servers.certificates import Authority
from tests.servers.websocket import WebSocketServer, websocket_server
from urlsession_mock import Device
from urlsession_mock.foundation import (
    NSData,
    NSURLErrorBadServerResponse,
    NSURLErrorCannotConnectToHost,
    NSURLErrorServerCertificateUntrusted,
)
from urlsession_mock.network.websockets import WebSocketStub
from urlsession_mock.selectors import COMPLETE, SESSION_CHALLENGE, WEBSOCKET_CLOSE, WEBSOCKET_OPEN

Play = Callable[[Talker], object]


@pytest.fixture(scope="module")
def server() -> Iterator[WebSocketServer]:
    with websocket_server() as server:
        yield server


def _says(talker: Talker) -> None:
    talker.send("x")
    talker.listen()


def _echoes(talker: Talker) -> None:
    talker.send("text")
    talker.send(b"bytes")
    talker.receive(2)


def _pings(talker: Talker) -> None:
    for name in ("first", "second", "third"):
        talker.ping(name)


def _nothing(talker: Talker) -> None:
    talker.receive()


# fmt: off
# What the real server does at a path, and the canned one that does the same.
PLAYS: dict[str, tuple[Callable[[WebSocketStub], object], Play]] = {
    "/echo":                (lambda stub: stub.echoes(), _echoes),
    "/echo?ping":           (lambda stub: stub.echoes(), _pings),
    "/closes":              (lambda stub: stub.echoes().receives().closes(1000, "bye"), _says),
    "/closes-4000":         (lambda stub: stub.echoes().receives().closes(4000, "tired"), _says),
    "/closes-without-code": (lambda stub: stub.echoes().receives().closes(), _says),
    "/drops":               (lambda stub: stub.echoes().receives().drops(), _says),
    "/refused":             (lambda stub: stub.refuses(403), _nothing),
    "/hangs-up":            (lambda stub: stub.refuses(None), _nothing),
    "/fragments":           (lambda stub: stub.sends("in three pieces"), _nothing),
}
# fmt: on


class Heard:
    """All that one run told."""

    def __init__(self, notes: Notes, talker: Talker) -> None:
        self.said = notes.said[1:]
        self.closed = [
            given[2:]
            for said, given in zip(notes.said, notes.given, strict=True)
            if said in (WEBSOCKET_CLOSE, WEBSOCKET_OPEN)
        ]
        self.code = talker.task.closeCode()
        ended = COMPLETE in notes.said
        self.error = code(notes.last(COMPLETE)[-1]) if ended else None
        # A send and its echo race each other on a real wire; each has its own order.
        self.sent = [one for one in talker.heard if one == "sent"]
        self.rest = [one for one in talker.heard if one != "sent"]


def heard(device: Device, address: str, play: Play) -> Heard:
    notes = Notes()
    talker = Talker(device.session(notes), address)
    talker.task.resume()
    play(talker)
    device.run()
    return Heard(notes, talker)


@pytest.mark.parametrize("path", PLAYS)
def test_a_real_server_and_a_canned_one_are_heard_alike(
    device: Device, server: WebSocketServer, path: str
) -> None:
    say, play = PLAYS[path]
    say(device.network.websocket("ws://canned.example.com/"))
    device.network.live(server.url)
    canned = heard(device, "ws://canned.example.com/", play)
    real = heard(device, server.url + path, play)

    assert canned.rest
    assert vars(real) == vars(canned)


def test_a_redirect_leads_to_where_the_real_server_says(
    device: Device, server: WebSocketServer
) -> None:
    device.network.live(server.url)
    assert heard(device, server.url + "/moved", _echoes).rest == ["text", b"bytes"]


def test_the_protocol_is_the_one_that_a_real_server_chose(
    device: Device, server: WebSocketServer, notes: Notes
) -> None:
    device.network.live(server.url)
    session = device.session(notes)
    talker = Talker(session)
    address = url(server.url + "/echo")
    talker.task = session.webSocketTaskWithURL_protocols_(address, ["news", "chat"])
    talker.task.resume()
    talker.ping()
    device.run()

    assert notes.last(WEBSOCKET_OPEN)[-1] == "chat"


@pytest.mark.parametrize(
    ("say", "heard_as"),
    [
        (lambda task: task.cancel(), (None, "")),
        (lambda task: task.cancelWithCloseCode_reason_(4001, NSData(b"done")), (4001, "done")),
    ],
)
def test_a_real_server_hears_that_a_task_was_cancelled(
    device: Device, server: WebSocketServer, say: Callable[[object], None], heard_as: object
) -> None:
    """R89."""
    device.network.live(server.url)
    server.goodbyes.clear()
    server.said_goodbye.clear()
    notes = Notes()
    talker = Talker(device.session(notes), server.url + "/echo")
    talker.task.resume()
    talker.ping()
    device.run()
    say(talker.task)
    device.run()

    assert server.said_goodbye.wait(5)
    assert server.goodbyes == [heard_as]
    assert code(notes.last(COMPLETE)[-1]) == ("URLErrorDomain", -999)


def test_a_host_that_was_not_allowed_is_not_contacted(
    device: Device, server: WebSocketServer
) -> None:
    device.network.live("http://127.0.0.1:9")
    notes = Notes()
    Talker(device.session(notes), server.url + "/echo").task.resume()
    device.run()

    error = notes.last(COMPLETE)[-1]
    assert code(error) == ("URLErrorDomain", NSURLErrorCannotConnectToHost)
    assert "it is not allowed here" in error.localizedDescription()


def test_a_real_server_that_keeps_silent_does_not_hold_up_a_run(server: WebSocketServer) -> None:
    with Device(limit=0.1) as device:
        device.network.live(server.url)
        talker = Talker(device.session(Notes()), server.url + "/echo")
        talker.task.resume()
        talker.ping()
        talker.receive()
        device.run()

        assert talker.heard == ["pong"]


def test_what_is_no_http_refuses_the_handshake(device: Device, server: WebSocketServer) -> None:
    device.network.live(server.url)
    refused = heard(device, server.url + "/hangs-up", _nothing)

    assert refused.error == ("URLErrorDomain", NSURLErrorBadServerResponse)
    assert refused.rest == [("received", refused.error)]
    assert NOT_CONNECTED not in refused.rest


def test_a_secure_websocket_asks_about_its_server_as_any_request_does(
    device: Device, authority: Authority, notes: Notes
) -> None:
    with websocket_server(authority.context()) as server:
        device.network.live(server.url, ca=authority.ca)
        talker = Talker(device.session(notes), server.url + "/echo")
        talker.task.resume()
        _echoes(talker)
        device.run()

    assert [one for one in talker.heard if one != "sent"] == ["text", b"bytes"]
    assert notes.said[1:3] == [SESSION_CHALLENGE, WEBSOCKET_OPEN]


def test_a_secure_websocket_to_a_server_that_is_not_trusted_fails(
    device: Device, authority: Authority, notes: Notes
) -> None:
    with websocket_server(authority.context()) as server:
        device.network.live(server.url)
        talker = Talker(device.session(notes), server.url + "/echo")
        talker.task.resume()
        _nothing(talker)
        device.run()

    untrusted = ("URLErrorDomain", NSURLErrorServerCertificateUntrusted)
    assert code(notes.last(COMPLETE)[-1]) == untrusted
    assert talker.heard == [("received", untrusted)]
