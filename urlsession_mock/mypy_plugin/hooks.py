"""What mypy calls: when a class was checked, and when something was called.

Not here: judging and telling. One rule: mypy asks for every call of a program whether it is one of
ours, so the answer is a look-up, and no is the common one.

Of a class that was checked, mypy tells by checking its keywords against `__init_subclass__`,
which `object` has and so every class. Only then are the types of all its methods known, of
decorated ones, too; the hooks for base classes and decorators come before that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Final, TypeVar

from mypy.checker import TypeChecker
from mypy.nodes import ARG_STAR2, CallExpr, Expression, MemberExpr, NameExpr, TypeInfo
from mypy.options import Options
from mypy.plugin import (
    FunctionContext,
    MethodContext,
    MethodSigContext,
    Plugin,
    ReportConfigContext,
)
from mypy.types import AnyType, FunctionLike, Type, TypeOfAny

import urlsession_mock
from urlsession_mock.mypy_plugin.families import OURS, family
from urlsession_mock.mypy_plugin.sites import Site, passed, sites
from urlsession_mock.mypy_plugin.telling import Teller

__all__ = ["URLSessionPlugin", "digest"]

_PACKAGE: Final = Path(urlsession_mock.__file__).parent
_MADE: Final = ".__init_subclass__"
_MADE_OF_OBJECT: Final = f"builtins.object{_MADE}"

Called = TypeVar("Called", FunctionContext, MethodContext)


class URLSessionPlugin(Plugin):
    """The plugin; mypy makes one for each of its runs."""

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self._teller = Teller()
        self._checked_by = {OURS: digest(_PACKAGE)}

    def get_function_hook(self, fullname: str) -> Callable[[FunctionContext], Type] | None:
        """Asked for each function and class that is called, and each method called on its class."""
        found = sites(fullname)
        return partial(self._called, fullname, found) if found else None

    def get_method_hook(self, fullname: str) -> Callable[[MethodContext], Type] | None:
        """Asked for each method that is called on an object."""
        if fullname.endswith(_MADE):
            return self._class_made
        found = sites(fullname)
        return partial(self._called, fullname, found) if found else None

    def get_method_signature_hook(
        self, fullname: str
    ) -> Callable[[MethodSigContext], FunctionLike] | None:
        """Asked for each method that is called, before it is known with what."""
        return _class_of_unknown if fullname == _MADE_OF_OBJECT else None

    def report_config_data(self, ctx: ReportConfigContext) -> dict[str, str]:
        """What a module was checked by; where it changes, mypy checks the module anew."""
        return self._checked_by

    def _class_made(self, context: MethodContext) -> Type:
        api = context.api
        if isinstance(api, TypeChecker):
            info = _class_of(context.context, api)
            if info is not None:
                self._teller.made(api, info)
        return context.default_return_type

    def _called(self, fullname: str, found: tuple[Site, ...], context: Called) -> Type:
        api = context.api
        if isinstance(api, TypeChecker):
            families = [family(fullname) or OURS]
            for site in found:
                for index, expression in _arguments(context, site):
                    for one in passed(site, context.arg_types[index][0]):
                        self._teller.passed(api, one, families, expression)
        return context.default_return_type


def _class_of_unknown(context: MethodSigContext) -> FunctionLike:
    """Let a class with an unknown base have keywords: PyObjC's NSObject takes `protocols=`."""
    api, signature = context.api, context.default_signature
    info = _class_of(context.context, api) if isinstance(api, TypeChecker) else None
    if info is None or not info.fallback_to_any:
        return signature
    return signature.copy_modified(  # pyright: ignore[reportUnknownMemberType]  # its defaults have no type
        arg_types=[*signature.arg_types, AnyType(TypeOfAny.special_form)],
        arg_kinds=[*signature.arg_kinds, ARG_STAR2],
        arg_names=[*signature.arg_names, "keywords"],
    )


def _class_of(call: object, api: TypeChecker) -> TypeInfo | None:
    """The class whose keywords are checked by this call; None for a call that the user wrote."""
    match call:
        case CallExpr(callee=MemberExpr(expr=NameExpr(name=name))):
            pass
        case _:
            return None
    # mypy calls it in the name of the class, on the class's line; a local one is kept by both.
    classes = api.tscope.classes
    if classes and classes[-1].name == name and classes[-1].defn.line == call.line:
        return classes[-1]
    local = api.tree.names.get(f"{name}@{call.line}")
    return local.node if local is not None and isinstance(local.node, TypeInfo) else None


def _arguments(context: Called, site: Site) -> Iterator[tuple[int, Expression]]:
    """The argument given for a site's parameter, by its index; none where it is left out."""
    names = context.callee_arg_names
    index = names.index(site.parameter) if site.parameter in names else site.index
    if index < len(context.args) and context.args[index]:
        yield index, context.args[index][0]


@cache
def digest(package: Path) -> str:
    """A digest of all that a verdict depends on: the table, the judgement, and these modules."""
    files = [package / "complaints.py", package / "selectors.py"]
    for folder in ("mypy_plugin", "selector_rows", "protocols"):
        files += sorted((package / folder).glob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
