"""What PyObjC's `_metadata.py` says, read as data: it is parsed, never run.

Not here: the comparison (test_agreement.py) and the lists made of it (write_name_lists.py).
One rule: a value that is not written down as a literal is left out.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

__all__ = ["Metadata", "read"]

Number = int | float


@dataclass
class Metadata:
    """One framework's names, by kind."""

    constants: dict[str, str] = field(default_factory=dict)
    """Name and type encoding; "@" is text or another object."""
    values: dict[str, Number] = field(default_factory=dict)
    functions: set[str] = field(default_factory=set)
    aliases: dict[str, str] = field(default_factory=dict)
    expressions: dict[str, str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    """Name and Python type of a `NewType`."""
    structs: set[str] = field(default_factory=set)
    opaque: set[str] = field(default_factory=set)
    protocols: dict[str, str] = field(default_factory=dict)
    classes: set[str] = field(default_factory=set)
    methods: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    """Class and selector: what is registered of the arguments and the result."""


_NAME: Final = re.compile(r"\$([A-Za-z_]\w*)(?:@([^$]*))?")


@cache
def read(path: Path) -> Metadata:
    """Read a `_metadata.py`; once, because it is long."""
    found = Metadata()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                _assign(found, name, value)
            case ast.Call(func=ast.Attribute(value=ast.Name(id="misc"), attr="update")):
                _misc(found, node.args[0])
            case ast.Call(func=ast.Name(id="r"), args=[cls, selector, about]):
                key = (_text(cls), _text(selector))
                found.methods[key] = cast("dict[str, Any]", _literal(about))
                found.classes.add(key[0])
            case ast.Call(func=ast.Attribute(attr=attr), args=[cls, *_]) if attr.startswith(
                "registerNewKeywords"
            ):
                found.classes.add(_text(cls))
            case _:
                pass
    return found


def _assign(found: Metadata, name: str, value: ast.expr) -> None:
    match name, value:
        case "constants", ast.Constant(value=str(text)):
            found.constants = {one: kind or "@" for one, kind in _NAME.findall(text)}
        case "enums", ast.Constant(value=str(text)):
            for one, number in _NAME.findall(text):
                _value(found, one, number)
        case "functions", ast.Dict(keys=keys):
            found.functions = {_text(key) for key in keys if key is not None}
        case (("aliases" | "expressions" | "formal_protocols"), ast.Dict()):
            table = cast("dict[str, str]", _literal(value))
            setattr(found, {"formal_protocols": "protocols"}.get(name, name), table)
        case "cftypes", ast.List(elts=rows):
            found.opaque |= {_text(row.elts[0]) for row in rows if isinstance(row, ast.Tuple)}
        case _:
            pass


def _value(found: Metadata, name: str, text: str) -> None:
    if text.startswith("'"):
        found.values[name] = int.from_bytes(text[1:-1].encode("latin1"), "big", signed=True)
    elif text:
        found.values[name] = float(text) if "." in text or "e" in text else int(text)


def _misc(found: Metadata, node: ast.expr) -> None:
    for name, value in _pairs(node):
        match value:
            case ast.Call(func=ast.Name(id="NewType"), args=[_, ast.Name(id=base)]):
                found.types[name] = base
            case ast.Call(func=ast.Attribute(attr="createStructType")):
                found.structs.add(name)
            case ast.Call(func=ast.Attribute(attr="createOpaquePointerType")):
                found.opaque.add(name)
            case ast.Call(func=ast.Name(id="sel32or64"), args=[_, long]):
                found.values[name] = cast("Number", _literal(long))
            case ast.Call(func=ast.Name(id="selAorI"), args=[arm, _]):
                found.values[name] = cast("Number", _literal(arm))
            case ast.Constant(value=int(number) | float(number)):
                found.values[name] = number
            case _:
                pass


def _pairs(node: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    assert isinstance(node, ast.Dict)
    for key, value in zip(node.keys, node.values, strict=True):
        if key is not None:
            yield _text(key), value


def _text(node: ast.expr) -> str:
    value = _literal(node)
    return value.decode() if isinstance(value, bytes) else cast("str", value)


def _literal(node: ast.expr) -> object:
    return ast.literal_eval(node)
