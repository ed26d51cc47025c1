"""Replays of apps that are relaunched, and of delegates that make and cancel tasks themselves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.scripted import SYNC, send, url
from urlsession_mock import Device, NotPossibleNow, Recording, Relaunch, replay, save
from urlsession_mock.foundation import (
    NSOperationQueue,
    NSURLSession,
    NSURLSessionConfiguration,
)
from urlsession_mock.selectors import COMPLETE, RESPONSE

Source = Callable[[Recording], Any]


class App:
    """App delegate and session delegate in one: keeps the handler until finish-events."""

    def __init__(self) -> None:
        self.handler: Any = None

    def application_handleEventsForBackgroundURLSession_completionHandler_(
        self, application: Any, identifier: str, handler: Any
    ) -> None:
        self.handler = handler
        make = NSURLSessionConfiguration.backgroundSessionConfigurationWithIdentifier_
        NSURLSession.sessionWithConfiguration_delegate_delegateQueue_(make(identifier), self, None)

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: Any, task: Any, location: Any
    ) -> None:
        assert Path(location.path()).read_bytes() == b"the file"
        assert task.response().statusCode() == 200
        assert task.taskDescription() == "mine"

    def URLSessionDidFinishEventsForBackgroundURLSession_(self, session: Any) -> None:
        self.call(self.handler)

    def call(self, handler: Any) -> None:
        NSOperationQueue.mainQueue().addOperationWithBlock_(handler)


class Hasty(App):
    def call(self, handler: Any) -> None:
        handler()


class Forgets(App):
    def call(self, handler: Any) -> None:
        """Nothing."""


@pytest.fixture
def relaunched() -> Recording:
    with Device() as device:
        relaunch = Relaunch(device, identifier=SYNC, app=App)
        relaunch.download("https://example.com/a", b"the file", description="mine")
        relaunch.finish_events()
    return device.recording


@pytest.fixture(params=["memory", "file"])
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Source:
    """The recording itself, or the path of its file."""

    def source(recording: Recording) -> Any:
        if request.param == "memory":
            return recording
        save(recording, tmp_path / "run.jsonl")
        return tmp_path / "run.jsonl"

    return source


def test_a_relaunch_is_replayed_with_its_handover_and_its_file(
    relaunched: Recording, source: Source
) -> None:
    found = replay(source(relaunched), App)

    assert found, str(found)
    assert found.messages == 4
    assert found.verdict().broken == ()


@pytest.mark.parametrize(
    ("app", "now"),
    [
        (Hasty, "the reply of the stored handler, on delegate, after finish-events"),
        (Forgets, "no reply"),
    ],
)
def test_the_stored_handler_is_compared_by_lane_and_order(
    relaunched: Recording, source: Source, app: type[App], now: str
) -> None:
    [found] = replay(source(relaunched), app).differences

    assert found.about == "handover"
    assert found.recorded == "the reply of the stored handler, on main, after finish-events"
    assert found.now == now


def test_an_object_cannot_be_relaunched(source: Source) -> None:
    with Device() as device:
        app = device.launch()
        device.session(App(), identifier=SYNC)
        app.terminate()
        device.launch()
    recording = source(device.recording)

    with pytest.raises(NotPossibleNow, match="give replay\\(\\) the delegate's class"):
        replay(recording, App())


class Follows:
    """Loads another page when a response came, and gives the first one up."""

    def URLSession_dataTask_didReceiveResponse_completionHandler_(
        self, session: Any, task: Any, response: Any, handler: Any
    ) -> None:
        handler(1)
        if task.taskIdentifier() == 1:
            self.follow(session, task)

    def follow(self, session: Any, task: Any) -> None:
        session.dataTaskWithURL_(url("https://example.com/next")).resume()
        task.cancel()


class Elsewhere(Follows):
    def follow(self, session: Any, task: Any) -> None:
        session.dataTaskWithURL_(url("https://example.com/other")).resume()
        task.cancel()


class Stays(Follows):
    def follow(self, session: Any, task: Any) -> None:
        """Nothing."""


@pytest.fixture
def followed() -> Recording:
    with Device() as device:
        session = device.session(Follows())
        task = session.dataTaskWithURL_(url())
        task.resume()
        send(session, task, RESPONSE)
        device.run()
        second = session._channel.lives[2].face
        send(session, second, RESPONSE, COMPLETE)
        device.run()
    return device.recording


def test_tasks_that_a_delegate_makes_are_found_again(followed: Recording, source: Source) -> None:
    found = replay(source(followed), Follows())

    assert found, str(found)


def test_another_request_of_such_a_task_is_told(followed: Recording, source: Source) -> None:
    [found] = replay(source(followed), Elsewhere()).differences

    assert found.about == "the request of task 2"
    assert found.recorded == "URL https://example.com/next"
    assert found.now == "URL https://example.com/other"


def test_what_is_not_done_any_more_is_told_act_by_act(followed: Recording, source: Source) -> None:
    found = replay(source(followed), Stays())

    assert [(each.about, each.recorded, each.now) for each in found.differences] == [
        ("response of task 1", "a data task", "no data task"),
        ("response of task 1", "resume() of task 2", "no resume() of task 2"),
        ("response of task 1", "cancel() of task 1", "no cancel() of task 1"),
    ]
