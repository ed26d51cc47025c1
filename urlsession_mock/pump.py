"""The device, turned while user code holds the main lane.

Not here: what a turn does (runner.py), how a wait is understood (held.py). One rule: the pump turns
the device only while main stands still in a wait, or sleeps, or has been at work for long by
itself; main makes no events meanwhile, so their order is the same in every run.

A client's own code may hold the main lane: `Event.wait()`, `Queue.get()`, `while not done:
sleep(.1)`. On a Mac the system goes on meanwhile, on threads of its own. Here a thread looks at
main a few hundred times a second, and has the turn while main stands at one place. Messages for
other lanes are delivered, transfers go on, the clock jumps; what belongs on main waits for it.

A wait without a limit for which nothing can come any more is a deadlock, raised at the line that
waits. So is a loop of short waits that goes on for the device's `limit`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from urlsession_mock.held import Stands, how, is_selecting
from urlsession_mock.queues import LIVE
from urlsession_mock.stillness import Place, Stillness, frame_of, place_of
from urlsession_mock.watchdog import Interruption

if TYPE_CHECKING:
    from urlsession_mock.device import Device

__all__ = ["Pump", "Settles", "pumping", "started"]

_LOOK = 0.002  # seconds between two looks at main
_BREATH = 0.0005  # seconds after a turn that ended because main moved
_IDLE = 0.005  # the same, while nothing more can happen
# For how long, and how many looks, nothing must have been possible before a wait counts as endless:
# a thread that was just woken has run by then, also on a machine that is busy.
_SURE = 0.08
_LOOKS = 12


@contextmanager
def pumping(device: Device) -> Generator[None]:
    """While the body runs, the device goes on whenever user code holds the main lane.

    Only the thread that made the device may use it. The device's clock goes with real time
    meanwhile, and jumps as in `Device.run`. Raises `Deadlock` at the line in which user code waits
    for what cannot come; that needs POSIX and the interpreter's main thread, as `Watchdog` does.
    """
    __tracebackhide__ = True
    lanes = device.lanes
    lanes.must_be_main()
    if lanes.aside:  # it is pumped already
        yield
        return
    device.clock.flow()
    with started(device):
        yield


@contextmanager
def started(device: Device) -> Generator[Pump]:
    """The pump of a device, until the end of the body; the one that is at work, where one is."""
    if device._pump is not None:
        yield device._pump
        return
    lanes = device.lanes
    with Interruption(lanes.main_thread, lambda: lanes.is_interrupting) as interruption:
        pump = device._pump = Pump(device, interruption)
        pump.start()
        try:
            yield pump
        finally:
            device._pump = None
            pump.stop()


class Pump:
    """The thread that turns a device in main's place."""

    def __init__(self, device: Device, interruption: Interruption) -> None:
        self._device = device
        self._interruption = interruption
        self._stop = threading.Event()
        self._place: Place | None = None
        self._quiet_mark: object = None
        self._quiet_since = 0.0
        self._quiet_looks = 0
        self._still = Stillness()
        self._told: Place | None = None
        self.settling: Settles | None = None
        """What main waits for while it is an event loop (settling.py); it serves its posts then."""
        self.thread: threading.Thread = threading.Thread(
            target=self._work, name=f"{LIVE}pump", daemon=True
        )

    def start(self) -> None:
        """Start to look."""
        self.thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._stop.set()
        self._device.lanes.ring()
        self.thread.join(self._device.lanes.limit)
        self._device.lanes.aside = 0

    def _work(self) -> None:
        lanes = self._device.lanes
        lanes.turn_aside()
        while not self._stop.is_set():
            if not self._is_held() or not lanes.turn.take_aside():
                self._stop.wait(_LOOK)
                continue
            is_at_rest = False
            try:
                is_at_rest = self._device._runner.run_aside(self._leaves)
                if is_at_rest:
                    self._judge()
            except BaseException as error:  # it belongs where user code waits
                self._raise_there(error)
            finally:
                lanes.turn.give_aside()
            settling = self.settling
            if is_at_rest and settling is not None:
                settling.rested()
            lanes.rest(_IDLE if is_at_rest else _BREATH)

    # -- looking at main -------------------------------------------------

    def _is_held(self) -> bool:
        """Main stands where it stood at the last look, or is an event loop that settles."""
        before, now = self._place, self._now_at()
        self._place = now
        return now == before or self.settling is not None

    def _leaves(self) -> bool:
        """Main has moved, or wants the turn, or it is over."""
        return (
            self._stop.is_set()
            or self._device.lanes.turn.is_wanted
            or (self.settling is None and self._now_at() != self._place)
        )

    def _now_at(self) -> Place | None:
        return place_of(frame_of(self._device.lanes.main_thread))

    # -- a wait for nothing ----------------------------------------------

    def _judge(self) -> None:
        """Nothing more can happen: raise a deadlock on main, where it waits for something."""
        lanes = self._device.lanes
        still = self._still
        still.keep(lanes.hopeful())
        # A timer that was there before the device is the test runner's.
        foreign = [
            thread
            for thread in lanes.foreign_threads()
            if not (isinstance(thread, threading.Timer) and lanes.was_there(thread))
        ]
        others = [(thread.ident, lanes.was_there(thread)) for thread in foreign]
        idents = [ident for ident, _ in others if ident is not None]
        still.look([lanes.main_thread, *idents])
        if self._told == self._place or len(idents) < len(others):
            return  # it was told, or a thread is just being started
        at_work = [
            ident
            for ident, was_there in others
            if ident is not None and still.is_at_work(ident, was_there=was_there)
        ]
        self._keep_quiet((still.since, self._place, self._device._runner.moves), not at_work)
        is_long = still.lasted >= lanes.limit
        if any(not (is_long and still.is_polling(thread)) for thread in at_work):
            return
        frame = frame_of(lanes.main_thread)
        if self.settling is not None and (frame is None or is_selecting(frame)):
            still.keep(None)  # the loop is idle, and hears of it that the device is at rest
        elif how(frame) is Stands.FOR_OTHERS:
            if is_long or self._is_quiet:
                self._tell("the main lane waits for what can no longer come")
        elif is_long and still.is_polling(lanes.main_thread):
            self._tell(f"the main lane polled for {lanes.limit:g} s for what can no longer come")

    def _keep_quiet(self, mark: object, is_idle: bool) -> None:
        """Count for how long nobody has been at work, and nothing was."""
        if mark != self._quiet_mark or not is_idle:
            self._quiet_mark, self._quiet_since, self._quiet_looks = mark, time.monotonic(), 0
        self._quiet_looks += 1

    @property
    def _is_quiet(self) -> bool:
        lasted = time.monotonic() - self._quiet_since
        return lasted >= _SURE and self._quiet_looks >= _LOOKS

    def _tell(self, what: str) -> None:
        self._told = self._place
        waiting = self._device._runner.waiting_for_main()
        if waiting:
            what += (
                f"; {waiting} for the main lane, which this wait holds: run its run loop instead, "
                f"or give the session a queue of its own"
            )
        else:
            what += ": no transfer is on its way, no timer is due and no thread is at work"
        self._raise_there(self._device._runner.main_is_stuck(what))

    def _raise_there(self, error: BaseException) -> None:
        """Raise it where main waits."""
        if self._stop.is_set():
            return  # main has left
        if self.settling is not None:
            self.settling.failed(error)  # for a loop keeps to itself what a callback raises
            frame = frame_of(self._device.lanes.main_thread)
            if frame is None or is_selecting(frame):
                return
        self._interruption.ask(error)


class Settles(Protocol):
    """What waits for the device while main is an event loop."""

    def rested(self) -> None:
        """Nothing more can happen on the device. From the pump's thread."""
        ...

    def failed(self, error: BaseException) -> None:
        """It cannot go on. From the pump's thread."""
        ...
