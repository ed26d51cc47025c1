"""A run of received data: pieces that came one after the other, each delivered at once.

A value that stands for two events a piece, so that a long recording is not made of objects.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from urlsession_mock.events import Delivered, Lane
from urlsession_mock.foundation.data import NSData
from urlsession_mock.selectors import DATA

__all__ = ["DataRun"]


@dataclass(frozen=True, slots=True)
class DataRun:
    """Pieces of data about one task. `first` is the number of the first enqueued event."""

    first: int
    lane: Lane
    session: int
    task: int | None
    data: tuple[NSData, ...] = field(repr=False)

    @property
    def last(self) -> int:
        """The number of the last delivery."""
        return self.first + 2 * len(self.data) - 1

    def turns(self) -> Iterator[Delivered]:
        """The deliveries, one by one."""
        number = self.first
        for data in self.data:
            yield Delivered(
                number + 1, 0.0, self.lane, number, self.session, self.task, DATA, (data,)
            )
            number += 2
