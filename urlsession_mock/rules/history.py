"""What several rules ask of a recording: its sessions, its launches, its wakes.

Not here: any judgement. One rule: it reads indexed events only, never all of them, so that
a million pieces of data cost a rule nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Container
from dataclasses import dataclass

from urlsession_mock.events import (
    AppChanged,
    Delivered,
    Enqueued,
    Event,
    Raised,
    Replied,
    SessionCreated,
    SessionInvalidated,
    Skipped,
)
from urlsession_mock.recording import SYSTEM, Recording
from urlsession_mock.selectors import FINISH_EVENTS, HANDOVER, INVALID, Selector

__all__ = [
    "Message",
    "Wake",
    "argument",
    "became_invalid",
    "deaths",
    "invalidated",
    "is_recreated",
    "raising",
    "reached",
    "sessions",
    "wakes",
]

Message = Delivered | Skipped
"""A message whose turn came, whether or not the delegate has a method for it."""


class _Made(dict[int, SessionCreated]):
    """Sessions by number. One that a file does not tell the making of is an ordinary one."""

    def __missing__(self, number: int) -> SessionCreated:
        return SessionCreated(0, 0.0, SYSTEM, number, "default", None, "", 1, 1, (), (), None)


def sessions(recording: Recording) -> dict[int, SessionCreated]:
    """How each session was made, by its number."""
    return _Made((created.session, created) for created in recording.only(SessionCreated))


def deaths(recording: Recording) -> dict[int, int]:
    """The number of the event that ended each launch of the app which has ended."""
    return {
        change.launch: change.number
        for change in recording.only(AppChanged)
        if change.change in ("terminated", "force-quit")
    }


def reached(recording: Recording, *selectors: Selector) -> list[Message]:
    """The messages of these selectors whose turn came, oldest first."""
    found: list[Message] = [*recording.deliveries(*selectors)]
    found += [skipped for skipped in recording.only(Skipped) if skipped.selector in selectors]
    return sorted(found, key=lambda message: message.number)


def argument(recording: Recording, message: Message) -> object:
    """The first thing a message carries, beside its session and its task."""
    if isinstance(message, Skipped):
        enqueued = recording.event(message.enqueued)
        assert isinstance(enqueued, Enqueued)  # a message is skipped because it was enqueued
        return enqueued.arguments[0]
    return message.arguments[0]


def became_invalid(recording: Recording) -> dict[int, int]:
    """The number of the event with which each session that became invalid did so."""
    return {message.session: message.number for message in reached(recording, INVALID)}


def invalidated(recording: Recording) -> dict[int, SessionInvalidated]:
    """How each session was first invalidated by the app, by its number."""
    found: dict[int, SessionInvalidated] = {}
    for event in recording.only(SessionInvalidated):
        found.setdefault(event.session, event)
    return found


def raising(recording: Recording) -> Container[int]:
    """The numbers of the deliveries whose method raised: what it left undone has that cause."""
    return {raised.delivered for raised in recording.only(Raised)}


@dataclass(frozen=True, slots=True)
class Wake:
    """One wake of the app: the handover, and what became of the handler it gave.

    `began` is the number of the event that woke the app and `ended` that of the end of its
    process, beyond every number where it did not end. `finishes` are the finish-events that
    belong to the wake: those of its identifier that came after it began. `calls` are all
    calls of the handler.
    """

    handover: Delivered
    identifier: str
    launch: int
    began: int
    ended: int
    finishes: tuple[Message, ...]
    calls: tuple[Replied, ...]

    @property
    def is_over(self) -> bool:
        """Its process ended, and whatever was still to be done ended with it."""
        return self.ended != sys.maxsize

    @property
    def first(self) -> Replied | None:
        """The first call of the handler."""
        return self.calls[0] if self.calls else None

    def is_pending(self, number: int) -> bool:
        """At this event the handler was handed over, and not called yet."""
        called = self.calls[0].number if self.calls else self.ended
        return self.handover.number < number < min(called, self.ended)

    def is_finished(self, number: int) -> bool:
        """Finish-events had come by this event."""
        return any(finish.number < number for finish in self.finishes)


def wakes(recording: Recording) -> list[Wake]:
    """The wakes of a recording whose handover reached the app delegate, oldest first."""
    handovers = recording.deliveries(HANDOVER)
    if not handovers:
        return []
    ends, made = deaths(recording), sessions(recording)
    begins = [change for change in recording.only(AppChanged) if change.change == "woken"]
    finishes = reached(recording, FINISH_EVENTS)
    calls: dict[int, list[Replied]] = {}
    for reply in recording.only(Replied):
        if reply.selector is HANDOVER:
            calls.setdefault(reply.handler, []).append(reply)
    found: list[Wake] = []
    for handover in handovers:
        identifier = str(handover.arguments[0])
        launch, began = _woken(begins, handover)
        ended = ends.get(launch, sys.maxsize)
        found.append(
            Wake(
                handover,
                identifier,
                launch,
                began,
                ended,
                tuple(
                    finish
                    for finish in finishes
                    if made[finish.session].identifier == identifier
                    and began < finish.number < ended
                ),
                tuple(calls.get(handover.number, ())),
            )
        )
    return found


def is_recreated(recording: Recording, wake: Wake) -> bool:
    """A session with the wake's identifier was there in its launch, before or after it."""
    invalid = became_invalid(recording)
    return any(
        created.identifier == wake.identifier
        and created.launch == wake.launch
        and invalid.get(created.session, wake.handover.number) >= wake.handover.number
        for created in recording.only(SessionCreated)
    )


def _woken(begins: list[AppChanged], handover: Event) -> tuple[int, int]:
    """The launch that a handover belongs to, and the number of the event that woke it."""
    for began in reversed(begins):
        if began.number < handover.number:
            return began.launch, began.number
    return 1, handover.number
