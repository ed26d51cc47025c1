"""Real TCP servers for stream tasks, on the loop of live.py: bytes both ways, TLS, the hand-over.

Not here: whether a host may be contacted. One rule: as in websocket_live.py. Everything of an
errand runs on the loop's thread, until the socket is handed over, which ends the errand.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import socket
from collections import deque
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from urlsession_mock.foundation.url import NSURL
from urlsession_mock.network.dialing import Line
from urlsession_mock.network.errand import LiveErrand
from urlsession_mock.network.failures import Stage, failure_of
from urlsession_mock.network.hosts import Allowed, named
from urlsession_mock.network.mailbox import Mailbox
from urlsession_mock.network.securing import Refused, SecureLine, secure
from urlsession_mock.network.socket_wire import Arrival, Secured, StreamExchange, Written
from urlsession_mock.network.wire import (
    Asked,
    Chunk,
    End,
    Failure,
    Happening,
    Outgoing,
    Permission,
)
from urlsession_mock.not_simulated import NotSimulated

if TYPE_CHECKING:
    from typing_extensions import Buffer

    from urlsession_mock.network.live import Live

__all__ = ["LiveStream", "StreamErrand", "open_stream"]

_Box: TypeAlias = Mailbox[Happening | Arrival]
_Job: TypeAlias = Callable[[], Coroutine[Any, Any, None]]  # Any: as asyncio declares it

_PIECE: Final = 64 << 10
_GRACE: Final = 2.0  # seconds in which the loop must have let go of a socket
_PATIENCE: Final = 30.0  # seconds that a read by hand waits: a test must end


def open_stream(live: Live, host: str, port: int) -> StreamExchange:
    """Connect to a real server, whose host is one of those allowed."""
    allowed = live._hosts.allows(host, port)
    assert allowed is not None  # as said above
    url = NSURL.URLWithString_(f"http://{named(host)}:{port}/")
    assert url is not None  # a host that is allowed can be written in one
    mailbox: _Box = Mailbox(live._thread.loop, live._ring)
    # No request goes out; an errand has one.
    outgoing = Outgoing("CONNECT", url)
    errand = StreamErrand(outgoing, (host, port), allowed, mailbox, live._now)
    live._thread.start(errand.run_stream)
    return LiveStream(mailbox, errand, live)


class LiveStream:
    """The device's end of a `StreamErrand`: a `StreamExchange`."""

    is_live: bool = True
    is_read_only: bool = False
    due: float | None = None

    def __init__(self, mailbox: _Box, errand: StreamErrand, live: Live) -> None:
        self._mailbox = mailbox
        self._errand = errand
        self._live = live

    def take(self) -> Arrival | None:
        """See `StreamExchange`."""
        while (happening := self._mailbox.next()) is not None:
            if isinstance(happening, (Chunk, Written, Asked, Secured, End, Failure)):
                return happening
        return None

    def write(self, data: bytes) -> None:
        """See `StreamExchange`."""
        self._mailbox.tell(lambda: self._errand.do(lambda: self._errand.write(data)))

    def close_write(self) -> None:
        """See `StreamExchange`."""
        self._mailbox.tell(lambda: self._errand.do(self._errand.close_write))

    def secure(self) -> None:
        """See `StreamExchange`."""
        self._mailbox.tell(lambda: self._errand.do(self._errand.begin_tls))

    def answer(self, *, is_trusted: bool) -> None:
        """See `StreamExchange`."""
        self._mailbox.answer(Permission.PASS if is_trusted else Permission.DEFAULT)

    def plain(self) -> None:
        """Refused: Apple deprecated it, and a server that goes on without TLS is hardly found."""
        raise NotSimulated(
            "stopSecureConnection is not simulated with a real server; use a canned one, "
            "device.network.stream(host, port)"
        )

    def close(self) -> None:
        """See `StreamExchange`."""
        self._mailbox.close()

    def captured(self, rest: bytes) -> tuple[io.BufferedIOBase, io.BufferedIOBase]:
        """See `StreamExchange`. Refused over TLS."""
        loop = self._live._thread.loop
        given = asyncio.run_coroutine_threadsafe(self._errand.let_go(), loop).result(_GRACE)
        if given is None:
            raise NotSimulated(
                "captureStreams is not simulated with a real server over TLS, nor after the "
                "connection was lost; use a canned one, device.network.stream(host, port)"
            )
        content = bytearray(rest)
        while (happening := self._mailbox.next()) is not None:
            if isinstance(happening, Chunk):
                content += happening.data
        self._mailbox.close()
        reader, writer = _Reading(given, bytes(content)), _Writing(given)

        async def end() -> None:
            given.close()

        self._live._thread.at_end(end)
        return reader, writer


