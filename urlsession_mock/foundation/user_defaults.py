"""NSUserDefaults: what an app remembers.

What it is: the app's and a suite's values, with Apple's conversions. What it is not: where they are
kept (`defaults_store.py`). Its one rule: values belong to the device, so they survive the app and
no test leaves any to the next.

Values of the command line (`-key value`) are not read: under pytest they are pytest's.
"""

from __future__ import annotations

import os
import plistlib
import re
from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any, Final, cast

from urlsession_mock.foundation.array import NSArray
from urlsession_mock.foundation.bundle import NSBundle
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.defaults_store import Defaults, Domain
from urlsession_mock.foundation.dictionary import NSDictionary
from urlsession_mock.foundation.misuse import must_be
from urlsession_mock.foundation.notification_center import announce
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.foundation.values import (
    NSGlobalDomain,
    NSRegistrationDomain,
    NSUserDefaultsDidChangeNotification,
)
from urlsession_mock.not_simulated import not_simulated

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

__all__ = ["NSUserDefaults"]

_WHOLE: Final = re.compile(r"\s*([+-]?\d+)")
_NUMBER: Final = re.compile(r"\s*([+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|[+-]?\.\d+)")
_TRUE: Final = re.compile(r"\s*[+-]?0*[YyTt1-9]")  # as NSString.boolValue reads it


def _store() -> Defaults:
    # later: devices are built on these classes
    from urlsession_mock.world import current

    return current().stores.defaults


