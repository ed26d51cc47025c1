"""NSDictionary and NSMutableDictionary: dictionaries, as PyObjC shows them to Python.

What it is: `dict` with Apple's methods; the immutable one without what would change it. What it
is not: predicates, file attributes or key sets. Its one rule: Apple's methods and Python's see
the same entries.

On a Mac an NSDictionary is not a `dict`; here `isinstance(dictionary, dict)` is true.
"""

from __future__ import annotations

from functools import cmp_to_key
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar, cast

from urlsession_mock.foundation.array import NSArray
from urlsession_mock.foundation.bridged import (
    NSEnumerator,
    NSNull,
    invalid_argument,
    kept,
    lacks,
    listed,
    shown,
)
from urlsession_mock.foundation.filed import Filed
from urlsession_mock.not_simulated import not_simulated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Self

    from urlsession_mock.foundation.error import NSError

__all__ = ["NSDictionary", "NSMutableDictionary"]

_K = TypeVar("_K")
_V = TypeVar("_V")
_MUTATORS: Final = ("clear", "pop", "popitem", "setdefault", "update")
_OPERATORS: Final = ("__setitem__", "__delitem__", "__or__", "__ror__", "__ior__")

# fmt: off
_REFUSED: Final = (
    "keysOfEntriesPassingTest:", "keysOfEntriesWithOptions:passingTest:",
    "getObjects:andKeys:count:", "+sharedKeySetForKeys:",
)
# fmt: on


