"""What an app remembers is converted as Apple does, survives the app, and goes with the device."""

from __future__ import annotations

from collections.abc import MutableMapping

import pytest

from urlsession_mock import Device
from urlsession_mock.foundation import (
    NSURL,
    NSArgumentDomain,
    NSArray,
    NSData,
    NSDictionary,
    NSGlobalDomain,
    NSNotificationCenter,
    NSNull,
    NSRegistrationDomain,
    NSUserDefaults,
    NSUserDefaultsDidChangeNotification,
)


@pytest.fixture
def defaults(device: Device) -> NSUserDefaults:
    return NSUserDefaults.standardUserDefaults()


def suite(name: str) -> NSUserDefaults:
    found = NSUserDefaults.alloc().initWithSuiteName_(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("value", "text", "whole", "number", "truth"),
    [
        (1, "1", 1, 1.0, True),
        (0, "0", 0, 0.0, False),
        (2**60 + 1, str(2**60 + 1), 2**60 + 1, float(2**60), True),
        (2.75, "2.75", 2, 2.75, True),
        (True, "1", 1, 1.0, True),
        (False, "0", 0, 0.0, False),
        ("12abc", "12abc", 12, 12.0, True),
        (" -3.5e1x", " -3.5e1x", -3, -35.0, True),
        ("YES", "YES", 0, 0.0, True),
        ("true", "true", 0, 0.0, True),
        ("no", "no", 0, 0.0, False),
        ("0", "0", 0, 0.0, False),
        ("", "", 0, 0.0, False),
        ([1], None, 0, 0.0, False),
        (None, None, 0, 0.0, False),
    ],
    ids=lambda value: repr(value),
)
def test_a_value_is_converted_as_apple_says(
    defaults: NSUserDefaults,
    value: object,
    text: str | None,
    whole: int,
    number: float,
    truth: bool,
) -> None:
    defaults.setObject_forKey_(value, "k")

    assert defaults.objectForKey_("k") == value
    assert defaults.stringForKey_("k") == text
    assert defaults.integerForKey_("k") == whole
    assert type(defaults.integerForKey_("k")) is int
    assert defaults.doubleForKey_("k") == defaults.floatForKey_("k") == number
    assert defaults.boolForKey_("k") is truth


def test_a_collection_or_data_is_given_as_what_it_is_or_not_at_all(
    defaults: NSUserDefaults,
) -> None:
    defaults.update(array=["a"], mixed=["a", 1], dictionary={"k": 1}, data=b"x")

    assert defaults.arrayForKey_("array") == defaults.stringArrayForKey_("array") == ["a"]
    assert defaults.stringArrayForKey_("mixed") is None
    assert defaults.dictionaryForKey_("dictionary") == {"k": 1}
    assert defaults.dataForKey_("data") == b"x"
    for getter in (defaults.arrayForKey_, defaults.stringArrayForKey_, defaults.dataForKey_):
        assert getter("dictionary") is None
    assert defaults.dictionaryForKey_("array") is None


def test_what_was_set_does_not_change(defaults: NSUserDefaults) -> None:
    given = {"inner": [1]}
    defaults.setObject_forKey_(given, "k")
    given["inner"].append(2)
    found = defaults.objectForKey_("k")

    assert found == {"inner": [1]}
    assert (type(found), type(found["inner"])) == (NSDictionary, NSArray)


def test_typed_setters_keep_what_they_say(defaults: NSUserDefaults) -> None:
    defaults.setInteger_forKey_(3, "i")
    defaults.setFloat_forKey_(3, "f")
    defaults.setDouble_forKey_(2, "d")
    defaults.setBool_forKey_(1, "b")

    kinds = [type(defaults[key]) for key in "ifdb"]
    assert kinds == [int, float, float, bool]


@pytest.mark.parametrize("value", [object(), NSNull.null(), {1: 2}], ids=["object", "null", "key"])
def test_what_is_no_property_list_is_refused(defaults: NSUserDefaults, value: object) -> None:
    with pytest.raises(ValueError, match="Attempt to insert non-property list object"):
        defaults.setObject_forKey_(value, "k")


def test_a_key_is_text(defaults: NSUserDefaults) -> None:
    with pytest.raises(TypeError, match="NSUserDefaults takes str, was given int 1; keys are text"):
        defaults.objectForKey_(1)  # type: ignore[arg-type] # the mistake


def test_what_is_registered_shows_where_nothing_was_set(defaults: NSUserDefaults) -> None:
    defaults.registerDefaults_({"k": "registered", "other": 1})
    assert defaults["k"] == "registered"

    defaults["k"] = "set"
    assert defaults["k"] == "set"
    defaults.removeObjectForKey_("k")
    assert defaults["k"] == "registered"
    assert defaults.volatileDomainForName_(NSRegistrationDomain) == {"k": "registered", "other": 1}


def test_values_survive_the_app_and_what_is_registered_does_not(device: Device) -> None:
    first = NSUserDefaults.standardUserDefaults()
    first["kept"] = 1
    first.registerDefaults_({"registered": 1})
    first.setVolatileDomain_forName_({"volatile": 1}, NSArgumentDomain)
    device.app.terminate()
    device.launch()
    second = NSUserDefaults.standardUserDefaults()

    assert second is not first
    assert second is NSUserDefaults.standardUserDefaults()
    assert [second.get(key) for key in ("kept", "registered", "volatile")] == [1, None, None]


