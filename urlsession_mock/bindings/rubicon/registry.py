"""All classes and protocols of the process, found by name or by the core's class.

Not here: what every object can be asked (records.py). One rule: a class is looked at when it is
first asked for, and never again.
"""

from __future__ import annotations

from decimal import Decimal
from types import FunctionType
from typing import Final

import urlsession_mock.foundation as foundation
from urlsession_mock.bindings.pyobjc.names import protocol_names
from urlsession_mock.bindings.rubicon import values
from urlsession_mock.bindings.rubicon.application import APPLICATIONS
from urlsession_mock.bindings.rubicon.application import PROPERTIES as OF_APPLICATION
from urlsession_mock.bindings.rubicon.ctypes_for import of_letters
from urlsession_mock.bindings.rubicon.letters import facts
from urlsession_mock.bindings.rubicon.members import double, selectors, take
from urlsession_mock.bindings.rubicon.record import Member, ProtocolRecord, Record
from urlsession_mock.foundation.exporting import ours
from urlsession_mock.foundation.objects import NSObject

__all__ = ["Records"]

# fmt: off
# Classes whose objects are Python's own values: name, class, superclass, methods.
_VALUES: Final[tuple[tuple[str, type, str, type | None], ...]] = (
    ("NSString",            str,                    "NSObject", values.NSString),
    ("NSPlaceholderString", values.Unborn,          "NSString", values.Unborn),
    ("NSValue",             type(NotImplemented),   "NSObject", None),
    ("NSNumber",            float,                  "NSValue",  values.NSNumber),
    ("NSDecimalNumber",     Decimal,                "NSNumber", values.NSDecimalNumber),
    ("NSBlock",             FunctionType,           "NSObject", values.NSBlock),
    ("Protocol",            ProtocolRecord,         "NSObject", None),
)
# Python's types that are not the class of their record.
_KIN: Final[dict[type, str]] = {
    bool: "NSNumber", int: "NSNumber", list: "NSArray", dict: "NSDictionary", bytes: "NSData",
    bytearray: "NSMutableData",
}
# fmt: on
# fmt: off
# developer.apple.com/documentation/foundation: which protocol extends which.
_PROTOCOLS: Final[dict[str, tuple[str, ...]]] = {
    "NSObject": (), "NSCopying": (), "NSMutableCopying": (), "NSCoding": (),
    "NSSecureCoding": ("NSCoding",), "NSFastEnumeration": (),
    "NSURLSessionDelegate": ("NSObject",),
    "NSURLSessionTaskDelegate": ("NSURLSessionDelegate",),
    "NSURLSessionDataDelegate": ("NSURLSessionTaskDelegate",),
    "NSURLSessionDownloadDelegate": ("NSURLSessionTaskDelegate",),
    "NSURLSessionStreamDelegate": ("NSURLSessionTaskDelegate",),
    "NSURLSessionWebSocketDelegate": ("NSURLSessionTaskDelegate",),
    "NSURLAuthenticationChallengeSender": ("NSObject",),
    "NSURLConnectionDelegate": ("NSObject",),
    "NSURLConnectionDataDelegate": ("NSURLConnectionDelegate",),
    "NSURLConnectionDownloadDelegate": ("NSURLConnectionDelegate",),
    "NSStreamDelegate": ("NSObject",), "NSFileManagerDelegate": ("NSObject",),
    "NSProgressReporting": ("NSObject",),
    "UIApplicationDelegate": ("NSObject",), "NSApplicationDelegate": ("NSObject",),
    "UISceneDelegate": ("NSObject",), "UIWindowSceneDelegate": ("UISceneDelegate",),
}
# fmt: on


