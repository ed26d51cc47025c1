"""Messages whose turn it was in the recording, delivered in runs; and waiting for what comes of it.

Not here: how a message is delivered (the engine, the lanes), and whose turn it is (turns.py). One
rule: a run ends where the recording says that something else happened first; then the delegate
is called, and what was recorded of those calls is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from urlsession_mock.engine import Block
from urlsession_mock.errors import Deadlock
from urlsession_mock.events import Event, Replied, Returned
from urlsession_mock.handlers import Handler, answer_of
from urlsession_mock.handover import hand_over
from urlsession_mock.lifecycle import Answer
from urlsession_mock.replaying.acts import Call
from urlsession_mock.replaying.comparing import Comparing, Turn
from urlsession_mock.replaying.looking import Looking

if TYPE_CHECKING:
    from urlsession_mock.device import Device
    from urlsession_mock.session import NSURLSession

__all__ = ["Delivering"]

_RUN = 512  # messages delivered at a time, at most


class Delivering:
    """The run of one replay, which grows until it is flushed."""

    def __init__(self, device: Device, comparing: Comparing, looking: Looking) -> None:
        self._device = device
        self._comparing = comparing
        self._looking = looking
        self.is_stuck: bool = False
        """A lane is held for good: the replay ends here."""
        self.late: list[int] = []
        """Positions of messages that had their turn, and wait for an answer."""
        self._run: list[int] = []  # positions to deliver next
        self._turns: list[Turn] = []  # and the recorded turns they stand for
        self._session: NSURLSession | None = None
        # Told by the recording, and to be compared when the calls have been made.
        self._over: list[Call] = []
        self._replies: list[Replied] = []
        self._stood_in: dict[int, Handler] = {}  # handlers the test had kept, by recorded number

    # -- the run ---------------------------------------------------------

    def turn(self, event: Turn, session: NSURLSession, position: int) -> None:
        """The message at that position stands for the recorded one whose turn this is."""
        if session is not self._session:
            self.flush()
            self._session = session
        self._run.append(position)
        self._turns.append(event)
        if len(self._run) >= _RUN:
            self.flush()

    def flush(self) -> None:
        """Deliver the run, and look at what the delegate did."""
        run, turns, session = self._run, self._turns, self._session
        if run and session is not None:
            self._run, self._turns, self._session = [], [], None
            self._looking.due.update(zip(run, turns, strict=True))
            self.carry(session, sorted({*self.late, *run}) if self.late else run)
        if self._over or self._replies:
            self._catch_up()

    def carry(self, session: NSURLSession, run: list[int]) -> None:
        """Deliver these at once, as far as they may go."""
        channel, device = session._channel, self._device
        channel._settle()
        ready = channel.ready
        if ready[: len(run)] == run:
            channel.ready = ready[len(run) :]
        else:
            run = self._of(ready, run)
            taken = set(run)
            channel.ready = [position for position in ready if position not in taken]
        try:
            if run:
                device._runner._carry(session, run, None)
            self._calm()
        except Deadlock:
            self.is_stuck = True
        self._looking.look()
        self.late = []
        if channel._gated or channel._held or channel._reopened:
            waiting = (*channel.lives.values(), channel.own)
            self.late = [*channel._held, *(p for life in waiting for p in life.parked)]

    def _of(self, ready: list[int], run: list[int]) -> list[int]:
        """What of the run is there to go, in its own order; blocks of the app's take their turn."""
        there, log = set(ready), self._device.recording.log
        wanted = [position for position in run if position in there]
        last = max(wanted, default=-1)
        blocks = [p for p in ready if p < last and isinstance(log[p], Block)]
        return sorted([*blocks, *wanted]) if blocks else wanted

    def carry_block(self, session: NSURLSession, what: str) -> None:
        """Let a block of the app's take its turn, if it is there."""
        log, channel = self._device.recording.log, session._channel
        channel._settle()
        block = next((p for p in channel.ready if log[p] == what), None)
        if block is not None:
            self.carry(session, [block])

    # -- what comes of it ------------------------------------------------

    def note(self, event: Event, call: int | None) -> None:
        """Something the delegate did in a recorded call, made already or still to be made."""
        self._comparing.note(event, call, self._under_way())

    def _under_way(self) -> Iterator[Turn]:
        yield from reversed(self._turns)
        yield from self._looking.local.values()

    def returned(self, event: Returned) -> None:
        """A recorded call is over."""
        call = self._comparing.calls.get(event.delivered)
        if call is not None:
            self._comparing.unsettled.discard(event.delivered)
            self._over.append(call)
            if not self._run:
                self._catch_up()

    def replied(self, event: Replied, call: int | None) -> None:
        """A handler was called then, in that recorded call if in any."""
        is_plain = answer_of(event.selector, event.reply) in (Answer.ALLOW, Answer.GO_ON)
        if self._run and is_plain and call == event.handler and call == self._turns[-1].number:
            self._replies.append(event)  # the call is still to be made
            return
        self.flush()
        self._compare_reply(event)

    def _catch_up(self) -> None:
        """Compare what the recording told of calls before they were made."""
        replies, self._replies = self._replies, []
        for reply in replies:
            self._compare_reply(reply)
        over, self._over = self._over, []
        for call in over:
            self._comparing.compare(call)

    def _compare_reply(self, event: Replied) -> None:
        asked = self._comparing.asked.get(event.handler)
        if asked is None:
            return
        at = asked.compared
        asked.compared += 1
        wanted = self._comparing.replied_then(event)
        stand_in = self._stood_in.get(event.handler)
        if stand_in is not None and len(asked.replies) <= at:
            stand_in(*event.reply)  # the test had kept it, and called it
        self._wait(lambda: len(asked.replies) > at)
        self._comparing.compare_reply(event, wanted, asked, at)

    # -- the lanes -------------------------------------------------------

    def do(self, deed: Callable[[], object]) -> None:
        """Do something to the device, let come to rest what it began, and look at what it was."""
        try:
            deed()
            self._calm()
        except Deadlock:
            self.is_stuck = True
        self._looking.look()

    def hand_over(self, number: int, identifier: str) -> None:
        """Hand over as the system did, in the recorded call of that number, on the main lane."""
        self.do(lambda: self._hand_over(number, identifier))

    def _hand_over(self, number: int, identifier: str) -> None:
        handler = hand_over(self._device, identifier)
        if self._device.app.delegate is None:
            self._stood_in[number] = handler

    def _calm(self) -> None:
        """Let come to rest what the delegate began on other lanes."""
        lanes = self._device.lanes
        while lanes.has_mail and lanes.serve():
            pass
        while lanes.busy():
            if not lanes.drive(lambda: not lanes.busy()):
                raise self._device._runner.held()
            lanes.serve()

    def _wait(self, done: Callable[[], bool]) -> None:
        """Wait for what a thread of the delegate's will do, as long as there is one."""
        runner = self._device._runner
        self._looking.look()
        try:
            while not done() and runner._wait_for_others():
                self._calm()
                self._looking.look()
        except Deadlock:
            self.is_stuck = True
