"""Selectors that are performed later, or on another thread.

Not here: when a run loop comes to them (loops.py, runner.py). One rule: nothing is performed but by
the run loop of the thread it was meant for.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from urlsession_mock.agenda import Entry, modes_of
from urlsession_mock.errors import NotPossibleNow
from urlsession_mock.foundation.objects import NSObject, Selecting, method_name, perform
from urlsession_mock.world import current

if TYPE_CHECKING:
    from urlsession_mock.thread import NSThread

__all__ = ["cancel", "perform_later", "perform_on_thread"]

_LATER: Final = "performed later"
_SHORTEST: Final = 0.0001  # seconds: Apple's shortest delay, so that it is never performed at once


def perform_later(
    target: NSObject, selector: Selecting, argument: object, delay: float, modes: Iterable[str]
) -> None:
    """Put it on the calling thread's run loop.

    Source: developer.apple.com/documentation/objectivec/nsobject-swift.class/
    perform(_:with:afterdelay:)
    """
    loop = current().loops.here()
    at = loop.loops.clock.now() + max(delay, _SHORTEST)
    key = (_LATER, target, method_name(selector), argument)
    loop.add(Entry(at, lambda: perform(target, selector, argument), modes_of(modes), key=key))


def cancel(target: NSObject, *selector_and_argument: object) -> None:
    """Take back what a target was to perform later: all, or one selector with an equal argument."""
    wanted = selector_and_argument
    if wanted:
        wanted = (method_name(wanted[0]), wanted[1])

    def matches(entry: Entry) -> bool:
        key = entry.key
        return key[:1] == (_LATER,) and key[1] is target and (not wanted or key[2:] == wanted)

    current().loops.here().agenda.remove_all(matches)


def perform_on_thread(
    target: NSObject,
    selector: Selecting,
    thread: NSThread,
    argument: object,
    *,
    wait: bool,
    modes: Iterable[str],
) -> None:
    """Put it on another thread's run loop; at once where the caller waits and is that thread.

    Raises `Deadlock` where it waits and nobody comes to it within the device's limit,
    `NotPossibleNow` for a thread that was not started.
    """
    __tracebackhide__ = True
    world = current()
    if not thread._ident:
        raise NotPossibleNow(
            f"{thread!r} does not run yet, so it has no run loop; start() it first"
        )
    loop = world.loops.of(thread._ident)
    if wait and loop.is_here:
        perform(target, selector, argument)
        return
    done = threading.Event()

    def call() -> None:
        try:
            perform(target, selector, argument)
        finally:
            done.set()
            world.ring()

    loop.add(Entry(0.0, call, modes_of(modes), is_source=True))
    if wait:
        world.lanes.wait(done, f"{method_name(selector)} on thread {thread._name!r}")
