"""What a connection's delegate is told: the messages of a session's task, in the older spelling.

What it is: the delegate of the private session behind an NSURLConnection. What it is not: the
connection (url_connection.py). Its one rule: a delegate's method that is absent gets the answer
that the system gives itself.

Source: developer.apple.com/documentation/foundation/nsurlconnectiondelegate and its descendants.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from urlsession_mock.agenda import Entry, modes_of
from urlsession_mock.foundation.authentication import NSURLAuthenticationChallenge
from urlsession_mock.foundation.cache import NSCachedURLResponse
from urlsession_mock.foundation.configuration import NSURLSessionConfiguration
from urlsession_mock.foundation.constants import (
    NSURLAuthenticationMethodClientCertificate,
    NSURLAuthenticationMethodServerTrust,
)
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.enums import (
    NSURLSessionAuthChallengeDisposition,
    NSURLSessionResponseDisposition,
)
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.error_codes import NSURLErrorUserCancelledAuthentication
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.foundation.request import NSURLRequest
from urlsession_mock.foundation.response import NSURLResponse
from urlsession_mock.foundation.streams import NSInputStream
from urlsession_mock.operation_queue import NSOperationQueue
from urlsession_mock.session import NSURLSession
from urlsession_mock.tasks import NSURLSessionTask

if TYPE_CHECKING:
    from urlsession_mock.foundation.credential import NSURLCredential
    from urlsession_mock.run_loop import NSRunLoop

__all__ = ["ChallengeSender", "ConnectionMessages"]

_Answer = Callable[[int, Any], object]
_FOR_EVER: Final = float("inf")
# Without a word of the delegate's, the oldest pair of methods is not asked about these.
_OF_SYSTEM: Final = (
    NSURLAuthenticationMethodClientCertificate,
    NSURLAuthenticationMethodServerTrust,
)


class ChallengeSender(NSObject):
    """Who takes the answer to a challenge of a connection.

    Source: developer.apple.com/documentation/foundation/urlauthenticationchallengesender
    """

    _answer: _Answer
    _cancelled: Callable[[], None]

    def useCredential_forAuthenticationChallenge_(
        self, credential: NSURLCredential, challenge: NSURLAuthenticationChallenge, /
    ) -> None:
        """Answer with a credential."""
        self._answer(NSURLSessionAuthChallengeDisposition.UseCredential, credential)

    def continueWithoutCredentialForAuthenticationChallenge_(
        self, challenge: NSURLAuthenticationChallenge, /
    ) -> None:
        """Go on without one."""
        self._answer(NSURLSessionAuthChallengeDisposition.UseCredential, None)

    def cancelAuthenticationChallenge_(self, challenge: NSURLAuthenticationChallenge, /) -> None:
        """Give the connection up: it fails with NSURLErrorUserCancelledAuthentication."""
        self._cancelled()
        self._answer(NSURLSessionAuthChallengeDisposition.CancelAuthenticationChallenge, None)

    def performDefaultHandlingForAuthenticationChallenge_(
        self, challenge: NSURLAuthenticationChallenge, /
    ) -> None:
        """Do what the system does without a delegate."""
        self._answer(NSURLSessionAuthChallengeDisposition.PerformDefaultHandling, None)

    def rejectProtectionSpaceAndContinueWithChallenge_(
        self, challenge: NSURLAuthenticationChallenge, /
    ) -> None:
        """Ask again with another way to authenticate, if the server offers one."""
        self._answer(NSURLSessionAuthChallengeDisposition.RejectProtectionSpace, None)


class ConnectionMessages:
    """The delegate of the private session: it calls the connection's, where that wants to be."""

    def __init__(
        self,
        connection: object,
        delegate: object,
        queue: NSOperationQueue | None,
        loop: NSRunLoop | None,
    ) -> None:
        self._connection = connection
        self._delegate = delegate
        self._task: NSURLSessionTask | None = None
        self._is_over = False
        self._was_refused = False
        self._stays: Callable[[], None] = lambda: None
        self._lane, self._hop = self._placed(queue, loop)

    def _placed(
        self, queue: NSOperationQueue | None, loop: NSRunLoop | None
    ) -> tuple[NSOperationQueue | None, Callable[[Callable[[], object]], object] | None]:
        """On which queue the session delivers; and how a call gets where it belongs from there."""
        if queue is not None:
            if queue.maxConcurrentOperationCount() == 1:
                return queue, None
            return None, queue.addOperationWithBlock_  # a session wants a serial one
        if loop is None or loop._loop.is_main:
            return NSOperationQueue.mainQueue(), None
        modes, inner = modes_of(["kCFRunLoopCommonModes"]), loop._loop
        kept = Entry(_FOR_EVER, lambda: None, modes, is_single=False)
        inner.add(kept)  # as a source stays on a run loop, which is not empty then
        self._stays = lambda: inner.agenda.remove(kept)
        return None, lambda job: inner.add(Entry(0.0, job, modes, is_source=True))

    def _tell(self, job: Callable[[], object]) -> None:
        def told() -> None:
            if not self._is_over:
                job()

        if self._hop is None:
            told()
        else:
            self._hop(told)

    def _asked(self, name: str) -> Callable[..., Any] | None:
        found = getattr(self._delegate, name, None)
        return found if callable(found) else None

    # -- the connection's own --------------------------------------------

    def begin(self, request: NSURLRequest) -> None:
        """Start, with the request that the delegate makes of it where it wants to be asked."""
        ask = self._asked("connection_willSendRequest_redirectResponse_")
        if ask is None:
            self._load(request)
            return

        def asked() -> None:
            wanted = ask(self._connection, request, None)
            if not self._is_over and wanted is not None:
                self._load(wanted)

        hop = self._hop
        if hop is None:
            queue = self._lane
            assert queue is not None  # one of the two there always is
            hop = queue.addOperationWithBlock_
        hop(asked)

    def _load(self, request: NSURLRequest) -> None:
        session = NSURLSession.sessionWithConfiguration_delegate_delegateQueue_(
            NSURLSessionConfiguration.defaultSessionConfiguration(), self, self._lane
        )
        self._task = session.dataTaskWithRequest_(request)
        self._task.resume()
        session.finishTasksAndInvalidate()

    def cancel(self) -> None:
        """Tell the delegate nothing more."""
        self._end()
        if self._task is not None:
            self._task.cancel()

    def _end(self) -> None:
        self._is_over = True
        self._stays()

    def request(self) -> NSURLRequest | None:
        """The request as it is now; None before it is sent."""
        return None if self._task is None else self._task.currentRequest()

    # -- the session's messages ------------------------------------------

    def URLSession_task_willPerformHTTPRedirection_newRequest_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        response: NSURLResponse,
        request: NSURLRequest,
        handler: Callable[[NSURLRequest | None], object],
    ) -> None:
        """A redirect: the delegate may change the request, or stay with the response."""
        ask = self._asked("connection_willSendRequest_redirectResponse_")
        if ask is None:
            handler(request)
        else:
            self._tell(lambda: handler(ask(self._connection, request, response)))

    def URLSession_didReceiveChallenge_completionHandler_(
        self, session: NSURLSession, challenge: NSURLAuthenticationChallenge, handler: _Answer
    ) -> None:
        """A question for a credential, of the connection as a whole."""
        self._challenged(challenge, handler)

    def URLSession_task_didReceiveChallenge_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        challenge: NSURLAuthenticationChallenge,
        handler: _Answer,
    ) -> None:
        """A question for a credential, of this request."""
        self._challenged(challenge, handler)

    def _challenged(self, challenge: NSURLAuthenticationChallenge, handler: _Answer) -> None:
        ask = self._asked("connection_willSendRequestForAuthenticationChallenge_")
        older = self._asked("connection_didReceiveAuthenticationChallenge_")
        if ask is None and older is not None:
            space = challenge.protectionSpace()
            can = self._asked("connection_canAuthenticateAgainstProtectionSpace_")
            is_own = space.authenticationMethod() not in _OF_SYSTEM
            if can(self._connection, space) if can is not None else is_own:
                ask = older
        if ask is None:
            handler(NSURLSessionAuthChallengeDisposition.PerformDefaultHandling, None)
            return
        sender = ChallengeSender.alloc().init()
        sender._answer, sender._cancelled = handler, self._refused
        shown = NSURLAuthenticationChallenge.alloc().initWithAuthenticationChallenge_sender_(
            challenge, sender
        )
        asked = ask
        self._tell(lambda: asked(self._connection, shown))

    def _refused(self) -> None:
        self._was_refused = True

    def URLSession_task_needNewBodyStream_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        handler: Callable[[NSInputStream | None], object],
    ) -> None:
        """The body is needed again."""
        ask = self._asked("connection_needNewBodyStream_")
        if ask is None:
            handler(None)
        else:
            self._tell(lambda: handler(ask(self._connection, task.currentRequest())))

    def URLSession_task_didSendBodyData_totalBytesSent_totalBytesExpectedToSend_(
        self, session: NSURLSession, task: NSURLSessionTask, sent: int, total: int, expected: int
    ) -> None:
        """A part of the body went out."""
        tell = self._asked(
            "connection_didSendBodyData_totalBytesWritten_totalBytesExpectedToWrite_"
        )
        if tell is not None:
            self._tell(lambda: tell(self._connection, sent, total, expected))

    def URLSession_dataTask_didReceiveResponse_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        response: NSURLResponse,
        handler: Callable[[int], object],
    ) -> None:
        """The response; a connection always goes on."""
        tell = self._asked("connection_didReceiveResponse_")

        def told() -> None:
            if tell is not None:
                tell(self._connection, response)
            handler(NSURLSessionResponseDisposition.Allow)

        if tell is None:
            handler(NSURLSessionResponseDisposition.Allow)
        else:
            self._tell(told)

    def URLSession_dataTask_didReceiveData_(
        self, session: NSURLSession, task: NSURLSessionTask, data: NSData
    ) -> None:
        """A part of the body came."""
        tell = self._asked("connection_didReceiveData_")
        if tell is not None:
            self._tell(lambda: tell(self._connection, data))

    def URLSession_dataTask_willCacheResponse_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        proposed: NSCachedURLResponse,
        handler: Callable[[NSCachedURLResponse | None], object],
    ) -> None:
        """The response could be stored."""
        ask = self._asked("connection_willCacheResponse_")
        if ask is None:
            handler(proposed)
        else:
            self._tell(lambda: handler(ask(self._connection, proposed)))

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        """It has ended."""
        self._tell(lambda: self._ended(error))

    def _ended(self, error: NSError | None) -> None:
        self._end()
        if error is None:
            tell = self._asked("connectionDidFinishLoading_")
            if tell is not None:
                tell(self._connection)
            return
        if self._was_refused:  # a session says that it was cancelled, and so does not say why
            url = self._task.currentRequest() if self._task is not None else None
            error = NSError.url_error(
                NSURLErrorUserCancelledAuthentication, url.URL() if url is not None else None
            )
        tell = self._asked("connection_didFailWithError_")
        if tell is not None:
            tell(self._connection, error)
