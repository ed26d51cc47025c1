"""A WebSocket task and a canned server: what the delegate hears, what each block is given."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest

from tests.scripted import Notes, url
from urlsession_mock import Device, MockSession, NotPossibleNow, Options
from urlsession_mock.errors import NotAsRegistered
from urlsession_mock.events import BlockCalled
from urlsession_mock.foundation import (
    NSData,
    NSError,
    NSURLErrorBadServerResponse,
    NSURLErrorCannotConnectToHost,
    NSURLErrorNetworkConnectionLost,
    NSURLErrorTimedOut,
    NSURLSession,
    NSURLSessionWebSocketMessage,
    NSURLSessionWebSocketTask,
)
from urlsession_mock.selectors import (
    CHALLENGE,
    COMPLETE,
    METRICS,
    REDIRECT,
    WEBSOCKET_CLOSE,
    WEBSOCKET_OPEN,
)

HERE = "wss://example.com/chat"


class Talker:
    """An app's side of a WebSocket: it notes what its blocks are given, in order."""

    def __init__(self, session: NSURLSession, address: str = HERE) -> None:
        self.task: NSURLSessionWebSocketTask = session.webSocketTaskWithURL_(url(address))
        self.heard: list[object] = []

    def send(self, data: str | bytes) -> None:
        self.task.sendMessage_completionHandler_(message(data), self._note("sent"))

    def ping(self, name: str = "pong") -> None:
        self.task.sendPingWithPongReceiveHandler_(self._note(name))

    def receive(self, times: int = 1) -> None:
        for _ in range(times):
            self.task.receiveMessageWithCompletionHandler_(self._received)

    def listen(self) -> None:
        """Ask again and again, as apps do, until there is an error."""

        def again(came: NSURLSessionWebSocketMessage | None, error: NSError | None) -> None:
            self._received(came, error)
            if error is None:
                self.task.receiveMessageWithCompletionHandler_(again)

        self.task.receiveMessageWithCompletionHandler_(again)

    def _note(self, name: str) -> Any:
        return lambda error: self.heard.append((name, code(error)) if error else name)

    def _received(self, came: NSURLSessionWebSocketMessage | None, error: NSError | None) -> None:
        if came is None:
            self.heard.append(("received", code(error)))
        else:
            self.heard.append(
                came.string() if came.string() is not None else bytes(came.data() or b"")
            )


def message(data: str | bytes) -> NSURLSessionWebSocketMessage:
    empty = NSURLSessionWebSocketMessage.alloc()
    return empty.initWithString_(data) if isinstance(data, str) else empty.initWithData_(data)


def code(error: NSError | None) -> object:
    return None if error is None else (error.domain().removeprefix("NS"), error.code())


CANCELLED = ("URLErrorDomain", -999)
NOT_CONNECTED = ("POSIXErrorDomain", 57)
TOO_LONG = ("POSIXErrorDomain", 40)


@pytest.fixture
def talker(session: MockSession) -> Talker:
    return Talker(session)


def error_of(notes: Notes) -> object:
    return code(notes.last(COMPLETE)[-1])


def error_if_any(notes: Notes) -> object:
    return error_of(notes) if COMPLETE in notes.said else None


# -- messages --------------------------------------------------------------


def test_what_is_sent_comes_back_from_an_echo(device: Device, talker: Talker) -> None:
    stub = device.network.websocket(HERE).echoes()
    talker.task.resume()
    talker.send("text")
    talker.send(b"bytes")
    talker.receive(2)
    device.run()

    assert talker.heard == ["sent", "text", "sent", b"bytes"]
    assert stub.sent == ["text", b"bytes"]


def test_what_is_asked_before_the_first_resume_waits_for_the_handshake(
    device: Device, talker: Talker, notes: Notes
) -> None:
    """R88."""
    device.network.websocket(HERE).echoes()
    talker.send("early")
    talker.receive()
    device.run()
    assert (talker.heard, notes.said[1:]) == ([], [])

    talker.task.resume()
    device.run()
    assert talker.heard == ["sent", "early"]


def test_messages_that_nobody_asked_for_wait_in_order(device: Device, talker: Talker) -> None:
    device.network.websocket(HERE).sends("one").sends(b"two").sends("three")
    talker.task.resume()
    device.run()
    assert talker.heard == []

    talker.receive(3)
    device.run()
    assert talker.heard == ["one", b"two", "three"]


