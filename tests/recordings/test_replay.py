"""A replay gives a delegate the recorded messages again, and tells what it does otherwise.

Not here: recordings in files (test_replay_files.py), runs of any kind (test_replay_properties.py).
One rule: the text that a user reads is the claim.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest

from tests import scripted
from tests.scripted import Notes, send, url
from tests.specimens import FAULTLESS, SPECIMENS, FaultlessApp, Specimen
from tests.specimens.faultless import Label
from urlsession_mock import Device, Recording, Replay, replay
from urlsession_mock.foundation import (
    NSURLCredential,
    NSURLSession,
    NSURLSessionTask,
)
from urlsession_mock.rules import RULES, judge
from urlsession_mock.selectors import (
    CHALLENGE,
    COMPLETE,
    DATA,
    REDIRECT,
    RESPONSE,
)

# What a test asks of the app beside its delegates is in no recording: here it tells the app which
# sessions to make.
DRIVEN = ("two_sessions", "reopened")


def name(specimen: Specimen) -> str:
    return f"{specimen.fault.__name__}-{specimen.scene.__name__}"


@pytest.mark.parametrize(
    "specimen",
    [each for each in (*FAULTLESS, *SPECIMENS) if each.scene.__name__ not in (*DRIVEN, "held")],
    ids=name,
)
def test_an_app_does_the_same_again_and_breaks_the_same_rules(specimen: Specimen) -> None:
    with specimen.device() as device:
        specimen.play(device)
    with specimen.device() as now:
        found = replayed(specimen, device.recording, now)

    assert found, str(found)
    assert found.verdict().broken == judge(device.recording, RULES).broken


def replayed(specimen: Specimen, recording: Recording, now: Device) -> Replay:
    def app() -> FaultlessApp:
        made = specimen._make()()
        made.work = now.pending_work
        made.label = cast(Label, now.main_only(made.label))
        return made

    def delegate() -> object:
        made = now.app.delegate
        assert isinstance(made, FaultlessApp)
        return made.delegate

    return replay(recording, delegate, app_delegate=app, device=now)


# -- what differs ----------------------------------------------------------


class Downloads:
    """Allows every response, follows every redirect, and has no credential."""

    def URLSession_dataTask_didReceiveResponse_completionHandler_(
        self, session: NSURLSession, task: NSURLSessionTask, response: Any, handler: Any
    ) -> None:
        handler(1)

    def URLSession_dataTask_didReceiveData_(
        self, session: NSURLSession, task: NSURLSessionTask, data: bytes
    ) -> None:
        """Nothing."""

    def URLSession_task_didReceiveChallenge_completionHandler_(
        self, session: NSURLSession, task: NSURLSessionTask, challenge: Any, handler: Any
    ) -> None:
        handler(1, None)

    def URLSession_task_willPerformHTTPRedirection_newRequest_completionHandler_(
        self, session: Any, task: Any, response: Any, request: Any, handler: Any
    ) -> None:
        handler(request)

    def URLSession_task_didCompleteWithError_(self, session: Any, task: Any, error: Any) -> None:
        """Nothing."""


def recorded(*steps: Any, delegate: Callable[[], object] = Downloads) -> Recording:
    with Device() as device:
        session = device.session(delegate())
        task = session.dataTaskWithURL_(url())
        task.resume()
        send(session, task, *steps)
        device.run()
    return device.recording


def texts(recording: Recording, delegate: object) -> list[str]:
    return [difference.text for difference in replay(recording, delegate).differences]


def test_the_delegate_hears_what_the_recording_has() -> None:
    notes = Notes()

    found = replay(recorded(RESPONSE, DATA, DATA, COMPLETE), notes)

    assert notes.said[1:] == [RESPONSE, DATA, DATA, COMPLETE]
    assert bytes(notes.last(DATA)[2]) == b"data"
    assert notes.last(RESPONSE)[2].statusCode() == 200
    assert notes.last(DATA)[1].originalRequest().URL().absoluteString() == url().absoluteString()
    assert found.messages == 4


def test_another_disposition_is_told_once_and_what_can_still_come_comes() -> None:
    class Cancels(Downloads):
        def URLSession_dataTask_didReceiveResponse_completionHandler_(
            self, session: Any, task: Any, response: Any, handler: Any
        ) -> None:
            handler(0)

    assert texts(recorded(RESPONSE, DATA, DATA, COMPLETE), Cancels()) == [
        "event 9, response of task 1: recorded the reply Allow; now the reply Cancel"
    ]


def test_another_redirected_request_is_told_by_its_parts() -> None:
    class Elsewhere(Downloads):
        def URLSession_task_willPerformHTTPRedirection_newRequest_completionHandler_(
            self, session: Any, task: Any, response: Any, request: Any, handler: Any
        ) -> None:
            other = scripted.request("https://example.com/c").mutableCopy()
            other.setValue_forHTTPHeaderField_("yes", "X-More")
            handler(other)

    assert texts(recorded(REDIRECT, RESPONSE, COMPLETE), Elsewhere()) == [
        (
            "event 8, redirect of task 1: recorded the reply with URL https://example.com/b, "
            "header X-More none; now URL https://example.com/c, header X-More 'yes'"
        )
    ]


def test_a_credential_that_is_used_now_is_told_without_it() -> None:
    class Knows(Downloads):
        def URLSession_task_didReceiveChallenge_completionHandler_(
            self, session: Any, task: Any, challenge: Any, handler: Any
        ) -> None:
            make = NSURLCredential.credentialWithUser_password_persistence_
            handler(0, make("user", "secret", 0))

    assert texts(recorded(CHALLENGE, RESPONSE, COMPLETE), Knows()) == [
        (
            "event 8, challenge of task 1: recorded the reply PerformDefaultHandling None; "
            "now the reply UseCredential a credential"
        )
    ]


def test_no_reply_is_told() -> None:
    class Forgets(Downloads):
        def URLSession_dataTask_didReceiveResponse_completionHandler_(
            self, session: Any, task: Any, response: Any, handler: Any
        ) -> None:
            """Nothing."""

    assert texts(recorded(RESPONSE, DATA, COMPLETE), Forgets()) == [
        "event 8, response of task 1: recorded the reply Allow; now no reply"
    ]


def test_a_second_reply_is_told() -> None:
    class Twice(Downloads):
        def URLSession_dataTask_didReceiveResponse_completionHandler_(
            self, session: Any, task: Any, response: Any, handler: Any
        ) -> None:
            handler(1)
            handler(1)

    assert texts(recorded(RESPONSE, COMPLETE), Twice()) == [
        "event 6, response of task 1: recorded no second reply; now the reply Allow"
    ]


def test_an_exception_is_told_by_its_class() -> None:
    class Raises(Downloads):
        def URLSession_dataTask_didReceiveData_(self, session: Any, task: Any, data: Any) -> None:
            raise ValueError("not that")

    assert texts(recorded(RESPONSE, DATA, COMPLETE), Raises()) == [
        "event 10, data of task 1: recorded no exception; now the exception ValueError"
    ]


def test_a_method_that_is_gone_is_told_once() -> None:
    class Deaf:
        def URLSession_dataTask_didReceiveResponse_completionHandler_(
            self, session: Any, task: Any, response: Any, handler: Any
        ) -> None:
            handler(1)

        def URLSession_task_didCompleteWithError_(self, session: Any, task: Any, e: Any) -> None:
            """Nothing."""

    assert texts(recorded(RESPONSE, DATA, DATA, COMPLETE), Deaf()) == [
        (
            "event 11, data of task 1: recorded the method URLSession_dataTask_didReceiveData_; "
            "now no such method"
        )
    ]
    assert texts(recorded(RESPONSE, DATA, COMPLETE, delegate=Deaf), Downloads()) == [
        (
            "event 10, data of task 1: recorded no such method; "
            "now the method URLSession_dataTask_didReceiveData_"
        )
    ]
