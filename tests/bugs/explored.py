"""Faults that only an unusual order shows, each with a play that does not name the order.

Not here: the apps (explored_apps.py, and where the faults are played one by one) and the plays.
One rule: the fault and its twin are explored by one and the same plan. Run as a command it prints
what was found, as a table:

    python -m tests.bugs.explored
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from tests.bugs import explored_apps as apps
from tests.bugs import explored_plays as plays
from tests.bugs.downloads import Downloads
from tests.bugs.identity import KnowsTasksByNumber, KnowsTasksBySession
from tests.bugs.optional_methods import HoldsItsTarget, HoldsItsTargetWeakly
from tests.bugs.relaunched import EmptiesItsTable
from tests.bugs.row import OUTCOME
from tests.bugs.sessions import RetriesEverything, RetriesWhileItIsOpen
from tests.bugs.several_handlers import (
    ForgetsFinishEvents,
    KeepsTheHandler,
    KeepsThemAll,
    Overwrites,
    RemembersFinishEvents,
)
from tests.bugs.stored_handler import WaitsForAllTasks
from tests.bugs.transfers import AppendsEachPiece, FollowsIt, KeepsTheLastPiece
from urlsession_mock import Coverage, Device, FaultFound, Options, Plan, explore, rerun

__all__ = ["EXPLORED", "NOT_OF_ORDER", "Explored"]


@dataclass(frozen=True, slots=True)
class Explored:
    """One fault of order. `expected` is the id of the rule that sees it, or `OUTCOME`.

    `also` are rules that the fault cannot but break too. The rule that is expected fails even
    where it would only warn.
    """

    bug: str
    faulty: type
    corrected: type
    expected: str
    play: Callable[[Device, Any], None]  # Any: each play knows the classes it is for
    plan: Plan
    also: tuple[str, ...] = ()
    options: Options | None = None

    def played(self, app: type) -> Callable[[Device], None]:
        """The play of one of the two classes."""
        return lambda device: self.play(device, app)

    def explore(self, app: type) -> Coverage:
        """Explore it. Raises `FaultFound`."""
        return explore(self.played(app), self.plan, options=self.options, require=self.require)

    def find(self) -> FaultFound:
        """What is found of the faulty class."""
        try:
            self.explore(self.faulty)
        except FaultFound as found:
            return found
        raise AssertionError(f"{self.bug}: nothing was found")

    def rerun(self, app: type, schedule: str) -> None:
        """Run one schedule of it. Raises what is wrong."""
        rerun(self.played(app), schedule, self.plan, options=self.options, require=self.require)

    @property
    def require(self) -> tuple[str, ...]:
        """The rules that must not only warn."""
        return () if self.expected == OUTCOME else (self.expected,)

    @property
    def id(self) -> str:
        """Its name in a test's id."""
        return f"{self.bug}-{self.faulty.__name__}"


def observed(*kinds: str) -> Plan:
    """What Apple does not state, but was seen."""
    return Plan(observed=kinds)


# As in sessions.py: a task object of another launch shows no class but the general one.
_PLAIN = Options(reattached_tasks="base-class")

