"""The methods of a class as mypy has read them, in the terms of `inspect`.

Not here: whether they are right. One rule: what cannot be known of a method, because a
decorator hides it or its class came from the cache, is left unknown and never guessed.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from mypy.nodes import (
    ARG_NAMED,
    ARG_NAMED_OPT,
    ARG_OPT,
    ARG_POS,
    ARG_STAR,
    ARG_STAR2,
    ArgKind,
    CallExpr,
    Context,
    Decorator,
    Expression,
    FuncDef,
    MemberExpr,
    NameExpr,
    OverloadedFuncDef,
    RefExpr,
    SymbolNode,
    TypeInfo,
    Var,
)
from mypy.types import CallableType, Instance
from mypy.types import get_proper_type as proper

__all__ = ["Method", "is_for_python", "last", "read", "without_self"]


@dataclass(frozen=True, slots=True)
class Method:
    """What stands under a name in a class. `accepted` and `type` are without `self`.

    `accepted` is None where it is not known; `type` too, and where nothing is annotated.
    `data` is the name of its type, where it is something that cannot be called.
    """

    name: str
    at: Context
    accepted: inspect.Signature | None = None
    type: CallableType | None = None
    is_coroutine: bool = False
    is_generator: bool = False
    data: str | None = None


# Decorators of the bridges that leave the function as it is. PyObjC and rubicon have no types
# without stubs, and so would hide it. Known by their last name: of a module that mypy does not
# find, it does not know the others.
_TRANSPARENT: Final = frozenset({"callbackFor", "objc_method", "typedSelector"})
_FOR_PYTHON: Final = "python_method"


def read(owner: TypeInfo, name: str, *, is_fresh: bool) -> Method | None:
    """Read what a class holds under a name; None if it is nothing that could be a method.

    `is_fresh` says that the class was parsed just now, decorators and all.
    """
    node = owner.names[name].node
    if isinstance(node, OverloadedFuncDef):
        if node.is_property or node.impl is None:
            return None
        node = node.impl
    match node:
        case FuncDef():
            return None if node.is_property else _of_function(name, node, is_fresh=is_fresh)
        case Decorator():
            return None if node.var.is_property else _of_decorated(name, node, is_fresh=is_fresh)
        case Var() if node.is_initialized_in_class and not node.is_property:
            return _of_variable(name, node)
        case _:
            return None


def _of_function(name: str, function: FuncDef, *, is_fresh: bool) -> Method:
    # From the cache it has no arguments, only their names, and not those that count by position.
    written = [one.variable.name for one in function.arguments] if is_fresh else ()
    kept = 0 if function.is_static else 1
    annotated = function.type if isinstance(function.type, CallableType) else None
    return Method(
        name,
        function,
        _signature(function.arg_names, function.arg_kinds, kept, written),
        without_self(annotated, kept) if annotated is not None else None,
        is_coroutine=function.is_coroutine or function.is_async_generator,
        is_generator=function.is_generator,
    )


def _of_decorated(name: str, node: Decorator, *, is_fresh: bool) -> Method:
    function = node.func
    if is_fresh and all(last(one) in _TRANSPARENT for one in node.decorators):
        return _of_function(
            name, function, is_fresh=True
        )  # mypy takes `staticmethod` and such out itself
    seen = proper(node.var.type)
    if not isinstance(seen, CallableType):
        return Method(name, function)
    kept = 0 if function.is_static else 1
    returned = proper(seen.ret_type)
    return Method(
        name,
        function,
        None if _is_open(seen) else _signature(seen.arg_names, seen.arg_kinds, kept),
        None if _is_open(seen) or seen.implicit else without_self(seen, kept),
        is_coroutine=isinstance(returned, Instance)
        and returned.type.fullname in {"typing.Coroutine", "typing.AsyncGenerator"},
    )


def _of_variable(name: str, variable: Var) -> Method | None:
    seen = proper(variable.type)
    if isinstance(seen, CallableType):
        return Method(name, variable)
    if not isinstance(seen, Instance):
        return None
    if seen.type.get("__call__") is not None:
        return Method(name, variable)
    if seen.type.module_name != "builtins" or seen.type.name == "object":
        return None  # an object of a bridge, for one: it may be a selector
    return Method(name, variable, data=seen.type.name)


def _is_open(seen: CallableType) -> bool:
    """Whether its parameters are left open, as in `Callable[..., None]`."""
    return seen.is_ellipsis_args or seen.param_spec() is not None


def without_self(seen: CallableType, kept: int = 1) -> CallableType:
    """The type of a method as it is called; `kept` is 0 where it has no `self`."""
    if not kept or not seen.arg_kinds or seen.arg_kinds[0] is ARG_STAR:
        return seen
    return seen.copy_modified(  # pyright: ignore[reportUnknownMemberType]  # its defaults have no type
        arg_types=seen.arg_types[1:], arg_kinds=seen.arg_kinds[1:], arg_names=seen.arg_names[1:]
    )


# --- signatures --------------------------------------------------------------------------

_KINDS: Final[dict[ArgKind, inspect._ParameterKind]] = {
    ARG_POS: inspect.Parameter.POSITIONAL_OR_KEYWORD,
    ARG_OPT: inspect.Parameter.POSITIONAL_OR_KEYWORD,
    ARG_STAR: inspect.Parameter.VAR_POSITIONAL,
    ARG_NAMED: inspect.Parameter.KEYWORD_ONLY,
    ARG_NAMED_OPT: inspect.Parameter.KEYWORD_ONLY,
    ARG_STAR2: inspect.Parameter.VAR_KEYWORD,
}


class _Default:
    """A default, which is not evaluated."""

    def __repr__(self) -> str:
        return "..."


def _signature(
    names: Sequence[str | None], kinds: Sequence[ArgKind], kept: int, written: Sequence[str] = ()
) -> inspect.Signature | None:
    """The signature without its first parameter, where `kept` says that this is `self`."""
    parameters = list(_parameters(names, kinds, written))
    if kept and parameters and parameters[0].kind is not inspect.Parameter.VAR_POSITIONAL:
        del parameters[0]
    try:
        return inspect.Signature(parameters)
    except ValueError:
        return None  # a type that no `def` has


def _parameters(
    names: Sequence[str | None], kinds: Sequence[ArgKind], written: Sequence[str]
) -> Iterator[inspect.Parameter]:
    for index, (name, kind) in enumerate(zip(names, kinds, strict=True)):
        shown = name or (written[index] if index < len(written) else f"argument{index}")
        how = _KINDS[kind]
        if name is None and how is inspect.Parameter.POSITIONAL_OR_KEYWORD:
            how = inspect.Parameter.POSITIONAL_ONLY
        default = _Default() if kind in (ARG_OPT, ARG_NAMED_OPT) else inspect.Parameter.empty
        yield inspect.Parameter(shown, how, default=default)


# --- decorators --------------------------------------------------------------------------


def last(expression: Expression) -> str:
    """The last name of what a decorator, a base or the function of a call is; "" for others."""
    match expression:
        case CallExpr():
            return last(expression.callee)
        case RefExpr() if isinstance(expression.node, TypeInfo | FuncDef):
            return expression.node.name  # whatever it was imported as
        case MemberExpr() | NameExpr():
            return expression.name
        case _:
            return ""


def is_for_python(node: SymbolNode | None) -> bool:
    """Whether a method is kept from Objective-C, and so may be called as it likes."""
    return isinstance(node, Decorator) and any(
        last(one) == _FOR_PYTHON for one in node.original_decorators
    )
