"""A thread of the app may be stopped between two lines of its code, while another runs."""

from __future__ import annotations

import contextlib
import sys
import threading

import pytest

from tests.bugs.explored_apps import CountsUnderALock, CountsWithoutALock
from tests.bugs.explored_plays import counts_on_two_threads
from urlsession_mock import Device, FaultFound, explore, rerun
from urlsession_mock.held import Stands, how
from urlsession_mock.workers import LaneClosed, throw_into


def without_a_lock(device: Device) -> None:
    counts_on_two_threads(device, CountsWithoutALock)


def under_a_lock(device: Device) -> None:
    counts_on_two_threads(device, CountsUnderALock)


def test_a_table_that_two_threads_change_without_a_lock_is_found() -> None:
    explore(without_a_lock)  # no order of messages shows it
    with pytest.raises(FaultFound, match="stopped before count, line") as found:
        explore(without_a_lock, pauses=1)
    with pytest.raises(AssertionError):
        rerun(without_a_lock, found.value.schedule, pauses=1)


def test_a_lock_keeps_it_whole_wherever_a_thread_is_stopped() -> None:
    covered = explore(under_a_lock, pauses=1)
    assert covered.is_complete
    assert covered.kinds["pause"] > 5


def test_a_thread_that_an_earlier_test_left_behind_hangs_nothing() -> None:
    gate = threading.Event()

    def wait() -> None:
        with contextlib.suppress(LaneClosed):
            gate.wait(10)

    left = threading.Thread(target=wait, daemon=True)
    left.start()
    while how(sys._current_frames()[left.ident or 0]) is not Stands.FOR_A_WHILE:
        left.join(0.001)
    throw_into(left.ident or 0, LaneClosed)  # as a device does that is closed over it
    covered = explore(under_a_lock, pauses=1)
    gate.set()
    left.join(10)
    assert covered.is_complete
