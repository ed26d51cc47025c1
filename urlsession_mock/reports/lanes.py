"""The layout of a recording: which lanes, which events, in what words.

Pure, and without a page: text, and any other picture of a recording, is drawn from it.
One rule: its size is bounded. Long runs become their first, their last and a count; past
`limit` rows the middle is left out.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace

from urlsession_mock.events import (
    Delivered,
    Dropped,
    Enqueued,
    Event,
    Returned,
    Skipped,
    Where,
)
from urlsession_mock.recording import PLAIN, RETURNED, STRIDE, Recording, number_of
from urlsession_mock.reports.words import Words, words

__all__ = ["LIMIT", "Hidden", "Item", "Layout", "More", "Places", "Row", "lay_out", "titled"]

LIMIT = 300
"""So many rows are shown unless told otherwise."""

_MOST_SESSIONS = 3  # more delegate lanes than this are drawn as one
_DEEPEST = 3
_MESSAGES = (Delivered, Enqueued, Skipped, Dropped)
# A run this long is collapsed: of the messages that repeat by the thousand, of others.
_LONG, _VERY_LONG = 3, 10

Place = tuple[str, int]
"""A lane's name, and the number of the session whose queue it is; 0 where it is nobody's."""


@dataclass(frozen=True, slots=True)
class Row:
    """One event. `lane` counts the layout's lanes from 0, `since` is in seconds from the start.

    `depth` is how many calls into the delegate it happened inside of.
    """

    number: int
    since: float
    lane: int
    depth: int
    words: Words
    where: Where | None
    session: int


@dataclass(frozen=True, slots=True)
class More:
    """So many more events like the row above it, on the same lane."""

    count: int
    lane: int
    depth: int
    words: Words


@dataclass(frozen=True, slots=True)
class Hidden:
    """So many events left out to stay within the limit."""

    count: int


Item = Row | More | Hidden


@dataclass(frozen=True, slots=True)
class Layout:
    """A recording, laid out. `lanes` are titles, `duration` is in seconds, `events` counts all."""

    lanes: tuple[str, ...]
    items: tuple[Item, ...]
    events: int
    duration: float
    several_sessions: bool


def lay_out(recording: Recording, *, limit: int | None = LIMIT) -> Layout:
    """Lay out a recording in at most `limit` rows; None for all."""
    draft = _Draft(recording, limit)
    start = end = 0.0
    count = 0
    for event in recording:
        if not count:
            start = event.time
        count, end = event.number, event.time
        draft.add(event)
    items, lanes, several = draft.finish()
    return Layout(lanes, items, count, end - start, several)


class Places:
    """The place of each event, asked in the order of the recording.

    What a delegate's thread does by itself belongs to the session whose message came there last.
    """

    def __init__(self) -> None:
        self._sessions: dict[int, int] = {}

    def of(self, event: Event) -> Place:
        """The place of the next event."""
        lane = event.lane
        if lane != "delegate":
            return str(lane), 0
        if lane.session:
            self._sessions[lane.thread] = lane.session
        return str(lane), self._sessions.get(lane.thread, 0)


def titled(places: Iterable[Place]) -> dict[Place, str]:
    """The lanes from left to right, with their titles.

    Delegates' lanes have the session's number where there are a few; all are one lane
    where there are many.
    """
    found = set(places)
    sessions = {session for name, session in found if name == "delegate" and session}
    numbered = 1 < len(sessions) <= _MOST_SESSIONS
    return {
        place: f"{place[0]} {place[1]}" if place[1] and numbered else place[0]
        for place in sorted(found, key=_order)
    }


# -- drawing up ----------------------------------------------------------

_Found = tuple[Event, int]  # an event, and its depth


class _Run:
    """Events of one kind that follow each other: the first few, the last, and their number."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.first: list[_Found] = []
        self.last: _Found | None = None
        self.count = 0

    def add(self, found: _Found, most: int) -> None:
        self.count += 1
        if len(self.first) < most:
            self.first.append(found)
        self.last = found

    def shown(self) -> Iterable[tuple[_Found, int]]:
        """What is shown of it, each with how many more follow that are not."""
        if self.last is None or self.count == len(self.first):
            return ((found, 0) for found in self.first)
        return ((self.first[0], self.count - 2), (self.last, 0))


