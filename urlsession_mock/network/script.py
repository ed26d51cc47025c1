"""What a canned server does by itself on a connection that stays open: steps, in their order.

Pure. Not here: what the steps are (websockets.py, streams.py). One rule: a step comes so many
seconds after the one before it, on the device's clock, or once the app has sent enough.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

__all__ = ["Playing", "Script"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Step(Generic[T]):
    """Something to send, after seconds; or nothing, once so much has come."""

    what: T | None
    after: float = 0.0
    wanted: int = 0


class Script(Generic[T]):
    """The steps of one server, the same in every connection."""

    def __init__(self) -> None:
        self.steps: list[_Step[T]] = []

    def then(self, what: T, after: float) -> None:
        """Add a step. Raises `ValueError` for seconds below 0."""
        if not after >= 0:
            raise ValueError(f"after is a number of seconds from 0 up, not {after!r}")
        self.steps.append(_Step(what, after))

    def wait(self, count: int) -> None:
        """Go on once the app has sent so many more. Raises `ValueError` for less than one."""
        if count < 1:
            raise ValueError(f"count is a number from 1 up, not {count!r}")
        self.steps.append(_Step(None, wanted=count))


class Playing(Generic[T]):
    """A script in one connection. `now` is the device's clock, in seconds."""

    def __init__(self, script: Script[T], now: Callable[[], float]) -> None:
        self._steps = deque(script.steps)
        self._now = now
        self._since: float | None = None
        self._came = 0

    def came(self, count: int = 1) -> None:
        """The app has sent so many more."""
        self._came += count

    def stop(self) -> None:
        """Nothing more is done."""
        self._steps.clear()

    @property
    def due(self) -> float | None:
        """When the next step comes; None where it waits for the app, or there is none."""
        if not self._steps or self._steps[0].wanted or self._since is None:
            return None
        return self._since + self._steps[0].after

    def next(self, *, at_once: bool = False) -> T | None:
        """The next step whose time has come; with `at_once` whatever its time is."""
        if self._since is None:
            self._since = self._now()
        while self._steps:
            step = self._steps[0]
            if step.wanted:
                if self._came < step.wanted:
                    return None
                self._came -= step.wanted
                self._since = self._now()
            elif (at := self._since + step.after) > self._now() and not at_once:
                return None
            else:
                self._since = at
            self._steps.popleft()
            if step.what is not None:
                return step.what
        return None
