"""What the system had on its way in the recording, set on its way again.

Not here: its turn (turns.py), what stands for recorded sessions and tasks (stage.py). One rule:
what comes by itself, because of what was done before, is found and not enqueued a second time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from urlsession_mock.engine import Block
from urlsession_mock.errors import URLSessionMockError
from urlsession_mock.events import Enqueued
from urlsession_mock.foundation.date import NSDate
from urlsession_mock.replaying.acts import about
from urlsession_mock.replaying.comparing import Comparing, Turn
from urlsession_mock.replaying.delivering import Delivering
from urlsession_mock.replaying.doubles import rebuilt, remade, response_with
from urlsession_mock.replaying.stage import Stage
from urlsession_mock.selectors import (
    BECAME_DOWNLOAD,
    BECAME_STREAM,
    COMPLETE,
    CREATED,
    DATA,
    DELAYED,
    FINISH_DOWNLOAD,
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

__all__ = ["Enqueueing"]

_CONVERTED = frozenset({BECAME_DOWNLOAD, BECAME_STREAM})
_GIVEN = ("task", "result", "response", "error")  # what `END_OF_TASK` says


class Enqueueing:
    """The messages of one replay that are on their way, by their recorded numbers."""

    def __init__(
        self, device: Device, stage: Stage, comparing: Comparing, delivering: Delivering
    ) -> None:
        self._device = device
        self._stage = stage
        self._comparing = comparing
        self._delivering = delivering
        self.pending: dict[int, tuple[int, Life]] = {}
        """Where the message stands in the new log, and whose it is; until its turn."""
        self.handovers: dict[int, str] = {}
        """What is to be handed over."""
        self._early: dict[int, Enqueued] = {}  # for a session that is not made yet

    def enqueued(self, event: Enqueued) -> None:
        """The system had this on its way."""
        selector, stage = event.selector, self._stage
        if selector == END_OF_TASK and isinstance(selector, Block):
            self._end_of_task(event)
        if type(selector) is not Selector or selector is CREATED:
            return  # a block of the app's, which whoever gave it gives again; or comes by itself
        if selector is HANDOVER:
            self.handovers[event.number] = str(event.arguments[0])
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
                    self.enqueue_early(event.session)
            return  # else nothing stands for it, which was told
        self._enqueue_one(event, session, life)

    def impossible(
        self, number: int, selector: Selector, task: int | None, life: Life, why: str
    ) -> None:
        """The message cannot come any more: told where nothing was told of the task before."""
        parted = self._comparing.parted
        if life in parted:
            return
        self._delivering.flush()
        if life not in parted:
            parted.add(life)
            what = about(selector, task)
            self._comparing.differs(number, what, "that it comes", f"it cannot: {why}")

    def _end_of_task(self, event: Enqueued) -> None:
        """A task with a completion handler ends: the block is given what it was given then."""
        if len(event.arguments) < len(_GIVEN):
            return
        given: dict[str, Any] = dict(zip(_GIVEN, event.arguments[-len(_GIVEN) :], strict=True))
        session = self._stage.sessions.get(event.session)
        life = self._stage.life(event.session, given["task"])
        if session is None or life is None or life.is_ending:
            return
        self._delivering.flush()
        life.facts.response = remade(given["response"])
        result = self._stage.file(given["result"], event.number)
        session._finish_block(life, result, remade(given["error"]))

    def _converted(self, event: Enqueued) -> None:
        """A data task becomes another one, by itself: the system made that one."""
        self._delivering.flush()
        life = self._stage.life(event.session, event.task)
        log = self._device.recording.log
        if life is not None and life.last >= 0 and log[life.last] == event.selector:
            became: Life = log[life.last + 3][0]._life
            self._stage.became(event, became)
            self.pending[event.number] = (life.last, life)

    def _enqueue_one(self, event: Enqueued, session: NSURLSession, life: Life) -> None:
        selector = event.selector
        if selector is COMPLETE and event.arguments[0] is not None:
            self._delivering.flush()  # it comes by itself where the task was cancelled
        if life.is_ending or (selector is INVALID and event.arguments[0] is None):
            if not life.is_ending:
                self._delivering.flush()  # it comes by itself, when the tasks have ended
            # Ended by itself: cancelled, or its session was. That message stands for the last one.
            if selector in (COMPLETE, INVALID) and not life.is_over and life.last >= 0:
                self.pending[event.number] = (life.last, life)
            return
        try:
            if selector is DATA:
                session.enqueue(DATA, life.face, event.arguments[0])
            elif life.number is None:
                session.enqueue(selector, *rebuilt(selector, event.arguments))
            else:
                _enqueue(session, life, selector, event.arguments)
        except URLSessionMockError as error:
            self.impossible(event.number, selector, event.task, life, str(error))
            return
        self.pending[event.number] = (life.last, life)

    # -- for a session that is not made yet ------------------------------

    def enqueue_early(self, session: int) -> None:
        """What was on its way before the session was made."""
        early = [event for event in self._early.values() if event.session in (session, 0)]
        for event in early:
            del self._early[event.number]
        made = self._stage.sessions.get(session)
        if made is None:
            return
        for event in early:
            self._enqueue_in(event, made, session)

    def enqueue_at_turn(self, turn: Turn) -> None:
        """What still waits for its session has its turn: the turn says which session that is.

        A message has the number of the last session that showed its task; a turn of the first.
        """
        if turn.enqueued in self._early:
            early, made = self._early.pop(turn.enqueued), self._stage.sessions.get(turn.session)
            if made is not None:
                self._enqueue_in(early, made, turn.session)

    def wake_early(self, identifier: str) -> None:
        """The system wakes the app for this session: what is on its way is on its way to that."""
        sessions = {event.session for event in self._early.values()}
        if len(sessions) == 1:
            (session,) = sessions
            self._stage.former_session(session, identifier)
            self.enqueue_early(session)

    def _enqueue_in(self, event: Enqueued, made: NSURLSession, session: int) -> None:
        life = self._stage.life(session, event.task) or self._stage.former_task(session, event)
        if life is not None:
            self._enqueue_one(event, made, life)


def _enqueue(
    session: NSURLSession, life: Life, selector: Selector, arguments: tuple[Any, ...]
) -> None:  # Any: as the message's row says
    if selector is DELAYED and life.facts.begin_date is None:
        life.facts.begin_date = NSDate.date()
    elif selector is WAITING:
        session._configuration.setWaitsForConnectivity_(True)
    elif selector is FINISH_DOWNLOAD and life.facts.response is None:
        life.facts.response = response_with(arguments, life.facts.url)
    session.enqueue(selector, life.face, *rebuilt(selector, arguments))
