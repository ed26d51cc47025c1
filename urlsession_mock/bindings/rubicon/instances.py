"""ObjCInstance and ObjCClass: how Python sees an object. The one place where objects are wrapped.

Not here: what an object does (records.py). One rule: what goes in is unwrapped here and what comes
out is wrapped here, so the client never sees a double and the core never sees a wrapper.
"""

from __future__ import annotations

import enum
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import suppress
from ctypes import (
    ArgumentError,
    Structure,
    addressof,
    c_char_p,
    c_void_p,
    cast,
    create_string_buffer,
    py_object,
)
from decimal import Decimal
from typing import Any, ClassVar, Final, TypeGuard

from urlsession_mock.bindings.rubicon import ctypes_for
from urlsession_mock.bindings.rubicon.ctypes_for import CType, NSRange, type_name
from urlsession_mock.bindings.rubicon.pointers import SEL, Class, heap, objc_block, objc_id
from urlsession_mock.bindings.rubicon.records import (
    Member,
    Meta,
    Record,
    Side,
    receiver,
    record_of,
    records,
)
from urlsession_mock.foundation.array import NSArray, NSMutableArray
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.dictionary import NSDictionary, NSMutableDictionary

__all__ = ["ObjCBlockInstance", "ObjCInstance", "from_core", "python_value", "to_core", "wrap"]

_OWN: Final = "_thing"  # under which an instance keeps what it wraps
_ATTRIBUTES: Final = "_rubicon_attributes"
_inside: Final = threading.local()


class ObjCInstance:
    """An object as Python sees it; at most one of these for each object at any time.

    `ObjCInstance(pointer)` takes an `objc_id`, an address or another instance; None for nil.
    """

    __module__ = "rubicon.objc.api"

    _cached_objects: ClassVar[weakref.WeakValueDictionary[int, Any]] = weakref.WeakValueDictionary()
    _lock: ClassVar[Any] = threading.RLock()  # Any: what RLock makes has no public name

    def __new__(cls, object_ptr: Any, *_unused: Any) -> Any:  # Any: every kind of pointer
        if isinstance(object_ptr, ObjCInstance):
            return object_ptr
        pointer = object_ptr if isinstance(object_ptr, objc_id) else cast(object_ptr, objc_id)
        thing = heap.at(pointer.value)
        return wrap(thing, is_block=isinstance(pointer, objc_block))

    @property
    def __urlsession_mock_object__(self) -> object:
        """What it wraps, for whoever in the core is handed it by a test."""
        return unwrap(self)

    @property
    def ptr(self) -> objc_id:
        """Its pointer."""
        return _pointer_to(self)

    @property
    def _as_parameter_(self) -> objc_id:
        return _pointer_to(self)

    @property
    def objc_class(self) -> Any:  # Any: an ObjCClass, which is made further down
        """Its class."""
        thing = self.__dict__[_OWN]
        if isinstance(thing, Meta):
            return None
        return wrap(Meta(thing) if isinstance(thing, Record) else record_of(thing))

    @property
    def block(self) -> Any:  # Any: an ObjCBlock, which is made in blocks.py
        """What it is as a block; only a block has one."""
        from urlsession_mock.bindings.rubicon.blocks import ObjCBlock  # later: it needs this file

        if not isinstance(self, ObjCBlockInstance):
            raise AttributeError(_no_attribute(self, "block"))
        return ObjCBlock(self.ptr)

    def __str__(self) -> str:
        described: Any = self.description  # Any: Objective-C's own attribute
        return str(described) if described is not None else repr(self)

    def __repr__(self) -> str:
        described: Any = self.debugDescription  # Any: as above
        name = self.objc_class.name
        return f"<{type(self).__qualname__}: {name} at {id(self):#x}: {described}>"

    def __getattr__(self, name: str) -> Any:  # Any: whatever the object has
        __tracebackhide__ = True
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)  # Python's own questions; no selector begins so
        record, side = receiver(self.__dict__[_OWN])
        if not name.endswith("_") and (accessor := _accessor(record, side, name)) is not None:
            return BoundMethod(accessor, self)()
        parts = record.parts(side, name)
        if parts is None or set(parts) == {()}:
            member = record.find(side, name.replace("_", ":"))
            if member is not None:
                return BoundMethod(member, self)
        if parts is not None:
            return BoundMethod(_Partial(name, record, side, parts), self)
        attributes = _attributes(self, makes=False)
        if name in attributes:
            return attributes[name]
        raise AttributeError(_no_attribute(self, name))

    def __setattr__(self, name: str, value: Any) -> None:  # Any: whatever the client likes
        __tracebackhide__ = True
        record, side = receiver(self.__dict__[_OWN])
        member = None
        if not name.endswith("_"):
            setter = record.find(side, f"set{name[0].title()}{name[1:]}:")
            if setter is not None and _is_property(record, side, name):
                member = setter
        if member is None:
            _attributes(self, makes=True)[name] = value
            return
        BoundMethod(member, self)(value.value if isinstance(value, enum.Enum) else value)

    def __delattr__(self, name: str) -> None:
        try:
            del _attributes(self, makes=False)[name]
        except KeyError:
            raise AttributeError(_no_attribute(self, name)) from None


