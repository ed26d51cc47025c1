"""Turns the tables: enqueue, deliverable, take, reply.

Pure: no threads, clocks, files or randomness of its own; what happened goes to the
recording it is given. One rule: only what the tables allow gets in, and only in their
order does it come out.

A `Channel` is the system's side of one session. A background session's channel
outlives the app; everything else dies with it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from urlsession_mock.errors import IllegalMessage
from urlsession_mock.events import Dropped, Lane
from urlsession_mock.lifecycle import (
    CANCELLING,
    COMPLETED,
    DOWNLOADING,
    OPEN,
    RESUME,
    RUNNING,
    UNRESUMED,
    Answer,
    Kind,
    State,
    Way,
)
from urlsession_mock.positions import Position, Tail, at, tail, trigger_of
from urlsession_mock.recording import SYSTEM, Recording
from urlsession_mock.selectors import (
    BECAME_DOWNLOAD,
    BECAME_STREAM,
    COMPLETE,
    CREATED,
    HANDOVER,
    Selector,
    find,
    nearest,
)

if TYPE_CHECKING:
    from urlsession_mock.foundation.error import NSError

__all__ = ["Block", "Channel", "Life"]

# Messages the session sends by itself: when, for the error's text.
BY_ITSELF: dict[str, str] = {
    CREATED: "the session sends it when a task is made",
    BECAME_DOWNLOAD: "the session sends it when a response is answered with BecomeDownload",
    BECAME_STREAM: "the session sends it when a response is answered with BecomeStream",
    HANDOVER: "device.wake(identifier) sends it to the app delegate",
}


class Block(str):
    """The name of a call whose block waits on the delegate queue; not a delegate message."""

    __slots__ = ()


class Life:
    """One task as the system sees it; or, with `number` None, the session's own messages.

    `face` is the object the delegate is shown. After a relaunch it is a new one,
    while the life goes on.
    """

    __slots__ = (
        "answer",
        "before",
        "channel",
        "cut",
        "delegate",
        "face",
        "facts",
        "gate_at",
        "last",
        "number",
        "parked",
        "position",
        "tail",
    )

    def __init__(self, channel: Channel, number: int | None, position: Position) -> None:
        self.channel = channel
        self.number = number
        self.face: Any = None  # Any: a task double, or None; the engine never looks inside
        self.facts: Any = None  # Any: as above
        self.delegate: object = None
        self.position = position
        self.before = position
        self.tail: Tail = tail([position])
        self.parked: list[int] = []
        # Log positions: the newest message, the message whose reply it waits for, and
        # the end of what a cancellation took back.
        self.last = -1
        self.gate_at = -1
        self.cut = -1
        # What the last answered handler said, for whoever plays the network.
        self.answer: tuple[Answer, tuple[object, ...]] | None = None

    @property
    def session(self) -> int:
        """The number of the session that shows this life now."""
        return self.channel.session

    @property
    def task(self) -> int | None:
        """The task's number in its session; None for the session itself."""
        return self.number

    @property
    def kind(self) -> Kind:
        """Which table it follows."""
        return self.position.kind

    @property
    def is_over(self) -> bool:
        """Nothing more can come, and nothing is on its way."""
        return not (self.position or self.position.ways or self.position.answers)

    @property
    def is_ending(self) -> bool:
        """Its last message is enqueued, though perhaps not delivered."""
        return not self.tail.triggers()

    def move(self, trigger: Selector | Way) -> bool:
        """Move by something that is no message to enqueue (a first resume, a conversion)."""
        to = self.position.step(trigger)
        if to is None:
            return False
        self.place(to)
        return True

    def place(self, position: Position) -> None:
        """Put the life at this position, with nothing on its way."""
        self.position = position
        self.tail = tail([position])


