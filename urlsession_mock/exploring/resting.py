"""When the threads of an app that is explored have come to rest, so that what follows is a choice.

Not here: what follows (steered.py). One rule: a thread rests where it has nothing to do, or where
only another one can end its wait.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from urlsession_mock.errors import Deadlock
from urlsession_mock.held import Stands, how, is_patient

if TYPE_CHECKING:
    from urlsession_mock.device import Device
    from urlsession_mock.workers import Worker

__all__ = ["Resting"]

_LOOK: Final = 0.002
"""Seconds after which a thread that has not come to an end is looked at."""

_PATIENT: Final = 1.0
"""Seconds of a wait's own limit from which on it is taken for one without a limit."""


class Resting:
    """Waits for the threads of one device."""

    def __init__(self, device: Device) -> None:
        self._device = device

    def settle(self, held: Callable[[], Deadlock]) -> None:
        """Wait until no thread of the app goes on by itself.

        Raises what `held` makes where one stands for the device's limit, and nothing comes of it.
        """
        __tracebackhide__ = True
        lanes = self._device.lanes
        stood: dict[int, object] = {}
        end = time.monotonic() + lanes.limit
        while not (self._are_resting() and not self._strangers()):
            mark = lanes.hopeful()
            if lanes.drive(self._are_resting, _LOOK) and not self._strangers():
                return
            if self._are_standing(stood):
                return
            if lanes.hopeful() != mark:
                end = time.monotonic() + lanes.limit
            elif time.monotonic() >= end:
                raise held()

    def _are_resting(self) -> bool:
        return not any(worker.is_at_work for worker in self._device.lanes.workers)

    def is_alone(self, me: Worker) -> bool:
        """No thread but that of this lane, which calls, does anything by itself."""
        others = (worker for worker in self._device.lanes.workers if worker is not me)
        return not any(w.running or w.granted for w in others) and not self._strangers()

    def is_nobody_amid(self) -> bool:
        """No thread, but the caller, is in the middle of the app's code, unless a call of ours."""
        lanes, here = self._device.lanes, self._device.lanes.worker_here()
        others = (worker for worker in lanes.workers if worker is not here)
        return not any(worker.is_at_work for worker in others) and not self._strangers()

    def _strangers(self) -> bool:
        lanes = self._device.lanes
        # Counting is cheap, looking is not.
        known = lanes.born + lanes.own_threads
        return threading.active_count() > known and bool(lanes.strangers())

    def _are_standing(self, stood: dict[int, object]) -> bool:
        """Every thread that has something to do waits for another, and did at the last look."""
        frames = sys._current_frames()  # documented; the underscore is CPython's warning about cost
        lanes = self._device.lanes
        if any(worker.granted for worker in lanes.workers):
            return False  # its thread has not come to it yet, on a machine that is busy
        threads = [t for w in lanes.workers if w.running and not w.is_waiting for t in w.threads]
        threads += lanes.strangers()
        is_standing = True
        for thread in threads:
            number = thread.ident or 0
            frame = frames.get(number)
            place = (id(frame), frame.f_lasti) if frame is not None else None
            waits = how(frame) is Stands.FOR_OTHERS or is_patient(frame, _PATIENT)
            is_standing &= stood.get(number) == place and waits
            stood[number] = place
        return is_standing
