"""Strings as Python sees them.

Not here: their methods (values.py). One rule: they behave as rubicon's, which count UTF-16 units.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator
from typing import Any, Final

from urlsession_mock.bindings.rubicon.conversions import ns_from_py
from urlsession_mock.bindings.rubicon.ctypes_for import NSNotFound, NSRange, type_name
from urlsession_mock.bindings.rubicon.instances import ObjCInstance
from urlsession_mock.bindings.rubicon.wrapping import OWN

__all__ = ["ObjCStrInstance"]

_BACKWARDS: Final = 4
_LITERAL: Final = 2


def _is_text(value: object) -> bool:
    return isinstance(value, (str, ObjCStrInstance))


class ObjCStrInstance(ObjCInstance):
    """An NSString. What it does not have itself it takes from `str(...)` of it."""

    __module__ = "rubicon.objc.collections"

    def __hash__(self) -> int:
        # What compares by value and might change has no hash, with rubicon as in Python.
        raise TypeError(f"unhashable type: {type(self).__name__!r}")

    def __str__(self) -> str:
        return str(self.__dict__[OWN])

    def __fspath__(self) -> str:
        return str(self)

    def __eq__(self, other: object) -> bool:
        return _is_text(other) and str(self) == str(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def _order(self, other: object) -> int | None:
        if not _is_text(other):
            return None
        mine, others = str(self), str(other)
        return (mine > others) - (mine < others)

    def __lt__(self, other: object) -> bool:
        order = self._order(other)
        return NotImplemented if order is None else order < 0

    def __le__(self, other: object) -> bool:
        order = self._order(other)
        return NotImplemented if order is None else order <= 0

    def __gt__(self, other: object) -> bool:
        order = self._order(other)
        return NotImplemented if order is None else order > 0

    def __ge__(self, other: object) -> bool:
        order = self._order(other)
        return NotImplemented if order is None else order >= 0

    def __contains__(self, value: object) -> bool:
        if not _is_text(value):
            raise TypeError(
                f"'in <NSString>' requires str or NSString as left operand, not {type_name(value)}"
            )
        return str(value) in str(self)

    def __len__(self) -> int:
        length: int = self.length
        return length

    def __iter__(self) -> Iterator[str]:
        return (self[place] for place in range(len(self)))

    def __getitem__(self, key: Any) -> Any:  # Any: an NSString for a slice, else a str
        if isinstance(key, slice):
            start, stop, step = key.indices(len(self))
            if step == 1:
                return self.substringWithRange(NSRange(start, max(stop - start, 0)))
            return ns_from_py("".join(self[place] for place in range(start, stop, step)))
        place = len(self) + key if key < 0 else key
        if place not in range(len(self)):
            raise IndexError(f"{type(self).__name__} index out of range")
        return chr(self.characterAtIndex(place))

    def __add__(self, other: Any) -> Any:
        return self.stringByAppendingString(other) if _is_text(other) else NotImplemented

    def __radd__(self, other: Any) -> Any:
        return (
            ns_from_py(other).stringByAppendingString(self) if _is_text(other) else NotImplemented
        )

    def __mul__(self, other: Any) -> Any:
        try:
            count = operator.index(other)
        except TypeError:
            return NotImplemented
        return ns_from_py(str(self) * max(count, 0))

    def __rmul__(self, other: Any) -> Any:
        return self.__mul__(other)

    def _found(self, sub: Any, start: Any, end: Any, options: int) -> int:
        if not _is_text(sub):
            raise TypeError(f"must be str or NSString, not {type_name(sub)}")
        first, last, _ = slice(start, end).indices(len(self))
        if not str(sub):
            return last if options & _BACKWARDS else first
        within = NSRange(first, max(last - first, 0))
        place = self.rangeOfString(sub, options=options, range=within).location
        return -1 if place == NSNotFound else place

    def find(self, sub: Any, start: Any = None, end: Any = None) -> int:
        """Where a text begins in it; -1 where it does not."""
        return self._found(sub, start, end, _LITERAL)

    def rfind(self, sub: Any, start: Any = None, end: Any = None) -> int:
        """Where a text begins last; -1 where it does not."""
        return self._found(sub, start, end, _LITERAL | _BACKWARDS)

    def index(self, sub: Any, start: Any = None, end: Any = None) -> int:
        """As `find`. Raises ValueError where it does not."""
        return _must_be(self.find(sub, start, end))

    def rindex(self, sub: Any, start: Any = None, end: Any = None) -> int:
        """As `rfind`. Raises ValueError where it does not."""
        return _must_be(self.rfind(sub, start, end))

    def __getattr__(self, name: str) -> Any:
        try:
            return super().__getattr__(name)
        except AttributeError:
            return getattr(str(self), name)


def _must_be(place: int) -> int:
    if place < 0:
        raise ValueError("substring not found")
    return place
