"""UIApplication and NSApplication, as far as an app with a URLSession meets them.

Not here: the app's life (`urlsession_mock.app`). One rule: the application is the device's app.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from urlsession_mock.world import current

if TYPE_CHECKING:
    from urlsession_mock.app import App
    from urlsession_mock.device import Device

__all__ = ["Application", "device"]


def device() -> Device:
    """The active device. Raises `NoActiveDevice` where there is none."""
    return cast("Device", current())  # a world is a device, but where tests make their own


class Application:
    """What the device's app can be asked.

    Source: developer.apple.com/documentation/uikit/uiapplication
    """

    @classmethod
    def sharedApplication(cls) -> App:
        """The app."""
        return device().app

    def delegate(self: Any) -> object:
        """The app delegate; None where there is none."""
        return self.delegate

    def setDelegate_(self: Any, delegate: object, /) -> None:
        """Set the app delegate."""
        self.delegate = delegate

    def applicationState(self: Any) -> int:
        """Active 0, or background 2."""
        return 0 if self.is_running else 2

    def isRunning(self: Any) -> bool:
        """Whether the app runs."""
        return bool(self.is_running)

    def run(self: Any) -> None:
        """Let everything happen that can."""
        device().run()

    def stop_(self: Any, _sender: object, /) -> None:
        """Nothing: `run` ends when nothing more can happen."""
