"""A recording and some rules make a verdict: what fails, what warns, what was allowed.

Not here: the package's own rules (test_rules.py). One rule: the rules of these tests are made
on the spot, and see what they are told to see.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from urlsession_mock import Device, Rule, Strength, Violation
from urlsession_mock.events import WorkChanged
from urlsession_mock.recording import Recording
from urlsession_mock.rules import judge
from urlsession_mock.rules.rule import FOUNDATION, rule

PAGE = FOUNDATION + "urlsession"


@rule(source=PAGE, strength=Strength.APPLE, numbers="R01")
def do_not_begin(recording: Recording) -> Iterator[Violation]:
    """Begin nothing.

    Work is
    work.
    """
    for work in recording.only(WorkChanged):
        if work.began:
            yield Violation(work, f"{work.label} began")


@rule(source=PAGE, strength=Strength.OBSERVED, numbers="R02 R03")
def do_not_end(recording: Recording) -> Iterator[Violation]:
    """End nothing.

    Ends are sad.
    """
    for work in recording.only(WorkChanged):
        if not work.began:
            yield Violation(work, f"{work.label} ended")


@rule(source=PAGE, strength=Strength.SILENT, numbers="R04", default="off")
def do_nothing(recording: Recording) -> Iterator[Violation]:
    """Do nothing.

    It is best.
    """
    for work in recording.only(WorkChanged):
        yield Violation(work, f"{work.label} is something")


@rule(source=PAGE, strength=Strength.APPLE, numbers="R05")
def be_there(recording: Recording) -> Iterator[Violation]:
    """Be there.

    It is enough.
    """
    yield from ()


MADE: tuple[Rule, ...] = (do_not_begin, do_not_end, do_nothing, be_there)


@pytest.fixture
def recording() -> Recording:
    """Two pieces of work."""
    with Device() as device:
        for label in ("one", "two"):
            with device.pending_work(label):
                pass
        return device.recording


# -- a rule --------------------------------------------------------------


def test_a_rule_is_made_of_its_functions_name_and_docstring() -> None:
    assert do_not_begin.id == "do-not-begin"
    assert do_not_begin.duty == "Begin nothing."
    assert do_not_begin.reason == "Work is work."
    assert do_not_end.numbers == ("R02", "R03")


@pytest.mark.parametrize(
    ("strength", "default"),
    [
        (Strength.APPLE, "fail"),
        (Strength.STAFF, "fail"),
        (Strength.OBSERVED, "warn"),
        (Strength.INFERRED, "warn"),
        (Strength.SILENT, "warn"),
    ],
)
def test_what_apple_or_its_staff_say_fails_and_all_else_warns(
    strength: Strength, default: str
) -> None:
    assert rule(source=PAGE, strength=strength, numbers="R01")(be_there.check).default == default


def test_a_rule_is_called_with_a_recording(recording: Recording) -> None:
    assert [violation.what for violation in do_not_begin(recording)] == ["one began", "two began"]


# -- a verdict -----------------------------------------------------------


def test_a_verdict_tells_failures_from_warnings(recording: Recording) -> None:
    verdict = judge(recording, MADE)
    assert [breach.rule for breach in verdict.failures] == [do_not_begin]
    assert [breach.rule for breach in verdict.warnings] == [do_not_end]
    assert verdict.broken == ("do-not-begin", "do-not-end")
    assert verdict.recording is recording


def test_a_breach_holds_all_violations_of_its_rule_oldest_first(recording: Recording) -> None:
    (breach,) = judge(recording, MADE).failures
    assert [violation.what for violation in breach.violations] == ["one began", "two began"]


def test_a_verdict_is_true_where_nothing_failed(recording: Recording) -> None:
    assert not judge(recording, MADE)
    assert judge(recording, [do_not_end])
    assert judge(recording, [be_there])


def test_a_verdict_counts_the_rules_that_were_judged(recording: Recording) -> None:
    assert judge(recording, MADE).judged == 3
    assert judge(recording, MADE, require=["do-nothing"]).judged == 4


def test_a_rule_that_is_off_is_not_judged_unless_it_is_required(recording: Recording) -> None:
    assert judge(recording, [do_nothing]).broken == ()
    assert [b.rule for b in judge(recording, MADE, require=["do-nothing"]).failures] == [
        do_not_begin,
        do_nothing,
    ]


def test_a_required_rule_fails_where_it_would_warn(recording: Recording) -> None:
    verdict = judge(recording, MADE, require=["do-not-end"])
    assert not verdict.warnings
    assert verdict.broken == ("do-not-begin", "do-not-end")


# -- what is allowed -----------------------------------------------------


def test_what_is_allowed_neither_fails_nor_warns_but_is_told(recording: Recording) -> None:
    verdict = judge(recording, MADE, allow=["do-not-begin", "do-not-end"])
    assert verdict
    assert verdict.broken == ()
    assert [breach.rule for breach in verdict.allowed] == [do_not_begin, do_not_end]
    assert verdict.idle == ()


def test_what_was_allowed_and_not_broken_is_idle(recording: Recording) -> None:
    assert judge(recording, MADE, allow=["be-there", "do-nothing"]).idle == (
        "be-there",
        "do-nothing",
    )


def test_a_rule_both_required_and_allowed_is_allowed(recording: Recording) -> None:
    verdict = judge(recording, MADE, allow=["do-nothing"], require=["do-nothing"])
    assert [breach.rule for breach in verdict.allowed] == [do_nothing]


@pytest.mark.parametrize("how", ["allow", "require"])
def test_an_unknown_id_raises_with_the_nearest(recording: Recording, how: str) -> None:
    with pytest.raises(ValueError, match="'do-not-beginn' is not a rule; did you mean do-not-b"):
        judge(recording, MADE, **{how: ["do-not-beginn"]})


def test_an_id_like_no_other_raises_with_all(recording: Recording) -> None:
    with pytest.raises(ValueError, match="the rules are: do-not-begin, do-not-end, do-nothing, b"):
        judge(recording, MADE, allow=["xyzzy"])


def test_a_device_judges_by_all_rules_but_those_allowed() -> None:
    class Careless:
        def URLSession_didBecomeInvalidWithError_(self, session: object, error: object) -> None:
            """Needs nothing more."""

    with Device() as device:
        device.session(Careless())
        assert device.verdict().broken == ("session-invalidated",)
        assert device.verdict(allow=("session-invalidated",)).broken == ()
