"""Run loops: main's turns the device; another thread's does what was put on it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from tests.waiting.clients import ADDRESS, Downloads, started
from urlsession_mock import Deadlock, Device, NotPossibleNow
from urlsession_mock.events import Delivered, Stuck
from urlsession_mock.foundation import (
    NSDate,
    NSDefaultRunLoopMode,
    NSObject,
    NSOperationQueue,
    NSRunLoop,
    NSRunLoopCommonModes,
    NSThread,
    NSTimer,
)
from urlsession_mock.pump import pumping


@pytest.fixture(params=["by itself", "pumped"])
def device(request: pytest.FixtureRequest) -> Iterator[Device]:
    with Device(limit=0.3) as device:
        device.network.get(ADDRESS).respond(body=b"hello")
        if request.param == "by itself":
            yield device
            return
        with pumping(device):
            yield device


def soon(seconds: float = 0.1) -> NSDate:
    return NSDate.dateWithTimeIntervalSinceNow_(seconds)


def loop() -> NSRunLoop:
    return NSRunLoop.currentRunLoop()


def poll_for_ever() -> None:
    while True:
        loop().runUntilDate_(soon(0.01))


@pytest.mark.parametrize("on_main", [False, True])
def test_a_client_polls_its_run_loop_until_a_flag_is_set(device: Device, on_main: bool) -> None:
    downloads = Downloads.alloc().init()
    started(downloads, NSOperationQueue.mainQueue() if on_main else None)
    while not downloads.done:
        loop().runUntilDate_(soon())
    assert downloads.body == b"hello"


@pytest.mark.parametrize("on_main", [False, True])
def test_a_client_runs_its_loop_in_a_mode_until_a_flag_is_set(
    device: Device, on_main: bool
) -> None:
    downloads = Downloads.alloc().init()
    started(downloads, NSOperationQueue.mainQueue() if on_main else None)
    while not downloads.done and loop().runMode_beforeDate_(NSDefaultRunLoopMode, soon()):
        pass
    assert downloads.body == b"hello"


def test_a_run_until_a_date_lets_that_date_come(device: Device) -> None:
    start, date = time.monotonic(), soon(60)
    loop().runUntilDate_(date)
    assert date.timeIntervalSinceNow() <= 0
    assert time.monotonic() - start < 1


def test_a_date_agrees_with_the_devices_clock(device: Device) -> None:
    before = NSDate.date()
    device.clock.advance(1000)
    assert 1000 <= NSDate.date().timeIntervalSinceDate_(before) < 1010
    assert abs(NSDate.date().timeIntervalSince1970() - device.clock.today()) < 1


def test_a_delayed_answer_comes_within_the_polls_that_its_delay_takes(device: Device) -> None:
    device.network.get("https://example.com/slow").respond(body=b"x", delay=0.95)
    downloads = Downloads.alloc().init()
    started(downloads, address="https://example.com/slow")
    polls = 0
    while not downloads.done:
        loop().runUntilDate_(soon(0.1))
        polls += 1
    assert 9 <= polls <= 11


def test_a_server_that_is_silent_times_out_while_main_polls(device: Device) -> None:
    device.network.get("https://example.com/slow").stall()
    downloads = Downloads.alloc().init()
    started(downloads, address="https://example.com/slow")
    while not downloads.done:
        loop().runUntilDate_(soon(1))
    assert downloads.error is not None
    assert downloads.error.code() == -1001


def test_a_run_in_a_mode_returns_after_the_first_input(device: Device) -> None:
    called: list[str] = []
    queue = NSOperationQueue.mainQueue()
    queue.addOperationWithBlock_(lambda: called.append("block"))
    date = soon(60)
    assert loop().runMode_beforeDate_(NSDefaultRunLoopMode, date)
    assert called == ["block"]
    assert date.timeIntervalSinceNow() > 50


def test_a_timer_is_no_input(device: Device) -> None:
    fired: list[NSTimer] = []
    timer = NSTimer.scheduledTimerWithTimeInterval_repeats_block_(1, False, fired.append)
    date = soon(2)
    assert loop().runMode_beforeDate_(NSDefaultRunLoopMode, date)
    assert fired == [timer]
    assert date.timeIntervalSinceNow() <= 0
    assert not timer.isValid()


def test_main_polls_for_what_never_comes_and_hears_of_it_at_its_line(device: Device) -> None:
    start = time.monotonic()
    with pytest.raises(Deadlock, match=r"main ran its run loop for 0.3 s, and nothing came"):
        poll_for_ever()
    assert time.monotonic() - start < 3
    (stuck,) = device.recording.only(Stuck)
    assert stuck.where is not None
    assert stuck.where.file == __file__


def test_a_loop_that_runs_for_ever_ends_where_nothing_more_can_come(device: Device) -> None:
    downloads = Downloads.alloc().init()
    started(downloads)
    with pytest.raises(Deadlock, match="main's run loop runs for ever: nothing more can come"):
        loop().run()
    assert downloads.done


def test_a_timer_that_repeats_keeps_no_loop_alive_for_ever(device: Device) -> None:
    NSTimer.scheduledTimerWithTimeInterval_repeats_block_(0.1, True, lambda timer: None)
    device.run()
    with pytest.raises(Deadlock, match=r"main ran its run loop for 0.3 s"):
        loop().run()


def test_a_thread_of_the_clients_own_is_waited_for_in_real_time(device: Device) -> None:
    done = threading.Event()
    release = threading.Event()

    def work() -> None:
        release.wait(0.05)
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    polls = 0
    while not done.is_set():
        loop().runUntilDate_(soon(0.01))
        polls += 1
    thread.join()
    assert polls < 20


def test_a_delegate_that_waits_for_main_is_let_go_when_the_poll_ends(device: Device) -> None:
    seen, go = threading.Event(), threading.Event()

    class Waits(Downloads):
        def URLSession_task_didCompleteWithError_(
            self, session: object, task: object, error: object
        ) -> None:
            seen.set()
            assert go.wait(5)
            self.done = True

    waits = Waits.alloc().init()
    started(waits)
    while not seen.is_set():
        loop().runUntilDate_(soon(0.01))
    go.set()
    while not waits.done:
        loop().runUntilDate_(soon(0.01))


def test_a_delegate_that_is_held_for_the_limit_is_a_deadlock_of_its_lane(device: Device) -> None:
    class Hangs(Downloads):
        def URLSession_task_didCompleteWithError_(
            self, session: object, task: object, error: object
        ) -> None:
            threading.Event().wait()

    started(Hangs.alloc().init())
    with pytest.raises(Deadlock, match=r"lane was held for 0.3 s"):
        poll_for_ever()


def test_a_block_on_main_may_run_the_loop(device: Device) -> None:
    downloads = Downloads.alloc().init()
    started(downloads)
    depth: list[str] = []

    def polls() -> None:
        while not downloads.done:
            loop().runUntilDate_(soon(0.01))
        depth.append("inner")

    NSOperationQueue.mainQueue().addOperationWithBlock_(polls)
    NSOperationQueue.mainQueue().addOperationWithBlock_(lambda: depth.append("next"))
    loop().runUntilDate_(soon(1))
    assert "inner" in depth
    assert "next" in depth


def test_a_delegate_on_main_may_run_the_loop_for_another_session(device: Device) -> None:
    other = Downloads.alloc().init()

    class Nests(Downloads):
        def URLSession_task_didCompleteWithError_(
            self, session: object, task: object, error: object
        ) -> None:
            started(other, NSOperationQueue.mainQueue())
            while not other.done:
                loop().runUntilDate_(soon(0.01))
            self.done = True

    nests = Nests.alloc().init()
    started(nests, NSOperationQueue.mainQueue())
    while not nests.done:
        loop().runUntilDate_(soon(0.01))
    assert {event.lane for event in device.recording.only(Delivered)} == {"main"}


def test_a_mode_of_ones_own_serves_only_what_was_put_on_it(device: Device) -> None:
    called: list[str] = []
    assert not loop().runMode_beforeDate_("mine", soon())
    loop().performBlock_(lambda: called.append("default"))
    loop().performInModes_block_(["mine"], lambda: called.append("mine"))
    NSOperationQueue.mainQueue().addOperationWithBlock_(lambda: called.append("main queue"))
    assert loop().runMode_beforeDate_("mine", soon())
    assert called == ["mine"]
    loop().runUntilDate_(soon())
    assert sorted(called) == ["default", "main queue", "mine"]


def test_the_mode_is_known_while_the_loop_runs(device: Device) -> None:
    modes: list[str | None] = [loop().currentMode()]
    loop().performBlock_(lambda: modes.append(loop().currentMode()))
    loop().runUntilDate_(soon())
    assert modes == [None, NSDefaultRunLoopMode]
    assert loop().currentMode() is None


def test_one_thread_has_one_run_loop(device: Device) -> None:
    assert loop() is loop()
    assert loop() is NSRunLoop.mainRunLoop()


def test_the_limit_date_is_that_of_the_next_timer(device: Device) -> None:
    assert loop().limitDateForMode_(NSDefaultRunLoopMode) == NSDate.distantFuture()
    timer = NSTimer.scheduledTimerWithTimeInterval_repeats_block_(5, False, lambda timer: None)
    limit = loop().limitDateForMode_(NSDefaultRunLoopMode)
    assert limit is not None
    assert abs(limit.timeIntervalSinceDate_(timer.fireDate())) < 0.001
    assert loop().limitDateForMode_("mine") is None


def test_input_is_accepted_for_a_mode(device: Device) -> None:
    called: list[int] = []
    NSOperationQueue.mainQueue().addOperationWithBlock_(lambda: called.append(1))
    loop().acceptInputForMode_beforeDate_(NSDefaultRunLoopMode, soon())
    assert called == [1]


class Notes(NSObject):
    def init(self) -> Notes:
        self.seen: list[object] = []
        self.threads: list[int] = []
        return self

    def note_(self, what: object) -> None:
        self.seen.append(what)
        self.threads.append(threading.get_ident())


def test_selectors_are_performed_in_their_order_and_taken_back(device: Device) -> None:
    notes = Notes.alloc().init()
    perform = loop().performSelector_target_argument_order_modes_
    for order, what in ((3, "c"), (1, "a"), (2, "b"), (4, "never")):
        perform("note:", notes, what, order, [NSDefaultRunLoopMode])
    loop().cancelPerformSelector_target_argument_("note:", notes, "never")
    loop().runUntilDate_(soon())
    assert notes.seen == ["a", "b", "c"]
    perform("note:", notes, "d", 0, [NSDefaultRunLoopMode])
    loop().cancelPerformSelectorsWithTarget_(notes)
    loop().runUntilDate_(soon())
    assert notes.seen == ["a", "b", "c"]


def test_a_selector_is_performed_after_its_delay_unless_it_is_taken_back(device: Device) -> None:
    notes = Notes.alloc().init()
    notes.performSelector_withObject_afterDelay_("note:", "late", 2)
    notes.performSelector_withObject_afterDelay_(b"note:", "early", 1)
    notes.performSelector_withObject_afterDelay_inModes_(
        notes.note_,
        "never",
        1,
        [NSRunLoopCommonModes],
    )
    NSObject.cancelPreviousPerformRequestsWithTarget_selector_object_(notes, "note:", "never")
    loop().runUntilDate_(soon(1.5))
    assert notes.seen == ["early"]
    NSObject.cancelPreviousPerformRequestsWithTarget_(notes)
    loop().runUntilDate_(soon(1.5))
    assert notes.seen == ["early"]


def test_a_run_of_the_device_fires_what_comes_once(device: Device) -> None:
    notes = Notes.alloc().init()
    notes.performSelector_withObject_afterDelay_("note:", "late", 200)
    start = device.clock.now()
    device.run()
    assert notes.seen == ["late"]
    assert device.clock.now() >= start + 200


def test_another_thread_runs_its_own_loop(device: Device) -> None:
    fired: list[int] = []
    ends = threading.Event()

    def work() -> None:
        assert not loop().runMode_beforeDate_(NSDefaultRunLoopMode, soon())  # nothing is on it
        loop().run()
        NSTimer.scheduledTimerWithTimeInterval_repeats_block_(
            1000, True, lambda timer: fired.append(threading.get_ident())
        )
        loop().runUntilDate_(soon(2500))
        ends.set()

    thread = NSThread.alloc().initWithBlock_(work)
    thread.start()
    while not ends.is_set():
        loop().runUntilDate_(soon(100))
    assert len(fired) == 2
    assert threading.get_ident() not in fired


def test_a_selector_is_performed_on_another_threads_loop(device: Device) -> None:
    notes = Notes.alloc().init()
    ready = threading.Event()

    def work() -> None:
        NSTimer.scheduledTimerWithTimeInterval_repeats_block_(1000, True, lambda timer: None)
        ready.set()
        while len(notes.seen) < 2:
            loop().runMode_beforeDate_(NSDefaultRunLoopMode, NSDate.distantFuture())

    thread = NSThread.alloc().initWithBlock_(work)
    thread.start()
    assert ready.wait(5)
    perform = notes.performSelector_onThread_withObject_waitUntilDone_
    perform("note:", thread, "there", True)
    perform("note:", thread, "last", True)
    assert notes.seen == ["there", "last"]
    assert threading.get_ident() not in notes.threads
    here = NSThread.currentThread()
    notes.performSelector_onThread_withObject_waitUntilDone_modes_(
        "note:", here, "here", True, [NSDefaultRunLoopMode]
    )
    assert notes.threads[-1] == threading.get_ident()


def test_a_loop_is_run_by_its_own_thread_only(device: Device) -> None:
    problems: list[str] = []

    def work() -> None:
        try:
            NSRunLoop.mainRunLoop().runUntilDate_(soon())
        except NotPossibleNow as error:
            problems.append(str(error))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert "a run loop is run by its own thread" in problems[0]


def test_a_thread_that_runs_its_loop_for_ever_is_let_out_when_its_device_ends() -> None:
    ready = threading.Event()

    def work() -> None:
        NSTimer.scheduledTimerWithTimeInterval_repeats_block_(1000, True, lambda timer: None)
        ready.set()
        loop().run()

    with Device():
        thread = threading.Thread(target=work)
        thread.start()
        assert ready.wait(5)
    thread.join(5)
    assert not thread.is_alive()
