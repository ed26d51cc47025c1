"""What PyObjC asks of a class that inherits NSObject, at the moment it is made.

Not here: what the class then does. One rule: what PyObjC 13.0 refuses is refused here, at the same
place, so that nothing passes here that fails on a Mac. Source: `objc/_transform.py` of
pyobjc-core 13.0, and for a `selector` the strings of its compiled part.
"""

from __future__ import annotations

import inspect
import sys
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import FunctionType
from typing import Any, Final, cast

from urlsession_mock.errors import BadPrototypeError
from urlsession_mock.foundation.formal_protocol import FormalProtocol, InformalProtocol, typed
from urlsession_mock.foundation.selector import (
    ObjCMethod,
    PythonMethod,
    Selector,
    default_selector,
    encoded,
)

__all__ = ["EXPORTED", "ObjCSuperWarning", "export", "is_exported", "ours"]

__tracebackhide__ = True  # pytest then shows the line of the class

EXPORTED: Final[str] = "__objc_python_subclass__"
"""The mark of a class that was made by these rules; PyObjC's own name for it."""


def ours(cls: type) -> bool:
    """Whether the class is one of the doubles, which are no Python subclasses on a Mac."""
    return cls.__module__.startswith("urlsession_mock.")


@dataclass(frozen=True, slots=True)
class _Method:
    """What one attribute is exported as."""

    selector: bytes
    signature: bytes
    is_class: bool
    is_typed: bool = False


def export(cls: type, protocols: Iterable[object], root: type) -> None:
    """Look at a new class that inherits `root` as PyObjC would, and mark it.

    Raises `objc.BadPrototypeError` for a method that cannot be called with as many arguments as
    its selector has, TypeError for a protocol that is not fully implemented, and for bases of
    which the first is not Objective-C's, or several are.
    """
    __tracebackhide__ = True
    first, *others = cls.__bases__
    if not issubclass(first, root):
        raise TypeError("first base class must be objective-C based")
    if any(issubclass(base, root) for base in others):
        raise TypeError("multiple objective-C bases")
    # `class X(NSObject, NSURLSessionDelegate)` is another way to say it.
    bases: tuple[object, ...] = vars(cls).get("__orig_bases__", ())
    adopted = (*protocols, *(base for base in bases if isinstance(base, FormalProtocol)))
    for protocol in adopted:
        if not isinstance(protocol, FormalProtocol | InformalProtocol):
            raise TypeError(
                "protocols list contains object that isn't an Objective-C protocol, but type "
                f"{type(protocol).__name__}"
            )
    known = cast("tuple[FormalProtocol | InformalProtocol, ...]", adopted)  # just looked at
    type.__setattr__(cls, EXPORTED, True)
    type.__setattr__(cls, "__pyobjc_protocols__", known)
    methods: dict[bytes, _Method] = {}
    classes: dict[bytes, _Method] = {}
    for name, given in list(vars(cls).items()):
        value = given
        if isinstance(given, FunctionType) and _takes_class_methods_place(cls, name):
            value = classmethod(given)
            setattr(cls, name, value)
        found = _transformed(name, value, known)
        if found is None:
            continue
        (classes if found.is_class else methods)[found.selector] = found
        made = _as_selector(value, found) if isinstance(value, ObjCMethod) else value
        # Found under its Objective-C name too, which is how the system calls it.
        for each in {name, found.selector.decode().replace(":", "_")}:
            if vars(cls).get(each) is not made:
                setattr(cls, each, made)
    for protocol in known:
        _check_protocol(cls, protocol, methods, classes)
    _check_super(cls)


# NSObject has these for classes, too, and nobody means those.
_FOR_OBJECTS: Final = frozenset({"copy", "copyWithZone_", "mutableCopy", "mutableCopyWithZone_"})


def _takes_class_methods_place(cls: type, name: str) -> bool:
    """Whether a function takes the place of a method that is a class's: then it is one, too."""
    held = next((vars(base)[name] for base in cls.__mro__[1:] if name in vars(base)), None)
    return isinstance(held, classmethod) and name not in _FOR_OBJECTS and name[:2] != "__"


class ObjCSuperWarning(DeprecationWarning):
    """A class uses Python's own `super`, which the bridge does not support."""

    __module__ = "objc"


def _check_super(cls: type) -> None:
    """Warn as PyObjC does, where its module can be imported at all."""
    bridge = sys.modules.get("objc")
    module = sys.modules.get(cls.__module__)
    if not getattr(bridge, "__simulated__", False) or module is None:
        return
    if getattr(module, "super", None) is getattr(bridge, "super", None):
        return
    if any(
        "__class__" in value.__code__.co_freevars
        for value in vars(cls).values()
        if isinstance(value, FunctionType)
    ):
        warnings.warn(
            "Objective-C subclass uses super(), but super is not objc.super",
            category=ObjCSuperWarning,
            stacklevel=4,
        )


def is_exported(cls: type, name: str) -> bool:
    """Whether a class has a method of this Python name that Objective-C sees.

    What a mixin brings is not seen: only what stands in a class of Objective-C is exported.
    """
    for owner in cls.__mro__:
        if name not in vars(owner) or not _is_objective_c(owner):
            continue
        value: object = vars(owner)[name]
        if EXPORTED not in vars(owner):  # a double
            return not isinstance(value, PythonMethod) and callable(getattr(cls, name, None))
        if isinstance(value, classmethod) or default_selector(name) is None:
            return False
        return _shape(value) is not None
    return False


def _is_objective_c(owner: type) -> bool:
    if getattr(owner, "_is_protocol", False):
        return False  # ours, for type checkers: what is inherited from it is not implemented
    return EXPORTED in vars(owner) or ours(owner)


