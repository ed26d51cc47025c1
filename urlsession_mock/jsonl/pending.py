"""The messages of a stream that are still on their way, whatever their number.

Not here: the events (reading.py). One rule: memory does not grow with them. A few thousand are
kept; for those behind a second reader follows in the file, and reads each again when its turn
comes. Messages mostly go in the order in which they were enqueued, so it reads on, not back.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from urlsession_mock.events import Enqueued
from urlsession_mock.jsonl import lines
from urlsession_mock.jsonl.decoding import Lines
from urlsession_mock.jsonl.rebuilding import NO_MESSAGE, Rebuilding

__all__ = ["MOST", "Pending"]

MOST = 4096
"""How many messages are kept before the second reader starts."""


class Pending:
    """The messages on their way, for one stream."""

    def __init__(self, rebuilding: Rebuilding, source: Lines) -> None:
        self._rebuilding = rebuilding
        self._source = source
        self._kept: dict[int, Enqueued] = {}
        # Deliveries that gave a handler: until that is called, the system may ask again.
        self._asked: dict[int, int] = {}
        # Behind it messages are not kept, and those in `_gone` are not wanted any more.
        self._second: Lines | None = None
        self._following: Iterator[Any] = iter(())  # Any: as of `Lines`
        self._gone: set[int] = set()

    def add(self, message: Enqueued) -> None:
        """It was enqueued."""
        if self._second is not None:
            return
        self._kept[message.number] = message
        if len(self._kept) >= MOST:
            self._second = self._source.from_here()
            self._following = iter(self._second)

    def delivered(self, number: int, enqueued: int) -> Enqueued:
        """The message that the delivery `number` brings. Raises `BadRecording` for none."""
        message = self._kept.get(enqueued) or self._found(enqueued)
        if message is None:
            self._rebuilding.bad(number, NO_MESSAGE.format(enqueued))
        if getattr(message.selector, "handler", None) is not None:  # a block's call has no row
            self._asked[number] = enqueued
        else:
            del self._kept[enqueued]
        return message

    def answered(self, delivered: int) -> None:
        """The handler of a delivery was called: it will not be asked again."""
        self.gone(self._asked.pop(delivered, 0))

    def gone(self, enqueued: int) -> None:
        """That message comes no more."""
        was_kept = self._kept.pop(enqueued, None) is not None
        if not was_kept and self._second is not None and self._second.number < enqueued:
            self._gone.add(enqueued)

    def close(self) -> None:
        """Close the second reader's file."""
        if self._second is not None:
            self._second.close()
            self._second = None

    def _found(self, enqueued: int) -> Enqueued | None:
        """Read on to that message; those on the way there are kept."""
        second = self._second
        if second is None or not second.number < enqueued <= self._source.number:
            return None
        for line in self._following:
            if isinstance(line, lines.Enqueued) and line.number not in self._gone:
                self._kept[line.number] = self._rebuilding.enqueued(line)
            self._gone.discard(line.number)
            if line.number >= enqueued:
                break
        if second.number >= self._source.number - 1:  # it has come up with the first
            self.close()
        return self._kept.get(enqueued)
