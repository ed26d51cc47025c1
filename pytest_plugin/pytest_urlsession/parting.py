"""One exploration as several tests, for the workers of pytest-xdist to share.

On a worker. Not here: the verdict, which is one again (merging.py). One rule: every worker makes
the same parts, whichever of them it will run.
"""

from __future__ import annotations

import copy
import re
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from urlsession_mock.exploring.plan import Plan

__all__ = [
    "CARRIED",
    "FOLDER",
    "PART",
    "PARTS",
    "Beacon",
    "Part",
    "Shares",
    "part_of",
    "share_out",
    "whole_of",
]

PARTS: Final = "urlsession_parts"
"""What the controller gives a worker: into how many parts an exploration is divided."""
FOLDER: Final = "urlsession_folder"
"""The same: a folder for the workers of one machine; there once one of them needs it."""
CARRIED: Final = "urlsession_explored"
"""The attribute of a report that carries what was covered. See `Covered`."""
PART = pytest.StashKey["Part"]()

_SUFFIX: Final = re.compile(r" \(part (\d+) of (\d+)\)$")
_LOOKS: Final = 0.1
"""Seconds between two looks whether another worker has found a fault."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an exploration: its number from 0, of so many."""

    number: int
    of: int

    def __str__(self) -> str:
        return f" (part {self.number + 1} of {self.of})"


def part_of(nodeid: str) -> Part | None:
    """The part that a node id names; None for a test as it was collected."""
    found = _SUFFIX.search(nodeid)
    return Part(int(found[1]) - 1, int(found[2])) if found is not None else None


def whole_of(nodeid: str) -> str:
    """The node id of the test that a part belongs to; any other as it is."""
    return _SUFFIX.sub("", nodeid)


def share_out(config: pytest.Config, items: list[pytest.Item], explored: list[pytest.Item]) -> None:
    """Put parts in place of the tests that are explored, where the controller asks for it.

    At the end: pytest-xdist gives out the tests in their order, and so the parts to all workers.
    """
    of = given(config, PARTS, 1)
    if of < 2:
        return
    for item in explored:
        if config.getoption("loadgroup", False) and item.get_closest_marker("xdist_group"):
            continue  # one worker has the whole group
        items.remove(item)
        items += [_copied(item, Part(number, of)) for number in range(of)]


def given(config: pytest.Config, name: str, default: Any) -> Any:  # Any: what execnet can carry
    """What the controller gives this worker under a name."""
    return getattr(config, "workerinput", {}).get(name, default)


def _copied(item: pytest.Item, part: Part) -> pytest.Item:
    """The same test under another node id. What a run of it changes is its own."""
    one: Any = copy.copy(item)  # Any: its parts are set whatever the version of pytest calls them
    nodeid = f"{item.nodeid}{part}"
    made: Any = getattr(item, "_id", None)  # Any: as above; newer ones of pytest have it
    if made is not None:
        one._id = made.parse(nodeid)
    else:
        one._nodeid = nodeid
    one.stash = one._store = pytest.Stash()
    one.stash._storage.update(item.stash._storage)
    one.stash[PART] = part
    one.own_markers = list(item.own_markers)
    one.user_properties = list(item.user_properties)
    one._report_sections = []
    one._initrequest()
    same: pytest.Item = one
    return same


class Shares:
    """What one worker may use of a plan's budgets, for all parts that it runs of one test."""

    def __init__(self, plan: Plan, of: int, workers: int) -> None:
        self._plan = plan
        self._of = of
        self._many = max(of // workers, 1)
        self._parts = 0
        self._seconds = 0.0
        self._schedules = 0
        self._begun = 0.0

    def begin(self) -> Plan:
        """The plan of the next part. What the parts before it have left over is added."""
        plan = self._plan
        self._parts += 1
        self._begun = time.monotonic()
        seconds = plan.seconds * min(self._parts / self._many, 1) - self._seconds
        most = -(-plan.most // self._of) * self._parts - self._schedules
        # Of a plan's number each of so many parts takes its share by itself.
        return replace(plan, seconds=max(seconds, 0.001), most=max(most, 1) * self._of)

    def end(self, schedules: int) -> None:
        """The part has run so many schedules."""
        self._seconds += time.monotonic() - self._begun
        self._schedules += schedules


class Beacon:
    """Lets the workers of one machine know that one of them has found a fault of a test."""

    def __init__(self, folder: str, test: str) -> None:
        self._file = Path(folder, sha256(test.encode()).hexdigest()[:20])
        self._next = 0.0

    def light(self) -> None:
        """Here one was found."""
        with suppress(OSError):  # a machine of its own, which has no such place
            self._file.parent.mkdir(exist_ok=True)
            self._file.touch()

    def is_lit(self) -> bool:
        """One was found somewhere."""
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + _LOOKS
        return self._file.exists()
