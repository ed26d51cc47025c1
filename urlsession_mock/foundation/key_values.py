"""Key-value coding: an object's properties by name.

What it is: the getting and setting that NSObject inherits. What it is not: key-value observing
or validation. Its one rule: unknown keys are KeyErrors, as PyObjC makes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from urlsession_mock.foundation.dictionary import NSDictionary

__all__ = ["KeyValueCoding"]


class KeyValueCoding:
    """What NSObject knows of properties.

    Source: developer.apple.com/documentation/objectivec/nskeyvaluecoding
    """

    __slots__ = ()

    def valueForKey_(self, key: str, /) -> Any:  # a property of any type
        """The value of a property: `key`, `getKey`, `isKey` or the attribute of that name."""
        for name in (key, f"get{_capitalised(key)}", f"is{_capitalised(key)}", f"_{key}"):
            if hasattr(self, name):
                found = getattr(self, name)
                return found() if callable(found) else found
        return self.valueForUndefinedKey_(key)

    def setValue_forKey_(self, value: object, key: str, /) -> None:
        """Set a property through `setKey_`, or the attribute of that name."""
        setter = getattr(self, f"set{_capitalised(key)}_", None)
        if setter is not None:
            setter(value)
        elif hasattr(self, key) and not callable(getattr(self, key)):
            setattr(self, key, value)
        else:
            self.setValue_forUndefinedKey_(value, key)

    def valueForKeyPath_(self, path: str, /) -> Any:  # a property of any type
        """The value at the end of keys joined by dots."""
        key, _, rest = path.partition(".")
        value = self.valueForKey_(key)
        return value.valueForKeyPath_(rest) if rest and value is not None else value

    def setValue_forKeyPath_(self, value: object, path: str, /) -> None:
        """Set the property at the end of keys joined by dots."""
        owners, _, key = path.rpartition(".")
        owner = self.valueForKeyPath_(owners) if owners else self
        owner.setValue_forKey_(value, key)

    def valueForUndefinedKey_(self, key: str, /) -> Any:  # an override may answer anything
        """Asked for a key that is no property; raises KeyError unless overridden."""
        raise KeyError(f"{type(self).__name__} has no property {key!r}")

    def setValue_forUndefinedKey_(self, value: object, key: str, /) -> None:
        """Asked to set a key that is no property; raises KeyError unless overridden."""
        raise KeyError(f"{type(self).__name__} has no property {key!r} to set to {value!r}")

    def dictionaryWithValuesForKeys_(self, keys: Iterable[str], /) -> NSDictionary[str, object]:
        """The values of several properties."""
        # later: collections are objects too
        from urlsession_mock.foundation.dictionary import NSDictionary

        return NSDictionary({key: self.valueForKey_(key) for key in keys})

    def setValuesForKeysWithDictionary_(self, values: Mapping[str, object], /) -> None:
        """Set several properties."""
        for key, value in values.items():
            self.setValue_forKey_(value, key)

    @classmethod
    def accessInstanceVariablesDirectly(cls) -> bool:
        """Attributes count as properties."""
        return True

    def willChangeValueForKey_(self, key: str, /) -> None:
        """Nobody can observe here, so nobody is told."""

    def didChangeValueForKey_(self, key: str, /) -> None:
        """Nobody can observe here, so nobody is told."""


def _capitalised(key: str) -> str:
    return key[:1].upper() + key[1:]
