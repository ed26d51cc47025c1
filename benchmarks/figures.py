"""What was measured, as values, and how it is printed.

Not here: measuring (rounds.py). One rule: a number never stands alone; it has a unit, its
samples, and what it is compared with.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import TypeAlias

__all__ = [
    "Bar",
    "Figure",
    "Json",
    "Line",
    "as_json",
    "at_most",
    "beside",
    "header",
    "printed",
    "ratio_at_most",
]

Json: TypeAlias = "dict[str, Json] | list[Json] | str | float | bool | None"

_WHOLE = ("B", "runs", "faults")
"""Units that come in whole numbers."""

# Of the columns: what, ours, peer, ratio, bar, met.
_WIDTHS = (37, 8, 26, 6, 14, 4)


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing measured, a sample a round. What counts is the median."""

    label: str
    unit: str
    samples: tuple[float, ...]

    @property
    def value(self) -> float:
        """The median."""
        return median(self.samples)

    def __str__(self) -> str:
        value = self.value
        digits = 0 if self.unit in _WHOLE or abs(value) >= 100 else 1 if abs(value) >= 10 else 2
        return f"{value:,.{digits}f} {self.unit}"


@dataclass(frozen=True, slots=True)
class Bar:
    """What must hold, in words, and whether it does."""

    text: str
    met: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One comparison: ours with a peer's, ours with a bar, or both."""

    what: str
    ours: Figure
    peer: Figure | None = None
    bar: Bar | None = None

    @property
    def ratio(self) -> float | None:
        """Ours for one of the peer's; None where that says nothing."""
        if self.peer is None or self.peer.value <= 0 or self.ours.value <= 0:
            return None
        return self.ours.value / self.peer.value


def beside(what: str, ours: Figure, peer: Figure) -> Line:
    """A comparison without a bar."""
    return Line(what, ours, peer)


def at_most(what: str, ours: Figure, limit: float, text: str = "") -> Line:
    """Ours has a bar of its own, in its own unit."""
    bar = Bar(text or f"{limit:g} {ours.unit}", ours.value <= limit)
    return Line(what, ours, None, bar)


def ratio_at_most(what: str, ours: Figure, peer: Figure, limit: float, text: str) -> Line:
    """Ours has a bar that is a multiple of the peer's."""
    return Line(what, ours, peer, Bar(text, ours.value <= limit * peer.value))


# -- printing ------------------------------------------------------------


def header() -> str:
    """The head of the table."""
    return _row("what", "ours", "peer", "ratio", "bar (at most)", "met?")


def printed(lines: Iterable[Line]) -> str:
    """The lines of one benchmark; what stands in the line above is not repeated."""
    rows: list[str] = []
    what, ours = "", ""
    for line in lines:
        cells = (line.what, str(line.ours))
        same = cells == (what, ours)
        what, ours = cells
        peer = f"{line.peer.label} {line.peer}" if line.peer else ""
        bar = line.bar.text if line.bar else ""
        met = ("yes" if line.bar.met else "NO") if line.bar else ""
        first, second = ("", "") if same else cells
        rows.append(_row(first, second, peer, _ratio(line.ratio), bar, met))
    return "\n".join(rows)


def _row(*cells: str) -> str:
    """One row: the first column to the left, the numbers to the right."""
    what, *numbers = cells
    first, *widths = _WIDTHS
    shown = [f"{cell:>{width}}" for cell, width in zip(numbers, widths, strict=True)]
    return " ".join([f"{what:<{first}}", *shown]).rstrip()


def _ratio(ratio: float | None) -> str:
    if ratio is None:
        return ""
    times, form = (1 / ratio, "1/{}") if ratio < 1 else (ratio, "{}")
    return form.format(f"{times:.0f}" if times >= 100 else f"{times:.1f}")


# -- as JSON -------------------------------------------------------------


def as_json(line: Line) -> Json:
    """A line with all its samples."""
    return {
        "what": line.what,
        "ours": _figure(line.ours),
        "peer": _figure(line.peer) if line.peer else None,
        "ratio": line.ratio,
        "bar": {"at most": line.bar.text, "met": line.bar.met} if line.bar else None,
    }


def _figure(figure: Figure) -> Json:
    samples: list[Json] = [*figure.samples]
    return {
        "label": figure.label,
        "unit": figure.unit,
        "median": figure.value,
        "samples": samples,
    }
