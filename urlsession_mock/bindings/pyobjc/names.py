"""What the real modules have beside what is simulated, from the lists in `name_lists/`.

Not here: what is simulated. One rule: a number that is known is given, everything else that is real
refuses any use, and what is not in a list is not real. The lists are Apple's names as
PyObjC's metadata has them; `tests/pyobjc/write_name_lists.py` writes them.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final, NewType, TypeAlias

from urlsession_mock.bindings.pyobjc.refused import Refused
from urlsession_mock.errors import ProtocolError
from urlsession_mock.foundation.formal_protocol import (
    PROTOCOLS,
    FormalProtocol,
    protocol_named,
)
from urlsession_mock.foundation.selector import Selector

__all__ = ["listed", "protocol", "protocol_names", "unsimulated"]

_FOLDER: Final = Path(__file__).parent / "name_lists"
_FRAMEWORKS: Final = ("Foundation", "AppKit")
_BASES: Final[dict[str, type]] = {"int": int, "str": str, "float": float}


@cache
def listed(module: str) -> dict[str, tuple[str, str]]:
    """Every name of a list with its kind, and what else its line says; read when first asked for.

    Source: `_metadata.py` of pyobjc-framework-Cocoa 13.0, and `objc` of pyobjc-core 13.0.
    """
    path = _FOLDER / f"{module}.txt"
    found: dict[str, tuple[str, str]] = {}
    kind = ""
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        if line.startswith("["):
            kind = line[1:-1]
        elif not line.startswith("#"):
            name, _, more = line.partition(" ")
            found[name] = (kind, more)
    return found


def unsimulated(module: str, name: str) -> Any:  # a number, a type, a protocol or a refusal
    """What stands for a name that is only listed. Raises KeyError for one that is not."""
    kind, more = listed(module)[name]
    match kind:
        case "value":
            return float(more) if "." in more else int(more)
        case "type":
            return NewType(name, _BASES[more])  # pyright: ignore[reportArgumentType]  # the list's name
        case "protocol":
            return protocol(more)
        case _:
            return Refused(module, name, kind)


_Compiled: TypeAlias = tuple[list[str], list[list[str]]]


@cache
def protocol(name: str) -> FormalProtocol:
    """`objc.protocolNamed`: the protocol of this name, the same object each time.

    Raises `objc.ProtocolError` where there is none.
    """
    __tracebackhide__ = True
    found: _Compiled | None = _compiled().get(name)
    if name in PROTOCOLS:
        return protocol_named(name)
    if found is None and any(("protocol", name) in listed(one).values() for one in _FRAMEWORKS):
        found = ["NSObject"], []  # the metadata names it, and no compiled part has it
    if found is None:
        raise ProtocolError(f"protocol {name!r} does not exist", name)
    supers, methods = found
    return FormalProtocol(
        name,
        [protocol(one) for one in supers],
        [
            Selector(
                None,
                selector.encode(),
                types.encode(),
                isClassMethod=how.startswith("+"),
                isRequired="?" not in how,
            )
            for how, selector, types in methods
        ],
    )


def protocol_names() -> list[str]:
    """Every name that `protocol` knows, sorted."""
    return sorted({*PROTOCOLS, *_compiled()})


@cache
def _compiled() -> dict[str, _Compiled]:
    """Each protocol's supers and methods. Source: the compiled parts of PyObjC's macOS wheel.

    A line is a protocol and those it inherits, or a method of it: "-" of objects, "+" of
    classes, "?" where it is optional; its selector and its type encoding.
    """
    found: dict[str, _Compiled] = {}
    methods: list[list[str]] = []
    for line in (_FOLDER / "protocols.txt").read_text(encoding="utf-8").splitlines():
        words = line.split(" ")
        if words[0][0] in "+-":
            methods.append(words)
        else:
            methods = []
            found[words[0]] = (words[1:], methods)
    return found
