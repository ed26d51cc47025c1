"""Schedules of the explorer, drawn.

Not here: what a schedule is (exploring/schedule.py), or trying all of them, which `explore` does.
One rule: what is drawn need not fit a play; `rerun(play, str(schedule), leniently=True)` runs it.
"""

from __future__ import annotations

from collections.abc import Collection

from hypothesis import strategies as st

from urlsession_mock.exploring.kinds import KINDS
from urlsession_mock.exploring.schedule import Departure, Schedule

__all__ = ["schedules"]


@st.composite
def schedules(
    draw: st.DrawFn,
    kinds: Collection[str] | None = None,
    *,
    most: int = 3,
    choices: int = 30,
    options: int = 3,
) -> Schedule:
    """A schedule that departs from the plain course at most `most` times, by these kinds of choice.

    `kinds` are names, as `order` or `kill`; by default those that Apple states. `choices` is the
    number of the last choice that may depart, `options` the highest option taken. A play that has
    no such choice there takes its plain course: `rerun(play, str(schedule), leniently=True)`; kills
    and the like come only where the plan of that call allows them. Shrinks to the plain course.

    Raises `ValueError` for a name that is no kind's.
    """
    names = [kind.name for kind in KINDS if kind.is_stated] if kinds is None else list(kinds)
    letters = {kind.name: kind.letter for kind in KINDS}
    unknown = sorted(set(names) - set(letters))
    if unknown or not names:
        raise ValueError(
            f"{', '.join(map(repr, unknown)) or 'nothing'} is no kind of choice; "
            f"the kinds are {', '.join(letters)}"
        )
    at = sorted(draw(st.sets(st.integers(1, choices), max_size=most)))
    which = st.sampled_from([letters[name] for name in names])
    return Schedule(tuple(Departure(n, draw(which), draw(st.integers(1, options))) for n in at))
