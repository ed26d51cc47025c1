"""The kinds of choice: where the system is free, by what right, and how much of it is tried.

Pure. Not here: who chooses (strategies), or what a choice does (steered.py). One rule: a kind
stands here with the rule of the contract that allows it, and one that Apple does not state is off
until a plan asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

__all__ = [
    "AGAIN",
    "CANCEL",
    "CHUNKS",
    "EMPTY",
    "ENDS",
    "FAULT",
    "FORCE_QUIT",
    "HANDOVER",
    "KILL",
    "KINDS",
    "LATE",
    "OFFLINE",
    "ORDER",
    "PAUSE",
    "RELAUNCH",
    "SECOND",
    "SUSPEND",
    "Kind",
]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of choice.

    `letter` stands for it in a schedule. `strength` is how sure we are that a system may: `A` Apple
    says so, `O` it was observed, `S` Apple is silent. `limit` names the field of the plan
    that says how often one schedule may depart from the plain course by it; empty where none does.
    """

    letter: str
    name: str
    what: str
    rules: tuple[str, ...]
    strength: Literal["A", "O", "S"]
    limit: str = ""

    @property
    def is_stated(self) -> bool:
        """Apple states it, so it is on by default."""
        return self.strength == "A"


# fmt: off
# Sources are rules of the contract, R01 to R90, and C1 to C13 where Apple contradicts itself.
ORDER      = Kind("n", "order",
                  "which of what may happen goes next, but within a task",
                  ("R12", "R24", "R61"),   "A", "preemptions")
CHUNKS     = Kind("c", "chunks",
                  "in which pieces the data of a body comes",
                  ("R61",),                "A", "chunks")
EMPTY      = Kind("e", "empty body",
                  "a body has no data, and no message tells of it",
                  ("R61",),                "A", "empty_bodies")
CANCEL     = Kind("x", "cancel",
                  "how much of a cancelled task is on its way already",
                  ("R58",),                "A", "late_cancels")
KILL       = Kind("k", "kill",
                  "the system ends the app between two events",
                  ("R07",),                "A", "kills")
FORCE_QUIT = Kind("q", "force quit",
                  "the user removes the app from the switcher",
                  ("R21",),                "A", "force_quits")
SUSPEND    = Kind("s", "suspend",
                  "the system suspends the app between two events",
                  ("R06", "R07"),          "A", "suspensions")
RELAUNCH   = Kind("l", "relaunch",
                  "who brings an app back, and for which session",
                  ("R01", "R18"),          "A", "")
FAULT      = Kind("f", "fault",
                  "the network fails here, with this error",
                  ("R50", "R87"),          "A", "faults")
OFFLINE    = Kind("o", "offline",
                  "the network is gone here, and comes back",
                  ("R46", "R87"),          "A", "outages")
PAUSE      = Kind("p", "pause",
                  "another thread runs between two lines of the app's",
                  ("R30",),                "A", "pauses")
HANDOVER   = Kind("h", "handover",
                  "messages come before the handover",
                  ("R20",),                "O", "")
LATE       = Kind("t", "late task",
                  "a task still runs when finish-events comes",
                  ("C12", "R19"),          "O", "")
AGAIN      = Kind("g", "finish-events again",
                  "finish-events comes again, or without a handover",
                  ("R14",),                "O", "repeats")
SECOND     = Kind("d", "second handover",
                  "a handover comes before the last one's handler was called",
                  ("R13",),                "S", "repeats")
# fmt: on

ENDS: Final = (KILL, FORCE_QUIT, SUSPEND)
"""How an app goes away."""

KINDS: Final[tuple[Kind, ...]] = (
    ORDER,
    CHUNKS,
    EMPTY,
    CANCEL,
    KILL,
    FORCE_QUIT,
    SUSPEND,
    RELAUNCH,
    FAULT,
    OFFLINE,
    PAUSE,
    HANDOVER,
    LATE,
    AGAIN,
    SECOND,
)
"""All kinds."""
