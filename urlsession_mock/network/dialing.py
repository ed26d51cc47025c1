"""A connection to a real server: looked up, connected, read and written.

Not here: HTTP, or whether the host may be contacted (hosts.py); callers have asked. One rule:
everything here runs on an asyncio loop, and a cancelled task leaves no socket behind.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable
from typing import cast

from urlsession_mock.network.wire import Moment

__all__ = ["Line", "connect"]

Mark = Callable[[Moment], None]
_Addresses = list[tuple[int, int, int, object]]


class Line:
    """One connection, plain. A `SecureLine` is the same over TLS."""

    protocol: str = "http/1.1"
    """What is spoken on it, as ALPN names it."""
    tls_version: int | None = None
    cipher_suite: int | None = None

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self._loop = asyncio.get_running_loop()
        self.local: tuple[str, int] = _address(sock.getsockname())
        self.remote: tuple[str, int] = _address(sock.getpeername())
        self._turns = 0

    async def read(self, most: int, within: float | None = None) -> bytes:
        """Up to so many bytes; none at the end. Raises `TimeoutError` and `OSError`."""
        self._turns += 1
        if self._turns % 16 == 0:
            await asyncio.sleep(0)  # a fast server must not keep the loop to itself
        try:
            return self.sock.recv(most)
        except BlockingIOError:
            pass
        async with asyncio.timeout(within):
            return await self._loop.sock_recv(self.sock, most)

    async def write(self, data: bytes, within: float | None = None) -> None:
        """Hand all of it to the system. Raises `TimeoutError` and `OSError`."""
        async with asyncio.timeout(within):
            await self._loop.sock_sendall(self.sock, data)

    @property
    def is_readable(self) -> bool:
        """Something can be read now, if only its end; an idle connection has then been lost."""
        try:
            self.sock.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        except OSError:
            pass
        return True

    def close(self) -> None:
        """Close it; harmless twice."""
        self.sock.close()


async def connect(
    host: str, port: int, within: float | None = None, mark: Mark = lambda moment: None
) -> Line:
    """Connect to a host, trying its addresses in turn.

    `within` is in seconds. `mark` is told the moments passed. Raises `socket.gaierror` where
    the name is not found, `TimeoutError`, and other `OSError`s, of the last address tried.
    """
    loop = asyncio.get_running_loop()
    problem: OSError | None = None
    async with asyncio.timeout(within):
        addresses = await _look_up(host, port, mark)
        mark(Moment.CONNECT_START)
        for family, kind, number, address in addresses:
            sock = socket.socket(family, kind, number)
            try:
                sock.setblocking(False)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                await loop.sock_connect(sock, cast(tuple[str, int], address))  # or a longer one
                return Line(sock)
            except OSError as error:
                sock.close()
                problem = error
            except BaseException:
                sock.close()
                raise
    raise problem or OSError(f"{host} has no address")


async def _look_up(host: str, port: int, mark: Mark) -> _Addresses:
    """The addresses of a host. One written in numbers needs no lookup, and has no such moments."""

    def found(flags: int = 0) -> _Addresses:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=flags)
        return [(family, kind, number, address) for family, kind, number, _, address in rows]

    try:
        return found(socket.AI_NUMERICHOST)
    except socket.gaierror:
        pass
    mark(Moment.DOMAIN_LOOKUP_START)
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[_Addresses] = loop.create_future()

    def settle(rows: _Addresses | None, error: Exception | None) -> None:
        if answer.done():
            return
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(rows or [])

    def look_up() -> None:
        rows, error = None, None
        try:
            rows = found()
        except Exception as problem:
            error = problem
        with contextlib.suppress(RuntimeError):  # the loop has ended, and nobody waits for it
            loop.call_soon_threadsafe(settle, rows, error)

    # The system's lookup can be neither awaited nor interrupted; nothing waits for this thread.
    threading.Thread(target=look_up, name=f"urlsession-lookup-{host}", daemon=True).start()
    addresses = await answer
    mark(Moment.DOMAIN_LOOKUP_END)
    return addresses


def _address(name: tuple[str, int]) -> tuple[str, int]:
    """Host and port of a socket's name; one of IPv6 has more."""
    return name[0], name[1]
