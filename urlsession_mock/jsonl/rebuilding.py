"""From lines to events: the lanes, selectors and objects that a line's facts stand for.

Not here: reading the file (reading.py), the doubles (unpacking.py). One rule: what a line says
wrongly is a `BadRecording` that names it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any, NoReturn, TypeVar, cast

from urlsession_mock.engine import Block
from urlsession_mock.errors import BadRecording
from urlsession_mock.events import (
    Dropped,
    Enqueued,
    Event,
    FileLeft,
    Lane,
    Looked,
    Raised,
    Replied,
    SessionCreated,
    SessionInvalidated,
    Skipped,
    Stuck,
    TaskChanged,
    TaskCreated,
    TaskSet,
    Where,
)
from urlsession_mock.foundation.configuration import NSURLSessionConfiguration
from urlsession_mock.foundation.configuration_fields import ConfigurationFields
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.date import NSDate
from urlsession_mock.handlers import check_reply
from urlsession_mock.jsonl import lines, shapes
from urlsession_mock.jsonl.bodies import Bodies, folder_of
from urlsession_mock.jsonl.drawing import BLOCK, KINDS
from urlsession_mock.jsonl.library import Invalid
from urlsession_mock.jsonl.recorded import Known, RecordedFile, RecordedSubject, error_of
from urlsession_mock.jsonl.unpacking import Unpacker
from urlsession_mock.lifecycle import Kind
from urlsession_mock.messages import checked
from urlsession_mock.recording import SYSTEM
from urlsession_mock.selectors import (
    BECAME_DOWNLOAD,
    BECAME_STREAM,
    DATA,
    FINISH_DOWNLOAD,
    Selector,
    find,
)

__all__ = ["NO_DELIVERY", "NO_MESSAGE", "REFUSALS", "Rebuilding", "referred"]

A = TypeVar("A")
B = TypeVar("B")

REFUSALS = (Invalid, ValueError, TypeError, OverflowError, RecursionError, AttributeError)
"""What a double says of a value it refuses, and a decoder of a line."""

NO_MESSAGE = "event {} is no message that was enqueued before"
NO_DELIVERY = "event {} is no delivery before this one"

_EVENTS = {line: event for event, line in KINDS.items()}
_FACTS = {kind: tuple(row.name for row in fields(kind)[3:]) for kind in KINDS}
_SETTABLE: dict[str, tuple[type, ...]] = {
    "taskDescription": (str, type(None)),
    "priority": (float, int),
    "earliestBeginDate": (NSDate, type(None)),
}
# A message may name a session made later: one of a former launch goes by its channel's newest.
_IN_SESSIONS = (TaskCreated, TaskChanged, TaskSet, SessionInvalidated)
_LANES = frozenset({"main", "delegate", "other", "system"})


class Rebuilding:
    """Makes events of the lines of one file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.unpacker: Unpacker = Unpacker(Bodies(folder_of(path)))
        self._lanes: dict[str, Lane] = {"system": SYSTEM}
        self._sessions: set[int] = {0}  # 0 is no session: the app delegate, and a former launch
        self._selectors: dict[str, Selector] = {}
        self._subjects: dict[tuple[int, int | None], RecordedSubject] = {}
        self.known: dict[tuple[int, int], Known] = {}

    def bad(self, number: int, problem: str) -> NoReturn:
        """Refuse the event of that number; the first line is the header."""
        raise BadRecording(str(self.path), number + 1, problem) from None

    def in_session(self, number: int, session: int) -> None:
        """Refuse what happens in a session that was not made before."""
        if session not in self._sessions:
            made = ", ".join(map(str, sorted(self._sessions - {0}))) or "none"
            named = str(session)[:20]
            self.bad(number, f"session {named} was not made before; made by then: {made}")

    def lane(self, number: int, drawn: str) -> Lane:
        """A lane from `name` or `name:session:thread`."""
        lane = self._lanes.get(drawn)
        if lane is None:
            name, *rest = drawn.split(":")
            if name not in _LANES or len(rest) not in (0, 2) or not all(map(_is_number, rest)):
                wanted = "main, delegate, other or system, as main or main:SESSION:THREAD"
                self.bad(number, f"{drawn[:80]!r} is no lane; {wanted} is wanted")
            session, thread = (int(each) for each in rest or (0, 0))
            lane = self._lanes[drawn] = Lane(name, thread, session)
        return lane

    def selector(self, number: int, name: str) -> Selector:
        """A selector by its Objective-C name, or a block's call."""
        selector = self._selectors.get(name)
        if selector is None:
            found = find(name)
            if name.startswith(BLOCK):
                # It stands where a Selector does, as in the engine.
                selector = cast(Selector, Block(name.removeprefix(BLOCK)))
            elif found is None or found.name != name:
                self.bad(number, f"{name[:80]!r} is no message of the URLSession delegates")
            else:
                selector = found
            assert selector is not None  # one of the two
            self._selectors[name] = selector
        return selector

    def subject(self, line: lines.Enqueued) -> RecordedSubject:
        """What a message is about."""
        key = (line.session, line.task)
        subject = self._subjects.get(key)
        if subject is None or line.known is not None:
            subject = self._subjects[key] = RecordedSubject(*key, self.knows(line))
        return subject

    def knows(self, line: lines.Enqueued) -> Known | None:
        """What the line tells of its task, which is kept."""
        if line.known is None or line.task is None:
            return None
        request = self.made(line.number, self.unpacker.maybe_request, line.known.request)
        if line.known.kind in (Kind.SESSION, Kind.BACKGROUND_SESSION):
            self.bad(line.number, "a session is no task")
        known = Known(line.known.kind, request, line.known.description)
        self.known[line.session, line.task] = known
        return known

    def enqueued(self, line: lines.Enqueued) -> Enqueued:
        """The event of an enqueued message."""
        number = line.number
        selector = self.selector(number, line.selector)
        given = self.arguments(number, selector, line.arguments)
        return Enqueued(number, line.time, SYSTEM, line.session, line.task, selector, given)

    def arguments(
        self, number: int, selector: Selector, packed: list[shapes.Value]
    ) -> tuple[Any, ...]:  # Any: as the message's row says
        """What a message carried, checked as where it was enqueued."""
        if selector is DATA and len(packed) == 1 and type(packed[0]) is shapes.Data:
            return (NSData(self.made(number, self.unpacker.raw, packed[0])),)
        if isinstance(selector, Block):
            values = self.unpacker.value
            return self.made(number, lambda given: tuple(values(each) for each in given), packed)
        return self.made(number, self._arguments, (selector, packed))

    def _arguments(
        self, given: tuple[Selector, list[shapes.Value]]
    ) -> tuple[Any, ...]:  # Any: as above
        selector, packed = given
        if selector in (BECAME_DOWNLOAD, BECAME_STREAM):  # by the system itself: the new task
            return tuple(self.unpacker.value(each) for each in packed)
        arguments = checked(selector, tuple(self.unpacker.value(each) for each in packed))
        if selector is FINISH_DOWNLOAD and not isinstance(arguments[0], RecordedFile):
            raise TypeError(f"{selector} carries a file")
        return arguments

    def made(self, number: int, make: Callable[[A], B], given: A) -> B:
        """What `make` makes of a part of that event's line, or `BadRecording`."""
        try:
            return make(given)
        except BadRecording:
            raise
        except RecursionError:
            self.bad(number, "it is nested too deeply")
        except REFUSALS as error:
            self.bad(number, str(error))

    # -- events that are objects -----------------------------------------

    def event(self, line: lines.Line) -> Event:
        """The event of a line that is neither enqueued nor delivered nor returned."""
        kind = _EVENTS[type(line)]
        lane = self.lane(line.number, line.lane)
        facts = [self._fact(line, name, getattr(line, name)) for name in _FACTS[kind]]
        event = kind(line.number, line.time, lane, *facts)
        if isinstance(event, SessionCreated):
            self._sessions.add(event.session)
        elif isinstance(event, _IN_SESSIONS):
            self.in_session(line.number, event.session)
        return event

    def _fact(self, line: lines.Line, name: str, value: Any) -> Any:  # Any: as the line's field
        number = line.number
        match name:
            case "selector":
                return self.selector(number, value)
            case "where":
                return self._place(number, value)
            case "reply":
                assert isinstance(line, lines.Replied)  # no other has one
                return self._reply(line)
            case "others" | "differs":
                return tuple(value)
            case "error":
                return error_of(value.type, value.text)
            case "request":
                return self.made(number, self.unpacker.maybe_request, value)
            case "configuration":
                assert isinstance(line, lines.SessionCreated)  # no other has one
                return self.made(number, self._configuration, line)
            case "value":
                assert isinstance(line, lines.TaskSet)  # no other has one
                found = self.made(number, self.unpacker.value, value)
                if not isinstance(found, _SETTABLE[line.what]):
                    self.bad(number, f"{line.what} cannot be {type(found).__name__}")
                return found
            case "upload" | "resume_data":
                return self.made(number, self.unpacker.value, value)
            case _:
                return value

    def _place(self, number: int, place: lines.Place | None) -> Where | None:
        if place is None:
            return None
        if os.path.isabs(place.file) or ".." in place.file.replace("\\", "/").split("/"):
            self.bad(
                number, f"{place.file[:80]!r} leads out of the folder; a relative path is wanted"
            )
        return Where(place.file, place.line, place.function)

    def _reply(self, line: lines.Replied) -> tuple[object, ...]:
        selector = self.selector(line.number, line.selector)
        reply = tuple(self.made(line.number, self.unpacker.value, each) for each in line.reply)
        if selector.handler is None:
            self.bad(line.number, f"{selector} gives no handler that could be called")
        self.made(line.number, lambda given: check_reply(*given), (selector, reply))
        return reply

    def _configuration(self, line: lines.SessionCreated) -> NSURLSessionConfiguration | None:
        if line.configuration is None:
            return None
        made = NSURLSessionConfiguration.defaultSessionConfiguration()
        held = made._fields
        rows = {row.name: row for row in fields(ConfigurationFields)}
        for name, value in self.unpacker.mapping(line.configuration.items).items():
            if name not in rows or name in ("kind", "identifier"):
                raise ValueError(f"{name[:80]!r} is no property of a configuration")
            plain = rows[name].default
            if plain is not None and type(value) is not _plain_type(plain):
                raise ValueError(f"{name} is {_plain_type(plain).__name__}, not {value!r:.80}")
            setattr(held, name, value)
        return made


def referred(event: Event) -> int | None:
    """The number of the event that this one is about; None where it is about none."""
    match event:
        case Skipped() | Dropped():
            return event.enqueued
        case Raised() | FileLeft() | Looked() | Stuck():
            return event.delivered
        case Replied():
            return event.handler
        case _:
            return None


def _plain_type(value: object) -> type:
    return int if isinstance(value, int) and not isinstance(value, bool) else type(value)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18
