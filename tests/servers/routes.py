"""What the test servers answer: one table for real servers and for canned answers alike.

Not here: sockets (plain.py, secure.py). One rule: an answer is a value computed from the request
alone, so that a server and a stub give the same.

The routes are those of the server that swift-corelibs-foundation tests against.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

__all__ = ["ROUTES", "Answer", "Asked", "Route", "answer"]

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came: the target is path and query."""

    method: str
    target: str
    headers: Fields = ()
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """The first field of this name, or None."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        """The last value of each name."""
        return {k: v[-1] for k, v in parse_qs(urlsplit(self.target).query).items()}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answers. Content-Length is added by whoever sends it."""

    status: int = 200
    headers: Fields = ()
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Route:
    """The answer for each path that matches whole; `groups` of the pattern are passed on."""

    pattern: str
    answer: Callable[..., Answer]
    methods: frozenset[str] = field(
        default_factory=lambda: frozenset({"HEAD", "GET", "PUT", "POST", "DELETE"})
    )


def _text(body: str) -> Answer:
    return Answer(200, (("Content-Type", "text/plain"),), body.encode())


# fmt: off
ROUTES: tuple[Route, ...] = (
    Route(r"/Nepal", lambda asked: _text("Kathmandu")),
    Route(r"/Peru",  lambda asked: _text("Lima")),
    Route(r"/UK",    lambda asked: _text("London")),
    Route(r"/USA",   lambda asked: _text("Washington, D.C.")),
)
# fmt: on


def answer(asked: Asked) -> Answer:
    """What a server answers to this request; 404 where no route is."""
    for route in ROUTES:
        found = re.fullmatch(route.pattern, asked.path)
        if found is not None and asked.method in route.methods:
            made: Answer = route.answer(asked, *found.groups())
            return made
    return Answer(404, (("Content-Type", "text/plain"),), b"no route\n")
