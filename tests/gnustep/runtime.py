"""What rubicon-objc wants of an Objective-C runtime and GNUstep's stock one has not.

Debian's `libgnustep-base1.28` stands on GCC's libobjc, which lacks 22 of the 76 functions that
rubicon 0.5.7 names. Here they are made with ctypes, and put in place before rubicon is imported.
Not here: any class of Foundation; GNUstep has those. One rule: what cannot be made is refused
where it is called, and says so.
"""

from __future__ import annotations

import ctypes
import ctypes.util
from collections.abc import Callable, Generator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, c_bool, c_char_p, c_int, c_size_t, c_uint, c_void_p
from typing import Any, Final
from unittest import mock

__all__ = ["LIBRARIES", "REFUSED", "SUPPLIED", "Runtime", "missing_libraries", "runtime"]

# What rubicon looks for, and where it is. It takes `_NSConcreteStackBlock` and `free` from its C
# library: the first is in the blocks runtime, the second is found through that one's own needs.
LIBRARIES: Final = {
    "objc": "libobjc.so.4",
    "Foundation": "libgnustep-base.so.1.28",
    "c": "libBlocksRuntime.so.0",
}
PACKAGES: Final = {
    "objc": "libgnustep-base1.28",
    "Foundation": "libgnustep-base1.28",
    "c": "libblocksruntime0",
}

Address = int | None
_KEPT: Final[list[object]] = []  # functions that C code holds: they live as long as the process


def missing_libraries() -> list[str]:
    """The packages of Debian that are not installed."""
    found: list[str] = []
    for name, library in LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            found.append(PACKAGES[name])
    return sorted(set(found))


