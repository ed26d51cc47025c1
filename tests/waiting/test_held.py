"""How a thread stands, seen from outside."""

from __future__ import annotations

import socketserver
import sys
import threading
import time
from types import FrameType

from urlsession_mock.held import Stands, how


class StartsSlowly(threading.Thread):
    """Does not run before the gate opens, as on a machine that is busy."""

    def __init__(self, gate: threading.Event) -> None:
        super().__init__(daemon=True)
        self._gate = gate

    def _bootstrap(self) -> None:
        self._gate.wait(10)
        super()._bootstrap()  # type: ignore[misc]  # what start() runs on the new thread


def seen_waiting(thread: threading.Thread) -> FrameType:
    """Where a thread stands, once it waits."""
    end = time.monotonic() + 10
    frame = sys._current_frames()[thread.ident or 0]
    while "waiter" not in frame.f_locals and time.monotonic() < end:
        thread.join(0.001)
        frame = sys._current_frames()[thread.ident or 0]
    return frame


def test_a_thread_that_starts_another_waits_for_a_while() -> None:
    gate = threading.Event()
    slow = StartsSlowly(gate)
    starter = threading.Thread(target=slow.start, daemon=True)
    starter.start()
    frame = seen_waiting(starter)
    seen = how(frame)
    gate.set()
    starter.join(10)
    slow.join(10)

    assert frame.f_locals["timeout"] is None
    assert seen is Stands.FOR_A_WHILE


def test_a_thread_that_ends_a_server_waits_for_a_while() -> None:
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as server:
        ender = threading.Thread(target=server.shutdown, daemon=True)
        ender.start()
        seen = how(seen_waiting(ender))
        server.serve_forever()  # it was asked to end before it began
        ender.join(10)

    assert seen is Stands.FOR_A_WHILE


def test_a_thread_that_waits_for_an_event_waits_for_others() -> None:
    event = threading.Event()
    waits = threading.Thread(target=event.wait, daemon=True)
    waits.start()
    seen = how(seen_waiting(waits))
    event.set()
    waits.join(10)

    assert seen is Stands.FOR_OTHERS


def test_a_thread_that_enters_a_lock_waits_for_others() -> None:
    lock = threading.Lock()

    def enter() -> None:
        with lock:
            return

    waits = threading.Thread(target=enter, daemon=True)
    with lock:
        waits.start()
        end = time.monotonic() + 10
        seen = Stands.OUTSIDE
        while seen is not Stands.FOR_OTHERS and time.monotonic() < end:
            waits.join(0.001)
            seen = how(sys._current_frames()[waits.ident or 0])
    waits.join(10)

    assert seen is Stands.FOR_OTHERS