def _shape(attribute: object) -> Callable[..., object] | None:
    """The function behind an attribute that is exported; None where it is not."""
    if isinstance(attribute, Selector):
        return attribute.callable
    value: object = attribute.__wrapped__ if isinstance(attribute, ObjCMethod) else attribute
    if isinstance(value, classmethod):
        value = cast("classmethod[Any, ..., Any]", value).__func__
    if not callable(value) or isinstance(value, staticmethod | type | PythonMethod):
        return None
    # Calling one runs nothing, so PyObjC leaves it to Python.
    if inspect.iscoroutinefunction(value) or inspect.isgeneratorfunction(value):
        return None
    return value


def _as_selector(value: ObjCMethod, found: _Method) -> Selector:
    function = cast("Callable[..., object]", _shape(value))  # it was found there
    return Selector(function, found.selector, found.signature, isClassMethod=found.is_class)


def _transformed(
    name: str, value: object, protocols: tuple[FormalProtocol | InformalProtocol, ...]
) -> _Method | None:
    """What an attribute is exported as, checked; None where it stays Python's own."""
    __tracebackhide__ = True
    if isinstance(value, Selector) and value.callable is None:
        raise ValueError(f"{name!r}: selector object without callable")
    function = _shape(value)
    if function is None:
        return None
    if isinstance(value, Selector):
        _check_selector(value)
        return _Method(value.selector, value.signature, value.isClassMethod, True)
    selector, signature, is_class = default_selector(name), None, isinstance(value, classmethod)
    if isinstance(value, ObjCMethod):
        selector = value.selector or selector
        signature = value.signature
        if isinstance(value.__wrapped__, classmethod):
            if value.isclass is not None:
                raise ValueError(
                    f"{name!r} is objc_method with isclass specified wraps classmethod"
                )
            is_class = True
        is_class = is_class if value.isclass is None else value.isclass
        if selector is None:
            raise ValueError(
                f"{name!r} is an objc_method instance, but cannot determine Objective-C selector"
            )
    if selector is None:
        return None
    is_typed = signature is not None
    signature = (
        signature
        or next((s for p in protocols if (s := typed(p, selector, is_class))), None)
        or encoded(selector)
    )
    _check_arity(function, selector)
    return _Method(selector, signature, is_class, is_typed)


@dataclass(frozen=True, slots=True)
class _Count:
    """How many arguments a function takes by position, `self` included."""

    most: int
    defaults: int
    is_open: bool
    keyword_only: int


def _count(function: Callable[..., object]) -> _Count | None:
    try:
        parameters = inspect.signature(function).parameters.values()
    except (AttributeError, TypeError, ValueError):
        return None  # something built in that does not tell
    by_position = [
        one for one in parameters if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD)
    ]
    return _Count(
        most=len(by_position),
        defaults=sum(one.default is not one.empty for one in by_position),
        is_open=any(one.kind is one.VAR_POSITIONAL for one in parameters),
        keyword_only=sum(
            one.kind is one.KEYWORD_ONLY and one.default is one.empty for one in parameters
        ),
    )


def _check_arity(function: Callable[..., object], selector: bytes) -> None:
    __tracebackhide__ = True
    count = _count(function)
    if count is None:
        return
    if count.keyword_only:
        raise BadPrototypeError(
            f"{function!r} has {count.keyword_only} keyword-only arguments without a default"
        )
    wanted = selector.count(b":")
    if count.is_open or count.most - count.defaults <= wanted + 1 <= count.most:
        return
    fewest = f"between {count.most - count.defaults - 1} and " if count.defaults else ""
    raise BadPrototypeError(
        f"{selector.decode()!r} expects {wanted} arguments, "
        f"{function!r} has {fewest}{count.most - 1} positional arguments"
    )


def _check_selector(value: Selector) -> None:
    """A selector with a signature of its own is counted by that; `self` counts here."""
    __tracebackhide__ = True
    function = cast("Callable[..., object]", value.callable)
    count = _count(function)
    wanted = value.selector.count(b":") + 1
    if (
        count is None
        or count.is_open
        or (count.most - count.defaults <= wanted <= count.most and not count.keyword_only)
    ):
        return
    fewest = f"between {count.most - count.defaults} and " if count.defaults else ""
    raise BadPrototypeError(
        f"Objective-C expects {wanted} arguments, "
        f"{function!r} has {fewest}{count.most} positional arguments"
    )


def _check_protocol(
    cls: type,
    protocol: FormalProtocol | InformalProtocol,
    methods: Mapping[bytes, _Method],
    classes: Mapping[bytes, _Method],
) -> None:
    __tracebackhide__ = True
    for is_class, listed, own in (
        (False, protocol.instanceMethods(), methods),
        (True, protocol.classMethods(), classes),
    ):
        for row in listed:
            found = own.get(row["selector"])
            name = row["selector"].decode()
            if found is None:
                inherited = name.replace(":", "_")
                if row["required"] and not (
                    callable(getattr(cls, inherited, None))
                    if is_class
                    else is_exported(cls, inherited)
                ):
                    raise TypeError(
                        f"class does not fully implemented protocol {protocol.__name__!r}: "
                        f"no implementation for {'class' if is_class else 'instance'} method "
                        f"{name!r}"
                    )
            elif found.is_typed and not _same(found.signature, row["typestr"]):
                raise TypeError(
                    f"class does not correctly implement protocol {protocol.__name__!r}: "
                    f"the signature for method {name} is {found.signature.decode()!r} "
                    f"instead of {row['typestr'].decode()!r}"
                )


# The bridge takes its own BOOL, C's and C++'s for one another.
_BOOLS: Final = bytes.maketrans(b"cB", b"ZZ")


def _same(one: bytes, other: bytes) -> bool:
    return one.translate(_BOOLS) == other.translate(_BOOLS)
