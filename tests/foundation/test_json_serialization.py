"""JSON goes to data and back, with Apple's options and errors."""

from __future__ import annotations

from typing import Any

import pytest

from urlsession_mock.foundation import (
    NSArray,
    NSCocoaErrorDomain,
    NSDebugDescriptionErrorKey,
    NSDictionary,
    NSJSONReadingFragmentsAllowed,
    NSJSONReadingJSON5Allowed,
    NSJSONReadingMutableContainers,
    NSJSONSerialization,
    NSJSONWritingFragmentsAllowed,
    NSJSONWritingPrettyPrinted,
    NSJSONWritingSortedKeys,
    NSJSONWritingWithoutEscapingSlashes,
    NSMutableArray,
    NSMutableDictionary,
    NSNull,
)
from urlsession_mock.not_simulated import NotSimulated


def written(value: object, options: int = 0) -> bytes:
    data, error = NSJSONSerialization.dataWithJSONObject_options_error_(value, options, None)
    assert error is None
    assert data is not None
    return bytes(data)


def read(data: bytes, options: int = 0) -> Any:
    value, error = NSJSONSerialization.JSONObjectWithData_options_error_(data, options, None)
    assert error is None
    return value


def test_what_is_written_is_read_again() -> None:
    value = {"text": "é/\n", "n": [1, 1.5, True, None, NSNull.null()], "d": {}}

    assert read(written(value)) == {"text": "é/\n", "n": [1, 1.5, True, None, None], "d": {}}


def test_options_say_how_it_is_written() -> None:
    value = {"b": ["é/"], "a": 1}

    assert written(value) == '{"b":["é\\/"],"a":1}'.encode()
    sorted_keys = NSJSONWritingSortedKeys | NSJSONWritingWithoutEscapingSlashes
    assert written(value, sorted_keys) == '{"a":1,"b":["é/"]}'.encode()
    assert written({"a": [1]}, NSJSONWritingPrettyPrinted) == b'{\n  "a" : [\n    1\n  ]\n}'


def test_what_is_read_is_as_mutable_as_was_asked() -> None:
    fixed, mutable = (read(b'{"a": [1]}', each) for each in (0, NSJSONReadingMutableContainers))

    assert (type(fixed), type(fixed["a"])) == (NSDictionary, NSArray)
    assert (type(mutable), type(mutable["a"])) == (NSMutableDictionary, NSMutableArray)


@pytest.mark.parametrize(("text", "value"), [(b"1", 1), (b'"x"', "x"), (b"true", True)])
def test_a_fragment_is_read_where_it_is_allowed(text: bytes, value: object) -> None:
    assert read(text, NSJSONReadingFragmentsAllowed) == value
    found, error = NSJSONSerialization.JSONObjectWithData_options_error_(text, 0, None)
    assert found is None
    assert error is not None
    assert (error.domain(), error.code()) == (NSCocoaErrorDomain, 3840)
    assert written(value, NSJSONWritingFragmentsAllowed) == text
    with pytest.raises(ValueError, match="Invalid top-level type in JSON write"):
        NSJSONSerialization.dataWithJSONObject_options_error_(value, 0, None)


def test_null_alone_is_an_object() -> None:
    assert read(b"null", NSJSONReadingFragmentsAllowed) is NSNull.null()


@pytest.mark.parametrize("data", [b"", b" ", b"{", b"{'a': 1}", b"[NaN]", b"\xff", b"[1]x"])
def test_what_is_no_json_is_an_error(data: bytes) -> None:
    found, error = NSJSONSerialization.JSONObjectWithData_options_error_(data, 0, None)

    assert found is None
    assert error is not None
    assert error.code() == 3840
    assert error.userInfo()[NSDebugDescriptionErrorKey]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ({1: "x"}, r"Invalid \(non-string\) key"),
        ([float("nan")], "Invalid number value"),
        ([float("inf")], "Invalid number value"),
        ({"a": [b"x"]}, r"Invalid type in JSON write \(bytes\)"),
    ],
    ids=["key", "nan", "infinite", "type"],
)
def test_what_cannot_be_written_raises_as_on_a_mac(value: object, why: str) -> None:
    assert not NSJSONSerialization.isValidJSONObject_(value)
    with pytest.raises(ValueError, match=f"NSInvalidArgumentException: .*{why}"):
        NSJSONSerialization.dataWithJSONObject_options_error_(value, 0, None)


def test_only_an_array_or_a_dictionary_is_a_whole_object() -> None:
    assert NSJSONSerialization.isValidJSONObject_({"a": [1, None, ("x",)]})
    assert not NSJSONSerialization.isValidJSONObject_("text")


def test_data_of_none_raises_and_json_5_is_refused() -> None:
    with pytest.raises(ValueError, match="data parameter is nil"):
        NSJSONSerialization.JSONObjectWithData_options_error_(None, 0, None)  # type: ignore[arg-type] # the mistake
    with pytest.raises(NotSimulated, match="JSON 5"):
        read(b"{}", NSJSONReadingJSON5Allowed)
