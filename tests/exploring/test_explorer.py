"""A play is run under every order that the system may make of it."""

from __future__ import annotations

import pytest

from tests.exploring.notes import Notes, with_two_tasks
from urlsession_mock import Device, FaultFound, NotDeterministic, explore, rerun


def two_tasks(device: Device) -> bytes:
    notes = Notes()
    session = with_two_tasks(device, notes)
    device.run()
    session.invalidateAndCancel()
    return notes.text


def test_every_order_between_two_tasks_is_run_once() -> None:
    seen: list[bytes] = []
    covered = explore(lambda device: seen.append(two_tasks(device)))
    # Each has three messages, so there are 6 over 3 ways to mix them.
    assert (covered.schedules, covered.is_complete) == (20, True)
    assert set(seen) == {b"ab", b"ba"}


def in_order(device: Device) -> None:
    assert two_tasks(device) == b"ab"


def test_a_fault_that_only_another_order_has_is_found_and_reproduced() -> None:
    with pytest.raises(FaultFound) as found:
        explore(in_order)
    assert found.value.schedule != "plain"
    with pytest.raises(AssertionError, match="b'ba'"):
        rerun(in_order, found.value.schedule)
    rerun(in_order, "plain")


def test_a_play_that_does_not_do_the_same_each_time_is_said_so() -> None:
    runs: list[int] = []

    def play(device: Device) -> None:
        runs.append(1)
        if len(runs) > 1:
            two_tasks(device)

    with pytest.raises(NotDeterministic, match="event 1 of the plain course was nothing"):
        explore(play)
