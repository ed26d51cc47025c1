"""The main thread's run loop: while it runs, the device does.

Not here: Apple's class (run_loop.py), what can happen (runner.py). One rule: the device's time goes
at least as fast as real time while main runs its loop, and jumps where nobody is at work.

A client polls: it runs the loop for a tenth of a second, and looks at a flag. So no poll is kept
longer than it asked for, and a loop of polls in which nothing comes any more is a deadlock.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from math import inf
from typing import TYPE_CHECKING

from urlsession_mock.agenda import is_common
from urlsession_mock.stillness import Stillness

if TYPE_CHECKING:
    from urlsession_mock.device import Device
    from urlsession_mock.runner import Runner

__all__ = ["MainLoop"]

# Seconds. Dates have a few tenths of a microsecond of their own; threads that the code under test
# started do not ring.
_ROUNDING = 1e-6
_SLICE = 0.005
_BREATH = 0.0005


class MainLoop:
    """Runs main's run loop by turning the device."""

    def __init__(self, device: Device, runner: Runner) -> None:
        self._device = device
        self._runner = runner
        self._still = Stillness()

    def run(
        self, until: float, mode: str, *, once: bool, stops: Callable[[], bool] | None = None
    ) -> None:
        """Go on until it is that late on the device's clock, for one input at most if `once`.

        Raises `Deadlock` where nothing happened for the device's limit and nothing can.
        """
        __tracebackhide__ = True
        device, runner = self._device, self._runner
        lanes, loop = device.lanes, device.loops.main
        lanes.must_be_main()
        before = loop.mode, lanes.is_main_paused
        loop.mode = mode
        lanes.is_main_paused |= not is_common(mode)  # the main queue is served in these only
        inputs = runner.inputs
        end = time.monotonic() + max(until - device.clock.now(), _SLICE)

        def is_over() -> bool:
            return (once and runner.inputs != inputs) or (stops is not None and stops())

        try:
            with lanes.turn, runner.leaving(lambda: is_over() or time.monotonic() >= end):
                self._run(until + _ROUNDING, is_over)
        finally:
            loop.mode = before[0]
            if not is_common(mode):
                lanes.is_main_paused = before[1]

    def _run(self, until: float, is_over: Callable[[], bool]) -> None:
        __tracebackhide__ = True
        device, runner = self._device, self._runner
        clock, lanes = device.clock, device.lanes
        start, started = clock.now(), time.monotonic()
        while not is_over():
            if runner.advance():
                clock.jump(start + time.monotonic() - started)
            elif clock.now() >= until:
                return
            # For ever is no date: what `run()` does not wait for by itself is not waited for.
            elif not self._wait(until - clock.now()) and not runner.jump(
                until if until < inf else None, repeating=True
            ):
                now = clock.now()  # which may have gone on to a timer just now
                is_due = any(at <= now for at in device.loops.moments(main=True, single=False))
                self._judge(is_endless=until == inf and not is_due)
                if until < inf:
                    runner.leap(until)
                    runner.advance_all(is_over)
                lanes.drive(is_over, _BREATH)  # a loop of polls leaves others time to act
                continue
            else:
                clock.jump(start + time.monotonic() - started)
            self._judge()

    def _wait(self, left: float) -> bool:
        """Wait a little for others, in real time; False where nobody is at work."""
        __tracebackhide__ = True
        device, runner = self._device, self._runner
        lanes = device.lanes
        is_live = runner.is_live
        if not (is_live or lanes.busy() or lanes.strangers()):
            return False
        lanes.hopes += is_live
        mark, heard = len(device.recording), device.rings

        def moved() -> bool:
            return (
                len(device.recording) != mark
                or device.rings != heard
                or lanes.has_mail
                or runner.leaves()
            )

        lanes.drive(moved, min(left, _SLICE))
        return True

    def _judge(self, *, is_endless: bool = False) -> None:
        """Raise a deadlock where main has run its loop for nothing, for the whole limit."""
        __tracebackhide__ = True
        lanes, runner, still = self._device.lanes, self._runner, self._still
        still.keep(lanes.hopeful())
        others = [thread.ident or 0 for thread in lanes.strangers()]
        still.look(others)
        is_long = still.lasted >= lanes.limit
        if is_long and lanes.busy():
            raise runner.held()
        if runner.is_awaited or not (is_long or is_endless):
            return
        if any(not (is_long and still.is_polling(thread)) for thread in others):
            return
        if is_endless:
            raise runner.main_is_stuck(
                "main's run loop runs for ever: nothing more can come, and nobody stops it"
            )
        raise runner.main_is_stuck(
            f"main ran its run loop for {lanes.limit:g} s, and nothing came or can come any more"
        )
