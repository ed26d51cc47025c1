"""What happens next: the device's loop.

Not here: what happens (delivery.py, network/). One rule: of what can happen, the oldest
goes first, and the loop ends when nothing can.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from urlsession_mock.errors import Deadlock
from urlsession_mock.events import AppChanged, Delivered, Replied, Stuck
from urlsession_mock.selectors import HANDOVER, Selector
from urlsession_mock.where import raised_at

if TYPE_CHECKING:
    from urlsession_mock.device import Device
    from urlsession_mock.network.loading import Transfer
    from urlsession_mock.session import NSURLSession

__all__ = ["Runner"]

_ENDS = ("terminated", "force-quit")  # a process that is gone is owed nothing


class Runner:
    """Turns one device. Only the thread that made the device may call it."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self._carrying: set[NSURLSession] = set()
        self._noted: Deadlock | None = None
        self._heard = 0

    def run(self) -> None:
        """Go on until nothing more can happen."""
        __tracebackhide__ = True
        self._device.lanes.must_be_main()
        while (
            self._advance() or self._wait_for_others() or self._wait_for_servers() or self._jump()
        ):
            pass

    def run_to(self, moment: float) -> None:
        """Go on until it is that late on the device's clock, and nothing more can happen then."""
        __tracebackhide__ = True
        self._device.lanes.must_be_main()
        while self._advance() or self._wait_for_others() or self._jump(moment):
            pass
        self._leap(moment)
        self.run_now()

    def run_now(self) -> None:
        """Go on as long as something can happen without any time passing on the clock."""
        __tracebackhide__ = True
        while self._advance() or self._wait_for_others():
            pass

    def run_until(self, done: Callable[[], bool], timeout: float) -> bool:
        """Go on until `done()`, or until `timeout` seconds are over."""
        __tracebackhide__ = True
        self._device.lanes.must_be_main()
        end = time.monotonic() + timeout
        while not done():
            left = end - time.monotonic()
            if left <= 0:
                return False
            if self._advance(within=left) or self._wait_for_others(left):
                continue
            if self._wait_for_servers(left) or self._jump():
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
        recording = self._device.recording
        start = len(recording)
        while True:
            moved = self._advance(most=1)
            for index in range(start, len(recording)):
                event = recording[index]
                if isinstance(event, Delivered):
                    return event.selector
            if moved or self._wait_for_others() or self._wait_for_servers() or self._jump():
                continue
            return None

    # -- time --------------------------------------------------------------

    def _jump(self, until: float | None = None) -> bool:
        """Move the clock to what is due next; False where nothing is, or only after `until`."""
        waiting = self._on_the_wire()
        moments = [at for transfer in waiting if (at := transfer.due) is not None]
        if until is not None:
            moments += [transfer.deadline for transfer in waiting]
        now = self._device.clock.now()
        # What was due before now and did not go on waits for something else.
        moments = [at for at in moments if at > now and (until is None or at <= until)]
        if moments:
            self._leap(min(moments))
        return bool(moments)

    def _wait_for_servers(self, within: float | None = None) -> bool:
        """Wait for what real servers send; True where something came, or their time is over."""
        __tracebackhide__ = True
        device = self._device
        live = [transfer for transfer in self._on_the_wire() if transfer.is_live]
        if not live:
            return False
        now, heard = device.clock.now(), self._heard
        left = min((at for transfer in live if (at := transfer.due) is not None), default=now + 1)
        limit = left - now if within is None else min(left - now, within)
        device.lanes.drive(lambda: device.rings != heard, max(limit, 0.0))
        return within is None or device.rings != heard

    def _leap(self, to: float) -> None:
        device = self._device
        device.clock.jump(to)
        device.recording.keep_time(device.clock.stamp)

    def _on_the_wire(self) -> list[Transfer]:
        """The transfers that go on now: those of an app that is away wait for it."""
        device = self._device
        is_here = device.app.is_running
        return [t for t in device.wire.all() if is_here or t.life.channel.is_background]

    # -- one thing at a time ---------------------------------------------

    def _advance(self, most: int | None = None, within: float | None = None) -> bool:
        """Let one thing happen; False where nothing can."""
        __tracebackhide__ = True
        try:
            return self._advance_one(most, within)
        except Deadlock as deadlock:
            if deadlock is not self._noted:  # it ended a message or a block on its own
                self._stuck(str(deadlock), deadlock)
            raise
        finally:
            self._device.recording.flush()

    def _advance_one(self, most: int | None, within: float | None) -> bool:
        __tracebackhide__ = True
        device = self._device
        if device.app.is_running and device.lanes.has_mail and device.lanes.serve():
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

    def _deliver_next(self, most: int | None, within: float | None) -> bool:
        __tracebackhide__ = True
        heads = [
            (first, session)
            for session in self._device.process.sessions
            if session not in self._carrying
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
        try:
            if worker is None:
                lane = lanes.here(session._number)
                lanes.run_on_main(lambda: session._delivery.carry(positions, lane))
                return
            done = threading.Event()
            failed: list[Deadlock] = []

            def job() -> None:
                try:
                    session._delivery.carry(positions, lanes.here(session._number))
                except Deadlock as deadlock:
                    failed.append(deadlock)
                finally:
                    done.set()

            worker.post(job)
            if not lanes.drive(done.is_set):
                raise self._held(f"the {worker.name} lane")
            if failed:
                raise failed[0]
        finally:
            self._carrying.discard(session)

    def _held(self, who: str) -> Deadlock:
        """The deadlock of a lane that is still held, recorded."""
        lanes = self._device.lanes
        stacks = lanes.stacks()
        deadlock = Deadlock(
            f"{who} was held for {lanes.limit:g} s and nothing more could come\n\n{stacks}"
        )
        self._stuck(stacks, deadlock)
        return deadlock

    def _stuck(self, stacks: str, deadlock: Deadlock) -> None:
        device = self._device
        device.lanes.gave_up = True
        self._noted = deadlock
        last = device.recording.last_delivery()
        # Where the wait has ended already; on main the watchdog's interruption came first.
        where = raised_at((deadlock.__context__ or deadlock).__traceback__)
        where = where or device.lanes.held_at()
        device.recording.add(Stuck, device.lanes.here(), last, stacks, where)

    def _wait_for_others(self, within: float | None = None) -> bool:
        """Wait for lanes and threads of the code under test; True where something happened."""
        __tracebackhide__ = True
        device, lanes = self._device, self._device.lanes
        mark = len(device.recording)

        def moved() -> bool:
            return len(device.recording) != mark or lanes.has_mail

        if lanes.busy():
            if not lanes.drive(lambda: moved() or not lanes.busy(), within):
                if within is not None:
                    return False
                raise self._held("a lane")
            return True
        if self._is_owed() and lanes.strangers():
            # Threads do not ring when they end, so look again now and then.
            end = time.monotonic() + (lanes.limit if within is None else within)
            while time.monotonic() < end and not moved() and lanes.strangers():
                lanes.drive(moved, 0.005)
        return moved()

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
