"""The selector table: one row per delegate method, and how to find one.

The single source of what a delegate may implement: the Protocols, the conformance
check, the messages and the reports agree with it. It knows no delegate and no session.
The facts of each row stand in `selector_rows/`; nothing is read from a file on import.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from urlsession_mock.selector_rows.selector import (
    Argument,
    Background,
    Handler,
    Introduced,
    Selector,
)
from urlsession_mock.selector_rows.session import (
    FINISH_EVENTS,
    HANDOVER,
    INVALID,
    SESSION_CHALLENGE,
)
from urlsession_mock.selector_rows.stream import (
    BETTER_ROUTE,
    CAPTURED_STREAMS,
    READ_CLOSED,
    WEBSOCKET_CLOSE,
    WEBSOCKET_OPEN,
    WRITE_CLOSED,
)
from urlsession_mock.selector_rows.task import CHALLENGE, CREATED, DELAYED, REDIRECT, WAITING
from urlsession_mock.selector_rows.task_body import (
    BODY_STREAM,
    BODY_STREAM_FROM_OFFSET,
    COMPLETE,
    INFORMATIONAL,
    METRICS,
    SENT,
)
from urlsession_mock.selector_rows.transfer import (
    BECAME_DOWNLOAD,
    BECAME_STREAM,
    CACHE,
    DATA,
    FINISH_DOWNLOAD,
    RESPONSE,
    RESUMED,
    WROTE,
)

__all__ = [
    "BECAME_DOWNLOAD",
    "BECAME_STREAM",
    "BETTER_ROUTE",
    "BODY_STREAM",
    "BODY_STREAM_FROM_OFFSET",
    "CACHE",
    "CAPTURED_STREAMS",
    "CHALLENGE",
    "COMPLETE",
    "CREATED",
    "DATA",
    "DELAYED",
    "FINISH_DOWNLOAD",
    "FINISH_EVENTS",
    "HANDOVER",
    "INFORMATIONAL",
    "INVALID",
    "METRICS",
    "READ_CLOSED",
    "REDIRECT",
    "RESPONSE",
    "RESUMED",
    "SELECTORS",
    "SENT",
    "SESSION_CHALLENGE",
    "WAITING",
    "WEBSOCKET_CLOSE",
    "WEBSOCKET_OPEN",
    "WRITE_CLOSED",
    "WROTE",
    "Argument",
    "Background",
    "Handler",
    "Introduced",
    "Selector",
    "find",
    "nearest",
    "nearly",
]

SELECTORS: Final[tuple[Selector, ...]] = (
    INVALID,
    SESSION_CHALLENGE,
    FINISH_EVENTS,
    CREATED,
    DELAYED,
    WAITING,
    REDIRECT,
    CHALLENGE,
    BODY_STREAM,
    BODY_STREAM_FROM_OFFSET,
    SENT,
    INFORMATIONAL,
    METRICS,
    COMPLETE,
    RESPONSE,
    BECAME_DOWNLOAD,
    BECAME_STREAM,
    DATA,
    CACHE,
    FINISH_DOWNLOAD,
    WROTE,
    RESUMED,
    READ_CLOSED,
    WRITE_CLOSED,
    BETTER_ROUTE,
    CAPTURED_STREAMS,
    WEBSOCKET_OPEN,
    WEBSOCKET_CLOSE,
    HANDOVER,
)
"""All rows, protocol by protocol, in the order of Apple's header."""


def _spellings() -> dict[str, Selector]:
    """Every spelling that means one row and no other."""
    rows: dict[str, set[Selector]] = {}
    for row in SELECTORS:
        for spelling in (row.name, row.python_name, row.swift_name, row.swift_async_name):
            if spelling is not None:
                rows.setdefault(spelling, set()).add(row)
    return {spelling: row for spelling, (row, *others) in rows.items() if not others}


_BY_SPELLING: Final = _spellings()


def find(name: str) -> Selector | None:
    """Return the row spelt `name`, in Objective-C, in Python or in Swift; else None.

    A Swift name that two methods share (`urlSession(_:dataTask:didBecome:)`) finds none.
    """
    return _BY_SPELLING.get(name)


def nearest(name: str) -> Selector | None:
    """Return the row that `name` is probably meant for, or None if it is like none.

    Case, punctuation and the word breaks of snake_case do not count, so the Swift
    spelling and `url_session_task_did_complete_with_error` are near as well.
    """
    rows = nearly(name)
    return rows[0] if rows else None


# 0.8 joins the misspellings we know of, a forgotten piece among them, to what was meant.
@lru_cache(maxsize=256)
def nearly(name: str, *, closeness: float = 0.8) -> tuple[Selector, ...]:
    """Return the rows that `name` fits best, in the order of the table; () if none is near.

    More than one come back where Swift gives several methods one name. `closeness` runs
    from 0, anything goes, to 1, the same letters.
    """
    import difflib  # only a misspelling needs it

    rows = _by_letters()
    best = difflib.get_close_matches(_letters(name), rows, n=1, cutoff=closeness)
    return rows[best[0]] if best else ()


@cache
def _by_letters() -> dict[str, tuple[Selector, ...]]:
    """The rows by what is left of their spellings; a method's own name before an async form."""
    rows: dict[str, dict[Selector, None]] = {}
    for row in SELECTORS:
        rows.setdefault(_letters(row.python_name), {})[row] = None
        rows.setdefault(_letters(row.swift_name), {})[row] = None
    for row in SELECTORS:
        if row.swift_async_name is not None:
            rows.setdefault(_letters(row.swift_async_name), {row: None})
    return {letters: tuple(meant) for letters, meant in rows.items()}


def _letters(name: str) -> str:
    """Reduce a name to what every spelling of it has in common."""
    return re.sub(r"[^a-z0-9]", "", name.lower())
