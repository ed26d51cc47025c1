"""NSSet and NSMutableSet: sets, as PyObjC shows them to Python.

What it is: `frozenset` and `set` with Apple's methods. What it is not: predicates, counted or
ordered sets. Its one rule: Apple's methods and Python's see the same members.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from urlsession_mock.foundation.array import NSArray
from urlsession_mock.foundation.bridged import NSEnumerator, invalid_argument, kept, listed, shown
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.not_simulated import not_simulated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Self

__all__ = ["NSMutableSet", "NSOrderedSet", "NSSet"]

_T_co = TypeVar("_T_co", covariant=True)
_M = TypeVar("_M")


class _SetMethods(NSObject):
    """What both share; they see their members only as any collection does."""

    __slots__ = ()

    @classmethod
    def alloc(cls) -> Self:
        """One to be followed by an init method; use the result of that, not this."""
        return cls()

    @classmethod
    def set(cls) -> Self:
        """No members."""
        return cls()

    @classmethod
    def setWithObject_(cls, item: object, /) -> Self:
        """One member."""
        return cls([kept(item)])

    @classmethod
    def setWithObjects_(cls, *items: Any) -> Self:  # the last may be the None that ends them
        """These, up to the first None."""
        return cls(listed(items))

    @classmethod
    def setWithArray_(cls, items: Iterable[Any], /) -> Self:
        """The objects of an array, each once."""
        return cls(items)

    @classmethod
    def setWithSet_(cls, items: Iterable[Any], /) -> Self:
        """The members of another."""
        return cls(items)

    def initWithArray_(self, items: Iterable[Any], /) -> Self:
        """As `setWithArray_`; use the result, not the receiver."""
        return type(self)(items)

    def initWithSet_(self, items: Iterable[Any], /) -> Self:
        """As `setWithSet_`."""
        return type(self)(items)

    def initWithObjects_(self, *items: Any) -> Self:  # the last may be the None that ends them
        """As `setWithObjects_`."""
        return type(self)(listed(items))

    def _members(self) -> frozenset[Any]:
        raise NotImplementedError

    def count(self) -> int:
        """How many members."""
        return len(self._members())

    def containsObject_(self, item: object, /) -> bool:
        """An equal object is a member."""
        return kept(item) in self._members()

    def member_(self, item: object, /) -> Any:  # an object of any class
        """The member that is equal, or None."""
        wanted = kept(item)
        return next((shown(each) for each in self._members() if each == wanted), None)

    def anyObject(self) -> Any:  # an object of any class
        """Some member, or None."""
        return next((shown(each) for each in self._members()), None)

    def allObjects(self) -> NSArray[Any]:
        """The members, in no order."""
        return NSArray(self._members())

    def objectEnumerator(self) -> NSEnumerator[Any]:
        """The members, one after another."""
        return NSEnumerator[Any].over(self._members())

    def enumerateObjectsUsingBlock_(self, block: Callable[[Any, None], Any], /) -> None:
        """Call `block(object, None)` for each; it stops after one that returns True."""
        for item in self._members():
            if block(shown(item), None):
                break

    def isEqualToSet_(self, other: Iterable[Any], /) -> bool:
        """The same members."""
        return self._members() == frozenset(map(kept, other))

    def isSubsetOfSet_(self, other: Iterable[Any], /) -> bool:
        """All are members of the other."""
        return self._members() <= frozenset(map(kept, other))

    def intersectsSet_(self, other: Iterable[Any], /) -> bool:
        """One at least is a member of the other."""
        return not self._members().isdisjoint(map(kept, other))

    def setByAddingObject_(self, item: object, /) -> NSSet[Any]:
        """The same and one more."""
        return NSSet(self._members() | {kept(item)})

    def setByAddingObjectsFromArray_(self, items: Iterable[Any], /) -> NSSet[Any]:
        """The same and those of an array."""
        return NSSet(self._members() | frozenset(map(kept, items)))

    def setByAddingObjectsFromSet_(self, items: Iterable[Any], /) -> NSSet[Any]:
        """The same and those of another."""
        return self.setByAddingObjectsFromArray_(items)

    def valueForKey_(self, key: str, /) -> Any:  # as in key-value coding
        """The set of what each member has under a key; `@count` is how many there are."""
        found: Any = NSArray(self._members()).valueForKey_(key)  # a number, or an array
        return found if key == "@count" else NSSet[Any](found)

    def copy(self) -> NSSet[Any]:
        """One that does not change."""
        return NSSet(self._members())

    def mutableCopy(self) -> NSMutableSet[Any]:
        """A copy that can change."""
        return NSMutableSet(self._members())

    def description(self) -> str:
        """The members, as a Mac prints them."""
        inside = ",\n".join(f"    {shown(item)}" for item in self._members())
        return f"{{(\n{inside}\n)}}"


@not_simulated("filteredSetUsingPredicate:", "sortedArrayUsingDescriptors:")
class NSSet(frozenset[_T_co], _SetMethods):
    """Members that do not change. Source: developer.apple.com/documentation/foundation/nsset"""

    __slots__ = ()

    def __new__(cls, items: Iterable[Any] = (), /) -> Self:
        return super().__new__(cls, map(kept, items))

    def _members(self) -> frozenset[Any]:
        return self

    def copy(self) -> NSSet[Any]:
        """The set itself; it cannot change."""
        return self


class NSMutableSet(set[_M], _SetMethods):
    """Members. Source: developer.apple.com/documentation/foundation/nsmutableset

    On a Mac this is a subclass of NSSet; here, as `set` and `frozenset`, they are siblings.
    """

    __slots__ = ()

    def __init__(self, items: Iterable[Any] = (), /) -> None:
        super().__init__(map(kept, items))

    def _members(self) -> frozenset[Any]:
        return frozenset(self)

    def copy(self) -> NSSet[Any]:  # type: ignore[override] # as Apple's: the copy cannot change
        """A copy that does not change."""
        return NSSet(self)

    @classmethod
    def setWithCapacity_(cls, capacity: int, /) -> Self:
        """No members; the capacity does not matter here."""
        return cls()

    def addObject_(self, item: Any, /) -> None:
        """Add a member. Raises ValueError for None."""
        if item is None:
            raise invalid_argument("addObject_", "object cannot be nil")
        self.add(kept(item))

    def addObjectsFromArray_(self, items: Iterable[Any], /) -> None:
        """Add several."""
        self.update(map(kept, items))

    def removeObject_(self, item: Any, /) -> None:
        """Remove one; harmless where it is no member."""
        self.discard(kept(item))

    def removeAllObjects(self) -> None:
        """Remove all."""
        self.clear()

    def unionSet_(self, other: Iterable[Any], /) -> None:
        """Add the members of another."""
        self.update(map(kept, other))

    def minusSet_(self, other: Iterable[Any], /) -> None:
        """Remove the members of another."""
        self.difference_update(map(kept, other))

    def intersectSet_(self, other: Iterable[Any], /) -> None:
        """Remove what is no member of another."""
        self.intersection_update(list(map(kept, other)))

    def setSet_(self, other: Iterable[Any], /) -> None:
        """Take the members of another instead."""
        members = list(map(kept, other))
        self.clear()
        self.update(members)


@not_simulated(
    "+orderedSet",
    "+orderedSetWithArray:",
    "+orderedSetWithObject:",
    "+orderedSetWithObjects:",
    "+orderedSetWithSet:",
    "initWithArray:",
    "initWithObjects:",
    "initWithSet:",
    "init",
)
class NSOrderedSet(NSObject):
    """Refused: nothing of URLSession hands one out. An NSArray keeps an order."""
