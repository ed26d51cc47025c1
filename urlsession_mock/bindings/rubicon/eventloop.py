"""`rubicon.objc.eventloop`: asyncio on the main run loop.

Not here: the run loop, which is the device's main lane. One rule: a callback of the loop is posted
to main like any other block, so the device runs it in its turn and sees where it came from.
"""

from __future__ import annotations

import asyncio
import inspect
import threading
import warnings
from asyncio import events
from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import Context
from typing import Any, NoReturn, TypeVarTuple

from urlsession_mock.bindings.rubicon.application import device
from urlsession_mock.foundation import NSTimer
from urlsession_mock.not_simulated import NotSimulated
from urlsession_mock.run_loop import NSRunLoop

__all__ = [
    "CFEventLoop",
    "CFLifecycle",
    "CocoaLifecycle",
    "EventLoopPolicy",
    "RubiconEventLoop",
    "iOSLifecycle",
]


_Ts = TypeVarTuple("_Ts")


class CFEventLoop(asyncio.BaseEventLoop):
    """An asyncio loop whose callbacks run on the device's main lane, by the device's clock."""

    __module__ = "rubicon.objc.eventloop"

    def __init__(self, lifecycle: Any = None) -> None:
        self._lifecycle = lifecycle
        self._device = device()
        self._policy: Any = None
        self._is_on = False
        super().__init__()

    def __del__(self) -> None:
        """Nothing is left open: an app's loop ends with its process."""

    # -- callbacks ---------------------------------------------------------

    def call_soon(
        self, callback: Callable[[*_Ts], object], *args: *_Ts, context: Context | None = None
    ) -> events.Handle:
        """Run the callback on main in its turn; from any thread."""
        handle = self._handle(callback, args, 0.0, context)
        self._device.lanes.post_to_main(lambda: self._call(handle))
        return handle

    def call_soon_threadsafe(
        self, callback: Callable[[*_Ts], object], *args: *_Ts, context: Context | None = None
    ) -> events.Handle:
        """The same."""
        return self.call_soon(callback, *args, context=context)

    def call_later(
        self,
        delay: float,
        callback: Callable[[*_Ts], object],
        *args: *_Ts,
        context: Context | None = None,
    ) -> events.TimerHandle:
        """Run the callback after so many seconds of the device's time."""
        handle = self._handle(callback, args, max(delay, 0.0), context)
        timers: Any = NSTimer  # Any: written by others
        loops: Any = NSRunLoop

        def fire(_timer: object) -> None:
            self._call(handle)

        timer = timers.timerWithTimeInterval_repeats_block_(max(delay, 0.0), False, fire)
        loops.mainRunLoop().addTimer_forMode_(timer, "kCFRunLoopCommonModes")
        return handle

    def call_at(
        self,
        when: float,
        callback: Callable[[*_Ts], object],
        *args: *_Ts,
        context: Context | None = None,
    ) -> events.TimerHandle:
        """Run the callback when the loop's clock says so."""
        return self.call_later(when - self.time(), callback, *args, context=context)

    def time(self) -> float:
        """Seconds on the device's clock."""
        return self._device.clock.now()

    def _handle(
        self,
        callback: Callable[..., object],
        args: tuple[Any, ...],
        delay: float,
        context: Context | None,
    ) -> events.TimerHandle:
        if inspect.iscoroutinefunction(callback):
            raise TypeError("coroutines cannot be used with call_soon()")
        return events.TimerHandle(self.time() + delay, callback, args, self, context)

    def _call(self, handle: events.TimerHandle) -> None:
        if handle.cancelled():
            return
        with self._running_here():
            handle._run()

    def _timer_handle_cancelled(self, handle: events.TimerHandle) -> None:
        """A cancelled callback is left where it is; nothing happens when its turn comes."""

    @contextmanager
    def _running_here(self) -> Generator[None]:
        before = events._get_running_loop()
        events._set_running_loop(self)
        try:
            yield
        finally:
            events._set_running_loop(before)

    # -- running -----------------------------------------------------------

    def is_running(self) -> bool:
        """Between `run_forever` and `stop`."""
        return self._is_on

    def run_forever(self, lifecycle: Any = None) -> None:
        """Run until `stop()`, or until nothing more can happen on the device."""
        self._begin(lifecycle)
        try:
            self._lifecycle.start()
        finally:
            self._is_on = False

    def run_forever_cooperatively(self, lifecycle: Any = None) -> None:
        """Begin to run, and return: the app's main function lets things happen."""
        self._begin(lifecycle)

    def run_until_complete(self, future: Any, **kw: Any) -> Any:
        """Run until the future is done; its result. Raises RuntimeError where it never is."""
        waited = asyncio.ensure_future(future, loop=self)

        def ended(_done: object) -> None:
            self.stop()

        waited.add_done_callback(ended)
        self.run_forever(**kw)
        if not waited.done():
            raise RuntimeError("Event loop stopped before Future completed.")
        return waited.result()

    def _begin(self, lifecycle: Any) -> None:
        if not self._lifecycle:
            self._set_lifecycle(lifecycle or CFLifecycle())
        if self._is_on:
            raise RuntimeError(
                "Recursively calling run_forever is forbidden. "
                "To recursively run the event loop, call run()."
            )
        if events._get_running_loop() is not None:
            raise RuntimeError("Cannot run the event loop while another loop is running")
        self._is_on = True

    def _set_lifecycle(self, lifecycle: Any) -> None:
        if self._lifecycle is not None:
            raise ValueError("Lifecycle is already set")
        if self._is_on:
            raise RuntimeError("You can't set a lifecycle on a loop that's already running.")
        self._lifecycle = lifecycle

    def stop(self) -> None:
        """End `run_forever`."""
        self._is_on = False
        if self._lifecycle is not None:
            self._lifecycle.stop()

    # -- what is not simulated ---------------------------------------------

    def add_reader(self, fd: Any, callback: Callable[[*_Ts], Any], *args: *_Ts) -> None:
        """Refused, as the three below."""
        _refuse()

    def remove_reader(self, fd: Any) -> bool:
        """Refused."""
        return _refuse()

    def add_writer(self, fd: Any, callback: Callable[[*_Ts], Any], *args: *_Ts) -> None:
        """Refused."""
        _refuse()

    def remove_writer(self, fd: Any) -> bool:
        """Refused."""
        return _refuse()