def test_another_device_knows_nothing() -> None:
    for _ in range(2):
        with Device():
            defaults = NSUserDefaults.standardUserDefaults()
            assert "k" not in defaults
            defaults["k"] = 1


def test_a_suite_is_apart_until_it_is_added(defaults: NSUserDefaults) -> None:
    suite("com.example.group")["k"] = "of the suite"
    assert defaults.objectForKey_("k") is None

    defaults.addSuiteNamed_("com.example.group")
    defaults.addSuiteNamed_("com.example.group")
    assert defaults["k"] == "of the suite"
    defaults["k"] = "own"
    assert defaults["k"] == "own"
    defaults.removeSuiteNamed_("com.example.group")
    defaults.removeSuiteNamed_("com.example.group")
    del defaults["k"]
    assert "k" not in defaults


def test_the_apps_own_name_and_the_global_one_are_no_suites(defaults: NSUserDefaults) -> None:
    for name in ("org.python.python", NSGlobalDomain):
        assert NSUserDefaults.alloc().initWithSuiteName_(name) is None
    own = NSUserDefaults.alloc().initWithSuiteName_(None)
    assert own is not None
    own["k"] = 1
    assert defaults["k"] == 1


def test_domains_are_searched_in_apples_order(device: Device, defaults: NSUserDefaults) -> None:
    defaults.registerDefaults_({"k": "registered"})
    defaults.setPersistentDomain_forName_({"k": "global"}, NSGlobalDomain)
    assert defaults["k"] == "global"
    defaults["k"] = "app"
    assert defaults["k"] == "app"
    defaults.setVolatileDomain_forName_({"k": "argument"}, NSArgumentDomain)
    assert defaults["k"] == "argument"
    device.stores.defaults.force("org.python.python", "k", "forced")
    assert defaults["k"] == "forced"

    assert defaults.dictionaryRepresentation() == {"k": "forced"}
    assert defaults.objectIsForcedForKey_("k")
    assert defaults.objectIsForcedForKey_inDomain_("k", "org.python.python")
    assert not defaults.objectIsForcedForKey_inDomain_("k", "com.example")


def test_domains_are_asked_for_and_set(defaults: NSUserDefaults) -> None:
    defaults.setPersistentDomain_forName_({"a": 1}, "com.example")
    assert defaults.persistentDomainForName_("com.example") == {"a": 1}
    assert defaults.persistentDomainNames() == ["com.example"]
    defaults.removePersistentDomainForName_("com.example")
    assert defaults.persistentDomainForName_("com.example") is None

    defaults.setVolatileDomain_forName_({"v": 1}, "mine")
    assert defaults.volatileDomainNames() == ["mine", NSRegistrationDomain]
    assert defaults.volatileDomainForName_("mine") == {"v": 1}
    defaults.removeVolatileDomainForName_("mine")
    assert defaults.volatileDomainForName_("mine") == {}
    defaults.setVolatileDomain_forName_({"r": 1}, NSRegistrationDomain)
    assert defaults["r"] == 1
    defaults.removeVolatileDomainForName_(NSRegistrationDomain)
    assert "r" not in defaults


@pytest.mark.parametrize("text", ["https://example.com/a?b=c", "file:///tmp/x"])
def test_a_url_comes_back(defaults: NSUserDefaults, text: str) -> None:
    url = NSURL.URLWithString_(text)
    defaults.setURL_forKey_(url, "k")

    assert type(defaults["k"]) is NSData
    assert defaults.URLForKey_("k") == url
    defaults.setURL_forKey_(None, "k")
    assert defaults.URLForKey_("k") is None


def test_a_relative_url_keeps_its_base(defaults: NSUserDefaults) -> None:
    base = NSURL.URLWithString_("https://example.com/a/")
    defaults.setURL_forKey_(NSURL.URLWithString_relativeToURL_("b", base), "k")
    found = defaults.URLForKey_("k")

    assert found is not None
    assert (found.relativeString(), found.absoluteString()) == ("b", "https://example.com/a/b")


def test_a_text_is_the_path_of_a_file_and_other_data_no_url(defaults: NSUserDefaults) -> None:
    defaults["path"] = "/tmp/x"
    defaults["data"] = b"nothing"
    found = defaults.URLForKey_("path")

    assert found is not None
    assert found.path() == "/tmp/x"
    assert defaults.URLForKey_("data") is None


def test_they_are_a_mapping_of_python_as_pyobjc_makes_them(defaults: NSUserDefaults) -> None:
    assert issubclass(NSUserDefaults, MutableMapping)
    assert not hasattr(defaults, "__len__")
    assert defaults.setdefault("k", 1) == defaults.setdefault("k", 2) == 1
    assert defaults.pop("k") == 1
    assert defaults.pop("k", 2) == 2
    assert defaults.get("k", 3) == 3
    with pytest.raises(KeyError):
        defaults.pop("k")
    with pytest.raises(KeyError):
        _ = defaults["k"]


def test_a_change_is_told(defaults: NSUserDefaults) -> None:
    heard: list[object] = []
    NSNotificationCenter.defaultCenter().addObserverForName_object_queue_usingBlock_(
        NSUserDefaultsDidChangeNotification, None, None, lambda note: heard.append(note.object())
    )
    defaults["k"] = 1
    defaults.setPersistentDomain_forName_({}, "x")
    defaults.removePersistentDomainForName_("x")

    assert heard == [defaults] * 3


def test_synchronizing_is_harmless(defaults: NSUserDefaults) -> None:
    assert defaults.synchronize() is True
    NSUserDefaults.resetStandardUserDefaults()
