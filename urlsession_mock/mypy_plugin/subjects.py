"""A class of delegates as Objective-C sees it: which methods it has, and where they stand.

Not here: whether they are any good. One rule: it answers as `responding.py` does for objects.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from mypy.nodes import Decorator, FuncDef, TypeInfo, Var
from mypy.types import NoneType
from mypy.types import get_proper_type as proper

from urlsession_mock import complaints
from urlsession_mock.mypy_plugin import notes
from urlsession_mock.mypy_plugin.families import DOWNLOADS, is_protocol, root
from urlsession_mock.selectors import SELECTORS, Selector

__all__ = ["Subject", "is_own"]

_BY_NAME: Final = {row.python_name: row for row in SELECTORS}

# Whose classes are no delegates of the user's.
_OTHERS: Final = frozenset(
    {
        "AppKit",
        "CoreFoundation",
        "Foundation",
        "PyObjCTools",
        "UIKit",
        "abc",
        "builtins",
        "objc",
        "pytest_urlsession",
        "rubicon",
        "typing",
        "typing_extensions",
        "unittest",
        "urlsession_mock",
    }
)


def is_own(info: TypeInfo) -> bool:
    """Whether the user wrote it."""
    return root(info.module_name) not in _OTHERS


@dataclass(frozen=True, slots=True)
class Subject:
    """A class, looked at from a module: `here` is its name.

    `bases` are the class and its bases, as far as the user wrote them.
    """

    info: TypeInfo
    here: str
    bases: tuple[TypeInfo, ...]

    @classmethod
    def of(cls, info: TypeInfo, here: str) -> Subject:
        """Look at a class."""
        return cls(info, here, tuple(base for base in info.mro if is_own(base)))

    def held(self) -> Iterator[tuple[TypeInfo, Selector]]:
        """The delegate methods that stand in it, in the order of the table, and in which class."""
        names = {name for base in self.bases for name in base.names}
        for name, row in _BY_NAME.items():
            base = self._holder(row) if name in names else None
            if base is not None:
                yield base, row

    def implements(self, row: Selector) -> bool:
        """Whether its objects respond to the method."""
        base = self._holder(row)
        return base is not None and self.why_hidden(base, row) is None

    def _holder(self, row: Selector) -> TypeInfo | None:
        """The class where the method stands; None where it does not, or is None."""
        for base in self.bases:
            symbol = base.names.get(row.python_name)
            if symbol is not None:
                node = symbol.node
                is_none = isinstance(node, Var) and isinstance(proper(node.type), NoneType)
                return None if is_none else base
        return None

    def why_hidden(self, base: TypeInfo, row: Selector) -> str | None:
        """Why PyObjC does not export a method that stands in that base; "" if it was asked to."""
        if notes.for_python(base, row.python_name):
            return ""
        if not notes.is_exported(self.info, self.here):
            return None
        if not notes.is_exported(base, self.here):
            return None if notes.has_unknown_base(base, self.here) else complaints.IN_A_MIXIN
        node = base.names[row.python_name].node
        function = node.func if isinstance(node, Decorator) else node
        is_static = isinstance(function, FuncDef) and function.is_static
        return complaints.STATIC if is_static else None

    def takes_no_file(self) -> bool:
        """Whether its objects lack the one required method, as far as that is known."""
        is_known = not notes.has_unknown_base(self.info, self.here) and not self._is_abstract()
        return is_known and complaints.takes_no_file(
            self.implements, required=self._is_of_downloads()
        )

    def _is_of_downloads(self) -> bool:
        """Whether it says that it is the delegate of downloads."""
        said = {name for base in self.info.mro if (name := is_protocol(base))}
        return DOWNLOADS in said | notes.protocols(self.info)

    def _is_abstract(self) -> bool:
        """Whether no objects are made of it, or they answer to more than it shows."""
        info, meta = self.info, self.info.declared_metaclass
        return (
            info.is_protocol
            or (meta is not None and meta.type.fullname == "abc.ABCMeta")
            or any(base.type.fullname == "abc.ABC" for base in info.bases)
            or any(name in info.names for name, _ in info.abstract_attributes)
            or any(not complaints.OPEN.isdisjoint(base.names) for base in self.bases)
        )