def _refuse() -> NoReturn:
    raise NotSimulated(
        "rubicon's event loop waits for sockets and pipes with CFSocket, which urlsession-mock "
        "does not simulate; talk to servers through NSURLSession, or in a thread"
    )


class CFLifecycle:
    """Starts and stops the main run loop."""

    def __init__(self, cfrunloop: Any = None) -> None:
        self._cfrunloop = cfrunloop

    def start(self) -> None:
        """Let all happen that can."""
        device().run()

    def stop(self) -> None:
        """Nothing: the run ends when nothing more can happen."""


class CocoaLifecycle(CFLifecycle):
    """Starts and stops an NSApplication."""

    def __init__(self, application: Any) -> None:
        super().__init__()
        self._application = application

    def start(self) -> None:
        """Run the application."""
        self._application.run()

    def stop(self) -> None:
        """Stop the application."""
        self._application.stop(None)


class iOSLifecycle(CFLifecycle):
    """Starts the run loop of an iOS app, which the system stops."""


class EventLoopPolicy(asyncio.AbstractEventLoopPolicy):  # pyright: ignore[reportGeneralTypeIssues] # typeshed hides a class that is there
    """Each thread has a loop of its own; main's is a CFEventLoop. Deprecated, as rubicon says."""

    __module__ = "rubicon.objc.eventloop"

    def __init__(self) -> None:
        warnings.warn(
            "Custom EventLoopPolicy instances have been deprecated by Python 3.14. "
            "Create and use a `RubiconEventLoop` instance directly instead of "
            "installing an event loop policy and calling "
            "`asyncio.new_event_loop()`.",
            DeprecationWarning,
            stacklevel=2,
        )
        self._loops = threading.local()

    def get_event_loop(self) -> Any:
        """The loop of this thread."""
        loop = getattr(self._loops, "loop", None)
        if loop is None:
            loop = self._loops.loop = self.new_event_loop()
        return loop

    def set_event_loop(self, loop: Any) -> None:
        """Set the loop of this thread."""
        self._loops.loop = loop

    def new_event_loop(self) -> CFEventLoop:
        """A new loop."""
        loop = CFEventLoop()
        loop._policy = self
        return loop


def RubiconEventLoop() -> CFEventLoop:
    """A new loop."""
    return CFEventLoop()
