"""The run loops of a device: one for each thread that asks for its own.

Not here: Apple's class (run_loop.py), the main thread's, which turns the device (runner.py). One
rule: a thread runs its own run loop; others only put something on its agenda.

Time is the device's. A thread that waits in its run loop says until when, so that whoever turns the
device can let that moment come; where nobody does, it comes as real time goes.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from urlsession_mock.agenda import DEFAULT_MODE, Agenda, Entry
from urlsession_mock.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Loop", "Loops"]

_LEFT_BEHIND = 0.05  # seconds


class Loop:
    """The run loop of one thread."""

    def __init__(self, loops: Loops, thread: int) -> None:
        self.loops = loops
        self.thread = thread
        self.agenda: Agenda = Agenda()
        self.mode: str | None = None
        """The mode it runs in; None while it does not run."""
        self.waits_until: float | None = None
        """The moment until which its thread waits in it."""
        self.thread_face: object = None
        """Apple's object for its thread."""
        self.dictionary: dict[object, object] = {}
        """What code keeps for the thread."""
        self.owner: threading.Thread | None = None
        """The thread, once it has asked: another may get its number when it has ended."""
        self.stopper: object = None
        """What stops the event loop that runs on it; None where none runs (AppHelper)."""
        self.face: object = None
        """Apple's object for it."""
        # Main does not wait in its own: it turns the device (main_loop.py).
        self._woken = None if self.is_main else threading.Event()

    @property
    def is_main(self) -> bool:
        """It is the main thread's."""
        return self.thread == self.loops.main_thread

    @property
    def is_here(self) -> bool:
        """It is the calling thread's."""
        return self.thread == threading.get_ident()

    def add(self, entry: Entry) -> None:
        """Put something on its agenda."""
        self.agenda.add(entry)
        self.wake()

    def wake(self) -> None:
        """Let it look at its agenda again."""
        self.rouse()
        self.loops.ring()

    def rouse(self) -> None:
        """Let its thread go on where that waits in it."""
        if self._woken is not None:
            self._woken.set()

    def run(self, until: float, mode: str, *, once: bool) -> bool:
        """Run it on its own thread, which is not main, until a moment; for one input at most.

        True where an input was handled. Where the device is gone it returns, a little later: a
        thread that was left behind, and goes on for ever, is not to take the processor.
        """
        loops, clock, woken = self.loops, self.loops.clock, self._woken
        assert woken is not None, "main's runs otherwise"
        outer, self.mode = self.mode, mode
        try:
            while not self.agenda.is_empty(mode):
                woken.clear()
                if loops.is_closed:
                    time.sleep(_LEFT_BEHIND)
                    break
                entry = self.agenda.take(clock.now(), mode)
                if entry is not None:
                    entry.call()
                    if entry.is_source and once:
                        return True
                    continue
                if clock.now() >= until:
                    break
                due = self.agenda.next_at(mode)
                self._wait(woken, until if due is None else min(until, due))
            return False
        finally:
            self.mode = outer

    def _wait(self, woken: threading.Event, until: float) -> None:
        clock = self.loops.clock
        self.waits_until = until
        self.loops.ring()
        try:
            # The longest wait that a lock can express; the moment may be in the distant future.
            left = min(until - clock.now(), threading.TIMEOUT_MAX)
            if not woken.wait(max(left, 0.0)):
                clock.jump(until)
        finally:
            self.waits_until = None


class Loops:
    """All run loops of one device."""

    def __init__(self, clock: Clock, main_thread: int, ring: Callable[[], None]) -> None:
        self.clock = clock
        self.main_thread = main_thread
        self.ring = ring
        self.is_closed: bool = False
        self._lock = threading.Lock()
        self.main: Loop = Loop(self, main_thread)
        self.system: Agenda = Agenda()
        """What the system does at its moment, on no thread of the app."""
        self._by_thread: dict[int, Loop] = {main_thread: self.main}

    def here(self) -> Loop:
        """The run loop of the calling thread."""
        loop, me = self.of(threading.get_ident()), threading.current_thread()
        if loop.owner is not None and loop.owner is not me:
            with self._lock:
                loop = self._by_thread[loop.thread] = Loop(self, loop.thread)
        loop.owner = me
        return loop

    def of(self, thread: int) -> Loop:
        """The run loop of a thread."""
        with self._lock:
            loop = self._by_thread.get(thread)
            if loop is None:
                loop = self._by_thread[thread] = Loop(self, thread)
            return loop

    def waiting(self) -> frozenset[int]:
        """The threads that wait in their run loops: they go on when their moment comes."""
        return frozenset(loop.thread for loop in self._all() if loop.waits_until is not None)

    def moments(self, *, main: bool, single: bool) -> list[float]:
        """When something is due by itself: with `main`, on main, too.

        With `single` only what comes once: a timer that repeats is due for ever.
        """
        found: list[float | None] = [self.system.next_at(DEFAULT_MODE)]
        for loop in self._all():
            if loop.is_main and main:
                found.append(loop.agenda.next_at(loop.mode or DEFAULT_MODE, single=single))
            elif not loop.is_main and loop.waits_until is not None:
                due = loop.agenda.next_at(loop.mode or DEFAULT_MODE, single=True)
                found.append(due if single else loop.waits_until)
        return [moment for moment in found if moment is not None]

    def tick(self) -> None:
        """The clock was moved: wake the threads whose moment has come."""
        now = self.clock.now()
        for loop in self._all():
            until = loop.waits_until
            if until is not None and until <= now:
                loop.rouse()

    def forget_main(self) -> None:
        """The app's process is gone, and with it what its main run loop was to do."""
        for agenda in (self.main.agenda, self.system):
            agenda.remove_all(lambda _: True)

    def close(self) -> None:
        """Let every thread out of its run loop."""
        self.is_closed = True
        for loop in self._all():
            loop.rouse()

    def _all(self) -> list[Loop]:
        with self._lock:
            return list(self._by_thread.values())
