"""The decorators of a class statement: `@objc_method` and its like.

Not here: the class itself (classes.py), properties (properties.py). One rule: what was decorated
becomes a plain method of the core's class, which takes core values, calls the client with wrapped
ones, and gives core values back.
"""

from __future__ import annotations

import inspect
import sys
import traceback
import typing
from collections.abc import Callable, Sequence
from contextlib import suppress
from ctypes import c_void_p, py_object
from functools import partial
from typing import Any, Final, cast

from urlsession_mock.bindings.rubicon.converting import (
    from_core,
    python_value,
    raw_from_core,
    raw_to_core,
)
from urlsession_mock.bindings.rubicon.ctypes_for import CType, ctype_for_type, must_be_ctype
from urlsession_mock.bindings.rubicon.instances import ObjCInstance
from urlsession_mock.bindings.rubicon.messages import is_called_by_client
from urlsession_mock.bindings.rubicon.pointers import SEL, heap, objc_id
from urlsession_mock.bindings.rubicon.records import Member, ProtocolRecord, Record, Side
from urlsession_mock.bindings.rubicon.wrapping import wrap
from urlsession_mock.errors import Deadlock, NoActiveDevice
from urlsession_mock.events import BlockCalled, Raised
from urlsession_mock.selectors import find
from urlsession_mock.where import raised_at
from urlsession_mock.workers import LaneClosed
from urlsession_mock.world import current

__all__ = ["add_method", "objc_classmethod", "objc_method", "objc_rawmethod"]


def _encoding(function: Callable[..., Any], skipped: int) -> tuple[CType, list[CType]]:
    """The C types of a function's annotations; what has none is an object.

    Raises TypeError for an annotation that stands for no C type, as rubicon and ctypes do.
    """
    names = inspect.getfullargspec(inspect.unwrap(function)).args[skipped:]
    hints = typing.get_type_hints(function)
    restype = ctype_for_type(hints.get("return", ObjCInstance))
    types = [ctype_for_type(hints.get(name, ObjCInstance)) for name in names]
    for place, ctype in enumerate(types, 3):
        must_be_ctype(ctype, place)
    return restype, types


def _taker(selector: str, place: int, ctype: CType) -> Callable[[Any], Any]:
    """What makes of a core value the argument that the client's method gets."""
    if issubclass(ctype, objc_id):
        mistake = _taken_for_object(selector, place)
        if mistake:
            return partial(_refuse_number, mistake)
        return wrap if ctype is objc_id else partial(from_core, ctype)
    if issubclass(ctype, py_object):
        return _as_it_is

    def number(value: Any) -> Any:
        shown = raw_from_core(ctype, _number_of(ctype, value))
        return shown.value if type(shown) is c_void_p else shown

    return number


def _as_it_is(value: Any) -> Any:
    return value


def _refuse_number(mistake: str, _value: object) -> Any:
    raise TypeError(mistake)


def _number_of(ctype: CType, value: Any) -> Any:
    """An object where a number is expected arrives as its address, as it does on a device."""
    if issubclass(ctype, c_void_p) or isinstance(value, (bool, int, float, type(None))):
        return value
    if hasattr(ctype, "_fields_") or (isinstance(value, (str, bytes)) and not _is_whole(ctype)):
        return value
    return heap.address(value)


def _is_whole(ctype: CType) -> bool:
    return isinstance(ctype(0).value, int)


def _taken_for_object(selector: str, place: int) -> str:
    """What is wrong where Apple's number is taken for a pointer, which crashes the app; else ""."""
    row = find(selector)
    if (
        row is None
        or place >= len(row.arguments)
        or row.arguments[place].type_encoding in ("@", "@?")
    ):
        return ""
    argument = row.arguments[place]
    return (
        f"{argument.name} of {selector} is {argument.type}, not an object: annotate it, for "
        f"example `{argument.name}: NSInteger`; without that the app crashes on a device"
    )


def _outgoing(restype: CType, result: Any) -> Any:
    """What the client's method returned, as the core takes it."""
    if restype is None:
        return None
    if issubclass(restype, objc_id):
        return python_value(result)
    if isinstance(result, c_void_p):
        return heap.at(result.value)
    return raw_to_core(restype, result)


class _Declared:
    """What a decorator made: it is registered in the class when that is made."""

    side: Side = "instance"
    restype: CType
    argtypes: list[CType]

    skipped: int = 1
    """How many parameters are not the message's: `self`, or `self` and `_cmd`."""

    def __init__(self, py_method: Callable[..., Any]) -> None:
        self.py_method = py_method
        self.restype, self.argtypes = _encoding(py_method, self.skipped)

    def class_register(self, record: Record, attr_name: str) -> None:
        """Give the class a method whose selector is the name with `:` for each `_`."""
        selector = attr_name.replace("_", ":")
        add_method(
            record, self.side, selector, self.restype, self.argtypes, self._trampoline(selector)
        )

    def protocol_register(self, protocol: ProtocolRecord, attr_name: str) -> None:
        """Declare the method in a protocol."""
        protocol.selectors[attr_name.replace("_", ":")] = self.side

    def _trampoline(self, selector: str) -> Callable[..., Any]:
        function, restype = self.py_method, self.restype
        takers = [_taker(selector, place, ctype) for place, ctype in enumerate(self.argtypes)]

        def trampoline(receiver: Any, *arguments: Any) -> Any:
            __tracebackhide__ = True
            # A device passes as many as the selector has; what the method does not take is lost.
            given = [take(value) for take, value in zip(takers, arguments, strict=False)]
            return _outgoing(restype, function(wrap(receiver), *given))

        return _told(trampoline, function, selector, restype)


