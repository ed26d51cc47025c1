"""A server of reports: behind a redirect and a password, and over a line that breaks once.

What it says is in one place, so that the canned answers of a test and the real server agree.
"""

from __future__ import annotations

import base64
import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

__all__ = ["BREAKS_AT", "FIELDS", "LOGIN", "REALM", "REPORT", "serving"]

REPORT = b"".join(b"%5d  all is well\n" % line for line in range(1000))
BREAKS_AT = 8000
LOGIN = "ada:lovelace"
REALM = "reports"
FIELDS = {
    "Content-Type": "text/plain",
    "ETag": '"7"',
    "Accept-Ranges": "bytes",
    "Last-Modified": "Mon, 02 Nov 2026 10:00:00 GMT",
}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 5.0

    def do_GET(self) -> None:
        """Answer: /latest leads to /7.txt."""
        if self.path == "/latest":
            self._answer(302, b"", {"Location": "/7.txt"})
        elif self.headers.get("Authorization") != self._expected():
            self._answer(401, b"", {"WWW-Authenticate": f'Basic realm="{REALM}"'})
        elif self.headers.get("Range") is None:
            self.close_connection = True
            self._answer(200, REPORT[:BREAKS_AT], FIELDS, length=len(REPORT))
        else:
            start = int(self.headers["Range"].removeprefix("bytes=").removesuffix("-"))
            span = f"bytes {start}-{len(REPORT) - 1}/{len(REPORT)}"
            self._answer(206, REPORT[start:], {**FIELDS, "Content-Range": span})

    def _expected(self) -> str:
        return "Basic " + base64.b64encode(LOGIN.encode()).decode()

    def _answer(
        self, status: int, body: bytes, fields: dict[str, str], length: int | None = None
    ) -> None:
        self.send_response_only(status)
        for name, value in fields.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing."""


@contextmanager
def serving() -> Generator[str]:
    """The server for the time of a `with`; its base URL."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join(5)
