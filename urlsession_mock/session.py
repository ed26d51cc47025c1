"""The mock session: Apple's surface, and `enqueue` for a test that writes the messages.

Not here: making tasks (task_making.py), calling the delegate (delivery.py). One rule: it
behaves as `NSURLSession` does, and refuses what that refuses.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Never

from urlsession_mock.arguments import needs_block
from urlsession_mock.conformance import check_delegate
from urlsession_mock.delivery import Delivery
from urlsession_mock.errors import AppleException
from urlsession_mock.events import Refused, SessionInvalidated, Where
from urlsession_mock.facts import Facts
from urlsession_mock.foundation.array import NSArray
from urlsession_mock.foundation.configuration import NSURLSessionConfiguration
from urlsession_mock.foundation.request import NSURLRequest
from urlsession_mock.lifecycle import Kind
from urlsession_mock.operation_queue import NSOperationQueue
from urlsession_mock.scripting import Scripting
from urlsession_mock.selectors import (
    INVALID,
)
from urlsession_mock.socket_tasks import class_of
from urlsession_mock.tasks import NSURLSessionTask
from urlsession_mock.unwrapping import unwrapped
from urlsession_mock.where import caller
from urlsession_mock.world import Process, World, current

if TYPE_CHECKING:
    from urlsession_mock.engine import Channel

__all__ = ["MockSession", "NSURLSession"]

__tracebackhide__ = True  # pytest then shows the caller's line


class NSURLSession(Scripting):
    """A session of the active device.

    Source: developer.apple.com/documentation/foundation/urlsession
    """

    _configuration: NSURLSessionConfiguration
    _description: str | None
    _is_shared = False

    # -- making one ------------------------------------------------------

    @classmethod
    def sessionWithConfiguration_(cls, configuration: NSURLSessionConfiguration, /) -> NSURLSession:
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
        with world.recording.lock:  # two threads may ask for it at once
            if world.process.shared is None:
                configuration = NSURLSessionConfiguration.defaultSessionConfiguration()
                self = object.__new__(cls)
                self._is_shared = True
                self._set_up(world, configuration, None, None)
                world.process.shared = self
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
        self._is_finishing = False
        self._description = None
        self._delegate = delegate
        if self._is_background and delegate is None:
            self._number = 0
            raise self._refused(
                "background-session-limits",
                "NSInvalidArgumentException",
                "a background session needs a delegate",
            )
        self._queue = queue or NSOperationQueue._private("delegate")
        self._channel = world.open_channel(self._configuration)
        self._recording = world.recording
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
        self._is_finishing = False
        self._delegate, self._description, self._number = None, None, 0
        self._queue = NSOperationQueue._private("delegate")
        self._channel, self._recording = channel, world.recording
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
            data, upload, download = (
                NSArray(t for t in tasks if type(t).__name__ == n) for n in names
            )
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
        self._is_finishing = True
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

    def __init__(
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
        self._set_up(device or current(), configuration, unwrapped(delegate), queue)
