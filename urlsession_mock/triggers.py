"""What moves a task beside a message: the answers of a handler, and four other ways.

Not here: where they lead (lifecycle.py). One rule: each says what happened, never what
follows.
"""

from __future__ import annotations

from enum import Enum

__all__ = ["BLOCK", "DOWNLOADS", "FAIL", "PART", "RESUME", "Answer", "Kind", "Way"]


class Answer(Enum):
    """What a handler that was called says to the system.

    The first answer of a gate's row is the plain one. What may come after any other may also
    come after that one, but for what the session then sends by itself: so a message can be judged
    while the answer is still open.
    """

    GO_ON = "go on"
    ALLOW = "allow"
    CANCEL = "cancel"
    BECOME_DOWNLOAD = "become a download"
    BECOME_STREAM = "become a stream"
    REFUSE = "refuse the redirect"


class Way(Enum):
    """A message that leads elsewhere by what it carries; and two steps that are no message."""

    FAIL = "URLSession:task:didCompleteWithError: with an error"
    PART = "URLSession:dataTask:didReceiveResponse:completionHandler: of a multipart response"
    RESUME = "task.resume()"
    BLOCK = "the call of the task's own completion handler"


FAIL, PART, RESUME, BLOCK = Way.FAIL, Way.PART, Way.RESUME, Way.BLOCK


class Kind(Enum):
    """What sort of thing a life is; each has its table and the state it is born in."""

    DATA = "data task"
    UPLOAD = "upload task"
    DOWNLOAD = "download task"
    RESUMED_DOWNLOAD = "download task made from resume data"
    BACKGROUND_DATA = "background data task"
    BACKGROUND_UPLOAD = "background upload task"
    BACKGROUND_DOWNLOAD = "background download task"
    BACKGROUND_RESUMED_DOWNLOAD = "background download task made from resume data"
    HANDLER = "task with a completion handler"
    WEBSOCKET = "WebSocket task"
    STREAM = "stream task"
    SESSION = "session"
    BACKGROUND_SESSION = "background session"


DOWNLOADS = frozenset(
    {
        Kind.DOWNLOAD,
        Kind.RESUMED_DOWNLOAD,
        Kind.BACKGROUND_DOWNLOAD,
        Kind.BACKGROUND_RESUMED_DOWNLOAD,
    }
)
"""The kinds whose body is a file."""
