"""What a WebSocket and a stream on the wire share: a connection that stays open.

Not here: what passes on it (talking.py, streaming.py). One rule: an open connection may be silent
for as long as it likes; a real server is waited for only while the app waits for something.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from urlsession_mock.calls import Calls, Owed
from urlsession_mock.network.loading import Transfer

if TYPE_CHECKING:
    from urlsession_mock.engine import Life
    from urlsession_mock.foundation.configuration import NSURLSessionConfiguration
    from urlsession_mock.foundation.error import NSError
    from urlsession_mock.network.asking import Granted
    from urlsession_mock.network.wire import Source
    from urlsession_mock.world import World

__all__ = ["Connection"]


class _Wire(Protocol):
    """A connection, as far as its times go."""

    @property
    def due(self) -> float | None: ...
    @property
    def is_live(self) -> bool: ...


class Connection(Transfer):
    """A transfer without an end of its own."""

    def __init__(
        self,
        life: Life,
        world: World,
        source: Source,
        configuration: NSURLSessionConfiguration,
        granted: Granted,
        calls: Calls,
    ) -> None:
        super().__init__(life, world, source, configuration, granted, _nobody)
        self._owed = calls
        self._owed.is_served = True
        self._seen = 0
        self._quiet_at = 0.0

    @property
    def _wire(self) -> _Wire | None:
        raise NotImplementedError

    # -- when ------------------------------------------------------------

    @property
    def is_live(self) -> bool:
        """A real server is to go on with it, and the app waits for that."""
        if not self._owed.is_open:
            return super().is_live
        wire = self._wire
        if wire is None or not wire.is_live or not self._is_going:
            return False
        return self._owed.is_owing and self._clock.now() < self._waits_until

    @property
    def due(self) -> float | None:
        """See `Transfer`."""
        if not self._is_going:
            return super().due
        wire, moments = self._wire, [super().due, self._until]
        if wire is not None and self._owed.is_open:
            moments.append(wire.due)
            moments.append(self._waits_until if wire.is_live and self._owed.is_owing else None)
        return min((at for at in moments if at is not None), default=None)

    @property
    def _until(self) -> float | None:
        """When something that the app asked for is over."""
        return None

    @property
    def _is_going(self) -> bool:
        return self.life.facts.suspensions <= 0 and not self.life.is_asking

    @property
    def _waits_until(self) -> float:
        """Until when a real server is waited for: as long as a lane may be held (limit)."""
        if self._seen != self._owed.count:
            self._touched()
        return self._quiet_at

    def _touched(self) -> None:
        """Something came, or the app asked for something new: the wait begins anew."""
        self._seen = self._owed.count
        self._quiet_at = self._clock.now() + self._world.lanes.limit

    # -- the app's blocks ------------------------------------------------

    def _later(self, *owed: Owed) -> None:
        """Call blocks on the delegate queue."""
        for what, call in owed:
            self.life.channel.enqueue_block(what, call)


def _nobody(life: Life, result: object, error: NSError | None) -> None:
    """Such a task has no completion handler of its own."""
