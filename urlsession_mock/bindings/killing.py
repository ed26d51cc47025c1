"""An app that the system kills in the middle, and launches again when its transfers have ended.

Not here: what becomes of its transfers (`urlsession_mock.background`). One rule: what is launched
again starts from nothing, so the script runs anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from urlsession_mock.errors import Killed, NotPossibleNow

if TYPE_CHECKING:
    from urlsession_mock.device import Device

__all__ = ["Killing"]


class Killing:
    """Kills the app of a device once, when its delegates were sent `after` messages.

    The app's own main loop, `UIApplicationMain`, raises `Killed` then.
    """

    def __init__(self, device: Device, after: int) -> None:
        self._device = device
        self._after = after
        self.has_begun: bool = False
        """The script came to its main loop."""
        self.is_done: bool = False
        """The app was killed."""
        device.app.main = self._first

    def _first(self, app_delegate: object) -> None:
        """The launch that the kill ends."""
        self.has_begun = True
        device = self._device
        device.launch(app_delegate)
        for _ in range(self._after):
            if device.step() is None:
                return
        device.app.terminate()
        device.app.main = self._again
        self.is_done = True
        raise Killed

    def _again(self, app_delegate: object) -> None:
        """The launch by the system, for each session that has something to tell."""
        device = self._device
        device.app._use(app_delegate)
        for identifier in device.background.identifiers():
            if device.app.is_running and device.process.sessions:
                device.app.suspend()
            try:
                device.wake(identifier)
            except NotPossibleNow:
                continue  # it has nothing to tell, or wants no launch
            device.run()
        if not device.app.is_running:
            device.launch(app_delegate)  # by the user then
            device.run()
