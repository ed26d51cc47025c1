"""NSObject behaves as PyObjC's, as far as a delegate can tell."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from urlsession_mock.foundation import NSURL, NSObject
from urlsession_mock.not_simulated import NotSimulated, not_simulated, refused_selectors


class Delegate(NSObject):
    """What PyObjC code looks like."""

    seen: list[object]
    _colour: str = "red"
    size: int = 1

    def init(self) -> Delegate:
        self.seen = []
        return self

    def take_(self, value: object, /) -> object:
        self.seen.append(value)
        return "taken"

    def both_and_(self, first: object, second: object, /) -> object:
        return (first, second)

    def colour(self) -> str:
        return self._colour

    def setColour_(self, colour: str, /) -> None:
        self._colour = colour

    def isBusy(self) -> bool:
        return True


def test_alloc_init_runs_init() -> None:
    assert Delegate.alloc().init().seen == []


def test_calling_a_class_is_alloc_init() -> None:
    assert Delegate().seen == []


def test_a_python_init_runs_after_init() -> None:
    class Plain(Delegate):
        def __init__(self) -> None:
            self.seen.append("made")

    assert Plain().seen == ["made"]
    assert Plain.alloc().init().seen == []


def test_calling_a_class_refuses_arguments_by_position() -> None:
    class Plain(NSObject):
        def __init__(self, value: int) -> None: ...

    with pytest.raises(TypeError, match=r"Plain\(\) does not accept positional arguments"):
        Plain(1)


def test_calling_a_class_by_name_is_its_init_method() -> None:
    class Pair(NSObject):
        def initWithFirst_second_(self, first: int, second: int, /) -> Pair:
            self.both = (first, second)
            return self

    assert Pair(first=1, second=2).both == (1, 2)
    with pytest.raises(TypeError, match=r"Pair\(\) does not support keyword arguments 'third'"):
        Pair(third=3)


def test_init_may_return_none() -> None:
    class Refuses(NSObject):
        def init(self) -> None:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]  # as Objective-C allows
            return None

    assert [Refuses.alloc().performSelector_("init"), Refuses()] == [None, None]


def test_new_runs_init() -> None:
    assert Delegate.new().seen == []


def test_an_object_is_equal_to_itself_only() -> None:
    one = NSObject.new()

    assert one.isEqual_(one)
    assert not one.isEqual_(NSObject.new())


@pytest.mark.parametrize(
    "selector", ["take:", b"both:and:", "take_", "both:and:", "copy"], ids=repr
)
def test_it_responds_to_a_selector_it_implements(selector: str | bytes) -> None:
    assert Delegate().respondsToSelector_(selector)


def test_it_does_not_respond_to_another_selector() -> None:
    assert not Delegate().respondsToSelector_("takes:")


def test_an_attribute_that_cannot_be_called_is_no_response() -> None:
    assert not Delegate().respondsToSelector_("seen")


def test_a_method_given_to_one_instance_is_not_seen() -> None:
    delegate = Delegate()
    delegate.__dict__["later_"] = print

    assert not delegate.respondsToSelector_("later:")
    assert not Delegate.instancesRespondToSelector_("later:")


@pytest.mark.parametrize("selector", [Delegate.take_, Delegate().take_], ids=["class", "object"])
def test_a_method_is_taken_for_its_selector(selector: Callable[[object], object]) -> None:
    assert Delegate().respondsToSelector_(selector)


def test_it_responds_to_what_a_mac_has_although_it_is_refused() -> None:
    assert NSObject.new().respondsToSelector_("addObserver:forKeyPath:options:context:")


def test_performing_a_selector_returns_what_the_method_returns() -> None:
    delegate = Delegate()

    assert delegate.performSelector_("colour") == "red"
    assert delegate.performSelector_withObject_("take:", 1) == "taken"
    assert delegate.performSelector_withObject_withObject_(b"both:and:", 1, 2) == (1, 2)


def test_performing_an_unknown_selector_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="Delegate has no nothing_"):
        Delegate().performSelector_("nothing:")


@pytest.mark.parametrize(("key", "value"), [("colour", "red"), ("busy", True), ("size", 1)])
def test_a_value_is_found_by_its_key(key: str, value: object) -> None:
    assert Delegate().valueForKey_(key) == value


def test_setting_a_value_by_key_uses_the_setter_or_the_attribute() -> None:
    delegate = Delegate()

    delegate.setValuesForKeysWithDictionary_({"colour": "blue", "size": 2})

    assert delegate.dictionaryWithValuesForKeys_(["colour", "size"]) == {
        "colour": "blue",
        "size": 2,
    }


def test_a_key_path_is_followed() -> None:
    outer, inner = Delegate(), Delegate()
    outer.__dict__["inner"] = inner

    outer.setValue_forKeyPath_("green", "inner.colour")

    assert outer.valueForKeyPath_("inner.colour") == "green"


def test_an_unknown_key_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="nonsense"):
        Delegate().valueForKey_("nonsense")
    with pytest.raises(KeyError, match="nonsense"):
        Delegate().setValue_forKey_(1, "nonsense")


def test_who_it_is() -> None:
    delegate = Delegate()

    assert delegate.className() == "Delegate"
    assert delegate.class__() is Delegate
    assert delegate.superclass() is NSObject
    assert delegate.isKindOfClass_(NSObject)
    assert not delegate.isMemberOfClass_(NSObject)
    assert delegate.description() == repr(delegate)


def test_the_root_class_has_no_class_above() -> None:
    assert NSObject.new().superclass() is None


def test_an_object_without_a_copy_method_cannot_be_copied() -> None:
    with pytest.raises(AttributeError, match="copyWithZone_"):
        Delegate().copy()


def test_an_object_with_a_copy_method_is_copied_by_it() -> None:
    class Copied(NSObject):
        def copyWithZone_(self, zone: None, /) -> str:
            return f"copied in zone {zone}"

    assert str(Copied.new().copy()) == "copied in zone None"


def test_a_refusal_names_the_method_and_says_what_to_do() -> None:
    with pytest.raises(NotSimulated) as caught:
        NSObject.new().performSelector_("classForCoder")

    assert str(caught.value) == (
        "NSObject.classForCoder is a real Foundation method that urlsession-mock does not "
        "simulate; give the code under test its own answer, for example "
        "monkeypatch.setattr(NSObject, 'classForCoder', ...), or keep the call out of this test"
    )


def test_a_method_cannot_be_both_implemented_and_refused() -> None:
    with pytest.raises(TypeError, match="answer is implemented and refused"):

        @not_simulated("answer")
        class Both(NSObject):
            def answer(self) -> int:
                return 42


def test_a_selector_that_a_subclass_implements_is_no_longer_refused() -> None:
    class Observing(NSObject):
        def observationInfo(self) -> None:
            return None

    assert "observationInfo" in refused_selectors(NSObject)
    assert "observationInfo" not in refused_selectors(Observing)


def test_telling_of_a_change_is_free() -> None:
    delegate = Delegate()

    delegate.willChangeValueForKey_("colour")
    delegate.didChangeValueForKey_("colour")


def test_a_value_is_equal_by_the_objective_c_spelling_too() -> None:
    url = NSURL.URLWithString_("https://example.com/")
    twin = NSURL.URLWithString_("https://example.com/")
    assert url is not None
    assert twin is not None

    assert url.isEqual_(twin)
    assert url.hash() == twin.hash()
    assert not url.isNotEqualTo_(twin)
