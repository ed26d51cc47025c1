"""The report of a broken rule."""

from __future__ import annotations

from urlsession_mock.rules import Verdict

__all__ = ["failure"]


def failure(verdict: Verdict) -> str:
    """What a verdict says, as text."""
    return str(verdict)
