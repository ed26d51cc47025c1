"""libdispatch: queues are lanes of the device, and a wait on main lets it go on."""

from __future__ import annotations

import threading
from array import array
from functools import partial
from typing import Self

import pytest

from tests.waiting.clients import Downloads, started
from urlsession_mock import AppleException, Deadlock, Device
from urlsession_mock.bindings.pyobjc.dispatch import (
    DISPATCH_QUEUE_CONCURRENT,
    DISPATCH_QUEUE_PRIORITY_DEFAULT,
    DISPATCH_QUEUE_SERIAL,
    DISPATCH_TIME_FOREVER,
    DISPATCH_TIME_NOW,
    NSEC_PER_MSEC,
    NSEC_PER_SEC,
    QOS_CLASS_DEFAULT,
    QOS_CLASS_UTILITY,
    dispatch_after,
    dispatch_apply,
    dispatch_assert_queue,
    dispatch_assert_queue_not,
    dispatch_async,
    dispatch_async_and_wait,
    dispatch_barrier_async,
    dispatch_barrier_sync,
    dispatch_get_current_queue,
    dispatch_get_global_queue,
    dispatch_get_main_queue,
    dispatch_group_async,
    dispatch_group_create,
    dispatch_group_enter,
    dispatch_group_leave,
    dispatch_group_notify,
    dispatch_group_wait,
    dispatch_main,
    dispatch_once,
    dispatch_queue_attr_make_with_qos_class,
    dispatch_queue_create,
    dispatch_queue_get_label,
    dispatch_release,
    dispatch_resume,
    dispatch_retain,
    dispatch_semaphore_create,
    dispatch_semaphore_signal,
    dispatch_semaphore_wait,
    dispatch_suspend,
    dispatch_sync,
    dispatch_time,
    dispatch_walltime,
)
from urlsession_mock.events import Delivered
from urlsession_mock.foundation import NSDate, NSOperationQueue, NSRunLoop, NSThread


def run_loop(seconds: float = 0.01) -> None:
    NSRunLoop.currentRunLoop().runUntilDate_(NSDate.dateWithTimeIntervalSinceNow_(seconds))


def after(seconds: float) -> int:
    return dispatch_time(DISPATCH_TIME_NOW, int(seconds * NSEC_PER_SEC))


class Signals(Downloads):
    """A delegate that signals a semaphore when it is done."""

    def init(self) -> Self:
        super().init()
        made = dispatch_semaphore_create(0)
        assert made is not None
        self.semaphore = made
        return self

    def URLSession_task_didCompleteWithError_(
        self, session: object, task: object, error: object
    ) -> None:
        self.done = True
        dispatch_semaphore_signal(self.semaphore)


def test_main_waits_on_a_semaphore_that_a_delegate_signals(device: Device) -> None:
    delegate = Signals.alloc().init()
    started(delegate)
    assert dispatch_semaphore_wait(delegate.semaphore, DISPATCH_TIME_FOREVER) == 0
    assert delegate.done


def test_a_semaphore_is_waited_for_on_a_device_that_nobody_pumps() -> None:
    with Device() as device:
        device.network.get("https://example.com/a").respond(body=b"hello")
        delegate = Signals.alloc().init()
        started(delegate)
        assert dispatch_semaphore_wait(delegate.semaphore, DISPATCH_TIME_FOREVER) == 0


def test_a_semaphore_that_the_main_queue_would_signal_is_a_deadlock(device: Device) -> None:
    delegate = Signals.alloc().init()
    started(delegate, NSOperationQueue.mainQueue())
    with pytest.raises(Deadlock, match="1 session waits for the main lane"):
        dispatch_semaphore_wait(delegate.semaphore, DISPATCH_TIME_FOREVER)


def test_a_semaphore_is_not_waited_for_longer_than_asked(device: Device) -> None:
    semaphore = dispatch_semaphore_create(1)
    assert semaphore is not None
    assert dispatch_semaphore_wait(semaphore, after(0.005)) == 0
    assert dispatch_semaphore_wait(semaphore, DISPATCH_TIME_NOW) != 0
    assert dispatch_semaphore_wait(semaphore, after(0.005)) != 0
    assert dispatch_semaphore_create(-1) is None


def test_blocks_of_a_serial_queue_come_in_their_order_off_main(device: Device) -> None:
    queue = dispatch_queue_create(b"com.example.work", DISPATCH_QUEUE_SERIAL)
    seen: list[tuple[int, bool]] = []

    def note(number: int) -> None:
        seen.append((number, NSThread.isMainThread()))

    for number in range(3):
        dispatch_async(queue, partial(note, number))
    dispatch_sync(queue, partial(note, 3))
    # Apple: dispatch_sync runs the block on the calling thread where it can.
    assert seen == [(0, False), (1, False), (2, False), (3, True)]


