"""`load_library`: Foundation, UIKit and AppKit as libraries, with their constants and functions.

Not here: classes, which need no library. One rule: a library that is not simulated cannot be
found, in rubicon's words.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import urlsession_mock.foundation as foundation
from urlsession_mock.bindings.pyobjc.app_kit import NSApplicationMain
from urlsession_mock.bindings.rubicon.application import device
from urlsession_mock.bindings.rubicon.instances import ObjCInstance
from urlsession_mock.bindings.rubicon.pointers import heap
from urlsession_mock.bindings.rubicon.records import records
from urlsession_mock.bindings.rubicon.wrapping import unwrap

__all__ = ["Library", "load_library"]


class _Constant:
    """A global variable of a library."""

    def __init__(self, value: object) -> None:
        self.value = value


class _Function:
    """A C function: `restype` and `argtypes` may be set on it, as on ctypes' own."""

    restype: Any = None
    argtypes: Any = None

    def __init__(self, name: str, function: Callable[..., Any]) -> None:
        self.__name__ = name
        self._function = function

    def __call__(self, *arguments: Any) -> Any:
        __tracebackhide__ = True
        return self._function(*arguments)


def _text(value: Any) -> str | None:
    """A class name, given as an NSString, or as its pointer."""
    if isinstance(value, ObjCInstance):
        return str(unwrap(value))
    if value is None:
        return None
    found = heap.at(value if isinstance(value, int) else value.value)
    return None if found is None else str(found)


def _application_main(_count: Any, _arguments: Any, _principal: Any, delegate: Any) -> int:
    """`UIApplicationMain`: launch the app with the delegate of that class, and let all happen.

    On a device it never returns; here it does when nothing more can happen.
    """
    __tracebackhide__ = True
    name = _text(delegate)
    found = None if name is None else records.find(name)
    if name is not None and found is None:
        raise NameError(f"Unable to load delegate class {name!r}: no such class")
    device().app.main(None if found is None else found.core)
    return 0


# fmt: off
_FUNCTIONS: Final[dict[str, dict[str, Callable[..., Any]]]] = {
    "Foundation": {},
    "UIKit":      {"UIApplicationMain": _application_main},
    "AppKit":     {"NSApplicationMain": NSApplicationMain},
    "CoreFoundation": {},
}
# fmt: on


class Library:
    """What `load_library` gives."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        function = _FUNCTIONS[self._name].get(name)
        if function is not None:
            made = _Function(name, function)
            self.__dict__[name] = made
            return made
        value = getattr(foundation, name, None) if name in dir(foundation) else None
        if isinstance(value, str):
            return _Constant(value)
        # ctypes' own words for a symbol that is not there
        raise AttributeError(f"{self._name}: undefined symbol: {name}")

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)

    def __repr__(self) -> str:
        return f"<Library {self._name}, as urlsession-mock simulates it>"


def load_library(name: str) -> Library:
    """A library by name. Raises ValueError where there is none."""
    if name not in _FUNCTIONS:
        raise ValueError(f"Library {name!r} not found")
    return Library(name)
