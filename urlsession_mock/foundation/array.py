"""NSArray and NSMutableArray: lists, as PyObjC shows them to Python.

What it is: `list` with Apple's methods; the immutable one without what would change it. What it
is not: predicates, sort descriptors or index sets; those are refused. Its one rule: Apple's
methods and Python's see the same items.

On a Mac an NSArray is not a `list`; here `isinstance(array, list)` is true.
"""

from __future__ import annotations

from functools import cmp_to_key
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar, cast

from urlsession_mock.foundation.bridged import (
    NSEnumerator,
    invalid_argument,
    kept,
    lacks,
    listed,
    out_of_range,
    shown,
)
from urlsession_mock.foundation.constants import NSNotFound
from urlsession_mock.foundation.filed import Filed
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.not_simulated import not_simulated, python_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Self, SupportsIndex

    from urlsession_mock.foundation.error import NSError

__all__ = ["NSArray", "NSMutableArray"]

_T = TypeVar("_T")
_REVERSE: Final = 2  # NSEnumerationReverse
_MUTATORS: Final = ("append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort")

# fmt: off
_REFUSED: Final = (
    "sortedArrayUsingDescriptors:", "filteredArrayUsingPredicate:", "objectsAtIndexes:",
    "indexesOfObjectsPassingTest:", "getObjects:range:", "sortedArrayHint",
)
# fmt: on


