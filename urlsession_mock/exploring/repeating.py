"""What comes once more than the textbook has it: a handover, finish-events.

Not here: their order (moves.py). One rule: it comes only where it was seen, or where Apple
leaves room for it, so a plan must ask for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from urlsession_mock.engine import Channel
from urlsession_mock.events import Delivered
from urlsession_mock.exploring.kinds import AGAIN, SECOND
from urlsession_mock.exploring.steering import Steering
from urlsession_mock.handover import hand_over, is_open
from urlsession_mock.selectors import FINISH_EVENTS

if TYPE_CHECKING:
    from urlsession_mock.device import Device

__all__ = ["Repeating"]


class Repeating:
    """Repeats what the system may, where steering says so."""

    def __init__(self, device: Device, steering: Steering) -> None:
        self._device = device
        self._steering = steering
        self._seen = 0

    def repeats(self) -> bool:
        """Whether something comes once more here. Asked once after each event."""
        device, steering = self._device, self._steering
        count = len(device.recording)
        if count == self._seen or not (steering.may(AGAIN) or steering.may(SECOND)):
            return False
        self._seen = count
        return self._hands_over() or self._finishes()

    def _hands_over(self) -> bool:
        """R13. Before the first handler is called, and before the finish-events that both await."""
        device, steering = self._device, self._steering
        if not steering.may(SECOND) or device.app.delegate is None:
            return False  # it may not, or the test took the one handler that it can
        for identifier, channel in device.background.known():
            if not is_open(device, identifier) or not _is_finishing(channel):
                continue
            if steering.happens(SECOND, f'another handover of "{identifier}"'):
                hand_over(device, identifier)
                return True
        return False

    def _finishes(self) -> bool:
        """R14. When every message has been delivered (R08), and a task was told of."""
        device, steering = self._device, self._steering
        for session in device.process.sessions:
            channel = session._channel
            if not channel.is_background or not channel.is_quiet or channel.own.is_ending:
                continue
            if not any(event.session == session._number for event in self._delivered()):
                continue
            if steering.happens(AGAIN, f"finish-events of session {session._number} once more"):
                channel.enqueue(channel.own, FINISH_EVENTS, ())
                return True
        return False

    def _delivered(self) -> list[Delivered]:
        return self._device.recording.deliveries()


def _is_finishing(channel: Channel) -> bool:
    log = channel.recording.log
    return any(log[position] is FINISH_EVENTS for position in channel.ready)
