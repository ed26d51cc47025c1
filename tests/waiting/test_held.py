"""How a thread stands, seen from outside."""

from __future__ import annotations

import sys
import threading
import time

from urlsession_mock.held import Stands, how


class StartsSlowly(threading.Thread):
    """Does not run before the gate opens, as on a machine that is busy."""

    def __init__(self, gate: threading.Event) -> None:
        super().__init__(daemon=True)
        self._gate = gate

    def _bootstrap(self) -> None:
        self._gate.wait(10)
        super()._bootstrap()  # type: ignore[misc]  # what start() runs on the new thread


def test_a_thread_that_starts_another_waits_for_a_while() -> None:
    gate = threading.Event()
    slow = StartsSlowly(gate)
    starter = threading.Thread(target=slow.start, daemon=True)
    starter.start()
    end = time.monotonic() + 10
    frame = sys._current_frames()[starter.ident or 0]
    while "waiter" not in frame.f_locals and time.monotonic() < end:
        starter.join(0.001)
        frame = sys._current_frames()[starter.ident or 0]
    seen = how(frame)
    gate.set()
    starter.join(10)
    slow.join(10)

    assert frame.f_locals["timeout"] is None
    assert seen is Stands.FOR_A_WHILE
