"""A server that misbehaves: what it does for each path is a row of steps on a bare socket.

One rule: every wait of it has an end, and the end of its `with` ends it at once.
"""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, TypeAlias

from tests.servers.serving import serving

__all__ = ["BEHAVIOURS", "OddServer", "odd_server"]

LIMIT: Final = 10.0


@dataclass(frozen=True, slots=True)
class Send:
    """Send these bytes."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Hold:
    """Do nothing until the test calls `release()`, once for each."""


@dataclass(frozen=True, slots=True)
class Listen:
    """Send nothing more, until the client goes away."""


@dataclass(frozen=True, slots=True)
class Close:
    """Close the connection in order."""


@dataclass(frozen=True, slots=True)
class Reset:
    """Cut the connection off."""


Step: TypeAlias = Send | Hold | Listen | Close | Reset


def _head(*fields: str, status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *fields, "", ""]).encode()


_TEN = b"0123456789"
_SMALL = _head("Content-Length: 10") + _TEN
_MUCH = [Send(bytes(1 << 20))] * 900
_RANGES = ('ETag: "v1"', "Accept-Ranges: bytes")
_CHUNKED = _head("Transfer-Encoding: chunked")

# fmt: off
BEHAVIOURS: dict[str, tuple[Step, ...]] = {
    "/closes-before-the-head":  (Close(),),
    "/resets-before-the-head":  (Reset(),),
    "/closes-in-the-head":      (Send(b"HTTP/1.1 200 OK\r\nContent-Le"), Close()),
    "/closes-in-the-body":      (Send(_head("Content-Length: 100") + _TEN), Close()),
    "/resets-in-the-body":      (Send(_head("Content-Length: 100") + _TEN), Hold(), Reset()),
    "/closes-in-a-chunk":       (Send(_CHUNKED + b"a\r\n01234"), Close()),
    "/says-too-little":         (Send(_head("Content-Length: 5") + _TEN), Close()),
    "/sends-too-much":          (Send(_head("Content-Length: 5") + _TEN),),
    "/hangs-up-later":          (Send(_SMALL), Hold(), Close()),
    "/says-nothing":            (Send(_head() + _TEN), Close()),
    "/says-no-length":          (Send(_head("Content-Length: many") + _TEN), Close()),
    "/says-two-lengths":        (Send(_head("Content-Length: 5", "Content-Length: 10")), Close()),
    "/chunks-wrongly":          (Send(_CHUNKED + b"a\r\n0123456789\r\nzz\r\n"), Close()),
    "/garbage":                 (Send(b"\x00\x01 this is no HTTP\r\n\r\n"), Close()),
    "/no-status":               (Send(b"HTTP/1.1 abc OK\r\n\r\n"), Close()),
    "/old":                     (Send(b"HTTP/1.0 200 OK\r\n\r\n" + _TEN), Close()),
    "/no-field":                (Send(b"HTTP/1.1 200 OK\r\nno field at all\r\n\r\n"), Close()),
    "/stalls-before-the-head":  (Hold(), Send(_SMALL)),
    "/stalls-in-the-body":      (Send(_head("Content-Length: 20") + _TEN), Hold(), Send(_TEN)),
    "/never-answers":           (Listen(),),
    "/never-ends":              (Send(_head("Content-Length: 20") + _TEN), Listen()),
    "/resumable":               (Send(_head("Content-Length: 20", *_RANGES) + _TEN), Listen()),
    "/resumable#range":         (Send(_head("Content-Length: 10", 'ETag: "v1"',
                                            "Content-Range: bytes 10-19/20",
                                            status="206 Partial Content") + _TEN),),
    "/drips":                   (Send(_head("Content-Length: 3")),
                                 Send(b"a"), Hold(), Send(b"b"), Hold(), Send(b"c")),
    "/interim":                 (Send(_head(status="102 Processing")
                                      + _head("Link: </style.css>", status="103 Early Hints")),
                                 Send(_SMALL)),
    "/interim-in-pieces":       (Send(b"HTTP/1.1 103 Early Hints\r\nLink: </a>"), Hold(),
                                 Send(b"\r\n\r\nHTTP/1.1 200 OK\r\nContent-"), Hold(),
                                 Send(b"Length: 10\r\n\r\n" + _TEN)),
    "/endless":                 (Send(_head("Content-Length: 1000000000")), *_MUCH),
    "/ok":                      (Send(_SMALL),),
    "/answers-early":           (Send(_head("Content-Length: 0", status="413 No")), Close()),
}
# fmt: on


class OddServer:
    """Listens on loopback. `url` is its base, without a slash at the end."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.hung_up = threading.Event()
        """A client went away in the middle."""
        self.sent = 0
        self._releases = threading.Semaphore(0)
        self._ended = threading.Event()
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []

    def release(self) -> None:
        """Let one held answer go on."""
        self._releases.release()

    def serve(self) -> None:
        while not self._ended.is_set():
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._answer, args=(client,), name="odd", daemon=True)
            self._threads.append(thread)
            self._open.add(client)
            thread.start()

    def _answer(self, client: socket.socket) -> None:
        client.settimeout(LIMIT)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            with client:
                while (path := self._asked(client)) is not None:
                    for step in BEHAVIOURS[path]:
                        if not self._do(client, step):
                            return
        except OSError:
            self.hung_up.set()
        finally:
            self._open.discard(client)

    def _asked(self, client: socket.socket) -> str | None:
        """The path of the next request, with `#range` for a part; its body is left unread."""
        head = b""
        while b"\r\n\r\n" not in head:
            data = client.recv(65536)
            if not data:
                self.hung_up.set()
                return None
            head += data
        path = head.split(b" ", 2)[1].decode().partition("?")[0]
        return path + ("#range" if b"\r\nrange:" in head.lower() else "")

    def _do(self, client: socket.socket, step: Step) -> bool:
        """One step; False where it was the last."""
        match step:
            case Send(data):
                client.sendall(data)
                self.sent += len(data)
            case Hold():
                return self._releases.acquire(timeout=LIMIT) and not self._ended.is_set()
            case Listen():
                while client.recv(65536):
                    pass
                self.hung_up.set()
                return False
            case Close():
                client.shutdown(socket.SHUT_WR)
                while client.recv(65536):  # what is left unread would make it a reset
                    pass
                return False
            case Reset():
                # Lingering for no time at all: the connection is reset, not closed.
                linger = struct.pack("ii", 1, 0)
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                return False
        return True

    def end(self) -> None:
        self._ended.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for _ in self._threads:
            self._releases.release()
        for client in list(self._open):
            try:
                client.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
        for thread in self._threads:
            thread.join(5)
            assert not thread.is_alive()


@contextmanager
def odd_server() -> Generator[OddServer]:
    """A server that misbehaves, on a free port, for the time of the `with`."""
    server = OddServer()
    with serving("odd-server", server.serve, server.end):
        yield server
