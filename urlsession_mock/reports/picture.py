"""A small picture of a few events: lanes from top to bottom, time from left to right.

Not here: which events (matters.py). One rule: it fits the width; where it is too wide
lying down, it stands up, and time runs down.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from urlsession_mock.reports.cells import pad, width_of
from urlsession_mock.reports.style import Mark, Style

__all__ = ["Column", "picture"]

_INDENT = 4


@dataclass(frozen=True, slots=True)
class Column:
    """One event of the picture. `number` is the event's, or `end` for what never came."""

    number: str
    label: str
    lane: str
    mark: Mark


def picture(columns: Sequence[Column], lanes: Sequence[str], width: int, style: Style) -> list[str]:
    """The lines of the picture, in the first shape that fits."""
    drawing = _Drawing(columns, lanes, style)
    one_line: Heads = lambda column: [f"{column.number} {column.label}"]  # noqa: E731 - a table row
    two_lines: Heads = lambda column: [column.number, column.label]  # noqa: E731 - as above
    for heads, gap in ((one_line, 3), (two_lines, 3), (two_lines, 2)):
        lines = drawing.lying(heads, gap)
        if max(width_of(line) for line in lines) <= width:
            return drawing.painted(lines)
    return drawing.painted([style.cut(line, width) for line in drawing.standing()])


Heads = Callable[[Column], list[str]]


class _Drawing:
    def __init__(self, columns: Sequence[Column], lanes: Sequence[str], style: Style) -> None:
        self.columns = columns
        self.lanes = lanes
        self.style = style

    def lying(self, heads: Heads, gap: int) -> list[str]:
        """A row for each lane, under what the events are."""
        start = _INDENT + max(map(len, self.lanes)) + 2
        stacks = [heads(column) for column in self.columns]
        widths = [max(map(width_of, stack)) + gap for stack in stacks]
        lines = [" " * start + _joined(part, widths) for part in zip(*stacks, strict=True)]
        for lane in self.lanes:
            signs = [self.sign(column) if column.lane == lane else "" for column in self.columns]
            lines.append(pad(" " * _INDENT + lane, start) + _joined(signs, widths))
        return [line.rstrip() for line in lines]

    def standing(self) -> list[str]:
        """A line for each event, under the names of the lanes."""
        digits = max(len(column.number) for column in self.columns)
        start = _INDENT + digits + 2
        widths = [len(lane) + 2 for lane in self.lanes]
        lines = [" " * start + _joined(self.lanes, widths)]
        for column in self.columns:
            at = start + sum(widths[: self.lanes.index(column.lane)])
            number = " " * _INDENT + f"{column.number:>{digits}}"
            lines.append(pad(number, at) + f"{self.sign(column)} {column.label}")
        return [line.rstrip() for line in lines]

    def sign(self, column: Column) -> str:
        return self.style.sign(column.mark)

    def painted(self, lines: list[str]) -> list[str]:
        """The wrong one in red. Its sign is in no label: those are ours, or Apple's words."""
        wrong = self.style.sign(Mark.BROKEN)
        if self.style.is_plain or not self.style.color:
            return lines
        return [line.replace(wrong, self.style.paint(wrong, "red", "bold")) for line in lines]


def _joined(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "".join(pad(cell, width) for cell, width in zip(cells, widths, strict=True))
