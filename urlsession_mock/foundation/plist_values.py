"""Property list values: what may be in one, and how mutable it comes out.

Pure. Not here: reading and writing data (`property_list.py`). One rule: text, numbers, dates, data,
arrays, and dictionaries whose keys are text; nothing else.
Source: CFPropertyListIsValid in CoreFoundation's CFPropertyList.c, as Apple published it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, cast

from urlsession_mock.foundation.array import NSArray, NSMutableArray
from urlsession_mock.foundation.bridged import NSNull
from urlsession_mock.foundation.data import NSData, NSMutableData
from urlsession_mock.foundation.date import NSDate
from urlsession_mock.foundation.dictionary import NSDictionary, NSMutableDictionary
from urlsession_mock.foundation.values import (
    NSPropertyListImmutable,
    NSPropertyListMutableContainersAndLeaves,
)

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["NotAPropertyList", "for_plistlib", "frozen", "shown_value"]

_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - plistlib tells UTC without saying so
_INT_RANGE: Final = range(-(2**63), 2**64)


class NotAPropertyList(ValueError):
    """A value that no property list may hold; the text names its class as a Mac does."""


def frozen(value: object) -> Any:  # a property list is of any of its classes
    """A copy that does not change. Raises `NotAPropertyList`."""
    return _copied(_checked(value), NSPropertyListImmutable)


def shown_value(value: object, mutability: int) -> Any:  # as above
    """What was read, as mutable as an NSPropertyListMutabilityOptions says."""
    return _copied(value, mutability)


def for_plistlib(value: object) -> Any:  # as above
    """The value as Python's plistlib takes it. Raises `NotAPropertyList`."""
    value = _checked(value)
    if isinstance(value, NSDate):
        return _EPOCH + timedelta(seconds=value.timeIntervalSince1970())
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
    if isinstance(value, bytes | bytearray):
        return bytes(value)
    return _mapped(value, dict, list, for_plistlib)


def _copied(value: object, mutability: int) -> Any:
    if isinstance(value, datetime):
        moment = value if value.tzinfo is None else value.astimezone(UTC).replace(tzinfo=None)
        return NSDate.dateWithTimeIntervalSince1970_((moment - _EPOCH).total_seconds())
    if isinstance(value, bytes | bytearray):
        is_mutable = mutability == NSPropertyListMutableContainersAndLeaves
        return NSMutableData(value) if is_mutable else NSData(value)
    if mutability == NSPropertyListImmutable:
        return _mapped(value, NSDictionary, NSArray, lambda each: _copied(each, mutability))
    return _mapped(
        value, NSMutableDictionary, NSMutableArray, lambda each: _copied(each, mutability)
    )


def _mapped(
    value: object,
    dictionary: Callable[[dict[str, Any]], object],
    array: Callable[[list[Any]], object],
    each: Callable[[object], Any],
) -> Any:
    if isinstance(value, Mapping):
        entries = cast("Mapping[str, object]", value)  # its keys were checked, or read
        return dictionary({key: each(inner) for key, inner in entries.items()})
    if isinstance(value, Sequence) and not isinstance(value, str):
        items = cast("Sequence[object]", value)  # of anything
        return array([each(item) for item in items])
    return value


def _checked(value: object) -> object:
    whole = value
    if isinstance(value, Mapping):
        entries = cast("Mapping[object, object]", value)  # of anything
        for key, inner in entries.items():
            if not isinstance(key, str):
                raise NotAPropertyList(
                    f"property list dictionaries may only have keys which are CFStrings, not "
                    f"{_class_name(key)!r}"
                )
            _checked(inner)
    elif isinstance(value, bool | float | str | bytes | bytearray | NSDate | datetime):
        pass
    elif isinstance(value, int):
        if value not in _INT_RANGE:
            raise NotAPropertyList(f"a property list holds numbers of 64 bits, not {value}")
    elif isinstance(value, Sequence):
        for item in cast("Sequence[object]", value):  # of anything
            _checked(item)
    else:
        raise NotAPropertyList(
            f"property lists cannot contain objects of type {_class_name(value)!r}"
        )
    return whole


def _class_name(value: object) -> str:
    return "CFNull" if value is None or isinstance(value, NSNull) else type(value).__name__
