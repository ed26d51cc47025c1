"""Two tasks of one session, and a delegate that notes in which order their data comes.

Not here: what is made of the order. One rule: all of it is enqueued before anything runs.
"""

from __future__ import annotations

from tests.bugs.row import A, B, response, url
from urlsession_mock import Device
from urlsession_mock.foundation import NSData, NSURLSession, NSURLSessionTask
from urlsession_mock.selectors import COMPLETE, DATA, RESPONSE

__all__ = ["Notes", "with_two_tasks"]


class Notes:
    """Keeps the data of all tasks in the order in which it comes."""

    def __init__(self) -> None:
        self.text = b""

    def URLSession_dataTask_didReceiveData_(
        self, session: NSURLSession, task: NSURLSessionTask, data: NSData
    ) -> None:
        self.text += bytes(data)


def with_two_tasks(device: Device, notes: Notes) -> NSURLSession:
    """A session of which one task brings `a` and another `b`, three messages each."""
    session = device.session(notes)
    for address, data in ((A, b"a"), (B, b"b")):
        task = session.dataTaskWithURL_(url(address))
        task.resume()
        session.enqueue(RESPONSE, task, response(address))
        session.enqueue(DATA, task, data)
        session.enqueue(COMPLETE, task, None)
    return session
