"""`objc_property` and `objc_ivar`: what an object of the client's class keeps.

Not here: methods (declaring.py). One rule: the values stay with the core's object.
"""

from __future__ import annotations

import weakref
from ctypes import c_void_p, py_object
from typing import Any, cast

from urlsession_mock.bindings.rubicon.ctypes_for import CType, ctype_for_type
from urlsession_mock.bindings.rubicon.declaring import add_method
from urlsession_mock.bindings.rubicon.pointers import objc_id
from urlsession_mock.bindings.rubicon.records import ProtocolRecord, Record

__all__ = ["objc_ivar", "objc_property"]


class objc_ivar:
    """An instance variable, of a ctypes type; read and set with `get_ivar` and `set_ivar`."""

    __module__ = "rubicon.objc.api"

    def __init__(self, vartype: Any) -> None:
        self.vartype = vartype

    def class_register(self, record: Record, attr_name: str) -> None:
        """Give the class the variable."""
        record.ivars[attr_name] = ctype_for_type(self.vartype)

    def protocol_register(self, protocol: ProtocolRecord, attr_name: str) -> None:
        """Refused."""
        raise TypeError("Objective-C protocols cannot have ivars")


class objc_property:
    """A property of the class, with its getter and setter.

    `vartype` is a ctypes type or a Python one that stands for it; an object by default. A `weak`
    one does not keep its object, which is None when that is gone. Raises TypeError for a weak
    property of any other type than an object.
    """

    __module__ = "rubicon.objc.api"

    def __init__(self, vartype: Any = objc_id, weak: bool = False) -> None:
        self.vartype: CType = ctype_for_type(vartype)
        self.weak = weak
        self._is_python = issubclass(self.vartype, py_object)
        if weak and not (self._is_python or issubclass(self.vartype, objc_id)):
            raise TypeError(
                f"Incompatible type for ivar {vartype!r}: Weak properties are only "
                f"supported for Objective-C or Python object types"
            )

    def class_register(self, record: Record, attr_name: str) -> None:
        """Give the class the property."""
        key, ctype = f"_rubicon_property_{attr_name}", self.vartype
        empty = None if issubclass(ctype, (objc_id, py_object, c_void_p)) else ctype().value

        def getter(receiver: Any) -> Any:
            value: Any = receiver.__dict__.get(key, empty)
            return cast("Any", value)() if isinstance(value, weakref.ref) else value  # any object's

        def setter(receiver: Any, value: Any) -> None:
            receiver.__dict__[key] = (
                weakref.ref(value) if self.weak and value is not None else value
            )

        record.properties["instance"].add(attr_name)
        add_method(record, "instance", attr_name, ctype, [], getter)
        name = f"set{attr_name[0].upper()}{attr_name[1:]}:"
        add_method(record, "instance", name, None, [ctype], setter)

    def protocol_register(self, protocol: ProtocolRecord, attr_name: str) -> None:
        """Declare the property in a protocol."""
        protocol.selectors[attr_name] = "instance"
