"""What one message costs, from `enqueue` to the verdict, and whether a million cost more each.

Not here: memory (memory.py). One rule: the price is that of enqueueing, delivering on the
delegate's own thread, recording and judging by all rules, divided by the messages.
"""

from __future__ import annotations

from statistics import median
from time import perf_counter

from benchmarks.figures import Figure, Line, beside, ratio_at_most
from benchmarks.receiving import (
    PAYLOAD,
    Delegate,
    Receiver,
    Recorder,
    mocked,
    receiving,
    spied,
)
from benchmarks.rounds import Plan, Sample, interleaved
from urlsession_mock.selectors import DATA

__all__ = ["message", "million"]

_LONGEST = 10_000
_BYTES = bytes(PAYLOAD)
# Not the constant: a text of the same letters, as a test may write it.
_NAME = "".join(DATA)


def message(plan: Plan) -> list[Line]:
    """One message, against one call of a MagicMock; aim at 1/8."""
    lines: list[Line] = []
    for count in (1_000,) if plan.quick else (1_000, _LONGEST):
        taken = interleaved(plan, _samples(count))
        figures = {label: Figure(label, "µs", values) for label, values in taken.items()}
        mock = figures["MagicMock"]
        what = f"a message, of {count:,}"
        ours = figures["ours"]
        lines.append(ratio_at_most(what, ours, mock, 1 / 5, "1/5, aim 1/8"))
        lines += (beside(what, ours, figures[peer]) for peer in ("spy", "recorder", "bare call"))
        for other in ("selector as text", "data as bytes"):
            what_else = f"  {other}"
            lines.append(ratio_at_most(what_else, figures[other], mock, 1 / 5, "1/5, aim 1/8"))
    return lines


def million(plan: Plan) -> list[Line]:
    """A message of a million, against one of a thousand."""
    few, many = 1_000, 1_000_000
    taken = interleaved(
        plan.at_most(5),
        {"many": lambda: cost(many), "few": _repeated(lambda: cost(few), 20)},
    )
    ours = Figure("ours", "µs", taken["many"])
    base = Figure(f"of {few:,}", "µs", taken["few"])
    return [ratio_at_most(f"a message, of {many:,}", ours, base, 1.2, "1.2")]


def _samples(count: int) -> dict[str, Sample]:
    def spy() -> float:
        with spied() as delegate:
            return _calls(delegate, count)

    samples: dict[str, Sample] = {
        "ours": lambda: cost(count),
        "MagicMock": lambda: _calls(mocked(), count),
        "selector as text": lambda: cost(count, selector=_NAME),
        "spy": spy,
        "data as bytes": lambda: cost(count, data=_BYTES),
        "recorder": lambda: _calls(Recorder(), count),
        "bare call": lambda: _calls(Delegate(), count),
    }
    times = _LONGEST // count
    return {label: _repeated(sample, times) for label, sample in samples.items()}


def _repeated(sample: Sample, times: int) -> Sample:
    """What is over in a millisecond, taken so often that one interruption does not count."""
    return lambda: median(sample() for _ in range(times))


def cost(count: int, selector: str = DATA, data: bytes = PAYLOAD) -> float:
    """Microseconds for each of `count` messages."""
    with receiving() as ready:
        start = perf_counter()
        ready.send(count, selector, data)
        verdict = ready.device.verdict()
        elapsed = perf_counter() - start
        assert verdict, verdict
        ready.check(count)
    return elapsed / count * 1e6


def _calls(receiver: Receiver, count: int) -> float:
    """Microseconds for each of `count` calls."""
    with receiving() as ready:
        start = perf_counter()
        ready.call(receiver, count)
        return (perf_counter() - start) / count * 1e6
