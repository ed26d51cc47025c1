"""NSNotificationCenter: who is told what happened.

What it is: observers, by selector and by block. What it is not: a queue of notifications, or
other processes; those are refused. Its one rule: posting calls the observers on the posting
thread, before it returns.
"""

from __future__ import annotations

import weakref
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from urlsession_mock.errors import NoActiveDevice
from urlsession_mock.foundation.array import NSArray
from urlsession_mock.foundation.bridged import invalid_argument
from urlsession_mock.foundation.notification import NSNotification
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.not_simulated import not_simulated, python_name

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping
    from typing import Self

    from urlsession_mock.operation_queue import NSOperationQueue

__all__ = ["NSDistributedNotificationCenter", "NSNotificationCenter", "announce"]


class _Observer:
    """One registration: what it wants to hear, and how it is told."""

    def __init__(
        self,
        who: Callable[[], object],
        name: str | None,
        sender: object,
        tell: Callable[[NSNotification], object],
    ) -> None:
        self.who = who
        self.name, self.sender, self.tell = name, sender, tell

    def wants(self, name: str, sender: object) -> bool:
        """It is of this name and of this object; Apple compares objects by identity."""
        return self.name in (None, name) and (self.sender is None or self.sender is sender)


class NSNotificationCenter(NSObject):
    """A notification center.

    Source: developer.apple.com/documentation/foundation/notificationcenter. The default one
    belongs to the app's process: a relaunched app has no observers.
    """

    _observers: list[_Observer]
    _post_later: Callable[[Callable[[], object]], object] | None

    @classmethod
    def defaultCenter(cls) -> NSNotificationCenter:
        """The center of the app on the active device. Raises `NoActiveDevice` without one."""
        # later: devices are built on these classes
        from urlsession_mock.world import current

        return current().stores.notifications

    def init(self) -> Self:
        """A center of its own, without observers."""
        self._observers, self._post_later = [], None
        return self

    @contextmanager
    def announcing(self, post: Callable[[Callable[[], object]], object], /) -> Generator[None]:
        """Have what is announced while the body runs posted by `post(job)`. Ours, not Apple's."""
        self._post_later = post
        try:
            yield
        finally:
            self._post_later = None

    # Observing.

    def addObserver_selector_name_object_(
        self, observer: object, selector: str | bytes | Any, name: str | None, sender: object, /
    ) -> None:
        """Have a method of an object called with each notification of a name and an object.

        None for either means any. The observer is not kept alive, and need not be removed (from
        macOS 10.11 and iOS 9 on). Raises ValueError where it has no such method.
        """
        method_name = python_name(_text(selector))
        if observer is None:
            raise invalid_argument("addObserver_selector_name_object_", "the observer is nil")
        if not callable(getattr(observer, method_name, None)):
            raise invalid_argument(
                "addObserver_selector_name_object_",
                f"{type(observer).__name__} has no method {method_name}; it would be called with "
                f"the notification",
            )
        who = _weakly(observer)

        def tell(notification: NSNotification) -> None:
            target = who()
            if target is not None:
                getattr(target, method_name)(notification)

        self._observers.append(_Observer(who, name, sender, tell))

    def addObserverForName_object_queue_usingBlock_(
        self,
        name: str | None,
        sender: object,
        queue: NSOperationQueue | None,
        block: Callable[[NSNotification], object],
        /,
    ) -> NSObject:
        """Have a block called: at once, or on a queue, while the poster waits for it.

        Returns what `removeObserver_` is given. The center keeps both until then.
        """
        token = NSObject.alloc().init()
        tell = block if queue is None else _on(queue, block)
        self._observers.append(_Observer(lambda: token, name, sender, tell))
        return token

    def removeObserver_(self, observer: object, /) -> None:
        """Remove all registrations of an object, or that of a block."""
        self.removeObserver_name_object_(observer, None, None)

    def removeObserver_name_object_(
        self, observer: object, name: str | None, sender: object, /
    ) -> None:
        """Remove those of a name and an object; None means any."""
        self._observers = [
            each
            for each in self._observers
            if each.who() is not observer
            or (name is not None and each.name != name)
            or (sender is not None and each.sender is not sender)
        ]

    # Posting.

    def postNotification_(self, notification: NSNotification, /) -> None:
        """Call the observers of a notification, in the order in which they came.

        An exception of one reaches the poster, as on a Mac.
        """
        for observer in self._observers:
            if observer.who() is None:
                self._observers = [each for each in self._observers if each is not observer]
            elif observer in self._observers and observer.wants(
                notification.name(), notification.object()
            ):
                observer.tell(notification)

    def postNotificationName_object_(self, name: str, sender: object, /) -> None:
        """The same, from its parts."""
        self.postNotificationName_object_userInfo_(name, sender, None)

    def postNotificationName_object_userInfo_(
        self, name: str, sender: object, user_info: Mapping[Any, Any] | None, /
    ) -> None:
        """The same, from its parts."""
        self.postNotification_(
            NSNotification.notificationWithName_object_userInfo_(name, sender, user_info)
        )

    def __repr__(self) -> str:
        return f"<{type(self).__name__} with {len(self._observers)} observers>"


_REFUSED: Final = (
    "+defaultCenter", "+notificationCenterForType:",
    "addObserver:selector:name:object:suspensionBehavior:", "addObserver:selector:name:object:",
    "postNotificationName:object:userInfo:deliverImmediately:",
    "postNotificationName:object:userInfo:options:", "postNotificationName:object:userInfo:",
    "postNotificationName:object:", "removeObserver:name:object:", "suspended", "setSuspended:",
)  # fmt: skip


@not_simulated(*_REFUSED)
class NSDistributedNotificationCenter(NSNotificationCenter):
    """Refused: there are no other processes to be told."""


def announce(name: str, sender: object) -> None:
    """Post to the default center, where a device is active. Ours, not Apple's.

    What code of the app changes is told at once, on its thread. What the loading system changes is
    told on the main lane, later: Apple does not say where, and user code must not run inside it.
    """
    try:
        center = NSNotificationCenter.defaultCenter()
    except NoActiveDevice:
        return
    if center._post_later is None:
        center.postNotificationName_object_(name, sender)
    elif any(observer.wants(name, sender) for observer in center._observers):
        center._post_later(lambda: center.postNotificationName_object_(name, sender))


def _on(
    queue: NSOperationQueue, block: Callable[[NSNotification], object]
) -> Callable[[NSNotification], object]:
    """The poster waits, as swift-corelibs-foundation's NotificationCenter does."""

    def tell(notification: NSNotification) -> None:
        # later: queues are built on these classes
        from urlsession_mock.operations import NSBlockOperation

        if queue.currentQueue() is queue:
            block(notification)
            return
        operation = NSBlockOperation.blockOperationWithBlock_(lambda: block(notification))
        queue.addOperations_waitUntilFinished_(NSArray([operation]), True)

    return tell


def _weakly(observer: object) -> Callable[[], object]:
    try:
        return weakref.ref(observer)
    except TypeError:  # a class with __slots__ and no room for it
        return lambda: observer


def _text(selector: str | bytes | Any) -> str:  # or PyObjC's selector object, or a method
    found = getattr(selector, "selector", selector)
    if isinstance(found, bytes):
        return found.decode("ascii")
    return found if isinstance(found, str) else str(getattr(found, "__name__", found))
