"""Canned WebSocket servers: what one says by itself, what it answers, how it ends.

Not here: what a task makes of it (talking.py). One rule: a script runs from its first step in
every connection, on the device's clock, and what the app sent is kept to be looked at.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from urlsession_mock.foundation.credential import NSURLCredential
from urlsession_mock.foundation.error_codes import (
    NSURLErrorBadServerResponse,
    NSURLErrorNetworkConnectionLost,
)
from urlsession_mock.network.canned import CannedExchange
from urlsession_mock.network.script import Playing, Script
from urlsession_mock.network.socket_wire import Closing, Frame, Message, Pong, Written
from urlsession_mock.network.wire import (
    End,
    Failure,
    Happening,
    Head,
    Outgoing,
    Permission,
    Stall,
)

__all__ = ["CannedWebSocket", "WebSocketStub"]

Content: TypeAlias = str | bytes
Replier: TypeAlias = Callable[[Content], Content | Iterable[Content] | None]

_LONGEST_REASON = 123  # RFC 6455, 5.5: a control frame has 125 bytes, two of them the code
_SWITCHING = 101


class WebSocketStub:
    """One registered WebSocket server. Its methods give it back, so that they can be chained.

    `sent` is what apps have sent to it, `pings` how many, `goodbyes` the close frames that came
    from apps, each a code (None where there was none) and a reason.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.sent: list[Content] = []
        self.pings: int = 0
        self.goodbyes: list[tuple[int | None, bytes]] = []
        self.requests: list[Outgoing] = []
        """The handshakes' requests."""
        self.name: str = f"WebSocket {url}"
        self._handshake: tuple[Happening, ...] = ()
        self._repliers: list[Replier] = []
        self._script: Script[Message | Closing | Failure] = Script()
        self._answers_pings = True
        self.accept()

    @property
    def connections(self) -> int:
        """How often somebody has connected to it."""
        return len(self.requests)

    # -- the handshake ---------------------------------------------------

    def accept(
        self, protocol: str | None = None, headers: Mapping[str, str] | None = None
    ) -> WebSocketStub:
        """Accept the handshake, as it does by itself: with a subprotocol, and more headers."""
        fields = {"Upgrade": "websocket", "Connection": "Upgrade", **(headers or {})}
        if protocol is not None:
            fields["Sec-WebSocket-Protocol"] = protocol
        self._handshake = (Head(_SWITCHING, tuple(fields.items())),)
        return self

    def refuses(self, status: int | None = 403, body: bytes = b"") -> WebSocketStub:
        """Answer the handshake with this status; with None, hang up without an answer (C73).

        The task fails with NSURLErrorBadServerResponse. Raises `ValueError` for a status that
        answers otherwise: 101 accepts.
        """
        if status is None:
            self._handshake = (Failure(NSURLErrorBadServerResponse),)
            return self
        if not 200 <= status <= 599:
            raise ValueError(f"a refusal has a status from 200 to 599, or None; not {status!r}")
        self._handshake = (Head(status, (("Content-Length", str(len(body))),)), End())
        return self

    def stalls(self) -> WebSocketStub:
        """Never answer the handshake: in time the task fails with NSURLErrorTimedOut."""
        self._handshake = (Stall(),)
        return self

    # -- what it says ----------------------------------------------------

    def sends(self, data: Content, *, after: float = 0.0) -> WebSocketStub:
        """Send a message, `after` seconds after the step before it. Text goes as text."""
        return self._then(Message(_content(data)), after)

    def receives(self, count: int = 1) -> WebSocketStub:
        """Wait, before the next step, until the app has sent `count` more messages.

        Raises `ValueError` for less than one.
        """
        self._script.wait(count)
        return self

    def echoes(self) -> WebSocketStub:
        """Send every message back."""
        return self.replies(lambda message: message)

    def replies(self, reply: Replier) -> WebSocketStub:
        """Answer each message with what `reply(message)` gives: a message, several, or None."""
        self._repliers.append(reply)
        return self

    def ignores_pings(self) -> WebSocketStub:
        """Answer no ping. By itself a server answers each with a pong."""
        self._answers_pings = False
        return self

    # -- how it ends -----------------------------------------------------

    def closes(
        self, code: int | None = None, reason: bytes | str = b"", *, after: float = 0.0
    ) -> WebSocketStub:
        """Send a close frame: with a code or without, and with a reason where there is a code.

        Raises `ValueError` for what no close frame can hold.
        """
        content = reason.encode() if isinstance(reason, str) else bytes(reason)
        if code is None and content:
            raise ValueError("a close frame without a code has no reason either; give a code")
        if code is not None and not 1000 <= code <= 4999:
            raise ValueError(f"a close frame's code is a number from 1000 to 4999, not {code!r}")
        if len(content) > _LONGEST_REASON:
            raise ValueError(f"a reason has at most {_LONGEST_REASON} bytes, not {len(content)}")
        return self._then(Closing(code, content), after)

    def drops(self, *, after: float = 0.0) -> WebSocketStub:
        """Hang up without a close frame: the task fails with NSURLErrorNetworkConnectionLost."""
        return self._then(Failure(NSURLErrorNetworkConnectionLost), after)

    def _then(self, frame: Message | Closing | Failure, after: float) -> WebSocketStub:
        self._script.then(frame, after)
        return self

    def __repr__(self) -> str:
        return f"<WebSocketStub {self.url}>"


class CannedWebSocket:
    """One connection to a `WebSocketStub`: a `WebSocketExchange`. `now` is the device's clock."""

    is_live: bool = False

    def __init__(self, stub: WebSocketStub, outgoing: Outgoing, now: Callable[[], float]) -> None:
        stub.requests.append(outgoing)
        self._stub = stub
        self._handshake = CannedExchange(outgoing, stub._handshake, now)
        self._playing = Playing(stub._script, now)
        self._ready: deque[Frame] = deque()

    # -- the handshake ---------------------------------------------------

    def next(self) -> Happening | None:
        """See `Exchange`."""
        return self._handshake.next()

    def answer(self, permission: Permission, credential: NSURLCredential | None = None) -> None:
        """See `Exchange`."""
        self._handshake.answer(permission, credential)

    def close(self) -> None:
        """See `Exchange`."""
        self._handshake.close()
        self._ready.clear()
        self._playing.stop()

    # -- frames ----------------------------------------------------------

    def take(self) -> Frame | None:
        """See `WebSocketExchange`."""
        return self._ready.popleft() if self._ready else self._playing.next()

    @property
    def due(self) -> float | None:
        """See `WebSocketExchange`."""
        return self._playing.due

    def send(self, data: Content) -> None:
        """See `WebSocketExchange`."""
        stub = self._stub
        stub.sent.append(data)
        self._playing.came()
        self._ready.append(Written())
        for reply in stub._repliers:
            answer = reply(data)
            if answer is None:
                continue
            several = (answer,) if isinstance(answer, (str, bytes, bytearray)) else tuple(answer)
            self._ready.extend(Message(_content(one)) for one in several)

    def ping(self) -> None:
        """See `WebSocketExchange`."""
        self._stub.pings += 1
        if self._stub._answers_pings:
            self._ready.append(Pong())

    def say_goodbye(self, code: int | None, reason: bytes) -> None:
        """See `WebSocketExchange`."""
        self._stub.goodbyes.append((code, reason))


def _content(data: object) -> Content:
    if isinstance(data, (bytes, bytearray)):
        return bytes(data)
    if isinstance(data, str):
        return data
    raise TypeError(f"a message is text or bytes, not {type(data).__name__} ({data!r})")
