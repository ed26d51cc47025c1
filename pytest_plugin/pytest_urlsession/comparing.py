"""Explains a failed comparison of two lists of messages.

Not here: how the difference is drawn (`urlsession_mock.reports`). One rule: only lists that hold
selectors, and nothing but text, are explained.
"""

from __future__ import annotations

from urlsession_mock.reports.difference import difference
from urlsession_mock.selectors import Selector

__all__ = ["explain"]


def explain(left: list[object], right: list[object]) -> list[str] | None:
    """The lines that pytest shows for `assert left == right`; None where it should decide."""
    messages = [one for one in (*left, *right) if isinstance(one, str)]
    if len(messages) < len(left) + len(right):
        return None
    if not any(isinstance(one, Selector) for one in messages):
        return None
    lines = difference(left, right).splitlines()
    # pytest cuts an explanation after a few lines, so none is left empty.
    return [line for line in lines if line] or None