class ObjCBlockInstance(ObjCInstance):
    """A block that came as an argument annotated `objc_block`: it can be called."""

    __module__ = "rubicon.objc.api"

    def __call__(self, *args: Any) -> Any:  # Any: what the block takes and gives
        __tracebackhide__ = True
        return self.block(*args)


def _no_attribute(instance: ObjCInstance, name: str) -> str:
    kind = type(instance)
    owner = instance.objc_class.name
    return f"{kind.__module__}.{kind.__qualname__} {owner} has no attribute {name}"


def _is_property(record: Record, side: Side, name: str) -> bool:
    """What rubicon takes for a property: declared as one, or with both a getter and a setter."""
    if record.is_property(side, name):
        return True
    setter = f"set{name[0].title()}{name[1:]}:"
    return record.find(side, name) is not None and record.find(side, setter) is not None


def _accessor(record: Record, side: Side, name: str) -> Member | None:
    """The getter of a property; None for what is none, or has a getter of another name."""
    return record.find(side, name) if _is_property(record, side, name) else None


# Attributes that Python code sets stay with the object, not with what shows it.
_kept: Final[dict[int, tuple[object, dict[str, Any]]]] = {}


def _attributes(instance: ObjCInstance, *, makes: bool) -> dict[str, Any]:
    thing = instance.__dict__[_OWN]
    own: Any = getattr(thing, "__dict__", None)  # Any: an instance has one, or none
    if own is not None and not isinstance(thing, (Record, Meta)):
        found: dict[str, Any] = (
            own.setdefault(_ATTRIBUTES, {}) if makes else own.get(_ATTRIBUTES, {})
        )
        return found
    if makes:
        return _kept.setdefault(id(thing), (thing, {}))[1]
    return _kept[id(thing)][1] if id(thing) in _kept else {}


def forget() -> None:
    """Forget every wrapper and every attribute: the process is gone."""
    _kept.clear()
    ObjCInstance._cached_objects.clear()


# --- wrapping ---------------------------------------------------------------------------


def wrap(thing: Any, *, is_block: bool = False) -> Any:  # Any: an ObjCInstance, or None
    """What the client sees of a core object: the same thing as long as anybody holds it."""
    if thing is None:
        return None
    cached = ObjCInstance._cached_objects.get(id(thing))
    if cached is not None:
        return cached
    thing = _as_object(thing)
    with ObjCInstance._lock:
        cached = ObjCInstance._cached_objects.get(id(thing))
        if cached is None:
            cached = _made(thing, is_block=is_block)
            ObjCInstance._cached_objects[id(thing)] = cached
    return cached


def _made(thing: Any, *, is_block: bool) -> Any:
    if isinstance(thing, (Record, Meta)):
        from urlsession_mock.bindings.rubicon.classes import shown  # later: it needs this file

        return shown(thing)
    kind = ObjCBlockInstance if is_block else _pytype(record_of(thing))
    made = object.__new__(kind)
    made.__dict__[_OWN] = thing
    return made


def _as_object(thing: Any) -> Any:
    """The object that stands for a core value which is none itself."""
    if isinstance(thing, type):
        return records.of(thing)
    if type(thing) is bytes:
        return NSData(thing)
    if type(thing) in (list, tuple):
        return NSArray(thing)
    if is_dict(thing) and not isinstance(thing, NSDictionary):
        return NSDictionary(thing)
    if isinstance(thing, memoryview):
        return NSData(thing.tobytes())
    return thing


def _pytype(record: Record) -> Any:  # Any: a subclass of ObjCInstance
    for each in record.lineage():
        if each.pytype is not None:
            return each.pytype
    return ObjCInstance


def _pointer_to(instance: ObjCInstance) -> objc_id:
    thing = instance.__dict__[_OWN]
    if isinstance(thing, (Record, Meta)):
        return Class(heap.address(thing))
    if isinstance(instance, ObjCBlockInstance):
        return objc_block(heap.address(thing))
    return objc_id(heap.address(thing))


def unwrap(instance: ObjCInstance) -> Any:  # Any: whatever the core has there
    """The core's own object; for a class the core's class."""
    thing = instance.__dict__[_OWN]
    return thing.core if isinstance(thing, Record) else thing