def test_blocks_run_on_the_delegate_queue(device: Device, talker: Talker) -> None:
    """R24."""
    device.network.websocket(HERE).echoes()
    talker.send("x")
    talker.task.resume()
    device.run()

    [called] = device.recording.only(BlockCalled)
    assert (called.lane, called.what) == ("delegate", "sendMessage:completionHandler:")


def test_an_answer_is_computed_from_the_message(device: Device, talker: Talker) -> None:
    answers: dict[object, list[str | bytes] | str | None] = {
        "none": None,
        "one": "1",
        "two": ["2", b"2"],
    }
    device.network.websocket(HERE).replies(answers.get)
    talker.task.resume()
    for asked in answers:
        talker.send(str(asked))
    talker.receive(3)
    device.run()

    assert [said for said in talker.heard if said != "sent"] == ["1", "2", b"2"]


def test_a_script_goes_by_the_devices_clock(device: Device, talker: Talker) -> None:
    device.network.websocket(HERE).sends("a").sends("b", after=30).sends("c", after=30)
    talker.task.resume()
    talker.listen()
    device.clock.advance(59)
    assert talker.heard == ["a", "b"]

    device.clock.advance(1)
    assert talker.heard == ["a", "b", "c"]


def test_running_goes_on_to_what_a_script_does_next(device: Device, talker: Talker) -> None:
    device.network.websocket(HERE).sends("late", after=3600)
    talker.task.resume()
    talker.receive()
    device.run()

    assert (talker.heard, device.clock.now()) == (["late"], 3600)


def test_a_script_waits_for_messages_of_the_app(device: Device, talker: Talker) -> None:
    device.network.websocket(HERE).receives(2).sends("enough")
    talker.task.resume()
    talker.receive()
    talker.send("1")
    device.run()
    assert talker.heard == ["sent"]

    talker.send("2")
    device.run()
    assert talker.heard == ["sent", "sent", "enough"]


def test_pongs_come_in_the_order_of_the_pings(device: Device, talker: Talker) -> None:
    """R89. A message that nobody asked for does not hold them up."""
    stub = device.network.websocket(HERE).sends("unasked")
    talker.task.resume()
    for name in ("first", "second", "third"):
        talker.ping(name)
    device.run()

    assert talker.heard == ["first", "second", "third"]
    assert stub.pings == 3


def test_a_suspended_websocket_neither_sends_nor_receives(device: Device, talker: Talker) -> None:
    """R57."""
    stub = device.network.websocket(HERE).sends("x")
    talker.task.resume()
    device.run()
    talker.task.suspend()
    talker.send("y")
    talker.receive()
    device.run()
    assert (talker.heard, stub.sent) == ([], [])

    talker.task.resume()
    device.run()
    assert talker.heard == ["x", "sent"] or talker.heard == ["sent", "x"]


# -- the handshake ---------------------------------------------------------


@pytest.mark.parametrize("protocol", [None, "chat"])
def test_the_delegate_hears_the_protocol_chosen(
    device: Device, talker: Talker, notes: Notes, protocol: str | None
) -> None:
    device.network.websocket(HERE).accept(protocol)
    talker.task.resume()
    device.run()

    assert notes.last(WEBSOCKET_OPEN)[-1] == protocol


def test_the_protocols_offered_are_in_the_request(device: Device, session: MockSession) -> None:
    stub = device.network.websocket(HERE)
    session.webSocketTaskWithURL_protocols_(url(HERE), ["chat", "news"]).resume()
    device.run()

    [request] = stub.requests
    assert request.header("Sec-WebSocket-Protocol") == "chat, news"


@pytest.mark.parametrize("status", [403, 500, None])
def test_a_refused_handshake_is_told_by_the_completion_alone(
    device: Device, talker: Talker, notes: Notes, status: int | None
) -> None:
    """C73, P65. None: the server hangs up before the upgrade."""
    device.network.websocket(HERE).refuses(status)
    talker.task.resume()
    talker.receive()
    device.run()

    failed = ("URLErrorDomain", NSURLErrorBadServerResponse)
    assert notes.said[1:] == [METRICS, COMPLETE]
    assert error_of(notes) == failed
    assert (talker.task.closeCode(), talker.task.closeReason()) == (0, None)
    assert talker.heard == [("received", failed)]


def test_a_redirect_before_the_handshake_is_asked_as_any(
    device: Device, talker: Talker, notes: Notes
) -> None:
    """R88."""
    device.network.get(HERE).respond(307, {"Location": "https://example.com/new"})
    device.network.websocket("wss://example.com/new").sends("moved")
    talker.task.resume()
    talker.receive()
    device.run()

    assert notes.said[1:] == [REDIRECT, WEBSOCKET_OPEN]
    assert talker.heard == ["moved"]


