"""What the delegate did in the recorded calls, beside what it does in them now.

Not here: who says what it does now (looking.py), and when a call is over on both sides
(delivering.py); the words of a difference (acts.py). Pure: no device, nothing is called. One rule:
what is done otherwise is told once, where it begins.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from urlsession_mock.events import Delivered, Dropped, Event, Replied, Skipped
from urlsession_mock.replaying.acts import (
    Act,
    Asked,
    Call,
    Difference,
    Reply,
    about,
    act_of,
    reply_of,
    unpaired,
)
from urlsession_mock.replaying.stage import Stage
from urlsession_mock.selectors import FINISH_EVENTS, HANDOVER, Selector

if TYPE_CHECKING:
    from urlsession_mock.engine import Life

__all__ = ["Comparing", "Finishes", "Turn"]

Turn = Delivered | Skipped | Dropped
"""A message's turn: delivered, or passed over."""


class Comparing:
    """The calls of one replay, recorded and now, while they last; and what differs in them."""

    def __init__(self, stage: Stage, *, strict: bool) -> None:
        self._stage = stage
        self._strict = strict
        self.differences: list[Difference] = []
        self.calls: dict[int, Call] = {}
        """By recorded number, while they last."""
        self.asked: dict[int, Asked] = {}
        """Handlers that were given, by recorded number."""
        self.unsettled: set[int] = set()
        """Calls of messages that repeat, in which something happens now."""
        self.parted: set[Life] = set()
        """Of these tasks it was told that they go another way: the rest of it is no news."""
        self.identifiers: dict[int, str | None] = {}
        """Of recorded sessions."""
        self.finishes_then: Finishes = Finishes()
        self.finishes_now: Finishes = Finishes()
        self._told: set[tuple[Selector, bool]] = set()

    def differs(self, number: int, what: str, recorded: str, now: str) -> None:
        """Tell a difference at the event of that number."""
        self.differences.append(Difference(number, what, recorded, now))

    def implemented(self, turn: Turn, *, now: bool) -> None:
        """A method is there that was not, or the other way round: told once for each."""
        selector = turn.selector
        if (selector, now) in self._told:
            return
        self._told.add((selector, now))
        there, absent = f"the method {selector.python_name}", "no such method"
        what = about(selector, turn.task)
        self.differs(turn.number, what, *((absent, there) if now else (there, absent)))

    # -- calls -----------------------------------------------------------

    def begin(self, event: Delivered, life: Life | None) -> None:
        """A recorded call begins, of a message that does not repeat."""
        call = self.calls[event.number] = Call(event.number, about(event.selector, event.task))
        if event.selector.handler is not None:
            self.asked[event.number] = Asked(call.about, life)
        if event.selector is FINISH_EVENTS:
            self.finishes_then.came(self.identifiers.get(event.session) or "")

    def note(self, event: Event, call: int | None, repeating: Iterable[Turn]) -> None:
        """Something the delegate did in a recorded call.

        `repeating` are the turns of messages that repeat and that it could be the call of.
        """
        act = self.act_of(event)
        if act is None or call is None:
            return
        found = self.calls.get(call)
        if found is not None:
            found.recorded.append(act)
            return
        turn = next((turn for turn in repeating if turn.number == call), None)
        if turn is not None:
            self.calls[call] = Call(call, about(turn.selector, turn.task), [act])

    def act_of(self, event: Event) -> Act | None:
        """The event as something that a delegate does; None where it is nothing of the kind."""
        return act_of(event, strict=self._strict)

    def drop(self, turn: Turn) -> None:
        """It is no call now."""
        self.calls.pop(turn.number, None)
        self.asked.pop(turn.number, None)

    def settle(self) -> None:
        """Calls of messages that repeat, in which something happens now and nothing did then."""
        for number in sorted(self.unsettled):
            call = self.calls.get(number)
            if call is not None:
                self.compare(call)
        self.unsettled.clear()

    def compare(self, call: Call) -> None:
        """A call that is over on both sides."""
        self.calls.pop(call.number, None)
        now = [self._stage.renamed(act) for act in call.now]
        for one, other in unpaired(call.recorded, now):
            if one is not None:
                text = one.none if other is None else other.text
                self.differs(one.event.number, call.about, one.text, text)
            elif other is not None:
                self.differs(call.number, call.about, other.none, other.text)

    # -- replies ---------------------------------------------------------

    def replied_now(self, event: Replied, number: int) -> None:
        """What was given in the recorded call of that number is answered now."""
        asked = self.asked.get(number)
        if asked is not None:
            asked.replies.append(_reply(event, number, self.finishes_now))

    def replied_then(self, event: Replied) -> Reply:
        """What a recorded reply says."""
        return _reply(event, event.handler, self.finishes_then)

    def compare_reply(self, event: Replied, wanted: Reply, asked: Asked, at: int) -> None:
        """A recorded reply, with the one now in that place if there is one."""
        if not asked.is_given and asked.life in self.parted:
            return  # it is not asked any more, for what was told before
        if len(asked.replies) > at:
            differs = wanted.differs(asked.replies[at])
        else:
            differs = f"the reply {wanted.text}", "no second reply" if at else "no reply"
        if differs is not None:
            self.differs(event.number, asked.about, *differs)
            if asked.life is not None:
                self.parted.add(asked.life)

    def unwanted_replies(self) -> None:
        """At the end: tell the replies of now to which the recording has none."""
        for number, asked in sorted(self.asked.items()):
            none = "no second reply" if asked.compared else "no reply"
            for reply in asked.replies[asked.compared :]:
                self.differs(number, asked.about, none, f"the reply {reply.text}")


class Finishes:
    """How often finish-events came for each background session: then, or now."""

    def __init__(self) -> None:
        self._came: dict[str, int] = {}
        self._at: dict[int, int] = {}  # by the recorded number of a handover: how often until it

    def came(self, identifier: str) -> None:
        """They came for the session of that identifier."""
        self._came[identifier] = self._came.get(identifier, 0) + 1

    def handed_over(self, number: int, identifier: str) -> None:
        """The app was handed over that session, in the recorded call of that number."""
        self._at[number] = self._came.get(identifier, 0)

    def had_come(self, number: int, identifier: str) -> bool:
        """They came since that handover."""
        return self._came.get(identifier, 0) > self._at.get(number, 0)


def _reply(event: Replied, number: int, finishes: Finishes) -> Reply:
    if event.selector is not HANDOVER:
        return reply_of(event)
    return reply_of(event, finished=finishes.had_come(number, event.identifier or ""))
