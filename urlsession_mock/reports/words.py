"""One event in a few words: its sign, its label, what it is about, and a note.

Not here: where it stands on the page. One rule: reading leaves no trace. What a rule counts
as a look of the delegate's is not called here, and no secret is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from urlsession_mock.events import (
    AppChanged,
    BlockCalled,
    Delivered,
    Dropped,
    Enqueued,
    Event,
    FileLeft,
    Looked,
    MainOnlyTouched,
    Raised,
    Refused,
    Replied,
    SessionCreated,
    SessionInvalidated,
    Skipped,
    Stuck,
    TaskChanged,
    TaskCreated,
    TaskSet,
    WorkChanged,
)
from urlsession_mock.foundation import enums, error_codes
from urlsession_mock.foundation.authentication import NSURLAuthenticationChallenge
from urlsession_mock.foundation.credential import NSURLCredential
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.request import NSURLRequest
from urlsession_mock.foundation.response import NSHTTPURLResponse
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.recording import Recording
from urlsession_mock.reports.style import Mark
from urlsession_mock.selectors import HANDOVER, RESUMED, SENT, WROTE, Selector

__all__ = ["Words", "given", "label_of", "message_of", "said", "words"]


@dataclass(frozen=True, slots=True)
class Words:
    """What a report says of one event.

    `label` is a word or two, `about` the task or session it concerns, `note` the rest.
    """

    mark: Mark
    label: str
    about: str = ""
    note: str = ""


def words(event: Event, recording: Recording) -> Words:
    """The words for an event of this recording."""
    match event:
        case Enqueued():
            return _message(Mark.ENQUEUED, event)
        case Delivered():
            return _message(Mark.MESSAGE, event)
        case Skipped():
            note = event.default if event.default != "nothing" else ""
            return Words(Mark.SKIPPED, event.selector.label, _task(event.task), note)
        case Dropped():
            label = f"{label_of(event.selector)} dropped"
            return Words(Mark.DROPPED, label, _task(event.task), event.why)
        case Replied():
            return _reply(event, recording)
        case Raised():
            return Words(Mark.BROKEN, "raised", _task_of(event, recording), said(event.error))
        case Looked():
            return Words(Mark.LOOK, f"read {event.what}", _task_of(event, recording))
        case FileLeft():
            task = _task_of(event, recording)
            return Words(Mark.DROPPED, "file left", task, "not taken, removed")
        case _:
            return _act(event)


def _act(event: Event) -> Words:
    """What was neither a message nor an answer."""
    match event:
        case SessionCreated():
            # Only a background session has an identifier.
            kind = event.kind if event.identifier is None else f'"{event.identifier}"'
            note = f"{kind} for {event.delegate}" if event.delegate else f"{kind}, no delegate"
            return Words(Mark.ACT, "session", str(event.session), note)
        case SessionInvalidated():
            note = "cancels its tasks" if event.cancels else "when its tasks are done"
            return Words(Mark.ACT, "invalidate", str(event.session), note)
        case TaskCreated():
            return Words(Mark.ACT, event.kind, _task(event.task), _shown(event.url))
        case TaskChanged():
            return Words(Mark.ACT, event.change, _task(event.task))
        case TaskSet():
            return Words(Mark.ACT, f"set {event.what}", _task(event.task))
        case AppChanged():
            of = f'for "{event.identifier}"' if event.identifier is not None else ""
            nth = f"launch {event.launch}" if event.change == "launched" else ""
            return Words(Mark.ACT, f"app {event.change}", note=of or nth)
        case BlockCalled():
            return Words(Mark.MESSAGE, "block", note=event.what)
        case Refused():
            return Words(Mark.BROKEN, "refused", note=event.reason)
        case MainOnlyTouched():
            return Words(Mark.BROKEN, "main-only", note=event.what)
        case WorkChanged():
            return Words(Mark.ACT, f"work {'began' if event.began else 'ended'}", note=event.label)
        case Stuck():
            return Words(Mark.BROKEN, "stuck", note="waited past the limit")
        case _:
            return Words(Mark.ACT, type(event).__name__.lower())


def said(error: BaseException) -> str:
    """An exception as Python's last traceback line has it; only its class where it cannot say."""
    try:
        text = str(error)
    except Exception:
        text = "(its __str__ raises)"
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def message_of(event: Event, recording: Recording) -> Delivered | None:
    """The delivery that an event belongs to; None where there is none."""
    match event:
        case Delivered():
            return event
        case Replied():
            number = event.handler
        case Raised() | Looked() | FileLeft():
            number = event.delivered
        case Stuck():
            number = event.delivered or 0
        case _:
            return None
    found = recording.event(number) if 0 < number <= len(recording) else None
    return found if isinstance(found, Delivered) else None


