"""NSThread: which thread is this, and a few ways to start one.

Not here: lanes (queues.py). One rule: the main thread is the main lane of the active device.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import ClassVar, Self

from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.not_simulated import not_simulated
from urlsession_mock.world import current

__all__ = ["NSThread"]


class _IsMainThread:
    """`NSThread.isMainThread()` asks about the caller, `thread.isMainThread()` about a thread."""

    def __get__(self, thread: NSThread | None, owner: type[NSThread]) -> Callable[[], bool]:
        if thread is None:
            return lambda: current().lanes.is_main
        return lambda: thread._ident == current().lanes.main_thread


@not_simulated(
    "+detachNewThreadSelector:toTarget:withObject:",
    "+isMultiThreaded",
    "+sleepUntilDate:",
    "+exit",
    "+threadPriority",
    "+setThreadPriority:",
    "initWithTarget:selector:object:",
    "threadDictionary",
    "threadPriority",
    "setThreadPriority:",
    "qualityOfService",
    "setQualityOfService:",
    "+callStackReturnAddresses",
    "+callStackSymbols",
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

    def main(self) -> None:
        """Run the block."""
        if self._block is not None:
            self._block()

    def start(self) -> None:
        """Start it."""
        self._thread = threading.Thread(target=self.main, name=self._name, daemon=True)
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
        """A thread object for the caller."""
        self = cls.alloc().init()
        self._ident = threading.get_ident()
        self._name = threading.current_thread().name
        return self

    @classmethod
    def mainThread(cls) -> NSThread:
        """A thread object for the main lane."""
        self = cls.alloc().init()
        self._ident = current().lanes.main_thread
        self._name = "main"
        return self

    @classmethod
    def detachNewThreadWithBlock_(cls, block: Callable[[], object], /) -> None:
        """Run the block on a new thread."""
        cls.alloc().initWithBlock_(block).start()

    @classmethod
    def sleepForTimeInterval_(cls, seconds: float, /) -> None:
        """Sleep for some seconds of real time."""
        threading.Event().wait(seconds)
