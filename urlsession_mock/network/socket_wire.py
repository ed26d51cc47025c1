"""What passes on a connection that stays open: small values, the same from every server.

Not here: who sends them (websockets.py, streams.py and the two of real servers). One rule: these
values are all that a task knows of its server once it is connected, as in wire.py.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from urlsession_mock.network.wire import Asked, Chunk, End, Exchange, Failure, Outgoing

__all__ = [
    "Arrival",
    "Closing",
    "Frame",
    "Message",
    "Pong",
    "Secured",
    "StreamExchange",
    "WebSocketExchange",
    "WebSocketSource",
    "Written",
]


@dataclass(frozen=True, slots=True)
class Message:
    """A whole message from the server: text or bytes."""

    data: str | bytes


@dataclass(frozen=True, slots=True)
class Pong:
    """The answer to the oldest ping that has none."""


@dataclass(frozen=True, slots=True)
class Written:
    """The oldest message, or write, that was not yet reported has gone out."""


@dataclass(frozen=True, slots=True)
class Closing:
    """The server's close frame: its code, None where there is none, and its reason."""

    code: int | None = None
    reason: bytes = b""


@dataclass(frozen=True, slots=True)
class Secured:
    """The connection is over TLS now, and trusted."""


Frame: TypeAlias = Message | Pong | Written | Closing | Failure
Arrival: TypeAlias = Chunk | Written | Asked | Secured | End | Failure


class WebSocketExchange(Exchange, Protocol):
    """A WebSocket at one server: an exchange until its `Head` of 101, then this.

    After a `Closing` or a `Failure` nothing more comes.
    """

    def take(self) -> Frame | None:
        """What came next; None where nothing has yet. Never waits, and raises nothing."""
        ...

    @property
    def due(self) -> float | None:
        """When something comes by itself, in seconds on the device's clock; None where never."""
        ...

    def send(self, data: str | bytes) -> None:
        """Send a message; `Written` follows."""
        ...

    def ping(self) -> None:
        """Send a ping; `Pong` follows where the server answers."""
        ...

    def say_goodbye(self, code: int | None, reason: bytes) -> None:
        """Send a close frame. Nothing is sent after it."""
        ...


class WebSocketSource(Protocol):
    """Opens WebSockets: canned ones, and real ones."""

    def open(self, outgoing: Outgoing) -> WebSocketExchange:
        """Send the handshake's request."""
        ...


class StreamExchange(Protocol):
    """A TCP connection to one server; it is asked for what comes from the start."""

    def take(self) -> Arrival | None:
        """What came next; None where nothing has yet. `End`: the server sends no more."""
        ...

    def secure(self) -> None:
        """Begin TLS: `Asked` follows, and after its answer `Secured` or a `Failure`."""
        ...

    def answer(self, *, is_trusted: bool) -> None:
        """Answer the last `Asked`."""
        ...

    def plain(self) -> None:
        """End TLS."""
        ...

    @property
    def is_read_only(self) -> bool:
        """Nothing can be written to it."""
        ...

    @property
    def due(self) -> float | None:
        """As of `WebSocketExchange`."""
        ...

    @property
    def is_live(self) -> bool:
        """Real time must pass for it to go on."""
        ...

    def write(self, data: bytes) -> None:
        """Send bytes; `Written` follows."""
        ...

    def close_write(self) -> None:
        """Tell the server that no more will be sent."""
        ...

    def captured(self, rest: bytes) -> tuple[io.BufferedIOBase, io.BufferedIOBase]:
        """Give it out of hand: what to read it with, `rest` first, and what to write it with."""
        ...

    def close(self) -> None:
        """Give it up; harmless twice."""
        ...
