"""A delegate that is a true Objective-C object leaves the recording that a plain one leaves.

Real rubicon-objc, real messages, GNUstep's own runtime, in a process of its own (`child.py`). Not
here: our own double of rubicon (test_one_source.py). One rule: what an object leaves is compared
whole.
"""

from __future__ import annotations

import json

import pytest

from tests.gnustep.every_method import METHODS, EveryMethod
from tests.gnustep.finding import SWITCH, Found, compare, unless_missing
from tests.gnustep.plain import Client, Loader
from tests.gnustep.runtime import LEFT_TO_RUBICON, REFUSED, SUPPLIED
from tests.gnustep.scenarios import APPS, EVERY_MESSAGE, SCENARIOS, Run, Scenario, play
from urlsession_mock.selectors import METRICS

RAISING = "a_method_raises"


def plain(scenario: Scenario, cls: type[Client | Loader | EveryMethod] = Loader) -> Run:
    """The same scenario with a plain delegate, in this process."""

    def make() -> tuple[object, object]:
        made = cls()
        return made, made

    run: Run = json.loads(json.dumps(play(scenario, make)))
    return run


def messages(run: Run) -> list[tuple[str, object, object]]:
    """What was sent and answered, without the numbers of events, which one more event shifts."""
    return [
        (line["event"], line.get("selector"), line.get("lane"))
        for line in run["recording"]
        if line["event"] in ("enqueued", "delivered", "replied", "skipped", "dropped")
    ]


# -- the same recording ------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in SCENARIOS if name != RAISING])
def test_a_true_object_leaves_the_same_recording_as_a_plain_one(found: Found, name: str) -> None:
    compare(found["runs"][name], plain(SCENARIOS[name]))


@pytest.mark.parametrize("name", EVERY_MESSAGE)
def test_a_true_object_is_sent_whatever_the_system_sends(found: Found, name: str) -> None:
    compare(found["every message"][name], plain(EVERY_MESSAGE[name], EveryMethod))


@pytest.mark.parametrize("name", APPS)
def test_a_true_object_makes_sessions_and_tasks_itself(found: Found, name: str) -> None:
    compare(found["apps"][name], plain(APPS[name], Client))


def test_each_method_of_the_table_is_called_on_a_true_object(found: Found) -> None:
    came = {note.split()[0] for run in found["every message"].values() for note in run["notes"]}

    assert came == {row.label for row in METHODS}


def test_what_an_object_does_not_respond_to_is_skipped(found: Found) -> None:
    recording = found["runs"]["a_response_is_allowed"]["recording"]

    assert [line["selector"] for line in recording if line["event"] == "skipped"] == [METRICS]
    assert found["claims"]["responds_to"] == {
        "complete": True,
        "response": True,
        "data": False,
        "finish-download": False,
    }


def test_a_handler_is_called_from_another_thread_and_long_after(found: Found) -> None:
    elsewhere = found["runs"]["allowed_from_another_thread"]["recording"]
    later = found["runs"]["allowed_long_after_the_method_returned"]["recording"]
    (reply,) = [line for line in elsewhere if line["event"] == "replied"]
    first, _ = [line for line in later if line["event"] == "replied"]
    (returned,) = [
        line
        for line in later
        if line["event"] == "returned" and line["delivered"] == first["handler"]
    ]

    assert reply["lane"].startswith("other:")
    assert returned["number"] < first["number"]


# -- what rubicon does -------------------------------------------------------


def test_an_exception_is_swallowed_and_the_caller_carries_on(found: Found) -> None:
    real, expected = found["runs"][RAISING], plain(SCENARIOS[RAISING])
    events = [line["event"] for line in real["recording"]]

    assert "raised" not in events
    assert "raised" in [line["event"] for line in expected["recording"]]
    assert messages(real) == messages(expected)
    assert real["notes"] == expected["notes"]
    assert real["notes"][-1] == "complete"
    assert "Exception ignored" in found["stderr"]
    assert "ValueError: on purpose" in found["stderr"]


