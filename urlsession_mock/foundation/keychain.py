"""The keychain of a device: what the functions of Security find in it.

What it is: passwords by their attributes, empty at first. What it is not: locks, access lists, keys
or identities, of which it has none. Its one rule: it outlives the app, and goes with the device.

Attributes are named as their constants' values are: `kSecAttrService` is "svce".
Source: SecItemConstants.c, as Apple published it, and developer.apple.com/documentation/security.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from urlsession_mock.foundation.array import NSArray
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.dictionary import NSDictionary

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DUPLICATE", "NOT_FOUND", "PARAMETER", "Keychain"]

NOT_FOUND: Final = -25300  # errSecItemNotFound
DUPLICATE: Final = -25299  # errSecDuplicateItem
PARAMETER: Final = -50  # errSecParam

# What tells two items of a class apart.
_KEYS: Final = {
    "genp": ("acct", "svce", "agrp"),
    "inet": ("acct", "sdmn", "srvr", "ptcl", "atyp", "port", "path", "agrp"),
}
_CLASS: Final = "class"
_DATA: Final = "v_Data"
_NOT_ATTRIBUTES: Final = ("r_", "m_", "u_", "v_")


class Keychain:
    """Items of the classes "genp" and "inet"."""

    def __init__(self) -> None:
        self._items: list[dict[str, Any]] = []

    def add(self, given: Mapping[str, Any]) -> tuple[int, Any]:
        """Add an item: 0 and what was asked to be returned; or a status and None."""
        kind = given.get(_CLASS)
        if kind not in _KEYS:
            return PARAMETER, None
        item = {**_attributes(given), _CLASS: kind, _DATA: NSData(given.get(_DATA, b""))}
        if any(_key(other) == _key(item) for other in self._items):
            return DUPLICATE, None
        self._items.append(item)
        return 0, _shown(item, given)

    def matching(self, query: Mapping[str, Any]) -> tuple[int, Any]:
        """What a query finds: 0 and an item, or an array where all are asked for."""
        if _CLASS not in query:
            return PARAMETER, None
        found = self._found(query)
        if not found:
            return NOT_FOUND, None
        limit = query.get("m_Limit", "m_LimitOne")
        if limit == "m_LimitOne":
            return 0, _shown(found[0], query)
        count = len(found) if limit == "m_LimitAll" else int(limit)
        return 0, NSArray(_shown(item, query) for item in found[:count])

    def update(self, query: Mapping[str, Any], changes: Mapping[str, Any]) -> int:
        """Change what a query finds."""
        found = self._found(query)
        for item in found:
            item.update({key: value for key, value in changes.items() if key != _CLASS})
            if _DATA in changes:
                item[_DATA] = NSData(changes[_DATA])
        return 0 if found else NOT_FOUND

    def delete(self, query: Mapping[str, Any]) -> int:
        """Remove what a query finds."""
        found = self._found(query)
        self._items = [item for item in self._items if item not in found]
        return 0 if found else NOT_FOUND

    def _found(self, query: Mapping[str, Any]) -> list[dict[str, Any]]:
        wanted = {**_attributes(query), _CLASS: query.get(_CLASS)}
        return [
            item
            for item in self._items
            if all(item.get(key) == value for key, value in wanted.items())
        ]


def _attributes(given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: value
        for key, value in given.items()
        if not key.startswith(_NOT_ATTRIBUTES) and key != _CLASS
    }


def _key(item: Mapping[str, Any]) -> tuple[Any, ...]:
    return (item[_CLASS], *(item.get(name) for name in _KEYS[item[_CLASS]]))


def _shown(item: Mapping[str, Any], query: Mapping[str, Any]) -> Any:  # as the query says
    if query.get("r_Attributes"):
        shown = {key: value for key, value in item.items() if key != _DATA}
        if query.get("r_Data"):
            shown[_DATA] = item[_DATA]
        return NSDictionary(shown)
    if query.get("r_Data"):
        return item[_DATA]
    if query.get("r_Ref") or query.get("r_PersistentRef"):
        return NSData("/".join(map(str, _key(item))).encode())
    return None
