"""From events to lines: what of the log is written for each.

Not here: the doubles an event carries (packing.py). One rule: a line names no thread, folder or
time of the machine it was recorded on.
"""

from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path
from typing import Any

from urlsession_mock import events
from urlsession_mock.engine import Block
from urlsession_mock.events import Event, Lane, Where
from urlsession_mock.files import TemporaryFile
from urlsession_mock.foundation.configuration import NSURLSessionConfiguration
from urlsession_mock.foundation.configuration_fields import STORE, ConfigurationFields
from urlsession_mock.foundation.response import NSHTTPURLResponse
from urlsession_mock.jsonl import lines, shapes
from urlsession_mock.jsonl.packing import Packer
from urlsession_mock.jsonl.recorded import Known, RecordedFile
from urlsession_mock.recording import DELIVERED, RETURNED, STRIDE, Recording, number_of, spread
from urlsession_mock.reports.source import named, shortened
from urlsession_mock.selectors import FINISH_DOWNLOAD, Selector

__all__ = ["BLOCK", "KINDS", "Drawing"]

BLOCK = "block "
"""Before the name of a call of the app's own block, which is no selector."""

# fmt: off
KINDS: dict[type[Event], type[lines.Line]] = {
    events.Raised:             lines.Raised,
    events.Skipped:            lines.Skipped,
    events.Dropped:            lines.Dropped,
    events.Replied:            lines.Replied,
    events.SessionCreated:     lines.SessionCreated,
    events.SessionInvalidated: lines.SessionInvalidated,
    events.TaskCreated:        lines.TaskCreated,
    events.TaskChanged:        lines.TaskChanged,
    events.TaskSet:            lines.TaskSet,
    events.AppChanged:         lines.AppChanged,
    events.Refused:            lines.Refused,
    events.FileLeft:           lines.FileLeft,
    events.BlockCalled:        lines.BlockCalled,
    events.Looked:             lines.Looked,
    events.MainOnlyTouched:    lines.MainOnlyTouched,
    events.WorkChanged:        lines.WorkChanged,
    events.Stuck:              lines.Stuck,
}
"""The kinds that are objects in the log; the three others are plain fields there."""
# fmt: on


