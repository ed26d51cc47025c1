"""One importable module, made of one of ours: it gives that one's public names and no others.

Not here: the names (modules.py and what it lists). One rule: what the real module has and we do not
is a placeholder that refuses; what the real module has not is an AttributeError, as Python's own.
"""

from __future__ import annotations

from importlib import import_module
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Final

from urlsession_mock.bindings.pyobjc.modules import MODULES, Row

__all__ = ["Fake", "is_fake"]


class Fake(ModuleType):
    """A module that is looked up name by name, the first time each is asked for."""

    def __init__(self, name: str) -> None:
        row = MODULES[name]
        super().__init__(name, f"{name}, as urlsession-mock simulates it")
        self.__row: Final[Row] = row
        self.__file__ = f"<urlsession-mock: {name}>"
        self.__spec__ = ModuleSpec(name, None, origin=self.__file__, is_package=row.is_package)
        if row.is_package:
            # Nothing is there: what looks for the bridge's own library beside it finds none.
            self.__path__ = [str(Path(__file__).parent / "nothing" / name)]
        else:
            self.__package__ = name.rpartition(".")[0]

    def __getattr__(self, name: str) -> object:
        if name == "__all__":
            found: object = self.__dir__()
        elif name.startswith("__"):
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        else:
            found = self._find(name)
        vars(self)[name] = found
        return found

    def __dir__(self) -> list[str]:
        names: set[str] = set()
        for row in _lineage(self.__row):
            names.update(_ours(row).__all__)
        return sorted(names)

    def _find(self, name: str) -> object:
        for row in _lineage(self.__row):
            ours = _ours(row)
            if name in ours.__all__:
                return getattr(ours, name)
        raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")


def is_fake(value: object) -> bool:
    """Whether it is one of these modules."""
    return isinstance(value, Fake)


def _lineage(row: Row) -> list[Row]:
    """The row and the rows whose names it gives too, nearest first."""
    found = [row]
    for parent in row.parents:
        found += [each for each in _lineage(MODULES[parent]) if each not in found]
    return found


def _ours(row: Row) -> ModuleType:
    return import_module(row.module)