# --- values on their way in and out --------------------------------------------------------


def python_value(value: Any) -> Any:
    """A Python value as the object that Foundation makes of it: what `ns_from_py` knows.

    Raises TypeError for any other.
    """
    if isinstance(value, enum.Enum):
        value = value.value
    if value is None:
        return None
    if isinstance(value, ObjCInstance):
        return unwrap(value)
    if isinstance(value, bytes):
        return NSData(value)
    if is_dict(value):
        return NSMutableDictionary({python_value(k): python_value(v) for k, v in value.items()})
    if is_list(value):
        return NSMutableArray(map(python_value, value))
    if isinstance(value, (str, Decimal, bool, int, float)):
        return value
    raise TypeError(f"Don't know how to convert a {type_name(value)} to a Foundation object")


def is_dict(value: object) -> TypeGuard[dict[Any, Any]]:
    """A dict, of whatever it holds."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """A list, of whatever it holds."""
    return isinstance(value, list)


def to_core(ctype: CType, value: Any) -> Any:
    """An argument of a message, as the core takes it.

    Raises what rubicon raises: TypeError for what is no object, ValueError for a function without
    annotations where a block belongs, `ctypes.ArgumentError` for the rest.
    """
    if isinstance(value, enum.Enum):
        value = value.value
    if issubclass(ctype, objc_block):
        return _block(value)
    if issubclass(ctype, objc_id):
        return python_value(value)
    if issubclass(ctype, Structure) and ctypes_for.is_sequence(value):
        value = ctypes_for.compound_value_for_sequence(value, ctype)
    return raw_to_core(ctype, value)


def raw_to_core(ctype: CType, value: Any) -> Any:
    """An argument as ctypes alone takes it: no Python value becomes an object."""
    if ctype is None:
        return None
    if issubclass(ctype, py_object):
        return value
    if issubclass(ctype, SEL):
        if not isinstance(value, SEL):
            raise TypeError(
                f"{type(value).__name__} where a selector belongs; write SEL({value!r})"
            )
        return value.name.decode("utf-8")
    if issubclass(ctype, objc_id):
        return _pointed(value)
    if issubclass(ctype, Structure):
        if not isinstance(value, ctype):
            raise TypeError(f"expected {ctype.__name__} instance instead of {type(value).__name__}")
        return (value.location, value.length) if isinstance(value, NSRange) else value
    if hasattr(ctype, "contents"):
        return value  # a pointer to where something comes out
    if issubclass(ctype, (c_void_p, c_char_p)):
        return _memory(ctype, value)
    return ctype(getattr(value, "value", value) if type(value) is ctype else value).value


def _block(value: Any) -> Any:
    from urlsession_mock.bindings.rubicon.blocks import Block  # later: it needs this file

    if isinstance(value, Block):
        return value.invoke
    if callable(value) and not isinstance(value, ObjCInstance):
        return Block(value).invoke
    return _pointed(value)


def _pointed(value: Any) -> Any:
    """What an object's pointer leads to, in whatever form the pointer is given."""
    value = getattr(value, "_as_parameter_", value)
    if value is None:
        return None
    if not isinstance(value, c_void_p):
        raise TypeError(f"{type(value).__name__} where an object's pointer belongs")
    thing = heap.at(value.value)
    return thing.core if isinstance(thing, Record) else thing


def _memory(ctype: CType, value: Any) -> Any:
    """Bytes, or an opaque object that is passed by pointer, as a SecTrust is."""
    if value is None or isinstance(value, (bytes, bytearray)):
        return value
    address = value if isinstance(value, int) else getattr(value, "value", None)
    if isinstance(address, bytes):
        return address
    with suppress(LookupError):
        return heap.at(address)
    raw: Any = getattr(value, "raw", None)  # Any: a ctypes buffer has it
    if raw is not None:
        return raw
    raise TypeError(f"{type(value).__name__} where memory belongs")


def from_core(ctype: CType, value: Any) -> Any:
    """A result of the core, as the client sees it."""
    if ctype is None:
        return None
    if issubclass(ctype, objc_id):
        return wrap(value, is_block=issubclass(ctype, objc_block))
    return raw_from_core(ctype, value)


def raw_from_core(ctype: CType, value: Any) -> Any:
    """A result as ctypes alone gives it: objects are pointers."""
    if ctype is None:
        return None
    if issubclass(ctype, py_object):
        return value
    if issubclass(ctype, SEL):
        return SEL(value)
    if issubclass(ctype, objc_id):
        return ctype(heap.address(_as_object(value)))
    if issubclass(ctype, Structure):
        return value if isinstance(value, Structure) else ctype(*value)
    if issubclass(ctype, c_void_p):
        return ctype(_address(value))
    if issubclass(ctype, c_char_p):
        return value.encode("utf-8") if isinstance(value, str) else value
    return ctype(0 if value is None else value).value


