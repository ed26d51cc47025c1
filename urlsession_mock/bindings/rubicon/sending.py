"""`rubicon.objc.runtime`: messages without conversions, and what reads and sets a class's parts.

Not here: libraries (libraries.py). One rule: what rubicon refuses is refused in its words.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from ctypes import c_void_p, cast
from dataclasses import replace
from functools import partial
from typing import Any

from urlsession_mock.bindings.rubicon.converting import raw_from_core, raw_to_core
from urlsession_mock.bindings.rubicon.ctypes_for import CType, type_name
from urlsession_mock.bindings.rubicon.messages import called, converted
from urlsession_mock.bindings.rubicon.pointers import SEL, Class, heap, objc_id
from urlsession_mock.bindings.rubicon.records import Meta, Record, receiver, records

__all__ = [
    "autoreleasepool",
    "ensure_bytes",
    "get_class",
    "get_ivar",
    "object_isClass",
    "send_message",
    "send_super",
    "set_ivar",
    "should_use_fpret",
    "should_use_stret",
]


def ensure_bytes(x: str | bytes) -> bytes:
    """The text as UTF-8."""
    return x if isinstance(x, bytes) else x.encode("utf-8")


def get_class(name: str | bytes) -> Class:
    """The pointer of a class; a nil one where there is none of that name."""
    return Class(heap.address(records.find(ensure_bytes(name).decode("utf-8"))))


def object_isClass(pointer: Any) -> bool:
    """Whether a pointer leads to a class."""
    return isinstance(_at(pointer), (Record, Meta))


def _at(pointer: Any) -> Any:
    return heap.at(getattr(pointer, "_as_parameter_", pointer).value)


def send_message(
    receiver_: Any,
    selector: Any,
    *args: Any,
    restype: CType,
    argtypes: Sequence[CType] | None = None,
    varargs: Sequence[Any] | None = None,
) -> Any:
    """Send a message, with the types that the caller says.

    Raises TypeError for a receiver that is none and for a wrong number of types,
    `ctypes.ArgumentError` for an argument of another type.
    """
    __tracebackhide__ = True
    target = getattr(receiver_, "_as_parameter_", receiver_)
    if not isinstance(target, objc_id):
        raise TypeError(f"Receiver must be an ObjCInstance or objc_id, not {type_name(receiver_)}")
    types = _types(args, argtypes)
    thing = heap.at(target.value)
    if thing is None:
        return raw_from_core(restype, None)  # a message to nil answers nil, or 0
    record, side = receiver(thing)
    name = _named(selector)
    member = record.find(side, name)
    if member is None:
        mark = "+" if side == "class" else "-"
        raise AttributeError(
            f"{mark}[{record.name} {name}]: unrecognized selector; on a device it ends the app"
        )
    given = list(converted(raw_to_core, name, types, args))
    return raw_from_core(restype, called(member, thing, given))


def send_super(
    cls: Any,
    receiver_: Any,
    selector: Any,
    *args: Any,
    restype: CType = c_void_p,
    argtypes: Sequence[CType] | None = None,
    varargs: Sequence[Any] | None = None,
    _allow_dealloc: bool = False,
) -> Any:
    """Call the superclass's method: `send_super(__class__, self, "init")`.

    Raises TypeError where the class is missing, ValueError for a root class.
    """
    __tracebackhide__ = True
    pointer = getattr(cls, "_as_parameter_", cls)
    types = _types(args, argtypes)
    if not isinstance(pointer, Class):
        raise TypeError(
            f"Missing or invalid cls argument: expected an ObjCClass or Class, "
            f"not {type_name(pointer)}\n"
            f"send_super requires the current class to be passed explicitly as the "
            f"first argument. To fix this error, pass the special name __class__ as "
            f"the first argument to send_super."
        )
    name = _named(selector)
    if name == "dealloc" and not _allow_dealloc:
        warnings.warn(
            "You should not call the superclass dealloc manually when "
            "overriding dealloc. Rubicon-objc will call it for you after releasing "
            "objects stored in properties and ivars.",
            stacklevel=2,
        )
        return None
    target: Any = getattr(receiver_, "_as_parameter_", receiver_)
    if type(target) is c_void_p:
        target = cast(target, objc_id)
    if not isinstance(target, objc_id):
        raise TypeError(f"Invalid type for receiver: {type_name(receiver_)}")
    found: Any = heap.at(pointer.value)
    record: Record = found.of if isinstance(found, Meta) else found
    if record.above is None:
        raise ValueError(
            f"The specified class {record.name!r} is a root class, it cannot be used "
            f"with send_super"
        )
    thing: Any = heap.at(target.value)
    side = receiver(thing)[1]
    member = record.above.find(side, name)
    if member is None:
        raise AttributeError(f"{record.above.name} has no {name}; on a device it ends the app")
    given = list(converted(raw_to_core, name, types, args))
    method = _of_superclass(record, thing.core if side == "class" else thing, name)
    if method is not None:
        member = replace(member, call=partial(_ignoring_receiver, method))
    return raw_from_core(restype, called(member, thing, given))


def _of_superclass(record: Record, thing: Any, name: str) -> Callable[..., Any] | None:
    python = name.replace(":", "_")
    for base in record.core.__mro__[1:]:
        if python in vars(base):
            found: Any = vars(base)[python]  # Any: a function, or what binds itself
            is_class = isinstance(thing, type)
            bound: Callable[..., Any] = found.__get__(None if is_class else thing, thing)
            return bound
    return None


def _ignoring_receiver(method: Callable[..., Any], _thing: object, *values: Any) -> Any:
    return method(*values)


def _named(selector: Any) -> str:
    return (selector if isinstance(selector, SEL) else SEL(selector)).name.decode("utf-8")


def _types(args: tuple[Any, ...], argtypes: Sequence[CType] | None) -> tuple[CType, ...]:
    types = tuple(argtypes or ())
    if len(args) != len(types):
        raise TypeError(
            f"Inconsistent number of arguments ({len(args)}) and argument types ({len(types)})"
        )
    return types


# --- instance variables -------------------------------------------------------------------


def _variables(obj: Any) -> tuple[dict[str, Any], Any]:
    thing = _at(obj)
    return thing.__dict__.setdefault("_rubicon_ivars", {}), thing


def _ivar_type(thing: Any, name: str) -> CType:
    for each in receiver(thing)[0].lineage():
        if name in each.ivars:
            return each.ivars[name]
    raise AttributeError(f"{receiver(thing)[0].name} has no instance variable {name!r}")


def get_ivar(obj: Any, varname: str, weak: bool = False) -> Any:
    """The value of an instance variable, as a ctypes object."""
    variables, thing = _variables(obj)
    if varname not in variables:
        variables[varname] = _ivar_type(thing, varname)()
    return variables[varname]


def set_ivar(obj: Any, varname: str, value: Any, weak: bool = False) -> None:
    """Set an instance variable. Raises TypeError for a value of another ctypes type."""
    variables, thing = _variables(obj)
    vartype = _ivar_type(thing, varname)
    if not isinstance(value, vartype):
        raise TypeError(
            f"Incompatible type for ivar {varname!r}: {type(value)!r} "
            f"is not a subclass of the ivar's type {vartype!r}"
        )
    variables[varname] = value


@contextmanager
def autoreleasepool() -> Generator[None]:
    """Python counts references; this changes nothing."""
    yield


def should_use_stret(restype: CType) -> bool:
    """No message here needs another function for a structure."""
    return False


def should_use_fpret(restype: CType) -> bool:
    """No message here needs another function for a number."""
    return False