def test_a_block_hops_to_main_and_back(device: Device) -> None:
    main, work = dispatch_get_main_queue(), dispatch_get_global_queue(QOS_CLASS_UTILITY, 0)
    assert work is not None
    seen: list[tuple[str, bool]] = []

    def on_work() -> None:
        dispatch_sync(main, lambda: seen.append(("sync", NSThread.isMainThread())))
        dispatch_async_and_wait(main, lambda: seen.append(("wait", NSThread.isMainThread())))
        dispatch_async(main, lambda: seen.append(("async", NSThread.isMainThread())))

    dispatch_async(work, on_work)
    while len(seen) < 3:
        run_loop()
    assert seen == [("sync", True), ("wait", True), ("async", True)]


def test_a_queue_that_waits_for_itself_is_a_deadlock_at_once(device: Device) -> None:
    with pytest.raises(Deadlock, match="its own lane waits: dispatch_sync was called from it"):
        dispatch_sync(dispatch_get_main_queue(), lambda: None)
    queue = dispatch_queue_create(b"serial", None)
    problems: list[str] = []

    def nest() -> None:
        try:
            dispatch_sync(queue, lambda: None)
        except Deadlock as deadlock:
            problems.append(str(deadlock))

    dispatch_sync(dispatch_queue_create(b"other", None), lambda: None)
    dispatch_async(queue, nest)
    device.run()
    assert "<DispatchQueue 'serial'> cannot run a block" in problems[0]


def test_a_barrier_runs_alone(device: Device) -> None:
    queue = dispatch_queue_create(b"both", DISPATCH_QUEUE_CONCURRENT)
    together = threading.Barrier(2)
    seen: list[str] = []

    def meets() -> None:
        together.wait(5)
        seen.append("both")

    dispatch_async(queue, meets)
    dispatch_async(queue, meets)
    dispatch_barrier_async(queue, lambda: seen.append("alone"))
    dispatch_async(queue, lambda: seen.append("behind"))
    dispatch_barrier_sync(queue, lambda: seen.append("last"))
    assert seen == ["both", "both", "alone", "behind", "last"]


def test_a_block_comes_after_its_time_on_the_devices_clock(device: Device) -> None:
    seen: list[tuple[str, bool]] = []
    before = device.clock.now()  # which goes on by itself here
    queue = dispatch_queue_create(b"later", None)
    dispatch_after(after(60), queue, lambda: seen.append(("queue", NSThread.isMainThread())))
    dispatch_after(
        after(30), dispatch_get_main_queue(), lambda: seen.append(("main", NSThread.isMainThread()))
    )
    dispatch_after(DISPATCH_TIME_FOREVER, queue, lambda: seen.append(("never", False)))
    device.run()
    assert seen == [("main", True), ("queue", False)]
    assert 60 <= device.clock.now() - before < 65


def test_main_waits_for_a_block_that_comes_later_elsewhere(device: Device) -> None:
    done = threading.Event()
    queue = dispatch_get_global_queue(QOS_CLASS_DEFAULT, 0)
    assert queue is not None
    dispatch_after(after(60), queue, done.set)
    done.wait()


def test_a_group_is_waited_for_and_notifies(device: Device) -> None:
    group, queue = dispatch_group_create(), dispatch_queue_create(b"work", None)
    seen: list[str] = []
    go = threading.Event()

    def first() -> None:
        assert go.wait(5)
        seen.append("first")

    def second() -> None:
        seen.append("second")
        dispatch_group_leave(group)

    dispatch_group_async(group, queue, first)
    dispatch_group_enter(group)
    dispatch_async(queue, second)
    dispatch_group_notify(group, dispatch_get_main_queue(), lambda: seen.append("notified"))
    assert dispatch_group_wait(group, after(0.005)) != 0
    go.set()
    assert dispatch_group_wait(group, DISPATCH_TIME_FOREVER) == 0
    run_loop()
    assert seen == ["first", "second", "notified"]
    dispatch_group_notify(group, queue, lambda: seen.append("at once"))
    device.run()
    assert seen[-1] == "at once"
    with pytest.raises(AppleException, match="unbalanced call"):
        dispatch_group_leave(group)


