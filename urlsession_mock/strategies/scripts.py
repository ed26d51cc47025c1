"""Legal scripts, drawn by walking the tables.

Not here: the tables (lifecycle.py), or what a script is (script.py). One rule: a walk is built step
by step towards its end, so none is thrown away.
"""

from __future__ import annotations

from collections.abc import Collection

from hypothesis import strategies as st

from urlsession_mock.lifecycle import Kind
from urlsession_mock.selectors import INVALID
from urlsession_mock.strategies.carrying import carried
from urlsession_mock.strategies.script import Line, Script, SessionScript
from urlsession_mock.strategies.told import Told
from urlsession_mock.strategies.values import responses
from urlsession_mock.strategies.walks import (
    SESSIONS,
    TASKS,
    Step,
    beginning,
    conditional,
    distance,
    message_of,
    steps,
)
from urlsession_mock.triggers import DOWNLOADS

__all__ = ["lines_of", "scripts", "session_scripts"]


@st.composite
def scripts(
    draw: st.DrawFn,
    kind: Kind | Collection[Kind] | None = None,
    *,
    most: int = 8,
    with_conditional: bool = False,
) -> Script:
    """All messages about one task, from first to last: of a kind, or of one of several kinds.

    `most` is how many messages at most. With `with_conditional` those are among them that ask more
    of the task or its session than its kind: a body, a begin date, waiting for connectivity; play
    such a script about a task, and in a session, that has them. Every question on the way is meant
    to get its plain answer; behind another one the device drops what can no longer come. A task
    with a completion handler is told its end by that (R81), so its script stops before. Shrinks to
    the shortest script, which is one message.

    Raises `ValueError` for a kind whose shortest script is longer than `most`.
    """
    kinds = _kinds(kind)
    chosen = draw(st.sampled_from(kinds))
    position = beginning(chosen)
    if distance(position) > most:
        raise ValueError(f"a {chosen.value} has at least {distance(position)} messages, not {most}")
    without = frozenset[Step]() if with_conditional else conditional(chosen)
    length = draw(st.integers(distance(position), most))
    lines: list[Line] = []
    told = Told()
    while ways := steps(position, length - len(lines), without):
        step = draw(st.sampled_from(ways))
        to = position.step(step)
        assert to is not None  # it is one of the ways from here
        position = to.beyond
        lines.append(draw(lines_of(step, chosen, told)))
        told.note(lines[-1][0], lines[-1][1:])
    answered = draw(st.none() | responses()) if chosen in DOWNLOADS else None
    return Script(chosen, tuple(lines), answered)


@st.composite
def lines_of(draw: st.DrawFn, step: Step, kind: Kind, told: Told) -> Line:
    """The message of a step and what it carries, after so much was told."""
    return (message_of(step), *draw(carried(step, kind, told)))


@st.composite
def session_scripts(
    draw: st.DrawFn,
    kind: Kind | Collection[Kind] = (Kind.DATA, Kind.DOWNLOAD),
    *,
    tasks: int = 3,
    most: int = 6,
    own: Kind | None = None,
    with_conditional: bool = False,
) -> SessionScript:
    """The scripts of one to `tasks` tasks of these kinds in one session, in any order between them.

    `own` is `Kind.SESSION` or `Kind.BACKGROUND_SESSION` for the session's own messages among them;
    that it is invalid comes last, and what was not delivered by then never comes (R35). The rest is
    as for `scripts`. Shrinks to one task with one message. Raises `ValueError` for kinds that no
    one session makes.
    """
    kinds = _kinds(kind)
    away = {each.value.startswith("background") for each in (*kinds, *([own] if own else ()))}
    if len(away) > 1:
        raise ValueError(f"no session makes all of {', '.join(each.value for each in kinds)}")
    several = draw(
        st.lists(
            scripts(kinds, most=most, with_conditional=with_conditional), min_size=1, max_size=tasks
        )
    )
    if own is not None:
        several.append(draw(scripts(own, most=most)))
    left = [len(each.lines) for each in several]
    ending = [
        n for n, each in enumerate(several) if each.kind in SESSIONS and INVALID in each.selectors
    ]
    for place in ending:
        left[place] -= 1  # its last line is not mixed in: nothing comes after it
    turns: list[int] = []
    while places := [n for n, count in enumerate(left) if count]:
        turns.append(draw(st.sampled_from(places)))
        left[turns[-1]] -= 1
    return SessionScript(tuple(several), (*turns, *ending))


def _kinds(kind: Kind | Collection[Kind] | None) -> list[Kind]:
    if kind is None:
        return list(TASKS)
    return [kind] if isinstance(kind, Kind) else list(kind)
