"""ObjCProtocol: protocols as Python sees them, and how they are made.

Not here: classes (classes.py). One rule: a protocol is known by its name, Apple's and the client's.
"""

from __future__ import annotations

from collections.abc import Sequence
from ctypes import cast
from typing import Any, ClassVar

from urlsession_mock.bindings.rubicon.classes import ObjCClass, free_name, text_of
from urlsession_mock.bindings.rubicon.ctypes_for import type_name
from urlsession_mock.bindings.rubicon.instances import ObjCInstance
from urlsession_mock.bindings.rubicon.pointers import heap, objc_id
from urlsession_mock.bindings.rubicon.records import ProtocolRecord, records
from urlsession_mock.bindings.rubicon.wrapping import OWN, wrap

__all__ = ["ObjCProtocol"]


class ObjCProtocol(ObjCInstance):
    """A protocol. `ObjCProtocol("NSCopying")` looks one up; a class statement makes one.

    Raises NameError for a name that no protocol has.
    """

    __module__ = "rubicon.objc.api"

    auto_rename: ClassVar[bool] = False

    def __new__(
        cls,
        name_or_ptr: Any,
        bases: Any = None,
        ns: Any = None,
        auto_rename: bool | None = None,
    ) -> Any:
        if (bases is None) ^ (ns is None):
            raise TypeError("ObjCProtocol arguments 2 and 3 must be given together")
        if bases is not None:
            return wrap(_declared(cls, text_of(name_or_ptr), bases, ns, auto_rename))
        if isinstance(name_or_ptr, (bytes, str)):
            found = records.protocol(text_of(name_or_ptr))
            if found is None:
                name = text_of(name_or_ptr).encode("utf-8")
                raise NameError(f"Objective-C protocol {name!r} not found")
            return wrap(found)
        pointer = cast(name_or_ptr, objc_id)
        if pointer.value is None:
            raise ValueError("Cannot create ObjCProtocol for nil pointer")
        thing = heap.at(pointer.value)
        if not isinstance(thing, ProtocolRecord):
            raise ValueError(f"Pointer {pointer} ({pointer.value:#x}) does not refer to a protocol")
        return wrap(thing)

    @property
    def name(self) -> str:
        """Its name."""
        return self._record.name

    @property
    def protocols(self) -> tuple[Any, ...]:
        """The protocols that it extends."""
        return tuple(wrap(each) for each in self._record.above)

    @property
    def _record(self) -> ProtocolRecord:
        thing: ProtocolRecord = self.__dict__[OWN]
        return thing

    def __repr__(self) -> str:
        return f"<{type(self).__qualname__}: {self.name}>"

    def __instancecheck__(self, instance: object) -> bool:
        if not isinstance(instance, ObjCInstance):
            return False
        answer: Any = instance.conformsToProtocol(self)  # Any: Objective-C's BOOL
        return bool(answer)

    def __subclasscheck__(self, subclass: object) -> bool:
        if isinstance(subclass, (ObjCClass, ObjCProtocol)):
            return subclass._record.conforms_to(self._record)
        raise TypeError(
            f"issubclass(X, {self!r}) arg 1 must be an ObjCClass or ObjCProtocol, "
            f"not {type_name(subclass)}"
        )


def _declared(
    kind: type[ObjCProtocol],
    basename: str,
    bases: Sequence[Any],
    namespace: dict[str, Any],
    auto_rename: bool | None,
) -> ProtocolRecord:
    def is_taken(name: str) -> bool:
        return records.protocol(name) is not None

    name = free_name(basename, auto_rename, kind.auto_rename, "protocol", is_taken)
    for base in bases:
        if not isinstance(base, ObjCProtocol):
            raise TypeError(
                f"An Objective-C protocol can only extend ObjCProtocol objects, "
                f"not {type_name(base)}"
            )
    made = ProtocolRecord(name, tuple(base._record for base in bases))
    for attr_name, value in namespace.items():
        register = getattr(value, "protocol_register", None)
        if register is not None:
            register(made, attr_name)
    return records.add_protocol(made)
