"""One run of a test that is explored: fixtures made anew, the body, its verdict, torn down.

Not here: which schedule it runs (urlsession_mock/exploring), what becomes of the test
(exploring.py). One rule: a run is judged as a test is, and its first fault is what it is told by.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from unittest import SkipTest

import pytest

from pytest_urlsession.anew import Anew
from pytest_urlsession.phases import RUN, TRIAL, fail, show_recording
from pytest_urlsession.settings import Settings
from pytest_urlsession.trial import Trial
from pytest_urlsession.warned import warn
from urlsession_mock.device import Device
from urlsession_mock.exploring.explored import Explored
from urlsession_mock.exploring.groups import Groups
from urlsession_mock.exploring.running import Outcome
from urlsession_mock.exploring.steering import Steering
from urlsession_mock.exploring.strategy import Diverged
from urlsession_mock.recording import Recording
from urlsession_mock.rules.judging import Breach

__all__ = ["Performance", "Run", "place_of"]

_ENDS = (
    Diverged,
    KeyboardInterrupt,
    SkipTest,
    pytest.exit.Exception,
    pytest.skip.Exception,
    pytest.xfail.Exception,
)
"""What says something of the test as a whole, or of its exploration, and nothing of one run."""


class Run:
    """One run, as the fixtures see it. See `OneRun`."""

    def __init__(self, steering: Steering, groups: Groups, tell: Callable[[Breach], None]) -> None:
        self.is_ending: bool = False
        self.trial: Trial | None = None
        self._steering = steering
        self._groups = groups
        self._tell = tell

    def device(self, settings: Settings, folder: Callable[[], Path | None]) -> Device:
        """See `OneRun`."""
        return Explored(
            self._steering,
            self._groups,
            options=settings.options,
            limit=settings.limit,
            folder=folder,
        )

    def began(self, trial: Trial) -> None:
        """See `OneRun`."""
        self.trial = trial
        trial.is_explored = True
        trial.warn = self._tell


class Performance:
    """Runs one test as often as it is called. See `Perform`."""

    def __init__(self, item: pytest.Function, anew: Anew) -> None:
        self._item = item
        self._anew = anew
        self._own: set[str] = set()
        self._needed: set[str] = set()
        self._warned: set[str] = set()
        self.stays: bool = False
        """A run that fails is left as it is: pytest shows it, and tears it down."""

    @property
    def idle(self) -> tuple[str, ...]:
        """What the test allows by itself, and no run needed."""
        return tuple(sorted(self._own - self._needed))

    def __call__(self, steering: Steering, groups: Groups, /) -> Outcome:
        """See `Perform`."""
        __tracebackhide__ = True
        stash = self._item.stash
        if TRIAL in stash:
            del stash[TRIAL]  # of a run that failed while it was torn down
        run = stash[RUN] = Run(steering, groups, self._tell)
        error = self._played()
        trial = run.trial
        if trial is None and error is None:
            fail(self._unused())
        report = ""
        if trial is not None:
            if error is None:
                error, report = _judged(trial)
            self._own |= trial.own
            self._needed |= trial.own - trial.idle
        has_failed = bool(report) or error is not None
        if has_failed and self.stays:
            if trial is not None:
                show_recording(trial)
        else:
            late = self._torn_down(run)
            if not has_failed:
                error = late
        if trial is None:
            return Outcome(Recording(time.monotonic), error, None, str)
        verdict = trial.verdict if error is None else None
        return Outcome(trial.device.recording, error, verdict, lambda: report)

    def _played(self) -> BaseException | None:
        """Set up and run the body; what that raised. Raises what ends the exploration."""
        __tracebackhide__ = True
        try:
            self._anew.set_up()
            self._item.runtest()
        except _ENDS:
            raise
        except BaseException as raised:
            return raised
        return None

    def _torn_down(self, run: Run) -> BaseException | None:
        """Tear down; what that raised. Raises what ends the exploration."""
        __tracebackhide__ = True
        run.is_ending = True
        try:
            self._anew.tear_down()
        except _ENDS:
            raise
        except BaseException as raised:
            return raised
        return None

    def _unused(self) -> str:
        return (
            f"{place_of(self._item)}: {self._item.name} has explore=, and uses no device\n"
            f"    take the fixture urlsession_mock, or one that stands on it\n"
            f"    a Device that a test makes by itself is explored by urlsession_mock.explore()"
        )

    def _tell(self, breach: Breach) -> None:
        """Warn of what fails no test, once for all runs."""
        if breach.rule.id not in self._warned:
            self._warned.add(breach.rule.id)
            warn(self._item, breach)


def place_of(item: pytest.Item) -> str:
    """The line of a test, as pytest names files."""
    file, line, _ = item.location
    return f"{file}:{(line or 0) + 1}"


def _judged(trial: Trial) -> tuple[BaseException | None, str]:
    """What is wrong with a run whose body has passed: as an exception, or as a verdict's report."""
    try:
        report = trial.judge()
    except _ENDS:
        raise
    except BaseException as raised:  # as where the play of a delegate comes to a deadlock
        return raised, ""
    if report and (trial.verdict is None or trial.verdict):
        return pytest.fail.Exception(report, pytrace=False), ""  # no rule: a deadlock, the network
    return None, report
