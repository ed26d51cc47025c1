"""A device that is explored.

Not here: what it asks (steered.py). One rule: it is the same device, with another loop.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from urlsession_mock.device import Device
from urlsession_mock.exploring.bodies import cut_scripts
from urlsession_mock.exploring.groups import Groups
from urlsession_mock.exploring.steered import Steered
from urlsession_mock.exploring.steering import Steering
from urlsession_mock.options import Options
from urlsession_mock.session import NSURLSession

__all__ = ["Explored"]


class Explored(Device):
    """A device whose free choices `steering` makes. `groups` learns what can affect what."""

    def __init__(
        self,
        steering: Steering,
        groups: Groups,
        *,
        options: Options | None = None,
        limit: float = 5.0,
        folder: Path | Callable[[], Path | None] | None = None,
    ) -> None:
        self.steering: Steering | None = steering
        self._groups = groups
        super().__init__(options=options, limit=limit, folder=folder)
        assert isinstance(self._runner, Steered)
        if steering.crew is not None:
            self.lanes.hire(steering.crew)
        self._runner.take_over()

    def _make_runner(self) -> Steered:
        assert self.steering is not None
        return Steered(self, self.steering, self._groups)

    def adopt(self, session: NSURLSession) -> None:
        """See `World`."""
        super().adopt(session)
        cut_scripts(session, self.steering)
