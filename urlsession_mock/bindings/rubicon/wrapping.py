"""The one place where objects are wrapped and unwrapped.

Not here: what a wrapper can do (instances.py), values that are no objects (converting.py). One
rule: an object's wrapper is one as long as anybody holds it, and the core never sees it.
"""

from __future__ import annotations

import threading
import weakref
from ctypes import cast
from typing import Any, ClassVar, Final, TypeGuard

from urlsession_mock.app import App
from urlsession_mock.bindings.rubicon.application import application
from urlsession_mock.bindings.rubicon.pointers import Class, heap, objc_block, objc_id
from urlsession_mock.bindings.rubicon.records import Meta, Record, record_of, records
from urlsession_mock.foundation.array import NSArray
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.dictionary import NSDictionary

__all__ = ["OWN", "Shown", "as_object", "forget_wrappers", "is_dict", "is_list", "unwrap", "wrap"]

OWN: Final = "_thing"  # under which a wrapper keeps what it wraps


class Shown:
    """An object as Python sees it; at most one of these for each object at any time.

    `ObjCInstance(pointer)` takes an `objc_id`, an address or another instance; None for nil.
    """

    _cached_objects: ClassVar[weakref.WeakValueDictionary[int, Any]] = weakref.WeakValueDictionary()
    _lock: ClassVar[Any] = threading.RLock()  # Any: what RLock makes has no public name

    is_block: ClassVar[bool] = False

    def __new__(cls, object_ptr: Any, *_unused: Any) -> Any:  # Any: every kind of pointer
        if isinstance(object_ptr, Shown):
            return object_ptr
        pointer = object_ptr if isinstance(object_ptr, objc_id) else cast(object_ptr, objc_id)
        thing = heap.at(pointer.value)
        return wrap(thing, is_block=isinstance(pointer, objc_block))

    @property
    def __urlsession_mock_object__(self) -> object:
        """What it wraps, for whoever in the core is handed it by a test."""
        return unwrap(self)

    @property
    def ptr(self) -> objc_id:
        """Its pointer."""
        return _pointer_to(self)

    @property
    def _as_parameter_(self) -> objc_id:
        return _pointer_to(self)

    @property
    def objc_class(self) -> Any:  # Any: an ObjCClass, which is made further down
        """Its class."""
        thing = self.__dict__[OWN]
        if isinstance(thing, Meta):
            return None
        return wrap(thing.meta if isinstance(thing, Record) else record_of(thing))


def forget_wrappers() -> None:
    """Forget every wrapper: the process is gone."""
    Shown._cached_objects.clear()


def wrap(thing: Any, *, is_block: bool = False) -> Any:  # Any: an ObjCInstance, or None
    """What the client sees of a core object: the same thing as long as anybody holds it."""
    if thing is None:
        return None
    cached = Shown._cached_objects.get(id(thing))
    if cached is not None:
        return cached
    thing = as_object(thing)
    with Shown._lock:
        cached = Shown._cached_objects.get(id(thing))
        if cached is None:
            cached = _made(thing, is_block=is_block)
            Shown._cached_objects[id(thing)] = cached
    return cached


def _made(thing: Any, *, is_block: bool) -> Any:
    if isinstance(thing, (Record, Meta)):
        from urlsession_mock.bindings.rubicon.classes import shown  # later: it needs this file

        return shown(thing)
    record = record_of(thing)
    kind = (record.called_pytype if is_block else None) or _pytype(record)
    made = object.__new__(kind)
    made.__dict__[OWN] = thing
    return made


def as_object(thing: Any) -> Any:
    """The object that stands for a core value which is none itself."""
    if isinstance(thing, type):
        return records.of(thing)
    if isinstance(thing, App):
        return application(thing)
    if type(thing) is bytes:
        return NSData(thing)
    if type(thing) in (list, tuple):
        return NSArray(thing)
    if is_dict(thing) and not isinstance(thing, NSDictionary):
        return NSDictionary(thing)
    if isinstance(thing, memoryview):
        return NSData(thing.tobytes())
    return thing


def _pytype(record: Record) -> Any:  # Any: a subclass of ObjCInstance
    for each in record.lineage():
        if each.pytype is not None:
            return each.pytype
    raise LookupError(f"nothing shows {record.name}: rubicon is not installed")


def _pointer_to(instance: Shown) -> objc_id:
    thing = instance.__dict__[OWN]
    if isinstance(thing, (Record, Meta)):
        return Class(heap.address(thing))
    if instance.is_block:
        return objc_block(heap.address(thing))
    return objc_id(heap.address(thing))


def unwrap(instance: Shown) -> Any:  # Any: whatever the core has there
    """The core's own object; for a class the core's class."""
    thing = instance.__dict__[OWN]
    return thing.core if isinstance(thing, Record) else thing


def is_dict(value: object) -> TypeGuard[dict[Any, Any]]:
    """A dict, of whatever it holds."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """A list, of whatever it holds."""
    return isinstance(value, list)
