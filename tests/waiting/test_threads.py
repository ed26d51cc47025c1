"""NSThread beside its run loop: how threads are started, what they keep, how they sleep."""

from __future__ import annotations

import threading

import pytest

from urlsession_mock import Device, NotPossibleNow
from urlsession_mock.foundation import NSDate, NSObject, NSOperationQueue, NSThread


class Works(NSObject):
    def init(self) -> Works:
        self.seen: list[tuple[object, NSThread]] = []
        self.done = threading.Event()
        return self

    def work_(self, what: object) -> None:
        self.seen.append((what, NSThread.currentThread()))
        self.done.set()


def test_a_thread_performs_a_selector(device: Device) -> None:
    works = Works.alloc().init()
    thread = NSThread.alloc().initWithTarget_selector_object_(works, "work:", "this")
    thread.start()
    works.done.wait()
    assert works.seen == [("this", thread)]
    works.done.clear()
    NSThread.detachNewThreadSelector_toTarget_withObject_(b"work:", works, "that")
    works.done.wait()
    assert works.seen[1][0] == "that"
    assert works.seen[1][1] is not thread


def test_a_thread_that_was_not_started_performs_nothing(device: Device) -> None:
    works = Works.alloc().init()
    perform = works.performSelector_onThread_withObject_waitUntilDone_
    with pytest.raises(NotPossibleNow, match="does not run yet"):
        perform("work:", NSThread.alloc().init(), None, False)


def test_one_thread_has_one_object_and_one_dictionary(device: Device) -> None:
    here = NSThread.currentThread()
    assert here is NSThread.mainThread() is NSThread.currentThread()
    here.threadDictionary()["key"] = "value"
    assert NSThread.mainThread().threadDictionary() == {"key": "value"}
    others: list[dict[object, object]] = []

    def work() -> None:
        others.append(NSThread.currentThread().threadDictionary())

    for _ in range(2):  # the second may get the first's number
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        others[-1]["key"] = "other"
    assert others == [{"key": "other"}, {"key": "other"}]
    assert others[0] is not others[1]


def test_a_thread_sleeps_until_a_date_in_real_time(device: Device) -> None:
    date = NSDate.dateWithTimeIntervalSinceNow_(0.005)
    NSThread.sleepUntilDate_(date)
    NSThread.sleepUntilDate_(NSDate.distantPast())
    assert date.timeIntervalSinceNow() <= 0.001


def test_the_stack_begins_with_the_caller(device: Device) -> None:
    first = NSThread.callStackSymbols()[0]
    assert first.startswith("0 tests.waiting.test_threads.test_the_stack_begins_with_the_caller")


def test_a_barrier_block_of_an_operation_queue_runs_alone(device: Device) -> None:
    queue = NSOperationQueue.alloc().init()
    together = threading.Barrier(2)
    seen: list[str] = []

    def meets() -> None:
        together.wait(5)
        seen.append("both")

    progress = queue.progress()
    progress.setTotalUnitCount_(4)
    queue.addOperationWithBlock_(meets)
    queue.addOperationWithBlock_(meets)
    queue.addBarrierBlock_(lambda: seen.append("alone"))
    queue.addOperationWithBlock_(lambda: seen.append("behind"))
    queue.waitUntilAllOperationsAreFinished()
    device.run()
    assert seen == ["both", "both", "alone", "behind"]
    assert progress.completedUnitCount() == 4
    NSOperationQueue.mainQueue().addBarrierBlock_(lambda: seen.append("main"))
    device.run()
    assert seen[-1] == "main"
