"""What a delegate does, in words that can be compared: its replies, and its acts in a call.

Not here: when they are compared (comparing.py). One rule: what says the same compares equal, and
says it to a reader too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from urlsession_mock.events import (
    Event,
    FileLeft,
    Raised,
    Refused,
    Replied,
    SessionCreated,
    SessionInvalidated,
    TaskChanged,
    TaskCreated,
    TaskSet,
)
from urlsession_mock.foundation.credential import NSURLCredential
from urlsession_mock.foundation.request import NSURLRequest
from urlsession_mock.replaying.requests import differing
from urlsession_mock.reports.words import given, said
from urlsession_mock.selectors import HANDOVER, Selector

if TYPE_CHECKING:
    from urlsession_mock.engine import Life

__all__ = [
    "Act",
    "Asked",
    "Call",
    "Difference",
    "Reply",
    "about",
    "act_of",
    "reply_of",
    "request_differences",
    "unpaired",
]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that a delegate did otherwise than in the recording.

    `event` is the number of the recorded event it is about, `about` says what that was, `recorded`
    what was done then and `now` what is done now.
    """

    event: int
    about: str
    recorded: str
    now: str

    @property
    def text(self) -> str:
        """All of it in a line."""
        return f"event {self.event}, {self.about}: recorded {self.recorded}; now {self.now}"

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Act:
    """One thing done in a call; equal where `text` is. `none` says its absence."""

    text: str
    none: str = field(compare=False)
    event: Event = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """One call of a handler."""

    text: str
    request: NSURLRequest | None = None

    def differs(self, now: Reply) -> tuple[str, str] | None:
        """What was recorded and what is said now; None where it is the same."""
        if self.text != now.text:
            return f"the reply {self.text}", f"the reply {now.text}"
        parts = differing(self.request, now.request)
        if not parts:
            return None
        return (
            "the reply with " + ", ".join(f"{name} {before}" for name, before, _ in parts),
            ", ".join(f"{name} {after}" for name, _, after in parts),
        )


@dataclass(slots=True)
class Call:
    """One call of the delegate, as recorded and as it is now."""

    number: int
    about: str
    recorded: list[Act] = field(default_factory=list[Act])
    now: list[Act] = field(default_factory=list[Act])


@dataclass(slots=True)
class Asked:
    """A handler that was given: what is replied now, of which `compared` were compared.

    `is_given` says that it was given now, too.
    """

    about: str
    life: Life | None
    replies: list[Reply] = field(default_factory=list[Reply])
    compared: int = 0
    is_given: bool = False


def reply_of(event: Replied, *, finished: bool = False) -> Reply:
    """What a reply says; `finished`: finish-events had come, which matters to a stored handler."""
    if event.selector is HANDOVER:
        when = "after" if finished else "before"
        return Reply(f"of the stored handler, on {event.lane}, {when} finish-events")
    words: list[str] = []
    request = None
    for text, value in zip(given(event.selector, event.reply), event.reply, strict=True):
        if isinstance(value, NSURLRequest):
            request = value
            words.append("a request")
        elif isinstance(value, NSURLCredential):
            words.append("a credential")
        else:
            words.append(text)
    if event.opened:
        words.append("opened")
    return Reply(" ".join(words) or "nothing", request)


def about(selector: Selector, task: int | None) -> str:
    """A message in a text."""
    return f"{selector.label} of task {task}" if task is not None else selector.label


def act_of(event: Event, *, strict: bool) -> Act | None:
    """The act that an event is; None for one that says nothing of the delegate.

    With `strict` an exception's text counts, not only its class.
    """
    match event:
        case Raised():
            name = said(event.error) if strict else type(event.error).__name__
            return Act(f"the exception {name}", "no exception", event)
        case TaskCreated():
            text = f"a {event.kind}"
            return Act(text, f"no {event.kind}", event)
        case TaskChanged():
            text = f"{event.change}() of task {event.task}"
            return Act(text, f"no {text}", event)
        case TaskSet():
            text = f"{event.what} {event.value!r} of task {event.task}"
            return Act(text, f"no {text}", event)
        case SessionCreated():
            kind = (
                f'a session "{event.identifier}"' if event.identifier else f"a {event.kind} session"
            )
            return Act(kind, f"no{kind[1:]}", event)
        case SessionInvalidated():
            text = "invalidateAndCancel()" if event.cancels else "finishTasksAndInvalidate()"
            return Act(text, f"no {text}", event)
        case FileLeft():
            return Act("the file left", "the file taken", event)
        case Refused():
            return Act(f"what Apple refuses ({event.rule})", "nothing that Apple refuses", event)
        case _:
            return None


def request_differences(recorded: TaskCreated, now: TaskCreated) -> list[tuple[str, str, str]]:
    """In what the requests of two tasks differ."""
    if recorded.request is None or now.request is None:
        same = recorded.url == now.url
        return [] if same else [("URL", recorded.url, now.url)]
    return differing(recorded.request, now.request)


def unpaired(recorded: list[Act], now: list[Act]) -> Iterator[tuple[Act | None, Act | None]]:
    """What was done on one side only; one for another where they are of a kind.

    Where all is the same but the order, the first that is not in its place, with what is there.
    """
    if recorded == now:
        return
    few, many = list(recorded), list(now)
    for act in recorded:
        if act in many:
            few.remove(act)
            many.remove(act)
    if not few and not many:
        yield next((one, other) for one, other in zip(recorded, now, strict=True) if one != other)
        return
    for act in few:
        other = next((one for one in many if type(one.event) is type(act.event)), None)
        if other is not None:
            many.remove(other)
        yield act, other
    for act in many:
        yield None, act