def _address(value: Any) -> int:
    """Where bytes lie in memory, so that `string_at` reads them; else an object's address."""
    if isinstance(value, memoryview):
        value = value.obj
    if isinstance(value, bytes):
        heap.address(value)  # keeps it
        return cast(c_char_p(value), c_void_p).value or 0
    if isinstance(value, bytearray):
        buffer = create_string_buffer(bytes(value), len(value))
        heap.address(buffer)
        return addressof(buffer)
    return heap.address(value)


# --- messages ----------------------------------------------------------------------------


class BoundMethod:
    """A method together with the object it is called on."""

    def __init__(self, method: Any, instance: ObjCInstance) -> None:  # Any: a member, or a part
        self.method = method
        self.receiver = instance

    def __repr__(self) -> str:
        return f"ObjCBoundMethod({self.method!r}, {self.receiver!r})"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # Any: what the method takes and gives
        __tracebackhide__ = True
        if isinstance(self.method, _Partial):
            return self.method(self.receiver, *args, **kwargs)
        return _send(self.method, self.receiver, args, **kwargs)


def _send(
    member: Member,
    instance: ObjCInstance,
    arguments: tuple[Any, ...],
    *,
    convert_args: bool = True,
    convert_result: bool = True,
) -> Any:
    __tracebackhide__ = True
    types = member.argtypes
    if len(arguments) != len(types):
        # Both numbers stand the wrong way round in rubicon 0.5.7 (api.py, ObjCMethod.__call__).
        raise TypeError(
            f"Method {member.selector.encode()!r} takes {len(arguments)} arguments, "
            f"but got {len(types)} arguments"
        )
    converts = to_core if convert_args else raw_to_core
    given = list(converted(converts, member.selector, types, arguments))
    result = called(member, instance.__dict__[_OWN], given)
    return (from_core if convert_result else raw_from_core)(member.restype, result)


def converted(
    converts: Callable[[CType, Any], Any],
    selector: str,
    types: tuple[CType, ...],
    arguments: tuple[Any, ...],
) -> Iterator[Any]:
    """The arguments for the core; what ctypes would refuse is its ArgumentError."""
    __tracebackhide__ = True
    for place, (ctype, value) in enumerate(zip(types, arguments, strict=True)):
        try:
            yield converts(ctype, value)
        except TypeError as error:
            if (
                converts is to_core
                and issubclass(ctype, objc_id)
                and not issubclass(ctype, objc_block)
            ):
                raise  # `ns_from_py` says it, and nobody puts it in other words
            names = ", ".join(each.__name__ for each in types)
            raise ArgumentError(
                f"{selector} argument {place + 3}: TypeError: {error}; argtypes: {names}"
            ) from None


def called(member: Member, thing: Any, arguments: list[Any]) -> Any:
    """Call a method on a core object with core values, for the client."""
    __tracebackhide__ = True
    depth: int = getattr(_inside, "depth", 0)
    _inside.depth = depth + 1
    try:
        return member.call(thing, *arguments)
    finally:
        _inside.depth = depth


def is_called_by_client() -> bool:
    """The code that runs on this thread was called by a message that the client sent."""
    return getattr(_inside, "depth", 0) > 0


class _Partial:
    """The beginning of a selector; the rest comes as keyword arguments."""

    def __init__(
        self, name: str, record: Record, side: Side, methods: dict[tuple[str, ...], str]
    ) -> None:
        self.name = name
        self.record = record
        self.side: Side = side
        self.methods = methods

    def __repr__(self) -> str:
        return f"ObjCPartialMethod({self.name!r})"

    def __call__(self, instance: ObjCInstance, *first: Any, **rest: Any) -> Any:
        __tracebackhide__ = True
        if len(first) > 1:
            raise TypeError(
                f"ObjCPartialMethod.__call__() takes from 2 to 3 positional arguments but "
                f"{len(first) + 2} were given"
            )
        if not first and rest:
            raise TypeError("Missing first (positional) argument")
        names = tuple(key.split("__")[0] for key in rest)
        selector = self.methods.get(("", *names) if first else names)
        if selector is None:
            selector = f"{self.name}:{':'.join(rest)}:" if first else self.name
        member = self.record.find(self.side, selector)
        if member is None:
            raise ValueError(
                f"Invalid selector {selector}. Available selectors are: "
                f"{', '.join(self.methods.values())}"
            )
        return _send(member, instance, (*first, *rest.values()))
