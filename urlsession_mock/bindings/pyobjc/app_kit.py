"""`AppKit`, as far as a URLSession client touches it: the application and its delegate.

Not here: anything that is seen. One rule: `run()` is the main run loop, and `terminate_` ends the
program as `exit()` does.
"""

from __future__ import annotations

from math import inf
from typing import Any, ClassVar, Final, Self, cast

from urlsession_mock.agenda import DEFAULT_MODE
from urlsession_mock.foundation.notification import NSNotification
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.not_simulated import not_simulated
from urlsession_mock.world import current

__all__ = [
    "NSApp",
    "NSApplication",
    "NSApplicationActivationPolicyAccessory",
    "NSApplicationActivationPolicyProhibited",
    "NSApplicationActivationPolicyRegular",
    "NSApplicationDidFinishLaunchingNotification",
    "NSApplicationMain",
    "NSApplicationWillFinishLaunchingNotification",
    "NSApplicationWillTerminateNotification",
    "NSTerminateCancel",
    "NSTerminateLater",
    "NSTerminateNow",
]

# Source: AppKit/NSApplication.h and NSRunningApplication.h
NSTerminateCancel: Final = 0
NSTerminateNow: Final = 1
NSTerminateLater: Final = 2
NSApplicationActivationPolicyRegular: Final = 0
NSApplicationActivationPolicyAccessory: Final = 1
NSApplicationActivationPolicyProhibited: Final = 2
NSApplicationDidFinishLaunchingNotification: Final = "NSApplicationDidFinishLaunchingNotification"
NSApplicationWillFinishLaunchingNotification: Final = "NSApplicationWillFinishLaunchingNotification"
NSApplicationWillTerminateNotification: Final = "NSApplicationWillTerminateNotification"


_KEPT: Final = "NSApplication"


@not_simulated(
    "mainWindow", "keyWindow", "windows", "mainMenu", "setMainMenu:", "dockTile", "hide:",
    "unhide:", "sendEvent:", "postEvent:atStart:", "beginSheet:modalForWindow:modalDelegate:"
    "didEndSelector:contextInfo:", "runModalForWindow:", "applicationIconImage",
    "setApplicationIconImage:", "registerForRemoteNotificationTypes:", "requestUserAttention:",
    "sendAction:to:from:", "orderFrontStandardAboutPanel:", "currentEvent",
)  # fmt: skip
class NSApplication(NSObject):
    """The application. Source: developer.apple.com/documentation/appkit/nsapplication"""

    __not_simulated__: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def sharedApplication(cls) -> Self:
        """The one of this launch of the app; of the class that is asked first."""
        kept = current().process.applications
        if _KEPT not in kept:
            kept[_KEPT] = cls.alloc().init()
        return cast("Self", kept[_KEPT])  # whatever class asked first

    def init(self) -> Self:
        """An application that does not run yet."""
        self._delegate: Any = None
        self._policy = NSApplicationActivationPolicyProhibited
        self._is_running = False
        self._is_stopped = False
        self._is_terminated = False
        return self

    def delegate(self) -> Any:  # whatever was set
        """The app delegate, or None."""
        return self._delegate

    def setDelegate_(self, delegate: object, /) -> None:
        """Set the app delegate; it is told when `run()` begins."""
        self._delegate = delegate

    def isRunning(self) -> bool:
        """Whether `run()` is at work."""
        return self._is_running

    def isActive(self) -> bool:
        """Whether it is in front."""
        return self._is_running

    def activationPolicy(self) -> int:
        """Whether it has a place in the Dock."""
        return self._policy

    def setActivationPolicy_(self, policy: int, /) -> bool:
        """Set that; True, as it can be done."""
        self._policy = policy
        return True

    def activateIgnoringOtherApps_(self, flag: bool, /) -> None:
        """There are no other apps."""

    def finishLaunching(self) -> None:
        """Tell the delegate that the launch ends; `run()` does it by itself."""
        self._tell("applicationWillFinishLaunching_", NSApplicationWillFinishLaunchingNotification)
        self._tell("applicationDidFinishLaunching_", NSApplicationDidFinishLaunchingNotification)

    def run(self) -> None:
        """Run the main loop until `stop_` or `terminate_`; the latter ends the program.

        Raises `Deadlock` where nothing more can come, and nobody has called either.
        """
        __tracebackhide__ = True
        self._is_running, self._is_stopped = True, False
        try:
            self.finishLaunching()
            current().run_loop(inf, DEFAULT_MODE, once=False, stops=lambda: self._is_stopped)
        finally:
            self._is_running = False
        if self._is_terminated:
            raise SystemExit(0)

    def stop_(self, sender: object, /) -> None:
        """End `run()` after what is being done."""
        self._is_stopped = True

    def terminate_(self, sender: object, /) -> None:
        """End the program, if the delegate lets it: raises SystemExit, as `exit()` would end it.

        Called while `run()` is at work, it is `run()` that raises, when the caller has returned: an
        exception in a callback would stay there.
        """
        ask = getattr(self._delegate, "applicationShouldTerminate_", None)
        if ask is not None and ask(self) == NSTerminateCancel:
            return
        self._tell("applicationWillTerminate_", NSApplicationWillTerminateNotification)
        if not self._is_running:
            raise SystemExit(0)
        self._is_stopped = self._is_terminated = True

    def _tell(self, method: str, name: str) -> None:
        told = getattr(self._delegate, method, None)
        if told is not None:
            told(NSNotification.notificationWithName_object_(name, self))


class _NSApp:
    """`NSApp`: the application once it is made; calling it gives the application or None."""

    def __call__(self) -> Any:  # an NSApplication, or None
        return current().process.applications.get(_KEPT)

    def __getattr__(self, name: str) -> Any:  # the application's own
        return getattr(self(), name)


NSApp: Final[Any] = _NSApp()


def NSApplicationMain(argc: object, argv: object) -> int:
    """Make the application and run it."""
    NSApplication.sharedApplication().run()
    return 0
