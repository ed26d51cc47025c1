"""Run a play under every order, and every mishap, that the system may legally make of it.

Not here: pytest (its marker does the same for a test), what may be chosen (exploring/kinds.py). One
rule: a play is a function of a device and starts from nothing each time, so it is run as often as
there are schedules.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from traceback import format_exception_only
from typing import Any

from urlsession_mock.exploring.coverage import Coverage, Covering
from urlsession_mock.exploring.exploration import Exploration, NotDeterministic
from urlsession_mock.exploring.explored import Explored
from urlsession_mock.exploring.groups import Groups
from urlsession_mock.exploring.keeping import Kept
from urlsession_mock.exploring.plan import Plan
from urlsession_mock.exploring.running import Outcome, Perform, Run, run
from urlsession_mock.exploring.schedule import PLAIN, Schedule
from urlsession_mock.exploring.steering import Steering
from urlsession_mock.exploring.strategy import Diverged, Given
from urlsession_mock.exploring.telling import told
from urlsession_mock.options import Options
from urlsession_mock.rules import RULES, Verdict, judge
from urlsession_mock.rules.judging import check_ids
from urlsession_mock.where import raised_at

__all__ = ["Coverage", "FaultFound", "NotDeterministic", "Plan", "explore", "rerun"]

Play = Callable[[Any], object]  # Any: a Device, whatever the play calls it


class FaultFound(AssertionError):
    """An exploration found a fault. The text is the report of its shortest schedule.

    `schedule` is that schedule as text, for `rerun`; `coverage` what had been covered by then.
    """

    def __init__(self, text: str, schedule: str, coverage: Coverage) -> None:
        super().__init__(text)
        self.schedule = schedule
        self.coverage = coverage


class _Performance:
    """Runs a play once for each schedule."""

    def __init__(
        self, play: Play, options: Options | None, allow: tuple[str, ...], require: tuple[str, ...]
    ) -> None:
        check_ids(RULES, (*allow, *require))
        self._play = play
        self._options = options
        self._allow = allow
        self._require = require

    def __call__(self, steering: Steering, groups: Groups) -> Outcome:
        __tracebackhide__ = True
        error: Exception | None = None
        with Explored(steering, groups, options=self._options) as device:
            try:
                self._play(device)
                device.run()
            except (Diverged, NotDeterministic):
                raise
            except Exception as raised:
                error = raised
            verdict = judge(device.recording, RULES, allow=self._allow, require=self._require)
        return Outcome(device.recording, error, verdict, lambda: _report(error, verdict))


def explore(
    play: Play,
    plan: Plan | None = None,
    *,
    options: Options | None = None,
    allow: tuple[str, ...] = (),
    require: tuple[str, ...] = (),
    keep: Path | None = None,
    progress: Callable[[int, float], None] | None = None,
    **planned: Any,  # Any: the fields of a Plan, which checks them
) -> Coverage:
    """Run `play(device)` under every schedule of the plan; what was covered.

    `plan`, or its fields as keywords, says what is explored. `options`, `allow` and `require` are
    those of `Device` and `Device.verdict`. `keep` is a file of schedules that found a fault: they
    are tried first, and a new one is added. `progress` is called after each schedule with their
    number and the seconds that have passed.

    Raises `FaultFound` where a play raises or a rule is broken, with the shortest schedule found;
    `NotDeterministic` where a play does not do the same each time; `ValueError` for a plan that
    cannot be.
    """
    __tracebackhide__ = True
    plan = _planned(plan, planned)
    perform = _Performance(play, options, tuple(allow), tuple(require))
    kept = Kept(keep)
    found = Exploration(perform, plan, kept=kept.schedules(), progress=progress).explore()
    if found.fault is None:
        kept.forget()
        return found.coverage
    kept.add(found.fault.schedule)
    schedule = str(found.fault.schedule)
    again = f'rerun({getattr(play, "__name__", "play")}, "{schedule}")'
    raise FaultFound(
        told(found.fault, found.coverage, again), schedule, found.coverage
    ) from found.fault.outcome.error


def rerun(
    play: Play,
    schedule: str,
    plan: Plan | None = None,
    *,
    options: Options | None = None,
    allow: tuple[str, ...] = (),
    require: tuple[str, ...] = (),
    leniently: bool = False,
    **planned: Any,  # Any: as above
) -> None:
    """Run `play(device)` once, with this schedule; the plan and the rest as when it was found.

    With `leniently` it may be any schedule: where it does not fit, the play takes its plain course,
    and what is found has the schedule that was run.

    Raises what the play raises; `FaultFound` where a rule is broken; `ValueError` for a text that
    is no schedule, or that the play, or the plan, no longer fits.
    """
    __tracebackhide__ = True
    plan = _planned(plan, planned)
    perform = _Performance(play, options, tuple(allow), tuple(require))
    one = again(perform, plan, Schedule.parse(schedule), leniently=leniently)
    if one.outcome.error is not None:
        raise one.outcome.error
    if one.outcome.is_failure:
        raise FaultFound(one.outcome.report(), str(one.schedule), _alone(one, plan))


def again(perform: Perform, plan: Plan, schedule: Schedule, *, leniently: bool = False) -> Run:
    """Run one schedule. Raises `ValueError` where it no longer fits, unless `leniently`."""
    __tracebackhide__ = True
    groups = Groups()
    groups.is_learning = True
    run(perform, plan, Given(PLAIN), groups)
    groups.is_learning = False
    try:
        return run(perform, plan, Given(schedule, is_lenient=leniently), groups)
    except Diverged as diverged:
        raise ValueError(
            f"{diverged}; the play, or its plan, is not as it was when this schedule was found"
        ) from None


def _alone(one: Run, plan: Plan) -> Coverage:
    """What a single run covers."""
    covering = Covering()
    covering.count(one)
    return covering.coverage("fault", 0.0, plan)


def _planned(plan: Plan | None, fields: dict[str, Any]) -> Plan:  # Any: as above
    if plan is None:
        return Plan(**fields)
    if fields:
        raise TypeError(f"give a plan, or its fields as keywords ({', '.join(fields)}), not both")
    return plan


def _report(error: Exception | None, verdict: Verdict) -> str:
    """What the play raised, and what rules were broken."""
    # later: only a failure is drawn
    from urlsession_mock.reports.failure import failure

    parts: list[str] = []
    if error is not None:
        where = raised_at(error.__traceback__)
        said = "".join(format_exception_only(error)).strip()
        parts.append(f"the play raised {said}\n    at {where or 'no line of yours'}")
    if not verdict:
        parts.append(failure(verdict))
    return "\n\n".join(parts)
