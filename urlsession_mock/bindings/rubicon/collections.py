"""Arrays and dictionaries as Python sees them: with operators, indices and iteration.

Not here: strings (strings.py), what each class is shown as (table below). One rule: they behave as
rubicon's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from urlsession_mock.bindings.rubicon.conversions import ns_from_py, py_from_ns
from urlsession_mock.bindings.rubicon.ctypes_for import NSNotFound
from urlsession_mock.bindings.rubicon.instances import ObjCBlockInstance, ObjCInstance
from urlsession_mock.bindings.rubicon.protocols import ObjCProtocol
from urlsession_mock.bindings.rubicon.records import records
from urlsession_mock.bindings.rubicon.strings import ObjCStrInstance
from urlsession_mock.bindings.rubicon.wrapping import OWN, wrap

__all__ = [
    "PYTYPES",
    "ObjCDictInstance",
    "ObjCListInstance",
    "ObjCMutableDictInstance",
    "ObjCMutableListInstance",
    "ObjCStrInstance",
    "show_collections",
]

_MISSING: Final = object()


def _own(instance: ObjCInstance) -> Any:  # Any: a str, a list or a dict
    return instance.__dict__[OWN]


class ObjCListInstance(ObjCInstance):
    """An NSArray."""

    __module__ = "rubicon.objc.collections"

    def __hash__(self) -> int:
        # What compares by value and might change has no hash, with rubicon as in Python.
        raise TypeError(f"unhashable type: {type(self).__name__!r}")

    def __len__(self) -> int:
        return len(_own(self))

    def __iter__(self) -> Iterator[Any]:
        for place in range(len(self)):
            yield self.objectAtIndex(place)

    def __getitem__(self, item: Any) -> Any:
        if isinstance(item, slice):
            return wrap(type(_own(self))(_own(self)[item]))
        return self.objectAtIndex(self._place(item, "index"))

    def _place(self, item: int, what: str) -> int:
        place = len(self) + item if item < 0 else item
        if place not in range(len(self)):
            raise IndexError(f"{type(self).__name__} {what} out of range")
        return place

    def __contains__(self, item: Any) -> bool:
        return bool(self.containsObject_(item))

    def __eq__(self, other: object) -> bool:
        return list(self) == (list(other) if isinstance(other, ObjCListInstance) else other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def index(self, value: Any) -> int:
        """Where a value is. Raises ValueError where it is not."""
        place: int = self.indexOfObject_(value)
        if place == NSNotFound:
            raise ValueError(f"{value!r} is not in list")
        return place

    def count(self, value: Any) -> int:
        """How often a value is in it."""
        return sum(1 for each in self if each == value)

    def copy(self) -> Any:
        """A copy."""
        return wrap(list(_own(self)))


class ObjCMutableListInstance(ObjCListInstance):
    """An NSMutableArray."""

    __module__ = "rubicon.objc.collections"

    def __setitem__(self, item: Any, value: Any) -> None:
        if isinstance(item, slice):
            _own(self)[item] = _own(ns_from_py(value))
        else:
            place = self._place(item, "assignment index")
            self.replaceObjectAtIndex(place, withObject=value)

    def __delitem__(self, item: Any) -> None:
        if isinstance(item, slice):
            del _own(self)[item]
        else:
            self.removeObjectAtIndex_(self._place(item, "assignment index"))

    def copy(self) -> Any:
        """A copy that can change."""
        return self.mutableCopy()

    def append(self, value: Any) -> None:
        """Add a value at the end."""
        self.addObject_(value)

    def extend(self, values: Iterable[Any]) -> None:
        """Add values at the end."""
        for value in values:
            self.addObject_(value)

    def clear(self) -> None:
        """Remove all."""
        self.removeAllObjects()

    def pop(self, item: int = -1) -> Any:
        """Remove a value and return it."""
        value = self[item]
        del self[item]
        return value

    def remove(self, value: Any) -> None:
        """Remove the first such value. Raises ValueError where there is none."""
        del self[self.index(value)]

    def reverse(self) -> None:
        """Turn the order round."""
        _own(self).reverse()

    def insert(self, idx: int, value: Any) -> None:
        """Add a value at a place."""
        self.insertObject_atIndex_(value, idx)


class ObjCDictInstance(ObjCInstance):
    """An NSDictionary."""

    __module__ = "rubicon.objc.collections"

    def __hash__(self) -> int:
        # What compares by value and might change has no hash, with rubicon as in Python.
        raise TypeError(f"unhashable type: {type(self).__name__!r}")

    def __getitem__(self, item: Any) -> Any:
        value = self.objectForKey_(item)
        if value is None:
            raise KeyError(item)
        return value

    def __len__(self) -> int:
        return len(_own(self))

    def __iter__(self) -> Iterator[Any]:
        yield from self.allKeys()

    def __contains__(self, item: Any) -> bool:
        return self.objectForKey_(item) is not None

    def __eq__(self, other: object) -> bool:
        return bool(py_from_ns(self) == py_from_ns(other))

    def __ne__(self, other: object) -> bool:
        return not self == other

    def get(self, item: Any, default: Any = None) -> Any:
        """The value of a key, or the default."""
        value = self.objectForKey_(item)
        return default if value is None else value

    def keys(self) -> Any:
        """The keys."""
        return self.allKeys()

    def values(self) -> Any:
        """The values."""
        return self.allValues()

    def items(self) -> Iterator[tuple[Any, Any]]:
        """The keys with their values."""
        for key in self.allKeys():
            yield key, self.objectForKey_(key)

    def copy(self) -> Any:
        """A copy."""
        return wrap(dict(_own(self)))


class ObjCMutableDictInstance(ObjCDictInstance):
    """An NSMutableDictionary."""

    __module__ = "rubicon.objc.collections"

    def __setitem__(self, item: Any, value: Any) -> None:
        self.setObject_forKey_(value, item)

    def __delitem__(self, item: Any) -> None:
        if item not in self:
            raise KeyError(item)
        self.removeObjectForKey_(item)

    def copy(self) -> Any:
        """A copy that can change."""
        return self.mutableCopy()

    def clear(self) -> None:
        """Remove all."""
        self.removeAllObjects()

    def pop(self, item: Any, default: Any = _MISSING) -> Any:
        """Remove a key and return its value, or the default. Raises KeyError without either."""
        if item not in self:
            if default is _MISSING:
                raise KeyError(item)
            return default
        value = self.objectForKey_(item)
        self.removeObjectForKey_(item)
        return value

    def popitem(self) -> tuple[Any, Any]:
        """Remove a key and its value and return them. Raises KeyError where there is none."""
        if len(self) == 0:
            raise KeyError(f"popitem(): {type(self).__name__} is empty")
        key = self.allKeys().firstObject()
        return key, self.pop(key)

    def setdefault(self, key: Any, default: Any = None) -> Any:
        """The value of a key, which gets the default where it has none."""
        value = self.objectForKey_(key)
        if value is None and default is not None:
            value = default
            self.setObject_forKey_(default, key)
        return value

    def update(self, new: Any = None, **kwargs: Any) -> None:
        """Take over keys and values."""
        for key, value in {**dict(new or {}), **kwargs}.items():
            self.setObject_forKey_(value, key)


PYTYPES: Final[dict[str, type[ObjCInstance]]] = {
    "NSString": ObjCStrInstance,
    "NSArray": ObjCListInstance,
    "NSMutableArray": ObjCMutableListInstance,
    "NSDictionary": ObjCDictInstance,
    "NSMutableDictionary": ObjCMutableDictInstance,
    "NSObject": ObjCInstance,
    "Protocol": ObjCProtocol,
}


def show_collections() -> None:
    """Let the classes of collections be shown as these."""
    for name, pytype in PYTYPES.items():
        records.named(name).pytype = pytype
    records.named("NSBlock").called_pytype = ObjCBlockInstance
