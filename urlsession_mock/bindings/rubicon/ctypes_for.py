"""`rubicon.objc.types`: the C types that an annotation or a letter of an encoding stands for.

Pure. Not here: objects. One rule: numbers are as wide as on a device, so an `int` annotation,
which is C's, cuts off what does not fit in 32 bits.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Sequence
from ctypes import (
    Array,
    Structure,
    c_bool,
    c_char_p,
    c_double,
    c_float,
    c_int,
    c_long,
    c_short,
    c_uint,
    c_ulong,
    c_ushort,
    c_void_p,
    py_object,
)
from typing import Any, Final, TypeAlias, TypeGuard, cast

from urlsession_mock.bindings.rubicon.pointers import SEL, Class, objc_block, objc_id

__all__ = [
    "CFIndex",
    "CFRange",
    "CGFloat",
    "CGGlyph",
    "CGPoint",
    "CGPointMake",
    "CGRect",
    "CGRectMake",
    "CGSize",
    "CGSizeMake",
    "CType",
    "NSEdgeInsets",
    "NSEdgeInsetsMake",
    "NSInteger",
    "NSIntegerMax",
    "NSMakePoint",
    "NSMakeRect",
    "NSMakeSize",
    "NSNotFound",
    "NSPoint",
    "NSRange",
    "NSRect",
    "NSSize",
    "NSTimeInterval",
    "NSUInteger",
    "NSZeroPoint",
    "UIEdgeInsets",
    "UIEdgeInsetsMake",
    "UIEdgeInsetsZero",
    "UniChar",
    "UnknownPointer",
    "c_ptrdiff_t",
    "compound_value_for_sequence",
    "ctype_for_type",
    "forget_types",
    "get_ctype_for_type_map",
    "is_sequence",
    "must_be_ctype",
    "of_letters",
    "own_type",
    "register_ctype_for_type",
    "type_name",
    "unichar",
    "unregister_ctype_for_type",
]

CType: TypeAlias = Any  # a class of ctypes, or None for void; ctypes has no public base of them

NSInteger = c_long
NSUInteger = c_ulong
CGFloat = c_double
NSTimeInterval = c_double
CFIndex = c_long
UniChar = c_ushort
unichar = c_ushort
CGGlyph = c_ushort
c_ptrdiff_t = c_long
NSIntegerMax: Final = 0x7FFF_FFFF_FFFF_FFFF
NSNotFound: Final = NSIntegerMax


class UnknownPointer(c_void_p):
    """A pointer to something whose type is not known."""


class NSPoint(Structure):
    """A place."""

    __module__ = "rubicon.objc.types"

    _fields_ = (("x", CGFloat), ("y", CGFloat))


class NSSize(Structure):
    """An extent."""

    __module__ = "rubicon.objc.types"

    _fields_ = (("width", CGFloat), ("height", CGFloat))


class NSRect(Structure):
    """A place and an extent."""

    __module__ = "rubicon.objc.types"

    _fields_ = (("origin", NSPoint), ("size", NSSize))


class UIEdgeInsets(Structure):
    """Distances from the edges."""

    _fields_ = tuple((edge, CGFloat) for edge in ("top", "left", "bottom", "right"))


class NSEdgeInsets(Structure):
    """Distances from the edges."""

    _fields_ = tuple((edge, CGFloat) for edge in ("top", "left", "bottom", "right"))


class CFRange(Structure):
    """A location and a length, signed."""

    _fields_ = (("location", CFIndex), ("length", CFIndex))


class NSRange(Structure):
    """A location and a length."""

    __module__ = "rubicon.objc.types"

    _fields_ = (("location", NSUInteger), ("length", NSUInteger))

    def __repr__(self) -> str:
        return f"<NSRange({self.location}, {self.length})>"


CGPoint: TypeAlias = NSPoint
CGSize: TypeAlias = NSSize
CGRect: TypeAlias = NSRect
UIEdgeInsetsZero: Final[UIEdgeInsets] = UIEdgeInsets(0, 0, 0, 0)
NSZeroPoint: Final[NSPoint] = NSPoint(0, 0)


def NSMakePoint(x: float, y: float) -> NSPoint:
    """A point."""
    return NSPoint(x, y)


def NSMakeSize(width: float, height: float) -> NSSize:
    """A size."""
    return NSSize(width, height)


def NSMakeRect(x: float, y: float, width: float, height: float) -> NSRect:
    """A rectangle."""
    return NSRect(NSPoint(x, y), NSSize(width, height))


def UIEdgeInsetsMake(top: float, left: float, bottom: float, right: float) -> UIEdgeInsets:
    """Distances from the edges."""
    return UIEdgeInsets(top, left, bottom, right)


def NSEdgeInsetsMake(top: float, left: float, bottom: float, right: float) -> NSEdgeInsets:
    """Distances from the edges."""
    return NSEdgeInsets(top, left, bottom, right)


CGPointMake: Final[Callable[[float, float], NSPoint]] = NSMakePoint
CGSizeMake: Final[Callable[[float, float], NSSize]] = NSMakeSize
CGRectMake: Final[Callable[[float, float, float, float], NSRect]] = NSMakeRect

# fmt: off
# The letters of surface.txt: Objective-C's own, and a few for what takes more than one there.
_LETTERS: Final[dict[str, CType]] = {
    "v": None,      "B": c_bool,   "q": c_long,  "Q": c_ulong, "i": c_int,   "I": c_uint,
    "s": c_short,   "S": c_ushort, "d": c_double, "f": c_float, "*": c_char_p, "^": c_void_p,
    "@": objc_id,   "?": objc_block, ":": SEL,   "#": Class,   "R": NSRange,
    "o": ctypes.POINTER(objc_id), "b": ctypes.POINTER(c_bool), "p": ctypes.POINTER(c_ulong),
}
# What rubicon takes Python's own types for.
_FOR_TYPES: Final[dict[object, CType]] = {
    type(None): None, int: c_int, float: c_double, bool: c_bool, bytes: c_char_p,
    object: py_object,
}
# fmt: on
_OWN: Final = dict(_FOR_TYPES)


def of_letters(letters: str) -> tuple[CType, ...]:
    """The types of an encoding: what a method returns, then what it takes."""
    return tuple(_LETTERS[letter] for letter in letters)


def ctype_for_type(tp: Any) -> CType:  # Any: an annotation is any object
    """The C type that a Python type stands for; any other object is returned as it is."""
    try:
        return _FOR_TYPES.get(tp, tp)
    except TypeError:  # not hashable
        return tp


def register_ctype_for_type(tp: object, ctype: CType) -> None:
    """Let a Python type stand for a C type."""
    _FOR_TYPES[tp] = ctype


def unregister_ctype_for_type(tp: object) -> None:
    """Take that back. Raises KeyError where it was not registered."""
    del _FOR_TYPES[tp]


def forget_types() -> None:
    """Take back what a client registered."""
    _FOR_TYPES.clear()
    _FOR_TYPES.update(_OWN)


def own_type(tp: object, ctype: CType) -> None:
    """Register one of this package's types, for good."""
    _OWN[tp] = _FOR_TYPES[tp] = ctype