class Channel:
    """The messages of one session: what is enqueued, what may go, what waits for a reply."""

    def __init__(self, recording: Recording, identifier: str | None, kind: str) -> None:
        self.recording = recording
        self.identifier = identifier
        self.kind = kind
        self.session = 0
        self.lives: dict[int, Life] = {}
        self.next_number = 1
        self.own = Life(
            self,
            None,
            at(Kind.BACKGROUND_SESSION if kind == "background" else Kind.SESSION, RUNNING),
        )
        self.ready: list[int] = []
        self._held: list[int] = []
        self._reopened: list[tuple[Life, Position]] = []
        self._gated = 0
        self.on_enqueue: Callable[[], None] = _nothing

    # -- lives -----------------------------------------------------------

    def begin(self, kind: Kind, state: State = UNRESUMED) -> Life:
        """A new task; numbers start at 1 in each session (R64)."""
        with self.recording.lock:
            number = self.next_number
            self.next_number += 1
            life = self.lives[number] = Life(self, number, at(kind, state))
        return life

    def convert(self, life: Life, kind: Kind) -> Life:
        """The task that a data task becomes, already running (R68, R69)."""
        state = DOWNLOADING if kind in (Kind.DOWNLOAD, Kind.BACKGROUND_DOWNLOAD) else OPEN
        return self.begin(kind, state)

    def resume(self, life: Life) -> None:
        """The first resume: from here on messages may come (R55)."""
        with self.recording.lock:
            if life.position.name == UNRESUMED:
                life.move(RESUME)

    def end(self, life: Life) -> None:
        """Forget a task that is over."""
        if life.number is not None:
            self.lives.pop(life.number, None)

    def attach(self, session: int) -> None:
        """Show this channel through the session of that number from now on (R05)."""
        with self.recording.lock:
            self.session = session
            if not self.lives:
                self.next_number = 1

    # -- enqueue ---------------------------------------------------------

    def enqueue(self, life: Life, selector: Selector, arguments: tuple[object, ...]) -> int:
        """Enqueue a message whose arguments were checked; its position in the log.

        Raises `IllegalMessage` where the tables do not allow it.
        """
        __tracebackhide__ = True
        recording = self.recording
        with recording.lock:
            to = life.tail.after(trigger_of(selector, arguments))
            if to is None:
                raise IllegalMessage(self._cannot(life, selector, arguments))
            life.tail = to
            position = life.last = recording.enqueued(selector, life, arguments)
            self.ready.append(position)
        self.on_enqueue()
        return position

    def enqueue_block(self, what: str, block: Callable[..., object], *arguments: object) -> None:
        """Enqueue a call of a block the app gave; it takes its turn among the messages (R24)."""
        with self.recording.lock:
            position = self.recording.enqueued(Block(what), self.own, (block, *arguments))  # type: ignore[arg-type]  # a Block stands where a Selector does; `Delivery` tells them apart
            self.ready.append(position)
        self.on_enqueue()

    def refuse_by_name(self, name: str) -> Selector:
        """The selector of that name, or `IllegalMessage` saying which is meant."""
        __tracebackhide__ = True
        selector = find(name)
        if selector is None:
            near = nearest(name)
            hint = f"; did you mean {near}?" if near else ""
            raise IllegalMessage(f"{name} is not a message of the URLSession delegates{hint}")
        if selector in BY_ITSELF:
            raise IllegalMessage(f"{selector} cannot be enqueued: {BY_ITSELF[selector]}")
        return selector

    def _cannot(self, life: Life, selector: Selector, arguments: tuple[object, ...]) -> str:
        trigger = trigger_of(selector, arguments)
        what = trigger.value if isinstance(trigger, Way) else str(selector)
        allowed = [_spelt(t) for t in life.tail.triggers() if t not in BY_ITSELF]
        who = f"task {life.number} ({life.kind.value})" if life.number else f"the {life.kind.value}"
        hint = "; call task.resume() first" if life.position.name == UNRESUMED else ""
        return (
            f"{what} cannot come here: {who} is {life.tail.name() or 'finished'}{hint}; "
            f"allowed: {', '.join(allowed) or 'nothing'}"
        )

    # -- deliver ---------------------------------------------------------

    def first(self) -> int | None:
        """The position of the oldest message that may go now; None where there is none."""
        self._settle()
        return self.ready[0] if self.ready else None

    def deliverable(self) -> tuple[int, ...]:
        """The positions of the messages that may go now, oldest first, one for each task.

        A caller picks one: their order is Apple's only within a task.
        """
        self._settle()
        log = self.recording.log
        heads: dict[int, int] = {}
        for position in self.ready:
            heads.setdefault(id(log[position + 2]), position)
        return tuple(heads.values())

    def take(self, before: int | None = None, most: int | None = None) -> list[int]:
        """Take the messages enqueued before the log position `before`, at most `most`."""
        with self.recording.lock:
            self._settle()
            ready = self.ready
            end = len(ready) if before is None else bisect_left(ready, before)
            if most is not None:
                end = min(end, most)
            self.ready = ready[end:]
            return ready[:end]

    def put_back(self, positions: list[int]) -> None:
        """Give back messages that were taken and not delivered; they keep their order."""
        with self.recording.lock:
            self.ready = sorted(positions + self.ready)

    def _settle(self) -> None:
        """Open the gates that were answered; let go what waited for all of them."""
        with self.recording.lock:
            back: list[int] = []
            for life, to in self._reopened:
                life.position = to
                back += life.parked
                life.parked = []
                self._gated -= 1
            self._reopened.clear()
            if self._held and not self._gated:
                back += self._held
                self._held = []
            if back:
                self.ready = sorted(back + self.ready)

    def park(self, life: Life, position: int) -> bool:
        """Keep a message until its task's handler is called; False where it just was."""
        with self.recording.lock:
            if not life.position.gate:
                return False
            life.parked.append(position)
            return True

    def hold(self, position: int) -> bool:
        """Keep a message that ends everything until no task waits for a reply (R08)."""
        with self.recording.lock:
            if not self._gated:
                return False
            self._held.append(position)
            return True

    def advance(
        self, life: Life, selector: Selector, arguments: tuple[object, ...], position: int
    ) -> bool:
        """Move the life by the message that is being delivered; False drops the message."""
        with self.recording.lock:
            before = life.position
            to = before.step(trigger_of(selector, arguments))
            if to is None:
                return False
            life.position = to
            if to.gate:
                self._gated += 1
                life.gate_at, life.before = position, before
                life.answer = None
            if life.is_over and life.kind is not Kind.HANDLER:
                self.end(life)
        return True

    def drop(self, position: int, why: str, lane: Lane = SYSTEM) -> None:
        """Record that the message at `position` can no longer come."""
        selector, _, life, _ = self.recording.log[position : position + 4]
        number = position // 4 + 1
        self.recording.add(Dropped, lane, number, life.session, life.task, selector, why)

    # -- replies ---------------------------------------------------------

    def reply(self, life: Life, answer: Answer, arguments: tuple[object, ...] = ()) -> bool:
        """A handler was called. False where nobody waits for it any more."""
        with self.recording.lock:
            gate = life.position
            to = gate.answers.get(answer)
            if to is None:
                return False
            life.answer = (answer, arguments)
            if life.parked:
                # Closed until the next `take`: what is parked must go before what follows it.
                self._reopened.append((life, to))
                life.position = _shut(gate)
            else:
                life.position = to
                self._gated -= 1
                if life.last <= life.gate_at:
                    life.tail = tail([to])
        self.on_enqueue()
        return True

    def orphan(self) -> None:
        """The app is gone, and with it every handler it held: what it was asked is asked again."""
        with self.recording.lock:
            self._settle()
            for life in list(self.waiting()):
                life.position = life.before
                self.ready = sorted([life.gate_at, *life.parked, *self.ready])
                life.parked = []
            self._gated = 0
            self._settle()

    def cut_off(self, life: Life, state: State) -> None:
        """Put the life at this state; what is enqueued and not delivered will not come."""
        with self.recording.lock:
            if life.position.gate:
                self._gated -= 1
                self._reopened = [entry for entry in self._reopened if entry[0] is not life]
            self.ready = sorted(life.parked + self.ready)
            life.parked = []
            life.cut = len(self.recording.log)
            life.place(at(life.kind, state))

    def cancel(self, life: Life, error: NSError) -> bool:
        """End the task with `error`, which comes after what is already being delivered (R58).

        False where its last message was on its way already. A task with a completion handler
        is over at once: its handler is told, not the delegate.
        """
        with self.recording.lock:
            if life.is_ending:
                return False
            self.cut_off(life, CANCELLING)
            if life.kind is Kind.HANDLER:
                life.place(at(Kind.HANDLER, COMPLETED))
            else:
                self.enqueue(life, COMPLETE, (error,))
        return True

    # -- questions -------------------------------------------------------

    @property
    def is_background(self) -> bool:
        """It goes on while the app is away."""
        return self.kind == "background"

    @property
    def is_quiet(self) -> bool:
        """Nothing is enqueued, parked or held."""
        return not (self.ready or self._held or self._reopened or self._gated)

    def waiting(self) -> Iterator[Life]:
        """The lives that wait for a reply."""
        return (life for life in (*self.lives.values(), self.own) if life.position.gate)


def _shut(gate: Position) -> Position:
    """A gate that was answered but is not open yet: nothing comes, nothing more is answered."""
    shut = Position(gate.kind, gate.name)
    shut.gate = True
    return shut


def _spelt(trigger: Selector | Way) -> str:
    return trigger.value if isinstance(trigger, Way) else str(trigger)


def _nothing() -> None:
    """The default of `on_enqueue`."""