class _Reading(io.BufferedIOBase):
    """A socket, read by hand."""

    def __init__(self, sock: socket.socket, rest: bytes) -> None:
        self._sock = sock
        self._rest = rest

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0:
            pieces = [self._rest]
            while piece := self._sock.recv(_PIECE):
                pieces.append(piece)
            self._rest = b""
            return b"".join(pieces)
        if self._rest:
            found, self._rest = self._rest[:size], self._rest[size:]
            return found
        return self._sock.recv(size)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._sock.shutdown(socket.SHUT_RD)
        super().close()


class _Writing(io.BufferedIOBase):
    """A socket, written by hand."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock

    def write(self, data: Buffer, /) -> int:
        return self._sock.send(memoryview(data))

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._sock.shutdown(socket.SHUT_WR)
        super().close()


class StreamErrand(LiveErrand):
    """One stream on its way. Of the loop's thread."""

    def __init__(
        self,
        outgoing: Outgoing,
        address: tuple[str, int],
        allowed: Allowed,
        mailbox: _Box,
        now: Callable[[], float],
    ) -> None:
        # As of HTTP, `dial` tells that it is connected; TLS comes later, if at all. And the
        # mailbox takes what a request's does, and more besides.
        plain, box = ("http", *address), cast("Mailbox", mailbox)
        super().__init__(outgoing, plain, allowed, box, now)
        self._box = mailbox
        self._jobs: deque[_Job] = deque()
        self._has_jobs = asyncio.Event()
        self._now_on: Line | None = None
        self._listening: asyncio.Task[None] | None = None
        self._task: asyncio.Task[None] | None = None

    # -- what the device wants -------------------------------------------

    def do(self, job: _Job) -> None:
        """Have something done, in its turn."""
        self._jobs.append(job)
        self._has_jobs.set()

    async def write(self, data: bytes) -> None:
        """Send bytes, and tell."""
        await self._connection.write(data)
        self._box.note(Written())

    async def close_write(self) -> None:
        """Say that no more comes."""
        with contextlib.suppress(OSError):
            self._connection.sock.shutdown(socket.SHUT_WR)

    async def begin_tls(self) -> None:
        """Shake hands; nobody else reads meanwhile."""
        await self._stop_listening()
        waiting = [self._connection]

        async def dial() -> Line:
            if not waiting:
                # What was said before TLS cannot be said again to another connection.
                raise ConnectionError("this connection's TLS cannot be begun once more")
            return waiting.pop()

        _, host, port = self._address
        ca = self._allowed.ca
        self._now_on = await secure(dial, host, port, self._mailbox.ask, ca=ca)
        self._box.note(Secured())
        self._listen()

    async def let_go(self) -> socket.socket | None:
        """Give the socket away, for others to block on; None where that cannot be."""
        line, task = self._now_on, self._task
        if line is None or isinstance(line, SecureLine) or task is None or task.done():
            return None
        await self._stop_listening()
        given = line.sock.dup()
        task.cancel()
        given.settimeout(_PATIENCE)
        return given

    # -- the whole way ---------------------------------------------------

    async def run_stream(self) -> None:
        """Connect, and do what is asked, until the device gives it up."""
        task = self._task = asyncio.current_task()
        assert task is not None  # it runs as one
        self._box.when_closed(task.cancel)
        try:
            self._now_on = await self.dial()
            self._stage = Stage.BODY
            self._listen()
            while True:
                await self._has_jobs.wait()
                self._has_jobs.clear()
                while self._jobs:
                    await self._jobs.popleft()()
        except Refused as refused:
            self._box.note(refused.failure)
        except Exception as problem:
            self._box.note(failure_of(problem, self._stage))
        finally:
            try:
                await self._stop_listening()
            finally:  # the wait may be cancelled, too
                if self._now_on is not None:
                    self._now_on.close()

    @property
    def _connection(self) -> Line:
        assert self._now_on is not None  # jobs are done once it is connected
        return self._now_on

    def _listen(self) -> None:
        self._listening = asyncio.create_task(self._hear(self._connection))

    async def _stop_listening(self) -> None:
        listening, self._listening = self._listening, None
        if listening is not None:
            listening.cancel()
            await asyncio.wait({listening})

    async def _hear(self, line: Line) -> None:
        try:
            while data := await line.read(_PIECE):
                await self._box.put(Chunk(data))
            self._box.note(End())
        except Exception as problem:
            self._box.note(failure_of(problem, Stage.BODY))
