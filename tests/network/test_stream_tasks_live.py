"""A real TCP server and a canned one: the delegate and the blocks hear the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.network.test_stream_tasks import Streamer
from tests.network.test_websockets import code
from tests.scripted import Notes
from tests.servers.certificates import Authority
from tests.servers.tcp import TCPServer, tcp_server
from urlsession_mock import Device, NotPossibleNow
from urlsession_mock.foundation import (
    NSURLErrorCannotConnectToHost,
    NSURLErrorServerCertificateUntrusted,
    NSURLErrorTimedOut,
)
from urlsession_mock.network.streams import StreamStub
from urlsession_mock.selectors import CAPTURED_STREAMS, CHALLENGE, COMPLETE

Play = Callable[[Streamer], object]


@pytest.fixture(scope="module")
def server(authority: Authority) -> Iterator[TCPServer]:
    with tcp_server(authority.context()) as server:
        yield server


def to(host: str, port: int, device: Device) -> tuple[Notes, Streamer]:
    notes = Notes()
    session = device.session(notes)
    return notes, Streamer(session, session.streamTaskWithHostName_port_(host, port))


def _echoes(streamer: Streamer) -> None:
    streamer.write(b"echo\n")
    streamer.write(b"abc")
    streamer.write(b"def")
    streamer.read(6, 6)


def _hears_the_end(streamer: Streamer) -> None:
    streamer.write(b"bye\n")
    streamer.read(4, 4)
    streamer.read()


def _closes(streamer: Streamer) -> None:
    streamer.write(b"echo\n")
    streamer.write(b"abc")
    streamer.task.closeWrite()
    streamer.read(3, 3)
    streamer.read()
    streamer.write(b"too late")


def _loses(streamer: Streamer) -> None:
    streamer.write(b"drop\n")
    streamer.read()


# fmt: off
PLAYS: dict[str, tuple[Callable[[StreamStub], object], Play]] = {
    "echo":  (lambda stub: stub.receives(5).replies(_after_the_first_line), _echoes),
    "bye":   (lambda stub: stub.receives(4).sends(b"abcd").closes(), _hears_the_end),
    "close": (lambda stub: stub.replies(_after_the_first_line).receives(8).closes(), _closes),
    "drop":  (lambda stub: stub.receives(5).drops(), _loses),
}
# fmt: on


def _after_the_first_line(data: bytes) -> bytes | None:
    return None if data == b"echo\n" else data


def _heard(notes: Notes, streamer: Streamer) -> dict[str, object]:
    ended = COMPLETE in notes.said
    # An end that comes with the last bytes, or after them: both are right on a real wire.
    bytes_only = [
        one[0] if isinstance(one, tuple) and one[1] == "end" else one for one in streamer.heard
    ]
    return {
        "said": sorted(map(str, notes.said[1:])),
        "error": code(notes.last(COMPLETE)[-1]) if ended else None,
        "writes": [one for one in bytes_only if "written" in str(one)],
        "reads": [one for one in bytes_only if "written" not in str(one)],
    }


@pytest.mark.parametrize("name", PLAYS)
def test_a_real_server_and_a_canned_one_are_heard_alike(
    device: Device, server: TCPServer, name: str
) -> None:
    say, play = PLAYS[name]
    say(device.network.stream("canned.example.com", 7))
    device.network.live(f"127.0.0.1:{server.port}")
    told = []
    for host, port in (("canned.example.com", 7), ("127.0.0.1", server.port)):
        notes, streamer = to(host, port, device)
        streamer.task.resume()
        play(streamer)
        device.run()
        told.append(_heard(notes, streamer))

    assert told[0]["reads"]
    assert told[1] == told[0]


def test_a_real_server_hears_that_the_write_side_was_closed(
    device: Device, server: TCPServer
) -> None:
    device.network.live(f"127.0.0.1:{server.port}")
    server.ended.clear()
    _, streamer = to("127.0.0.1", server.port, device)
    streamer.task.resume()
    _closes(streamer)
    device.run()

    assert server.ended.wait(5)


def test_a_port_where_nobody_listens(device: Device) -> None:
    with tcp_server() as gone:
        port = gone.port
    device.network.live(f"127.0.0.1:{port}")
    notes, streamer = to("127.0.0.1", port, device)
    streamer.task.resume()
    streamer.read()
    device.run()

    refused = ("URLErrorDomain", NSURLErrorCannotConnectToHost)
    assert streamer.heard == [("read", refused)]
    assert code(notes.last(COMPLETE)[-1]) == refused


def test_a_read_of_a_real_server_times_out(device: Device, server: TCPServer) -> None:
    device.network.live(f"127.0.0.1:{server.port}")
    _, streamer = to("127.0.0.1", server.port, device)
    streamer.task.resume()
    streamer.read(timeout=0.05)
    device.run()

    assert streamer.heard == [("read", ("URLErrorDomain", NSURLErrorTimedOut))]


def test_a_real_connection_is_handed_over_as_streams(device: Device, server: TCPServer) -> None:
    device.network.live(f"127.0.0.1:{server.port}")
    notes, streamer = to("127.0.0.1", server.port, device)
    streamer.task.resume()
    streamer.write(b"echo\n")
    streamer.task.captureStreams()
    device.run()

    into, out = notes.last(CAPTURED_STREAMS)[-2:]
    into.open()
    out.open()
    assert out.write_maxLength_(b"by hand", 7) == 7
    found = b""
    while len(found) < 7:
        count, piece = into.read_maxLength_(None, 7)
        assert count > 0
        found += piece
    out.close()
    assert (found, into.read_maxLength_(None, 1)) == (b"by hand", (0, b""))
    into.close()


def test_a_real_connection_is_secured_in_the_middle(
    device: Device, server: TCPServer, authority: Authority
) -> None:
    """R90."""
    device.network.live(f"127.0.0.1:{server.port}", ca=authority.ca)
    notes, streamer = to("127.0.0.1", server.port, device)
    streamer.task.resume()
    streamer.write(b"tls\n")
    streamer.read(3, 3)
    streamer.task.startSecureConnection()
    streamer.write(b"secret")
    streamer.read(6, 6)
    device.run()

    assert notes.said[1:] == [CHALLENGE]
    assert streamer.heard == ["written", b"go\n", "written", b"secret"]


def test_a_real_server_that_is_not_trusted_fails_the_task(
    device: Device, server: TCPServer
) -> None:
    device.network.live(f"127.0.0.1:{server.port}")
    notes, streamer = to("127.0.0.1", server.port, device)
    streamer.task.resume()
    streamer.write(b"tls\n")
    streamer.read(3, 3)
    streamer.task.startSecureConnection()
    streamer.write(b"secret")
    device.run()

    untrusted = ("URLErrorDomain", NSURLErrorServerCertificateUntrusted)
    assert code(notes.last(COMPLETE)[-1]) == untrusted
    assert streamer.heard[2:] == [("written", untrusted)]


def test_a_host_that_was_not_allowed_is_not_contacted(device: Device, server: TCPServer) -> None:
    device.network.live("http://127.0.0.1:9")
    _, streamer = to("127.0.0.1", server.port, device)
    with pytest.raises(NotPossibleNow, match="nobody answers stream 127"):
        streamer.task.resume()
