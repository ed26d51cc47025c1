"""`PyObjCTools.AppHelper`: event loops that can be stopped, and calls on the main thread.

Not here: the main thread's run loop (`urlsession_mock.main_loop`). One rule: a loop that nobody
stops, and in which nothing more can come, is a `Deadlock` at the line that runs it.

Names and behaviour are those of PyObjCTools/AppHelper.py in pyobjc-framework-Cocoa 13.0.
"""

from __future__ import annotations

import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from math import inf
from types import FrameType
from typing import Any, Final

from urlsession_mock.agenda import DEFAULT_MODE, Entry, modes_of
from urlsession_mock.bindings.pyobjc.app_kit import NSApp, NSApplication
from urlsession_mock.foundation.constants import NSDefaultRunLoopMode
from urlsession_mock.loops import Loop
from urlsession_mock.watchdog import Interruption
from urlsession_mock.world import current

__all__ = [
    "callAfter",
    "callLater",
    "endSheetMethod",
    "installMachInterrupt",
    "runConsoleEventLoop",
    "runEventLoop",
    "stopEventLoop",
]

# What runEventLoop passes on, after it was printed.
_RAISED: Final = (SystemExit, MemoryError, KeyboardInterrupt)
_MODES: Final = modes_of([DEFAULT_MODE])


class _Stopper:
    """The event loop that runs on a run loop, and whether it is to stop."""

    def __init__(self) -> None:
        self.is_stopped: bool = False
        self.is_app: bool = False

    def stop(self) -> None:
        """Let it end; an application's ends the process."""
        self.is_stopped = True
        if self.is_app:
            NSApplication.sharedApplication().terminate_(None)


def callAfter(func: Callable[..., object], *args: Any, **kwargs: Any) -> None:  # any arguments
    """Call a function on the main thread, when that next runs its loop. From any thread."""
    current().lanes.post_to_main(lambda: func(*args, **kwargs))


def callLater(
    delay: float, func: Callable[..., object], *args: Any, **kwargs: Any
) -> None:  # any arguments
    """The same, so many seconds after the main thread has heard of it."""
    world = current()

    def call() -> None:
        func(*args, **kwargs)

    def put() -> None:
        world.loops.main.add(Entry(world.clock.now() + delay, call, _MODES))

    world.lanes.post_to_main(put if delay else call)


def runConsoleEventLoop(
    argv: Sequence[str] | None = None,
    installInterrupt: bool = False,
    mode: str = NSDefaultRunLoopMode,
    maxTimeout: float = 3.0,
) -> None:
    """Run the calling thread's run loop until `stopEventLoop` is called on it.

    `maxTimeout` is how many seconds it may take until a stop is noticed that wakes nobody. Raises
    ValueError where an event loop runs on this run loop already, `Deadlock` on main where nothing
    more can come and nobody has stopped it.
    """
    __tracebackhide__ = True
    if installInterrupt:
        installMachInterrupt()
    world, loop = current(), current().loops.here()
    stopper = _registered(loop)
    try:
        if loop.is_main:
            world.run_loop(inf, str(mode), once=False, stops=lambda: stopper.is_stopped)
            return
        while not stopper.is_stopped and not loop.agenda.is_empty(mode):
            loop.run(world.clock.now() + maxTimeout, str(mode), once=True)
    finally:
        loop.stopper = None


def runEventLoop(
    argv: Sequence[str] | None = None,
    unexpectedErrorAlert: Callable[[], object] | None = None,
    installInterrupt: bool | None = None,
    pdb: bool | None = None,
    main: Callable[[Sequence[str]], object] | None = None,
) -> None:
    """Run the shared application, until `stopEventLoop` ends the process: it raises SystemExit.

    `main` is called with `argv` in its place, where there is no application yet. What a callback
    raises is passed on, for there is no panel to ask; with `unexpectedErrorAlert` that is asked,
    and the loop goes on where it says so. Raises as `runConsoleEventLoop`.
    """
    __tracebackhide__ = True
    if installInterrupt or (installInterrupt is None and pdb):
        installMachInterrupt()
    loop = current().loops.here()
    stopper = _registered(loop)
    stopper.is_app = True
    is_first = NSApp() is None
    try:
        while not stopper.is_stopped:
            try:
                if is_first and main is not None:
                    is_first = False
                    main(sys.argv if argv is None else argv)
                else:
                    NSApplication.sharedApplication().run()
            except _RAISED:
                if stopper.is_stopped:
                    raise
                traceback.print_exc()
                return
            except Exception:
                if unexpectedErrorAlert is None:
                    raise
                if not unexpectedErrorAlert():
                    traceback.print_exc()
                    sys.exit(0)
                traceback.print_exc()
            else:
                return
    finally:
        loop.stopper = None


def stopEventLoop() -> bool:
    """Stop the calling thread's event loop, or the application; False where there is neither."""
    loop = current().loops.here()
    stopper = loop.stopper
    if not isinstance(stopper, _Stopper):
        application = NSApp()
        if application is None:
            return False
        application.terminate_(None)
        return True
    # A timer, as PyObjC's: what was to come before it comes.
    loop.add(Entry(loop.loops.clock.now(), stopper.stop, _MODES))
    return True


def installMachInterrupt() -> None:
    """Let Ctrl-C stop the main thread's event loop, instead of raising KeyboardInterrupt."""
    loops = current().loops

    def interrupt(number: int, frame: FrameType | None) -> None:
        stopper = loops.main.stopper
        if not isinstance(stopper, _Stopper):
            raise KeyboardInterrupt
        stopper.stop()
        loops.ring()

    handler = signal.getsignal(signal.SIGINT)
    if isinstance(handler, Interruption):
        handler.pass_on(interrupt)
    else:
        signal.signal(signal.SIGINT, interrupt)


def endSheetMethod(meth: Callable[..., object]) -> Callable[..., object]:
    """The method as it is: sheets are AppKit's, and none is ever shown."""
    return meth


def _registered(loop: Loop) -> _Stopper:
    if loop.stopper is not None:
        raise ValueError("Stopper already registered for this runLoop")
    stopper = _Stopper()
    loop.stopper = stopper
    return stopper
