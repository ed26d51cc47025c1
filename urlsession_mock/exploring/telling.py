"""A fault that was found, as text: what was wrong, the schedule step by step, how to run it again.

Not here: the report of a failure itself (reports/). One rule: a reader needs nothing but this text.
"""

from __future__ import annotations

from urlsession_mock.exploring.coverage import Coverage
from urlsession_mock.exploring.kinds import ORDER
from urlsession_mock.exploring.running import Run
from urlsession_mock.exploring.steering import Choice

__all__ = ["course", "steps", "told"]

_WIDEST = 96
_PLAIN = "nothing had to go another way"


def told(run: Run, coverage: Coverage, again: str) -> str:
    """The text. `again` says how to run it again."""
    return "\n".join((run.outcome.report(), "", *course(run, again), coverage.text()))


def course(run: Run, again: str = "") -> list[str]:
    """By which choices a run came to where it ended, and how to run it again."""
    count = len(run.schedule)
    off = f"{count} choice{'s' * (count != 1)} off the plain course" if count else _PLAIN
    lines = [f"schedule {run.schedule}: {off}", *steps(run)]
    if again:
        lines += ["", f"rerun     {again}"]
    return lines


def steps(run: Run) -> list[str]:
    """The schedule, a line for each choice that mattered: what happened, in place of what."""
    lines: list[str] = []
    choices = list(run.choices)
    last = max((n for n, choice in enumerate(choices) if choice.taken), default=-1)
    shown = [
        (number, choice)
        for number, choice in enumerate(choices[: last + 1], 1)
        if choice.taken or choice.kind is ORDER
    ]
    for number, choice in shown:
        text = f"{number:>5}{'*' if choice.taken else ' '} {choice.label}"
        if choice.taken and choice.kind is ORDER:
            text += f"   before {choice.labels[0]}"
        elif choice.taken:
            text += f"   ({_by_right(choice)})"
        lines.append(text[:_WIDEST])
    return lines


def _by_right(choice: Choice) -> str:
    kind = choice.kind
    return f"{kind.name}, {', '.join(kind.rules)}"
