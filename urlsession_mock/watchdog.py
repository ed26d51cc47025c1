"""Ends a wait on the main lane that would hang the test.

Not here: the waits of other lanes; the main lane watches those. One rule: it acts
only when user code has held the main lane for the whole limit and nothing was recorded.

The main lane cannot watch itself while user code sits on it. The watchdog's thread does,
and interrupts it with SIGINT, which is what ends a blocked lock in CPython. That works on
the interpreter's main thread, on POSIX, while SIGINT has Python's own handler. A process that was
started to ignore SIGINT, as a shell's background job is, gets that handler for as long as user
code is watched.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType
from typing import Self

from urlsession_mock.errors import Deadlock

__all__ = ["Interruption", "Watchdog"]

# What `signal.getsignal` gives.
_Handler = Callable[[int, FrameType | None], object] | int | None


class Watchdog:
    """Watches user code on one thread. Its own thread starts with the first watch."""

    def __init__(self, watched: int, limit: float, progress: Callable[[], int]) -> None:
        self._watched = watched
        self._limit = limit
        self._progress = progress
        self._since = 0.0
        self._mark = 0
        self._depth = 0
        self._stacks: Callable[[], str] | None = None
        self._found: str | None = None
        self._stop = threading.Event()
        self.thread: threading.Thread = threading.Thread(
            target=self._watch, name="watchdog", daemon=True
        )
        self.thread.start()

    @property
    def has_sent(self) -> bool:
        """It has interrupted main, which has not come to it yet."""
        return self._found is not None

    @contextmanager
    def watching(self, stacks: Callable[[], str]) -> Generator[None]:
        """Watch the body; raises `Deadlock` from it where it never ends by itself.

        `stacks` is asked for the stacks of all lanes at the moment of the deadlock.
        """
        __tracebackhide__ = True
        self._stacks = stacks
        self._mark, self._since = self._progress(), time.monotonic()
        self._depth += 1
        heeds = self._heed_interrupts()
        try:
            yield
        except KeyboardInterrupt:
            found, self._found = self._found, None
            if found is None:
                raise
            raise Deadlock(
                f"the main lane was held for {self._limit:g} s and nothing more could come"
                f"\n\n{found}"
            ) from None
        finally:
            if heeds:
                signal.signal(signal.SIGINT, signal.SIG_IGN)
            self._depth -= 1
            self._since = time.monotonic()

    def _heed_interrupts(self) -> bool:
        """Stop ignoring SIGINT, where this thread may; True where it was ignored."""
        if threading.current_thread() is not threading.main_thread():
            return False
        if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
            return False
        signal.signal(signal.SIGINT, signal.default_int_handler)
        return True

    def close(self) -> None:
        """End the thread."""
        self._stop.set()
        if self.thread is not threading.current_thread():
            self.thread.join(1.0)

    def _watch(self) -> None:
        while not self._stop.wait(self._limit / 2):
            if not self._depth or self._found is not None:
                continue
            if self._progress() != self._mark:
                self._mark, self._since = self._progress(), time.monotonic()
            elif time.monotonic() - self._since >= self._limit and self._can_interrupt():
                self._found = self._stacks() if self._stacks else ""
                signal.pthread_kill(self._watched, signal.SIGINT)

    def _can_interrupt(self) -> bool:
        return (
            self._watched == threading.main_thread().ident
            and hasattr(signal, "pthread_kill")
            and is_heeded(signal.getsignal(signal.SIGINT))
        )


def is_heeded(handler: object) -> bool:
    """A SIGINT that this handler gets becomes an exception where the main thread stands."""
    return handler is signal.default_int_handler or isinstance(handler, Interruption)


class Interruption:
    """A handler of SIGINT that raises what another thread has asked for, at main's own line.

    A context manager; only the interpreter's main thread installs it, on others it is harmless.
    A SIGINT that nobody has asked for is the previous handler's.
    """

    def __init__(self, watched: int, expects: Callable[[], bool]) -> None:
        self._watched = watched
        self._expects = expects  # a watchdog has just sent one
        self._before: _Handler = None
        self._passed_on: Callable[[int, FrameType | None], object] | None = None
        self._asked: BaseException | None = None
        self._is_installed = False

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self)
            self._is_installed = True
        return self

    def __exit__(self, *_: object) -> None:
        if self._is_installed:
            self._is_installed = False
            before = self._before or signal.SIG_DFL
            if signal.getsignal(signal.SIGINT) is self:
                signal.signal(signal.SIGINT, before)

    def pass_on(self, handler: Callable[[int, FrameType | None], object]) -> None:
        """Give what nobody has asked for to this handler, until the end."""
        self._passed_on = handler

    @property
    def is_possible(self) -> bool:
        """The watched thread can be interrupted."""
        return (
            self._is_installed
            and self._watched == threading.main_thread().ident
            and hasattr(signal, "pthread_kill")
            and is_heeded(signal.getsignal(signal.SIGINT))
        )

    def ask(self, error: BaseException) -> bool:
        """Raise `error` in the watched thread, from any other; False where that is not possible."""
        if not self.is_possible:
            return False
        self._asked = error
        signal.pthread_kill(self._watched, signal.SIGINT)
        return True

    def __call__(self, number: int, frame: FrameType | None) -> None:
        __tracebackhide__ = True
        asked, self._asked = self._asked, None
        if isinstance(asked, Deadlock):
            raise asked.with_traceback(None)  # it says where all stand; who found it is no matter
        if asked is not None:
            raise asked
        if self._expects():
            raise KeyboardInterrupt  # the watchdog turns it into what it found
        if self._passed_on is not None:
            self._passed_on(number, frame)
        elif callable(self._before):
            self._before(number, frame)
        elif self._before is not signal.SIG_IGN:
            raise KeyboardInterrupt
