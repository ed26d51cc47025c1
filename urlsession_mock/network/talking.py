"""One WebSocket: a handshake as any request's, then messages both ways until somebody closes.

Not here: who answers (websockets.py, websocket_live.py), what is owed (calls.py). One rule: what
comes is told in the order in which it came; only a pong overtakes a message nobody asked for yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from urlsession_mock.calls import (
    PING,
    SEND,
    WebSocketCalls,
    done,
    not_connected,
    received,
    too_long,
)
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.error_codes import NSURLErrorBadServerResponse
from urlsession_mock.foundation.response import NSHTTPURLResponse
from urlsession_mock.foundation.websocket_message import NSURLSessionWebSocketMessage
from urlsession_mock.network.asking import Steps
from urlsession_mock.network.connection import Connection
from urlsession_mock.network.socket_wire import (
    Closing,
    Frame,
    Message,
    Pong,
    WebSocketExchange,
    WebSocketSource,
    Written,
)
from urlsession_mock.network.wire import Failure, Head, Outgoing
from urlsession_mock.selectors import COMPLETE, METRICS, WEBSOCKET_CLOSE, WEBSOCKET_OPEN

if TYPE_CHECKING:
    from urlsession_mock.engine import Life
    from urlsession_mock.foundation.configuration import NSURLSessionConfiguration
    from urlsession_mock.network.asking import Granted
    from urlsession_mock.world import World

__all__ = ["WebSocketTransfer"]

_SWITCHING = 101


class WebSocketTransfer(Connection):
    """A WebSocket task on the wire."""

    _schemes = frozenset({"http", "https", "ws", "wss"})

    def __init__(
        self,
        life: Life,
        world: World,
        source: WebSocketSource,
        configuration: NSURLSessionConfiguration,
        granted: Granted,
    ) -> None:
        self._calls = WebSocketCalls.of(life.facts)
        super().__init__(life, world, source, configuration, granted, self._calls)
        self._sockets = source
        self._socket: WebSocketExchange | None = None
        # What came and nobody asked for yet; behind a message all but pongs wait.
        self._waiting: list[Frame] = []

    @property
    def _wire(self) -> WebSocketExchange | None:
        return self._socket

    def close(self) -> None:
        """See `Transfer`. A cancelled task says goodbye to its server (R89)."""
        facts, socket = self.life.facts, self._socket
        if socket is not None and not self.is_over and self._calls.is_open and facts.is_cancelled:
            code, reason = int(facts.close_code) or None, bytes(facts.close_reason or b"")
            socket.say_goodbye(code, reason if code is not None else b"")
        super().close()

    # -- the handshake ---------------------------------------------------

    def _open(self, sent: Outgoing) -> None:
        self._exchange = self._socket = self._sockets.open(sent)

    def _responded(self, head: Head, response: NSHTTPURLResponse) -> Steps[None]:
        facts = self._facts
        facts.response = response
        if head.status != _SWITCHING:
            self._finish_with(NSError.url_error(NSURLErrorBadServerResponse, facts.url))  # C73
            return
        self._calls.is_open = True
        protocol = head.header("Sec-WebSocket-Protocol")
        self.life.channel.enqueue(self.life, WEBSOCKET_OPEN, (protocol,))
        self._patience.hold()  # an open WebSocket may be silent for as long as it likes
        yield True
        yield from self._talk()

    # -- messages --------------------------------------------------------

    def _talk(self) -> Steps[None]:
        """Both ways, until the end."""
        assert self._socket is not None  # its handshake has just ended
        while True:
            moved = yield from self._say(self._socket)
            if self._heard(self._socket.take()) or moved:
                if self._tell():
                    return
                yield True
            else:
                self._must_be_connected()
                yield False

    def _say(self, socket: WebSocketExchange) -> Steps[bool]:
        """Hand the server what the app has asked for."""
        calls = self._calls
        if calls.sends:
            data, block = calls.sends.popleft()
            calls.sending.append(block)
            yield from self._outside(lambda: socket.send(data))  # a canned server may compute
            return True
        if calls.pings:
            calls.pinging.append(calls.pings.popleft())
            socket.ping()
            return True
        return bool(calls.receives and self._waiting)

    def _heard(self, frame: Frame | None) -> bool:
        """Take note of what came; False for nothing."""
        calls, later = self._calls, self._later
        match frame:
            case None:
                return False
            case Written():
                later(done(SEND, calls.sending.popleft()))
            case Pong():
                later(done(PING, calls.pinging.popleft()))
            case _:
                self._waiting.append(frame)
        self._touched()
        return True

    def _tell(self) -> bool:
        """Tell the app what it can be told now; True at the end."""
        calls, waiting = self._calls, self._waiting
        while waiting:
            match waiting[0]:
                case Message(data):
                    if not calls.receives:
                        return False
                    size = len(data.encode() if isinstance(data, str) else data)
                    if size > self._facts.maximum_message:
                        calls.final = too_long()
                        self._finish_with(calls.final)
                        return True
                    self._later(received(calls.receives.popleft(), _message(data)))
                case Closing(code, reason):
                    self._closed(code, reason)
                    return True
                case Failure(code, info):
                    self._finish_with(NSError.url_error(code, self._facts.url, info))
                    return True
                case _:
                    pass
            waiting.pop(0)
        return False

    def _closed(self, code: int | None, reason: bytes) -> None:
        """The server sent a close frame (R89)."""
        life = self.life
        told = self._world.options.close_code_absent if code is None else code  # C7
        carried = (told, NSData(reason))
        life.channel.enqueue(life, WEBSOCKET_CLOSE, carried)
        self._facts.told(WEBSOCKET_CLOSE, carried)
        self._calls.final = not_connected()
        self._finish_with(None)

    # -- the end ---------------------------------------------------------

    def _finish_with(self, error: NSError | None) -> None:
        life = self.life
        life.channel.enqueue(life, METRICS, (self._timing.metrics(),))
        life.channel.enqueue(life, COMPLETE, (error,))


def _message(data: str | bytes) -> NSURLSessionWebSocketMessage:
    empty = NSURLSessionWebSocketMessage.alloc()
    return empty.initWithString_(data) if isinstance(data, str) else empty.initWithData_(data)
