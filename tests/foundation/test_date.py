"""NSDate and NSDateInterval."""

from __future__ import annotations

import time

import pytest

from urlsession_mock.foundation import NSDate, NSDateInterval


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> float:
    """The clock stands still; the seconds from 1970."""
    monkeypatch.setattr(time, "time", lambda: 1_000_000_000.0)
    return 1_000_000_000.0


def at(seconds: float) -> NSDate:
    return NSDate.dateWithTimeIntervalSinceReferenceDate_(seconds)


def test_now_is_what_the_clock_says(noon: float) -> None:
    assert NSDate.date().timeIntervalSince1970() == noon
    assert NSDate.new() == NSDate.now()
    assert NSDate.dateWithTimeIntervalSinceNow_(5.0).timeIntervalSinceNow() == 5.0


def test_the_reference_date_is_the_start_of_2001(noon: float) -> None:
    assert at(0.0).description() == "2001-01-01 00:00:00 +0000"
    assert at(0.0).timeIntervalSince1970() == 978307200.0
    assert at(7.0).timeIntervalSinceReferenceDate() == 7.0


def test_the_class_tells_the_seconds_from_the_reference_date_to_now(noon: float) -> None:
    assert NSDate.timeIntervalSinceReferenceDate() == noon - 978307200.0


def test_dates_are_added_and_subtracted() -> None:
    assert at(5.0).dateByAddingTimeInterval_(2.0) == at(7.0)
    assert at(5.0).addTimeInterval_(2.0) == at(7.0)
    assert NSDate.dateWithTimeInterval_sinceDate_(2.0, at(5.0)) == at(7.0)
    assert at(7.0).timeIntervalSinceDate_(at(5.0)) == 2.0
    assert NSDate.dateWithTimeIntervalSince1970_(978307200.0) == at(0.0)


def test_dates_are_ordered() -> None:
    early, late = at(1.0), at(2.0)

    assert early.compare_(late) == -1
    assert late.compare_(early) == 1
    assert early.compare_(at(1.0)) == 0
    assert early.earlierDate_(late) is early
    assert early.laterDate_(late) is late
    assert early.isEqualToDate_(at(1.0))
    assert early < late
    assert late >= early
    assert late > early
    assert early <= late


def test_distant_dates_lie_outside_all_others() -> None:
    assert NSDate.distantPast() < NSDate.date() < NSDate.distantFuture()
    assert NSDate.distantFuture().description() == "4001-01-01 00:00:00 +0000"


def test_a_date_beyond_the_calendar_still_prints() -> None:
    assert "seconds from 2001" in at(1e30).description()


def test_a_date_takes_a_number() -> None:
    with pytest.raises(TypeError, match="pass seconds as a number"):
        at("now")  # type: ignore[arg-type] # the misuse


def test_an_interval_has_two_ends() -> None:
    made = NSDateInterval.alloc().initWithStartDate_duration_(at(1.0), 2.5)

    assert (made.startDate(), made.endDate(), made.duration()) == (at(1.0), at(3.5), 2.5)
    assert made == NSDateInterval.alloc().initWithStartDate_endDate_(at(1.0), at(3.5))
    assert repr(made) == "<NSDateInterval 2001-01-01 00:00:01 +0000 for 2.5 s>"


def test_an_interval_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        NSDateInterval.alloc().initWithStartDate_endDate_(at(2.0), at(1.0))
