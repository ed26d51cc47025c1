"""A fault is told with the way to it: what went another way, in place of what, by what right."""

from __future__ import annotations

from collections.abc import Sequence

from urlsession_mock.exploring.kinds import CHUNKS, KILL, ORDER, Kind
from urlsession_mock.exploring.running import Outcome, Run
from urlsession_mock.exploring.schedule import Schedule
from urlsession_mock.exploring.steering import Choice
from urlsession_mock.exploring.telling import course
from urlsession_mock.recording import Recording


def order(taken: int, event: int, *labels: str) -> Choice:
    return Choice(ORDER, len(labels), taken, labels, event)


def happens(kind: Kind, what: str, event: int, taken: int = 1) -> Choice:
    return Choice(kind, 2, taken, ("", what), event)


def run(choices: Sequence[Choice]) -> Run:
    """A run with these choices; of its outcome nothing is told here."""
    departures = (
        (n, choice.kind.letter, choice.taken) for n, choice in enumerate(choices, 1) if choice.taken
    )
    outcome = Outcome(Recording(lambda: 0.0), None, None, str)
    return Run(outcome, choices, Schedule.of(departures))


def test_each_choice_off_the_plain_course_is_told_with_what_would_have_been() -> None:
    told = course(
        run(
            [
                order(0, 4, "response #1", "response #2"),
                order(1, 6, "data #1", "response #2"),
                happens(KILL, "the system ends the app", 107),
                order(0, 109, "never", "shown"),
            ]
        ),
        "rerun(play, '2n1.3k1')",
    )

    assert told == [
        "schedule 2n1.3k1: 2 choices off the plain course",
        "choice  after event",
        "    1             4  response #1",
        "    2*            6  response #2",
        "                       before data #1",
        "    3*          107  the system ends the app",
        "                       kill: the system ends the app between two events (R07)",
        "",
        "run it again:",
        "    rerun(play, '2n1.3k1')",
    ]


def test_a_fault_of_the_plain_course_has_no_steps() -> None:
    assert course(run([order(0, 1, "a", "b")])) == ["schedule plain: nothing had to go another way"]


def test_of_the_plain_course_only_what_is_near_is_shown() -> None:
    plain = [order(0, n, f"plain {n}", "other") for n in range(1, 20)]
    told = course(run([*plain, order(1, 20, "this", "that"), order(0, 21, "not", "this")]))

    assert [line.split()[-1] for line in told[2:]] == ["...", "17", "18", "19", "that", "this"]


def test_choices_that_were_no_matter_of_order_are_shown_only_where_taken() -> None:
    told = course(run([happens(CHUNKS, "1 byte", 1, taken=0), order(1, 2, "a", "b")]))

    assert [line.split()[0] for line in told[2:]] == ["2*", "before"]


def test_no_line_is_wider_than_a_terminal() -> None:
    told = course(run([order(1, 1, "x" * 200, "y" * 200)]))

    assert max(map(len, told)) == 80
    assert told[-1].endswith("...")
