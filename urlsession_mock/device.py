"""The world: one app on one device, with its network and its transfer service.

Not here: what may come (engine.py), how it is called (delivery.py), what was right about
it (rules/). One rule: the device decides only what happens next, and takes the oldest.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from urlsession_mock.app import App
from urlsession_mock.background import Background
from urlsession_mock.clock import Clock
from urlsession_mock.engine import Channel, Life
from urlsession_mock.errors import Deadlock, NotPossibleNow
from urlsession_mock.events import AppChanged, SessionCreated, WorkChanged
from urlsession_mock.foundation.configuration import NSURLSessionConfiguration
from urlsession_mock.foundation.stores import Stores
from urlsession_mock.handlers import Handler
from urlsession_mock.loops import Loops
from urlsession_mock.main_loop import MainLoop
from urlsession_mock.main_only import MainOnly
from urlsession_mock.network import Network
from urlsession_mock.network.transfers import Transfers
from urlsession_mock.operation_queue import NSOperationQueue
from urlsession_mock.options import Options
from urlsession_mock.queues import Lanes
from urlsession_mock.recording import Recording
from urlsession_mock.rules import RULES, Verdict, judge
from urlsession_mock.runner import Runner
from urlsession_mock.selectors import Selector, find
from urlsession_mock.session import MockSession, NSURLSession
from urlsession_mock.settling import Settling, advise, settled
from urlsession_mock.tasks import NSURLSessionTask
from urlsession_mock.waiting import Waiting
from urlsession_mock.where import caller
from urlsession_mock.workers import Job
from urlsession_mock.world import Process, activate, deactivate

if TYPE_CHECKING:
    from urlsession_mock.exploring.steering import Steering
    from urlsession_mock.pump import Pump

__all__ = ["Device"]


_DEFAULTS = Options()


class Device:
    """A simulated device with one app on it. A context manager: inside it, it is the active one.

    `limit` is how many seconds of real time a lane may be held without anything happening
    before it counts as stuck. `options` says what the system does where Apple's
    texts contradict each other. `clock` gives the time of events, in seconds. `folder` is
    where downloaded files go, or a function that makes it when the first one comes; by default
    one of its own, removed at the end.
    """

    def __init__(
        self,
        *,
        options: Options | None = None,
        limit: float = 5.0,
        clock: Callable[[], float] = time.perf_counter,
        folder: Path | Callable[[], Path | None] | None = None,
    ) -> None:
        self.options: Options = options or _DEFAULTS
        self._runner = self._make_runner()
        self._main_loop = MainLoop(self, self._runner)
        self.clock: Clock = Clock(clock, self._runner.run_to)
        self.recording: Recording = Recording(clock)
        self.lanes: Lanes = Lanes(limit, self.recording.log.__len__)
        self.loops: Loops = Loops(self.clock, self.lanes.main_thread, self.lanes.ring)
        self.lanes.resting = self.loops.waiting
        self.network: Network = Network()
        self.stores: Stores = Stores(self.clock.today)
        self.process: Process = Process(1)
        self.app: App = App(self)
        self.main_queue: NSOperationQueue = NSOperationQueue._for_main()
        self.background: Background = Background(self)
        self._sessions = 0
        self.wire: Transfers = Transfers(self, self.ring)
        """What is on the wire."""
        self._folder = folder
        self._made_folder: Path | None = None
        self._is_closed = False
        self._pump: Pump | None = None
        self._settling: Settling | None = None
        self.rings: int = 0
        """How often a real server has sent something."""

    steering: Steering | None = None

    def _make_runner(self) -> Runner:
        return Runner(self)

    # -- the context -----------------------------------------------------

    def __enter__(self) -> Self:
        activate(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> list[str]:
        """End it: no thread of it runs any more, its files are gone. Harmless twice.

        Returns the names of the threads that could not be ended, because code under test
        waits there for something that never comes.
        """
        if self._is_closed:
            return []
        self._is_closed = True
        deactivate(self)
        self.process.is_alive = False
        self.stores.close()
        self.loops.close()
        left = self.wire.close() + [thread.name for thread in self.lanes.close()]
        if self._made_folder is not None:
            shutil.rmtree(self._made_folder, ignore_errors=True)
        return left

    # -- the app ---------------------------------------------------------

    def launch(self, app_delegate: object = None) -> App:
        """Launch the app.

        `app_delegate` is a class, or a function that makes the delegate: a relaunched app needs
        a fresh one. An object serves for a single launch. Its
        `application_didFinishLaunchingWithOptions_` is called where it has one.

        Raises `NotPossibleNow` while the app runs with sessions, `NotADelegate` for a
        misspelt app delegate.
        """
        __tracebackhide__ = True
        if self.app.state in ("running", "suspended") and self.process.sessions:
            raise NotPossibleNow(
                "the app runs already, with sessions; call app.terminate() before launch()"
            )
        self.app._use(app_delegate)
        self._launch(is_first=True)
        return self.app

    def _launch(self, *, is_first: bool = False) -> None:
        __tracebackhide__ = True
        app = self.app
        number = self.process.number
        if app.state in ("terminated", "force-quit"):
            self.process = Process(number + 1, len(self.recording))
            self.lanes.forget_main()  # what a thread of the dead process still posted
        app.state = "running"
        self.background.forget_force_quit()
        self._changed("launched")
        app.delegate = app._fresh_delegate(is_first=is_first)
        self.background.greet(app.delegate)

    def _suspend(self) -> None:
        self.app.state = "suspended"
        self.lanes.is_main_paused = True
        self._changed("suspended")
        self.background.app_left()

    def _resume(self) -> None:
        self.app.state = "running"
        self.lanes.is_main_paused = False
        self._changed("resumed")

    def _end(self, state: str) -> None:
        """The process ends: its sessions, its objects and what was only in memory are gone."""
        process = self.process
        process.is_alive = False
        self.lanes.is_main_paused = False
        self.lanes.forget_main()
        self.loops.forget_main()
        self.app.state = "force-quit" if state == "force-quit" else "terminated"
        self.app.delegate = None
        self._changed(state)
        for session in process.sessions:
            if not session._is_background:
                for life in session._channel.lives.values():
                    self.stopped(life)
        process.sessions.clear()
        self.stores.app_ended()
        self.background.app_left()
        self.background.app_ended()
        if state == "force-quit":
            self.background.cancel_all()

    def _changed(self, change: str, identifier: str | None = None) -> None:
        self.recording.add(AppChanged, self.lanes.here(), change, self.process.number, identifier)

    def wake(
        self,
        identifier: str,
        *,
        finish_events: bool = True,
        handover: str = "first",
    ) -> Handler:
        """The system wakes the app for a background session: resume or relaunch, then the handover.

        The handover is called at once, on the main lane; the messages go when the device runs,
        then finish-events unless `finish_events` is False. With `handover="last"` all
        of them go first: Apple does not fix that order for a session made at launch (R20).
        Returns the handler that was handed over.

        Raises `NotPossibleNow` where the system would not wake the app, saying why
        (R02, R18, R19, R21).
        """
        __tracebackhide__ = True
        return self.background.wake(identifier, finish_events=finish_events, handover=handover)

    def hold_elsewhere(self, identifier: str) -> None:
        """Another process, as an app extension, has a session with this identifier (R43)."""
        self.background.elsewhere.add(identifier)

    # -- running ---------------------------------------------------------

    def run(self) -> Recording:
        """Let everything happen that can: transfers, messages, blocks on main. The recording.

        Waits for threads that the code under test started, as long as somebody is owed
        an answer. Raises `Deadlock` where a lane is held for the device's limit and nothing
        happens, `NotPossibleNow` on any thread but the one that made the device.
        """
        __tracebackhide__ = True
        if not self._is_closed:  # on a closed one nothing more can happen
            try:
                self._runner.run()
            except Deadlock as deadlock:
                advise(deadlock)
                raise
        return self.recording

    async def settle(self, timeout: float | None = None) -> Recording:  # noqa: ASYNC109 - told by its own text
        """The same as `run` for an asyncio loop on the thread that made the device.

        The loop goes on meanwhile, and runs what is posted to main: a delegate may hop to it by
        `call_soon_threadsafe`, and wait for what it does there. Returns when nothing more can
        happen, what is scheduled on the loop included. `timeout` is in seconds of real time.

        Raises `Deadlock` as `run`, `TimedOut` where it takes longer than `timeout`,
        `NotPossibleNow` off that thread and on a loop that is not asyncio's.
        """
        __tracebackhide__ = True
        if not self._is_closed:
            await settled(self, timeout)
        return self.recording

    def step(self) -> Selector | None:
        """Deliver one message, and what comes before it. What was delivered, or None."""
        __tracebackhide__ = True
        return self._runner.step()

    def wait_for(self, selector: str, timeout: float = 1.0) -> AbstractContextManager[None]:
        """Wait, after the body of a `with`, until this message was delivered: from its start on.

        `timeout` is in seconds of real time. Raises `TimedOut`, with the recording so far and
        the busy lanes, where it did not come; `ValueError` for a name that is no message.
        """
        __tracebackhide__ = True
        row = find(selector)
        if row is None:
            raise ValueError(f"{selector} is not a message of the URLSession delegates")
        if timeout <= 0:
            raise ValueError(f"timeout is a number of seconds above 0, not {timeout!r}")
        return Waiting(self, self._runner, row, timeout)

    @contextmanager
    def pending_work(self, label: str = "work") -> Generator[None]:
        """Say that the app works on something while the body runs.

        The stored handler must not be called before it ends; see the rule
        `stored-handler-after-pending-work`.
        """
        self.recording.add(WorkChanged, self.lanes.here(), label, True)
        try:
            yield
        finally:
            self.recording.add(WorkChanged, self.lanes.here(), label, False)

    def main_only(self, target: object, name: str | None = None) -> MainOnly:
        """A stand-in for an object that may be used on the main thread only, as views are."""
        return MainOnly(self, target, name or type(target).__name__)

    # -- judging ---------------------------------------------------------

    def verdict(self, allow: tuple[str, ...] = (), require: tuple[str, ...] = ()) -> Verdict:
        """Judge what has happened so far.

        `allow` are ids of rules whose breach is permitted, `require` of rules that fail where they
        would only warn. Raises `ValueError` for an id that is no rule's, naming the nearest.
        """
        return judge(self.recording, RULES, allow=allow, require=require)

    # -- what sessions ask (see world.World) -----------------------------

    def open_channel(self, configuration: NSURLSessionConfiguration) -> Channel:
        """See `World`."""
        if configuration.kind == "background":
            return self.background.open(configuration)
        return Channel(self.recording, None, configuration.kind)

    def adopt(self, session: NSURLSession) -> None:
        """See `World`."""
        with self.recording.lock:
            self._sessions += 1
            session._number = self._sessions
        configuration = session._configuration
        identifier = configuration.identifier()
        others = tuple(
            other._number
            for other in self.process.sessions
            if identifier is not None and other._configuration.identifier() == identifier
        )
        self.recording.add(
            SessionCreated,
            self.lanes.here(session._number),
            session._number,
            "shared" if session._is_shared else configuration.kind,
            identifier,
            type(session._delegate).__name__ if session._delegate is not None else "",
            self.process.number,
            session._queue.maxConcurrentOperationCount(),
            others,
            self.background.differences(configuration),
            caller(3),
            configuration,
        )
        session._channel.attach(session._number)
        self.process.sessions.append(session)
        self.background.opened(session)

    def session_ended(self, session: NSURLSession) -> None:
        """See `World`."""
        if session in session._process.sessions:
            session._process.sessions.remove(session)
        if self.process.shared is session:
            self.process.shared = None
        self.background.ended(session)
        self.wire.forget(session._channel)

    def started(self, task: NSURLSessionTask) -> None:
        """See `World`."""
        __tracebackhide__ = True
        if not self.background.refuses(task._session, task._life):
            self.wire.begin(task)

    def stopped(self, life: Life) -> None:
        """See `World`."""
        self.wire.stop(life)

    def converted(self, old: Life, new: Life) -> None:
        """See `World`."""
        self.wire.convert(old, new)

    def run_loop(
        self, until: float, mode: str, *, once: bool, stops: Callable[[], bool] | None = None
    ) -> None:
        """See `World`."""
        __tracebackhide__ = True
        self._main_loop.run(until, mode, once=once, stops=stops)

    def ring(self) -> None:
        """A real server has sent something: look again. From any thread."""
        self.rings += 1
        self.lanes.ring()

    def temporary_folder(self) -> Path:
        """See `World`."""
        if self._made_folder is None:
            parent = self._folder() if callable(self._folder) else self._folder
            self._made_folder = Path(tempfile.mkdtemp(prefix="urlsession-mock-", dir=parent))
        return self._made_folder

    def resume_data(self, life: Life) -> bytes | None:
        """See `World`."""
        transfer = self.wire.of(life)
        if transfer is not None:
            return transfer.resume_data()
        return self.background.resume_data(life)

    def elsewhere(self, job: Job) -> None:
        """See `World`."""
        self.lanes.elsewhere(job)

    def session(
        self,
        delegate: object,
        *,
        identifier: str | None = None,
        configuration: NSURLSessionConfiguration | None = None,
        queue: NSOperationQueue | None = None,
    ) -> MockSession:
        """A session of this device; see `MockSession`."""
        __tracebackhide__ = True
        return MockSession(
            delegate,
            identifier=identifier,
            configuration=configuration,
            queue=queue,
            device=self,
        )
