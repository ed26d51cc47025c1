"""What the system sends about a task, for each kind of it, as Apple's texts order it.

Not here: whether the tables say so (test_lifecycle.py). One rule: a sequence is written out,
never derived from the tables it is to check.
"""

from __future__ import annotations

from tests.scripted import Step
from urlsession_mock.lifecycle import FAIL, PART, Kind
from urlsession_mock.selectors import (
    BETTER_ROUTE,
    BODY_STREAM,
    BODY_STREAM_FROM_OFFSET,
    CACHE,
    CAPTURED_STREAMS,
    CHALLENGE,
    COMPLETE,
    DATA,
    DELAYED,
    FINISH_DOWNLOAD,
    INFORMATIONAL,
    METRICS,
    READ_CLOSED,
    REDIRECT,
    RESPONSE,
    RESUMED,
    SENT,
    WAITING,
    WEBSOCKET_CLOSE,
    WEBSOCKET_OPEN,
    WRITE_CLOSED,
    WROTE,
)

Script = tuple[Step, ...]

DATA_KIND, UPLOAD, DOWNLOAD = Kind.DATA, Kind.UPLOAD, Kind.DOWNLOAD
RESUMED_KIND, WEBSOCKET, STREAM, BLOCKED = (
    Kind.RESUMED_DOWNLOAD,
    Kind.WEBSOCKET,
    Kind.STREAM,
    Kind.HANDLER,
)
AWAY_DATA, AWAY_UPLOAD, AWAY_DOWNLOAD, AWAY_RESUMED = (
    Kind.BACKGROUND_DATA,
    Kind.BACKGROUND_UPLOAD,
    Kind.BACKGROUND_DOWNLOAD,
    Kind.BACKGROUND_RESUMED_DOWNLOAD,
)

# fmt: off
LEGAL: dict[str, tuple[Kind, Script]] = {
    # R61, in the words of the contract, for each kind of task.
    "data":              (DATA_KIND, (WAITING, CHALLENGE, SENT, CHALLENGE, REDIRECT, RESPONSE,
                                      DATA, DATA, CACHE, METRICS, COMPLETE)),
    "data, no body":     (DATA_KIND, (RESPONSE, COMPLETE)),
    "data, hints":       (DATA_KIND, (INFORMATIONAL, INFORMATIONAL, RESPONSE, DATA, COMPLETE)),
    "data, redirects":   (DATA_KIND, (REDIRECT, REDIRECT, CHALLENGE, RESPONSE, METRICS, COMPLETE)),
    "data, lost early":  (DATA_KIND, (METRICS, FAIL)),
    "data, lost late":   (DATA_KIND, (RESPONSE, DATA, FAIL)),
    "data, parts":       (DATA_KIND, (PART, DATA, DATA, PART, DATA, RESPONSE, METRICS, COMPLETE)),
    "upload":            (UPLOAD, (WAITING, CHALLENGE, BODY_STREAM, SENT, SENT, CHALLENGE,
                                   BODY_STREAM, SENT, RESPONSE, DATA, METRICS, COMPLETE)),
    "upload, offset":    (UPLOAD, (BODY_STREAM_FROM_OFFSET, SENT, RESPONSE, COMPLETE)),
    "download":          (DOWNLOAD, (WAITING, CHALLENGE, REDIRECT, WROTE, WROTE, FINISH_DOWNLOAD,
                                     METRICS, COMPLETE)),
    "download, empty":   (DOWNLOAD, (FINISH_DOWNLOAD, COMPLETE)),
    "download, lost":    (DOWNLOAD, (WROTE, METRICS, FAIL)),
    "resumed":           (RESUMED_KIND, (CHALLENGE, REDIRECT, RESUMED, WROTE, FINISH_DOWNLOAD,
                                         METRICS, COMPLETE)),
    "resumed, bad data": (RESUMED_KIND, (FAIL,)),
    # R45, R46, R48, R54: what a background session leaves out, and what only it has.
    "background data":   (AWAY_DATA, (DELAYED, CHALLENGE, SENT, RESPONSE, DATA, METRICS, COMPLETE)),
    "background upload": (AWAY_UPLOAD, (DELAYED, CHALLENGE, SENT, SENT, DATA, METRICS, COMPLETE)),
    "... no answer":     (AWAY_UPLOAD, (COMPLETE,)),
    "background file":   (AWAY_DOWNLOAD, (DELAYED, CHALLENGE, WROTE, FINISH_DOWNLOAD, METRICS,
                                          COMPLETE)),
    "... while away":    (AWAY_DOWNLOAD, (FINISH_DOWNLOAD, COMPLETE)),
    "... resumed":       (AWAY_RESUMED, (DELAYED, RESUMED, WROTE, FINISH_DOWNLOAD, COMPLETE)),
    # R81: what still comes about a task with a completion handler.
    "with a handler":    (BLOCKED, (WAITING, CHALLENGE, BODY_STREAM, SENT, REDIRECT, METRICS)),
    # R88 to R90.
    "WebSocket":         (WEBSOCKET, (WAITING, CHALLENGE, REDIRECT, WEBSOCKET_OPEN, WEBSOCKET_CLOSE,
                                      METRICS, COMPLETE)),
    "... dropped":       (WEBSOCKET, (WEBSOCKET_OPEN, FAIL)),
    "... refused":       (WEBSOCKET, (METRICS, FAIL)),
    "stream":            (STREAM, (WAITING, CHALLENGE, BETTER_ROUTE, READ_CLOSED, WRITE_CLOSED,
                                   METRICS, COMPLETE)),
    "... captured":      (STREAM, (WRITE_CLOSED, READ_CLOSED, BETTER_ROUTE, CAPTURED_STREAMS)),
}
# fmt: on
