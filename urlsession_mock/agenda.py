"""What a run loop does by itself: timers, and selectors and blocks to be performed, by moment.

Not here: who runs it, and when (loops.py, runner.py). One rule: of what is due the earliest goes
first, and of two the one that was added first.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

__all__ = ["COMMON_MODES", "DEFAULT_MODE", "Agenda", "Entry", "is_common", "modes_of"]

DEFAULT_MODE: Final = "kCFRunLoopDefaultMode"
_COMMON: Final = "kCFRunLoopCommonModes"
# The modes that an app's main run loop counts as common ones, by their constants' values.
# Source: developer.apple.com/library/archive/documentation/Cocoa/Conceptual/Multithreading/
# RunLoopManagement ("Run Loop Modes"). That the main queue is served in them only is CFRunLoop.c's
# (`__CFRunLoopModeIsEmpty`), as Apple published it.
COMMON_MODES: Final = frozenset(
    {DEFAULT_MODE, _COMMON, "NSEventTrackingRunLoopMode", "NSModalPanelRunLoopMode"}
)


def is_common(mode: str) -> bool:
    """The mode is one of the common ones."""
    return mode in COMMON_MODES


def modes_of(modes: Iterable[object]) -> frozenset[str]:
    """The modes that a list of them means: the common ones are several."""
    named = {str(mode) for mode in modes}
    return frozenset(named | COMMON_MODES) if _COMMON in named else frozenset(named)


@dataclass(slots=True, eq=False)
class Entry:
    """One thing to be done, at a moment on the device's clock, in these modes.

    `is_source`: it counts as input, so that a run loop that waits for one returns. `is_single`: it
    comes once, and so is worth waiting for. `key` says whose it is, to take it back.
    """

    at: float
    call: Callable[[], object]
    modes: frozenset[str]
    is_source: bool = False
    is_single: bool = True
    key: tuple[object, ...] = ()
    order: int = 0


class Agenda:
    """The entries of one run loop; from any thread."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._lock = threading.Lock()

    def add(self, entry: Entry) -> None:
        """Put it on."""
        with self._lock:
            if entry not in self._entries:
                self._entries.append(entry)

    def remove(self, entry: Entry) -> None:
        """Take it off; harmless where it is not on."""
        with self._lock:
            if entry in self._entries:
                self._entries.remove(entry)

    def remove_all(self, matches: Callable[[Entry], bool]) -> None:
        """Take off what matches."""
        with self._lock:
            self._entries = [entry for entry in self._entries if not matches(entry)]

    def take(self, now: float, mode: str) -> Entry | None:
        """Take off the first that is due in this mode; None where none is."""
        with self._lock:
            due = [e for e in self._entries if e.at <= now and mode in e.modes]
            if not due:
                return None
            first = min(due, key=lambda entry: (entry.at, entry.order))  # stable: first added
            self._entries.remove(first)
            return first

    def next_at(self, mode: str, *, single: bool = False) -> float | None:
        """When the next is due in this mode, of the ones that come once only where `single`."""
        with self._lock:
            return min(
                (e.at for e in self._entries if mode in e.modes and (e.is_single or not single)),
                default=None,
            )

    @property
    def has_entries(self) -> bool:
        """Something is on it."""
        return bool(self._entries)

    def is_empty(self, mode: str) -> bool:
        """Nothing is there to be run in this mode."""
        return self.next_at(mode) is None
