"""Operation queues, operations and NSThread, as far as a delegate queue needs them.

Not here: threads (queues.py). One rule: a queue runs on a lane of the active device.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import ClassVar, Self

from urlsession_mock.errors import Deadlock
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.not_simulated import not_simulated
from urlsession_mock.queues import Worker
from urlsession_mock.world import World, current

__all__ = ["NSBlockOperation", "NSOperation", "NSOperationQueue", "NSThread", "perform_on_main"]

# As many threads as a concurrent queue gets: enough to overlap, few enough to read.
_WIDTH = 8
_DEFAULT_COUNT = -1  # NSOperationQueueDefaultMaxConcurrentOperationCount


@not_simulated("threadPriority", "setThreadPriority:")
class NSOperation(NSObject):
    """A piece of work. Source: developer.apple.com/documentation/foundation/operation"""

    __not_simulated__: ClassVar[tuple[str, ...]] = ()

    def init(self) -> Self:
        """Make an operation that does nothing; a subclass overrides `main`."""
        self._finished = threading.Event()
        self._is_cancelled = False
        self._is_executing = False
        self._dependencies: list[NSOperation] = []
        self._completion: Callable[[], object] | None = None
        self._name: str | None = None
        self._priority = 0
        self._quality = -1
        self._lane: Worker | None = None
        self._is_on_main = False
        return self

    def main(self) -> None:
        """The work; for a subclass to override."""

    def start(self) -> None:
        """Do the work now, on the calling thread, unless it is cancelled or done."""
        if self._finished.is_set():
            return
        self._is_executing = not self._is_cancelled
        try:
            if self._is_executing:
                self.main()
        finally:
            self._is_executing = False
            self._finished.set()
            if self._completion is not None:
                self._completion()

    def cancel(self) -> None:
        """Mark it cancelled; one that has not started will not do its work."""
        self._is_cancelled = True

    def addDependency_(self, operation: NSOperation, /) -> None:
        """Start only after `operation` has ended."""
        self._dependencies.append(operation)

    def removeDependency_(self, operation: NSOperation, /) -> None:
        """Take a dependency back."""
        self._dependencies.remove(operation)

    def dependencies(self) -> list[NSOperation]:
        """What must end before it starts."""
        return list(self._dependencies)

    def waitUntilFinished(self) -> None:
        """Wait until it has ended.

        Raises `Deadlock` at once where it waits on the very lane the caller occupies, and
        after the device's limit where it does not end.
        """
        __tracebackhide__ = True
        if self._finished.is_set():
            return
        lanes = current().lanes
        here = lanes.worker_here()
        occupies = self._is_on_main and lanes.is_main
        occupies = occupies or (here is not None and here is self._lane and here.width == 1)
        if occupies and not self._is_executing:
            raise Deadlock(
                f"{self!r} can never start: its queue runs on the lane that waits for it\n\n"
                f"{lanes.stacks()}"
            )
        lanes.wait(self._finished, repr(self))

    def isCancelled(self) -> bool:
        """It was cancelled."""
        return self._is_cancelled

    def isExecuting(self) -> bool:
        """It is at work."""
        return self._is_executing

    def isFinished(self) -> bool:
        """It has ended."""
        return self._finished.is_set()

    def isConcurrent(self) -> bool:
        """The older name of `isAsynchronous`."""
        return self.isAsynchronous()

    def isAsynchronous(self) -> bool:
        """False unless a subclass says otherwise."""
        return False

    def isReady(self) -> bool:
        """All it depends on has ended."""
        return all(operation.isFinished() for operation in self._dependencies)

    def queuePriority(self) -> int:
        """A hint; stored."""
        return self._priority

    def setQueuePriority_(self, priority: int, /) -> None:
        """Store the hint."""
        self._priority = priority

    def qualityOfService(self) -> int:
        """A hint; stored."""
        return self._quality

    def setQualityOfService_(self, quality: int, /) -> None:
        """Store the hint."""
        self._quality = quality

    def completionBlock(self) -> Callable[[], object] | None:
        """The block that is called after the work."""
        return self._completion

    def setCompletionBlock_(self, block: Callable[[], object] | None, /) -> None:
        """Set the block that is called after the work."""
        self._completion = block

    def name(self) -> str | None:
        """A name for people."""
        return self._name

    def setName_(self, name: str | None, /) -> None:
        """Set the name."""
        self._name = name


class NSBlockOperation(NSOperation):
    """An operation made of blocks."""

    def init(self) -> Self:
        """Make one without blocks."""
        super().init()
        self._blocks: list[Callable[[], object]] = []
        return self

    @classmethod
    def blockOperationWithBlock_(cls, block: Callable[[], object], /) -> Self:
        """Make one with a block."""
        self = cls.alloc().init()
        self._blocks.append(block)
        return self

    def addExecutionBlock_(self, block: Callable[[], object], /) -> None:
        """Add a block."""
        self._blocks.append(block)

    def executionBlocks(self) -> list[Callable[[], object]]:
        """The blocks."""
        return list(self._blocks)

    def main(self) -> None:
        """Call the blocks, one after the other."""
        for block in self._blocks:
            block()


@not_simulated("progress", "underlyingQueue", "setUnderlyingQueue:", "addBarrierBlock:")
class NSOperationQueue(NSObject):
    """A queue of operations on threads of the active device.

    Source: developer.apple.com/documentation/foundation/operationqueue
    """

    __not_simulated__: ClassVar[tuple[str, ...]] = ()

    def init(self) -> Self:
        """Make a concurrent queue; `setMaxConcurrentOperationCount_(1)` makes it serial."""
        self._count = _DEFAULT_COUNT
        self._name: str | None = None
        self._is_suspended = False
        self._is_main = False
        self._quality = -1
        self._operations: list[NSOperation] = []
        self._bound: tuple[World, Worker] | None = None
        return self

    @classmethod
    def _for_main(cls) -> NSOperationQueue:
        self = cls.alloc().init()
        self._count, self._is_main, self._name = 1, True, "NSOperationQueue Main Queue"
        return self

    @classmethod
    def _private(cls, name: str) -> NSOperationQueue:
        """The queue a session makes for itself: serial, and never the main queue (R25)."""
        self = cls.alloc().init()
        self._count, self._name = 1, name
        return self

    @classmethod
    def mainQueue(cls) -> NSOperationQueue:
        """The queue of the main lane, served while the device runs."""
        return current().main_queue

    @classmethod
    def currentQueue(cls) -> NSOperationQueue | None:
        """The queue whose lane the caller is on; None on a thread of no queue."""
        world = current()
        if world.lanes.is_main:
            return world.main_queue
        worker = world.lanes.worker_here()
        owner = getattr(worker, "owner", None)
        return owner if isinstance(owner, NSOperationQueue) else None

    def _worker(self, world: World) -> Worker | None:
        """Its lane on this device; None for the main lane."""
        if self._is_main:
            return None
        if self._bound is None or self._bound[0] is not world:
            width = _WIDTH if self._count == _DEFAULT_COUNT else max(self._count, 1)
            worker = world.lanes.worker(self._name or "delegate", width)
            worker.owner = self
            self._bound = (world, worker)
        return self._bound[1]

    # -- adding ----------------------------------------------------------

    def addOperation_(self, operation: NSOperation, /) -> None:
        """Run the operation when its turn comes."""
        world = current()
        worker = self._worker(world)
        self._operations.append(operation)
        operation._lane, operation._is_on_main = worker, self._is_main

        def run() -> None:
            for earlier in operation.dependencies():
                world.lanes.wait(earlier._finished, repr(earlier))
            try:
                operation.start()
            finally:
                self._operations.remove(operation)

        if worker is None:
            world.lanes.post_to_main(run)
        else:
            worker.post(run)

    def addOperations_waitUntilFinished_(
        self, operations: Iterable[NSOperation], wait: bool, /
    ) -> None:
        """Add several; wait for all of them where `wait` is true."""
        __tracebackhide__ = True
        added = list(operations)
        for operation in added:
            self.addOperation_(operation)
        if wait:
            for operation in added:
                operation.waitUntilFinished()

    def addOperationWithBlock_(self, block: Callable[[], object], /) -> None:
        """Run the block when its turn comes."""
        self.addOperation_(NSBlockOperation.blockOperationWithBlock_(block))

    def cancelAllOperations(self) -> None:
        """Cancel what has not started."""
        for operation in self.operations():
            operation.cancel()

    def waitUntilAllOperationsAreFinished(self) -> None:
        """Wait for all; raises `Deadlock` as `NSOperation.waitUntilFinished` does."""
        __tracebackhide__ = True
        for operation in self.operations():
            operation.waitUntilFinished()

    # -- properties ------------------------------------------------------

    def operations(self) -> list[NSOperation]:
        """What has not ended."""
        return list(self._operations)

    def operationCount(self) -> int:
        """How many have not ended."""
        return len(self._operations)

    def maxConcurrentOperationCount(self) -> int:
        """How many may run at once; -1 lets the system choose, 1 is a serial queue."""
        return self._count

    def setMaxConcurrentOperationCount_(self, count: int, /) -> None:
        """Set how many may run at once; the main queue is always serial."""
        if not self._is_main:
            self._count = count
            if self._bound is not None:
                self._bound[1].width = _WIDTH if count == _DEFAULT_COUNT else max(count, 1)

    def isSuspended(self) -> bool:
        """It starts nothing."""
        return self._is_suspended

    def setSuspended_(self, suspended: bool, /) -> None:
        """Start nothing further, or go on. The main queue cannot be suspended."""
        if self._is_main:
            return
        self._is_suspended = bool(suspended)
        worker = self._worker(current())
        if worker is not None:
            worker.suspend(self._is_suspended)

    def name(self) -> str | None:
        """A name for people."""
        return self._name

    def setName_(self, name: str | None, /) -> None:
        """Set the name."""
        self._name = name

    def qualityOfService(self) -> int:
        """A hint; stored."""
        return self._quality

    def setQualityOfService_(self, quality: int, /) -> None:
        """Store the hint."""
        self._quality = quality


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

    def isMainThread(self) -> bool:
        """PyObjC spells the instance's question and the class's alike; the class's is below."""
        return self._ident == current().lanes.main_thread

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


class _IsMainThread:
    """`NSThread.isMainThread()` asks about the caller, `thread.isMainThread()` about a thread."""

    def __get__(self, thread: NSThread | None, owner: type[NSThread]) -> Callable[[], bool]:
        if thread is None:
            return lambda: current().lanes.is_main
        return lambda: thread._ident == current().lanes.main_thread


NSThread.isMainThread = _IsMainThread()  # type: ignore[method-assign,assignment]  # one name, two questions


def perform_on_main(block: Callable[[], object], *, wait: bool) -> None:
    """Run the block on the main lane: at once where the caller waits and is there, else in turn.

    Raises `Deadlock` where it waits and the main lane does not come to it.
    """
    __tracebackhide__ = True
    world = current()
    if wait and world.lanes.is_main:
        block()
        return
    operation = NSBlockOperation.blockOperationWithBlock_(block)
    world.main_queue.addOperation_(operation)
    if wait:
        operation.waitUntilFinished()
