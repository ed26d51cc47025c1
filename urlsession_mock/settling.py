"""The main lane as an asyncio loop: `await device.settle()`.

Not here: who turns the device meanwhile (pump.py). One rule: nothing of main runs but on the loop,
in its turn, so that the loop's own callbacks and the delegate's take turns as on a device.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from urlsession_mock.errors import Deadlock, NotPossibleNow, TimedOut
from urlsession_mock.pump import started
from urlsession_mock.where import is_users

if TYPE_CHECKING:
    import asyncio

    from urlsession_mock.device import Device

__all__ = ["Settling", "advise", "settled"]

# How often the loop's callbacks and tasks have a turn, in which nothing must happen on the device.
_TURNS = 16
_SLICE = 0.005  # seconds


def advise(deadlock: Deadlock) -> None:
    """Say what to do instead where a loop runs on the calling thread, which `run()` holds."""
    asyncio = sys.modules.get("asyncio")  # without it no loop of its runs
    if asyncio is not None and asyncio._get_running_loop() is not None:
        deadlock.add_note(
            "an asyncio loop runs on this thread, and run() holds it: await device.settle() instead"
        )


async def settled(device: Device, timeout: float | None) -> None:  # noqa: ASYNC109 - as Device's
    """See `Device.settle`."""
    __tracebackhide__ = True
    # later: only who has a loop needs it
    import asyncio

    device.lanes.must_be_main()
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        raise NotPossibleNow(
            "await device.settle() needs an asyncio loop, and another one runs here; with trio, "
            "keep the device on a thread of its own and call device.run() there"
        ) from None
    while device._settling is not None:  # somebody else waits for the same
        await device._settling.over.wait()
    with started(device) as pump:
        settling = device._settling = Settling(device, loop)
        pump.settling = settling
        device.lanes.knock = settling.knock
        try:
            await settling.wait(timeout)
        finally:
            device.lanes.knock = None
            pump.settling = None
            device._settling = None
            settling.over.set()


class Settling:
    """One wait for the device, on its loop."""

    def __init__(self, device: Device, loop: asyncio.AbstractEventLoop) -> None:
        # later: as above
        import asyncio

        self._device = device
        self._loop = loop
        self._rested = asyncio.Event()
        self.over: asyncio.Event = asyncio.Event()
        self._error: BaseException | None = None

    # -- from the pump's thread, and any other ---------------------------

    def rested(self) -> None:
        """See `Settles`."""
        self._soon(self._rested.set)

    def failed(self, error: BaseException) -> None:
        """See `Settles`."""
        self._error = error
        self._soon(self._rested.set)

    def knock(self) -> None:
        """Let main serve its posts."""
        self._soon(self._serve)

    def _soon(self, call: Callable[[], object]) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(call)

    # -- on the loop -----------------------------------------------------

    def _serve(self) -> None:
        device = self._device
        try:
            if device.app.is_running:
                device.lanes.serve()
        except BaseException as error:  # it comes out of settle(), as it would out of run()
            if isinstance(error, Deadlock):
                device._runner.note(error)
            self.failed(error)

    async def wait(self, timeout: float | None) -> None:  # noqa: ASYNC109 - as above
        """Until nothing more can happen."""
        __tracebackhide__ = True
        # later: as above
        from asyncio import sleep

        end = None if timeout is None else time.monotonic() + timeout
        self._serve()
        while True:
            mark = self._mark()
            await self._until_rest(end)
            for _ in range(_TURNS):
                await sleep(0)
            until = self._scheduled_until()
            while self._loop.time() < until and self._mark() == mark:
                if end is not None and time.monotonic() >= end:
                    raise self._late()
                await sleep(_SLICE)
            for _ in range(_TURNS):  # what has just come leads to callbacks, and those to others
                await sleep(0)
            if self._error is not None:
                raise self._error
            if self._mark() == mark:
                return

    async def _until_rest(self, end: float | None) -> None:
        """Until the device is at rest; what it says first may have been true before."""
        __tracebackhide__ = True
        # later: as above
        from asyncio import wait_for

        for _ in range(2):
            self._rested.clear()
            try:
                await wait_for(self._rested.wait(), None if end is None else end - time.monotonic())
            except TimeoutError:
                raise self._late() from None

    def _mark(self) -> tuple[int, int]:
        return len(self._device.recording), self._device.lanes.served

    def _scheduled_until(self) -> float:
        """When the last of the timers has come that the code under test waits for now."""
        now = self._loop.time()
        # Not public; a loop that has no such list is not waited for.
        handles: list[asyncio.TimerHandle] = list(getattr(self._loop, "_scheduled", ()))
        return max(
            (
                handle.when()
                for handle in handles
                if not handle.cancelled()
                and handle.when() <= now + self._device.lanes.limit
                and _is_waited_for(getattr(handle, "_callback", None))
            ),
            default=now,
        )

    def _late(self) -> TimedOut:
        from urlsession_mock.reports.text import text  # later: only a failure is drawn

        device = self._device
        busy = ", ".join(worker.name for worker in device.lanes.busy()) or "none"
        return TimedOut(
            f"the device did not come to rest in time; busy lanes: {busy}\n\n"
            f"{text(device.recording)}"
        )


def _is_waited_for(callback: object) -> bool:
    """A sleep, or a callback of the user's; a time-out of something else is none."""
    name, module = getattr(callback, "__name__", ""), str(getattr(callback, "__module__", ""))
    return name == "_set_result_unless_cancelled" or is_users(module)
