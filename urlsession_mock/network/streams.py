"""Canned TCP servers, and a response's body as one: bytes both ways, and an end.

Not here: what a task makes of it (streaming.py). One rule: as in websockets.py. A script runs from
its first step in every connection, and what the app wrote is kept to be looked at.
"""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from urlsession_mock.errors import NotPossibleNow
from urlsession_mock.foundation.authentication import NSURLProtectionSpace
from urlsession_mock.foundation.constants import NSURLAuthenticationMethodServerTrust
from urlsession_mock.foundation.error_codes import (
    NSURLErrorCannotConnectToHost,
    NSURLErrorNetworkConnectionLost,
    NSURLErrorServerCertificateUntrusted,
)
from urlsession_mock.network.script import Playing, Script
from urlsession_mock.network.socket_wire import Arrival, Secured, Written
from urlsession_mock.network.wire import Asked, Chunk, End, Exchange, Failure, Pause, Stall

if TYPE_CHECKING:
    from typing_extensions import Buffer

__all__ = ["BodyStream", "CannedStream", "StreamStub"]

Replier: TypeAlias = Callable[[bytes], bytes | None]


class StreamStub:
    """One registered TCP server. Its methods give it back, so that they can be chained.

    `written` is what apps have written to it, `connections` how many there were, and
    `is_write_closed` whether the last one said that it writes no more.
    """

    def __init__(self, host: str, port: int) -> None:
        self.host = host
        self.port = port
        self.name: str = f"stream {host}:{port}"
        self.written: bytes = b""
        self.connections: int = 0
        self.is_write_closed: bool = False
        self._failure: Failure | None = None
        self._repliers: list[Replier] = []
        self._script: Script[Chunk | End | Failure] = Script()
        self._is_trusted = True

    def refuses(self, code: int = NSURLErrorCannotConnectToHost) -> StreamStub:
        """Let nobody connect: the task fails with this NSURLError code."""
        if code >= 0:
            raise ValueError(f"an NSURLError code is a negative int, not {code!r}")
        self._failure = Failure(code)
        return self

    def untrusted(self) -> StreamStub:
        """Have a certificate that default handling does not trust (R90)."""
        self._is_trusted = False
        return self

    # -- what it says ----------------------------------------------------

    def sends(self, data: bytes, *, after: float = 0.0) -> StreamStub:
        """Send bytes, `after` seconds after the step before it."""
        self._script.then(Chunk(_bytes(data)), after)
        return self

    def receives(self, count: int = 1) -> StreamStub:
        """Wait, before the next step, until the app has written `count` more bytes.

        Raises `ValueError` for less than one.
        """
        self._script.wait(count)
        return self

    def echoes(self) -> StreamStub:
        """Send back all that comes."""
        return self.replies(lambda data: data)

    def replies(self, reply: Replier) -> StreamStub:
        """Answer each write with the bytes that `reply(data)` gives, or with nothing for None."""
        self._repliers.append(reply)
        return self

    # -- how it ends -----------------------------------------------------

    def closes(self, *, after: float = 0.0) -> StreamStub:
        """Send no more; what the app writes is taken all the same."""
        self._script.then(End(), after)
        return self

    def drops(self, *, after: float = 0.0) -> StreamStub:
        """Lose the connection: the task fails with NSURLErrorNetworkConnectionLost."""
        self._script.then(Failure(NSURLErrorNetworkConnectionLost), after)
        return self

    def __repr__(self) -> str:
        return f"<StreamStub {self.host}:{self.port}>"


class CannedStream:
    """One connection to a `StreamStub`: a `StreamExchange`. `now` is the device's clock."""

    is_live: bool = False
    is_read_only: bool = False

    def __init__(self, stub: StreamStub, now: Callable[[], float]) -> None:
        stub.connections += 1
        stub.is_write_closed = False
        self._stub = stub
        self._playing = Playing(stub._script, now)
        self._ready: deque[Arrival] = deque()
        if stub._failure is not None:
            self._playing.stop()
            self._ready.append(stub._failure)

    def take(self, *, at_once: bool = False) -> Arrival | None:
        """See `StreamExchange`. With `at_once` pauses are passed over."""
        if self._ready:
            return self._ready.popleft()
        return self._playing.next(at_once=at_once)

    @property
    def due(self) -> float | None:
        """See `StreamExchange`."""
        return self._playing.due

    def write(self, data: bytes) -> None:
        """See `StreamExchange`."""
        stub = self._stub
        stub.written += data
        self._playing.came(len(data))
        self._ready.append(Written())
        for reply in stub._repliers:
            answer = reply(data)
            if answer:
                self._ready.append(Chunk(_bytes(answer)))

    def close_write(self) -> None:
        """See `StreamExchange`."""
        self._stub.is_write_closed = True

    def secure(self) -> None:
        """See `StreamExchange`."""
        stub = self._stub
        make = NSURLProtectionSpace.alloc().initWithHost_port_protocol_realm_authenticationMethod_
        space = make(stub.host, stub.port, None, None, NSURLAuthenticationMethodServerTrust)
        default = None if stub._is_trusted else NSURLErrorServerCertificateUntrusted
        self._ready.append(Asked(space, default))

    def answer(self, *, is_trusted: bool) -> None:
        """See `StreamExchange`."""
        self._ready.append(
            Secured() if is_trusted else Failure(NSURLErrorServerCertificateUntrusted)
        )

    def plain(self) -> None:
        """See `StreamExchange`."""

    def close(self) -> None:
        """See `StreamExchange`."""
        self._playing.stop()
        self._ready.clear()

    def captured(self, rest: bytes) -> tuple[io.BufferedIOBase, io.BufferedIOBase]:
        """See `StreamExchange`."""
        return _Reading(self, rest), _Writing(self)


