"""What a session does with its tasks once they are made: answers, ends, conversions.

Not here: making them (task_making.py). One rule: a task changes through the engine, and what
its delegate or its block is told comes on the delegate queue.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from urlsession_mock import limits
from urlsession_mock.events import Where
from urlsession_mock.facts import Facts
from urlsession_mock.files import TemporaryFile
from urlsession_mock.foundation.array import NSArray
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.enums import NSURLSessionTaskState
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.error_codes import NSURLErrorCancelled
from urlsession_mock.handlers import Handler
from urlsession_mock.lifecycle import BECOMING_DOWNLOAD, BECOMING_STREAM, UNRESUMED, Answer, Kind
from urlsession_mock.recording import STRIDE, spread
from urlsession_mock.selectors import (
    BECAME_DOWNLOAD,
    BECAME_STREAM,
    DATA,
    Selector,
)
from urlsession_mock.socket_tasks import class_of
from urlsession_mock.task_making import TaskMaking
from urlsession_mock.tasks import NSURLSessionTask

if TYPE_CHECKING:
    from urlsession_mock.delivery import Delivery
    from urlsession_mock.engine import Life
    from urlsession_mock.foundation.configuration import NSURLSessionConfiguration
    from urlsession_mock.recording import Recording

__all__ = ["END_OF_TASK", "TaskKeeping"]

END_OF_TASK = "completion handler of a task"
"""What a recording calls the block of a task. It carries the task's number, the data or the file,
the response and the error, behind the block itself where the run has it."""


class TaskKeeping(TaskMaking):
    """The part of NSURLSession that keeps its tasks."""

    _configuration: NSURLSessionConfiguration
    _recording: Recording
    _delivery: Delivery

    def _handler(self, life: Life, selector: Selector, number: int) -> Handler:
        return Handler(
            self._world,
            selector,
            number,
            self._configuration.identifier(),
            lambda answer, arguments: self._replied(life, selector, answer, arguments),
        )

    def _replied(
        self, life: Life, selector: Selector, answer: Answer, arguments: tuple[Any, ...]
    ) -> None:  # Any: what a handler takes, checked by it
        with self._recording.lock:  # nobody sees the answer before what it leads to is done
            if not self._channel.reply(life, answer, arguments) or life.number is None:
                return
            if answer is Answer.BECOME_STREAM and self._is_background:
                self._refused(*limits.NO_STREAMS)  # recorded; the task is over
                self._cancel(life)
            elif answer is Answer.CANCEL:
                self._cancel(life)
            elif answer is Answer.BECOME_DOWNLOAD:
                self._convert(life, Kind.DOWNLOAD, BECOMING_DOWNLOAD, BECAME_DOWNLOAD)
            elif answer is Answer.BECOME_STREAM:
                self._convert(life, Kind.STREAM, BECOMING_STREAM, BECAME_STREAM)
            else:
                asked = self._recording.log[life.gate_at + 3]
                life.facts.answered(selector, asked, arguments)

    def _convert(self, life: Life, kind: Kind, state: str, message: Selector) -> None:
        """Make the task that a data task becomes, and tell the delegate (R68, R69)."""
        in_background = self._is_background and kind is Kind.DOWNLOAD
        new = self._channel.convert(life, Kind.BACKGROUND_DOWNLOAD if in_background else kind)
        old = life.facts
        facts = new.facts = Facts(old.request)
        facts.response, facts.current_request = old.response, old.current_request
        facts.description, facts.suspensions = old.description, 0
        facts.expected_receive = old.expected_receive
        face = class_of(new.kind)._show(self, new)  # type: ignore[arg-type]  # this part is only ever used whole
        self._channel.cut_off(life, state, f"the task is {state}")
        self._channel.enqueue(life, message, (face,))
        self._world.converted(life, new)

    def _cancel(self, life: Life) -> None:
        error = NSError.url_error(NSURLErrorCancelled, life.facts.url)
        steering = self._world.steering
        if steering is None or not steering.cancels(
            life, lambda: self._fail(life, error, is_cancel=True, in_time=True)
        ):
            self._fail(life, error, is_cancel=True)

    def _fail(
        self, life: Life, error: NSError, *, is_cancel: bool = False, in_time: bool = False
    ) -> None:
        """End a task with an error, whatever it was doing."""
        was_resumed = life.position.name != UNRESUMED
        if not self._channel.cancel(life, error, in_time=in_time):
            return
        if is_cancel and (was_resumed or life.kind is not Kind.WEBSOCKET):
            life.facts.is_cancelled = True  # a WebSocket never resumed stays Suspended (R56)
            if self._world.options.cancelled_state == "canceling":
                life.facts.ended = NSURLSessionTaskState.Canceling  # C8
        if life.kind is Kind.HANDLER:
            self._finish_block(life, None, error)
        self._world.stopped(life)

    def _finish_block(self, life: Life, result: object, error: NSError | None) -> None:
        """Tell the end of a completion-handler task to its block (R81)."""
        facts = life.facts

        def call() -> None:
            facts.completed(error)
            self._channel.end(life)
            file = result if isinstance(result, TemporaryFile) else None
            try:
                facts.block(file.url if file else result, facts.response, error)
            finally:
                if file:
                    file.end()  # gone when the block returns, as when a delegate does (R79)
                self._ended(life)

        given = (life.number, result, facts.response, error)
        self._channel.enqueue_block(END_OF_TASK, call, ends=life, given=given)

    def _call_later(self, what: str, call: Callable[[], object]) -> None:
        """Call a block the app gave, on the delegate queue.

        An invalid session's queue takes no turns any more; the block is called all the same.
        """
        if not self._channel.own.is_over:
            self._channel.enqueue_block(what, call)
            return
        lanes = self._world.lanes
        self._world.elsewhere(
            lambda: self._delivery.call_block(what, call, lanes.here(self._number))
        )

    def _ended(self, life: Life) -> None:
        """The last message about a task was delivered."""
        life.delegate = None  # R83
        if not life.facts.is_settled:
            life.facts.completed(None)  # it became another task, or gave its streams away
        self._maybe_invalid()

    def _maybe_invalid(self) -> None:
        raise NotImplementedError  # the other part has it

    def _running(self) -> NSArray[NSURLSessionTask]:
        """The tasks that were resumed and have not ended (R65).

        Never-resumed ones are not listed, as was observed: openradar 28608776.
        """
        return NSArray(
            life.face
            for life in list(self._channel.lives.values())
            if life.position.name != UNRESUMED and not life.facts.is_settled
        )

    def _received(self, life: Life) -> int:
        """Body bytes received: the last progress report, or the data enqueued so far."""
        log, facts = self._recording.log, life.facts
        end = len(log)
        for position in range(facts.counted, end, STRIDE):
            if log[position] is DATA and log[position + 2] is life:
                facts.received += len(spread(log[position + 3])[0])
        facts.counted = end
        return int(facts.received)

    def _cancel_for_resume_data(
        self,
        task: NSURLSessionTask,
        handler: Callable[[NSData | None], object],
        where: Where | None,
    ) -> None:
        data = self._world.resume_data(task._life)
        task._cancel(where)
        lanes = self._world.lanes

        def call() -> None:
            given = NSData(data) if data is not None else None
            block = "cancelByProducingResumeData:"
            self._delivery.call_block(block, lambda: handler(given), lanes.here(self._number))

        # R28: no thread is promised, so it is neither main nor the delegate queue.
        self._world.elsewhere(call)
