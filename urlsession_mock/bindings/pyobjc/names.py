"""What the real modules have beside what is simulated, from the lists in `name_lists/`.

Not here: what is simulated. One rule: a number that is known is given, everything else that is real
refuses any use, and what is not in a list is not real. The lists are Apple's names as
PyObjC's metadata has them; `tests/pyobjc/write_name_lists.py` writes them.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final, NewType

from urlsession_mock.bindings.pyobjc.refused import Refused
from urlsession_mock.foundation.formal_protocol import (
    FormalProtocol,
    protocol_named,
    protocol_names,
)

__all__ = ["listed", "protocol", "unsimulated"]

_FOLDER: Final = Path(__file__).parent / "name_lists"
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


@cache
def protocol(name: str) -> FormalProtocol:
    """`objc.protocolNamed`: also the protocols of which only the name is known.

    Any class may adopt those. Raises `objc.ProtocolError` where there is none of that name.
    """
    __tracebackhide__ = True
    if name not in protocol_names():
        for module in ("Foundation", "AppKit"):
            if ("protocol", name) in listed(module).values():
                return FormalProtocol(name, [protocol_named("NSObject")])
    return protocol_named(name)
