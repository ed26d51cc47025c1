"""`URLSessionDelegate`: what a session says of itself.

Typing and documentation; nothing here runs in a test. The facts are the rows of
`urlsession_mock.selectors`, and the one rule is that both agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from urlsession_mock.foundation import (
        NSError,
        NSURLAuthenticationChallenge,
        NSURLCredential,
        NSURLSession,
        NSURLSessionAuthChallengeDisposition,
    )

__all__ = ["URLSessionDelegate"]


class URLSessionDelegate(Protocol):
    """What any session may tell its delegate. Every method is optional.

    Inherit it for the types; a method left as it is here counts as not implemented.
    https://developer.apple.com/documentation/foundation/urlsessiondelegate
    """

    def URLSession_didBecomeInvalidWithError_(
        self, session: NSURLSession, error: NSError | None, /
    ) -> None:
        """The session is over; this is the last message it sends.

        It comes after `finishTasksAndInvalidate` or `invalidateAndCancel`, when the last
        task is done, and then `error` is None. An error means that the system, and
        not the app, ended the session. The session lets go of its delegate once this returns.
        https://developer.apple.com/documentation/foundation/urlsessiondelegate/urlsession(_:didbecomeinvalidwitherror:)
        """
        return None

    def URLSession_didReceiveChallenge_completionHandler_(
        self,
        session: NSURLSession,
        challenge: NSURLAuthenticationChallenge,
        completionHandler: Callable[
            [NSURLSessionAuthChallengeDisposition, NSURLCredential | None], None
        ],
        /,
    ) -> None:
        """The connection itself asks who you are, or whether you trust the server.

        It comes for server trust, client certificates, NTLM and Negotiate only; other kinds
        go to `URLSession_task_didReceiveChallenge_completionHandler_`. The answer holds for
        all tasks of the session. Call the handler exactly once, on any thread, with a
        disposition, and a credential where the disposition uses one, else None.
        https://developer.apple.com/documentation/foundation/urlsessiondelegate/urlsession(_:didreceive:completionhandler:)
        """
        return None

    def URLSessionDidFinishEventsForBackgroundURLSession_(self, session: NSURLSession, /) -> None:
        """Everything that was enqueued for this background session has been delivered.

        It comes after a handover, with an empty queue behind it. Now the handler stored at
        the handover for the same identifier is due: call it once, on the main thread. This
        message itself comes on the delegate queue, which is usually not the main thread.
        https://developer.apple.com/documentation/foundation/urlsessiondelegate/urlsessiondidfinishevents(forbackgroundurlsession:)
        """
        return None
