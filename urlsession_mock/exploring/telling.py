"""A fault that was found, as text: what was wrong, the schedule step by step, how to run it again.

Not here: the report of a failure itself (reports/). One rule: a reader needs nothing but this text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from urlsession_mock.exploring.coverage import Coverage
from urlsession_mock.exploring.kinds import ORDER
from urlsession_mock.exploring.running import Run
from urlsession_mock.exploring.steering import Choice

__all__ = ["course", "steps", "told"]

_WIDEST: Final = 80
_HEAD: Final = "choice  after event"
_INDENT: Final = " " * (len(_HEAD) + 4)
_AROUND: Final = 3
"""Steps of the plain course that are shown on either side of a choice off it."""
_PLAIN: Final = "nothing had to go another way"


def told(run: Run, coverage: Coverage, again: str) -> str:
    """The text. `again` says how to run it again."""
    return "\n".join((run.outcome.report(), "", *course(run, again), "", coverage.text()))


def course(run: Run, again: str = "") -> list[str]:
    """By which choices a run came to where it ended, and how to run it again."""
    count = len(run.schedule)
    off = f"{count} choice{'s' * (count != 1)} off the plain course" if count else _PLAIN
    lines = [f"schedule {run.schedule}: {off}", *steps(run)]
    if again:
        lines += ["", "run it again:", f"    {again}"]
    return lines


def steps(run: Run) -> list[str]:
    """The schedule, a step for each choice that mattered: what happened, in place of what.

    A choice is told with its number, as the schedule has it, and the event that it was made
    after. Those off the plain course are marked, and of the others only the nearest are shown.
    """
    choices = list(run.choices)
    last = max((n for n, choice in enumerate(choices, 1) if choice.taken), default=0)
    found = [
        (number, choice)
        for number, choice in enumerate(choices[:last], 1)
        if choice.taken or choice.kind is ORDER
    ]
    if not found:
        return []
    lines = [_HEAD]
    is_cut = False
    for place, (number, choice) in enumerate(found):
        if any(near.taken for _, near in found[max(place - _AROUND, 0) : place + _AROUND + 1]):
            lines += _step(number, choice)
            is_cut = False
        elif not is_cut:
            lines.append(f"{'...':>6}")
            is_cut = True
    return lines


def _step(number: int, choice: Choice) -> Iterator[str]:
    """One choice: what happened; below it what would have, or by what right."""
    mark = "*" if choice.taken else " "
    yield _cut(f"{number:>5}{mark}{choice.event:>13}  {choice.label}")
    if choice.taken and choice.kind is ORDER:
        yield _cut(f"{_INDENT}before {choice.labels[0]}")
    elif choice.taken:
        yield _cut(f"{_INDENT}{choice.kind.name}: {choice.kind.what}{_by_right(choice.kind.rules)}")


def _by_right(rules: Sequence[str]) -> str:
    return f" ({', '.join(rules)})"


def _cut(line: str) -> str:
    return line if len(line) <= _WIDEST else f"{line[: _WIDEST - 3]}..."
