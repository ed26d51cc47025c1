"""The Objective-C classes of the process: which there are, and what their objects can be asked.

Not here: how Python sees an object (instances.py). One rule: everything in this file works on the
core's own objects and values; no wrapper comes in, and none goes out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, partial
from types import FunctionType
from typing import Any, Final, Literal, TypeAlias, TypeGuard, cast

import urlsession_mock.foundation as foundation
from urlsession_mock.app import App
from urlsession_mock.bindings.rubicon import values
from urlsession_mock.bindings.rubicon.application import Application
from urlsession_mock.bindings.rubicon.ctypes_for import CType, of_letters
from urlsession_mock.bindings.rubicon.letters import facts
from urlsession_mock.bindings.rubicon.pointers import heap, objc_id
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.not_simulated import python_name

__all__ = ["Member", "Meta", "ProtocolRecord", "Record", "Side", "record_of", "records"]

Side = Literal["class", "instance"]


@dataclass(frozen=True, slots=True)
class Member:
    """One method of a class: its types, and what it does with a core object and core values."""

    selector: str
    restype: CType
    argtypes: tuple[CType, ...]
    call: Callable[..., Any]  # Any: core values, as the types say
    is_users: bool = False


class ProtocolRecord:
    """A protocol: its name, what it extends, and the selectors that are declared in it."""

    def __init__(self, name: str, above: tuple[ProtocolRecord, ...] = ()) -> None:
        self.name = name
        self.above = above
        self.selectors: dict[str, Side] = {}

    def conforms_to(self, other: ProtocolRecord) -> bool:
        """It is that one, or extends it."""
        return self is other or any(each.conforms_to(other) for each in self.above)


class Record:
    """A class. `core` is the Python class of its objects in the core."""

    def __init__(
        self,
        name: str,
        core: type,
        above: Record | None,
        protocols: tuple[ProtocolRecord, ...] = (),
    ) -> None:
        self.name = name
        self.core = core
        self.above = above
        self.protocols = protocols
        self.own: dict[Side, dict[str, Member]] = {"class": {}, "instance": {}}
        self.properties: dict[Side, set[str]] = {"class": set(), "instance": set()}
        self.forced: dict[Side, set[str]] = {"class": set(), "instance": set()}
        self.ivars: dict[str, CType] = {}
        self.pytype: Any = None  # Any: a class of wrappers, which are made further down
        self._found: dict[tuple[Side, str], Member | None] = {}
        self._parts: dict[Side, dict[str, dict[tuple[str, ...], str]]] = {}

    def lineage(self) -> Iterator[Record]:
        """The class and its superclasses, nearest first."""
        found: Record | None = self
        while found is not None:
            yield found
            found = found.above

    def is_kind_of(self, other: Record) -> bool:
        """It is that class, or inherits it."""
        return any(each is other for each in self.lineage())

    def conforms_to(self, protocol: ProtocolRecord) -> bool:
        """It, or a superclass, adopts the protocol."""
        return any(own.conforms_to(protocol) for each in self.lineage() for own in each.protocols)

    def find(self, side: Side, selector: str) -> Member | None:
        """The method for a selector, inherited ones included; None where there is none."""
        key = (side, selector)
        try:
            return self._found[key]
        except KeyError:
            found = next(
                (each.own[side][selector] for each in self.lineage() if selector in each.own[side]),
                None,
            )
            self._found[key] = found
            return found

    def is_property(self, side: Side, name: str) -> bool:
        """A property of that name is declared, by Apple, in the class statement or by hand."""
        return any(
            name in each.properties[side] or name in each.forced[side] for each in self.lineage()
        )

    def parts(self, side: Side, first: str) -> dict[tuple[str, ...], str] | None:
        """The selectors that begin with a part, by the names of their arguments."""
        if side not in self._parts:
            parts: dict[str, dict[tuple[str, ...], str]] = {}
            for each in reversed(list(self.lineage())):
                for selector in each.own[side]:
                    head, *rest = selector.split(":")
                    names = ("", *rest[:-1]) if rest else ()
                    parts.setdefault(head, {})[names] = selector
            self._parts[side] = parts
        return self._parts[side].get(first)

    def add(self, side: Side, member: Member) -> None:
        """Give the class a method of its own."""
        self.own[side][member.selector] = member


class Meta:
    """The metaclass of a class: as a receiver nothing but its name."""

    def __init__(self, of: Record) -> None:
        self.of = of


# --- the members of doubles and values ---------------------------------------------------


@cache
def _double(selector: str, letters: str, *, of_class: bool) -> Member:
    """A method that the double has itself, under its PyObjC name."""
    restype, *argtypes = of_letters(letters)
    name = python_name(selector)

    def call(thing: Any, *arguments: Any) -> Any:  # Any: a double's own types
        __tracebackhide__ = True
        return getattr(thing.core if of_class else thing, name)(*arguments)

    outs = [place for place, letter in enumerate(letters[1:]) if letter in "obp"]
    if not outs:
        return Member(selector, restype, tuple(argtypes), call)

    def call_out(thing: Any, *arguments: Any) -> Any:  # Any: as above
        __tracebackhide__ = True
        given = [None if place in outs else value for place, value in enumerate(arguments)]
        # PyObjC returns what comes out behind the result; the core's doubles do the same.
        answer = call(thing, *given)
        result, *rest = answer if _is_tuple(answer) else (answer,)
        for place, value in zip(outs, rest, strict=False):
            _store(arguments[place], value)
        return result

    return Member(selector, restype, tuple(argtypes), call_out)


def _is_tuple(value: object) -> TypeGuard[tuple[Any, ...]]:
    return isinstance(value, tuple)


def _store(pointer: Any, value: Any) -> None:  # Any: `byref(x)`, or a pointer; ctypes has no types
    target = getattr(pointer, "_obj", None)
    if target is None and pointer:
        target = pointer.contents
    if isinstance(target, objc_id):
        target.value = heap.address(value) or None
    elif target is not None:
        target.value = int(value)


# --- what every object and every class can be asked ----------------------------------------


Cls: TypeAlias = Any
"""A class, as an argument or a result."""
Sel: TypeAlias = str
"""A selector, by its name."""


class _AnyObject:
    """What every object can be asked. Source: developer.apple.com/documentation/objectivec/nsobject

    For a double whatever it says itself of its description, its hash and its equality.
    """

    def class__(self: Any) -> Cls:
        """Its class."""
        return record_of(self)

    def superclass(self: Any) -> Cls:
        """The class above that."""
        return record_of(self).above

    def isKindOfClass_(self: Any, cls: Cls, /) -> bool:
        """Whether it is an object of a class, or of one that inherits it."""
        return record_of(self).is_kind_of(records.of(cls))

    def isMemberOfClass_(self: Any, cls: Cls, /) -> bool:
        """Whether it is an object of exactly this class."""
        return record_of(self) is records.of(cls)

    def conformsToProtocol_(self: Any, protocol: Any, /) -> bool:
        """Whether its class adopts a protocol."""
        return record_of(self).conforms_to(protocol)

    def respondsToSelector_(self: Any, selector: Sel, /) -> bool:
        """Whether it has such a method."""
        return record_of(self).find("instance", selector) is not None

    def description(self: Any) -> str:
        """A text for people."""
        describe = getattr(self, "description", None)
        return str(describe()) if callable(describe) else str(self)

    def debugDescription(self: Any) -> str:
        """A text for developers."""
        return _AnyObject.description(self)

    def hash(self: Any) -> int:
        """A number that equal objects share."""
        return hash(self) & 0x7FFF_FFFF_FFFF_FFFF

    def isEqual_(self: Any, other: Any, /) -> bool:
        """Whether both have the same value."""
        return bool(self == other)

    def self(self: Any) -> Any:
        """The object itself."""
        return self

    def retain(self: Any) -> Any:
        """Python counts references; this changes nothing."""
        return self

    def autorelease(self: Any) -> Any:
        """Python counts references; this changes nothing."""
        return self

    def release(self: Any) -> None:
        """Python counts references; this changes nothing."""


class _AnyClass:
    """What every class can be asked, as an object; the receiver is its record."""

    def class__(self: Any) -> Cls:
        """The class itself."""
        return self

    def superclass(self: Any) -> Cls:
        """The class above it."""
        return self.above

    def isKindOfClass_(self: Any, _cls: Cls, /) -> bool:
        """A class is an object of its metaclass only."""
        return False

    def isSubclassOfClass_(self: Any, cls: Cls, /) -> bool:
        """Whether it is that class, or inherits it."""
        return bool(self.is_kind_of(records.of(cls)))

    def conformsToProtocol_(self: Any, protocol: Any, /) -> bool:
        """Whether it adopts a protocol."""
        return bool(self.conforms_to(protocol))

    def instancesRespondToSelector_(self: Any, selector: Sel, /) -> bool:
        """Whether its objects have such a method."""
        return self.find("instance", selector) is not None

    def respondsToSelector_(self: Any, selector: Sel, /) -> bool:
        """Whether it has such a class method."""
        return self.find("class", selector) is not None

    def description(self: Any) -> str:
        """Its name."""
        return str(self.name)

    def debugDescription(self: Any) -> str:
        """Its name."""
        return str(self.name)

    def hash(self: Any) -> int:
        """A number of its own."""
        return id(self)

    def isEqual_(self: Any, other: Any, /) -> bool:
        """Whether both are the same class."""
        return records.of(other) is self

    def self(self: Any) -> Any:
        """The class itself."""
        return self

    def retain(self: Any) -> Any:
        """A class is never gone."""
        return self

    def autorelease(self: Any) -> Any:
        """A class is never gone."""
        return self

    def release(self: Any) -> None:
        """A class is never gone."""


# fmt: off
# Classes whose objects are Python's own values: name, class, superclass, methods.
_VALUES: Final[tuple[tuple[str, type, str, type | None], ...]] = (
    ("NSString",            str,                    "NSObject", values.NSString),
    ("NSPlaceholderString", values.Unborn,          "NSString", values.Unborn),
    ("NSValue",             type(NotImplemented),   "NSObject", None),
    ("NSNumber",            float,                  "NSValue",  values.NSNumber),
    ("NSDecimalNumber",     Decimal,                "NSNumber", values.NSDecimalNumber),
    ("UIApplication",       App,                    "NSObject", Application),
    ("NSApplication",       type(None),             "NSObject", Application),
    ("NSBlock",             FunctionType,           "NSObject", values.NSBlock),
    ("Protocol",            ProtocolRecord,         "NSObject", None),
)
# Python's types that are not the class of their record.
_KIN: Final[dict[type, str]] = {
    bool: "NSNumber", int: "NSNumber", list: "NSArray", dict: "NSDictionary", bytes: "NSData",
    bytearray: "NSMutableData",
}
# fmt: on


class Records:
    """All classes and protocols, found by name or by the core's class."""

    def __init__(self) -> None:
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
        if not isinstance(core, type) or not name.startswith("NS"):
            return None
        return self._of_double(name, core)

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
            if getattr(foundation, base.__name__, None) is base:
                return self.named(base.__name__)
        return self.named("NSBlock" if _is_callable(core) else "NSObject")

    def _of_values(self, name: str, core: type, above: str, source: type | None) -> Record:
        record = Record(name, core, self.named(above))
        if source is not None:
            _take(record, source)
        if source is Application:
            record.properties["class"].add("sharedApplication")
            record.properties["instance"] |= {"delegate", "applicationState"}
        return self.register(record)

    def _of_double(self, name: str, core: type) -> Record:
        row = facts().get(name)
        if row is None:
            above = next(
                (self.of(base) for base in core.__mro__[1:] if issubclass(base, NSObject)), None
            )
            record = Record(name, core, above)
            for side, selector, letters, _ in _selectors(core):
                record.add(side, _double(selector, letters, of_class=side == "class"))
            record.properties["instance"] |= values.PROPERTIES & set(record.own["instance"])
            return self.register(record)
        record = Record(name, core, self.named(row.above) if row.above else None)
        for selector, letters in row.methods.items():
            record.add("instance", _double(selector, letters, of_class=False))
        for selector, letters in row.class_methods.items():
            record.add("class", _double(selector, letters, of_class=True))
        for prop in row.properties:
            if prop in row.class_methods:
                record.properties["class"].add(prop)
            if prop in row.methods or prop not in row.class_methods:
                record.properties["instance"].add(prop)
        if name == "NSObject":
            _root(record)
        return self.register(record)

    # -- protocols ---------------------------------------------------------

    def protocol(self, name: str) -> ProtocolRecord | None:
        """The protocol of a name; None where the process has none."""
        known = self._protocols.get(name)
        if known is None and name in _PROTOCOLS:
            above = tuple(filter(None, map(self.protocol, _PROTOCOLS[name])))
            known = self.add_protocol(ProtocolRecord(name, above))
        return known

    def add_protocol(self, protocol: ProtocolRecord) -> ProtocolRecord:
        """Add a protocol."""
        return self._protocols.setdefault(protocol.name, protocol)


