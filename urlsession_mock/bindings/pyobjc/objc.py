"""`objc`: the bridge itself.

Not here: how each part works (marks.py, types.py, runtime.py). One rule: what needs a real runtime
is not among them, and so is refused by name.
"""

from __future__ import annotations

import builtins
from typing import Final

from urlsession_mock import errors
from urlsession_mock.bindings.pyobjc import marks, names, runtime, types
from urlsession_mock.bindings.pyobjc.marks import *  # noqa: F403 - each is in its module's __all__
from urlsession_mock.bindings.pyobjc.runtime import *  # noqa: F403 - as above
from urlsession_mock.bindings.pyobjc.types import *  # noqa: F403 - as above
from urlsession_mock.foundation import exporting
from urlsession_mock.foundation import formal_protocol as protocols

__version__ = "13.0"
"""The release of PyObjC whose rules these are."""

YES: Final = True
NO: Final = False
nil: Final = None
platform: Final[str] = runtime.platform_name

error = errors.ObjCError
nosuchclass_error = errors.NoSuchClass
BadPrototypeError = errors.BadPrototypeError
ProtocolError = errors.ProtocolError
ObjCSuperWarning = exporting.ObjCSuperWarning
formal_protocol = protocols.FormalProtocol
informal_protocol = protocols.InformalProtocol


def protocolNamed(name: str) -> protocols.FormalProtocol:
    """The protocol of this name. Raises `objc.ProtocolError` where there is none."""
    __tracebackhide__ = True
    return names.protocol(name)


class super(builtins.super):  # noqa: A001 - as PyObjC names it
    """Python's own: what a class inherits is looked up at once here."""


class internal_error(error):
    """Something that the bridge itself did wrong; never here."""


class ObjCPointerWarning(DeprecationWarning):
    """A pointer that the bridge does not know; never here."""


class UninitializedDeallocWarning(Warning):
    """An object was let go before its init; never here."""


class RevivedObjectiveCObjectWarning(UserWarning):
    """An object was kept by its own dealloc; never here."""


class ApiDeprecationWarning(DeprecationWarning):
    """A deprecated name was used, where `options.deprecation_warnings` asks to be told."""


__all__: list[str] = [  # noqa: PLE0604  # pyright: ignore[reportUnsupportedDunderAll]  # the parts' too
    "BadPrototypeError",
    "ProtocolError",
    "nosuchclass_error",
    "error",
    "internal_error",
    "ObjCSuperWarning",
    "ObjCPointerWarning",
    "UninitializedDeallocWarning",
    "RevivedObjectiveCObjectWarning",
    "ApiDeprecationWarning",
    "YES",
    "NO",
    "nil",
    "super",
    "platform",
    "formal_protocol",
    "informal_protocol",
    "protocolNamed",
    *(name for name in marks.__all__ if name != "Property"),
    *(name for name in runtime.__all__ if name != "platform_name"),
    *(name for name in types.__all__ if name not in ("CODES", "StructType")),
    *types.CODES,
]


def __getattr__(name: str) -> object:
    if name in types.CODES:
        return types.CODES[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
