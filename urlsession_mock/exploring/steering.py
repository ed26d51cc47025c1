"""What the device asks where the system is free, and what was answered.

Pure. Not here: who answers (strategies), what follows (steered.py). One rule: whatever is asked is
written down, so that the same answers make the same run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from urlsession_mock.crew import Crew
from urlsession_mock.exploring.kinds import Kind
from urlsession_mock.exploring.plan import Plan
from urlsession_mock.exploring.schedule import Schedule

if TYPE_CHECKING:
    from urlsession_mock.lives import Life

__all__ = ["Choice", "Chooser", "Steering"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice that was made: among so many options, which, and what they were.

    `event` is how many events there were when it was made.
    """

    kind: Kind
    options: int
    taken: int
    labels: Sequence[object]
    event: int

    @property
    def label(self) -> str:
        """What was taken."""
        return str(self.labels[self.taken]) if self.labels else str(self.taken)


class Chooser(Protocol):
    """Answers the questions of one run."""

    def choose(self, kind: Kind, options: int, labels: Sequence[object]) -> int:
        """Which option, from 0; 0 is the plain course. As texts, `labels` name them."""
        ...


class Steering:
    """The choices of one run."""

    def __init__(self, plan: Plan, chooser: Chooser, crew: Crew | None = None) -> None:
        self.plan = plan
        self.crew = crew
        """Whose threads the device may use."""
        self.choices: list[Choice] = []
        self._chooser = chooser
        self._used: dict[str, int] = {}
        self.is_offline: bool = False
        """The network is gone by a choice."""
        self.boundary: Callable[[], None] = _nothing
        """Called in the app's code between two events: it may end the app there."""
        self.cancels: Callable[[Life, Callable[[], None]], bool] = _never
        """Cancels a task when the explorer says so; False where it is cancelled as ever."""
        self.events: Callable[[], int] = _zero
        """How many events there are."""

    def may(self, kind: Kind) -> bool:
        """Such a choice may still be made."""
        plan = self.plan
        if not plan.allows(kind):
            return False
        used = self._used.get(kind.limit)
        if not used:
            return True
        limit = plan.limit(kind)
        return limit is None or used < limit

    def ask(self, kind: Kind, options: int, labels: Sequence[object] = ()) -> int:
        """Which of so many options; 0 without asking where there is none but the plain course."""
        if options < 2:
            return 0
        taken = self._chooser.choose(kind, options, labels)
        if taken:
            self._used[kind.limit] = self._used.get(kind.limit, 0) + 1
        self.choices.append(Choice(kind, options, taken, labels, self.events()))
        return taken

    def happens(self, kind: Kind, what: str) -> bool:
        """Whether something out of the plain course happens here, where it may."""
        return self.may(kind) and self.ask(kind, 2, ("", what)) == 1

    @property
    def schedule(self) -> Schedule:
        """The choices that were made."""
        return Schedule.of(
            (number, choice.kind.letter, choice.taken)
            for number, choice in enumerate(self.choices, 1)
            if choice.taken
        )


def _nothing() -> None:
    pass


def _never(life: Life, cancel: Callable[[], None]) -> bool:
    return False


def _zero() -> int:
    return 0
