"""Explains a failed comparison of two lists of messages.

Not here: how the difference is drawn (`urlsession_mock.reports`). One rule: only lists that hold
selectors, and nothing but text, are explained.
"""

from __future__ import annotations

from typing import TypeGuard, cast

from urlsession_mock.reports.difference import difference
from urlsession_mock.selectors import Selector

__all__ = ["explain"]


def explain(left: object, right: object) -> list[str] | None:
    """The lines that pytest shows for `assert left == right`; None where it should decide."""
    if not _is_of_texts(left) or not _is_of_texts(right):
        return None
    if not any(isinstance(one, Selector) for one in (*left, *right)):
        return None
    lines = difference(left, right).splitlines()
    # pytest cuts an explanation after a few lines, so none is left empty.
    return [line for line in lines if line] or None


def _is_of_texts(side: object) -> TypeGuard[list[str]]:
    return isinstance(side, list) and all(isinstance(one, str) for one in cast(list[object], side))
