"""An NSDictionary is a dict with Apple's methods, and cannot change; a mutable one can."""

from __future__ import annotations

import copy
import json
import pickle

import pytest

from urlsession_mock.foundation import NSData, NSDictionary, NSMutableDictionary, NSNull

NUMBERS = NSDictionary({"one": 1, "two": 2})


@pytest.mark.parametrize(
    "dictionary",
    [
        NSDictionary.dictionaryWithObjectsAndKeys_(1, "one", 2, "two", None),
        NSDictionary.dictionaryWithObjectsAndKeys_(1, "one", 2, "two"),
        NSDictionary.alloc().initWithObjectsAndKeys_(1, "one", 2, "two", None),
        NSDictionary.dictionaryWithObjects_forKeys_([1, 2], ["one", "two"]),
        NSDictionary.alloc().initWithObjects_forKeys_([1, 2], ["one", "two"]),
        NSDictionary.dictionaryWithObjects_forKeys_count_([1, 2, 3], ["one", "two", "x"], 2),
        NSDictionary.dictionaryWithDictionary_({"one": 1, "two": 2}),
        NSDictionary.alloc().initWithDictionary_({"one": 1, "two": 2}),
        NSDictionary[str, int](one=1, two=2),
    ],
)
def test_each_constructor_makes_the_same_dictionary(dictionary: NSDictionary[str, int]) -> None:
    assert dictionary == {"one": 1, "two": 2}
    assert dictionary.isEqualToDictionary_(NUMBERS)


def test_one_entry_and_none() -> None:
    assert NSDictionary.dictionaryWithObject_forKey_(1, "one") == {"one": 1}
    assert NSDictionary.dictionary().count() == 0


def test_what_a_mac_raises_for_is_a_value_error() -> None:
    with pytest.raises(ValueError, match=r"objects \(1\) differs from count of keys \(0\)"):
        NSDictionary.dictionaryWithObjects_forKeys_([1], [])
    with pytest.raises(ValueError, match="object cannot be nil"):
        NSDictionary.dictionaryWithObject_forKey_(None, "one")
    with pytest.raises(ValueError, match="key cannot be nil"):
        NSDictionary.dictionaryWithObject_forKey_(1, None)


def test_objects_are_asked_for_in_both_spellings() -> None:
    assert NUMBERS.objectForKey_("one") == NUMBERS["one"] == NUMBERS.valueForKey_("one") == 1
    assert NUMBERS.objectForKeyedSubscript_("two") == 2
    assert NUMBERS.objectForKey_("three") is NUMBERS.get("three") is None
    assert NUMBERS.get("three", 3) == 3
    assert NUMBERS.valueForKey_("@count") == NUMBERS.count() == len(NUMBERS) == 2
    assert "one" in NUMBERS
    with pytest.raises(KeyError, match="three"):
        _ = NUMBERS["three"]


def test_keys_and_objects_are_listed() -> None:
    assert NUMBERS.allKeys() == list(NUMBERS.keyEnumerator()) == ["one", "two"]
    assert NUMBERS.allValues() == list(NUMBERS.objectEnumerator()) == [1, 2]
    assert NUMBERS.allKeysForObject_(2) == ["two"]
    assert NUMBERS.objectsForKeys_notFoundMarker_(["two", "x"], "?") == [2, "?"]
    assert NUMBERS.keysSortedByValueUsingSelector_("compare:") == ["one", "two"]
    assert NUMBERS.keysSortedByValueUsingComparator_(lambda a, b: b - a) == ["two", "one"]


def test_enumerating_stops_after_a_block_that_returns_true() -> None:
    seen: list[tuple[str, int, None]] = []

    def block(key: str, value: int, stop: None) -> bool:
        seen.append((key, value, stop))
        return True

    NUMBERS.enumerateKeysAndObjectsUsingBlock_(block)
    NUMBERS.enumerateKeysAndObjectsWithOptions_usingBlock_(0, block)

    assert seen == [("one", 1, None)] * 2


