"""The application as a rubicon client meets it: UIKit's or AppKit's, whichever the device has.

Not here: what it does (the doubles of `bindings.pyobjc`). One rule: where the core hands its app
to a delegate, the client gets the application object.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from urlsession_mock.app import App
from urlsession_mock.bindings.pyobjc import app_kit, ui_kit
from urlsession_mock.world import current

if TYPE_CHECKING:
    from urlsession_mock.device import Device

__all__ = ["APPLICATIONS", "PROPERTIES", "application", "device"]

APPLICATIONS: Final[dict[str, type]] = {
    "UIApplication": ui_kit.UIApplication,
    "NSApplication": app_kit.NSApplication,
}
PROPERTIES: Final = frozenset(
    {
        *("sharedApplication", "delegate", "applicationState", "backgroundTimeRemaining"),
        *("idleTimerDisabled", "keyWindow", "windows", "connectedScenes", "mainWindow"),
        *("applicationIconBadgeNumber", "mainMenu"),
    }
)
"""What is a property of theirs. Source: UIApplication.h, NSApplication.h."""


def device() -> Device:
    """The active device. Raises `NoActiveDevice` where there is none."""
    return cast("Device", current())  # a world is a device, but where tests make their own


def application(thing: Any) -> Any:  # Any: whatever is to be shown
    """The application object that stands for the device's app; anything else as it is."""
    if not isinstance(thing, App):
        return thing
    kit: Any = ui_kit.UIApplication  # Any: either has the method
    if device().options.platform == "macos-appkit":
        kit = app_kit.NSApplication
    return kit.sharedApplication()
