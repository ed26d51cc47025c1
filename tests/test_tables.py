"""The tables by themselves: whole, without dead ends, and at one with the selector table.

Not here: whether they say what Apple says (test_lifecycle.py). One rule: a claim here holds for
every table there is.
"""

from __future__ import annotations

import pytest

from urlsession_mock.lifecycle import (
    BLOCK,
    BY_ITSELF,
    FAIL,
    GATES,
    PART,
    RUNNING,
    TABLES,
    UNRESUMED,
    Answer,
    Kind,
    State,
)
from urlsession_mock.positions import Position, at
from urlsession_mock.selectors import (
    CAPTURED_STREAMS,
    COMPLETE,
    INVALID,
    SELECTORS,
    Selector,
)

KINDS = pytest.mark.parametrize("kind", Kind, ids=lambda kind: kind.value)


def states(kind: Kind) -> dict[State, Position]:
    return {state: at(kind, state) for state in TABLES[kind]}


def nexts(position: Position) -> list[Position]:
    steps = [position.step(trigger) for trigger in position.triggers()]
    return [to for to in (*steps, *position.answers.values()) if to is not None]


def reached(position: Position) -> set[Position]:
    found, waiting = {position}, [position]
    while waiting:
        new = set(nexts(waiting.pop())) - found
        found |= new
        waiting += new
    return found


@KINDS
def test_every_state_can_be_reached(kind: Kind) -> None:
    table = states(kind)
    born = table[UNRESUMED if UNRESUMED in table else RUNNING]

    assert {to.name for to in reached(born)} == set(table)


@KINDS
def test_every_state_can_reach_the_end(kind: Kind) -> None:
    for position in states(kind).values():
        assert any(to.is_end for to in reached(position)), position


@KINDS
def test_a_state_is_a_gate_just_where_it_has_answers_and_then_has_nothing_else(kind: Kind) -> None:
    for name, row in TABLES[kind].items():
        answers = [trigger for trigger in row if isinstance(trigger, Answer)]
        assert (name in GATES) == bool(answers) == (len(answers) == len(row) > 0)


@KINDS
def test_just_the_messages_with_a_handler_lead_to_a_gate(kind: Kind) -> None:
    for position in states(kind).values():
        for trigger in position.triggers():
            to = position.step(trigger)
            assert to is not None
            asks = trigger is PART or (
                isinstance(trigger, Selector) and trigger.handler is not None
            )
            assert to.gate == asks, (position, trigger)


@KINDS
def test_the_plain_answer_is_the_first_and_allows_all_that_another_does(kind: Kind) -> None:
    for position in states(kind).values():
        for to in list(position.answers.values())[1:]:
            assert allows(position.beyond, to, set()), (position, to)


def allows(plain: Position, other: Position, seen: set[tuple[Position, Position]]) -> bool:
    """Whether whatever may be enqueued at `other` may be at `plain`, and so on for ever."""
    if (plain, other) in seen:
        return True
    seen.add((plain, other))
    for trigger in other.triggers():
        if trigger in BY_ITSELF and trigger is not BLOCK:
            continue
        to, from_plain = other.step(trigger), plain.step(trigger)
        assert to is not None
        if from_plain is None or not allows(from_plain.beyond, to.beyond, seen):
            return False
    return True


def test_every_message_is_in_some_table_or_sent_by_itself() -> None:
    in_tables = {trigger for table in TABLES.values() for row in table.values() for trigger in row}

    assert {row for row in SELECTORS if row not in in_tables and row not in BY_ITSELF} == set()


@KINDS
def test_nothing_follows_a_completion(kind: Kind) -> None:
    for position in states(kind).values():
        for trigger in (COMPLETE, FAIL, BLOCK, CAPTURED_STREAMS, INVALID):
            to = position.step(trigger)
            assert to is None or to.is_end


BACKGROUND = [kind for kind in Kind if kind.value.startswith("background")]


@pytest.mark.parametrize("selector", SELECTORS, ids=lambda selector: selector.label)
def test_the_tables_and_the_selector_table_agree_about_the_background(selector: Selector) -> None:
    def sent_to(kinds: list[Kind]) -> bool:
        return any(selector in row for kind in kinds for row in TABLES[kind].values())

    mode = selector.background.mode
    if mode in ("never", "always-follow", "not-applicable"):
        assert not sent_to(BACKGROUND)
    elif mode == "background-only" and selector not in BY_ITSELF:
        assert sent_to(BACKGROUND)
        assert not sent_to([kind for kind in Kind if kind not in BACKGROUND])
    elif mode == "never-for-uploads":
        assert not sent_to([Kind.BACKGROUND_UPLOAD])
