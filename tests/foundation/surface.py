"""How much of Foundation's surface is simulated, counted member by member.

    python -m tests.foundation.surface        the numbers
    python -m tests.foundation.surface -v     and each class's

Not here: claims (test_surface.py). One rule: a member is simulated, refused by name, or absent, and
what decides is the double itself.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NotRequired, TypedDict, cast

from urlsession_mock import foundation
from urlsession_mock.bindings.pyobjc.names import protocol
from urlsession_mock.not_simulated import is_refused, python_name

__all__ = ["CLASSES", "SURFACE", "Counts", "counts", "double", "kind", "selectors", "summary"]


class Method(TypedDict):
    selector: str
    class_method: bool


class Property(TypedDict):
    name: str


class Class(TypedDict):
    super: str | None
    methods: list[Method]
    properties: list[Property]


class Protocol(TypedDict):
    methods: list[Method]


class Enumerated(TypedDict):
    enum: NotRequired[str]
    value: int


class Surface(TypedDict):
    classes: dict[str, Class]
    protocols: dict[str, Protocol]
    enums: dict[str, Enumerated]
    constants: dict[str, object]


_FILE: Final = Path(__file__).parent.parent / "data" / "foundation-surface.json"
SURFACE: Final = cast("Surface", json.loads(_FILE.read_text()))  # the file's own form
CLASSES: Final = sorted(SURFACE["classes"])


def selectors(name: str) -> list[str]:
    """The selectors of a class, accessors of its properties included."""
    return [method["selector"] for method in SURFACE["classes"][name]["methods"]]


def double(name: str) -> type:
    """The double of a class."""
    found = getattr(foundation, name)
    assert isinstance(found, type)
    return found


def kind(name: str, selector: str) -> str:
    """What becomes of a member of a class: "simulated", "refused" or "absent"."""
    cls, method = double(name), python_name(selector)
    if not callable(getattr(cls, method, None)):
        return "absent"
    return "refused" if is_refused(cls, method) else "simulated"


def listed(name: str, selector: str) -> str:
    """The same for a method of a delegate protocol: it is sent, so it is in the table or absent."""
    found = protocol(name).descriptionForInstanceMethod_(selector.encode())
    return "simulated" if found is not None else "absent"


@dataclass(frozen=True)
class Counts:
    """Members of one class, or of all."""

    simulated: int
    refused: int
    absent: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.simulated + self.refused + self.absent

    def __str__(self) -> str:
        return (
            f"{self.simulated} simulated, {self.refused} refused by name, {self.absent} absent, "
            f"of {self.total}"
        )


def counts(name: str) -> Counts:
    """The members of a class or protocol."""
    if name in SURFACE["protocols"]:
        rows = SURFACE["protocols"][name]["methods"]
        found = Counter(listed(name, row["selector"]) for row in rows)
    else:
        found = Counter(kind(name, selector) for selector in selectors(name))
    return Counts(found["simulated"], found["refused"], found["absent"])


def summary() -> list[str]:
    """The numbers, a line each."""
    enums = Counter(hasattr(foundation, name) for name in SURFACE["enums"])
    constants = Counter(hasattr(foundation, name) for name in SURFACE["constants"])
    rows = {
        f"{len(CLASSES)} classes": _all(CLASSES),
        f"{len(SURFACE['protocols'])} protocols": _all(SURFACE["protocols"]),
        "enumerated constants": Counts(enums[True], 0, enums[False]),
        "other constants": Counts(constants[True], 0, constants[False]),
    }
    return [f"foundation surface, {what}: {found}" for what, found in rows.items()]


def _all(names: Iterable[str]) -> Counts:
    found = [counts(name) for name in names]
    return Counts(
        sum(one.simulated for one in found),
        sum(one.refused for one in found),
        sum(one.absent for one in found),
    )


if __name__ == "__main__":
    if "-v" in sys.argv[1:]:
        for each in CLASSES:
            print(f"{each}: {counts(each)}")
    print("\n".join(summary()))