def test_an_answer_to_another_request_accepts_no_websocket(
    device: Device, talker: Talker, notes: Notes
) -> None:
    device.network.get(HERE).respond(200)
    talker.task.resume()
    device.run()

    assert error_of(notes) == ("URLErrorDomain", NSURLErrorBadServerResponse)


def test_a_websocket_that_nobody_answers_is_told_with_what_was_registered(
    device: Device, talker: Talker
) -> None:
    device.network.websocket("wss://example.com/other")
    with pytest.raises(NotPossibleNow) as caught:
        talker.task.resume()

    assert str(caught.value) == (
        "nobody answers GET wss://example.com/chat; registered: WebSocket wss://example.com/other"
    )


def test_on_another_lane_a_websocket_that_nobody_answers_fails_and_the_test_hears_of_it(
    device: Device, talker: Talker, notes: Notes
) -> None:
    device.network.websocket("wss://example.com/other", optional=True)
    thread = Thread(target=talker.task.resume)
    thread.start()
    thread.join(5)
    device.run()

    assert error_of(notes) == ("URLErrorDomain", NSURLErrorCannotConnectToHost)
    with pytest.raises(NotAsRegistered, match=r"nobody answers GET wss://example\.com/chat"):
        device.network.check()


@pytest.mark.parametrize("optional", [False, True])
def test_a_server_that_nobody_connects_to_fails_the_test(device: Device, optional: bool) -> None:
    device.network.websocket(HERE, optional=optional)
    device.network.stream("example.com", 7, optional=optional)
    problems = device.network.problems()
    if optional:
        assert problems == ""
    else:
        first, *rest = problems.splitlines()
        assert first == "registered and never requested:"
        assert [line.strip() for line in rest if __file__ not in line] == [
            "WebSocket wss://example.com/chat",
            "stream example.com:7",
        ]


def test_a_redirect_may_lead_to_another_websocket_url(
    device: Device, talker: Talker, notes: Notes
) -> None:
    device.network.get(HERE).respond(308, {"Location": "/new"})
    device.network.websocket("wss://example.com/new").sends("moved")
    talker.task.resume()
    talker.receive()
    device.run()

    assert (talker.heard, error_if_any(notes)) == (["moved"], None)


def test_a_challenge_before_the_handshake_is_asked_as_any(
    device: Device, talker: Talker, notes: Notes
) -> None:
    """R88."""
    device.network.get(HERE).respond(401, {"WWW-Authenticate": 'Basic realm="chat"'})
    talker.task.resume()
    device.run()

    assert notes.said[1:] == [CHALLENGE, METRICS, COMPLETE]
    assert error_of(notes) == ("URLErrorDomain", NSURLErrorBadServerResponse)


def test_a_killed_app_says_no_goodbye(device: Device, talker: Talker) -> None:
    stub = device.network.websocket(HERE)
    talker.task.resume()
    talker.receive()
    device.run()
    device.app.terminate()
    device.run()

    assert (talker.heard, stub.goodbyes) == ([], [])


def test_every_block_is_called_where_the_invalidation_comes_at_once(
    make: Callable[[Options], Device], notes: Notes
) -> None:
    """C2."""
    device = make(Options(invalidation_message="at-once"))
    session = device.session(notes)
    talker = Talker(session)
    device.network.websocket(HERE)
    talker.task.resume()
    device.run()
    talker.receive()
    session.invalidateAndCancel()
    device.run()

    assert talker.heard == [("received", CANCELLED)]


def test_a_message_sent_from_another_thread_goes_out(device: Device, talker: Talker) -> None:
    stub = device.network.websocket(HERE)
    talker.task.resume()
    thread = Thread(target=talker.send, args=("from afar",))
    thread.start()
    thread.join(5)
    device.run()

    assert (talker.heard, stub.sent) == (["sent"], ["from afar"])


def test_a_device_without_a_network_fails_the_handshake(
    device: Device, talker: Talker, notes: Notes
) -> None:
    """R87."""
    device.network.websocket(HERE)
    device.network.offline()
    talker.task.resume()
    device.run()

    assert error_of(notes) == ("URLErrorDomain", -1009)


def test_a_handshake_that_nobody_answers_times_out(
    device: Device, talker: Talker, notes: Notes
) -> None:
    device.network.websocket(HERE).stalls()
    talker.task.resume()
    device.run()

    assert error_of(notes) == ("URLErrorDomain", NSURLErrorTimedOut)
    assert device.clock.now() == 60


