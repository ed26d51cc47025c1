"""The pointer types of `rubicon.objc.runtime`, and the memory they point into.

Not here: what an object is (records.py) or how it is shown (instances.py). One rule: an address
stands for one object of the simulation, and whoever was told an address keeps that object alive.
"""

from __future__ import annotations

from ctypes import Structure, c_char_p, c_void_p
from itertools import count
from typing import Any, Final, cast

__all__ = [
    "IMP",
    "SEL",
    "Class",
    "Heap",
    "Ivar",
    "Method",
    "NoSuchObject",
    "heap",
    "objc_block",
    "objc_id",
    "objc_method_description",
    "objc_property_attribute_t",
    "objc_property_t",
]

_FIRST: Final = 0x6000_0000_0010  # as a 64-bit heap's addresses look
_STEP: Final = 16


class NoSuchObject(LookupError):
    """A pointer leads to no object; on a device such a message ends the app."""


class Heap:
    """Addresses of objects. An object gets one when somebody asks for its pointer."""

    def __init__(self) -> None:
        self._by_address: dict[int, object] = {}
        self._by_object: dict[int, int] = {}
        self._free = count(_FIRST, _STEP)

    def address(self, thing: object) -> int:
        """The object's address; 0 for None. From then on the object is kept."""
        if thing is None:
            return 0
        known = self._by_object.get(id(thing))
        if known is None:
            fresh = next(self._free)
            self._by_address[fresh] = thing
            known = self._by_object.setdefault(id(thing), fresh)  # two threads may ask at once
        return known

    def at(self, address: int | None) -> Any:  # Any: whatever lives there
        """The object at an address; None for 0. Raises `NoSuchObject` where there is none."""
        if not address:
            return None
        try:
            return self._by_address[address]
        except KeyError:
            raise NoSuchObject(
                f"there is no object at {address:#x}; on a device the app would crash here"
            ) from None

    def clear(self) -> None:
        """Forget everything: the app's process is gone."""
        self._by_address.clear()
        self._by_object.clear()


heap: Final = Heap()
"""The memory of the process, as `sys.modules` is its list of modules; emptied by `installed`."""


# The names and the ancestry are rubicon's: `issubclass` and ctypes' own rules depend on them.
class objc_id(c_void_p):
    """A pointer to an object."""

    __module__ = "rubicon.objc.runtime"


class objc_block(objc_id):
    """A pointer to a block."""

    __module__ = "rubicon.objc.runtime"


class Class(objc_id):
    """A pointer to a class."""

    __module__ = "rubicon.objc.runtime"


class _Name:
    """What a selector's pointer leads to: its name. One object for each."""

    def __init__(self, name: bytes) -> None:
        self.name = name


_names: Final[dict[bytes, _Name]] = {}


class SEL(c_void_p):
    """A selector, made from its name: `SEL("a:b:")`."""

    __module__ = "rubicon.objc.runtime"

    def __init__(self, init: object = None) -> None:
        if isinstance(init, (bytes, str)):
            name = init.encode("utf-8") if isinstance(init, str) else init
            super().__init__(heap.address(_names.setdefault(name, _Name(name))))
        else:
            super().__init__(cast("int | None", init))  # ctypes checks it

    @property
    def name(self) -> bytes:
        """The selector's name. Raises ValueError for the null selector."""
        if self.value is None:
            raise ValueError("Cannot get name of null selector")
        found = heap.at(self.value)
        if not isinstance(found, _Name):
            raise NoSuchObject(f"there is no selector at {self.value:#x}")
        return found.name

    def __repr__(self) -> str:
        cls = type(self)
        name = None if self.value is None else self.name
        return f"{cls.__module__}.{cls.__qualname__}({name!r})"


class IMP(c_void_p):
    """A pointer to a method's code; nothing here makes one."""

    __module__ = "rubicon.objc.runtime"


class Method(c_void_p):
    """A pointer to a method; nothing here makes one."""

    __module__ = "rubicon.objc.runtime"


class Ivar(c_void_p):
    """A pointer to an instance variable; nothing here makes one."""

    __module__ = "rubicon.objc.runtime"


class objc_property_t(c_void_p):
    """A pointer to a property; nothing here makes one."""


class objc_property_attribute_t(Structure):
    """One attribute of a property: a name and a value."""

    _fields_ = (("name", c_char_p), ("value", c_char_p))


class objc_method_description(Structure):
    """What a protocol says of a method."""

    _fields_ = (("name", SEL), ("types", c_char_p))
