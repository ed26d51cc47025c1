"""A plain server: the standard library's, HTTP/1.1 with keep-alive, answering the routes.

One rule: when its `with` has ended, none of its threads runs any more.
"""

from __future__ import annotations

import socket
import ssl
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final, cast

from tests.servers.asking import Asked
from tests.servers.routes import answer
from tests.servers.serving import POLL, serving

__all__ = ["PlainServer", "plain_server"]

LIMIT: Final = 10.0
"""Seconds after which everything of the server ends by itself."""


class PlainServer(ThreadingHTTPServer):
    """Notes what it was asked. `url` is its base, without a slash at the end.

    A request with the header `X-Pause` is answered after `go_on.set()`.
    """

    daemon_threads = True

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self._tls = tls
        self.asked: list[Asked] = []
        self.connections = 0
        self.go_on = threading.Event()
        self.paused = threading.Semaphore(0)

    @property
    def url(self) -> str:
        return f"http{'s' if self._tls else ''}://127.0.0.1:{self.server_port}"

    def wait_for_paused(self) -> bool:
        """Wait until one more request with `X-Pause` is here."""
        return self.paused.acquire(timeout=LIMIT)

    def finish_request(self, request: object, client_address: object) -> None:
        """Shake hands on the connection's own thread."""
        sock = cast(socket.socket, request)
        if self._tls is not None:
            sock.settimeout(LIMIT)
            sock = self._tls.wrap_socket(sock, server_side=True)
        with sock:
            super().finish_request(sock, client_address)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hung up, or was not let in, is what some tests are about."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(cast(socket.socket, request), client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one write: in two, the second waits for a late acknowledgement
    timeout = LIMIT

    @property
    def _ours(self) -> PlainServer:
        return cast(PlainServer, self.server)  # whose handler this is

    def setup(self) -> None:
        super().setup()
        self._ours.connections += 1

    def _serve(self) -> None:
        fields = tuple(self.headers.items())
        asked = Asked(self.command, self.path, fields, self._body())
        self._ours.asked.append(asked)
        if asked.header("X-Pause") is not None:
            self._ours.paused.release()
            self._ours.go_on.wait(LIMIT)
        made = answer(asked)
        self.send_response_only(made.status)  # nothing that changes from run to run
        for name, value in made.framed():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(made.sent(asked.method))

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        pieces: list[bytes] = []
        while size := int(self.rfile.readline().partition(b";")[0], 16):
            pieces.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(pieces)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _serve

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing: a test reads `server.asked`."""


@contextmanager
def plain_server(tls: ssl.SSLContext | None = None) -> Generator[PlainServer]:
    """A server on loopback, on a free port, for the time of the `with`; over TLS, if given."""
    with PlainServer(tls) as server:

        def end() -> None:
            server.go_on.set()
            server.shutdown()

        with serving("plain-server", lambda: server.serve_forever(POLL), end):
            yield server