def _is_callable(core: type) -> bool:
    """Its objects can be called, which `callable(core)` would not tell: every class can."""
    return any("__call__" in vars(base) for base in core.__mro__)


def _root(record: Record) -> None:
    """NSObject's own: the double's, but where a class or a selector is asked for."""
    _take(record, _AnyObject)
    for _, selector, letters, function in _selectors(_AnyClass):
        restype, *argtypes = of_letters(letters)
        record.add("class", Member(selector, restype, tuple(argtypes), function))


def _take(record: Record, source: type) -> None:
    """Give a record the methods of a class whose receivers are values."""
    for side, selector, letters, function in _selectors(source):
        restype, *argtypes = of_letters(letters)
        record.add(side, Member(selector, restype, tuple(argtypes), function))
    record.properties["instance"] |= values.PROPERTIES & set(record.own["instance"])


@cache
def _selectors(core: type) -> tuple[tuple[Side, str, str, Callable[..., Any]], ...]:
    """The selectors of a class that surface.txt has not: by its names, and its annotations."""
    return tuple(_found(core))


def _found(core: type) -> Iterator[tuple[Side, str, str, Callable[..., Any]]]:
    for name, value in vars(core).items():
        is_class = isinstance(value, classmethod)
        method = cast("Any", value).__func__ if is_class else value  # what it was made of
        if name.startswith("_") or not isinstance(method, FunctionType):
            continue
        if not (name.endswith("_") or "_" not in name):
            continue
        plain = name.removesuffix("__")  # `class__`
        count = plain.count("_")
        kinds = [
            str(k) for key, k in method.__annotations__.items() if key not in ("return", "self")
        ]
        kinds += ["Any"] * (count - len(kinds))
        letters = map(_letter, [str(method.__annotations__.get("return")), *kinds[:count]])
        call = partial(_on_class, method, core) if is_class else method
        yield "class" if is_class else "instance", plain.replace("_", ":"), "".join(letters), call


def _on_class(method: Callable[..., Any], core: type, _record: object, *arguments: Any) -> Any:
    __tracebackhide__ = True
    return method(core, *arguments)


def _letter(annotation: str) -> str:
    """The letter for an annotation, as it is written in the doubles."""
    if annotation.startswith("Callable"):
        return "?"
    return _WRITTEN.get(annotation, "@")


_WRITTEN: Final = {
    "int": "q", "bool": "B", "float": "d", "None": "v", "tuple[int, int]": "R",
    "str | bytes": ":", "Selecting": ":", "Sel": ":", "Cls": "#", "bytes": "*",
}  # fmt: skip


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

records: Final[Records] = Records()
"""The classes of the process; emptied by `installed`, as the heap is."""


def record_of(thing: object) -> Record:
    """The class of a core object or value."""
    return records.of(type(thing))


def receiver(thing: object) -> tuple[Record, Side]:
    """Where a message to an object is looked up: among its class's methods, or as a class."""
    if isinstance(thing, Record):
        return thing, "class"
    return record_of(thing), "instance"
