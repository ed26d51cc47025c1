"""NSJSONSerialization: JSON from data and back.

What it is: Python's json, with Apple's options and errors. What it is not: streams, or JSON 5. Its
one rule: an error is a value, beside the result.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, cast

from urlsession_mock.foundation.array import NSArray, NSMutableArray
from urlsession_mock.foundation.bridged import NSNull, invalid_argument
from urlsession_mock.foundation.constants import NSCocoaErrorDomain, NSDebugDescriptionErrorKey
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.dictionary import NSDictionary, NSMutableDictionary
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.foundation.values import (
    NSJSONReadingFragmentsAllowed,
    NSJSONReadingJSON5Allowed,
    NSJSONReadingMutableContainers,
    NSJSONReadingTopLevelDictionaryAssumed,
    NSJSONWritingFragmentsAllowed,
    NSJSONWritingPrettyPrinted,
    NSJSONWritingSortedKeys,
    NSJSONWritingWithoutEscapingSlashes,
    NSPropertyListReadCorruptError,
)
from urlsession_mock.not_simulated import NotSimulated, not_simulated

if TYPE_CHECKING:
    from typing_extensions import Buffer

__all__ = ["NSJSONSerialization"]

_CORRUPT: Final = NSPropertyListReadCorruptError  # 3840, which JSON shares


@not_simulated("+writeJSONObject:toStream:options:error:", "+JSONObjectWithStream:options:error:")
class NSJSONSerialization(NSObject):
    """JSON from data and back.

    Source: developer.apple.com/documentation/foundation/jsonserialization
    """

    @classmethod
    def isValidJSONObject_(cls, value: object, /) -> bool:
        """An array or a dictionary, of what JSON has: no infinite numbers, keys of text."""
        return _is_whole(value) and _problem(value) is None

    @classmethod
    def dataWithJSONObject_options_error_(
        cls, value: Any, options: int, error: None, /
    ) -> tuple[NSData | None, NSError | None]:
        """The value as UTF-8, and None.

        Raises ValueError, as a Mac raises, for what is not JSON; for text, a number or null
        unless the options hold NSJSONWritingFragmentsAllowed.
        """
        if not _is_whole(value) and not options & NSJSONWritingFragmentsAllowed:
            raise invalid_argument(
                "dataWithJSONObject_options_error_", "Invalid top-level type in JSON write"
            )
        problem = _problem(value)
        if problem is not None:
            raise invalid_argument("dataWithJSONObject_options_error_", problem)
        is_pretty = options & NSJSONWritingPrettyPrinted
        text = json.dumps(
            _plain(value),
            ensure_ascii=False,
            indent=2 if is_pretty else None,
            separators=(",", " : ") if is_pretty else (",", ":"),
            sort_keys=bool(options & NSJSONWritingSortedKeys),
        )
        if not options & NSJSONWritingWithoutEscapingSlashes:
            text = text.replace("/", "\\/")
        return NSData(text.encode()), None

    @classmethod
    def JSONObjectWithData_options_error_(
        cls, data: Buffer, options: int, error: None, /
    ) -> tuple[Any, NSError | None]:
        """The value and None; or None and the error (3840).

        Text, a number and null alone are errors unless the options hold
        NSJSONReadingFragmentsAllowed. Raises ValueError for data of None.
        """
        if data is None:  # pyright: ignore[reportUnnecessaryComparison] # callers are untyped
            raise invalid_argument("JSONObjectWithData_options_error_", "data parameter is nil")
        if options & (NSJSONReadingJSON5Allowed | NSJSONReadingTopLevelDictionaryAssumed):
            raise NotSimulated("JSON 5 is not simulated by NSJSONSerialization; write plain JSON")
        raw = bytes(data)
        if not raw.strip():
            return None, _error("Unable to parse empty data.")
        try:
            found: object = json.loads(raw, parse_constant=_no_constant)
        except (ValueError, RecursionError) as problem:
            return None, _error(str(problem))
        if not isinstance(found, dict | list) and not options & NSJSONReadingFragmentsAllowed:
            return None, _error(
                "JSON text did not start with array or object and option to allow fragments not "
                "set."
            )
        is_mutable = bool(options & NSJSONReadingMutableContainers)
        return NSNull.null() if found is None else _bridged(found, is_mutable=is_mutable), None


def _bridged(value: Any, *, is_mutable: bool) -> Any:
    if isinstance(value, dict):
        entries = cast("dict[str, Any]", value)  # as json reads it
        made = {key: _bridged(each, is_mutable=is_mutable) for key, each in entries.items()}
        return NSMutableDictionary(made) if is_mutable else NSDictionary(made)
    if isinstance(value, list):
        items = [_bridged(each, is_mutable=is_mutable) for each in value]  # pyright: ignore[reportUnknownVariableType] # as json reads it
        return NSMutableArray(items) if is_mutable else NSArray(items)
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        entries = cast("Mapping[str, Any]", value)  # its keys were checked
        return {str(key): _plain(each) for key, each in entries.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in cast("Sequence[Any]", value)]
    return None if isinstance(value, NSNull) else value


def _problem(value: object) -> str | None:
    if isinstance(value, Mapping):
        entries = cast("Mapping[object, object]", value)  # of anything
        if not all(isinstance(key, str) for key in entries):
            return "Invalid (non-string) key in JSON dictionary"
        return next(filter(None, map(_problem, entries.values())), None)
    if isinstance(value, list | tuple):
        return next(filter(None, map(_problem, cast("Sequence[object]", value))), None)
    if isinstance(value, float) and not math.isfinite(value):
        return "Invalid number value (NaN or infinite) in JSON write"
    if value is None or isinstance(value, str | int | float | NSNull):
        return None
    return f"Invalid type in JSON write ({type(value).__name__})"


def _is_whole(value: object) -> bool:
    return isinstance(value, Mapping | list | tuple)


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON")


def _error(why: str) -> NSError:
    return NSError.errorWithDomain_code_userInfo_(
        NSCocoaErrorDomain, _CORRUPT, {NSDebugDescriptionErrorKey: why}
    )
