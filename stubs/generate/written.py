"""What is written by hand of `Foundation-stubs`: `Foundation.pyi.in`, by its parts.

Not here: what it says. One rule: a member that is written there is not generated.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

__all__ = ["Written", "read_written"]

FILE = Path(__file__).with_name("Foundation.pyi.in")


@dataclass(frozen=True)
class Part:
    """A class or another statement, with the comment and the blank line above it."""

    name: str | None
    text: str
    members: frozenset[str]


@dataclass(frozen=True)
class Written:
    """The parts, in the order of the file."""

    parts: tuple[Part, ...]

    @cached_property
    def classes(self) -> dict[str, Part]:
        """Those that are classes, by name."""
        return {part.name: part for part in self.parts if part.name}


def read_written(file: Path = FILE) -> Written:
    """The parts of the file."""
    text = file.read_text("utf-8")
    lines = text.splitlines()
    parts: list[Part] = []
    start = 0
    for node in ast.parse(text).body:
        assert node.end_lineno is not None
        name = node.name if isinstance(node, ast.ClassDef) else None
        members = {
            each.name if isinstance(each, ast.FunctionDef) else ast.unparse(each.target)
            for each in (node.body if isinstance(node, ast.ClassDef) else ())
            if isinstance(each, ast.FunctionDef | ast.AnnAssign)
        }
        part = "\n".join(lines[start : node.end_lineno])
        parts.append(Part(name, part, frozenset(members)))
        start = node.end_lineno
    return Written(tuple(parts))
