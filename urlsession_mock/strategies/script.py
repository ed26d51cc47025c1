"""Scripts: all messages of a task, or of a session, as values.

Not here: drawing them (scripts.py), or what is legal, which the session says when a message is
enqueued. One rule: a script is its code: scripts are equal where their code is, and it can be
played as often as one likes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, TypeVar, cast

from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.response import NSHTTPURLResponse
from urlsession_mock.foundation.streams import NSInputStream, NSOutputStream
from urlsession_mock.lifecycle import Kind
from urlsession_mock.selectors import DELAYED, Selector
from urlsession_mock.strategies import made
from urlsession_mock.strategies.code import call, code_of, content
from urlsession_mock.strategies.starting import task_of
from urlsession_mock.strategies.walks import SESSIONS
from urlsession_mock.triggers import DOWNLOADS

if TYPE_CHECKING:
    from urlsession_mock.session import NSURLSession
    from urlsession_mock.tasks import NSURLSessionTask

T = TypeVar("T")

__all__ = ["Line", "Script", "SessionScript", "enqueue_line", "fresh"]

__tracebackhide__ = True  # pytest then shows the caller's line

Line: TypeAlias = tuple[Selector, *tuple[object, ...]]
"""One message: its selector, and what it carries: neither the session, the task nor a handler."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Script:
    """All messages about one task of a kind, or a session's own, in their order.

    `response` is what a download's server answered, which no message tells; without one it is a
    plain 200. The `repr` is code that makes the script again.
    """

    kind: Kind
    lines: tuple[Line, ...] = ()
    response: NSHTTPURLResponse | None = None

    @property
    def selectors(self) -> tuple[Selector, ...]:
        """The messages, without what they carry."""
        return tuple(line[0] for line in self.lines)

    def play_on(
        self, session: NSURLSession, task: NSURLSessionTask | None = None
    ) -> NSURLSessionTask | None:
        """Enqueue all messages, about a new task where none is given; the task.

        The new task is resumed first; a task of the caller's must be of this kind, and resumed.
        None for a session's own messages. The device delivers them when it runs.

        Raises `ValueError` for a kind of task that the session does not make, and `IllegalMessage`
        where a message could not come.
        """
        if task is None:
            task = self.started_on(session)
        self.enqueue(session, task)
        return task

    def started_on(self, session: NSURLSession) -> NSURLSessionTask | None:
        """A new task of this kind, resumed; None for a session's own messages.

        Raises `ValueError` for a kind of task that the session does not make.
        """
        if self.kind in SESSIONS:
            return None
        task = task_of(session, self.kind, begins=DELAYED in self.selectors)
        task.resume()
        return task

    def enqueue(self, session: NSURLSession, task: NSURLSessionTask | None = None) -> None:
        """Enqueue all messages about the task; None for a session's own.

        Raises `IllegalMessage` where one could not come.
        """
        self.respond(session, task)
        for line in self.lines:
            enqueue_line(session, task, line)

    def respond(self, session: NSURLSession, task: NSURLSessionTask | None) -> None:
        """Give a download its response."""
        if task is not None and self.kind in DOWNLOADS:
            session.respond(task, fresh(self.response or made.response()))

    def __eq__(self, other: object) -> bool:
        return repr(self) == repr(other) if isinstance(other, Script) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.kind, self.selectors))

    def __repr__(self) -> str:
        return call("Script", self.kind, self.lines, self.response, plain=(None,))


@dataclass(frozen=True, slots=True, repr=False)
class SessionScript:
    """The scripts of several tasks in one session, and whose message goes next.

    `turns` has the place of a script in `scripts` once for each of its lines. One of the scripts
    may be the session's own.
    """

    scripts: tuple[Script, ...]
    turns: tuple[int, ...]

    def __post_init__(self) -> None:
        wanted = sorted(n for n, each in enumerate(self.scripts) for _ in each.lines)
        if sorted(self.turns) != wanted:
            raise ValueError(
                f"turns has the place of each script once for each of its lines, which makes "
                f"{wanted}; given were {sorted(self.turns)}"
            )

    def lines(self) -> Iterator[tuple[int, Line]]:
        """All messages in their order, each with the place of its script."""
        left = [iter(each.lines) for each in self.scripts]
        for turn in self.turns:
            yield turn, next(left[turn])

    def play_on(self, session: NSURLSession) -> tuple[NSURLSessionTask | None, ...]:
        """Make the tasks, resume them, and enqueue all messages; the tasks, one for each script.

        Raises what `Script.play_on` raises.
        """
        tasks = tuple(each.started_on(session) for each in self.scripts)
        for script, task in zip(self.scripts, tasks, strict=True):
            script.respond(session, task)
        for turn, line in self.lines():
            enqueue_line(session, tasks[turn], line)
        return tasks

    def __repr__(self) -> str:
        return f"SessionScript({code_of(self.scripts)}, {code_of(self.turns)})"


def enqueue_line(session: NSURLSession, task: NSURLSessionTask | None, line: Line) -> None:
    """Enqueue one message. What it carries stays the script's: the device is given a copy.

    A delegate may read a stream to its end, and the device notes who looks at an error.
    """
    selector, *carried = line
    about = (task,) if selector.about_task else ()
    session.enqueue(selector, *about, *map(fresh, carried))


def fresh(value: T) -> T:
    """A copy of what a message carries, where the device or a delegate would change it."""
    return cast(T, _copied(value))  # each case below makes what it was given


def _copied(value: object) -> object:
    if isinstance(value, NSError):
        return NSError.errorWithDomain_code_userInfo_(
            value.domain(), value.code(), dict(value._user_info)
        )
    if type(value) is NSHTTPURLResponse:
        url = value.URL()
        return NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
            url, value._status, value._version, value._headers.as_dict()
        )
    if isinstance(value, NSInputStream):
        data = content(value)
        return value if data is None else NSInputStream.inputStreamWithData_(NSData(data))
    if isinstance(value, NSOutputStream):
        return NSOutputStream.outputStreamToMemory()
    return value
