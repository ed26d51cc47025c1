"""What an exploration tries, and where it stops.

Pure. Not here: in which order schedules are tried (strategies). One rule: what costs more
than an order of messages, as a kill does, is tried only where a plan says how often.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final, Literal

from urlsession_mock.exploring.kinds import KINDS, Kind

__all__ = ["Plan", "plan_of"]

_COUNTS: Final = (
    "kills",
    "force_quits",
    "suspensions",
    "faults",
    "outages",
    "pauses",
    "chunks",
    "empty_bodies",
    "late_cancels",
    "repeats",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is explored. Each number says how often one schedule may have it.

    Raises `ValueError` for what cannot be.
    """

    kills: int = 0
    """The system ends the app between two events, and it is launched again."""
    force_quits: int = 0
    """The user ends the app: its background transfers are cancelled; the user launches it again."""
    suspensions: int = 0
    """The system suspends the app between two messages, and it is resumed."""
    faults: int = 0
    """A canned transfer fails, at each point at which it can, with each error it can have there."""
    outages: int = 0
    """The network is gone, at each point of each canned transfer, and comes back."""
    pauses: int = 0
    """A thread of the app is stopped between two lines of its code, and others run meanwhile."""
    chunks: int = 1
    """Data comes in other pieces than the server, or the test, gave it in."""
    empty_bodies: int = 0
    """A body is empty, whatever the server, or the test, put in it."""
    late_cancels: int = 1
    """What was on its way when a task was cancelled still comes, wholly or in part."""
    repeats: int = 1
    """Finish-events, or a handover, comes once more; only with `observed`."""

    observed: bool | Collection[str] = False
    """What Apple does not state but was seen, or may be: all of it, or the kinds named here."""
    without: Collection[str] = ()
    """Kinds of choice that are left out, by name."""

    preemptions: int | None = None
    """How often something may go before what is older; None is without a bound."""
    most: int = 10_000
    """Schedules at most."""
    seconds: float = 60.0
    """Seconds of real time after which no further schedule is begun."""
    strategy: Literal["exhaustive", "random"] = "exhaustive"
    """See `Exhaustive` and `Randomly`."""
    seed: int = 0
    """Of the random strategy."""
    depth: int = 3
    """How many orders must fit for a fault to show, as the random strategy's promise counts."""
    _allowed: frozenset[str] = field(init=False, repr=False, compare=False, default=frozenset())

    def __post_init__(self) -> None:
        for name in _COUNTS:
            _must_be_count(name, getattr(self, name))
        if self.preemptions is not None:
            _must_be_count("preemptions", self.preemptions)
        _must_be_count("most", self.most, least=1)
        _must_be_count("depth", self.depth, least=1)
        if isinstance(self.seconds, bool) or not self.seconds > 0:
            raise ValueError(f"seconds is a number above 0, not {self.seconds!r}")
        if self.strategy not in ("exhaustive", "random"):
            raise ValueError(
                f"strategy is 'exhaustive' or 'random', not {self.strategy!r}; to run one "
                f"schedule again, use rerun()"
            )
        _must_be_kinds("without", self.without)
        if not isinstance(self.observed, bool):
            _must_be_kinds("observed", self.observed)
        # Asked at every step of every schedule.
        allowed = frozenset(kind.letter for kind in KINDS if self._is_allowed(kind))
        object.__setattr__(self, "_allowed", allowed)

    def allows(self, kind: Kind) -> bool:
        """A schedule of this plan may have such a choice."""
        return kind.letter in self._allowed

    def _is_allowed(self, kind: Kind) -> bool:
        if kind.name in self.without:
            return False
        if not kind.is_stated:
            seen = self.observed
            if not (seen if isinstance(seen, bool) else kind.name in seen):
                return False
        return self.limit(kind) != 0

    def limit(self, kind: Kind) -> int | None:
        """How often a schedule may have it; None is without a limit."""
        limit: int | None = getattr(self, kind.limit) if kind.limit else None
        return limit


def plan_of(said: object, place: str) -> Plan:
    """The plan that `explore=` says: True, a `Plan`, or a mapping of its fields.

    Raises `ValueError`, with `place`, for anything else.
    """
    if isinstance(said, Plan):
        return said
    if said is True:
        return Plan()
    if not isinstance(said, Mapping):
        raise ValueError(
            f"{place} takes True, a Plan, or a mapping such as {{'kills': 1}}, not {said!r}"
        )
    given: dict[str, Any] = {str(name): value for name, value in said.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]  # the user's; Any: Plan checks them
    names = [each.name for each in fields(Plan) if each.init]
    for name in given:
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]!r}?" if near else f"it knows {', '.join(names)}"
            raise ValueError(f"{place} does not know {name!r}; {hint}")
    try:
        return Plan(**given)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{place}: {error}") from None


def _must_be_count(name: str, value: object, least: int = 0) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise ValueError(f"{name} is a whole number from {least} up, not {value!r}")


def _must_be_kinds(field: str, said: object) -> None:
    known = [kind.name for kind in KINDS]
    if isinstance(said, str) or not isinstance(said, Collection):
        raise ValueError(f"{field} is a list of kinds of choice, such as [{known[1]!r}]")
    for name in said:  # pyright: ignore[reportUnknownVariableType]  # the user's list may hold anything
        if name not in known:
            near = difflib.get_close_matches(str(name), known, n=1, cutoff=0.5)  # pyright: ignore[reportUnknownArgumentType]  # as above
            hint = f"did you mean {near[0]!r}?" if near else f"the kinds are {', '.join(known)}"
            raise ValueError(f"{field}: {name!r} is no kind of choice; {hint}")
