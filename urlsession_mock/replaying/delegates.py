"""The delegate of a replay, for each launch of the app.

Not here: the sessions that have it (stage.py). One rule: a relaunched app starts from nothing, so
a delegate that was used in one launch is never used in the next.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from urlsession_mock.app import is_factory
from urlsession_mock.conformance import responds_to
from urlsession_mock.device import Device
from urlsession_mock.errors import NotPossibleNow
from urlsession_mock.selectors import HANDOVER

__all__ = ["Delegates"]


class Delegates:
    """The session delegate, or what makes one for each launch; and the same for the app's."""

    def __init__(self, device: Device, delegate: object, app_delegate: object) -> None:
        self._device = device
        self._make: Callable[[], object] | None = None
        self._delegate: object = None
        if isinstance(delegate, type) or (delegate is not None and is_factory(delegate)):
            self._make = cast(Callable[[], object], delegate)  # both are called without arguments
        else:
            self._delegate = delegate
        self._is_used = False
        self._app_delegate = app_delegate

    def launched(self) -> None:
        """The app was launched: a relaunched one starts with a fresh delegate.

        Raises `NotPossibleNow` where the delegate was given as an object and has been used.
        """
        device = self._device
        if device.app.state in ("terminated", "force-quit") and self._is_used:
            if self._make is None:
                raise NotPossibleNow(
                    "the recording relaunches the app, and a relaunched app starts from nothing; "
                    "give replay() the delegate's class, or a function that makes one"
                )
            self._delegate = None
        if self._app_delegate is None and responds_to(self._for_this_launch(), HANDOVER):
            device.app._use(self._for_this_launch)
        else:
            device.app._use(self._app_delegate)
        device._launch(is_first=True)

    def for_session(self, *, has_one: bool) -> object:
        """The delegate of a session made in this launch; None where the recorded one had none."""
        delegate = self._for_this_launch() if has_one else None
        self._is_used = True
        return delegate

    def _for_this_launch(self) -> object:
        if self._delegate is None and self._make is not None:
            self._delegate = self._make()
        return self._delegate
