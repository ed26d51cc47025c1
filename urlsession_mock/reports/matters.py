"""The few events of a recording that one violation is about.

Not here: how they are drawn (picture.py). One rule: the picture stays small; what is nearest
to the violation is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from urlsession_mock.events import (
    Delivered,
    Enqueued,
    Event,
    MainOnlyTouched,
    Refused,
    Replied,
    Returned,
    SessionCreated,
    SessionInvalidated,
    Skipped,
    TaskCreated,
)
from urlsession_mock.recording import PLAIN, Recording
from urlsession_mock.reports.lanes import Place, Places
from urlsession_mock.reports.words import message_of
from urlsession_mock.rules.rule import Violation
from urlsession_mock.selectors import FINISH_EVENTS, HANDOVER

__all__ = ["Story"]

E = TypeVar("E", bound=Event)

_MOST = 7
_MOST_ALSO = 3


class Story:
    """A recording without what only repeats: read once, asked for each violation."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._notable: list[Event] = []
        self._places: dict[int, Place] = {}
        places = Places()
        for event in recording:
            place = places.of(event)
            if isinstance(event, Enqueued | Returned):
                continue
            if isinstance(event, Delivered | Skipped) and event.selector in PLAIN:
                continue
            self._notable.append(event)
            self._places[event.number] = place

    def place(self, event: Event) -> Place:
        """The lane of an event."""
        found = self._places.get(event.number)
        return found if found is not None else Places().of(event)

    def about(self, violation: Violation) -> list[Event]:
        """The events to draw, oldest first."""
        named = [violation.event, *violation.also[:_MOST_ALSO]]
        messages = [
            message
            for event in named
            if (message := message_of(event, self._recording)) is not None
        ]
        if isinstance(violation.event, MainOnlyTouched | Refused):
            messages += self._before(violation.event)
        found: dict[int, Event] = {}
        for event in (*named, *messages, *self._context([*named, *messages])):
            if len(found) < _MOST:
                found.setdefault(event.number, event)
        return [found[number] for number in sorted(found)]

    def missing(self, event: Event) -> str:
        """What never came of a message that asked for it; empty where nothing is missing."""
        if not isinstance(event, Delivered) or event.selector.handler is None:
            return ""
        is_handover = event.selector is HANDOVER
        if is_handover and not self._made_for(event):
            return "no session"
        if any(reply.handler == event.number for reply in self._of(Replied)):
            return ""
        return "no handler call" if is_handover else "no reply"

    def _made_for(self, handover: Delivered) -> list[SessionCreated]:
        """The sessions with the identifier of a handover."""
        identifier = str(handover.arguments[0]) if handover.arguments else None
        return [event for event in self._of(SessionCreated) if event.identifier == identifier]

    def _context(self, named: list[Event]) -> Iterator[Event]:
        """What else belongs to it, the most important first."""
        first = named[0]
        for event in named:
            if isinstance(event, Delivered) and event.selector is HANDOVER:
                yield from self._wake(event, first)
                return
        sessions = {session for event in named if (session := _session(event))}
        sessions |= set(first.others) if isinstance(first, SessionCreated) else set()
        yield from (event for event in self._of(SessionCreated) if event.session in sessions)
        if isinstance(first, Refused | SessionCreated):
            yield from (e for e in self._of(SessionInvalidated) if e.session in sessions)
        for message in named:
            if isinstance(message, Delivered):
                yield from self._beside(message)

    def _wake(self, handover: Delivered, first: Event) -> Iterator[Event]:
        """A wake: the session, its finish-events, the calls of the handler, the last message."""
        made = self._made_for(handover)
        later = [e for e in made if e.number > handover.number]
        session = later[0] if later else made[-1] if made else None
        replies = [e for e in self._of(Replied) if e.handler == handover.number]
        yield from replies[:2]
        if session is None:
            return
        yield session
        messages = [
            event
            for event in self._of(Delivered)
            if event.session == session.session and event.number > handover.number
        ]
        own = [
            event
            for event in self._notable
            if isinstance(event, Delivered | Skipped)
            and event.selector is FINISH_EVENTS
            and event.session == session.session
            and event.number > handover.number
        ]
        yield from own[:1]
        before = first.number if first is not handover else len(self._recording)
        earlier = [event for event in messages if event.number < before]
        yield from earlier[-1:]

    def _beside(self, message: Delivered) -> Iterator[Event]:
        """The calls of its handler, the task's beginning, the messages before and behind it."""
        same = (message.session, message.task)
        yield from [e for e in self._of(Replied) if e.handler == message.number][:2]
        yield from [e for e in self._of(TaskCreated) if (e.session, e.task) == same]
        own = [e for e in self._of(Delivered) if (e.session, e.task) == same]
        yield from [event for event in own if event.number < message.number][-1:]
        yield from [event for event in own if event.number > message.number][:1]

    def _before(self, event: Event) -> list[Delivered]:
        """The last message on the delegate's thread that an event happened on."""
        own = [
            message
            for message in self._of(Delivered)
            if message.number < event.number
            and message.lane.thread == event.lane.thread
            and message.lane == "delegate"
        ]
        return own[-1:]

    def _of(self, kind: type[E]) -> Iterable[E]:
        return (event for event in self._notable if isinstance(event, kind))


def _session(event: Event) -> int:
    session = getattr(event, "session", 0)
    return session if isinstance(session, int) else 0
