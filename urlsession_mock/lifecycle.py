"""What the system may send next, as tables.

Pure: no threads, no clocks, no delegates. Apple's ordering changes here, in
a row, and nowhere else. `engine.py` turns the tables.

Read a row as: in this state, this message (or this answer) leads there.
"""

from __future__ import annotations

from collections.abc import Mapping

from urlsession_mock.selectors import (
    BECAME_DOWNLOAD,
    BECAME_STREAM,
    BETTER_ROUTE,
    BODY_STREAM,
    BODY_STREAM_FROM_OFFSET,
    CACHE,
    CAPTURED_STREAMS,
    CHALLENGE,
    COMPLETE,
    CREATED,
    DATA,
    DELAYED,
    FINISH_DOWNLOAD,
    FINISH_EVENTS,
    HANDOVER,
    INFORMATIONAL,
    INVALID,
    METRICS,
    READ_CLOSED,
    REDIRECT,
    RESPONSE,
    RESUMED,
    SENT,
    SESSION_CHALLENGE,
    WAITING,
    WEBSOCKET_CLOSE,
    WEBSOCKET_OPEN,
    WRITE_CLOSED,
    WROTE,
    Selector,
)
from urlsession_mock.triggers import BLOCK, FAIL, PART, RESUME, Answer, Kind, Way

__all__ = [
    "BLOCK",
    "BY_ITSELF",
    "FAIL",
    "GATES",
    "LAST",
    "PART",
    "RESUME",
    "TABLES",
    "Answer",
    "Kind",
    "State",
    "Table",
    "Trigger",
    "Way",
]


State = str
Trigger = Selector | Answer | Way
Table = Mapping[State, Mapping[Trigger, State]]

# The states. A name says what is true in it; reports and errors print it.
UNRESUMED = "not resumed yet"
STARTING = "starting"
CONNECTED = "connected"
SENDING = "sending"
DELAY_ASKED = "waiting for the answer about a delayed request"
CREDENTIAL_ASKED = "waiting for the answer to a challenge"
BODY_ASKED = "waiting for a body stream"
REDIRECT_ASKED = "waiting for the answer to a redirect"
RESPONSE_ASKED = "waiting for the answer to a response"
PART_ASKED = "waiting for the answer to a part's response"
CACHE_ASKED = "waiting for the answer about caching"
REFUSED = "redirect refused"
RECEIVING = "receiving"
RECEIVING_PARTS = "receiving parts"
CACHED = "body ended"
DOWNLOADING = "downloading"
DOWNLOADED = "downloaded"
MEASURED = "measured"
FAILED = "measured after a failure"
CANCELLING = "cancelling"
BECOMING_DOWNLOAD = "becoming a download"
BECOMING_STREAM = "becoming a stream"
CONVERTED = "converted"
OPEN = "open"
READ_SHUT = "read side closed"
WRITE_SHUT = "write side closed"
SHUT = "both sides closed"
CAPTURED = "streams captured"
CLOSED = "closed by the peer"
COMPLETED = "completed"
RUNNING = "running"
INVALIDATED = "invalid"

# States in which nothing more can come until a handler is called (R66, R70).
GATES = frozenset(
    {
        DELAY_ASKED,
        CREDENTIAL_ASKED,
        BODY_ASKED,
        REDIRECT_ASKED,
        RESPONSE_ASKED,
        PART_ASKED,
        CACHE_ASKED,
    }
)

# fmt: off
# R61: the order inside a task, in the parts that every HTTP task shares.
_MID_REQUEST: Mapping[Trigger, State] = {
    CHALLENGE:               CREDENTIAL_ASKED,       # R61, R73
    BODY_STREAM:             BODY_ASKED,             # R77
    BODY_STREAM_FROM_OFFSET: BODY_ASKED,             # R77
    SENT:                    SENDING,                # R78
    INFORMATIONAL:           SENDING,                # R62
    REDIRECT:                REDIRECT_ASKED,         # R71
    METRICS:                 FAILED,                 # R60
    FAIL:                    COMPLETED,              # R59
}
_CHALLENGED: Table = {CREDENTIAL_ASKED: {Answer.GO_ON: CONNECTED, Answer.CANCEL: CANCELLING}}  # R75
_REDIRECTED: Table = {REDIRECT_ASKED: {Answer.GO_ON: CONNECTED, Answer.REFUSE: REFUSED}}       # R71
_ASKED: Table = {
    **_CHALLENGED,
    BODY_ASKED: {Answer.GO_ON: SENDING},                                        # R77
    **_REDIRECTED,
}
_ENDS: Table = {
    FAILED:     {FAIL: COMPLETED},
    MEASURED:   {COMPLETE: COMPLETED, FAIL: COMPLETED},
    CANCELLING: {METRICS: FAILED, FAIL: COMPLETED},                             # R58
    COMPLETED:  {},                                                             # R59
}
_BODY_ENDED: Mapping[Trigger, State] = {METRICS: MEASURED, COMPLETE: COMPLETED, FAIL: COMPLETED}
_FIRST_DATA: Mapping[Trigger, State] = {RESPONSE: RESPONSE_ASKED, PART: PART_ASKED}
_FIRST_WRITE: Mapping[Trigger, State] = {WROTE: DOWNLOADING, FINISH_DOWNLOAD: DOWNLOADED}
_TRANSFERRED: Mapping[Trigger, State] = {DATA: RECEIVING, **_BODY_ENDED}        # R54

