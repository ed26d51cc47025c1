"""Threads of an app that are stopped between two lines of its code, while others run.

Not here: which of them runs (steered.py). One rule: of the threads that run the app's code one has
the baton, and the others wait at a line for it, or stand in a wait of their own.

A line is where CPython's tracer says one begins. So nothing is traced, and nothing paused, in a
library or in C; what measures coverage by the same tracer sees nothing of what is traced here.
"""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING, Any, Final

from urlsession_mock.exploring.kinds import PAUSE
from urlsession_mock.exploring.moves import Move
from urlsession_mock.exploring.steering import Steering
from urlsession_mock.held import Stands, how
from urlsession_mock.where import is_users
from urlsession_mock.workers import heed_no_one_elses_exception

if TYPE_CHECKING:
    from urlsession_mock.device import Device
    from urlsession_mock.workers import Worker

__all__ = ["Pausing"]

_INSTALLED: Final = "site-packages"
_LOOK: Final = 0.002
"""Seconds after which whoever has the baton is looked at: it may stand, and need it no more."""
_TWICE: Final = 2
"""Looks at which it must stand."""


class Pausing:
    """Stops the threads of one device where steering says so.

    `others` gives what else may run now. `go` lets one of it run to its end, where main is stopped;
    `choose` leaves it to main, where another thread is.
    """

    def __init__(
        self,
        device: Device,
        steering: Steering,
        *,
        others: Callable[[], list[Move]],
        go: Callable[[Move], None],
        choose: Callable[[Move], None],
    ) -> None:
        self._device = device
        self._steering = steering
        self._others = others
        self._go = go
        self._choose = choose
        self.is_wanted: bool = steering.plan.allows(PAUSE)
        """The plan has pauses at all."""
        self._holder = 0
        self._paused: dict[int, tuple[Worker | None, threading.Event]] = {}

    def run(self, job: Callable[[], object]) -> None:
        """Run the app's code on the calling thread, which has the baton from here on."""
        if not self.is_wanted:
            job()
            return
        before, traced = self._holder, sys.gettrace()
        heed_no_one_elses_exception()
        # What a collection calls comes at a line of its own choice, which no schedule could name.
        collects = gc.isenabled()
        gc.disable()
        self._holder = threading.get_ident()
        sys.settrace(self._trace)
        try:
            job()
        finally:
            sys.settrace(traced)
            if collects:
                gc.enable()
            if self._holder == threading.get_ident():
                self._holder = before

    def moves(self) -> list[Move]:
        """The threads that wait at a line, each of which may go on."""
        what = "a thread that was stopped goes on"
        return [Move(what, partial(self._resume, thread), None) for thread in self._paused]

    def _resume(self, thread: int) -> None:
        worker, go_on = self._paused.pop(thread)
        if worker is not None:
            worker.is_waiting = False
        self._holder = thread
        go_on.set()

    # -- on the thread that is traced --------------------------------------

    def _trace(self, frame: FrameType, event: str, _: Any) -> Any:  # Any: as sys.settrace has it
        is_app = is_users(str(frame.f_globals.get("__name__", "")))
        return self._at if is_app and _INSTALLED not in frame.f_code.co_filename else None

    def _at(self, frame: FrameType, event: str, _: Any) -> Any:  # Any: as above
        if event in ("line", "return"):
            self._wait_for_baton()
        if event == "line" and self._steering.may(PAUSE):
            self._ask(frame)
        return self._at

    def _ask(self, frame: FrameType) -> None:
        others = self._others()
        if not others:
            return
        where = f"{frame.f_code.co_name}, line {frame.f_lineno}"
        labels = ("", *(f"stopped before {where}, for {move}" for move in others))
        taken = self._steering.ask(PAUSE, len(labels), labels)
        if not taken:
            return
        move = others[taken - 1]
        if self._device.lanes.is_main:
            me = self._holder
            self._go(move)
            self._holder = me
        else:
            self._choose(move)
            self._stop()

    def _wait_for_baton(self) -> None:
        """Wait while another thread has it, unless that one stands: then it is ours."""
        me = threading.get_ident()
        if self._holder in (0, me) or self._device.lanes.is_main:
            return
        if not _stands(self._holder):
            self._stop()

    def _stop(self) -> None:
        """Wait at this line until main lets this thread go on, or stands itself."""
        lanes, me = self._device.lanes, threading.get_ident()
        worker, go_on = lanes.worker_here(), threading.Event()
        self._paused[me] = worker, go_on
        if worker is not None:
            worker.is_waiting = True
        lanes.ring()
        stood = 0
        while not go_on.wait(_LOOK):
            # Whoever has the baton may wait for what this thread holds, as a lock.
            stood = stood + 1 if _stands(lanes.main_thread) else 0
            if stood >= _TWICE and self._paused.pop(me, None) is not None:
                break
        if worker is not None:
            worker.is_waiting = False
        self._holder = me


def _stands(thread: int) -> bool:
    frame = sys._current_frames().get(thread)  # documented; the underscore warns of its cost
    return how(frame) is Stands.FOR_OTHERS
