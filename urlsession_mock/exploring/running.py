"""One run of what is explored, and what came of it.

Not here: the play itself, or pytest's test (explorer.py, the plugin). One rule: a run is judged
whether its play passed or not, so that what is reported is the first thing that went wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from traceback import walk_tb
from typing import Protocol

from urlsession_mock.crew import Crew
from urlsession_mock.events import Event
from urlsession_mock.exploring.groups import Groups
from urlsession_mock.exploring.plan import Plan
from urlsession_mock.exploring.schedule import Schedule
from urlsession_mock.exploring.steering import Choice, Chooser, Steering
from urlsession_mock.exploring.strategy import Given
from urlsession_mock.recording import Recording
from urlsession_mock.rules import Verdict
from urlsession_mock.where import is_users

__all__ = ["Outcome", "Perform", "Run", "run"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one run: what happened, what the play raised, how it was judged.

    `report` draws what was wrong, the recording's part and the rules' alike.
    """

    recording: Recording
    error: BaseException | None
    verdict: Verdict | None
    report: Callable[[], str]

    @property
    def is_failure(self) -> bool:
        """Something was wrong."""
        return self.error is not None or (self.verdict is not None and not self.verdict)

    @property
    def fault(self) -> tuple[object, ...]:
        """What was wrong, so far that two runs can be said to have the same fault."""
        if self.error is not None:
            return (type(self.error).__name__, *_line_of(self.error))
        if self.verdict is None:
            return ()
        return tuple(sorted(breach.rule.id for breach in self.verdict.failures))


class Perform(Protocol):
    """Runs once what is explored, on a fresh device that is steered."""

    def __call__(self, steering: Steering, groups: Groups, /) -> Outcome:
        """What came of it. Raises only what ends the whole exploration."""
        ...


@dataclass(frozen=True, slots=True)
class Run:
    """One run: its outcome and the choices that led to it."""

    outcome: Outcome
    choices: Sequence[Choice]
    schedule: Schedule

    @property
    def cost(self) -> tuple[int, ...]:
        """How odd it is: apps that go away and networks that fail, departures, messages, events."""
        departures = self.schedule.departures
        return (
            sum(each.letter in _HARSH for each in departures),
            len(departures),
            len(self.outcome.recording.selectors()),
            len(self.outcome.recording),
            sum(each.option for each in departures),
        )

    def events(self) -> list[str]:
        """What happened, as one text for each event: equal for equal runs."""
        return [_text_of(event) for event in self.outcome.recording]


_HARSH = frozenset("kqsfoge")


def run(
    perform: Perform, plan: Plan, chooser: Chooser, groups: Groups, crew: Crew | None = None
) -> Run:
    """Run it once. Raises `Diverged` where a given schedule does not fit."""
    steering = Steering(plan, chooser, crew)
    outcome = perform(steering, groups)
    if isinstance(chooser, Given):
        chooser.finish()
    return Run(outcome, steering.choices, steering.schedule)


def _line_of(error: BaseException) -> tuple[object, ...]:
    """Where it left the user's code."""
    places = [
        (frame.f_code.co_name, line)
        for frame, line in walk_tb(error.__traceback__)
        if is_users(str(frame.f_globals.get("__name__", "")))
    ]
    return places[-1] if places else ()


def _text_of(event: Event) -> str:
    selector = getattr(event, "selector", None)
    session, task = getattr(event, "session", ""), getattr(event, "task", "")
    about = f" {getattr(selector, 'label', selector)}" if selector is not None else ""
    return f"{type(event).__name__}{about} session={session} task={task} on {event.lane}"
