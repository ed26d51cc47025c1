"""What the tests of waiting share: a delegate that says when it is done, and how it is started."""

from __future__ import annotations

import queue
import threading
from concurrent.futures import Future
from typing import Self

from urlsession_mock.foundation import (
    NSURL,
    NSError,
    NSObject,
    NSOperationQueue,
    NSURLSession,
    NSURLSessionConfiguration,
)

ADDRESS = "https://example.com/a"


class Downloads(NSObject):
    """A delegate as clients write it: it says in many ways that it is done."""

    def init(self) -> Self:
        self.done = False
        self.error: NSError | None = None
        self.event = threading.Event()
        self.queue: queue.Queue[object] = queue.Queue()
        self.simple: queue.SimpleQueue[object] = queue.SimpleQueue()
        self.future: Future[bytes] = Future()
        self.lock = threading.Lock()
        self.lock.acquire()
        self.body = b""
        return self

    def URLSession_dataTask_didReceiveData_(
        self, session: object, task: object, data: bytes
    ) -> None:
        self.body += bytes(data)

    def URLSession_task_didCompleteWithError_(
        self, session: object, task: object, error: NSError | None
    ) -> None:
        self.done, self.error = True, error
        self.event.set()
        self.queue.put(error)
        self.simple.put(error)
        self.future.set_result(self.body)
        self.lock.release()


def started(
    delegate: object, delegate_queue: NSOperationQueue | None = None, address: str = ADDRESS
) -> NSURLSession:
    """A session with a data task that was resumed."""
    session = NSURLSession.sessionWithConfiguration_delegate_delegateQueue_(
        NSURLSessionConfiguration.defaultSessionConfiguration(), delegate, delegate_queue
    )
    url = NSURL.URLWithString_(address)
    assert url is not None
    session.dataTaskWithURL_(url).resume()
    return session
