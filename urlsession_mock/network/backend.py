"""Our connections, as httpcore wants them.

Not here: making them (dialing.py), or what is told of them (live.py). One rule: nothing is
decided here; each method finds the errand that runs, tells it, and hands on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final, Protocol

from urlsession_mock.network.dialing import Line
from urlsession_mock.network.securing import SecureLine

if TYPE_CHECKING:
    import ssl

    from httpcore import AsyncNetworkBackend, AsyncNetworkStream
else:
    # httpcore asks nothing of its backends but their methods.
    AsyncNetworkBackend = AsyncNetworkStream = object

__all__ = ["CURRENT", "Backend", "Errand"]

# httpcore asks for less, but takes what it gets: a fast body then costs a quarter of the turns.
_AT_ONCE: Final = 256 << 10

# ruff: noqa: ASYNC109 - `timeout` is httpcore's name


class Errand(Protocol):
    """A request on its way, as its connection sees it."""

    async def dial(self) -> Line:
        """A connection to its server."""
        ...

    async def secure(self, line: Line) -> Line:
        """The same over TLS, when all that it asks has been answered."""
        ...

    def writes(self, line: Line) -> None:
        """Bytes of it are about to go out."""
        ...

    def reads(self, line: Line, data: bytes) -> None:
        """These bytes have come while it waited. On HTTP/2 they may be another's."""
        ...


CURRENT: ContextVar[Errand] = ContextVar("urlsession_mock.live.errand")
"""The errand of the task that runs: httpcore passes none to its backends."""


class Backend(AsyncNetworkBackend):
    """Makes the connections that httpcore asks for, for the errand that runs."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,  # Any: as httpcore declares it; never given
    ) -> AsyncNetworkStream:
        return Stream(await CURRENT.get().dial())

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[Any] | None = None,  # Any: as above
    ) -> AsyncNetworkStream:
        raise NotImplementedError("a URL names no Unix socket")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class Stream(AsyncNetworkStream):
    """A `Line`, as httpcore wants it."""

    def __init__(self, line: Line) -> None:
        self.line = line

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = await self.line.read(max(max_bytes, _AT_ONCE), timeout)
        CURRENT.get().reads(self.line, data)
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        import httpcore  # later: an extra

        CURRENT.get().writes(self.line)
        try:
            await self.line.write(buffer, timeout)
        except TimeoutError:
            raise
        except OSError as problem:
            # By this name httpcore knows to look for the answer that a server gave
            # before it hung up.
            raise httpcore.WriteError(problem) from problem

    async def aclose(self) -> None:
        self.line.close()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> AsyncNetworkStream:
        return Stream(await CURRENT.get().secure(self.line))

    def get_extra_info(self, info: str) -> object:
        match info:
            case "ssl_object":
                return self.line.tls if isinstance(self.line, SecureLine) else None
            case "is_readable":
                return self.line.is_readable
            case "socket":
                return self.line.sock
            case _:
                return None
