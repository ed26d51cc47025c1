"""What a rule is: a duty, why it is one, how sure we are, and a check.

Not here: any rule. One rule: a check reads the recording and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Literal

from urlsession_mock.events import Event, Where
from urlsession_mock.recording import Recording

__all__ = ["FOUNDATION", "UIKIT", "Check", "Rule", "Strength", "Violation", "rule"]

FOUNDATION = "https://developer.apple.com/documentation/foundation/"
UIKIT = "https://developer.apple.com/documentation/uikit/"


class Strength(Enum):
    """How sure we are of a rule, and so what a breach does by default."""

    APPLE = "Apple says so"
    STAFF = "Apple staff say so"
    OBSERVED = "observed"
    INFERRED = "inferred"
    SILENT = "Apple is silent"

    @property
    def fails(self) -> bool:
        """A breach fails the test by default; otherwise it warns."""
        return self in (Strength.APPLE, Strength.STAFF)


@dataclass(frozen=True, slots=True)
class Violation:
    """One breach: the event it shows in, what happened, and the place in the user's code."""

    event: Event
    what: str
    where: Where | None = None
    also: tuple[Event, ...] = ()


Check = Callable[[Recording], Iterator[Violation]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One duty of an app. `id` is its name everywhere, `numbers` are its rows in the contract."""

    id: str
    duty: str
    reason: str
    strength: Strength
    source: str
    numbers: tuple[str, ...]
    check: Check
    default: Literal["fail", "warn", "off"]

    def __call__(self, recording: Recording) -> Iterator[Violation]:
        """The breaches of this rule in a recording, oldest first."""
        return self.check(recording)


def rule(
    *,
    source: str,
    strength: Strength,
    numbers: str,
    default: Literal["fail", "warn", "off"] | None = None,
) -> Callable[[Check], Rule]:
    """Make a rule of a check: its name is the id, its docstring the duty and the reason.

    `default` is `fail` for what Apple says and `warn` for the rest, unless given.
    """

    def make(check: Check) -> Rule:
        duty, _, reason = (check.__doc__ or "").partition("\n")
        return Rule(
            id=check.__name__.replace("_", "-"),
            duty=duty.strip(),
            reason=" ".join(reason.split()),
            strength=strength,
            source=source,
            numbers=tuple(numbers.split()),
            check=check,
            default=default or ("fail" if strength.fails else "warn"),
        )

    return make
