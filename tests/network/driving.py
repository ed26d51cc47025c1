"""An exchange, driven as the device does it, but bare: taken until it ends.

One rule: every wait has an end, and a wait that fails shows what did happen.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias, TypeVar

from urlsession_mock.foundation import NSURL, NSURLCredential
from urlsession_mock.network.hosts import Hosts
from urlsession_mock.network.live import Live
from urlsession_mock.network.wire import (
    Asked,
    Chunk,
    End,
    Exchange,
    Failure,
    Happening,
    Head,
    Headers,
    Outgoing,
    Permission,
)

__all__ = ["Answers", "Driver", "body", "head", "only", "outgoing", "play"]

Answers: TypeAlias = Sequence[tuple[Permission, NSURLCredential | None]]
LIMIT = 5.0
_H = TypeVar("_H", bound=Happening)


class Driver:
    """A `Live` with its ring, and ways to take what happens."""

    def __init__(self, *allowed: str, ca: str | None = None, per_host: int = 6) -> None:
        self.hosts = Hosts()
        for pattern in allowed:
            self.hosts.allow(pattern, ca=ca)
        self.rung = threading.Event()
        self.live = Live(self.hosts, time.monotonic, self.rung.set)
        self._per_host = per_host

    def open(self, url: str, **fields: Any) -> Exchange:
        return self.live.open(outgoing(url, connections=self._per_host, **fields))

    def until(
        self, exchange: Exchange, done: Callable[[Happening], bool], limit: float = LIMIT
    ) -> list[Happening]:
        """Take what happens, up to the first for which `done` is true or the last of all."""
        taken: list[Happening] = []
        end = time.monotonic() + limit
        while True:
            self.rung.clear()
            while (happening := exchange.next()) is not None:
                taken.append(happening)
                if done(happening) or isinstance(happening, (End, Failure)):
                    return taken
            left = end - time.monotonic()
            if left <= 0 or not self.rung.wait(left):
                raise AssertionError(f"nothing more within {limit:g} s, after {taken}")

    def all(self, exchange: Exchange) -> list[Happening]:
        """Take all that happens. A question is an error here; see `until`."""

        def is_asked(happening: Happening) -> bool:
            assert not isinstance(happening, Asked), f"nobody answers {happening}"
            return False

        return self.until(exchange, is_asked)

    def get(self, url: str, **fields: Any) -> list[Happening]:
        """All that happens to a request."""
        return self.all(self.open(url, **fields))


def outgoing(
    url: str,
    method: str = "GET",
    headers: Headers = (),
    body: bytes = b"",
    timeout: float = LIMIT,
    owner: object = None,
    connections: int = 6,
) -> Outgoing:
    made = NSURL.URLWithString_(url)
    assert made is not None
    return Outgoing(method, made, headers, body, timeout, owner, connections)


def only(kind: type[_H], happenings: list[Happening]) -> list[_H]:
    """Those of one kind."""
    return [one for one in happenings if isinstance(one, kind)]


def body(happenings: list[Happening]) -> bytes:
    """The body that came, joined."""
    return b"".join(chunk.data for chunk in only(Chunk, happenings))


def head(happenings: list[Happening]) -> Head:
    [found] = only(Head, happenings)
    return found


def play(drive: Driver, exchange: Exchange, answers: Answers) -> list[Happening]:
    """All that happens, with one answer for each question."""
    left = list(answers)
    taken: list[Happening] = []
    while True:
        taken += drive.until(exchange, lambda one: isinstance(one, Asked))
        if not isinstance(taken[-1], Asked):
            assert not left, f"nobody asked for {left}"
            return taken
        exchange.answer(*left.pop(0))
