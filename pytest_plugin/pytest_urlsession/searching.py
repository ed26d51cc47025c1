"""One test explored: from its first schedule to the run that pytest shows.

Not here: one run (performing.py), when pytest asks for it (exploring.py). One rule: what is shown
was run once more at the end, as by the command that the failure names.
"""

from __future__ import annotations

import os
import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from pytest_urlsession.anew import Anew
from pytest_urlsession.covered import Covered, idle_text
from pytest_urlsession.keeping import KeptBeside
from pytest_urlsession.parting import FOLDER, PART, Beacon, Part, Shares, given, whole_of
from pytest_urlsession.performing import Performance, place_of
from pytest_urlsession.phases import fail
from pytest_urlsession.progress import Progress
from urlsession_mock.explorer import again
from urlsession_mock.exploring.exploration import Exploration, Found, NotDeterministic
from urlsession_mock.exploring.groups import Groups
from urlsession_mock.exploring.plan import Plan
from urlsession_mock.exploring.running import Outcome, Run
from urlsession_mock.exploring.schedule import Schedule
from urlsession_mock.exploring.steering import Steering
from urlsession_mock.exploring.telling import course

__all__ = ["Search"]

_UNSTEADY = (
    "the schedule {schedule} was found to fail, but does not do the same each time: {how}\n"
    "    look for what goes by the clock, by chance, by the order of a set, by threads of its own, "
    "or is left from one run to the next"
)


class Search:
    """The exploration of one test, or of a part of it, for which `shares` has the budgets."""

    def __init__(self, item: pytest.Function, plan: Plan, shares: Shares | None) -> None:
        self._item = item
        self._plan = plan
        self._shares = shares
        self._anew = Anew(item)
        self._performance = Performance(item, self._anew)
        self.text: str = ""
        """By which way the run that is shown came to fail."""
        self.covered: Covered | None = None
        """What was covered; None where one schedule was given."""

    def run(self, schedule: Schedule | None) -> None:
        """Run the schedule, or explore where there is none. Raises what the test fails with."""
        __tracebackhide__ = True
        last, wrong = None, ""
        self._anew.begin()
        try:
            last = self._searched() if schedule is None else self._last(schedule)
        except NotDeterministic as error:
            wrong = f"{place_of(self._item)}: {error}"
        except ValueError as error:  # it does not fit; see `again`
            wrong = f"--urlsession-schedule={schedule}: {error}"
        finally:
            self._anew.end()
        if last is not None and last.outcome.is_failure:
            rerun = self._rerun(last.schedule) if schedule is None else ""
            self.text = "\n".join(course(last, rerun))
            if last.outcome.error is not None:
                raise last.outcome.error
            wrong = last.outcome.report()
        fail(wrong)

    def _searched(self) -> Run | None:
        """Explore; the run that fails, once more for pytest to see. None where none does."""
        __tracebackhide__ = True
        performance, part = self._performance, self._item.stash.get(PART, None)
        if part is None or self._shares is None:
            found = self._whole()
        else:
            found = self._part(part, self._shares)
        coverage, fault = found.coverage, found.fault
        # Where not all was run, what is left may need it.
        idle = performance.idle if coverage.ended in ("all", "bound") else ()
        if fault is None:
            self.covered = Covered(coverage, idle)
            fail(idle_text(idle) if idle and part is None else "")
            return None
        self.covered = Covered(coverage, (), str(fault.schedule), fault.cost)
        how = "it passes when it is run again"
        try:
            last = self._last(fault.schedule)
        except ValueError as error:
            how = str(error)
        else:
            if last.outcome.is_failure:
                return last
        raise NotDeterministic(_UNSTEADY.format(schedule=fault.schedule, how=how))

    def _whole(self) -> Found:
        """Explore all of it."""
        __tracebackhide__ = True
        kept = KeptBeside.of(self._item)
        found = Exploration(
            self._performance,
            self._plan,
            kept=kept.schedules(),
            progress=Progress(self._item, self._plan.most).tell,
        ).explore()
        if found.fault is None:
            kept.forget()
        else:
            kept.add(found.fault.schedule)
        return found

    def _part(self, part: Part, shares: Shares) -> Found:
        """Explore a part. The controller keeps what is found: it knows the shortest."""
        __tracebackhide__ = True
        config, test = self._item.config, whole_of(self._item.nodeid)
        beacon = Beacon(given(config, FOLDER, ""), test)
        found = Exploration(
            self._performance,
            shares.begin(),
            kept=KeptBeside.of(self._item).schedules() if part.number == 0 else (),
            part=part.number,
            of=part.of,
            is_found=beacon.is_lit,
        ).explore()
        shares.end(found.coverage.schedules)
        if found.fault is not None:
            beacon.light()
        return Found(found.fault, replace(found.coverage, plan=self._plan))

    def _last(self, schedule: Schedule) -> Run:
        """Run one schedule as its own command would, and leave a failure for pytest to show.

        Raises `ValueError` where the schedule does not fit.
        """
        __tracebackhide__ = True
        is_second = False

        def perform(steering: Steering, groups: Groups, /) -> Outcome:
            nonlocal is_second
            __tracebackhide__ = True
            if is_second:  # the first one only learns
                self._anew.end()
                self._performance.stays = True
            is_second = True
            return self._performance(steering, groups)

        return again(perform, self._plan, schedule)

    def _rerun(self, schedule: Schedule) -> str:
        """The command that runs one schedule again, to be copied into a shell."""
        item = self._item
        file = os.path.relpath(item.path, item.config.invocation_params.dir)
        _, _, rest = whole_of(item.nodeid).partition("::")
        node = f"{Path(file).as_posix()}::{rest}"
        return f"pytest {shlex.quote(node)} --urlsession-schedule={schedule}"
