"""Dispatch queues: where blocks run, one after the other or side by side.

Not here: libdispatch's functions (`bindings/pyobjc/dispatch.py`). One rule: a queue is only a name
for a lane of the active device, so it keeps nothing of it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

from urlsession_mock.agenda import COMMON_MODES, Entry
from urlsession_mock.errors import Deadlock
from urlsession_mock.workers import Barrier, Worker
from urlsession_mock.world import World, current

__all__ = ["MAIN", "DispatchQueue"]

Block = Callable[[], object]
_WIDTH: Final = 8  # as operation queues: enough to overlap, few enough to read


class DispatchQueue:
    """A queue. Source: developer.apple.com/documentation/dispatch/dispatchqueue"""

    def __init__(self, label: bytes, *, is_serial: bool = True, is_main: bool = False) -> None:
        self.label = label
        self.is_serial = is_serial
        self.is_main = is_main

    def __repr__(self) -> str:
        return f"<DispatchQueue {self.label.decode(errors='replace')!r}>"

    def _worker(self, world: World) -> Worker | None:
        """Its lane on this device; None for the main lane."""
        if self.is_main:
            return None
        name = self.label.decode(errors="replace") or "dispatch"
        return world.lanes.worker_for(self, name, 1 if self.is_serial else _WIDTH)

    def put(self, block: Block, *, barrier: bool = False) -> None:
        """Call the block when its turn comes; with `barrier`, alone."""
        world = current()
        worker = self._worker(world)
        if worker is None:
            world.lanes.post_to_main(block)
        else:
            worker.post(Barrier(block) if barrier and not self.is_serial else block)

    def put_later(self, block: Block, at: float) -> None:
        """The same, at a moment on the device's clock."""
        loops = current().loops
        if self.is_main:
            # What the main queue does counts as input of main's run loop.
            loops.main.add(Entry(at, block, COMMON_MODES, is_source=True))
        else:
            loops.system.add(Entry(at, lambda: self.put(block), COMMON_MODES))

    def call(self, block: Block, *, barrier: bool = False) -> None:
        """Call the block when its turn comes, and wait for it; on the calling thread, but for main.

        Raises `Deadlock`, at once, where the caller occupies the queue: on a Mac that is a crash.
        Raises it after the device's limit where its turn does not come.
        """
        __tracebackhide__ = True
        world = current()
        lanes, worker = world.lanes, self._worker(world)
        here = lanes.worker_here()
        occupies = lanes.is_main if worker is None else here is worker and self.is_serial
        if occupies:
            raise Deadlock(
                f"{self!r} cannot run a block for which its own lane waits: dispatch_sync was "
                f"called from it\n\n{lanes.stacks()}"
            )
        turn, over = threading.Event(), threading.Event()

        def take_turn() -> None:
            turn.set()
            world.ring()
            over.wait()

        def run_it() -> None:
            try:
                block()
            finally:
                turn.set()
                world.ring()

        if worker is None:
            self.put(run_it)
            lanes.wait(turn, f"a block on {self!r}")
            return
        self.put(take_turn, barrier=barrier)
        try:
            lanes.wait(turn, f"the turn of a block on {self!r}")
            block()
        finally:
            over.set()


MAIN: Final = DispatchQueue(b"com.apple.main-thread", is_main=True)
"""The queue of the main lane of whichever device is active."""
