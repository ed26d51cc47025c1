"""What is wrong with the input, said in one line; and how far a long job is.

Not here: what the command does. One rule: what is told while it works goes to standard error, and
only where somebody watches.
"""

from __future__ import annotations

import sys
import time

__all__ = ["Problem", "Progress"]


class Problem(Exception):
    """The input is wrong; the text goes to the user, and the exit status is 2."""


class Progress:
    """A line on the terminal that counts; nothing where standard error is none."""

    _EVERY = 0.1  # seconds
    _PATIENCE = 0.5  # seconds: what is done sooner needs no progress

    def __init__(self, what: str, unit: str = "events") -> None:
        self._what = what
        self._unit = unit
        self._is_shown = False
        self._watched = sys.stderr.isatty()
        self._next = time.monotonic() + self._PATIENCE

    def __call__(self, count: int) -> None:
        """So many are done."""
        if not self._watched or count % 256 or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + self._EVERY
        self._is_shown = True
        print(f"\r{self._what}: {count:,} {self._unit}", end="", file=sys.stderr, flush=True)

    def done(self) -> None:
        """Take the line away."""
        if self._is_shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
