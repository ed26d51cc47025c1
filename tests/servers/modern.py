"""A modern server: hypercorn over TLS, with HTTP/2 and WebSocket, answering the routes.

`/ws/...` are WebSockets; see `_talk`. One rule: when its `with` has ended, neither its thread nor
a connection is left.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from typing import Any, Final, TypeAlias
from urllib.parse import quote

from hypercorn.asyncio import serve
from hypercorn.config import Config, Sockets

from tests.servers.asking import Asked
from tests.servers.certificates import Identity
from tests.servers.routes import answer

__all__ = ["ModernServer", "modern_server"]

# What ASGI passes: dictionaries of anything, as its specification has them.
Message: TypeAlias = dict[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]

LIMIT: Final = 10.0


class _Listener(socket.socket):
    """Listens, and remembers what it accepted: hypercorn's end waits for its clients' ends."""

    def __init__(self) -> None:
        super().__init__(socket.AF_INET, socket.SOCK_STREAM)
        self.accepted: list[socket.socket] = []
        self.bind(("127.0.0.1", 0))
        self.listen()

    def accept(self) -> tuple[socket.socket, Any]:  # Any: an address, as socket has it
        client, address = super().accept()
        self.accepted.append(client)
        return client, address

    def cut(self) -> None:
        for client in self.accepted:
            with contextlib.suppress(OSError):  # it has ended by itself
                client.shutdown(socket.SHUT_RDWR)


class _Config(Config):
    def __init__(self, listener: socket.socket) -> None:
        super().__init__()
        self._listener = listener

    def create_sockets(self) -> Sockets:
        return Sockets([self._listener], [], [])


class ModernServer:
    """Notes what it was asked. `url` is its base, `socket_url` that of its WebSockets."""

    def __init__(self, identity: Identity) -> None:
        self._listener = _Listener()
        self.port: int = self._listener.getsockname()[1]
        self.url = f"https://127.0.0.1:{self.port}"
        self.socket_url = f"wss://127.0.0.1:{self.port}"
        self.asked: list[Asked] = []
        self.versions: list[str] = []
        self._identity = identity
        self._loop = asyncio.new_event_loop()
        self._ended = asyncio.Event()
        self.go_on = asyncio.Event()
        self._waiting = threading.Semaphore(0)
        self._thread = threading.Thread(target=self._run, name="modern-server", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wait_for_paused(self) -> bool:
        """Wait until one more request with `X-Pause` is here."""
        return self._waiting.acquire(timeout=LIMIT)

    def release(self) -> None:
        """Answer the requests that had `X-Pause`, and those to come."""
        self._loop.call_soon_threadsafe(self.go_on.set)

    def cut(self) -> None:
        """Close all connections; new ones are taken."""
        self._listener.cut()

    def end(self) -> None:
        self.release()
        self._loop.call_soon_threadsafe(self._ended.set)
        self._listener.cut()
        self._thread.join(LIMIT)
        assert not self._thread.is_alive()

    def _run(self) -> None:
        config = _Config(self._listener)
        config.certfile, config.keyfile = self._identity.pair
        config.alpn_protocols = ["h2", "http/1.1"]
        config.graceful_timeout = 0.2
        config.shutdown_timeout = 1.0
        config.errorlog = config.accesslog = None
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(
                serve(self._app, config, shutdown_trigger=self._ended.wait)  # type: ignore[arg-type]  # its types name each message
            )
        finally:
            self._loop.close()

    async def _app(self, scope: Message, receive: Receive, send: Send) -> None:
        match scope["type"]:
            case "http":
                await self._answer(scope, receive, send)
            case "websocket":
                await self._talk(scope, receive, send)
            case "lifespan":
                while (message := await receive())["type"] != "lifespan.shutdown":
                    await send({"type": f"{message['type']}.complete"})
                await send({"type": "lifespan.shutdown.complete"})
            case _:
                raise AssertionError(f"ASGI knows no {scope['type']}")

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        body = b""
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        fields = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in scope["headers"])
        query = scope["query_string"].decode()
        target = quote(scope["path"]) + (f"?{query}" if query else "")
        asked = Asked(scope["method"], target, fields, body)
        self.asked.append(asked)
        self.versions.append(scope["http_version"])
        if asked.header("X-Pause") is not None:
            self._waiting.release()
            await asyncio.wait_for(self.go_on.wait(), LIMIT)
        made = answer(asked)
        headers = [(k.lower().encode(), v.encode()) for k, v in made.framed()]
        await send({"type": "http.response.start", "status": made.status, "headers": headers})
        await send({"type": "http.response.body", "body": made.sent(asked.method)})

    async def _talk(self, scope: Message, receive: Receive, send: Send) -> None:
        """Echo; `bye` closes with 4000, `drop` without a word. `/ws/refused` is answered 403."""
        await receive()  # websocket.connect
        if scope["path"] == "/ws/refused":
            await send({"type": "websocket.close"})
            return
        offered = scope["subprotocols"]
        await send({"type": "websocket.accept", "subprotocol": offered[0] if offered else None})
        while (message := await receive())["type"] == "websocket.receive":
            if message.get("text") == "bye":
                await send({"type": "websocket.close", "code": 4000, "reason": "as asked"})
                return
            if message.get("text") == "drop":
                raise ConnectionAbortedError("as asked")
            kind = "text" if message.get("text") is not None else "bytes"
            await send({"type": "websocket.send", kind: message[kind]})


@contextmanager
def modern_server(identity: Identity) -> Generator[ModernServer]:
    """A server over TLS on loopback, on a free port, for the time of the `with`."""
    server = ModernServer(identity)
    server.start()
    try:
        yield server
    finally:
        server.end()
