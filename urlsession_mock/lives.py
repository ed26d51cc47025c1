"""One task as the system sees it, from its first message to its last.

Not here: the messages themselves, which wait in their channel (engine.py). One rule: a life
knows where it is and what may still come, and looks inside nothing else it holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from urlsession_mock.lifecycle import BY_ITSELF, UNRESUMED, Answer, Kind, Way
from urlsession_mock.positions import Position, trigger_of
from urlsession_mock.selectors import COMPLETE, Selector

if TYPE_CHECKING:
    from urlsession_mock.engine import Channel

__all__ = ["Life"]


class Life:
    """One task; or, with `number` None, the session's own messages.

    `face` is the object the delegate is shown. After a relaunch it is a new one,
    while the life goes on.
    """

    __slots__ = (
        "answer",
        "asked",
        "before",
        "channel",
        "cut",
        "cut_by",
        "delegate",
        "face",
        "facts",
        "former",
        "gate_at",
        "last",
        "number",
        "parked",
        "position",
        "tail",
    )

    def __init__(self, channel: Channel, number: int | None, position: Position) -> None:
        self.channel: Channel = channel
        self.number: int | None = number
        self.face: Any = None  # Any: a task double, or None; the engine never looks inside
        self.facts: Any = None  # Any: as above
        self.delegate: object = None
        self.former: Life | None = None
        """The task that became this one: its last message says so, and so goes first (R68, R69)."""
        self.position: Position = position
        self.before: Position = position
        self.tail: Position = position.beyond
        self.parked: list[int] = []
        # Log positions: the newest message, the newest one that asks something, the one whose
        # answer it waits for, and the end of what was taken back, with the reason for that.
        self.last: int = -1
        self.asked: int = -1
        self.gate_at: int = -1
        self.cut: int = -1
        self.cut_by: str = ""
        # What the last answered handler said, for whoever plays the network.
        self.answer: tuple[Answer, tuple[object, ...]] | None = None

    @property
    def session(self) -> int:
        """The number of the session that shows this life now."""
        return self.channel.session

    @property
    def task(self) -> int | None:
        """The task's number in its session; None for the session itself."""
        return self.number

    @property
    def kind(self) -> Kind:
        """Which table it follows."""
        return self.position.kind

    @property
    def is_over(self) -> bool:
        """Nothing more can come, and nothing is on its way."""
        return self.position.is_end

    @property
    def is_ending(self) -> bool:
        """Its last message is enqueued, though perhaps not delivered."""
        return self.tail.is_end

    @property
    def is_asking(self) -> bool:
        """It waits for an answer, or will: a message that asks for one is on its way."""
        return self.position.gate or self.asked > self.gate_at

    def move(self, trigger: Selector | Way) -> bool:
        """Move by something that is no message to enqueue, as a first resume."""
        to = self.position.step(trigger)
        if to is None:
            return False
        self.place(to)
        return True

    def forget_answer(self) -> None:
        """Something new is asked: what was answered before says nothing about it."""
        self.answer = None

    def place(self, position: Position) -> None:
        """Put the life at this position, with nothing on its way."""
        self.position = position
        self.tail = position.beyond

    def cannot(self, selector: Selector, arguments: tuple[object, ...]) -> str:
        """Why this message cannot come at the tail, and what can, as an error's text."""
        trigger, tail = trigger_of(selector, arguments), self.tail
        kind = self.kind.value
        who = f"task {self.number} ({kind})" if self.number else f"the {kind}"
        tense = "is" if tail is self.position else "will by then be"
        hint = "; call task.resume() first" if self.position.name == UNRESUMED else ""
        if not tail.knows(trigger):
            hint = f", and no {kind} ever gets it"
        allowed = [_spelt(each) for each in tail.triggers() if each not in BY_ITSELF]
        return (
            f"{_spelt(trigger)} cannot come here: {who} {tense} {tail.name}{hint}; "
            f"allowed: {', '.join(allowed) or 'nothing'}"
        )

    def __repr__(self) -> str:
        return f"<life of task {self.number}: {self.position.name}>"


def _spelt(trigger: Selector | Way) -> str:
    if trigger is COMPLETE:
        return f"{COMPLETE} without an error"
    return trigger.value if isinstance(trigger, Way) else str(trigger)
