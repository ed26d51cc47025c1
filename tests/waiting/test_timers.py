"""NSTimer: when it fires, how often, and what it says of itself."""

from __future__ import annotations

import pytest

from urlsession_mock import Device
from urlsession_mock.foundation import (
    NSDate,
    NSDefaultRunLoopMode,
    NSObject,
    NSRunLoop,
    NSRunLoopCommonModes,
    NSTimer,
)


def run_loop(seconds: float) -> None:
    NSRunLoop.currentRunLoop().runUntilDate_(NSDate.dateWithTimeIntervalSinceNow_(seconds))


class Target(NSObject):
    def init(self) -> Target:
        self.fired: list[NSTimer] = []
        return self

    def fire_(self, timer: NSTimer) -> None:
        self.fired.append(timer)


@pytest.fixture
def target(device: Device) -> Target:
    return Target.alloc().init()


def test_a_timer_performs_its_selector_with_itself(target: Target) -> None:
    timer = NSTimer.scheduledTimerWithTimeInterval_target_selector_userInfo_repeats_(
        10, target, "fire:", {"a": 1}, False
    )
    assert timer.userInfo() == {"a": 1}
    assert timer.timeInterval() == 0
    run_loop(9)
    assert target.fired == []
    run_loop(2)
    assert target.fired == [timer]
    assert not timer.isValid()


def test_a_timer_repeats_in_its_rhythm_until_it_is_invalid(target: Target) -> None:
    timer = NSTimer.scheduledTimerWithTimeInterval_target_selector_userInfo_repeats_(
        10, target, "fire:", None, True
    )
    assert timer.timeInterval() == 10
    run_loop(35)
    assert len(target.fired) == 3
    assert 0 < timer.fireDate().timeIntervalSinceNow() < 10
    timer.invalidate()
    run_loop(35)
    assert len(target.fired) == 3
    timer.fire()
    assert len(target.fired) == 3


def test_a_timer_that_is_late_fires_once(device: Device) -> None:
    fired: list[NSTimer] = []
    timer = NSTimer.timerWithTimeInterval_repeats_block_(10, True, fired.append)
    device.clock.advance(35)
    NSRunLoop.currentRunLoop().addTimer_forMode_(timer, NSRunLoopCommonModes)
    run_loop(0.001)
    assert len(fired) == 1
    run_loop(6)
    assert len(fired) == 2


def test_a_block_may_end_its_own_timer(device: Device) -> None:
    fired: list[NSTimer] = []

    def fire(timer: NSTimer) -> None:
        fired.append(timer)
        if len(fired) == 2:
            timer.invalidate()

    NSTimer.scheduledTimerWithTimeInterval_repeats_block_(1, True, fire)
    run_loop(5)
    assert len(fired) == 2


def test_a_timer_is_fired_by_hand(target: Target) -> None:
    once = NSTimer.timerWithTimeInterval_target_selector_userInfo_repeats_(
        10, target, "fire:", None, False
    )
    once.fire()
    assert target.fired == [once]
    assert not once.isValid()
    again = NSTimer.scheduledTimerWithTimeInterval_target_selector_userInfo_repeats_(
        10, target, "fire:", None, True
    )
    before = again.fireDate()
    again.fire()
    assert again.isValid()
    assert again.fireDate() == before


def test_a_timer_needs_a_run_loop_and_a_mode_that_runs(target: Target) -> None:
    date = NSDate.dateWithTimeIntervalSinceNow_(1)
    timer = NSTimer.alloc().initWithFireDate_interval_target_selector_userInfo_repeats_(
        date, 0, target, "fire:", None, False
    )
    run_loop(2)
    assert target.fired == []
    NSRunLoop.currentRunLoop().addTimer_forMode_(timer, "mine")
    run_loop(1)
    assert target.fired == []
    later = NSDate.dateWithTimeIntervalSinceNow_(1)
    assert NSRunLoop.currentRunLoop().runMode_beforeDate_("mine", later)
    assert target.fired == [timer]


def test_a_timer_is_put_off(device: Device) -> None:
    fired: list[NSTimer] = []
    timer = NSTimer.alloc().initWithFireDate_interval_repeats_block_(
        NSDate.dateWithTimeIntervalSinceNow_(1), 5, True, fired.append
    )
    NSRunLoop.currentRunLoop().addTimer_forMode_(timer, NSDefaultRunLoopMode)
    timer.setFireDate_(NSDate.dateWithTimeIntervalSinceNow_(20))
    run_loop(10)
    assert fired == []
    run_loop(11)
    assert fired == [timer]


def test_a_tolerance_is_kept(device: Device) -> None:
    timer = NSTimer.timerWithTimeInterval_repeats_block_(0, True, lambda timer: None)
    assert timer.timeInterval() == 0.0001
    assert timer.tolerance() == 0
    timer.setTolerance_(2)
    assert timer.tolerance() == 2
