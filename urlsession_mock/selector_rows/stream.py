"""The rows of `URLSessionStreamDelegate` and `URLSessionWebSocketDelegate`.

Facts only, one row per method. What every task is told is in `task.py`.
"""

from __future__ import annotations

from typing import Final

from urlsession_mock.selector_rows.common import (
    DART,
    FOUNDATION,
    SDK,
    SESSION,
    STREAM_TASK,
    WEB_SOCKET_TASK,
    WITH_IOS_9,
    WITH_IOS_13,
)
from urlsession_mock.selector_rows.selector import Argument, Background, Selector

STREAM_PAGES: Final = FOUNDATION + "urlsessionstreamdelegate/"
WEB_SOCKET_PAGES: Final = FOUNDATION + "urlsessionwebsocketdelegate/"

READ_CLOSED = Selector(
    name="URLSession:readClosedForStreamTask:",
    label="read-closed",
    protocol="NSURLSessionStreamDelegate",
    swift_name="urlSession(_:readClosedFor:)",
    introduced=WITH_IOS_9,
    arguments=(SESSION, STREAM_TASK),
    phase="stream",
    background=Background(
        mode="never",
        note="Stream tasks are not supported in background sessions (Apple staff table).",
    ),
    summary=(
        "The read side closed: outstanding reads finish, later ones fail, and buffered bytes "
        "may remain until a read reports EOF."
    ),
    sources=(STREAM_PAGES + "urlsession(_:readclosedfor:)", *SDK),
)

WRITE_CLOSED = Selector(
    name="URLSession:writeClosedForStreamTask:",
    label="write-closed",
    protocol="NSURLSessionStreamDelegate",
    swift_name="urlSession(_:writeClosedFor:)",
    introduced=WITH_IOS_9,
    arguments=(SESSION, STREAM_TASK),
    phase="stream",
    background=Background(
        mode="never",
        note="Stream tasks are not supported in background sessions (Apple staff table).",
    ),
    summary="The write side closed: outstanding writes finish and later ones fail.",
    sources=(STREAM_PAGES + "urlsession(_:writeclosedfor:)", *SDK),
)

BETTER_ROUTE = Selector(
    name="URLSession:betterRouteDiscoveredForStreamTask:",
    label="better-route",
    protocol="NSURLSessionStreamDelegate",
    swift_name="urlSession(_:betterRouteDiscoveredFor:)",
    introduced=WITH_IOS_9,
    arguments=(SESSION, STREAM_TASK),
    phase="stream",
    background=Background(
        mode="never",
        note="Stream tasks are not supported in background sessions (Apple staff table).",
    ),
    summary=(
        "Hint that a better network path exists and a new task may be worthwhile; nothing "
        "about the current task changes."
    ),
    sources=(STREAM_PAGES + "urlsession(_:betterroutediscoveredfor:)", *SDK),
)

CAPTURED_STREAMS = Selector(
    name="URLSession:streamTask:didBecomeInputStream:outputStream:",
    label="captured-streams",
    protocol="NSURLSessionStreamDelegate",
    swift_name="urlSession(_:streamTask:didBecome:outputStream:)",
    introduced=WITH_IOS_9,
    arguments=(
        SESSION,
        STREAM_TASK,
        Argument("inputStream", "NSInputStream *", "NSInputStream"),
        Argument("outputStream", "NSOutputStream *", "NSOutputStream"),
    ),
    phase="stream-end",
    background=Background(
        mode="never",
        note="Stream tasks are not supported in background sessions (Apple staff table).",
    ),
    summary=(
        "captureStreams has finished: all queued I/O is done and two unopened streams are "
        "handed over; the task gets no more messages."
    ),
    comment="Terminal for the stream task: by the header no didCompleteWithError follows.",
    sources=(STREAM_PAGES + "urlsession(_:streamtask:didbecome:outputstream:)", *SDK),
)

WEBSOCKET_OPEN = Selector(
    name="URLSession:webSocketTask:didOpenWithProtocol:",
    label="websocket-open",
    protocol="NSURLSessionWebSocketDelegate",
    swift_name="urlSession(_:webSocketTask:didOpenWithProtocol:)",
    introduced=WITH_IOS_13,
    arguments=(
        SESSION,
        WEB_SOCKET_TASK,
        Argument("protocol", "NSString *", "str | None", nullable=True),
    ),
    phase="ws-open",
    background=Background(
        mode="never",
        note="WebSocket tasks are not supported in background sessions (Apple staff table).",
    ),
    summary="The handshake succeeded; carries the subprotocol the server chose, or nil.",
    comment="Not sent when the handshake fails; only didCompleteWithError is.",
    sources=(WEB_SOCKET_PAGES + "urlsession(_:websockettask:didopenwithprotocol:)", *SDK),
)

WEBSOCKET_CLOSE = Selector(
    name="URLSession:webSocketTask:didCloseWithCode:reason:",
    label="websocket-close",
    protocol="NSURLSessionWebSocketDelegate",
    swift_name="urlSession(_:webSocketTask:didCloseWith:reason:)",
    introduced=WITH_IOS_13,
    arguments=(
        SESSION,
        WEB_SOCKET_TASK,
        Argument(
            "closeCode",
            "NSURLSessionWebSocketCloseCode",
            "NSURLSessionWebSocketCloseCode",
            type_encoding="q",
        ),
        Argument("reason", "NSData *", "bytes | None", nullable=True),
    ),
    phase="ws-close",
    background=Background(
        mode="never",
        note="WebSocket tasks are not supported in background sessions (Apple staff table).",
    ),
    summary="The peer sent a close frame, with whatever code and reason it carried.",
    comment=(
        "The page says the code is nil when the frame had none, which an integer enum cannot "
        "be; Apple-platform tests see 1005 and an empty (non-nil) reason. Codes outside the "
        "enum (4000-4999) are passed through, so annotate as an int-compatible enum."
    ),
    sources=(WEB_SOCKET_PAGES + "urlsession(_:websockettask:didclosewith:reason:)", *SDK, DART),
)
