"""The shortest schedule that has a fault: what is not needed for it is left out.

Not here: finding it (strategies). One rule: what is left has the same fault, and was run.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from urlsession_mock.exploring.running import Run
from urlsession_mock.exploring.schedule import Departure, Schedule

__all__ = ["shrunk"]


def shrunk(
    found: Run, again: Callable[[Schedule], Run], most: int = 400, seconds: float = 20.0
) -> Run:
    """The least odd run with the fault of `found` that at most `most` runs came upon.

    None is begun after `seconds`: a run that ends in a deadlock takes its time.

    `again` runs a schedule, taking the plain course where it does not fit. Fewer ends of the app
    and failures of the network count first, then fewer departures, fewer messages, fewer events.
    """
    best, tried = found, {found.schedule}
    left, end = most, time.monotonic() + seconds
    is_better = True
    while is_better and left:
        is_better = False
        for schedule in _simpler(best.schedule):
            if schedule in tried or not left or time.monotonic() >= end:
                continue
            tried.add(schedule)
            left -= 1
            run = again(schedule)
            tried.add(run.schedule)
            same = run.outcome.is_failure and run.outcome.fault == found.outcome.fault
            if same and run.cost < best.cost:
                best, is_better = run, True
                break
    return best


def _simpler(schedule: Schedule) -> Iterator[Schedule]:
    """Schedules with less in them: half of it, one departure less, a lower option, one earlier."""
    departures = schedule.departures
    count = len(departures)
    if count > 3:
        half = count // 2
        yield Schedule(departures[half:])
        yield Schedule(departures[:half])
    for place in range(count):
        yield Schedule(departures[:place] + departures[place + 1 :])
    for place, each in enumerate(departures):
        for option in range(1, each.option):
            yield _with(departures, place, replace(each, option=option))
    for place, each in enumerate(departures):
        first = departures[place - 1].at + 1 if place else 1
        for at in range(first, each.at):
            yield _with(departures, place, replace(each, at=at))


def _with(departures: tuple[Departure, ...], place: int, each: Departure) -> Schedule:
    return Schedule((*departures[:place], each, *departures[place + 1 :]))
