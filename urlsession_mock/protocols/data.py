"""`URLSessionDataDelegate`: what data and upload tasks say.

Typing and documentation; nothing here runs in a test. The facts are the rows of
`urlsession_mock.selectors`, and the one rule is that both agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from urlsession_mock.protocols.task import URLSessionTaskDelegate

if TYPE_CHECKING:
    from collections.abc import Callable

    from urlsession_mock.foundation import (
        NSCachedURLResponse,
        NSData,
        NSURLResponse,
        NSURLSession,
        NSURLSessionDataTask,
        NSURLSessionDownloadTask,
        NSURLSessionResponseDisposition,
        NSURLSessionStreamTask,
    )

__all__ = ["URLSessionDataDelegate"]


class URLSessionDataDelegate(URLSessionTaskDelegate, Protocol):
    """What a data or upload task may tell its delegate. Every method is optional.

    Inherit it for the types; a method left as it is here counts as not implemented.
    https://developer.apple.com/documentation/foundation/urlsessiondatadelegate
    """

    def URLSession_dataTask_didReceiveResponse_completionHandler_(
        self,
        session: NSURLSession,
        dataTask: NSURLSessionDataTask,
        response: NSURLResponse,
        completionHandler: Callable[[NSURLSessionResponseDisposition], None],
        /,
    ) -> None:
        """The response's headers are in, and the task waits to hear how to go on.

        It comes before the first data, and again for each part of a multipart response;
        background uploads skip it. Call the handler exactly once, on any thread, with a
        disposition: cancel, allow, become a download, or become a stream. Until then
        nothing more comes for this task.
        https://developer.apple.com/documentation/foundation/urlsessiondatadelegate/urlsession(_:datatask:didreceive:completionhandler:)
        """
        return None

    def URLSession_dataTask_didBecomeDownloadTask_(
        self,
        session: NSURLSession,
        dataTask: NSURLSessionDataTask,
        downloadTask: NSURLSessionDownloadTask,
        /,
    ) -> None:
        """A download task has taken the place of the data task.

        It comes after the response was answered with "become a download". The data task is
        silent from here on; keep the new task, for that is whose completion will come.
        https://developer.apple.com/documentation/foundation/urlsessiondatadelegate/urlsession(_:datatask:didbecome:)-60op5
        """
        return None

    def URLSession_dataTask_didBecomeStreamTask_(
        self,
        session: NSURLSession,
        dataTask: NSURLSessionDataTask,
        streamTask: NSURLSessionStreamTask,
        /,
    ) -> None:
        """A stream task has taken the place of the data task.

        It comes after the response was answered with "become a stream". The data task is
        silent from here on; the stream task keeps its request and response.
        https://developer.apple.com/documentation/foundation/urlsessiondatadelegate/urlsession(_:datatask:didbecome:)-7nqzu
        """
        return None

    def URLSession_dataTask_didReceiveData_(
        self, session: NSURLSession, dataTask: NSURLSessionDataTask, data: NSData, /
    ) -> None:
        """The next piece of the response's body.

        It comes any number of times, not at all for an empty body, and each time with new
        bytes only: the delegate puts the pieces together.
        https://developer.apple.com/documentation/foundation/urlsessiondatadelegate/urlsession(_:datatask:didreceive:)
        """
        return None

    def URLSession_dataTask_willCacheResponse_completionHandler_(
        self,
        session: NSURLSession,
        dataTask: NSURLSessionDataTask,
        proposedResponse: NSCachedURLResponse,
        completionHandler: Callable[[NSCachedURLResponse | None], None],
        /,
    ) -> None:
        """The whole response is about to be put into the cache.

        It comes after the last data, and only where the response would be cached at all. Call
        the handler exactly once, on any thread: with `proposedResponse`, with another one, or
        with None to cache nothing.
        https://developer.apple.com/documentation/foundation/urlsessiondatadelegate/urlsession(_:datatask:willcacheresponse:completionhandler:)
        """
        return None
