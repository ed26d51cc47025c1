"""A delegate with every method of the table, twice: as a true object and as a plain one.

The first is made in `child.py`, by `real_class()`. One rule: both note the same of a message: for
each argument the class the table promises, or the value of a number.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from tests.gnustep.shapes import shaped
from tests.scripted import answer
from urlsession_mock import foundation
from urlsession_mock.selectors import RESPONSE, SELECTORS, Selector

__all__ = ["EveryMethod", "real_class"]

IsKind = Callable[[Any, str], bool]

# What stands for these in Python.
_IN_PYTHON: Final[dict[str, type]] = {"NSString": str}


def noted(row: Selector, given: tuple[Any, ...], is_kind: IsKind) -> str:
    """What came, in a line."""
    words = [row.label]
    for argument, value in zip(row.arguments, given, strict=True):
        promised = argument.type.removesuffix(" *")
        if argument.type_encoding == "q":
            words.append(str(int(value)))
        elif value is None:
            words.append("nil")
        elif argument.type_encoding == "@":
            words.append(promised if is_kind(value, promised) else f"{value!r}, no {promised}")
    return " ".join(words)


def replied(row: Selector, given: tuple[Any, ...], description: str, handler: Any) -> None:
    """Answer plainly, or with the disposition that is the task's description."""
    if row is RESPONSE and description:
        handler(int(description))
    else:
        answer(row, given, handler)


class EveryMethod:
    """The plain one."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.folder = ""

    def note(self, row: Selector, given: tuple[Any, ...]) -> None:
        """A message came."""
        self.notes.append(noted(row, given, _is_kind))
        if row.handler is not None:
            description = given[1].taskDescription() if row.about_task else None
            replied(row, given, description or "", given[-1])


def _is_kind(value: Any, name: str) -> bool:
    return isinstance(value, _IN_PYTHON.get(name) or getattr(foundation, name))


def _plain_method(row: Selector) -> Callable[..., None]:
    def method(self: EveryMethod, *given: Any) -> None:
        self.note(row, given)

    return method


METHODS: Final = tuple(row for row in SELECTORS if row.protocol != "UIApplicationDelegate")
for _row in METHODS:
    setattr(EveryMethod, _row.python_name, _plain_method(_row))


def real_class() -> Any:  # Any: a class of rubicon's, which has no types
    """The class of the true one. Only where rubicon can be imported."""
    from ctypes import c_int64

    from rubicon.objc import (  # pyright: ignore[reportMissingTypeStubs] # it has no types
        NSObject,
        ObjCClass,
        ObjCInstance,
        objc_block,
        objc_method,
    )

    from tests.gnustep.objects import real

    kinds = {"@": ObjCInstance, "q": c_int64, "@?": objc_block}

    def is_kind(value: Any, name: str) -> bool:
        return bool(value.isKindOfClass_(ObjCClass(name)))

    def handed(value: object) -> Any:
        """What the handler is given: as it is, unless it is one of our doubles."""
        return value if value is None or isinstance(value, (int, ObjCInstance)) else real(value)

    def made(row: Selector) -> Any:
        def method(self: Any, *given: Any) -> None:
            self.notes.append(noted(row, given, is_kind))
            if row.handler is not None:
                text = given[1].taskDescription if row.about_task else None
                replied(row, given, str(text or ""), lambda *all: given[-1](*map(handed, all)))

        types = {one.name: kinds[one.type_encoding] for one in row.arguments}
        return objc_method(shaped(method, types, None))

    return ObjCClass("EveryMethod", (NSObject,), {row.python_name: made(row) for row in METHODS})
