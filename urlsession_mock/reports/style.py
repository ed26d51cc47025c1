"""How a report looks: its signs, its colours, and what the output can print.

Not here: what a report says. One rule: colours are put on last, so they never count as text.
"""

from __future__ import annotations

import os
import sys
from enum import Enum
from typing import TextIO

from urlsession_mock.reports.cells import cut, printable

__all__ = ["Mark", "Style", "wants_color"]


class Mark(Enum):
    """The sign of an event: as Unicode, as ASCII, its colour, and what it means."""

    # fmt: off
    ENQUEUED = ("→", ">", "",       "enqueued")
    MESSAGE  = ("■", "#", "",       "delivered")
    SKIPPED  = ("□", "o", "dim",    "not implemented, default taken")
    DROPPED  = ("-", "-", "dim",    "dropped")
    HANDLER  = ("◆", "*", "bold",   "handler called")
    ACT      = ("●", "@", "",       "by the app or the test")
    LOOK     = ("·", ".", "dim",    "read by the delegate")
    BROKEN   = ("✗", "x", "red",    "raised, refused, stuck or not on main")
    # fmt: on

    def __init__(self, sign: str, ascii_sign: str, color: str, meaning: str) -> None:
        self.sign = sign
        self.ascii_sign = ascii_sign
        self.color = color
        self.meaning = meaning


_ELLIPSIS = ("…", "...")
_SIGNS = "".join(mark.sign for mark in Mark) + _ELLIPSIS[0]
_COLORS = {"red": "31", "green": "32", "yellow": "33", "bold": "1", "dim": "2"}


class Style:
    """Signs and colours for one output.

    `encoding` is the output's; without it, that of the process's own standard output,
    because under pytest `sys.stdout` is a file in memory.
    """

    def __init__(self, *, color: bool = False, encoding: str | None = None) -> None:
        self.color = color
        self.encoding: str = encoding or getattr(sys.__stdout__, "encoding", None) or "utf-8"
        self.is_plain: bool = not _can_print(_SIGNS, self.encoding)
        self.ellipsis = _ELLIPSIS[self.is_plain]

    def sign(self, mark: Mark) -> str:
        """The sign of a mark, one cell wide, without colour."""
        return mark.ascii_sign if self.is_plain else mark.sign

    def clean(self, text: object) -> str:
        """Foreign text on one line, printable here."""
        return printable(str(text), self.encoding)

    def cut(self, text: str, width: int) -> str:
        """The text in at most `width` cells."""
        return cut(text, width, self.ellipsis)

    def paint(self, text: str, *colors: str) -> str:
        """The text in these colours; as it is where there are none."""
        codes = ";".join(_COLORS[color] for color in colors if color)
        return f"\x1b[{codes}m{text}\x1b[0m" if self.color and codes and text else text


def _can_print(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def wants_color(stream: TextIO) -> bool:
    """Whether a stream is a terminal that may be coloured: not when piped, not under NO_COLOR."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return stream.isatty()
