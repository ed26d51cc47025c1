"""A row of the table of nil: what one header allows in one class.

Not here: the rows. One rule: whatever a row does not name is never nil.

`properties` are nullable in getter and setter. `methods` have a word for each place: `r` is the
result, a number the argument, counted from 1. A `+` stands before a class method whose name an
instance method has, too.
"""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Nullable"]


@dataclass(frozen=True, slots=True)
class Nullable:
    """What a header allows to be nil in a class."""

    header: str
    properties: str = ""
    methods: dict[str, str] = field(default_factory=dict[str, str])

    def places(self) -> dict[str, frozenset[str]]:
        """The places that may be nil, by selector; a `+` stands before a class method's."""
        found = {selector: frozenset(places.split()) for selector, places in self.methods.items()}
        for name in self.properties.split():
            found[name] = frozenset({"r"})
            found[f"set{name[0].upper()}{name[1:]}:"] = frozenset({"1"})
        return found
