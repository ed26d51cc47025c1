"""Block and ObjCBlock: Python functions given to Objective-C, and blocks that came from it.

Not here: what a block is for. One rule: a block of the client's is called with what its declared
types make of the arguments, as raw pointers where they are objects, which is rubicon's rule.
"""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable
from ctypes import ArgumentError, c_void_p
from typing import Any, Final

from urlsession_mock.bindings.rubicon.converting import raw_from_core, raw_to_core
from urlsession_mock.bindings.rubicon.ctypes_for import CType, ctype_for_type, must_be_ctype
from urlsession_mock.bindings.rubicon.instances import ObjCInstance
from urlsession_mock.bindings.rubicon.messages import called
from urlsession_mock.bindings.rubicon.pointers import heap, objc_block, objc_id
from urlsession_mock.bindings.rubicon.records import Member
from urlsession_mock.bindings.rubicon.wrapping import OWN

__all__ = ["Block", "ObjCBlock"]

_NOTHING: Final = object()
_AUTO: Final = object()


class Block:
    """A Python function as a block, for a method that takes one.

    The types come from `restype` and `argtypes`, or from the function's annotations; it may be used
    as a decorator. Raises TypeError for what cannot be called, ValueError for missing types.
    """

    __module__ = "rubicon.objc.api"

    def __init__(self, func: Callable[..., Any], restype: Any = _NOTHING, *argtypes: Any) -> None:
        if not callable(func):
            raise TypeError("Blocks must be callable")
        self.func = func
        if restype is _NOTHING:
            restype, argtypes = _annotated(func)
        self._restype = ctype_for_type(restype)
        self._argtypes = tuple(ctype_for_type(each) for each in argtypes)
        for place, ctype in enumerate(self._argtypes, 2):
            must_be_ctype(ctype, place)
        types, result = self._argtypes, self._restype

        def invoke(*arguments: Any) -> Any:
            __tracebackhide__ = True
            if len(arguments) < len(types):
                raise TypeError(
                    f"the block takes {len(types)} arguments and is called with {len(arguments)}: "
                    f"on a device the rest would be whatever lies in memory"
                )
            given = [_passed(ctype, value) for ctype, value in zip(types, arguments, strict=False)]
            answer = func(*given)
            if isinstance(answer, ObjCInstance):
                answer = answer.ptr
            return raw_to_core(result, answer)

        self.invoke: Callable[..., Any] = invoke
        """What the core is given, and calls with its own values."""

    @property
    def block(self) -> objc_block:
        """Its pointer."""
        return objc_block(heap.address(self.invoke))

    @property
    def _as_parameter_(self) -> objc_block:
        return self.block


def _passed(ctype: CType, value: Any) -> Any:
    shown = raw_from_core(ctype, value)
    return shown.value if type(shown) is c_void_p else shown


def _annotated(func: Callable[..., Any]) -> tuple[Any, tuple[Any, ...]]:
    """The types of a function's annotations. Raises ValueError where one is missing."""
    try:
        hints = typing.get_type_hints(func)
        signature = inspect.signature(func)
    except (TypeError, ValueError) as error:
        raise ValueError(
            "Could not retrieve function signature information - "
            "please pass return and argument types directly into Block"
        ) from error
    if "return" not in hints:
        raise ValueError(
            "Function has no return type annotation - please add one, "
            "or pass return and argument types directly into Block"
        )
    for name in signature.parameters:
        if name not in hints:
            raise ValueError(
                f"Function has no argument type annotation for parameter "
                f"{name!r} - please add one, or pass return and argument "
                f"types directly into Block"
            )
    return hints["return"], tuple(hints[name] for name in signature.parameters)


class ObjCBlock:
    """A block that came from Objective-C, given as an instance or a pointer, to be called.

    Without `restype` its own types are taken.
    """

    __module__ = "rubicon.objc.api"

    def __init__(self, pointer: Any, restype: Any = _AUTO, *argtypes: Any) -> None:
        if isinstance(pointer, ObjCInstance):
            self._thing = pointer.__dict__[OWN]
            pointer = pointer.ptr
        else:
            address = pointer if isinstance(pointer, int) else getattr(pointer, "value", None)
            self._thing = heap.at(address)
        if self._thing is None:
            raise ValueError("NULL pointer access")
        self.pointer = pointer
        if restype is _AUTO:
            if argtypes:
                raise ValueError("Cannot use argtypes with restype AUTO")
            self._types: tuple[CType, ...] | None = None
            self._restype: CType = None
        else:
            self._types = tuple(ctype_for_type(each) for each in argtypes)
            self._restype = ctype_for_type(restype)

    def __repr__(self) -> str:
        return f"<ObjCBlock@{heap.address(self._thing):#x}>"

    def __call__(self, *args: Any) -> Any:  # Any: what the block takes and gives
        __tracebackhide__ = True
        types = self._types
        if types is None:
            given = [_by_itself(value) for value in args]
        elif len(args) < len(types):
            raise IndexError("tuple index out of range")  # as rubicon 0.5.7 says it
        else:
            given = [
                _checked(place, ctype, value)
                for place, (ctype, value) in enumerate(zip(types, args, strict=False))
            ]
        member = Member("block", self._restype, (), _invoked)
        return raw_from_core(self._restype, called(member, self._thing, given))


def _invoked(thing: Callable[..., Any], *values: Any) -> Any:
    __tracebackhide__ = True
    return thing(*values)


def _checked(place: int, ctype: CType, value: Any) -> Any:
    __tracebackhide__ = True
    try:
        return raw_to_core(ctype, value)
    except TypeError as error:
        raise ArgumentError(f"argument {place + 2}: TypeError: {error}") from None


def _by_itself(value: Any) -> Any:
    """An argument of a block with types of its own: numbers, nil and objects, by pointer or not."""
    __tracebackhide__ = True
    if value is None or isinstance(value, (bool, int, float)):
        return value
    try:
        return raw_to_core(objc_id, value)
    except TypeError as error:
        raise ArgumentError(f"TypeError: {error}") from None
