"""A network that answers from a recording: each task gets what its recorded one got.

Not here: reading the recording (exchanges.py), what the delegate is told (network/loading.py). One
rule: a request that is not the recorded one gets nothing, and is told with what was recorded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

from urlsession_mock.errors import NotPossibleNow
from urlsession_mock.events import Event
from urlsession_mock.foundation.credential import NSURLCredential
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.error_codes import NSURLErrorCannotConnectToHost
from urlsession_mock.foundation.request import NSMutableURLRequest, NSURLRequest
from urlsession_mock.network.canned import CannedExchange
from urlsession_mock.network.wire import (
    End,
    Exchange,
    Failure,
    Happening,
    Outgoing,
    Permission,
    Stall,
)
from urlsession_mock.replaying.doubles import File, content_of
from urlsession_mock.replaying.exchanges import Attempt, RecordedTask, recorded_tasks
from urlsession_mock.replaying.requests import differing, named

if TYPE_CHECKING:
    from urlsession_mock.device import Device
    from urlsession_mock.engine import Life
    from urlsession_mock.network.wire import Source
    from urlsession_mock.tasks import NSURLSessionTask

__all__ = ["Playback"]

__tracebackhide__ = True  # pytest then shows the caller's line


@dataclass(slots=True)
class _Played:
    """A recorded task, and what stands for it now."""

    task: RecordedTask
    life: Life | None = None
    opened: int = 0
    under_way: _Exchange | None = None
    left: int = 0
    """So many steps were not taken when their exchange was given up."""
    problems: list[str] = field(default_factory=list[str])

    @property
    def name(self) -> str:
        """The recorded task in a text."""
        event = self.task.event
        what = named(event.request) if event.request is not None else event.url or event.kind
        return f"task {event.task}, {what} (event {event.number})"


class Playback:
    """The servers of a recording, for one device. `name` is what a text calls the recording."""

    def __init__(self, device: Device, events: Iterable[Event], name: str = "") -> None:
        self._device = device
        self._name = name
        self._tasks = [_Played(task) for task in recorded_tasks(events)]
        self._refused: list[str] = []
        self.lets_new_through: bool = False
        """A request that was not recorded goes to the other servers."""
        self.went_through: int = 0
        """So many did."""

    # -- what the device asks ----------------------------------------------

    def claim(self, task: NSURLSessionTask) -> Source | None:
        """The servers of the recorded task that this one is; None where it may go elsewhere.

        Raises `NotPossibleNow` where the recording has no such request, with what it has.
        """
        life = task._life
        for played in self._tasks:
            if played.life is None and not _differs(played.task, life):
                played.life = life
                return _Servers(self, played)
        if self.lets_new_through:
            self.went_through += 1
            return None
        text = self._no_such(life)
        self._refused.append(text)
        raise NotPossibleNow(text)

    def _no_such(self, life: Life) -> str:
        request = life.facts.request
        head = f"{named(request)} is not in the recording{self._in}"
        left = [played for played in self._tasks if played.life is None]
        if not left:
            return f"{head}, which has no more requests" + _HOW
        near = next((each for each in left if _is_near(each.task, life)), left[0])
        lines = [head, f"    recorded next: {near.name}"]
        lines += [
            f"    {part}: recorded {before}; now {now}"
            for part, before, now in _differs(near.task, life)
        ]
        return "\n".join(lines) + _HOW

    @property
    def _in(self) -> str:
        return f" {self._name}" if self._name else ""

    # -- in the recorded order ---------------------------------------------

    def is_turn(self, exchange: _Exchange) -> bool:
        """Nothing of another task that can go on now comes first."""
        for played in self._tasks:
            other, life = played.under_way, played.life
            if other is None or other is exchange or life is None:
                continue
            is_here = self._device.app.is_running or life.channel.is_background
            waits = life.is_asking or life.is_ending or life.facts.suspensions > 0 or not is_here
            if not waits and 0 < other.number < exchange.number:
                return False
        return True

    # -- what is left --------------------------------------------------------

    def problems(self) -> list[str]:
        """Requests that were not the recorded ones, each with what was recorded."""
        return [*self._refused, *(text for played in self._tasks for text in played.problems)]

    def unplayed(self) -> list[str]:
        """What the recording has and nobody asked for."""
        found: list[str] = []
        for played in self._tasks:
            if played.life is None:
                if played.task.event.kind not in _OTHER_KINDS and _is_on_the_wire(played.task):
                    found.append(f"{played.name} was not made")
                continue
            exchange = played.under_way
            left = played.left + (exchange.left if exchange is not None else 0)
            rest = played.task.attempts[played.opened :]
            left += sum(_sent_by_server(each.steps) for each in rest)
            if left:
                found.append(f"{played.name} left {left} of what its server sent")
        return found


_HOW = (
    "\n    where the change is meant, record it anew with --urlsession-record=rewrite; "
    "--urlsession-record=new adds what is new"
)
_OTHER_KINDS = frozenset({"WebSocket task", "stream task"})


def _sent_by_server(steps: Iterable[Happening]) -> int:
    """How many of the steps say something: an end that nobody waits for does not."""
    return sum(not isinstance(step, (End, Stall)) for step in steps)


def _is_on_the_wire(task: RecordedTask) -> bool:
    """It was resumed, and something came of it."""
    return any(not isinstance(step, Stall) for each in task.attempts for step in each.steps)


def _is_near(task: RecordedTask, life: Life) -> bool:
    return {part for part, _, _ in _differs(task, life)} <= {"body", "URL"} or len(
        _differs(task, life)
    ) == 1


def _differs(task: RecordedTask, life: Life) -> list[tuple[str, str, str]]:
    """In what the request of a task differs from the recorded one, its body included."""
    recorded, now = task.event.request, life.facts.request
    found = [part for part in differing(recorded, now) if part[0] != "body"]
    before, after = _body(task.event.upload, recorded), _body(_sent(life), now)
    if before != after:
        found += [part for part in differing(_with(before), _with(after)) if part[0] == "body"]
    return found


def _body(upload: object, request: NSURLRequest | None) -> bytes:
    if isinstance(upload, bytes):
        return upload
    if upload is None:
        return bytes(request.HTTPBody() or b"") if request is not None else b""
    if isinstance(upload, Path):
        return upload.read_bytes() if upload.is_file() else b""
    content = content_of(cast(File, upload))  # of a recording that was loaded
    return content if isinstance(content, bytes) else b""


def _sent(life: Life) -> object:
    return life.facts.body if life.facts.body is not None else life.facts.file


def _with(body: bytes) -> NSURLRequest:
    request = NSMutableURLRequest.requestWithURL_(None)
    request.setHTTPBody_(NSData(body))
    return request


class _Servers:
    """The servers of one task."""

    def __init__(self, playback: Playback, played: _Played) -> None:
        self._playback = playback
        self._played = played

    def open(self, outgoing: Outgoing) -> Exchange:
        """See `Source`."""
        played = self._played
        now = self._playback._device.clock.now
        attempts = played.task.attempts
        if played.opened >= len(attempts):
            name = f"{outgoing.method} {outgoing.url.shown()}"
            played.problems.append(
                f"{played.name} sent {name} once more than it was recorded{self._playback._in}"
            )
            return CannedExchange(outgoing, (Failure(NSURLErrorCannotConnectToHost),), now)
        attempt = attempts[played.opened]
        played.opened += 1
        before, wanted = attempt.request, NSMutableURLRequest.requestWithURL_(outgoing.url)
        wanted.setHTTPMethod_(outgoing.method)
        parts = [p for p in differing(before, wanted) if p[0] in ("URL", "method")]
        if before is not None and parts:
            said = "; ".join(f"{part}: recorded {was}; now {now_}" for part, was, now_ in parts)
            played.problems.append(f"{played.name} went on otherwise than recorded: {said}")
            return CannedExchange(outgoing, (Failure(NSURLErrorCannotConnectToHost),), now)
        played.under_way = _Exchange(self._playback, played, attempt, outgoing)
        return played.under_way


class _Exchange:
    """One recorded request and its answer; each step waits for its turn in the recording."""

    is_live: bool = False

    def __init__(
        self, playback: Playback, played: _Played, attempt: Attempt, outgoing: Outgoing
    ) -> None:
        self._playback = playback
        self._played = played
        self._numbers = attempt.numbers
        self._steps = attempt.steps
        self._taken = 0
        now = playback._device.clock.now
        self._inner = CannedExchange(outgoing, tuple(attempt.steps), now)

    @property
    def number(self) -> int:
        """The recorded event that the next step was; 0 where there is none."""
        return self._numbers[self._taken] if self._taken < len(self._numbers) else 0

    @property
    def left(self) -> int:
        """The steps that nobody took."""
        return _sent_by_server(self._steps[self._taken :])

    def next(self) -> Happening | None:
        """See `Exchange`."""
        if not self._playback.is_turn(self):
            return None
        happening = self._inner.next()
        taken = self._taken
        if taken < len(self._steps) and happening is self._steps[taken]:
            self._taken = taken + 1
        return happening

    def answer(self, permission: Permission, credential: NSURLCredential | None = None) -> None:
        """See `Exchange`."""
        self._inner.answer(permission, credential)

    def close(self) -> None:
        """See `Exchange`."""
        self._inner.close()
        played = self._played
        if played.under_way is self:
            played.left += self.left
            played.under_way = None
