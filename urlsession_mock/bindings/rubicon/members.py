"""The methods of a class of the core, as Objective-C has them.

Not here: which class it is (registry.py). One rule: a method is looked up on the object when it is
called, so that a subclass of the client's may override it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from types import FunctionType
from typing import Any, Final, TypeAlias, TypeGuard, cast

from urlsession_mock.bindings.rubicon.ctypes_for import of_letters
from urlsession_mock.bindings.rubicon.pointers import heap, objc_id
from urlsession_mock.bindings.rubicon.record import Member, Record, Side
from urlsession_mock.bindings.rubicon.values import PROPERTIES
from urlsession_mock.not_simulated import python_name

__all__ = ["Cls", "Sel", "double", "selectors", "take"]

Cls: TypeAlias = Any
"""A class, as an argument or a result."""
Sel: TypeAlias = str
"""A selector, by its name."""


@cache
def double(selector: str, letters: str, *, of_class: bool) -> Member:
    """A method that the double has itself, under its PyObjC name."""
    restype, *argtypes = of_letters(letters)
    name = python_name(selector)

    def call(thing: Any, *arguments: Any) -> Any:  # Any: a double's own types
        __tracebackhide__ = True
        return getattr(thing.core if of_class else thing, name)(*arguments)

    outs = [place for place, letter in enumerate(letters[1:]) if letter in "obp"]
    if not outs:
        return Member(selector, restype, tuple(argtypes), call)

    def call_out(thing: Any, *arguments: Any) -> Any:  # Any: as above
        __tracebackhide__ = True
        given = [None if place in outs else value for place, value in enumerate(arguments)]
        # PyObjC returns what comes out behind the result; the core's doubles do the same.
        answer = call(thing, *given)
        result, *rest = answer if _is_tuple(answer) else (answer,)
        for place, value in zip(outs, rest, strict=False):
            _store(arguments[place], value)
        return result

    return Member(selector, restype, tuple(argtypes), call_out)


def _is_tuple(value: object) -> TypeGuard[tuple[Any, ...]]:
    return isinstance(value, tuple)


def _store(pointer: Any, value: Any) -> None:  # Any: `byref(x)`, or a pointer; ctypes has no types
    target = getattr(pointer, "_obj", None)
    if target is None and pointer:
        target = pointer.contents
    if isinstance(target, objc_id):
        target.value = heap.address(value) or None
    elif target is not None:
        target.value = int(value)


def take(record: Record, source: type) -> None:
    """Give a record the methods of a class whose receivers are values."""
    for side, selector, letters, function in selectors(source):
        restype, *argtypes = of_letters(letters)
        record.add(side, Member(selector, restype, tuple(argtypes), function))
    record.properties["instance"] |= PROPERTIES & set(record.own["instance"])


@cache
def selectors(core: type) -> tuple[tuple[Side, str, str, Callable[..., Any]], ...]:
    """The selectors of a class that surface.txt has not: by its names, and its annotations."""
    return tuple(_found(core))


def _found(core: type) -> Iterator[tuple[Side, str, str, Callable[..., Any]]]:
    for name, value in vars(core).items():
        is_class = isinstance(value, classmethod)
        method = cast("Any", value).__func__ if is_class else value  # what it was made of
        if name.startswith("_") or not isinstance(method, FunctionType):
            continue
        if not (name.endswith("_") or "_" not in name):
            continue
        plain = name.removesuffix("__")  # `class__`
        count = plain.count("_")
        kinds = [
            str(k) for key, k in method.__annotations__.items() if key not in ("return", "self")
        ]
        kinds += ["Any"] * (count - len(kinds))
        letters = map(_letter, [str(method.__annotations__.get("return")), *kinds[:count]])
        call = partial(_on_class, method, core) if is_class else method
        yield "class" if is_class else "instance", plain.replace("_", ":"), "".join(letters), call


def _on_class(method: Callable[..., Any], core: type, _record: object, *arguments: Any) -> Any:
    __tracebackhide__ = True
    return method(core, *arguments)


def _letter(annotation: str) -> str:
    """The letter for an annotation, as it is written in the doubles."""
    if annotation.startswith("Callable"):
        return "?"
    return _WRITTEN.get(annotation, "@")


_WRITTEN: Final = {
    "int": "q", "bool": "B", "float": "d", "None": "v", "tuple[int, int]": "R",
    "str | bytes": ":", "Selecting": ":", "Sel": ":", "Cls": "#", "bytes": "*",
}  # fmt: skip
