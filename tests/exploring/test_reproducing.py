"""A schedule makes the same run each time: a hundred times, and in another process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bugs.explored import EXPLORED, Explored
from urlsession_mock import FaultFound

ROOT = Path(__file__).parents[2]
TIMES = 100

# One by threads and main, one by a kill, one by what is only observed, one by the data's pieces.
CHOSEN = [case for case in EXPLORED if case.bug in ("B05", "B15", "B09", "B33")]
each = pytest.mark.parametrize("case", CHOSEN, ids=lambda case: case.id)


def failure(case: Explored, schedule: str) -> str:
    """What a schedule fails with, without what is of one run alone."""
    try:
        case.rerun(case.faulty, schedule)
    except FaultFound as fault:
        return str(fault)
    except AssertionError as error:
        return f"{type(error).__name__}: {error}"
    return "nothing"


@each
def test_a_failing_schedule_fails_alike_a_hundred_times_of_a_hundred(case: Explored) -> None:
    schedule = case.find().schedule
    assert {failure(case, schedule) for _ in range(TIMES)} == {failure(case, schedule)}
    assert failure(case, schedule) != "nothing"


_ELSEWHERE = """
import sys
from tests.bugs.explored import EXPLORED
from tests.exploring.test_reproducing import failure

for bug, schedule in zip(sys.argv[1::2], sys.argv[2::2]):
    case = next(case for case in EXPLORED if case.id == bug)
    print(failure(case, schedule), end="\\0")
"""


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_a_failing_schedule_fails_alike_in_another_process(seed: str) -> None:
    found = [(case, case.find().schedule) for case in CHOSEN]
    wanted = [failure(case, schedule) for case, schedule in found]
    arguments = [text for case, schedule in found for text in (case.id, schedule)]
    ran = subprocess.run(
        [sys.executable, "-c", _ELSEWHERE, *arguments],
        check=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )
    assert ran.stdout.split("\0")[:-1] == wanted


def test_an_exploration_finds_the_same_schedule_each_time() -> None:
    for case in CHOSEN:
        found = {(case.find().schedule, case.find().coverage.schedules) for _ in range(3)}
        assert len(found) == 1
