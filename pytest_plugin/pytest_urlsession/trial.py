"""One test's device, and what becomes of the test: judged after the body, closed at the end.

Not here: when pytest asks (phases.py), by what a test is judged (settings.py). One rule: a test
hears of a breach once, and what its own body says comes first.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from pytest_urlsession.settings import Settings, ids, seconds
from pytest_urlsession.warned import warn
from urlsession_mock.device import Device
from urlsession_mock.errors import Deadlock, NotPossibleNow, TimedOut
from urlsession_mock.options import Platform
from urlsession_mock.rules import RULES, Verdict, judge
from urlsession_mock.rules.judging import Breach

__all__ = ["Trial"]

_STUCK = "lane-not-blocked"
"""The rule that tells of a deadlock by itself."""


class Trial:
    """The device of one test, from the fixture's setup to the report of its teardown."""

    def __init__(self, item: pytest.Item, device: Device, settings: Settings) -> None:
        self.device = device
        self.item = item
        self.is_over: bool = False
        """The body has ended."""
        self.checks: list[Callable[[], str]] = []
        """What else is asked when the body has passed: each gives a report, or the empty text."""
        self.warn: Callable[[Breach], None] = partial(warn, item)
        """Tells of a breach that fails no test."""
        self.is_explored: bool = False
        """It is one run of many, so what it allows need not be needed in this one."""
        self._settings = settings
        self._verdict: Verdict | None = None
        self._is_judged: bool = False  # the body has passed, so the test was judged
        self._seen: int = 0  # how many events the verdict has seen
        self._shown: int = 0  # how many events are attached to a report

    @property
    def allows_unplayed(self) -> bool:
        """A recording may have more than the test asks for."""
        return self._settings.allow_unplayed

    @property
    def verdict(self) -> Verdict | None:
        """By the rules; None where nothing has been judged."""
        return self._verdict

    @property
    def own(self) -> frozenset[str]:
        """What the test allows by itself."""
        return self._settings.own

    @property
    def idle(self) -> frozenset[str]:
        """What the test allows by itself, and nothing broke."""
        verdict, own = self._verdict, self._settings.own
        return own if verdict is None else own.intersection(verdict.idle)

    def adjust(
        self,
        *,
        allow: Iterable[str],
        require: Iterable[str],
        platform: Platform | None,
        limit: float | None,
    ) -> None:
        """Take what an argument says, which is nearer than any marker."""
        __tracebackhide__ = True
        place = "background_relaunch"
        allowed = ids(allow, f"{place}: allow=")
        required = ids(require, f"{place}: require=")
        device = self.device
        options, held = device.options, device.lanes.limit
        if platform is not None:
            options = replace(options, platform=platform)
        if limit is not None:
            held = seconds(limit, f"{place}: limit=")
        if (options, held) != (device.options, device.lanes.limit) and len(device.recording):
            raise NotPossibleNow(
                f"platform= and limit= of {place} hold for the whole device, and something has "
                f"happened on it already; say them in @pytest.mark.urlsession(...)"
            )
        device.options, device.lanes.limit = options, held
        settings = self._settings
        self._settings = replace(
            settings,
            allow=settings.allow | allowed,
            own=settings.own | allowed,
            require=settings.require | required,
        )

    # -- the call phase --------------------------------------------------

    def judge(self) -> str:
        """The body passed: come to rest; the report of what was wrong, empty where nothing was."""
        __tracebackhide__ = True
        self.is_over = self._is_judged = True
        report = self._judge_first()
        checks = iter((self._as_registered, *self.checks))
        while not report and (check := next(checks, None)) is not None:
            report = check()
        return report

    def _judge_first(self) -> str:
        __tracebackhide__ = True
        if self._is_untouched() and not self._settings.own:
            return ""
        deadlock = self._rest()
        self._seen = len(self.device.recording)
        verdict = self._verdict = self._judge()
        # Only what the test allows by itself must have been needed.
        idle = () if self.is_explored else tuple(sorted(self.idle))
        if verdict and not idle:
            return self._untold(deadlock)
        return self._drawn(replace(verdict, idle=idle))

    def _as_registered(self) -> str:
        """What the network was asked otherwise than registered: the test's own fault."""
        problems = self.device.network.problems()
        if not problems:
            return ""
        from urlsession_mock.reports.source import shortened  # only a failure is drawn

        return (
            f"{shortened(problems, self._root)}\n\n"
            f"    where that is meant: optional=True for an answer, or for the whole test\n"
            f"    @pytest.mark.urlsession(allow_unexpected=True, allow_unused=True)"
        )

    def _is_untouched(self) -> bool:
        """Nothing has come since the last look, and nothing is waiting to come."""
        device = self.device
        lanes = device.lanes
        return len(device.recording) == self._seen and not lanes.has_mail and not lanes.busy()

    def _judge_again(self) -> str:
        """Something came after the verdict: what it broke, as `judge` says it."""
        __tracebackhide__ = True
        before = self._verdict
        deadlock = self._rest()
        verdict = self._verdict = self._judge()
        fresh = _without(verdict.failures, before.failures if before is not None else ())
        if not fresh:
            return self._untold(deadlock)
        return self._drawn(replace(verdict, failures=fresh, idle=()))

    def _rest(self) -> Deadlock | None:
        """Let everything happen that still can."""
        __tracebackhide__ = True
        if self.device.lanes.gave_up:
            return None  # it would only wait for the same lane again
        try:
            self.device.run()
        except Deadlock as deadlock:
            return deadlock
        return None

    def _judge(self) -> Verdict:
        settings = self._settings
        recording = self.device.recording
        return judge(recording, RULES, allow=settings.allow, require=settings.require)

    def _untold(self, deadlock: Deadlock | None) -> str:
        """A deadlock, as text, where no rule tells of it; empty where there is none."""
        verdict = self._verdict
        if deadlock is None or verdict is None:
            return ""
        told = (*verdict.failures, *verdict.warnings, *verdict.allowed)
        return "" if any(one.rule.id == _STUCK for one in told) else f"Deadlock: {deadlock}"

    # -- the end ---------------------------------------------------------

    def end(self) -> str:
        """Tear down: judge what came after the body, close the device; a report as of `judge`."""
        __tracebackhide__ = True
        report = ""
        device = self.device
        try:
            if self._is_judged and not self._is_untouched():
                report = self._judge_again()
        finally:
            left = device.close()
        if report:
            return f"after the test's verdict, while it was torn down:\n\n{report}"
        if not self._is_judged:
            return ""
        if self._verdict:  # the report of a failure has the warnings in it
            for breach in self._verdict.warnings:
                self.warn(breach)
        return _left(left) if left and not device.lanes.gave_up else ""

    # -- reports ---------------------------------------------------------

    def sections(self, error: BaseException | None) -> list[tuple[str, str]]:
        """What is attached to the report of a failure with `error`: a heading and a text each."""
        found: list[tuple[str, str]] = []
        recording = self.device.recording
        if self.is_over and self._verdict is None and len(recording):
            verdict = self._verdict = self._judge()
            # What the body said by itself, as `relaunch.assert_handler_called` does, is enough.
            fresh = tuple(one for one in verdict.failures if one.rule.id not in str(error))
            if fresh:
                report = self._drawn(replace(verdict, failures=fresh, idle=()))
                found.append(("urlsession verdict, as far as the test came", report))
        # A wait that timed out shows the recording itself.
        if len(recording) > self._shown and not isinstance(error, TimedOut):
            from urlsession_mock.reports.text import text  # only a failure is drawn

            drawn = text(recording, width=_width(), root=self._root)
            found.append(("urlsession recording", drawn))
        self._shown = len(recording)
        return found

    def _drawn(self, verdict: Verdict) -> str:
        from urlsession_mock.reports.failure import failure  # as above

        return failure(verdict, width=_width(), root=self._root)

    @property
    def _root(self) -> Path:
        # As pytest names files; the test may have changed the current folder.
        return self.item.config.invocation_params.dir


def _without(breaches: Iterable[Breach], known: Iterable[Breach]) -> tuple[Breach, ...]:
    """The breaches less the violations that are known, by rule and event."""
    told = {
        (breach.rule.id, violation.event.number)
        for breach in known
        for violation in breach.violations
    }
    left: list[Breach] = []
    for breach in breaches:
        fresh = tuple(
            violation
            for violation in breach.violations
            if (breach.rule.id, violation.event.number) not in told
        )
        if fresh:
            left.append(replace(breach, violations=fresh))
    return tuple(left)


def _left(names: list[str]) -> str:
    return (
        f"threads outlive the device: {', '.join(names)}\n"
        f"    code under test waits there for something that never comes; end the wait"
    )


def _width() -> int:
    # As pytest's own terminal writer, which a worker of pytest-xdist has not got.
    return shutil.get_terminal_size(fallback=(80, 24)).columns
