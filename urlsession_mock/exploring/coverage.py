"""What an exploration covered: how much, of which kinds, judged by which rules.

Not here: exploring. One rule: what was left out is said as plainly as what was done.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from urlsession_mock.events import Delivered, Event
from urlsession_mock.exploring.kinds import KINDS
from urlsession_mock.exploring.plan import Plan
from urlsession_mock.exploring.running import Run
from urlsession_mock.recording import Recording
from urlsession_mock.rules import RULES
from urlsession_mock.selectors import Selector

__all__ = ["Coverage", "Covering"]

E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was covered."""

    schedules: int
    """How many were run."""
    ended: str
    """Why no more were: `all`, `bound`, `most`, `seconds` or `fault`."""
    kinds: dict[str, int]
    """How many schedules departed from the plain course by a choice of each kind, by its name."""
    offered: tuple[str, ...]
    """The kinds of choice that there were at all."""
    rules: tuple[str, ...]
    """The ids of the rules that found something to judge."""
    seconds: float
    plan: Plan

    @property
    def is_complete(self) -> bool:
        """Every schedule of the plan was run."""
        return self.ended == "all"

    def text(self) -> str:
        """It as text, a few lines."""
        count = f"{self.schedules} schedule{'s' * (self.schedules != 1)}"
        why = {
            "all": "all there are",
            "bound": f"all within preemptions={self.plan.preemptions}; there are more",
            "most": f"stopped at most={self.plan.most}; there are more",
            "seconds": f"stopped after seconds={self.plan.seconds:g}; there are more",
            "fault": "stopped at a fault",
        }[self.ended]
        lines = [f"explored {count} in {self.seconds:.1f} s: {why}"]
        taken = [f"{name} in {self.kinds[name]}" for name in self.offered if name in self.kinds]
        lines.append(f"    departed by   {', '.join(taken) or 'nothing: there was no choice'}")
        asked = [k for k in KINDS if self.plan.allows(k) and k.limit and k.name not in self.offered]
        wanted = [k.name for k in asked if k.limit not in _BY_DEFAULT]
        if wanted:
            lines.append(f"    never possible {', '.join(wanted)}")
        lines.append(f"    rules judged  {len(self.rules)} of {len(RULES)}")
        return "\n".join(lines)


_BY_DEFAULT = frozenset({"preemptions", "chunks", "late_cancels", "repeats"})


class Covering:
    """Counts while an exploration goes on."""

    def __init__(self) -> None:
        self.schedules: int = 0
        self._kinds: Counter[str] = Counter()
        self._offered: dict[str, None] = {}
        self._rules: set[str] = set()
        self._seen: set[frozenset[str]] = set()

    def count(self, run: Run) -> None:
        """One more was run."""
        self.schedules += 1
        taken: set[str] = set()
        for choice in run.choices:
            self._offered[choice.kind.name] = None
            if choice.taken:
                taken.add(choice.kind.name)
        self._kinds.update(taken)
        kinds = frozenset(taken)
        if kinds not in self._seen:  # what they judge depends on what can happen, so mostly on this
            self._seen.add(kinds)
            self._rules |= _judged(run.outcome.recording)

    def coverage(self, ended: str, seconds: float, plan: Plan) -> Coverage:
        """What was covered up to now."""
        order = [kind.name for kind in KINDS]
        return Coverage(
            self.schedules,
            ended,
            {name: self._kinds[name] for name in order if name in self._kinds},
            tuple(name for name in order if name in self._offered),
            tuple(rule.id for rule in RULES if rule.id in self._rules),
            seconds,
            plan,
        )


class _Watched(Recording):
    """The same recording, which notes whether it is asked for something that it has."""

    had_some: bool = False

    @classmethod
    def of(cls, recording: Recording) -> _Watched:
        self = object.__new__(cls)
        self.__dict__.update(recording.__dict__)
        return self

    def only(self, *kinds: type[E]) -> Iterator[E]:
        for event in super().only(*kinds):
            self.had_some = True
            yield event

    def deliveries(self, *selectors: Selector) -> list[Delivered]:
        found = super().deliveries(*selectors)
        self.had_some |= bool(found)
        return found


def _judged(recording: Recording) -> set[str]:
    """The rules that find something to judge in it."""
    found: set[str] = set()
    for rule in RULES:
        watched = _Watched.of(recording)
        for _ in rule(watched):
            pass
        if watched.had_some:
            found.add(rule.id)
    return found
