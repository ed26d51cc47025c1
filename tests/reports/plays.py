"""Small plays, really run on a device whose clock ticks once an event.

Not here: what is said of them. One rule: nothing in a play is left to chance, so the
numbers of its events are fixed. They stand in the tests' texts, as line numbers of this file do.
"""

from __future__ import annotations

from itertools import count
from pathlib import Path

from tests.reports.downloads import App
from urlsession_mock import Device, Recording, Relaunch
from urlsession_mock.events import Lane
from urlsession_mock.foundation import (
    NSURL,
    NSData,
    NSHTTPURLResponse,
    NSURLSession,
    NSURLSessionTask,
)
from urlsession_mock.selectors import COMPLETE, DATA, RESPONSE

HERE = Path(__file__).parent
SYNC = "com.example.sync"


def device(*, seconds: float = 0.001) -> Device:
    """A device whose clock goes on by so many seconds with each event."""
    ticks = count()
    return Device(clock=lambda: next(ticks) * seconds)


def relaunched(app: type[App], *, identifier: str = SYNC, failing: bool = False) -> Recording:
    """An app that was away while a download ended, well or not, and was woken for it."""
    with device() as world:
        relaunch = Relaunch(world, identifier=identifier, app=app)
        if failing:
            relaunch.failure("https://example.com/a", -1001)
        else:
            relaunch.download("https://example.com/a", b"episode")
        relaunch.finish_events()
    return world.recording


class Collects:
    """A data delegate that lets everything come."""

    def URLSession_dataTask_didReceiveResponse_completionHandler_(
        self, session: NSURLSession, task: NSURLSessionTask, response: object, handler: object
    ) -> None:
        assert callable(handler)
        handler(1)

    def URLSession_dataTask_didReceiveData_(
        self, session: NSURLSession, task: NSURLSessionTask, data: NSData
    ) -> None:
        """Collected."""

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: object
    ) -> None:
        """Done."""


def loaded(chunks: int, *, sessions: int = 1, delegate: object = None) -> Recording:
    """Data tasks, one in each session, answered in so many chunks."""
    with device() as world:
        url = NSURL.URLWithString_("https://example.com/a")
        assert url is not None
        ok = NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
            url, 200, "HTTP/1.1", {}
        )
        for _ in range(sessions):
            session = world.session(delegate or Collects())
            task = session.dataTaskWithURL_(url)
            task.resume()
            session.enqueue(RESPONSE, task, ok)
            for _ in range(chunks):
                session.enqueue(DATA, task, b"abc")
            session.enqueue(COMPLETE, task, None)
        world.run()
    return world.recording


class _Task:
    session, task = 1, 1


def long(count: int) -> Recording:
    """A task that gets data so many times; written down, not played, to be quick."""
    ticks = iter(range(2 * count))
    recording = Recording(lambda: next(ticks) / 1000)
    lane = Lane("delegate", 1, 1)
    for _ in range(count):
        recording.delivered(DATA, lane, recording.enqueued(DATA, _Task(), (b"abc",)))
    return recording
