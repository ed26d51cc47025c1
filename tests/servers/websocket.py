"""A real WebSocket server: `websockets`' own, on loopback; its path says what it does.

One rule: when its `with` has ended, none of its threads runs any more.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from typing import TYPE_CHECKING

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve

if TYPE_CHECKING:
    from websockets.http11 import Request, Response

from tests.servers.serving import serving

__all__ = ["WebSocketServer", "websocket_server"]

LIMIT = 10.0


class WebSocketServer:
    """Notes the close frames that clients sent: a code, None where there was none, and a reason."""

    def __init__(self, scheme: str) -> None:
        self._scheme = scheme
        self.goodbyes: list[tuple[int | None, str]] = []
        self.said_goodbye = threading.Event()
        self.port = 0

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self.port}"

    # -- the handshake ---------------------------------------------------

    def answer(self, connection: ServerConnection, request: Request) -> Response | None:
        """Refuse, hang up or send elsewhere where the path says so; None accepts."""
        match request.path:
            case "/refused":
                return connection.respond(HTTPStatus.FORBIDDEN, "no\n")
            case "/hangs-up":
                connection.socket.shutdown(socket.SHUT_RDWR)
                return None
            case "/moved":
                response = connection.respond(HTTPStatus.TEMPORARY_REDIRECT, "")
                response.headers["Location"] = self.url.replace("ws:", "http:") + "/echo"
                return response
            case _:
                return None

    # -- the talk --------------------------------------------------------

    def talk(self, connection: ServerConnection) -> None:
        assert connection.request is not None  # it was shaken hands with
        path = connection.request.path.partition("?")[0]
        with suppress(ConnectionClosed, TimeoutError):
            _TALKS[path](connection)
            connection.recv(LIMIT)
        received = connection.protocol.close_rcvd
        if received is not None:
            code = None if received.code == 1005 else received.code
            self.goodbyes.append((code, received.reason))
            self.said_goodbye.set()


def _echo(connection: ServerConnection) -> None:
    for _ in range(100):
        connection.send(connection.recv(LIMIT))


def _close(*said: object) -> Callable[[ServerConnection], None]:
    def close(connection: ServerConnection) -> None:
        connection.send(connection.recv(LIMIT))
        connection.close(*said)  # type: ignore[arg-type]  # a code and a reason

    return close


def _close_without_a_code(connection: ServerConnection) -> None:
    connection.send(connection.recv(LIMIT))
    with connection.protocol_mutex:
        connection.protocol.send_close()
        connection.send_data()


def _drop(connection: ServerConnection) -> None:
    connection.send(connection.recv(LIMIT))
    connection.socket.shutdown(socket.SHUT_RDWR)


def _fragments(connection: ServerConnection) -> None:
    connection.send(["in ", "three ", "pieces"])


_TALKS: dict[str, Callable[[ServerConnection], None]] = {
    "/echo": _echo,
    "/closes": _close(1000, "bye"),
    "/closes-4000": _close(4000, "tired"),
    "/closes-without-code": _close_without_a_code,
    "/drops": _drop,
    "/fragments": _fragments,
    "/hangs-up": _echo,
}


@contextmanager
def websocket_server(context: ssl.SSLContext | None = None) -> Generator[WebSocketServer]:
    """A server on loopback, on a free port, for the time of the `with`; with TLS or without."""
    ours = WebSocketServer("ws" if context is None else "wss")
    server: Server
    with serve(
        ours.talk,
        "127.0.0.1",
        0,
        process_request=ours.answer,
        subprotocols=["chat"],  # type: ignore[list-item]  # a NewType of text there
        select_subprotocol=lambda connection, offered: "chat" if "chat" in offered else None,  # type: ignore[arg-type, return-value]  # as above
        compression=None,
        ssl=context,
        close_timeout=0.5,
    ) as server:
        ours.port = server.socket.getsockname()[1]
        with serving("websocket-server", server.serve_forever, server.shutdown):
            yield ours