def test_nothing_else_was_swallowed(found: Found) -> None:
    on_purpose = ("a_method_raises", "an_exception_in_a_method_called_from_python")

    assert found["stderr"].count("Exception ignored") == len(on_purpose), found["stderr"]


def test_a_method_that_raises_returns_nothing(found: Found) -> None:
    assert found["trials"]["an_exception_in_a_method_called_from_python"] is None


def test_a_method_with_too_few_parameters_is_called_without_the_rest(found: Found) -> None:
    assert found["trials"]["too_few_parameters"] == {
        "responds": True,
        "seen": ["a session", "a task"],
    }


def test_a_handler_annotated_c_void_p_is_a_number_that_ObjCBlock_calls(found: Found) -> None:
    run = found["odd"]["a_handler_taken_as_an_address"]

    assert run["notes"] == ["int"]
    assert [line["reply"] for line in run["recording"] if line["event"] == "replied"] == [[1]]


def test_a_count_annotated_int_loses_all_above_32_bits(found: Found) -> None:
    assert found["trials"]["a_count_annotated_int"] == 7  # 5 * 2**32 + 7 was sent


def test_a_count_without_annotation_is_taken_for_an_object(found: Found) -> None:
    """Zero is nil. Another number is an address, and the process ends: not tried."""
    assert found["claims"]["count_without_annotation"] is None


def test_objective_c_code_calls_a_method_and_gets_its_result(found: Found) -> None:
    assert found["claims"]["called_by_objective_c"] == 42


def test_a_boolean_comes_back_as_a_number(found: Found) -> None:
    """GNUstep's NSNumber of one says that it is a char."""
    assert found["claims"]["booleans_there_and_back"] == ["int", "int"]


# -- the shim ----------------------------------------------------------------


def test_each_function_that_is_made_up_is_one_that_the_runtime_lacks(found: Found) -> None:
    lacking = found["claims"]["lacking"]

    assert (lacking["had"], len(lacking["lacked"])) == ([], 22)
    assert lacking["is_class"] is True


def test_a_function_is_either_supplied_or_refused() -> None:
    assert len({*SUPPLIED, *REFUSED, *LEFT_TO_RUBICON}) == 22
    assert not set(SUPPLIED) & set(REFUSED)


def test_a_block_is_registered_as_an_object(found: Found) -> None:
    assert found["claims"]["signature_with_a_block"] == {"arguments": 4, "block": "@"}


def test_a_function_is_passed_for_a_block_which_lives_as_long_as_it_is_kept(found: Found) -> None:
    assert found["claims"]["function_passed_for_a_block"] == {
        "heard": ["later"],
        "kept": 1,
        "left": 0,
    }


def test_attributes_end_with_their_object(found: Found) -> None:
    """Else an object at the same address would be born with them."""
    attributes = found["claims"]["attributes_end_with_their_object"]

    assert attributes["inherited"] == 0
    assert attributes["addresses"] < 50


def test_weak_references_are_refused_where_they_are_read(found: Found) -> None:
    assert found["claims"]["properties"] == {
        "strong": "a thing",
        "weak": "objc_loadWeakRetained is not there on GNUstep's runtime: GCC's runtime has no "
        "weak references; declare the property without weak=True",
    }


def test_a_protocol_is_found_but_cannot_be_made(found: Found) -> None:
    assert found["claims"]["protocol_of_gnustep"] == "NSCopying"
    assert found["claims"]["protocol_made_in_python"] == (
        "objc_allocateProtocol is not there on GNUstep's runtime: GCC's runtime cannot make a "
        "protocol; name one that GNUstep has"
    )


# -- absent libraries --------------------------------------------------------


def test_absent_libraries_skip_and_say_what_to_install() -> None:
    with pytest.raises(pytest.skip.Exception, match=r"not installed: libgnustep-base1\.28"):
        unless_missing({"missing": ["libgnustep-base1.28"]}, required=False)


def test_absent_libraries_fail_where_they_were_said_to_be_there() -> None:
    with pytest.raises(pytest.fail.Exception, match=f"{SWITCH}=required, but not installed: a, b"):
        unless_missing({"missing": ["a", "b"]}, required=True)
