"""What every strategy is, and what all of them are made of.

Not here: the strategies themselves. One rule: a strategy knows schedules only by the choices that
were made; what they are about is no concern of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from urlsession_mock.exploring.kinds import Kind
from urlsession_mock.exploring.schedule import Schedule
from urlsession_mock.exploring.steering import Choice, Chooser

__all__ = ["Diverged", "Given", "Strategy"]


class Diverged(Exception):
    """A schedule met another choice than the one that it was made for."""


class Strategy(Protocol):
    """Gives one chooser after another, and is told the choices that each made."""

    def choosers(self) -> Iterator[Chooser]:
        """The choosers, one for each schedule; ends where all is explored."""
        ...

    def ran(self, choices: Sequence[Choice]) -> None:
        """What the last chooser was asked, and answered."""
        ...

    @property
    def is_bounded(self) -> bool:
        """Something was left out because of a bound."""
        ...

    @property
    def counts(self) -> bool:
        """The last schedule counts here; otherwise another part of the exploration has it."""
        ...


class Given:
    """Makes the choices of one schedule, and the plain ones where it says nothing.

    Raises `Diverged` where a choice is not as the schedule has it, or is never asked for; with
    `is_lenient` it takes the plain option there. It explores nothing.
    """

    def __init__(self, schedule: Schedule, *, is_lenient: bool = False) -> None:
        self._schedule = schedule
        self._wanted = {each.at: each for each in schedule.departures}
        self._is_lenient = is_lenient
        self._asked = 0

    def choose(self, kind: Kind, options: int, labels: Sequence[object]) -> int:
        """See `Chooser`."""
        self._asked += 1
        wanted = self._wanted.pop(self._asked, None)
        if wanted is None:
            return 0
        if wanted.letter == kind.letter and wanted.option < options:
            return wanted.option
        if self._is_lenient:
            return 0
        raise Diverged(
            f"choice {self._asked} is about the {kind.name}, with {options} options; the schedule "
            f"{self._schedule} takes {wanted} there"
        )

    def finish(self) -> None:
        """The run is over. Raises `Diverged` where something was not asked for."""
        if self._wanted and not self._is_lenient:
            left = min(self._wanted)
            raise Diverged(
                f"there were {self._asked} choices; the schedule {self._schedule} takes "
                f"{self._wanted[left]}"
            )
