"""How much of Foundation the stub types, and where it says `Any`.

It reads the stub as a type checker would find it, not what the generator meant to write. Not
here: printing. One rule: an `Any` counts as justified only where the header itself says no more
than `id`: alone, or as the element of a collection that is declared without one.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from stubs.generate.names import COLLECTIONS
from stubs.generate.surface import Class, Method, Surface
from stubs.generate.types import Type, read_type

__all__ = ["Counts", "count", "read_stub"]

Members = dict[str, ast.stmt]


@dataclass(frozen=True)
class Counts:
    """What there is, what of it has no entry, and what says `Any` without a reason."""

    total: dict[str, int]
    missing: tuple[str, ...]
    justified: tuple[str, ...]
    unjustified: tuple[str, ...]

    def text(self) -> str:
        """The counts, a line each."""
        lines = [f"{number:5} {what}" for what, number in self.total.items()]
        lines += [
            f"{len(self.missing):5} without an entry",
            f"{len(self.justified):5} arguments and results with an Any, where the header says id",
            f"{len(self.unjustified):5} of them where it says more",
        ]
        return "\n".join([*lines, *self.missing, *self.unjustified])


def read_stub(file: Path) -> dict[str, Members | ast.stmt]:
    """What a stub declares: classes with their members, and everything else."""
    found: dict[str, Members | ast.stmt] = {}
    for node in ast.parse(file.read_text("utf-8")).body:
        for name in _names(node):
            found[name] = _members(node) if isinstance(node, ast.ClassDef) else node
    return found


def count(surface: Surface, stub: dict[str, Members | ast.stmt]) -> Counts:
    """Compare the list of members with a stub."""
    owners = [*surface.classes.values(), *surface.protocols.values()]
    methods = [(owner, method) for owner in owners for method in owner.methods]
    enums = {row.enum for row in surface.enums.values() if row.enum}
    single = [*surface.classes, *surface.protocols, *enums, *surface.enums, *surface.constants]
    missing = [name for name in single if name not in stub]
    values = 0
    justified: list[str] = []
    unjustified: list[str] = []
    for owner, method in methods:
        entry = _members_of(stub, owner).get(method.name)
        name = f"{owner.name}.{method.name}"
        if entry is None:
            missing.append(name)
            continue
        for declared, annotated in _values(entry, method):
            values += 1
            if any(map(_says_any, annotated)):
                (justified if any(map(_holds_id, declared)) else unjustified).append(name)
    for owner in owners:
        missing += [
            f"{owner.name}.{name}"
            for name in owner.properties
            if not {name, f"is{name[0].upper()}{name[1:]}"} & set(_members_of(stub, owner))
        ]
    total = {
        "classes": len(surface.classes),
        "protocols": len(surface.protocols),
        "methods": len(methods),
        "properties (their getters and setters are among the methods)": sum(
            len(owner.properties) for owner in owners
        ),
        "arguments and results of methods": values,
        "enumerations": len(enums),
        "constants of enumerations": len(surface.enums),
        "other constants": len(surface.constants),
    }
    return Counts(total, tuple(missing), tuple(justified), tuple(unjustified))


def _members_of(stub: dict[str, Members | ast.stmt], owner: Class) -> Members:
    found = stub.get(owner.name)
    return found if isinstance(found, dict) else {}


def _members(node: ast.ClassDef) -> Members:
    return {name: each for each in node.body for name in _names(each)}


def _names(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
            yield name
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name
        case ast.Assign(targets=[ast.Name(id=name)]):
            yield name
        case _:
            pass


def _values(
    entry: ast.stmt, method: Method
) -> Iterator[tuple[list[Type], list[ast.expr | ast.stmt | None]]]:
    """What is declared of each argument and of the result, and how they are annotated.

    What out-arguments bring belongs to the result. A name that class and instance have is one.
    """
    takes = [read_type(each.type) for each in method.arguments]
    returns = read_type(method.returns)
    if not isinstance(entry, ast.FunctionDef):
        yield [*takes, returns], [entry]
        return
    given = [*entry.args.posonlyargs, *entry.args.args][1:]
    for declared, argument in zip(takes, given, strict=True):
        yield [declared], [argument.annotation]
    yield (
        [returns, *(each for each in takes if each.pointers and each.name == "id")],
        [entry.returns],
    )


def _says_any(annotation: ast.AST | None) -> bool:
    return annotation is not None and any(
        isinstance(node, ast.Name) and node.id == "Any" for node in ast.walk(annotation)
    )


def _holds_id(kind: Type) -> bool:
    if kind.name == "id" and not kind.of:
        return True
    return (kind.name in COLLECTIONS and not kind.of) or any(_holds_id(each) for each in kind.of)
