"""A machine that does to a delegate whatever the system, and a user, may do, and judges it.

Not here: an app that goes and comes back (app_machine.py), or what is possible now (stage.py). One
rule: a step is drawn only where it is legal, so none is thrown away, and the steps that are printed
do the same when they are pasted.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule
from hypothesis.strategies import SearchStrategy

from urlsession_mock.device import Device
from urlsession_mock.foundation.response import NSHTTPURLResponse
from urlsession_mock.lifecycle import Kind
from urlsession_mock.options import Options
from urlsession_mock.selectors import Selector
from urlsession_mock.session import NSURLSession
from urlsession_mock.strategies.script import Script, fresh
from urlsession_mock.strategies.scripts import lines_of, scripts
from urlsession_mock.strategies.stage import Stage
from urlsession_mock.strategies.starting import task_of
from urlsession_mock.strategies.values import responses
from urlsession_mock.strategies.walks import conditional, possible
from urlsession_mock.triggers import DOWNLOADS

if TYPE_CHECKING:
    from urlsession_mock.tasks import NSURLSessionTask

__all__ = ["DelegateMachine", "Message", "has_begun", "one_of_its"]

T = TypeVar("T")

Message = tuple[int, Selector, *tuple[object, ...]]
"""A message about a task: its place, the selector, and what it carries."""


def one_of_its(choices: Callable[[Any], Sequence[T]]) -> SearchStrategy[T]:
    """One of what a machine has to choose from when the step is drawn; the first is simplest."""
    machine: SearchStrategy[Any] = st.runner()  # Any: the machine whose rule it is, here and above
    return machine.flatmap(lambda machine: st.sampled_from(choices(machine)))


@st.composite
def _messages(draw: st.DrawFn) -> Message:
    """A message that may be enqueued now about one of the tasks."""
    machine: DelegateMachine = draw(st.runner())
    place = draw(st.sampled_from(machine.stage.running()))
    life = machine.stage.lives[place]
    step = draw(st.sampled_from(possible(life.tail, conditional(life.kind))))
    return (place, *draw(lines_of(step, life.kind, machine.stage.told(life))))


@st.composite
def _scripts(draw: st.DrawFn) -> Script:
    machine: DelegateMachine = draw(st.runner())
    return draw(scripts(machine.kinds, most=machine.most_messages))


# When a step is possible. Functions, because Hypothesis reads the source of a lambda each time.


def _may_start(machine: DelegateMachine) -> bool:
    return machine.stage.started < machine.most_tasks and bool(machine.stage.sessions())


def has_begun(machine: DelegateMachine) -> bool:
    """There is a task, or none can be started: before that nothing else is worth a step."""
    return bool(machine.stage.look()) or not _may_start(machine)


def _has_running(machine: DelegateMachine) -> bool:
    return bool(machine.stage.running())


def _has_at_hand(machine: DelegateMachine) -> bool:
    return bool(machine.stage.at_hand())


def _downloads(machine: DelegateMachine) -> list[int]:
    lives = machine.stage.look()
    return [place for place in machine.stage.running() if lives[place].kind in DOWNLOADS]


def _has_downloads(machine: DelegateMachine) -> bool:
    return bool(_downloads(machine))


def _has_kept(machine: DelegateMachine) -> bool:
    return machine.device.app.is_running and bool(machine.kept())


class DelegateMachine(RuleBasedStateMachine):
    """A delegate in a session in the foreground. Subclass it, and give it your delegate:

        class MyMachine(DelegateMachine):
            def make_delegate(self):
                return MyDelegate()

        TestMyDelegate = MyMachine.TestCase

    Hypothesis then starts tasks, enqueues what the tables allow, lets some or all of it be
    delivered, cancels and suspends, in any order. At the end the rest is delivered and the delegate
    is judged: it fails where a rule of `urlsession_mock.RULES` is broken. Rules and invariants of
    your own go beside these, and `device` and `task(place)` serve them. A place is the number of a
    task, counted from 0 in the order in which they came up.

    The steps that are printed are code; the imports they need stand below the report.
    """

    kinds: ClassVar[tuple[Kind, ...]] = (
        Kind.DATA,
        Kind.DOWNLOAD,
        Kind.UPLOAD,
        Kind.RESUMED_DOWNLOAD,
        Kind.HANDLER,
        Kind.WEBSOCKET,
        Kind.STREAM,
    )
    """The kinds of tasks that are started."""
    most_tasks: ClassVar[int] = 3
    """How many tasks the machine starts at most."""
    most_messages: ClassVar[int] = 8
    """How many messages a script has at most that is played in one step."""
    allow: ClassVar[tuple[str, ...]] = ()
    """Rules that may be broken, by id; see `Device.verdict`."""
    require: ClassVar[tuple[str, ...]] = ()
    """Rules that fail where they would only warn, by id."""
    options: ClassVar[Options | None] = None
    """What the system does where Apple's texts contradict each other."""
    limit: ClassVar[float] = 5.0
    """Seconds of real time for which a lane may be held; see `Device`."""
    is_away: ClassVar[bool] = False
    """Its sessions are in the background."""

    # -- what a subclass says --------------------------------------------

    def make_delegate(self) -> object:
        """The delegate under test, a fresh one. A subclass must have it."""
        raise NotImplementedError(
            f"{type(self).__name__} has no make_delegate(); write one that returns your delegate"
        )

    def make_session(self, delegate: object) -> NSURLSession:
        """The session of the delegate: by default one of the default configuration."""
        return self.device.session(delegate)

    def start_task(self, session: NSURLSession, kind: Kind, address: str) -> None:
        """Start a task of a kind for this address, by default by the session's own methods.

        A subclass may let its app do it: what comes up in a session is found there.
        """
        task_of(session, kind, address).resume()

    def kept(self) -> Sequence[Callable[[], object]]:
        """What the app has still to do, as answers that it gives later: nothing by default.

        Each is called by a step of its own, or at the end, and is then not among them any more.
        """
        return ()

    # -- from the beginning to the end -----------------------------------

    def __init__(self) -> None:
        super().__init__()
        self._around = sys.exception()
        self.device: Device = Device(options=self.options, limit=self.limit)
        """The device; it is the active one."""
        self.stage: Stage = Stage(self.device, is_away=self.is_away)
        """What may be done now."""
        self.device.__enter__()
        try:
            self.set_up()
        except BaseException:
            self.device.close()
            raise

    def set_up(self) -> None:
        """Make the session."""
        self.make_session(self.make_delegate())

    def come_to_rest(self) -> None:
        """Let everything happen that is still to happen."""
        self.stage.come_to_rest(self.kept)

    def teardown(self) -> None:
        """Let the rest happen, judge, and end the device.

        Raises `AssertionError` with the report where a rule is broken; where a step has raised,
        that is told instead.
        """
        __tracebackhide__ = True
        try:
            if sys.exception() is self._around:
                self.come_to_rest()
                self.stage.judge(self.allow, self.require)
        finally:
            self.device.close()

    def task(self, place: int) -> NSURLSessionTask:
        """The task at a place, as the app sees it now."""
        task: NSURLSessionTask = self.stage.look()[place].face
        return task

    # -- the steps -------------------------------------------------------

    @precondition(_may_start)
    @rule(script=_scripts(), session=one_of_its(lambda self: range(len(self.stage.sessions()))))
    def play(self, script: Script, session: int) -> None:
        """The app starts a task, and all its messages are enqueued, as far as they can come."""
        self.stage.drawn.append(script)
        chosen = self.stage.sessions()[session]
        life = self.stage.start(lambda text: self.start_task(chosen, script.kind, text))
        if life is not None and life.kind is script.kind:
            self.stage.play(life, script)

    @precondition(_may_start)
    @rule(
        kind=one_of_its(lambda self: self.kinds),
        session=one_of_its(lambda self: range(len(self.stage.sessions()))),
    )
    def start(self, kind: Kind, session: int) -> None:
        """The app starts a task."""
        self.stage.drawn.append(kind)
        chosen = self.stage.sessions()[session]
        self.stage.start(lambda text: self.start_task(chosen, kind, text))

    @precondition(_has_running)
    @rule(message=_messages())
    def enqueue(self, message: Message) -> None:
        """A message is enqueued about a task."""
        self.stage.drawn.append(message)
        place, selector, *carried = message
        self.stage.enqueue(self.stage.look()[place], (selector, *carried))

    @precondition(has_begun)
    @rule()
    def run(self) -> None:
        """All that can happen does."""
        self.device.run()

    @precondition(has_begun)
    @rule()
    def step(self) -> None:
        """One message is delivered."""
        self.device.step()

    @precondition(_has_downloads)
    @rule(place=one_of_its(_downloads), response=responses())
    def respond(self, place: int, response: NSHTTPURLResponse) -> None:
        """A download has a response, which its delegate is not asked about."""
        self.stage.drawn.append(response)
        task = self.task(place)
        task._session.respond(task, fresh(response))

    @precondition(_has_at_hand)
    @rule(place=one_of_its(lambda self: self.stage.at_hand()))
    def cancel(self, place: int) -> None:
        """The app cancels a task."""
        self.task(place).cancel()

    @precondition(_has_at_hand)
    @rule(place=one_of_its(lambda self: self.stage.at_hand()))
    def suspend(self, place: int) -> None:
        """The app suspends a task."""
        self.task(place).suspend()

    @precondition(_has_at_hand)
    @rule(place=one_of_its(lambda self: self.stage.at_hand()))
    def resume(self, place: int) -> None:
        """The app resumes a task."""
        self.task(place).resume()

    @precondition(_has_kept)
    @rule(which=one_of_its(lambda self: range(len(self.kept()))))
    def answer(self, which: int) -> None:
        """The app does one of the things it kept for later."""
        self.kept()[which]()
