"""Plays a recording to a delegate, message by message, and compares what it does.

Not here: what stands for recorded sessions and tasks (stage.py), the words of a difference
(acts.py). One rule: what the delegate does otherwise is told once, where it begins; what
can still come after it comes.

The recording is read once, from front to back. What the system did is done again; what the delegate
did is noted, and compared when the call is over on both sides. Messages are delivered in
runs: a run ends where the recording says that something else happened first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from urlsession_mock.engine import Block
from urlsession_mock.errors import Deadlock, URLSessionMockError
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
from urlsession_mock.foundation.date import NSDate
from urlsession_mock.handlers import Handler, answer_of
from urlsession_mock.handover import hand_over
from urlsession_mock.lifecycle import Answer
from urlsession_mock.recording import DELIVERED, PLAIN, STRIDE, SYSTEM, number_of
from urlsession_mock.replaying.acts import (
    Act,
    Asked,
    Call,
    Difference,
    Reply,
    about,
    act_of,
    reply_of,
    unpaired,
)
from urlsession_mock.replaying.attributing import attributed
from urlsession_mock.replaying.data_run import DataRun
from urlsession_mock.replaying.doubles import rebuilt, remade, response_with
from urlsession_mock.replaying.forgetting import Forgetting
from urlsession_mock.replaying.overhearing import overheard
from urlsession_mock.replaying.stage import Deed, Stage
from urlsession_mock.selectors import (
    BECAME_DOWNLOAD,
    BECAME_STREAM,
    COMPLETE,
    CREATED,
    DATA,
    DELAYED,
    FINISH_DOWNLOAD,
    FINISH_EVENTS,
    HANDOVER,
    INVALID,
    WAITING,
    Selector,
)
from urlsession_mock.task_keeping import END_OF_TASK

if TYPE_CHECKING:
    from urlsession_mock.device import Device
    from urlsession_mock.engine import Life
    from urlsession_mock.session import NSURLSession

__all__ = ["Player"]

_RUN = 512  # messages delivered at a time, at most
_FEW = 16  # pieces of data that are delivered together with what is around them
_CONVERTED = frozenset({BECAME_DOWNLOAD, BECAME_STREAM})
_Turn = Delivered | Skipped | Dropped
_GIVEN = ("task", "result", "response", "error")  # what `END_OF_TASK` says


class Player:
    """One replay under way. `keep` is off where plain messages are forgotten once delivered."""

    def __init__(self, device: Device, stage: Stage, *, strict: bool, keep: bool) -> None:
        self._device = device
        self._stage = stage
        self._strict = strict
        self._keep = keep
        self.differences: list[Difference] = []
        self.messages: int = 0
        """So many messages of the recording had their turn."""
        self._last = 0
        # Recorded number of an enqueued message: where it stands in the new log, and whose it is.
        self._pending: dict[int, tuple[int, Life]] = {}
        self._handovers: dict[int, str] = {}  # the same: what was handed over
        self._early: dict[int, Enqueued] = {}  # the same: for a session that is not made yet
        self._run: list[int] = []  # positions to deliver next
        self._turns: list[_Turn] = []  # and the recorded turns they stand for
        self._session: NSURLSession | None = None
        self._late: list[int] = []  # had their turn, and wait for an answer
        self._bulk: tuple[int, DataRun] | None = None  # a run of data, and where it begins
        self._due: dict[int, _Turn] = {}  # position: the turn, until it was taken
        self._seen = 0  # how far the new recording was looked at
        self._forgetting = Forgetting(device)
        self._calls: dict[int, Call] = {}  # by recorded number, while they last
        self._unsettled: set[int] = set()
        # Told by the recording, and to be compared when the calls have been made.
        self._over: list[Call] = []
        self._replies: list[Replied] = []
        self._asked: dict[int, Asked] = {}  # by recorded number
        self._number: dict[int, int] = {}  # number of a call now: its recorded number
        self._creations: dict[tuple[int, int | None], int] = {}  # calls of didCreateTask now
        self._local: dict[int, _Turn] = {}  # turns taken in the last run, by number of the call now
        self._orphans: dict[int, list[Act]] = {}  # what was done in them
        self._stood_in: dict[int, Handler] = {}  # handlers the test had kept, by recorded number
        # Recorded, and now: how often finish-events came, and had come at a handover.
        self._finishes: tuple[dict[str, int], dict[str, int]] = ({}, {})
        self._given: tuple[dict[int, int], dict[int, int]] = ({}, {})
        self._identifiers: dict[int, str | None] = {}
        self._outside: list[Deed] = []
        self._parted: set[Life] = set()
        self._told: set[tuple[Selector, bool]] = set()
        self._stuck = False
        self._was_stuck = False

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
                self._data(event)
            else:
                self._last = event.number
                self._play_one(event, call)
            if progress is not None:
                progress(self._last)
            if self._stuck:
                break
        self._was_stuck = self._was_stuck or any(isinstance(event, Stuck) for event, _ in pairs)
        self._finish()

    def _play_one(self, event: Event, call: int | None) -> None:
        kind = type(event)
        if kind is Enqueued:
            self._enqueued(event)  # type: ignore[arg-type]  # `kind` says so, here and below
        elif kind is Delivered or kind is Skipped or kind is Dropped:
            self._turn(event)  # type: ignore[arg-type]
        elif kind is Returned:
            self._returned(event)  # type: ignore[arg-type]
        else:
            self._other(event, call)

    def _other(self, event: Event, call: int | None) -> None:
        match event:
            case Replied():
                self._replied(event, call)
            case SessionCreated():
                self._session_created(event, call)
            case TaskCreated():
                self._task_created(event, call)
            case TaskChanged() | TaskSet() | SessionInvalidated() if call is None:
                self._changed(event)
            case AppChanged():
                self._app_changed(event)
            case BlockCalled():
                self._block_called(event)
            case Stuck():
                self._was_stuck = True
            case WorkChanged():
                self._flush()
                here = self._device.lanes.here()
                self._device.recording.add(WorkChanged, here, event.label, event.began)
            case _:
                self._note(event, call)

    # -- messages --------------------------------------------------------

    def _enqueued(self, event: Enqueued) -> None:
        selector, stage = event.selector, self._stage
        if selector == END_OF_TASK and isinstance(selector, Block):
            self._end_of_task(event)
        if type(selector) is not Selector or selector is CREATED:
            return  # a block of the app's, which whoever gave it gives again; or comes by itself
        if selector is HANDOVER:
            self._handovers[event.number] = str(event.arguments[0])
            return
        if selector in _CONVERTED:
            self._converted(event)
            return
        session = stage.sessions.get(event.session)
        life = stage.life(event.session, event.task)
        if session is None or life is None:
            if event.session not in stage.sessions or stage.is_former(event.session, event.task):
                self._early[event.number] = event
                if session is not None:
                    self._enqueue_early(event.session)
            return  # else nothing stands for it, which was told
        self._enqueue_one(event, session, life)

    def _end_of_task(self, event: Enqueued) -> None:
        """A task with a completion handler ends: the block is given what it was given then."""
        if len(event.arguments) < len(_GIVEN):
            return
        given: dict[str, Any] = dict(zip(_GIVEN, event.arguments[-len(_GIVEN) :], strict=True))
        session = self._stage.sessions.get(event.session)
        life = self._stage.life(event.session, given["task"])
        if session is None or life is None or life.is_ending:
            return
        self._flush()
        life.facts.response = remade(given["response"])
        result = self._stage.file(given["result"], event.number)
        session._finish_block(life, result, remade(given["error"]))

    def _block_called(self, event: BlockCalled) -> None:
        """A block of the app's took its turn."""
        self._flush()
        session = self._stage.sessions.get(event.session)
        if session is None:
            return
        log, channel = self._device.recording.log, session._channel
        channel._settle()
        block = next((p for p in channel.ready if log[p] == event.what), None)
        if block is not None:
            self._carry(session, [block])

    def _enqueue_one(self, event: Enqueued, session: NSURLSession, life: Life) -> None:
        selector = event.selector
        if selector is COMPLETE and event.arguments[0] is not None:
            self._flush()  # it comes by itself where the task was cancelled
        if life.is_ending or (selector is INVALID and event.arguments[0] is None):
            if not life.is_ending:
                self._flush()  # it comes by itself, when the tasks have ended
            # Ended by itself: cancelled, or its session was. That message stands for the last one.
            if selector in (COMPLETE, INVALID) and not life.is_over and life.last >= 0:
                self._pending[event.number] = (life.last, life)
            return
        try:
            if selector is DATA:
                session.enqueue(DATA, life.face, event.arguments[0])
            elif life.number is None:
                session.enqueue(selector, *rebuilt(selector, event.arguments))
            else:
                self._enqueue(session, life, selector, event.arguments)
        except URLSessionMockError as error:
            self._impossible(event.number, selector, event.task, life, str(error))
            return
        self._pending[event.number] = (life.last, life)

    def _converted(self, event: Enqueued) -> None:
        """A data task becomes another one, by itself: the system made that one."""
        self._flush()
        life = self._stage.life(event.session, event.task)
        log = self._device.recording.log
        if life is not None and life.last >= 0 and log[life.last] == event.selector:
            became: Life = log[life.last + 3][0]._life
            self._stage.became(event, became)
            self._pending[event.number] = (life.last, life)

    def _enqueue_early(self, session: int) -> None:
        """What was on its way before the session was made."""
        early = [event for event in self._early.values() if event.session in (session, 0)]
        for event in early:
            del self._early[event.number]
        made = self._stage.sessions.get(session)
        if made is None:
            return
        for event in early:
            self._enqueue_in(event, made, session)

    def _enqueue_in(self, event: Enqueued, made: NSURLSession, session: int) -> None:
        life = self._stage.life(session, event.task) or self._stage.former_task(session, event)
        if life is not None:
            self._enqueue_one(event, made, life)

    def _wake_early(self, identifier: str) -> None:
        """The system wakes the app for this session: what is on its way is on its way to that."""
        sessions = {event.session for event in self._early.values()}
        if len(sessions) == 1:
            (session,) = sessions
            self._stage.former_session(session, identifier)
            self._enqueue_early(session)

    def _enqueue(
        self, session: NSURLSession, life: Life, selector: Selector, arguments: tuple[Any, ...]
    ) -> None:  # Any: as the message's row says
        if selector is DELAYED and life.facts.begin_date is None:
            life.facts.begin_date = NSDate.date()
        elif selector is WAITING:
            session._configuration.setWaitsForConnectivity_(True)
        elif selector is FINISH_DOWNLOAD and life.facts.response is None:
            life.facts.response = response_with(arguments, life.facts.url)
        session.enqueue(selector, life.face, *rebuilt(selector, arguments))

    def _impossible(
        self, number: int, selector: Selector, task: int | None, life: Life, why: str
    ) -> None:
        """The message cannot come any more: told where nothing was told of the task before."""
        if life in self._parted:
            return
        self._flush()
        if life not in self._parted:
            self._parted.add(life)
            self._differs(number, about(selector, task), "that it comes", f"it cannot: {why}")

    def _turn(self, event: _Turn) -> None:
        selector = event.selector
        self.messages += 1
        if self._unsettled:
            self._settle()
        if selector is CREATED:
            self._created(event)
            return
        if selector is HANDOVER:
            self._hand_over(event)
            return
        if event.enqueued in self._early:
            # A message has the number of the last session that showed its task; here is the first.
            early, made = self._early.pop(event.enqueued), self._stage.sessions.get(event.session)
            if made is not None:
                self._enqueue_in(early, made, event.session)
        pending = self._pending.pop(event.enqueued, None)
        session = self._stage.sessions.get(event.session)
        if pending is None or session is None:
            return  # nothing stands for its task, or it could not come
        position, life = pending
        if type(event) is Delivered:
            if event.lane == "main":
                self._stage.on_main(event.session)
            if selector not in PLAIN:
                self._begin(event, life)
        if session is not self._session:
            self._flush()
            self._session = session
        self._run.append(position)
        self._turns.append(event)
        if len(self._run) >= _RUN:
            self._flush()

    def _data(self, run: DataRun) -> None:
        """A run of data that was delivered piece by piece."""
        if len(run.data) < _FEW:
            for turn in run.turns():
                self._enqueued(
                    Enqueued(
                        turn.enqueued, 0.0, SYSTEM, turn.session, turn.task, DATA, turn.arguments
                    )
                )
                self._turn(turn)
            return
        self._flush()
        if self._unsettled:
            self._settle()
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
            self._impossible(turn.enqueued, DATA, run.task, life, life.cannot(DATA, turn.arguments))
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
        self._bulk = start, run
        self._carry(session, positions)
        self._bulk = None

    def _begin(self, event: Delivered, life: Life | None) -> None:
        call = self._calls[event.number] = Call(event.number, about(event.selector, event.task))
        if event.selector.handler is not None:
            self._asked[event.number] = Asked(call.about, life)
        if event.selector is FINISH_EVENTS:
            self._came(0, self._identifiers.get(event.session) or "")

    def _created(self, event: _Turn) -> None:
        """didCreateTask came by itself, when the task was made."""
        self._flush()
        self._look()
        life = self._stage.life(event.session, event.task)
        if life is None:
            return
        now = self._creations.pop((life.session, life.number), None)
        if now is None:
            self._implemented(event, now=False)
            return
        self._begin(event, life)  # type: ignore[arg-type]  # it is never skipped: it is not sent then
        self._number[now] = event.number
        self._calls[event.number].now = self._orphans.pop(now, [])

    def _hand_over(self, event: _Turn) -> None:
        """Hand over as the system did, on the main lane."""
        self._flush()
        if type(event) is Delivered:
            self._begin(event, None)
        device = self._device
        self._due[len(device.recording.log)] = event
        identifier = self._handovers.pop(event.enqueued, "")
        self._given[0][event.number] = self._finishes[0].get(identifier, 0)
        try:
            handler = hand_over(device, identifier)
            if device.app.delegate is None:
                self._stood_in[event.number] = handler
            self._calm()
        except Deadlock:
            self._stuck = True
        self._look()

    def _returned(self, event: Returned) -> None:
        call = self._calls.get(event.delivered)
        if call is not None:
            self._unsettled.discard(event.delivered)
            self._over.append(call)
            if not self._run:
                self._catch_up()

    # -- delivering ------------------------------------------------------

    def _flush(self) -> None:
        """Deliver the run, and look at what the delegate did."""
        run, turns, session = self._run, self._turns, self._session
        if run and session is not None:
            self._run, self._turns, self._session = [], [], None
            self._due.update(zip(run, turns, strict=True))
            self._carry(session, sorted({*self._late, *run}) if self._late else run)
        if self._over or self._replies:
            self._catch_up()

    def _catch_up(self) -> None:
        """Compare what the recording told of calls before they were made."""
        replies, self._replies = self._replies, []
        for reply in replies:
            self._compare_reply(reply)
        over, self._over = self._over, []
        for call in over:
            self._compare(call)

    def _carry(self, session: NSURLSession, run: list[int]) -> None:
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
            self._stuck = True
        self._look()
        self._late = []
        if channel._gated or channel._held or channel._reopened:
            waiting = (*channel.lives.values(), channel.own)
            self._late = [*channel._held, *(p for life in waiting for p in life.parked)]

    def _of(self, ready: list[int], run: list[int]) -> list[int]:
        """What of the run is there to go, in its own order; blocks of the app's take their turn."""
        there, log = set(ready), self._device.recording.log
        wanted = [position for position in run if position in there]
        last = max(wanted, default=-1)
        blocks = [p for p in ready if p < last and isinstance(log[p], Block)]
        return sorted([*blocks, *wanted]) if blocks else wanted

    def _calm(self) -> None:
        """Let come to rest what the delegate began on other lanes."""
        lanes = self._device.lanes
        while lanes.has_mail and lanes.serve():
            pass
        while lanes.busy():
            if not lanes.drive(lambda: not lanes.busy()):
                raise self._device._runner._held("a lane")
            lanes.serve()

    def _wait(self, done: Callable[[], bool]) -> None:
        """Wait for what a thread of the delegate's will do, as long as there is one."""
        runner = self._device._runner
        self._look()
        try:
            while not done() and runner._wait_for_others():
                self._calm()
                self._look()
        except Deadlock:
            self._stuck = True

    # -- what the delegate does now --------------------------------------

    def _look(self) -> None:
        """Look at what is new in the new recording."""
        recording = self._device.recording
        log = recording.log
        start, end = self._seen, len(log)
        if start == end:
            return
        self._seen = end
        if set(map(id, log[start:end:STRIDE])) <= _PLAIN_KINDS:
            due = self._due
            for position in range(start, end, STRIDE):
                if log[position] is DELIVERED:
                    turn = due.pop(log[position + 3], None)
                    if turn is not None and type(turn) is Skipped:
                        self._implemented(turn, now=True)
        else:
            if self._bulk is not None:
                (at, run), self._bulk = self._bulk, None
                self._due.update(zip(range(at, end, STRIDE), run.turns(), strict=False))
            self._look_closely(log, start, end)
        if not self._keep:
            self._forgetting.done(self._seen)
            self._seen = len(log)

    def _look_closely(self, log: list[Any], start: int, end: int) -> None:  # Any: as its fields
        self._local.clear()
        for position, event, call in overheard(log, start, end):
            if event is None:
                self._delivered_now(log, position)
            else:
                self._now(event, call)
        for turn in self._local.values():
            if turn.selector in PLAIN and turn.number in self._calls:
                self._unsettled.add(turn.number)

    def _settle(self) -> None:
        """Calls of messages that repeat, in which something happens now and nothing did then."""
        for number in sorted(self._unsettled):
            call = self._calls.get(number)
            if call is not None:
                self._compare(call)
        self._unsettled.clear()

    def _now(self, event: Event, call: int | None) -> None:
        """One event of the new recording."""
        match event:
            case Skipped():
                turn = self._due.pop((event.enqueued - 1) * STRIDE, None)
                if turn is not None and type(turn) is Delivered:
                    self._implemented(turn, now=False)
                    self._drop(turn)
                if event.selector is FINISH_EVENTS:
                    self._came(1, self._identifier_now(event.session))
            case Dropped():
                turn = self._due.pop((event.enqueued - 1) * STRIDE, None)
                if turn is not None:
                    self._drop(turn)
            case Replied():
                self._replied_now(event)
            case TaskChanged() | TaskSet() | SessionInvalidated() if call is None:
                self._outside.append(event)
            case _:
                turn = self._local.get(call) if call is not None else None
                number = self._number.get(call or 0) if turn is None else turn.number
                if isinstance(event, SessionCreated):
                    self._stage.new_sessions.append(event)
                elif isinstance(event, TaskCreated):
                    self._stage.new_tasks.append((event, number))
                self._act_now(event, call, number)

    def _delivered_now(self, log: list[Any], position: int) -> None:  # Any: as above
        number, enqueued = number_of(position), log[position + 3]
        selector, subject = log[enqueued], log[enqueued + 2]
        if selector is CREATED:
            self._creations[subject.session, subject.task] = number
            return
        turn = self._due.pop(enqueued, None)
        if selector is FINISH_EVENTS:
            self._came(1, self._identifier_now(log[position + 2].session or subject.session))
        if turn is None:
            return
        self._local[number] = turn
        if type(turn) is Skipped:
            self._implemented(turn, now=True)
        if selector not in PLAIN:
            self._number[number] = turn.number
            if turn.number in self._asked:
                self._asked[turn.number].is_given = True
        if selector is HANDOVER:
            self._given[1][turn.number] = self._finishes[1].get(str(log[enqueued + 3][0]), 0)

    def _replied_now(self, event: Replied) -> None:
        number = self._number.get(event.handler)
        asked = self._asked.get(number) if number is not None else None
        if asked is not None and number is not None:
            asked.replies.append(self._reply(1, event, number))

    def _act_now(self, event: Event, call: int | None, number: int | None) -> None:
        act = act_of(event, strict=self._strict)
        if act is None or call is None:
            return
        if number is None:
            self._orphans.setdefault(call, []).append(act)
            return
        found = self._calls.get(number)
        if found is None:
            turn = self._local[call]
            found = self._calls[number] = Call(number, about(turn.selector, turn.task))
        found.now.append(act)

    def _drop(self, turn: _Turn) -> None:
        self._calls.pop(turn.number, None)
        self._asked.pop(turn.number, None)

    def _came(self, side: int, identifier: str) -> None:
        """Finish-events came for a background session."""
        self._finishes[side][identifier] = self._finishes[side].get(identifier, 0) + 1

    def _identifier_now(self, session: int) -> str:
        for made in self._device.process.sessions:
            if made._number == session:
                return str(made._configuration.identifier() or "")
        return ""

    # -- comparing -------------------------------------------------------

    def _note(self, event: Event, call: int | None) -> None:
        """Something the delegate did in a recorded call."""
        act = act_of(event, strict=self._strict)
        if act is None or call is None:
            return
        found = self._calls.get(call)
        if found is not None:
            found.recorded.append(act)
        elif (turn := self._repeated(call)) is not None:
            self._calls[call] = Call(call, about(turn.selector, turn.task), [act])

    def _repeated(self, call: int) -> _Turn | None:
        """The turn of that number, of a message that repeats and that could come."""
        turns = (*reversed(self._turns), *self._local.values())
        return next((turn for turn in turns if turn.number == call), None)

    def _compare(self, call: Call) -> None:
        """A call that is over on both sides."""
        self._calls.pop(call.number, None)
        now = [self._stage.renamed(act) for act in call.now]
        for one, other in unpaired(call.recorded, now):
            if one is not None:
                text = one.none if other is None else other.text
                self._differs(one.event.number, call.about, one.text, text)
            elif other is not None:
                self._differs(call.number, call.about, other.none, other.text)

    def _replied(self, event: Replied, call: int | None) -> None:
        is_plain = answer_of(event.selector, event.reply) in (Answer.ALLOW, Answer.GO_ON)
        if self._run and is_plain and call == event.handler and call == self._turns[-1].number:
            self._replies.append(event)  # the call is still to be made
            return
        self._flush()
        self._compare_reply(event)

    def _compare_reply(self, event: Replied) -> None:
        asked = self._asked.get(event.handler)
        if asked is None:
            return
        at = asked.compared
        asked.compared += 1
        wanted = self._reply(0, event, event.handler)
        stand_in = self._stood_in.get(event.handler)
        if stand_in is not None and len(asked.replies) <= at:
            stand_in(*event.reply)  # the test had kept it, and called it
        self._wait(lambda: len(asked.replies) > at)
        if not asked.is_given and asked.life in self._parted:
            return  # it is not asked any more, for what was told before
        if len(asked.replies) > at:
            differs = wanted.differs(asked.replies[at])
        else:
            differs = f"the reply {wanted.text}", "no second reply" if at else "no reply"
        if differs is not None:
            self._differs(event.number, asked.about, *differs)
            if asked.life is not None:
                self._parted.add(asked.life)

    def _reply(self, side: int, event: Replied, number: int) -> Reply:
        if event.selector is not HANDOVER:
            return reply_of(event)
        came = self._finishes[side].get(event.identifier or "", 0)
        return reply_of(event, finished=came > self._given[side].get(number, 0))

    def _implemented(self, turn: _Turn, *, now: bool) -> None:
        """A method is there that was not, or the other way round: told once for each."""
        selector = turn.selector
        if (selector, now) in self._told:
            return
        self._told.add((selector, now))
        there, absent = f"the method {selector.python_name}", "no such method"
        what = about(selector, turn.task)
        self._differs(turn.number, what, *((absent, there) if now else (there, absent)))

    def _differs(self, number: int, what: str, recorded: str, now: str) -> None:
        self.differences.append(Difference(number, what, recorded, now))

    # -- what the recorded test did --------------------------------------

    def _session_created(self, event: SessionCreated, call: int | None) -> None:
        self._flush()
        self._look()
        self._identifiers[event.session] = event.identifier
        self._note(event, call)
        stage = self._stage
        if stage.found_session(event):
            pass
        elif call is not None or event.lane == "delegate":
            stage.sessions[event.session] = None
            if call is None:
                self._missing(event)
        else:
            stage.make_session(event)
            self._look()
            stage.found_session(event)
        self._enqueue_early(event.session)

    def _task_created(self, event: TaskCreated, call: int | None) -> None:
        self._flush()
        self._look()
        self._note(event, call)
        stage = self._stage
        stage.noted(event)
        differing = stage.found_task(event, call)
        if differing is None and call is None:
            if event.lane == "delegate":
                self._missing(event)
                return
            stage.make_task(event)
            self._look()
            stage.found_task(event, None)
        for name, before, after in differing or ():
            what = f"the request of task {event.task}"
            self._differs(event.number, what, f"{name} {before}", f"{name} {after}")

    def _changed(self, event: Deed) -> None:
        """Outside of any call: the delegate does it now, or it was the test."""
        self._flush()
        self._look()
        if self._did(event):
            return
        if event.lane == "delegate":
            self._missing(event)
            return
        self._stage.do(event)
        self._look()
        self._did(event)

    def _did(self, event: Deed) -> bool:
        for one in self._outside:
            if self._stage.is_same(event, one):
                self._outside.remove(one)
                return True
        return False

    def _missing(self, event: Event) -> None:
        act = act_of(event, strict=self._strict)
        if act is not None:
            self._differs(event.number, "outside of any call", act.text, act.none)

    def _app_changed(self, event: AppChanged) -> None:
        self._flush()
        self._look()
        if event.change == "woken" and event.identifier is not None:
            self._wake_early(event.identifier)
        try:
            self._stage.change(event)
            self._calm()
        except Deadlock:
            self._stuck = True
        self._look()

    # -- the end ---------------------------------------------------------

    def _finish(self) -> None:
        self._flush()
        self._settle()
        try:
            if not self._stuck and (self._late or self.differences or not self._pending):
                self._device.run()
        except Deadlock:
            self._stuck = True
        self._look()
        self._settle()
        for number, asked in sorted(self._asked.items()):
            none = "no second reply" if asked.compared else "no reply"
            for reply in asked.replies[asked.compared :]:
                self._differs(number, asked.about, none, f"the reply {reply.text}")
        outside: list[Event] = [task for task, call in self._stage.new_tasks if call is None]
        outside += [*self._stage.new_sessions, *self._outside]
        for event in outside:
            act = act_of(event, strict=self._strict)
            if act is not None and not self._stuck:
                text = self._stage.renamed(act)
                self._differs(self._last, "outside of any call", text.none, text.text)
        if self._stuck != self._was_stuck:
            self._held()
        self.differences.sort(key=lambda difference: difference.event)

    def _held(self) -> None:
        """A lane is held now and was not then, or the other way round."""
        stuck = next(self._device.recording.only(Stuck), None)
        where = f" at {stuck.where}" if stuck is not None and stuck.where is not None else ""
        both = "that they go on", f"one that is held{where}"
        self._differs(self._last, "the lanes", *(both if self._stuck else both[::-1]))


_PLAIN_KINDS = frozenset(id(kind) for kind in (*PLAIN, DELIVERED))
