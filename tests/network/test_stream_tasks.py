"""A stream task and a canned server: what each block is given, what the delegate hears."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.network.test_websockets import CANCELLED, NOT_CONNECTED, code
from tests.scripted import Notes, url
from urlsession_mock import Device, MockSession, NotPossibleNow, load, save
from urlsession_mock.foundation import (
    NSData,
    NSError,
    NSHTTPURLResponse,
    NSURLErrorCannotConnectToHost,
    NSURLErrorNetworkConnectionLost,
    NSURLErrorServerCertificateUntrusted,
    NSURLErrorTimedOut,
    NSURLSessionStreamTask,
)
from urlsession_mock.selectors import (
    BECAME_STREAM,
    CAPTURED_STREAMS,
    CHALLENGE,
    COMPLETE,
    READ_CLOSED,
    RESPONSE,
    WRITE_CLOSED,
)

TIMED_OUT = ("URLErrorDomain", NSURLErrorTimedOut)


class Streamer:
    """An app's side of a stream: it notes what its blocks are given, in order."""

    def __init__(self, session: MockSession, task: NSURLSessionStreamTask | None = None) -> None:
        self.task = task or session.streamTaskWithHostName_port_("example.com", 7)
        self.heard: list[object] = []

    def read(self, least: int = 1, most: int = 100, timeout: float = 0) -> None:
        self.task.readDataOfMinLength_maxLength_timeout_completionHandler_(
            least, most, timeout, self._read
        )

    def write(self, data: bytes, timeout: float = 0) -> None:
        def written(error: NSError | None) -> None:
            self.heard.append(("written", code(error)) if error else "written")

        self.task.writeData_timeout_completionHandler_(data, timeout, written)

    def _read(self, data: NSData | None, at_end: bool, error: NSError | None) -> None:
        if error is not None:
            self.heard.append(("read", code(error)))
        else:
            assert data is not None
            self.heard.append((bytes(data), "end") if at_end else bytes(data))


@pytest.fixture
def streamer(session: MockSession) -> Streamer:
    return Streamer(session)


def error_of(notes: Notes) -> object:
    return code(notes.last(COMPLETE)[-1])


def test_what_is_written_comes_back_from_an_echo(device: Device, streamer: Streamer) -> None:
    stub = device.network.stream("example.com", 7).echoes()
    streamer.task.resume()
    streamer.write(b"one")
    streamer.write(b"two")
    streamer.read(6, 6)
    device.run()

    assert streamer.heard == ["written", "written", b"onetwo"]
    assert stub.written == b"onetwo"


def test_a_read_takes_no_more_than_it_may(device: Device, streamer: Streamer) -> None:
    device.network.stream("example.com", 7).sends(b"abcdef")
    streamer.task.resume()
    streamer.read(1, 4)
    streamer.read(1, 4)
    device.run()

    assert streamer.heard == [b"abcd", b"ef"]


def test_a_read_waits_for_its_least(device: Device, streamer: Streamer) -> None:
    device.network.stream("example.com", 7).sends(b"ab").sends(b"cd", after=5)
    streamer.task.resume()
    streamer.read(3, 10)
    device.run()

    assert (streamer.heard, device.clock.now()) == ([b"abcd"], 5)


def test_what_is_asked_before_the_first_resume_waits(device: Device, streamer: Streamer) -> None:
    device.network.stream("example.com", 7).echoes()
    streamer.write(b"early")
    streamer.read()
    device.run()
    assert streamer.heard == []

    streamer.task.resume()
    device.run()
    assert streamer.heard == ["written", b"early"]


def test_the_read_side_may_be_closed_before_its_bytes_are_read(
    device: Device, streamer: Streamer, notes: Notes
) -> None:
    """R90: only the end of a read is the end."""
    device.network.stream("example.com", 7).sends(b"abcd").closes()
    streamer.task.resume()
    device.run()
    assert notes.said[1:] == [READ_CLOSED]

    streamer.read(1, 2)
    streamer.read(1, 2)
    streamer.read(1, 2)
    device.run()
    assert streamer.heard == [b"ab", (b"cd", "end"), (b"", "end")]
    assert notes.said[1:] == [READ_CLOSED]