def _message(mark: Mark, event: Enqueued | Delivered) -> Words:
    selector: str = event.selector
    if not isinstance(selector, Selector):
        return Words(mark, label_of(selector), note=selector)
    return Words(mark, selector.label, _task(event.task), _payload(selector, event.arguments))


def label_of(selector: str) -> str:
    """The short name of a message; the app's own blocks take the same way and have none."""
    return selector.label if isinstance(selector, Selector) else "block"


def _reply(event: Replied, recording: Recording) -> Words:
    again = f"call {event.nth}" if event.nth > 1 else ""
    if event.selector is HANDOVER:
        name = f'of "{event.identifier}"'
        return Words(Mark.HANDLER, "handler", note=", ".join(filter(None, (name, again))))
    shown = ", ".join(given(event.selector, event.reply)) or "nothing"
    note = f"to {event.selector.label}: {shown}"
    task = _task_of(event, recording)
    return Words(Mark.HANDLER, "reply", task, ", ".join(filter(None, (note, again))))


def _task(task: int | None) -> str:
    return f"#{task}" if task is not None else ""


def _task_of(event: Event, recording: Recording) -> str:
    message = message_of(event, recording)
    return _task(message.task) if message is not None else ""


# -- what a message carries, and what a handler was given ------------------


def _payload(selector: Selector, arguments: tuple[object, ...]) -> str:
    if selector is HANDOVER:
        return f'for "{arguments[0]}"' if arguments else ""
    if selector in (WROTE, SENT):
        return _progress(arguments)
    if selector is RESUMED:
        return f"at {arguments[0]:,}" if arguments and isinstance(arguments[0], int) else ""
    shown = (_value(argument) for argument in arguments)
    return " to ".join(filter(None, shown))  # only a redirect shows two: a status, a request


def _progress(arguments: tuple[object, ...]) -> str:
    match arguments:
        case (int(), int(total), int(expected)):
            return f"{total:,} of {_size(expected)}" if expected >= 0 else _size(total)
        case _:
            return ""


def _size(count: int) -> str:
    return f"{count:,} byte{'s' if count != 1 else ''}"


def _value(value: object) -> str:
    """A carried object in a word or two; the empty text where there is nothing to say."""
    match value:
        case NSError():
            return _error(value)
        case NSHTTPURLResponse():
            # `statusCode()` would count as the delegate's look.
            return f"HTTP {value._status}"
        case NSURLRequest():
            url = value.URL()
            return url.shown() if url is not None else ""
        case NSURLAuthenticationChallenge():
            method = str(value.protectionSpace().authenticationMethod())
            return method.removeprefix("NSURLAuthenticationMethod")
        case NSData() | bytes():
            return _size(len(value))
        case _:
            return ""


def _error(error: NSError) -> str:
    name = _error_names().get(error.code()) if error.domain() == "NSURLErrorDomain" else None
    return f"{name or error.domain()} ({error.code()})"


@cache
def _error_names() -> dict[int, str]:
    """The names of the codes of NSURLErrorDomain."""
    found = vars(error_codes).items()
    return {code: name for name, code in found if isinstance(code, int) and code < 0}


def given(selector: Selector, reply: tuple[object, ...]) -> list[str]:
    """What a handler was called with, argument by argument."""
    types = selector.handler.block_python_types if selector.handler is not None else ()
    names = [*types, *[""] * len(reply)]
    return [_one_given(name, value) for name, value in zip(names, reply, strict=False)]


def _one_given(name: str, value: object) -> str:
    kind = getattr(enums, name, None)
    if kind is not None and isinstance(value, int):
        try:
            return str(kind(value).name)
        except ValueError:
            return str(int(value))
    match value:
        case None:
            return "None"
        case NSURLCredential():
            return "a credential"
        case NSURLRequest():
            return _value(value) or "a request"
        case _:
            return type(value).__name__


def _shown(url: str) -> str:
    """An address without its password."""
    address = NSURL.URLWithString_(url) if url else None
    return address.shown() if address is not None else url
