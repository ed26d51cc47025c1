"""Faults that shipped are seen, and their corrections are left alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bugs.row import OUTCOME, Played, Row
from tests.bugs.rows import LEFT_OUT, ROWS

BUGS = json.loads((Path(__file__).parent.parent / "data" / "bugs.json").read_text("utf-8"))["bugs"]
RULED = [row for row in ROWS if row.expected != OUTCOME]
UNSEEN = [row for row in ROWS if row.expected == OUTCOME]
RAISING = [row for row in ROWS if row.raises is not None]


def each(rows: list[Row] | tuple[Row, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", rows, ids=lambda row: row.id)


@pytest.fixture
def play(tmp_path: Path) -> Callable[[Row, type], Played]:
    return lambda row, played: Played.of(row, played, tmp_path)


@each(RULED)
def test_the_fault_is_seen_by_its_rule(row: Row, play: Callable[[Row, type], Played]) -> None:
    broken = play(row, row.faulty).broken
    assert sorted(broken) == sorted((row.expected, *row.also))


@each(UNSEEN)
def test_the_fault_that_no_rule_can_see_shows_in_what_the_app_makes_of_it(
    row: Row, play: Callable[[Row, type], Played]
) -> None:
    played = play(row, row.faulty)
    assert (played.outcome, played.broken) == (row.wrong, ())


@each(RAISING)
def test_the_fault_meets_the_exception_that_apple_raises(
    row: Row, play: Callable[[Row, type], Played]
) -> None:
    raised = play(row, row.faulty).raised
    assert raised is not None
    assert (raised.name, raised.reason) == ("NSGenericException", row.raises)


@each(ROWS)
def test_the_corrected_twin_breaks_no_rule(row: Row, play: Callable[[Row, type], Played]) -> None:
    played = play(row, row.corrected)
    assert (played.broken, played.raised) == ((), None)


@each(ROWS)
def test_the_corrected_twin_does_its_work(row: Row, play: Callable[[Row, type], Played]) -> None:
    assert play(row, row.corrected).outcome == row.right


def test_every_fault_known_is_played_or_left_out_with_a_reason() -> None:
    known = {bug["id"] for bug in BUGS}
    played = {row.bug for row in ROWS}
    assert played | set(LEFT_OUT) == known
    assert not played & set(LEFT_OUT)
    assert all(LEFT_OUT.values())


def test_every_fault_known_says_where_it_is_known_from() -> None:
    assert [bug["id"] for bug in BUGS if not bug["links"]] == []


@each(ROWS)
def test_a_faulty_class_says_which_fault_it_has(row: Row) -> None:
    assert (row.faulty.__doc__ or "").startswith(f"{row.bug}. ")