@not_simulated("initWithUser:")
class NSUserDefaults(NSObject):
    """What the app remembers. Source: developer.apple.com/documentation/foundation/userdefaults

    A mutable mapping too, as PyObjC makes it one, but not iterable: `defaults["key"] = value`.
    """

    _store: Defaults
    _name: str
    _suites: list[str]

    @classmethod
    def standardUserDefaults(cls) -> NSUserDefaults:
        """Those of the app on the active device. Raises `NoActiveDevice` without one."""
        # later: as above
        from urlsession_mock.world import current

        stores = current().stores
        if stores.standard_defaults is None:
            stores.standard_defaults = NSUserDefaults.alloc().init()
        return stores.standard_defaults

    @classmethod
    def resetStandardUserDefaults(cls) -> None:
        """Deprecated; changes nothing here, because nothing waits to be written."""

    def init(self) -> Self:
        """Those of the app."""
        self._store, self._suites = _store(), []
        self._name = NSBundle.mainBundle().bundleIdentifier() or "python"
        return self

    def initWithSuiteName_(self, name: str | None, /) -> Self | None:
        """Those of a suite, which other apps of a group see too; the app's own for None.

        None for the app's own identifier and for NSGlobalDomain, as on a Mac.
        """
        must_be(str, name, "initWithSuiteName_", "pass the suite's name", optional=True)
        self.init()
        if name is not None:
            if name in (self._name, NSGlobalDomain):
                return None
            self._name = name
        return self

    # Getting.

    def objectForKey_(self, key: str, /) -> Any:  # a property list
        """The value, which does not change, or None."""
        must_be(str, key, "NSUserDefaults", "keys are text")
        return self._store.found(self._name, self._suites, key)

    def stringForKey_(self, key: str, /) -> str | None:
        """The text; a number as text; else None."""
        value = self.objectForKey_(key)
        if isinstance(value, bool):
            return str(int(value))
        return str(value) if isinstance(value, str | int | float) else None

    def arrayForKey_(self, key: str, /) -> NSArray[Any] | None:
        """The array, or None where it is none."""
        value = self.objectForKey_(key)
        return value if isinstance(value, NSArray) else None  # pyright: ignore[reportUnknownVariableType] # of any values

    def dictionaryForKey_(self, key: str, /) -> NSDictionary[str, Any] | None:
        """The dictionary, or None where it is none."""
        value = self.objectForKey_(key)
        if not isinstance(value, NSDictionary):
            return None
        return cast("NSDictionary[str, Any]", value)  # a property list's keys are text

    def dataForKey_(self, key: str, /) -> NSData | None:
        """The data, or None where it is none."""
        value = self.objectForKey_(key)
        return value if isinstance(value, NSData) else None

    def stringArrayForKey_(self, key: str, /) -> NSArray[str] | None:
        """The array, or None where not all in it is text."""
        value = self.arrayForKey_(key)
        if value is None or not all(isinstance(item, str) for item in value):
            return None
        return value

    def integerForKey_(self, key: str, /) -> int:
        """The number, cut to a whole one; what a text begins with; else 0."""
        value = self.objectForKey_(key)
        if isinstance(value, int | float):
            return int(value)
        found = _WHOLE.match(value) if isinstance(value, str) else None
        return int(found[1]) if found else 0

    def floatForKey_(self, key: str, /) -> float:
        """As `doubleForKey_`."""
        return self.doubleForKey_(key)

    def doubleForKey_(self, key: str, /) -> float:
        """The number; what a text begins with; else 0.0."""
        value = self.objectForKey_(key)
        if isinstance(value, int | float):
            return float(value)
        found = _NUMBER.match(value) if isinstance(value, str) else None
        return float(found[1]) if found else 0.0

    def boolForKey_(self, key: str, /) -> bool:
        """The truth: a number but 0, a text that begins with Y, T or a digit but 0."""
        value = self.objectForKey_(key)
        if isinstance(value, int | float):
            return bool(value)
        return isinstance(value, str) and _TRUE.match(value) is not None

    def URLForKey_(self, key: str, /) -> NSURL | None:
        """The URL that was set; a text as the path of a file; else None."""
        value = self.objectForKey_(key)
        if isinstance(value, str):
            return NSURL.fileURLWithPath_(os.path.expanduser(value))
        return _unarchived(value) if isinstance(value, NSData) else None

    # Setting.

    def setObject_forKey_(self, value: object, key: str, /) -> None:
        """Keep a copy of a value; None removes it. Raises ValueError for no property list."""
        must_be(str, key, "NSUserDefaults", "keys are text")
        self._store.set(Domain(self._name), key, value)
        announce(NSUserDefaultsDidChangeNotification, self)

    def removeObjectForKey_(self, key: str, /) -> None:
        """Forget a value; what is registered for the key shows again."""
        self.setObject_forKey_(None, key)

    def setInteger_forKey_(self, value: int, key: str, /) -> None:
        """Keep a whole number."""
        self.setObject_forKey_(int(value), key)

    def setFloat_forKey_(self, value: float, key: str, /) -> None:
        """Keep a number."""
        self.setObject_forKey_(float(value), key)

    def setDouble_forKey_(self, value: float, key: str, /) -> None:
        """Keep a number."""
        self.setObject_forKey_(float(value), key)

    def setBool_forKey_(self, value: object, key: str, /) -> None:
        """Keep a truth."""
        self.setObject_forKey_(bool(value), key)

    def setURL_forKey_(self, url: NSURL | None, key: str, /) -> None:
        """Keep a URL, archived as data; `URLForKey_` gives it back."""
        must_be(NSURL, url, "setURL_forKey_", "make one with NSURL.URLWithString_", optional=True)
        self.setObject_forKey_(None if url is None else _archived(url), key)

    def registerDefaults_(self, values: Mapping[str, object], /) -> None:
        """Say what keys have that nothing was set for; gone with the process."""
        self._store.registered.update(self._frozen(values))

    def synchronize(self) -> bool:
        """Nothing is left to do."""
        return True

    @staticmethod
    def _frozen(values: Mapping[str, object]) -> NSDictionary[str, Any]:
        # later: the store's own check
        from urlsession_mock.foundation.defaults_store import checked

        made: NSDictionary[str, Any] = checked(values)
        return made

    # Domains.

    def addSuiteNamed_(self, name: str, /) -> None:
        """Search a suite too, after the app's own values."""
        if name not in self._suites:
            self._suites.append(name)

    def removeSuiteNamed_(self, name: str, /) -> None:
        """Search it no more."""
        if name in self._suites:
            self._suites.remove(name)

    def dictionaryRepresentation(self) -> NSDictionary[str, Any]:
        """All that a search could find."""
        return NSDictionary(self._store.all_found(self._name, self._suites))

    def volatileDomainNames(self) -> NSArray[str]:
        """The domains of this process."""
        return NSArray([*self._store.volatile, NSRegistrationDomain])

    def volatileDomainForName_(self, name: str, /) -> NSDictionary[str, Any]:
        """The values of a domain of this process."""
        if name == NSRegistrationDomain:
            return NSDictionary(self._store.registered)
        return self._store.volatile.get(name, NSDictionary())

    def setVolatileDomain_forName_(self, values: Mapping[str, object], name: str, /) -> None:
        """Make a domain of this process, searched before the app's own values."""
        if name == NSRegistrationDomain:
            self._store.registered = dict(self._frozen(values))
        else:
            self._store.volatile[name] = self._frozen(values)

    def removeVolatileDomainForName_(self, name: str, /) -> None:
        """Forget a domain of this process."""
        if name == NSRegistrationDomain:
            self._store.registered = {}
        self._store.volatile.pop(name, None)

    def persistentDomainNames(self) -> NSArray[str]:
        """The domains that have values (deprecated)."""
        return NSArray(self._store.applications())

    def persistentDomainForName_(self, name: str, /) -> NSDictionary[str, Any] | None:
        """The values of an app or a suite, or None where there are none."""
        found = self._store.all_of(Domain(name))
        return NSDictionary(found) if found else None

    def setPersistentDomain_forName_(self, values: Mapping[str, object], name: str, /) -> None:
        """Set all values of an app or a suite."""
        self._store.replace(Domain(name), values)
        announce(NSUserDefaultsDidChangeNotification, self)

    def removePersistentDomainForName_(self, name: str, /) -> None:
        """Forget all values of an app or a suite."""
        self._store.remove(Domain(name))
        announce(NSUserDefaultsDidChangeNotification, self)

    def objectIsForcedForKey_(self, key: str, /) -> bool:
        """An administrator set it: see `device.stores.defaults.force`."""
        return self._store.is_forced(self._name, key)

    def objectIsForcedForKey_inDomain_(self, key: str, domain: str, /) -> bool:
        """The same, for another domain."""
        return self._store.is_forced(domain, key)

    # As PyObjC's addConvenienceForBasicMapping("NSUserDefaults", False): no length, no iteration.

    def __getitem__(self, key: str) -> Any:  # a property list
        found = self.objectForKey_(key)
        if found is None:
            raise KeyError(key)
        return found

    def __setitem__(self, key: str, value: object) -> None:
        self.setObject_forKey_(value, key)

    def __delitem__(self, key: str) -> None:
        self.removeObjectForKey_(key)

    def __contains__(self, key: str) -> bool:
        return self.objectForKey_(key) is not None

    def get(self, key: str, default: Any = None, /) -> Any:  # a property list
        """The value, or the default."""
        found = self.objectForKey_(key)
        return default if found is None else found

    def update(self, other: Mapping[str, object] = NSDictionary(), /, **more: object) -> None:
        """Set several values."""
        for key, value in {**other, **more}.items():
            self[key] = value

    def setdefault(self, key: str, default: Any = None, /) -> Any:  # a property list
        """The value; set to the default where there is none."""
        if key not in self:
            self[key] = default
        return self.get(key)

    def pop(self, key: str, *default: Any) -> Any:  # a property list
        """The value, which is then forgotten. Raises KeyError without it and without a default."""
        if key in self:
            found = self[key]
            del self[key]
            return found
        if default:
            return default[0]
        raise KeyError(key)


