"""A test with explore= in place of its body: it is run once for each schedule.

Not here: one run of it (performing.py), what may be explored (urlsession_mock/exploring). One rule:
what is reported is a run that pytest sees as it sees any test's, and the way to run it again.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Generator

import pytest
from _pytest._code.code import ExceptionRepr  # of a report: pytest names no public type for it

from pytest_urlsession.anew import remove_tmp_path
from pytest_urlsession.covered import Summary
from pytest_urlsession.parting import PART, Shares, given, share_out, whole_of
from pytest_urlsession.performing import place_of
from pytest_urlsession.phases import RUN, fail
from pytest_urlsession.searching import Search
from pytest_urlsession.settings import settings_of
from urlsession_mock.exploring.plan import Plan
from urlsession_mock.exploring.schedule import Schedule

__all__ = ["Explorations", "check_given", "explore_those"]

_MOST_NAMES = 5


def check_given(config: pytest.Config) -> None:
    """Raise `pytest.UsageError` where --urlsession-schedule is no schedule."""
    try:
        Schedule.parse(config.option.urlsession_schedule)
    except ValueError as error:
        raise pytest.UsageError(f"--urlsession-schedule: {error}") from None


def explore_those(session: pytest.Session, marked: list[pytest.Item]) -> None:
    """Explore the tests that ask for it, of those that were selected and speak of it.

    Raises `pytest.UsageError` where one schedule was given, and not one test.
    """
    config = session.config
    explored = [item for item in marked if _is_explored(item)]
    schedule, wrong = config.option.urlsession_schedule, ""
    if schedule is not None and len(explored) != 1:
        said = "no test with explore= is selected"
        if explored:
            names = [item.nodeid for item in explored[:_MOST_NAMES]]
            more = [f"and {len(explored) - len(names)} more"] if len(explored) > len(names) else []
            said = "\n    ".join(
                (f"{len(explored)} tests with explore= are selected", *names, *more)
            )
        wrong = (
            f"--urlsession-schedule={schedule} is a schedule of one test, and {said}\n"
            f"    name the test, as the failure does that told of the schedule"
        )
        if not hasattr(config, "workerinput"):
            raise pytest.UsageError(wrong)
        # A worker of pytest-xdist cannot end the run, so it is what each test fails with.
    manager = config.pluginmanager
    if explored and not manager.hasplugin(Explorations.NAME):
        manager.register(Explorations(config, wrong), Explorations.NAME)
        manager.register(Summary(), Summary.NAME)
    share_out(config, session.items, explored)


def _is_explored(item: pytest.Item) -> bool:
    """The nearest marker that speaks of it wants the test explored; it may be wrong otherwise."""
    for mark in item.iter_markers("urlsession"):
        if "explore" in mark.kwargs:
            return mark.kwargs["explore"] is not False
    return False


_EXPLORED = pytest.StashKey[Search]()


class Explorations:
    """Explores the tests that ask for it; registered when one is collected."""

    NAME = "urlsession-explorations"

    def __init__(self, config: pytest.Config, wrong: str = "") -> None:
        self._wrong = wrong
        said = config.option.urlsession_schedule
        self._given: Schedule | None = Schedule.parse(said) if said else None
        self._shared: dict[str, Shares] = {}

    # -- hooks -------------------------------------------------------------

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Put the setup of the test's own fixtures off: each run has its own."""
        vars(item).pop("setup", None)
        if item.config.getoption("setuponly", False) or not isinstance(item, pytest.Function):
            return
        if not _is_explored(item):
            return
        wrong = self._wrong or _why_not(item)
        plan = None
        if not wrong:
            try:
                plan = settings_of(item).explore
            except ValueError as error:
                wrong = str(error)
        fail(wrong)
        if plan is not None:
            item.stash[_EXPLORED] = Search(item, plan, self._shares(item, plan))
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
            explored.run(self._given)
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

    def _shares(self, item: pytest.Item, plan: Plan) -> Shares | None:
        """What this worker may use for a test explored in parts; None for any other."""
        part = item.stash.get(PART, None)
        if part is None:
            return None
        test = whole_of(item.nodeid)
        if test not in self._shared:
            workers: int = given(item.config, "workercount", 1)
            self._shared[test] = Shares(plan, part.of, workers)
        return self._shared[test]


def _why_not(item: pytest.Function) -> str:
    """Why a test cannot be explored; empty where it can."""
    what = ""
    function: object = getattr(item, "function", None)
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        what = "is async"
    elif getattr(function, "is_hypothesis_test", False):  # as Hypothesis marks it for plugins
        what = "is run by Hypothesis"
    elif "unittest" in sys.modules and item.cls is not None:
        import unittest  # it is there

        if issubclass(item.cls, unittest.TestCase):
            what = "is a method of a unittest.TestCase"
    if not what:
        return ""
    return f"{place_of(item)}: {item.name} {what}; explore= runs plain functions and methods only"


def _add(report: pytest.TestReport, text: str) -> None:
    """Put a text below what a report says of a failure, where every reader of it finds it."""
    longrepr = report.longrepr
    if isinstance(longrepr, ExceptionRepr):
        longrepr.addsection("urlsession schedule", text, "-")
    else:
        report.longrepr = f"{longrepr}\n\n{text}"


def _nothing() -> None:
    pass
