"""`URLSessionTaskDelegate`: what a task of any kind says.

Typing and documentation; nothing here runs in a test. The facts are the rows of
`urlsession_mock.selectors`, and the one rule is that both agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from urlsession_mock.protocols.session import URLSessionDelegate

if TYPE_CHECKING:
    from collections.abc import Callable

    from urlsession_mock.foundation import (
        NSError,
        NSHTTPURLResponse,
        NSInputStream,
        NSURLAuthenticationChallenge,
        NSURLCredential,
        NSURLRequest,
        NSURLSession,
        NSURLSessionAuthChallengeDisposition,
        NSURLSessionDelayedRequestDisposition,
        NSURLSessionTask,
        NSURLSessionTaskMetrics,
    )

__all__ = ["URLSessionTaskDelegate"]


class URLSessionTaskDelegate(URLSessionDelegate, Protocol):
    """What a task of any kind may tell its delegate. Every method is optional.

    Inherit it for the types; a method left as it is here counts as not implemented.
    https://developer.apple.com/documentation/foundation/urlsessiontaskdelegate
    """

    def URLSession_didCreateTask_(self, session: NSURLSession, task: NSURLSessionTask, /) -> None:
        """A task was made and has not been resumed: the moment to configure it.

        It is the first message about a task, and the only one that does not come on the
        delegate queue: it is sent on the thread that creates the task, before the creating
        call returns.
        https://developer.apple.com/documentation/foundation/urlsessiontaskdelegate/urlsession(_:didcreatetask:)
        """
        return None

    def URLSession_task_willBeginDelayedRequest_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        request: NSURLRequest,
        completionHandler: Callable[
            [NSURLSessionDelayedRequestDisposition, NSURLRequest | None], None
        ],
        /,
    ) -> None:
        """A delayed task is about to load; its request may be kept, replaced or dropped.

        It comes in background sessions only, when the task's `earliestBeginDate` is reached,
        and loading waits for the answer. Call the handler exactly once, on any thread, with a
        disposition, and with the new request when the disposition is to use one, else None.
        https://developer.apple.com/documentation/foundation/urlsessiontaskdelegate/urlsession(_:task:willbegindelayedrequest:completionhandler:)
        """
        return None

    def URLSession_taskIsWaitingForConnectivity_(
        self, session: NSURLSession, task: NSURLSessionTask, /
    ) -> None:
        """The network the task needs is not there, and the task waits for it.

        It comes at most once per task, before the first connection, and only where the
        configuration's `waitsForConnectivity` is true. Background sessions never send it.
        https://developer.apple.com/documentation/foundation/urlsessiontaskdelegate/urlsession(_:taskiswaitingforconnectivity:)
        """
        return None

    def URLSession_task_willPerformHTTPRedirection_newRequest_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        response: NSHTTPURLResponse,
        request: NSURLRequest,
        completionHandler: Callable[[NSURLRequest | None], None],
        /,
    ) -> None:
        """The server sends the task elsewhere; `request` is what would be asked next.

        It comes once per redirect, except in background sessions, which follow without asking.
        Call the handler exactly once, on any thread: with `request`, with an edited copy, or
        with None to take the redirect response itself as the result.
        https://developer.apple.com/documentation/foundation/urlsessiontaskdelegate/urlsession(_:task:willperformhttpredirection:newrequest:completionhandler:)
        """
        return None

    def URLSession_task_didReceiveChallenge_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        challenge: NSURLAuthenticationChallenge,
        completionHandler: Callable[
            [NSURLSessionAuthChallengeDisposition, NSURLCredential | None], None
        ],
        /,
    ) -> None:
        """The server asks for authentication for this one request.

        It comes for Basic, Digest and the like, and, by Apple's pages, for connection-wide
        kinds too where the session-level method is missing. Look at `previousFailureCount`
        before offering the same credential again. Call the handler exactly once, on any
        thread, with a disposition, and a credential where the disposition uses one, else None.
        https://developer.apple.com/documentation/foundation/urlsessiontaskdelegate/urlsession(_:task:didreceive:completionhandler:)
        """
        return None

    def URLSession_task_needNewBodyStream_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        completionHandler: Callable[[NSInputStream | None], None],
        /,
    ) -> None:
        """The request's body is wanted as a stream.

        It comes for the first body of a streamed upload, and whenever a body must be sent
        again. Call the handler exactly once, on any thread, with a new stream that nobody
        has opened; None gives no body.
        https://developer.apple.com/documentation/foundation/urlsessiontaskdelegate/urlsession(_:task:neednewbodystream:)
        """
        return None

    def URLSession_task_needNewBodyStreamFromOffset_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        offset: int,
        completionHandler: Callable[[NSInputStream | None], None],
        /,
    ) -> None:
        """The rest of the request's body is wanted as a stream, from `offset` bytes on.

        It comes when an upload that failed is resumed. Call the handler exactly once, on any
        thread, with a new stream that starts at the offset; None gives no body.
        https://developer.apple.com/documentation/foundation/urlsessiontaskdelegate/urlsession(_:task:neednewbodystreamfrom:completionhandler:)
        """
        return None

    def URLSession_task_didSendBodyData_totalBytesSent_totalBytesExpectedToSend_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        bytesSent: int,
        totalBytesSent: int,
        totalBytesExpectedToSend: int,
        /,
    ) -> None:
        """Some more bytes of the request's body have been sent.

        It comes now and then during an upload: bytes since the last such message, bytes in
        all, and the bytes expected in all or -1 where nobody can know. Headers do not count.
        https://developer.apple.com/documentation/foundation/urlsessiontaskdelegate/urlsession(_:task:didsendbodydata:totalbytessent:totalbytesexpectedtosend:)
        """
        return None

    def URLSession_task_didReceiveInformationalResponse_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        response: NSHTTPURLResponse,
        /,
    ) -> None:
        """An interim response came in, such as 103 Early Hints.

        It comes once for each response in the 100s, except 101, before the final response.
        https://developer.apple.com/documentation/foundation/urlsessiontaskdelegate/urlsession(_:task:didreceiveinformationalresponse:)
        """
        return None

    def URLSession_task_didFinishCollectingMetrics_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        metrics: NSURLSessionTaskMetrics,
        /,
    ) -> None:
        """The timings of the task and of each of its requests are ready.

        It comes at the end of a task, usually just before the completion. Apple promises no
        order between the two.
        https://developer.apple.com/documentation/foundation/urlsessiontaskdelegate/urlsession(_:task:didfinishcollecting:)
        """
        return None

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None, /
    ) -> None:
        """The task is over; `error` is None where the transfer ended well.

        It is the last message about a task and comes exactly once, but not for tasks made with
        a completion handler. A status such as 404 is not an error: look at the response.
        https://developer.apple.com/documentation/foundation/urlsessiontaskdelegate/urlsession(_:task:didcompletewitherror:)
        """
        return None
