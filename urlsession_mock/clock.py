"""The device's clock: time that stands still until something moves it.

Not here: what happens when it moves (runner.py). One rule: nobody waits for it in real time. It
goes on to the next thing that happens by itself, or as far as a test says; only while a real
server is talked to does it also go as real time goes.
"""

from __future__ import annotations

import time
from collections.abc import Callable

__all__ = ["Clock"]


class Clock:
    """Seconds on a device, from 0 when it was made. `device.clock`.

    `source` gives real seconds; they count only while the clock flows. `wind` lets a device run
    to a moment.
    """

    def __init__(self, source: Callable[[], float], wind: Callable[[float], None]) -> None:
        self._source = source
        self._wind = wind
        self._skipped = 0.0
        self._since: float | None = None
        self._born = time.time()

    def now(self) -> float:
        """Seconds since the device was made."""
        if self._since is None:
            return self._skipped
        return self._skipped + self._source() - self._since

    def today(self) -> float:
        """Seconds since 1970, as the device's calendar has it."""
        return self._born + self.now()

    def advance(self, seconds: float) -> None:
        """Let so many seconds pass; all that is due in them happens, in order, as in `run()`.

        What takes longer than `run()` waits for by itself needs this: a time-out of the whole
        resource, a connection that may come back. Raises `ValueError` for a number below 0.
        """
        __tracebackhide__ = True
        if not seconds >= 0:
            raise ValueError(f"a clock advances by seconds from 0 up, not {seconds!r}")
        self._wind(self.now() + seconds)

    # -- the device's own ------------------------------------------------

    def flow(self) -> None:
        """From here on real time counts: a real server is talked to."""
        if self._since is None:
            self._since = self._source()

    def jump(self, to: float) -> None:
        """It is that late now; never earlier than it was."""
        self._skipped += max(to - self.now(), 0.0)

    def stamp(self) -> float:
        """The time of an event: real seconds, and those that were skipped."""
        return self._source() + self._skipped

    def __repr__(self) -> str:
        return f"<Clock at {self.now():g} s>"