def test_an_open_websocket_may_be_silent_for_as_long_as_it_likes(
    device: Device, talker: Talker
) -> None:
    device.network.websocket(HERE).sends("at last", after=24 * 3600)
    talker.task.resume()
    talker.receive()
    device.run()

    assert talker.heard == ["at last"]


# -- the end ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "told"),
    [((), (1005, b"")), ((1000, b"bye"), (1000, b"bye")), ((4000, "tired"), (4000, b"tired"))],
)
def test_a_close_frame_is_told_before_the_completion(
    device: Device, talker: Talker, notes: Notes, sent: Any, told: tuple[int, bytes]
) -> None:
    """C71, R89: without a code it is 1005 and no reason; private codes pass through."""
    device.network.websocket(HERE).echoes().receives().closes(*sent)
    talker.task.resume()
    talker.send("x")
    talker.listen()
    device.run()

    assert notes.said[1:] == [WEBSOCKET_OPEN, WEBSOCKET_CLOSE, METRICS, COMPLETE]
    assert error_of(notes) is None
    assert (talker.task.closeCode(), bytes(talker.task.closeReason() or b"")) == told
    assert notes.last(WEBSOCKET_CLOSE)[-2:] == (told[0], NSData(told[1]))
    assert talker.heard == ["sent", "x", ("received", NOT_CONNECTED)]


def test_the_code_of_a_frame_without_one_is_an_option(
    make: Callable[[Options], Device], notes: Notes
) -> None:
    """C7."""
    device = make(Options(close_code_absent=0))
    device.network.websocket(HERE).closes()
    Talker(device.session(notes)).task.resume()
    device.run()

    assert notes.last(WEBSOCKET_CLOSE)[-2] == 0


def test_a_drop_without_a_close_frame_is_told_by_the_completion_alone(
    device: Device, talker: Talker, notes: Notes
) -> None:
    """R88."""
    device.network.websocket(HERE).drops()
    talker.task.resume()
    talker.receive()
    talker.ping()
    device.run()

    assert notes.said[1:] == [WEBSOCKET_OPEN, METRICS, COMPLETE]
    assert error_of(notes) == ("URLErrorDomain", NSURLErrorNetworkConnectionLost)
    assert talker.task.closeCode() == 0
    assert ("received", NOT_CONNECTED) in talker.heard


def test_a_network_that_goes_away_drops_an_open_websocket(
    device: Device, talker: Talker, notes: Notes
) -> None:
    device.network.websocket(HERE)
    talker.task.resume()
    device.run()
    device.network.offline()
    device.run()

    assert error_of(notes) == ("URLErrorDomain", NSURLErrorNetworkConnectionLost)


def test_what_came_before_a_close_frame_is_received_before_it(
    device: Device, talker: Talker, notes: Notes
) -> None:
    device.network.websocket(HERE).sends("last words").closes(1000)
    talker.task.resume()
    device.run()
    assert WEBSOCKET_CLOSE not in notes.said

    talker.receive()
    device.run()
    assert talker.heard == ["last words"]
    assert notes.said[-1] is COMPLETE


@pytest.mark.parametrize("when", ["before it is open", "while it is open"])
def test_cancelling_fails_every_block_once(
    device: Device, talker: Talker, notes: Notes, when: str
) -> None:
    device.network.websocket(HERE).ignores_pings()
    talker.task.resume()
    if when == "while it is open":
        device.run()
    talker.receive(2)
    talker.ping()
    if when == "while it is open":
        device.run()
    talker.task.cancel()
    device.run()

    assert error_of(notes) == CANCELLED
    assert sorted(map(str, talker.heard)) == sorted(
        map(str, [("received", CANCELLED), ("received", CANCELLED), ("pong", CANCELLED)])
    )
    assert WEBSOCKET_CLOSE not in notes.said


def test_cancelling_sends_a_close_frame_without_a_code(device: Device, talker: Talker) -> None:
    """R89."""
    stub = device.network.websocket(HERE)
    talker.task.resume()
    device.run()
    talker.task.cancel()
    device.run()

    assert stub.goodbyes == [(None, b"")]


def test_cancelling_with_a_code_sends_that(device: Device, talker: Talker) -> None:
    """R89."""
    stub = device.network.websocket(HERE)
    talker.task.resume()
    device.run()
    talker.task.cancelWithCloseCode_reason_(4001, NSData(b"done"))  # type: ignore[arg-type]  # an int serves as the code
    device.run()

    assert stub.goodbyes == [(4001, b"done")]


