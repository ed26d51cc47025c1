"""What can happen: one small frozen value per kind of event.

Not here: where events are kept (recording.py). One rule: an event holds facts
only, never an opinion.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from urlsession_mock.foundation.configuration import NSURLSessionConfiguration
from urlsession_mock.foundation.request import NSURLRequest
from urlsession_mock.selectors import Selector

__all__ = [
    "AppChanged",
    "BlockCalled",
    "Delivered",
    "Dropped",
    "Enqueued",
    "Event",
    "FileLeft",
    "Lane",
    "Looked",
    "MainOnlyTouched",
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
    "Where",
    "WorkChanged",
]


class Lane(str):
    """Where code ran: `main`, `delegate` or `other` (and `system` for the system).

    Equal to its name. `thread` is the identity of the thread; `session` the
    number of the session whose queue it was, 0 where there is none.
    """

    __slots__ = ("session", "thread")

    thread: int
    session: int

    def __new__(cls, name: str, thread: int = 0, session: int = 0) -> Self:
        self = super().__new__(cls, name)
        self.thread = thread
        self.session = session
        return self


@dataclass(frozen=True, slots=True)
class Where:
    """A place in the user's code: file, line (from 1) and function."""

    file: str
    line: int
    function: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    `number` counts from 1 in its recording, `time` is in seconds on the
    device's clock, `lane` is where it happened.
    """

    number: int
    time: float
    lane: Lane


@dataclass(frozen=True, slots=True)
class Enqueued(Event):
    """The system enqueued a message for a delegate."""

    session: int
    task: int | None
    selector: Selector
    arguments: tuple[object, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Delivered(Event):
    """A message reached its delegate. `enqueued` is the number of that event."""

    enqueued: int
    session: int
    task: int | None
    selector: Selector
    arguments: tuple[object, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Returned(Event):
    """The delegate's method came back. `delivered` is the number of its delivery.

    Of the messages that repeat by the thousand there is one only where
    something else happened during the call.
    """

    delivered: int


@dataclass(frozen=True, slots=True)
class Raised(Event):
    """The delegate's method raised. The traceback starts in the delegate."""

    delivered: int
    error: BaseException = field(repr=False)
    where: Where | None


@dataclass(frozen=True, slots=True)
class Skipped(Event):
    """The delegate does not implement the method, so the default was taken.

    `default` says what the system did instead. Source: R31.
    """

    enqueued: int
    session: int
    task: int | None
    selector: Selector
    default: str


@dataclass(frozen=True, slots=True)
class Dropped(Event):
    """A message that was enqueued can no longer come; `why` says the reason."""

    enqueued: int
    session: int
    task: int | None
    selector: Selector
    why: str


@dataclass(frozen=True, slots=True)
class Replied(Event):
    """A delegate called a handler it had been given.

    `handler` is the number of the delivery that gave it, `selector` that
    message; `nth` is 1 for the first call, `reply` what was passed. `opened` says that
    a stream was passed which had been opened by then.
    """

    handler: int
    selector: Selector
    identifier: str | None
    reply: tuple[object, ...]
    nth: int
    where: Where | None
    opened: bool = False


@dataclass(frozen=True, slots=True)
class SessionCreated(Event):
    """A session was made. `kind` is `default`, `ephemeral`, `background` or `shared`.

    `launch` is the number of the app's launch it belongs to, `concurrency` the
    supplied queue's maxConcurrentOperationCount (1 where the session made its own queue),
    `others` the sessions with the same identifier that were then alive,
    `differs` the configuration properties that were not as in the session before. Of a
    recording that was loaded, `configuration` has the plain properties only.
    """

    session: int
    kind: str
    identifier: str | None
    delegate: str
    launch: int
    concurrency: int
    others: tuple[int, ...]
    differs: tuple[str, ...]
    where: Where | None
    configuration: NSURLSessionConfiguration | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class SessionInvalidated(Event):
    """The app invalidated a session; `cancels` for `invalidateAndCancel`."""

    session: int
    identifier: str | None
    cancels: bool
    where: Where | None


@dataclass(frozen=True, slots=True)
class TaskCreated(Event):
    """The app made a task. `like` is a task of that session with the same request.

    `request` is None for a stream task. `upload` is what an upload task was given: bytes or a
    path, of a loaded recording a `RecordedFile`; `streamed` says that its body comes from the
    delegate. `resume_data` is what it goes on from, and `has_handler` says that its end goes
    to a block.
    """

    session: int
    task: int
    kind: str
    url: str
    like: int | None
    where: Where | None
    request: NSURLRequest | None = field(default=None, repr=False)
    upload: object = field(default=None, repr=False)
    streamed: bool = False
    resume_data: bytes | None = field(default=None, repr=False)
    has_handler: bool = False


@dataclass(frozen=True, slots=True)
class TaskChanged(Event):
    """The app called `resume`, `suspend` or `cancel` on a task."""

    session: int
    task: int
    change: str
    where: Where | None


@dataclass(frozen=True, slots=True)
class TaskSet(Event):
    """The app set a property of a task that its delegate may read: `what` is Apple's name."""

    session: int
    task: int
    what: str
    value: object = field(repr=False)
    where: Where | None


@dataclass(frozen=True, slots=True)
class AppChanged(Event):
    """The app was launched, suspended, resumed, terminated, force-quit or woken."""

    change: str
    launch: int
    identifier: str | None = None


@dataclass(frozen=True, slots=True)
class Refused(Event):
    """The code asked for what Apple refuses; `reason` is what Apple says.

    `rule` is the id of the rule that forbids it.
    """

    rule: str
    reason: str
    session: int
    where: Where | None


@dataclass(frozen=True, slots=True)
class FileLeft(Event):
    """The temporary file was where the system had put it, unread, when the method returned.

    The system then removed it. `status` is the HTTP status, 0 where there is none.
    """

    delivered: int
    path: str
    status: int


@dataclass(frozen=True, slots=True)
class BlockCalled(Event):
    """A block that the app had given to a session was called: `what` names the call."""

    session: int
    what: str


@dataclass(frozen=True, slots=True)
class Looked(Event):
    """The delegate read a property that matters: `what` of the delivery `delivered`."""

    delivered: int
    what: str


@dataclass(frozen=True, slots=True)
class MainOnlyTouched(Event):
    """An object marked main-only was used; `what` says how."""

    what: str
    where: Where | None


@dataclass(frozen=True, slots=True)
class WorkChanged(Event):
    """Work that the test registered began or ended."""

    label: str
    began: bool


@dataclass(frozen=True, slots=True)
class Stuck(Event):
    """A lane waited past the device's limit; `stacks` shows where each lane stood."""

    delivered: int | None
    stacks: str
    where: Where | None
