"""Canned answers: which request gets which.

Not here: the messages they become (loading.py). One rule: the newest answer registered
for a request is the one it gets.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from threading import Lock
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypedDict, Unpack

from urlsession_mock.errors import NotAsRegistered
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.network import misses
from urlsession_mock.network.hosts import Hosts, need_extra
from urlsession_mock.network.matching import ANY, Index, Wanted, WantedBody, place_of
from urlsession_mock.network.sockets import Sockets
from urlsession_mock.network.streams import StreamStub
from urlsession_mock.network.stub import Stub
from urlsession_mock.network.websockets import WebSocketStub
from urlsession_mock.network.wire import Happening, Outgoing, Source
from urlsession_mock.where import caller

if TYPE_CHECKING:
    from urlsession_mock.tasks import NSURLSessionTask

__all__ = ["Address", "Claims", "Network", "Wanting"]

__tracebackhide__ = True  # pytest then shows the caller's line


Address: TypeAlias = str | NSURL | re.Pattern[str]
"""A whole URL, one with `{name}`, `*` or `**` in it, or a compiled pattern of the whole."""


class Wanting(TypedDict, total=False):
    """What a request must be besides its method and URL; see `Network.on`."""

    query: Mapping[str, str] | None
    ignore_query: bool
    headers: Mapping[str, str] | None
    body: WantedBody
    json: object
    optional: bool


class Claims(Protocol):
    """Tells the servers of a task, one by one; see `replaying.playback.Playback`."""

    def claim(self, task: NSURLSessionTask, /) -> Source | None:
        """The servers of this task; None where it goes to the device's own."""
        ...


