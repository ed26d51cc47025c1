"""When a cancelled task hears of it: how much of it is on its way already.

Not here: cancelling (engine.py). One rule: of a task that servers answer. What a test enqueues by
itself comes as it is written.
"""

from __future__ import annotations

from collections.abc import Callable

from urlsession_mock.exploring.kinds import CANCEL
from urlsession_mock.exploring.steering import Steering
from urlsession_mock.lifecycle import Kind
from urlsession_mock.lives import Life

__all__ = ["Cancelling"]


class Cancelling:
    """The tasks of one device that are cancelled and have not heard of it."""

    def __init__(self, steering: Steering) -> None:
        self._steering = steering
        self._late: dict[Life, tuple[int, Callable[[], None]]] = {}
        self.served: set[Life] = set()
        """The tasks that servers answer."""

    def cancels(self, life: Life, cancel: Callable[[], None]) -> bool:
        """See `Steering.cancels`."""
        if life not in self.served or life.kind is Kind.HANDLER or life in self._late:
            return False
        coming = len(life.channel.on_its_way(life))
        if not coming:
            return False
        taken = 0
        if self._steering.may(CANCEL):
            labels = ["cancelled at once"]
            labels += [f"cancelled after {n} of {coming} messages" for n in range(1, coming)]
            labels += ["cancelled too late" if life.is_ending else "cancelled after all of them"]
            taken = self._steering.ask(CANCEL, len(labels), labels)
        if not taken:
            cancel()
        elif taken < coming or not life.is_ending:
            self._late[life] = taken, cancel
        else:
            self._late[life] = coming + 1, cancel  # however often it is cancelled after that
        return True

    def told(self, life: Life) -> None:
        """A message of the task was delivered."""
        if life not in self._late:
            return
        left, cancel = self._late[life]
        if left > 1:
            self._late[life] = left - 1, cancel
        else:
            del self._late[life]
            cancel()
