"""Objective-C's types, read.

Pure. Not here: what they are in Python (`annotations.py`). One rule: what cannot be read is an
error, never a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from stubs.generate.commas import parts

__all__ = ["Type", "read_type"]

_QUALIFIERS = re.compile(r"\b(?:const|__kindof)\b\s*")
# What clang prints behind a pointer; of an async function's result it says `_Nullable_result`.
_NULLABLE = re.compile(r"\s*\b(?P<may_be>_Nullable_result|_Nullable|_Nonnull)$")
_NAMED = re.compile(r"(?P<name>\w+(?: \w+)*)(?:<(?P<of>.*)>)?$")


@dataclass(frozen=True, slots=True)
class Type:
    """A type: a name, what it is of, and how many pointers away it is. A block's name is `^`.

    `of` are the elements of a collection or the protocols of an `id`; of a block, what it returns
    and then what it takes. `nullable` is None where the type itself says nothing.
    """

    name: str
    of: tuple[Type, ...] = ()
    pointers: int = 0
    nullable: bool | None = None

    @property
    def is_block(self) -> bool:
        """Whether it is a block."""
        return self.name == "^"


def read_type(text: str) -> Type:
    """The type that a header writes so. Raises ValueError for what is no type known here."""
    text = _QUALIFIERS.sub("", text).strip()
    if (at := _outside(text, "(^)")) is not None:
        returns, takes = text[:at], text[at + len("(^)") :].strip()
        parameters = [] if takes == "(void)" else _between(takes[1:-1])
        return Type("^", tuple(read_type(each) for each in (returns, *parameters)))
    pointers, nullable = 0, None
    while True:
        if found := _NULLABLE.search(text):
            # The outermost pointer is the one that the type itself is.
            if nullable is None and not pointers:
                nullable = found["may_be"] != "_Nonnull"
            text = text[: found.start()].rstrip()
        elif text.endswith("*"):
            pointers, text = pointers + 1, text[:-1].rstrip()
        else:
            break
    named = _NAMED.match(text)
    if named is None:
        raise ValueError(f"{text!r} is no Objective-C type that can be read here")
    of = tuple(read_type(each) for each in _between(named["of"] or ""))
    return Type(named["name"], of, pointers, nullable)


def _outside(text: str, part: str) -> int | None:
    """Where a part begins that is not inside the angle brackets of a collection."""
    depth = 0
    for at, letter in enumerate(text):
        depth += (letter == "<") - (letter == ">")
        if not depth and text.startswith(part, at):
            return at
    return None


def _between(text: str) -> list[str]:
    """The types that commas separate."""
    return [each for each in parts(text, "<(", ">)") if each]