def test_a_dictionary_that_does_not_change_refuses_pythons_ways_to_change_it() -> None:
    for name in ("clear", "pop", "popitem", "setdefault", "update"):
        assert not hasattr(NUMBERS, name)
    with pytest.raises(AttributeError, match="'update'; it cannot change: take its mutableCopy"):
        NUMBERS.update(three=3)
    with pytest.raises(TypeError, match="does not support item assignment"):
        NUMBERS["three"] = 3
    with pytest.raises(TypeError, match="does not support item deletion"):
        del NUMBERS["one"]
    with pytest.raises(TypeError, match="does not support __or__"):
        _ = NUMBERS | {"three": 3}
    assert NUMBERS == {"one": 1, "two": 2}


def test_nil_is_none_for_python_and_null_for_apples_methods() -> None:
    dictionary = NSDictionary[str, object]({"a": NSNull.null(), "b": None})

    assert dictionary["a"] is dictionary["b"] is None
    assert list(dictionary.values()) == [None, None]
    assert dictionary.objectForKey_("a") is dictionary.get("b") is NSNull.null()


def test_a_dictionary_is_still_a_value_of_python() -> None:
    assert json.loads(json.dumps(NUMBERS)) == NUMBERS
    assert pickle.loads(pickle.dumps(NUMBERS)) == NUMBERS
    assert type(copy.deepcopy(NUMBERS)) is NSDictionary
    assert hash(NUMBERS) == 2
    assert NUMBERS.copy() is NUMBERS
    assert NUMBERS.description() == "{\n    one = 1;\n    two = 2;\n}"
    assert NSDictionary[str, int](a=1).descriptionInStringsFileFormat() == '"a" = "1";\n'


def test_copied_items_are_copies() -> None:
    data = NSDictionary[str, object]({"data": bytearray(b"x"), "number": 1})
    made = NSDictionary[str, object].alloc().initWithDictionary_copyItems_(data, True)

    assert made == data
    assert made["data"] is not data["data"]
    assert (
        NSDictionary[str, object].alloc().initWithDictionary_copyItems_(data, False)["data"]
        is data["data"]
    )


def test_a_mutable_dictionary_changes_in_both_spellings() -> None:
    dictionary = NUMBERS.mutableCopy()
    dictionary.setObject_forKey_(3, "three")
    dictionary["four"] = 4
    dictionary.setValue_forKey_(5, "five")
    dictionary.setValue_forKey_(None, "one")
    dictionary.setObject_forKeyedSubscript_(None, "two")
    dictionary.removeObjectForKey_("absent")
    dictionary.addEntriesFromDictionary_({"six": 6})
    dictionary.removeObjectsForKeys_(["five"])
    assert dictionary == {"three": 3, "four": 4, "six": 6}

    fixed = dictionary.copy()
    assert type(fixed) is NSDictionary
    dictionary.setDictionary_({"a": NSNull.null()})
    assert dictionary == {"a": None}
    dictionary.update(b=1)
    dictionary.pop("a")
    assert dictionary == {"b": 1}
    dictionary.removeAllObjects()
    assert dictionary == NSMutableDictionary[str, object].dictionaryWithCapacity_(3)
    assert dictionary == NSMutableDictionary[str, object].alloc().initWithCapacity_(3)
    assert fixed.count() == 3


def test_a_mutable_dictionary_refuses_none_as_a_mac_does() -> None:
    dictionary = NSMutableDictionary[str, int].dictionary()

    with pytest.raises(ValueError, match=r"object cannot be nil; NSNull\.null"):
        dictionary.setObject_forKey_(None, "key")
    with pytest.raises(ValueError, match="key cannot be nil"):
        dictionary.removeObjectForKey_(None)
    with pytest.raises(TypeError, match="unhashable"):
        hash(dictionary)


def test_data_may_be_a_value() -> None:
    assert NSDictionary[str, NSData](body=NSData(b"x")).objectForKey_("body") == b"x"
