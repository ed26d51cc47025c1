"""The mock session: Apple's surface, and `enqueue` for a test that writes the messages.

Not here: making tasks (task_making.py), calling the delegate (delivery.py). One rule: it
behaves as `NSURLSession` does, and refuses what that refuses.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Never, cast

from urlsession_mock import limits
from urlsession_mock.arguments import needs_block
from urlsession_mock.conformance import check_delegate, implementation
from urlsession_mock.delivery import Delivery
from urlsession_mock.errors import AppleException, IllegalMessage
from urlsession_mock.events import Refused, SessionInvalidated, Where
from urlsession_mock.facts import Facts
from urlsession_mock.files import TemporaryFile
from urlsession_mock.foundation.authentication import NSURLAuthenticationChallenge
from urlsession_mock.foundation.configuration import NSURLSessionConfiguration
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.enums import NSURLSessionTaskState
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.error_codes import NSURLErrorCancelled
from urlsession_mock.foundation.request import NSURLRequest
from urlsession_mock.handlers import Handler
from urlsession_mock.lifecycle import BECOMING_DOWNLOAD, BECOMING_STREAM, UNRESUMED, Answer, Kind
from urlsession_mock.messages import check_progress, checked
from urlsession_mock.operation_queue import NSOperationQueue
from urlsession_mock.recording import STRIDE, spread
from urlsession_mock.selectors import (
    BECAME_DOWNLOAD,
    BECAME_STREAM,
    CHALLENGE,
    DATA,
    DELAYED,
    FINISH_DOWNLOAD,
    INVALID,
    SENT,
    SESSION_CHALLENGE,
    WAITING,
    WEBSOCKET_CLOSE,
    WROTE,
    Selector,
)
from urlsession_mock.task_making import TaskMaking
from urlsession_mock.tasks import NSURLSessionTask, class_of
from urlsession_mock.where import caller
from urlsession_mock.world import Process, World, current

if TYPE_CHECKING:
    from urlsession_mock.engine import Channel, Life
    from urlsession_mock.foundation.response import NSURLResponse

__all__ = ["MockSession", "NSURLSession"]

__tracebackhide__ = True  # pytest then shows the caller's line

_NOTHING = object()
# R73: the authentication methods that concern a connection, and so the session.
SESSION_LEVEL = frozenset(
    {
        "NSURLAuthenticationMethodServerTrust",
        "NSURLAuthenticationMethodClientCertificate",
        "NSURLAuthenticationMethodNTLM",
        "NSURLAuthenticationMethodNegotiate",
    }
)


class NSURLSession(TaskMaking):
    """A session of the active device.

    Source: developer.apple.com/documentation/foundation/urlsession
    """

    _configuration: NSURLSessionConfiguration
    _description: str | None
    _has_ended: bool

    # -- making one ------------------------------------------------------

    @classmethod
    def sessionWithConfiguration_(
        cls, configuration: NSURLSessionConfiguration, /
    ) -> NSURLSession:
        """A session without a delegate; refused for a background configuration (R41)."""
        return cls._open(current(), configuration, None, None)

    @classmethod
    def sessionWithConfiguration_delegate_delegateQueue_(
        cls,
        configuration: NSURLSessionConfiguration,
        delegate: object,
        queue: NSOperationQueue | None,
        /,
    ) -> NSURLSession:
        """A session with a delegate, whose messages come on `queue`.

        Without a queue the session makes a serial one of its own, never the main one (R25). The
        delegate is kept until the session is invalid (R32), the configuration is copied (R39).

        Raises `NotADelegate` where the delegate is not well-formed, `AppleException` for
        a background session without one (R41), `NoActiveDevice` where no device is active.
        """
        return cls._open(current(), configuration, delegate, queue)

    @classmethod
    def sharedSession(cls) -> NSURLSession:
        """The app's shared session: no delegate, and invalidating it does nothing (R38)."""
        world = current()
        if world.process.shared is None:
            configuration = NSURLSessionConfiguration.defaultSessionConfiguration()
            world.process.shared = cls._open(world, configuration, None, None)
            world.process.shared._is_shared = True
        return world.process.shared

    def init(self) -> Never:
        """Refused: a session is made by one of the class methods."""
        raise AppleException(
            "NSGenericException",
            "a session is made by sessionWithConfiguration_delegate_delegateQueue_",
        )

    @classmethod
    def new(cls) -> Never:
        """Refused, as `init`."""
        cls.alloc().init()

    @classmethod
    def _open(
        cls,
        world: World,
        configuration: NSURLSessionConfiguration,
        delegate: object,
        queue: NSOperationQueue | None,
    ) -> NSURLSession:
        self = object.__new__(cls)
        self._set_up(world, configuration, delegate, queue)
        return self

    def _set_up(
        self,
        world: World,
        configuration: NSURLSessionConfiguration,
        delegate: object,
        queue: NSOperationQueue | None,
    ) -> None:
        if not isinstance(configuration, NSURLSessionConfiguration):
            raise TypeError(
                f"an NSURLSessionConfiguration is wanted, not {type(configuration).__name__}"
            )
        if queue is not None and not isinstance(queue, NSOperationQueue):
            raise TypeError(f"an NSOperationQueue or None is wanted, not {type(queue).__name__}")
        if delegate is not None:
            check_delegate(delegate)
        self._world, self._process = world, world.process
        self._configuration = configuration.copy()
        self._is_background = configuration.kind == "background"
        self._is_shared = self._is_finishing = self._has_ended = False
        self._description = None
        self._delegate = delegate
        if self._is_background and delegate is None:
            self._number = 0
            raise self._refused(
                "background-session-limits",
                "NSInvalidArgumentException",
                "a background session needs a delegate",
            )
        self._is_own_queue = queue is None
        self._queue = queue or NSOperationQueue._private("delegate")
        self._channel = world.open_channel(self._configuration)
        self._recording = world.recording
        self._lock = world.recording.lock
        world.adopt(self)
        self._delivery = Delivery(self, self._channel)
        for life in list(self._channel.lives.values()):
            plain = world.options.reattached_tasks == "base-class"
            (NSURLSessionTask if plain else class_of(life.kind))._show(self, life)

    @classmethod
    def _former(
        cls, world: World, channel: Channel, configuration: NSURLSessionConfiguration
    ) -> NSURLSession:
        """A session of a former launch: nobody holds it, but its messages can be enqueued."""
        self = object.__new__(cls)
        self._world, self._process = world, Process(0)
        self._process.is_alive = False
        self._configuration = configuration.copy()
        self._is_background = True
        self._is_shared = self._is_finishing = self._has_ended = False
        self._delegate, self._description, self._number = None, None, 0
        self._queue = NSOperationQueue._private("delegate")
        self._channel, self._recording = channel, world.recording
        self._lock = world.recording.lock
        return self

    def _former_task(
        self, request: NSURLRequest, kind: Kind, description: str | None
    ) -> NSURLSessionTask:
        """A running task of a former launch."""
        life = self._channel.begin(kind)
        facts = life.facts = Facts(request)
        facts.description, facts.suspensions = description, 0
        self._channel.resume(life)
        return class_of(kind)._show(self, life)

    # -- Apple's surface -------------------------------------------------

    def delegate(self) -> object:
        """The delegate; None once the session is invalid (R32)."""
        return self._delegate

    def delegateQueue(self) -> NSOperationQueue:
        """The queue its messages come on; never None (R25)."""
        return self._queue

    def configuration(self) -> NSURLSessionConfiguration:
        """A copy of the configuration (R39)."""
        return self._configuration.copy()

    def sessionDescription(self) -> str | None:
        """A text for people."""
        return self._description

    def setSessionDescription_(self, description: str | None, /) -> None:
        """Set the text."""
        self._description = description

    def finishTasksAndInvalidate(self) -> None:
        """Let the tasks end, then become invalid; returns at once (R33)."""
        self._invalidate(cancels=False, where=caller(2))

    def invalidateAndCancel(self) -> None:
        """Cancel the tasks, then become invalid; returns at once (R34, C2)."""
        self._invalidate(cancels=True, where=caller(2))

    def getAllTasksWithCompletionHandler_(
        self, handler: Callable[[list[NSURLSessionTask]], object], /
    ) -> None:
        """Tell the handler, on the delegate queue, all tasks that run (R65)."""
        needs_block(handler, "the tasks")
        self._channel.enqueue_block(
            "getAllTasksWithCompletionHandler:", lambda: handler(self._running())
        )

    def getTasksWithCompletionHandler_(
        self,
        handler: Callable[
            [list[NSURLSessionTask], list[NSURLSessionTask], list[NSURLSessionTask]], object
        ],
        /,
    ) -> None:
        """Tell the handler the data, upload and download tasks that run (R65)."""
        needs_block(handler, "the data, upload and download tasks")

        def answer() -> None:
            tasks = self._running()
            names = ("NSURLSessionDataTask", "NSURLSessionUploadTask", "NSURLSessionDownloadTask")
            data, upload, download = ([t for t in tasks if type(t).__name__ == n] for n in names)
            handler(data, upload, download)

        self._channel.enqueue_block("getTasksWithCompletionHandler:", answer)

    def resetWithCompletionHandler_(self, handler: Callable[[], object], /) -> None:
        """Call the handler on the delegate queue; there are no caches to empty here."""
        needs_block(handler, "nothing")
        self._channel.enqueue_block("resetWithCompletionHandler:", handler)

    def flushWithCompletionHandler_(self, handler: Callable[[], object], /) -> None:
        """Call the handler on the delegate queue; there are no caches to flush here."""
        needs_block(handler, "nothing")
        self._channel.enqueue_block("flushWithCompletionHandler:", handler)

    def copy(self) -> NSURLSession:
        """The same object (R39)."""
        return self

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
        lock = self._lock
        try:
            (value,) = arguments
            life: Life = given._life
            lock.acquire()  # as a context manager a lock costs twice as much
            try:
                edge = life.tail[selector]
                if type(value) is bytes and edge.first is NSData:
                    value = NSData(value)
                if type(value) is edge.first and life.channel is self._channel:
                    recording = self._recording
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

    # -- the life of its tasks -------------------------------------------

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
        with self._lock:  # nobody sees the answer before what it leads to is done
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
        face = class_of(new.kind)._show(self, new)
        self._channel.cut_off(life, state, f"the task is {state}")
        self._channel.enqueue(life, message, (face,))
        self._world.converted(life, new)

    def _cancel(self, life: Life) -> None:
        request = life.facts.request
        url = request.URL() if request is not None else None
        self._fail(life, NSError.url_error(NSURLErrorCancelled, url), is_cancel=True)

    def _fail(self, life: Life, error: NSError, *, is_cancel: bool = False) -> None:
        """End a task with an error, whatever it was doing."""
        was_resumed = life.position.name != UNRESUMED
        if not self._channel.cancel(life, error):
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

        self._channel.enqueue_block("completion handler of a task", call, ends=life)

    def _ended(self, life: Life) -> None:
        """The last message about a task was delivered."""
        life.delegate = None  # R83
        if not life.facts.is_settled:
            life.facts.completed(None)  # it became another task, or gave its streams away
        self._maybe_invalid()

    def _running(self) -> list[NSURLSessionTask]:
        """The tasks that were resumed and have not ended (R65).

        Never-resumed ones are not listed, as was observed: openradar 28608776.
        """
        return [
            life.face
            for life in list(self._channel.lives.values())
            if life.position.name != UNRESUMED and not life.facts.is_settled
        ]

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
        # R28: no thread is promised, so it is neither main nor the delegate queue.
        self._world.elsewhere(lambda: handler(NSData(data) if data is not None else None))

    # -- its own end -----------------------------------------------------

    def _invalidate(self, *, cancels: bool, where: Where | None) -> None:
        if self._is_shared:
            return  # R38
        world = self._world
        world.recording.add(
            SessionInvalidated,
            world.lanes.here(self._number),
            self._number,
            self._configuration.identifier(),
            cancels,
            where,
        )
        was_finishing, self._is_finishing = self._is_finishing, True
        at_once = cancels and world.options.invalidation_message == "at-once"
        if at_once and not was_finishing:
            self._enqueue_invalid()
        if cancels:
            self._channel.forget_question()
            for life in list(self._channel.lives.values()):
                self._cancel(life)
        self._maybe_invalid()

    def _maybe_invalid(self) -> None:
        if self._is_finishing and not self._channel.lives:
            self._enqueue_invalid()

    def _enqueue_invalid(self) -> None:
        own = self._channel.own
        if not own.is_ending:
            self._channel.enqueue(own, INVALID, (None,))

    def _became_invalid(self) -> None:
        """The delegate was told; the session lets go of it (R32)."""
        self._has_ended = True
        self._delegate = None
        self._channel.close()

    def _refused(self, rule: str, name: str, reason: str) -> AppleException:
        world = self._world
        world.recording.add(
            Refused, world.lanes.here(), rule, f"{name}: {reason}", self._number, caller(2)
        )
        return AppleException(name, reason)

    def __repr__(self) -> str:
        identifier = self._configuration.identifier()
        kind = self._configuration.kind
        return f"<NSURLSession {self._number} {kind}{f' {identifier}' if identifier else ''}>"


class MockSession(NSURLSession):
    """A session made the Python way, for a test that writes the messages itself.

    `delegate` receives them. With `identifier` it is a background session; a
    `configuration` says more. `queue` is the delegate queue, `device` the
    device it belongs to: the active one by default.

    Raises what `sessionWithConfiguration_delegate_delegateQueue_` raises.
    """

    def __init__(  # pyright: ignore[reportInconsistentConstructor]  # NSObject's __new__ takes anything
        self,
        delegate: object,
        *,
        identifier: str | None = None,
        configuration: NSURLSessionConfiguration | None = None,
        queue: NSOperationQueue | None = None,
        device: World | None = None,
    ) -> None:
        if identifier is not None and configuration is not None:
            raise TypeError("give an identifier or a configuration, not both")
        if configuration is None:
            configuration = (
                NSURLSessionConfiguration.backgroundSessionConfigurationWithIdentifier_(identifier)
                if identifier is not None
                else NSURLSessionConfiguration.defaultSessionConfiguration()
            )
        self._set_up(device or current(), configuration, delegate, queue)


def _method_of(challenge: object) -> str:
    assert isinstance(challenge, NSURLAuthenticationChallenge)  # `checked` saw to it
    return str(challenge.protectionSpace().authenticationMethod())


