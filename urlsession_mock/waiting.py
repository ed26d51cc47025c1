"""Waiting for a message: connected before the action, never endless.

Not here: what goes on meanwhile (runner.py). One rule: a wait that fails says what did come
and who is still busy.
"""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING

from urlsession_mock.errors import TimedOut
from urlsession_mock.runner import Runner
from urlsession_mock.selectors import Selector

if TYPE_CHECKING:
    from urlsession_mock.device import Device

__all__ = ["Waiting"]


class Waiting:
    """A context manager, made by `Device.wait_for`; its end waits for the message.

    A class and not a generator: the frames of contextlib would end the traceback of a
    time-out, where the reader wants the line of the test.
    """

    def __init__(self, device: Device, runner: Runner, row: Selector, timeout: float) -> None:
        self._device = device
        self._runner = runner
        self._row = row
        self._timeout = timeout
        self._start = 0

    def __enter__(self) -> None:
        self._start = len(self._device.recording)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        __tracebackhide__ = True
        if kind is None and not self._runner.run_until(self._came, self._timeout):
            from urlsession_mock.reports.text import text  # later: only a failure is drawn

            device = self._device
            busy = ", ".join(worker.name for worker in device.lanes.busy()) or "none"
            raise TimedOut(
                f"{self._row} did not come within {self._timeout:g} s; busy lanes: {busy}\n\n"
                f"{text(device.recording)}"
            )

    def _came(self) -> bool:
        deliveries = self._device.recording.deliveries(self._row)
        return any(event.number > self._start for event in deliveries)
