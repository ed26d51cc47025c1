"""The list of Foundation's members, as values.

Not here: what a type means. One rule: what the file says is passed on as it is; of a method
that a class has twice, the class method comes first.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from keyword import iskeyword
from pathlib import Path
from typing import Any

__all__ = ["Argument", "Class", "Enumerated", "Method", "Surface", "python_name", "read_surface"]

FILE = Path(__file__).parents[2] / "tests" / "data" / "foundation-surface.json"


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a method: its name and its Objective-C type."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Method:
    """A method of a class or protocol, as its header declares it."""

    selector: str
    arguments: tuple[Argument, ...]
    returns: str
    of_class: bool
    required: bool

    @property
    def name(self) -> str:
        """Its name in Python."""
        return python_name(self.selector)


@dataclass(frozen=True, slots=True)
class Class:
    """A class or protocol: its methods, and the properties that some of them read and write."""

    name: str
    above: str | None
    methods: tuple[Method, ...]
    properties: tuple[str, ...]

    def named(self) -> dict[str, tuple[Method, ...]]:
        """Its methods by their names in Python: two where class and instance share one."""
        found: dict[str, tuple[Method, ...]] = {}
        for method in sorted(self.methods, key=lambda each: not each.of_class):
            found[method.name] = (*found.get(method.name, ()), method)
        return found


@dataclass(frozen=True, slots=True)
class Enumerated:
    """A constant of an enumeration; the enumeration has a name or none."""

    enum: str | None
    value: int


@dataclass(frozen=True, slots=True)
class Surface:
    """All that the file lists."""

    classes: dict[str, Class]
    protocols: dict[str, Class]
    enums: dict[str, Enumerated]
    constants: dict[str, str]


def python_name(selector: str) -> str:
    """PyObjC's name of a selector: a colon is an underscore, a keyword gets two behind it."""
    name = selector.replace(":", "_")
    return f"{name}__" if iskeyword(name) else name


def read_surface(file: Path = FILE) -> Surface:
    """The members that the file lists."""
    listed: dict[str, dict[str, Any]] = json.loads(file.read_text("utf-8"))  # Any: JSON's rows
    return Surface(
        classes={name: _class(name, row) for name, row in listed["classes"].items()},
        protocols={name: _class(name, row) for name, row in listed["protocols"].items()},
        enums={
            name: Enumerated(row.get("enum"), row["value"]) for name, row in listed["enums"].items()
        },
        constants={name: row["typestr"] for name, row in listed["constants"].items()},
    )


def _class(name: str, row: dict[str, Any]) -> Class:  # Any: JSON's row
    return Class(
        name=name,
        above=row.get("super"),
        methods=tuple(_method(each) for each in row["methods"]),
        properties=tuple(each["name"] for each in row.get("properties", ())),
    )


def _method(row: dict[str, Any]) -> Method:  # Any: JSON's row
    return Method(
        selector=row["selector"],
        arguments=tuple(Argument(each["name"], each["type"]) for each in row["args"]),
        returns=row["returns"],
        of_class=row["class_method"],
        required=row.get("required", False),
    )