def test_a_suspended_queue_starts_nothing(device: Device) -> None:
    queue, seen = dispatch_queue_create(b"held", None), list[int]()
    dispatch_suspend(queue)
    dispatch_suspend(queue)
    dispatch_async(queue, lambda: seen.append(1))
    dispatch_resume(queue)
    device.run()
    assert seen == []
    dispatch_resume(queue)
    device.run()
    assert seen == [1]
    with pytest.raises(AppleException, match="over-resume"):
        dispatch_resume(queue)
    dispatch_suspend(dispatch_get_main_queue())


def test_a_block_is_called_for_each_index(device: Device) -> None:
    seen: list[int] = []
    dispatch_apply(3, dispatch_get_global_queue(0, 0), seen.append)
    dispatch_apply(1, None, seen.append)
    assert seen == [0, 1, 2, 0]


def test_a_block_is_called_once_for_a_predicate(device: Device) -> None:
    predicate, seen = array("l", [0]), list[int]()
    dispatch_once(predicate, lambda: seen.append(1))
    dispatch_once(predicate, lambda: seen.append(2))
    assert seen == [1]
    with pytest.raises(TypeError, match="an array of one long"):
        dispatch_once(0, lambda: None)  # type: ignore[arg-type]


def test_the_main_queue_is_served_for_ever(device: Device) -> None:
    seen: list[int] = []
    dispatch_async(dispatch_get_main_queue(), lambda: seen.append(1))
    with pytest.raises(Deadlock, match="nothing more can come"):
        dispatch_main()
    assert seen == [1]


def test_queues_have_labels_and_know_the_caller(device: Device) -> None:
    queue = dispatch_queue_create(b"com.example.work", None)
    labels: list[bytes] = []
    dispatch_async(queue, lambda: labels.append(dispatch_queue_get_label(None)))
    dispatch_async(queue, lambda: dispatch_assert_queue(queue))
    device.run()
    assert labels == [dispatch_queue_get_label(queue)] == [b"com.example.work"]
    assert dispatch_queue_get_label(None) == b"com.apple.main-thread"
    assert dispatch_get_current_queue() is dispatch_get_main_queue()
    dispatch_assert_queue_not(queue)
    with pytest.raises(AppleException, match="expected to execute on"):
        dispatch_assert_queue(queue)
    with pytest.raises(AppleException, match="not expected to execute on"):
        dispatch_assert_queue_not(dispatch_get_main_queue())
    with pytest.raises(TypeError, match="bytes or None, not str"):
        dispatch_queue_create("text", None)  # type: ignore[arg-type]
    assert dispatch_get_global_queue(DISPATCH_QUEUE_PRIORITY_DEFAULT, 0) is (
        dispatch_get_global_queue(QOS_CLASS_DEFAULT, 0)
    )
    assert dispatch_get_global_queue(12345, 0) is None
    attribute = dispatch_queue_attr_make_with_qos_class(DISPATCH_QUEUE_CONCURRENT, 9, 0)
    assert not dispatch_queue_create(b"", attribute).is_serial
    dispatch_retain(queue)
    dispatch_release(queue)


def test_times_are_moments_in_nanoseconds(device: Device) -> None:
    start = after(10)
    assert dispatch_time(start, NSEC_PER_MSEC) == start + NSEC_PER_MSEC
    assert dispatch_time(DISPATCH_TIME_FOREVER, 1) == DISPATCH_TIME_FOREVER
    assert abs(dispatch_walltime(None, 10 * NSEC_PER_SEC) - start) < NSEC_PER_SEC
    today = device.clock.today()
    wall = dispatch_walltime((int(today) + 10, int(today % 1 * NSEC_PER_SEC)), 0)
    assert abs(wall - start) < NSEC_PER_SEC


def test_an_operation_queue_may_run_on_a_dispatch_queue(device: Device) -> None:
    queue, operations = dispatch_queue_create(b"under", None), NSOperationQueue.alloc().init()
    assert operations.underlyingQueue() is None
    operations.setUnderlyingQueue_(queue)
    assert operations.underlyingQueue() is queue
    labels: list[bytes] = []
    operations.addOperationWithBlock_(lambda: labels.append(dispatch_queue_get_label(None)))
    operations.waitUntilAllOperationsAreFinished()
    assert labels == [b"under"]
    delegate = Downloads.alloc().init()
    started(delegate, operations)
    delegate.event.wait()
    assert {event.lane for event in device.recording.only(Delivered)} == {"delegate"}
    assert NSOperationQueue.mainQueue().underlyingQueue() is dispatch_get_main_queue()
    with pytest.raises(AppleException, match="never the main dispatch queue"):
        operations.setUnderlyingQueue_(dispatch_get_main_queue())