class _Reading(io.BufferedIOBase):
    """A canned connection, read by hand: nobody waits for its clock."""

    def __init__(self, stream: CannedStream, rest: bytes) -> None:
        self._stream = stream
        self._rest = rest
        self._is_at_end = False

    def read(self, size: int | None = -1, /) -> bytes:
        wanted = float("inf") if size is None or size < 0 else size
        while not self._is_at_end and len(self._rest) < wanted:
            arrival = self._stream.take(at_once=True)
            if arrival is None and not self._rest:
                raise NotPossibleNow(
                    "the server has nothing more to send, so a read would wait for ever; "
                    "let the canned stream end with closes(), or read no more than it sends"
                )
            if arrival is None:
                break
            if isinstance(arrival, Chunk):
                self._rest += arrival.data
            elif isinstance(arrival, (End, Failure)):
                self._is_at_end = True
        end = len(self._rest) if size is None or size < 0 else size
        found, self._rest = self._rest[:end], self._rest[end:]
        return found


class _Writing(io.BufferedIOBase):
    """A canned connection, written by hand."""

    def __init__(self, stream: CannedStream) -> None:
        self._stream = stream

    def write(self, data: Buffer, /) -> int:
        content = bytes(data)
        self._stream.write(content)
        return len(content)


class BodyStream:
    """The body of a response as a connection that can only be read (R69).

    `exchange` is one whose response has come, canned or real; None for a response that was all
    there was.
    """

    is_read_only: bool = True

    def __init__(self, exchange: Exchange | None, now: Callable[[], float]) -> None:
        self._exchange = exchange
        self._is_over = False
        self._now = now
        self._until: float | None = None

    @property
    def is_live(self) -> bool:
        """See `StreamExchange`."""
        return self._exchange is not None and self._exchange.is_live

    @property
    def due(self) -> float | None:
        """See `StreamExchange`."""
        return self._until

    def take(self) -> Arrival | None:
        """See `StreamExchange`."""
        is_early = self._until is not None and self._now() < self._until
        return None if is_early else self._next()

    def _next(self) -> Arrival | None:
        if self._is_over:
            return None
        self._until = None
        if self._exchange is None:
            self._is_over = True
            return End()
        while (happening := self._exchange.next()) is not None:
            if isinstance(happening, (Chunk, End, Failure)):
                self._is_over = not isinstance(happening, Chunk)
                return happening
            if isinstance(happening, Pause):
                self._until = self._now() + happening.seconds
                return None
            if isinstance(happening, Stall):
                self._is_over = True  # nothing comes any more, not even its end
        return None

    def write(self, data: bytes) -> None:
        """Never called: its write side is closed from the start."""

    def close_write(self) -> None:
        """It is closed."""

    def secure(self) -> None:
        """Never called: who speaks TLS there is HTTP."""

    def answer(self, *, is_trusted: bool) -> None:
        """Nothing is asked."""

    def plain(self) -> None:
        """As `secure`."""

    def close(self) -> None:
        """See `StreamExchange`."""
        self._is_over = True
        if self._exchange is not None:
            self._exchange.close()

    def captured(self, rest: bytes) -> tuple[io.BufferedIOBase, io.BufferedIOBase]:
        """See `StreamExchange`: what has come, and what comes without waiting."""
        content = bytearray(rest)
        while isinstance(arrival := self._next(), Chunk) or self._until is not None:
            if isinstance(arrival, Chunk):
                content += arrival.data
        return io.BytesIO(bytes(content)), io.BytesIO()


def _bytes(data: object) -> bytes:
    if not isinstance(data, (bytes, bytearray)):
        raise TypeError(f"a stream carries bytes, not {type(data).__name__} ({data!r})")
    return bytes(data)
