"""How a body comes: in which pieces, or not at all.

Not here: who sends it (network/, scripting.py). One rule: the pieces join to the whole, in order,
and an empty body is empty from its beginning to its end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from urlsession_mock.exploring.kinds import CHUNKS, EMPTY
from urlsession_mock.exploring.steering import Steering
from urlsession_mock.foundation.data import NSData
from urlsession_mock.selectors import DATA, find

if TYPE_CHECKING:
    from urlsession_mock.session import NSURLSession

__all__ = ["Body", "cut_scripts"]


class Body:
    """One body on its way."""

    def __init__(self, steering: Steering) -> None:
        self._steering = steering
        self._is_empty: bool | None = None

    def pieces(self, given: Iterable[bytes]) -> Iterator[bytes]:
        """The pieces in which more of the body comes; none where the body is to be empty."""
        steering = self._steering
        for data in given:
            if self._is_empty is None:
                self._is_empty = bool(data) and steering.happens(EMPTY, "the body is empty")
            if self._is_empty:
                continue
            ways = _ways(data) if steering.may(CHUNKS) else [[data]]
            yield from ways[steering.ask(CHUNKS, len(ways), [_said(way) for way in ways])]


def _ways(data: bytes) -> list[list[bytes]]:
    """Whole; in halves; its first byte alone; its last one alone. What is alike is there once."""
    size = len(data)
    cuts = dict.fromkeys(cut for cut in (size // 2, 1, size - 1) if 0 < cut < size)
    return [[data], *([data[:cut], data[cut:]] for cut in cuts)]


def _said(way: list[bytes]) -> str:
    return f"data in {' + '.join(str(len(piece)) for piece in way)} bytes"


def cut_scripts(session: NSURLSession, steering: Steering | None) -> None:
    """Let the data that a test enqueues come in other pieces."""
    if steering is None or not (steering.may(CHUNKS) or steering.may(EMPTY)):
        return
    enqueue = session.enqueue
    bodies: dict[object, Body] = {}

    def enqueue_in_pieces(selector: str, /, *arguments: object) -> None:
        __tracebackhide__ = True
        data = arguments[1] if len(arguments) == 2 else None
        if not isinstance(data, bytes | NSData) or not _may_differ(data, steering):
            enqueue(selector, *arguments)
            return
        if find(selector) is not DATA:
            enqueue(selector, *arguments)
            return
        body = bodies.setdefault(arguments[0], Body(steering))
        for piece in body.pieces([bytes(data)]):
            enqueue(selector, arguments[0], piece)

    session.enqueue = enqueue_in_pieces  # type: ignore[method-assign]  # of this object alone: others pay nothing for it


def _may_differ(data: bytes | NSData, steering: Steering) -> bool:
    return len(data) > 1 or steering.plan.allows(EMPTY)
