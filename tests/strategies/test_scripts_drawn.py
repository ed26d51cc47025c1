"""Scripts are legal from first to last, shrink to one message, and are their own code."""

from __future__ import annotations

import pytest
from hypothesis import find, given

from tests.scripted import Notes, session_for
from tests.strategies.drawing import FAST, FINDING, rebuilt
from urlsession_mock import Device, IllegalMessage
from urlsession_mock.events import Dropped
from urlsession_mock.lifecycle import BY_ITSELF, TABLES, Answer
from urlsession_mock.positions import trigger_of
from urlsession_mock.selectors import (
    COMPLETE,
    CREATED,
    DATA,
    FINISH_EVENTS,
    RESPONSE,
    RESUMED,
    WROTE,
)
from urlsession_mock.strategies import (
    Kind,
    Script,
    SessionScript,
    code_of,
    error,
    response,
    scripts,
    session_scripts,
)
from urlsession_mock.strategies.walks import (
    BACKGROUND,
    SESSIONS,
    TASKS,
    Step,
    beginning,
    is_ended,
    steps,
)

EVERY = (*TASKS, *SESSIONS)


@FAST
@given(scripts(EVERY, with_conditional=True))
def test_a_script_is_delivered_whole_and_in_its_order(script: Script) -> None:
    with Device() as device:
        notes = Notes()
        script.play_on(session_for(device, script.kind, notes))
        device.run()
        heard = tuple(said for said in notes.said if said is not CREATED)
        assert heard == script.selectors
        assert not list(device.recording.only(Dropped))


@FAST
@given(scripts(EVERY))
def test_a_script_ends_where_nothing_more_can_be_enqueued(script: Script) -> None:
    position = beginning(script.kind)
    for selector, *given_ in script.lines:
        to = position.step(trigger_of(selector, tuple(given_)))
        assert to is not None
        position = to.beyond
    assert is_ended(position)


@FAST
@given(scripts((Kind.DATA, Kind.STREAM, Kind.BACKGROUND_DOWNLOAD), most=3))
def test_a_script_has_no_more_messages_than_it_may(script: Script) -> None:
    assert 1 <= len(script.lines) <= 3


@FAST
@given(scripts(EVERY, with_conditional=True))
def test_the_code_of_a_script_makes_it_again(script: Script) -> None:
    assert rebuilt(repr(script)) == script


@FAST
@given(scripts(TASKS))
def test_a_script_can_be_played_twice(script: Script) -> None:
    before = repr(script)
    for _ in range(2):
        with Device() as device:
            notes = Notes()
            script.play_on(session_for(device, script.kind, notes))
            device.run()
            assert tuple(said for said in notes.said if said is not CREATED) == script.selectors
    assert repr(script) == before


# fmt: off
SHORTEST = {
    Kind.HANDLER:           "((METRICS, metrics()),)",
    Kind.BACKGROUND_UPLOAD: "((COMPLETE, None),)",
    Kind.STREAM:            "((COMPLETE, None),)",
    Kind.SESSION:           "((INVALID, error(NSURLErrorUnknown)),)",
    Kind.BACKGROUND_SESSION: "((INVALID, error(NSURLErrorUnknown)),)",
}
# fmt: on


@pytest.mark.parametrize("kind", EVERY)
def test_a_script_shrinks_to_the_one_message_that_ends_the_task(kind: Kind) -> None:
    found = find(scripts(kind), lambda _: True, settings=FINDING)
    lines = SHORTEST.get(kind, "((COMPLETE, error(NSURLErrorUnknown)),)")
    assert repr(found) == f"Script({code_of(kind)}, {lines})"


def test_a_script_with_data_shrinks_to_the_plainest_transfer_of_a_byte() -> None:
    found = find(
        scripts(Kind.DATA),
        lambda script: DATA in script.selectors and script.lines[-1] == (COMPLETE, None),
        settings=FINDING,
    )
    assert found == Script(Kind.DATA, ((RESPONSE, response(200)), (DATA, b"\0"), (COMPLETE, None)))


@pytest.mark.parametrize("kind", EVERY)
def test_every_step_of_every_table_but_what_comes_by_itself_is_drawn(kind: Kind) -> None:
    reached, walked = [beginning(kind)], set[tuple[str, Step]]()
    for position in reached:
        for step in steps(position, 9):
            walked.add((position.name, step))
            to = position.step(step)
            assert to is not None
            if to.beyond not in reached:
                reached.append(to.beyond)
    # With one message left a walk takes what ends it, too.
    for position in reached:
        walked |= {(position.name, step) for step in steps(position, 1)}
    names = {position.name for position in reached}
    assert walked == {
        (name, step)
        for name, row in TABLES[kind].items()
        for step in row
        if name in names and step not in BY_ITSELF and not isinstance(step, Answer)
    }


