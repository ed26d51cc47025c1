"""Messages: a method called on an object, with its arguments in either spelling.

Not here: finding it (instances.py). One rule: whatever the client sends goes through `called`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from ctypes import ArgumentError
from typing import Any, Final

from urlsession_mock.bindings.rubicon.converting import (
    from_core,
    raw_from_core,
    raw_to_core,
    to_core,
)
from urlsession_mock.bindings.rubicon.ctypes_for import CType
from urlsession_mock.bindings.rubicon.pointers import objc_block, objc_id
from urlsession_mock.bindings.rubicon.records import Member, Record, Side
from urlsession_mock.bindings.rubicon.wrapping import OWN, Shown

__all__ = ["BoundMethod", "Partial", "called", "converted", "is_called_by_client"]

_inside: Final = threading.local()


class BoundMethod:
    """A method together with the object it is called on; `ObjCBoundMethod` for the client."""

    def __init__(self, method: Any, instance: Shown) -> None:  # Any: a member, or a part
        self.method = method
        self.receiver = instance

    def __repr__(self) -> str:
        return f"ObjCBoundMethod({self.method!r}, {self.receiver!r})"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # Any: what the method takes and gives
        __tracebackhide__ = True
        if isinstance(self.method, Partial):
            return self.method(self.receiver, *args, **kwargs)
        return _send(self.method, self.receiver, args, **kwargs)


def _send(
    member: Member,
    instance: Shown,
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
    result = called(member, instance.__dict__[OWN], given)
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


class Partial:
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

    def __call__(self, instance: Shown, *first: Any, **rest: Any) -> Any:
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
