"""The turns of the recording: each message that was delivered, or passed over, in its order.

Not here: what is on its way (enqueueing.py), and the run it is delivered in (delivering.py). One
rule: whatever is to come has its turn when it had it in the recording, and not before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from urlsession_mock.events import BlockCalled, Delivered, Enqueued
from urlsession_mock.recording import PLAIN, STRIDE, SYSTEM
from urlsession_mock.replaying.comparing import Comparing, Turn
from urlsession_mock.replaying.data_run import DataRun
from urlsession_mock.replaying.delivering import Delivering
from urlsession_mock.replaying.enqueueing import Enqueueing
from urlsession_mock.replaying.looking import Looking
from urlsession_mock.replaying.stage import Stage
from urlsession_mock.selectors import CREATED, DATA, HANDOVER

if TYPE_CHECKING:
    from urlsession_mock.device import Device

__all__ = ["Turns"]

_FEW = 16  # pieces of data that are delivered together with what is around them


class Turns:
    """The turns of one replay."""

    def __init__(
        self,
        device: Device,
        stage: Stage,
        comparing: Comparing,
        looking: Looking,
        delivering: Delivering,
        enqueueing: Enqueueing,
    ) -> None:
        self._device = device
        self._stage = stage
        self._comparing = comparing
        self._looking = looking
        self._delivering = delivering
        self._enqueueing = enqueueing
        self.messages: int = 0
        """So many messages of the recording had their turn."""

    def turn(self, event: Turn) -> None:
        """One message had its turn."""
        selector = event.selector
        self.messages += 1
        if self._comparing.unsettled:
            self._comparing.settle()
        if selector is CREATED:
            self._created(event)
            return
        if selector is HANDOVER:
            self._hand_over(event)
            return
        self._enqueueing.enqueue_at_turn(event)
        pending = self._enqueueing.pending.pop(event.enqueued, None)
        session = self._stage.sessions.get(event.session)
        if pending is None or session is None:
            return  # nothing stands for its task, or it could not come
        position, life = pending
        if type(event) is Delivered:
            if event.lane == "main":
                self._stage.on_main(event.session)
            if selector not in PLAIN:
                self._comparing.begin(event, life)
        self._delivering.turn(event, session, position)

    def data(self, run: DataRun) -> None:
        """A run of data that was delivered piece by piece."""
        if len(run.data) < _FEW:
            for turn in run.turns():
                self._enqueueing.enqueued(
                    Enqueued(
                        turn.enqueued, 0.0, SYSTEM, turn.session, turn.task, DATA, turn.arguments
                    )
                )
                self.turn(turn)
            return
        self._delivering.flush()
        if self._comparing.unsettled:
            self._comparing.settle()
        self.messages += len(run.data)
        session = self._stage.sessions.get(run.session)
        life = self._stage.life(run.session, run.task)
        if session is None or life is None or life.is_ending:
            return  # nothing stands for its task, or it could not come
        if run.lane == "main":
            self._stage.on_main(run.session)
        edge = life.tail.get(DATA)
        if edge is None or edge.to is not life.tail:
            turn = next(run.turns())
            why = life.cannot(DATA, turn.arguments)
            self._enqueueing.impossible(turn.enqueued, DATA, run.task, life, why)
            return
        recording, channel = self._device.recording, session._channel
        log, clock = recording.log, recording.clock
        with recording.lock:
            start = len(log)
            for data in run.data:
                log += (DATA, clock(), life, data)
            life.last = len(log) - STRIDE
        positions = list(range(start, len(log), STRIDE))
        channel.ready += positions
        self._looking.bulk = start, run
        self._delivering.carry(session, positions)
        self._looking.bulk = None

    def block(self, event: BlockCalled) -> None:
        """A block of the app's took its turn."""
        self._delivering.flush()
        session = self._stage.sessions.get(event.session)
        if session is not None:
            self._delivering.carry_block(session, event.what)

    def _created(self, event: Turn) -> None:
        """didCreateTask came by itself, when the task was made."""
        self._delivering.flush()
        self._looking.look()
        life = self._stage.life(event.session, event.task)
        if life is not None:
            self._looking.created(event, life)

    def _hand_over(self, event: Turn) -> None:
        """Hand over as the system did, on the main lane."""
        self._delivering.flush()
        if type(event) is Delivered:
            self._comparing.begin(event, None)
        self._looking.due[len(self._device.recording.log)] = event
        identifier = self._enqueueing.handovers.pop(event.enqueued, "")
        self._comparing.finishes_then.handed_over(event.number, identifier)
        self._delivering.hand_over(event.number, identifier)
