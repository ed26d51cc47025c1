"""The first difference of two lists of messages.

Not here: asking for it; the pytest plugin does, for `assert recording.selectors() == [...]`. One
rule: the first difference is explained, and nothing behind it is guessed at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from urlsession_mock.reports.cells import pad, width_of
from urlsession_mock.reports.style import Mark, Style
from urlsession_mock.selectors import SELECTORS, Selector, find, nearest

__all__ = ["difference"]

_BEFORE, _BEHIND = 3, 3  # rows of context
_WIDEST = 34  # cells of a name that has no label
_MOST_MISSPELT = 4
_MOST_EXTRA = 5  # so many messages too many, or too few, are still recognised


def difference(
    actual: Sequence[object], expected: Sequence[object], *, encoding: str | None = None
) -> str:
    """Where two lists of selectors part, in a few lines; the empty text where they are equal.

    `actual` is what came, as `Recording.selectors()` has it; `expected` may hold plain names. A
    name that is no selector is said so, with the one that was probably meant. `encoding` is
    that of the output, as in `failure`.
    """
    came, wanted = [str(one) for one in actual], [str(one) for one in expected]
    if came == wanted:
        return ""
    return "\n".join(_Difference(came, wanted, Style(encoding=encoding)).lines())


@dataclass(frozen=True, slots=True)
class _Run:
    """One message, or the same one several times in a row."""

    name: str
    count: int
    start: int

    @property
    def end(self) -> int:
        return self.start + self.count


class _Difference:
    def __init__(self, came: list[str], wanted: list[str], style: Style) -> None:
        self.came = came
        self.wanted = wanted
        self.style = style
        pairs = enumerate(zip_longest(came, wanted))
        self.index = next(index for index, (one, other) in pairs if one != other)
        rest, due = came[self.index :], wanted[self.index :]
        self.is_swapped = rest[:2] == due[:2][::-1] and rest[2:] == due[2:]
        # What is missing, and what came too many, where all else is as expected.
        self.few = [] if self.is_swapped else _front(due, rest)
        self.many = [] if self.is_swapped else _front(rest, due)

    def lines(self) -> Iterator[str]:
        """What differs, the rows around it, the full names, what may be the cause."""
        yield self.headline()
        yield ""
        yield from self.table()
        yield ""
        for label, names in (("came", self.came), ("expected", self.wanted)):
            if self.index < len(names):
                yield f"    {label:<10}{self.style.clean(names[self.index])}"
        hints = [*self.misspelt(), *self.shifted()]
        if hints:
            yield ""
            yield from (f"    {hint}" for hint in hints)

    def headline(self) -> str:
        """The first difference in a sentence."""
        sides = [
            self.label(names[self.index]) if self.index < len(names) else "nothing more"
            for names in (self.came, self.wanted)
        ]
        return f"index {self.index}: {sides[0]} came, {sides[1]} was expected"

    # -- the table -------------------------------------------------------

    def table(self) -> Iterator[str]:
        """What came beside what was expected, repeated messages counted."""
        rows = [("index", "came", "expected"), *self.rows()]
        widths = [max(width_of(row[column]) for row in rows) for column in range(3)]
        for index, came, wanted in rows:
            line = f"    {index:>{widths[0]}}  {pad(came, widths[1])}  {wanted}"
            yield line.rstrip()

    def rows(self) -> Iterator[tuple[str, str, str]]:
        """Index, what came, what was expected; the first difference has a mark."""
        came, wanted = _runs(self.came), _runs(self.wanted)
        same = 0
        while same < min(len(came), len(wanted)) and came[same] == wanted[same]:
            same += 1
        pairs = list(zip_longest(*self.aligned(came, wanted, same)))
        first, last = max(0, same - _BEFORE), same + 1 + _BEHIND
        if first:
            yield self.style.ellipsis, "", ""
        for at, (one, other) in enumerate(pairs[:last]):
            run = one or other
            if run is not None and at >= first:
                mark = f"{self.style.sign(Mark.BROKEN)} " if at == same else ""
                yield f"{mark}{run.start}", self.cell(one), self.cell(other)
        if len(pairs) > last:
            yield self.style.ellipsis, "", ""

    def aligned(
        self, came: list[_Run], wanted: list[_Run], same: int
    ) -> tuple[list[_Run | None], list[_Run | None]]:
        """Both sides; beside messages that are too many, or missing, the other has a gap."""
        sides: list[list[_Run | None]] = [list(came), list(wanted)]
        for names, runs, other in ((self.few, wanted, 0), (self.many, came, 1)):
            gap = len(_runs(names))
            lone = runs[same : same + gap]
            if lone and lone[0].start == self.index and lone[-1].end == self.index + len(names):
                sides[other][same:same] = [None] * gap
        return sides[0], sides[1]

    def cell(self, run: _Run | None) -> str:
        """A message, and how often it came in a row."""
        if run is None:
            return "-"
        times = f" ({run.count:,} times)" if run.count > 1 else ""
        return self.label(run.name) + times

    def label(self, name: str) -> str:
        """The short name of a message; another text in quotes."""
        row = _ROWS.get(name)
        return row.label if row is not None else self.quoted(name, _WIDEST)

    def quoted(self, name: str, width: int) -> str:
        """A text in quotes, cut where it is long."""
        return f'"{self.style.cut(self.style.clean(name), width)}"'

    # -- hints -----------------------------------------------------------

    def misspelt(self) -> Iterator[str]:
        """The names that are no selectors, with what was probably meant."""
        unknown = [name for name in dict.fromkeys(self.wanted) if name not in _ROWS]
        for name in unknown[:_MOST_MISSPELT]:
            what, instead = _meant(name)
            yield f"{self.quoted(name, 2 * _WIDEST)} {what}"
            if instead is not None:
                yield f'    write {instead.constant}, or "{instead}"'

    def shifted(self) -> Iterator[str]:
        """That the rest is as expected but for a few messages too many, too few or swapped."""
        if self.few:
            yield f"missing: {self.counted(self.few)}; all else is as expected"
        elif self.many:
            yield f"too many: {self.counted(self.many)}; all else is as expected"
        elif self.is_swapped:
            yield "these two came the other way round; all else is as expected"

    def counted(self, names: list[str]) -> str:
        """The messages of a short list, one after the other."""
        return ", ".join(self.cell(run) for run in _runs(names))


def _front(longer: list[str], shorter: list[str]) -> list[str]:
    """The few messages in front of `longer` that `shorter` lacks, if that is all."""
    count = len(longer) - len(shorter)
    return longer[:count] if 0 < count <= _MOST_EXTRA and longer[count:] == shorter else []


def _runs(names: list[str]) -> list[_Run]:
    runs: list[_Run] = []
    for name, same in groupby(names):
        runs.append(_Run(name, sum(1 for _ in same), runs[-1].end if runs else 0))
    return runs


_ROWS: dict[str, Selector] = {str(row): row for row in SELECTORS}


def _meant(name: str) -> tuple[str, Selector | None]:
    """What an expected text is, if it is no selector, and what to write instead."""
    for row in SELECTORS:
        if name in (row.label, row.constant):
            return "is a short name", row
    meant = find(name)
    if meant is not None:
        return f"is the {'Python' if name == meant.python_name else 'Swift'} spelling", meant
    meant = nearest(name)
    return "is no message" + ("; did you mean another?" if meant is not None else ""), meant
