"""What is known of a task, on the system's side; a relaunched app's new object shows the same.

Not here: the object the app sees (tasks.py). One rule: it survives the app (R53).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from urlsession_mock.foundation.date import NSDate
from urlsession_mock.foundation.enums import NSURLSessionTaskState
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.request import NSURLRequest
from urlsession_mock.foundation.response import NSURLResponse

__all__ = ["UNKNOWN_SIZE", "Facts"]

UNKNOWN_SIZE = -1


class Facts:
    """One task's properties, counters and suspend count."""

    __slots__ = (
        "begin_date",
        "block",
        "body",
        "counted",
        "current_request",
        "description",
        "ended",
        "error",
        "expected_receive",
        "expected_send",
        "fragile",
        "hint_receive",
        "hint_send",
        "incremental",
        "is_cancelled",
        "is_settled",
        "priority",
        "received",
        "request",
        "resume_data",
        "response",
        "sent",
        "suspensions",
    )

    def __init__(self, request: NSURLRequest | None) -> None:
        self.request = request
        self.current_request = request
        self.response: NSURLResponse | None = None
        self.error: NSError | None = None
        self.description: str | None = None
        self.priority = 0.5
        self.incremental = True
        self.begin_date: NSDate | None = None
        self.hint_send = UNKNOWN_SIZE
        self.hint_receive = UNKNOWN_SIZE
        self.expected_send = 0
        self.expected_receive = UNKNOWN_SIZE
        self.counted = 0  # how far into the log the received data is counted
        self.sent = 0
        self.received = 0
        # The body of an upload: bytes that the system holds, or None.
        self.body: bytes | None = None
        # In a background session: it ends when the app does (C4, C5).
        self.fragile = False
        self.resume_data: bytes | None = None
        # The block of a completion-handler task (R81).
        self.block: Callable[..., Any] | None = None  # Any: user code's block returns what it likes
        self.suspensions = 1  # born suspended (R55, R56)
        self.is_cancelled = False
        self.is_settled = False
        self.ended = NSURLSessionTaskState.Completed

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
