"""One WebSocket at a real server: the handshake, then frames both ways, on the loop of live.py.

`websockets` knows the protocol, and nothing else of it is used: it reads no socket and runs no
thread. (wsproto would do the same; this one needs no other package, and serves the tests, too.)
Not here: the device's end (websocket_live.py). One rule: all of it runs on the loop's thread.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from urlsession_mock.foundation.error_codes import NSURLErrorBadServerResponse
from urlsession_mock.network.dialing import Line
from urlsession_mock.network.errand import LiveErrand
from urlsession_mock.network.failures import Kind, Stage, failure, failure_of
from urlsession_mock.network.hosts import Allowed
from urlsession_mock.network.mailbox import Mailbox
from urlsession_mock.network.securing import Refused
from urlsession_mock.network.socket_wire import (
    Closing,
    Frame,
    Message,
    Pong,
    Written,
)
from urlsession_mock.network.wire import (
    End,
    Failure,
    Happening,
    Head,
    Moment,
    Outgoing,
)

if TYPE_CHECKING:
    from websockets.client import ClientProtocol
    from websockets.frames import Frame as RawFrame
    from websockets.http11 import Request, Response


__all__ = ["Box", "WebSocketErrand"]

Box: TypeAlias = Mailbox[Happening | Frame]
_Act: TypeAlias = Callable[["ClientProtocol"], object]

_PIECE: Final = 64 << 10
_GRACE: Final = 1.0  # seconds in which a close frame may still go out
_SECURE: Final = {"ws": "http", "wss": "https", "http": "http", "https": "https"}
# What the handshake itself says.
_OWN: Final = frozenset({"host", "upgrade", "connection", "sec-websocket-protocol"})


class WebSocketErrand(LiveErrand):
    """One WebSocket on its way. Of the loop's thread."""

    _protocols = ("http/1.1",)  # RFC 6455 is of HTTP/1.1

    def __init__(
        self,
        outgoing: Outgoing,
        address: tuple[str, str, int],
        allowed: Allowed,
        mailbox: Box,
        now: Callable[[], float],
    ) -> None:
        scheme, host, port = address
        address = (_SECURE[scheme], host, port)
        # It takes what a request's does, and more besides.
        super().__init__(outgoing, address, allowed, cast("Mailbox", mailbox), now)
        self._box = mailbox
        self._jobs: deque[tuple[_Act, bool]] = deque()
        self._has_jobs = asyncio.Event()
        self._is_given_up = False
        self._pings = 0
        self._pongs = 0
        self._message: tuple[bool, list[bytes]] | None = None
        self._is_closed = False

    # -- what the device wants -------------------------------------------

    def send(self, data: str | bytes) -> None:
        """Send a message, and tell that it went out."""

        def act(protocol: ClientProtocol) -> None:
            if isinstance(data, str):
                protocol.send_text(data.encode())
            else:
                protocol.send_binary(data)

        self._do(act, is_reported=True)

    def say_goodbye(self, code: int | None, reason: bytes) -> None:
        """Send a close frame."""
        said = reason.decode(errors="replace")
        self._do(lambda protocol: protocol.send_close(code, said))

    def _do(self, act: _Act, *, is_reported: bool = False) -> None:
        """Have something sent, in its turn; `Written` follows where that is to be reported."""
        self._jobs.append((act, is_reported))
        self._has_jobs.set()

    def ping(self) -> None:
        """Send a ping, told from others by its number."""
        self._pings += 1
        payload = str(self._pings).encode()
        self._do(lambda protocol: protocol.send_ping(payload))

    def give_up(self) -> None:
        """Send what is to be sent, and end."""
        self._is_given_up = True
        self._has_jobs.set()

    # -- the whole way ---------------------------------------------------

    async def run_websocket(self) -> None:
        """Connect, shake hands, talk, until either side closes."""
        task = asyncio.current_task()
        assert task is not None  # it runs as one
        self._box.when_closed(lambda: self.give_up() if self._is_open else task.cancel())
        line: Line | None = None
        try:
            line = await self.dial()
            if self._address[0] == "https":
                line = await self.secure(line)
            await self._talk(line)
        except Refused as refused:
            self._box.note(refused.failure)
        except Exception as problem:
            self._box.note(failure_of(problem, self._stage))
        finally:
            if line is not None:
                line.close()

    @property
    def _is_open(self) -> bool:
        return self._stage is Stage.BODY

    async def _talk(self, line: Line) -> None:
        protocol = self._made_protocol()
        request = protocol.connect()
        self._add_headers(request)
        self.writes(line)
        protocol.send_request(request)
        await self._flush(protocol, line)
        self.mark(Moment.REQUEST_END)
        self._stage = Stage.HEAD
        if not await self._shake_hands(protocol, line):
            return
        self._stage = Stage.BODY
        sides = {
            asyncio.create_task(self._listen(protocol, line)),
            asyncio.create_task(self._speak(protocol, line)),
        }
        try:
            await asyncio.wait(sides, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for side in sides:
                side.cancel()
            ends = await asyncio.gather(*sides, return_exceptions=True)
        for problem in ends:
            if isinstance(problem, Exception):
                self._lost(str(problem))

    def _made_protocol(self) -> ClientProtocol:
        from websockets.client import ClientProtocol  # later: an extra
        from websockets.typing import Subprotocol  # later: an extra
        from websockets.uri import parse_uri  # later: an extra

        url = str(self._outgoing.url.absoluteString())
        _, _, rest = url.partition("://")
        scheme = "wss" if self._address[0] == "https" else "ws"
        offered = self._outgoing.header("Sec-WebSocket-Protocol")
        names = [Subprotocol(name.strip()) for name in (offered or "").split(",") if name.strip()]
        # How long a message may be is the task's to say.
        uri = parse_uri(f"{scheme}://{rest}")
        return ClientProtocol(uri, max_size=None, subprotocols=names or None)

    def _add_headers(self, request: Request) -> None:
        """What the request says beside what the handshake does."""
        for name, value in self._outgoing.headers:
            if name.lower() not in _OWN and not name.lower().startswith("sec-websocket-"):
                request.headers[name] = value

    async def _shake_hands(self, protocol: ClientProtocol, line: Line) -> bool:
        """Hear the answer; whether it accepts."""
        while not (events := protocol.events_received()):
            data = await line.read(_PIECE)
            if data:
                self._answered()
                protocol.receive_data(data)
            else:
                protocol.receive_eof()
            if not data or protocol.handshake_exc is not None:
                events = protocol.events_received()
                break
        response = cast("Response | None", events[0] if events else None)  # the first is no frame
        if response is None:  # C73: it hung up, or speaks something else
            self._box.note(Failure(NSURLErrorBadServerResponse))
            return False
        is_accepted = protocol.handshake_exc is None
        if response.status_code == 101 and not is_accepted:
            self._box.note(Failure(NSURLErrorBadServerResponse))
            return False
        headers = tuple(response.headers.raw_items())
        self._box.note(Head(response.status_code, headers, "HTTP/1.1"))
        if not is_accepted:
            self._box.note(End())
            return False
        for event in events[1:]:
            self._hear(cast("RawFrame", event))  # after the response only frames come
        return True

    # -- both ways -------------------------------------------------------

    async def _speak(self, protocol: ClientProtocol, line: Line) -> None:
        while True:
            await self._has_jobs.wait()
            self._has_jobs.clear()
            while self._jobs:
                act, is_reported = self._jobs.popleft()
                try:
                    act(protocol)
                except Exception:  # a code that no frame may carry: then there is no frame
                    if is_reported:
                        raise
                await self._flush(protocol, line)
                if is_reported:
                    self._box.note(Written())
            await self._flush(protocol, line)
            if self._is_given_up:
                return

    async def _listen(self, protocol: ClientProtocol, line: Line) -> None:
        while not self._is_closed:
            try:
                data = await line.read(_PIECE)
            except OSError:
                data = b""  # cut off: the same as hung up, for who listens
            if data:
                protocol.receive_data(data)
            else:
                protocol.receive_eof()
            for event in protocol.events_received():
                self._hear(cast("RawFrame", event))  # as above
            if not data or protocol.close_expected():
                self._lost("the server hung up without a close frame")
            with contextlib.suppress(OSError):
                await self._flush(protocol, line)  # pongs, and the answer to a close frame

    def _lost(self, why: str) -> None:
        """There is no connection any more, unless there was a close frame (R88)."""
        if not self._is_closed and not self._is_given_up:
            self._is_closed = True
            self._box.note(failure(Kind.LOST, why))

    async def _flush(self, protocol: ClientProtocol, line: Line) -> None:
        data = b"".join(protocol.data_to_send())
        if data:
            await line.write(data, _GRACE if self._is_given_up else None)

    def _hear(self, frame: RawFrame) -> None:
        from websockets.frames import Opcode  # later: an extra

        if self._is_closed:
            return
        match frame.opcode:
            case Opcode.TEXT | Opcode.BINARY:
                self._message = (frame.opcode is Opcode.TEXT, [bytes(frame.data)])
            case Opcode.CONT if self._message is not None:
                self._message[1].append(bytes(frame.data))
            case Opcode.PONG:
                self._hear_pong(bytes(frame.data))
            case Opcode.CLOSE:
                self._is_closed = True
                data = bytes(frame.data)
                code = int.from_bytes(data[:2], "big") if data else None
                self._box.note(Closing(code, data[2:]))
            case _:
                pass
        if frame.fin and self._message is not None and frame.opcode not in _CONTROL:
            is_text, pieces = self._message
            self._message = None
            content = b"".join(pieces)
            self._box.note(Message(content.decode(errors="replace") if is_text else content))

    def _hear_pong(self, payload: bytes) -> None:
        """A pong answers its ping, and those before it: RFC 6455, 5.5.3."""
        number = int(payload) if payload.isdigit() else 0
        while self._pongs < min(number, self._pings):
            self._pongs += 1
            self._box.note(Pong())


_CONTROL: Final = frozenset({8, 9, 10})  # the opcodes of close, ping and pong
