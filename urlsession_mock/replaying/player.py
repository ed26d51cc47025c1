"""Plays a recording to a delegate, from front to back.

Not here: the turns of messages (turns.py), what stands for recorded sessions and tasks (stage.py),
what the delegate does otherwise (comparing.py). One rule: what the system and the test did is done
again, and what the delegate did is only noted, or looked for where it was done outside of any call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from urlsession_mock.errors import Deadlock
from urlsession_mock.events import (
    AppChanged,
    BlockCalled,
    Delivered,
    Dropped,
    Enqueued,
    Event,
    Replied,
    Returned,
    SessionCreated,
    SessionInvalidated,
    Skipped,
    Stuck,
    TaskChanged,
    TaskCreated,
    TaskSet,
    WorkChanged,
)
from urlsession_mock.replaying.acts import Difference
from urlsession_mock.replaying.attributing import attributed
from urlsession_mock.replaying.comparing import Comparing
from urlsession_mock.replaying.data_run import DataRun
from urlsession_mock.replaying.delivering import Delivering
from urlsession_mock.replaying.enqueueing import Enqueueing
from urlsession_mock.replaying.looking import Looking
from urlsession_mock.replaying.stage import Deed, Stage
from urlsession_mock.replaying.turns import Turns

if TYPE_CHECKING:
    from urlsession_mock.device import Device

__all__ = ["Player"]


class Player:
    """One replay under way. `keep` is off where plain messages are forgotten once delivered."""

    def __init__(self, device: Device, stage: Stage, *, strict: bool, keep: bool) -> None:
        self._device = device
        self._stage = stage
        comparing = self._comparing = Comparing(stage, strict=strict)
        looking = self._looking = Looking(device, stage, comparing, keep=keep)
        delivering = self._delivering = Delivering(device, comparing, looking)
        enqueueing = self._enqueueing = Enqueueing(device, stage, comparing, delivering)
        self._turns = Turns(device, stage, comparing, looking, delivering, enqueueing)
        self._last = 0
        self._was_stuck = False

    @property
    def differences(self) -> list[Difference]:
        """What the delegate did otherwise, in the order of the recording once all is played."""
        return self._comparing.differences

    @property
    def messages(self) -> int:
        """So many messages of the recording had their turn."""
        return self._turns.messages

    # -- from front to back ----------------------------------------------

    def play(
        self,
        events: Iterable[Event | DataRun],
        progress: Callable[[int], object] | None = None,
    ) -> None:
        """All of it. Raises what reading the recording raises, and nothing of the delegate's."""
        pairs = attributed(events)
        for event, call in pairs:
            if isinstance(event, DataRun):
                self._last = event.last
                self._turns.data(event)
            else:
                self._last = event.number
                self._play_one(event, call)
            if progress is not None:
                progress(self._last)
            if self._delivering.is_stuck:
                break
        self._was_stuck = self._was_stuck or any(isinstance(event, Stuck) for event, _ in pairs)
        self._finish()

    def _play_one(self, event: Event, call: int | None) -> None:
        kind = type(event)
        if kind is Enqueued:
            self._enqueueing.enqueued(event)  # type: ignore[arg-type]  # `kind` says so, here and below
        elif kind is Delivered or kind is Skipped or kind is Dropped:
            self._turns.turn(event)  # type: ignore[arg-type]
        elif kind is Returned:
            self._delivering.returned(event)  # type: ignore[arg-type]
        else:
            self._other(event, call)

    def _other(self, event: Event, call: int | None) -> None:
        match event:
            case Replied():
                self._delivering.replied(event, call)
            case SessionCreated():
                self._session_created(event, call)
            case TaskCreated():
                self._task_created(event, call)
            case TaskChanged() | TaskSet() | SessionInvalidated() if call is None:
                self._changed(event)
            case AppChanged():
                self._app_changed(event)
            case BlockCalled():
                self._turns.block(event)
            case Stuck():
                self._was_stuck = True
            case WorkChanged():
                self._delivering.flush()
                here = self._device.lanes.here()
                self._device.recording.add(WorkChanged, here, event.label, event.began)
            case _:
                self._delivering.note(event, call)

    def _until_here(self) -> None:
        """All that had its turn is delivered, and what the delegate did was looked at."""
        self._delivering.flush()
        self._looking.look()

    # -- what the recorded test did --------------------------------------

    def _session_created(self, event: SessionCreated, call: int | None) -> None:
        self._until_here()
        self._comparing.identifiers[event.session] = event.identifier
        self._delivering.note(event, call)
        stage = self._stage
        if stage.found_session(event):
            pass
        elif call is not None or event.lane == "delegate":
            stage.sessions[event.session] = None
            if call is None:
                self._missing(event)
        else:
            stage.make_session(event)
            self._looking.look()
            stage.found_session(event)
        self._enqueueing.enqueue_early(event.session)

    def _task_created(self, event: TaskCreated, call: int | None) -> None:
        self._until_here()
        self._delivering.note(event, call)
        stage = self._stage
        stage.noted(event)
        differing = stage.found_task(event, call)
        if differing is None and call is None:
            if event.lane == "delegate":
                self._missing(event)
                return
            stage.make_task(event)
            self._looking.look()
            stage.found_task(event, None)
        for name, before, after in differing or ():
            what = f"the request of task {event.task}"
            self._comparing.differs(event.number, what, f"{name} {before}", f"{name} {after}")

    def _changed(self, event: Deed) -> None:
        """Outside of any call: the delegate does it now, or it was the test."""
        self._until_here()
        if self._did(event):
            return
        if event.lane == "delegate":
            self._missing(event)
            return
        self._stage.do(event)
        self._looking.look()
        self._did(event)

    def _did(self, event: Deed) -> bool:
        outside = self._looking.outside
        for one in outside:
            if self._stage.is_same(event, one):
                outside.remove(one)
                return True
        return False

    def _missing(self, event: Event) -> None:
        act = self._comparing.act_of(event)
        if act is not None:
            self._comparing.differs(event.number, "outside of any call", act.text, act.none)

    def _app_changed(self, event: AppChanged) -> None:
        self._until_here()
        if event.change == "woken" and event.identifier is not None:
            self._enqueueing.wake_early(event.identifier)
        self._delivering.do(lambda: self._stage.change(event))

    # -- the end ---------------------------------------------------------

    def _finish(self) -> None:
        delivering, comparing = self._delivering, self._comparing
        delivering.flush()
        comparing.settle()
        try:
            if not delivering.is_stuck and (
                delivering.late or comparing.differences or not self._enqueueing.pending
            ):
                self._device.run()
        except Deadlock:
            delivering.is_stuck = True
        self._looking.look()
        comparing.settle()
        comparing.unwanted_replies()
        self._unwanted_deeds()
        if delivering.is_stuck != self._was_stuck:
            self._held()
        comparing.differences.sort(key=lambda difference: difference.event)

    def _unwanted_deeds(self) -> None:
        """What was done outside of any call now, and not then."""
        outside: list[Event] = [task for task, call in self._stage.new_tasks if call is None]
        outside += [*self._stage.new_sessions, *self._looking.outside]
        for event in outside:
            act = self._comparing.act_of(event)
            if act is not None and not self._delivering.is_stuck:
                text = self._stage.renamed(act)
                self._comparing.differs(self._last, "outside of any call", text.none, text.text)

    def _held(self) -> None:
        """A lane is held now and was not then, or the other way round."""
        stuck = next(self._device.recording.only(Stuck), None)
        where = f" at {stuck.where}" if stuck is not None and stuck.where is not None else ""
        both = "that they go on", f"one that is held{where}"
        is_stuck = self._delivering.is_stuck
        self._comparing.differs(self._last, "the lanes", *(both if is_stuck else both[::-1]))
