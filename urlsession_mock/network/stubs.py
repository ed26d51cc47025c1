"""Canned answers: which request gets which.

Not here: the messages they become (loading.py). One rule: the newest answer registered
for a request is the one it gets.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from urlsession_mock.foundation.error_codes import NSURLErrorUnknown
from urlsession_mock.foundation.request import NSURLRequest
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.network.hosts import Hosts, need_extra
from urlsession_mock.network.sockets import Sockets
from urlsession_mock.network.streams import StreamStub
from urlsession_mock.network.websockets import WebSocketStub
from urlsession_mock.network.wire import Chunk, End, Failure, Happening, Head, Source

if TYPE_CHECKING:
    from urlsession_mock.tasks import NSURLSessionTask

__all__ = ["Answer", "Claims", "Network", "Stub"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answers: a response with its body in pieces, or an error's code."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    chunks: tuple[bytes, ...] = ()
    error: int | None = None

    @property
    def steps(self) -> tuple[Happening, ...]:
        """What happens on the wire."""
        if self.error is not None:
            return (Failure(self.error),)
        headers = tuple(self.headers.items())
        if not any(name.lower() == "content-length" for name in self.headers):
            headers = (*headers, ("Content-Length", str(self.length)))
        return (Head(self.status, headers), *map(Chunk, self.chunks), End())

    @property
    def length(self) -> int:
        """The body's length in bytes."""
        return sum(map(len, self.chunks))


class Stub:
    """One registered request; say with `respond` or `fail` what it gets."""

    def __init__(self, method: str, url: str) -> None:
        self.method = method
        self.url = url
        self.answer: Answer | None = None

    def respond(
        self,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        body: bytes | str = b"",
        chunks: Sequence[bytes] | None = None,
    ) -> Stub:
        """Answer with this status, these headers and this body.

        `body` is bytes, or text that is sent as UTF-8. `chunks` gives the body in the pieces
        in which it arrives; without them it arrives in one. Raises `TypeError` for both.
        """
        if chunks is not None and body:
            raise TypeError("give body or chunks, not both")
        if chunks is None:
            content = body.encode() if isinstance(body, str) else bytes(body)
            chunks = [content] if content else []
        if not all(isinstance(chunk, (bytes, bytearray)) for chunk in chunks):
            raise TypeError("chunks are bytes")
        if not 100 <= status <= 599:
            raise ValueError(f"status is an HTTP status from 100 to 599, not {status}")
        self.answer = Answer(status, dict(headers or {}), tuple(bytes(c) for c in chunks))
        return self

    def fail(self, code: int = NSURLErrorUnknown) -> Stub:
        """Fail with this NSURLError code, for example `NSURLErrorTimedOut`."""
        if code >= 0:
            raise ValueError(
                f"an NSURLError code is a negative int, as NSURLErrorTimedOut is; not {code!r}"
            )
        self.answer = Answer(error=code)
        return self

    def __repr__(self) -> str:
        return f"<Stub {self.method} {self.url}>"


class Claims(Protocol):
    """Tells the servers of a task, one by one; see `replaying.playback.Playback`."""

    def claim(self, task: NSURLSessionTask, /) -> Source | None:
        """The servers of this task; None where it goes to the device's own."""
        ...


class Network:
    """The servers of a device."""

    def __init__(self) -> None:
        self.stubs: list[Stub] = []
        self.hosts: Hosts = Hosts()
        """The real servers that may be contacted."""
        self.sockets: Sockets = Sockets()
        """The servers that keep a connection open."""
        self.is_online: bool = True
        """The device has a network. Say with `offline()` and `online()`."""
        self.playback: Claims | None = None
        """A recording that answers in place of all other servers."""

    @property
    def is_silent(self) -> bool:
        """Nobody was registered: the test writes the messages itself."""
        answers = self.stubs or self.hosts or self.sockets
        return not answers and self.playback is None

    def live(self, base_url: str, *, ca: str | os.PathLike[str] | None = None) -> None:
        """Let tasks talk to a real server, where no answer is registered for their request.

        `base_url` is `http://127.0.0.1:8080` or a pattern of hosts: `localhost`,
        `127.0.0.1:8080`, `*.example.com`. Its path does not count. No other host is ever
        contacted. `ca` is a file of certificates in PEM to trust for it in place of the system's.

        Raises `ValueError` for what names no host, `FileNotFoundError` where `ca` is no file,
        `MissingExtra` where the packages of `urlsession-mock[live]` are not installed.
        """
        need_extra()
        self.hosts.allow(base_url, ca=ca)

    def websocket(self, url: str | NSURL) -> WebSocketStub:
        """Register a WebSocket server; say with its methods what it sends, answers, and when.

        Raises `ValueError` for what is no `ws` or `wss` URL.
        """
        return self.sockets.websocket(url)

    def stream(self, host: str, port: int) -> StreamStub:
        """Register a TCP server for stream tasks; say with its methods what it does.

        Raises `ValueError` for a port that is none.
        """
        return self.sockets.stream(host, port)

    def offline(self) -> None:
        """The network is gone: what is under way is lost, what begins fails or waits (R46, R87)."""
        self.is_online = False

    def online(self) -> None:
        """The network is back: what waited for it goes on when the device runs."""
        self.is_online = True

    def on(self, method: str, url: str | NSURL) -> Stub:
        """Register a request by method and URL."""
        text = str(url.absoluteString()) if isinstance(url, NSURL) else url
        if "://" not in text:
            raise ValueError(f"a whole URL is wanted, as https://example.com/a; not {text!r}")
        stub = Stub(method.upper(), text)
        self.stubs.append(stub)
        return stub

    def get(self, url: str | NSURL) -> Stub:
        """Register a GET."""
        return self.on("GET", url)

    def head(self, url: str | NSURL) -> Stub:
        """Register a HEAD."""
        return self.on("HEAD", url)

    def post(self, url: str | NSURL) -> Stub:
        """Register a POST."""
        return self.on("POST", url)

    def put(self, url: str | NSURL) -> Stub:
        """Register a PUT."""
        return self.on("PUT", url)

    def delete(self, url: str | NSURL) -> Stub:
        """Register a DELETE."""
        return self.on("DELETE", url)

    def find(self, request: NSURLRequest) -> Stub | None:
        """The newest answer for this request."""
        url = request.URL()
        text = str(url.absoluteString()) if url is not None else ""
        for stub in reversed(self.stubs):
            if (stub.method, stub.url) == (request.HTTPMethod(), text) and stub.answer is not None:
                return stub
        return None

    def registered(self) -> str:
        """All registered requests, for an error's text."""
        stubs = [f"{stub.method} {stub.url}" for stub in self.stubs]
        return ", ".join(stubs + self.sockets.registered()) or "nothing"
