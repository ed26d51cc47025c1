"""One data task in a session, its messages, and what came about it.

For tests of what waits, goes and is dropped. One rule: a delegate here notes everything and
judges nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.scripted import (
    Handler,
    Notes,
    Step,
    answer,
    send,
    url,
)
from urlsession_mock import Device, MockSession
from urlsession_mock.events import Dropped
from urlsession_mock.foundation import (
    NSURLSessionTask,
)
from urlsession_mock.recording import Recording
from urlsession_mock.selectors import (
    COMPLETE,
    RESPONSE,
    Selector,
)


class Later:
    """Answers that are kept until the test gives them: `handlers`, newest last."""

    def __init__(self, *asked: Selector) -> None:
        self.asked = asked
        self.handlers: list[Handler] = []

    def __call__(self, selector: Selector, given: tuple[Any, ...], handler: Handler) -> None:
        if not self.asked or selector in self.asked:
            self.handlers.append(lambda *reply: reply_to(selector, given, handler, reply))
        else:
            answer(selector, given, handler)


def reply_to(
    selector: Selector, given: tuple[Any, ...], handler: Handler, reply: tuple[Any, ...]
) -> None:
    if reply:
        handler(*reply)
    else:
        answer(selector, given, handler)


def always(*reply: object) -> Callable[[Selector, tuple[Any, ...], Handler], None]:
    """Answers at once, always the same, to responses; plainly to everything else."""

    def answers(selector: Selector, given: tuple[Any, ...], handler: Handler) -> None:
        if selector is RESPONSE:
            handler(*reply)
        else:
            answer(selector, given, handler)

    return answers


def asked(selector: Selector, *reply: object) -> Callable[..., None]:
    """Answers at once, this to one message, plainly to everything else."""

    def answers(named: Selector, given: tuple[Any, ...], handler: Handler) -> None:
        if named is selector:
            handler(*reply)
        else:
            answer(named, given, handler)

    return answers


def data_task(session: MockSession, *steps: Step) -> NSURLSessionTask:
    task = session.dataTaskWithURL_(url())
    task.resume()
    send(session, task, *steps)
    return task


def only_task(device: Device, answers: Callable[..., None], *steps: Step) -> Only:
    notes = Notes(answers)
    session = device.session(notes)
    return Only(device, notes, session, data_task(session, *steps))


class Only:
    """A session with one data task, and what came about that."""

    def __init__(
        self, device: Device, notes: Notes, session: MockSession, task: NSURLSessionTask
    ) -> None:
        self.device, self.notes, self.session, self.task = device, notes, session, task

    def run(self) -> list[Selector]:
        """What has come about the task by now, its creation left out."""
        self.device.run()
        return self.notes.about(self.task)[1:]

    def end(self) -> int | None:
        """The code of the error it completed with, None for success."""
        error = self.notes.last(COMPLETE)[-1]
        return None if error is None else int(error.code())


def reasons(recording: Recording) -> list[tuple[Selector, str]]:
    return [(event.selector, event.why) for event in recording.only(Dropped)]
