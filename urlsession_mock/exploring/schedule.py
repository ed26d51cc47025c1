"""A schedule: the choices that made one interleaving, as a short string.

Pure. Not here: who makes choices (strategies). One rule: what is not written is the plain course,
so the string of a schedule is as long as it is odd.

`7k1.9n2` says: at the 7th choice, which is about a kill, take the option 1; at the 9th, about the
order, the option 2; everywhere else the option 0, the plain course. That alone is written `plain`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from urlsession_mock.exploring.kinds import KINDS

__all__ = ["PLAIN", "Departure", "Schedule"]

_LETTERS: Final = "".join(kind.letter for kind in KINDS)
_DEPARTURE: Final = re.compile(rf"([1-9]\d{{0,6}})([{_LETTERS}])([1-9]\d{{0,4}})")
_PLAIN: Final = "plain"


@dataclass(frozen=True, slots=True, order=True)
class Departure:
    """One choice off the plain course: its number from 1, its kind, and the option taken."""

    at: int
    letter: str
    option: int

    def __str__(self) -> str:
        return f"{self.at}{self.letter}{self.option}"


@dataclass(frozen=True, slots=True)
class Schedule:
    """The choices of one run, as far as they depart from the plain course, in order."""

    departures: tuple[Departure, ...] = ()

    @classmethod
    def of(cls, departures: Iterable[tuple[int, str, int]]) -> Schedule:
        """The schedule with these departures: the number of the choice, its letter, the option."""
        return cls(tuple(Departure(*each) for each in departures))

    @classmethod
    def parse(cls, text: str) -> Schedule:
        """The schedule that a text stands for. Raises `ValueError` for a text that is none."""
        text = text.strip()
        if text == _PLAIN:
            return cls()
        found: list[Departure] = []
        for part in text.split("."):
            match = _DEPARTURE.fullmatch(part)
            if match is None:
                raise ValueError(
                    f"{text!r} is no schedule: {part!r} is not the number of a choice, one of the "
                    f"letters {_LETTERS} and an option, as in '7k1.9n2'; the plain course is "
                    f"{_PLAIN!r}"
                )
            found.append(Departure(int(match[1]), match[2], int(match[3])))
        if any(later.at <= earlier.at for earlier, later in pairwise(found)):
            raise ValueError(f"{text!r} is no schedule: the numbers of its choices do not rise")
        return cls(tuple(found))

    def __str__(self) -> str:
        return ".".join(map(str, self.departures)) or _PLAIN

    def __len__(self) -> int:
        return len(self.departures)


PLAIN: Final = Schedule()
"""The plain course."""
