"""What the explorations of a run of pytest have covered: carried by reports, told at the end.

Not here: counting it (urlsession_mock/exploring/coverage.py). One rule: what a report carries are
plain values, so that it comes through from a worker of pytest-xdist.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

import pytest

from pytest_urlsession.parting import CARRIED
from urlsession_mock.exploring.coverage import Coverage
from urlsession_mock.exploring.kinds import KINDS
from urlsession_mock.exploring.plan import Plan
from urlsession_mock.recording import Recording
from urlsession_mock.reports.failure import failure
from urlsession_mock.rules import RULES, Verdict

__all__ = ["Covered", "Summary", "idle_text", "sum_of"]


@dataclass(frozen=True, slots=True)
class Covered:
    """What one test has covered."""

    coverage: Coverage
    idle: tuple[str, ...] = ()
    """What the test allows by itself, and no schedule needed."""
    schedule: str = ""
    """The schedule that fails; empty for none."""
    cost: tuple[int, ...] = ()
    """How odd that is. See `Run.cost`."""

    def put_on(self, report: pytest.TestReport) -> None:
        """Let a report carry it."""
        coverage = self.coverage
        plan = {
            field.name: _plain(getattr(coverage.plan, field.name))
            for field in fields(coverage.plan)
            if field.init
        }
        carried = {
            "coverage": asdict(coverage) | {"plan": plan},
            "idle": self.idle,
            "schedule": self.schedule,
            "cost": self.cost,
        }
        setattr(report, CARRIED, carried)

    @classmethod
    def of(cls, report: pytest.TestReport) -> Covered | None:
        """What a report carries; None for a test that is not explored."""
        carried: dict[str, Any] | None = getattr(
            report, CARRIED, None
        )  # Any: checked by its classes
        if carried is None:
            return None
        told: dict[str, Any] = dict(carried["coverage"])  # Any: as above
        told["plan"] = Plan(**told["plan"])
        coverage = Coverage(**told)
        return cls(coverage, tuple(carried["idle"]), carried["schedule"], tuple(carried["cost"]))


def sum_of(parts: Sequence[Coverage], seconds: float) -> Coverage:
    """What the parts of one exploration have covered together, in that time."""
    kinds: Counter[str] = Counter()
    for part in parts:
        kinds.update(part.kinds)
    return Coverage(
        sum(part.schedules for part in parts),
        next(ended for ended in _ENDINGS if any(part.ended == ended for part in parts)),
        {kind.name: kinds[kind.name] for kind in KINDS if kind.name in kinds},
        tuple(kind.name for kind in KINDS if any(kind.name in part.offered for part in parts)),
        tuple(rule.id for rule in RULES if any(rule.id in part.rules for part in parts)),
        seconds,
        parts[0].plan,
    )


_ENDINGS = ("fault", "seconds", "most", "bound", "all")
"""What an exploration ends by, where its parts end differently: the first of these."""


def _plain(value: object) -> object:
    """A field of a plan: a collection of names may be of any class."""
    if isinstance(value, Collection) and not isinstance(value, str):
        return [str(name) for name in value]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]  # Plan has checked them
    return value


def idle_text(ids: tuple[str, ...]) -> str:
    """What is said of ids that were allowed in vain."""
    return failure(Verdict(Recording(time.monotonic), 0, (), (), (), ids))


class Summary:
    """Tells at the end of a run of pytest what its explorations have covered."""

    NAME = "urlsession-covered"

    def __init__(self) -> None:
        self._covered: dict[str, Coverage] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note it; the last one of a test that is run again."""
        covered = Covered.of(report)
        if covered is not None:
            self._covered[report.nodeid] = covered.coverage

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """A line for each test; all that there is to say with -v."""
        verbosity = terminalreporter.verbosity
        if not self._covered or verbosity < -1:
            return
        terminalreporter.section("explored")
        for test, coverage in self._covered.items():
            first, *others = coverage.text().splitlines()
            terminalreporter.line(f"{test}: {first}")
            for line in others if verbosity > 0 else ():
                terminalreporter.line(line)
