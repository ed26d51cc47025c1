"""A real TCP server: the first line that it is sent says what it does.

One rule: every wait of it has an end, and when its `with` has ended none of its threads runs.
"""

from __future__ import annotations

import socket
import socketserver
import ssl
import struct
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import cast

from tests.servers.serving import POLL, serving

__all__ = ["TCPServer", "tcp_server"]

LIMIT = 10.0


class TCPServer(socketserver.ThreadingTCPServer):
    """`port` is where it is; `ended` is set when a client has closed its side."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, context: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.context = context
        self.ended = threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients may go away whenever they like."""


class _Handler(socketserver.BaseRequestHandler):
    request: socket.socket

    def handle(self) -> None:
        ours = cast(TCPServer, self.server)  # whose handler this is
        sock = self.request
        sock.settimeout(LIMIT)
        line = b""
        while not line.endswith(b"\n"):
            piece = sock.recv(1)
            if not piece:
                break
            line += piece
        match line:
            case b"echo\n":
                self._echo(sock)
            case b"bye\n":
                sock.sendall(b"abcd")
            case b"drop\n":
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                sock.close()
                return
            case b"tls\n":
                assert ours.context is not None
                sock.sendall(b"go\n")
                with suppress(OSError), ours.context.wrap_socket(sock, server_side=True) as tls:
                    self._echo(tls)
            case _:
                self._echo(sock)
        ours.ended.set()

    def _echo(self, sock: socket.socket) -> None:
        while data := sock.recv(65536):
            sock.sendall(data)
        with suppress(OSError):
            sock.shutdown(socket.SHUT_WR)


@contextmanager
def tcp_server(context: ssl.SSLContext | None = None) -> Generator[TCPServer]:
    """A server on loopback, on a free port; with `context` it speaks TLS where it is asked to."""
    with (
        TCPServer(context) as server,
        serving("tcp-server", lambda: server.serve_forever(POLL), server.shutdown),
    ):
        yield server
