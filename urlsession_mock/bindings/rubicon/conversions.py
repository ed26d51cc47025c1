"""`py_from_ns`, `ns_from_py` and `objc_const`.

Not here: the rules themselves (instances.py). One rule: what has no equivalent comes back as it is.
"""

from __future__ import annotations

import enum
from decimal import Decimal
from typing import Any

from urlsession_mock.bindings.rubicon.converting import python_value
from urlsession_mock.bindings.rubicon.instances import ObjCInstance
from urlsession_mock.bindings.rubicon.pointers import heap, objc_id
from urlsession_mock.bindings.rubicon.records import records
from urlsession_mock.bindings.rubicon.wrapping import OWN, is_dict, is_list, wrap

__all__ = ["at", "for_objcclass", "ns_from_py", "objc_const", "py_from_ns"]


def ns_from_py(pyobj: Any) -> Any:  # Any: an ObjCInstance, or None
    """The Foundation object for a Python value. Raises TypeError where there is none."""
    return pyobj if isinstance(pyobj, ObjCInstance) else wrap(python_value(pyobj))


at = ns_from_py


def py_from_ns(nsobj: Any) -> Any:  # Any: whatever the object stands for
    """The Python value for a Foundation object; other objects as they are."""
    if isinstance(nsobj, objc_id):
        nsobj = wrap(heap.at(nsobj.value))
    if not isinstance(nsobj, ObjCInstance):
        return nsobj
    return _plain(nsobj.__dict__[OWN])


def _plain(thing: Any) -> Any:
    if isinstance(thing, (bytes, bytearray)):
        return bytes(memoryview(thing))
    if is_dict(thing):
        return {_plain(key): _plain(value) for key, value in thing.items()}
    if is_list(thing):
        return [_plain(value) for value in thing]
    if isinstance(thing, enum.Enum):
        return thing.value
    if thing is None or isinstance(thing, (str, bool, int, float, Decimal)):
        return thing
    return wrap(thing)  # no equivalent: the object as it is shown


def objc_const(dll: Any, name: str) -> Any:
    """The constant of a library, such as `objc_const(Foundation, "NSURLErrorDomain")`."""
    return wrap(getattr(dll, name).value)


def for_objcclass(objcclass: Any) -> Any:
    """A decorator: show objects of the class as instances of the decorated Python class."""

    def register(pytype: Any) -> Any:
        records.of(objcclass.__dict__[OWN]).pytype = pytype
        return pytype

    return register