def test_the_write_side_is_closed_after_the_writes_before_it(
    device: Device, streamer: Streamer, notes: Notes
) -> None:
    stub = device.network.stream("example.com", 7)
    streamer.task.resume()
    streamer.write(b"last")
    streamer.task.closeWrite()
    streamer.write(b"too late")
    device.run()

    assert streamer.heard == ["written", ("written", NOT_CONNECTED)]
    assert (stub.written, stub.is_write_closed) == (b"last", True)
    assert notes.said[1:] == [WRITE_CLOSED]


def test_a_closed_read_side_fails_later_reads(
    device: Device, streamer: Streamer, notes: Notes
) -> None:
    device.network.stream("example.com", 7).sends(b"x")
    streamer.task.resume()
    streamer.read()
    streamer.task.closeRead()
    streamer.read()
    device.run()

    assert streamer.heard == [b"x", ("read", NOT_CONNECTED)]
    assert notes.said[1:] == [READ_CLOSED]


def test_a_task_is_over_when_both_sides_are_closed_and_the_end_was_read(
    device: Device, streamer: Streamer, notes: Notes
) -> None:
    device.network.stream("example.com", 7).echoes().receives(1).closes()
    streamer.task.resume()
    streamer.write(b"x")
    streamer.task.closeWrite()
    device.run()
    assert COMPLETE not in notes.said

    streamer.read()
    device.run()
    assert streamer.heard == ["written", (b"x", "end")]
    assert notes.said[-1] is COMPLETE
    assert error_of(notes) is None


@pytest.mark.parametrize("timeout", [5, 0])
def test_a_read_times_out_on_the_devices_clock(
    device: Device, streamer: Streamer, notes: Notes, timeout: int
) -> None:
    """With 0 never. Reads behind it fail with it, and later ones at once."""
    device.network.stream("example.com", 7)
    streamer.task.resume()
    streamer.read(timeout=timeout)
    streamer.read()
    device.clock.advance(4)
    assert streamer.heard == []

    device.clock.advance(1)
    streamer.read()
    device.run()
    assert streamer.heard == [("read", TIMED_OUT)] * (3 if timeout else 0)
    assert COMPLETE not in notes.said


def test_running_goes_on_to_a_time_out(device: Device, streamer: Streamer) -> None:
    device.network.stream("example.com", 7)
    streamer.task.resume()
    streamer.read(timeout=90)
    device.run()

    assert (streamer.heard, device.clock.now()) == ([("read", TIMED_OUT)], 90)


def test_a_lost_connection_fails_all_of_it(
    device: Device, streamer: Streamer, notes: Notes
) -> None:
    device.network.stream("example.com", 7).drops(after=1)
    streamer.task.resume()
    streamer.read()
    streamer.read()
    device.run()

    lost = ("URLErrorDomain", NSURLErrorNetworkConnectionLost)
    assert streamer.heard == [("read", lost)] * 2
    assert error_of(notes) == lost


def test_a_server_that_nobody_can_connect_to(
    device: Device, streamer: Streamer, notes: Notes
) -> None:
    device.network.stream("example.com", 7).refuses()
    streamer.write(b"x")
    streamer.task.resume()
    device.run()

    refused = ("URLErrorDomain", NSURLErrorCannotConnectToHost)
    assert (streamer.heard, error_of(notes)) == ([("written", refused)], refused)


def test_cancelling_fails_every_block_once(
    device: Device, streamer: Streamer, notes: Notes
) -> None:
    device.network.stream("example.com", 7)
    streamer.task.resume()
    device.run()
    streamer.read()
    streamer.read()
    device.run()
    streamer.task.cancel()
    streamer.write(b"x")
    device.run()

    assert streamer.heard.count(("read", CANCELLED)) == 2
    assert streamer.heard.count(("written", CANCELLED)) == 1
    assert error_of(notes) == CANCELLED


def test_a_device_without_a_network_cannot_connect(
    device: Device, streamer: Streamer, notes: Notes
) -> None:
    """R87."""
    device.network.stream("example.com", 7, optional=True)
    device.network.offline()
    streamer.task.resume()
    device.run()
    assert error_of(notes) == ("URLErrorDomain", -1009)


def test_a_network_that_goes_away_loses_an_open_stream(
    device: Device, streamer: Streamer, notes: Notes
) -> None:
    """R87."""
    device.network.stream("example.com", 7)
    streamer.task.resume()
    device.run()
    device.network.offline()
    device.run()
    assert error_of(notes) == ("URLErrorDomain", NSURLErrorNetworkConnectionLost)


