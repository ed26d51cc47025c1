"""NSOperationQueue: where a session's messages and an app's blocks take their turn.

Not here: threads (queues.py). One rule: a queue runs on a lane of the active device.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Self

from urlsession_mock.dispatch_queue import MAIN, DispatchQueue
from urlsession_mock.errors import AppleException
from urlsession_mock.foundation.array import NSArray
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.foundation.progress import NSProgress
from urlsession_mock.operations import NSBlockOperation, NSOperation
from urlsession_mock.workers import Barrier, Worker
from urlsession_mock.world import World, current

__all__ = ["NSOperationQueue", "perform_on_main"]

# As many threads as a concurrent queue gets: enough to overlap, few enough to read.
_WIDTH = 8
_DEFAULT_COUNT = -1  # NSOperationQueueDefaultMaxConcurrentOperationCount


class NSOperationQueue(NSObject):
    """A queue of operations on threads of the active device.

    Source: developer.apple.com/documentation/foundation/operationqueue
    """

    def init(self) -> Self:
        """Make a concurrent queue; `setMaxConcurrentOperationCount_(1)` makes it serial."""
        self._count = _DEFAULT_COUNT
        self._name: str | None = None
        self._is_suspended = False
        self._is_main = False
        self._quality = -1
        self._operations: list[NSOperation] = []
        self._bound: tuple[World, Worker] | None = None
        self._progress: NSProgress | None = None
        self._underlying: DispatchQueue | None = None
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
        if self._underlying is not None:
            return self._underlying._worker(world)
        if self._bound is None or self._bound[0] is not world:
            width = _WIDTH if self._count == _DEFAULT_COUNT else max(self._count, 1)
            worker = world.lanes.worker(self._name or "delegate", width)
            worker.owner = self
            self._bound = (world, worker)
        return self._bound[1]

    # -- adding ----------------------------------------------------------

    def addOperation_(self, operation: NSOperation, /) -> None:
        """Run the operation when its turn comes."""
        self._add(operation, barrier=False)

    def addBarrierBlock_(self, block: Callable[[], object], /) -> None:
        """Run the block alone: after all that was added before, and before all that follows."""
        self._add(NSBlockOperation.blockOperationWithBlock_(block), barrier=True)

    def _add(self, operation: NSOperation, *, barrier: bool) -> None:
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
                if self._progress is not None:
                    self._progress.setCompletedUnitCount_(self._progress.completedUnitCount() + 1)

        if worker is None:
            world.lanes.post_to_main(run)
        else:
            worker.post(Barrier(run) if barrier else run)

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

    def operations(self) -> NSArray[NSOperation]:
        """What has not ended."""
        return NSArray(self._operations)

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

    def progress(self) -> NSProgress:
        """How far it is: one unit for each operation that ended since this was first asked for.

        It says nothing as a part of a whole until its total is set.
        """
        if self._progress is None:
            self._progress = NSProgress.alloc().init()
        return self._progress

    def underlyingQueue(self) -> DispatchQueue | None:
        """The dispatch queue that its operations run on; None where it has one of its own."""
        return MAIN if self._is_main else self._underlying

    def setUnderlyingQueue_(self, queue: DispatchQueue | None, /) -> None:
        """Run operations on this dispatch queue. Raises as Apple's does.

        Source: developer.apple.com/documentation/foundation/operationqueue/underlyingqueue
        """
        if self._operations or queue is MAIN or self._is_main:
            raise AppleException(
                "NSInvalidArgumentException",
                "the underlying queue is set while the operation queue is empty, and is never "
                "the main dispatch queue",
            )
        self._underlying = queue

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
