"""A device with one delegate or one app on it, and the tasks that came up: what may be done now.

Not here: Hypothesis, or who decides what is done (machine.py, app_machine.py). One rule: it finds
tasks in the sessions, so those that the app starts by itself count like those of a test.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from urlsession_mock.device import Device
from urlsession_mock.lifecycle import UNRESUMED
from urlsession_mock.lives import Life
from urlsession_mock.positions import trigger_of
from urlsession_mock.reports.failure import failure
from urlsession_mock.selectors import FINISH_EVENTS
from urlsession_mock.session import NSURLSession
from urlsession_mock.strategies.code import code_of, imports_of
from urlsession_mock.strategies.script import Line, Script, enqueue_line
from urlsession_mock.strategies.told import Told
from urlsession_mock.strategies.walks import conditional, possible

__all__ = ["Stage"]

_MOST_ANSWERS: Final = 1000  # an app that is never done answering is no app


class Stage:
    """What a machine does things to.

    `lives` are the tasks in the order in which they came up; a place is one's number there, from 0.
    `is_away` says that the sessions are in the background.
    """

    def __init__(self, device: Device, *, is_away: bool) -> None:
        self.device = device
        self.lives: list[Life] = []
        self.started: int = 0
        self.drawn: list[object] = []
        self._is_away = is_away
        self._owed: list[str] = []
        self._told: dict[Life, Told] = {}

    # -- what there is -----------------------------------------------------

    def sessions(self) -> list[NSURLSession]:
        """The sessions in which a task may be started now."""
        if not self.device.app.is_running:
            return []
        return [
            session
            for session in self.device.process.sessions
            if session._is_background == self._is_away and not session._is_finishing
        ]

    def look(self) -> list[Life]:
        """All tasks that came up so far."""
        for session in self.device.process.sessions:
            for life in list(session._channel.lives.values()):
                if life not in self.lives:
                    self.lives.append(life)
        return self.lives

    def running(self) -> list[int]:
        """The places of the tasks about which a message may be enqueued now."""
        return [
            place
            for place, life in enumerate(self.look())
            if self._is_reachable(life)
            and life.position.name != UNRESUMED
            and possible(life.tail, conditional(life.kind))
        ]

    def at_hand(self) -> list[int]:
        """The places of the tasks that the app can do something to now."""
        if not self.device.app.is_running:
            return []
        sessions = self.device.process.sessions
        return [
            place
            for place, life in enumerate(self.look())
            if not life.is_over and life.face._session in sessions
        ]

    def _is_reachable(self, life: Life) -> bool:
        """The system still has it: a background session's, or one of a session that is open."""
        known = [channel for _, channel in self.device.background.known()]
        opened = [session._channel for session in self.device.process.sessions]
        return life.channel in known or life.channel in opened

    # -- what is done ------------------------------------------------------

    def start(self, begin: Callable[[str], None]) -> Life | None:
        """Have a task begun for an address of its own (B23); None where none came up."""
        before = len(self.look())
        self.started += 1
        begin(f"https://example.com/{self.started}")
        if len(self.look()) == before:
            return None
        for life in self.lives[before:]:
            Script(life.kind).respond(life.face._session, life.face)
        return self.lives[before]

    def enqueue(self, life: Life, line: Line) -> bool:
        """Enqueue one message about a task; False where it cannot come any more."""
        selector, *carried = line
        if life.tail.step(trigger_of(selector, tuple(carried))) is None:
            return False
        enqueue_line(life.face._session, life.face, line)
        self.told(life).note(selector, carried)
        return True

    def told(self, life: Life) -> Told:
        """What was told about a task so far."""
        return self._told.setdefault(life, Told())

    def play(self, life: Life, script: Script) -> None:
        """Enqueue a script about a task, as far as it can come."""
        script.respond(life.face._session, life.face)
        for line in script.lines:
            if not self.enqueue(life, line):
                return

    # -- an app that goes and comes back -------------------------------------

    def due(self) -> list[str]:
        """The identifiers of the sessions for which the system would wake the app now."""
        background = self.device.background
        return [
            identifier
            for identifier, channel in background.known()
            if background.is_due(identifier) and not channel.own.is_ending
        ]

    def wake(self, identifier: str, *, finish_events: bool, handover: str) -> None:
        """The system wakes the app; without `finish_events` that message is owed."""
        self.device.wake(identifier, finish_events=finish_events, handover=handover)
        if not finish_events:
            self._owed.append(identifier)

    def owed(self) -> list[str]:
        """The identifiers of the sessions whose finish-events is still to come."""
        return self._owed if self.device.app.is_running else []

    def opened(self) -> list[str]:
        """The identifiers of the background sessions that are open."""
        return [str(s.configuration().identifier()) for s in self.sessions() if s._is_background]

    def finish_events(self, identifier: str) -> None:
        """Finish-events of the session is enqueued."""
        if identifier in self._owed:
            self._owed.remove(identifier)
        channel = dict(self.device.background.known()).get(identifier)
        if channel is not None and FINISH_EVENTS in channel.own.tail:
            channel.enqueue(channel.own, FINISH_EVENTS, ())

    def forget_owed(self) -> None:
        """The app that was woken is gone, and its wake with it."""
        self._owed.clear()

    # -- the end -----------------------------------------------------------

    def come_to_rest(self, kept: Callable[[], Sequence[Callable[[], object]]]) -> None:
        """Let everything happen that is still to happen, the app's late answers included."""
        for identifier in list(self.owed()):
            self.finish_events(identifier)
        self.device.run()
        for _ in range(_MOST_ANSWERS):
            waiting = kept()
            if not waiting:
                return
            waiting[0]()
            self.device.run()
        raise AssertionError(
            f"kept() still has answers after {_MOST_ANSWERS} were given; what was called must not "
            f"be among them any more"
        )

    def judge(self, allow: tuple[str, ...], require: tuple[str, ...]) -> None:
        """Judge what happened. Raises `AssertionError` with the report where a rule is broken."""
        __tracebackhide__ = True
        verdict = self.device.verdict(allow=allow, require=require)
        if verdict:
            return
        needed = imports_of(", ".join(map(code_of, self.drawn)))
        note = f"\n\nto paste the steps, import\n\n{needed}" if needed else ""
        raise AssertionError(failure(verdict) + note)
