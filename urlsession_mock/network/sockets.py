"""Who answers a WebSocket or a stream: a canned server, or a real one.

Not here: what they say (websockets.py, streams.py). One rule: the newest server registered for
an address is the one that answers.
"""

from __future__ import annotations

from urlsession_mock.events import Where
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.network.streams import StreamStub
from urlsession_mock.network.websockets import WebSocketStub

__all__ = ["Sockets"]

# A WebSocket may be asked for with either scheme.
_SCHEMES = {"http": "ws", "https": "wss"}


class Sockets:
    """The canned servers of a device that keep a connection open."""

    def __init__(self) -> None:
        self.websockets: list[WebSocketStub] = []
        self.streams: list[StreamStub] = []
        # Those that somebody must connect to, and where they were registered.
        self._wanted: dict[WebSocketStub | StreamStub, Where | None] = {}

    def __bool__(self) -> bool:
        return bool(self.websockets or self.streams)

    def websocket(
        self, url: str | NSURL, where: Where | None = None, *, optional: bool = False
    ) -> WebSocketStub:
        """Register a WebSocket server. Raises `ValueError` for what is no `ws` or `wss` URL."""
        text = str(url.absoluteString()) if isinstance(url, NSURL) else url
        if text.partition("://")[0].lower() not in ("ws", "wss"):
            raise ValueError(f"a whole URL is wanted, as wss://example.com/a; not {text!r}")
        stub = WebSocketStub(text)
        self._note(stub, where, optional=optional)
        self.websockets.append(stub)
        return stub

    def find_websocket(self, url: NSURL) -> WebSocketStub | None:
        """The newest server for this URL."""
        text = str(url.absoluteString())
        scheme, _, rest = text.partition("://")
        wanted = f"{_SCHEMES.get(scheme.lower(), scheme)}://{rest}"
        return next((s for s in reversed(self.websockets) if s.url == wanted), None)

    def stream(
        self, host: str, port: int, where: Where | None = None, *, optional: bool = False
    ) -> StreamStub:
        """Register a TCP server. Raises `ValueError` for a port that is none."""
        if not 0 < port < 0x10000:
            raise ValueError(f"a port is a number from 1 to 65535, not {port!r}")
        stub = StreamStub(host, port)
        self._note(stub, where, optional=optional)
        self.streams.append(stub)
        return stub

    def find_stream(self, host: str, port: int) -> StreamStub | None:
        """The newest server at this address."""
        wanted = (host.lower(), port)
        return next((s for s in reversed(self.streams) if (s.host.lower(), s.port) == wanted), None)

    def _note(
        self, stub: WebSocketStub | StreamStub, where: Where | None, *, optional: bool
    ) -> None:
        if not optional:
            self._wanted[stub] = where

    def unused(self) -> list[tuple[str, Where | None]]:
        """Those that nobody connected to, in words, and where they were registered."""
        left = ((stub, where) for stub, where in self._wanted.items() if not stub.connections)
        return [(stub.name, where) for stub, where in left]

    def registered(self) -> list[str]:
        """All of them, for an error's text."""
        names = [stub.name for stub in self.websockets]
        return names + [stub.name for stub in self.streams]