@lacks(*_MUTATORS, operators=_OPERATORS)
@not_simulated(*_REFUSED)
class NSDictionary(dict[_K, _V], Filed):
    """Objects under keys, that do not change.

    Source: developer.apple.com/documentation/foundation/nsdictionary
    """

    __slots__ = ()

    def __init__(
        self, entries: Mapping[_K, _V] | Iterable[tuple[_K, _V]] = (), /, **more: _V
    ) -> None:
        super().__init__(entries, **more)
        for key, value in self.items():
            if isinstance(value, NSNull):
                super().__setitem__(key, cast("_V", None))  # nil, whatever the class of the others

    @classmethod
    def alloc(cls) -> Self:
        """One to be followed by an init method; use the result of that, not this."""
        return cls()

    @classmethod
    def dictionary(cls) -> Self:
        """No entries."""
        return cls()

    @classmethod
    def dictionaryWithDictionary_(cls, other: Mapping[Any, Any], /) -> Self:
        """The entries of another."""
        return cls(other)

    @classmethod
    def dictionaryWithObject_forKey_(cls, value: object, key: object, /) -> Self:
        """One entry. Raises ValueError for None."""
        return cls({_given(key, "key"): _given(value, "object")})

    @classmethod
    def dictionaryWithObjects_forKeys_(cls, values: Iterable[Any], keys: Iterable[Any], /) -> Self:
        """Entries from two lists. Raises ValueError where they differ in length."""
        objects, names = list(values), list(keys)
        if len(objects) != len(names):
            raise invalid_argument(
                "dictionaryWithObjects_forKeys_",
                f"count of objects ({len(objects)}) differs from count of keys ({len(names)})",
            )
        return cls(zip(names, objects, strict=True))

    @classmethod
    def dictionaryWithObjects_forKeys_count_(
        cls, values: Sequence[Any], keys: Sequence[Any], count: int, /
    ) -> Self:
        """The same, of the first `count`."""
        return cls.dictionaryWithObjects_forKeys_(values[:count], keys[:count])

    @classmethod
    def dictionaryWithObjectsAndKeys_(cls, *pairs: Any) -> Self:  # the last may be None
        """Object, key, object, key and so on, up to the first None."""
        given = listed(pairs)
        return cls.dictionaryWithObjects_forKeys_(given[::2], given[1::2])

    def initWithDictionary_(self, other: Mapping[Any, Any], /) -> Self:
        """As `dictionaryWithDictionary_`."""
        return type(self)(other)

    def initWithDictionary_copyItems_(self, other: Mapping[Any, Any], copies: bool, /) -> Self:
        """The same, with copies of the values that can be copied."""
        entries = dict(other)
        if copies:
            entries = {key: _copy(value) for key, value in entries.items()}
        return type(self)(entries)

    def initWithObjects_forKeys_(self, values: Iterable[Any], keys: Iterable[Any], /) -> Self:
        """As `dictionaryWithObjects_forKeys_`."""
        return self.dictionaryWithObjects_forKeys_(values, keys)

    def initWithObjectsAndKeys_(self, *pairs: Any) -> Self:  # the last may be None
        """As `dictionaryWithObjectsAndKeys_`."""
        return self.dictionaryWithObjectsAndKeys_(*pairs)

    # Files, as property lists; see `Filed`.

    @classmethod
    def dictionaryWithContentsOfFile_(cls, path: str, /) -> Self | None:
        """What a file holds as a property list, or None."""
        return cls._from_file(path)

    @classmethod
    def dictionaryWithContentsOfURL_(cls, url: Any, /) -> Self | None:
        """The same, of a file URL. Raises ValueError for another."""
        return cls._from_url(url)[0]

    @classmethod
    def dictionaryWithContentsOfURL_error_(
        cls, url: Any, error: None, /
    ) -> tuple[Self | None, NSError | None]:
        """The same and None; or None and the error."""
        return cls._from_url(url)

    # Asking.

    def count(self) -> int:
        """How many entries."""
        return len(self)

    def objectForKey_(self, key: object, /) -> Any:  # an object of any class
        """The object under a key, or None; NSNull where it is nil."""
        return shown(self[key]) if key in self else None  # type: ignore[index] # any key may be asked for

    def objectForKeyedSubscript_(self, key: object, /) -> Any:  # as above
        """As `objectForKey_`."""
        return self.objectForKey_(key)

    def valueForKey_(self, key: str, /) -> Any:  # as above
        """As `objectForKey_`; a key that begins with @ is key-value coding's."""
        return len(self) if key == "@count" else self.objectForKey_(key)

    def get(self, key: object, default: Any = None, /) -> Any:  # pyright: ignore[reportIncompatibleMethodOverride] # as PyObjC's, which shows NSNull
        """The object under a key, or the default."""
        found = self.objectForKey_(key)
        return default if found is None else found

    def allKeys(self) -> NSArray[_K]:
        """The keys."""
        return NSArray(self)

    def allValues(self) -> NSArray[_V]:
        """The objects."""
        return NSArray(self.values())

    def allKeysForObject_(self, value: object, /) -> NSArray[_K]:
        """The keys of an object."""
        wanted = kept(value)
        return NSArray(key for key, each in self.items() if each == wanted)

    def objectsForKeys_notFoundMarker_(
        self, keys: Iterable[Any], marker: object, /
    ) -> NSArray[Any]:
        """The objects under keys, with the marker where there is none."""
        return NSArray(self.get(key, marker) for key in keys)

    def keysSortedByValueUsingSelector_(self, selector: str | bytes, /) -> NSArray[_K]:
        """The keys, in the order of their objects by a comparing method."""
        values = self.allValues().sortedArrayUsingSelector_(selector)
        return NSArray(sorted(self, key=lambda key: values.indexOfObject_(self[key])))

    def keysSortedByValueUsingComparator_(self, order: Callable[[Any, Any], int], /) -> NSArray[_K]:
        """The keys, in the order of their objects by a block that gives -1, 0 or 1."""
        by = cmp_to_key(order)
        return NSArray(sorted(self, key=lambda key: by(self[key])))

    def keyEnumerator(self) -> NSEnumerator[_K]:
        """The keys, one after another."""
        return NSEnumerator[_K].over(self)

    def objectEnumerator(self) -> NSEnumerator[_V]:
        """The objects, one after another."""
        return NSEnumerator[_V].over(self.values())

    def enumerateKeysAndObjectsUsingBlock_(self, block: Callable[[Any, Any, None], Any], /) -> None:
        """Call `block(key, object, None)` for each; it stops after one that returns True.

        The third is Apple's `stop`, an out-argument: a block of Python returns it.
        """
        for key, value in list(self.items()):
            if block(key, shown(value), None):
                break

    def enumerateKeysAndObjectsWithOptions_usingBlock_(
        self, options: int, block: Callable[[Any, Any, None], Any], /
    ) -> None:
        """The same; a dictionary has no order that options could turn."""
        self.enumerateKeysAndObjectsUsingBlock_(block)

    def isEqualToDictionary_(self, other: Mapping[Any, Any], /) -> bool:
        """The same entries."""
        return dict(self) == {key: kept(value) for key, value in other.items()}

    def copy(self) -> NSDictionary[_K, _V]:
        """The dictionary itself; it cannot change."""
        return self

    def mutableCopy(self) -> NSMutableDictionary[_K, _V]:
        """A copy that can change."""
        return NSMutableDictionary(self)

    def description(self) -> str:
        """The entries, as a Mac prints them."""
        lines = "".join(f"    {key} = {shown(value)};\n" for key, value in self.items())
        return f"{{\n{lines}}}"

    def descriptionInStringsFileFormat(self) -> str:
        """The entries, as a .strings file has them."""
        return "".join(f'"{key}" = "{value}";\n' for key, value in self.items())

    # As on a Mac: a dictionary that does not change hashes by how many entries it has.

    def __hash__(self) -> int:  # type: ignore[override] # pyright: ignore[reportIncompatibleVariableOverride] # see above
        return len(self)

    def __reduce__(self) -> tuple[type[Self], tuple[dict[_K, _V]]]:
        return type(self), (dict(self),)


