"""Threads that lanes use again: a thread costs more than what an explored play does on it.

Not here: what a lane does (workers.py). One rule: a thread that has not come back is never given
out, and none outlives its crew.

What user code keeps in a `threading.local` stays with the thread, as it stays with main from one
run to the next.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Self

__all__ = ["Crew", "Hand"]


class Hand(threading.Thread):
    """A thread of a crew. To join it is to wait until it has come back."""

    def __init__(self, crew: Crew) -> None:
        super().__init__(daemon=True)
        self._crew = crew
        self._turn = threading.Lock()
        self._turn.acquire()
        self._back = threading.Event()
        self._task: Callable[[], None] | None = None

    def work(self, name: str, task: Callable[[], None]) -> None:
        """Do this once, under this name; None of it is waited for."""
        self.name: str = name
        self._task = task
        self._turn.release()

    def is_taken(self) -> None:
        """From here on it has not come back."""
        self._back.clear()

    def leave(self) -> None:
        """End the thread, which has come back."""
        self._task = None
        self._turn.release()
        super().join(1.0)

    def run(self) -> None:
        """Do what is given, one after the other."""
        while True:
            self._turn.acquire()
            task, self._task = self._task, None
            if task is None:
                return
            task()
            if not self._crew.takes_back(self, self._back):
                return

    def join(self, timeout: float | None = None) -> None:
        """Wait until it has come back."""
        self._back.wait(timeout)

    def is_alive(self) -> bool:
        """It has not come back."""
        return not self._back.is_set()


class Crew:
    """Some threads. A context manager: at its end none of them is left but those that hang."""

    def __init__(self) -> None:
        self._idle: list[Hand] = []
        self._lock = threading.Lock()
        self._is_over = False
        self.size: int = 0
        """How many threads it has made."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._is_over = True
        while self._idle:
            self._idle.pop().leave()

    def start(self, name: str, task: Callable[[], None]) -> threading.Thread:
        """Do this on one of the threads; that thread."""
        with self._lock:
            hand = self._idle.pop() if self._idle else None
            if hand is not None:
                hand.is_taken()
        if hand is None:
            hand = Hand(self)
            self.size += 1
            super(Hand, hand).start()
        hand.work(name, task)
        return hand

    def takes_back(self, hand: Hand, told: threading.Event) -> bool:
        """A thread has come back, and whoever waits for it is told; False where it is to end."""
        with self._lock:  # whoever is told may want it again at once
            if not self._is_over:
                self._idle.append(hand)
            told.set()
            return not self._is_over
