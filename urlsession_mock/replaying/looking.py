"""What the delegate does now, read from the new recording as it grows.

Not here: what it is compared with (comparing.py), whose doing an event is (overhearing.py). One
rule: each event of the new log is looked at once, whenever it is that somebody looks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from urlsession_mock.events import (
    Delivered,
    Dropped,
    Event,
    Replied,
    SessionCreated,
    SessionInvalidated,
    Skipped,
    TaskChanged,
    TaskCreated,
    TaskSet,
)
from urlsession_mock.recording import DELIVERED, PLAIN, STRIDE, number_of
from urlsession_mock.replaying.acts import Act, Call, about
from urlsession_mock.replaying.comparing import Comparing, Turn
from urlsession_mock.replaying.data_run import DataRun
from urlsession_mock.replaying.forgetting import Forgetting
from urlsession_mock.replaying.overhearing import overheard
from urlsession_mock.replaying.stage import Deed, Stage
from urlsession_mock.selectors import CREATED, FINISH_EVENTS, HANDOVER

if TYPE_CHECKING:
    from urlsession_mock.device import Device
    from urlsession_mock.engine import Life

__all__ = ["Looking"]

_PLAIN_KINDS = frozenset(id(kind) for kind in (*PLAIN, DELIVERED))


class Looking:
    """The new recording. `keep` is off where plain messages are forgotten once looked at."""

    def __init__(self, device: Device, stage: Stage, comparing: Comparing, *, keep: bool) -> None:
        self._device = device
        self._stage = stage
        self._comparing = comparing
        self._keep = keep
        self.due: dict[int, Turn] = {}
        """By its position in the log, the turn a message stands for, until it was taken."""
        self.bulk: tuple[int, DataRun] | None = None
        """A run of data under way, and where it begins."""
        self.local: dict[int, Turn] = {}
        """Turns taken in the last run, by number of the call now."""
        self.outside: list[Deed] = []
        """Done outside of any call, and not found in the recording yet."""
        self._seen = 0  # how far the new recording was looked at
        self._forgetting = Forgetting(device)
        self._number: dict[int, int] = {}  # number of a call now: its recorded number
        self._creations: dict[tuple[int, int | None], int] = {}  # calls of didCreateTask now
        self._orphans: dict[int, list[Act]] = {}  # what was done in them

    def look(self) -> None:
        """Look at what is new in the new recording."""
        recording = self._device.recording
        log = recording.log
        start, end = self._seen, len(log)
        if start == end:
            return
        self._seen = end
        if set(map(id, log[start:end:STRIDE])) <= _PLAIN_KINDS:
            due = self.due
            for position in range(start, end, STRIDE):
                if log[position] is DELIVERED:
                    turn = due.pop(log[position + 3], None)
                    if turn is not None and type(turn) is Skipped:
                        self._comparing.implemented(turn, now=True)
        else:
            if self.bulk is not None:
                (at, run), self.bulk = self.bulk, None
                self.due.update(zip(range(at, end, STRIDE), run.turns(), strict=False))
            self._look_closely(log, start, end)
        if not self._keep:
            self._forgetting.done(self._seen)
            self._seen = len(log)

    def created(self, event: Turn, life: Life) -> None:
        """The recorded didCreateTask of a task: it came by itself, when the task was made."""
        now = self._creations.pop((life.session, life.number), None)
        if now is None:
            self._comparing.implemented(event, now=False)
            return
        self._comparing.begin(event, life)  # type: ignore[arg-type]  # it is never skipped: it is not sent then
        self._number[now] = event.number
        self._comparing.calls[event.number].now = self._orphans.pop(now, [])

    def _look_closely(self, log: list[Any], start: int, end: int) -> None:  # Any: as its fields
        self.local.clear()
        for position, event, call in overheard(log, start, end):
            if event is None:
                self._delivered(log, position)
            else:
                self._happened(event, call)
        comparing = self._comparing
        for turn in self.local.values():
            if turn.selector in PLAIN and turn.number in comparing.calls:
                comparing.unsettled.add(turn.number)

    def _happened(self, event: Event, call: int | None) -> None:
        """One event of the new recording."""
        match event:
            case Skipped():
                turn = self.due.pop((event.enqueued - 1) * STRIDE, None)
                if turn is not None and type(turn) is Delivered:
                    self._comparing.implemented(turn, now=False)
                    self._comparing.drop(turn)
                if event.selector is FINISH_EVENTS:
                    self._comparing.finishes_now.came(self._identifier(event.session))
            case Dropped():
                turn = self.due.pop((event.enqueued - 1) * STRIDE, None)
                if turn is not None:
                    self._comparing.drop(turn)
            case Replied():
                number = self._number.get(event.handler)
                if number is not None:
                    self._comparing.replied_now(event, number)
            case TaskChanged() | TaskSet() | SessionInvalidated() if call is None:
                self.outside.append(event)
            case _:
                turn = self.local.get(call) if call is not None else None
                number = self._number.get(call or 0) if turn is None else turn.number
                if isinstance(event, SessionCreated):
                    self._stage.new_sessions.append(event)
                elif isinstance(event, TaskCreated):
                    self._stage.new_tasks.append((event, number))
                self._acted(event, call, number)

    def _delivered(self, log: list[Any], position: int) -> None:  # Any: as above
        number, enqueued = number_of(position), log[position + 3]
        selector, subject = log[enqueued], log[enqueued + 2]
        if selector is CREATED:
            self._creations[subject.session, subject.task] = number
            return
        comparing = self._comparing
        turn = self.due.pop(enqueued, None)
        if selector is FINISH_EVENTS:
            session = log[position + 2].session or subject.session
            comparing.finishes_now.came(self._identifier(session))
        if turn is None:
            return
        self.local[number] = turn
        if type(turn) is Skipped:
            comparing.implemented(turn, now=True)
        if selector not in PLAIN:
            self._number[number] = turn.number
            if turn.number in comparing.asked:
                comparing.asked[turn.number].is_given = True
        if selector is HANDOVER:
            comparing.finishes_now.handed_over(turn.number, str(log[enqueued + 3][0]))

    def _acted(self, event: Event, call: int | None, number: int | None) -> None:
        act = self._comparing.act_of(event)
        if act is None or call is None:
            return
        if number is None:
            self._orphans.setdefault(call, []).append(act)
            return
        calls = self._comparing.calls
        found = calls.get(number)
        if found is None:
            turn = self.local[call]
            found = calls[number] = Call(number, about(turn.selector, turn.task))
        found.now.append(act)

    def _identifier(self, session: int) -> str:
        for made in self._device.process.sessions:
            if made._number == session:
                return str(made._configuration.identifier() or "")
        return ""
