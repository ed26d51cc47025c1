"""Threads that lanes use again: none is left when its crew is over."""

from __future__ import annotations

import threading

from urlsession_mock import Device
from urlsession_mock.crew import Crew


def test_a_thread_is_used_again_once_it_has_come_back() -> None:
    with Crew() as crew:
        first = crew.start("delegate", lambda: None)
        first.join(10)
        second = crew.start("delegate", lambda: None)
        second.join(10)
        assert first is second
        assert crew.size == 1


def test_a_thread_that_is_away_is_not_given_out() -> None:
    gate = threading.Event()
    with Crew() as crew:
        first = crew.start("delegate", lambda: void(gate.wait(10)))
        second = crew.start("delegate", lambda: None)
        assert first is not second
        assert first.is_alive()
        gate.set()
        first.join(10)
        second.join(10)


def test_a_thread_that_comes_back_after_the_end_ends_too() -> None:
    gate = threading.Event()
    with Crew() as crew:
        late = crew.start("delegate", lambda: void(gate.wait(10)))
    gate.set()
    threading.Thread.join(late, 10)
    assert late not in threading.enumerate()


def test_its_threads_are_no_ones_that_a_device_waits_for() -> None:
    with Crew() as crew, Device() as device:
        hand = crew.start("delegate", lambda: None)
        hand.join(10)
        assert hand not in device.lanes.foreign_threads()


def void(_: object) -> None:
    """Throw a value away."""
