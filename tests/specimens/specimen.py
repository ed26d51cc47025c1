"""A specimen: a class with one fault, and the scene in which it shows.

Not here: any fault. One rule: the class is put on a device as an app's code is, and everything
else about the app is faultless.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from tests.specimens.faultless import FaultlessApp, FaultlessDelegate
from tests.specimens.stage import Make, Scene
from urlsession_mock import Device, Options

__all__ = ["Specimen"]


@dataclass(frozen=True, slots=True)
class Specimen:
    """`fault` is the app delegate's class, or that of its sessions' delegate.

    `options` and `limit` are the device's.
    """

    fault: type[FaultlessApp | FaultlessDelegate]
    scene: Scene
    options: Options | None = None
    limit: float = 5.0

    @property
    def breaks(self) -> str:
        """The id of the rule that it breaks, from its docstring."""
        return (self.fault.__doc__ or "").partition(".")[0].removeprefix("Breaks ")

    def device(self) -> Device:
        """A device to play it on."""
        return Device(options=self.options, limit=self.limit)

    def play(self, device: Device) -> None:
        """Put the app through its scene."""
        self.scene(device, self._make())

    def _make(self) -> Make:
        if issubclass(self.fault, FaultlessApp):
            return self.fault
        return partial(FaultlessApp, self.fault)
