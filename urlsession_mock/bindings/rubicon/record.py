"""What is known of one Objective-C class: its methods, its properties, what it inherits.

Not here: which classes there are (records.py). One rule: everything in here is about the core's own
objects and values; no wrapper comes in, and none goes out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from urlsession_mock.bindings.rubicon.ctypes_for import CType

__all__ = ["Member", "Meta", "ProtocolRecord", "Record", "Side"]

Side = Literal["class", "instance"]


@dataclass(frozen=True, slots=True)
class Member:
    """One method of a class: its types, and what it does with a core object and core values."""

    selector: str
    restype: CType
    argtypes: tuple[CType, ...]
    call: Callable[..., Any]  # Any: core values, as the types say

    def __repr__(self) -> str:
        return f"<ObjCMethod: {self.selector}>"


class ProtocolRecord:
    """A protocol: its name, what it extends, and the selectors that are declared in it."""

    def __init__(self, name: str, above: tuple[ProtocolRecord, ...] = ()) -> None:
        self.name = name
        self.above = above
        self.selectors: dict[str, Side] = {}

    def conforms_to(self, other: ProtocolRecord) -> bool:
        """It is that one, or extends it."""
        return self is other or any(each.conforms_to(other) for each in self.above)


class Record:
    """A class. `core` is the Python class of its objects in the core."""

    def __init__(
        self,
        name: str,
        core: type,
        above: Record | None,
        protocols: tuple[ProtocolRecord, ...] = (),
    ) -> None:
        self.name = name
        self.core = core
        self.above = above
        self.protocols = protocols
        self.own: dict[Side, dict[str, Member]] = {"class": {}, "instance": {}}
        self.properties: dict[Side, set[str]] = {"class": set(), "instance": set()}
        self.forced: dict[Side, set[str]] = {"class": set(), "instance": set()}
        self.meta: Meta = Meta(self)
        self.ivars: dict[str, CType] = {}
        self.pytype: Any = None  # Any: a class of wrappers, which are made further down
        self.called_pytype: Any = None  # Any: as above, for a block that is known to be one
        self._found: dict[tuple[Side, str], Member | None] = {}
        self._parts: dict[Side, dict[str, dict[tuple[str, ...], str]]] = {}

    def lineage(self) -> Iterator[Record]:
        """The class and its superclasses, nearest first."""
        found: Record | None = self
        while found is not None:
            yield found
            found = found.above

    def is_kind_of(self, other: Record) -> bool:
        """It is that class, or inherits it."""
        return any(each is other for each in self.lineage())

    def conforms_to(self, protocol: ProtocolRecord) -> bool:
        """It, or a superclass, adopts the protocol."""
        return any(own.conforms_to(protocol) for each in self.lineage() for own in each.protocols)

    def find(self, side: Side, selector: str) -> Member | None:
        """The method for a selector, inherited ones included; None where there is none."""
        key = (side, selector)
        try:
            return self._found[key]
        except KeyError:
            found = next(
                (each.own[side][selector] for each in self.lineage() if selector in each.own[side]),
                None,
            )
            self._found[key] = found
            return found

    def is_property(self, side: Side, name: str) -> bool:
        """A property of that name is declared, by Apple, in the class statement or by hand."""
        return any(
            name in each.properties[side] or name in each.forced[side] for each in self.lineage()
        )

    def parts(self, side: Side, first: str) -> dict[tuple[str, ...], str] | None:
        """The selectors that begin with a part, by the names of their arguments."""
        if side not in self._parts:
            parts: dict[str, dict[tuple[str, ...], str]] = {}
            for each in reversed(list(self.lineage())):
                for selector in each.own[side]:
                    head, *rest = selector.split(":")
                    names = ("", *rest[:-1]) if rest else ()
                    parts.setdefault(head, {})[names] = selector
            self._parts[side] = parts
        return self._parts[side].get(first)

    def add(self, side: Side, member: Member) -> None:
        """Give the class a method of its own."""
        self.own[side][member.selector] = member


class Meta:
    """The metaclass of a class: as a receiver nothing but its name."""

    def __init__(self, of: Record) -> None:
        self.of = of
