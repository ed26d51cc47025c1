"""NSRunLoop: how a thread waits for what is to come.

Not here: how the device is turned meanwhile (runner.py), the loops of other threads (loops.py). One
rule: while main runs its loop, the device runs; a date is a moment on the device's clock.

The main thread's run loop is never empty: it serves the main queue. So there `runMode_beforeDate_`
waits for its date, and `run` never returns. Another thread's has only what was put on it, and
returns at once where that is nothing. Source, beside Apple's page: CFRunLoop.c as Apple published
it (`__CFRunLoopModeIsEmpty`, `CFRunLoopRunSpecific`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar, Final

from urlsession_mock.agenda import DEFAULT_MODE, Entry, is_common, modes_of
from urlsession_mock.errors import NotPossibleNow
from urlsession_mock.foundation.date import NSDate
from urlsession_mock.foundation.objects import NSObject, Selecting, method_name, perform
from urlsession_mock.not_simulated import not_simulated
from urlsession_mock.timer import NSTimer
from urlsession_mock.world import current

if TYPE_CHECKING:
    from urlsession_mock.loops import Loop

__all__ = ["NSRunLoop"]

# fmt: off
_REFUSED: Final = ("getCFRunLoop", "addPort:forMode:", "removePort:forMode:", "configureAsServer")
# fmt: on
_FOR_EVER: Final = float("inf")
_NOW: Final = 0.0  # before everything that has a moment of its own
_ORDERED: Final = "performed in order"


@not_simulated(*_REFUSED)
class NSRunLoop(NSObject):
    """A run loop. Source: developer.apple.com/documentation/foundation/runloop"""

    __slots__ = ("_loop",)
    __not_simulated__: ClassVar[tuple[str, ...]] = ()
    _loop: Loop

    @classmethod
    def _of(cls, loop: Loop) -> NSRunLoop:
        if not isinstance(loop.face, NSRunLoop):
            face = cls.alloc()
            face._loop = loop
            loop.face = face
        return loop.face

    @classmethod
    def currentRunLoop(cls) -> NSRunLoop:
        """The run loop of the calling thread."""
        return cls._of(current().loops.here())

    @classmethod
    def mainRunLoop(cls) -> NSRunLoop:
        """The run loop of the main thread."""
        return cls._of(current().loops.main)

    def currentMode(self) -> str | None:
        """The mode it runs in; None while it does not run."""
        return self._loop.mode

    # -- running ---------------------------------------------------------

    def run(self) -> None:
        """Run for ever; off main, until nothing is left that could be run.

        On main it never returns. Where nothing more can come there, it raises `Deadlock`.
        """
        __tracebackhide__ = True
        self._run(_FOR_EVER, DEFAULT_MODE, once=False)

    def runUntilDate_(self, date: NSDate, /) -> None:
        """Run until a moment; off main, no longer than there is something that could be run.

        Raises `Deadlock` where main has done nothing but this for the device's `limit`, and nothing
        can come any more.
        """
        __tracebackhide__ = True
        self._run(self._moment(date), DEFAULT_MODE, once=False)

    def runMode_beforeDate_(self, mode: str, date: NSDate, /) -> bool:
        """Run until one input was handled, or that moment has come; a timer is no input.

        False, at once, where there is nothing to be run in this mode. Raises as `runUntilDate_`.
        """
        __tracebackhide__ = True
        mode = str(mode)
        if not self._has_sources(mode):
            return False
        self._run(self._moment(date), mode, once=True)
        return True

    def acceptInputForMode_beforeDate_(self, mode: str, date: NSDate, /) -> None:
        """The same, without an answer."""
        __tracebackhide__ = True
        self.runMode_beforeDate_(mode, date)

    def limitDateForMode_(self, mode: str, /) -> NSDate | None:
        """Go through it once; when its next timer is due, the distant future where none is.

        None where there is nothing to be run in this mode.
        """
        __tracebackhide__ = True
        mode = str(mode)
        if not self._has_sources(mode):
            return None
        loop = self._loop
        self._run(loop.loops.clock.now(), mode, once=True)
        due = loop.agenda.next_at(mode)
        if due is None:
            return NSDate.distantFuture()
        clock = loop.loops.clock
        return NSDate.dateWithTimeIntervalSince1970_(clock.today() - clock.now() + due)

    def _run(self, until: float, mode: str, *, once: bool) -> None:
        __tracebackhide__ = True
        loop = self._loop
        if not loop.is_here:
            raise NotPossibleNow(
                "a run loop is run by its own thread, and this one is another thread's; "
                "run NSRunLoop.currentRunLoop(), or put something on this one by performBlock_"
            )
        if loop.is_main:
            current().run_loop(until, mode, once=once)
        else:
            loop.run(until, mode, once=once)

    def _has_sources(self, mode: str) -> bool:
        loop = self._loop
        return (loop.is_main and is_common(mode)) or not loop.agenda.is_empty(mode)

    def _moment(self, date: NSDate) -> float:
        if date >= NSDate.distantFuture():
            return _FOR_EVER
        clock = self._loop.loops.clock
        return date.timeIntervalSince1970() - clock.today() + clock.now()

    # -- what it is to do ------------------------------------------------

    def addTimer_forMode_(self, timer: NSTimer, mode: str, /) -> None:
        """Let a timer fire in this mode; in several where it is added for several."""
        timer._schedule(self._loop, modes_of([mode]))

    def performBlock_(self, block: Callable[[], object], /) -> None:
        """Call the block when it next runs in its default mode."""
        self.performInModes_block_([DEFAULT_MODE], block)

    def performInModes_block_(self, modes: Iterable[str], block: Callable[[], object], /) -> None:
        """Call the block when it next runs in one of these modes."""
        self._loop.add(Entry(_NOW, block, modes_of(modes)))

    def performSelector_target_argument_order_modes_(
        self,
        selector: Selecting,
        target: NSObject,
        argument: object,
        order: int,
        modes: Iterable[str],
        /,
    ) -> None:
        """Perform a selector when it next runs in one of these modes, lower orders first."""
        self._loop.add(
            Entry(
                _NOW,
                lambda: perform(target, selector, argument),
                modes_of(modes),
                key=(_ORDERED, target, method_name(selector), argument),
                order=order,
            )
        )

    def cancelPerformSelector_target_argument_(
        self, selector: Selecting, target: NSObject, argument: object, /
    ) -> None:
        """Take back what `performSelector_target_argument_order_modes_` put on it."""
        name = method_name(selector)
        self._loop.agenda.remove_all(
            lambda entry: (
                entry.key[:1] == (_ORDERED,)
                and entry.key[1] is target
                and entry.key[2:] == (name, argument)
            )
        )

    def cancelPerformSelectorsWithTarget_(self, target: NSObject, /) -> None:
        """Take back everything of that kind for a target."""
        self._loop.agenda.remove_all(
            lambda entry: entry.key[:1] == (_ORDERED,) and entry.key[1] is target
        )
