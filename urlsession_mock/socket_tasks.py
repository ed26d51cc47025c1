"""The tasks that keep a connection open: a WebSocket, and a stream. Spelt as in PyObjC.

Not here: who answers (network/), what is owed (calls.py). One rule: a call is taken from any
thread and at any time, and its block is called once, on the delegate queue (R24).
"""

from __future__ import annotations

from collections.abc import Callable

from urlsession_mock.arguments import needs, needs_block, needs_bytes
from urlsession_mock.calls import (
    Calls,
    Done,
    Edge,
    Read,
    ReadDone,
    Received,
    StreamCalls,
    WebSocketCalls,
    Write,
)
from urlsession_mock.errors import AppleException
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.enums import NSURLSessionWebSocketCloseCode
from urlsession_mock.foundation.websocket_message import NSURLSessionWebSocketMessage
from urlsession_mock.lifecycle import Kind
from urlsession_mock.tasks import (
    NSURLSessionDataTask,
    NSURLSessionDownloadTask,
    NSURLSessionTask,
    NSURLSessionUploadTask,
)
from urlsession_mock.where import caller

__all__ = ["NSURLSessionStreamTask", "NSURLSessionWebSocketTask", "class_of"]

__tracebackhide__ = True  # pytest then shows the caller's line

_FOREVER = float("inf")


class _Connected(NSURLSessionTask):
    """What both share: a call is noted, and somebody looks at it."""

    __slots__ = ()

    def _ask(self, calls: Calls, note: Callable[[], object]) -> None:
        """Note a call; where the task is over it fails at once."""
        session = self._session
        with session._world.recording.lock:  # the task may end meanwhile, on another lane
            note()
            calls.count += 1
            error = self._facts.error
            owed = calls.end(error) if self._facts.is_settled else calls.by_hand()
            for what, call in owed:
                session._call_later(what, call)
        session._world.ring()


class NSURLSessionWebSocketTask(_Connected):
    """A WebSocket. What is asked of it before it is open waits until it is (R88).

    Source: developer.apple.com/documentation/foundation/urlsessionwebsockettask
    """

    __slots__ = ()

    def sendMessage_completionHandler_(
        self, message: NSURLSessionWebSocketMessage, handler: Done, /
    ) -> None:
        """Send a message; the block is given None once it went out, or the error.

        Raises `TypeError` for what is no message and no block.
        """
        given = needs(NSURLSessionWebSocketMessage, message, "an NSURLSessionWebSocketMessage")
        needs_block(handler, "the error, or None")
        text, data = given.string(), given.data()
        content = text if text is not None else bytes(data or b"")
        calls = WebSocketCalls.of(self._facts)
        self._ask(calls, lambda: calls.sends.append((content, handler)))

    def receiveMessageWithCompletionHandler_(self, handler: Received, /) -> None:
        """Give the block the next message, or the error; what came before it was asked waits.

        One call, one message. Raises `TypeError` for what is no block.
        """
        needs_block(handler, "the message and the error, one of them None")
        calls = WebSocketCalls.of(self._facts)
        self._ask(calls, lambda: calls.receives.append(handler))

    def sendPingWithPongReceiveHandler_(self, handler: Done, /) -> None:
        """Send a ping; the block is given None when its pong came, in the order of the pings (R89).

        Raises `TypeError` for what is no block.
        """
        needs_block(handler, "the error, or None")
        calls = WebSocketCalls.of(self._facts)
        self._ask(calls, lambda: calls.pings.append(handler))

    def maximumMessageSize(self) -> int:
        """How many bytes a message may have before a receive fails; 1 MiB by default."""
        return self._facts.maximum_message

    def setMaximumMessageSize_(self, size: int, /) -> None:
        """Set the limit, in bytes."""
        self._facts.maximum_message = size

    def closeCode(self) -> NSURLSessionWebSocketCloseCode:
        """0 while it is open (R89)."""
        return self._facts.close_code

    def closeReason(self) -> NSData | None:
        """What came with the close frame, or was sent with ours."""
        return self._facts.close_reason

    def cancelWithCloseCode_reason_(
        self, code: NSURLSessionWebSocketCloseCode, reason: NSData | None, /
    ) -> None:
        """Send a close frame with a code and a reason, and end (R89)."""
        self._facts.close_code = NSURLSessionWebSocketCloseCode(code)
        self._facts.close_reason = reason
        self._cancel(caller(2))


