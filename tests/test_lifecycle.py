"""The tables say what the contract says, and nothing gets past them.

Not here: what is done with a message once it is in (test_engine.py). One rule: a sequence is
written out as Apple's texts order it, never derived from the tables it is to check.
"""

from __future__ import annotations

import traceback
from pathlib import Path

import pytest

from tests.scripted import Notes, Step, carried, message, send, session_for, task_of
from tests.sequences import (
    AWAY_DATA,
    AWAY_DOWNLOAD,
    AWAY_RESUMED,
    AWAY_UPLOAD,
    BLOCKED,
    DATA_KIND,
    DOWNLOAD,
    LEGAL,
    RESUMED_KIND,
    STREAM,
    UPLOAD,
    WEBSOCKET,
    Script,
)
from urlsession_mock import Device, IllegalMessage, MockSession
from urlsession_mock.foundation import NSURLSessionTask
from urlsession_mock.lifecycle import (
    BY_ITSELF,
    FAIL,
    PART,
    TABLES,
    UNRESUMED,
    Kind,
)
from urlsession_mock.selectors import (
    BETTER_ROUTE,
    BODY_STREAM,
    CACHE,
    CAPTURED_STREAMS,
    CHALLENGE,
    COMPLETE,
    DATA,
    DELAYED,
    FINISH_DOWNLOAD,
    FINISH_EVENTS,
    INFORMATIONAL,
    INVALID,
    METRICS,
    READ_CLOSED,
    REDIRECT,
    RESPONSE,
    RESUMED,
    SELECTORS,
    SENT,
    SESSION_CHALLENGE,
    WAITING,
    WEBSOCKET_CLOSE,
    WEBSOCKET_OPEN,
    WRITE_CLOSED,
    WROTE,
    Selector,
)


def started(device: Device, kind: Kind, folder: Path) -> tuple[MockSession, NSURLSessionTask]:
    session = session_for(device, kind, Notes())
    task = task_of(session, kind, folder)
    task.resume()
    return session, task


# -- what the system sends -----------------------------------------------


@pytest.mark.parametrize("sequence", LEGAL)
def test_what_the_contract_orders_is_accepted_and_delivered_in_that_order(
    device: Device, tmp_path: Path, sequence: str
) -> None:
    kind, script = LEGAL[sequence]
    session, task = started(device, kind, tmp_path)
    device.recording.log.clear()

    send(session, task, *script)

    assert device.run().selectors() == [message(step) for step in script]


@pytest.mark.parametrize("sequence", LEGAL)
def test_a_task_that_ended_is_over(device: Device, tmp_path: Path, sequence: str) -> None:
    kind, script = LEGAL[sequence]
    session, task = started(device, kind, tmp_path)
    send(session, task, *script)
    device.run()

    is_over = script[-1] is not METRICS  # with a handler, its call is the end
    assert task._life.is_over is is_over


# -- what it never sends -------------------------------------------------

