"""NSURLConnection: one request and its delegate, as it was before NSURLSession.

What it is: Apple's surface, with a private session behind it. What it is not: a second loader; nor
how a session's messages become a connection's (connection_messages.py). Its one rule: the recording
shows the transfer as any other, of a session that is invalidated when it ends.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

from urlsession_mock.agenda import Entry
from urlsession_mock.connection_messages import ConnectionMessages
from urlsession_mock.foundation.bridged import invalid_argument
from urlsession_mock.foundation.configuration import NSURLSessionConfiguration
from urlsession_mock.foundation.misuse import must_be
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.foundation.request import NSURLRequest
from urlsession_mock.not_simulated import not_simulated
from urlsession_mock.operation_queue import NSOperationQueue
from urlsession_mock.run_loop import NSRunLoop
from urlsession_mock.session import NSURLSession
from urlsession_mock.world import current

if TYPE_CHECKING:
    from urlsession_mock.foundation.data import NSData
    from urlsession_mock.foundation.error import NSError
    from urlsession_mock.foundation.response import NSURLResponse

__all__ = ["NSURLConnection"]

_SCHEMES: Final = ("http", "https")
# As NSURLConnection waits on a Mac: in a mode of its own, so that nothing else of main runs.
_MODE: Final = "NSURLConnectionSynchronous"
_FOR_EVER: Final = float("inf")


@not_simulated("newsstandAssetDownload", "initWithRequest:")
class NSURLConnection(NSObject):
    """A connection. Source: developer.apple.com/documentation/foundation/nsurlconnection

    It keeps its delegate until it ends. Deprecated since macOS 10.11, and still in old code.
    """

    __not_simulated__: ClassVar[tuple[str, ...]] = ()
    _request: NSURLRequest
    _delegate: object
    _messages: ConnectionMessages | None
    _queue: NSOperationQueue | None
    _loop: NSRunLoop | None

    # Without a delegate.

    @classmethod
    def canHandleRequest_(cls, request: NSURLRequest, /) -> bool:
        """Whether there is something that loads it: for http and https."""
        url = _checked(request).URL()
        return url is not None and (url.scheme() or "").lower() in _SCHEMES

    @classmethod
    def sendSynchronousRequest_returningResponse_error_(
        cls, request: NSURLRequest, response: None, error: None, /
    ) -> tuple[NSData | None, NSURLResponse | None, NSError | None]:
        """Load it and wait: the data, the response and None; or the error at the end.

        Raises `Deadlock` where nothing answers.
        """
        __tracebackhide__ = True
        came: list[tuple[NSData | None, NSURLResponse | None, NSError | None]] = []
        done, world = threading.Event(), current()
        loop = NSRunLoop.mainRunLoop() if world.lanes.is_main else None

        def completed(
            data: NSData | None, answer: NSURLResponse | None, problem: NSError | None
        ) -> None:
            came.append((data if problem is None else None, answer, problem))
            done.set()
            if loop is not None:
                loop._loop.add(Entry(0.0, _nothing, frozenset({_MODE}), is_source=True))

        _load(request, None, completed)
        if loop is None:
            world.lanes.wait(done, "NSURLConnection.sendSynchronousRequest")
        while not done.is_set():
            world.run_loop(_FOR_EVER, _MODE, once=True)
        return came[0]

    @classmethod
    def sendAsynchronousRequest_queue_completionHandler_(
        cls,
        request: NSURLRequest,
        queue: NSOperationQueue,
        handler: Callable[[NSURLResponse | None, NSData | None, NSError | None], object],
        /,
    ) -> None:
        """Load it, and call `handler(response, data, error)` on a queue."""
        must_be(
            NSOperationQueue,
            queue,
            "sendAsynchronousRequest_queue_completionHandler_",
            "pass NSOperationQueue.mainQueue() or one of your own",
        )

        def completed(
            data: NSData | None, answer: NSURLResponse | None, problem: NSError | None
        ) -> None:
            shown = data if problem is None else None
            queue.addOperationWithBlock_(lambda: handler(answer, shown, problem))

        _load(request, None, completed)

    # With one.

    @classmethod
    def connectionWithRequest_delegate_(
        cls, request: NSURLRequest, delegate: object, /
    ) -> Self | None:
        """One that has started."""
        return cls.alloc().initWithRequest_delegate_(request, delegate)

    def initWithRequest_delegate_(self, request: NSURLRequest, delegate: object, /) -> Self | None:
        """The same."""
        return self.initWithRequest_delegate_startImmediately_(request, delegate, True)

    def initWithRequest_delegate_startImmediately_(
        self, request: NSURLRequest, delegate: object, starts: bool, /
    ) -> Self | None:
        """One that has started, or that waits for `start()`: to be scheduled, or given a queue.

        Its delegate is called in the run loop of this thread, unless it is told otherwise.
        """
        self._request, self._delegate = _checked(request).copy(), delegate
        self._messages, self._queue, self._loop = None, None, None
        if starts:
            self.start()
        return self

    def start(self) -> None:
        """Begin; harmless twice."""
        if self._messages is not None:
            return
        loop = self._loop
        if self._queue is None and loop is None:
            loop = NSRunLoop.currentRunLoop()
        self._messages = ConnectionMessages(self, self._delegate, self._queue, loop)
        self._messages.begin(self._request)

    def cancel(self) -> None:
        """Stop it: its delegate is told nothing more."""
        if self._messages is None:  # it never starts then
            self._messages = ConnectionMessages(self, self._delegate, None, None)
        self._messages.cancel()

    def scheduleInRunLoop_forMode_(self, loop: NSRunLoop, mode: str, /) -> None:
        """Have the delegate called in a run loop. Raises ValueError beside a delegate queue."""
        must_be(NSRunLoop, loop, "scheduleInRunLoop_forMode_", "pass NSRunLoop.currentRunLoop()")
        if self._queue is not None:
            raise invalid_argument("scheduleInRunLoop_forMode_", "it has a delegate queue already")
        self._loop = loop

    def unscheduleFromRunLoop_forMode_(self, loop: NSRunLoop, mode: str, /) -> None:
        """Have it called there no more; harmless where it is not."""
        if self._loop is loop:
            self._loop = None

    def setDelegateQueue_(self, queue: NSOperationQueue | None, /) -> None:
        """Have the delegate called on a queue. Raises ValueError beside a run loop."""
        must_be(NSOperationQueue, queue, "setDelegateQueue_", "make one", optional=True)
        if self._loop is not None:
            raise invalid_argument("setDelegateQueue_", "it is scheduled in a run loop already")
        self._queue = queue

    def originalRequest(self) -> NSURLRequest:
        """The request it was made with."""
        return self._request

    def currentRequest(self) -> NSURLRequest:
        """The request after redirects, and after what the delegate changed."""
        messages = self._messages
        return (messages.request() if messages is not None else None) or self._request

    def __repr__(self) -> str:
        return f"<NSURLConnection {self._request!r}>"


def _load(
    request: NSURLRequest,
    queue: NSOperationQueue | None,
    completed: Callable[[Any, Any, Any], None],
) -> None:
    session = NSURLSession.sessionWithConfiguration_delegate_delegateQueue_(
        NSURLSessionConfiguration.defaultSessionConfiguration(), None, queue
    )
    session.dataTaskWithRequest_completionHandler_(_checked(request), completed).resume()
    session.finishTasksAndInvalidate()


def _checked(request: NSURLRequest) -> NSURLRequest:
    must_be(NSURLRequest, request, "NSURLConnection", "make one with NSURLRequest.requestWithURL_")
    return request


def _nothing() -> None:
    """What wakes a run loop."""
