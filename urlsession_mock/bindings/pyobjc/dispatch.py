"""`libdispatch` and `dispatch`: queues, semaphores, groups and times, on lanes of the device.

Not here: what a queue is (`urlsession_mock.dispatch_queue`). Sources, I/O and data are not
simulated. One rule: a time is a moment on the device's clock, a wait that cannot end a `Deadlock`.

Names, and which of them are None, are those of pyobjc-framework-libdispatch 13; what functions do
is Apple's: developer.apple.com/documentation/dispatch
"""

from __future__ import annotations

import threading
import time
from array import array
from collections.abc import Callable, MutableSequence
from contextlib import AbstractContextManager, nullcontext
from typing import Final

from urlsession_mock.agenda import DEFAULT_MODE
from urlsession_mock.device import Device
from urlsession_mock.dispatch_queue import MAIN, DispatchQueue
from urlsession_mock.errors import AppleException
from urlsession_mock.pump import pumping
from urlsession_mock.world import current

__all__ = [
    "DISPATCH_APPLY_AUTO",
    "DISPATCH_CURRENT_QUEUE_LABEL",
    "DISPATCH_QUEUE_CONCURRENT",
    "DISPATCH_QUEUE_PRIORITY_BACKGROUND",
    "DISPATCH_QUEUE_PRIORITY_DEFAULT",
    "DISPATCH_QUEUE_PRIORITY_HIGH",
    "DISPATCH_QUEUE_PRIORITY_LOW",
    "DISPATCH_QUEUE_SERIAL",
    "DISPATCH_TARGET_QUEUE_DEFAULT",
    "DISPATCH_TIME_FOREVER",
    "DISPATCH_TIME_NOW",
    "DISPATCH_WALLTIME_NOW",
    "NSEC_PER_MSEC",
    "NSEC_PER_SEC",
    "NSEC_PER_USEC",
    "QOS_CLASS_BACKGROUND",
    "QOS_CLASS_DEFAULT",
    "QOS_CLASS_UNSPECIFIED",
    "QOS_CLASS_USER_INITIATED",
    "QOS_CLASS_USER_INTERACTIVE",
    "QOS_CLASS_UTILITY",
    "USEC_PER_SEC",
    "dispatch_after",
    "dispatch_apply",
    "dispatch_assert_queue",
    "dispatch_assert_queue_not",
    "dispatch_async",
    "dispatch_async_and_wait",
    "dispatch_barrier_async",
    "dispatch_barrier_sync",
    "dispatch_get_current_queue",
    "dispatch_get_global_queue",
    "dispatch_get_main_queue",
    "dispatch_group_async",
    "dispatch_group_create",
    "dispatch_group_enter",
    "dispatch_group_leave",
    "dispatch_group_notify",
    "dispatch_group_wait",
    "dispatch_main",
    "dispatch_once",
    "dispatch_queue_attr_make_with_qos_class",
    "dispatch_queue_create",
    "dispatch_queue_get_label",
    "dispatch_release",
    "dispatch_resume",
    "dispatch_retain",
    "dispatch_semaphore_create",
    "dispatch_semaphore_signal",
    "dispatch_semaphore_wait",
    "dispatch_suspend",
    "dispatch_sync",
    "dispatch_time",
    "dispatch_walltime",
]

Block = Callable[[], object]


