"""Every schedule once, those with the fewest departures from the plain course first.

Pure. Not here: what may be chosen (kinds.py, moves.py). One rule: what it must remember is bounded,
however many schedules there are.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from typing import Final

from urlsession_mock.exploring.kinds import KINDS, ORDER
from urlsession_mock.exploring.schedule import PLAIN, Schedule
from urlsession_mock.exploring.steering import Choice, Chooser
from urlsession_mock.exploring.strategy import Given

__all__ = ["Exhaustive", "Subtree"]

_WIDEST: Final = 2_000
"""Schedules whose departures are put off at most; what comes on top is gone into at once."""
_PIECES: Final = 6
"""Into how many pieces for each part an exploration is divided, at least."""
_LOOKS: Final = 12
"""Into how many schedules for each part it is looked for that, at most."""
_LETTERS: Final = "".join(kind.letter for kind in KINDS)
_ORDER: Final = ORDER.letter

Departures = tuple[tuple[int, str, int], ...]


class Subtree:
    """All schedules that begin as one that was run, and depart after its last departure.

    `counts` are the options of its choices from there on, a byte each, and `letters` their kinds.
    """

    __slots__ = ("_at", "_option", "base", "counts", "first", "letters")

    def __init__(self, base: Departures, choices: Sequence[Choice]) -> None:
        self.base: Departures = base
        self.first: int = base[-1][0] if base else 0
        rest = choices[self.first :]
        self.counts: bytes = bytes(min(choice.options, 255) for choice in rest)
        self.letters: bytes = bytes(_LETTERS.index(choice.kind.letter) for choice in rest)
        self._at = 0
        self._option = 0

    def next(self) -> Departures | None:
        """The next schedule with one departure more; None where there is none left."""
        while self._at < len(self.counts):
            self._option += 1
            if self._option < self.counts[self._at]:
                letter = _LETTERS[self.letters[self._at]]
                return (*self.base, (self.first + self._at + 1, letter, self._option))
            self._at += 1
            self._option = 0
        return None

    @property
    def size_behind(self) -> float:
        """About how many schedules go on from the one that `next` gave last."""
        return _product(self.counts[self._at + 1 :])

    @property
    def size(self) -> float:
        """About how many schedules it holds, so far as its own choices tell."""
        return _product(self.counts)


def _product(counts: bytes) -> float:
    """So many ways there are to choose among each of these; a number that stays finite."""
    size = 1.0
    for count in counts:
        size = min(size * count, 1e300)
    return size


class Exhaustive:
    """Visits every schedule once: first the plain course, then those that depart once, and so on.

    With `preemptions` a schedule may let something go before what is older so many times. What
    it misses: schedules beyond that bound and beyond the plan's other numbers; orders among
    groups of sessions that were taken to be apart (see `Groups`); where a thread of the app may be
    stopped between two lines, unless the plan has `pauses`; and whatever the time or the number of
    schedules did not suffice for, of which those with many departures come last.
    """

    def __init__(self, preemptions: int | None = None, *, part: int = 0, of: int = 1) -> None:
        self._preemptions = preemptions
        self._part = part
        self._of = of
        self.counts: bool = True
        self._waiting: deque[Subtree] = deque()
        self._stack: list[Subtree] = []
        self._base: Departures = ()
        self._is_bounded = False

    def choosers(self) -> Iterator[Chooser]:
        """See `Strategy`."""
        self.counts = self._part == 0
        yield Given(PLAIN)
        if self._of > 1:
            yield from self._share()
        self.counts = True
        while self._stack or self._waiting:
            if not self._stack:
                self._stack.append(self._waiting.popleft())
            departures = self._stack[-1].next()
            if departures is None:
                self._stack.pop()
            elif self._is_within(departures):
                self._base = departures
                yield Given(Schedule.of(departures))
            else:
                self._is_bounded = True

    def ran(self, choices: Sequence[Choice]) -> None:
        """See `Strategy`."""
        subtree = Subtree(self._base, choices)
        if subtree.size <= 1:
            return
        if len(self._waiting) < _WIDEST:
            self._waiting.append(subtree)
        else:
            self._stack.append(subtree)

    def _share(self) -> Iterator[Chooser]:
        """Leave only what is this part's, and run what is on top of that.

        Every part divides the whole alike, and for that looks into the largest pieces; the
        schedules it looks into count in the first part alone.
        """
        pieces = self._pieces()
        looks = _LOOKS * self._of
        total = sum(size for size, _ in pieces)
        while looks and pieces:
            pieces.sort(key=lambda piece: (-piece[0], piece[1]))
            if len(pieces) >= _PIECES * self._of and pieces[0][0] * _PIECES * self._of < total:
                break
            _, self._base = pieces.pop(0)
            yield Given(Schedule.of(self._base))
            looks -= 1
            pieces += self._pieces()
        mine: list[Departures] = []
        loads = [0.0] * self._of
        for size, departures in sorted(pieces, key=lambda piece: (-piece[0], piece[1])):
            least = min(range(self._of), key=lambda part: (loads[part], part))
            loads[least] += size
            if least == self._part:
                mine.append(departures)
        self.counts = True
        for departures in mine:
            self._base = departures
            yield Given(Schedule.of(departures))

    def _pieces(self) -> list[tuple[float, Departures]]:
        """What the schedule that has just been run is divided into: one departure more each."""
        subtree = self._waiting.pop() if self._waiting else None
        self._stack.clear()
        found: list[tuple[float, Departures]] = []
        while subtree is not None and (departures := subtree.next()) is not None:
            if self._is_within(departures):
                found.append((subtree.size_behind, departures))
            else:
                self._is_bounded = True
        return found

    @property
    def is_bounded(self) -> bool:
        """See `Strategy`."""
        return self._is_bounded

    def _is_within(self, departures: Departures) -> bool:
        if self._preemptions is None:
            return True
        return sum(letter == _ORDER for _, letter, _ in departures) <= self._preemptions
