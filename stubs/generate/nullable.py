"""Whether the result or an argument of a method may be nil.

Not here: the facts (`nullable_rows`). One rule: a class method has its own row, where its name
is an instance method's too.
"""

from __future__ import annotations

from typing import Final

from stubs.generate.nullable_rows.loading import LOADING
from stubs.generate.nullable_rows.objects import OBJECTS
from stubs.generate.nullable_rows.row import Nullable
from stubs.generate.surface import Method

__all__ = ["NULLABLE", "is_nullable"]

NULLABLE: Final[dict[str, Nullable]] = LOADING | OBJECTS

_PLACES: Final = {owner: rows.places() for owner, rows in NULLABLE.items()}


def is_nullable(owner: str, method: Method, place: str) -> bool:
    """Whether the result (`r`) or an argument (its number) of a method may be nil."""
    table = _PLACES.get(owner, {})
    own = table.get(f"+{method.selector}") if method.of_class else None
    return place in (own if own is not None else table.get(method.selector, frozenset()))
