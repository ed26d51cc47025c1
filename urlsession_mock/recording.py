"""Events, and the recording that keeps them in one order.

Not here: what events mean (rules/) or how they look (reports/). One rule:
everything that happens is appended here, once, and nothing is ever changed.

The log is one flat list, four fields an event, because a message must cost
less than a mock's call. The three kinds a busy session repeats are kept as
plain fields and become event objects when somebody looks:

    enqueued   selector     time  life   arguments (received data by itself)
    delivered  DELIVERED    time  lane   position of the enqueued event
    returned   RETURNED     time  lane   position of the delivered event
    other      the event itself, and three empty fields

A tuple around the data would be the largest part of its message, and the only one that the
garbage collector has to walk through; `spread` puts it there for whoever reads.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any, Protocol, TypeVar, overload

from urlsession_mock.events import (
    Delivered,
    Enqueued,
    Event,
    Lane,
    Returned,
)
from urlsession_mock.selectors import DATA, SENT, WROTE, Selector

__all__ = ["DELIVERED", "PLAIN", "RETURNED", "STRIDE", "SYSTEM", "Recording", "number_of", "spread"]

STRIDE = 4

# The messages that repeat by the thousand: they are not indexed one by one.
PLAIN = frozenset({DATA, SENT, WROTE})
# The kinds that are kept as plain fields, and the one that all kinds are.
_UNINDEXED = frozenset({Enqueued, Delivered, Returned, Event})

E = TypeVar("E", bound=Event)


class _Mark:
    """A field that says what kind of event stands here."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name: str = name

    def __repr__(self) -> str:
        return self.name


DELIVERED = _Mark("DELIVERED")
RETURNED = _Mark("RETURNED")


def spread(field: tuple[Any, ...] | bytes) -> tuple[Any, ...]:  # Any: as the message's row says
    """The arguments that the last field of an enqueued message stands for."""
    return field if isinstance(field, tuple) else (field,)


def number_of(position: int) -> int:
    """The number of the event that stands at this position of the log."""
    return position // STRIDE + 1


class Subject(Protocol):
    """What a message is about: a task, a session, or the app delegate."""

    @property
    def session(self) -> int: ...

    @property
    def task(self) -> int | None: ...


