"""A plain server: the standard library's, HTTP/1.1 with keep-alive, answering the routes.

One rule: when its `with` has ended, none of its threads runs any more.
"""

from __future__ import annotations

import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast

from tests.servers.routes import Asked, answer

__all__ = ["PlainServer", "plain_server"]


class PlainServer(ThreadingHTTPServer):
    """Notes what it was asked. `url` is its base, without a slash at the end."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[Asked] = []
        self.connections = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10.0  # a connection that idles longer is closed, whatever its client does

    @property
    def _ours(self) -> PlainServer:
        return cast(PlainServer, self.server)  # whose handler this is

    def setup(self) -> None:
        super().setup()
        self._ours.connections += 1

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        asked = Asked(self.command, self.path, tuple(self.headers.items()), body)
        self._ours.asked.append(asked)
        made = answer(asked)
        self.send_response(made.status)
        for name, value in made.headers:
            self.send_header(name, value)
        has_body = self.command != "HEAD" and made.status not in (204, 304)
        if has_body or made.body:
            self.send_header("Content-Length", str(len(made.body)))
        self.end_headers()
        if has_body:
            self.wfile.write(made.body)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _serve

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing: a test reads `server.asked`."""


@contextmanager
def plain_server() -> Generator[PlainServer]:
    """A server on loopback, on a free port, for the time of the `with`."""
    with PlainServer() as server:
        serve = threading.Thread(
            target=server.serve_forever, args=(0.02,), name="plain-server", daemon=True
        )
        serve.start()
        try:
            yield server
        finally:
            server.shutdown()
            serve.join(5)
            assert not serve.is_alive()
