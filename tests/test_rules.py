"""Every rule sees the app that breaks it, and leaves all others alone.

Not here: what a verdict makes of violations (test_judging.py), and the corners of single rules
(test_rule_corners.py). One rule: an app is played, never described; see tests/specimens.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from tests import specimens
from tests.specimens import FAULTLESS, SPECIMENS, Specimen
from urlsession_mock import RULES, Rule, Verdict
from urlsession_mock.events import Delivered
from urlsession_mock.recording import Recording
from urlsession_mock.rules import Violation, judge
from urlsession_mock.selectors import HANDOVER

FOLDER = Path(specimens.__file__).parent
APPLE = "https://developer.apple.com/documentation/"

# Rules that fail although Apple does not say so, and rules that warn although it does: why.
FAILS = {
    "stored-handler-after-pending-work": "the test itself said that the work matters",
    "finish-events-without-handler": "what is seen is an exception",
    "no-exception-in-callback": "an exception is never meant",
}
WARNS = {
    "same-configuration-at-relaunch": "other options may be meant, and work",
    "cancel-reason-read": "what it means to the user is the app's affair",
    "session-invalidated": "a session may live as long as its app",
    "serial-delegate-queue": "Apple says should",
    "conversion-followed": "an app may know its downloads by other means",
    "http-status-read": "an app may check the file itself",
}
# Rules about what was not done: no line of the app's did it.
UNPLACED = {
    "stored-handler-called",
    "stored-handler-not-overwritten",
    "session-recreated",
    "session-recreated-at-launch",
    "cancel-reason-read",
    "handler-answered",
    "temporary-file-taken",
    "http-status-read",
}


def name(item: Rule | Specimen) -> str:
    if isinstance(item, Rule):
        return item.id
    return f"{item.fault.__name__}-{item.scene.__name__}"


each_rule = pytest.mark.parametrize("rule", RULES, ids=name)
each_specimen = pytest.mark.parametrize("specimen", SPECIMENS, ids=name)


@cache
def played(specimen: Specimen) -> Recording:
    """What happened to a specimen. A recording does not change, so one play serves all tests."""
    with specimen.device() as device:
        specimen.play(device)
        return device.recording


def judged(specimen: Specimen) -> Verdict:
    """The verdict on a specimen, by all rules, the ones that are off included."""
    off = [rule.id for rule in RULES if rule.default == "off"]
    return judge(played(specimen), RULES, require=off)


def violations(verdict: Verdict) -> Iterable[Violation]:
    for breach in (*verdict.failures, *verdict.warnings):
        yield from breach.violations


# -- the specimens -------------------------------------------------------


@each_specimen
def test_a_specimen_breaks_its_rule_and_no_other(specimen: Specimen) -> None:
    assert judged(specimen).broken == (specimen.breaks,)


@pytest.mark.parametrize("specimen", FAULTLESS, ids=name)
def test_a_faultless_app_breaks_no_rule_in_any_scene(specimen: Specimen) -> None:
    assert judged(specimen).broken == ()


def test_every_rule_has_a_specimen() -> None:
    assert {specimen.breaks for specimen in SPECIMENS} == {rule.id for rule in RULES}


def test_every_class_that_says_it_breaks_a_rule_is_a_specimen() -> None:
    modules = (specimens.stored_handler, specimens.background, specimens.transfers)
    saying = {
        thing
        for module in modules
        for thing in vars(module).values()
        if inspect.isclass(thing) and (thing.__doc__ or "").startswith("Breaks ")
    }
    assert saying == {specimen.fault for specimen in SPECIMENS}


@each_specimen
def test_every_violation_points_at_events_of_its_recording(specimen: Specimen) -> None:
    verdict = judged(specimen)
    for violation in violations(verdict):
        assert violation.what
        for event in (violation.event, *violation.also):
            assert verdict.recording.event(event.number) == event


@each_specimen
def test_a_violation_by_a_line_of_the_app_points_at_that_line(specimen: Specimen) -> None:
    for violation in violations(judged(specimen)):
        if specimen.breaks in UNPLACED:
            assert violation.where is None
            continue
        assert violation.where is not None
        path = Path(violation.where.file)
        lines = path.read_text(encoding="utf-8").splitlines()
        assert path.parent == FOLDER
        assert lines[violation.where.line - 1].strip()


# -- what a rule says of itself ------------------------------------------


@each_rule
def test_a_rule_says_its_duty_and_its_reason_in_sentences(rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z][^\n]{10,90}\.", rule.duty)
    assert re.fullmatch(r"[A-Z][^\n]{20,}\.", rule.reason)


@each_rule
def test_a_rule_names_a_page_of_apples_and_its_rows_of_the_contract(rule: Rule) -> None:
    assert rule.source.startswith(APPLE)
    assert rule.source == rule.source.lower()
    assert rule.numbers
    assert all(re.fullmatch(r"R(0[1-9]|[1-8]\d|90)", number) for number in rule.numbers)


@each_rule
def test_a_rule_is_called_as_its_function(rule: Rule) -> None:
    assert rule.check.__name__ == rule.id.replace("-", "_")
    assert rule.check.__module__.startswith("urlsession_mock.rules.")


def test_no_two_rules_have_one_id() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


@each_rule
def test_a_rule_fails_where_apple_says_so_unless_it_was_decided_otherwise(rule: Rule) -> None:
    expected = "fail" if rule.strength.fails else "warn"
    if rule.id in FAILS:
        expected = "fail"
    if rule.id in WARNS:
        expected = "warn"
    assert rule.default == expected


def test_only_rules_that_exist_are_decided_about() -> None:
    assert {*FAILS, *WARNS, *UNPLACED} <= {rule.id for rule in RULES}


# -- what a rule costs ---------------------------------------------------


@pytest.mark.parametrize("specimen", [*SPECIMENS, *FAULTLESS], ids=name)
def test_no_rule_reads_a_whole_recording(
    specimen: Specimen, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = judged(specimen).broken
    returned_after = Recording.returned_after

    def of_a_handover(self: Recording, delivered: Delivered) -> int:
        assert delivered.selector is HANDOVER
        return returned_after(self, delivered)

    def never(self: Recording) -> None:
        pytest.fail("a rule walked through all events")

    monkeypatch.setattr(Recording, "__iter__", never)
    monkeypatch.setattr(Recording, "returned_after", of_a_handover)
    assert judged(specimen).broken == expected
