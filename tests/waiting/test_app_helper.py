"""PyObjCTools.AppHelper: event loops on main, stopped by what they run."""

from __future__ import annotations

import signal
import threading

import pytest

from tests.waiting.clients import Downloads, started
from urlsession_mock import Deadlock, Device
from urlsession_mock.bindings.pyobjc import app_helper as AppHelper
from urlsession_mock.bindings.pyobjc.app_kit import NSApplication
from urlsession_mock.foundation import NSObject, NSOperationQueue, NSRunLoop, NSThread, NSTimer


class Stops(Downloads):
    """A delegate that ends the event loop when it is done, from its own queue."""

    def URLSession_task_didCompleteWithError_(
        self, session: object, task: object, error: object
    ) -> None:
        self.done = True
        AppHelper.callAfter(AppHelper.stopEventLoop)


@pytest.mark.parametrize("on_main", [False, True])
def test_a_console_loop_runs_until_a_delegate_stops_it(device: Device, on_main: bool) -> None:
    delegate = Stops.alloc().init()
    started(delegate, NSOperationQueue.mainQueue() if on_main else None)
    AppHelper.runConsoleEventLoop()
    assert delegate.done
    assert delegate.body == b"hello"


def test_calls_come_on_main_in_their_order_and_after_their_delays(device: Device) -> None:
    calls: list[tuple[str, bool]] = []

    def call(what: str, *, last: bool = False) -> None:
        calls.append((what, NSThread.isMainThread()))
        if last:
            assert AppHelper.stopEventLoop()

    def from_elsewhere() -> None:
        AppHelper.callLater(20, call, "late", last=True)
        AppHelper.callLater(10, call, "early")
        AppHelper.callAfter(call, "now")
        AppHelper.callLater(0, call, "at once")

    thread = threading.Thread(target=from_elsewhere)
    thread.start()
    thread.join()
    before = device.clock.now()
    AppHelper.runConsoleEventLoop(installInterrupt=False, maxTimeout=1.0)
    assert calls == [("now", True), ("at once", True), ("early", True), ("late", True)]
    assert device.clock.now() - before >= 20


def test_a_loop_that_nobody_stops_is_a_deadlock_where_it_is_run(device: Device) -> None:
    started(Downloads.alloc().init())
    with pytest.raises(Deadlock, match="nothing more can come, and nobody stops it") as caught:
        AppHelper.runConsoleEventLoop()
    assert f"{__file__}" in str(caught.value)
    assert not AppHelper.stopEventLoop()  # it is not registered any more


def test_a_call_that_asks_for_itself_again_and_again_is_no_reason_to_go_on(device: Device) -> None:
    def again() -> None:
        AppHelper.callLater(0.1, again)

    AppHelper.callAfter(again)
    with pytest.raises(Deadlock, match=r"main ran its run loop for 0\.3 s"):
        AppHelper.runConsoleEventLoop()


def test_what_a_call_raises_comes_out_of_the_loop(device: Device) -> None:
    def fails() -> None:
        raise LookupError("no such thing")

    AppHelper.callAfter(fails)
    with pytest.raises(LookupError, match="no such thing"):
        AppHelper.runConsoleEventLoop()


def test_one_run_loop_has_one_event_loop(device: Device) -> None:
    problems: list[str] = []

    def nest() -> None:
        try:
            AppHelper.runConsoleEventLoop()
        except ValueError as error:
            problems.append(str(error))
        AppHelper.stopEventLoop()

    AppHelper.callAfter(nest)
    AppHelper.runConsoleEventLoop()
    assert problems == ["Stopper already registered for this runLoop"]


def test_the_loop_of_an_app_ends_with_the_process(device: Device) -> None:
    AppHelper.callAfter(AppHelper.stopEventLoop)
    with pytest.raises(SystemExit) as caught:
        AppHelper.runEventLoop()
    assert caught.value.code == 0


def test_the_loop_of_an_app_launches_its_delegate_first(device: Device) -> None:
    told: list[str] = []

    class AppDelegate(NSObject):
        def applicationDidFinishLaunching_(self, notification: object) -> None:
            told.append("launched")
            AppHelper.callLater(1, AppHelper.stopEventLoop)

        def applicationWillTerminate_(self, notification: object) -> None:
            told.append("terminates")

    delegate = AppDelegate.alloc().init()
    NSApplication.sharedApplication().setDelegate_(delegate)
    with pytest.raises(SystemExit):
        AppHelper.runEventLoop()
    assert told == ["launched", "terminates"]
    with pytest.raises(SystemExit):
        AppHelper.stopEventLoop()  # none runs, so it is the application that ends


def test_an_app_that_nobody_ends_is_a_deadlock(device: Device) -> None:
    with pytest.raises(Deadlock, match="nothing more can come, and nobody stops it"):
        AppHelper.runEventLoop()


def test_another_main_function_may_be_given(device: Device) -> None:
    given: list[object] = []
    AppHelper.runEventLoop(["app", "-x"], main=given.append)
    assert given == [["app", "-x"]]


def test_an_apps_loop_asks_whether_to_go_on_after_an_error(
    device: Device, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[bool] = []

    def alert() -> bool:
        asked.append(True)
        return len(asked) < 2

    def fails() -> None:
        raise LookupError("no such thing")

    AppHelper.callAfter(fails)
    AppHelper.callLater(1, fails)
    with pytest.raises(SystemExit):
        AppHelper.runEventLoop(unexpectedErrorAlert=alert)
    assert len(asked) == 2
    assert capsys.readouterr().err.count("LookupError: no such thing") == 2
    AppHelper.callAfter(fails)
    with pytest.raises(LookupError):
        AppHelper.runEventLoop()


def test_an_interrupt_stops_the_loop_where_it_is_asked_for(device: Device) -> None:
    AppHelper.callAfter(signal.raise_signal, signal.SIGINT)
    AppHelper.runConsoleEventLoop(installInterrupt=True)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_an_event_loop_runs_on_another_thread(device: Device) -> None:
    seen: list[bool] = []

    def work() -> None:
        AppHelper.runConsoleEventLoop()  # nothing is on it, so it ends
        NSTimer.scheduledTimerWithTimeInterval_repeats_block_(
            0.001, False, lambda timer: seen.append(AppHelper.stopEventLoop())
        )
        AppHelper.runConsoleEventLoop()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(5)
    assert seen == [True]
    assert NSRunLoop.currentRunLoop() is NSRunLoop.mainRunLoop()


def test_a_sheets_method_is_what_it_is() -> None:
    assert AppHelper.endSheetMethod(print) is print