class NSMutableDictionary(NSDictionary[_K, _V]):
    """Objects under keys.

    Source: developer.apple.com/documentation/foundation/nsmutabledictionary
    """

    __slots__ = ()

    @classmethod
    def dictionaryWithCapacity_(cls, capacity: int, /) -> Self:
        """No entries; the capacity does not matter here."""
        return cls()

    def initWithCapacity_(self, capacity: int, /) -> Self:
        """As `dictionaryWithCapacity_`."""
        return type(self)()

    def setObject_forKey_(self, value: object, key: Any, /) -> None:
        """Put an object under a key. Raises ValueError for None, as on a Mac."""
        self[_given(key, "key")] = _given(value, "object")

    def setObject_forKeyedSubscript_(self, value: object, key: Any, /) -> None:
        """The same; None removes the entry."""
        self.setValue_forKey_(value, key)

    def setValue_forKey_(self, value: object, key: Any, /) -> None:
        """The same; None removes the entry."""
        if value is None:
            self.removeObjectForKey_(key)
        else:
            self.setObject_forKey_(value, key)

    def removeObjectForKey_(self, key: Any, /) -> None:
        """Remove an entry; harmless where there is none. Raises ValueError for None."""
        self.pop(_given(key, "key"), None)

    def removeObjectsForKeys_(self, keys: Iterable[Any], /) -> None:
        """Remove several entries."""
        for key in list(keys):
            self.removeObjectForKey_(key)

    def removeAllObjects(self) -> None:
        """Remove all."""
        self.clear()

    def addEntriesFromDictionary_(self, other: Mapping[Any, Any], /) -> None:
        """Put the entries of another in."""
        for key, value in other.items():
            self[key] = kept(value)

    def setDictionary_(self, other: Mapping[Any, Any], /) -> None:
        """Take the entries of another instead."""
        entries = dict(other)
        self.clear()
        self.addEntriesFromDictionary_(entries)

    def copy(self) -> NSDictionary[_K, _V]:
        """A copy that does not change."""
        return NSDictionary(self)

    __hash__: ClassVar[None]  # type: ignore[assignment] # pyright: ignore[reportIncompatibleMethodOverride] # it changes


NSMutableDictionary.__hash__ = None
for _name in (*_MUTATORS, "__setitem__", "__delitem__"):
    setattr(NSMutableDictionary, _name, getattr(dict, _name))


def _given(value: Any, what: str) -> Any:  # an object of any class
    if value is None:
        raise invalid_argument(
            "NSDictionary", f"{what} cannot be nil; NSNull.null() stands for nothing"
        )
    return kept(value)


def _copy(value: Any) -> Any:  # an object of any class
    return value.copy() if hasattr(value, "copy") else value