# fmt: off
IMPOSSIBLE: dict[str, tuple[Kind, Script, Step]] = {
    "data before the response":             (DATA_KIND, (), DATA),
    "data without a response":              (DATA_KIND, (SENT,), DATA),
    "success before the response":          (DATA_KIND, (), COMPLETE),
    "success after early metrics":          (DATA_KIND, (METRICS,), COMPLETE),
    "a second response":                    (DATA_KIND, (RESPONSE,), RESPONSE),
    "a part behind a plain response":       (DATA_KIND, (RESPONSE, DATA), PART),
    "a second completion":                  (DATA_KIND, (RESPONSE, COMPLETE), COMPLETE),
    "a failure after success":              (DATA_KIND, (RESPONSE, COMPLETE), FAIL),
    "data after completion":                (DATA_KIND, (RESPONSE, FAIL), DATA),
    "metrics after completion":             (DATA_KIND, (RESPONSE, COMPLETE), METRICS),
    "data after metrics":                   (DATA_KIND, (RESPONSE, METRICS), DATA),
    "second metrics":                       (DATA_KIND, (RESPONSE, METRICS), METRICS),
    "a second wait for connectivity":       (DATA_KIND, (WAITING,), WAITING),
    "a wait after a challenge":             (DATA_KIND, (CHALLENGE,), WAITING),
    "a wait after a redirect":              (DATA_KIND, (REDIRECT,), WAITING),
    "a 1xx after the response":             (DATA_KIND, (RESPONSE,), INFORMATIONAL),
    "a redirect after the response":        (DATA_KIND, (RESPONSE,), REDIRECT),
    "a challenge after the response":       (DATA_KIND, (RESPONSE,), CHALLENGE),
    "upload progress after the response":   (UPLOAD, (RESPONSE,), SENT),
    "a body stream after the response":     (UPLOAD, (RESPONSE,), BODY_STREAM),
    "caching before the response":          (DATA_KIND, (), CACHE),
    "data after caching":                   (DATA_KIND, (RESPONSE, DATA, CACHE), DATA),
    "a second caching":                     (DATA_KIND, (RESPONSE, CACHE), CACHE),
    "caching of parts":                     (DATA_KIND, (PART, DATA), CACHE),
    "a delay in the foreground":            (DATA_KIND, (), DELAYED),
    "a file from a data task":              (DATA_KIND, (), FINISH_DOWNLOAD),
    "data from a download":                 (DOWNLOAD, (), DATA),
    "a response of a download":             (DOWNLOAD, (), RESPONSE),
    "success of a download without a file": (DOWNLOAD, (WROTE,), COMPLETE),
    "a second file":                        (DOWNLOAD, (FINISH_DOWNLOAD,), FINISH_DOWNLOAD),
    "progress after the file":              (DOWNLOAD, (FINISH_DOWNLOAD,), WROTE),
    "failure after the file":               (DOWNLOAD, (FINISH_DOWNLOAD,), FAIL),
    "failure after the file and metrics":   (DOWNLOAD, (FINISH_DOWNLOAD, METRICS), FAIL),
    "a file after a failure":               (DOWNLOAD, (WROTE, METRICS), FINISH_DOWNLOAD),
    "an offset of a plain download":        (DOWNLOAD, (), RESUMED),
    "a file before the offset":             (RESUMED_KIND, (), FINISH_DOWNLOAD),
    "progress before the offset":           (RESUMED_KIND, (), WROTE),
    "a second offset":                      (RESUMED_KIND, (RESUMED,), RESUMED),
    "an offset after progress":             (RESUMED_KIND, (RESUMED, WROTE), RESUMED),
    "a redirect in the background":         (AWAY_DOWNLOAD, (), REDIRECT),
    "a wait in the background":             (AWAY_DOWNLOAD, (), WAITING),
    "a body stream in the background":      (AWAY_UPLOAD, (), BODY_STREAM),
    "a response of a background upload":    (AWAY_UPLOAD, (SENT,), RESPONSE),
    "a second delay":                       (AWAY_DOWNLOAD, (DELAYED,), DELAYED),
    "a delay after progress":               (AWAY_DOWNLOAD, (WROTE,), DELAYED),
    "an offset of a plain one, away":       (AWAY_DOWNLOAD, (), RESUMED),
    "a WebSocket in the background":        (AWAY_DATA, (), WEBSOCKET_OPEN),
    "a stream in the background":           (AWAY_DATA, (), CAPTURED_STREAMS),
    "completion beside a handler":          (BLOCKED, (), COMPLETE),
    "failure beside a handler":             (BLOCKED, (), FAIL),
    "a response beside a handler":          (BLOCKED, (), RESPONSE),
    "data beside a handler":                (BLOCKED, (), DATA),
    "a file beside a handler":              (BLOCKED, (), FINISH_DOWNLOAD),
    "a WebSocket opened twice":             (WEBSOCKET, (WEBSOCKET_OPEN,), WEBSOCKET_OPEN),
    "a WebSocket closed before it opened":  (WEBSOCKET, (), WEBSOCKET_CLOSE),
    "a WebSocket closed twice":             (WEBSOCKET, (WEBSOCKET_OPEN, WEBSOCKET_CLOSE),
                                             WEBSOCKET_CLOSE),
    "success of an unopened WebSocket":     (WEBSOCKET, (), COMPLETE),
    "a challenge on an open WebSocket":     (WEBSOCKET, (WEBSOCKET_OPEN,), CHALLENGE),
    "a response of a WebSocket":            (WEBSOCKET, (), RESPONSE),
    "completion after captured streams":    (STREAM, (CAPTURED_STREAMS,), COMPLETE),
    "metrics after captured streams":       (STREAM, (CAPTURED_STREAMS,), METRICS),
    "a stream captured twice":              (STREAM, (CAPTURED_STREAMS,), CAPTURED_STREAMS),
    "the read side closed twice":           (STREAM, (READ_CLOSED,), READ_CLOSED),
    "the write side closed twice":          (STREAM, (WRITE_CLOSED, READ_CLOSED), WRITE_CLOSED),
    "a second wait of a stream":            (STREAM, (WAITING,), WAITING),
    "a wait of an open stream":             (STREAM, (BETTER_ROUTE,), WAITING),
    "a redirect of a stream":               (STREAM, (), REDIRECT),
    "data of a stream":                     (STREAM, (), DATA),
}
# fmt: on


