"""A test with explore= in place of its body: it is run once for each schedule.

Not here: one run of it (performing.py), what may be explored (urlsession_mock/exploring). One rule:
what is reported is a run that pytest sees as it sees any test's, and the way to run it again.
"""

from __future__ import annotations

import inspect
import os
import shlex
import sys
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import pytest
from _pytest._code.code import ExceptionRepr  # of a report: pytest names no public type for it

from pytest_urlsession.anew import Anew, remove_tmp_path
from pytest_urlsession.covered import Covered, Summary, idle_text
from pytest_urlsession.keeping import KeptBeside
from pytest_urlsession.performing import Performance, place_of
from pytest_urlsession.phases import RUN, fail
from pytest_urlsession.progress import Progress
from pytest_urlsession.settings import settings_of
from urlsession_mock.explorer import again
from urlsession_mock.exploring.exploration import Exploration, NotDeterministic
from urlsession_mock.exploring.groups import Groups
from urlsession_mock.exploring.plan import Plan
from urlsession_mock.exploring.running import Outcome, Run
from urlsession_mock.exploring.schedule import Schedule
from urlsession_mock.exploring.steering import Steering
from urlsession_mock.exploring.telling import course

__all__ = ["Explorations", "check_given", "explore_those"]

_MOST_NAMES = 5


def check_given(config: pytest.Config) -> None:
    """Raise `pytest.UsageError` where --urlsession-schedule is no schedule."""
    try:
        Schedule.parse(config.option.urlsession_schedule)
    except ValueError as error:
        raise pytest.UsageError(f"--urlsession-schedule: {error}") from None


def explore_those(config: pytest.Config, marked: list[pytest.Item]) -> None:
    """Explore the tests that ask for it, of those that were selected and speak of it.

    Raises `pytest.UsageError` where one schedule was given, and not one test.
    """
    explored = [item for item in marked if _is_explored(item)]
    given = config.option.urlsession_schedule
    if given is not None and len(explored) != 1:
        said = "no test with explore= is selected"
        if explored:
            names = [item.nodeid for item in explored[:_MOST_NAMES]]
            more = [f"and {len(explored) - len(names)} more"] if len(explored) > len(names) else []
            said = "\n    ".join(
                (f"{len(explored)} tests with explore= are selected", *names, *more)
            )
        raise pytest.UsageError(
            f"--urlsession-schedule={given} is a schedule of one test, and {said}\n"
            f"    name the test, as the failure does that told of the schedule"
        )
    manager = config.pluginmanager
    if explored and not manager.hasplugin(Explorations.NAME):
        manager.register(Explorations(config), Explorations.NAME)
        manager.register(Summary(), Summary.NAME)


def _is_explored(item: pytest.Item) -> bool:
    """The nearest marker that speaks of it wants the test explored; it may be wrong otherwise."""
    for mark in item.iter_markers("urlsession"):
        if "explore" in mark.kwargs:
            return mark.kwargs["explore"] is not False
    return False


@dataclass(slots=True)
class _Explored:
    """A test, from its setup to the report of its teardown."""

    plan: Plan
    text: str = ""
    """The way to the run that failed, as text."""
    covered: Covered | None = None


_EXPLORED = pytest.StashKey[_Explored]()