class NSURLSessionStreamTask(_Connected):
    """A TCP connection, read and written by hand (R90).

    Source: developer.apple.com/documentation/foundation/urlsessionstreamtask
    """

    __slots__ = ()

    def readDataOfMinLength_maxLength_timeout_completionHandler_(
        self, minBytes: int, maxBytes: int, timeout: float, handler: ReadDone, /
    ) -> None:
        """Read bytes; the block is given them, whether the end was met, and the error.

        It is called with at least `minBytes` and at most `maxBytes`, fewer only at the end.
        `timeout` is in seconds, 0 for none. Raises `TypeError` for what is no number and no
        block, `AppleException` for lengths that cannot be.
        """
        least, most = needs(int, minBytes, "a number of bytes"), needs(int, maxBytes, "a number")
        needs_block(handler, "the data, whether that was the end, and the error")
        if not 0 <= least <= most or most == 0:
            # Unsure: Apple does not say what happens; nothing could be read.
            raise AppleException(
                "NSInvalidArgumentException",
                f"a read takes 0 <= minBytes <= maxBytes, and maxBytes above 0; "
                f"not {least} and {most}",
            )
        calls, (asked, until) = StreamCalls.of(self._facts), self._times(timeout)
        self._ask(calls, lambda: calls.reads.append(Read(asked, until, least, most, handler)))

    def writeData_timeout_completionHandler_(
        self, data: bytes, timeout: float, handler: Done, /
    ) -> None:
        """Write all of the bytes; the block is given None once they went out, or the error.

        `timeout` is in seconds, 0 for none. Raises `TypeError` for what is no data and no block.
        """
        content = needs_bytes(data, "the data to write")
        needs_block(handler, "the error, or None")
        calls, (asked, until) = StreamCalls.of(self._facts), self._times(timeout)
        self._ask(calls, lambda: calls.writes.append(Write(asked, until, content, handler)))

    def captureStreams(self) -> None:
        """Have the connection handed over as streams, after all reads and writes (R90)."""
        self._turn("capture", reads=True, writes=True)

    def closeWrite(self) -> None:
        """Close the write side, after all writes; the delegate is told."""
        self._turn("close", writes=True)

    def closeRead(self) -> None:
        """Close the read side, after all reads; the delegate is told."""
        self._turn("close", reads=True)

    def startSecureConnection(self) -> None:
        """Begin TLS, after all reads and writes; the task is asked about its trust (R90)."""
        self._turn("secure", reads=True, writes=True)

    def stopSecureConnection(self) -> None:
        """End TLS, after all reads and writes; the connection goes on without it."""
        self._turn("plain", reads=True, writes=True)

    def _turn(self, what: str, *, reads: bool = False, writes: bool = False) -> None:
        calls, edge = StreamCalls.of(self._facts), Edge(what)

        def note() -> None:
            if reads:
                calls.reads.append(edge)
            if writes:
                calls.writes.append(edge)

        self._ask(calls, note)

    def _times(self, timeout: float) -> tuple[float, float]:
        """Now, and when so many seconds are over."""
        given: object = timeout  # what an untyped caller gives may be anything
        if not isinstance(given, int | float) or isinstance(given, bool):
            raise TypeError(f"a number of seconds is wanted, not {type(given).__name__}")
        now = self._session._world.clock.now()
        return now, now + timeout if timeout > 0 else _FOREVER


# fmt: off
_CLASSES: dict[Kind, type[NSURLSessionTask]] = {
    Kind.DATA:                        NSURLSessionDataTask,
    Kind.UPLOAD:                      NSURLSessionUploadTask,
    Kind.DOWNLOAD:                    NSURLSessionDownloadTask,
    Kind.RESUMED_DOWNLOAD:            NSURLSessionDownloadTask,
    Kind.BACKGROUND_DATA:             NSURLSessionDataTask,
    Kind.BACKGROUND_UPLOAD:           NSURLSessionUploadTask,
    Kind.BACKGROUND_DOWNLOAD:         NSURLSessionDownloadTask,
    Kind.BACKGROUND_RESUMED_DOWNLOAD: NSURLSessionDownloadTask,
    Kind.WEBSOCKET:                   NSURLSessionWebSocketTask,
    Kind.STREAM:                      NSURLSessionStreamTask,
}
# fmt: on


def class_of(kind: Kind) -> type[NSURLSessionTask]:
    """The class of a task of this kind; a completion-handler task's is named when it is made."""
    return _CLASSES[kind]
