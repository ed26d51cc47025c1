"""A network that answers from a recording sends each task what its recorded one got.

Not here: the fixture that uses it (tests/plugin). One rule: the first run is against canned
answers, the second against the recording of it, in memory and from a file.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.scripted import Notes, request, url
from urlsession_mock import Device, NotPossibleNow, Recording, load, save
from urlsession_mock.foundation import (
    NSError,
    NSHTTPURLResponse,
    NSMutableURLRequest,
    NSURLCredential,
    NSURLErrorNetworkConnectionLost,
    NSURLErrorServerCertificateUntrusted,
    NSURLSession,
)
from urlsession_mock.replaying.playback import Playback
from urlsession_mock.selectors import CHALLENGE, SESSION_CHALLENGE, Selector

A = "https://example.com/a"
B = "https://example.com/b"
Start = Callable[[NSURLSession, list[Any]], None]
Answers = Callable[[Device], object]


def data(session: NSURLSession, got: list[Any]) -> None:
    session.dataTaskWithURL_(url(A)).resume()


def download(session: NSURLSession, got: list[Any]) -> None:
    session.downloadTaskWithURL_(url(A)).resume()


def upload(session: NSURLSession, got: list[Any]) -> None:
    session.uploadTaskWithRequest_fromData_(request(A, "POST"), b"hello").resume()


def block(session: NSURLSession, got: list[Any]) -> None:
    def done(content: Any, response: Any, error: Any) -> None:
        got.append((content, response and response.statusCode(), error and error.code()))

    session.dataTaskWithURL_completionHandler_(url(A), done).resume()


def file_block(session: NSURLSession, got: list[Any]) -> None:
    def done(place: Any, response: Any, error: Any) -> None:
        got.append((place and Path(place.path()).read_bytes(), response and response.statusCode()))

    session.downloadTaskWithURL_completionHandler_(url(A), done).resume()


def redirected(device: Device) -> None:
    device.network.get(A).respond(302, headers={"Location": "/b"})
    device.network.get(B).respond(body=b"moved")


def packed(device: Device) -> None:
    headers = {"Content-Encoding": "gzip", "Content-Type": "text/plain"}
    device.network.get(A).respond(headers=headers, body=gzip.compress(b"text " * 50))


def pieces(device: Device) -> None:
    device.network.get(A).respond(201, {"ETag": "1"}, chunks=[b"one", b"three", b""])


def posted(device: Device) -> None:
    device.network.post(A).respond(201, body=b"ok")


def lost(device: Device) -> None:
    device.network.get(A).fail(NSURLErrorNetworkConnectionLost)


def run(
    device: Device, start: Start, notes: Notes | None = None
) -> tuple[list[Selector], list[Any], list[Any]]:
    """What the delegate heard, what it was given, and what the blocks got."""
    got: list[Any] = []
    notes = notes or Notes()
    start(device.session(notes), got)
    device.run()
    return notes.said, [[_plain(one) for one in given[2:]] for given in notes.given], got


def _plain(value: Any) -> Any:
    match value:
        case NSHTTPURLResponse():
            return value._status, value._headers.as_dict()
        case NSError():
            return value.code()
        case bytes() | int() | None:
            return value
        case _:
            return type(value).__name__


def recorded(answers: Answers, start: Start) -> tuple[Recording, Any]:
    with Device() as device:
        answers(device)
        return device.recording, run(device, start)


@pytest.fixture(params=["memory", "file"])
def again(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Recording], Recording]:
    """The recording itself, or as it comes back from a file."""

    def again(recording: Recording) -> Recording:
        if request.param == "memory":
            return recording
        save(recording, tmp_path / "run.jsonl")
        return load(tmp_path / "run.jsonl")

    return again


@pytest.mark.parametrize(
    ("answers", "start"),
    [
        (pieces, data),
        (pieces, download),
        (pieces, block),
        (pieces, file_block),
        (posted, upload),
        (redirected, data),
        (redirected, download),
        (redirected, block),
        (packed, data),
        (packed, download),
        (lost, data),
        (lost, download),
        (lost, block),
    ],
)
def test_the_same_comes_from_the_recording(
    answers: Answers, start: Start, again: Callable[[Recording], Recording]
) -> None:
    recording, first = recorded(answers, start)
    with Device() as device:
        playback = device.network.playback = Playback(device, again(recording))

        assert run(device, start) == first
        assert playback.problems() == []
        assert playback.unplayed() == []


def test_a_challenge_comes_again_and_its_answer_leads_the_same_way(
    again: Callable[[Recording], Recording],
) -> None:
    class Knows(Notes):
        def note(self, selector: Selector, given: tuple[Any, ...]) -> None:
            if selector is CHALLENGE:
                self.said.append(selector)
                make = NSURLCredential.credentialWithUser_password_persistence_
                given[-1](0, make("user", "secret", 1))
            else:
                super().note(selector, given)

    def protected(device: Device) -> None:
        device.network.get(A).protect("basic", "user", "secret").respond(body=b"in")

    with Device() as device:
        protected(device)
        first = run(device, data, Knows())
    with Device() as now:
        playback = now.network.playback = Playback(now, again(device.recording))

        assert run(now, data, Knows())[0] == first[0]
        assert CHALLENGE in first[0]
        assert playback.problems() == []
        assert playback.unplayed() == []


@pytest.mark.parametrize("code", [None, NSURLErrorServerCertificateUntrusted])
@pytest.mark.parametrize("disposition", [0, 1, 2])
def test_a_question_about_trust_comes_again(
    code: int | None, disposition: int, again: Callable[[Recording], Recording]
) -> None:
    class Answers(Notes):
        def URLSession_didReceiveChallenge_completionHandler_(
            self, session: Any, challenge: Any, handler: Any
        ) -> None:
            trust = challenge.protectionSpace().serverTrust()
            self.said.append(SESSION_CHALLENGE)
            handler(
                disposition, None if disposition else NSURLCredential.credentialForTrust_(trust)
            )

    def asks(device: Device) -> None:
        device.network.get(A).untrusted(code).respond(body=b"in")

    with Device() as device:
        asks(device)
        first = run(device, data, Answers())
    with Device() as now:
        playback = now.network.playback = Playback(now, again(device.recording))

        assert run(now, data, Answers())[0] == first[0]
        assert SESSION_CHALLENGE in first[0]
        assert playback.problems() == []


def test_several_tasks_go_on_in_the_recorded_order() -> None:
    def both(session: NSURLSession, got: list[Any]) -> None:
        for text in (A, B):
            session.dataTaskWithURL_(url(text)).resume()

    def answers(device: Device) -> None:
        for text in (A, B):
            device.network.get(text).respond(chunks=[b"1", b"2", b"3"])

    recording, first = recorded(answers, both)
    with Device() as device:
        device.network.playback = Playback(device, recording)

        assert run(device, both) == first


def test_a_request_that_is_not_recorded_is_refused_at_its_line() -> None:
    recording, _ = recorded(posted, upload)
    with Device() as device:
        playback = device.network.playback = Playback(device, recording, "run.jsonl")
        session = device.session(Notes())
        task = session.uploadTaskWithRequest_fromData_(request(A, "POST"), b"other")

        with pytest.raises(NotPossibleNow) as refused:
            task.resume()

    assert str(refused.value).splitlines()[:3] == [
        f"POST {A} is not in the recording run.jsonl",
        f"    recorded next: task 1, POST {A} (event 2)",
        "    body: recorded 'hello'; now 'other'",
    ]
    assert playback.problems() == [str(refused.value)]
    assert playback.unplayed() == [f"task 1, POST {A} (event 2) was not made"]


def test_nothing_is_left_is_said() -> None:
    recording, _ = recorded(pieces, data)
    with Device() as device:
        device.network.playback = Playback(device, recording)
        session = device.session(Notes())
        session.dataTaskWithURL_(url(A)).resume()

        with pytest.raises(NotPossibleNow, match=r"which has no more requests"):
            session.dataTaskWithURL_(url(A)).resume()


def test_a_redirect_that_is_changed_fails_and_is_told() -> None:
    class Elsewhere(Notes):
        def URLSession_task_willPerformHTTPRedirection_newRequest_completionHandler_(
            self, session: Any, task: Any, response: Any, new: Any, handler: Any
        ) -> None:
            handler(NSMutableURLRequest.requestWithURL_(url("https://example.com/c")))

    recording, _ = recorded(redirected, data)
    with Device() as device:
        playback = device.network.playback = Playback(device, recording)
        run(device, data, Elsewhere())

    assert playback.problems() == [
        (
            f"task 1, GET {A} (event 2) went on otherwise than recorded: "
            "URL: recorded https://example.com/b; now https://example.com/c"
        )
    ]


def test_what_is_cancelled_early_is_left() -> None:
    class Cancels(Notes):
        def URLSession_dataTask_didReceiveResponse_completionHandler_(
            self, session: Any, task: Any, response: Any, handler: Any
        ) -> None:
            handler(0)

    recording, _ = recorded(pieces, data)
    with Device() as device:
        playback = device.network.playback = Playback(device, recording)
        run(device, data, Cancels())

    assert playback.unplayed() == [f"task 1, GET {A} (event 2) left 2 of what its server sent"]
