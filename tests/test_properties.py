"""Whatever the tables allow is accepted, delivered in order and recorded; nothing else is.

The scripts are walks through the tables, over several tasks and sessions, with delegates that
answer at once, later or from a thread of their own. One rule: examples are the same in every run.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.scripted import (
    TASK_KINDS,
    Handler,
    Notes,
    Step,
    answer,
    assert_nothing_is_lost,
    carried,
    message,
    request,
    send,
    session_for,
    task_of,
)
from urlsession_mock import Device, IllegalMessage, MockSession
from urlsession_mock.events import Dropped, Replied
from urlsession_mock.foundation import NSURLErrorCancelled, NSURLSessionTask
from urlsession_mock.lifecycle import BY_ITSELF, GATES, TABLES, Answer, Kind, State, Way
from urlsession_mock.positions import trigger_of
from urlsession_mock.selectors import (
    BODY_STREAM,
    BODY_STREAM_FROM_OFFSET,
    CACHE,
    CHALLENGE,
    COMPLETE,
    CREATED,
    DELAYED,
    FINISH_EVENTS,
    REDIRECT,
    RESPONSE,
    SELECTORS,
    Selector,
)

Reply = tuple[object, ...]

# Derandomized: a failure in CI is a failure here. Few examples, each long.
FAST = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


# -- scripts -------------------------------------------------------------


@dataclass(frozen=True)
class Script:
    """What is enqueued about one task, and where the table says that this leads."""

    kind: Kind
    steps: tuple[Step, ...]
    state: State

    @property
    def messages(self) -> list[Selector]:
        return [message(step) for step in self.steps]


def plainly(kind: Kind, state: State) -> State:
    """The state behind a question that is given its plain answer."""
    return next(iter(TABLES[kind][state].values())) if state in GATES else state


def possible(kind: Kind, state: State) -> dict[Step, State]:
    """What may be enqueued in a state, and where it leads."""
    return {
        trigger: plainly(kind, to)
        for trigger, to in TABLES[kind][state].items()
        if not isinstance(trigger, Answer) and trigger not in BY_ITSELF
    }


@st.composite
def scripts(draw: st.DrawFn, most: int = 12) -> Script:
    """A walk through the table of some kind of task, from its first resume on."""
    kind = draw(st.sampled_from(TASK_KINDS))
    state, steps = "starting", []
    for _ in range(draw(st.integers(0, most))):
        ways = possible(kind, state)
        if not ways:
            break
        step = draw(st.sampled_from(list(ways)))
        steps.append(step)
        state = ways[step]
    return Script(kind, tuple(steps), state)


def refused_after(script: Script) -> list[Step]:
    """Every message that the table does not have where the script ends."""
    every: list[Step] = [*SELECTORS, Way.FAIL, Way.PART]
    possible_here = possible(script.kind, script.state)
    return [
        step
        for step in every
        if step not in BY_ITSELF and step not in possible_here and message(step).about_task
    ]


# -- delegates that answer -----------------------------------------------


@dataclass
class Answering:
    """Gives every plain answer, once: at once, when asked to catch up, or from a thread."""

    how: str
    kept: list[Callable[[], None]] = field(default_factory=list[Callable[[], None]])
    threads: list[threading.Thread] = field(default_factory=list[threading.Thread])

    def __call__(self, selector: Selector, given: tuple[Any, ...], handler: Handler) -> None:
        if self.how == "at once":
            answer(selector, given, handler)
        elif self.how == "later":
            self.kept.append(lambda: answer(selector, given, handler))
        else:
            self.threads.append(threading.Thread(target=answer, args=(selector, given, handler)))
            self.threads[-1].start()

    def catch_up(self) -> bool:
        """Give the answers that were kept; False where there was none."""
        kept, self.kept = self.kept, []
        for call in kept:
            call()
        return bool(kept)


HOW = st.sampled_from(["at once", "later", "from a thread"])


def come_to_rest(device: Device, answering: list[Answering]) -> None:
    device.run()
    while sum(each.catch_up() for each in answering):  # each of them is asked
        device.run()
    for each in answering:
        for thread in each.threads:
            thread.join()


def assert_every_question_was_answered_once(device: Device) -> None:
    deliveries = device.recording.deliveries()
    asked = {event.number for event in deliveries if event.selector.handler is not None}
    replies = [event.handler for event in device.recording.only(Replied)]
    assert sorted(replies) == sorted(asked)
    assert not {"handler-answered", "handler-answered-once"} & set(device.verdict().broken)


@dataclass
class Play:
    """One device, one session for each script, and what its delegate heard."""

    device: Device
    session: MockSession
    task: NSURLSessionTask
    notes: Notes

    def heard(self) -> list[Selector]:
        return [said for said in self.notes.about(self.task) if said is not CREATED]


def play(device: Device, script: Script, answers: Answering, folder: Path) -> Play:
    notes = Notes(answers)
    session = session_for(device, script.kind, notes)
    task = task_of(session, script.kind, folder)
    task.resume()
    return Play(device, session, task, notes)


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    before = threading.active_count()
    yield
    assert threading.active_count() == before


# -- the claims ----------------------------------------------------------


@FAST
@given(data=st.data())
def test_any_legal_script_is_delivered_in_order_whole_and_recorded(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp()
    several = data.draw(st.lists(scripts(), min_size=1, max_size=3))
    answering = [Answering(data.draw(HOW)) for _ in several]
    turns = data.draw(st.permutations([n for n, s in enumerate(several) for _ in s.steps]))
    pauses = data.draw(st.sets(st.integers(0, len(turns)), max_size=3))
    with Device() as device:
        plays = [
            play(device, each, how, folder) for each, how in zip(several, answering, strict=True)
        ]
        left = [list(each.steps) for each in several]
        for turn, number in enumerate(turns):
            if turn in pauses:
                device.run()
            send(plays[number].session, plays[number].task, left[number].pop(0))
        come_to_rest(device, answering)

        for script, each in zip(several, plays, strict=True):
            assert each.heard() == script.messages
        assert_nothing_is_lost(device.recording)
        assert_every_question_was_answered_once(device)
        assert list(device.recording.only(Dropped)) == []


@FAST
@given(data=st.data())
def test_any_other_script_is_refused_at_its_first_illegal_message_and_nothing_before_is_lost(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    script = data.draw(scripts(most=6))
    wrong = data.draw(st.sampled_from(refused_after(script)))
    answering = Answering(data.draw(HOW))
    runs_first = data.draw(st.booleans())
    with Device() as device:
        told = play(device, script, answering, tmp_path_factory.getbasetemp())
        send(told.session, told.task, *script.steps)
        if runs_first:
            come_to_rest(device, [answering])
        before = len(device.recording)
        with pytest.raises(IllegalMessage, match="cannot come here"):
            told.session.enqueue(message(wrong), told.task, *carried(wrong))
        assert len(device.recording) == before
        come_to_rest(device, [answering])

        assert told.heard() == script.messages
        assert_nothing_is_lost(device.recording)


@FAST
@given(data=st.data())
def test_whatever_is_on_its_way_a_cancelled_task_completes_once(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    script = data.draw(scripts())
    assume(script.kind is not Kind.HANDLER)
    answering = Answering(data.draw(HOW))
    delivered_first = data.draw(st.integers(0, len(script.steps)))
    with Device() as device:
        told = play(device, script, answering, tmp_path_factory.getbasetemp())
        send(told.session, told.task, *script.steps)
        for _ in range(delivered_first):
            device.step()
        told.task.cancel()
        come_to_rest(device, [answering])

        heard = told.heard()
        ended_before = [message(step) for step in script.steps]
        if heard != ended_before:
            error = told.task.error()
            assert error is not None
            assert error.code() == NSURLErrorCancelled
            assert heard[:-1] == ended_before[: len(heard) - 1]
        assert told.task._life.is_over
        assert_nothing_is_lost(device.recording)


@FAST
@given(data=st.data())
def test_finish_events_comes_behind_all_that_was_enqueued_before_it(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    several = data.draw(st.lists(scripts(), min_size=1, max_size=3))
    away = [each for each in several if each.kind.value.startswith("background")]
    assume(away)
    answering = Answering(data.draw(HOW))
    with Device() as device:
        notes = Notes(answering)
        session = session_for(device, away[0].kind, notes)
        folder = tmp_path_factory.getbasetemp()
        for each in away:
            task = task_of(session, each.kind, folder)
            task.resume()
            send(session, task, *each.steps)
        send(session, None, FINISH_EVENTS)
        come_to_rest(device, [answering])

        assert notes.said[-1] is FINISH_EVENTS
        assert len(notes.said) == 1 + sum(1 + len(each.steps) for each in away)
        assert_nothing_is_lost(device.recording)


# -- whatever the delegate answers ---------------------------------------


REPLIES: dict[Selector, tuple[tuple[Reply, Answer], ...]] = {
    CHALLENGE: (((1, None), Answer.GO_ON), ((2, None), Answer.CANCEL), ((3, None), Answer.GO_ON)),
    DELAYED: (((0, None), Answer.GO_ON), ((2, None), Answer.CANCEL)),
    REDIRECT: (((request(),), Answer.GO_ON), ((None,), Answer.REFUSE)),
    BODY_STREAM: (((None,), Answer.GO_ON),),
    BODY_STREAM_FROM_OFFSET: (((None,), Answer.GO_ON),),
    RESPONSE: (
        ((0,), Answer.CANCEL),
        ((1,), Answer.ALLOW),
        ((2,), Answer.BECOME_DOWNLOAD),
        ((3,), Answer.BECOME_STREAM),
    ),
    CACHE: (((None,), Answer.GO_ON),),
}


class Choosing:
    """Answers as the numbers say, one for each question; from then on with the first answer."""

    def __init__(self, numbers: list[int]) -> None:
        self.numbers = numbers
        self.chosen: list[Answer] = []

    def __call__(self, selector: Selector, given: tuple[Any, ...], handler: Handler) -> None:
        choices = REPLIES[selector]
        number = self.numbers.pop(0) if self.numbers else 0
        reply, answer = choices[number % len(choices)]
        self.chosen.append(answer)
        handler(*reply)


def is_a_walk(
    kind: Kind, heard: list[tuple[Any, ...]], said: list[Selector], chosen: list[Answer]
) -> bool:
    """Whether what was heard, with the answers given, is a way through the table."""
    state, answers = "starting", iter(chosen)
    for selector, what in zip(said, heard, strict=True):
        to = TABLES[kind][state].get(trigger_of(selector, what[2:3]))
        if to is None:
            return False
        state = TABLES[kind][to][next(answers)] if to in GATES else to
    return True


@FAST
@given(data=st.data())
def test_whatever_is_answered_the_delegate_hears_a_way_through_the_table(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    script = data.draw(scripts())
    choosing = Choosing(data.draw(st.lists(st.integers(0, 5), max_size=6)))
    with Device() as device:
        notes = Notes(choosing)
        session = session_for(device, script.kind, notes)
        task = task_of(session, script.kind, tmp_path_factory.getbasetemp())
        task.resume()
        send(session, task, *script.steps)
        device.run()

        heard = [given for given in notes.given[1:] if given[1] is task]
        assert is_a_walk(script.kind, heard, notes.about(task)[1:], choosing.chosen)
        assert not task._life.position.gate
        if Answer.CANCEL in choosing.chosen:
            assert notes.said.count(COMPLETE) == (script.kind is not Kind.HANDLER)
        assert_nothing_is_lost(device.recording)
        assert_every_question_was_answered_once(device)


# -- killed in the middle -------------------------------------------------

OUTLIVE = (Kind.BACKGROUND_UPLOAD, Kind.BACKGROUND_DOWNLOAD, Kind.BACKGROUND_RESUMED_DOWNLOAD)


@FAST
@given(data=st.data())
def test_an_app_killed_at_any_point_hears_the_rest_at_its_next_launch(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    script = data.draw(scripts().filter(lambda each: each.kind in OUTLIVE))
    answering = Answering(data.draw(st.sampled_from(["at once", "later"])))
    steps = data.draw(st.integers(0, len(script.steps)))
    with Device() as device:
        app = device.launch()
        told = play(device, script, answering, tmp_path_factory.getbasetemp())
        send(told.session, told.task, *script.steps)
        for _ in range(steps):
            device.step()
        app.terminate()
        device.launch()
        again = Notes()
        session_for(device, script.kind, again)
        device.run()

        before, after = told.heard(), again.about(told.task)
        asks_again = 1 if answering.kept else 0
        assert before + after[asks_again:] == script.messages
        assert after[:asks_again] == before[-1:][:asks_again]
