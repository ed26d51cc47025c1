"""Who answers a WebSocket or a stream: a canned server, or a real one.

Not here: what they say (websockets.py, streams.py). One rule: the newest server registered for
an address is the one that answers.
"""

from __future__ import annotations

from urlsession_mock.foundation.url import NSURL
from urlsession_mock.network.websockets import WebSocketStub

__all__ = ["Sockets"]

# A WebSocket may be asked for with either scheme.
_SCHEMES = {"http": "ws", "https": "wss"}


class Sockets:
    """The canned servers of a device that keep a connection open."""

    def __init__(self) -> None:
        self.websockets: list[WebSocketStub] = []

    def __bool__(self) -> bool:
        return bool(self.websockets)

    def websocket(self, url: str | NSURL) -> WebSocketStub:
        """Register a WebSocket server. Raises `ValueError` for what is no `ws` or `wss` URL."""
        text = str(url.absoluteString()) if isinstance(url, NSURL) else url
        if text.partition("://")[0].lower() not in ("ws", "wss"):
            raise ValueError(f"a whole URL is wanted, as wss://example.com/a; not {text!r}")
        stub = WebSocketStub(text)
        self.websockets.append(stub)
        return stub

    def find_websocket(self, url: NSURL) -> WebSocketStub | None:
        """The newest server for this URL."""
        text = str(url.absoluteString())
        scheme, _, rest = text.partition("://")
        wanted = f"{_SCHEMES.get(scheme.lower(), scheme)}://{rest}"
        return next((s for s in reversed(self.websockets) if s.url == wanted), None)

    def registered(self) -> list[str]:
        """All of them, for an error's text."""
        return [f"WebSocket {stub.url}" for stub in self.websockets]