def test_a_call_after_the_end_fails_at_once(device: Device, talker: Talker) -> None:
    device.network.websocket(HERE).closes(1000)
    talker.task.resume()
    device.run()
    talker.send("too late")
    talker.receive()
    talker.ping()
    device.run()

    assert talker.heard == [
        ("sent", NOT_CONNECTED),
        ("received", NOT_CONNECTED),
        ("pong", NOT_CONNECTED),
    ]


def test_a_cancelled_session_calls_every_block(
    device: Device, talker: Talker, session: MockSession
) -> None:
    device.network.websocket(HERE)
    talker.task.resume()
    device.run()
    talker.receive(2)
    session.invalidateAndCancel()
    device.run()
    assert talker.heard == [("received", CANCELLED)] * 2

    talker.send("after all that")
    device.run()
    assert talker.heard[2:] == [("sent", CANCELLED)]


def test_a_message_above_the_limit_fails_the_receive_and_the_task(
    device: Device, talker: Talker, notes: Notes
) -> None:
    device.network.websocket(HERE).sends("fits").sends("does not")
    talker.task.setMaximumMessageSize_(4)
    talker.task.resume()
    talker.receive(3)
    device.run()

    assert talker.heard == ["fits", ("received", TOO_LONG), ("received", TOO_LONG)]
    assert error_of(notes) == TOO_LONG


def test_a_shared_session_has_websockets_too(device: Device) -> None:
    """C75: no delegate, and the echo works."""
    device.network.websocket(HERE).echoes()
    talker = Talker(NSURLSession.sharedSession())
    talker.task.resume()
    talker.send("x")
    talker.receive()
    device.run()

    assert talker.heard == ["sent", "x"]


# -- messages written by the test ------------------------------------------


def test_where_the_test_writes_the_messages_a_send_goes_out_once_it_is_open(
    device: Device, session: MockSession, talker: Talker
) -> None:
    talker.task.resume()
    talker.send("x")
    talker.ping()
    talker.receive()
    device.run()
    assert talker.heard == []

    session.enqueue(WEBSOCKET_OPEN, talker.task, None)
    device.run()
    assert talker.heard == ["sent", "pong"]

    session.enqueue(COMPLETE, talker.task, None)
    device.run()
    assert talker.heard[2:] == [("received", NOT_CONNECTED)]


# -- what is refused -------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (
            lambda task: task.sendMessage_completionHandler_("x", print),
            r"an NSURLSessionWebSocketMessage is wanted, not str \('x'\)",
        ),
        (
            lambda task: task.sendMessage_completionHandler_(message("x"), None),
            "a block that takes the error, or None is wanted, not NoneType",
        ),
        (
            lambda task: task.receiveMessageWithCompletionHandler_(None),
            "a block that takes the message and the error, one of them None is wanted",
        ),
        (
            lambda task: task.sendPingWithPongReceiveHandler_("x"),
            "a block that takes the error, or None is wanted, not str",
        ),
    ],
)
def test_what_a_mac_would_crash_on_is_refused(talker: Talker, call: Any, text: str) -> None:
    with pytest.raises(TypeError, match=text):
        call(talker.task)


@pytest.mark.parametrize(
    ("say", "text"),
    [
        (lambda stub: stub.closes(None, b"why"), "without a code has no reason"),
        (lambda stub: stub.closes(70000), "from 1000 to 4999, not 70000"),
        (lambda stub: stub.closes(1000, b"x" * 124), "at most 123 bytes, not 124"),
        (lambda stub: stub.sends("x", after=-1), "seconds from 0 up, not -1"),
        (lambda stub: stub.receives(0), "from 1 up, not 0"),
        (lambda stub: stub.refuses(101), "from 200 to 599, or None; not 101"),
    ],
)
def test_a_script_that_no_server_could_play_is_refused(device: Device, say: Any, text: str) -> None:
    with pytest.raises(ValueError, match=text):
        say(device.network.websocket(HERE))


def test_a_websocket_server_has_a_websocket_url(device: Device) -> None:
    with pytest.raises(ValueError, match=r"as wss://example\.com/a; not 'https:"):
        device.network.websocket("https://example.com")


def test_a_message_of_a_script_is_text_or_bytes(device: Device) -> None:
    with pytest.raises(TypeError, match="a message is text or bytes, not int"):
        device.network.websocket(HERE).sends(1)  # type: ignore[arg-type]  # on purpose
