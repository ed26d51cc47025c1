"""Nothing of Foundation is silently absent.

Every selector of `tests/data/foundation-surface.json` either works, with Apple's number of
arguments, or is refused by name. Enumerations and constants carry Apple's values. The numbers are
in the header of each run, and printed by `python -m tests.foundation.surface`.
"""

from __future__ import annotations

import inspect
from types import FunctionType

import pytest

from tests.foundation.surface import CLASSES, SURFACE, counts, double, selectors, summary
from urlsession_mock import foundation
from urlsession_mock.not_simulated import NotSimulated, is_refused, python_name, refused_selectors

# `bytes` and `bytearray` are siblings, so this one cannot inherit NSData (see data.py).
_SIBLINGS = {"NSMutableData"}


def arguments(cls: type, name: str) -> int | None:
    """How many arguments a method takes, or None if there is no such method."""
    static = inspect.getattr_static(cls, name, None)
    method = getattr(cls, name, None)
    if not callable(method):
        return None
    count = len(inspect.signature(method).parameters)
    return count - 1 if isinstance(static, FunctionType) else count


@pytest.mark.parametrize("name", [*CLASSES, *SURFACE["protocols"]])
def test_every_method_is_there_or_refused(name: str) -> None:
    found = counts(name)

    assert found.absent == 0, f"{name}: {found}"
    assert found.total


def test_the_numbers_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    for line in summary():
        print(line)

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert all(
        " simulated, " in line and " refused by name, 0 absent, of " in line for line in lines
    )


@pytest.mark.parametrize("name", CLASSES)
def test_every_method_that_works_takes_as_many_arguments_as_apples(name: str) -> None:
    cls = double(name)
    wrong = [
        selector
        for selector in selectors(name)
        if not is_refused(cls, python_name(selector))
        and arguments(cls, python_name(selector)) != selector.count(":")
    ]

    assert wrong == []


@pytest.mark.parametrize("name", CLASSES)
def test_every_property_has_a_getter(name: str) -> None:
    cls = double(name)
    without = [
        prop
        for prop in (found["name"] for found in SURFACE["classes"][name]["properties"])
        if not any(
            callable(getattr(cls, getter, None))
            for getter in (prop, f"is{prop[0].upper()}{prop[1:]}")
        )
    ]

    assert without == []


@pytest.mark.parametrize("name", CLASSES)
def test_what_is_refused_says_its_name(name: str) -> None:
    cls = double(name)

    for selector in refused_selectors(cls):
        method = python_name(selector)
        with pytest.raises(NotSimulated, match=rf"\.{method} is a real Foundation method"):
            getattr(cls, method)(*[None] * selector.count(":"))


@pytest.mark.parametrize("name", sorted(set(CLASSES) - _SIBLINGS - {"NSObject"}))
def test_a_double_inherits_as_apples_class_does(name: str) -> None:
    above = SURFACE["classes"][name]["super"]
    assert above is not None

    assert issubclass(double(name), double(above))


@pytest.mark.parametrize("name", sorted(SURFACE["enums"]))
def test_an_enumerated_constant_has_apples_value(name: str) -> None:
    row = SURFACE["enums"][name]
    enum, value = row.get("enum"), row["value"]
    constant = getattr(foundation, name)

    assert constant == value
    assert enum is None or type(constant) is getattr(foundation, enum)


@pytest.mark.parametrize("name", sorted(SURFACE["constants"]))
def test_a_constant_is_there(name: str) -> None:
    assert isinstance(getattr(foundation, name), str | int | float)


def test_a_star_import_brings_every_public_name() -> None:
    names: dict[str, object] = {}
    exec("from urlsession_mock.foundation import *", names)

    assert set(foundation.__all__) <= set(names)


def test_no_public_name_is_listed_twice() -> None:
    assert len(foundation.__all__) == len(set(foundation.__all__))


def test_a_name_that_foundation_lacks_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="NSNonsense"):
        _ = foundation.NSNonsense


def test_dir_lists_the_classes_that_are_imported_later() -> None:
    assert "NSURLSession" in dir(foundation)
