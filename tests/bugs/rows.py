"""All faults that are played, by section, and those that are not.

Not here: the classes. One rule: every fault of `tests/data/bugs.json` is in one of the two.
"""

from __future__ import annotations

from typing import Final

from tests.bugs import (
    answers,
    identity,
    optional_methods,
    relaunched,
    sessions,
    several_handlers,
    stored_handler,
    transfers,
)
from tests.bugs.row import Row

__all__ = ["LEFT_OUT", "ROWS"]

ROWS: Final[tuple[Row, ...]] = (
    *stored_handler.ROWS,
    *several_handlers.ROWS,
    *relaunched.ROWS,
    *identity.ROWS,
    *transfers.ROWS,
    *answers.ROWS,
    *optional_methods.ROWS,
    *sessions.ROWS,
)

LEFT_OUT: Final[dict[str, str]] = {
    "B49": "two threads at one table without a lock: no order shows it; see explored.py",
}