_NOT_ALLOWED: Mapping[Trigger, State] = {
    Answer.CANCEL:          CANCELLING,                                         # R67
    Answer.BECOME_DOWNLOAD: BECOMING_DOWNLOAD,                                  # R68
    Answer.BECOME_STREAM:   BECOMING_STREAM,                                    # R69
}
_DATA_BODY: Table = {
    RESPONSE_ASKED:    {Answer.ALLOW: RECEIVING, **_NOT_ALLOWED},
    PART_ASKED:        {Answer.ALLOW: RECEIVING_PARTS, **_NOT_ALLOWED},
    RECEIVING:         {DATA: RECEIVING, CACHE: CACHE_ASKED, **_BODY_ENDED},
    RECEIVING_PARTS:   {DATA: RECEIVING_PARTS, RESPONSE: PART_ASKED,            # R63
                        PART: PART_ASKED, **_BODY_ENDED},
    CACHE_ASKED:       {Answer.GO_ON: CACHED},
    CACHED:            _BODY_ENDED,
    BECOMING_DOWNLOAD: {BECAME_DOWNLOAD: CONVERTED},
    BECOMING_STREAM:   {BECAME_STREAM: CONVERTED},
    CONVERTED:         {},                                                      # R59
    **_ENDS,
}
_DOWNLOAD_BODY: Table = {
    DOWNLOADING: {WROTE: DOWNLOADING, FINISH_DOWNLOAD: DOWNLOADED,
                  METRICS: FAILED, FAIL: COMPLETED},
    DOWNLOADED:  {METRICS: MEASURED, COMPLETE: COMPLETED},                      # R79
    **_ENDS,
    MEASURED:    {COMPLETE: COMPLETED},  # the file was handed over, so nothing failed
}

DATA_TASK: Table = {
    UNRESUMED: {RESUME: STARTING, FAIL: COMPLETED},                             # R55, R58
    STARTING:  {WAITING: CONNECTED, **_MID_REQUEST, **_FIRST_DATA},             # R87
    CONNECTED: {**_MID_REQUEST, **_FIRST_DATA},
    SENDING:   {**_MID_REQUEST, **_FIRST_DATA},
    REFUSED:   {**_FIRST_DATA, METRICS: FAILED, FAIL: COMPLETED},
    **_ASKED,
    **_DATA_BODY,
}
DOWNLOAD_TASK: Table = {
    UNRESUMED: {RESUME: STARTING, FAIL: COMPLETED},
    STARTING:  {WAITING: CONNECTED, **_MID_REQUEST, **_FIRST_WRITE},
    CONNECTED: {**_MID_REQUEST, **_FIRST_WRITE},
    SENDING:   {**_MID_REQUEST, **_FIRST_WRITE},
    REFUSED:   {**_FIRST_WRITE, METRICS: FAILED, FAIL: COMPLETED},
    **_ASKED,
    **_DOWNLOAD_BODY,
}
# R80: it is told where it goes on, at 0 where nothing could be reused.
_RESUMED_FIRST: Mapping[Trigger, State] = {RESUMED: DOWNLOADING}
RESUMED_DOWNLOAD_TASK: Table = {
    **DOWNLOAD_TASK,
    REFUSED:   {**_RESUMED_FIRST, METRICS: FAILED, FAIL: COMPLETED},
    STARTING:  {WAITING: CONNECTED, **_MID_REQUEST, **_RESUMED_FIRST},
    CONNECTED: {**_MID_REQUEST, **_RESUMED_FIRST},
    SENDING:   {**_MID_REQUEST, **_RESUMED_FIRST},
}

