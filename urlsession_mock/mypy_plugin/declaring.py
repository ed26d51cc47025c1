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
from urlsession_mock.mypy_plugin.methods import last

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
        match decorator:
            case CallExpr(callee=RefExpr(fullname=name), args=protocols) if name == _CONFORMS:
                nodes = [one.node for one in protocols if isinstance(one, RefExpr)]
                for node in nodes:
                    if isinstance(node, TypeInfo) and (protocol := is_protocol(node)):
                        yield from (protocol, DECORATED)
            case _:
                pass


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
            return value if last(expression) in _NAMING else ""
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
