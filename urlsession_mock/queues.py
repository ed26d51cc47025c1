"""The lanes of a device, on real threads.

Not here: one lane with threads of its own (workers.py), what runs on it (delivery.py,
operations.py). One rule: nobody waits without a limit, and no thread outlives its device.

`main` is the lane of the thread that made the device. It has no loop of its own: it
serves what is posted to it while the device runs. Every other lane is a daemon thread
that works through what is posted to it.
"""

from __future__ import annotations

import linecache
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from types import FrameType

from urlsession_mock.crew import Crew, Hand
from urlsession_mock.errors import Deadlock, Killed, NotPossibleNow
from urlsession_mock.events import Lane, Where
from urlsession_mock.held import is_idle
from urlsession_mock.turn import Lent, Turn
from urlsession_mock.watchdog import Watchdog
from urlsession_mock.where import is_runners, is_users, standing_at
from urlsession_mock.workers import Job, LaneClosed, Worker, here, throw_into

__all__ = ["LIVE", "Lanes"]

_DEEP = 9  # how many frames of a stack are shown: the innermost
_OTHER = "other"
_LOOK = 0.005  # seconds between two looks of a thread that nobody rings when main moves
LIVE = "urlsession-"
"""How the names of threads begin that talk to real servers: they do nothing by themselves."""


