"""`URLSessionStreamDelegate`: what stream tasks say.

Typing and documentation; nothing here runs in a test. The facts are the rows of
`urlsession_mock.selectors`, and the one rule is that both agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from urlsession_mock.protocols.task import URLSessionTaskDelegate

if TYPE_CHECKING:
    from urlsession_mock.foundation import (
        NSInputStream,
        NSOutputStream,
        NSURLSession,
        NSURLSessionStreamTask,
    )

__all__ = ["URLSessionStreamDelegate"]


class URLSessionStreamDelegate(URLSessionTaskDelegate, Protocol):
    """What a stream task may tell its delegate. Every method is optional.

    Inherit it for the types; a method left as it is here counts as not implemented.
    https://developer.apple.com/documentation/foundation/urlsessionstreamdelegate
    """

    def URLSession_readClosedForStreamTask_(
        self, session: NSURLSession, streamTask: NSURLSessionStreamTask, /
    ) -> None:
        """The reading side of the connection is closed.

        It comes also while bytes wait to be read: reads under way finish, and only a read
        that reports the end of the stream has seen everything.
        https://developer.apple.com/documentation/foundation/urlsessionstreamdelegate/urlsession(_:readclosedfor:)
        """
        return None

    def URLSession_writeClosedForStreamTask_(
        self, session: NSURLSession, streamTask: NSURLSessionStreamTask, /
    ) -> None:
        """The writing side of the connection is closed.

        Writes under way finish, later ones fail. It comes at once for a data task that became
        a read-only stream.
        https://developer.apple.com/documentation/foundation/urlsessionstreamdelegate/urlsession(_:writeclosedfor:)
        """
        return None

    def URLSession_betterRouteDiscoveredForStreamTask_(
        self, session: NSURLSession, streamTask: NSURLSessionStreamTask, /
    ) -> None:
        """The host can now be reached over a better network.

        It comes as a hint while the stream runs: the task goes on as before, and the app may
        open a new one.
        https://developer.apple.com/documentation/foundation/urlsessionstreamdelegate/urlsession(_:betterroutediscoveredfor:)
        """
        return None

    def URLSession_streamTask_didBecomeInputStream_outputStream_(
        self,
        session: NSURLSession,
        streamTask: NSURLSessionStreamTask,
        inputStream: NSInputStream,
        outputStream: NSOutputStream,
        /,
    ) -> None:
        """The stream task has turned into a pair of streams, neither of them open.

        It comes after `captureStreams`, once all reads and writes under way are done. The
        task is over and sends nothing more, not even a completion.
        https://developer.apple.com/documentation/foundation/urlsessionstreamdelegate/urlsession(_:streamtask:didbecome:outputstream:)
        """
        return None
