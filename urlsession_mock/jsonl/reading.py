"""Files to recordings: whole, to be asked and judged, or as a stream, to be played.

Not here: the doubles (unpacking.py). One rule: a file is data. Whatever is wrong with it is one
`BadRecording` with the file and the line, be it found at once or when an argument is looked at.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any, Self, cast

from urlsession_mock import events
from urlsession_mock.events import Event
from urlsession_mock.jsonl import lines, shapes
from urlsession_mock.jsonl.decoding import Lines
from urlsession_mock.jsonl.pending import Pending
from urlsession_mock.jsonl.rebuilding import NO_DELIVERY, NO_MESSAGE, Rebuilding, referred
from urlsession_mock.jsonl.recorded import Known
from urlsession_mock.recording import DELIVERED, RETURNED, STRIDE, Recording, number_of

__all__ = ["LoadedRecording", "RecordingStream", "load", "stream"]


class LoadedRecording(Recording):
    """A recording that was read. All that can be asked of one can be asked of it.

    `path` is its file, `header` what its first line said. `is_cut` says that its writer was
    ended before it was done: it goes up to its last whole line.
    """

    def __init__(self, path: Path, header: lines.Header) -> None:
        super().__init__(lambda: 0.0)
        self.path = path
        self.header = header
        self.is_cut: bool = True
        self._rebuilding = Rebuilding(path)

    @property
    def known(self) -> dict[tuple[int, int], Known]:
        """What the system knew of tasks that were not made in that session, by both numbers."""
        return self._rebuilding.known

    def arguments(self, position: int) -> tuple[Any, ...]:  # Any: as the message's row says
        """As of any recording; they stay records until somebody looks."""
        carried = self.log[position + 3]
        if type(carried) is list:
            number = number_of(position)
            packed = cast("list[shapes.Value]", carried)  # as `load` put it there
            carried = self._rebuilding.arguments(number, self.log[position], packed)
            self.log[position + 3] = carried
        return super().arguments(position)


def load(
    path: str | os.PathLike[str], *, progress: Callable[[int], None] | None = None
) -> LoadedRecording:
    """The recording in a file, whole. Its arguments are made when somebody looks at them.

    `progress` is called with the number of each event that was read.

    Raises `BadRecording` where the file is none or is damaged; what is wrong with an argument
    may show only when it is looked at. `MissingExtra` without msgspec.
    """
    source = Lines(Path(path))
    recording = LoadedRecording(source.path, source.header)
    rebuilding = recording._rebuilding
    log, by_kind, by_selector = recording.log, recording._by_kind, recording._by_selector
    lane, selector, subject = rebuilding.lane, rebuilding.selector, rebuilding.subject
    for line in source:
        kind = cast(type[object], type(line))
        number: int = line.number
        if progress is not None:
            progress(number)
        if kind is lines.Enqueued:
            name = selector(number, line.selector)
            log += (name, line.time, subject(line), line.arguments)
        elif kind is lines.Delivered:
            position = (line.enqueued - 1) * STRIDE
            if not 0 <= position < len(log) or not isinstance(log[position], str):
                rebuilding.bad(number, NO_MESSAGE.format(line.enqueued))
            by_selector.setdefault(log[position], []).append(number)
            log += (DELIVERED, line.time, lane(number, line.lane), position)
        elif kind is lines.Returned:
            position = (line.delivered - 1) * STRIDE
            if not 0 <= position < len(log) or log[position] is not DELIVERED:
                rebuilding.bad(number, NO_DELIVERY.format(line.delivered))
            log += (RETURNED, line.time, lane(number, line.lane), position)
        else:
            event = rebuilding.event(line)
            _check_reference(rebuilding, recording, event)
            by_kind.setdefault(type(event), []).append(number)
            log += (event, None, None, None)
    recording.is_cut = not source.is_whole
    return recording


def _check_reference(rebuilding: Rebuilding, recording: Recording, event: Event) -> None:
    """An event that is about another is about one before it, of the right kind."""
    about = referred(event)
    if about is None:
        return
    position = (about - 1) * STRIDE
    log, number = recording.log, event.number
    if not 0 <= position < len(log):
        rebuilding.bad(number, NO_DELIVERY.format(about))
    kind = log[position]
    if isinstance(event, (events.Skipped, events.Dropped)):
        if not isinstance(kind, str):
            rebuilding.bad(number, NO_MESSAGE.format(about))
    elif kind is DELIVERED:
        if isinstance(event, events.Replied) and event.selector != log[log[position + 3]]:
            rebuilding.bad(number, f"event {about} is another message than the reply says")
    elif not isinstance(kind, (events.BlockCalled, str)):
        rebuilding.bad(number, NO_DELIVERY.format(about))


class RecordingStream:
    """The events of a file, one after the other: `for event in stream(path)`.

    Of what went by only the messages that are still on their way are kept, so memory does not
    grow with the length of the file. `header` is what its first line said; `is_cut`, once it has
    been read to its end, that its writer was ended before it was done.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._source = Lines(path)
        self.header: lines.Header = self._source.header
        self._rebuilding = Rebuilding(path)
        self._events = self._read()

    @property
    def is_cut(self) -> bool:
        """Its end was not seen."""
        return not self._source.is_whole

    @property
    def known(self) -> dict[tuple[int, int], Known]:
        """As of a `LoadedRecording`, up to what was read."""
        return self._rebuilding.known

    def __iter__(self) -> Iterator[Event]:
        return self

    def __next__(self) -> Event:
        return next(self._events)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. Reading to the end does so too."""
        self._events.close()
        self._source.close()

    def _read(self) -> Generator[Event]:
        pending = Pending(self._rebuilding, self._source)
        try:
            yield from self._brought(pending)
        finally:
            pending.close()

    def _brought(self, pending: Pending) -> Generator[Event]:
        for line in self._source:
            yield self._event(line, pending)

    def _event(self, line: Any, pending: Pending) -> Event:  # Any: as of `Lines`
        """The event of a line."""
        rebuilding = self._rebuilding
        lane = rebuilding.lane
        number, time = line.number, line.time
        match line:
            case lines.Enqueued():
                rebuilding.knows(line)
                event = rebuilding.enqueued(line)
                pending.add(event)
                return event
            case lines.Delivered():
                where = lane(number, line.lane)
                message = pending.delivered(number, line.enqueued)
                return events.Delivered(
                    number,
                    time,
                    where,
                    line.enqueued,
                    where.session or message.session,
                    message.task,
                    message.selector,
                    message.arguments,
                )
            case lines.Returned():
                return events.Returned(number, time, lane(number, line.lane), line.delivered)
            case _:
                happened = rebuilding.event(line)
                about = referred(happened)
                if about is not None and not 0 < about < number:
                    rebuilding.bad(number, NO_DELIVERY.format(about))
                if isinstance(happened, (events.Dropped, events.Skipped)):
                    pending.gone(happened.enqueued)
                elif isinstance(happened, events.Replied):
                    pending.answered(happened.handler)
                return happened


def stream(path: str | os.PathLike[str]) -> RecordingStream:
    """The events of a recording's file, read while they are asked for.

    Raises, then and while it is read, what `load` raises.
    """
    return RecordingStream(Path(path))
