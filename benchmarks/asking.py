"""What it costs to ask whether a delegate implements a method.

Not here: whether the answer is right. One rule: the price includes the turn of the loop.
"""

from __future__ import annotations

import typing
from time import perf_counter

import typing_extensions

from benchmarks.figures import Figure, Line, beside, ratio_at_most
from benchmarks.receiving import Delegate
from benchmarks.rounds import Plan, interleaved
from urlsession_mock.responding import responds_to
from urlsession_mock.selectors import COMPLETE, DATA, Selector

__all__ = ["asking"]

_COUNT = 50_000


@typing_extensions.runtime_checkable
class _Extended(typing_extensions.Protocol):
    def URLSession_dataTask_didReceiveData_(
        self, session: object, task: object, data: object
    ) -> None: ...


@typing.runtime_checkable
class _Typing(typing.Protocol):
    def URLSession_dataTask_didReceiveData_(
        self, session: object, task: object, data: object
    ) -> None: ...


def asking(plan: Plan) -> list[Line]:
    """`responds_to`, against `isinstance` of a Protocol with that one method."""
    taken = interleaved(
        plan,
        {
            "yes": lambda: _responds(DATA, says=True),
            "typing_extensions": _extended,
            "no": lambda: _responds(COMPLETE, says=False),
            "typing": _typing,
        },
    )
    figures = {label: Figure(label, "µs", values) for label, values in taken.items()}
    lines: list[Line] = []
    for answer in ("yes", "no"):
        what, ours = f"asking for a method: {answer}", figures[answer]
        # 0.15 µs where the peer takes 0.26: as a ratio it holds on machines of any speed.
        extended = figures["typing_extensions"]
        lines.append(ratio_at_most(what, ours, extended, 0.15 / 0.26, "1/1.7"))
        lines.append(beside(what, ours, figures["typing"]))
    return lines


# Three loops: a function to call in one of them would be a part of its price.


def _responds(selector: Selector, *, says: bool) -> float:
    delegate = Delegate()
    assert responds_to(delegate, selector) is says
    start = perf_counter()
    for _ in range(_COUNT):
        responds_to(delegate, selector)
    return (perf_counter() - start) / _COUNT * 1e6


def _extended() -> float:
    delegate = Delegate()
    start = perf_counter()
    for _ in range(_COUNT):
        isinstance(delegate, _Extended)
    return (perf_counter() - start) / _COUNT * 1e6


def _typing() -> float:
    delegate = Delegate()
    start = perf_counter()
    for _ in range(_COUNT):
        isinstance(delegate, _Typing)
    return (perf_counter() - start) / _COUNT * 1e6