class _Attribute:
    """What makes a queue a concurrent one."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return self._name


DISPATCH_APPLY_AUTO: Final = None
DISPATCH_CURRENT_QUEUE_LABEL: Final = None
DISPATCH_QUEUE_CONCURRENT: Final = _Attribute("DISPATCH_QUEUE_CONCURRENT")
DISPATCH_QUEUE_SERIAL: Final = None
DISPATCH_TARGET_QUEUE_DEFAULT: Final = None

# fmt: off
DISPATCH_QUEUE_PRIORITY_HIGH: Final = 2
DISPATCH_QUEUE_PRIORITY_DEFAULT: Final = 0
DISPATCH_QUEUE_PRIORITY_LOW: Final = -2
DISPATCH_QUEUE_PRIORITY_BACKGROUND: Final = -32768
DISPATCH_TIME_NOW: Final = 0
DISPATCH_TIME_FOREVER: Final = 2**64 - 1
DISPATCH_WALLTIME_NOW: Final = 2**64 - 1
NSEC_PER_SEC: Final = 1_000_000_000
NSEC_PER_MSEC: Final = 1_000_000
NSEC_PER_USEC: Final = 1_000
USEC_PER_SEC: Final = 1_000_000
# sys/qos.h of the macOS SDK
QOS_CLASS_USER_INTERACTIVE: Final = 0x21
QOS_CLASS_USER_INITIATED: Final = 0x19
QOS_CLASS_DEFAULT: Final = 0x15
QOS_CLASS_UTILITY: Final = 0x11
QOS_CLASS_BACKGROUND: Final = 0x09
QOS_CLASS_UNSPECIFIED: Final = 0x00

# The global queues, by what `dispatch_get_global_queue` is asked for: a class, or an old priority.
_GLOBAL: Final = {
    quality: DispatchQueue(f"com.apple.root.{name}-qos".encode(), is_serial=False)
    for quality, name in (
        (QOS_CLASS_USER_INTERACTIVE, "user-interactive"),
        (QOS_CLASS_USER_INITIATED,   "user-initiated"),
        (QOS_CLASS_DEFAULT,          "default"),
        (QOS_CLASS_UTILITY,          "utility"),
        (QOS_CLASS_BACKGROUND,       "background"),
    )
}
_BY_PRIORITY: Final = {
    DISPATCH_QUEUE_PRIORITY_HIGH:       QOS_CLASS_USER_INITIATED,
    DISPATCH_QUEUE_PRIORITY_DEFAULT:    QOS_CLASS_DEFAULT,
    DISPATCH_QUEUE_PRIORITY_LOW:        QOS_CLASS_UTILITY,
    DISPATCH_QUEUE_PRIORITY_BACKGROUND: QOS_CLASS_BACKGROUND,
}
# fmt: on


# -- queues --------------------------------------------------------------


def dispatch_get_main_queue() -> DispatchQueue:
    """The queue of the main thread, served while that runs its loop."""
    return MAIN


def dispatch_get_global_queue(identifier: int, flags: int, /) -> DispatchQueue | None:
    """The concurrent queue of a class or an old priority; None for a number that is neither."""
    return _GLOBAL.get(_BY_PRIORITY.get(identifier, identifier))


def dispatch_queue_create(label: bytes | None, attr: object, /) -> DispatchQueue:
    """A queue of one's own: serial for None, concurrent for `DISPATCH_QUEUE_CONCURRENT`.

    Raises TypeError for a label that is text: as the real one it takes bytes.
    """
    if label is not None and not isinstance(label, bytes):
        raise TypeError(f"a queue's label is bytes or None, not {type(label).__name__}")
    return DispatchQueue(label or b"", is_serial=attr is None)


def dispatch_queue_attr_make_with_qos_class(attr: object, quality: int, relative: int, /) -> object:
    """The attribute as it is; here every lane has the same right."""
    return attr


def dispatch_queue_get_label(queue: DispatchQueue | None, /) -> bytes:
    """Its label; that of the queue the caller is on for None."""
    if queue is None:
        queue = dispatch_get_current_queue()
    return queue.label if queue is not None else b""


def dispatch_get_current_queue() -> DispatchQueue | None:
    """The queue the caller is on; on a thread of no queue the default global one, as Apple's."""
    if current().lanes.is_main:
        return MAIN
    owner = getattr(current().lanes.worker_here(), "owner", None)
    return owner if isinstance(owner, DispatchQueue) else _GLOBAL[QOS_CLASS_DEFAULT]


def dispatch_async(queue: DispatchQueue, block: Block, /) -> None:
    """Call the block on the queue, later."""
    queue.put(block)


def dispatch_sync(queue: DispatchQueue, block: Block, /) -> None:
    """Call the block when the queue comes to it, and wait.

    Raises `Deadlock` at once where the caller is on that queue: there a Mac crashes.
    """
    __tracebackhide__ = True
    queue.call(block)


