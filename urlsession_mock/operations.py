"""NSOperation and NSBlockOperation, as far as a delegate queue needs them.

Not here: queues of them (operation_queue.py). One rule: a wait that cannot end is a
deadlock, said at once where it can be known.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import ClassVar, Self

from urlsession_mock.errors import Deadlock
from urlsession_mock.events import Where
from urlsession_mock.foundation.array import NSArray
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.not_simulated import not_simulated
from urlsession_mock.where import caller
from urlsession_mock.workers import Worker
from urlsession_mock.world import current

__all__ = ["NSBlockOperation", "NSOperation"]


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

    def dependencies(self) -> NSArray[NSOperation]:
        """What must end before it starts."""
        return NSArray(self._dependencies)

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
        self._blocks: list[tuple[Callable[[], object], Where | None]] = []
        return self

    @classmethod
    def blockOperationWithBlock_(cls, block: Callable[[], object], /) -> Self:
        """Make one with a block."""
        self = cls.alloc().init()
        self._blocks.append((block, caller()))
        return self

    def addExecutionBlock_(self, block: Callable[[], object], /) -> None:
        """Add a block."""
        self._blocks.append((block, caller()))

    def executionBlocks(self) -> NSArray[Callable[[], object]]:
        """The blocks."""
        return NSArray(block for block, _ in self._blocks)

    def main(self) -> None:
        """Call the blocks, one after the other."""
        for block, __added_at__ in self._blocks:  # noqa: B007 - read by `where.caller`
            block()
