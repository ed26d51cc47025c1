"""NSNotification: what happened, to whom, and more about it.

Not here: who is told (`notification_center.py`). One rule: it never changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from urlsession_mock.foundation.bridged import invalid_argument
from urlsession_mock.foundation.dictionary import NSDictionary
from urlsession_mock.foundation.objects import NSObject

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

__all__ = ["NSNotification"]


class NSNotification(NSObject):
    """A notification. Source: developer.apple.com/documentation/foundation/nsnotification"""

    __slots__ = ("_name", "_object", "_user_info")
    _name: str
    _object: object
    _user_info: NSDictionary[Any, Any] | None

    @classmethod
    def notificationWithName_object_(cls, name: str, sender: object, /) -> Self:
        """One without more about it. Raises ValueError for a name of None."""
        return cls.alloc().initWithName_object_userInfo_(name, sender, None)

    @classmethod
    def notificationWithName_object_userInfo_(
        cls, name: str, sender: object, user_info: Mapping[Any, Any] | None, /
    ) -> Self:
        """One from its parts. Raises ValueError for a name of None."""
        return cls.alloc().initWithName_object_userInfo_(name, sender, user_info)

    def initWithName_object_userInfo_(
        self, name: str, sender: object, user_info: Mapping[Any, Any] | None, /
    ) -> Self:
        """Set the parts."""
        if name is None:  # pyright: ignore[reportUnnecessaryComparison] # callers are untyped
            raise invalid_argument("NSNotification", "the name cannot be nil")
        self._name, self._object = name, sender
        self._user_info = None if user_info is None else NSDictionary(user_info)
        return self

    def name(self) -> str:
        """What happened."""
        return self._name

    def object(self) -> Any:  # an object of any class
        """Who it happened to, or None."""
        return self._object

    def userInfo(self) -> NSDictionary[Any, Any] | None:
        """More about it, or None."""
        return self._user_info

    def copy(self) -> Self:
        """The object itself; it cannot change."""
        return self

    def __repr__(self) -> str:
        return f"<NSNotification {self._name!r} object={self._object!r} userInfo={self._user_info}>"
