"""A lane with threads of its own: where a queue's jobs are run.

Not here: the lanes of a device as a whole (queues.py), what a job does. One rule: a thread knows
which lane it is, and ends with its device.
"""

from __future__ import annotations

import ctypes
import sys
import threading
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from urlsession_mock.queues import Lanes

__all__ = [
    "Barrier",
    "Job",
    "LaneClosed",
    "Worker",
    "heed_no_one_elses_exception",
    "here",
    "throw_into",
]

Job = Callable[[], object]

here: Final[threading.local] = threading.local()
"""Of the calling thread: `lanes`, the device's it belongs to, and `worker`, the lane it is."""


class LaneClosed(BaseException):
    """Thrown into a thread whose device is gone; user code has no reason to catch it."""


class _NoOne(BaseException):
    """Thrown into the thread that throws it."""


def throw_into(thread: int, error: type[BaseException]) -> None:
    """Throw an exception into a thread; it acts at that thread's next bytecode.

    The only way CPython has to end a thread from outside.
    """
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error))


def heed_no_one_elses_exception() -> None:
    """Before a thread is traced: forget that an exception waits for some other one.

    CPython 3.11 has one mark for all threads, which only a thread that takes such an exception
    removes; while one is stuck, so that it takes none, a thread that is traced looks at the mark
    for ever. Whom it waits for takes it all the same.
    """
    if sys.version_info >= (3, 12):
        return
    try:
        throw_into(threading.get_ident(), _NoOne)
        for _ in range(10):  # it comes at one of these bytecodes
            pass
    except _NoOne:
        pass


class Barrier:
    """A job that runs alone: after all before it, and before all behind it."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def __call__(self) -> object:
        return self._job()


class Worker:
    """A lane with threads of its own: one where it is serial, up to `width` otherwise."""

    def __init__(self, lanes: Lanes, name: str, width: int = 1) -> None:
        self.lanes = lanes
        self.name = name
        self.width = width
        self.jobs: deque[Job] = deque()
        self.granted: deque[Job] = deque()
        """Of lanes that are steered: what may start."""
        self.is_waiting: bool = False
        """Its job waits in one of our own calls for what another lane does."""
        self.is_suspended: bool = False
        self.is_given_up: bool = False
        """A deadlock was told of the job it is at."""
        self.suspensions: int = 0
        """How often it was suspended, where that is counted."""
        self.running: int = 0
        self._wake = threading.Condition()
        self._idle = 0
        self._is_barred = False
        self._closed = False
        self.threads: list[threading.Thread] = []
        self.owner: object = None  # the operation queue it runs for

    @property
    def is_busy(self) -> bool:
        """A job runs, or one waits and the lane is not suspended."""
        if self.running or self.granted:
            return True
        return bool(self.jobs) and not self.is_suspended

    @property
    def is_at_work(self) -> bool:
        """Where lanes are steered: it does something, or is about to."""
        return bool(self.granted) or (self.running > 0 and not self.is_waiting)

    def post(self, job: Job) -> None:
        """Run `job` after the jobs posted before it."""
        marked = self.lanes.marked
        if marked is not None and not isinstance(job, Barrier):
            job = marked(job)
        with self._wake:
            if self._closed:
                return
            self.jobs.append(job)
            self._staff()
            self._wake.notify()

    def grant(self, job: Job | None = None) -> None:
        """Let a job start where lanes are steered: this one, or the next that was posted."""
        with self._wake:
            self.granted.append(self.jobs.popleft() if job is None else job)
            self._staff()
            self._wake.notify()

    def has_room(self, is_ending: bool) -> bool:
        """Where lanes are steered: the next job that was posted may start.

        `is_ending`: one that runs is about to end.
        """
        if not self.jobs or self.is_suspended or self._is_barred:
            return False
        running = self.running - is_ending
        return not running if isinstance(self.jobs[0], Barrier) else running < self.width

    def suspend(self, is_suspended: bool) -> None:
        """Start no further job, or start again."""
        with self._wake:
            self.is_suspended = is_suspended
            self._staff()
            self._wake.notify_all()

    def clear(self) -> None:
        """Forget the jobs that have not begun: the process that posted them has ended."""
        with self._wake:
            self.jobs.clear()
            self.granted.clear()
            self.is_suspended = False

    def close(self) -> None:
        """End the threads after the job they are at; what waits is not run."""
        with self._wake:
            self._closed = True
            self.jobs.clear()
            self.granted.clear()
            self._wake.notify_all()

    def _staff(self) -> None:
        if self.lanes.is_steered:
            wanted = len(self.granted)
        else:
            wanted = 0 if self.is_suspended else len(self.jobs)
        if wanted > self._idle and len(self.threads) < self.width:
            self._idle += 1
            self.threads.append(self._started())

    def _started(self) -> threading.Thread:
        if self.lanes.crew is not None:
            return self.lanes.crew.start(self.name, self._work)
        thread = threading.Thread(target=self._work, name=self.name, daemon=True)
        thread.start()
        return thread

    def _may_start(self) -> bool:
        if self.lanes.is_steered:
            return bool(self.granted)
        if self.is_suspended or not self.jobs or self._is_barred:
            return False
        return not (self.running and isinstance(self.jobs[0], Barrier))

    def _work(self) -> None:
        here.lanes, here.worker = self.lanes, self
        try:
            while True:
                with self._wake:
                    while not self._closed and not self._may_start():
                        self._wake.wait()
                    if self._closed:
                        return
                    job = (self.granted or self.jobs).popleft()
                    self._is_barred = isinstance(job, Barrier)
                    self.running += 1
                    self._idle -= 1
                try:
                    job()
                finally:
                    with self._wake:
                        self.running -= 1
                        self._idle += 1
                        self.is_given_up = False
                        if not self.running:
                            self._is_barred = False
                            self._wake.notify_all()
                    self.lanes.ring_at_rest()
        except LaneClosed:
            return
