"""What the rules say of a run, as the parts of the command tell it.

Not here: judging (rules/), or where the text goes. One rule: a verdict is told in the same words,
whatever was run.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from urlsession_mock.rules import Verdict

__all__ = ["judged"]


def judged(verdict: Verdict) -> str:
    """A line where nothing failed, else the whole report, as wide as the terminal."""
    if verdict:
        broken = "none of them broken" if not verdict.broken else "none broken that fails a test"
        return f"judged by {verdict.judged} rules, {broken}"
    # later: only a failure is drawn
    from urlsession_mock.reports.failure import failure

    return f"\n{failure(verdict, width=shutil.get_terminal_size().columns, root=Path())}"
