"""Cancelling a task, answering so that it ends, and becoming another task.

Not here: what merely waits (test_engine.py). One rule: whatever was on its way, a task completes
once, and what will not come is recorded as dropped.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.one_task import Later, always, asked, data_task, only_task, reasons
from tests.scripted import (
    SYNC,
    Notes,
    answer,
    assert_nothing_is_lost,
    response,
    send,
    session_for,
    task_of,
    url,
)
from urlsession_mock import Device, IllegalMessage
from urlsession_mock.events import Refused
from urlsession_mock.foundation import (
    NSURLErrorCancelled,
    NSURLSessionDownloadTask,
    NSURLSessionStreamTask,
    NSURLSessionTaskState,
)
from urlsession_mock.lifecycle import FAIL, Kind
from urlsession_mock.selectors import (
    BECAME_DOWNLOAD,
    BECAME_STREAM,
    CHALLENGE,
    COMPLETE,
    DATA,
    DELAYED,
    FINISH_DOWNLOAD,
    METRICS,
    READ_CLOSED,
    REDIRECT,
    RESPONSE,
    SENT,
    WROTE,
    Selector,
)

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
    ends: list[tuple[Any, Any, Any]] = []
    session = device.session(Notes())
    task = session.dataTaskWithURL_completionHandler_(url(), lambda *end: ends.append(end))
    task.resume()
    send(session, task, METRICS)
    device.run()
    task.cancel()
    task.cancel()
    device.run()

    ((body, _, error),) = ends
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
