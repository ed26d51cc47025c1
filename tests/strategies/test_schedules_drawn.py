"""Schedules are drawn for the explorer, and shrink to the plain course."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import find, given

from tests.exploring.test_explorer import in_order
from tests.strategies.drawing import FAST, FINDING
from urlsession_mock import Device, rerun
from urlsession_mock.exploring.schedule import Schedule
from urlsession_mock.strategies import schedules


def test_a_schedule_shrinks_to_the_plain_course() -> None:
    assert str(find(schedules(), lambda _: True, settings=FINDING)) == "plain"


def departs(schedule: Schedule) -> bool:
    return len(schedule) > 0


def test_one_that_must_depart_departs_once_and_early() -> None:
    assert str(find(schedules(), departs, settings=FINDING)) == "1n1"
    assert str(find(schedules(["kill"]), departs, settings=FINDING)) == "1k1"


@FAST
@given(schedules(most=2, choices=9))
def test_the_text_of_a_schedule_is_read_as_the_same(schedule: Schedule) -> None:
    assert Schedule.parse(str(schedule)) == schedule
    assert len(schedule) <= 2
    assert all(each.at <= 9 for each in schedule.departures)


@pytest.mark.parametrize(("kinds", "says"), [(["kil"], "'kil' is no kind"), ([], "nothing is no")])
def test_a_name_that_is_no_kinds_is_refused(kinds: list[str], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        find(schedules(kinds), lambda _: True, settings=FINDING)


def test_a_schedule_that_is_drawn_runs_as_far_as_it_fits_and_finds_the_order_that_fails() -> None:
    def breaks(schedule: Schedule) -> bool:
        try:
            rerun(in_order, str(schedule), leniently=True)
        except AssertionError:
            return True
        return False

    found = find(schedules(["order"], choices=6), breaks, settings=FINDING)
    assert 1 <= len(found) <= 2
    with pytest.raises(AssertionError, match="b'ba'"):
        rerun(in_order, str(found))


def test_what_does_not_fit_is_refused_unless_it_is_run_leniently() -> None:
    def nothing(device: Device) -> Any: ...

    with pytest.raises(ValueError, match="the play, or its plan, is not as it was"):
        rerun(nothing, "9n1")
    rerun(nothing, "9n1", leniently=True)