def dispatch_async_and_wait(queue: DispatchQueue, block: Block, /) -> None:
    """The same as `dispatch_sync`, as far as can be seen from outside."""
    __tracebackhide__ = True
    queue.call(block)


def dispatch_barrier_async(queue: DispatchQueue, block: Block, /) -> None:
    """Call the block alone: after all that was put on the queue before, before all that follows."""
    queue.put(block, barrier=True)


def dispatch_barrier_sync(queue: DispatchQueue, block: Block, /) -> None:
    """The same, and wait. Raises as `dispatch_sync`."""
    __tracebackhide__ = True
    queue.call(block, barrier=True)


def dispatch_apply(
    iterations: int, queue: DispatchQueue | None, block: Callable[[int], object], /
) -> None:
    """Call the block with 0, 1, 2 and so on, and return when all have ended."""
    __tracebackhide__ = True
    target = queue or _GLOBAL[QOS_CLASS_DEFAULT]
    for index in range(iterations):
        target.call(lambda index=index: block(index))  # type: ignore[misc]  # bound on purpose


def dispatch_suspend(queue: DispatchQueue, /) -> None:
    """Start no further block of the queue. Apple: no effect on the main and the global queues."""
    _suspend(queue, 1)


def dispatch_resume(queue: DispatchQueue, /) -> None:
    """Take one `dispatch_suspend` back. Raises `AppleException` for one too many: a Mac crashes."""
    _suspend(queue, -1)


def _suspend(queue: DispatchQueue, more: int) -> None:
    worker = queue._worker(current())
    if worker is None or queue in _GLOBAL.values():
        return
    if worker.suspensions + more < 0:
        raise AppleException("EXC_BAD_INSTRUCTION", f"over-resume of {queue!r}")
    worker.suspensions += more
    worker.suspend(worker.suspensions > 0)


def dispatch_assert_queue(queue: DispatchQueue, /) -> None:
    """Raise `AppleException` off the queue: a Mac crashes."""
    if dispatch_get_current_queue() is not queue:
        raise AppleException("EXC_BREAKPOINT", f"block was expected to execute on {queue!r}")


def dispatch_assert_queue_not(queue: DispatchQueue, /) -> None:
    """Raise `AppleException` on the queue: a Mac crashes."""
    if dispatch_get_current_queue() is queue:
        raise AppleException("EXC_BREAKPOINT", f"block was not expected to execute on {queue!r}")


def dispatch_main() -> None:
    """Serve the main queue for ever. Raises `Deadlock` where nothing more can come."""
    __tracebackhide__ = True
    current().run_loop(float("inf"), DEFAULT_MODE, once=False)


def dispatch_once(predicate: MutableSequence[int], block: Block, /) -> None:
    """Call the block unless it was called for this predicate, an `array("l", [0])`.

    Raises TypeError for a predicate that is no such array.
    """
    if not isinstance(predicate, array) or len(predicate) != 1:
        raise TypeError('a predicate is an array of one long: array.array("l", [0])')
    if not predicate[0]:
        predicate[0] = -1
        block()


def dispatch_retain(thing: object, /) -> None:
    """Python counts references; this changes nothing."""


def dispatch_release(thing: object, /) -> None:
    """Python counts references; this changes nothing."""


# -- times ---------------------------------------------------------------


def dispatch_time(when: int, delta: int, /) -> int:
    """So many nanoseconds after a time; `DISPATCH_TIME_NOW` is now on the device's clock."""
    if when == DISPATCH_TIME_FOREVER:
        return when
    start = when if when != DISPATCH_TIME_NOW else 1 + round(current().clock.now() * NSEC_PER_SEC)
    return max(start + delta, 1)


def dispatch_walltime(when: tuple[int, int] | None, delta: int, /) -> int:
    """So many nanoseconds after a moment, as (seconds since 1970, nanoseconds); None is now."""
    if when is None:
        return dispatch_time(DISPATCH_TIME_NOW, delta)
    since = when[0] + when[1] / NSEC_PER_SEC - current().clock.today()
    return dispatch_time(DISPATCH_TIME_NOW, round(since * NSEC_PER_SEC) + delta)