def test_a_suspended_stream_stands_still_and_does_not_time_out(
    device: Device, streamer: Streamer
) -> None:
    """R57."""
    device.network.stream("example.com", 7).sends(b"x", after=5)
    streamer.task.resume()
    device.clock.advance(0)
    streamer.read(timeout=10)
    streamer.task.suspend()
    device.clock.advance(60)
    assert streamer.heard == []

    streamer.read(2, 2, timeout=10)
    streamer.task.resume()
    device.clock.advance(9)
    assert streamer.heard == [b"x"]
    device.clock.advance(1)
    assert streamer.heard[1:] == [("read", TIMED_OUT)]


# -- streams handed over ---------------------------------------------------


def test_captured_streams_come_after_the_reads_and_writes_before_them(
    device: Device, streamer: Streamer, notes: Notes
) -> None:
    """R90. They are not open, and the task is over without a completion (R59)."""
    stub = device.network.stream("example.com", 7).echoes().sends(b"hello")
    streamer.task.resume()
    streamer.write(b"ping ")
    streamer.read(2, 2)
    streamer.task.captureStreams()
    streamer.read()
    device.run()

    assert notes.said[1:] == [CAPTURED_STREAMS]
    into, out = notes.last(CAPTURED_STREAMS)[-2:]
    assert (into.streamStatus(), out.streamStatus()) == (0, 0)
    assert streamer.heard[-1] == ("read", NOT_CONNECTED)
    assert streamer.task.state() == 3

    into.open()
    out.open()
    assert out.write_maxLength_(b"more", 4) == 4
    assert stub.written == b"ping more"
    first, *_ = (said for said in streamer.heard if isinstance(said, bytes))
    rest = b""
    while len(first + rest) < len("ping hellomore"):
        _, found = into.read_maxLength_(None, 100)
        rest += found
    assert sorted(first + rest) == sorted(b"ping hellomore")


def test_a_captured_stream_ends_where_the_server_does(
    device: Device, streamer: Streamer, notes: Notes
) -> None:
    device.network.stream("example.com", 7).sends(b"abc").closes()
    streamer.task.resume()
    streamer.task.captureStreams()
    device.run()

    into = notes.last(CAPTURED_STREAMS)[-2]
    assert into.read_all() == b"abc"


def test_recording_a_captured_stream_takes_nothing_from_it(
    device: Device, streamer: Streamer, notes: Notes, tmp_path: Path
) -> None:
    device.network.stream("example.com", 7).sends(b"abc").closes()
    streamer.task.resume()
    streamer.task.captureStreams()
    device.run()
    save(device.recording, tmp_path / "captured.jsonl")

    assert CAPTURED_STREAMS in load(tmp_path / "captured.jsonl").selectors()
    assert notes.last(CAPTURED_STREAMS)[-2].read_all() == b"abc"


def test_a_read_of_a_captured_stream_that_would_wait_for_ever_is_told(
    device: Device, streamer: Streamer, notes: Notes
) -> None:
    device.network.stream("example.com", 7)
    streamer.task.resume()
    streamer.task.captureStreams()
    device.run()
    into = notes.last(CAPTURED_STREAMS)[-2]
    into.open()

    with pytest.raises(NotPossibleNow, match=r"so a read would wait for ever; .* closes\(\)"):
        into.read_maxLength_(None, 1)


# -- TLS -------------------------------------------------------------------


def test_a_secure_connection_asks_the_tasks_method(
    device: Device, streamer: Streamer, notes: Notes
) -> None:
    """R90."""
    device.network.stream("example.com", 7).echoes()
    streamer.task.resume()
    streamer.write(b"STARTTLS")
    streamer.task.startSecureConnection()
    streamer.write(b"secret")
    streamer.task.stopSecureConnection()
    streamer.write(b"plain")
    device.run()

    assert notes.said[1:] == [CHALLENGE]
    space = notes.last(CHALLENGE)[2].protectionSpace()
    assert (space.host(), space.port()) == ("example.com", 7)
    assert space.authenticationMethod() == "NSURLAuthenticationMethodServerTrust"
    assert streamer.heard == ["written"] * 3


