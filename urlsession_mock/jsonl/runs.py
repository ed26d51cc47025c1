"""A stream whose received data comes in runs: what a replay of a long recording reads.

Not here: the events (reading.py). One rule: only data that was delivered as soon as it was
enqueued, with nothing between, is in a run; all else is the event it is.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from urlsession_mock.events import Event
from urlsession_mock.foundation.data import NSData
from urlsession_mock.jsonl import lines, shapes
from urlsession_mock.jsonl.pending import Pending
from urlsession_mock.jsonl.reading import RecordingStream
from urlsession_mock.replaying.data_run import DataRun
from urlsession_mock.selectors import DATA

__all__ = ["in_runs"]

_MOST = 512
_NAME = str(DATA)


def in_runs(stream: RecordingStream) -> Generator[Event | DataRun]:
    """All events of a stream that was not read yet, in order. Raises what reading it raises."""
    pending = Pending(stream._rebuilding, stream._source)
    try:
        yield from _Runs(stream, pending).all()
    finally:
        pending.close()


class _Runs:
    def __init__(self, stream: RecordingStream, pending: Pending) -> None:
        self._stream = stream
        self._pending = pending
        self._data: list[NSData] = []
        self._first: lines.Enqueued | None = None
        self._lane = ""

    def all(self) -> Generator[Event | DataRun]:
        stream, pending, data = self._stream, self._pending, self._data
        waiting: lines.Enqueued | None = None
        for line in stream._source:
            kind: type[object] = line.__class__
            if waiting is not None:
                if kind is lines.Delivered and line.enqueued == waiting.number:
                    if data and line.lane != self._lane:
                        yield self._run()
                    if not data:
                        self._first, self._lane = waiting, line.lane
                    data.append(self._content(waiting))
                    waiting = None
                    if len(data) >= _MOST:
                        yield self._run()
                    continue
                if data:
                    yield self._run()
                yield stream._event(waiting, pending)
                waiting = None
            if kind is lines.Enqueued and line.selector == _NAME and _is_plain(line):
                first = self._first
                if data and first is not None and _about(line) != _about(first):
                    yield self._run()
                waiting = line
                continue
            if data:
                yield self._run()
            yield stream._event(line, pending)
        if data:
            yield self._run()
        if waiting is not None:
            yield stream._event(waiting, pending)

    def _run(self) -> DataRun:
        """The run so far; the next begins."""
        first = self._first
        assert first is not None  # there is data
        lane = self._stream._rebuilding.lane(first.number + 1, self._lane)
        data = tuple(self._data)
        self._data.clear()
        return DataRun(first.number, lane, lane.session or first.session, first.task, data)

    def _content(self, line: lines.Enqueued) -> NSData:
        shape: Any = line.arguments[0]  # Any: `_is_plain` saw that it is data
        if shape.text is not None and shape.base64 is None and shape.sha256 is None:
            return NSData(shape.text.encode())
        rebuilding = self._stream._rebuilding
        return NSData(rebuilding.made(line.number, rebuilding.unpacker.raw, shape))


def _about(line: lines.Enqueued) -> tuple[int, int | None]:
    return line.session, line.task


def _is_plain(line: lines.Enqueued) -> bool:
    return (
        line.known is None and len(line.arguments) == 1 and type(line.arguments[0]) is shapes.Data
    )