@pytest.mark.parametrize("claim", IMPOSSIBLE)
def test_what_can_never_come_is_refused(device: Device, tmp_path: Path, claim: str) -> None:
    kind, before, step = IMPOSSIBLE[claim]
    session, task = started(device, kind, tmp_path)
    send(session, task, *before)

    with pytest.raises(IllegalMessage, match=rf"cannot come here: task 1 \({kind.value}\) "):
        send(session, task, step)


@pytest.mark.parametrize("claim", IMPOSSIBLE)
def test_and_is_refused_as_well_when_all_before_it_was_delivered(
    device: Device, tmp_path: Path, claim: str
) -> None:
    kind, before, step = IMPOSSIBLE[claim]
    session, task = started(device, kind, tmp_path)
    send(session, task, *before)
    device.run()

    with pytest.raises(IllegalMessage, match=f"task 1 .* is {task._life.position.name}[,;]"):
        send(session, task, step)


@pytest.mark.parametrize("kind", [kind for kind in Kind if UNRESUMED in TABLES[kind]])
def test_before_its_first_resume_a_task_can_only_fail(
    device: Device, tmp_path: Path, kind: Kind
) -> None:
    session = session_for(device, kind, Notes())
    task = task_of(session, kind, tmp_path)

    with pytest.raises(IllegalMessage, match=r"is not resumed yet; call task.resume\(\) first; "):
        send(session, task, METRICS)


def test_finish_events_is_for_background_sessions(device: Device) -> None:
    session = device.session(Notes())

    with pytest.raises(IllegalMessage) as caught:
        session.enqueue(FINISH_EVENTS)
    assert str(caught.value) == (
        "URLSessionDidFinishEventsForBackgroundURLSession: cannot come here: the session is "
        "running, and no session ever gets it; allowed: "
        "URLSession:didReceiveChallenge:completionHandler:, URLSession:didBecomeInvalidWithError:"
    )


def test_nothing_comes_after_the_invalidation(device: Device) -> None:
    session = device.session(Notes())
    send(session, None, SESSION_CHALLENGE, INVALID)

    with pytest.raises(
        IllegalMessage, match="the session will by then be invalid; allowed: nothin"
    ):
        send(session, None, SESSION_CHALLENGE)


# -- what the refusal says, and where ------------------------------------


