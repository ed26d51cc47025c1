"""What waits, what goes and what is dropped, once the tables have let a message in.

Not here: which message may come (test_lifecycle.py). One rule: nothing is lost in silence;
what is enqueued is delivered, skipped or dropped, and the recording says which.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from tests.one_task import Later, data_task, only_task, reasons
from tests.scripted import (
    SYNC,
    Handler,
    Notes,
    Quiet,
    Step,
    answer,
    assert_nothing_is_lost,
    carried,
    challenge,
    message,
    send,
    session_for,
    task_of,
    url,
)
from urlsession_mock import Device
from urlsession_mock.engine import Channel, Life
from urlsession_mock.events import Skipped
from urlsession_mock.lifecycle import FAIL, PART, Answer, Kind
from urlsession_mock.recording import Recording
from urlsession_mock.selectors import (
    BODY_STREAM,
    BODY_STREAM_FROM_OFFSET,
    CACHE,
    CHALLENGE,
    COMPLETE,
    DATA,
    DELAYED,
    FINISH_DOWNLOAD,
    FINISH_EVENTS,
    INVALID,
    METRICS,
    READ_CLOSED,
    REDIRECT,
    RESPONSE,
    SENT,
    SESSION_CHALLENGE,
    WEBSOCKET_OPEN,
    WROTE,
    Selector,
)

# -- gates ---------------------------------------------------------------


def test_what_is_behind_an_unanswered_handler_waits(device: Device) -> None:
    later = Later()
    only = only_task(device, later, RESPONSE, DATA, DATA, COMPLETE)

    assert only.run() == [RESPONSE]
    later.handlers[0]()
    assert only.run() == [RESPONSE, DATA, DATA, COMPLETE]


@pytest.mark.parametrize(
    ("kind", "before", "question", "behind"),
    [
        (Kind.DATA, (), CHALLENGE, SENT),
        (Kind.DATA, (), REDIRECT, METRICS),
        (Kind.DATA, (), PART, DATA),
        (Kind.DATA, (RESPONSE, DATA), CACHE, COMPLETE),
        (Kind.UPLOAD, (), BODY_STREAM, SENT),
        (Kind.UPLOAD, (), BODY_STREAM_FROM_OFFSET, SENT),
        (Kind.BACKGROUND_DOWNLOAD, (), DELAYED, WROTE),
        (Kind.WEBSOCKET, (), CHALLENGE, WEBSOCKET_OPEN),
        (Kind.STREAM, (), CHALLENGE, READ_CLOSED),
    ],
)
def test_every_question_stops_its_task(
    device: Device,
    tmp_path: Path,
    kind: Kind,
    before: tuple[Step, ...],
    question: Step,
    behind: Selector,
) -> None:
    later = Later(message(question))
    notes = Notes(later)
    session = session_for(device, kind, notes)
    task = task_of(session, kind, tmp_path)
    task.resume()
    send(session, task, *before)
    device.run()
    for handler in later.handlers:
        handler()
    send(session, task, question, behind)
    device.run()
    assert notes.said[-1] is message(question)

    later.handlers[-1]()
    device.run()
    assert notes.said[-1] is behind


def test_another_tasks_messages_go_on_meanwhile(device: Device) -> None:
    notes = Notes(Later())
    session = device.session(notes)
    waiting = data_task(session, RESPONSE, DATA)
    other = session.downloadTaskWithURL_(url())
    other.resume()
    send(session, other, WROTE, FINISH_DOWNLOAD, COMPLETE)

    device.run()

    assert notes.about(waiting)[1:] == [RESPONSE]
    assert notes.about(other)[1:] == [WROTE, FINISH_DOWNLOAD, COMPLETE]


def test_what_was_parked_goes_before_what_followed_it(device: Device) -> None:
    later = Later()
    only = only_task(device, later, RESPONSE)
    only.session.enqueue(DATA, only.task, b"1")
    only.run()
    only.session.enqueue(DATA, only.task, b"2")
    later.handlers[0]()
    only.session.enqueue(DATA, only.task, b"3")
    device.run()

    heard = [bytes(given[2]) for given in only.notes.given if len(given) == 3]
    assert heard == [b"1", b"2", b"3"]


def test_an_answer_given_before_the_next_run_opens_the_gate_only_once(device: Device) -> None:
    later = Later()
    only = only_task(device, later, RESPONSE, DATA)
    only.run()
    later.handlers[0]()
    later.handlers[0](0)  # a second call, which says cancel

    assert only.run() == [RESPONSE, DATA]


def test_an_answer_from_another_thread_opens_the_gate(device: Device) -> None:
    threads: list[threading.Thread] = []

    def elsewhere(selector: Selector, given: tuple[Any, ...], handler: Handler) -> None:
        threads.append(threading.Thread(target=answer, args=(selector, given, handler)))
        threads[-1].start()

    script = (CHALLENGE, REDIRECT, CHALLENGE, RESPONSE, *[DATA] * 20, CACHE, METRICS, COMPLETE)
    only = only_task(device, elsewhere, *script)

    assert only.run() == list(script)
    for thread in threads:
        thread.join()
    assert_nothing_is_lost(device.recording)


def test_an_answer_from_another_thread_while_others_are_delivered_keeps_the_order(
    device: Device,
) -> None:
    later = Later(RESPONSE)
    notes = Notes(later)
    session = device.session(notes)
    first = data_task(session, RESPONSE)
    second = session.downloadTaskWithURL_(url())
    second.resume()
    for number in range(10):
        session.enqueue(DATA, first, bytes([number]))
        send(session, second, WROTE)

    threads: list[threading.Thread] = []
    heard: list[int] = []

    def listen(selector: Selector, given: tuple[Any, ...]) -> None:
        if selector is DATA:
            heard.append(given[-1][0])
        if selector is WROTE and not threads:
            threads.append(threading.Thread(target=later.handlers[0]))
            threads[0].start()
            threads[0].join()
        Notes.note(notes, selector, given)

    notes.note = listen  # type: ignore[method-assign]  # to act in the middle of a batch
    device.run()

    assert heard == list(range(10))


def test_a_part_is_asked_about_like_a_response(device: Device) -> None:
    later = Later()
    only = only_task(device, later, PART, DATA, PART, DATA, COMPLETE)

    assert only.run() == [RESPONSE]
    later.handlers[0]()
    assert only.run() == [RESPONSE, DATA, RESPONSE]
    later.handlers[1]()
    assert only.run() == [RESPONSE, DATA, RESPONSE, DATA, COMPLETE]


def test_a_network_transfer_waits_for_a_question_that_was_written_by_hand(device: Device) -> None:
    device.network.get("https://example.com/a").respond(body=b"x")
    later = Later()
    only = only_task(device, later)
    send(only.session, only.task, CHALLENGE)

    assert only.run() == [CHALLENGE]
    later.handlers[0]()
    assert only.run() == [CHALLENGE, RESPONSE]
    later.handlers[1]()
    assert only.run() == [CHALLENGE, RESPONSE, DATA, CACHE]
    later.handlers[2]()
    assert only.run() == [CHALLENGE, RESPONSE, DATA, CACHE, METRICS, COMPLETE]


# -- messages that end everything ----------------------------------------


def test_finish_events_waits_for_every_task_that_was_asked_something(device: Device) -> None:
    later = Later(CHALLENGE)
    notes = Notes(later)
    session = device.session(notes, identifier=SYNC)
    task = session.downloadTaskWithURL_(url())
    task.resume()
    send(session, task, CHALLENGE, FINISH_DOWNLOAD, COMPLETE)
    send(session, None, FINISH_EVENTS)
    device.run()
    assert notes.said[1:] == [CHALLENGE]

    later.handlers[0]()
    device.run()
    assert notes.said[1:] == [CHALLENGE, FINISH_DOWNLOAD, COMPLETE, FINISH_EVENTS]


def test_finish_events_does_not_wait_for_a_task_that_was_cancelled_instead_of_answered(
    device: Device,
) -> None:
    notes = Notes(Later(CHALLENGE))
    session = device.session(notes, identifier=SYNC)
    task = session.downloadTaskWithURL_(url())
    task.resume()
    send(session, task, CHALLENGE, FINISH_DOWNLOAD, COMPLETE)
    send(session, None, FINISH_EVENTS)
    device.run()
    task.cancel()
    device.run()

    assert sorted(notes.said[2:]) == [COMPLETE, FINISH_EVENTS]
    assert_nothing_is_lost(device.recording)


def test_a_challenge_of_the_session_holds_up_its_own_messages_and_no_tasks(device: Device) -> None:
    later = Later(SESSION_CHALLENGE)
    notes = Notes(later)
    session = device.session(notes)
    task = data_task(session)
    send(session, None, SESSION_CHALLENGE)
    send(session, task, RESPONSE, COMPLETE)
    session.finishTasksAndInvalidate()
    device.run()
    assert notes.said[1:] == [SESSION_CHALLENGE, RESPONSE, COMPLETE]

    later.handlers[0]()
    device.run()
    assert notes.said[-1] is INVALID


def test_cancelling_the_session_ends_its_own_challenge(device: Device) -> None:
    later = Later(SESSION_CHALLENGE)
    notes = Notes(later)
    session = device.session(notes)
    send(session, None, SESSION_CHALLENGE)
    device.run()
    session.invalidateAndCancel()
    device.run()

    assert notes.said == [SESSION_CHALLENGE, INVALID]


# -- blocks take their turn ----------------------------------------------


def test_a_block_of_the_app_takes_its_turn_among_the_messages(device: Device) -> None:
    notes = Notes()
    session = device.session(notes)
    data_task(session, RESPONSE)
    session.getAllTasksWithCompletionHandler_(lambda tasks: notes.said.append(FINISH_EVENTS))
    data_task(session, RESPONSE)
    device.run()

    assert notes.said[2:] == [RESPONSE, FINISH_EVENTS, RESPONSE]


def test_a_message_that_nobody_implements_is_skipped_and_answered_by_default(
    device: Device,
) -> None:
    session = device.session(Quiet())
    task = data_task(session, CHALLENGE, REDIRECT, RESPONSE, DATA, CACHE, COMPLETE)
    device.run()

    assert device.recording.selectors() == []
    assert [event.selector for event in device.recording.only(Skipped)] == [
        CHALLENGE,
        REDIRECT,
        RESPONSE,
        DATA,
        CACHE,
        COMPLETE,
    ]
    request = task.currentRequest()
    assert request is not None
    assert request.URL() == url("https://example.com/b")  # R72: followed, as nobody refused
    assert_nothing_is_lost(device.recording)


# -- the channel by itself -----------------------------------------------


@pytest.fixture
def channel() -> Channel:
    return Channel(Recording(lambda: 0.0), SYNC, "background")


def running(channel: Channel, kind: Kind = Kind.BACKGROUND_DOWNLOAD) -> Life:
    life = channel.begin(kind)
    channel.resume(life)
    return life


def put(channel: Channel, life: Life, *steps: Step) -> list[int]:
    return [
        channel.enqueue(life, COMPLETE if step is FAIL else step, carried(step))  # type: ignore[arg-type]  # no PART here
        for step in steps
    ]


def deliver(channel: Channel) -> list[Selector]:
    """Deliver as `Delivery` does, to nobody who answers."""
    came: list[Selector] = []
    for position in channel.take():
        selector, _, life, arguments = channel.recording.log[position : position + 4]
        if life.position.gate and channel.park(life, position):
            continue
        if channel.advance(life, selector, arguments, position):
            came.append(selector)
        else:
            channel.drop(position, "it cannot come")
    return came


def test_of_each_task_the_oldest_message_may_go(channel: Channel) -> None:
    first, second = running(channel), running(channel)
    (a, _), (b, _) = put(channel, first, SENT, WROTE), put(channel, second, SENT, WROTE)

    assert channel.deliverable() == (a, b)


def test_what_waits_for_an_answer_may_not_go(channel: Channel) -> None:
    asking, other = running(channel), running(channel)
    put(channel, asking, CHALLENGE)
    deliver(channel)
    put(channel, asking, WROTE)
    (free,) = put(channel, other, WROTE)

    assert channel.deliverable() == (free,)


def test_finish_events_may_go_only_as_the_oldest(channel: Channel) -> None:
    life = running(channel)
    (before,) = put(channel, life, WROTE)
    (finish,) = put(channel, channel.own, FINISH_EVENTS)
    (after,) = put(channel, life, WROTE)

    assert channel.deliverable() == (before,)
    assert channel.take(before=finish) == [before]
    assert channel.deliverable() == (finish, after)


def test_what_a_cancelled_task_was_to_get_may_go_as_it_is_only_dropped(channel: Channel) -> None:
    life = running(channel)
    (before,) = put(channel, life, WROTE)
    channel.cancel(life, carried(FAIL)[0])  # type: ignore[arg-type]  # what FAIL carries is an NSError

    assert channel.deliverable() == (before,)
    assert deliver(channel) == [COMPLETE]


def test_messages_that_were_taken_and_given_back_keep_their_order(channel: Channel) -> None:
    life = running(channel)
    positions = put(channel, life, WROTE, WROTE, WROTE)
    first = channel.take(most=2)
    channel.put_back(first)

    assert channel.take() == positions


def test_a_question_is_asked_again_when_the_app_that_was_asked_is_gone(channel: Channel) -> None:
    life = running(channel)
    put(channel, life, CHALLENGE, WROTE)
    assert deliver(channel) == [CHALLENGE]
    channel.orphan()

    assert deliver(channel) == [CHALLENGE]
    assert life.is_asking


def test_an_answered_question_is_not_asked_again(channel: Channel) -> None:
    life = running(channel)
    put(channel, life, CHALLENGE, WROTE)
    deliver(channel)
    channel.reply(life, Answer.GO_ON)
    channel.orphan()

    assert deliver(channel) == [WROTE]


def test_what_only_the_dead_app_was_to_hear_is_dropped(channel: Channel) -> None:
    life = running(channel)
    put(channel, life, FINISH_DOWNLOAD, COMPLETE)
    put(channel, channel.own, FINISH_EVENTS)
    channel.enqueue_block("getAllTasksWithCompletionHandler:", lambda: None)
    put(channel, channel.own, INVALID)
    channel.orphan()

    assert deliver(channel) == [FINISH_DOWNLOAD, COMPLETE]
    assert {why for _, why in reasons(channel.recording)} == {"the app ended"}
    put(channel, channel.own, FINISH_EVENTS, INVALID)  # the next session's own
    assert deliver(channel) == [FINISH_EVENTS, INVALID]


def test_and_also_where_it_was_being_delivered_when_the_app_died(channel: Channel) -> None:
    life = running(channel)
    put(channel, life, WROTE)
    put(channel, channel.own, FINISH_EVENTS)
    taken = channel.take()
    channel.orphan()
    channel.put_back(taken)

    assert deliver(channel) == [WROTE]
    assert reasons(channel.recording) == [(FINISH_EVENTS, "the app ended")]


def test_tasks_are_numbered_from_one_in_each_session(device: Device) -> None:
    sessions = [device.session(Quiet()), device.session(Quiet())]
    numbers = [
        [session.dataTaskWithURL_(url()).taskIdentifier() for _ in range(3)] for session in sessions
    ]

    assert numbers == [[1, 2, 3], [1, 2, 3]]


def test_a_challenge_carries_on_to_the_task_that_asked(device: Device) -> None:
    only = only_task(device, answer)
    sent = challenge()
    only.session.enqueue(CHALLENGE, only.task, sent)
    only.run()

    assert only.notes.last(CHALLENGE)[:3] == (only.session, only.task, sent)