class Lanes:
    """All lanes of one device."""

    def __init__(self, limit: float, progress: Callable[[], int]) -> None:
        self.limit = limit
        self.main_thread: int = threading.get_ident()
        self._progress = progress
        self._mail: SimpleQueue[Job | None] = SimpleQueue()
        self._kept: deque[Job] = deque()
        self.is_main_paused = False
        self._workers: list[Worker] = []
        self._owned: dict[object, Worker] = {}
        self._lock = threading.Lock()
        self._born = frozenset(threading.enumerate())
        self.born: int = len(self._born)
        """How many threads there were before it."""
        self._watchdog: Watchdog | None = None
        self._elsewhere: Worker | None = None
        self._main_lane = Lane("main", self.main_thread)
        self.gave_up = False
        """A deadlock was found: do not wait politely for the threads at the end."""
        self.turn: Turn = Turn(self._wait_for_turn, self.ring)
        """Whose turn it is to turn the device."""
        self.aside: int = 0
        """The thread that turns the device while user code holds main (pump.py); 0 where none."""
        self.hopes: int = 0
        """How often something was waited for that takes its own time, as a real server does."""
        self.served: int = 0
        """How many jobs and messages main has taken."""
        self.resting: Callable[[], frozenset[int]] = frozenset
        """Which threads wait in their run loops, and so have nothing to do by themselves."""
        self.serving: int = 0
        """How many of them it is at now."""
        self.knock: Callable[[], None] | None = None
        """Lets main serve its posts soon, where it is an event loop that settles (settling.py)."""
        self._bell: threading.Event | None = None  # rung for that thread, once there is one
        self.is_steered = False
        """Jobs start, and main's posts are served, one by one, when an explorer says so."""
        self.crew: Crew | None = None
        """Whose threads lanes use; without one each makes its own."""
        self.marked: Callable[[Job], Job] | None = None
        """Where they are: marks a job by who posts it."""
        self.nested: Callable[[Callable[[], bool]], bool] | None = None
        """Where they are: lets other lanes go on while user code on main waits."""
        self._awaited: list[tuple[threading.Event, Worker]] = []  # what lanes wait for
        self._driving = 0  # main waits in `drive`, so it must be rung

    # -- where am I ------------------------------------------------------

    def here(self, session: int = 0) -> Lane:
        """The lane of the calling thread."""
        thread = threading.get_ident()
        if thread == self.main_thread:
            return Lane("main", thread, session) if session else self._main_lane
        worker = self.worker_here()
        is_queue = worker is not None and worker.lanes is self and worker is not self._elsewhere
        return Lane("delegate" if is_queue else _OTHER, thread, session)

    @property
    def is_main(self) -> bool:
        """The caller is on the main lane."""
        return threading.get_ident() == self.main_thread

    @property
    def is_aside(self) -> bool:
        """The caller is the thread that turns the device while main is held."""
        return self.aside == threading.get_ident()

    def turn_aside(self) -> None:
        """The calling thread turns the device while main is held, from here on."""
        self._bell = threading.Event()
        self.aside = threading.get_ident()
        here.lanes = self

    def must_be_main(self) -> None:
        """Raise `NotPossibleNow` on any lane but main."""
        __tracebackhide__ = True
        if not self.is_main:
            raise NotPossibleNow(
                "the device runs on the thread that made it, and this is another one; "
                "call run() there"
            )

    @staticmethod
    def worker_here() -> Worker | None:
        """The worker whose thread the caller is on; None on any other thread."""
        return getattr(here, "worker", None)

    @staticmethod
    def of_this_thread() -> Lanes | None:
        """The lanes that the calling worker thread belongs to."""
        return getattr(here, "lanes", None)

    # -- posting ---------------------------------------------------------

    def worker(self, name: str, width: int = 1) -> Worker:
        """A new lane with its own thread, which starts with the first job."""
        worker = Worker(self, name, width)
        with self._lock:
            self._workers.append(worker)
        return worker

    def worker_for(self, owner: object, name: str, width: int) -> Worker:
        """The lane of this owner, made when it is first asked for."""
        with self._lock:
            worker = self._owned.get(owner)
        if worker is None:
            worker = self.worker(name, width)
            worker.owner = owner
            with self._lock:
                worker = self._owned.setdefault(owner, worker)
        return worker

    def post_to_main(self, job: Job) -> None:
        """Run `job` on the main lane when the device next serves it."""
        if self.is_steered:
            # Not by the mail, which main may hold in its hand when another lane looks.
            self._kept.append(job if self.marked is None else self.marked(job))
            if self.worker_here() is None and not self.is_main:
                self.ring()
            return
        self._mail.put(job)
        self._ring_bell()
        if self.knock is not None:
            self.knock()

    def ring(self) -> None:
        """Wake whoever turns the device to look again."""
        if self._driving or not self.aside:
            self._mail.put(None)
        self._ring_bell()

    def ring_at_rest(self) -> None:
        """A lane has done its job. Where lanes are steered, that is told when none is at work."""
        if self.is_steered and any(worker.is_at_work for worker in self._workers):
            return
        self.ring()

    def _ring_bell(self) -> None:
        if self._bell is not None:
            self._bell.set()

    # -- waiting ---------------------------------------------------------

    def serve(self) -> bool:
        """Run what is posted to main now; True where there was something."""
        served = False
        if not self.is_main_paused:
            while self._kept:
                self.run_on_main(self._kept.popleft())
                served = True
        while True:
            try:
                job = self._mail.get_nowait()
            except Empty:
                return served
            served = self._take_mail(job) or served

    def _take_mail(self, job: Job | None) -> bool:
        if job is None:
            return False
        if self.is_main_paused:
            self._kept.append(job)
            return False
        self.run_on_main(job)
        return True

    def serve_one(self) -> None:
        """Run the oldest of main's posts; for whoever steers."""
        __tracebackhide__ = True
        self.run_on_main(self._kept.popleft())

    @property
    def first_mail(self) -> Job | None:
        """The oldest of main's posts, for whoever steers; None where there is none."""
        return self._kept[0] if self._kept else None

    def forget_main(self) -> None:
        """Throw away what waits for main: the process it belongs to is gone."""
        self._kept.clear()
        while True:
            try:
                self._mail.get_nowait()
            except Empty:
                return

    def elsewhere(self, job: Job) -> None:
        """Run a job on a thread that is neither main nor a queue's; the device waits for it."""
        if self._elsewhere is None:
            self._elsewhere = self.worker(_OTHER)
        self._elsewhere.post(job)

    @property
    def has_mail(self) -> bool:
        """Something waits to run on main."""
        if self.is_main_paused:
            return False
        return bool(self._kept) or not (self.is_steered or self._mail.empty())

    @property
    def is_at_work(self) -> bool:
        """Main is at a post of its, or has one to serve."""
        return self.serving > 0 or self.has_mail

    @property
    def waiting_for_main(self) -> int:
        """How many posts wait for main."""
        return self._mail.qsize() + len(self._kept)

    def run_on_main(self, job: Job) -> None:
        """Run user code on the main lane, watched: a wait that cannot end is a deadlock."""
        __tracebackhide__ = True
        if self._watchdog is None:
            self._watchdog = Watchdog(self.main_thread, self.limit, self.hopeful)
        self.served += 1
        self.serving += 1
        try:
            if not self.aside:
                with self._watchdog.watching(self.stacks):
                    job()
                return
            with Lent(self.turn), self._watchdog.watching(self.stacks):
                job()
        finally:
            self.serving -= 1

    def hopeful(self) -> int:
        """What changes as long as it is right to wait."""
        return self._progress() + self.hopes

    def drive(self, done: Callable[[], bool], limit: float | None = None) -> bool:
        """Serve the main lane until `done()`; False where nothing moved for `limit` seconds.

        Only the main lane may call it, and the one that turns the device in its place, which
        serves nothing.
        """
        __tracebackhide__ = True
        limit = self.limit if limit is None else limit
        if self.is_aside:
            return self._drive(
                done, limit, self._progress, lambda left: self.rest(min(left, _LOOK))
            )
        self.must_be_main()
        self._driving += 1
        # Whoever else has the turn may wait for what takes its own time.
        progress = self._progress if self.turn.is_mine else self.hopeful
        try:
            return self._drive(done, limit, progress, self._await_mail)
        finally:
            self._driving -= 1

    def _drive(
        self,
        done: Callable[[], bool],
        limit: float,
        progress: Callable[[], int],
        wait: Callable[[float], None],
    ) -> bool:
        __tracebackhide__ = True
        mark = progress()
        deadline = time.monotonic() + limit
        while not done():
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            wait(left)
            if progress() != mark:
                mark = progress()
                deadline = time.monotonic() + limit
        return True

    def _await_mail(self, left: float) -> None:
        __tracebackhide__ = True
        if self._kept and not self.is_main_paused and not self.is_steered:
            self.serve()
            return
        with suppress(Empty):
            self._take_mail(self._mail.get(timeout=left))

    def rest(self, seconds: float) -> None:
        """Wait until somebody rings, so long at most; for the thread that turns in main's place."""
        bell = self._bell
        assert bell is not None, "only that thread rests"
        bell.wait(seconds)
        bell.clear()  # whoever rings now has changed before what is looked at next

    def _wait_for_turn(self, mine: Callable[[], bool]) -> None:
        """Wait until the turn is the caller's; main serves its own posts meanwhile."""
        __tracebackhide__ = True
        if not (self.drive(mine) or self.drive(mine)):  # who has it may wait for the limit himself
            raise Deadlock(
                f"another thread turned the device for {2 * self.limit:g} s\n\n{self.stacks()}"
            )

    def wait(self, event: threading.Event, what: str) -> None:
        """Wait for `event` from any lane; main serves its own posts meanwhile.

        Raises `Deadlock` where nothing comes for the device's limit.
        """
        __tracebackhide__ = True
        came = self._came(event)
        if not came:
            raise Deadlock(f"{what} did not end within {self.limit:g} s\n\n{self.stacks()}")

    def _came(self, event: threading.Event) -> bool:
        __tracebackhide__ = True
        if self.is_main:
            if self.nested is not None and self.nested(event.is_set):
                return True
            return self.drive(event.is_set)
        worker = self.worker_here()
        if worker is None:
            return event.wait(self.limit)
        worker.is_waiting = not event.is_set()
        awaited, entry = self._awaited, (event, worker)
        awaited.append(entry)
        if self.is_steered:
            self.ring()
        try:
            came = event.wait(self.limit)
        finally:
            worker.is_waiting = False
            awaited.remove(entry)
        if awaited is not self._awaited:
            raise Killed
        return came

    def end_process(self) -> None:
        """The app's process has ended: what its lanes had still to do is not done, nobody waits.

        For whoever steers. Who waits in a call of ours is ended there; raises `Killed`.
        """
        for worker in self.workers:
            worker.clear()
        awaited, self._awaited = self._awaited, []
        for event, worker in tuple(awaited):
            worker.is_waiting = False  # it is about to end
            event.set()

    # -- looking ---------------------------------------------------------

    @property
    def workers(self) -> list[Worker]:
        """All lanes that have threads of their own."""
        return self._workers

    @property
    def own_threads(self) -> int:
        """How many threads there are that work for lanes, or may."""
        made = sum(len(w.threads) for w in self._workers) if self.crew is None else self.crew.size
        return made + (self._watchdog is not None)

    def hire(self, crew: Crew) -> None:
        """Use the threads of this crew from here on."""
        self.crew = crew
        self.born -= crew.size

    def busy(self) -> list[Worker]:
        """The lanes that have something to do."""
        return [worker for worker in self._workers if worker.is_busy]

    def strangers(self) -> list[threading.Thread]:
        """Threads that the code under test started and that are at work.

        Idle ones do not count: they wait for work that nobody has.
        """
        frames = sys._current_frames()  # documented; the underscore is CPython's warning about cost
        return [
            thread
            for thread in self.foreign_threads()
            if thread not in self._born and not is_idle(frames.get(thread.ident or 0))
        ]

    def was_there(self, thread: threading.Thread) -> bool:
        """The thread is older than the device."""
        return thread in self._born

    def foreign_threads(self) -> list[threading.Thread]:
        """Threads, main aside, that are none of the device's."""
        ours = {thread for worker in self._workers for thread in worker.threads}
        if self._watchdog is not None:
            ours.add(self._watchdog.thread)
        resting = self.resting()
        return [
            thread
            for thread in threading.enumerate()
            if thread not in ours
            and not isinstance(thread, Hand)
            and thread.ident not in resting
            and thread.ident != self.main_thread
            and not thread.name.startswith(LIVE)
        ]

    def stacks(self) -> str:
        """Where each lane stands now, user code only, as text."""
        frames = sys._current_frames()  # as above
        lines: list[str] = []
        for name, thread in self._threads():
            frame = frames.get(thread)
            if frame is not None:
                lines.append(f"{name} lane stands at")
                lines += _stack(frame)
        return "\n".join(lines)

    def held_at(self) -> Where | None:
        """Where user code stands on the lane that is held: main where no other is at work."""
        frames = sys._current_frames()  # as above
        working = [t for worker in self._workers if worker.running for t in worker.threads]
        for thread in [t.ident or 0 for t in working] + [self.main_thread]:
            where = standing_at(frames.get(thread))
            if where is not None:
                return where
        return None

    def main_stands_at(self) -> Where | None:
        """The line of the user's code in which main stands."""
        return standing_at(sys._current_frames().get(self.main_thread))  # as above

    def _threads(self) -> list[tuple[str, int]]:
        found = [("main", self.main_thread)]
        for worker in self._workers:
            if worker.running:
                found += [(f"{worker.name}", t.ident or 0) for t in worker.threads]
        found += [(thread.name, thread.ident or 0) for thread in self.strangers()]
        return found

    @property
    def is_interrupting(self) -> bool:
        """The watchdog has just interrupted main."""
        return self._watchdog is not None and self._watchdog.has_sent

    # -- the end ---------------------------------------------------------

    def close(self) -> list[threading.Thread]:
        """End every thread; the ones that are stuck in a foreign wait are returned.

        Those are daemons, and end as soon as their wait does.
        """
        for worker in self._workers:
            worker.close()
        threads = [thread for worker in self._workers for thread in worker.threads]
        if self._watchdog is not None:
            self._watchdog.close()
        stuck = [t for t in threads if not _joined(t, 1.0 if not self._is_stuck(t) else 0)]
        for thread in stuck:
            throw_into(thread.ident or 0, LaneClosed)
        return [thread for thread in stuck if not _joined(thread, 0.05)]

    def _is_stuck(self, thread: threading.Thread) -> bool:
        return any(w.running and thread in w.threads for w in self._workers) and self.gave_up


def _joined(thread: threading.Thread, timeout: float) -> bool:
    if thread is threading.current_thread():
        return True
    thread.join(timeout)
    return not thread.is_alive()


def _stack(frame: FrameType) -> list[str]:
    """The user's frames, outermost first, and what the innermost of them called."""
    lines: list[str] = []
    called = ""
    for inner, line in traceback.walk_stack(frame):
        code, module = inner.f_code, str(inner.f_globals.get("__name__", ""))
        if lines and is_runners(module):
            break  # what called the test is nobody's concern
        if is_users(module):
            if called and not lines:
                lines.append(f"    waits in {called}")
            source = linecache.getline(code.co_filename, line).strip()
            lines.append(f"    {code.co_filename}:{line} in {code.co_name}: {source}")
        called = f"{module}.{code.co_qualname}"
    return lines[:_DEEP][::-1] or [f"    (no code of yours; in {called})"]
