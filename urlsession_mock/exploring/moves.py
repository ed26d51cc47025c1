"""What may happen next on a device that is explored, one thing each.

Not here: which of it happens (steering.py), how (steered.py). One rule: what stands first is what
would happen without an explorer, so the first of all choices make the plain course.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from urlsession_mock.engine import Block
from urlsession_mock.exploring.groups import Groups, Posted
from urlsession_mock.lives import Life
from urlsession_mock.recording import DELIVERED, STRIDE
from urlsession_mock.selectors import FINISH_EVENTS

if TYPE_CHECKING:
    from urlsession_mock.device import Device
    from urlsession_mock.engine import Channel
    from urlsession_mock.session import NSURLSession
    from urlsession_mock.workers import Worker

__all__ = ["Message", "Move", "Moves"]


class Move:
    """One thing that may happen. As a text, what it is."""

    __slots__ = ("_text", "do", "group")

    def __init__(self, text: str, do: Callable[[], None], group: int | None) -> None:
        self._text = text
        self.do: Callable[[], None] = do
        self.group: int | None = group
        """What it may affect; None is all."""

    def __str__(self) -> str:
        return self._text


class Message(Move):
    """A message that may go."""

    __slots__ = ("position", "session")

    def __init__(self, session: NSURLSession, position: int, group: int | None) -> None:
        self.session: NSURLSession = session
        self.position: int = position
        self.group = group

    def __str__(self) -> str:
        return _spelt(self.session, self.position)


class Moves:
    """Looks what may happen next."""

    def __init__(
        self,
        device: Device,
        groups: Groups,
        *,
        start: Callable[[Worker], None],
        busy: set[NSURLSession],
    ) -> None:
        self._device = device
        self._groups = groups
        self._start = start
        self._busy = busy
        self.owed: list[tuple[str, Callable[[], None]]] = []
        """Handovers that the system has begun with and not made."""
        self.may_be_late: bool = False
        """A task may still be running when finish-events comes."""

    def all(self, *, serves_main: bool, here: Worker | None = None) -> list[Move]:
        """What may happen, the plain course first; the lane `here` is about to be free."""
        lanes = self._device.lanes
        found: list[Move] = []
        is_main_served = serves_main and not lanes.is_main_paused
        for identifier, do in self.owed if is_main_served else ():
            found.append(Move(f'handover of "{identifier}"', do, None))
        if is_main_served and lanes.first_mail is not None:
            group = lanes.first_mail.group if isinstance(lanes.first_mail, Posted) else None
            found.append(Move("a block on main", lanes.serve_one, group))
        found += [self._job(w) for w in lanes.workers if w.jobs and w.has_room(w is here)]
        found += self._messages(is_main_served, here)
        return found

    def _job(self, worker: Worker) -> Move:
        job = worker.jobs[0]
        group = job.group if isinstance(job, Posted) else None
        return Move(f"a block on the {worker.name} queue", lambda: self._start(worker), group)

    def _messages(self, is_main_served: bool, here: Worker | None) -> list[Move]:
        device = self._device
        heads: list[tuple[int, NSURLSession]] = []
        for session in device.process.sessions:
            queue = session._queue
            if session in self._busy or queue.isSuspended():
                continue
            if queue._is_main and not is_main_served:
                continue
            worker = queue._worker(device)
            if worker is not None and worker.running - (worker is here) >= worker.width:
                continue
            channel = session._channel
            if not channel.is_quiet:
                heads += [(position, session) for position in channel.deliverable()]
            if self.may_be_late:
                early = _early_finish(channel)
                if early is not None:
                    heads.append((early, session))
        if len(heads) > 1:
            heads.sort(key=_position)
        groups = {session: self._groups.of(session) for _, session in heads}
        return [Message(session, at, groups[session]) for at, session in heads]


def _position(head: tuple[int, NSURLSession]) -> int:
    return head[0]


def _spelt(session: NSURLSession, position: int) -> str:
    log = session._recording.log
    selector, life = log[position], log[position + 2]
    task = f", task {life.task}" if life.task is not None else ""
    label = str(selector) if isinstance(selector, Block) else selector.label
    return f"{label} (session {session._number}{task})"


def _early_finish(channel: Channel) -> int | None:
    """Finish-events that may come before the messages of tasks that are still running.

    None where there is none, or it may go anyway. Some task must have ended, or nothing would
    have woken the app.
    """
    log, ready = channel.recording.log, channel.ready
    place = next((n for n, at in enumerate(ready) if log[at] is FINISH_EVENTS), None)
    if not place or channel.is_gated:
        return None
    running = {log[at + 2] for at in ready[:place]}
    told = {
        log[log[at + 3] + 2]
        for at in range(channel.epoch, len(log), STRIDE)
        if log[at] is DELIVERED
    }
    if channel.own in running or running & told:
        return None
    has_ended = any(isinstance(life, Life) and life.channel is channel for life in told)
    return ready[place] if has_ended else None
