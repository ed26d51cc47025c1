"""What an Objective-C type is in Python, by the way it goes.

Pure. Not here: the tables (`names.py`) and which member may be nil (`nullable.py`). One rule:
`Any` is written where the header says `id`, and nowhere else; a collection without elements is
one of `id`.

An app gives arguments and gets results. In a block it is the other way round: an app gets
what a completion handler takes. So each type has a flow, which a block turns.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from stubs.generate.names import COLLECTIONS, OPAQUE, PLAIN, is_mask
from stubs.generate.types import Type

__all__ = ["Annotations", "Flow", "or_none"]


class Flow(Enum):
    """Which way a value goes."""

    GIVEN = "from the app"
    GOT = "to the app"

    @property
    def turned(self) -> Flow:
        """The other way."""
        return Flow.GOT if self is Flow.GIVEN else Flow.GIVEN


def or_none(annotation: str) -> str:
    """The same, or None."""
    return annotation if annotation in ("None", "object") else f"{annotation} | None"


@dataclass(frozen=True, slots=True)
class Annotations:
    """What to write for a type, knowing which enumerations, classes and protocols there are."""

    enums: frozenset[str]
    classes: frozenset[str]
    protocols: frozenset[str]

    def of(self, kind: Type, flow: Flow, nullable: bool | None = None) -> str:
        """The annotation of a value. Raises KeyError for a name that no table has.

        `nullable` overrules what the type says of itself, which is mostly nothing.
        """
        found = self._of(kind, flow)
        may_be_none = kind.nullable if nullable is None else nullable
        return or_none(found) if may_be_none else found

    def is_out(self, kind: Type) -> bool:
        """Whether an argument is where a method puts a result, so that None is passed for it."""
        if kind.is_block or not kind.pointers:
            return False
        is_value = kind.name in ("BOOL", "NSUInteger", "id") or kind.name in self.enums
        return kind.pointers == (1 if is_value else 2)

    def put_out(self, kind: Type) -> str:
        """What such an argument brings: an object may be nil, a value is there."""
        single = Type(kind.name, kind.of)
        found = self._of(single, Flow.GOT)
        is_value = kind.pointers == 1 and kind.name != "id"
        return found if is_value else or_none(found)

    def _of(self, kind: Type, flow: Flow) -> str:
        given = flow is Flow.GIVEN
        if kind.is_block:
            returns, *takes = kind.of
            back = self.of(returns, flow)
            parameters = ", ".join(self.of(each, flow.turned) for each in takes)
            return f"Callable[[{parameters}], {back}]"
        if kind.name == "id" and kind.of:
            return self._conforming(kind, given)
        if kind.name in COLLECTIONS:
            both, count = COLLECTIONS[kind.name]
            of = kind.of or (Type("id"),) * count
            elements = ", ".join(self.of(each, flow) for each in of)
            return f"{both.given if given else both.got}[{elements}]"
        if kind.name in PLAIN:
            both = PLAIN[kind.name]
            return both.given if given else both.got
        if kind.name in OPAQUE:
            return OPAQUE[kind.name]
        if kind.name in self.enums:
            return "int" if is_mask(kind.name) else kind.name
        if kind.name in self.classes:
            return kind.name
        raise KeyError(kind.name)

    def _conforming(self, kind: Type, given: bool) -> str:
        """An object by its protocol. Most delegates inherit NSObject and declare nothing."""
        named = [each.name for each in kind.of if each.name in self.protocols]
        if not named:
            # Protocols every object has, as NSObject and NSCopying.
            return "objc_object"
        return " | ".join([*named, "NSObject"] if given else named)