@pytest.mark.parametrize(
    ("disposition", "failed"), [(1, NSURLErrorServerCertificateUntrusted), (2, -999)]
)
def test_a_server_that_is_not_trusted_fails_the_task(
    device: Device, disposition: int, failed: int
) -> None:
    notes = Notes(lambda selector, given, handler: handler(disposition, None))
    streamer = Streamer(device.session(notes))
    device.network.stream("example.com", 7).untrusted()
    streamer.task.resume()
    streamer.task.startSecureConnection()
    streamer.write(b"secret")
    device.run()

    assert error_of(notes) == ("URLErrorDomain", failed)
    assert streamer.heard == [("written", ("URLErrorDomain", failed))]


# -- a data task that becomes one ------------------------------------------


def test_a_response_that_becomes_a_stream_can_only_be_read(device: Device) -> None:
    """R69."""
    notes = Notes(lambda selector, given, handler: handler(3))
    session = device.session(notes)
    device.network.get("https://example.com/a").respond(201, chunks=[b"one", b"two"])
    session.dataTaskWithURL_(url()).resume()
    device.run()
    assert notes.said[1:] == [RESPONSE, BECAME_STREAM, WRITE_CLOSED, READ_CLOSED]

    streamer = Streamer(session, notes.last(BECAME_STREAM)[-1])
    response = streamer.task.response()
    assert isinstance(response, NSHTTPURLResponse)
    assert response.statusCode() == 201
    streamer.read(6, 6)
    streamer.write(b"x")
    device.run()
    assert sorted(map(str, streamer.heard)) == sorted(
        map(str, [(b"onetwo", "end"), ("written", NOT_CONNECTED)])
    )
    assert notes.said[-1] is COMPLETE


def test_a_response_that_became_a_stream_can_be_captured(device: Device) -> None:
    notes = Notes(lambda selector, given, handler: handler(3))
    session = device.session(notes)
    device.network.get("https://example.com/a").respond(chunks=[b"one", b"two"])
    session.dataTaskWithURL_(url()).resume()
    device.run()
    notes.last(BECAME_STREAM)[-1].captureStreams()
    device.run()

    assert notes.last(CAPTURED_STREAMS)[-2].read_all() == b"onetwo"


# -- nobody, or the test itself --------------------------------------------


def test_a_stream_that_nobody_answers_is_told_with_what_was_registered(
    device: Device, streamer: Streamer
) -> None:
    device.network.stream("example.com", 8)
    with pytest.raises(NotPossibleNow) as caught:
        streamer.task.resume()

    assert str(caught.value) == (
        "nobody answers stream example.com:7; registered: stream example.com:8"
    )


def test_where_the_test_writes_the_messages_a_write_goes_out(
    device: Device, session: MockSession, streamer: Streamer
) -> None:
    streamer.write(b"x")
    device.run()
    assert streamer.heard == []

    streamer.task.resume()
    streamer.write(b"y")
    streamer.read()
    device.run()
    assert streamer.heard == ["written", "written"]

    session.enqueue(COMPLETE, streamer.task, None)
    device.run()
    assert streamer.heard[2:] == [("read", NOT_CONNECTED)]


# -- what is refused -------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda s: s.read("1"), "a number of bytes is wanted, not str"),
        (lambda s: s.read(timeout="1"), "a number of seconds is wanted, not str"),
        (lambda s: s.write("text"), "the data to write is wanted, not str .*encode the text first"),
        (
            lambda s: s.task.writeData_timeout_completionHandler_(b"", 0, None),
            "a block that takes the error, or None is wanted",
        ),
    ],
)
def test_what_a_mac_would_crash_on_is_refused(streamer: Streamer, call: Any, text: str) -> None:
    with pytest.raises(TypeError, match=text):
        call(streamer)


@pytest.mark.parametrize(
    ("say", "text"),
    [
        (lambda device: device.network.stream("example.com", 0), "from 1 to 65535, not 0"),
        (lambda device: device.network.stream("a", 1).refuses(5), "a negative int, not 5"),
        (lambda device: device.network.stream("a", 1).receives(0), "from 1 up, not 0"),
    ],
)
def test_a_script_that_no_server_could_play_is_refused(device: Device, say: Any, text: str) -> None:
    with pytest.raises(ValueError, match=text):
        say(device)
