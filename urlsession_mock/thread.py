"""NSThread: which thread is this, and a few ways to start one.

Not here: lanes (queues.py). One rule: the main thread is the main lane of the active device.
"""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Self

from urlsession_mock.foundation.date import NSDate
from urlsession_mock.foundation.objects import NSObject, Selecting, perform
from urlsession_mock.not_simulated import not_simulated
from urlsession_mock.world import active, current

if TYPE_CHECKING:
    from urlsession_mock.loops import Loop

__all__ = ["NSThread"]


class _IsMainThread:
    """`NSThread.isMainThread()` asks about the caller, `thread.isMainThread()` about a thread."""

    def __get__(self, thread: NSThread | None, owner: type[NSThread]) -> Callable[[], bool]:
        if thread is None:
            return lambda: current().lanes.is_main
        return lambda: thread._ident == current().lanes.main_thread


@not_simulated(
    "+isMultiThreaded",
    "+exit",
    "+threadPriority",
    "+setThreadPriority:",
    "threadPriority",
    "setThreadPriority:",
    "qualityOfService",
    "setQualityOfService:",
    "+callStackReturnAddresses",
    "stackSize",
    "setStackSize:",
)
class NSThread(NSObject):
    """A thread. Source: developer.apple.com/documentation/foundation/thread"""

    __not_simulated__: ClassVar[tuple[str, ...]] = ()

    def init(self) -> Self:
        """Make a thread that runs `main`, for a subclass to override."""
        self._block: Callable[[], object] | None = None
        self._name: str | None = None
        self._thread: threading.Thread | None = None
        self._ident = 0
        self._is_cancelled = False
        return self

    def initWithBlock_(self, block: Callable[[], object], /) -> Self:
        """Make a thread that runs the block."""
        self.init()
        self._block = block
        return self

    def initWithTarget_selector_object_(
        self, target: NSObject, selector: Selecting, argument: object, /
    ) -> Self:
        """Make a thread that performs a selector."""
        return self.initWithBlock_(lambda: perform(target, selector, argument))

    def main(self) -> None:
        """Run the block."""
        if self._block is not None:
            self._block()

    def start(self) -> None:
        """Start it."""
        world = active()

        def work() -> None:
            self._ident = threading.get_ident()
            if world is not None:
                world.loops.here().thread_face = self
            self.main()

        self._thread = threading.Thread(target=work, name=self._name, daemon=True)
        self._thread.start()
        self._ident = self._thread.ident or 0

    def cancel(self) -> None:
        """Mark it cancelled; its code must look."""
        self._is_cancelled = True

    def isCancelled(self) -> bool:
        """It was cancelled."""
        return self._is_cancelled

    def isExecuting(self) -> bool:
        """It runs."""
        return self._thread is not None and self._thread.is_alive()

    def isFinished(self) -> bool:
        """It ran and ended."""
        return self._thread is not None and not self._thread.is_alive()

    def name(self) -> str | None:
        """A name for people."""
        return self._name

    def setName_(self, name: str | None, /) -> None:
        """Set the name."""
        self._name = name

    isMainThread: _IsMainThread = _IsMainThread()

    @classmethod
    def currentThread(cls) -> NSThread:
        """The thread object of the caller."""
        return cls._of(current().loops.here(), threading.current_thread().name)

    @classmethod
    def mainThread(cls) -> NSThread:
        """The thread object of the main lane."""
        return cls._of(current().loops.main, "main")

    @classmethod
    def _of(cls, loop: Loop, name: str) -> NSThread:
        face = loop.thread_face
        if not isinstance(face, NSThread):
            face = cls.alloc().init()
            face._ident, face._name = loop.thread, "main" if loop.is_main else name
            loop.thread_face = face
        return face

    def threadDictionary(self) -> dict[object, object]:
        """What code keeps for this thread, as long as it runs."""
        return current().loops.of(self._ident).dictionary

    @classmethod
    def detachNewThreadWithBlock_(cls, block: Callable[[], object], /) -> None:
        """Run the block on a new thread."""
        cls.alloc().initWithBlock_(block).start()

    @classmethod
    def detachNewThreadSelector_toTarget_withObject_(
        cls, selector: Selecting, target: NSObject, argument: object, /
    ) -> None:
        """Perform a selector on a new thread."""
        cls.alloc().initWithTarget_selector_object_(target, selector, argument).start()

    @classmethod
    def callStackSymbols(cls) -> list[str]:
        """The frames of the caller, innermost first, as text."""
        return [
            f"{number} {frame.f_globals.get('__name__', '')}.{frame.f_code.co_qualname} + {line}"
            for number, (frame, line) in enumerate(traceback.walk_stack(sys._getframe(1)))
        ]

    @classmethod
    def sleepUntilDate_(cls, date: NSDate, /) -> None:
        """Sleep, in real time, for the seconds that there are until then."""
        cls.sleepForTimeInterval_(max(date.timeIntervalSinceNow(), 0.0))

    @classmethod
    def sleepForTimeInterval_(cls, seconds: float, /) -> None:
        """Sleep for some seconds of real time."""
        threading.Event().wait(seconds)