def test_a_script_that_cannot_be_so_short_is_refused() -> None:
    with pytest.raises(ValueError, match="a data task has at least 1 messages, not 0"):
        find(scripts(Kind.DATA, most=0), lambda _: True, settings=FINDING)


def test_a_session_that_does_not_make_such_a_task_is_told() -> None:
    script = Script(Kind.BACKGROUND_UPLOAD, ((COMPLETE, None),))
    with (
        Device() as device,
        pytest.raises(ValueError, match="no background upload task is made by"),
    ):
        script.play_on(device.session(Notes()))


def test_an_illegal_script_is_refused_where_it_is_played() -> None:
    script = Script(Kind.DATA, ((DATA, b"too soon"),))
    with Device() as device, pytest.raises(IllegalMessage, match="cannot come here"):
        script.play_on(device.session(Notes()))


def test_a_script_is_enqueued_about_a_task_of_the_callers() -> None:
    with Device() as device:
        notes = Notes()
        session = device.session(notes)
        task = session.streamTaskWithHostName_port_("example.com", 7)
        task.resume()
        Script(Kind.STREAM, ((COMPLETE, None),)).enqueue(session, task)
        device.run()
        assert notes.about(task)[-1] is COMPLETE


# -- several tasks -----------------------------------------------------------


@FAST
@given(session_scripts((Kind.DATA, Kind.DOWNLOAD, Kind.WEBSOCKET)))
def test_the_scripts_of_several_tasks_are_mixed_and_each_keeps_its_order(
    drawn: SessionScript,
) -> None:
    with Device() as device:
        notes = Notes()
        tasks = drawn.play_on(device.session(notes))
        device.run()
        for script, task in zip(drawn.scripts, tasks, strict=True):
            assert task is not None
            assert tuple(notes.about(task)[1:]) == script.selectors
        assert not list(device.recording.only(Dropped))


@FAST
@given(session_scripts(BACKGROUND, own=Kind.BACKGROUND_SESSION))
def test_a_session_in_the_background_has_its_own_messages_among_them(drawn: SessionScript) -> None:
    with Device() as device:
        notes = Notes()
        drawn.play_on(device.session(notes, identifier="com.example.sync"))
        device.run()
        count = sum(script.selectors.count(FINISH_EVENTS) for script in drawn.scripts)
        assert notes.said.count(FINISH_EVENTS) == count


def test_several_scripts_shrink_to_one_task_with_one_message() -> None:
    found = find(session_scripts(), lambda _: True, settings=FINDING)
    lone = Script(Kind.DATA, ((COMPLETE, error(-1)),))
    assert found == SessionScript((lone,), (0,))


def test_two_tasks_that_must_overlap_shrink_to_their_fewest_messages() -> None:
    found = find(
        session_scripts(Kind.STREAM),
        lambda drawn: drawn.turns != tuple(sorted(drawn.turns)),
        settings=FINDING,
    )
    assert [len(script.lines) for script in found.scripts] == [1, 1]
    assert found.turns == (1, 0)


@FAST
@given(session_scripts(own=Kind.SESSION))
def test_the_code_of_several_scripts_makes_them_again(drawn: SessionScript) -> None:
    assert rebuilt(repr(drawn)) == drawn


def test_kinds_that_no_session_makes_together_are_refused() -> None:
    with pytest.raises(ValueError, match="no session makes all of data task, background"):
        find(session_scripts((Kind.DATA, Kind.BACKGROUND_DATA)), lambda _: True, settings=FINDING)


def test_turns_that_do_not_fit_the_scripts_are_refused() -> None:
    lone = Script(Kind.STREAM, ((COMPLETE, None),))
    with pytest.raises(ValueError, match=r"which makes \[0\]; given were \[0, 0\]"):
        SessionScript((lone,), (0, 0))


@FAST
@given(scripts(Kind.RESUMED_DOWNLOAD))
def test_progress_goes_on_from_where_a_download_was_resumed(script: Script) -> None:
    total = 0
    for selector, *carried in script.lines:
        if selector is RESUMED:
            total = int(str(carried[0]))
        elif selector is WROTE:
            step, told, expected = map(int, map(str, carried))
            assert (told, expected) == (total + step, -1)
            total = told
