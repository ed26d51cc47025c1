"""An exploration: schedule after schedule, until a fault, the end, or a limit.

Not here: how a run is performed (explorer.py, the plugin), which schedule is next (strategies). One
rule: a fault is told as the shortest schedule that has it, and that schedule was run.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import zip_longest

from urlsession_mock.crew import Crew
from urlsession_mock.exploring.coverage import Coverage, Covering
from urlsession_mock.exploring.exhaustive import Exhaustive
from urlsession_mock.exploring.groups import Groups
from urlsession_mock.exploring.plan import Plan
from urlsession_mock.exploring.randomly import Randomly
from urlsession_mock.exploring.running import Perform, Run, run
from urlsession_mock.exploring.schedule import PLAIN, Schedule
from urlsession_mock.exploring.shrinking import shrunk
from urlsession_mock.exploring.steering import Chooser
from urlsession_mock.exploring.strategy import Diverged, Given, Strategy

__all__ = ["Exploration", "Found", "NotDeterministic"]

Progress = Callable[[int, float], None]
"""Told how many schedules were run, and for how many seconds."""


class NotDeterministic(Exception):
    """The same choices did not make the same run, so no schedule says anything."""


@dataclass(frozen=True, slots=True)
class Found:
    """What an exploration came to: the fault, or None, and what was covered."""

    fault: Run | None
    coverage: Coverage


class Exploration:
    """Explores what `perform` runs, as `plan` says.

    `kept` are schedules to try first. `part` of `of` shares it with others that explore the rest.
    `progress` is called after each schedule. `is_found` says whether one of the others has found
    a fault, so that there is no more to look for.
    """

    def __init__(
        self,
        perform: Perform,
        plan: Plan,
        *,
        kept: Iterable[Schedule] = (),
        part: int = 0,
        of: int = 1,
        progress: Progress | None = None,
        is_found: Callable[[], bool] = lambda: False,
    ) -> None:
        self._is_found = is_found
        self._perform = perform
        self._plan = plan
        self._kept = tuple(kept)
        self._part = part
        self._of = of
        self._progress = progress
        self._groups = Groups()
        self._crew = Crew()
        self._covering = Covering()
        self._start = time.monotonic()

    def explore(self) -> Found:
        """Explore. Raises `NotDeterministic`, and what ends a run of pytest."""
        __tracebackhide__ = True
        with self._crew:
            return self._explore()

    def _explore(self) -> Found:
        __tracebackhide__ = True
        self._start = time.monotonic()
        # First of all: what can affect what decides which choices there are.
        first = self._run(Given(PLAIN), learns=True)
        for schedule in self._kept:
            kept = self._again(schedule)
            self._count(kept)
            if kept.outcome.is_failure:
                return self._found(kept)
        strategy = self._strategy()
        try:
            return self._go_through(strategy, first)
        except Diverged as diverged:
            raise NotDeterministic(
                f"the play does not do the same each time: {diverged}; something in it goes by the "
                f"clock, by chance, by the order of a set or by threads of its own"
            ) from None

    def _go_through(self, strategy: Strategy, first: Run) -> Found:
        __tracebackhide__ = True
        plan, is_first = self._plan, True
        most = -(-plan.most // self._of)
        ended = "all"
        for chooser in strategy.choosers():
            one = self._run(chooser)
            strategy.ran(one.choices)
            if is_first and one.schedule == first.schedule:
                _must_be_equal(first, one)
            is_first = False
            if strategy.counts:
                self._count(one)
                if one.outcome.is_failure:
                    return self._found(one)
            if self._is_found():
                ended = "fault"
                break
            if self._covering.schedules >= most:
                ended = "most"
                break
            if time.monotonic() - self._start >= plan.seconds:
                ended = "seconds"
                break
        if ended == "all" and strategy.is_bounded:
            ended = "bound"
        return Found(None, self._coverage(ended))

    def _strategy(self) -> Strategy:
        plan = self._plan
        if plan.strategy == "random":
            return Randomly(plan.seed + self._part, plan.depth)
        return Exhaustive(plan.preemptions, part=self._part, of=self._of)

    def _count(self, one: Run) -> None:
        self._covering.count(one)
        if self._progress is not None:
            self._progress(self._covering.schedules, time.monotonic() - self._start)

    def _found(self, one: Run) -> Found:
        best = shrunk(one, self._again)
        return Found(best, self._coverage("fault"))

    def _coverage(self, ended: str) -> Coverage:
        return self._covering.coverage(ended, time.monotonic() - self._start, self._plan)

    def _again(self, schedule: Schedule) -> Run:
        return self._run(Given(schedule, is_lenient=True))

    def _run(self, chooser: Chooser, *, learns: bool = False) -> Run:
        self._groups.is_learning = learns
        return run(self._perform, self._plan, chooser, self._groups, self._crew)


def _must_be_equal(first: Run, second: Run) -> None:
    """Raise `NotDeterministic` with the first difference of two runs of one schedule."""
    pairs = zip_longest(first.events(), second.events(), fillvalue="nothing")
    for number, (one, other) in enumerate(pairs, 1):
        if one != other:
            raise NotDeterministic(
                f"the play does not do the same each time, so no schedule of it says anything\n"
                f"    event {number} of the plain course was {one}\n"
                f"    and when it was run again      {other}\n"
                f"    look for what goes by the clock, by chance, by the order of a set, or by "
                f"threads of its own"
            )
