"""One importable module, made of one of ours: it gives that one's public names and no others.

Not here: the names (modules.py and what it lists). One rule: what the real module has and we do not
is a placeholder that refuses; what the real module has not is an AttributeError, as Python's own.
"""

from __future__ import annotations

from importlib import import_module
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

from urlsession_mock.bindings.pyobjc.modules import MODULES, Row
from urlsession_mock.bindings.pyobjc.names import listed, unsimulated

__all__ = ["Fake", "is_fake", "simulated"]


class Fake(ModuleType):
    """A module that is looked up name by name, the first time each is asked for."""

    def __init__(self, name: str) -> None:
        row = MODULES[name]
        super().__init__(name, f"{name}, as urlsession-mock simulates it")
        file = f"<urlsession-mock: {name}>"
        vars(self).update(
            __simulated__=True,
            __file__=file,
            __spec__=ModuleSpec(name, None, origin=file, is_package=row.is_package),
            __package__=name if row.is_package else name.rpartition(".")[0],
        )
        if row.is_package:
            # Nothing is there: what looks for the bridge's own library beside it finds none.
            vars(self)["__path__"] = [str(Path(__file__).parent / "nothing" / name)]

    def __getattr__(self, name: str) -> object:
        found = self.__dir__() if name == "__all__" else _find(self.__name__, name)
        vars(self)[name] = found
        return found

    def __dir__(self) -> list[str]:
        names = simulated(self.__name__)
        for row in _lineage(self.__name__):
            names.update(listed(row.facts))
        return sorted(names)


def is_fake(value: object) -> bool:
    """Whether it is one of these modules."""
    return isinstance(value, Fake)


def simulated(module: str) -> set[str]:
    """The names that a module gives and that work."""
    return {name for row in _lineage(module) for name in _ours(row).__all__}


def _find(module: str, name: str) -> object:
    rows = _lineage(module)
    for row in rows:
        ours = _ours(row)
        if name in ours.__all__ or (name == "__version__" and hasattr(ours, name)):
            return getattr(ours, name)
    for row in rows:
        if name in listed(row.facts):
            return unsimulated(row.facts, name)
    raise AttributeError(f"module {module!r} has no attribute {name!r}")


def _lineage(module: str) -> list[Row]:
    """The module's row and the rows whose names it gives too, nearest first."""
    row = MODULES[module]
    found = [row]
    for parent in row.parents:
        found += [each for each in _lineage(parent) if each not in found]
    return found


def _ours(row: Row) -> ModuleType:
    return import_module(row.module)