@lacks(*_MUTATORS, operators=("__setitem__", "__delitem__"))
@not_simulated(*_REFUSED)
class NSArray(list[_T], Filed):
    """Objects in order, that do not change.

    Source: developer.apple.com/documentation/foundation/nsarray. `array + other` and `array * 2`
    are new NSMutableArrays, a slice is a list, as under PyObjC.
    """

    __slots__ = ()

    def __init__(self, items: Iterable[_T] = (), /) -> None:
        super().__init__(map(kept, items))

    @classmethod
    def alloc(cls) -> Self:
        """One to be followed by an init method; use the result of that, not this."""
        return cls()

    @classmethod
    def array(cls) -> Self:
        """No objects."""
        return cls()

    @classmethod
    def arrayWithObject_(cls, item: object, /) -> Self:
        """One object."""
        return cls([cast("_T", item)])  # the caller says of what the array is

    @classmethod
    def arrayWithObjects_(cls, *items: Any) -> Self:  # the last may be the None that ends them
        """These objects, up to the first None."""
        return cls(listed(items))

    @classmethod
    def arrayWithArray_(cls, other: Iterable[Any], /) -> Self:
        """The objects of another."""
        return cls(other)

    def initWithArray_(self, other: Iterable[Any], /) -> Self:
        """As `arrayWithArray_`."""
        return type(self)(other)

    def initWithObjects_(self, *items: Any) -> Self:  # the last may be the None that ends them
        """As `arrayWithObjects_`."""
        return type(self)(listed(items))

    # Files, as property lists; see `Filed`.

    @classmethod
    def arrayWithContentsOfFile_(cls, path: str, /) -> Self | None:
        """What a file holds as a property list, or None."""
        return cls._from_file(path)

    @classmethod
    def arrayWithContentsOfURL_(cls, url: Any, /) -> Self | None:
        """The same, of a file URL. Raises ValueError for another."""
        return cls._from_url(url)[0]

    @classmethod
    def arrayWithContentsOfURL_error_(
        cls, url: Any, error: None, /
    ) -> tuple[Self | None, NSError | None]:
        """The same and None; or None and the error."""
        return cls._from_url(url)

    # Asking.

    def count(self) -> int:  # type: ignore[override] # pyright: ignore[reportIncompatibleMethodOverride] # Apple's, which counts all
        """How many objects."""
        return len(self)

    def objectAtIndex_(self, index: int, /) -> Any:  # NSNull where the object is nil
        """The object at a place. Raises IndexError beyond the end."""
        if not 0 <= index < len(self):
            raise out_of_range(
                "objectAtIndex_", f"index {index} beyond bounds [0 .. {len(self) - 1}]"
            )
        return shown(self[index])

    def objectAtIndexedSubscript_(self, index: int, /) -> Any:  # as above
        """As `objectAtIndex_`."""
        return self.objectAtIndex_(index)

    def firstObject(self) -> Any:  # as above
        """The first object, or None."""
        return shown(self[0]) if self else None

    def lastObject(self) -> Any:  # as above
        """The last object, or None."""
        return shown(self[-1]) if self else None

    def containsObject_(self, item: object, /) -> bool:
        """An equal object is there."""
        return kept(item) in self

    def indexOfObject_(self, item: object, /) -> int:
        """Where an equal object is first, or NSNotFound."""
        wanted = kept(item)
        return next((at for at, each in enumerate(self) if each == wanted), NSNotFound)

    def indexOfObject_inRange_(self, item: object, within: tuple[int, int], /) -> int:
        """The same, in a range of (location, length)."""
        start, length = within
        wanted = kept(item)
        places = range(start, min(start + length, len(self)))
        return next((at for at in places if self[at] == wanted), NSNotFound)

    def indexOfObjectIdenticalTo_(self, item: object, /) -> int:
        """Where this very object is, or NSNotFound."""
        return next((at for at, each in enumerate(self) if each is item), NSNotFound)

    def indexOfObjectPassingTest_(self, test: Callable[[Any, int, None], Any], /) -> int:
        """Where the first object is for which `test(object, index, None)` is true.

        PyObjC gives None for `stop`, and takes a pair (result, stop).
        """
        for at, item in enumerate(self):
            found = test(shown(item), at, None)
            passed, stop = cast(
                "tuple[Any, Any]", found if isinstance(found, tuple) else (found, 0)
            )  # the pair that PyObjC takes
            if passed:
                return at
            if stop:
                break
        return NSNotFound

    def isEqualToArray_(self, other: Iterable[object], /) -> bool:
        """The same objects, in the same order."""
        return list(self) == [kept(item) for item in other]

    def firstObjectCommonWithArray_(self, other: Iterable[object], /) -> Any:  # as above
        """The first object that the other has too, or None."""
        known = [kept(item) for item in other]
        return next((shown(item) for item in self if item in known), None)

    # Deriving.

    def arrayByAddingObject_(self, item: object, /) -> NSArray[Any]:
        """The same and one more."""
        return NSArray([*self, item])

    def arrayByAddingObjectsFromArray_(self, other: Iterable[object], /) -> NSArray[Any]:
        """The same and those of another."""
        return NSArray([*self, *other])

    def subarrayWithRange_(self, within: tuple[int, int], /) -> NSArray[_T]:
        """A range of (location, length). Raises IndexError beyond the end."""
        start, length = within
        if start < 0 or start + length > len(self):
            raise out_of_range("subarrayWithRange_", f"{within} of {len(self)} objects")
        return NSArray(list(self)[start : start + length])

    def componentsJoinedByString_(self, separator: str, /) -> str:
        """The objects as text, with a text between them."""
        return separator.join(str(shown(item)) for item in self)

    def sortedArrayUsingSelector_(self, selector: str | bytes, /) -> NSArray[_T]:
        """In the order of a comparing method; `compare:` works on numbers and text too."""
        return NSArray(sorted(self, key=cmp_to_key(_by(selector))))

    def sortedArrayUsingComparator_(self, order: Callable[[Any, Any], int], /) -> NSArray[_T]:
        """In the order of a block that gives -1, 0 or 1."""
        return NSArray(sorted(self, key=cmp_to_key(order)))

    def sortedArrayUsingFunction_context_(
        self, order: Callable[[Any, Any, Any], int], context: object, /
    ) -> NSArray[_T]:
        """In the order of a function, which is given the context too."""
        return NSArray(sorted(self, key=cmp_to_key(lambda a, b: order(a, b, context))))

    def objectEnumerator(self) -> NSEnumerator[_T]:
        """The objects from first to last."""
        return NSEnumerator[_T].over(self)

    def reverseObjectEnumerator(self) -> NSEnumerator[_T]:
        """The objects from last to first."""
        return NSEnumerator[_T].over(reversed(self))

    def enumerateObjectsUsingBlock_(self, block: Callable[[Any, int, None], Any], /) -> None:
        """Call `block(object, index, None)` for each; it stops after one that returns True.

        The third is Apple's `stop`, which PyObjC's wheel registers as an out-argument: a block of
        Python returns it.
        """
        self.enumerateObjectsWithOptions_usingBlock_(0, block)

    def enumerateObjectsWithOptions_usingBlock_(
        self, options: int, block: Callable[[Any, int, None], Any], /
    ) -> None:
        """The same; from last to first with NSEnumerationReverse."""
        places = range(len(self))
        for at in reversed(places) if options & _REVERSE else places:
            if block(self.objectAtIndex_(at), at, None):
                break

    def makeObjectsPerformSelector_(self, selector: str | bytes, /) -> None:
        """Call a method of each."""
        for item in self:
            getattr(item, _method_name(selector))()

    def makeObjectsPerformSelector_withObject_(
        self, selector: str | bytes, argument: object, /
    ) -> None:
        """Call a method of each with an argument."""
        for item in self:
            getattr(item, _method_name(selector))(argument)

    def valueForKey_(self, key: str, /) -> Any:  # as in key-value coding
        """The array of what each object has under a key; `@count` is how many there are."""
        if key == "@count":
            return len(self)
        return NSArray(_value(item, key) for item in self)

    def copy(self) -> NSArray[_T]:
        """The array itself; it cannot change."""
        return self

    def mutableCopy(self) -> NSMutableArray[_T]:
        """A copy that can change."""
        return NSMutableArray(self)

    def description(self) -> str:
        """The objects, as a Mac prints them."""
        inside = "".join(f"    {shown(item)},\n" for item in self)
        return f"(\n{inside.removesuffix(chr(44) + chr(10))}{chr(10) if self else ''})"

    def __add__(self, other: Any) -> NSMutableArray[Any]:  # any iterable, as under PyObjC
        return NSMutableArray([*self, *other])

    def __radd__(self, other: Iterable[Any]) -> NSMutableArray[Any]:
        return NSMutableArray([*other, *self])

    def __mul__(self, times: SupportsIndex) -> NSMutableArray[_T]:
        return NSMutableArray(list(self) * times)

    # PyObjC's has no way to add in place, so Python makes a new one.

    def __iadd__(self, other: Any) -> NSMutableArray[Any]:  # as above
        return NSMutableArray([*self, *other])

    def __imul__(self, times: SupportsIndex) -> NSMutableArray[_T]:  # as above
        return NSMutableArray(list(self) * times)

    def __rmul__(self, times: SupportsIndex) -> NSMutableArray[_T]:
        return self * times

    # As on a Mac: an array that does not change hashes by how many objects it has.

    def __hash__(self) -> int:  # type: ignore[override] # pyright: ignore[reportIncompatibleVariableOverride] # see above
        return len(self)

    def __reduce__(self) -> tuple[type[Self], tuple[list[_T]]]:
        return type(self), (list(self),)


