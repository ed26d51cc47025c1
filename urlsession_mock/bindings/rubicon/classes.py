"""ObjCClass and ObjCMetaClass: classes as Python sees them, and how they are made.

Not here: protocols (protocols.py), the decorators (declaring.py). One rule: a class statement makes
a class of the core, so a session is handed an object like any other, and judges its selectors.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ctypes import cast
from typing import Any, ClassVar, Final

from urlsession_mock.bindings.pyobjc.names import listed
from urlsession_mock.bindings.rubicon.ctypes_for import own_type, type_name
from urlsession_mock.bindings.rubicon.instances import ObjCInstance
from urlsession_mock.bindings.rubicon.pointers import Class, heap, objc_id
from urlsession_mock.bindings.rubicon.records import Meta, ProtocolRecord, Record, records
from urlsession_mock.bindings.rubicon.wrapping import OWN, Shown, wrap
from urlsession_mock.not_simulated import NotSimulated

__all__ = ["ObjCClass", "ObjCMetaClass", "free_name", "shown", "text_of"]

_FRAMEWORKS: Final = ("Foundation", "UIKit", "AppKit")


def text_of(name: str | bytes) -> str:
    """A name, given as text or as UTF-8."""
    return name.decode("utf-8") if isinstance(name, bytes) else name


def _found(name: str) -> Record | None:
    """The class of a name. Raises `NotSimulated` for one that a device has and we do not."""
    found = records.find(name)
    if found is None:
        for framework in _FRAMEWORKS:
            if listed(framework).get(name, ("",))[0] == "class":
                raise NotSimulated(
                    f"{name} is a real class of {framework} that urlsession-mock does not "
                    f"simulate; keep it out of this test, or give the code its own answer there"
                )
    return found


class ObjCClass(ObjCInstance, type):
    """A class. `ObjCClass("NSURL")` looks one up; a class statement makes one.

    Raises NameError for a name that no class has, `NotSimulated` for one that a device has and the
    simulation has not.
    """

    __module__ = "rubicon.objc.api"

    auto_rename: ClassVar[bool] = False

    def __new__(
        cls,
        name_or_ptr: Any,
        bases: Any = None,
        attrs: Any = None,
        *,
        protocols: Sequence[Any] = (),
        auto_rename: bool | None = None,
    ) -> Any:  # Any: a class, a metaclass, or the instance that is there already
        if (bases is None) ^ (attrs is None):
            raise TypeError("ObjCClass arguments 2 and 3 must be given together")
        if bases is not None:
            made = _declare(cls, name_or_ptr, bases, attrs, protocols, auto_rename)
            return _build(cls, made, attrs)
        if protocols:
            raise ValueError(
                "protocols kwarg is not allowed for the single-argument form of ObjCClass"
            )
        if isinstance(name_or_ptr, (bytes, str)):
            found = _found(text_of(name_or_ptr))
            if found is None:
                name = text_of(name_or_ptr).encode("utf-8")
                raise NameError(f"ObjC Class {name!r} couldn't be found.")
            return wrap(found)
        pointer = cast(name_or_ptr, Class)
        if pointer.value is None:
            raise ValueError("Cannot create ObjCClass from nil pointer")
        thing = heap.at(pointer.value)
        if not isinstance(thing, (Record, Meta)):
            raise ValueError(f"Pointer {pointer} ({pointer.value:#x}) does not refer to a class")
        return wrap(thing)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: `__new__` has made it, or found it."""

    @property
    def _record(self) -> Record:
        thing = self.__dict__[OWN]
        return thing.of if isinstance(thing, Meta) else thing

    @property
    def name(self) -> str:
        """Its name."""
        return self._record.name

    @property
    def superclass(self) -> Any:  # Any: an ObjCClass, or None
        """The class above it; None for a root class."""
        return wrap(self._record.above)

    @property
    def protocols(self) -> tuple[Any, ...]:
        """The protocols that it adopts itself."""
        return tuple(wrap(each) for each in self._record.protocols)

    def declare_property(self, name: str) -> None:
        """Treat a method of its instances as the getter of a property."""
        self._record.forced["instance"].add(name)

    def declare_class_property(self, name: str) -> None:
        """Treat a class method as the getter of a property."""
        self._record.forced["class"].add(name)

    def __repr__(self) -> str:
        return f"<{type(self).__qualname__}: {self.name}>"

    def __str__(self) -> str:
        return f"{type(self).__name__}({self.name!r})"

    def __instancecheck__(self, instance: object) -> bool:
        if not isinstance(instance, ObjCInstance):
            return False
        from urlsession_mock.bindings.rubicon.records import record_of

        thing = instance.__dict__[OWN]
        return not isinstance(thing, (Record, Meta)) and record_of(thing).is_kind_of(self._record)

    def __subclasscheck__(self, subclass: object) -> bool:
        if not isinstance(subclass, ObjCClass):
            raise TypeError(
                f"issubclass(X, {self!r}) arg 1 must be an ObjCClass, not {type_name(subclass)}"
            )
        return subclass._record.is_kind_of(self._record)