class Records:
    """All classes and protocols, found by name or by the core's class."""

    def __init__(self, any_object: type, any_class: type) -> None:
        self._any_object, self._any_class = any_object, any_class
        self._by_name: dict[str, Record] = {}
        self._by_core: dict[type, Record] = {}
        self._protocols: dict[str, ProtocolRecord] = {}

    def clear(self) -> None:
        """Forget all: the next look makes Foundation's anew, and the app's are gone."""
        self._by_name.clear()
        self._by_core.clear()
        self._protocols.clear()

    def find(self, name: str) -> Record | None:
        """The class of a name; None where the process has none.

        Raises `NotSimulated` for one that a device has and the simulation has not.
        """
        known = self._by_name.get(name)
        if known is not None:
            return known
        row = next((row for row in _VALUES if row[0] == name), None)
        if row is not None:
            return self._of_values(*row)
        core = getattr(foundation, name, None) if name in dir(foundation) else None
        core = APPLICATIONS.get(name, core)
        if not isinstance(core, type) or not name.startswith(("NS", "UI")):
            return None
        return self._ofdouble(name, core)

    def named(self, name: str) -> Record:
        """The class of a name that is known to be there."""
        found = self.find(name)
        assert found is not None, name
        return found

    def register(self, record: Record) -> Record:
        """Add a class. One that was added meanwhile by another thread wins."""
        known = self._by_name.setdefault(record.name, record)
        if known is record:
            self._by_core[record.core] = record
        return known

    def of(self, core: object) -> Record:
        """The record of a class of the core; a record stands for itself."""
        if isinstance(core, Record):
            return core
        assert isinstance(core, type)
        return self._of_type(core)

    def _of_type(self, core: type) -> Record:
        found = self._by_core.get(core)
        if found is None:
            found = self._by_core[core] = self._look(core)
        return found

    def _look(self, core: type) -> Record:
        for base in core.__mro__:
            if base in _KIN:
                return self.named(_KIN[base])
            row = next((row for row in _VALUES if row[1] is base), None)
            if row is not None:
                return self.named(row[0])
            if base in self._by_core:
                return self._by_core[base]
            if APPLICATIONS.get(base.__name__) is base:
                return self.named(base.__name__)
            if getattr(foundation, base.__name__, None) is base:
                return self.named(base.__name__)
        return self.named("NSBlock" if _is_callable(core) else "NSObject")

    def _of_values(self, name: str, core: type, above: str, source: type | None) -> Record:
        record = Record(name, core, self.named(above))
        if source is not None:
            take(record, source)
        return self.register(record)

    def _ofdouble(self, name: str, core: type) -> Record:
        row = facts().get(name)
        if row is None:
            above = next(
                (self.of(base) for base in core.__mro__[1:] if issubclass(base, NSObject)), None
            )
            record = Record(name, core, above)
            for base in reversed(_layers(core, above)):
                for side, selector, letters, _ in selectors(base):
                    record.add(side, double(selector, letters, of_class=side == "class"))
            known = values.PROPERTIES
            if name in APPLICATIONS:
                known = OF_APPLICATION
                record.properties["class"] |= known & set(record.own["class"])
            record.properties["instance"] |= known & set(record.own["instance"])
            return self.register(record)
        record = Record(name, core, self.named(row.above) if row.above else None)
        for selector, letters in row.methods.items():
            record.add("instance", double(selector, letters, of_class=False))
        for selector, letters in row.class_methods.items():
            record.add("class", double(selector, letters, of_class=True))
        for prop in row.properties:
            if prop in row.class_methods:
                record.properties["class"].add(prop)
            if prop in row.methods or prop not in row.class_methods:
                record.properties["instance"].add(prop)
        if name == "NSObject":
            self._add_root(record)
        return self.register(record)

    def _add_root(self, record: Record) -> None:
        """NSObject's own: the double's, but where a class or a selector is asked for."""
        take(record, self._any_object)
        for _, selector, letters, function in selectors(self._any_class):
            restype, *argtypes = of_letters(letters)
            record.add("class", Member(selector, restype, tuple(argtypes), function))

    # -- protocols ---------------------------------------------------------

    def protocol(self, name: str) -> ProtocolRecord | None:
        """The protocol of a name; None where the process has none."""
        known = self._protocols.get(name)
        if known is None and (name in _PROTOCOLS or name in protocol_names()):
            above = tuple(filter(None, map(self.protocol, _PROTOCOLS.get(name, ()))))
            known = self.add_protocol(ProtocolRecord(name, above))
        return known

    def add_protocol(self, protocol: ProtocolRecord) -> ProtocolRecord:
        """Add a protocol."""
        return self._protocols.setdefault(protocol.name, protocol)


def _layers(core: type, above: Record | None) -> list[type]:
    """The classes that make up a double: itself, and what it shares with its siblings."""
    known = above.core.__mro__ if above is not None else ()
    return [base for base in core.__mro__ if base not in known and ours(base)]


def _is_callable(core: type) -> bool:
    """Its objects can be called, which `callable(core)` would not tell: every class can."""
    return any("__call__" in vars(base) for base in core.__mro__)