def get_ctype_for_type_map() -> dict[object, CType]:
    """A copy of what is registered."""
    return dict(_FOR_TYPES)


def must_be_ctype(ctype: CType, place: int) -> None:
    """Raise TypeError, as ctypes does, for what is no C type; `place` counts from 1."""
    if not hasattr(ctype, "from_param"):
        raise TypeError(f"item {place} in _argtypes_ has no from_param method")


def type_name(value: object) -> str:
    """The full name of a value's type, as rubicon writes it in its errors."""
    kind: Any = type(value)  # Any: a type of anything
    return f"{kind.__module__}.{kind.__qualname__}"


def is_sequence(value: Any) -> TypeGuard[Sequence[Any]]:
    """A list or a tuple, or anything else with places."""
    return isinstance(value, Sequence)


def compound_value_for_sequence(seq: Iterable[Any], tp: CType) -> Any:  # Any: what tp makes
    """A structure or an array made of the values of a sequence, nested ones included.

    Raises ValueError for a wrong number of values, TypeError for a type that is neither.
    """
    values = list(seq)
    if issubclass(tp, Structure):
        kinds: Sequence[CType] = [field[1] for field in cast("Any", tp)._fields_]  # Any: ctypes
        if len(kinds) != len(values):
            raise ValueError(
                f"Struct type {tp.__module__}.{tp.__qualname__} has {len(kinds)} fields, but a "
                f"sequence of length {len(values)} was given"
            )
    elif issubclass(tp, Array):
        kinds = [cast("Any", tp)._type_] * len(values)  # Any: ctypes
    else:
        raise TypeError(
            f"Don't know how to convert a sequence to a {tp.__module__}.{tp.__qualname__}"
        )
    return cast("Any", tp)(  # ctypes
        *(
            compound_value_for_sequence(value, kind)
            if is_sequence(value) and issubclass(kind, (Structure, Array))
            else value
            for value, kind in zip(values, kinds, strict=True)
        )
    )
