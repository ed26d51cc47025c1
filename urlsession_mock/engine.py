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
from typing import TYPE_CHECKING

from urlsession_mock.errors import IllegalMessage
from urlsession_mock.events import Dropped, Lane
from urlsession_mock.lifecycle import (
    BLOCK,
    BY_ITSELF,
    CANCELLING,
    DOWNLOADING,
    LAST,
    OPEN,
    RESUME,
    RUNNING,
    UNRESUMED,
    Answer,
    Kind,
    State,
)
from urlsession_mock.lives import Life
from urlsession_mock.positions import Position, at, trigger_of
from urlsession_mock.recording import STRIDE, SYSTEM, Recording, number_of, spread
from urlsession_mock.selectors import COMPLETE, Selector, find, nearest

if TYPE_CHECKING:
    from urlsession_mock.foundation.error import NSError

__all__ = ["Block", "Channel", "Life"]


class Block(str):
    """The name of a call whose block waits on the delegate queue; not a delegate message."""

    __slots__ = ()


class Channel:
    """The messages of one session: what is enqueued, what may go, what waits for a reply."""

    def __init__(self, recording: Recording, identifier: str | None, kind: str) -> None:
        self.recording = recording
        self.identifier = identifier
        self.kind = kind
        self.session: int = 0
        self.lives: dict[int, Life] = {}
        self.next_number: int = 1
        self.own: Life = Life(
            self,
            None,
            at(Kind.BACKGROUND_SESSION if kind == "background" else Kind.SESSION, RUNNING),
        )
        self.ready: list[int] = []
        self._held: list[int] = []
        self._reopened: list[tuple[Life, Position]] = []
        self._gated = 0
        self.epoch: int = 0
        """Where in the log the last process ended: what was meant for it alone goes no further."""

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
        new = self.begin(kind, state)
        new.former = life
        return new

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
            to = life.tail.step(trigger_of(selector, arguments))
            if to is None:
                raise IllegalMessage(life.cannot(selector, arguments))
            life.tail = to.beyond
            position = life.last = recording.enqueued(selector, life, arguments)
            if to.gate:
                life.asked, life.answer = position, None
            self.ready.append(position)
        return position

    def enqueue_block(
        self,
        what: str,
        block: Callable[[], object],
        *,
        ends: Life | None = None,
        given: tuple[object, ...] = (),
    ) -> None:
        """Enqueue a call of a block the app gave; it takes its turn among the messages (R24).

        `ends` is the task whose completion handler it is: nothing comes about that any more.
        `given` says for the recording what the app's block will be given.
        """
        with self.recording.lock:
            if ends is not None:
                over = ends.tail.step(BLOCK)
                assert over is not None  # its table ends every state in which it is not over
                ends.tail = over
            position = self.recording.enqueued(Block(what), self.own, (block, *given))  # type: ignore[arg-type]  # a Block stands where a Selector does; `Delivery` tells them apart
            self.ready.append(position)
            if self.own.is_over:
                self.close()

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

    # -- deliver ---------------------------------------------------------

    def first(self) -> int | None:
        """The position of the oldest message that may go now; None where there is none."""
        self._settle()
        return self.ready[0] if self.ready else None

    def deliverable(self) -> tuple[int, ...]:
        """The positions of the messages that may go now, oldest first, one for each task.

        A caller picks one: their order is Apple's only within a task. What ends everything is
        among them only when it is the oldest.
        """
        with self.recording.lock:
            if self._reopened or self._held:
                self._settle()
            log = self.recording.log
            heads: dict[Life, int] = {}
            for position in self.ready:
                life = log[position + 2]
                if life is self.own and isinstance(log[position], Block):
                    life = self._ended_by(position)
                if life not in heads:
                    heads[life] = position
            return tuple([at for life, at in heads.items() if self._may_go(life, at)])

    def _ended_by(self, position: int) -> Life:
        """The task that a block ends: another task's may come before it (R24, R81)."""
        given = spread(self.recording.log[position + 3])[1:]
        return self.lives.get(given[0], self.own) if given else self.own

    def _may_go(self, life: Life, position: int) -> bool:
        selector = self.recording.log[position]
        if selector in LAST and position >= life.cut:
            return not self._gated and position == self.ready[0]
        if position < life.cut or isinstance(selector, Block):
            return True
        return not life.position.gate and (life.former is None or life.former.is_over)

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

    def pick(self, position: int) -> None:
        """Take one message that `deliverable` named, whatever is older."""
        with self.recording.lock:
            self.ready.remove(position)

    def put_back(self, positions: list[int]) -> None:
        """Give back messages that were taken and not delivered; they keep their order."""
        with self.recording.lock:
            self.ready = self._still_wanted(sorted(positions + self.ready))

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
            if life.is_over:
                self.end(life)
        return True

    def drop(self, position: int, why: str, lane: Lane = SYSTEM) -> None:
        """Record that the message at `position` can no longer come."""
        selector, _, life, _ = self.recording.log[position : position + STRIDE]
        if position < life.cut:
            why = life.cut_by
        if position == life.asked:
            life.asked = -1  # it will not be asked
        number = number_of(position)
        self.recording.add(Dropped, lane, number, life.session, life.task, selector, why)

    # -- replies ---------------------------------------------------------

    def reply(self, life: Life, answer: Answer, arguments: tuple[object, ...] = ()) -> bool:
        """A handler was called. False where nobody waits for it any more."""
        with self.recording.lock:
            gate = life.position
            to = gate.answers.get(answer)
            if to is None:
                return False
            is_plain = to.beyond is gate.beyond
            life.answer = (answer, arguments)
            if life.parked:
                # Closed until the next `take`: what is parked must go before what follows it.
                self._reopened.append((life, to))
                life.position = _shut(gate)
            else:
                life.position = to
                self._gated -= 1
            if not is_plain:
                life.tail, was_foreseen = self._behind(life, to)
                if answer is Answer.CANCEL and not was_foreseen:
                    self.cut_off(life, CANCELLING)
        return True

    def _behind(self, life: Life, to: Position) -> tuple[Position, bool]:
        """Where the answer `to` leads past all that was enqueued behind its question.

        And whether all of that may come: what was written for another answer is dropped when
        its turn comes.
        """
        log, fits = self.recording.log, True
        for position in range(life.gate_at + STRIDE, len(log), STRIDE):
            if log[position + 2] is life:
                step = to.step(trigger_of(log[position], spread(log[position + 3])))
                fits = fits and step is not None
                to = (to if step is None else step).beyond
        return to, fits

    def orphan(self) -> None:
        """The app is gone, and with it every handler it held: what it was asked is asked again.

        What only that process was to be told is dropped.
        """
        with self.recording.lock:
            self._settle()
            for life in list(self.waiting()):
                life.position = life.before
                self.ready = sorted([life.gate_at, *life.parked, *self.ready])
                life.parked = []
                life.gate_at = -1
            self._gated = 0
            self._settle()
            self.epoch = len(self.recording.log)
            self.ready = self._still_wanted(self.ready)
            self.own.place(at(self.own.kind, RUNNING))  # its invalidation went with the process

    def close(self) -> None:
        """The session is invalid, and was its delegate's last news: what is left goes nowhere."""
        with self.recording.lock:
            for position in self.ready:
                self.drop(position, "the session is invalid")
            self.ready = []

    def _still_wanted(self, positions: list[int]) -> list[int]:
        """These without what was meant for a process that has ended, which is dropped.

        Blocks belonged to that process; finish-events to its wake, the invalidation to its session.
        """
        kept: list[int] = []
        for position in positions:
            selector = self.recording.log[position]
            if position < self.epoch and (isinstance(selector, Block) or selector in LAST):
                self.drop(position, "the app ended")
            else:
                kept.append(position)
        return kept

    def cut_off(self, life: Life, state: State, why: str = "the task was cancelled") -> None:
        """Put the life at this state; what is enqueued and not delivered will not come."""
        with self.recording.lock:
            if life.position.gate:
                self._gated -= 1
                self._reopened = [entry for entry in self._reopened if entry[0] is not life]
            self.ready = sorted(life.parked + self.ready)
            life.parked = []
            life.asked = life.gate_at = -1
            life.cut, life.cut_by = len(self.recording.log), why
            life.place(at(life.kind, state))

    def forget_question(self) -> None:
        """The session is being cancelled: a challenge of its own needs no answer any more."""
        self.reply(self.own, Answer.GO_ON)

    def cancel(self, life: Life, error: NSError, *, in_time: bool = False) -> bool:
        """End the task with `error`, which comes after what is already being delivered (R58).

        False where its last message is on its way, with no question before it, unless it is
        said to be `in_time` even so. Of a task with
        a completion handler nothing more is sent: whoever cancels it calls the handler.
        """
        with self.recording.lock:
            if life.is_over or (life.is_ending and not (life.is_asking or in_time)):
                return False
            self.cut_off(life, CANCELLING)
            if life.kind is not Kind.HANDLER:
                self.enqueue(life, COMPLETE, (error,))
        return True

    # -- questions -------------------------------------------------------

    @property
    def is_background(self) -> bool:
        """It goes on while the app is away."""
        return self.kind == "background"

    def on_its_way(self, life: Life) -> list[int]:
        """The messages of a task that are enqueued and not delivered."""
        with self.recording.lock:
            log = self.recording.log
            return [at for at in sorted(life.parked + self.ready) if log[at + 2] is life]

    @property
    def is_gated(self) -> bool:
        """A task waits for a reply."""
        return self._gated > 0

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
