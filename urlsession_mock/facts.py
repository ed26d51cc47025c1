"""What is known of a task, on the system's side; a relaunched app's new object shows the same.

Not here: the object the app sees (tasks.py). One rule: it survives the app (R53).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from urlsession_mock.calls import Calls
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.date import NSDate
from urlsession_mock.foundation.enums import (
    NSURLSessionDelayedRequestDisposition,
    NSURLSessionTaskState,
    NSURLSessionWebSocketCloseCode,
)
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.request import NSURLRequest
from urlsession_mock.foundation.response import NSURLResponse
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.selectors import (
    DELAYED,
    REDIRECT,
    RESPONSE,
    RESUMED,
    SENT,
    WEBSOCKET_CLOSE,
    WROTE,
    Selector,
)

__all__ = ["UNKNOWN_SIZE", "Facts"]

UNKNOWN_SIZE = -1
_NEW_REQUEST = NSURLSessionDelayedRequestDisposition.UseNewRequest


class Facts:
    """One task's properties, counters and suspend count."""

    __slots__ = (
        "address",
        "begin_date",
        "block",
        "body",
        "calls",
        "close_code",
        "close_reason",
        "counted",
        "current_request",
        "description",
        "ended",
        "error",
        "expected_receive",
        "expected_send",
        "file",
        "fragile",
        "hint_receive",
        "hint_send",
        "incremental",
        "is_cancelled",
        "is_settled",
        "is_streamed",
        "maximum_message",
        "priority",
        "received",
        "request",
        "response",
        "resume_data",
        "sent",
        "suspensions",
    )

    def __init__(self, request: NSURLRequest | None) -> None:
        self.request: NSURLRequest | None = request
        self.current_request: NSURLRequest | None = request
        self.response: NSURLResponse | None = None
        self.error: NSError | None = None
        self.description: str | None = None
        self.priority: float = 0.5
        self.incremental: bool = True
        self.begin_date: NSDate | None = None
        self.hint_send: int = UNKNOWN_SIZE
        self.hint_receive: int = UNKNOWN_SIZE
        self.expected_send: int = 0
        self.expected_receive: int = UNKNOWN_SIZE
        self.counted: int = 0  # how far into the log the received data is counted
        self.sent: int = 0
        self.received: int = 0
        # The body of an upload: bytes that the system holds, or None; and the file they come from.
        self.body: bytes | None = None
        self.file: Path | None = None
        # In a background session: it ends when the app does (C4, C5).
        self.fragile: bool = False
        self.resume_data: bytes | None = None
        # The block of a completion-handler task (R81).
        self.block: Callable[..., Any] | None = None  # Any: user code's block returns what it likes
        # Of a WebSocket or a stream: what the app asked of it.
        self.calls: Calls | None = None
        # Of a stream: host and port.
        self.address: tuple[str, int] | None = None
        # Of a WebSocket.
        self.maximum_message: int = 1024 * 1024
        self.close_code: NSURLSessionWebSocketCloseCode = NSURLSessionWebSocketCloseCode.Invalid
        self.close_reason: NSData | None = None
        self.suspensions: int = 1  # born suspended (R55, R56)
        self.is_cancelled: bool = False
        self.is_settled: bool = False
        self.is_streamed: bool = False  # the delegate supplies the body (R77)
        self.ended: NSURLSessionTaskState = NSURLSessionTaskState.Completed

    def take_copy(self) -> bool:
        """Copy the file to upload, as the system does at the first resume (R52).

        False where it cannot be read any more.
        """
        if self.file is None:
            return True
        try:
            self.body = self.file.read_bytes()
        except OSError:
            return False
        self.expected_send = len(self.body)
        return True

    def told(self, selector: Selector, arguments: tuple[Any, ...]) -> None:  # Any: as checked
        """What the delegate is about to be told is true of the task from here on."""
        if selector is WROTE:
            _, self.received, self.expected_receive = arguments
        elif selector is SENT:
            _, self.sent, self.expected_send = arguments
        elif selector is RESUMED:
            self.received, self.expected_receive = arguments
        elif selector is RESPONSE:
            (self.response,) = arguments
            self.expected_receive = arguments[0].expectedContentLength()
        elif selector is WEBSOCKET_CLOSE:
            self.close_code = NSURLSessionWebSocketCloseCode(arguments[0])
            self.close_reason = arguments[1]

    def answered(
        self, selector: Selector, asked: tuple[Any, ...], reply: tuple[Any, ...]
    ) -> None:  # Any: both were checked
        """What a reply changes; it is empty where the delegate has no such method (R72)."""
        if selector is REDIRECT:
            request = (reply or asked)[-1]
            self.current_request = self.current_request if request is None else request.copy()
        elif selector is DELAYED and reply and reply[0] == _NEW_REQUEST:
            self.current_request = reply[1].copy()

    @property
    def url(self) -> NSURL | None:
        """Where the task's request goes; None for a task without one."""
        return self.request.URL() if self.request is not None else None

    def completed(self, error: NSError | None) -> None:
        """The task is over: its error is set before the delegate is told (R86)."""
        self.error = error
        self.is_settled = True

    @property
    def state(self) -> NSURLSessionTaskState:
        """Apple's four states (R56)."""
        if self.is_settled:
            return self.ended
        if self.is_cancelled:
            return NSURLSessionTaskState.Canceling
        if self.suspensions > 0:
            return NSURLSessionTaskState.Suspended
        return NSURLSessionTaskState.Running