# fmt: off
EXPLORED: Final = (
    Explored("B03", WaitsForAllTasks, Downloads, "stored-handler-called",
             plays.two_downloads_at_a_wake, observed("late task")),
    Explored("B05", apps.CallsBesideItsSave, apps.CallsBehindItsSave,
             "stored-handler-after-pending-work", plays.saves_at_a_wake, Plan()),
    Explored("B06", KeepsTheHandler, Downloads, "stored-handler-once",
             plays.one_wake, observed("finish-events again")),
    Explored("B08", apps.StoresInOneSlot, apps.LoadsInTwoSessions,
             "stored-handler-of-right-identifier", plays.loads_in_two_sessions,
             Plan(kills=1, suspensions=1, chunks=0, without=("order",)),
             ("stored-handler-called",)),
    Explored("B09", ForgetsFinishEvents, RemembersFinishEvents, "stored-handler-called",
             plays.one_wake, observed("handover")),
    Explored("B13", apps.OpensItsSessionLazily, apps.Installed, "session-recreated",
             plays.loads, Plan(kills=1, chunks=0)),
    Explored("B15", apps.FillsItsTableAtLaunch, apps.KnowsItsTasksAnyway, OUTCOME,
             plays.fails_to_load, Plan(kills=1, chunks=0)),
    Explored("B17", EmptiesItsTable, Downloads, OUTCOME,
             plays.two_downloads_at_a_wake, observed("late task")),
    Explored("B21", KnowsTasksByNumber, KnowsTasksBySession, OUTCOME,
             plays.loads_while_news_come, Plan()),
    Explored("B23", apps.StartsAllAtLaunch, apps.StartsTheRestAtLaunch, OUTCOME,
             plays.loads_what_it_misses, Plan(kills=1, chunks=0)),
    Explored("B25", apps.TakesAllForTheUsersWish, apps.ReadsWhyItWasCancelled,
             "cancel-reason-read", plays.loads, Plan(force_quits=1, chunks=0)),
    Explored("B33", KeepsTheLastPiece, AppendsEachPiece, OUTCOME,
             plays.loads_once_in_pieces, Plan()),
    Explored("B35", apps.EntersItALittleLater, FollowsIt, OUTCOME,
             plays.loads_what_becomes_a_download, Plan()),
    Explored("B47", HoldsItsTargetWeakly, HoldsItsTarget, "no-exception-in-callback",
             plays.shows_what_it_loads, Plan()),
    Explored("B49", apps.CountsWithoutALock, apps.CountsUnderALock, OUTCOME,
             plays.counts_on_two_threads, Plan(pauses=1)),
    Explored("B53", RetriesEverything, RetriesWhileItIsOpen, "no-task-after-invalidation",
             plays.signs_out_in_the_end, Plan()),
    Explored("B59", apps.LooksAtTheClassOfATask, apps.LooksAtNoClass, OUTCOME,
             plays.loads_to_the_end, Plan(kills=1, chunks=0), options=_PLAIN),
    Explored("B61", Overwrites, KeepsThemAll, "stored-handler-not-overwritten",
             plays.one_wake, observed("second handover")),
)
# fmt: on

NOT_OF_ORDER: Final = {
    "B01": "it calls on the wrong thread in every order",
    "B02": "it never calls, in no order",
    "B04": "it calls too early in every order",
    "B11": "a handover of an identifier that it does not know shows it at once",
    "B19": "the other process is no part of the app's own order",
    "B27": "the file is gone before its block can run, in every order",
    "B29": "the answer of one server shows it",
    "B31": "every good end shows it",
    "B37": "a refused password shows it",
    "B39": "every redirect shows it",
    "B41": "every body that is sent again shows it",
    "B43": "every message that asks shows it",
    "B45": "no order shows a message that is never forwarded",
    "B51": "it touches the view on the wrong thread in every order",
    "B55": "it raises in every order",
    "B57": "it raises in every order",
}
"""Faults that need no unusual order, or that the order of messages does not show; with a reason."""


def main() -> None:
    """Print what is found of each, as a table in Markdown."""
    print("| fault | seen by | found at schedule | it | its twin survives | seconds for both |")
    print("|---|---|---:|---|---:|---:|")
    for case in EXPLORED:
        start = time.perf_counter()
        found = case.find()
        twin = case.explore(case.corrected)
        seconds = time.perf_counter() - start
        schedules = f"{'all' if twin.is_complete else 'not all:'} {twin.schedules}"
        print(
            f"| {case.bug} {case.faulty.__name__} | {case.expected} | {found.coverage.schedules} "
            f"| `{found.schedule}` | {schedules} | {seconds:.2f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
