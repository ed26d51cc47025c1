"""Property lists go to data and back, with Apple's mutability and errors as values."""

from __future__ import annotations

import plistlib
from datetime import UTC, datetime
from typing import Any

import pytest

from urlsession_mock.foundation import (
    NSArray,
    NSCocoaErrorDomain,
    NSData,
    NSDate,
    NSDebugDescriptionErrorKey,
    NSDictionary,
    NSMutableArray,
    NSMutableData,
    NSMutableDictionary,
    NSNull,
    NSPropertyListBinaryFormat_v1_0,
    NSPropertyListImmutable,
    NSPropertyListMutableContainers,
    NSPropertyListMutableContainersAndLeaves,
    NSPropertyListOpenStepFormat,
    NSPropertyListReadCorruptError,
    NSPropertyListSerialization,
    NSPropertyListWriteStreamError,
    NSPropertyListXMLFormat_v1_0,
)

DATE = NSDate.dateWithTimeIntervalSince1970_(1_700_000_000)
EVERY = {
    "text": "x",
    "int": 2**63,
    "float": 1.5,
    "bool": True,
    "data": NSData(b"\0\1"),
    "date": DATE,
    "array": [1, [2]],
    "dictionary": {"k": "v"},
}
FORMATS = [NSPropertyListXMLFormat_v1_0, NSPropertyListBinaryFormat_v1_0]


def written(value: object, form: int = NSPropertyListXMLFormat_v1_0) -> NSData:
    data, error = NSPropertyListSerialization.dataWithPropertyList_format_options_error_(
        value, form, 0, None
    )
    assert error is None
    assert data is not None
    return data


def read(data: bytes, options: int = NSPropertyListImmutable) -> Any:
    value, _, error = NSPropertyListSerialization.propertyListWithData_options_format_error_(
        data, options, None, None
    )
    assert error is None
    return value


@pytest.mark.parametrize("form", FORMATS)
def test_every_kind_of_value_comes_back(form: int) -> None:
    data = written(EVERY, form)
    value, found, error = NSPropertyListSerialization.propertyListWithData_options_format_error_(
        data, NSPropertyListImmutable, None, None
    )

    assert (value, found, error) == (EVERY, form, None)
    assert [type(value[key]) for key in ("data", "date")] == [NSData, NSDate]


def test_what_is_written_is_a_property_list_of_python_too() -> None:
    assert plistlib.loads(written({"b": 1, "a": [True]})) == {"b": 1, "a": [True]}
    assert written({}, NSPropertyListBinaryFormat_v1_0).startswith(b"bplist")


@pytest.mark.parametrize(
    ("options", "classes"),
    [
        (NSPropertyListImmutable, (NSDictionary, NSArray, NSData)),
        (NSPropertyListMutableContainers, (NSMutableDictionary, NSMutableArray, NSData)),
        (
            NSPropertyListMutableContainersAndLeaves,
            (NSMutableDictionary, NSMutableArray, NSMutableData),
        ),
    ],
)
def test_what_is_read_is_as_mutable_as_was_asked(options: int, classes: tuple[type, ...]) -> None:
    value = read(written({"a": [b"x"]}), options)

    assert (type(value), type(value["a"]), type(value["a"][0])) == classes


def test_a_moment_of_python_is_a_date() -> None:
    assert read(written([datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)])) == [DATE]
    assert read(written([datetime(2023, 11, 14, 22, 13, 20)])) == [DATE]  # noqa: DTZ001 - the claim


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ({"k": None}, "cannot contain objects of type 'CFNull'"),
        ([NSNull.null()], "cannot contain objects of type 'CFNull'"),
        ({1: "x"}, "keys which are CFStrings, not 'int'"),
        ([object()], "cannot contain objects of type 'object'"),
        ([2**64], "numbers of 64 bits"),
    ],
    ids=["none", "null", "key", "object", "number"],
)
def test_what_no_property_list_holds_is_an_error(value: object, why: str) -> None:
    data, error = NSPropertyListSerialization.dataWithPropertyList_format_options_error_(
        value, NSPropertyListXMLFormat_v1_0, 0, None
    )

    assert data is None
    assert error is not None
    assert (error.domain(), error.code()) == (NSCocoaErrorDomain, NSPropertyListWriteStreamError)
    said = error.userInfo()[NSDebugDescriptionErrorKey]
    assert said.startswith("Property list invalid for format: 100 (")
    assert why in said
    assert not NSPropertyListSerialization.propertyList_isValidForFormat_(
        value, NSPropertyListXMLFormat_v1_0
    )


def test_the_old_text_format_is_not_written() -> None:
    assert not NSPropertyListSerialization.propertyList_isValidForFormat_(
        {}, NSPropertyListOpenStepFormat
    )
    assert NSPropertyListSerialization.propertyList_isValidForFormat_(
        {}, NSPropertyListBinaryFormat_v1_0
    )


@pytest.mark.parametrize(
    "data",
    [b"", b"garbage", b"<plist><dict>", b"bplist00", b"bplist00\xff" + bytes(40), b'{"a": 1}'],
)
def test_what_cannot_be_read_is_an_error(data: bytes) -> None:
    value, form, error = NSPropertyListSerialization.propertyListWithData_options_format_error_(
        data, 0, None, None
    )

    assert (value, form) == (None, 0)
    assert error is not None
    assert error.code() == NSPropertyListReadCorruptError
    assert error.userInfo()[NSDebugDescriptionErrorKey]


def test_none_for_what_must_be_there_raises_as_on_a_mac() -> None:
    with pytest.raises(ValueError, match="NSInvalidArgumentException"):
        NSPropertyListSerialization.dataWithPropertyList_format_options_error_(None, 100, 0, None)
    with pytest.raises(ValueError, match="data is nil"):
        NSPropertyListSerialization.propertyListWithData_options_format_error_(
            None,  # type: ignore[arg-type] # the mistake
            0,
            None,
            None,
        )


def test_the_old_spellings_give_a_text_for_an_error() -> None:
    old = NSPropertyListSerialization
    data, problem = old.dataFromPropertyList_format_errorDescription_({"a": 1}, 100, None)
    assert data is not None
    assert problem is None
    back = old.propertyListFromData_mutabilityOption_format_errorDescription_(data, 1, None, None)
    assert back == ({"a": 1}, 100, None)
    assert type(back[0]) is NSMutableDictionary

    assert old.dataFromPropertyList_format_errorDescription_([None], 100, None) == (
        None,
        (
            "Property list invalid for format: 100 "
            "(property lists cannot contain objects of type 'CFNull')"
        ),
    )
    for missing in (None, b"garbage"):
        value, form, problem = old.propertyListFromData_mutabilityOption_format_errorDescription_(
            missing, 0, None, None
        )
        assert (value, form) == (None, 0)
        assert problem
