"""How a body comes: in which pieces, or not at all.

Not here: who sends it (network/, scripting.py). One rule: the pieces join to the whole, in order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from urlsession_mock.exploring.kinds import CHUNKS, EMPTY
from urlsession_mock.exploring.steering import Steering
from urlsession_mock.foundation.data import NSData
from urlsession_mock.selectors import DATA, find

if TYPE_CHECKING:
    from urlsession_mock.session import NSURLSession

__all__ = ["cut_scripts", "pieces"]


def pieces(data: bytes, steering: Steering) -> list[bytes]:
    """The pieces in which some data comes; none where its body is empty."""
    if not data:
        return [data]
    if steering.happens(EMPTY, f"the {len(data)} bytes do not come"):
        return []
    ways = _ways(data)
    if len(ways) > 1 and steering.may(CHUNKS):
        return ways[steering.ask(CHUNKS, len(ways), [_said(way) for way in ways])]
    return [data]


def _ways(data: bytes) -> list[list[bytes]]:
    """Whole; in halves; its first byte alone; its last one alone. What is alike is there once."""
    size = len(data)
    cuts = dict.fromkeys(cut for cut in (size // 2, 1, size - 1) if 0 < cut < size)
    return [[data], *([data[:cut], data[cut:]] for cut in cuts)]


def _said(way: list[bytes]) -> str:
    return " + ".join(f"{len(piece)} bytes" for piece in way)


def cut_scripts(session: NSURLSession, steering: Steering | None) -> None:
    """Let the data that a test enqueues come in other pieces."""
    if steering is None or not (steering.may(CHUNKS) or steering.may(EMPTY)):
        return
    enqueue = session.enqueue

    def enqueue_in_pieces(selector: str, /, *arguments: object) -> None:
        __tracebackhide__ = True
        data = arguments[1] if len(arguments) == 2 else None
        is_one = isinstance(data, bytes | NSData) and len(data) < 2 and not steering.may(EMPTY)
        if is_one or not isinstance(data, bytes | NSData) or find(selector) is not DATA:
            enqueue(selector, *arguments)
            return
        for piece in pieces(bytes(data), steering):
            enqueue(selector, arguments[0], piece)

    session.enqueue = enqueue_in_pieces  # type: ignore[method-assign]  # of this object alone: others pay nothing for it