def refusal(session: MockSession, task: NSURLSessionTask, step: Step) -> str:
    with pytest.raises(IllegalMessage) as caught:
        send(session, task, step)
    return str(caught.value)


def test_the_text_names_the_state_and_all_that_was_allowed(device: Device, tmp_path: Path) -> None:
    session, task = started(device, DOWNLOAD, tmp_path)
    send(session, task, WROTE)
    device.run()

    assert refusal(session, task, COMPLETE) == (
        "URLSession:task:didCompleteWithError: without an error cannot come here: "
        "task 1 (download task) is downloading; allowed: "
        "URLSession:downloadTask:didWriteData:totalBytesWritten:totalBytesExpectedToWrite:, "
        "URLSession:downloadTask:didFinishDownloadingToURL:, "
        "URLSession:task:didFinishCollectingMetrics:, "
        "URLSession:task:didCompleteWithError: with an error"
    )


def test_the_text_says_where_what_is_on_its_way_will_have_led(
    device: Device, tmp_path: Path
) -> None:
    session, task = started(device, DATA_KIND, tmp_path)
    send(session, task, RESPONSE, DATA, METRICS)

    assert refusal(session, task, DATA) == (
        "URLSession:dataTask:didReceiveData: cannot come here: task 1 (data task) will by then "
        "be measured; allowed: URLSession:task:didCompleteWithError: without an error, "
        "URLSession:task:didCompleteWithError: with an error"
    )


def test_the_text_says_that_a_kind_of_task_never_gets_the_message(
    device: Device, tmp_path: Path
) -> None:
    session, task = started(device, AWAY_RESUMED, tmp_path)
    send(session, task, RESUMED, WROTE, FINISH_DOWNLOAD)
    device.run()

    assert refusal(session, task, REDIRECT) == (
        "URLSession:task:willPerformHTTPRedirection:newRequest:completionHandler: cannot come "
        "here: task 1 (background download task made from resume data) is downloaded, and no "
        "background download task made from resume data ever gets it; allowed: "
        "URLSession:task:didFinishCollectingMetrics:, "
        "URLSession:task:didCompleteWithError: without an error"
    )


def test_the_text_for_a_task_that_ended(device: Device, tmp_path: Path) -> None:
    session, task = started(device, WEBSOCKET, tmp_path)
    send(session, task, FAIL)
    device.run()

    assert refusal(session, task, WEBSOCKET_OPEN) == (
        "URLSession:webSocketTask:didOpenWithProtocol: cannot come here: "
        "task 1 (WebSocket task) is completed; allowed: nothing"
    )


def test_the_call_of_a_tasks_own_handler_is_nothing_to_enqueue(
    device: Device, tmp_path: Path
) -> None:
    session, task = started(device, BLOCKED, tmp_path)
    send(session, task, METRICS)

    assert refusal(session, task, COMPLETE).endswith(
        "will by then be measured, and no task with a completion handler ever gets it; "
        "allowed: nothing"
    )


@pytest.mark.parametrize("step", [DATA, COMPLETE, FINISH_EVENTS])
def test_it_is_raised_at_the_line_that_enqueued(
    device: Device, tmp_path: Path, step: Selector
) -> None:
    session, task = started(device, DATA_KIND, tmp_path)
    about = (task,) if step.about_task else ()

    with pytest.raises(IllegalMessage) as caught:
        session.enqueue(step, *about, *carried(step))
    shown = caught.traceback.filter(caught)
    assert [str(entry.path) for entry in shown] == [__file__]
    assert "session.enqueue(step" in str(shown[-1].statement)
    assert caught.value.__context__ is None, "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("selector", [each for each in SELECTORS if each in BY_ITSELF])
def test_what_the_session_sends_by_itself_says_when(device: Device, selector: Selector) -> None:
    session = device.session(Notes())

    with pytest.raises(IllegalMessage) as caught:
        session.enqueue(selector)
    assert str(caught.value) == f"{selector} cannot be enqueued: {BY_ITSELF[selector]}"
