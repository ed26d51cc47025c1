"""The tables of `lifecycle.py`, wound up so that a step is one dictionary look-up.

Not here: any fact about Apple. One rule: a position knows nothing but what its
table's row says.

A task has two of them. Its `position` is where it is: a delivery moves it. Its `tail` is where
it will be once all that is enqueued has been delivered and every question on the way was
given its plain answer. Other answers allow less than that one (`lifecycle.Answer`), so a
message that may not come at the tail can never come.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from urlsession_mock.foundation.data import NSData
from urlsession_mock.lifecycle import (
    FAIL,
    GATES,
    PART,
    TABLES,
    UNRESUMED,
    Answer,
    Kind,
    State,
    Trigger,
    Way,
)
from urlsession_mock.selectors import COMPLETE, DATA, RESPONSE, Selector

__all__ = ["Edge", "Position", "at", "trigger_of"]


class Edge:
    """One step: the message, and where it leads.

    `first` is the class of what the message carries, for the one that is so frequent that the
    full check would be felt; None for all others.
    """

    __slots__ = ("first", "selector", "to")

    def __init__(self, selector: Selector, to: Position) -> None:
        self.selector: Selector = selector
        self.to: Position = to
        self.first: type | None = NSData if selector is DATA else None


class Position(dict[str, Edge]):
    """One state of one table: the messages that may come, or the answers it waits for."""

    __slots__ = ("answers", "gate", "kind", "name", "ways")

    def __init__(self, kind: Kind, name: State) -> None:
        super().__init__()
        self.kind: Kind = kind
        self.name: State = name
        self.gate: bool = name in GATES
        self.answers: dict[Answer, Position] = {}
        self.ways: dict[Way, Position] = {}

    __hash__ = object.__hash__  # type: ignore[assignment]  # a position is itself, whatever its edges

    def __eq__(self, other: object) -> bool:
        return self is other

    def __repr__(self) -> str:
        return f"<{self.kind.value}: {self.name}>"

    @property
    def is_end(self) -> bool:
        """Nothing more can come."""
        return not (self or self.ways or self.answers or self.gate)

    @property
    def beyond(self) -> Position:
        """Where the plain answer leads; the position itself where nothing is asked."""
        return next(iter(self.answers.values())) if self.answers else self

    def step(self, trigger: Selector | Way) -> Position | None:
        """The position after this message, or None where it cannot come."""
        if isinstance(trigger, Way):
            return self.ways.get(trigger)
        edge = self.get(trigger)
        return edge.to if edge is not None else None

    def knows(self, trigger: Selector | Way) -> bool:
        """The message may come in some state of this table."""
        return any(trigger in row for row in TABLES[self.kind].values())

    def triggers(self) -> Iterator[Selector | Way]:
        """All that may come here, in the order of the table but for the ways, which are last."""
        yield from (edge.selector for edge in self.values())
        yield from self.ways


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
        position.ways[trigger] = to
    else:
        position[trigger] = Edge(trigger, to)


_wind_up()


def at(kind: Kind, state: State = UNRESUMED) -> Position:
    """The position of this kind of task in this state."""
    return _POSITIONS[kind][state]
