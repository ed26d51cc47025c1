"""An NSSet is a frozenset with Apple's methods; an NSMutableSet is a set with them."""

from __future__ import annotations

import pytest

from urlsession_mock.foundation import NSMutableSet, NSNull, NSOrderedSet, NSSet
from urlsession_mock.not_simulated import NotSimulated

AB: NSSet[str] = NSSet(["a", "b"])


@pytest.mark.parametrize(
    "made",
    [
        NSSet.setWithObjects_("a", "b", None),
        NSSet.setWithArray_(["a", "b", "a"]),
        NSSet.setWithSet_({"a", "b"}),
        NSSet.alloc().initWithArray_(["a", "b"]),
        NSSet.alloc().initWithSet_({"a", "b"}),
        NSSet.alloc().initWithObjects_("a", "b"),
        NSSet.setWithObject_("a").setByAddingObject_("b"),
        NSSet.set().setByAddingObjectsFromArray_(["a", "b"]),
        NSSet.set().setByAddingObjectsFromSet_({"a", "b"}),
    ],
)
def test_each_constructor_makes_the_same_set(made: NSSet[str]) -> None:
    assert made == AB
    assert made.isEqualToSet_({"a", "b"})


def test_members_are_asked_for() -> None:
    assert AB.count() == len(AB) == 2
    assert AB.containsObject_("a")
    assert AB.member_("a") == "a"
    assert AB.member_("z") is None
    assert AB.anyObject() in AB
    assert NSSet.set().anyObject() is None
    assert sorted(AB.allObjects()) == sorted(AB.objectEnumerator()) == ["a", "b"]
    assert AB.isSubsetOfSet_({"a", "b", "c"})
    assert AB.intersectsSet_({"b"})
    assert not AB.intersectsSet_({"z"})
    assert AB.valueForKey_("@count") == 2
    assert NSSet([1j]).valueForKey_("imag") == {1.0}
    assert AB.copy() is AB
    assert NSSet("a").description() == "{(\n    a\n)}"


def test_enumerating_stops_after_a_block_that_returns_true() -> None:
    seen: list[object] = []

    def block(item: object, _stop: None) -> bool:
        seen.append(item)
        return True

    AB.enumerateObjectsUsingBlock_(block)

    assert len(seen) == 1


def test_nil_is_none_for_python_and_null_for_apples_methods() -> None:
    assert list(NSSet([NSNull.null()])) == [None]
    assert NSSet([None]).anyObject() is NSNull.null()


def test_a_mutable_set_changes_in_both_spellings() -> None:
    changing = AB.mutableCopy()
    changing.addObject_("c")
    changing.addObjectsFromArray_(["d", "e"])
    changing.removeObject_("e")
    changing.add("f")
    assert changing == set("abcdf")

    changing.minusSet_({"a"})
    changing.unionSet_({"x"})
    changing.intersectSet_({"x", "b", "c"})
    assert changing == set("xbc")
    fixed = changing.copy()
    changing.setSet_({"y"})
    assert changing == {"y"}
    assert sorted(fixed) == ["b", "c", "x"]
    assert type(fixed) is NSSet
    changing.removeAllObjects()
    assert changing == NSMutableSet.setWithCapacity_(2)
    with pytest.raises(ValueError, match="object cannot be nil"):
        changing.addObject_(None)


def test_an_ordered_set_is_refused_by_name() -> None:
    with pytest.raises(NotSimulated, match=r"NSOrderedSet\.orderedSetWithArray_"):
        _ = getattr(NSOrderedSet, "orderedSetWithArray_")([])  # noqa: B009 - no type checker knows it
