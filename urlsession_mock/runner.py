"""What happens next: the device's loop.

Not here: what happens (delivery.py, network/). One rule: of what can happen, the oldest
goes first, and the loop ends when nothing can.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from urlsession_mock.agenda import DEFAULT_MODE
from urlsession_mock.errors import Deadlock
from urlsession_mock.events import AppChanged, Delivered, Replied, Stuck, Where
from urlsession_mock.selectors import HANDOVER, Selector
from urlsession_mock.where import raised_at

if TYPE_CHECKING:
    from urlsession_mock.device import Device
    from urlsession_mock.network.loading import Transfer
    from urlsession_mock.session import NSURLSession

__all__ = ["Runner"]

# Seconds in which main may come back when a message may have woken it: whoever was waited for acts
# before the next message comes, as a rule.
_BREATH = 0.0002
_ENDS = ("terminated", "force-quit")  # a process that is gone is owed nothing


def _never() -> bool:
    return False


class Runner:
    """Turns one device. Only the thread that has the turn may call it."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self._carrying: set[NSURLSession] = set()
        self._noted: Deadlock | None = None
        self._heard = 0
        self._fired = 0
        self._failed: list[Exception] = []
        self.moves: int = 0
        """How often something went on, or was waited for, while user code held main."""
        self.leaves: Callable[[], bool] = _never
        """Whoever has the turn wants to leave, so nothing is waited for any longer."""

    def run(self) -> None:
        """Go on until nothing more can happen."""
        __tracebackhide__ = True
        self._device.lanes.must_be_main()
        with self._device.lanes.turn:
            while (
                self.advance() or self._wait_for_others() or self._wait_for_servers() or self.jump()
            ):
                pass

    def run_aside(self, leaves: Callable[[], bool]) -> bool:
        """Go on while user code holds main, and for as long as it does: until `leaves()`.

        For the thread that has the turn in main's place. What belongs on main waits for it.
        True where nothing more can happen.
        """
        lanes = self._device.lanes
        with self.leaving(leaves):
            while not leaves():
                if self.advance():
                    self.moves += 1
                    lanes.rest(_BREATH)  # whom it woke goes first
                elif self._wait_for_others() or self._wait_for_servers() or self.jump():
                    self.moves += 1
                else:
                    return not leaves()
        return False

    @contextmanager
    def leaving(self, leaves: Callable[[], bool]) -> Generator[None]:
        """While the body turns the device, it may leave what it waits for."""
        before, self.leaves = self.leaves, leaves
        try:
            yield
        finally:
            self.leaves = before

    def run_to(self, moment: float) -> None:
        """Go on until it is that late on the device's clock, and nothing more can happen then."""
        __tracebackhide__ = True
        self._device.lanes.must_be_main()
        with self._device.lanes.turn:
            while self.advance() or self._wait_for_others() or self.jump(moment):
                pass
            self.leap(moment)
            self.run_now()

    def run_now(self) -> None:
        """Go on as long as something can happen without any time passing on the clock."""
        __tracebackhide__ = True
        while self.advance() or self._wait_for_others():
            pass

    def run_until(self, done: Callable[[], bool], timeout: float) -> bool:
        """Go on until `done()`, or until `timeout` seconds are over."""
        __tracebackhide__ = True
        self._device.lanes.must_be_main()
        with self._device.lanes.turn:
            return self._run_until(done, timeout)

    def _run_until(self, done: Callable[[], bool], timeout: float) -> bool:
        __tracebackhide__ = True
        end = time.monotonic() + timeout
        while not done():
            left = end - time.monotonic()
            if left <= 0:
                return False
            if self.advance(within=left) or self._wait_for_others(left):
                continue
            if self._wait_for_servers(left) or self.jump():
                continue
            lanes = self._device.lanes
            if not lanes.busy() and not lanes.strangers():
                return done()  # nobody is left who could send it
            lanes.drive(done, min(left, 0.05))
        return True

    def step(self) -> Selector | None:
        """Deliver one message; what it was, or None where there is none."""
        __tracebackhide__ = True
        self._device.lanes.must_be_main()
        with self._device.lanes.turn:
            return self._step()

    def _step(self) -> Selector | None:
        __tracebackhide__ = True
        recording = self._device.recording
        start = len(recording)
        while True:
            moved = self.advance(most=1)
            for index in range(start, len(recording)):
                event = recording[index]
                if isinstance(event, Delivered):
                    return event.selector
            if moved or self._wait_for_others() or self._wait_for_servers() or self.jump():
                continue
            return None

    # -- time --------------------------------------------------------------

    def jump(self, until: float | None = None, *, repeating: bool = False) -> bool:
        """Move the clock to what is due next; False where nothing is, or only after `until`.

        What comes again and again by itself counts only if `repeating`: it has no end.
        """
        device = self._device
        waiting = self._on_the_wire()
        moments = [at for transfer in waiting if (at := transfer.due) is not None]
        moments += device.loops.moments(main=self._serves_main, single=not repeating)
        if until is not None:
            moments += [transfer.deadline for transfer in waiting]
        now = device.clock.now()
        # What was due before now and did not go on waits for something else.
        moments = [at for at in moments if at > now and (until is None or at <= until)]
        if moments:
            self.leap(min(moments))
        return bool(moments)

    def _wait_for_servers(self, within: float | None = None) -> bool:
        """Wait for what real servers send; True where something came, or their time is over."""
        __tracebackhide__ = True
        device = self._device
        live = self._live()
        if not live:
            return False
        now, heard = device.clock.now(), self._heard
        left = min((at for transfer in live if (at := transfer.due) is not None), default=now + 1)
        limit = left - now if within is None else min(left - now, within)
        lanes = device.lanes

        def came() -> bool:
            lanes.hopes += 1
            return device.rings != heard or self.leaves()

        lanes.drive(came, max(limit, 0.0))
        return within is None or device.rings != heard

    def leap(self, to: float) -> None:
        """It is that late on the clock now."""
        device = self._device
        device.clock.jump(to)
        device.recording.keep_time(device.clock.stamp)
        device.loops.tick()

    def _live(self) -> list[Transfer]:
        """What waits for a real server; what should have gone on by now waits for somebody else."""
        now = self._device.clock.now()
        live = [transfer for transfer in self._on_the_wire() if transfer.is_live]
        if not self._device.lanes.is_aside:
            return live
        return [transfer for transfer in live if transfer.due is None or transfer.due > now]

    @property
    def is_live(self) -> bool:
        """A real server is talked to, so real time counts."""
        return bool(self._live())

    @property
    def is_awaited(self) -> bool:
        """Something on the wire goes on by itself, sooner or later."""
        now = self._device.clock.now()
        return any(
            transfer.is_live or (transfer.due or 0.0) > now for transfer in self._on_the_wire()
        )

    def hand_over_later(self, identifier: str, do: Callable[[], None]) -> bool:
        """Keep a handover for later; False, as the textbook has it at once."""
        return False

    @property
    def inputs(self) -> int:
        """How many messages, blocks and selectors main has taken; timers are none."""
        return self._device.lanes.served - self._fired

    def _on_the_wire(self) -> list[Transfer]:
        """The transfers that go on now: those of an app that is away wait for it."""
        device = self._device
        is_here = device.app.is_running
        return [t for t in device.wire.all() if is_here or t.life.channel.is_background]

    # -- one thing at a time ---------------------------------------------

    def advance(self, most: int | None = None, within: float | None = None) -> bool:
        """Let one thing happen; False where nothing can."""
        __tracebackhide__ = True
        try:
            return self._advance_one(most, within)
        except Deadlock as deadlock:
            self.note(deadlock)
            raise
        finally:
            self._device.recording.flush()

    def _advance_one(self, most: int | None, within: float | None) -> bool:
        __tracebackhide__ = True
        device = self._device
        if self._failed:
            raise self._failed.pop(0)
        if self._has_mail and device.lanes.serve():
            return True
        if device.app.is_running and self._fire():
            return True
        if device.app.is_running and self._deliver_next(most, within):
            return True
        self._heard = device.rings  # before they look, so that nothing is missed
        for transfer in self._on_the_wire():
            moved = transfer.step()
            if transfer.is_over:
                device.wire.over(transfer)
            if moved:
                return True
        return device.app.is_running and device.background.end_doomed()

    def advance_all(self, is_over: Callable[[], bool]) -> None:
        """Let everything happen that can now, until `is_over()`."""
        __tracebackhide__ = True
        while not is_over() and self.advance():
            pass

    def _fire(self) -> bool:
        """Do one thing that the system, or main's run loop, is to do by itself at its moment."""
        __tracebackhide__ = True
        loops, now = self._device.loops, self._device.clock.now()
        late = loops.system.take(now, DEFAULT_MODE)
        if late is not None:
            late.call()
            return True
        if not self._serves_main:
            return False
        entry = loops.main.agenda.take(now, loops.main.mode or DEFAULT_MODE)
        if entry is None:
            return False
        self._fired += not entry.is_source
        if self._device.lanes.is_aside:
            self._device.lanes.post_to_main(entry.call)
        else:
            self._device.lanes.run_on_main(entry.call)
        return True

    def _deliver_next(self, most: int | None, within: float | None) -> bool:
        __tracebackhide__ = True
        is_main_queue_served = self._serves_main and not self._device.lanes.is_main_paused
        heads = [
            (first, session)
            for session in self._device.process.sessions
            if session not in self._carrying
            and (is_main_queue_served or not session._queue._is_main)
            and not session._queue.isSuspended()
            and (first := session._channel.first()) is not None
        ]
        if not heads:
            return False
        heads.sort(key=lambda head: head[0])
        session = heads[0][1]
        before = heads[1][0] if len(heads) > 1 else None
        positions = session._channel.take(before, most)
        if not positions:
            return False
        self._carry(session, positions, within)
        return True

    def _carry(self, session: NSURLSession, positions: list[int], within: float | None) -> None:
        """Deliver the messages on the session's lane, serving main meanwhile."""
        __tracebackhide__ = True
        lanes = self._device.lanes
        worker = session._queue._worker(self._device)
        self._carrying.add(session)
        done = threading.Event()

        def job() -> None:
            try:
                session._delivery.carry(positions, lanes.here(session._number))
            except Deadlock as deadlock:
                if worker is None:
                    raise
                self._failed.append(deadlock)
            finally:
                self._carrying.discard(session)
                done.set()

        if worker is None and not lanes.is_aside:
            lanes.run_on_main(job)
            return
        post = lanes.post_to_main if worker is None else worker.post
        post(job)
        if not lanes.drive(lambda: done.is_set() or self.leaves()):
            raise self.held(f"the {worker.name if worker is not None else 'main'} lane")
        if self._failed:
            raise self._failed.pop(0)

    def held(self, who: str = "") -> Deadlock:
        """The deadlock of a lane that is still held, recorded; any lane for no name."""
        lanes = self._device.lanes
        for worker in lanes.busy():
            worker.is_given_up = True
        names = [worker.name for worker in lanes.busy()]
        who = who or (f"the {names[0]} lane" if len(names) == 1 else "a lane")
        stacks = lanes.stacks()
        deadlock = Deadlock(
            f"{who} was held for {lanes.limit:g} s and nothing more could come\n\n{stacks}"
        )
        self._stuck(stacks, deadlock)
        return deadlock

    def note(self, deadlock: Deadlock) -> None:
        """Record a deadlock that ended a message or a block on its own, unless it is recorded."""
        if deadlock is not self._noted:
            self._stuck(str(deadlock), deadlock)

    def _stuck(self, stacks: str, deadlock: Deadlock) -> None:
        # Where the wait has ended already; on main the watchdog's interruption came first.
        where = raised_at((deadlock.__context__ or deadlock).__traceback__)
        self._note(stacks, deadlock, where or self._device.lanes.held_at())

    def _note(self, stacks: str, deadlock: Deadlock, where: Where | None) -> None:
        device = self._device
        device.lanes.gave_up = True
        self._noted = deadlock
        last = device.recording.last_delivery()
        device.recording.add(Stuck, device.lanes.here(), last, stacks, where)

    def waiting_for_main(self) -> str:
        """What waits until main is served; empty where nothing does."""
        device = self._device
        posts = device.lanes.waiting_for_main
        messages = sum(
            1
            for session in device.process.sessions
            if session._queue._is_main and session._channel.first() is not None
        )
        parts = [
            f"{count} {what}{'s' * (count > 1)}"
            for count, what in ((posts, "block"), (messages, "session"))
            if count
        ]
        return f"{' and '.join(parts)} wait{'s' * (posts + messages == 1)}" if parts else ""

    def main_is_stuck(self, why: str) -> Deadlock:
        """The deadlock of user code that holds main for nothing, recorded, to be raised there."""
        lanes = self._device.lanes
        stacks = lanes.stacks()
        deadlock = Deadlock(f"{why}\n\n{stacks}")
        self._note(stacks, deadlock, lanes.main_stands_at())
        return deadlock

    def _wait_for_others(self, within: float | None = None) -> bool:
        """Wait for lanes and threads of the code under test; True where something happened."""
        __tracebackhide__ = True
        device, lanes = self._device, self._device.lanes
        mark = len(device.recording)

        def moved() -> bool:
            return len(device.recording) != mark or self._has_mail or self.leaves()

        if self._is_held_up():
            if not lanes.drive(lambda: moved() or not self._is_held_up(), within):
                if within is not None:
                    return False
                raise self.held()
            return True
        if self._is_owed() and lanes.strangers():
            # Threads do not ring when they end, so look again now and then.
            end = time.monotonic() + (lanes.limit if within is None else within)
            while time.monotonic() < end and not moved() and lanes.strangers():
                lanes.drive(moved, 0.005)
        return moved()

    @property
    def _serves_main(self) -> bool:
        """The caller can run what belongs on main, or have it run there."""
        lanes = self._device.lanes
        return not lanes.is_aside or lanes.knock is not None

    @property
    def _has_mail(self) -> bool:
        """Something waits to run on main, and the caller is there."""
        # A process that was killed may have posted to main last; nobody runs that.
        app, lanes = self._device.app, self._device.lanes
        return not lanes.is_aside and app.is_running and lanes.has_mail

    def _is_held_up(self) -> bool:
        """A lane has something to do, main's own posts included where it serves them by itself."""
        lanes = self._device.lanes
        if not lanes.is_aside:
            return bool(lanes.busy())
        if lanes.knock is not None and lanes.is_at_work:
            return True
        # Main has heard of the others, and may wait for something else.
        return any(not worker.is_given_up for worker in lanes.busy())

    def _is_owed(self) -> bool:
        """Somebody waits for an answer: a task for its handler, the system for a stored one."""
        device = self._device
        if any(next(s._channel.waiting(), None) for s in device.process.sessions):
            return True
        recording = device.recording
        ends = [e.number for e in recording.only(AppChanged) if e.change in _ENDS]
        given = {
            e.number for e in recording.deliveries(HANDOVER) if not ends or e.number > ends[-1]
        }
        return bool(given - {reply.handler for reply in recording.only(Replied)})
