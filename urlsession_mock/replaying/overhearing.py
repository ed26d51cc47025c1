"""What happens in the replay itself, read from its log as it grows.

Not here: what is made of it (looking.py). One rule: it tells what `attributed` tells of
events, and makes no event that nobody looks at, since a replay reads all of its own log.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from urlsession_mock.events import Event, FileLeft, Looked, Raised
from urlsession_mock.recording import DELIVERED, PLAIN, RETURNED, STRIDE, number_of
from urlsession_mock.selectors import CREATED

__all__ = ["overheard"]


def overheard(
    log: list[Any], start: int, end: int
) -> Iterator[tuple[int, Event | None, int | None]]:  # Any: as the log's fields
    """Each delivery, as its position and None, and each event that is an object.

    With the latter comes the number of the delivery in whose call it happened; None outside.
    """
    calls: dict[int, list[int]] = {}
    perhaps: dict[int, int] = {}  # calls that have an end only where something happened in them
    for position in range(start, end, STRIDE):
        kind = log[position]
        if kind is DELIVERED:
            thread = log[position + 2].thread
            selector = log[log[position + 3]]
            if selector in PLAIN:
                perhaps[thread] = position
            else:
                if selector is not CREATED:
                    perhaps.pop(thread, None)
                calls.setdefault(thread, []).append(position)
            yield position, None, None
        elif kind is RETURNED:
            under_way = calls.get(log[position + 2].thread)
            if under_way and under_way[-1] == log[position + 3]:
                under_way.pop()
            elif perhaps.get(log[position + 2].thread) == log[position + 3]:
                del perhaps[log[position + 2].thread]
        elif isinstance(kind, Event):
            if isinstance(kind, (Raised, FileLeft, Looked)):
                yield position, kind, kind.delivered
                continue
            thread = kind.lane.thread
            under_way = calls.get(thread)
            around = under_way[-1] if under_way else perhaps.get(thread)
            if around is not None and not under_way and not _ends(log, position, end, around):
                del perhaps[thread]
                around = None
            yield position, kind, None if around is None else number_of(around)


def _ends(log: list[Any], start: int, end: int, delivered: int) -> bool:  # Any: as above
    """The end of this call is still to come, so it is not over yet."""
    thread = log[delivered + 2].thread
    for position in range(start, end, STRIDE):
        kind = log[position]
        if kind is RETURNED:
            if log[position + 3] == delivered:
                return True
        elif (
            kind is DELIVERED
            and log[position + 2].thread == thread
            and log[log[position + 3]] is not CREATED
        ):
            return False
    return False
