"""The modules of `rubicon`, and which names each has.

Not here: how they are made importable (installing.py). One rule: a name stands here once, with the
object that it is; what rubicon 0.5.7 has beside these is refused by name.
"""

from __future__ import annotations

import platform
from types import ModuleType
from typing import Any, Final

from urlsession_mock.bindings.rubicon import (
    collections as shown_collections,
)
from urlsession_mock.bindings.rubicon import (
    ctypes_for,
    declaring,
    eventloop,
    pointers,
    properties,
    sending,
)
from urlsession_mock.bindings.rubicon.blocks import Block, ObjCBlock
from urlsession_mock.bindings.rubicon.classes import ObjCClass, ObjCMetaClass
from urlsession_mock.bindings.rubicon.conversions import (
    at,
    for_objcclass,
    ns_from_py,
    objc_const,
    py_from_ns,
)
from urlsession_mock.bindings.rubicon.instances import ObjCBlockInstance, ObjCInstance
from urlsession_mock.bindings.rubicon.libraries import Library, load_library
from urlsession_mock.bindings.rubicon.messages import BoundMethod
from urlsession_mock.bindings.rubicon.protocols import ObjCProtocol
from urlsession_mock.bindings.rubicon.strings import ObjCStrInstance
from urlsession_mock.not_simulated import NotSimulated

__all__ = ["NAMES", "VERSION", "Fake", "modules"]

VERSION: Final = "0.5.7"
"""The rubicon-objc whose rules these are."""

# Classes that are names of `rubicon.objc.api`; those above the line of `rubicon.objc` too.
_CLASSES: Final = ("NSArray", "NSDictionary", "NSMutableArray", "NSMutableDictionary", "NSObject")
_API_CLASSES: Final = ("NSData", "NSDecimalNumber", "NSNumber", "NSString", "Protocol")
_API: Final = (
    Block, ObjCBlock, ObjCClass, ObjCInstance, ObjCMetaClass, ObjCProtocol, at, ns_from_py,
    objc_const, py_from_ns, declaring.objc_classmethod, properties.objc_ivar,
    declaring.objc_method, properties.objc_property, declaring.objc_rawmethod,
)  # fmt: skip
_TYPES_OF_PACKAGE: Final = (
    "CFIndex", "CFRange", "CGFloat", "CGGlyph", "CGPoint", "CGPointMake", "CGRect", "CGRectMake",
    "CGSize", "CGSizeMake", "NSEdgeInsets", "NSEdgeInsetsMake", "NSInteger", "NSMakePoint",
    "NSMakeRect", "NSMakeSize", "NSPoint", "NSRange", "NSRect", "NSSize", "NSTimeInterval",
    "NSUInteger", "NSZeroPoint", "UIEdgeInsets", "UIEdgeInsetsMake", "UIEdgeInsetsZero",
    "UniChar", "unichar",
)  # fmt: skip
# What `ctypes_for` shares inside the binding.
_OURS: Final = (
    "CType", "forget_types", "is_sequence", "must_be_ctype", "of_letters", "own_type", "type_name",
)  # fmt: skip
_RUNTIME: Final = (
    "IMP", "SEL", "Class", "Ivar", "Method", "objc_block", "objc_id", "objc_method_description",
    "objc_property_attribute_t", "objc_property_t",
)  # fmt: skip
# What reaches into Apple's own runtime, or into C.
_REFUSED: Final = {
    "rubicon.objc.runtime": (
        "add_ivar", "add_method", "libc", "libobjc", "objc_super",
    ),
    "rubicon.objc.types": (
        "ctype_for_encoding", "ctypes_for_method_encoding", "encoding_for_ctype",
        "get_ctype_for_encoding_map", "get_encoding_for_ctype_map", "register_encoding",
        "register_preferred_encoding", "split_method_encoding", "unregister_ctype",
        "unregister_ctype_all", "unregister_encoding", "unregister_encoding_all",
        "with_encoding", "with_preferred_encoding",
    ),
    "rubicon.objc.api": (
        "ObjCMethod", "ObjCPartialMethod", "encoding_from_annotation", "get_method_family",
        "get_type_for_objcclass_map", "register_type_for_objcclass", "type_for_objcclass",
        "unregister_type_for_objcclass",
    ),
}  # fmt: skip
NAMES: Final = (
    "rubicon",
    "rubicon.objc",
    "rubicon.objc.api",
    "rubicon.objc.collections",
    "rubicon.objc.eventloop",
    "rubicon.objc.runtime",
    "rubicon.objc.types",
)


