"""What the plugin notes of a class, in the place mypy keeps for plugins.

A class that mypy takes from its cache has lost its lines, decorators and keywords; the notes are
kept with it. One rule: what another module may ask of a class is noted where the class is written,
so a changed note counts as a changed class, and all that depend on it are checked anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from mypy.nodes import Decorator, FuncDef, OverloadedFuncDef, RefExpr, TypeInfo

from urlsession_mock.complaints import is_of_family
from urlsession_mock.mypy_plugin.methods import is_for_python, last

__all__ = [
    "PASSED",
    "for_python",
    "has_unknown_base",
    "is_exported",
    "is_judged",
    "line_of",
    "note",
    "protocols",
]

_KEY: Final = "urlsession_mock"

PASSED: Final = "passed"
"""Stands among the protocols of a class that was passed as a delegate where it is written."""


def note(info: TypeInfo, says: Iterable[str] = ()) -> None:
    """Note the protocols that a class says it conforms to, and where its methods are.

    Nothing is noted of a class that is nothing of the kind.
    """
    said = sorted({*says, *_noted(info).get("says", ())})
    is_open = has_unknown_base(info, info.module_name)
    is_known_again = info.fallback_to_any and not is_open
    if not (said or is_known_again or any(is_of_family(name) for name in info.names)):
        return
    held = {name: symbol.node for name, symbol in info.names.items()}
    info.metadata[_KEY] = {
        "says": said,
        "open": is_open,
        "exported": is_exported(info, info.module_name),
        "lines": {"": info.defn.line}
        | {
            name: _function(node).line
            for name, node in held.items()
            if isinstance(node, FuncDef | Decorator | OverloadedFuncDef)
        },
        "python": [name for name, node in held.items() if is_for_python(node)],
    }


def is_judged(info: TypeInfo) -> bool:
    """Whether the class is judged in its own module."""
    return bool(_noted(info).get("says"))


def protocols(info: TypeInfo) -> set[str]:
    """The protocols that a class and its bases say they conform to, as far as they are noted."""
    return {name for base in info.mro for name in _noted(base).get("says", ()) if name != PASSED}


def has_unknown_base(info: TypeInfo, here: str) -> bool:
    """Whether a class may have methods that mypy, which is in the module `here`, does not know of.

    An NSObject without types is no such base: it has no delegate methods.
    """
    if not info.fallback_to_any:
        return False
    if info.module_name != here:
        return bool(_noted(info).get("open", True))
    for base in info.defn.base_type_exprs:
        node = base.node if isinstance(base, RefExpr) else None
        if isinstance(node, TypeInfo):
            if has_unknown_base(node, here):
                return True
        elif last(base) != "NSObject":
            return True
    return False


def is_exported(info: TypeInfo, here: str) -> bool:
    """Whether a class inherits NSObject, with types or without."""
    if any(base.name == "NSObject" for base in info.mro):
        return True
    if not info.fallback_to_any:
        return False
    if info.module_name != here:
        return bool(_noted(info).get("exported", False))
    return any(last(base) == "NSObject" for base in info.defn.base_type_exprs) or any(
        is_exported(base.type, here) for base in info.bases
    )


def line_of(info: TypeInfo, name: str) -> int | None:
    """The line of a method, or of the class itself for ""; None where it is not known."""
    line: int | None = _noted(info).get("lines", {}).get(name)
    if line is not None:
        return line
    symbol = info.names.get(name)
    found = _function(symbol.node).line if symbol and symbol.node else info.defn.line
    return found if found > 0 else None


def for_python(info: TypeInfo, name: str) -> bool:
    """Whether a method is kept from Objective-C."""
    return name in _noted(info).get("python", ()) or is_for_python(info.names[name].node)


def _noted(info: TypeInfo) -> dict[str, Any]:  # Any: what JSON keeps
    return info.metadata.get(_KEY, {})


def _function(node: Any) -> Any:  # Any: of the nodes, some hold the function, and all have lines
    return node.func if isinstance(node, Decorator) else node
