"""What servers had answered, read from a recording: each task's requests, and what came for them.

Not here: who gets it (playback.py). One rule: what passed on the wire is told by what the
delegate was told of it; what it was not told of, nobody will miss.

Most comes from the messages: a redirect, a challenge, a response, its body. Where a task's delegate
is not asked, as about a download's response, the metrics at its end say what the servers answered.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from urlsession_mock.engine import Block
from urlsession_mock.events import Enqueued, Event, SessionCreated, TaskCreated
from urlsession_mock.foundation.authentication import SESSION_LEVEL, NSURLAuthenticationChallenge
from urlsession_mock.foundation.constants import (
    NSURLErrorFailingURLErrorKey,
    NSURLErrorFailingURLStringErrorKey,
)
from urlsession_mock.foundation.enums import NSURLSessionTaskMetricsResourceFetchType
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.error_codes import NSURLErrorCancelled
from urlsession_mock.foundation.metrics import NSURLSessionTaskMetrics
from urlsession_mock.foundation.request import NSURLRequest
from urlsession_mock.foundation.response import NSHTTPURLResponse
from urlsession_mock.network.wire import (
    Asked,
    Chunk,
    End,
    Failure,
    Happening,
    Head,
    Informational,
    Stall,
)
from urlsession_mock.replaying.doubles import File, content_of
from urlsession_mock.selectors import (
    BECAME_DOWNLOAD,
    CHALLENGE,
    COMPLETE,
    DATA,
    FINISH_DOWNLOAD,
    INFORMATIONAL,
    METRICS,
    REDIRECT,
    RESPONSE,
    SESSION_CHALLENGE,
    WROTE,
)
from urlsession_mock.task_keeping import END_OF_TASK

__all__ = ["Attempt", "RecordedTask", "recorded_tasks"]

_CACHE = NSURLSessionTaskMetricsResourceFetchType.LocalCache
_CODINGS = {"gzip": 31, "x-gzip": 31, "deflate": 15}  # as zlib's `wbits`
_URLS = (NSURLErrorFailingURLErrorKey, NSURLErrorFailingURLStringErrorKey)


@dataclass(slots=True)
class Attempt:
    """One request and what came for it. `numbers` are the recorded events behind the steps."""

    request: NSURLRequest | None
    steps: list[Happening] = field(default_factory=list[Happening])
    numbers: list[int] = field(default_factory=list[int])

    def add(self, number: int, *steps: Happening) -> None:
        """More came, told by the event of that number."""
        self.steps += steps
        self.numbers += [number] * len(steps)

    @property
    def has_head(self) -> bool:
        """A response came."""
        return any(isinstance(step, Head) for step in self.steps)


@dataclass(slots=True)
class RecordedTask:
    """A task of the recording, with what its servers did."""

    event: TaskCreated
    attempts: list[Attempt]
    sizes: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    """Of a download: the number of each progress message, and its bytes."""
    file: bytes = b""
    length: int = -1
    """Of a download: how many bytes were expected, as progress said; -1 where nobody knew."""
    status: int = 200
    metrics: NSURLSessionTaskMetrics | None = None
    is_over: bool = False

    @property
    def last(self) -> Attempt:
        """The attempt that is under way."""
        return self.attempts[-1]


def recorded_tasks(events: Iterable[Event]) -> list[RecordedTask]:
    """The tasks of a recording that talk HTTP, in the order in which they were made."""
    return list(_Reading().read(events))


class _Reading:
    def __init__(self) -> None:
        self._made: list[RecordedTask] = []
        self._by_number: dict[tuple[object, int], RecordedTask] = {}
        self._identifiers: dict[int, str | None] = {}
        self._converted: list[RecordedTask] = []

    def read(self, events: Iterable[Event]) -> Iterator[RecordedTask]:
        kept: list[Enqueued | TaskCreated] = []
        for event in events:
            if isinstance(event, SessionCreated):
                self._identifiers[event.session] = event.identifier
            elif isinstance(event, (Enqueued, TaskCreated)):
                kept.append(event)
        for event in kept:
            if isinstance(event, TaskCreated):
                task = RecordedTask(event, [Attempt(event.request)])
                self._by_number[self._key(event.session, event.task)] = task
                self._made.append(task)
            else:
                self._enqueued(event)
        for task in self._made:
            _completed(task)
            yield task

    def _key(self, session: int, task: int) -> tuple[object, int]:
        # A background task has its number from the first of its sessions on.
        return self._identifiers.get(session) or session, task

    def _enqueued(self, event: Enqueued) -> None:
        if isinstance(event.selector, Block):
            if event.selector == END_OF_TASK and len(event.arguments) >= 4:
                self._end_of_task(event, event.arguments[-4:])
            return
        if event.selector is SESSION_CHALLENGE:
            self._about_session(event)
            return
        if event.task is None:
            return
        key = self._key(event.session, event.task)
        task = self._by_number.get(key)
        if task is None and self._converted:
            task = self._by_number[key] = self._converted.pop(0)
        if task is not None:
            if event.selector is BECAME_DOWNLOAD:
                self._converted.append(task)
            else:
                _told(task, event)

    def _about_session(self, event: Enqueued) -> None:
        """The connection of the newest task asks, which is told to the session."""
        for task in reversed(self._made):
            if task.event.session == event.session and not task.is_over:
                _challenged(task, event.number, event.arguments[0])
                return

    def _end_of_task(self, event: Enqueued, given: tuple[Any, ...]) -> None:
        number, result, response, error = given
        task = self._by_number.get(self._key(event.session, number))
        if task is None:
            return
        if response is not None and not task.last.has_head:
            task.last.add(event.number, _head(response))
        if result is not None:
            body = result if isinstance(result, bytes) else content_of(cast(File, result))
            if isinstance(body, bytes) and body:
                task.last.add(event.number, Chunk(bytes(body)))
        _ended(task, event.number, error)


def _told(task: RecordedTask, event: Enqueued) -> None:
    number, given = event.number, event.arguments
    selector = event.selector
    if selector is REDIRECT:
        task.last.add(number, _head(given[0]), End())
        task.attempts.append(Attempt(cast(NSURLRequest, given[1])))
    elif selector is CHALLENGE:
        _challenged(task, number, given[0])
    elif selector is INFORMATIONAL:
        head = _head(given[0])
        task.last.add(number, Informational(head.status, head.headers))
    elif selector is RESPONSE:
        task.last.add(number, _head(given[0]))
    elif selector is DATA:
        task.last.add(number, Chunk(bytes(cast(bytes, given[0]))))
    elif selector is WROTE:
        task.sizes.append((number, cast(int, given[0])))
        task.length = cast(int, given[2])
    elif selector is FINISH_DOWNLOAD:
        file = cast(File, given[0])
        content = content_of(file)
        task.file = content if isinstance(content, bytes) else content.read_bytes()
        task.status = file.status or task.status
    elif selector is METRICS:
        task.metrics = cast(NSURLSessionTaskMetrics, given[0])
    elif selector is COMPLETE:
        _ended(task, number, given[0])


def _challenged(task: RecordedTask, number: int, given: object) -> None:
    challenge = cast(NSURLAuthenticationChallenge, given)
    space = challenge.protectionSpace()
    if space.authenticationMethod() in SESSION_LEVEL and challenge.failureResponse() is None:
        task.last.add(number, Asked(space))
        return
    response = challenge.failureResponse()
    if response is None:
        realm = f'Basic realm="{space.realm() or ""}"'
        head = Head(401, (("WWW-Authenticate", realm),))
    else:
        head = _head(response)
    task.last.add(number, head, End())
    task.attempts.append(Attempt(task.last.request))


def _ended(task: RecordedTask, number: int, given: object) -> None:
    task.is_over = True
    if given is None:
        task.last.add(number, End())
        return
    error = cast(NSError, given)
    if error.code() == NSURLErrorCancelled:
        task.last.add(number, Stall())  # by the app, as it is now
        return
    asked = [at for at, step in enumerate(task.last.steps) if isinstance(step, Asked)]
    info = {key: value for key, value in error._user_info.items() if key not in _URLS}
    if asked and asked[-1] == len(task.last.steps) - 1:
        question = cast(Asked, task.last.steps[-1])
        task.last.steps[-1] = Asked(question.space, int(error.code()), info)
        return  # it failed by default handling, and does so again
    task.last.add(number, Failure(int(error.code()), info))


def _completed(task: RecordedTask) -> None:
    """Fill in what the metrics know, and give the body the shape it has on the wire."""
    metrics = task.metrics
    transactions = [] if metrics is None else list(metrics.transactionMetrics())
    real = [each for each in transactions if each.resourceFetchType() is not _CACHE]
    if len(real) > len(task.attempts):
        # The system went on by itself, as background sessions do with redirects.
        before = [Attempt(each.request()) for each in real[: len(real) - len(task.attempts)]]
        task.attempts[0].request = real[len(before)].request()
        task.attempts[:0] = before
    for attempt, transaction in zip(task.attempts, real, strict=False):
        response = transaction.response()
        if response is not None and not attempt.has_head:
            _put_head(attempt, _head(response), is_last=attempt is task.last)
    if task.sizes or task.file:
        _put_file(task)
    for attempt in task.attempts:
        _encode(attempt)


def _put_head(attempt: Attempt, head: Head, *, is_last: bool) -> None:
    place = next(
        (
            at
            for at, step in enumerate(attempt.steps)
            if isinstance(step, (Chunk, End, Failure, Stall))
        ),
        len(attempt.steps),
    )
    number = attempt.numbers[place] if place < len(attempt.numbers) else 0
    attempt.steps.insert(place, head)
    attempt.numbers.insert(place, number)
    if not is_last:
        attempt.add(number, End())


def _put_file(task: RecordedTask) -> None:
    """The file in the pieces that progress told of; nothing is known of one that failed."""
    last = task.last
    total = sum(size for _, size in task.sizes)
    content = task.file or bytes(total)
    pieces: list[tuple[int, Happening]] = []
    start = 0
    for number, size in task.sizes:
        pieces.append((number, Chunk(content[start : start + size])))
        start += size
    if start < len(content):
        pieces.append((last.numbers[-1] if last.numbers else 0, Chunk(content[start:])))
    if not last.has_head:
        known = (("Content-Length", str(task.length)),) if task.length >= 0 else ()
        _put_head(last, Head(task.status, known), is_last=True)
    at = next(index for index, step in enumerate(last.steps) if isinstance(step, Head)) + 1
    last.steps[at:at] = [piece for _, piece in pieces]
    last.numbers[at:at] = [number for number, _ in pieces]


def _encode(attempt: Attempt) -> None:
    """The delegate was told decoded pieces; on the wire they are encoded."""
    head = next((step for step in attempt.steps if isinstance(step, Head)), None)
    coding = (head.header("Content-Encoding") or "").strip().lower() if head is not None else ""
    if coding not in _CODINGS:
        return
    packer = zlib.compressobj(wbits=_CODINGS[coding])
    chunks = [at for at, step in enumerate(attempt.steps) if isinstance(step, Chunk)]
    for at in chunks:
        data = cast(Chunk, attempt.steps[at]).data
        end = zlib.Z_FINISH if at == chunks[-1] else zlib.Z_SYNC_FLUSH
        attempt.steps[at] = Chunk(packer.compress(data) + packer.flush(end))


def _head(given: object) -> Head:
    response = cast(NSHTTPURLResponse, given)
    if not isinstance(given, NSHTTPURLResponse):
        return Head()
    return Head(response._status, response._headers.items(), response._version or "HTTP/1.1")