class NSMutableArray(NSArray[_T]):
    """Objects in order. Source: developer.apple.com/documentation/foundation/nsmutablearray"""

    __slots__ = ()

    @classmethod
    def arrayWithCapacity_(cls, capacity: int, /) -> Self:
        """No objects; the capacity does not matter here."""
        return cls()

    def initWithCapacity_(self, capacity: int, /) -> Self:
        """As `arrayWithCapacity_`."""
        return type(self)()

    def addObject_(self, item: object, /) -> None:
        """Add one at the end. Raises ValueError for None."""
        self.append(_given(item, "addObject_"))

    def addObjectsFromArray_(self, other: Iterable[Any], /) -> None:
        """Add those of another."""
        self.extend(map(kept, other))

    def insertObject_atIndex_(self, item: object, index: int, /) -> None:
        """Put one before a place. Raises IndexError beyond the end, ValueError for None."""
        if not 0 <= index <= len(self):
            raise out_of_range("insertObject_atIndex_", f"index {index} of {len(self)} objects")
        self.insert(index, _given(item, "insertObject_atIndex_"))

    def removeObject_(self, item: object, /) -> None:
        """Remove all that are equal; harmless where there is none."""
        wanted = kept(item)
        self[:] = [each for each in self if each != wanted]

    def removeObjectAtIndex_(self, index: int, /) -> None:
        """Remove the one at a place. Raises IndexError beyond the end."""
        self.objectAtIndex_(index)
        del self[index]

    def removeLastObject(self) -> None:
        """Remove the last. Raises IndexError where there is none."""
        self.removeObjectAtIndex_(len(self) - 1)

    def removeAllObjects(self) -> None:
        """Remove all."""
        self.clear()

    def removeObjectsInArray_(self, other: Iterable[object], /) -> None:
        """Remove all that another has."""
        for item in other:
            self.removeObject_(item)

    def replaceObjectAtIndex_withObject_(self, index: int, item: object, /) -> None:
        """Put one in the place of another. Raises IndexError beyond the end."""
        self.objectAtIndex_(index)
        self[index] = _given(item, "replaceObjectAtIndex_withObject_")

    def setObject_atIndexedSubscript_(self, item: object, index: int, /) -> None:
        """The same, or one at the end where the index is the count."""
        if index == len(self):
            self.addObject_(item)
        else:
            self.replaceObjectAtIndex_withObject_(index, item)

    def exchangeObjectAtIndex_withObjectAtIndex_(self, one: int, other: int, /) -> None:
        """Let two change places. Raises IndexError beyond the end."""
        first, second = self.objectAtIndex_(one), self.objectAtIndex_(other)
        self[one], self[other] = kept(second), kept(first)

    def setArray_(self, other: Iterable[Any], /) -> None:
        """Take the objects of another instead."""
        self[:] = list(map(kept, other))

    def sortUsingSelector_(self, selector: str | bytes, /) -> None:
        """Put them in the order of a comparing method."""
        self[:] = self.sortedArrayUsingSelector_(selector)

    def sortUsingComparator_(self, order: Callable[[Any, Any], int], /) -> None:
        """Put them in the order of a block that gives -1, 0 or 1."""
        self[:] = self.sortedArrayUsingComparator_(order)

    def copy(self) -> NSArray[_T]:
        """A copy that does not change."""
        return NSArray(self)

    __hash__: ClassVar[None]  # type: ignore[assignment] # pyright: ignore[reportIncompatibleMethodOverride] # it changes