class Recording(Sequence[Event]):
    """All that happened, in order. Numbers start at 1.

    Reading never changes it. It may be read while lanes still write: a reader
    sees every event that was complete when it asked.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock: Callable[[], float] = clock
        self._source: Callable[[], float] = clock
        self.lock: threading.RLock = threading.RLock()
        # Mixed fields, four by four (see above); typed again by `_event`.
        self.log: list[Any] = []  # Any: the fields of one event differ in type
        self._followers: list[Callable[[], None]] = []
        self._by_kind: dict[type[Event], list[int]] = {}
        self._by_selector: dict[Selector, list[int]] = {}

    # -- writing ---------------------------------------------------------

    def add(self, kind: Callable[..., E], lane: Lane, *facts: object) -> E:
        """Append one event of `kind`, made of its number, time, lane and `facts`."""
        with self.lock:
            log = self.log
            event = kind(number_of(len(log)), self.clock(), lane, *facts)
            self._by_kind.setdefault(type(event), []).append(event.number)
            log += (event, None, None, None)
        return event

    def enqueued(self, selector: Selector, subject: Subject, arguments: tuple[object, ...]) -> int:
        """Append an enqueued message; its position in the log."""
        with self.lock:
            position = len(self.log)
            self.log += (selector, self.clock(), subject, arguments)
        return position

    def delivered(self, selector: Selector, lane: Lane, position: int) -> int:
        """Append the delivery of the message at `position`; its own position."""
        with self.lock:
            log = self.log
            here = len(log)
            log += (DELIVERED, self.clock(), lane, position)
            self._by_selector.setdefault(selector, []).append(number_of(here))
        return here

    def returned(self, lane: Lane, position: int) -> None:
        """Append the end of the call that was delivered at `position`."""
        with self.lock:
            self.log += (RETURNED, self.clock(), lane, position)

    def keep_time(self, clock: Callable[[], float]) -> None:
        """Take the times of events from this clock from now on."""
        with self.lock:
            self._source = clock
            if not self._followers:
                self.clock = clock

    # -- following -------------------------------------------------------

    def follow(self, flush: Callable[[], None]) -> None:
        """Have `flush()` called before each event that comes, and when the device stands still.

        It is called with the lock held or takes it, and finds complete events only. A recording
        that nobody follows pays nothing for it.
        """
        with self.lock:
            self._followers.append(flush)
            self.clock = self._followed

    def unfollow(self, flush: Callable[[], None]) -> None:
        """Call it no more."""
        with self.lock:
            self._followers.remove(flush)
            if not self._followers:
                self.clock = self._source

    @property
    def is_followed(self) -> bool:
        """Somebody sees each event as it comes."""
        return bool(self._followers)

    def flush(self) -> None:
        """Let those who follow see all that happened so far."""
        for flush in tuple(self._followers):
            flush()

    def _followed(self) -> float:
        self.flush()
        return self._source()

    def cut(self, position: int) -> None:
        """Take back all from this position on, which nothing refers to."""
        number = number_of(position)
        with self.lock:
            del self.log[position:]
            numbers = [*self._by_kind.values(), *self._by_selector.values()]
            for each in numbers:
                while each and each[-1] >= number:
                    each.pop()

    # -- reading ---------------------------------------------------------

    def __len__(self) -> int:
        return len(self.log) // STRIDE

    @overload
    def __getitem__(self, index: int) -> Event: ...
    @overload
    def __getitem__(self, index: slice) -> list[Event]: ...
    def __getitem__(self, index: int | slice) -> Event | list[Event]:
        """The event at a list index; `event(number)` takes the number shown in reports."""
        if isinstance(index, slice):
            return [self._event(i * STRIDE) for i in range(*index.indices(len(self)))]
        count = len(self)
        if not -count <= index < count:
            raise IndexError(f"event {index} of a recording of {count} events")
        return self._event(index % count * STRIDE)

    def __iter__(self) -> Iterator[Event]:
        for position in range(0, len(self.log) // STRIDE * STRIDE, STRIDE):
            yield self._event(position)

    def event(self, number: int) -> Event:
        """The event with this number; numbers start at 1."""
        return self[number - 1]

    def message(self, number: int) -> Delivered:
        """The delivery with this number.

        Raises `TypeError` where the event of that number is something else.
        """
        event = self.event(number)
        if not isinstance(event, Delivered):
            raise TypeError(f"event {number} is {type(event).__name__}, not a delivery")
        return event

    def arguments(self, position: int) -> tuple[Any, ...]:  # Any: as the message's row says
        """What the message that was enqueued at this position of the log carries."""
        return spread(self.log[position + 3])

    def last_delivery(self) -> int | None:
        """The number of the newest delivery; None where there is none."""
        for position in range(len(self.log) // STRIDE * STRIDE - STRIDE, -1, -STRIDE):
            if self.log[position] is DELIVERED:
                return number_of(position)
        return None

    def only(self, *kinds: type[E]) -> Iterator[E]:
        """The events of these kinds, oldest first."""
        if not _UNINDEXED.isdisjoint(kinds):
            for event in self:
                if isinstance(event, kinds):
                    yield event
            return
        numbers = [self._by_kind.get(kind, ()) for kind in kinds]
        merged = numbers[0] if len(numbers) == 1 else sorted(chain.from_iterable(numbers))
        for number in tuple(merged):
            yield self.log[(number - 1) * STRIDE]

    def deliveries(self, *selectors: Selector) -> list[Delivered]:
        """The deliveries of these messages, oldest first; of all where none is named.

        Fast for every message but the three that repeat by the thousand
        (received data, sent and written progress).
        """
        if selectors and PLAIN.isdisjoint(selectors):
            numbers: list[int] = []
            for selector in selectors:
                numbers += self._by_selector.get(selector, ())
            return [self.message(number) for number in sorted(numbers)]
        found = [event for event in self if isinstance(event, Delivered)]
        return [event for event in found if not selectors or event.selector in selectors]

    def selectors(self) -> list[Selector]:
        """What was delivered, in order."""
        log = self.log
        return [
            log[log[position + 3]]
            for position in range(0, len(log) // STRIDE * STRIDE, STRIDE)
            if log[position] is DELIVERED
        ]

    def returned_after(self, delivered: Delivered) -> int:
        """The number at which the call of `delivered` was over.

        Where nothing happened inside the call there is no event for its end,
        and the answer is the number of the delivery itself.
        """
        wanted = (delivered.number - 1) * STRIDE
        log = self.log
        for position in range(wanted + STRIDE, len(log) // STRIDE * STRIDE, STRIDE):
            if log[position] is RETURNED and log[position + 3] == wanted:
                return number_of(position)
        return delivered.number if delivered.selector in PLAIN else sys.maxsize

    def _event(self, position: int) -> Event:
        kind, time, third, fourth = self.log[position : position + STRIDE]
        number = number_of(position)
        if isinstance(kind, Event):
            return kind
        if kind is DELIVERED:
            selector, _, subject, _ = self.log[fourth : fourth + STRIDE]
            session = third.session or subject.session
            enqueued, carried = number_of(fourth), self.arguments(fourth)
            return Delivered(
                number, time, third, enqueued, session, subject.task, selector, carried
            )
        if kind is RETURNED:
            return Returned(number, time, third, number_of(fourth))
        carried = self.arguments(position)
        return Enqueued(number, time, SYSTEM, third.session, third.task, kind, carried)


SYSTEM = Lane("system")
