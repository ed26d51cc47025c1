"""How modules are put in the way of an import for a while, and taken out again.

Not here: what the modules hold. One rule: afterwards `sys.modules` is as it was, so that a module
which took something from them is imported afresh the next time.
"""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from types import ModuleType

__all__ = ["imported"]

_OURS = ("urlsession_mock", "pytest_urlsession")


@contextmanager
def imported(modules: Mapping[str, ModuleType], *, hides: Iterable[str] = ()) -> Generator[None]:
    """Let these modules be the ones of their names while the body runs.

    `hides` names packages of which nothing else can be found meanwhile: what was imported of
    them is put away. Afterwards all is put back, and modules that were first imported inside, and
    that took something from these, are taken out.
    """
    before = dict(sys.modules)
    for name in before:
        if any(name == package or name.startswith(f"{package}.") for package in hides):
            del sys.modules[name]
    sys.modules.update(modules)
    try:
        yield
    finally:
        _take_out(modules, before)


def _take_out(modules: Mapping[str, ModuleType], before: Mapping[str, ModuleType]) -> None:
    gone = {name: sys.modules.get(name, module) for name, module in modules.items()}
    for name in modules:
        sys.modules.pop(name, None)
    sys.modules.update({name: module for name, module in before.items() if name not in sys.modules})
    fresh = {
        name: module
        for name, module in list(sys.modules.items())
        if name not in before and name.partition(".")[0] not in _OURS
    }
    taken = {id(value) for module in gone.values() for value in _worth(module)}
    taken |= {id(module) for module in gone.values()}
    while took := [name for name, module in fresh.items() if _holds(module, taken)]:
        for name in took:
            module = fresh.pop(name)
            taken.add(id(module))
            taken |= {id(value) for value in _worth(module) if _is_made_in(value, name)}
            del sys.modules[name]


def _worth(module: ModuleType) -> Iterable[object]:
    """What tells that a module took it: not the texts and numbers that anything may hold."""
    return (
        value
        for name, value in vars(module).items()
        if not name.startswith("__") and type(value) not in (int, str, float, bool, type(None))
    )


def _is_made_in(value: object, module: str) -> bool:
    return getattr(value, "__module__", None) == module


def _holds(module: ModuleType, taken: set[int]) -> bool:
    return any(id(value) in taken for value in _worth(module))
