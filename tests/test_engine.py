"""What waits, what goes and what is dropped, once the tables have let a message in.

Not here: which message may come (test_lifecycle.py). One rule: nothing is lost in silence;
what is enqueued is delivered, skipped or dropped, and the recording says which.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.scripted import (
    SYNC,
    Handler,
    Notes,
    Quiet,
    Step,
    answer,
    carried,
    challenge,
    message,
    response,
    send,
    session_for,
    task_of,
    url,
)
from urlsession_mock import Device, IllegalMessage, MockSession
from urlsession_mock.engine import Channel, Life
from urlsession_mock.events import Delivered, Dropped, Enqueued, Refused, Skipped
from urlsession_mock.foundation import (
    NSURLErrorCancelled,
    NSURLSessionDownloadTask,
    NSURLSessionStreamTask,
    NSURLSessionTask,
    NSURLSessionTaskState,
)
from urlsession_mock.lifecycle import FAIL, PART, Answer, Kind
from urlsession_mock.recording import Recording
from urlsession_mock.selectors import (
    BECAME_DOWNLOAD,
    BECAME_STREAM,
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


class Later:
    """Answers that are kept until the test gives them: `handlers`, newest last."""

    def __init__(self, *asked: Selector) -> None:
        self.asked = asked
        self.handlers: list[Handler] = []

    def __call__(self, selector: Selector, given: tuple[Any, ...], handler: Handler) -> None:
        if not self.asked or selector in self.asked:
            self.handlers.append(lambda *reply: reply_to(selector, given, handler, reply))
        else:
            answer(selector, given, handler)


def reply_to(
    selector: Selector, given: tuple[Any, ...], handler: Handler, reply: tuple[Any, ...]
) -> None:
    if reply:
        handler(*reply)
    else:
        answer(selector, given, handler)


def always(*reply: object) -> Callable[[Selector, tuple[Any, ...], Handler], None]:
    """Answers at once, always the same, to responses; plainly to everything else."""

    def answers(selector: Selector, given: tuple[Any, ...], handler: Handler) -> None:
        if selector is RESPONSE:
            handler(*reply)
        else:
            answer(selector, given, handler)

    return answers


def asked(selector: Selector, *reply: object) -> Callable[..., None]:
    """Answers at once, this to one message, plainly to everything else."""

    def answers(named: Selector, given: tuple[Any, ...], handler: Handler) -> None:
        if named is selector:
            handler(*reply)
        else:
            answer(named, given, handler)

    return answers


@pytest.fixture
def device() -> Iterator[Device]:
    with Device() as device:
        yield device


def data_task(session: MockSession, *steps: Step) -> NSURLSessionTask:
    task = session.dataTaskWithURL_(url())
    task.resume()
    send(session, task, *steps)
    return task


def only_task(device: Device, answers: Callable[..., None], *steps: Step) -> Only:
    notes = Notes(answers)
    session = device.session(notes)
    return Only(device, notes, session, data_task(session, *steps))


class Only:
    """A session with one data task, and what came about that."""

    def __init__(
        self, device: Device, notes: Notes, session: MockSession, task: NSURLSessionTask
    ) -> None:
        self.device, self.notes, self.session, self.task = device, notes, session, task

    def run(self) -> list[Selector]:
        """What has come about the task by now, its creation left out."""
        self.device.run()
        return self.notes.about(self.task)[1:]

    def end(self) -> int | None:
        """The code of the error it completed with, None for success."""
        error = self.notes.last(COMPLETE)[-1]
        return None if error is None else int(error.code())


def assert_nothing_is_lost(recording: Recording) -> None:
    """Every message that was enqueued was delivered, skipped or dropped, once."""
    enqueued = {event.number for event in recording.only(Enqueued)}
    ends = Counter(
        event.enqueued
        for event in recording
        if isinstance(event, (Delivered, Skipped, Dropped))
    )
    assert set(ends.values()) <= {1}
    assert set(ends) == enqueued


def reasons(recording: Recording) -> list[tuple[Selector, str]]:
    return [(event.selector, event.why) for event in recording.only(Dropped)]


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
    assert only.run() == [CHALLENGE, RESPONSE, DATA, METRICS, COMPLETE]


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


# -- cancel --------------------------------------------------------------


def test_cancel_takes_back_what_was_not_delivered(device: Device) -> None:
    only = only_task(device, answer, RESPONSE, DATA, DATA)
    only.task.cancel()

    assert only.run() == [COMPLETE]
    assert only.end() == NSURLErrorCancelled
    why = "the task was cancelled"
    assert reasons(device.recording) == [(RESPONSE, why), (DATA, why), (DATA, why)]
    assert_nothing_is_lost(device.recording)


def test_cancel_with_an_unanswered_handler_ends_the_task_and_voids_the_answer(
    device: Device,
) -> None:
    later = Later()
    only = only_task(device, later, RESPONSE, DATA, DATA)
    only.run()
    only.task.cancel()
    assert only.run() == [RESPONSE, COMPLETE]

    later.handlers[0]()
    assert only.run() == [RESPONSE, COMPLETE]
    assert_nothing_is_lost(device.recording)


def test_cancel_behind_the_last_message_changes_nothing(device: Device) -> None:
    only = only_task(device, answer, RESPONSE, COMPLETE)
    device.step()
    only.task.cancel()

    assert only.run() == [RESPONSE, COMPLETE]
    assert only.end() is None
    assert only.task.error() is None


def test_cancel_takes_effect_where_the_last_message_waits_for_an_answer(device: Device) -> None:
    later = Later()
    only = only_task(device, later, RESPONSE, DATA, COMPLETE)
    only.run()
    only.task.cancel()

    assert only.run() == [RESPONSE, COMPLETE]
    assert only.end() == NSURLErrorCancelled
    assert [selector for selector, _ in reasons(device.recording)] == [DATA, COMPLETE]


def test_cancel_takes_effect_where_a_question_is_still_to_be_asked(device: Device) -> None:
    only = only_task(device, answer, RESPONSE, DATA, COMPLETE)
    only.task.cancel()

    assert only.run() == [COMPLETE]
    assert only.end() == NSURLErrorCancelled


def test_cancel_between_an_answer_and_what_it_let_go_takes_effect(device: Device) -> None:
    later = Later()
    only = only_task(device, later, RESPONSE, DATA, COMPLETE)
    only.run()
    later.handlers[0]()
    only.task.cancel()

    assert only.run() == [RESPONSE, COMPLETE]
    assert only.end() == NSURLErrorCancelled


@pytest.mark.parametrize("times", [2, 3])
def test_cancelling_more_than_once_is_cancelling_once(device: Device, times: int) -> None:
    only = only_task(device, answer, RESPONSE)
    for _ in range(times):
        only.task.cancel()

    assert only.run() == [COMPLETE]


def test_cancelling_a_task_that_ended_does_nothing(device: Device) -> None:
    only = only_task(device, answer, RESPONSE, COMPLETE)
    only.run()
    only.task.cancel()

    assert only.run() == [RESPONSE, COMPLETE]
    assert only.task.state() == NSURLSessionTaskState.Completed


def test_a_task_cancelled_before_its_first_resume_completes(device: Device) -> None:
    notes = Notes()
    session = device.session(notes)
    task = session.dataTaskWithURL_(url())
    task.cancel()
    task.resume()
    device.run()

    assert notes.about(task)[1:] == [COMPLETE]
    with pytest.raises(IllegalMessage, match="is completed"):
        send(session, task, METRICS)


def test_cancel_inside_a_callback_stops_the_rest_of_the_batch(device: Device) -> None:
    notes = Notes()
    session = device.session(notes)
    task, other = data_task(session, RESPONSE), data_task(session, RESPONSE)
    for each in (task, other, task, other):
        send(session, each, DATA)

    def cancel(selector: Selector, given: tuple[Any, ...]) -> None:
        Notes.note(notes, selector, given)
        if selector is DATA and given[1] is task:
            task.cancel()

    notes.note = cancel  # type: ignore[method-assign]  # to act in the middle of a batch
    device.run()

    assert notes.about(task)[1:] == [RESPONSE, DATA, COMPLETE]
    assert notes.about(other)[1:] == [RESPONSE, DATA, DATA]
    assert_nothing_is_lost(device.recording)


def test_a_response_answered_with_cancel_ends_the_task_whatever_was_enqueued(
    device: Device,
) -> None:
    only = only_task(device, always(0), RESPONSE, DATA, COMPLETE)

    assert only.run() == [RESPONSE, COMPLETE]
    assert only.end() == NSURLErrorCancelled
    assert only.task.state() == NSURLSessionTaskState.Completed
    assert_nothing_is_lost(device.recording)


def test_a_script_that_foresaw_the_cancel_is_delivered_as_written(device: Device) -> None:
    only = only_task(device, always(0), RESPONSE, METRICS, FAIL)

    assert only.run() == [RESPONSE, METRICS, COMPLETE]
    assert only.end() != NSURLErrorCancelled
    assert reasons(device.recording) == []


@pytest.mark.parametrize(
    ("selector", "reply", "kind"),
    [(CHALLENGE, (2, None), Kind.DATA), (DELAYED, (2, None), Kind.BACKGROUND_DOWNLOAD)],
)
def test_a_challenge_or_delay_answered_with_cancel_ends_the_task(
    device: Device, selector: Selector, reply: tuple[object, ...], kind: Kind, tmp_path: Path
) -> None:
    notes = Notes(asked(selector, *reply))
    session = session_for(device, kind, notes)
    task = task_of(session, kind, tmp_path)
    task.resume()
    send(session, task, selector, SENT)
    device.run()

    assert notes.about(task)[1:] == [selector, COMPLETE]
    assert notes.last(COMPLETE)[-1].code() == NSURLErrorCancelled


def test_a_refused_redirect_drops_what_only_the_new_request_could_bring(device: Device) -> None:
    script = (REDIRECT, CHALLENGE, RESPONSE, DATA, COMPLETE)
    only = only_task(device, asked(REDIRECT, None), *script)

    assert only.run() == [REDIRECT, RESPONSE, DATA, COMPLETE]
    assert reasons(device.recording) == [(CHALLENGE, "the data task is redirect refused")]
    assert only.task.currentRequest() == only.task.originalRequest()


def test_after_a_refused_redirect_the_next_enqueue_is_judged_by_it(device: Device) -> None:
    later = Later(REDIRECT)
    only = only_task(device, later, REDIRECT, CHALLENGE)
    only.run()
    later.handlers[0](None)

    with pytest.raises(IllegalMessage, match="redirect refused"):
        send(only.session, only.task, SENT)
    send(only.session, only.task, RESPONSE, COMPLETE)
    assert only.run() == [REDIRECT, RESPONSE, COMPLETE]


def test_a_handler_task_can_be_cancelled_after_its_metrics(device: Device) -> None:
    ends: list[object] = []
    session = device.session(Notes())
    task = session.dataTaskWithURL_completionHandler_(url(), lambda *end: ends.append(end))
    task.resume()
    send(session, task, METRICS)
    device.run()
    task.cancel()
    task.cancel()
    device.run()

    ((body, _, error),) = ends  # type: ignore[misc]  # a block's three arguments
    assert body is None
    assert error.code() == NSURLErrorCancelled


# -- becoming another task -----------------------------------------------


def test_a_data_task_becomes_a_download_and_is_silent_from_then_on(device: Device) -> None:
    only = only_task(device, always(2), RESPONSE, DATA, COMPLETE)

    assert only.run() == [RESPONSE, BECAME_DOWNLOAD]
    download = only.notes.last(BECAME_DOWNLOAD)[-1]
    assert isinstance(download, NSURLSessionDownloadTask)
    send(only.session, download, WROTE, FINISH_DOWNLOAD, METRICS, COMPLETE)
    device.run()

    assert only.notes.about(download) == [WROTE, FINISH_DOWNLOAD, METRICS, COMPLETE]
    assert only.notes.about(only.task)[1:] == [RESPONSE, BECAME_DOWNLOAD]
    why = "the task is becoming a download"
    assert reasons(device.recording) == [(DATA, why), (COMPLETE, why)]
    assert_nothing_is_lost(device.recording)


def test_the_download_goes_on_with_the_request_and_the_response(device: Device) -> None:
    only = only_task(device, always(2))
    only.task.setTaskDescription_("first")
    answered = response(206)
    only.session.enqueue(RESPONSE, only.task, answered)
    only.run()
    download = only.notes.last(BECAME_DOWNLOAD)[-1]

    assert download.taskIdentifier() != only.task.taskIdentifier()
    assert download.originalRequest() == only.task.originalRequest()
    assert download.response() is answered
    assert download.taskDescription() == "first"
    assert download.state() == NSURLSessionTaskState.Running
    assert only.task.state() == NSURLSessionTaskState.Completed


def test_a_network_transfer_goes_on_as_the_download(device: Device) -> None:
    device.network.get("https://example.com/a").respond(chunks=[b"ab", b"c"])
    later = Later()
    only = only_task(device, later)
    only.run()
    later.handlers[0](2)
    device.run()
    download = only.notes.last(BECAME_DOWNLOAD)[-1]

    assert only.notes.about(download) == [WROTE, WROTE, FINISH_DOWNLOAD, METRICS, COMPLETE]
    assert only.notes.last(WROTE)[2:] == (1, 3, 3)


def test_a_data_task_becomes_a_stream(device: Device) -> None:
    only = only_task(device, always(3), RESPONSE, DATA)

    assert only.run() == [RESPONSE, BECAME_STREAM]
    stream = only.notes.last(BECAME_STREAM)[-1]
    assert isinstance(stream, NSURLSessionStreamTask)
    assert stream.originalRequest() == only.task.originalRequest()
    send(only.session, stream, READ_CLOSED, COMPLETE)
    device.run()
    assert only.notes.about(stream) == [READ_CLOSED, COMPLETE]


def test_a_task_that_became_another_cannot_be_cancelled_any_more(device: Device) -> None:
    only = only_task(device, always(2), RESPONSE)
    only.run()
    only.task.cancel()

    assert only.run() == [RESPONSE, BECAME_DOWNLOAD]


def test_a_background_task_cannot_become_a_stream(device: Device) -> None:
    notes = Notes(always(3))
    session = device.session(notes, identifier=SYNC)
    task = session.dataTaskWithURL_(url())
    task.resume()
    send(session, task, RESPONSE, DATA, COMPLETE)
    device.run()

    assert notes.about(task)[1:] == [RESPONSE, COMPLETE]
    assert notes.last(COMPLETE)[-1].code() == NSURLErrorCancelled
    (refused,) = device.recording.only(Refused)
    assert refused.rule == "background-session-limits"


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
        [session.dataTaskWithURL_(url()).taskIdentifier() for _ in range(3)]
        for session in sessions
    ]

    assert numbers == [[1, 2, 3], [1, 2, 3]]


def test_a_challenge_carries_on_to_the_task_that_asked(device: Device) -> None:
    only = only_task(device, answer)
    sent = challenge()
    only.session.enqueue(CHALLENGE, only.task, sent)
    only.run()

    assert only.notes.last(CHALLENGE)[:3] == (only.session, only.task, sent)