class ObjCMetaClass(ObjCClass):
    """The class of a class."""

    __module__ = "rubicon.objc.api"

    def __new__(cls, name_or_ptr: Any) -> Any:
        if isinstance(name_or_ptr, (bytes, str)):
            found = records.find(text_of(name_or_ptr))
            if found is None:
                name = text_of(name_or_ptr).encode("utf-8")
                raise NameError(f"Objective-C metaclass {name!r} not found")
            return wrap(found).objc_class
        pointer = cast(name_or_ptr, Class)
        if pointer.value is None:
            raise ValueError("Cannot create ObjCMetaClass for nil pointer")
        thing = heap.at(pointer.value)
        if not isinstance(thing, Meta):
            raise ValueError(
                f"Pointer {pointer} ({pointer.value:#x}) does not refer to a metaclass"
            )
        return wrap(thing)


own_type(ObjCInstance, objc_id)
own_type(ObjCClass, Class)


def shown(thing: Record | Meta) -> Any:
    """The ObjCClass of a record, made for `wrap`."""
    if isinstance(thing, Meta):
        return _build(ObjCMetaClass, thing, {})
    return _build(ObjCClass, thing, {})


def _build(kind: Any, thing: Record | Meta, attrs: dict[str, Any]) -> Any:
    name = thing.of.name if isinstance(thing, Meta) else thing.name
    namespace: dict[str, Any] = {"__module__": attrs.get("__module__", "rubicon.objc.api")}
    if "__classcell__" in attrs:
        namespace["__classcell__"] = attrs["__classcell__"]
    made = type.__new__(kind, name, (ObjCInstance,), namespace)
    type.__setattr__(made, OWN, thing)
    with Shown._lock:
        return Shown._cached_objects.setdefault(id(thing), made)


# --- a class statement --------------------------------------------------------------------


def _declare(
    kind: type[ObjCClass],
    basename: str | bytes,
    bases: Sequence[Any],
    attrs: dict[str, Any],
    protocols: Sequence[Any],
    auto_rename: bool | None,
) -> Record:
    name = free_name(text_of(basename), auto_rename, kind.auto_rename, "class", _is_class)
    try:
        (superclass,) = bases
    except ValueError:
        raise ValueError(
            f"An Objective-C class must have exactly one base class, not {len(bases)}"
        ) from None
    if not isinstance(superclass, ObjCClass):
        raise TypeError(
            f"The superclass of an Objective-C class must be an ObjCClass, "
            f"not a {type_name(superclass)}"
        )
    adopted = tuple(_adopted(protocols))
    above = superclass._record
    core = type(
        name,
        (above.core,),
        {"__module__": attrs.get("__module__"), "__qualname__": attrs.get("__qualname__", name)},
    )
    record = Record(name, core, above, adopted)
    for attr_name, value in attrs.items():
        register = getattr(value, "class_register", None)
        if register is not None:
            register(record, attr_name)
    return records.register(record)


def _is_class(name: str) -> bool:
    return records.find(name) is not None


def _adopted(protocols: Sequence[Any]) -> Iterator[ProtocolRecord]:
    for each in protocols:
        protocol = each.__dict__.get(OWN) if isinstance(each, ObjCInstance) else None
        if not isinstance(protocol, ProtocolRecord):
            raise TypeError(
                f"The protocols list of an Objective-C class must contain "
                f"ObjCProtocol objects, not {type_name(each)}"
            )
        if list(protocols).count(each) > 1:
            raise ValueError(f"Protocol {protocol.name} is adopted more than once")
        yield protocol


def free_name(basename: str, wish: bool | None, default: bool, what: str, is_taken: Any) -> str:
    """The name as it was given, or with a number where that is taken and may be changed."""
    if not is_taken(basename):
        return basename
    if not (wish or (wish is None and default)):
        raise RuntimeError(f"An Objective-C {what} named {basename.encode()!r} already exists")
    number = 2
    while is_taken(f"{basename}_{number}"):
        number += 1
    return f"{basename}_{number}"