NSMutableArray.__hash__ = None
for _name in (*_MUTATORS, "__setitem__", "__delitem__", "__iadd__", "__imul__"):
    setattr(NSMutableArray, _name, getattr(list, _name))


def _given(item: Any, where: str) -> Any:  # an object of any class
    if item is None:
        raise invalid_argument(where, "object cannot be nil; NSNull.null() stands for nothing")
    return kept(item)


def _method_name(selector: str | bytes) -> str:
    return python_name(selector if isinstance(selector, str) else selector.decode("ascii"))


def _by(selector: str | bytes) -> Callable[[Any, Any], int]:
    name = _method_name(selector)

    def order(one: Any, other: Any) -> int:
        method = getattr(one, name, None)
        if method is not None:
            return int(method(other))
        if name == "compare_":
            return int(one > other) - int(one < other)
        if name in ("caseInsensitiveCompare_", "localizedCaseInsensitiveCompare_"):
            one, other = one.lower(), other.lower()
            return int(one > other) - int(one < other)
        raise AttributeError(f"{type(one).__name__} has no {name}")

    return order


def _value(item: Any, key: str) -> Any:  # whatever the object has
    if isinstance(item, NSObject):
        return item.valueForKey_(key)
    if isinstance(item, dict):
        return cast("Mapping[str, Any]", item).get(key)  # the keys of an NSDictionary are text
    return getattr(item, key)
