"""Whether a class says that its objects are delegates: by a base, a keyword or a decorator.

Not here: whether they are. One rule: what is written counts, not how it is bound; PyObjC has no
types of its own, so that mypy may know of `objc` only the name.
"""

from __future__ import annotations

from collections.abc import Iterator

from mypy.nodes import (
    AssignmentStmt,
    CallExpr,
    Expression,
    ListExpr,
    MypyFile,
    NameExpr,
    RefExpr,
    StrExpr,
    TupleExpr,
    TypeInfo,
)

from urlsession_mock.mypy_plugin import notes
from urlsession_mock.mypy_plugin.families import PROTOCOLS, is_protocol
from urlsession_mock.mypy_plugin.methods import dotted

__all__ = ["DECORATED", "declared"]

DECORATED = "@conforms_to"
"""Stands among the protocols of a class that `conforms_to` decorates: they are ours."""

_NAMING = ("protocolNamed", "ObjCProtocol")
_CONFORMS = "urlsession_mock.conformance.conforms_to"


def declared(info: TypeInfo, tree: MypyFile) -> set[str]:
    """The Objective-C names of all protocols that a class of this file says it conforms to."""
    inherited = {name for base in info.mro if (name := is_protocol(base))}
    return inherited | notes.protocols(info) | {*_decorating(info)} | {*_listed(info, tree)}


def _decorating(info: TypeInfo) -> Iterator[str]:
    """Those of `@conforms_to(...)`."""
    for decorator in info.defn.decorators:
        if isinstance(decorator, CallExpr) and dotted(decorator) == _CONFORMS:
            for argument in decorator.args:
                node = argument.node if isinstance(argument, RefExpr) else None
                if isinstance(node, TypeInfo) and (name := is_protocol(node)):
                    yield from (name, DECORATED)


def _listed(info: TypeInfo, tree: MypyFile) -> Iterator[str]:
    """Those of the keyword `protocols=[...]`."""
    listed = info.defn.keywords.get("protocols")
    for item in listed.items if isinstance(listed, ListExpr | TupleExpr) else ():
        if (name := _named(item, tree)) in PROTOCOLS:
            yield name


def _named(expression: Expression, tree: MypyFile) -> str:
    """The name in `objc.protocolNamed("...")`, written in place or given to a name of the file."""
    match expression:
        case CallExpr(args=[StrExpr(value=value)]):
            return value if dotted(expression).rpartition(".")[2] in _NAMING else ""
        case NameExpr(name=name):
            for statement in tree.defs:
                match statement:
                    case AssignmentStmt(lvalues=[NameExpr(name=given)], rvalue=CallExpr() as call):
                        if given == name:
                            return _named(call, tree)
                    case _:
                        pass
        case _:
            pass
    return ""