MutableMapping.register(NSUserDefaults)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType] # typeshed has it as a Protocol


def _archived(url: NSURL) -> bytes:
    """As NSKeyedArchiver writes an NSURL."""
    base = url.baseURL()
    objects: list[object] = [
        "$null",
        {
            "$class": plistlib.UID(3),
            "NS.base": plistlib.UID(0 if base is None else 4),
            "NS.relative": plistlib.UID(2),
        },
        url.relativeString(),
        {"$classname": "NSURL", "$classes": ["NSURL", "NSObject"]},
    ]
    if base is not None:
        objects += [
            {"$class": plistlib.UID(3), "NS.base": plistlib.UID(0), "NS.relative": plistlib.UID(5)},
            base.absoluteString(),
        ]
    return plistlib.dumps(
        {
            "$archiver": "NSKeyedArchiver",
            "$version": 100000,
            "$top": {"root": plistlib.UID(1)},
            "$objects": objects,
        },
        fmt=plistlib.FMT_BINARY,
    )


def _unarchived(data: NSData) -> NSURL | None:
    try:
        objects: list[Any] = plistlib.loads(bytes(data))["$objects"]
        row = objects[1]
        relative: str = objects[row["NS.relative"].data]
        base_at: int = row["NS.base"].data
        base = objects[objects[base_at]["NS.relative"].data] if base_at else None
    except (ValueError, LookupError, TypeError, AttributeError, plistlib.InvalidFileException):
        return None
    return NSURL.URLWithString_relativeToURL_(
        relative, None if base is None else NSURL.URLWithString_(base)
    )
