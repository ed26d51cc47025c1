"""A recording as text: one row an event, each standing in the column of its lane.

Not here: which events are shown (lanes.py). One rule: no line is wider than asked.
"""

from __future__ import annotations

from pathlib import Path

from urlsession_mock.events import Where
from urlsession_mock.recording import Recording
from urlsession_mock.reports.cells import flowed, pad, width_of
from urlsession_mock.reports.lanes import LIMIT, Hidden, Item, Layout, More, Row, lay_out
from urlsession_mock.reports.source import named
from urlsession_mock.reports.style import Mark, Style

__all__ = ["text"]

_NARROWEST = 40
_GAP = 2
_LEAST_LANE = 10  # cells, the gap included
_NARROW = 60  # below this a lane is only as wide as its title
_ROOM_BEHIND = 44  # cells that the last lane keeps when the others grow


def text(
    recording: Recording,
    width: int = 80,
    color: bool = False,
    *,
    limit: int | None = LIMIT,
    root: Path | None = None,
    encoding: str | None = None,
) -> str:
    """What happened, as lines of at most `width` cells; below 40 counts as 40.

    Long runs are counted, not listed; past `limit` rows the middle is left out (None: never).
    Files below `root`, by default the current folder, are named from there. `encoding` is that of
    the output, by default that of the process's standard output: where it has no such signs
    as `■` they become ASCII.
    """
    style = Style(color=color, encoding=encoding)
    layout = lay_out(recording, limit=limit)
    if not layout.items:
        return "nothing happened: the recording is empty"
    return "\n".join(_Page(layout, max(width, _NARROWEST), style, root).lines())


class _Page:
    """One layout at one width."""

    def __init__(self, layout: Layout, width: int, style: Style, root: Path | None) -> None:
        self.layout = layout
        self.width = width
        self.style = style
        self.root = root
        self.digits = max(len("event"), len(str(layout.events)))
        self.in_seconds = layout.duration >= 1
        times = [self.time(item.since) for item in layout.items if isinstance(item, Row)]
        self.clock = max(len("time"), *map(len, times))
        self.starts = self.columns()
        self.edge = self.right_edge()

    def lines(self) -> list[str]:
        """All of it: the titles, a line an item, what the signs mean."""
        return [self.titles(), *map(self.line, self.layout.items), "", *self.legend()]

    # -- columns ---------------------------------------------------------

    def columns(self) -> list[int]:
        """Where each lane begins.

        Where there is room, a lane is as wide as its labels. Elsewhere it is narrow, and a
        label runs on into the next lane: there is only one in a line.
        """
        lanes = self.layout.lanes
        narrow = _LEAST_LANE if self.width >= _NARROW else 0
        least = [max(narrow, len(title) + _GAP) for title in lanes]
        wide = list(least)
        for item in self.layout.items:
            if isinstance(item, Row):
                needed = width_of(self.label(item)) + 2 * item.depth + 2 + _GAP
                wide[item.lane] = max(wide[item.lane], needed)
        first = self.digits + self.clock + 2 * _GAP
        roomy = first + sum(wide[:-1]) + _ROOM_BEHIND <= self.width
        starts = [first]
        for size in (wide if roomy else least)[:-1]:
            starts.append(starts[-1] + size)
        return starts

    def right_edge(self) -> int:
        """Where the places end: no further out than the longest row needs."""
        ends = [
            self.starts[row.lane]
            + 2 * row.depth
            + 4
            + width_of(self.label(row) + self.note(row))
            + 3
            + width_of(self.place(row.where, self.width))
            for row in self.layout.items
            if isinstance(row, Row) and row.where is not None
        ]
        return min(self.width, max(ends, default=self.width))

    def titles(self) -> str:
        """The line at the top."""
        line = f"{'event':>{self.digits}}{' ' * _GAP}{'time':>{self.clock}}"
        for start, title in zip(self.starts, self.layout.lanes, strict=True):
            line = pad(line, start) + title
        return self.style.paint(self.style.cut(line, self.width), "bold")

    # -- lines -----------------------------------------------------------

    def line(self, item: Item) -> str:
        """One item; there is nothing behind its last word."""
        if isinstance(item, Hidden):
            how = "text(recording, limit=None) shows them"
            note = f"{self.style.ellipsis} {item.count:,} events left out; {how}"
            return self.style.paint(self.style.cut(note, self.width), "dim")
        start = min(self.starts[item.lane] + 2 * item.depth, self.width - 10)
        room = self.width - start
        if isinstance(item, More):
            said = f"{self.style.ellipsis} {item.count:,} more {self.style.clean(item.words.label)}"
            return " " * start + self.style.paint(self.style.cut(said, room), "dim")
        head = f"{item.number:>{self.digits}}{' ' * _GAP}{self.time(item.since):>{self.clock}}"
        return self.style.paint(pad(head, start), "dim") + self.row(item, start)

    def row(self, row: Row, start: int) -> str:
        """The sign, the label, the note, and at the right the place, as far as there is room."""
        style, mark = self.style, row.words.mark
        label = style.cut(self.label(row), self.width - start - 2)
        end = start + 2 + width_of(label)
        line = f"{style.paint(style.sign(mark), mark.color)} {label}"
        note = style.cut(self.note(row), self.width - end - 2)
        if note:
            line += "  " + style.paint(note, mark.color or "dim")
            end += 2 + width_of(note)
        place = self.place(row.where, self.edge - end - 2)
        gap = self.edge - end - width_of(place)
        return line + " " * gap + style.paint(place, "dim") if place else line

    def label(self, row: Row) -> str:
        """The label, and the number of the task or session."""
        return self.style.clean(" ".join(filter(None, (row.words.label, row.words.about))))

    def note(self, row: Row) -> str:
        """The note; with several sessions it says whose a message of the system is."""
        whose = f"session {row.session}" if row.session and self.layout.several_sessions else ""
        is_told = row.words.about == str(row.session) or self.lane(row).startswith("delegate ")
        return self.style.clean(", ".join(filter(None, (row.words.note, "" if is_told else whose))))

    def lane(self, row: Row) -> str:
        """The title of the row's lane."""
        return self.layout.lanes[row.lane]

    def place(self, where: Where | None, room: int) -> str:
        """File and line, or the file's bare name where the path is too long for the room."""
        if where is None:
            return ""
        path = self.style.clean(named(where.file, self.root))
        for name in (path, path.rpartition("/")[2]):
            if width_of(f"{name}:{where.line}") <= room:
                return f"{name}:{where.line}"
        return ""

    def time(self, since: float) -> str:
        """A time since the start, in the unit of the whole page."""
        return f"{since:.3f} s" if self.in_seconds else f"{since * 1000:.1f} ms"

    # -- the end ---------------------------------------------------------

    def legend(self) -> list[str]:
        """What the signs mean that were used."""
        rows = [item for item in self.layout.items if isinstance(item, Row)]
        used = {row.words.mark for row in rows}
        parts = [f"{self.style.sign(mark)} {mark.meaning}" for mark in Mark if mark in used]
        if any(row.words.about.startswith("#") for row in rows):
            parts.append("#1 is task 1")
        if any(row.depth for row in rows):
            parts.append("indented: inside of that call")
        return [self.style.paint(line, "dim") for line in flowed(parts, self.width, " " * 3)]
