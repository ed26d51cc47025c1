"""The classes of a URLSession client that GNUstep has not, as real classes.

Made from the list of Apple's methods, each asking its double: so a true object may make a session
and start a task as on a device. One rule: no method is written here by hand, but for those whose
reading a rule must notice. Imported in `child.py` only.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from ctypes import c_bool, c_double, c_float, c_int64
from pathlib import Path
from typing import Any, Final

from rubicon.objc import (
    NSObject,
    NSUInteger,
    ObjCBlock,
    ObjCClass,
    ObjCInstance,
    objc_block,
    objc_classmethod,
    objc_id,
    objc_method,
)
from rubicon.objc.runtime import autoreleasepool

from tests.gnustep.courier import Courier
from tests.gnustep.objects import double_of, pair, real
from tests.gnustep.shapes import shaped
from urlsession_mock import foundation

__all__ = ["CLASSES"]

# mypy: disable-error-code="misc, no-untyped-call, no-untyped-def, untyped-decorator"
# pyright guesses at the types of rubicon-objc, which has none, and guesses wrong.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# pyright: reportGeneralTypeIssues=false, reportInvalidTypeForm=false, reportMissingTypeStubs=false
# pyright: reportOptionalMemberAccess=false, reportUntypedBaseClass=false

_FILE: Final = Path(__file__).parents[1] / "data" / "foundation-surface.json"
_OF_APPLE: Final = json.loads(_FILE.read_text(encoding="utf-8"))["classes"]

# What is not a number is an object; every other number, an enumeration too, is one of 64 bits.
_NUMBERS: Final = {
    "BOOL": c_bool,
    "NSTimeInterval": c_double,
    "double": c_double,
    "float": c_float,
    "void": None,
}
_NOT_ASKED: Final = ("alloc", "init", "new")  # as of any class


def _ctype(apple: str) -> Any:  # Any: rubicon's and ctypes' own types
    if apple in _NUMBERS:
        return _NUMBERS[apple]
    if "(^)" in apple:
        return objc_block
    is_object = apple.endswith("*") or apple.startswith(("id", "instancetype"))
    return ObjCInstance if is_object else c_int64


def _function(block: Any) -> Callable[..., None]:
    """A block of the app's as a function: it is copied, as whoever keeps a block does."""
    copied = block.copy()
    types = block.block.invoke_argtypes[1:]
    call = ObjCBlock(copied, block.block.invoke_restype, *types)

    def function(*given: Any) -> None:
        assert copied is not None  # held by this function
        with autoreleasepool():
            call(
                *[
                    real(one) if issubclass(kind, objc_id) else one
                    for kind, one in zip(types, given, strict=True)
                ]
            )

    return function


def _given(apple: str, value: Any) -> Any:
    """What the double is given for an argument."""
    if value is None or not isinstance(value, ObjCInstance):
        return value
    if "(^)" in apple:
        return _function(value)
    return Courier.to(value) if apple.startswith("id<") else double_of(value)


def _method(name: str, row: dict[str, Any]) -> Any:
    """One method of Apple's, which asks the double."""
    apples = [argument["type"] for argument in row["args"]]
    python_name = row["selector"].replace(":", "_")
    returns = _ctype(row["returns"])

    def asked(receiver: Any, *given: Any) -> Any:
        if row["class_method"]:
            target = getattr(foundation, name)
        elif python_name.startswith("init"):
            target = getattr(foundation, name).alloc()
        else:
            target = double_of(receiver)
        arguments = [_given(*one) for one in zip(apples, given, strict=True)]
        result = getattr(target, python_name)(*arguments)
        if python_name.startswith("init"):
            return pair(receiver, result)
        return real(result) if returns is ObjCInstance else result

    names = [f"{argument['name']}_{place}" for place, argument in enumerate(row["args"])]
    kinds = [_ctype(apple) for apple in apples]
    method = shaped(asked, dict(zip(names, kinds, strict=True)), returns)
    return objc_classmethod(method) if row["class_method"] else objc_method(method)


def _made(name: str, above: Any) -> Any:
    rows = [row for row in _OF_APPLE[name]["methods"] if row["selector"] not in _NOT_ASKED]
    attributes = {row["selector"].replace(":", "_"): _method(name, row) for row in rows}
    return ObjCClass(name, (above,), attributes)


def _class(name: str) -> Any:
    """Apple's class of this name: GNUstep's, or one made now."""
    try:
        return ObjCClass(name)
    except NameError:
        return _made(name, _class(_OF_APPLE[name]["super"]))


class UIApplication(NSObject):
    """The app, which a handover names."""


class NoticingError(ObjCClass("NSError")):
    """An error that tells its double when its userInfo is read: a rule wants to know."""

    @objc_method
    def userInfo(self):
        return real(double_of(self).userInfo())


class NoticingResponse(ObjCClass("NSHTTPURLResponse")):
    """A response that tells its double when its status is read: a rule wants to know."""

    @objc_method
    def statusCode(self) -> NSUInteger:
        return double_of(self).statusCode()


# Properties of classes that Apple's list does not have. rubicon itself counts on them when it
# converts a list, a dictionary, a text or a number.
_MORE_PROPERTIES: Final[dict[str, tuple[str, ...]]] = {
    "NSArray": ("count",),
    "NSDictionary": ("count",),
    "NSNumber": ("boolValue", "doubleValue", "longLongValue", "objCType", "unsignedLongLongValue"),
    "NSString": ("length",),
}


def _declare(name: str, cls: Any) -> None:
    """What Apple declares as a property is one here, though GNUstep declares it as a method."""
    row = _OF_APPLE.get(name, {"methods": (), "properties": ()})
    of_class = {method["selector"] for method in row["methods"] if method["class_method"]}
    of_apple = [one["name"] for one in row["properties"]]
    for named in (*of_apple, *_MORE_PROPERTIES.get(name, ())):
        if named in of_class:
            cls.declare_class_property(named)
        else:
            cls.declare_property(named)


# Kept: rubicon forgets what it was told of a class that nobody holds.
CLASSES: Final[dict[str, Any]] = {name: _class(name) for name in (*_OF_APPLE, *_MORE_PROPERTIES)}
for _name, _made_class in CLASSES.items():
    _declare(_name, _made_class)
