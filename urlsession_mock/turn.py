"""Whose turn it is: one thread at a time turns a device.

Not here: what a turn does (runner.py), when the pump may have it (pump.py). One rule: main comes
first. The pump takes the turn only while it is free, and gives it back where main wants it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

__all__ = ["Lent", "Turn"]


class Turn:
    """A context manager for the thread that made the device, which may nest.

    `wait` waits there until a condition is true. `ring` tells the other side to look again.
    """

    def __init__(
        self, wait: Callable[[Callable[[], bool]], None], ring: Callable[[], None]
    ) -> None:
        self._wait = wait
        self._ring = ring
        self._lock = threading.Lock()
        self._holder = 0
        self._depth = 0
        self._wanting = 0

    @property
    def is_wanted(self) -> bool:
        """Main waits for it."""
        return self._wanting > 0

    @property
    def is_mine(self) -> bool:
        """The calling thread has it."""
        return self._holder == threading.get_ident()

    def __enter__(self) -> None:
        __tracebackhide__ = True
        if self._take():
            return
        self._wanting += 1
        try:
            self._ring()
            self._wait(self._take)
        finally:
            self._wanting -= 1

    def __exit__(self, *_: object) -> None:
        self._give()

    def take_aside(self) -> bool:
        """Take it where it is free and nobody wants it; for the pump."""
        return not self._wanting and self._take()

    def give_aside(self) -> None:
        """Give it back; for the pump. Main is told where it waits: the bell is the pump's, too."""
        self._give()
        if self._wanting:
            self._ring()

    def _take(self) -> bool:
        me = threading.get_ident()
        with self._lock:
            if self._holder not in (0, me):
                return False
            self._holder = me
            self._depth += 1
            return True

    def _give(self) -> None:
        with self._lock:
            self._depth -= 1
            if not self._depth:
                self._holder = 0


class Lent:
    """A context manager: while user code holds the lane, whoever has the turn lends it.

    Nothing happens where the caller has not got it.
    """

    def __init__(self, turn: Turn) -> None:
        self._turn = turn
        self._depth = 0

    def __enter__(self) -> None:
        turn = self._turn
        with turn._lock:
            if turn._holder == threading.get_ident():
                self._depth, turn._depth, turn._holder = turn._depth, 0, 0

    def __exit__(self, *_: object) -> None:
        __tracebackhide__ = True
        if self._depth:
            self._turn.__enter__()
            self._turn._depth = self._depth
