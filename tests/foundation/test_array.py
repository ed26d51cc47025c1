"""An NSArray is a list with Apple's methods, and cannot change; an NSMutableArray can."""

from __future__ import annotations

import copy
import json
import pickle

import pytest

from urlsession_mock.foundation import (
    NSArray,
    NSEnumerationReverse,
    NSMutableArray,
    NSNotFound,
    NSNull,
    NSObject,
)

ABC = NSArray(["a", "b", "c"])


class Named(NSObject):
    def initWithName_(self, name: str) -> Named:
        self._name = name
        self.seen: list[object] = []
        return self

    def name(self) -> str:
        return self._name

    def compare_(self, other: Named) -> int:
        return (self._name > other._name) - (self._name < other._name)

    def see_(self, what: object) -> None:
        self.seen.append(what)


def named(name: str) -> Named:
    return Named.alloc().initWithName_(name)


@pytest.mark.parametrize(
    "array",
    [
        NSArray.arrayWithObjects_("a", "b", "c", None, "never"),
        NSArray.arrayWithObjects_("a", "b", "c"),
        NSArray.alloc().initWithObjects_("a", "b", "c", None),
        NSArray.arrayWithArray_(["a", "b", "c"]),
        NSArray.alloc().initWithArray_(["a", "b", "c"]),
        NSArray("abc"),
    ],
)
def test_each_constructor_makes_the_same_array(array: NSArray[str]) -> None:
    assert array == ["a", "b", "c"]
    assert array.isEqualToArray_(ABC)


def test_one_object_and_none() -> None:
    assert NSArray.arrayWithObject_("a") == ["a"]
    assert NSArray.array().count() == 0


def test_objects_are_asked_for_by_their_place() -> None:
    assert ABC.count() == 3
    assert ABC.objectAtIndex_(1) == ABC.objectAtIndexedSubscript_(1) == "b"
    assert (ABC.firstObject(), ABC.lastObject()) == ("a", "c")
    assert NSArray().firstObject() is NSArray().lastObject() is None


@pytest.mark.parametrize("index", [3, -1])
def test_a_place_beyond_the_end_is_an_index_error(index: int) -> None:
    with pytest.raises(IndexError, match=rf"NSRangeException: .*index {index} beyond"):
        ABC.objectAtIndex_(index)


def test_places_are_asked_for_by_the_object() -> None:
    assert ABC.containsObject_("b")
    assert ABC.indexOfObject_("c") == 2
    assert ABC.indexOfObject_("z") == NSNotFound
    assert ABC.indexOfObject_inRange_("a", (1, 2)) == NSNotFound
    assert ABC.indexOfObjectIdenticalTo_(ABC[0]) == 0
    assert ABC.indexOfObjectIdenticalTo_(object()) == NSNotFound
    assert ABC.firstObjectCommonWithArray_(["z", "b"]) == "b"


def test_a_test_may_answer_alone_or_with_stop() -> None:
    assert ABC.indexOfObjectPassingTest_(lambda each, at, stop: each == "b") == 1
    assert ABC.indexOfObjectPassingTest_(lambda each, at, stop: (each == "b", False)) == 1
    assert ABC.indexOfObjectPassingTest_(lambda each, at, stop: (False, True)) == NSNotFound


def test_an_array_that_does_not_change_refuses_pythons_ways_to_change_it() -> None:
    array = NSArray([1, 2])

    for name in ("append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort"):
        assert not hasattr(array, name)
    with pytest.raises(AttributeError, match="'append'; it cannot change: take its mutableCopy"):
        array.append(3)
    with pytest.raises(TypeError, match="does not support item assignment"):
        array[0] = 3
    with pytest.raises(TypeError, match="does not support item deletion"):
        del array[0]
    assert array == [1, 2]


def test_adding_and_multiplying_make_new_arrays_as_under_pyobjc() -> None:
    longer = ABC
    longer += ["d"]

    assert longer == ["a", "b", "c", "d"]
    assert isinstance(longer, NSMutableArray)
    assert ["z", *ABC] == ["z"] + ABC  # noqa: RUF005 - the operator is what is tested
    assert ABC * 2 == 2 * ABC == ["a", "b", "c"] * 2
    assert type(ABC[1:]) is list
    assert ABC == ["a", "b", "c"]


def test_arrays_are_derived() -> None:
    assert ABC.arrayByAddingObject_("d") == ["a", "b", "c", "d"]
    assert ABC.arrayByAddingObjectsFromArray_(["d"]) == ["a", "b", "c", "d"]
    assert ABC.subarrayWithRange_((1, 2)) == ["b", "c"]
    assert ABC.componentsJoinedByString_(", ") == "a, b, c"
    with pytest.raises(IndexError, match="NSRangeException"):
        ABC.subarrayWithRange_((2, 2))