class Drawing:
    """Draws the lines of one recording, in order."""

    def __init__(self, packer: Packer, root: Path | None) -> None:
        self._packer = packer
        self._root = root
        self._start: float | None = None
        self._threads: dict[int, int] = {}
        # The system's is the default, and left out.
        self._lanes = {(lines.SYSTEM_LANE, 0, 0): lines.SYSTEM_LANE}
        self._told: set[tuple[int, int]] = set()

    def line(self, recording: Recording, position: int) -> lines.Line:
        """The line of the event that stands at this position of the log."""
        kind, time, third, fourth = recording.log[position : position + STRIDE]
        number = number_of(position)
        if kind is DELIVERED:
            return lines.Delivered(
                number, self._time(time), self._lane(third), enqueued=number_of(fourth)
            )
        if kind is RETURNED:
            return lines.Returned(
                number, self._time(time), self._lane(third), delivered=number_of(fourth)
            )
        if isinstance(kind, Event):
            return self._object(kind)
        if type(fourth) is list:  # of a loaded recording, which nobody has looked at
            fourth = recording.arguments(position)
        return self._enqueued(number, time, kind, third, spread(fourth))

    def _enqueued(
        self, number: int, time: float, selector: Selector, subject: Any, arguments: tuple[Any, ...]
    ) -> lines.Enqueued:  # Any: a life of the engine's or one that was read, and what it carries
        packer = self._packer
        if isinstance(selector, Block):
            arguments = tuple(each for each in arguments if not callable(each))  # code of the app's
        packed = [packer.value(argument) for argument in arguments]
        if selector is FINISH_DOWNLOAD and isinstance(packed[0], shapes.File):
            file = packed[0]
            packed[0] = shapes.File(file.name, file.content, _status(subject, arguments[0]))
        return lines.Enqueued(
            number,
            self._time(time),
            session=subject.session,
            task=subject.task,
            selector=_spelt(selector),
            arguments=packed,
            known=self._known(subject),
        )

    def _known(self, subject: Any) -> lines.Known | None:  # Any: as above
        if subject.task is None or (subject.session, subject.task) in self._told:
            return None
        self._told.add((subject.session, subject.task))
        known = getattr(subject, "known", None)
        facts = getattr(subject, "facts", None)
        if known is None and facts is not None:
            known = Known(subject.kind, facts.request, facts.description)
        if known is None:
            return None
        packer = self._packer
        return lines.Known(
            known.kind, packer.request(known.request), packer.maybe_text(known.description)
        )

    def _object(self, event: Event) -> lines.Line:
        if isinstance(event, events.TaskCreated):
            self._told.add((event.session, event.task))
        facts: dict[str, Any] = {}  # Any: what the line's field takes
        for row in fields(event)[3:]:
            facts[row.name] = self._fact(event, row.name, getattr(event, row.name))
        return KINDS[type(event)](
            event.number, self._time(event.time), self._lane(event.lane), **facts
        )

    def _fact(self, event: Event, name: str, value: Any) -> Any:  # Any: as the event's field
        packer = self._packer
        match name:
            case "selector":
                return _spelt(value)
            case "where":
                return self._place(value)
            case "reply":
                return [packer.value(each) for each in value]
            case "others" | "differs":
                return list(value)
            case "error":
                return lines.Failure(type(value).__name__, packer.text(_text_of(value)))
            case "request":
                return packer.request(value)
            case "value":
                return packer.value(value)
            case "configuration":
                return self._configuration(value)
            case "upload":
                if isinstance(value, (Path, RecordedFile)):
                    return packer.file(value)
                return None if value is None else packer.raw(value)
            case "resume_data":
                return None if value is None else packer.resume_data(value)
            case "path":
                return os.path.basename(value)
            case "stacks":
                return packer.text(shortened(value, self._root))
            case _:
                return packer.text(value) if isinstance(value, str) else value

    def _time(self, time: float) -> float:
        if self._start is None:
            self._start = time
        return round(time - self._start, 6)

    def _lane(self, lane: Lane) -> str:
        key = (str(lane), lane.session, lane.thread)
        drawn = self._lanes.get(key)
        if drawn is None:
            thread = lane.thread
            if thread:
                thread = self._threads.setdefault(thread, len(self._threads) + 1)
            drawn = f"{lane}:{lane.session}:{thread}" if thread or lane.session else str(lane)
            self._lanes[key] = drawn
        return drawn

    def _place(self, where: Where | None) -> lines.Place | None:
        if where is None:
            return None
        file = named(where.file, self._root)
        if os.path.isabs(file):
            file = os.path.basename(file)  # where it lies is nobody's business
        return lines.Place(file, where.line, where.function)

    def _configuration(self, configuration: NSURLSessionConfiguration | None) -> shapes.Dict | None:
        """The properties that are not as they are born, as far as they are plain."""
        if configuration is None:
            return None
        given: dict[str, object] = {}
        for row in fields(ConfigurationFields):
            value: object = getattr(configuration._fields, row.name)
            if value is STORE or row.name in _ELSEWHERE or value == row.default:
                continue
            given[row.name] = value
        packed = self._packer.mapping(given)
        headers = configuration._fields.HTTPAdditionalHeaders
        if headers:
            clean = self._packer.headers(headers)
            packed["HTTPAdditionalHeaders"] = shapes.Dict(dict(clean))
        return shapes.Dict(packed) if packed else None


# What the event says itself, and what no file can hold.
_ELSEWHERE = frozenset(
    {
        "kind",
        "identifier",
        "HTTPAdditionalHeaders",
        "HTTPCookieStorage",
        "URLCredentialStorage",
        "URLCache",
        "protocolClasses",
        "connectionProxyDictionary",
    }
)


def _spelt(selector: str) -> str:
    return BLOCK + selector if isinstance(selector, Block) else str(selector)


def _status(subject: Any, file: object) -> int:  # Any: as above
    """The HTTP status of a download, which the file is told only when it is delivered."""
    if isinstance(file, (TemporaryFile, RecordedFile)) and file.status:
        return file.status
    response = getattr(getattr(subject, "facts", None), "response", None)
    return response._status if isinstance(response, NSHTTPURLResponse) else 0


def _text_of(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # a class of the user's
        return "(its __str__ raises)"
