"""What one recorded message keeps of the memory, its data aside.

Not here: what a process takes from the system. One rule: counted by `tracemalloc`, after the
messages were delivered, divided by the messages.
"""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable

from benchmarks.figures import Figure, Line, at_most, beside
from benchmarks.receiving import Recorder, mocked, receiving, spied
from benchmarks.rounds import Plan, interleaved

__all__ = ["memory"]

_COUNT = 10_000


def memory(plan: Plan) -> list[Line]:
    """Bytes kept for a message, against what mocks keep of a call."""
    taken = interleaved(
        plan.at_most(3), {"ours": _ours, "MagicMock": _mock, "spy": _spy, "recorder": _recorder}
    )
    figures = {label: Figure(label, "B", values) for label, values in taken.items()}
    ours, what = figures["ours"], "memory of a message"
    peers = (beside(what, ours, figures[peer]) for peer in ("MagicMock", "spy", "recorder"))
    return [at_most(what, ours, 300), *peers]


def _ours() -> float:
    with receiving() as ready:
        kept = _kept(lambda: ready.send(_COUNT))
        ready.check(_COUNT)
        return kept


def _mock() -> float:
    mock = mocked()
    with receiving() as ready:
        return _kept(lambda: ready.call(mock, _COUNT))


def _spy() -> float:
    with receiving() as ready, spied() as delegate:
        return _kept(lambda: ready.call(delegate, _COUNT))


def _recorder() -> float:
    recorder = Recorder()
    with receiving() as ready:
        return _kept(lambda: ready.call(recorder, _COUNT))


def _kept(fill: Callable[[], object]) -> float:
    """Bytes that filling leaves behind, for each message."""
    gc.collect()
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        fill()
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return (after - before) / _COUNT
