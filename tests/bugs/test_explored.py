"""Faults that only an unusual order shows are found without naming the order."""

from __future__ import annotations

import pytest

from tests.bugs.explored import EXPLORED, NOT_OF_ORDER, Explored
from tests.bugs.row import OUTCOME
from tests.bugs.rows import LEFT_OUT, ROWS
from urlsession_mock import FaultFound
from urlsession_mock.rules import RULES

MOST = 10_000

each = pytest.mark.parametrize("case", EXPLORED, ids=lambda case: case.id)


def seen_by(text: str) -> set[str]:
    """What sees the fault, by its report: the rules that were broken, and the play itself."""
    broken = {rule.id for rule in RULES if f'allow=["{rule.id}"]' in text}
    return broken or {OUTCOME}


@each
def test_the_faulty_class_passes_its_play_as_it_is_written(case: Explored) -> None:
    case.rerun(case.faulty, "plain")


@each
def test_the_fault_is_found_and_its_schedule_shows_it_again(case: Explored) -> None:
    found = case.find()
    assert found.coverage.schedules <= MOST
    assert found.schedule != "plain"
    assert seen_by(str(found)) == {case.expected, *case.also}
    with pytest.raises(AssertionError) as again:
        case.rerun(case.faulty, found.schedule)
    is_asserted = not isinstance(again.value, FaultFound)
    assert is_asserted == str(found).startswith("the play raised AssertionError")
    assert is_asserted or seen_by(str(again.value)) == seen_by(str(found))


@each
def test_the_corrected_twin_survives_every_schedule(case: Explored) -> None:
    covered = case.explore(case.corrected)
    assert covered.is_complete
    assert covered.schedules <= MOST


def test_every_fault_known_is_explored_or_needs_no_unusual_order() -> None:
    explored = {case.bug for case in EXPLORED}
    assert explored | set(NOT_OF_ORDER) == {row.bug for row in ROWS} | set(LEFT_OUT)
    assert not explored & set(NOT_OF_ORDER)


@each
def test_a_faulty_class_that_is_explored_says_which_fault_it_has(case: Explored) -> None:
    assert (case.faulty.__doc__ or "").startswith(f"{case.bug}. ")
