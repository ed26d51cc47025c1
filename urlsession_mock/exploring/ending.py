"""How an app that is explored goes away, and comes back: killed, suspended, removed by the user.

Not here: what the device does then (device.py, background.py). One rule: an app that went away by a
choice comes back, once all that goes on without it has happened.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from urlsession_mock.exploring.kinds import FORCE_QUIT, KILL, RELAUNCH, SUSPEND
from urlsession_mock.exploring.resting import Resting
from urlsession_mock.exploring.steering import Steering
from urlsession_mock.handover import is_open

if TYPE_CHECKING:
    from urlsession_mock.device import Device

__all__ = ["Ending"]


class Ending:
    """Ends the app of one device where steering says so, and brings it back."""

    def __init__(
        self,
        device: Device,
        steering: Steering,
        resting: Resting,
        owed: list[tuple[str, Callable[[], None]]],
    ) -> None:
        self._device = device
        self._steering = steering
        self._resting = resting
        self._owed = owed
        self.is_barred: bool = False
        """A test holds main, and a test is not ended."""
        self._is_gone = False
        self._seen = 0
        self._seen_early = 0

    # -- going -----------------------------------------------------------

    def interrupts(self) -> bool:
        """Before servers go on: whether the app goes away, or comes back, while they still send.

        Later its transfers are over, and what is over is not cancelled, nor found running. Asked
        once after each event.
        """
        device = self._device
        count = len(device.recording)
        if count == self._seen_early or not self._has_transfers:
            return False
        self._seen_early = count
        if self._is_away and device.app.can_relaunch:
            return self._is_back_early()
        return self._can_go and device.app.can_relaunch and self._is_ended(" while it loads")

    def _is_back_early(self) -> bool:
        """R18: nothing has ended, so there is no handover."""
        labels = ("", "the user brings the app back while it loads")
        if not self._steering.ask(RELAUNCH, len(labels), labels):
            return False
        self._is_gone = False
        self._by_user()
        return True

    @property
    def _has_transfers(self) -> bool:
        return any(transfer.life.channel.is_background for transfer in self._device.wire.all())

    def ends(self) -> bool:
        """Between two events: whether the app goes away here. Asked once after each event."""
        device, steering = self._device, self._steering
        count = len(device.recording)
        if count == self._seen or not self._can_go:
            return False
        self._seen = count
        # Only an app that can be made anew can be launched again.
        if device.app.can_relaunch and self._is_ended():
            return True
        if steering.happens(SUSPEND, "the system suspends the app"):
            device.app.suspend()
            self._is_gone = True
        return self._is_gone

    def _is_ended(self, when: str = "") -> bool:
        """Whether the system, or the user, ends the app here."""
        steering = self._steering
        if steering.happens(KILL, f"the system ends the app{when}"):
            self._end(self._device.app.terminate)
        elif steering.happens(FORCE_QUIT, f"the user ends the app{when}"):
            self._end(self._device.app.force_quit)
        else:
            return False
        return True

    def _end(self, end: Callable[[], None]) -> None:
        end()
        self._device.lanes.end_process()
        self._owed.clear()
        self._is_gone = True

    def ends_in_code(self) -> bool:
        """In the app's own code: whether the system ends it here."""
        device = self._device
        self._seen = len(device.recording)
        if not self._can_go or not device.app.can_relaunch:
            return False
        if not self._steering.happens(KILL, "the system ends the app in its code"):
            return False
        self._end(device.app.terminate)
        return True

    @property
    def _can_go(self) -> bool:
        """It may go: it has begun, and a thread of it that cannot be ended is nowhere amid."""
        device = self._device
        if self.is_barred or not device.app.is_running or not device.process.sessions:
            return False
        return self._resting.is_nobody_amid()

    # -- coming back -----------------------------------------------------

    def comes_back(self) -> bool:
        """The system wakes the app that went away, where it is due; False where nothing is."""
        if not self._is_away:
            return False
        device = self._device
        due = [one for one in device.background.identifiers() if device.background.is_due(one)]
        if not due:
            return False
        if device.app.state == "suspended":
            due = [one for one in due if self._may_be_woken_for(one)]
        by_user = "the user brings the app back"
        taken = self._steering.ask(
            RELAUNCH,
            len(due) + 1,
            (*(f'the system wakes the app for "{one}"' for one in due), by_user),
        )
        self._is_gone = False
        if taken == len(due):
            self._by_user()
        else:
            device.wake(due[taken])
        return True

    def _may_be_woken_for(self, identifier: str) -> bool:
        """An app that is only suspended has its delegate, and may have its handler yet (R13)."""
        device = self._device
        is_owed = any(identifier == owed for owed, _ in self._owed)
        return device.app.delegate is not None and not is_owed and not is_open(device, identifier)

    def is_brought_back(self) -> bool:
        """Nothing else can happen: the user brings back the app that went away."""
        if not self._is_away:
            return False
        self._is_gone = False
        self._by_user()
        return True

    @property
    def _is_away(self) -> bool:
        return self._is_gone and not self._device.app.is_running

    def _by_user(self) -> None:
        device = self._device
        if device.app.state == "suspended":
            device.app.resume()
        else:
            device._launch()

    # -- the network -----------------------------------------------------

    def recovers(self) -> bool:
        """Nothing else can happen: a network that went away by a choice is back."""
        if not self._steering.is_offline:
            return False
        self._steering.is_offline = False
        self._device.network.online()
        return True
