"""Protocols as objects: `objc.protocolNamed("NSURLSessionDelegate")` and what it tells.

Not here: the Protocols that type checkers read (`urlsession_mock.protocols`). One rule: what a
delegate protocol holds is read from the selector table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final, TypedDict

from urlsession_mock.errors import ProtocolError
from urlsession_mock.foundation.selector import Selector
from urlsession_mock.selectors import SELECTORS
from urlsession_mock.selectors import Selector as Row

__all__ = [
    "PROTOCOLS",
    "Described",
    "FormalProtocol",
    "InformalProtocol",
    "protocol_named",
    "typed",
]


class Described(TypedDict):
    """One method of a protocol, as PyObjC describes it."""

    selector: bytes
    typestr: bytes
    required: bool


class _Methods:
    """What formal and informal protocols share."""

    __name__: str

    def __init__(self, name: str, selectors: Iterable[Selector]) -> None:
        if not isinstance(name, str):
            raise TypeError(f"a protocol's name is text, not {type(name).__name__}")
        self.__name__ = name
        self.selectors: tuple[Selector, ...] = tuple(selectors)
        for index, one in enumerate(self.selectors):
            if not isinstance(one, Selector):
                raise TypeError(f"Item {index} is not a selector")
            if one.callable is not None:
                raise TypeError(f"Item {index} has a callable")

    def instanceMethods(self) -> list[Described]:
        """The protocol's own methods of objects."""
        return [_described(one) for one in self.selectors if not one.isClassMethod]

    def classMethods(self) -> list[Described]:
        """The protocol's own methods of classes."""
        return [_described(one) for one in self.selectors if one.isClassMethod]


class InformalProtocol(_Methods):
    """`objc.informal_protocol(name, selectors)`: methods that belong together, none by force."""

    def __repr__(self) -> str:
        return f"<objc.informal_protocol {self.__name__!r} at {id(self):#x}>"


class FormalProtocol(_Methods):
    """`objc.formal_protocol(name, supers, selectors)`: a protocol of the runtime, or a new one."""

    def __init__(
        self,
        name: str,
        supers: Sequence[FormalProtocol] | None = None,
        selector_list: Iterable[Selector] = (),
    ) -> None:
        super().__init__(name, selector_list)
        self._supers: tuple[FormalProtocol, ...] = tuple(supers or ())
        if not all(isinstance(one, FormalProtocol) for one in self._supers):
            raise TypeError("supers need to be None or a sequence of objc.formal_protocols")

    def conformsTo_(self, other: FormalProtocol, /) -> bool:
        """Whether it is the other protocol, or inherits it."""
        return self is other or any(one.conformsTo_(other) for one in self._supers)

    def descriptionForInstanceMethod_(self, selector: bytes, /) -> tuple[bytes, bytes] | None:
        """The selector and the signature of a method, inherited ones too; None if it has none."""
        return self._description(selector, is_class=False)

    def descriptionForClassMethod_(self, selector: bytes, /) -> tuple[bytes, bytes] | None:
        """The same of a class method."""
        return self._description(selector, is_class=True)

    def _description(self, selector: bytes, *, is_class: bool) -> tuple[bytes, bytes] | None:
        for one in self.selectors:
            if (one.selector, one.isClassMethod) == (selector, is_class):
                return one.selector, one.signature
        inherited = (one._description(selector, is_class=is_class) for one in self._supers)
        return next((found for found in inherited if found), None)

    def __mro_entries__(self, bases: tuple[object, ...]) -> tuple[type, ...]:
        """Among the bases of a class it is no base; `exporting.py` finds it there."""
        return ()

    def __repr__(self) -> str:
        return f"<objc.formal_protocol {self.__name__} at {id(self):#x}>"


def _described(one: Selector) -> Described:
    return {"selector": one.selector, "typestr": one.signature, "required": one.isRequired}


def typed(
    protocol: FormalProtocol | InformalProtocol, selector: bytes, is_class: bool
) -> bytes | None:
    """The signature that a protocol gives a method, or None."""
    if isinstance(protocol, FormalProtocol):
        found = protocol._description(selector, is_class=is_class)
        return found[1] if found else None
    listed = protocol.classMethods() if is_class else protocol.instanceMethods()
    return next((row["typestr"] for row in listed if row["selector"] == selector), None)


# Which delegate protocol inherits which. Source: NSURLSession.h of the SDK.
_SUPERS: Final[dict[str, str]] = {
    "NSURLSessionDelegate": "NSObject",
    "NSURLSessionTaskDelegate": "NSURLSessionDelegate",
    "NSURLSessionDataDelegate": "NSURLSessionTaskDelegate",
    "NSURLSessionDownloadDelegate": "NSURLSessionTaskDelegate",
    "NSURLSessionStreamDelegate": "NSURLSessionTaskDelegate",
    "NSURLSessionWebSocketDelegate": "NSURLSessionTaskDelegate",
    "UIApplicationDelegate": "NSObject",
}
PROTOCOLS: Final[tuple[str, ...]] = ("NSObject", *_SUPERS)
"""The protocols whose methods the core knows; `bindings.pyobjc.names` knows the others."""


@cache
def protocol_named(name: str) -> FormalProtocol:
    """The protocol of this name, one of `PROTOCOLS`; the same object each time.

    Raises `objc.ProtocolError` for any other.
    """
    __tracebackhide__ = True
    if name not in PROTOCOLS:
        raise ProtocolError(f"protocol {name!r} does not exist", name)
    selectors = [
        Selector(None, row.encode(), _signature(row), isRequired=not row.optional)
        for row in SELECTORS
        if row.protocol == name
    ]
    supers = [protocol_named(_SUPERS[name])] if name in _SUPERS else []
    return FormalProtocol(name, supers, selectors)


def _signature(row: Row) -> bytes:
    """The type encoding of a delegate method; each returns nothing."""
    return b"v@:" + b"".join(one.type_encoding.encode() for one in row.arguments)
