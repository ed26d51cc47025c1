"""`URLSessionWebSocketDelegate`: what WebSocket tasks say.

Typing and documentation; nothing here runs in a test. The facts are the rows of
`urlsession_mock.selectors`, and the one rule is that both agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from urlsession_mock.protocols.task import URLSessionTaskDelegate

if TYPE_CHECKING:
    from urlsession_mock.foundation import (
        NSData,
        NSURLSession,
        NSURLSessionWebSocketCloseCode,
        NSURLSessionWebSocketTask,
    )

__all__ = ["URLSessionWebSocketDelegate"]


class URLSessionWebSocketDelegate(URLSessionTaskDelegate, Protocol):
    """What a WebSocket task may tell its delegate. Every method is optional.

    Inherit it for the types; a method left as it is here counts as not implemented.
    https://developer.apple.com/documentation/foundation/urlsessionwebsocketdelegate
    """

    def URLSession_webSocketTask_didOpenWithProtocol_(
        self,
        session: NSURLSession,
        webSocketTask: NSURLSessionWebSocketTask,
        protocol: str | None,
        /,
    ) -> None:
        """The handshake succeeded; `protocol` is the subprotocol the server chose, if any.

        It comes before any WebSocket message. After a failed handshake only the completion
        comes, with an error.
        https://developer.apple.com/documentation/foundation/urlsessionwebsocketdelegate/urlsession(_:websockettask:didopenwithprotocol:)
        """
        return None

    def URLSession_webSocketTask_didCloseWithCode_reason_(
        self,
        session: NSURLSession,
        webSocketTask: NSURLSessionWebSocketTask,
        closeCode: NSURLSessionWebSocketCloseCode,
        reason: NSData | None,
        /,
    ) -> None:
        """The other side sent a close frame, with this code and reason.

        It comes before the completion, and not at all when the connection merely broke. A
        frame without a code reads as 1005; private codes (4000 to 4999) come as they are.
        https://developer.apple.com/documentation/foundation/urlsessionwebsocketdelegate/urlsession(_:websockettask:didclosewith:reason:)
        """
        return None
