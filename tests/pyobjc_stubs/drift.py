"""mypy's stubtest, asked about the stubs and the fake modules; a program of its own.

It prints what differs, as JSON: where, what, and which excuse there is for it, if any. A process
of its own, because stubtest imports modules by name and keeps what it has read. Not here: what
is made of it (`test_drift.py`). One rule: an excuse looks at the two objects, and says why they
may differ; what has none is a defect of the stub or of the double.

    python -m tests.pyobjc_stubs.drift      with the stubs on MYPYPATH
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from importlib import import_module
from typing import Any, Final, NewType

from mypy import nodes, options, stubtest

from urlsession_mock.bindings.pyobjc.installing import importable
from urlsession_mock.bindings.pyobjc.modules import MODULES
from urlsession_mock.not_simulated import is_refused

__all__ = ["EXCUSES", "STUBBED"]

STUBBED: Final = (
    "Foundation",
    "objc",
    "PyObjCTools",
    "PyObjCTools.AppHelper",
    "PyObjCTools.KeyValueCoding",
)


@dataclass(frozen=True)
class Difference:
    """One thing that stubtest says, with both sides of it."""

    path: tuple[str, ...]
    message: str
    stub: object
    runtime: object

    @property
    def name(self) -> str:
        """The last part of its name."""
        return self.path[-1]

    @property
    def top(self) -> object:
        """The class, function or constant of the module in which it is; None if there is none."""
        return found(self.path[:2])

    @property
    def owner(self) -> object:
        """What the name is looked up in."""
        return found(self.path[:-1])

    @property
    def is_only_at_runtime(self) -> bool:
        """Whether the stub lacks it."""
        return isinstance(self.stub, stubtest.Missing)


def found(path: tuple[str, ...]) -> object:
    """What a fake module has under a dotted name."""
    if not path:
        return None
    value: object = sys.modules[path[0]]
    for name in path[1:]:
        value = getattr(value, name, None)
    return value


# -- excuses -------------------------------------------------------------


def by_position(each: Difference) -> bool:
    """A parameter has another name; it is passed by position, so nobody can say either."""
    return (
        re.search(r'stub parameter "\w+" differs from runtime parameter', each.message) is not None
    )


def is_an_enumeration(each: Difference) -> bool:
    """PyObjC's enumeration is a NewType of int, and so is the stub's; the double's is an IntEnum.

    `tests/foundation/test_surface.py` compares the values.
    """
    return isinstance(each.top, type) and issubclass(each.top, IntEnum)


def is_a_number(each: Difference) -> bool:
    """A constant of an enumeration is a plain number at run time, and a NewType to a checker."""
    return (
        "variable differs from runtime type Literal" in each.message and type(each.runtime) is int
    )


def is_a_name_of_a_type(each: Difference) -> bool:
    """The name of an enumeration that is not simulated is a NewType at run time, too."""
    return isinstance(each.runtime, NewType)


def is_a_formal_protocol(each: Difference) -> bool:
    """A protocol is an object of the bridge at run time; a class only to be inherited for checkers.

    pyright does not let one be inherited that says so with `type_check_only`.
    """
    return isinstance(each.stub, nodes.TypeInfo) and each.stub.is_protocol


def is_not_simulated(each: Difference) -> bool:
    """PyObjC has it, and there is no double, or one that refuses all; using it says so."""
    top = each.top
    if each.is_only_at_runtime:
        return False
    if isinstance(top, type):
        own = [name for name in vars(top) if not name.startswith("_")]
        return bool(own) and all(is_refused(top, name) for name in own)
    return len(each.path) == 2 and (top is None or type(top).__name__ == "Refused")


def is_any(each: Difference) -> bool:
    """A real name that is neither simulated nor described is Any to a checker."""
    simulated = import_module(MODULES[each.path[0]].module).__all__
    return each.is_only_at_runtime and len(each.path) == 2 and each.name not in simulated


def takes_anything_to_refuse(each: Difference) -> bool:
    """A method that refuses takes any arguments, so as to say its name."""
    return is_refused(each.owner, each.name)


def is_ours(each: Difference) -> bool:
    """What the package itself adds to a double, for tests; no code for a Mac may use it."""
    if not each.is_only_at_runtime:
        return False
    # Apple's names have no underscore inside; functions of `objc` have.
    is_spelt_so = re.fullmatch(r"[a-z]+(_[a-z]+)+", each.name) and len(each.path) > 2
    return bool(is_spelt_so) or each.name in OURS or each.name in HOOKS


BUILT_IN: Final = (list, dict, set, frozenset, bytes, bytearray)

OURS: Final = {
    *("__not_simulated__", "URL_ERROR_TEXTS", "is_simulated"),
    *("announcing", "kind", "now", "of", "over", "received"),
}

# What Python itself asks an object for.
HOOKS: Final = {"__set_name__", "__del__", "__code__", "__func__"}


def is_of_pythons_own(each: Difference) -> bool:
    """A double that is a list, dict, set or bytes forbids what it inherits and PyObjC's has not."""
    top = each.top
    if not isinstance(top, type):
        return False
    of = next((base for base in BUILT_IN if issubclass(top, base)), None)
    constructor = each.name in ("__init__", "__new__", "__hash__")
    return of is not None and (constructor or (each.is_only_at_runtime and hasattr(of, each.name)))


