"""`UIKit`, as far as a URLSession client touches it: the application, its state, background tasks.

Not here: anything that is seen; PyObjC has no UIKit, the bridges on iOS spell it so. One rule: the
state is that of the device's app.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Final, Self, cast

from urlsession_mock.device import Device
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.not_simulated import not_simulated
from urlsession_mock.world import current

__all__ = [
    "UIApplication",
    "UIApplicationBackgroundFetchIntervalMinimum",
    "UIApplicationBackgroundFetchIntervalNever",
    "UIApplicationLaunchOptionsRemoteNotificationKey",
    "UIApplicationLaunchOptionsURLKey",
    "UIApplicationStateActive",
    "UIApplicationStateBackground",
    "UIApplicationStateInactive",
    "UIBackgroundFetchResultFailed",
    "UIBackgroundFetchResultNewData",
    "UIBackgroundFetchResultNoData",
    "UIBackgroundTaskInvalid",
]

# Source: UIKit/UIApplication.h
UIApplicationStateActive: Final = 0
UIApplicationStateInactive: Final = 1
UIApplicationStateBackground: Final = 2
UIBackgroundTaskInvalid: Final = 0
UIBackgroundFetchResultNewData: Final = 0
UIBackgroundFetchResultNoData: Final = 1
UIBackgroundFetchResultFailed: Final = 2
UIApplicationBackgroundFetchIntervalMinimum: Final = 0.0
UIApplicationBackgroundFetchIntervalNever: Final = 1.7976931348623157e308
UIApplicationLaunchOptionsURLKey: Final = "UIApplicationLaunchOptionsURLKey"
UIApplicationLaunchOptionsRemoteNotificationKey: Final = (
    "UIApplicationLaunchOptionsRemoteNotificationKey"
)

_KEPT: Final = "UIApplication"
_ENDLESS: Final = 1.7976931348623157e308  # what iOS says while the app is in front
_ALLOWANCE: Final = 30.0  # seconds in the background, as observed; Apple promises no number


@not_simulated(
    "keyWindow", "windows", "connectedScenes", "openURL:options:completionHandler:", "canOpenURL:",
    "registerForRemoteNotifications", "unregisterForRemoteNotifications", "sendEvent:",
    "beginReceivingRemoteControlEvents", "applicationIconBadgeNumber",
    "setApplicationIconBadgeNumber:", "setAlternateIconName:completionHandler:", "openURL:",
    "sendAction:to:from:forEvent:", "userInterfaceLayoutDirection", "statusBarOrientation",
)  # fmt: skip
class UIApplication(NSObject):
    """The application. Source: developer.apple.com/documentation/uikit/uiapplication"""

    __not_simulated__: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def sharedApplication(cls) -> Self:
        """The one of this launch of the active device's app."""
        device = current()
        kept = device.process.applications
        if _KEPT not in kept:
            kept[_KEPT] = made = cls.alloc().init()
            made._device = device
        return cast("Self", kept[_KEPT])  # whatever class asked first

    def init(self) -> Self:
        """An application with no background tasks."""
        self._delegate: Any = None
        self._device: Any = None
        self._tasks: dict[int, Callable[[], object] | None] = {}
        self._last = UIBackgroundTaskInvalid
        self._is_idle_timer_disabled = False
        return self

    def delegate(self) -> Any:  # whatever the app was launched with
        """The app delegate: the one that was set, or that of the device's app; or None."""
        if self._delegate is not None or not isinstance(self._device, Device):
            return self._delegate
        return self._device.app.delegate

    def setDelegate_(self, delegate: object, /) -> None:
        """Set another app delegate."""
        self._delegate = delegate

    def applicationState(self) -> int:
        """Active while the app runs, in the background while it is suspended."""
        if isinstance(self._device, Device) and not self._device.app.is_running:
            return UIApplicationStateBackground
        return UIApplicationStateActive

    def backgroundTimeRemaining(self) -> float:
        """Seconds that are left in the background: endless in front."""
        is_active = self.applicationState() == UIApplicationStateActive
        return _ENDLESS if is_active else _ALLOWANCE

    def beginBackgroundTaskWithExpirationHandler_(
        self, handler: Callable[[], object] | None, /
    ) -> int:
        """Ask for time in the background; the number to end it by. The handler never comes."""
        self._last += 1
        self._tasks[self._last] = handler
        return self._last

    def beginBackgroundTaskWithName_expirationHandler_(
        self, name: str | None, handler: Callable[[], object] | None, /
    ) -> int:
        """The same, with a name for the debugger."""
        return self.beginBackgroundTaskWithExpirationHandler_(handler)

    def endBackgroundTask_(self, identifier: int, /) -> None:
        """End one; the invalid one, and one that is ended already, are passed over as on iOS."""
        self._tasks.pop(identifier, None)

    def isIdleTimerDisabled(self) -> bool:
        """Whether the screen stays on."""
        return self._is_idle_timer_disabled

    def setIdleTimerDisabled_(self, flag: bool, /) -> None:
        """Keep the screen on."""
        self._is_idle_timer_disabled = bool(flag)

    def setMinimumBackgroundFetchInterval_(self, seconds: float, /) -> None:
        """Background fetches do not come here."""
