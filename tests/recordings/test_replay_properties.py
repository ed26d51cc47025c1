"""Whatever legal run was recorded, the same delegate does the same again.

The scripts and delegates are those of the properties of any run. One rule: a replay judges by
behaviour alone, so what a delegate with the same answers does never differs.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scripted import Notes, send, session_for, task_of
from tests.test_properties import (
    FAST,
    HOW,
    OUTLIVE,
    Answering,
    Choosing,
    come_to_rest,
    play,
    scripts,
)
from urlsession_mock import Device, replay


@FAST
@given(data=st.data())
def test_any_legal_run_replays_without_a_difference(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp()
    several = data.draw(st.lists(scripts(), min_size=1, max_size=3))
    how = data.draw(HOW)
    pauses = data.draw(st.sets(st.integers(0, 12), max_size=3))
    answering = Answering(how)
    with Device() as device:
        plays = [play(device, each, answering, folder) for each in several]
        for script, each in zip(several, plays, strict=True):
            for turn, step in enumerate(script.steps):
                if turn in pauses:
                    device.run()
                send(each.session, each.task, step)
        come_to_rest(device, [answering])
        told = [said for each in plays for said in each.notes.said]

    notes = Notes()
    found = replay(device.recording, notes)

    assert found, str(found)
    assert sorted(notes.said) == sorted(told)


@FAST
@given(data=st.data())
def test_the_same_answers_whatever_they_are_lead_the_same_way(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    script = data.draw(scripts())
    numbers = data.draw(st.lists(st.integers(0, 5), max_size=6))
    with Device() as device:
        notes = Notes(Choosing(list(numbers)))
        session = session_for(device, script.kind, notes)
        task = task_of(session, script.kind, tmp_path_factory.getbasetemp())
        task.resume()
        send(session, task, *script.steps)
        device.run()

    again = Notes(Choosing(list(numbers)))
    found = replay(device.recording, again)

    assert found, str(found)
    assert again.said == notes.said


@FAST
@given(data=st.data())
def test_other_answers_are_told_and_nothing_is_raised(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    script = data.draw(scripts())
    answers = st.lists(st.integers(0, 5), max_size=6)
    with Device() as device:
        first = Choosing(data.draw(answers))
        notes = Notes(first)
        session = session_for(device, script.kind, notes)
        task = task_of(session, script.kind, tmp_path_factory.getbasetemp())
        task.resume()
        send(session, task, *script.steps)
        device.run()

    second = Choosing(data.draw(answers))
    again = Notes(second)
    found = replay(device.recording, again)

    if first.chosen != second.chosen:
        assert not found
    if found:
        assert again.said == notes.said


@FAST
@given(data=st.data())
def test_an_app_that_was_killed_is_relaunched_again(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    script = data.draw(scripts().filter(lambda each: each.kind in OUTLIVE))
    steps = data.draw(st.integers(0, len(script.steps)))
    with Device() as device:
        app = device.launch()
        told = play(device, script, Answering("at once"), tmp_path_factory.getbasetemp())
        send(told.session, told.task, *script.steps)
        for _ in range(steps):
            device.step()
        app.terminate()
        device.launch()
        session_for(device, script.kind, Notes())
        device.run()

    made: list[Notes] = []

    def fresh() -> Notes:
        made.append(Notes())
        return made[-1]

    found = replay(device.recording, fresh)

    assert found, str(found)
    assert made[0].said == told.notes.said
    assert len(made) == 2
