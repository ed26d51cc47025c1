"""How long one transfer waits, and for what: moments on the device's clock.

Pure: it is told the time. Not here: what happens when a moment comes (loading.py). One rule: a
suspended task's time stands still (R57).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

__all__ = ["NEVER", "Patience"]

NEVER: Final = float("inf")
# How often `run()` waits for a server that keeps silent before only `clock.advance` does.
_SILENCES: Final = 2
_LONGEST: Final = 10  # how often the time between two tries is doubled


class Patience:
    """The moments of one transfer. `now` is the clock, `whole` the seconds it has in all (R50)."""

    def __init__(self, now: Callable[[], float], whole: float, between: float) -> None:
        self._now = now
        self.between = between
        """Seconds in which something must come."""
        self._until = NEVER
        self._idle_at = NEVER
        self._over_at = now() + whole
        self._stopped_at: float | None = None
        self._silences = 0

    # -- what is waited for ----------------------------------------------

    def touch(self) -> None:
        """Something came, or somebody else was waited for: the silence begins anew."""
        # Inferred: whoever tries again and again waits longer each time.
        self._idle_at = self._now() + self.between * 2 ** min(self._silences, _LONGEST)

    def hold(self) -> None:
        """Whoever is waited for now, it is not the server."""
        self._idle_at = NEVER

    def pause(self, seconds: float) -> None:
        """Nothing comes for so long."""
        self._until = self._now() + seconds

    def end_pause(self) -> None:
        """It goes on."""
        self._until = NEVER

    def again(self) -> None:
        """The server was silent, and is asked once more."""
        self._silences += 1
        self._until = NEVER

    # -- is it time? -----------------------------------------------------

    @property
    def is_paused(self) -> bool:
        """The pause is not over."""
        return self._now() < self._until != NEVER

    @property
    def is_silent(self) -> bool:
        """The server was silent for too long."""
        return self._idle_at <= self._now() and self._idle_at < self._until

    @property
    def is_over(self) -> bool:
        """There is no time left at all."""
        return self._over_at <= self._now()

    @property
    def is_held(self) -> bool:
        """The server is not waited for."""
        return self._idle_at == NEVER

    @property
    def due(self) -> float | None:
        """The next moment that `run()` goes on to by itself; None where there is none."""
        at = min(self._until, self._idle_at if self._silences < _SILENCES else NEVER)
        return at if at != NEVER and self._stopped_at is None else None

    @property
    def deadline(self) -> float:
        """The next moment of all."""
        if self._stopped_at is not None:
            return NEVER
        return min(self._over_at, self._idle_at, self._until)

    # -- suspended -------------------------------------------------------

    def stop(self) -> None:
        """The task is suspended."""
        if self._stopped_at is None:
            self._stopped_at = self._now()

    def go_on(self) -> None:
        """It is not: what was due is due so much later."""
        if self._stopped_at is not None:
            passed = self._now() - self._stopped_at
            self._stopped_at = None
            self._until += passed
            self._idle_at += passed
            self._over_at += passed
