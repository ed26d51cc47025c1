"""A device's loop that asks before it goes on: the runner of an exploration.

Not here: what may happen (moves.py), who answers (steering.py), what ends an app (ending.py). One
rule: one thing happens at a time, and the next is asked for when it has come to rest.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from urlsession_mock.errors import Killed
from urlsession_mock.exploring.cancelling import Cancelling
from urlsession_mock.exploring.ending import Ending
from urlsession_mock.exploring.groups import Groups, Posted
from urlsession_mock.exploring.kinds import AGAIN, ENDS, HANDOVER, LATE, ORDER, PAUSE, SECOND
from urlsession_mock.exploring.moves import Message, Move, Moves
from urlsession_mock.exploring.pausing import Pausing
from urlsession_mock.exploring.repeating import Repeating
from urlsession_mock.exploring.resting import Resting
from urlsession_mock.exploring.steering import Steering
from urlsession_mock.runner import Runner

if TYPE_CHECKING:
    from urlsession_mock.device import Device
    from urlsession_mock.workers import Job, Worker

__all__ = ["Steered"]


class Steered(Runner):
    """Turns one device, and asks `steering` where the system is free."""

    def __init__(self, device: Device, steering: Steering, groups: Groups) -> None:
        super().__init__(device)
        self._steering = steering
        self._groups = groups
        self._moves = Moves(device, groups, start=self._start, busy=self._carrying)
        self._resting = Resting(device)
        self._cancelling = Cancelling(steering)
        self._pausing = Pausing(
            device, steering, others=self._others, go=self._go_aside, choose=self._choose
        )
        self._ending = Ending(device, steering, self._resting, self._moves.owed)
        self._repeating = Repeating(device, steering)
        self._depth = 0
        self._nested = 0
        self._chosen: Move | None = None
        self._relays = False
        # What only main may do, or has to look at, between two messages.
        plan = steering.plan
        self._is_plain = not any(plan.allows(kind) for kind in (*ENDS, AGAIN, SECOND, PAUSE))

    def take_over(self) -> None:
        """The device is made: its lanes do nothing by themselves from here on."""
        lanes = self._device.lanes
        lanes.is_steered = True
        lanes.marked = self._groups.post
        lanes.nested = self._go_on_until
        self._steering.events = self._device.recording.__len__
        self._steering.boundary = self._in_code
        self._steering.cancels = self._cancelling.cancels

    # -- one thing at a time ---------------------------------------------

    def _advance_one(self, most: int | None, within: float | None) -> bool:
        __tracebackhide__ = True
        if self._failed:
            raise self._failed.pop(0)
        self._depth += 1
        self._relays = self._is_plain and most is None and not self._nested
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
        move, self._chosen = self._chosen, None
        if move is None:
            if device.app.is_running and self._fire():
                self._resting.settle(self.held)
                return True
            if ending.interrupts():
                self._resting.settle(self.held)
                return True
            moved = self._network()
            if not device.app.is_running:
                return ending.comes_back() or moved
            if ending.ends() or self._repeating.repeats():
                self._resting.settle(self.held)
                return True
            moves = self._options()
            if not moves:
                return moved or device.background.end_doomed() or ending.recovers()
            move = self._pick(moves)
        self._do(move)
        self._resting.settle(self.held)
        if self._failed:
            raise self._failed.pop(0)
        return True

    def _pick(self, moves: list[Move]) -> Move:
        steering = self._steering
        move = moves[steering.ask(ORDER, len(moves), moves) if steering.may(ORDER) else 0]
        self._groups.now = move.group
        return move

    def _do(self, move: Move) -> None:
        __tracebackhide__ = True
        if isinstance(move, Message):
            self._deliver(move)
        else:
            self._pausing.run(move.do)

    def _options(self, here: Worker | None = None) -> list[Move]:
        """What may happen next, as far as its order matters.

        Where one group can affect no other, its moves go first: all that another does
        meanwhile makes no difference to either.
        """
        self._moves.may_be_late = self._steering.may(LATE)
        if self._groups.is_learning:
            self._groups.learn(self._device)
        moves = self._moves.all(serves_main=self._serves_main, here=here)
        if self._pausing.is_wanted:
            moves = self._pausing.moves() + moves
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
            self._cancelling.served.add(transfer.life)
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

    def _deliver(self, message: Message) -> None:
        __tracebackhide__ = True
        lanes = self._device.lanes
        worker = message.session._queue._worker(self._device)
        if worker is not None:
            self._carrying.add(message.session)
            worker.grant(lambda: self._relay(message, worker))
        elif lanes.is_aside:
            lanes.post_to_main(lambda: self._carry_one(message))
        else:
            lanes.run_on_main(lambda: self._carry_one(message))

    def _carry_one(self, message: Message) -> None:
        __tracebackhide__ = True
        session = message.session
        self._carrying.add(session)
        session._channel.pick(message.position)
        try:
            lane = self._device.lanes.here(session._number)
            self._pausing.run(lambda: session._delivery.carry([message.position], lane))
        except Killed:
            pass
        finally:
            self._carrying.discard(session)
        self._cancelling.told(session._recording.log[message.position + 2])

    def _relay(self, message: Message, worker: Worker) -> None:
        """On a lane of its own: deliver it, and what is chosen next if that is a message, too.

        A change of threads costs more than all the rest, so main is only asked for what is its.
        """
        try:
            while True:
                self._carry_one(message)
                move = self._next_on(worker)
                if not isinstance(move, Message):
                    self._chosen = move
                    return
                other = move.session._queue._worker(self._device)
                if other is not worker:
                    if other is None:
                        self._chosen = move
                    else:
                        self._deliver(move)
                    return
                message = move
        except Exception as error:
            self._failed.append(error)

    def _next_on(self, worker: Worker) -> Move | None:
        """What is next, chosen on this lane; None where main has to look itself."""
        device, loops = self._device, self._device.loops
        if not self._relays or not device.app.is_running or self.leaves():
            return None
        if loops.system.has_entries or loops.main.agenda.has_entries or device.wire.all():
            return None
        if not self._resting.is_alone(worker):
            return None
        moves = self._options(worker)
        return self._pick(moves) if moves else None

    def _start(self, worker: Worker) -> None:
        """Let a lane run the next of its jobs."""
        worker.jobs[0] = _guarded(worker.jobs[0], self._pausing)
        worker.grant()

    # -- in the app's code -----------------------------------------------

    def _others(self) -> list[Move]:
        """What may run while the calling thread is stopped."""
        if self._nested or self._chosen is not None:
            return []
        moves = self._moves.all(serves_main=not self._device.lanes.is_main)
        now = self._groups.now
        return [m for m in moves if m.group is None or now is None or m.group == now]

    def _go_aside(self, move: Move) -> None:
        """Let it run to its end while main is stopped."""
        __tracebackhide__ = True
        self._nested += 1
        try:
            self._do(move)
            self._resting.settle(self.held)
        finally:
            self._nested -= 1

    def _choose(self, move: Move) -> None:
        self._chosen = move

    def _go_on_until(self, done: Callable[[], bool]) -> bool:
        """User code on main waits: others go on; False where nothing can end its wait."""
        __tracebackhide__ = True
        if self._device.lanes.aside:
            return False
        ending, process = self._ending, self._device.process
        self._nested += 1
        was_barred = ending.is_barred
        ending.is_barred |= not self._depth
        try:
            while not done():
                if not self.advance():
                    return done()
                if not process.is_alive:
                    raise Killed
            return True
        finally:
            self._nested -= 1
            ending.is_barred = was_barred

    def _in_code(self) -> None:
        """Between two events of the app's own code: it may be ended here. Raises `Killed`."""
        lanes = self._device.lanes
        is_ours = lanes.is_main or lanes.worker_here() is not None
        if self._depth and is_ours and self._ending.ends_in_code():
            raise Killed


def _guarded(job: Job, pausing: Pausing) -> Job:
    def run() -> None:
        with suppress(Killed):
            pausing.run(job)

    return Posted(run, job.group) if isinstance(job, Posted) else run