class Runtime(ctypes.CDLL):
    """GCC's libobjc with the functions it lacks. Used by rubicon as it uses Apple's."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        native = ctypes.CDLL(name)  # a second one: rubicon sets the types of the first one's
        self.lookup = typed(native.objc_msg_lookup, c_void_p, c_void_p, c_void_p)
        self.lookup_super = typed(native.objc_msg_lookup_super, c_void_p, c_void_p, c_void_p)
        self.class_named = typed(native.objc_getClass, c_void_p, c_char_p)
        self.selector = typed(native.sel_registerName, c_void_p, c_char_p)
        self.implementation = typed(
            native.class_getMethodImplementation, c_void_p, c_void_p, c_void_p
        )
        self.replace = typed(
            native.class_replaceMethod, c_void_p, c_void_p, c_void_p, c_void_p, c_char_p
        )
        self.function_of = typed(native.method_getImplementation, c_void_p, c_void_p)
        self.make_class = typed(
            native.objc_allocateClassPair, c_void_p, c_void_p, c_char_p, c_size_t
        )
        self.register = typed(native.objc_registerClassPair, None, c_void_p)
        self.associations = _Associations(self)
        self.with_blocks: dict[int, bytes] = {}  # by the address of a method's function

    def __getitem__(self, name: str) -> Any:  # Any: as ctypes has it, and rubicon sets its types
        if name in REFUSED:
            return _Refused(name, REFUSED[name])
        if name in SUPPLIED:
            return SUPPLIED[name](self)
        found = super().__getitem__(name)
        wrapped = WRAPPED.get(name)
        return found if wrapped is None else wrapped(self, found)

    def send(self, receiver: Address, name: bytes) -> Address:
        """`[receiver name]`, for a method that takes nothing and returns an object or nothing."""
        selector = self.selector(name)
        method = METHOD(self.lookup(receiver, selector))
        result: Address = method(receiver, selector)
        return result

    def make_pool(self) -> Address:
        """A fresh autorelease pool, the innermost one of this thread."""
        return self.send(self.send(self.class_named(b"NSAutoreleasePool"), b"alloc"), b"init")

    def give(self, cls: Address, name: bytes, types: bytes, method: Callable[..., Address]) -> None:
        """Give a class a method that takes `id` and `SEL` only, or put it in place of its own."""
        function = METHOD(method)
        _KEPT.append(function)
        self.replace(cls, self.selector(name), ctypes.cast(function, c_void_p), types)


METHOD: Final = CFUNCTYPE(c_void_p, c_void_p, c_void_p)


def typed(function: Any, result: Any, *arguments: Any) -> Any:  # Any: ctypes' own types
    function.restype, function.argtypes = result, list(arguments)
    return function


class _Send:
    """`objc_msgSend` and its kin: find the method, then call it as what the caller says it is."""

    def __init__(self, find: Callable[[Any, Any], int], receiver: Callable[[Any], Any]) -> None:
        self._find, self._receiver = find, receiver
        self.restype: Any = c_void_p  # Any: ctypes' own types, which rubicon sets
        self.argtypes: list[Any] = []

    def __call__(self, target: Any, selector: Any, *arguments: Any) -> Any:  # Any: as in C
        method = CFUNCTYPE(self.restype, c_void_p, *self.argtypes[1:])
        found = self._find(target, selector)
        return method(found)(self._receiver(target), selector, *arguments)


class _Wrapped:
    """A function of the runtime with something done before or after. rubicon sets its types."""

    def __init__(self, runtime: Runtime, native: Any) -> None:  # Any: ctypes' own types
        self.__dict__.update(runtime=runtime, native=native)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self.__dict__["native"], name, value)


class _Registering(_Wrapped):
    """GCC's parser of types aborts at a block's `@?`: to the runtime it is an object, `@`."""

    def __call__(self, cls: Any, selector: Any, method: Any, types: bytes) -> Any:
        runtime, native = self.__dict__["runtime"], self.__dict__["native"]
        if b"@?" in types:
            runtime.with_blocks[method.value] = types
        return native(cls, selector, method, types.replace(b"@?", b"@"))


class _Describing(_Wrapped):
    """To rubicon it is a block still: it makes one of a function that is passed for it."""

    def __call__(self, method: Any) -> Any:
        runtime, native = self.__dict__["runtime"], self.__dict__["native"]
        return runtime.with_blocks.get(runtime.function_of(method), native(method))


class _Refused:
    """A function that this runtime cannot have. Its types may be set; calling it raises."""

    def __init__(self, name: str, why: str) -> None:
        self._text = f"{name} is not there on GNUstep's runtime: {why}"
        self.restype: object = None
        self.argtypes: object = None

    def __call__(self, *_arguments: object) -> None:
        raise NotImplementedError(self._text)


class _Associations:
    """Associated objects, by the addresses of the object and of the key."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._values: dict[int, dict[Address, Address]] = {}
        self._owned: set[Address] = set()
        self._watched: set[Address] = set()

    def get(self, owner: int, key: Address) -> Address:
        return self._values.get(owner, {}).get(key)

    def set(self, owner: int, key: Address, value: Address, policy: int) -> None:
        # objc_AssociationPolicy: 0 assigns; 1 and 0x301 retain; 3 and 0x303 copy.
        kind = policy & 3
        if value and kind:
            value = self._runtime.send(value, b"copy" if kind == 3 else b"retain")
        self._watch(class_of(owner))
        values = self._values.setdefault(owner, {})
        old = values.pop(key, None)
        if value:
            values[key] = value
        if old and kind:
            self._runtime.send(old, b"release")

    def forget(self, owner: Address) -> None:
        for value in self._values.pop(owner or 0, {}).values():
            self._runtime.send(value, b"release")

    def _watch(self, cls: Address) -> None:
        """Have objects of a class lose what is associated with them when they end.

        Apple's runtime does so itself. Without it the next object at the same address would
        be born with the attributes of the one before.
        """
        if cls in self._watched:
            return
        self._watched.add(cls)
        before = METHOD(self._runtime.implementation(cls, self._runtime.selector(b"dealloc")))

        def dealloc(owner: Address, selector: Address) -> Address:
            self.forget(owner)
            before(owner, selector)
            return None

        self._runtime.give(cls, b"dealloc", b"v@:", dealloc)


def class_of(instance: Address) -> Address:
    """The first word of an object is its class; so it is with Apple."""
    return c_void_p.from_address(instance).value if instance else None


def _made(result: Any, *arguments: Any) -> Callable[[Callable[..., Any]], Any]:
    """Make a Python function one of C, so that rubicon can say what its types are."""
    prototype = CFUNCTYPE(result, *arguments)

    def make(function: Callable[..., Any]) -> Any:  # Any: ctypes' own types
        made = prototype(function)
        _KEPT.append(made)
        return made

    return make


def _sending(runtime: Runtime) -> _Send:
    return _Send(runtime.lookup, lambda target: target)


def _sending_to_super(runtime: Runtime) -> _Send:
    # `target` is a pointer to { receiver, superclass }, and GCC's lookup takes the same.
    def receiver(target: Any) -> Any:  # Any: what ctypes' byref() makes has no public type
        return c_void_p.from_buffer(target._obj)

    return _Send(runtime.lookup_super, receiver)


