"""One transfer: a canned answer becomes the messages of its task.

Not here: choosing the answer (stubs.py). One rule: a transfer goes on only through the
engine, so that it can send nothing the lifecycle forbids.

A transfer is a generator: it yields where it has to wait, for a handler to be called or
for a suspended task to be resumed.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING, cast

from urlsession_mock.files import TemporaryFile
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.error_codes import NSURLErrorRequestBodyStreamExhausted
from urlsession_mock.foundation.metrics import NSURLSessionTaskMetrics
from urlsession_mock.foundation.response import NSHTTPURLResponse
from urlsession_mock.foundation.streams import NSInputStream
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.lifecycle import Answer as Reply
from urlsession_mock.lifecycle import Kind
from urlsession_mock.network.stubs import Answer
from urlsession_mock.selectors import (
    BODY_STREAM,
    COMPLETE,
    DATA,
    FINISH_DOWNLOAD,
    METRICS,
    RESPONSE,
    RESUMED,
    SENT,
    WROTE,
    Selector,
)
from urlsession_mock.tasks import NSURLSessionDownloadTask
from urlsession_mock.triggers import DOWNLOADS

if TYPE_CHECKING:
    from urlsession_mock.engine import Life

__all__ = ["Finish", "Transfer"]

Finish = Callable[["Life", object, NSError | None], None]

# A canned answer has no ranges, so a resumed download starts over at 0 (R80).
_RESUMED = frozenset({Kind.RESUMED_DOWNLOAD, Kind.BACKGROUND_RESUMED_DOWNLOAD})
# Kinds whose delegate is not asked about the response (R54, R61).
_UNASKED = DOWNLOADS | {Kind.BACKGROUND_UPLOAD, Kind.HANDLER}


class Transfer:
    """A task on the wire. `step()` goes on until it has to wait; False where it moved nothing."""

    def __init__(
        self,
        life: Life,
        answer: Answer,
        folder: Callable[[], Path],
        finish: Finish,
    ) -> None:
        self.life = life
        self._answer = answer
        self._folder = folder
        self._finish = finish
        self._steps = self._run()
        self.is_over: bool = False

    def step(self) -> bool:
        """Go on as far as possible now."""
        with self.life.channel.recording.lock:  # an answer may come from another thread
            return self._step()

    def _step(self) -> bool:
        if self.is_over or self.life.is_ending or self.life.is_asking:
            self.is_over = self.is_over or self.life.is_ending
            return False
        if self.life.facts.suspensions > 0:
            return False  # no network traffic while suspended (R57)
        before = self.life.last
        try:
            next(self._steps)
        except StopIteration:
            self.is_over = True
        return self.is_over or self.life.last != before

    def _run(self) -> Generator[None]:
        life, answer = self.life, self._answer
        facts = life.facts
        url = facts.url  # never None: a stub was found by it
        if answer.error is not None:
            self._end(NSError.url_error(answer.error, url))
            return
        if facts.is_streamed:
            _, (stream,) = yield from self._ask(BODY_STREAM)
            if not isinstance(stream, NSInputStream):
                code = NSURLErrorRequestBodyStreamExhausted  # inferred: Apple does not say
                self._end(NSError.url_error(code, url))
                return
            facts.body = stream.read_all()
        if facts.body:
            size = len(facts.body)
            life.channel.enqueue(life, SENT, (size, size, facts.expected_send))
            facts.sent = len(facts.body)
        facts.response = NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
            cast(NSURL, url), answer.status, "HTTP/1.1", dict(answer.headers)
        )
        facts.expected_receive = answer.length
        if life.kind not in _UNASKED:
            reply, _ = yield from self._ask(RESPONSE, facts.response)
            if reply is not Reply.ALLOW and self.life is life:
                return  # cancelled, or became a stream: not this transfer's any more
        yield from self._body()

    def _ask(
        self, selector: Selector, *arguments: object
    ) -> Generator[None, None, tuple[Reply, tuple[object, ...]]]:
        """Ask the delegate, and wait until it has answered."""
        life = self.life
        life.forget_answer()
        life.channel.enqueue(life, selector, arguments)
        while (answer := life.answer) is None:
            yield
        reply, given = answer
        return reply, given or (None,)

    def _body(self) -> Generator[None]:
        life, answer = self.life, self._answer
        facts = life.facts
        is_file = life.kind in DOWNLOADS or isinstance(life.face, NSURLSessionDownloadTask)
        if life.kind is Kind.HANDLER:
            self._end(None, self._file() if is_file else self._joined())
            return
        if life.kind in _RESUMED:
            life.channel.enqueue(life, RESUMED, (0, answer.length))
        for chunk in answer.chunks:
            if is_file:
                facts.received += len(chunk)
                life.channel.enqueue(life, WROTE, (len(chunk), facts.received, answer.length))
            else:
                life.channel.enqueue(life, DATA, (NSData(chunk),))
            yield  # the delegate hears of it, and may cancel, before the next
        if is_file:
            life.channel.enqueue(life, FINISH_DOWNLOAD, (self._file(),))
        self._end(None)

    def _joined(self) -> NSData:
        return NSData(b"".join(self._answer.chunks))

    def _file(self) -> TemporaryFile:
        life = self.life
        number = len(life.channel.recording.log)
        return TemporaryFile(self._folder(), number, b"".join(self._answer.chunks))

    def _end(self, error: NSError | None, result: object = None) -> None:
        life = self.life
        life.channel.enqueue(life, METRICS, (NSURLSessionTaskMetrics.with_transactions(),))
        if life.kind is Kind.HANDLER:
            self._finish(life, result, error)
        else:
            life.channel.enqueue(life, COMPLETE, (error,))