class Explorations:
    """Explores the tests that ask for it; registered when one is collected."""

    NAME = "urlsession-explorations"

    def __init__(self, config: pytest.Config) -> None:
        said = config.option.urlsession_schedule
        self._given: Schedule | None = Schedule.parse(said) if said else None

    # -- hooks -------------------------------------------------------------

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Put the setup of the test's own fixtures off: each run has its own."""
        vars(item).pop("setup", None)
        if item.config.getoption("setuponly", False) or not isinstance(item, pytest.Function):
            return
        if not _is_explored(item):
            return
        wrong = _why_not(item)
        plan = None
        if not wrong:
            try:
                plan = settings_of(item).explore
            except ValueError as error:
                wrong = str(error)
        fail(wrong)
        if plan is not None:
            item.stash[_EXPLORED] = _Explored(plan)
            item.setup = _nothing  # type: ignore[method-assign]  # of this test alone, and until its call phase

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> object | None:
        """Run the test once for each schedule. In each run it is called as any test."""
        __tracebackhide__ = True
        explored = pyfuncitem.stash.get(_EXPLORED, None)
        if explored is None or RUN in pyfuncitem.stash:
            return None
        vars(pyfuncitem).pop("setup", None)
        try:
            self._explore(pyfuncitem, explored)
        finally:
            del pyfuncitem.stash[RUN]
        return True

    def pytest_fixture_post_finalizer(
        self, fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
    ) -> None:
        """Keep the numbers of folders, and the disk, from rising with each run."""
        if fixturedef.argname == "tmp_path":
            run = request.node.stash.get(RUN, None)
            if run is not None and run.is_ending:
                remove_tmp_path(fixturedef, request.config)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Say by which way the run came to fail, and what was covered."""
        report = yield
        explored = item.stash.get(_EXPLORED, None)
        if explored is None or call.when != "call":
            return report
        del item.stash[_EXPLORED]
        if explored.text and report.failed:
            _add(report, explored.text)
        if explored.covered is not None:
            explored.covered.put_on(report)
        return report

    # -- one test ----------------------------------------------------------

    def _explore(self, item: pytest.Function, explored: _Explored) -> None:
        __tracebackhide__ = True
        anew = Anew(item)
        performance = Performance(item, anew)
        last, wrong = None, ""
        anew.begin()
        try:
            if self._given is not None:
                last = _last_run(performance, anew, explored.plan, self._given)
            else:
                last = self._searched(item, explored, performance, anew)
        except NotDeterministic as error:
            wrong = f"{place_of(item)}: {error}"
        except ValueError as error:  # that schedule does not fit; see `again`
            wrong = f"--urlsession-schedule={self._given}: {error}"
        finally:
            anew.end()
        if last is not None and last.outcome.is_failure:
            rerun = "" if self._given is not None else _rerun(item, last.schedule)
            explored.text = "\n".join(course(last, rerun))
            if last.outcome.error is not None:
                raise last.outcome.error
            wrong = last.outcome.report()
        fail(wrong)

    def _searched(
        self, item: pytest.Function, explored: _Explored, performance: Performance, anew: Anew
    ) -> Run | None:
        """Explore; the run that fails, run once more for pytest to see. None where none does."""
        __tracebackhide__ = True
        plan = explored.plan
        kept = KeptBeside.of(item)
        progress = Progress(item, plan.most)
        found = Exploration(
            performance, plan, kept=kept.schedules(), progress=progress.tell
        ).explore()
        fault = found.fault
        # Where not all was run, what is left may need it.
        idle = performance.idle if found.coverage.ended in ("all", "bound") else ()
        explored.covered = Covered(found.coverage, idle)
        if fault is None:
            kept.forget()
            fail(idle_text(idle) if idle else "")
            return None
        kept.add(fault.schedule)
        try:
            last = _last_run(performance, anew, plan, fault.schedule)
        except ValueError as error:
            raise NotDeterministic(_UNSTEADY.format(schedule=fault.schedule, how=error)) from None
        if not last.outcome.is_failure:
            how = "it passes when it is run again"
            raise NotDeterministic(_UNSTEADY.format(schedule=fault.schedule, how=how))
        return last


_UNSTEADY = (
    "the schedule {schedule} was found to fail, but does not do the same each time: {how}\n"
    "    look for what goes by the clock, by chance, by the order of a set, by threads of its own, "
    "or is left from one run to the next"
)


def _last_run(performance: Performance, anew: Anew, plan: Plan, schedule: Schedule) -> Run:
    """Run one schedule as its own command would, and leave a failure for pytest to show.

    Raises `ValueError` where the schedule does not fit.
    """
    __tracebackhide__ = True
    is_second = False

    def perform(steering: Steering, groups: Groups, /) -> Outcome:
        nonlocal is_second
        __tracebackhide__ = True
        if is_second:  # the first one only learns
            anew.end()
            performance.stays = True
        is_second = True
        return performance(steering, groups)

    return again(perform, plan, schedule)


def _why_not(item: pytest.Function) -> str:
    """Why a test cannot be explored; empty where it can."""
    what = ""
    function: object = getattr(item, "function", None)
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        what = "is async"
    elif "unittest" in sys.modules and item.cls is not None:
        import unittest  # it is there

        if issubclass(item.cls, unittest.TestCase):
            what = "is a method of a unittest.TestCase"
    if not what:
        return ""
    return f"{place_of(item)}: {item.name} {what}; explore= runs plain functions and methods only"


def _rerun(item: pytest.Item, schedule: Schedule) -> str:
    """The command that runs one schedule again, to be copied into a shell."""
    file = os.path.relpath(item.path, item.config.invocation_params.dir)
    node = "::".join((Path(file).as_posix(), *item.nodeid.split("::")[1:]))
    return f"pytest {shlex.quote(node)} --urlsession-schedule={schedule}"


def _add(report: pytest.TestReport, text: str) -> None:
    """Put a text below what a report says of a failure, where every reader of it finds it."""
    longrepr = report.longrepr
    if isinstance(longrepr, ExceptionRepr):
        longrepr.addsection("urlsession schedule", text, "-")
    else:
        report.longrepr = f"{longrepr}\n\n{text}"


def _nothing() -> None:
    pass