class Fake(ModuleType):
    """One of these modules. What the real one has besides says that it is not simulated."""

    def __getattr__(self, name: str) -> Any:  # Any: nothing comes back
        if name in _REFUSED.get(self.__name__, ()):
            raise NotSimulated(
                f"{self.__name__}.{name} is real, and urlsession-mock does not simulate it: there "
                f"is no Objective-C runtime here; keep the call out of this test"
            )
        raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")


def modules() -> dict[str, ModuleType]:
    """The modules, freshly made, by name. Classes are looked up as they are made."""
    made = {name: Fake(name, f"{name}, as urlsession-mock simulates it") for name in NAMES}
    for name in ("rubicon", "rubicon.objc"):
        made[name].__path__ = []
    api, runtime = _api(), _runtime()
    types: dict[str, Any] = {name: getattr(ctypes_for, name) for name in ctypes_for.__all__}
    for private in _OURS:
        del types[private]
    machine = platform.machine()
    types |= {
        "__LP64__": True,
        "__arm64__": machine in ("arm64", "aarch64"),
        "__arm__": False,
        "__i386__": False,
        "__x86_64__": machine == "x86_64",
    }
    contents: dict[str, dict[str, Any]] = {
        "rubicon": {},
        "rubicon.objc": {"__version__": VERSION}
        | {name: api[name] for name in (*_CLASSES, "NSObjectProtocol")}
        | {each.__name__: each for each in _API}
        | {"at": at, "ns_from_py": ns_from_py}
        | {name: types[name] for name in _TYPES_OF_PACKAGE}
        | {name: runtime[name] for name in ("SEL", "objc_block", "objc_id")}
        | {name: runtime[name] for name in ("send_message", "send_super")},
        "rubicon.objc.api": api,
        "rubicon.objc.collections": {
            name: getattr(shown_collections, name)
            for name in shown_collections.__all__
            if name.startswith("ObjC")
        }
        | {"ObjCStrInstance": ObjCStrInstance},
        "rubicon.objc.eventloop": {name: getattr(eventloop, name) for name in eventloop.__all__},
        "rubicon.objc.runtime": runtime,
        "rubicon.objc.types": types,
    }
    for name, names in contents.items():
        vars(made[name]).update(names)
        above, _, last = name.rpartition(".")
        if above:
            setattr(made[above], last, made[name])
    vars(made["rubicon.objc"])["__all__"] = sorted(
        {name for name in contents["rubicon.objc"] if not name.startswith("_")}
        | {"__version__", "api", "collections", "runtime", "types"}
    )
    return dict(made)


def _api() -> dict[str, Any]:
    shown_collections.show_collections()
    found: dict[str, Any] = {each.__name__: each for each in _API}
    found |= {name: ObjCClass(name) for name in (*_CLASSES, *_API_CLASSES)}
    found |= {
        "NSObjectProtocol": ObjCProtocol("NSObject"),
        "ObjCBoundMethod": BoundMethod,
        "ObjCBlockInstance": ObjCBlockInstance,
        "at": at,
        "for_objcclass": for_objcclass,
        "ns_from_py": ns_from_py,
    }
    return found


def _runtime() -> dict[str, Any]:
    found: dict[str, Any] = {name: getattr(pointers, name) for name in _RUNTIME}
    found |= {name: getattr(sending, name) for name in sending.__all__}
    found |= {"Foundation": Library("Foundation"), "load_library": load_library}
    return found
