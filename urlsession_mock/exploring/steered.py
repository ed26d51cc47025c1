"""A device's loop that asks before it goes on: the runner of an exploration.

Not here: what may happen (moves.py), who answers (steering.py), what ends an app (ending.py). One
rule: one thing happens at a time, and the next is asked for when it has come to rest.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from urlsession_mock.errors import Deadlock, Killed
from urlsession_mock.exploring.ending import Ending
from urlsession_mock.exploring.groups import Groups, Posted
from urlsession_mock.exploring.kinds import HANDOVER, LATE, ORDER
from urlsession_mock.exploring.moves import Move, Moves
from urlsession_mock.exploring.repeating import Repeating
from urlsession_mock.exploring.resting import Resting
from urlsession_mock.exploring.steering import Steering
from urlsession_mock.runner import Runner

if TYPE_CHECKING:
    from urlsession_mock.device import Device
    from urlsession_mock.session import NSURLSession
    from urlsession_mock.workers import Job, Worker

__all__ = ["Steered"]


class Steered(Runner):
    """Turns one device, and asks `steering` where the system is free."""

    def __init__(self, device: Device, steering: Steering, groups: Groups) -> None:
        super().__init__(device)
        self._steering = steering
        self._groups = groups
        self._moves = Moves(
            device, groups, deliver=self._deliver, start=self._start, busy=self._carrying
        )
        self._ending = Ending(device, steering)
        self._repeating = Repeating(device, steering)
        self._resting = Resting(device)
        self._depth = 0
        self._nested = 0

    def take_over(self) -> None:
        """The device is made: its lanes do nothing by themselves from here on."""
        lanes = self._device.lanes
        lanes.is_steered = True
        lanes.marked = self._groups.post
        lanes.nested = self._go_on_until
        self._steering.events = self._device.recording.__len__
        self._steering.boundary = self._in_code

    # -- one thing at a time ---------------------------------------------

    def _advance_one(self, most: int | None, within: float | None) -> bool:
        __tracebackhide__ = True
        if self._failed:
            raise self._failed.pop(0)
        self._depth += 1
        try:
            return self._one()
        except Killed:
            return True  # what it was at has ended with it
        finally:
            self._depth -= 1
            self._groups.now = None

    def _one(self) -> bool:
        __tracebackhide__ = True
        device, ending = self._device, self._ending
        device.lanes.sort_mail()
        if device.app.is_running and self._fire():
            self._resting.settle(self.held)
            return True
        moved = self._network()
        if not device.app.is_running:
            return ending.comes_back() or moved
        moves = self._options()
        if ending.ends() or self._repeating.repeats():
            return True
        if not moves:
            return moved or device.background.end_doomed() or ending.recovers()
        move = moves[self._steering.ask(ORDER, len(moves), moves) if self._may_reorder else 0]
        self._groups.now = move.group
        move.do()
        self._resting.settle(self.held)
        return True

    @property
    def _may_reorder(self) -> bool:
        return self._steering.may(ORDER)

    def _options(self) -> list[Move]:
        """What may happen next, as far as its order matters.

        Where one group can affect no other, its moves go first: all that another does
        meanwhile makes no difference to either.
        """
        self._moves.may_be_late = self._steering.may(LATE)
        if self._groups.is_learning:
            self._groups.learn(self._device)
        moves = self._moves.all(serves_main=self._serves_main)
        if len(moves) < 2 or any(move.group is None for move in moves):
            return moves
        first = moves[0].group
        return [move for move in moves if move.group == first]

    def _network(self) -> bool:
        """Let servers send all that they can: how it falls is then a choice of order."""
        device = self._device
        self._heard = device.rings
        moved = False
        for transfer in self._on_the_wire():
            while not transfer.is_over and transfer.step():
                moved = True
            if transfer.is_over:
                device.wire.over(transfer)
        return moved

    def jump(self, until: float | None = None, *, repeating: bool = False) -> bool:
        """See `Runner.jump`. Where nothing else can happen, the user brings the app back."""
        if super().jump(until, repeating=repeating):
            return True
        return until is None and self._ending.is_brought_back()

    # -- what happens ----------------------------------------------------

    def hand_over_later(self, identifier: str, do: Callable[[], None]) -> bool:
        """Keep a handover among what may happen next; False where it comes at once."""
        if not self._steering.may(HANDOVER):
            return False
        owed, process = self._moves.owed, self._device.process

        def make() -> None:
            owed.remove(entry)
            if process.is_alive:
                do()

        entry = (identifier, make)
        owed.append(entry)
        return True

    def _deliver(self, session: NSURLSession, position: int) -> None:
        __tracebackhide__ = True
        lanes = self._device.lanes
        session._channel.pick(position)
        worker = session._queue._worker(self._device)
        self._carrying.add(session)

        def job() -> None:
            try:
                session._delivery.carry([position], lanes.here(session._number))
            except Killed:
                pass
            except Deadlock as deadlock:
                if worker is None:
                    raise
                self._failed.append(deadlock)
            finally:
                self._carrying.discard(session)

        if worker is not None:
            worker.grant(job)
        elif lanes.is_aside:
            lanes.post_to_main(job)
        else:
            lanes.run_on_main(job)

    def _start(self, worker: Worker) -> None:
        """Let a lane run the next of its jobs."""
        worker.jobs[0] = _guarded(worker.jobs[0])
        worker.grant()

    # -- in the app's code -----------------------------------------------

    def _go_on_until(self, done: Callable[[], bool]) -> bool:
        """User code on main waits: others go on; False where nothing can end its wait."""
        __tracebackhide__ = True
        if self._device.lanes.aside:
            return False
        self._nested += 1
        try:
            while not done():
                if not self.advance():
                    return done()
            return True
        finally:
            self._nested -= 1

    def _in_code(self) -> None:
        """Between two events of the app's own code: it may be ended here. Raises `Killed`."""
        lanes = self._device.lanes
        is_ours = lanes.is_main or lanes.worker_here() is not None
        if self._depth and is_ours and self._ending.ends_in_code():
            raise Killed


def _guarded(job: Job) -> Job:
    def run() -> object:
        try:
            return job()
        except Killed:
            return None

    return Posted(run, job.group) if isinstance(job, Posted) else run