def test_arrays_are_sorted_by_a_method_a_block_or_a_function() -> None:
    jumbled = NSArray(["b", "C", "a"])

    assert jumbled.sortedArrayUsingSelector_("compare:") == ["C", "a", "b"]
    assert jumbled.sortedArrayUsingSelector_(b"caseInsensitiveCompare:") == ["a", "b", "C"]
    assert jumbled.sortedArrayUsingComparator_(lambda a, b: (a < b) - (a > b)) == ["b", "a", "C"]
    order = jumbled.sortedArrayUsingFunction_context_(lambda a, b, up: up * (ord(a) - ord(b)), -1)
    assert order == ["b", "a", "C"]
    both = NSArray([named("y"), named("x")])
    assert both.sortedArrayUsingSelector_("compare:").valueForKey_("name") == ["x", "y"]
    with pytest.raises(AttributeError, match="has no weigh_"):
        jumbled.sortedArrayUsingSelector_("weigh:")


def test_enumerating_stops_after_a_block_that_returns_true() -> None:
    seen: list[tuple[str, int, None]] = []

    def block(item: str, at: int, stop: None) -> bool:
        seen.append((item, at, stop))
        return item == "b"

    ABC.enumerateObjectsUsingBlock_(block)
    assert seen == [("a", 0, None), ("b", 1, None)]

    seen.clear()
    ABC.enumerateObjectsWithOptions_usingBlock_(NSEnumerationReverse, block)
    assert seen == [("c", 2, None), ("b", 1, None)]


def test_an_enumerator_gives_one_object_after_another() -> None:
    enumerator = ABC.objectEnumerator()

    assert enumerator.nextObject() == "a"
    assert enumerator.allObjects() == ["b", "c"]
    assert enumerator.nextObject() is None
    assert list(ABC.reverseObjectEnumerator()) == ["c", "b", "a"]


def test_methods_of_all_objects_are_called() -> None:
    both = NSArray([named("x"), named("y")])
    both.makeObjectsPerformSelector_withObject_("see:", 1)
    NSArray([[2, 1]]).makeObjectsPerformSelector_("reverse")

    assert [one.seen for one in both] == [[1], [1]]


def test_values_are_asked_of_each_object() -> None:
    assert NSArray([{"k": 1}, {"k": 2}]).valueForKey_("k") == [1, 2]
    assert ABC.valueForKey_("@count") == 3
    assert NSArray([1j]).valueForKey_("imag") == [1.0]


def test_nil_is_none_for_python_and_null_for_apples_methods() -> None:
    array = NSArray[object]([None, NSNull.null()])

    assert list(array) == [None, None]
    assert array[0] is None
    assert array.objectAtIndex_(0) is array.firstObject() is NSNull.null()
    assert array.containsObject_(NSNull.null())
    assert array.objectEnumerator().nextObject() is NSNull.null()
    assert not NSNull.null()
    assert NSNull.null().copy() is NSNull.alloc() is NSNull.null()
    assert copy.deepcopy(NSNull.null()) is NSNull.null()


def test_an_array_is_still_a_value_of_python() -> None:
    assert json.dumps(ABC) == '["a", "b", "c"]'
    assert pickle.loads(pickle.dumps(ABC)) == ABC
    assert type(copy.deepcopy(ABC)) is NSArray
    assert hash(ABC) == hash(NSArray("abc"))
    assert ABC.copy() is ABC
    assert ABC.description() == "(\n    a,\n    b,\n    c\n)"
    assert NSArray().description() == "(\n)"


def test_a_mutable_array_changes_in_both_spellings() -> None:
    array = ABC.mutableCopy()
    array.addObject_("d")
    array.append("e")
    array.insertObject_atIndex_("z", 0)
    array.removeObject_("b")
    array.removeObjectAtIndex_(0)
    array.removeLastObject()
    array.replaceObjectAtIndex_withObject_(0, "A")
    array.exchangeObjectAtIndex_withObjectAtIndex_(0, 2)
    array.setObject_atIndexedSubscript_("C", 1)
    array.setObject_atIndexedSubscript_("last", 3)
    assert array == ["d", "C", "A", "last"]

    array.sortUsingSelector_("compare:")
    assert array == ["A", "C", "d", "last"]
    array.sortUsingComparator_(lambda a, b: (a < b) - (a > b))
    assert array[0] == "last"
    array.removeObjectsInArray_(["A", "C"])
    array.addObjectsFromArray_(["x"])
    assert array == ["last", "d", "x"]
    fixed = array.copy()
    array.setArray_(["y"])
    array[0] = "z"
    assert array == ["z"]
    assert fixed == ["last", "d", "x"]
    assert type(fixed) is NSArray
    array.removeAllObjects()
    assert (
        array == NSMutableArray.arrayWithCapacity_(5) == NSMutableArray.alloc().initWithCapacity_(5)
    )


def test_a_mutable_array_refuses_none_and_places_that_are_not_there() -> None:
    array = NSMutableArray[str].array()

    with pytest.raises(ValueError, match="Exception: addObject_: object cannot be nil"):
        array.addObject_(None)
    with pytest.raises(IndexError, match="NSRangeException"):
        array.insertObject_atIndex_("a", 1)
    with pytest.raises(IndexError, match="NSRangeException"):
        array.removeLastObject()
    with pytest.raises(TypeError, match="unhashable"):
        hash(array)