def is_a_struct(each: Difference) -> bool:
    """The double of a struct is a named tuple, which has other ways to be made."""
    return isinstance(each.top, type) and issubclass(each.top, tuple)


def is_partial(each: Difference) -> bool:
    """What a class has that is not described is Any to a checker."""
    return each.name == "__getattr__" and not each.is_only_at_runtime


def calls_an_init_method(each: Difference) -> bool:
    """Arguments by position are refused when it runs, as in PyObjC; the stub takes none."""
    return each.path[-2:] == ("NSObject", "__new__")


def is_a_buffer_in_c(each: Difference) -> bool:
    """Before Python 3.12 a buffer of C has no `__buffer__` to be seen."""
    return each.name == "__buffer__" and sys.version_info < (3, 12)


def is_a_function_to_checkers(each: Difference) -> bool:
    """A class at run time, of which a checker is told what it gives: what it was given."""
    return each.path in {("objc", name) for name in ("super", "python_method", "objc_method")}


def needs_a_runtime(each: Difference) -> bool:
    """There is no runtime: `objc_object` is NSObject, `objc_class` only answers `isinstance`.

    Nobody makes a `varlist`.
    """
    return each.path[:2] in {("objc", name) for name in ("objc_object", "objc_class", "varlist")}


def is_a_function_of_c(each: Difference) -> bool:
    """The bridge gives functions of C no keywords; the doubles' parameters have names."""
    return len(each.path) == 2 and "should be positional or keyword" in each.message


EXCUSES: Final[tuple[Callable[[Difference], bool], ...]] = (
    by_position,
    is_an_enumeration,
    is_a_number,
    is_a_name_of_a_type,
    is_a_formal_protocol,
    is_not_simulated,
    is_any,
    takes_anything_to_refuse,
    is_ours,
    is_of_pythons_own,
    is_a_struct,
    is_partial,
    calls_an_init_method,
    is_a_buffer_in_c,
    is_a_function_to_checkers,
    needs_a_runtime,
    is_a_function_of_c,
)


def differences() -> list[dict[str, Any]]:  # JSON
    """What stubtest finds, each with its excuse."""
    names: list[str] = [name for name in STUBBED if name in MODULES]
    read = options.Options()
    read.incremental = False
    stubtest.build_stubs(names, read)
    return [
        {
            "where": error.object_desc,
            "what": error.message,
            "excuse": next((why.__name__ for why in EXCUSES if why(_difference(error))), None),
        }
        for module in names
        for error in stubtest.test_module(module)
    ]


def _difference(error: stubtest.Error) -> Difference:
    return Difference(
        tuple(error.object_path), error.message, error.stub_object, error.runtime_object
    )


if __name__ == "__main__":
    with importable():
        print(json.dumps(differences()))
