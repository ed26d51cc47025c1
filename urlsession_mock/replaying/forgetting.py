"""Forgetting plain messages that were delivered, so that a replay of any length fits in memory.

Not here: when to look at them first (looking.py). One rule: only the end of the log is taken
back, and only where nothing but messages that repeat stands there, all delivered; so no
number that anything refers to ever changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from urlsession_mock.events import Skipped
from urlsession_mock.recording import DELIVERED, PLAIN, STRIDE, spread
from urlsession_mock.selectors import DATA

if TYPE_CHECKING:
    from urlsession_mock.device import Device

__all__ = ["Forgetting"]


class Forgetting:
    """The tail of one device's log."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self._kept = 0  # what stands before this stays

    def done(self, end: int) -> None:
        """All before the position `end` was looked at."""
        log = self._device.recording.log
        kinds = log[self._kept : end : STRIDE]
        if kinds.count(DELIVERED) * 2 == len(kinds) == kinds.count(DATA) * 2:
            if kinds:
                self._forget(end)
            return
        turns = messages = 0
        for position in range(self._kept, end, STRIDE):
            kind = log[position]
            if kind is DELIVERED or (type(kind) is Skipped and kind.selector in PLAIN):
                turns += 1
            elif kind in PLAIN if isinstance(kind, str) else False:
                messages += 1
            else:
                self._kept = end
                return
        if turns == messages and turns:
            self._forget(end)

    def _forget(self, end: int) -> None:
        recording = self._device.recording
        log, kept = recording.log, self._kept
        with recording.lock:
            if len(log) != end or recording.is_followed:
                return  # whoever follows it counts its events
            for position in range(kept, end, STRIDE):
                if log[position] is DATA:
                    facts = log[position + 2].facts
                    if position >= facts.counted:
                        facts.received += len(spread(log[position + 3])[0])
            for session in self._device.process.sessions:
                for life in session._channel.lives.values():
                    life.facts.counted = min(life.facts.counted, kept)
                    if life.last >= kept:
                        life.last = -1
            recording.cut(kept)
