"""The right types of a delegate method: as our Protocols say them, or as Foundation's stubs do.

One rule: a family is asked only where the class or the call names it. Only then has
mypy read it before, in every order of modules and with any cache.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from mypy.nodes import MypyFile, TypeInfo
from mypy.subtypes import is_subtype
from mypy.types import CallableType, Instance, Type
from mypy.types import get_proper_type as proper

from urlsession_mock.mypy_plugin.methods import without_self
from urlsession_mock.selectors import Selector

__all__ = ["DOWNLOADS", "OURS", "PROTOCOLS", "expected", "family", "is_protocol", "root", "takes"]

OURS: Final = "urlsession_mock"
_HANDLER: Final = "urlsession_mock.handlers.Handler"

PROTOCOLS: Final = frozenset(
    {
        "NSURLSessionDataDelegate",
        "NSURLSessionDelegate",
        "NSURLSessionDownloadDelegate",
        "NSURLSessionStreamDelegate",
        "NSURLSessionTaskDelegate",
        "NSURLSessionWebSocketDelegate",
        "UIApplicationDelegate",
    }
)
"""The names of the protocols in Objective-C."""

DOWNLOADS: Final = "NSURLSessionDownloadDelegate"

# Where each family keeps its protocols: UIKit's is in a module of its own.
_MODULES: Final = {OURS: ("urlsession_mock.protocols",), "Foundation": ("Foundation", "UIKit")}


def root(name: str) -> str:
    """The top package of a dotted name."""
    return name.partition(".")[0]


def family(module: str) -> str | None:
    """The family that a module belongs to, if to any."""
    found = root(module)
    return found if found in _MODULES else None


def is_protocol(info: TypeInfo) -> str | None:
    """The Objective-C name of a protocol that a class stands for; None if it is no protocol."""
    where = root(info.module_name)
    if where == OURS:
        name = info.name if info.name in PROTOCOLS else f"NS{info.name}"
    elif where in ("Foundation", "UIKit", "AppKit"):
        name = info.name
    else:
        return None
    return name if info.is_protocol and name in PROTOCOLS else None


def expected(
    row: Selector, families: Iterable[str], modules: Mapping[str, MypyFile]
) -> list[CallableType]:
    """The method's type without `self`, as each of the families has it."""
    found: list[CallableType] = []
    for name in families:
        protocol = row.protocol if name != OURS else row.protocol.removeprefix("NS")
        for module in _MODULES[name]:
            holder = modules[module].names.get(protocol) if module in modules else None
            info = holder.node if holder is not None else None
            method = info.get_method(row.python_name) if isinstance(info, TypeInfo) else None
            if method is not None and isinstance(method.type, CallableType):
                found.append(without_self(method.type))
    return found


def takes(declared: Type, given: Type) -> bool:
    """Whether a parameter declared as the one type may be given the other.

    Of a completion handler more is true than its type says: ours is a `Handler`, and what it
    takes as an enumeration is a number to PyObjC, so that it may be called with any.
    """
    if is_subtype(given, declared):
        return True
    handler, taken = proper(given), proper(declared)
    if not isinstance(handler, CallableType):
        return False
    if isinstance(taken, Instance) and taken.type.fullname == _HANDLER:
        return True
    loose = [_number(argument) or argument for argument in handler.arg_types]
    return is_subtype(handler.copy_modified(arg_types=loose), declared)  # pyright: ignore[reportUnknownMemberType]  # its defaults have no type


def _number(given: Type) -> Instance | None:
    """`int` for an enumeration of numbers, None for anything else."""
    found = proper(given)
    if not isinstance(found, Instance) or not found.type.is_enum:
        return None
    return next(
        (Instance(one, []) for one in found.type.mro if one.fullname == "builtins.int"), None
    )