def dispatch_after(when: int, queue: DispatchQueue, block: Block, /) -> None:
    """Call the block on the queue when that time has come."""
    if when != DISPATCH_TIME_FOREVER:
        queue.put_later(block, _moment(when))


def _moment(when: int) -> float:
    return current().clock.now() if when == DISPATCH_TIME_NOW else (when - 1) / NSEC_PER_SEC


# -- semaphores and groups -----------------------------------------------


class _Counter:
    """A number that threads wait for.

    A wait on main is like any other of user code: it serves nothing, and the pump turns the device.
    """

    def __init__(self, value: int) -> None:
        self.value = value
        self.changed: threading.Condition = threading.Condition()

    def wait(self, is_met: Callable[[], bool], timeout: int) -> bool:
        """Wait until it is met, or the time has come; holding `changed`."""
        if timeout == DISPATCH_TIME_FOREVER:
            while not is_met():
                self.changed.wait()
            return True
        # In real seconds, as any wait with a limit.
        end = time.monotonic() + _moment(timeout) - current().clock.now()
        while not is_met():
            left = end - time.monotonic()
            if left <= 0:
                return False
            self.changed.wait(left)
        return True


def _pumped() -> AbstractContextManager[None]:
    """What lets the device go on while main waits."""
    world = current()
    if not world.lanes.is_main or not isinstance(world, Device):
        return nullcontext()
    return pumping(world)


class Semaphore(_Counter):
    """A counting semaphore."""


class Group(_Counter):
    """Blocks that are waited for together."""

    def __init__(self) -> None:
        super().__init__(0)
        self.notified: list[tuple[DispatchQueue, Block]] = []


def dispatch_semaphore_create(value: int, /) -> Semaphore | None:
    """A semaphore that so many may pass; None for a number below 0."""
    return Semaphore(value) if value >= 0 else None


def dispatch_semaphore_wait(semaphore: Semaphore, timeout: int, /) -> int:
    """Pass it, or wait until somebody signals; 0, or another number where the time came first.

    On main nothing that belongs on main comes meanwhile, as on a Mac. Raises `Deadlock` where it
    waits without a limit for what cannot come.
    """
    __tracebackhide__ = True
    with _pumped(), semaphore.changed:
        if not semaphore.wait(lambda: semaphore.value > 0, timeout):
            return 49  # KERN_OPERATION_TIMED_OUT, which libdispatch gives on a Mac
        semaphore.value -= 1
        return 0


def dispatch_semaphore_signal(semaphore: Semaphore, /) -> int:
    """Let one more pass. 0: whether a thread was woken is not told."""
    with semaphore.changed:
        semaphore.value += 1
        semaphore.changed.notify()
    return 0


def dispatch_group_create() -> Group:
    """A group without blocks."""
    return Group()


def dispatch_group_enter(group: Group, /) -> None:
    """Something of the group has begun."""
    with group.changed:
        group.value += 1


def dispatch_group_leave(group: Group, /) -> None:
    """Something of it has ended. Raises `AppleException` where nothing had begun: a Mac crashes."""
    with group.changed:
        if not group.value:
            raise AppleException("EXC_BAD_INSTRUCTION", "unbalanced call to dispatch_group_leave()")
        group.value -= 1
        if group.value:
            return
        notified, group.notified = group.notified, []
        group.changed.notify_all()
    for queue, block in notified:
        queue.put(block)


def dispatch_group_async(group: Group, queue: DispatchQueue, block: Block, /) -> None:
    """Call the block on the queue, later, as part of the group."""
    dispatch_group_enter(group)

    def run() -> None:
        try:
            block()
        finally:
            dispatch_group_leave(group)

    queue.put(run)


def dispatch_group_notify(group: Group, queue: DispatchQueue, block: Block, /) -> None:
    """Call the block on the queue when all of the group has ended; at once where nothing runs."""
    with group.changed:
        if group.value:
            group.notified.append((queue, block))
            return
    queue.put(block)


def dispatch_group_wait(group: Group, timeout: int, /) -> int:
    """Wait until all of the group has ended; as `dispatch_semaphore_wait`."""
    __tracebackhide__ = True
    with _pumped(), group.changed:
        return 0 if group.wait(lambda: group.value == 0, timeout) else 49  # as above
