"""`enqueue`: a test writes the messages that the system would send.

Not here: whether a message may come now (engine.py), what its arguments are (messages.py). One
rule: what the system could never send is refused at the test's own line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from urlsession_mock.calls import WebSocketCalls
from urlsession_mock.conformance import implementation
from urlsession_mock.errors import IllegalMessage
from urlsession_mock.files import TemporaryFile
from urlsession_mock.foundation.authentication import SESSION_LEVEL, NSURLAuthenticationChallenge
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.error import NSError
from urlsession_mock.messages import check_progress, checked
from urlsession_mock.selectors import (
    CHALLENGE,
    DELAYED,
    FINISH_DOWNLOAD,
    INVALID,
    SENT,
    SESSION_CHALLENGE,
    WAITING,
    WEBSOCKET_CLOSE,
    WEBSOCKET_OPEN,
    WROTE,
    Selector,
)
from urlsession_mock.task_keeping import TaskKeeping
from urlsession_mock.tasks import NSURLSessionTask

if TYPE_CHECKING:
    from urlsession_mock.engine import Life
    from urlsession_mock.foundation.response import NSURLResponse

__all__ = ["Scripting"]

__tracebackhide__ = True  # pytest then shows the caller's line

_NOTHING = object()


class Scripting(TaskKeeping):
    """The part of NSURLSession that is ours."""

    # -- ours: writing the messages --------------------------------------

    def enqueue(self, selector: str, task: object = _NOTHING, /, *arguments: object) -> None:
        """Enqueue a message for the delegate, as the system would.

        `selector` is a row of `urlsession_mock.selectors`, or its name in Objective-C,
        Python or Swift. Then come the task, for a message about one, and what the message carries:
        neither the session nor a handler. Bytes become NSData; the file of a finished download is
        given as bytes or as a path, and copied.

        Raises `IllegalMessage`, at this line, where the system could never send it here; its
        text says what was allowed. Source: R61 and the tables of `urlsession_mock.lifecycle`.
        """
        # Received data takes the short way; anything unusual about it raises or falls through
        # to the long way, which says what is wrong.
        given: Any = task  # Any: what is no task of ours has no life, and takes the long way
        recording = self._recording
        lock = recording.lock
        try:
            (value,) = arguments
            life: Life = given._life
            lock.acquire()  # as a context manager a lock costs twice as much
            try:
                edge = life.tail[selector]
                if type(value) is bytes and edge.first is NSData:
                    value = NSData(value)
                if type(value) is edge.first and life.channel is self._channel:
                    log = recording.log
                    life.tail = edge.to
                    life.last = position = len(log)
                    log += (edge.selector, recording.clock(), life, value)
                    self._channel.ready.append(position)
                    return
            finally:
                lock.release()
        except (AttributeError, KeyError, ValueError):
            pass
        self._enqueue(selector, task, arguments)

    def respond(self, task: NSURLSessionTask, response: NSURLResponse) -> None:
        """Set the response of a task whose delegate is not asked about it, as a download's."""
        task._facts.response = response

    def _enqueue(self, name: str, task: object, arguments: tuple[object, ...]) -> None:
        selector = self._channel.refuse_by_name(name)
        if not selector.about_task:
            own = arguments if task is _NOTHING else (task, *arguments)
            self._enqueue_own(selector, checked(selector, own))
            return
        if not isinstance(task, NSURLSessionTask):
            raise IllegalMessage(
                f"{selector} is about a task: give one of this session's tasks before its "
                f"arguments, not {'nothing' if task is _NOTHING else repr(task)}"
            )
        life = task._life
        if life.channel is not self._channel:
            raise IllegalMessage(
                f"{task!r} is a task of another session, so {selector} cannot come here"
            )
        if selector is WEBSOCKET_CLOSE and arguments[:1] == (None,):
            arguments = (self._world.options.close_code_absent, *arguments[1:])  # C7
        given: tuple[Any, ...] = checked(selector, arguments)  # Any: typed by the row, and checked
        self._check(selector, life, given)
        if selector is FINISH_DOWNLOAD:
            folder = self._world.temporary_folder()
            given = (TemporaryFile(folder, len(self._recording.log), given[0]),)
        try:
            self._channel.enqueue(life, selector, given)
        except IllegalMessage:
            if selector is FINISH_DOWNLOAD:
                given[0].end()
            raise
        life.facts.told(selector, given)
        if selector is WEBSOCKET_OPEN:
            calls = WebSocketCalls.of(life.facts)
            calls.is_open = True
            for what, call in calls.by_hand():
                self._call_later(what, call)

    def _enqueue_own(self, selector: Selector, arguments: tuple[object, ...]) -> None:
        if selector is INVALID and arguments[0] is None:
            raise IllegalMessage(
                f"{selector} with nil cannot be enqueued: the session sends it when the app "
                f"invalidates it; give the NSError of a systemic failure (R35)"
            )
        if selector is SESSION_CHALLENGE:
            method = _method_of(arguments[0])
            if method not in SESSION_LEVEL:
                raise IllegalMessage(
                    f"{selector} cannot come for {method}: such a challenge goes to "
                    f"{CHALLENGE} only (R73)"
                )
        if selector is INVALID:
            self._is_finishing = True
            self._channel.forget_question()
            for life in list(self._channel.lives.values()):
                self._fail(life, cast(NSError, arguments[0]))  # `checked` saw to it
        self._channel.enqueue(self._channel.own, selector, arguments)

    def _check(self, selector: Selector, life: Life, arguments: tuple[object, ...]) -> None:
        """What the tables cannot say: conditions on the configuration and on what is carried."""
        if not life.tail.knows(selector):
            return  # the tables refuse it
        if selector in (SENT, WROTE):
            check_progress(selector, life, arguments)
        elif selector is DELAYED and life.facts.begin_date is None:
            raise IllegalMessage(
                f"{selector} comes only for a task with an earliestBeginDate; "
                f"call task.setEarliestBeginDate_(date) before resume() (R48)"
            )
        elif selector is WAITING and not self._configuration.waitsForConnectivity():
            raise IllegalMessage(
                f"{selector} comes only where the configuration waits for connectivity; "
                f"call setWaitsForConnectivity_(True) on it (R87)"
            )
        elif selector is CHALLENGE and (method := _method_of(arguments[0])) in SESSION_LEVEL:
            delegate = self._delegate
            if delegate is not None and implementation(delegate, SESSION_CHALLENGE) is not None:
                raise IllegalMessage(
                    f"{selector} cannot come for {method}: the delegate implements "
                    f"{SESSION_CHALLENGE}, which is asked instead (R73)"
                )
            if self._world.options.session_challenge_without_method == "default-handling":
                raise IllegalMessage(
                    f"{selector} cannot come for {method}: by the option "
                    f"session_challenge_without_method such a challenge gets default handling (C1)"
                )


def _method_of(challenge: object) -> str:
    assert isinstance(challenge, NSURLAuthenticationChallenge)  # `checked` saw to it
    return str(challenge.protectionSpace().authenticationMethod())
