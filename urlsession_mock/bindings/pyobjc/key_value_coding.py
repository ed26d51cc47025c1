"""`PyObjCTools.KeyValueCoding`: key-value coding for any Python object.

Not here: Objective-C's own (`urlsession_mock.foundation.key_values`), which objects of that
kind are asked for. One rule: accessors are tried in the order PyObjC documents.
"""

from __future__ import annotations

import math
import types
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final, cast

from urlsession_mock.foundation.bridged import NSNull
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.foundation.selector import BoundSelector

__all__ = ["getKey", "getKeyPath", "setKey", "setKeyPath"]

_METHODS: Final = (types.MethodType, types.BuiltinMethodType, BoundSelector)


def getKey(obj: Any, key: str) -> Any:  # objects and values of any type
    """The value of a key: an item, `getKey()`, `get_key()`, `key`, `isKey` or `_key`.

    A sequence or a set answers with a list of its elements' values. None has None for every key.
    Raises KeyError where there is no such key.
    """
    if obj is None:
        return None
    if _is_objective_c(obj):
        return obj.valueForKey_(key)
    try:
        return obj[key]
    except (AttributeError, KeyError, IndexError, TypeError):
        pass
    if isinstance(obj, Sequence | AbstractSet) and not isinstance(obj, str | bytes | Mapping):
        return [_or_null(one, key) for one in cast("Iterable[Any]", obj)]
    for name in (f"get{_capitalised(key)}", f"get_{key}"):
        if hasattr(obj, name):
            return getattr(obj, name)()
    for name in (key, f"is{_capitalised(key)}"):
        if hasattr(obj, name):
            found = getattr(obj, name)
            is_own = isinstance(found, _METHODS) and getattr(found, "__self__", obj) is obj
            return found() if is_own else found
    if hasattr(obj, f"_{key}"):
        return getattr(obj, f"_{key}")
    raise KeyError(f"Key {key} does not exist")


def setKey(obj: Any, key: str, value: object) -> None:  # objects of any type
    """Set the value of a key: an item, `setKey_()`, `setKey()`, `set_key()`, `key` or `_key`.

    Raises KeyError where it cannot be set. None is left alone.
    """
    if obj is None:
        return
    if _is_objective_c(obj):
        obj.setValue_forKey_(value, key)
        return
    if isinstance(obj, MutableMapping):
        cast("MutableMapping[str, object]", obj)[key] = value
        return
    base = f"set{_capitalised(key)}"
    for name in (f"{base}_", base, f"set_{key}"):
        if callable(setter := getattr(obj, name, None)):
            setter(value)
            return
    found = getattr(obj, key, None)
    is_getter = isinstance(found, types.MethodType) and found.__self__ is obj
    name = f"_{key}" if hasattr(obj, f"_{key}") and (is_getter or not hasattr(obj, key)) else key
    try:
        setattr(obj, name, value)
    except AttributeError:
        raise KeyError(f"Key {key} does not exist") from None


def getKeyPath(obj: Any, keypath: str) -> Any:  # as above
    """The value at the end of keys joined by dots; `@sum` and its like work on collections.

    Raises KeyError where a key does not exist.
    """
    if not keypath:
        raise KeyError("an empty key path")
    if _is_objective_c(obj):
        return obj.valueForKeyPath_(keypath)
    found = obj
    keys = keypath.split(".")
    for index, key in enumerate(keys):
        if key.startswith("@"):
            operator = _OPERATORS.get(key[1:])
            if operator is None:
                raise KeyError(f"Array operator {key} not implemented")
            return operator(found, ".".join(keys[index + 1 :]))
        found = getKey(found, key)
    return found


def setKeyPath(obj: Any, keypath: str, value: object) -> None:  # as above
    """Set the value at the end of keys joined by dots."""
    if _is_objective_c(obj):
        obj.setValue_forKeyPath_(value, keypath)
        return
    owners, _, key = keypath.rpartition(".")
    setKey(getKeyPath(obj, owners) if owners else obj, key, value)


def _is_objective_c(obj: object) -> bool:
    return isinstance(obj, NSObject) or (isinstance(obj, type) and issubclass(obj, NSObject))


def _or_null(obj: Any, key: str) -> Any:  # as above
    try:
        return getKey(obj, key)
    except KeyError:
        return NSNull.null()


def _capitalised(key: str) -> str:
    return key[:1].upper() + key[1:]


# -- operators -----------------------------------------------------------


def _values(collection: Iterable[Any], path: str) -> list[Any]:  # as above
    return [getKeyPath(one, path) for one in collection]


def _real(collection: Iterable[Any], path: str) -> list[Any]:  # as above
    return [one for one in _values(collection, path) if not isinstance(one, NSNull)]


def _average(collection: Sequence[Any], path: str) -> float:
    found = getKeyPath(collection, path) if path else collection
    numbers = [0.0 if isinstance(one, NSNull) else float(one) for one in found]
    return math.fsum(numbers) / len(numbers) if numbers else 0.0


def _total(collection: Sequence[Any], path: str) -> float:
    return math.fsum(float(one) for one in _real(collection, path))


def _distinct(values: Iterable[Any]) -> list[Any]:  # as above; they need not be hashable
    found: list[Any] = []
    for one in values:
        if one not in found:
            found.append(one)
    return found


def _flat(collections: Iterable[Iterable[Any]], path: str) -> list[Any]:  # as above
    return [value for collection in collections for value in _values(collection, path)]


_OPERATORS: Final[dict[str, Callable[[Any, str], Any]]] = {
    "avg": _average,
    "count": lambda found, path: len(found),
    "max": lambda found, path: max(_real(found, path)),
    "min": lambda found, path: min(_real(found, path)),
    "sum": _total,
    "unionOfObjects": _values,
    "distinctUnionOfObjects": lambda found, path: _distinct(_values(found, path)),
    "unionOfArrays": _flat,
    "distinctUnionOfArrays": lambda found, path: _distinct(_flat(found, path)),
    "distinctUnionOfSets": lambda found, path: set(_flat(found, path)),
}