# fmt: off
SUPPLIED: Final[dict[str, Callable[[Runtime], Any]]] = {
    # GCC compiles a message as a look-up and a call; there is no function that does both.
    "objc_msgSend":            _sending,
    "objc_msgSend_fpret":      _sending,           # ctypes knows where a result is put,
    "objc_msgSend_stret":      _sending,           # so one function does for all of them
    "objc_msgSendSuper":       _sending_to_super,
    "objc_msgSendSuper_stret": _sending_to_super,
    # GCC's is inline, in a header.
    "object_getClass": lambda runtime: _made(c_void_p, c_void_p)(class_of),
    # Properties of a class are not kept at run time. rubicon finds getter and setter by name.
    "class_addProperty": lambda runtime: _made(c_bool, c_void_p, c_char_p, c_void_p, c_uint)(
        lambda cls, name, attributes, count: False),
    "objc_getAssociatedObject": lambda runtime: _made(c_void_p, c_void_p, c_void_p)(
        runtime.associations.get),
    "objc_setAssociatedObject": lambda runtime: _made(None, c_void_p, c_void_p, c_void_p, c_int)(
        runtime.associations.set),
    "objc_removeAssociatedObjects": lambda runtime: _made(None, c_void_p)(
        runtime.associations.forget),
    # There is the class only.
    "objc_autoreleasePoolPush": lambda runtime: _made(c_void_p)(runtime.make_pool),
    "objc_autoreleasePoolPop": lambda runtime: _made(None, c_void_p)(
        lambda pool: void(runtime.send(pool, b"release"))),
    "objc_autoreleaseReturnValue": lambda runtime: _made(c_void_p, c_void_p)(
        lambda value: runtime.send(value, b"autorelease")),
}
_NO_WEAK = "GCC's runtime has no weak references; declare the property without weak=True"
_NO_PROTOCOLS = "GCC's runtime cannot make a protocol; name one that GNUstep has"
REFUSED: Final[dict[str, str]] = {
    "objc_loadWeakRetained":         _NO_WEAK,
    "objc_storeWeak":                _NO_WEAK,
    "objc_allocateProtocol":         _NO_PROTOCOLS,
    "objc_registerProtocol":         _NO_PROTOCOLS,
    "protocol_addMethodDescription": _NO_PROTOCOLS,
    "protocol_addProperty":          _NO_PROTOCOLS,
    "protocol_addProtocol":          _NO_PROTOCOLS,
    "property_copyAttributeList":    "GCC's runtime does not keep what a property was declared as",
}
# `object_isClass` is the last one: rubicon has its own where the runtime has none.
LEFT_TO_RUBICON: Final = ("object_isClass",)
# What the runtime has, and does in a way of its own.
WRAPPED: Final = {
    "class_addMethod":        _Registering,
    "class_replaceMethod":    _Registering,
    "method_getTypeEncoding": _Describing,
}

# rubicon retains what it wraps: protocols and their class, too, whose root class here is `Object`,
# which counts no references. They live for ever.
_COUNTING: Final = {
    b"retain":      (b"@@:", lambda one, selector: one),
    b"copy":        (b"@@:", lambda one, selector: one),
    b"autorelease": (b"@@:", lambda one, selector: one),
    b"release":     (b"v@:", lambda one, selector: None),
}
# fmt: on


def void(_: object) -> None:
    """Throw a value away where a statement cannot stand."""


@contextmanager
def runtime() -> Generator[Runtime]:
    """Inside it rubicon may be imported, once for all in this process.

    `ctypes.CDLL` and `ctypes.util.find_library` answer rubicon's questions until the end of it.
    """
    from tests.gnustep.blocks import give_blocks_a_class  # which needs this module

    load = ctypes.CDLL
    ours = Runtime(LIBRARIES["objc"])
    load(LIBRARIES["Foundation"])
    for name, (types, method) in _COUNTING.items():
        ours.give(ours.class_named(b"Object"), name, types, method)
    # rubicon's repr() of an object is made of it, and GNUstep has none.
    ours.give(
        ours.class_named(b"NSObject"),
        b"debugDescription",
        b"@@:",
        lambda one, selector: ours.send(one, b"description"),
    )

    def loaded(name: str, *arguments: Any) -> ctypes.CDLL:  # Any: as CDLL takes them
        return ours if name == LIBRARIES["objc"] else load(name, *arguments)

    with (
        mock.patch.object(ctypes, "CDLL", loaded),
        mock.patch.object(ctypes.util, "find_library", LIBRARIES.get),
    ):
        yield ours
    give_blocks_a_class(ours)
