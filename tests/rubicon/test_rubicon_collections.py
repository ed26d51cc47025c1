"""Strings, arrays and dictionaries behave as rubicon's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytest_urlsession import Device

Load = Callable[..., Any]


@pytest.fixture
def client(load: Load) -> Any:
    return load("from rubicon.objc import api\n")


def test_a_string_equals_a_text(client: Any) -> None:
    text = client.at("hello")
    assert text == "hello"
    assert text != "other"
    assert text == client.at("hello")
    assert f"{text}!" == "hello!"
    assert (len(text), text[0], str(text[1:3]), "ell" in text) == (5, "h", "el", True)


def test_a_string_has_no_hash(client: Any) -> None:
    with pytest.raises(TypeError, match="unhashable type: 'ObjCStrInstance'"):
        hash(client.at("hello"))


def test_a_string_counts_utf16_units(client: Any) -> None:
    assert len(client.at("a😀")) == 3


def test_a_string_has_what_a_str_has(client: Any) -> None:
    assert client.at("a,b").split(",") == ["a", "b"]
    assert client.at("abcabc").rfind("bc") == 4
    assert client.at("abc").find("x") == -1
    with pytest.raises(ValueError, match="substring not found"):
        client.at("abc").index("x")


def test_strings_are_joined_and_ordered(client: Any) -> None:
    assert str(client.at("a") + "b") == "ab"
    assert str("a" + client.at("b")) == "ab"
    assert str(client.at("ab") * 2) == "abab"
    assert client.at("a") < "b" <= client.at("b")


def test_a_string_is_a_path(client: Any, tmp_path: Any) -> None:
    (tmp_path / "a").write_text("x")
    with open(client.at(str(tmp_path / "a"))) as file:
        assert file.read() == "x"


def test_a_list_becomes_an_array_that_can_change(client: Any) -> None:
    array = client.at([1, "two"])
    array.append(3)
    assert isinstance(array, client.NSMutableArray)
    assert client.py_from_ns(array) == [1, "two", 3]
    assert (len(array), array[0].intValue, array[-1].intValue) == (3, 1, 3)
    assert [str(each) for each in array] == ["1", "two", "3"]
    assert array.pop().intValue == 3
    del array[0]
    array.insert(0, "first")
    array[1] = "second"
    assert client.py_from_ns(array) == ["first", "second"]


def test_an_index_beyond_the_end_is_an_index_error(client: Any) -> None:
    with pytest.raises(IndexError, match="ObjCMutableListInstance index out of range"):
        _ = client.at([1])[1]


def test_what_the_core_gives_cannot_change(client: Any) -> None:
    parts = client.address("https://example.com/a/b").pathComponents
    assert client.py_from_ns(parts) == ["/", "a", "b"]
    assert isinstance(parts, client.NSArray)
    assert not hasattr(parts, "append")


def test_an_array_is_made_as_in_objective_c(client: Any) -> None:
    array = client.NSMutableArray.alloc().init()
    array.addObject("a")
    array.addObject_("b")
    assert array.count == 2 if not callable(array.count) else array.count("a") == 1
    assert [str(each) for each in array] == ["a", "b"]


def test_a_dict_becomes_a_dictionary_that_can_change(client: Any) -> None:
    found = client.at({"a": 1})
    found["b"] = "two"
    assert isinstance(found, client.NSMutableDictionary)
    assert (found["a"].intValue, found.get("c"), "b" in found, len(found)) == (1, None, True, 2)
    assert sorted(str(key) for key in found) == ["a", "b"]
    assert client.py_from_ns(found) == {"a": 1, "b": "two"}
    assert found.pop("a").intValue == 1
    with pytest.raises(KeyError, match="a"):
        _ = found["a"]


def test_a_dictionary_goes_into_a_property(client: Any) -> None:
    configuration = client.NSURLSessionConfiguration.defaultSessionConfiguration
    configuration.HTTPAdditionalHeaders = {"User-Agent": "mine"}
    assert configuration.HTTPAdditionalHeaders["User-Agent"] == "mine"


def test_the_core_gets_plain_values(client: Any) -> None:
    from urlsession_mock.bindings.rubicon.wrapping import unwrap

    inner = unwrap(client.at({"a": [client.at("x"), client.address("https://example.com")]}))
    assert type(inner["a"][0]) is str
    assert type(inner["a"][1]).__name__ == "NSURL"


def test_a_set_and_null_are_objects(client: Any) -> None:
    found = client.ObjCClass("NSSet").setWithArray([1, 2])
    assert found.count == 2
    assert client.py_from_ns(found.allObjects()) in ([1, 2], [2, 1])
    assert client.ObjCClass("NSNull").null().objc_class.name == "NSNull"


def test_a_notification_has_its_properties(load: Load) -> None:
    client = load(
        """
class Hears(NSObject):
    @objc_method
    def hear_(self, notification) -> None:
        self.heard = str(notification.name), notification.userInfo["a"].intValue
"""
    )
    center = client.ObjCClass("NSNotificationCenter").defaultCenter
    hears = client.Hears.alloc().init()
    center.addObserver(hears, selector=client.SEL("hear:"), name="News", object=None)
    center.postNotificationName("News", object=None, userInfo={"a": 1})
    assert hears.heard == ("News", 1)


def test_a_timer_fires_by_the_devices_clock(urlsession_mock: Device, load: Load) -> None:
    client = load(
        """
class Ticks(NSObject):
    @objc_method
    def tick_(self, timer) -> None:
        self.ticked = timer.userInfo["a"].intValue
"""
    )
    ticks = client.Ticks.alloc().init()
    make = client.ObjCClass("NSTimer")
    make.scheduledTimerWithTimeInterval(
        60.0, target=ticks, selector=client.SEL("tick:"), userInfo={"a": 1}, repeats=False
    )
    urlsession_mock.run()
    assert ticks.ticked == 1


def test_settings_are_kept(client: Any) -> None:
    settings = client.ObjCClass("NSUserDefaults").standardUserDefaults
    settings.setObject(5, forKey="a")
    assert settings.objectForKey("a").intValue == settings.integerForKey("a") == 5


def test_a_property_list_is_written_and_read(client: Any) -> None:
    lists = client.ObjCClass("NSPropertyListSerialization")
    data = lists.dataWithPropertyList({"a": [1]}, format=100, options=0, error=None)
    read = lists.propertyListWithData(data, options=0, format=None, error=None)
    assert client.py_from_ns(read) == {"a": [1]}
