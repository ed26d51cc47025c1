"""Samples taken turn by turn, so that whatever the machine does, it does to all of them.

Not here: what is sampled. One rule: the garbage collector runs as it does in any program;
only between two samples is it told to, lest one pay for the other.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

__all__ = ["Plan", "Sample", "interleaved", "less"]

Sample = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Plan:
    """How much to measure, and whom to tell how far it is."""

    rounds: int
    quick: bool
    say: Callable[[str], None]

    def at_most(self, rounds: int) -> Plan:
        """The same with no more rounds than that, for what takes seconds a sample."""
        return replace(self, rounds=min(self.rounds, rounds))

    def times(self, factor: int) -> Plan:
        """The same with more rounds, for what is short and differs much from time to time."""
        return replace(self, rounds=self.rounds * factor)


def interleaved(plan: Plan, samples: Mapping[str, Sample]) -> dict[str, tuple[float, ...]]:
    """Every sample once to warm up, then round by round, beginning with another each time."""
    names = list(samples)
    taken: dict[str, list[float]] = {name: [] for name in names}
    for number in range(plan.rounds + 1):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            what = f"round {number} of {plan.rounds}" if number else "warming up"
            plan.say(f"{what}: {name}")
            gc.collect()
            sample = samples[name]()
            if number:
                taken[name].append(sample)
    return {name: tuple(values) for name, values in taken.items()}


def less(samples: tuple[float, ...], base: tuple[float, ...]) -> tuple[float, ...]:
    """What each sample has more than the base of its own round."""
    return tuple(one - other for one, other in zip(samples, base, strict=True))