# R45, R46, R48, R54, R77: what a background session does not ask, and the one thing only it asks.
_AWAY: Mapping[Trigger, State] = {
    CHALLENGE:     CREDENTIAL_ASKED,
    SENT:          SENDING,
    INFORMATIONAL: SENDING,
    METRICS:       FAILED,
    FAIL:          COMPLETED,
}
_DELAYED: Mapping[Trigger, State] = {DELAYED: DELAY_ASKED}
_AWAY_ASKED: Table = {
    **_CHALLENGED,
    DELAY_ASKED: {Answer.GO_ON: CONNECTED, Answer.CANCEL: CANCELLING},          # R48
}
# R44: no stream tasks in the background, so the answer that asks for one ends the task.
_NEVER_A_STREAM: Mapping[Trigger, State] = {**_NOT_ALLOWED, Answer.BECOME_STREAM: CANCELLING}
_AWAY_DATA_BODY: Table = {
    **{state: row for state, row in _DATA_BODY.items() if state != BECOMING_STREAM},
    RESPONSE_ASKED: {Answer.ALLOW: RECEIVING, **_NEVER_A_STREAM},
    PART_ASKED:     {Answer.ALLOW: RECEIVING_PARTS, **_NEVER_A_STREAM},
}
BACKGROUND_DATA_TASK: Table = {                                                 # C4, C11
    UNRESUMED: {RESUME: STARTING, FAIL: COMPLETED},
    STARTING:  {**_DELAYED, **_AWAY, **_FIRST_DATA},
    CONNECTED: {**_AWAY, **_FIRST_DATA},
    SENDING:   {**_AWAY, **_FIRST_DATA},
    **_AWAY_ASKED,
    **_AWAY_DATA_BODY,
}
BACKGROUND_UPLOAD_TASK: Table = {                                               # R54
    UNRESUMED: {RESUME: STARTING, FAIL: COMPLETED},
    STARTING:  {**_DELAYED, **_AWAY, **_TRANSFERRED},
    CONNECTED: {**_AWAY, **_TRANSFERRED},
    SENDING:   {**_AWAY, **_TRANSFERRED},
    RECEIVING: _TRANSFERRED,
    **_AWAY_ASKED,
    **_ENDS,
}
BACKGROUND_DOWNLOAD_TASK: Table = {
    UNRESUMED: {RESUME: STARTING, FAIL: COMPLETED},
    STARTING:  {**_DELAYED, **_AWAY, **_FIRST_WRITE},
    CONNECTED: {**_AWAY, **_FIRST_WRITE},
    SENDING:   {**_AWAY, **_FIRST_WRITE},
    **_AWAY_ASKED,
    **_DOWNLOAD_BODY,
}
BACKGROUND_RESUMED_DOWNLOAD_TASK: Table = {
    **BACKGROUND_DOWNLOAD_TASK,
    STARTING:  {**_DELAYED, **_AWAY, **_RESUMED_FIRST},
    CONNECTED: {**_AWAY, **_RESUMED_FIRST},
    SENDING:   {**_AWAY, **_RESUMED_FIRST},
}

# R81: a task with a completion handler tells its end to that, not to the delegate.
_QUIET: Mapping[Trigger, State] = {
    CHALLENGE:               CREDENTIAL_ASKED,
    BODY_STREAM:             BODY_ASKED,
    BODY_STREAM_FROM_OFFSET: BODY_ASKED,
    SENT:                    SENDING,
    INFORMATIONAL:           SENDING,
    REDIRECT:                REDIRECT_ASKED,
    METRICS:                 MEASURED,
    BLOCK:                   COMPLETED,
}
HANDLER_TASK: Table = {
    UNRESUMED:  {RESUME: STARTING, BLOCK: COMPLETED},
    STARTING:   {WAITING: CONNECTED, **_QUIET},
    CONNECTED:  _QUIET,
    SENDING:    _QUIET,
    REFUSED:    {METRICS: MEASURED, BLOCK: COMPLETED},
    MEASURED:   {BLOCK: COMPLETED},
    CANCELLING: {METRICS: MEASURED, BLOCK: COMPLETED},
    COMPLETED:  {},
    **_ASKED,
}

