"""The tables of `lifecycle.py`, wound up so that a step is one dictionary look-up.

Not here: any fact about Apple. One rule: a position knows nothing but what its
table's row says.

Two kinds of place. A `Position` is where a task *is*: a delivery moves it. A
`Tail` is where a task will be once all that is enqueued has been delivered; a
reply not yet given leaves it in several positions at once, and a message is
legal if it is legal in one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from urlsession_mock.foundation.data import NSData
from urlsession_mock.lifecycle import (
    FAIL,
    GATES,
    PART,
    RESUME,
    TABLES,
    UNRESUMED,
    Answer,
    Kind,
    State,
    Trigger,
    Way,
)
from urlsession_mock.selectors import COMPLETE, DATA, RESPONSE, Selector

__all__ = ["Edge", "Position", "Tail", "at", "trigger_of"]


class Edge:
    """One step: the message, where it leads, and the quick check of its arguments.

    `first` is the class of the first argument after the task, for the messages that are
    so frequent that the full check would be felt; None for all others.
    """

    __slots__ = ("count", "first", "selector", "to")

    def __init__(self, selector: Selector, to: Position | Tail) -> None:
        self.selector = selector
        self.to = to
        self.first: type | None = NSData if selector is DATA else None
        self.count = 1


class Position(dict[str, Edge]):
    """Where a task is: the messages that may come, and the answers it may wait for."""

    __slots__ = ("answers", "gate", "kind", "name", "ways")

    def __init__(self, kind: Kind, name: State) -> None:
        super().__init__()
        self.kind = kind
        self.name = name
        self.gate = name in GATES
        self.answers: dict[Answer, Position] = {}
        self.ways: dict[Way, Edge] = {}

    __hash__ = object.__hash__  # type: ignore[assignment]  # a position is itself, whatever its edges

    def __eq__(self, other: object) -> bool:
        return self is other

    def step(self, trigger: Selector | Way) -> Position | None:
        """The position after this message, or None where it cannot come."""
        edge = self.ways.get(trigger) if isinstance(trigger, Way) else self.get(trigger)
        to = edge.to if edge else None
        return to if isinstance(to, Position) else None

    def triggers(self) -> Iterable[Selector | Way]:
        """All messages that may come here."""
        yield from (edge.selector for edge in self.values())
        yield from self.ways


class Tail(dict[str, Edge]):
    """Where a task will be when all that is enqueued is delivered."""

    __slots__ = ("positions",)

    def __init__(self, positions: frozenset[Position]) -> None:
        super().__init__()
        self.positions = positions

    def __missing__(self, name: str) -> Edge:
        """Work out the step for a message seen here for the first time."""
        for position in self.positions:
            if name in position:
                selector = position[name].selector
                break
        else:
            raise KeyError(name)
        to = self.after(selector)
        assert to is not None  # the loop above found one
        edge = self[selector] = Edge(selector, to)
        return edge

    def after(self, trigger: Selector | Way) -> Tail | None:
        """The tail behind this message, or None where it can never come."""
        steps = {
            step for position in self.positions if (step := position.step(trigger)) is not None
        }
        return tail(steps) if steps else None

    def triggers(self) -> list[Selector | Way]:
        """All messages that may be enqueued here."""
        found: dict[Selector | Way, None] = {}
        for position in self.positions:
            found.update(dict.fromkeys(position.triggers()))
        return list(found)

    def name(self) -> str:
        """The states, for an error's text."""
        return " or ".join(sorted({position.name for position in self.positions}))


def trigger_of(selector: Selector, arguments: tuple[object, ...]) -> Selector | Way:
    """Which trigger of the tables a message is: by its selector, and by what it carries."""
    if selector is COMPLETE and arguments and arguments[-1] is not None:
        return FAIL
    if selector is RESPONSE and arguments:
        mime = getattr(arguments[0], "MIMEType", None)
        if callable(mime) and mime() == "multipart/x-mixed-replace":
            return PART
    return selector


_POSITIONS: Mapping[Kind, dict[State, Position]] = {
    kind: {state: Position(kind, state) for state in table} for kind, table in TABLES.items()
}
_WAY_SELECTORS = {FAIL: COMPLETE, PART: RESPONSE, RESUME: None}
_tails: dict[frozenset[Position], Tail] = {}


def _wind_up() -> None:
    for kind, table in TABLES.items():
        positions = _POSITIONS[kind]
        for state, row in table.items():
            for trigger, target in row.items():
                _connect(positions[state], trigger, positions[target])


def _connect(position: Position, trigger: Trigger, to: Position) -> None:
    if isinstance(trigger, Answer):
        position.answers[trigger] = to
    elif isinstance(trigger, Way):
        selector = _WAY_SELECTORS[trigger]
        position.ways[trigger] = Edge(selector or COMPLETE, to)
    else:
        position[trigger] = Edge(trigger, to)


_wind_up()


def at(kind: Kind, state: State = UNRESUMED) -> Position:
    """The position of this kind of task in this state."""
    return _POSITIONS[kind][state]


def tail(positions: Iterable[Position]) -> Tail:
    """The tail at these positions, gates opened by every answer that could be given."""
    closed: set[Position] = set()
    waiting = list(positions)
    while waiting:
        position = waiting.pop()
        if position.answers:
            waiting.extend(position.answers.values())
        else:
            closed.add(position)
    key = frozenset(closed)
    found = _tails.get(key)
    if found is None:
        found = _tails[key] = Tail(key)
    return found
