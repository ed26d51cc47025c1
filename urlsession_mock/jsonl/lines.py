"""What an event looks like in a file: one record for each kind, told apart by its `event`.

Not here: what each means (events.py has the same names and fields). One rule: a line holds what
its event holds and nothing that follows from the lines before it.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from urlsession_mock.jsonl.shapes import Bytes, Dict, File, MutableRequest, Request, Shape, Value
from urlsession_mock.lifecycle import Kind

__all__ = [
    "FORMAT",
    "LONGEST",
    "SYSTEM_LANE",
    "VERSION",
    "AnyLine",
    "AppChanged",
    "BlockCalled",
    "Delivered",
    "Dropped",
    "End",
    "Enqueued",
    "FileLeft",
    "Header",
    "Known",
    "Line",
    "Looked",
    "MainOnlyTouched",
    "Place",
    "Raised",
    "Refused",
    "Replied",
    "Returned",
    "SessionCreated",
    "SessionInvalidated",
    "Skipped",
    "Stuck",
    "TaskChanged",
    "TaskCreated",
    "TaskSet",
    "WorkChanged",
]

FORMAT = "urlsession-mock recording"
VERSION = 1
SYSTEM_LANE = "system"
LONGEST = 16 << 20
"""How many bytes a line may have."""


TaskKind: TypeAlias = Literal[
    "data task",
    "upload task",
    "download task",
    "download task made from resume data",
    "background data task",
    "background upload task",
    "background download task",
    "background download task made from resume data",
    "task with a completion handler",
    "WebSocket task",
    "stream task",
]
"""The values of `lifecycle.Kind`, but for those of sessions."""


class Header(Shape, frozen=True):
    """The first line."""

    format: str
    version: int
    package: str = ""
    created: str = ""
    redacted: list[str] = []  # noqa: RUF012 - msgspec gives each its own


def _kebab(name: str) -> str:
    """`SessionCreated` as `session-created`."""
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in name).lstrip("-")


class Line(Shape, frozen=True, tag_field="event", tag=_kebab):
    """What every event has. `lane` is a name, `name:session:thread` where it was a thread."""

    number: int
    time: float
    lane: str = SYSTEM_LANE


class Place(Shape, frozen=True):
    """A place in the user's code."""

    file: str
    line: int
    function: str = ""


class Failure(Shape, frozen=True):
    """An exception: its class's name and its text."""

    type: str
    text: str = ""


class Known(Shape, frozen=True):
    """What the system knew of a task that was made before the recording began."""

    kind: Kind
    request: Request | MutableRequest | None = None
    description: str | None = None


class Enqueued(Line, frozen=True, kw_only=True):
    session: int
    task: int | None = None
    selector: str
    arguments: list[Value] = []  # noqa: RUF012 - msgspec gives each its own
    known: Known | None = None


class Delivered(Line, frozen=True, kw_only=True):
    enqueued: int


class Returned(Line, frozen=True, kw_only=True):
    delivered: int


class Raised(Line, frozen=True, kw_only=True):
    delivered: int
    error: Failure
    where: Place | None = None


class Skipped(Line, frozen=True, kw_only=True):
    enqueued: int
    session: int
    task: int | None = None
    selector: str
    default: str


class Dropped(Line, frozen=True, kw_only=True):
    enqueued: int
    session: int
    task: int | None = None
    selector: str
    why: str


class Replied(Line, frozen=True, kw_only=True):
    handler: int
    selector: str
    identifier: str | None = None
    reply: list[Value] = []  # noqa: RUF012 - msgspec gives each its own
    nth: int
    where: Place | None = None
    opened: bool = False


class SessionCreated(Line, frozen=True, kw_only=True):
    session: int
    kind: Literal["default", "ephemeral", "background", "shared"]
    identifier: str | None = None
    delegate: str
    launch: int
    concurrency: int
    others: list[int] = []  # noqa: RUF012 - msgspec gives each its own
    differs: list[str] = []  # noqa: RUF012 - msgspec gives each its own
    where: Place | None = None
    configuration: Dict | None = None


class SessionInvalidated(Line, frozen=True, kw_only=True):
    session: int
    identifier: str | None = None
    cancels: bool
    where: Place | None = None


class TaskCreated(Line, frozen=True, kw_only=True):
    session: int
    task: int
    kind: TaskKind
    url: str
    like: int | None = None
    where: Place | None = None
    request: Request | MutableRequest | None = None
    upload: Bytes | File | None = None
    streamed: bool = False
    resume_data: Bytes | None = None
    has_handler: bool = False


class TaskChanged(Line, frozen=True, kw_only=True):
    session: int
    task: int
    change: Literal["resume", "suspend", "cancel"]
    where: Place | None = None


class TaskSet(Line, frozen=True, kw_only=True):
    session: int
    task: int
    what: Literal["taskDescription", "priority", "earliestBeginDate"]
    value: Value = None
    where: Place | None = None


class AppChanged(Line, frozen=True, kw_only=True):
    change: Literal["launched", "suspended", "resumed", "terminated", "force-quit", "woken"]
    launch: int
    identifier: str | None = None


class Refused(Line, frozen=True, kw_only=True):
    rule: str
    reason: str
    session: int
    where: Place | None = None


class FileLeft(Line, frozen=True, kw_only=True):
    delivered: int
    path: str
    status: int


class BlockCalled(Line, frozen=True, kw_only=True):
    session: int
    what: str


class Looked(Line, frozen=True, kw_only=True):
    delivered: int
    what: str


class MainOnlyTouched(Line, frozen=True, kw_only=True):
    what: str
    where: Place | None = None


class WorkChanged(Line, frozen=True, kw_only=True):
    label: str
    began: bool


class Stuck(Line, frozen=True, kw_only=True):
    delivered: int | None = None
    stacks: str
    where: Place | None = None


class End(Shape, frozen=True, tag_field="event", tag="end"):
    """The last line: the recording was closed, and so many events stand before it."""

    events: int


AnyLine: TypeAlias = (
    Enqueued
    | Delivered
    | Returned
    | Raised
    | Skipped
    | Dropped
    | Replied
    | SessionCreated
    | SessionInvalidated
    | TaskCreated
    | TaskChanged
    | TaskSet
    | AppChanged
    | Refused
    | FileLeft
    | BlockCalled
    | Looked
    | MainOnlyTouched
    | WorkChanged
    | Stuck
    | End
)