class objc_method(_Declared):
    """Make a method of the class visible to Objective-C; annotations give its types."""

    __module__ = "rubicon.objc.api"


class objc_classmethod(_Declared):
    """The same for a class method."""

    __module__ = "rubicon.objc.api"

    side: Side = "class"


class objc_rawmethod(_Declared):
    """The same without conversions: pointers come in, pointers go out, and `_cmd` is passed."""

    __module__ = "rubicon.objc.api"

    skipped: int = 2

    def protocol_register(self, protocol: ProtocolRecord, attr_name: str) -> None:
        """Refused: a protocol has no implementations."""
        raise TypeError(
            "Protocols cannot have method implementations, "
            "use objc_method instead of objc_rawmethod"
        )

    def _trampoline(self, selector: str) -> Callable[..., Any]:
        function, types, restype = self.py_method, self.argtypes, self.restype

        def trampoline(receiver: Any, *arguments: Any) -> Any:
            __tracebackhide__ = True
            given = [
                raw_from_core(ctype, value)
                for ctype, value in zip(types, arguments[: len(types)], strict=True)
            ]
            result = function(objc_id(heap.address(receiver)), SEL(selector), *given)
            if restype is None:
                return None
            if issubclass(restype, objc_id):
                return heap.at(result.value if isinstance(result, c_void_p) else result)
            return raw_to_core(restype, result)

        return _told(trampoline, function, selector, restype)


def _told(
    trampoline: Callable[..., Any], function: Callable[..., Any], selector: str, restype: CType
) -> Callable[..., Any]:
    """What a method raises goes no further than to Objective-C, which carries on.

    Where the core called the method it takes the exception itself, records it and goes on. Where
    the client did, it gets nil or 0 back, as from the real bridge, and the exception is recorded.
    """

    def told(receiver: Any, *arguments: Any) -> Any:
        __tracebackhide__ = True
        try:
            return trampoline(receiver, *arguments)
        except Exception as error:
            if not is_called_by_client() or isinstance(error, (Deadlock, LaneClosed)):
                raise
            _ignored(selector, error)
            return None if restype is None or issubclass(restype, c_void_p) else restype(0).value

    async def never_awaited(receiver: Any, *arguments: Any) -> Any:
        return trampoline(receiver, *arguments)

    # The core refuses a delegate with a coroutine function, and knows one when it sees it.
    method: Any = never_awaited if inspect.iscoroutinefunction(function) else told
    method.__wrapped__ = function
    return cast("Callable[..., Any]", method)  # it is one of the two


def _ignored(selector: str, error: Exception) -> None:
    print(f"Exception ignored on calling ctypes callback function {selector}:", file=sys.stderr)
    traceback.print_exception(error)
    with suppress(NoActiveDevice):  # nobody is there to be told
        world = current()
        lane = world.lanes.here()
        called = world.recording.add(BlockCalled, lane, 0, selector)
        world.recording.add(Raised, lane, called.number, error, raised_at(error.__traceback__))


_PASSED: Final = inspect.Parameter("self", inspect.Parameter.POSITIONAL_ONLY)


def add_method(
    record: Record,
    side: Side,
    selector: str,
    restype: CType,
    argtypes: Sequence[CType],
    method: Callable[..., Any],
) -> None:
    """Register a method in a class: in the record for the client, on the class for the core.

    Raises ValueError where the class has one for the selector already.
    """
    if selector in record.own[side]:
        raise ValueError(f"A method with the name {selector.encode()!r} already exists")
    name = selector.replace(":", "_")
    _dress(method, name, record, len(argtypes), selector.count(":"))
    setattr(record.core, name, classmethod(method) if side == "class" else method)

    def call(thing: Any, *arguments: Any) -> Any:
        __tracebackhide__ = True
        return getattr(thing.core if isinstance(thing, Record) else thing, name)(*arguments)

    record.add(side, Member(selector, restype, tuple(argtypes), call))


def _dress(method: Any, name: str, record: Record, takes: int, passed: int) -> None:
    """Let the core see the method as it is: its name, its line, and how many it must be given.

    With fewer parameters than the selector has colons it works as on a device, where the rest is
    lost. With more it would read what nobody passed.
    """
    method.__name__, method.__qualname__ = name, f"{record.name}.{name}"
    count = max(takes, passed)
    parameters = [
        inspect.Parameter(f"a{n}", inspect.Parameter.POSITIONAL_ONLY) for n in range(count)
    ]
    method.__signature__ = inspect.Signature([_PASSED, *parameters])
