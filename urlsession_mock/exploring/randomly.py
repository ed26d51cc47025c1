"""Schedules at random, with a promise: probabilistic concurrency testing.

Pure but for its own random numbers, which come from a seed. Not here: what may be chosen. One rule:
the same seed makes the same schedules.

After S. Burckhardt, P. Kothari, M. Musuvathi, S. Nagarakatte: A randomized scheduler with
probabilistic guarantees of finding bugs, ASPLOS 2010.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from urlsession_mock.exploring.kinds import ORDER, Kind
from urlsession_mock.exploring.steering import Choice, Chooser

__all__ = ["Randomly"]


class Randomly:
    """Gives each stream of messages a random priority, and lowers one at `depth` - 1 random places.

    What it promises: a fault that shows whenever `depth` orders among `n` streams fit is met by one
    schedule of `k` orders with a chance of at least 1 in n * k ** (depth - 1). Other kinds of
    choice depart from the plain course once or twice in a schedule, at places drawn alike.

    What it misses: it never knows that it is done, and may run a schedule twice. Its promise is for
    orders alone, and holds for plays whose schedules are about as long as the one before.
    """

    def __init__(self, seed: int = 0, depth: int = 3) -> None:
        self._random = Random(seed)
        self._depth = depth
        self._length = 1
        self._orders = 1

    def choosers(self) -> Iterator[Chooser]:
        """See `Strategy`. Never ends."""
        while True:
            yield _Run(self._random, self._depth, self._orders, self._length - self._orders)

    def ran(self, choices: Sequence[Choice]) -> None:
        """See `Strategy`."""
        self._length = max(len(choices), 1)
        self._orders = max(sum(choice.kind is ORDER for choice in choices), 1)

    @property
    def is_bounded(self) -> bool:
        """Always: it never knows that it is done."""
        return True

    @property
    def counts(self) -> bool:
        """See `Strategy`. Always."""
        return True


class _Run:
    """One schedule."""

    def __init__(self, random: Random, depth: int, orders: int, others: int) -> None:
        self._random = random
        self._drops = {random.randrange(orders) for _ in range(depth - 1)}
        many = min(random.choice((0, 1, 1, 2)), max(others, 1))
        self._odd = {random.randrange(max(others, 1)) for _ in range(many)}
        self._priorities: dict[str, float] = {}
        self._orders = self._others = 0

    def choose(self, kind: Kind, options: int, labels: Sequence[object]) -> int:
        """See `Chooser`."""
        if kind is not ORDER:
            self._others += 1
            if self._others - 1 in self._odd:
                return self._random.randrange(1, options)
            return 0
        streams = [_stream(str(label)) for label in labels]
        for stream in streams:
            self._priorities.setdefault(stream, self._random.random())
        best = max(range(options), key=lambda n: (self._priorities[streams[n]], -n))
        if self._orders in self._drops:  # it is lowered below all others, so another goes
            self._priorities[streams[best]] = -float(self._orders) - 1
            best = max(range(options), key=lambda n: (self._priorities[streams[n]], -n))
        self._orders += 1
        return best


def _stream(label: str) -> str:
    """What a move belongs to: a task's messages, a queue's blocks, an identifier's handovers."""
    _, _, place = label.rpartition(" (")
    return place or label
