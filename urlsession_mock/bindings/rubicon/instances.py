"""ObjCInstance: what Python can do with an object.

Not here: what the object does (records.py), wrapping (wrapping.py). One rule: which name is a
property, which a message and which Python's own is decided as rubicon decides it.
"""

from __future__ import annotations

import enum
from typing import Any, ClassVar, Final

from urlsession_mock.bindings.rubicon.messages import BoundMethod, Partial
from urlsession_mock.bindings.rubicon.records import Member, Meta, Record, Side, receiver
from urlsession_mock.bindings.rubicon.wrapping import OWN, Shown, forget_wrappers

__all__ = ["ObjCBlockInstance", "ObjCInstance", "forget"]

_ATTRIBUTES: Final = "_rubicon_attributes"


class ObjCInstance(Shown):
    """An object as Python sees it; at most one of these for each object at any time.

    `ObjCInstance(pointer)` takes an `objc_id`, an address or another instance; None for nil.
    """

    __module__ = "rubicon.objc.api"

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
        record, side = receiver(self.__dict__[OWN])
        if not name.endswith("_") and (accessor := _accessor(record, side, name)) is not None:
            return BoundMethod(accessor, self)()
        parts = record.parts(side, name)
        if parts is None or set(parts) == {()}:
            member = record.find(side, name.replace("_", ":"))
            if member is not None:
                return BoundMethod(member, self)
        if parts is not None:
            return BoundMethod(Partial(name, record, side, parts), self)
        attributes = _attributes(self, makes=False)
        if name in attributes:
            return attributes[name]
        raise AttributeError(_no_attribute(self, name))

    def __setattr__(self, name: str, value: Any) -> None:  # Any: whatever the client likes
        __tracebackhide__ = True
        record, side = receiver(self.__dict__[OWN])
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
    is_block: ClassVar[bool] = True

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
    thing = instance.__dict__[OWN]
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
    forget_wrappers()
