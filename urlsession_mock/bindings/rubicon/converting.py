"""Values on their way between the client and the core, as C's types say.

Not here: wrapping (wrapping.py). One rule: what rubicon or ctypes refuses is refused, in their
words.
"""

from __future__ import annotations

import enum
from contextlib import suppress
from ctypes import (
    Structure,
    addressof,
    c_char_p,
    c_void_p,
    cast,
    create_string_buffer,
    py_object,
)
from decimal import Decimal
from typing import Any

from urlsession_mock.bindings.rubicon import ctypes_for
from urlsession_mock.bindings.rubicon.ctypes_for import CType, NSRange, type_name
from urlsession_mock.bindings.rubicon.pointers import SEL, heap, objc_block, objc_id
from urlsession_mock.bindings.rubicon.records import Record
from urlsession_mock.bindings.rubicon.wrapping import (
    Shown,
    as_object,
    is_dict,
    is_list,
    unwrap,
    wrap,
)
from urlsession_mock.foundation.array import NSMutableArray
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.dictionary import NSMutableDictionary

__all__ = ["from_core", "python_value", "raw_from_core", "raw_to_core", "to_core"]


def python_value(value: Any) -> Any:
    """A Python value as the object that Foundation makes of it: what `ns_from_py` knows.

    Raises TypeError for any other.
    """
    if isinstance(value, enum.Enum):
        value = value.value
    if value is None:
        return None
    if isinstance(value, Shown):
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
    if callable(value) and not isinstance(value, Shown):
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
        return ctype(heap.address(as_object(value)))
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
