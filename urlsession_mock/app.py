"""The app on a device: its state, its delegate, and one launch after another.

Not here: what the device does with transfers (device.py). One rule: a killed app
starts from nothing; only the system remembers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from urlsession_mock.errors import NotPossibleNow
from urlsession_mock.unwrapping import unwrapped

if TYPE_CHECKING:
    from urlsession_mock.device import Device

__all__ = ["App", "State", "is_factory"]

State = Literal["running", "suspended", "terminated", "force-quit"]


class App:
    """The app as the system sees it. Made by `Device.launch`."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self._make: Callable[[], object] | None = None
        self._instance: object = None
        self.delegate: object = None
        """The app delegate of the current launch; None where there is none."""
        self.state: State = "running"
        """`running`, `suspended`, `terminated` or `force-quit`."""
        self.main: Callable[[object], None] = self._main
        """What `UIApplicationMain` does with the app delegate: launch the app, let all happen."""

    def _main(self, app_delegate: object) -> None:
        __tracebackhide__ = True
        self._device.launch(app_delegate)
        self._device.run()

    def suspend(self) -> None:
        """The system suspends it: nothing of it runs, its background transfers go on."""
        self._must_be("suspend", "running")
        self._device._suspend()

    def resume(self) -> None:
        """It comes to the front again; what was enqueued meanwhile is delivered."""
        self._must_be("resume", "suspended")
        self._device._resume()

    def terminate(self) -> None:
        """The system kills it; its background transfers go on (R07)."""
        self._must_be("terminate", "running", "suspended")
        self._device._end("terminated")

    def force_quit(self) -> None:
        """The user removes it from the switcher: its background transfers are cancelled (R21)."""
        self._must_be("force_quit", "running", "suspended")
        self._device._end("force-quit")

    @property
    def can_relaunch(self) -> bool:
        """It was given as a class or a function, so it can start from nothing."""
        return self._make is not None

    @property
    def is_running(self) -> bool:
        """Its code can run."""
        return self.state == "running"

    def _must_be(self, verb: str, *states: State) -> None:
        __tracebackhide__ = True
        if self.state not in states:
            raise NotPossibleNow(
                f"app.{verb}() is possible for an app that is {' or '.join(states)}; "
                f"this one is {self.state}"
            )

    def _use(self, app_delegate: object) -> None:
        """Take a class or a function that makes the delegate, or an object for one launch."""
        app_delegate = unwrapped(app_delegate)
        if app_delegate is None:
            self._make, self._instance = None, None
        elif isinstance(app_delegate, type) or is_factory(app_delegate):
            self._make, self._instance = app_delegate, None  # type: ignore[assignment]  # both are called without arguments
        else:
            self._make, self._instance = None, app_delegate

    def _fresh_delegate(self, *, is_first: bool) -> object:
        __tracebackhide__ = True
        if self._make is not None:
            return unwrapped(self._make())
        if self._instance is not None and not is_first:
            raise NotPossibleNow(
                f"the app delegate was given as an object, and a relaunched app starts from "
                f"nothing; give launch() the class {type(self._instance).__name__}, or a function "
                f"that makes one"
            )
        return self._instance


def is_factory(app_delegate: object) -> bool:
    """A plain function, method, partial or lambda; an object with delegate methods is none."""
    is_delegate = hasattr(
        app_delegate, "application_handleEventsForBackgroundURLSession_completionHandler_"
    )
    return callable(app_delegate) and not is_delegate