class _Draft:
    """The rows so far, of which only the first and the last few are kept."""

    def __init__(self, recording: Recording, limit: int | None) -> None:
        self._recording = recording
        half = None if limit is None else max(limit // 2, 1)
        self._head: list[tuple[Place, Row | More]] = []
        self._tail: deque[tuple[Place, Row | More]] = deque(maxlen=half)
        self._half = half
        self._lost = 0
        self._group: object = None
        self._runs: dict[object, _Run] = {}
        self._depth = _Depth(recording)
        self._places = Places()
        self._start: float | None = None

    def add(self, event: Event) -> None:
        """Take the next event; the end of a call is no row of its own."""
        depth, is_repeating = self._depth.of(event)
        if isinstance(event, Returned):
            return
        self._start = self._start if self._start is not None else event.time
        place = self._places.of(event)
        kind: tuple[object, ...]
        if is_repeating and isinstance(event, _MESSAGES):
            kind = (type(event), event.selector, place, event.session, event.task)
        else:
            kind = (type(event), words(event, self._recording).label, place)
        group = "repeating" if is_repeating else kind
        if group != self._group:
            self._close()
            self._group = group
        run = self._runs.get(kind)
        if run is None:
            run = self._runs[kind] = _Run(place)
        run.add((event, depth), _LONG if is_repeating else _VERY_LONG)

    def finish(self) -> tuple[tuple[Item, ...], tuple[str, ...], bool]:
        """The items, the titles of their lanes, and whether several sessions have one each."""
        self._close()
        drawn = [*self._head, *self._tail]
        title_of = titled(place for place, _ in drawn)
        titles = list(dict.fromkeys(title_of.values()))
        items: list[Item] = []
        for at, (place, item) in enumerate(drawn):
            if self._lost and at == len(self._head):
                items.append(Hidden(self._lost))
            items.append(replace(item, lane=titles.index(title_of[place])))
        sessions = {place[1] for place in title_of if place[1]}
        return tuple(items), tuple(titles), len(sessions) > 1

    def _close(self) -> None:
        """The run is over: show what is shown of it, in the order of the recording."""
        shown = [
            (event.number, depth, event, more, run.place)
            for run in self._runs.values()
            for (event, depth), more in run.shown()
        ]
        for _, depth, event, more, place in sorted(shown, key=lambda one: one[0]):
            row = self._row(event, depth)
            self._keep((place, row))
            if more:
                self._keep((place, More(more, 0, depth, row.words)))
        self._runs.clear()

    def _row(self, event: Event, depth: int) -> Row:
        """The row of an event; on which lane is known at the end."""
        return Row(
            event.number,
            event.time - (self._start or 0.0),
            0,
            depth,
            words(event, self._recording),
            getattr(event, "where", None),
            getattr(event, "session", 0),
        )

    def _keep(self, drawn: tuple[Place, Row | More]) -> None:
        """Keep an item among the first or, for now, among the last."""
        if self._half is None or len(self._head) < self._half:
            self._head.append(drawn)
            return
        if len(self._tail) == self._half:
            lost = self._tail[0][1]
            self._lost += lost.count if isinstance(lost, More) else 1
        self._tail.append(drawn)


class _Depth:
    """Which calls into delegates are open, on each thread."""

    def __init__(self, recording: Recording) -> None:
        log = recording.log
        # A repeating message has an end only where something happened inside its call.
        self._ended = {
            number_of(log[position + 3])
            for position in range(0, len(log) // STRIDE * STRIDE, STRIDE)
            if log[position] is RETURNED
        }
        self._open: dict[tuple[str, int], list[tuple[int, bool]]] = {}

    def of(self, event: Event) -> tuple[int, bool]:
        """How deep an event lies, and whether it is, or is inside of, a message that repeats."""
        calls = self._open.setdefault((str(event.lane), event.lane.thread), [])
        if isinstance(event, Returned):
            while calls and calls.pop()[0] != event.delivered:
                pass
            return 0, False
        is_repeating = isinstance(event, _MESSAGES) and event.selector in PLAIN
        depth = min(len(calls), _DEEPEST)
        inside = bool(calls) and calls[-1][1]
        if isinstance(event, Delivered) and event.number in self._ended:
            calls.append((event.number, is_repeating))
        return depth, is_repeating or inside


_NAMES = ("system", "main", "delegate")


def _order(place: Place) -> tuple[int, str, int]:
    name, session = place
    return (_NAMES.index(name) if name in _NAMES else len(_NAMES), name, session)
