"""Ways through the tables of `lifecycle.py`, from the first message to the last.

Pure. Not here: Apple's order, which is in the tables, or what a message carries (carrying.py).
One rule: a walk goes where the tail of a task goes, so each of its messages may be enqueued as soon
as those before it are.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Final

from urlsession_mock.lifecycle import BY_ITSELF, RUNNING, STARTING, Kind, State, Trigger, Way
from urlsession_mock.positions import Position, at
from urlsession_mock.selectors import (
    BODY_STREAM,
    BODY_STREAM_FROM_OFFSET,
    CACHE,
    CAPTURED_STREAMS,
    CHALLENGE,
    COMPLETE,
    DELAYED,
    INFORMATIONAL,
    METRICS,
    REDIRECT,
    RESPONSE,
    SENT,
    WAITING,
    Selector,
)

__all__ = [
    "BACKGROUND",
    "SESSIONS",
    "TASKS",
    "Step",
    "beginning",
    "conditional",
    "distance",
    "is_ended",
    "message_of",
    "possible",
    "steps",
]

Step = Selector | Way

SESSIONS: Final = (Kind.SESSION, Kind.BACKGROUND_SESSION)
TASKS: Final = tuple(kind for kind in Kind if kind not in SESSIONS)
BACKGROUND: Final = tuple(kind for kind in TASKS if kind.value.startswith("background"))

# fmt: off
_CONDITIONS: Final[dict[Step, tuple[str, frozenset[Kind]]]] = {
    BODY_STREAM:             ("a body that is a stream (R77)", frozenset({Kind.UPLOAD})),
    BODY_STREAM_FROM_OFFSET: ("an upload that is gone on with (R77)", frozenset()),
    DELAYED:                 ("an earliestBeginDate (R48)", frozenset()),
    SENT:                    ("a body (R78)", frozenset({Kind.UPLOAD, Kind.BACKGROUND_UPLOAD})),
    WAITING:                 ("a configuration that waits for connectivity (R87)", frozenset()),
}
# fmt: on
"""Messages that ask more of a task than its kind: for what, and the kinds that always have that."""


_ASIDE: Final[frozenset[Step]] = frozenset(
    {CACHE, CAPTURED_STREAMS, CHALLENGE, INFORMATIONAL, METRICS, REDIRECT, Way.PART}
)
"""What most transfers do without, and so comes last where an example is to be simple."""


def conditional(kind: Kind) -> frozenset[Step]:
    """The messages that come only to some tasks of this kind."""
    return frozenset(step for step, (_, always) in _CONDITIONS.items() if kind not in always)


def beginning(kind: Kind) -> Position:
    """Where the messages of a kind begin: at a task that was resumed, or at a session."""
    return at(kind, RUNNING if kind in SESSIONS else STARTING)


def message_of(step: Step) -> Selector:
    """The message that a step of the tables is."""
    if isinstance(step, Selector):
        return step
    return COMPLETE if step is Way.FAIL else RESPONSE


def possible(position: Position, without: Collection[Trigger] = ()) -> list[Step]:
    """What may be enqueued at a position: the nearest way to the end first, the usual one first."""
    found = [(distance(to), step) for step, to in _ways(position).items() if step not in without]
    # Sorting is stable, so among equals the order is the table's.
    found.sort(key=lambda each: (each[0], each[1] in _ASIDE))
    return [step for _, step in found]


def steps(position: Position, left: int, without: Collection[Trigger] = ()) -> list[Step]:
    """What is possible where at most `left` messages are to lead to the end.

    With more than one message left, those that end it are among them only where there is no
    other.
    """
    ways = _ways(position)
    found = [step for step in possible(position, without) if distance(ways[step]) < left]
    longer = [step for step in found if not is_ended(ways[step])]
    return longer if longer and left > 1 else found


def is_ended(position: Position) -> bool:
    """Nothing more can be enqueued: what may still come, comes by itself."""
    return not _ways(position)


def distance(position: Position) -> int:
    """How many messages at least lead from here to the end."""
    return _distance(position.kind, position.name)


@cache
def _distance(kind: Kind, state: State) -> int:
    reached, count = [at(kind, state)], 0
    while not any(map(is_ended, reached)):
        reached = [to for each in reached for to in _ways(each).values()]
        count += 1
    return count


def _ways(position: Position) -> dict[Step, Position]:
    return _ways_from(position.kind, position.name)


@cache
def _ways_from(kind: Kind, state: State) -> dict[Step, Position]:
    position = at(kind, state)
    found: dict[Step, Position] = {}
    for step in position.triggers():
        to = position.step(step)
        assert to is not None  # it is one of the position's own
        if step not in BY_ITSELF:
            found[step] = to.beyond
    return found
