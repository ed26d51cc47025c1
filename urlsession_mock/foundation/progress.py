"""NSProgress: how far a task is.

What it is: the counts, and cancelling, pausing and resuming. What it is not: a tree of
progresses, or one that other processes see. Its one rule: handlers run where they are caused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from urlsession_mock.foundation.dictionary import NSDictionary
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.not_simulated import not_simulated

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

__all__ = ["NSProgress"]

# fmt: off
_REFUSED: Final = (
    "+currentProgress", "+progressWithTotalUnitCount:parent:pendingUnitCount:",
    "becomeCurrentWithPendingUnitCount:", "performAsCurrentWithPendingUnitCount:usingBlock:",
    "resignCurrent", "addChild:withPendingUnitCount:", "publish", "unpublish",
    "+addSubscriberForFileURL:withPublishingHandler:", "+removeSubscriber:",
    "localizedDescription", "setLocalizedDescription:", "localizedAdditionalDescription",
    "setLocalizedAdditionalDescription:", "kind", "setKind:", "estimatedTimeRemaining",
    "setEstimatedTimeRemaining:", "throughput", "setThroughput:", "fileOperationKind",
    "setFileOperationKind:", "fileURL", "setFileURL:", "fileTotalCount", "setFileTotalCount:",
    "fileCompletedCount", "setFileCompletedCount:", "isOld",
)
# fmt: on


@not_simulated(*_REFUSED)
class NSProgress(NSObject):
    """How far something is. Source: developer.apple.com/documentation/foundation/progress"""

    _total: int = 0
    _completed: int = 0
    _cancellable: bool = True
    _pausable: bool = False
    _cancelled: bool = False
    _paused: bool = False
    _user_info: dict[str, Any] | None = None  # values of any kind, by key
    _on_cancel: Callable[[], object] | None = None
    _on_pause: Callable[[], object] | None = None
    _on_resume: Callable[[], object] | None = None

    @classmethod
    def progressWithTotalUnitCount_(cls, total: int, /) -> Self:
        """A progress of so many units, none of them done."""
        return cls.discreteProgressWithTotalUnitCount_(total)

    @classmethod
    def discreteProgressWithTotalUnitCount_(cls, total: int, /) -> Self:
        """The same, and never part of another; here none is."""
        made = cls.alloc().init()
        made.setTotalUnitCount_(total)
        return made

    def initWithParent_userInfo_(self, parent: None, userInfo: dict[str, object] | None, /) -> Self:
        """A progress without a parent. Raises ValueError for one with a parent."""
        if parent is not None:
            raise ValueError("a tree of NSProgress is not simulated; pass None for the parent")
        self._user_info = dict(userInfo or {})
        return self

    def totalUnitCount(self) -> int:
        """How many units there are; negative if unknown."""
        return self._total

    def setTotalUnitCount_(self, total: int, /) -> None:
        """Say how many units there are."""
        self._total = int(total)

    def completedUnitCount(self) -> int:
        """How many units are done."""
        return self._completed

    def setCompletedUnitCount_(self, completed: int, /) -> None:
        """Say how many units are done."""
        self._completed = int(completed)

    def fractionCompleted(self) -> float:
        """The share that is done, from 0.0 to 1.0; 0.0 while indeterminate."""
        return 0.0 if self.isIndeterminate() else self._completed / self._total

    def isIndeterminate(self) -> bool:
        """Whether the share that is done cannot be known."""
        return self._total < 0 or self._completed < 0 or self._total == 0

    def isFinished(self) -> bool:
        """Whether all is done."""
        return not self.isIndeterminate() and self._completed >= self._total

    def userInfo(self) -> NSDictionary[str, Any]:  # values of any kind, by key
        """More about it, as a copy."""
        return NSDictionary(self._user_info or {})

    def setUserInfoObject_forKey_(self, value: object, key: str, /) -> None:
        """Set one entry of userInfo, or take it out with None."""
        entries = dict(self.userInfo())
        entries.pop(key, None)
        self._user_info = entries if value is None else {**entries, key: value}

    def isCancellable(self) -> bool:
        """Whether a user may cancel it."""
        return self._cancellable

    def setCancellable_(self, value: bool, /) -> None:
        self._cancellable = bool(value)

    def isPausable(self) -> bool:
        """Whether a user may pause it."""
        return self._pausable

    def setPausable_(self, value: bool, /) -> None:
        self._pausable = bool(value)

    def isCancelled(self) -> bool:
        """Whether it was cancelled."""
        return self._cancelled

    def isPaused(self) -> bool:
        """Whether it is paused."""
        return self._paused

    def cancellationHandler(self) -> Callable[[], object] | None:
        """What runs when it is cancelled."""
        return self._on_cancel

    def setCancellationHandler_(self, handler: Callable[[], object] | None, /) -> None:
        """Set what runs when it is cancelled; at once if it was."""
        self._on_cancel = handler
        if self._cancelled and handler is not None:
            handler()

    def pausingHandler(self) -> Callable[[], object] | None:
        """What runs when it is paused."""
        return self._on_pause

    def setPausingHandler_(self, handler: Callable[[], object] | None, /) -> None:
        self._on_pause = handler

    def resumingHandler(self) -> Callable[[], object] | None:
        """What runs when it is resumed."""
        return self._on_resume

    def setResumingHandler_(self, handler: Callable[[], object] | None, /) -> None:
        self._on_resume = handler

    def cancel(self) -> None:
        """Cancel it, once, and run the handler."""
        if self._cancelled:
            return
        self._cancelled = True
        if self._on_cancel is not None:
            self._on_cancel()

    def pause(self) -> None:
        """Pause it and run the handler."""
        if self._cancelled or self._paused:
            return
        self._paused = True
        if self._on_pause is not None:
            self._on_pause()

    def resume(self) -> None:
        """Resume it and run the handler."""
        if self._cancelled or not self._paused:
            return
        self._paused = False
        if self._on_resume is not None:
            self._on_resume()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._completed} of {self._total}>"
