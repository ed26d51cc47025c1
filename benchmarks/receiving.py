"""The delegate that all benchmarks of messages send to, and what its peers are sent.

Not here: clocks. One rule: ours and every peer are given the same session, task and data.
"""

from __future__ import annotations

import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Protocol
from unittest.mock import MagicMock, patch

from urlsession_mock import Device, MockSession
from urlsession_mock.events import Delivered
from urlsession_mock.foundation import NSURL, NSData, NSHTTPURLResponse, NSURLSessionDataTask
from urlsession_mock.selectors import DATA, RESPONSE

__all__ = [
    "PAYLOAD",
    "Delegate",
    "Receiver",
    "Receiving",
    "Recorder",
    "mocked",
    "receiving",
    "spied",
]

PAYLOAD = NSData(b"0123456789")
_METHOD = "URLSession_dataTask_didReceiveData_"


class Receiver(Protocol):
    """What is called for a piece of data."""

    def URLSession_dataTask_didReceiveData_(
        self, session: object, task: object, data: object, /
    ) -> object: ...


class Delegate:
    """Does nothing with what it receives."""

    def URLSession_dataTask_didReceiveData_(
        self, session: object, task: object, data: object
    ) -> None:
        """Nothing."""


class Recorder:
    """The least that could be called a recording: the time, the thread, the arguments."""

    def __init__(self) -> None:
        self.log: list[tuple[float, int, object, object, object]] = []

    def URLSession_dataTask_didReceiveData_(
        self, session: object, task: object, data: object
    ) -> None:
        """Append it."""
        self.log.append((perf_counter(), threading.get_ident(), session, task, data))


@dataclass(frozen=True, slots=True)
class Receiving:
    """A task whose response was delivered, so that data may come."""

    device: Device
    session: MockSession
    task: NSURLSessionDataTask

    def send(self, count: int, selector: str = DATA, data: bytes = PAYLOAD) -> None:
        """Enqueue that many messages and deliver them."""
        enqueue, task = self.session.enqueue, self.task
        for _ in range(count):
            enqueue(selector, task, data)
        self.device.run()

    def call(self, receiver: Receiver, count: int) -> None:
        """Make as many calls of a peer, with the same arguments."""
        session, task, data = self.session, self.task, PAYLOAD
        for _ in range(count):
            receiver.URLSession_dataTask_didReceiveData_(session, task, data)

    def check(self, count: int) -> None:
        """Raise `AssertionError` unless all of that was delivered and recorded as promised."""
        recording = self.device.recording
        last = recording[-1]
        assert isinstance(last, Delivered), last
        assert (last.selector, last.arguments) == (DATA, (PAYLOAD,)), last
        assert last.lane == "delegate", last
        assert last.lane.thread != threading.get_ident(), last
        assert last.enqueued <= len(recording) - count, "they were not all enqueued and delivered"


@contextmanager
def receiving() -> Generator[Receiving]:
    """A session with its own private serial queue, and a task that receives."""
    with Device() as device:
        session = device.session(Delegate())
        url = NSURL.URLWithString_("https://example.com/")
        assert url is not None
        task = session.dataTaskWithURL_(url)
        task.resume()
        response = NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
            url, 200, "HTTP/1.1", {}
        )
        session.enqueue(RESPONSE, task, response)
        device.run()
        yield Receiving(device, session, task)


@contextmanager
def spied() -> Generator[Receiver]:
    """A delegate whose method is spied as `mocker.spy` does it: by its signature, and called."""
    delegate = Delegate()
    method = delegate.URLSession_dataTask_didReceiveData_
    with patch.object(delegate, _METHOD, autospec=True, side_effect=method):
        yield delegate


def mocked() -> Receiver:
    """A MagicMock, seen as something to call."""
    mock: Receiver = MagicMock()
    return mock
