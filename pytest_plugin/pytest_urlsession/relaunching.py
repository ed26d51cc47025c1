"""What the `background_relaunch` fixture gives: a maker of relaunches.

Not here: the relaunch (`urlsession_mock.relaunch`). One rule: every relaunch of a test is on
its one device.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from urlsession_mock import Device, Relaunch

if TYPE_CHECKING:
    from pytest_urlsession.trial import Trial
    from urlsession_mock.foundation import NSURLSessionConfiguration
    from urlsession_mock.options import Platform

__all__ = ["BackgroundRelaunch"]


class BackgroundRelaunch:
    """Makes relaunches on the test's device; may be called more than once."""

    def __init__(self, device: Device, trial: Trial | None) -> None:
        self._device = device
        self._trial = trial

    def __call__(
        self,
        *,
        identifier: str = "com.example.background",
        app: object = None,
        configuration: NSURLSessionConfiguration | None = None,
        allow: Iterable[str] = (),
        require: Iterable[str] = (),
        platform: Platform | None = None,
        limit: float | None = None,
    ) -> Relaunch:
        """Make a relaunch: an app that was away while transfers of `identifier` ended.

        `app` is the app delegate's class, or a function that makes one; without it the test keeps
        `relaunch.handler` and makes `relaunch.session(delegate)`. The rest is as for
        @pytest.mark.urlsession, and nearer than that; `platform` and `limit` (in seconds)
        hold for the whole device, so they must come before anything has happened on it.

        Raises `ValueError` for what is no rule id, platform or limit, `NotPossibleNow` for an app
        that is running with sessions, or for a `platform` or `limit` that comes too late.
        """
        __tracebackhide__ = True
        if self._trial is not None:
            self._trial.adjust(allow=allow, require=require, platform=platform, limit=limit)
        return Relaunch(self._device, identifier=identifier, app=app, configuration=configuration)