# R88, R89.
_HANDSHAKE: Mapping[Trigger, State] = {
    CHALLENGE:      CREDENTIAL_ASKED,
    REDIRECT:       REDIRECT_ASKED,
    WEBSOCKET_OPEN: OPEN,
    METRICS:        FAILED,
    FAIL:           COMPLETED,
}
WEBSOCKET_TASK: Table = {
    UNRESUMED: {RESUME: STARTING, FAIL: COMPLETED},
    STARTING:  {WAITING: CONNECTED, **_HANDSHAKE},
    CONNECTED: _HANDSHAKE,
    REFUSED:   {METRICS: FAILED, FAIL: COMPLETED},
    OPEN:      {WEBSOCKET_CLOSE: CLOSED, **_BODY_ENDED},
    CLOSED:    _BODY_ENDED,
    **_CHALLENGED,
    **_REDIRECTED,
    **_ENDS,
}

# R90.
_STREAMING: Mapping[Trigger, State] = {CAPTURED_STREAMS: CAPTURED, **_BODY_ENDED}
_OPEN_STREAM: Mapping[Trigger, State] = {
    CHALLENGE:    CREDENTIAL_ASKED,
    BETTER_ROUTE: OPEN,
    READ_CLOSED:  READ_SHUT,
    WRITE_CLOSED: WRITE_SHUT,
    **_STREAMING,
}
STREAM_TASK: Table = {
    UNRESUMED:  {RESUME: STARTING, FAIL: COMPLETED},
    STARTING:   {WAITING: OPEN, **_OPEN_STREAM},                                # R87
    OPEN:       _OPEN_STREAM,
    READ_SHUT:  {BETTER_ROUTE: READ_SHUT, WRITE_CLOSED: SHUT, **_STREAMING},
    WRITE_SHUT: {BETTER_ROUTE: WRITE_SHUT, READ_CLOSED: SHUT, **_STREAMING},
    SHUT:       {BETTER_ROUTE: SHUT, **_STREAMING},
    CREDENTIAL_ASKED: {Answer.GO_ON: OPEN, Answer.CANCEL: CANCELLING},
    CAPTURED:   {},                                                             # R59
    **_ENDS,
}

# R33 to R35: a session's own messages.
SESSION: Table = {
    RUNNING:          {SESSION_CHALLENGE: CREDENTIAL_ASKED, INVALID: INVALIDATED},
    CREDENTIAL_ASKED: {Answer.GO_ON: RUNNING, Answer.CANCEL: RUNNING},
    INVALIDATED:      {},
}
BACKGROUND_SESSION: Table = {
    RUNNING:          {SESSION_CHALLENGE: CREDENTIAL_ASKED, FINISH_EVENTS: RUNNING,
                       INVALID: INVALIDATED},
    CREDENTIAL_ASKED: {Answer.GO_ON: RUNNING, Answer.CANCEL: RUNNING},
    INVALIDATED:      {},
}
# fmt: on


TABLES: Mapping[Kind, Table] = {
    Kind.DATA: DATA_TASK,
    Kind.UPLOAD: DATA_TASK,
    Kind.DOWNLOAD: DOWNLOAD_TASK,
    Kind.RESUMED_DOWNLOAD: RESUMED_DOWNLOAD_TASK,
    Kind.BACKGROUND_DATA: BACKGROUND_DATA_TASK,
    Kind.BACKGROUND_UPLOAD: BACKGROUND_UPLOAD_TASK,
    Kind.BACKGROUND_DOWNLOAD: BACKGROUND_DOWNLOAD_TASK,
    Kind.BACKGROUND_RESUMED_DOWNLOAD: BACKGROUND_RESUMED_DOWNLOAD_TASK,
    Kind.HANDLER: HANDLER_TASK,
    Kind.WEBSOCKET: WEBSOCKET_TASK,
    Kind.STREAM: STREAM_TASK,
    Kind.SESSION: SESSION,
    Kind.BACKGROUND_SESSION: BACKGROUND_SESSION,
}

# What is sent by itself, never enqueued by a test: when, for the error's text.
BY_ITSELF: Mapping[Trigger, str] = {
    CREATED: "the session sends it when a task is made",
    BECAME_DOWNLOAD: "the session sends it when a response is answered with BecomeDownload",
    BECAME_STREAM: "the session sends it when a response is answered with BecomeStream",
    HANDOVER: "device.wake(identifier) sends it to the app delegate",
    BLOCK: "the session calls it when the task ends",
}

# Messages that end something, and so wait for all before them and every answer owed (R08, R35).
LAST = frozenset({FINISH_EVENTS, INVALID})
