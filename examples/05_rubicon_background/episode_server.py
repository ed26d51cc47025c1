"""A real server on loopback: episodes, the second of which comes in two halves."""

from __future__ import annotations

import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast

__all__ = ["EPISODES", "Server", "serving"]

EPISODES = {
    "/1.mp3": (b"one " * 250,),
    "/2.mp3": (b"two " * 250, b"2nd " * 250),
}
"""What the server has, in the pieces in which it sends them."""


class Server(ThreadingHTTPServer):
    """Waits for `go_on` between the pieces of an episode."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.go_on = threading.Event()

    @property
    def base(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 5.0

    def do_GET(self) -> None:
        """Send an episode."""
        pieces = EPISODES.get(self.path)
        self.send_response(404 if pieces is None else 200)
        self.send_header("Content-Length", str(sum(map(len, pieces or ()))))
        self.end_headers()
        for number, piece in enumerate(pieces or ()):
            if number:
                cast("Server", self.server).go_on.wait(self.timeout)  # it was made there
            self.wfile.write(piece)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing."""


@contextmanager
def serving() -> Generator[Server]:
    """A server for the time of a `with`."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.go_on.set()
            server.shutdown()
            thread.join(5)