class Network:
    """The servers of a device."""

    def __init__(self) -> None:
        self._stubs: list[Stub] = []
        self._index: Index[Stub] = Index()
        self._lock = Lock()
        self._misses: list[str] = []
        self.fails_unexpected: bool = True
        """A request that nobody expected fails the test."""
        self.fails_unused: bool = True
        """An answer that nobody asked for fails the test."""
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
        answers = self._stubs or self.hosts or self.sockets
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

    def websocket(self, url: str | NSURL, *, optional: bool = False) -> WebSocketStub:
        """Register a WebSocket server; say with its methods what it sends, answers, and when.

        A test in which nobody connects to it fails, unless `optional`. Raises `ValueError` for
        what is no `ws` or `wss` URL.
        """
        return self.sockets.websocket(url, caller(2), optional=optional)

    def stream(self, host: str, port: int, *, optional: bool = False) -> StreamStub:
        """Register a TCP server for stream tasks; say with its methods what it does.

        A test in which nobody connects to it fails, unless `optional`. Raises `ValueError` for a
        port that is none.
        """
        return self.sockets.stream(host, port, caller(2), optional=optional)

    def offline(self) -> None:
        """The network is gone: what is under way is lost, what begins fails or waits (R46, R87)."""
        self.is_online = False

    def online(self) -> None:
        """The network is back: what waited for it goes on when the device runs."""
        self.is_online = True

    # -- canned answers --------------------------------------------------

    def on(
        self,
        method: str,
        url: Address,
        *,
        query: Mapping[str, str] | None = None,
        ignore_query: bool = False,
        headers: Mapping[str, str] | None = None,
        body: WantedBody = None,
        json: object = None,
        optional: bool = False,
    ) -> Stub:
        """Register a request; say with the methods of what is returned what it gets.

        `method` is GET and its like, or `ANY`. `url` is a whole URL: `{name}` in it stands for a
        piece of the path, `*` for a part of one, `**` for anything; a compiled pattern must match
        the whole of it. The query's pairs may come in any order: those in the URL and in `query`,
        no others, unless `ignore_query`. `headers` must be among the request's; `body` is bytes,
        text, or a function of the bytes; `json` what the body says. A test in which nobody asks
        for it, or less often than it has answers, fails, unless `optional`.

        Of several that fit, the newest is taken that is not used up. Raises `ValueError` for
        what is no whole URL, `TypeError` for `body` and `json` at once.
        """
        if body is not None and json is not None:
            raise TypeError("give body or json, not both")
        text = str(url.absoluteString()) if isinstance(url, NSURL) else url
        wanted = Wanted.of(
            method.upper(),
            text,
            query=query,
            ignore_query=ignore_query,
            headers=headers,
            body=body,
            json=json,
        )
        with self._lock:
            stub = Stub(wanted, len(self._stubs), caller(2), optional=optional)
            self._stubs.append(stub)
            self._index.add(stub)
        return stub

    def any(self, url: Address, **wanted: Unpack[Wanting]) -> Stub:
        """Register a request of any method; see `on`."""
        return self.on(ANY, url, **wanted)

    def get(self, url: Address, **wanted: Unpack[Wanting]) -> Stub:
        """Register a GET; see `on`."""
        return self.on("GET", url, **wanted)

    def head(self, url: Address, **wanted: Unpack[Wanting]) -> Stub:
        """Register a HEAD; see `on`."""
        return self.on("HEAD", url, **wanted)

    def post(self, url: Address, **wanted: Unpack[Wanting]) -> Stub:
        """Register a POST; see `on`."""
        return self.on("POST", url, **wanted)

    def put(self, url: Address, **wanted: Unpack[Wanting]) -> Stub:
        """Register a PUT; see `on`."""
        return self.on("PUT", url, **wanted)

    def patch(self, url: Address, **wanted: Unpack[Wanting]) -> Stub:
        """Register a PATCH; see `on`."""
        return self.on("PATCH", url, **wanted)

    def delete(self, url: Address, **wanted: Unpack[Wanting]) -> Stub:
        """Register a DELETE; see `on`."""
        return self.on("DELETE", url, **wanted)

    def forget(self) -> None:
        """Forget all canned answers that were registered, and what became of them."""
        with self._lock:
            self._stubs.clear()
            self._misses.clear()
            self._index = Index()

    # -- strictness ------------------------------------------------------

    def strict(self, *, unexpected: bool = True, unused: bool = True) -> None:
        """Say what fails a test: a request that nobody expected, an answer nobody asked for."""
        self.fails_unexpected, self.fails_unused = unexpected, unused

    def unused(self) -> list[Stub]:
        """What was registered and never requested, or less often than it has answers.

        What is optional is not among them.
        """
        with self._lock:
            return [
                stub
                for stub in self._stubs
                if not stub.optional and (not stub.calls or stub.never_given)
            ]

    def problems(self) -> str:
        """What of the requests was not as registered, as a text; empty where all was."""
        found = list(self._misses) if self.fails_unexpected else []
        rows = [(str(stub.wanted), stub.where, misses.never_given(stub)) for stub in self.unused()]
        rows += [(name, where, "") for name, where in self.sockets.unused()]
        # A recording answers in their place.
        is_needed = self.fails_unused and self.playback is None
        left = misses.unused(rows) if is_needed else ""
        return "\n\n".join([*found, *([left] if left else [])])

    def check(self) -> None:
        """Raise `NotAsRegistered` where a request was not expected, or an answer not asked for.

        The fixtures of the pytest plugin do it at the end of each test.
        """
        found = self.problems()
        if found:
            raise NotAsRegistered(found)

    # -- what servers ask ------------------------------------------------

    def answer(self, outgoing: Outgoing) -> tuple[Happening, ...] | None:
        """What happens to this request; None where nobody expected it. Counts it.

        Raises what a callback of the test raises.
        """
        place = place_of(str(outgoing.url.absoluteString()))
        with self._lock:
            near = self._index.near(outgoing.method, place)
        for stub in near:
            if stub.is_used_up:
                continue
            # A test's own check of the body runs in it, so nobody holds the lock.
            parameters = stub.wanted.fits(outgoing, place)
            if parameters is None:
                continue
            with self._lock:
                chosen = stub.take(outgoing, parameters)
            if chosen is not None:
                return chosen.steps(outgoing)
        return None

    def expects(self, method: str, url: NSURL) -> bool:
        """Somebody may answer this method and URL, depending on headers and body."""
        text = str(url.absoluteString())
        place = place_of(text)
        with self._lock:
            return any(
                stub.wanted.parameters(place, text) is not None
                and stub.wanted.fits_query(place)
                and not stub.is_used_up
                for stub in self._index.near(method, place)
            )

    def registered(self) -> str:
        """All registered requests and servers, for an error's text."""
        stubs = [str(stub.wanted) for stub in self._stubs]
        return ", ".join(stubs + self.sockets.registered()) or "nothing"

    def miss(self, outgoing: Outgoing) -> str:
        """The text about a request that nobody answers."""
        with self._lock:
            stubs = [*self._stubs]
        return misses.report(outgoing, stubs, self.sockets.registered())

    def missed(self, outgoing: Outgoing) -> None:
        """Note a request that nobody answered, for `problems`."""
        self.missed_as(self.miss(outgoing))

    def missed_as(self, text: str) -> None:
        """Note a connection that nobody answered, in words, for `problems`."""
        self._misses.append(text)
