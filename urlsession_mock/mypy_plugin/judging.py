"""What is wrong with a class of delegates.

Not here: which classes are looked at, and where it is told. One rule: what `conformance.py` would
say of an object is said in the same words, with the right signature behind them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from mypy.erasetype import erase_typevars
from mypy.errorcodes import ErrorCode
from mypy.messages import format_type_distinctly
from mypy.nodes import Context, MypyFile, TypeInfo, Var
from mypy.options import Options
from mypy.subtypes import is_subtype
from mypy.types import CallableType, NoneType, Type
from mypy.types import get_proper_type as proper

from urlsession_mock import complaints
from urlsession_mock.mypy_plugin import codes, notes
from urlsession_mock.mypy_plugin.families import (
    DOWNLOADS,
    expected,
    family,
    is_protocol,
    root,
    takes,
)
from urlsession_mock.mypy_plugin.methods import Method, read
from urlsession_mock.selectors import FINISH_DOWNLOAD, SELECTORS, Selector

__all__ = ["Finding", "Judge", "is_own"]

# What the app is to a delegate differs: UIKit's object on a device, our App in a test.
_UNKNOWN: Final = "UIApplication"

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
class Finding:
    """One thing that is wrong: in which class, with which of its methods; "" for the class."""

    code: ErrorCode
    owner: TypeInfo
    name: str
    text: str
    at: Context


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges classes as one module sees them: `here` is its name."""

    here: str
    modules: Mapping[str, MypyFile]
    options: Options

    def findings(self, info: TypeInfo, families: Collection[str] = ()) -> Iterator[Finding]:
        """All that is wrong with a class. `families` names whose types its methods may use,
        besides those of its bases.
        """
        bases = [base for base in info.mro if is_own(base)]
        used = {*families, *filter(None, (family(base.module_name) for base in info.mro))}
        yield from self._misspelt(bases)
        for base, row in _implemented(bases):
            if notes.for_python(base, row.python_name):
                continue
            method = read(base, row.python_name, is_fresh=base.module_name == self.here)
            if method is not None:
                for code, complaint in self._complaints(method, row, used):
                    text = _advised(complaint, row)
                    yield Finding(code, base, row.python_name, text, method.at)
        told = any(self._takes_no_file(base) for base in bases[1:] if notes.is_judged(base))
        if self._takes_no_file(info) and not told:
            text = _advised(complaints.NO_FILE_TAKEN, FINISH_DOWNLOAD)
            yield Finding(codes.MISSING, info, "", text, info.defn)

    def _misspelt(self, bases: list[TypeInfo]) -> Iterator[Finding]:
        for base in bases:
            for name in base.names:
                rows = complaints.meant(name, lambda row: _holder(bases, row) is not None)
                if rows is None or notes.for_python(base, name):
                    continue
                method = read(base, name, is_fresh=base.module_name == self.here)
                if method is not None and method.data is None:
                    text = _advised(complaints.misspelt(rows), *rows[:1])
                    yield Finding(codes.MISSPELT, base, name, text, method.at)

    def _takes_no_file(self, info: TypeInfo) -> bool:
        """Whether objects of the class lack the one required method, as far as that is known."""
        bases = [base for base in info.mro if is_own(base)]
        is_known = not notes.has_unknown_base(info, self.here) and not _is_abstract(info)
        return is_known and complaints.takes_no_file(
            lambda row: _holder(bases, row) is not None, required=_is_of_downloads(info)
        )

    def _complaints(
        self, method: Method, row: Selector, families: Collection[str]
    ) -> Iterator[tuple[ErrorCode, str]]:
        if method.data is not None:
            yield codes.DATA, complaints.is_data(method.data)
            return
        if method.is_coroutine:
            yield codes.ASYNC, complaints.COROUTINE
        elif method.is_generator:
            yield codes.ASYNC, complaints.GENERATOR
        counted = method.accepted and complaints.miscounted(method.accepted, row)
        if counted:
            yield codes.PARAMETERS, counted
        elif method.type is not None:
            given = expected(row, sorted(families), self.modules)
            for text in self._mistyped(method.type, row, given):
                yield codes.TYPES, text
        if method.type is not None and not (method.is_coroutine or method.is_generator):
            returned = proper(method.type.ret_type)
            if not is_subtype(returned, NoneType()):
                [shown] = format_type_distinctly(returned, options=self.options, bare=True)
                yield codes.TYPES, f"returns {shown}, but must return None"

    def _mistyped(
        self, method: CallableType, row: Selector, families: list[CallableType]
    ) -> Iterator[str]:
        """Parameters that do not take what they are given, in any of the families."""
        for index, argument in enumerate(row.arguments):
            formal = method.argument_by_position(index)
            if formal is None or argument.python_type == _UNKNOWN:
                continue
            taken: Type = erase_typevars(formal.typ)
            given = [
                one.typ
                for method in families
                if (one := method.argument_by_position(index)) is not None
            ]
            if given and not any(takes(taken, one) for one in given):
                shown = format_type_distinctly(taken, given[0], options=self.options, bare=True)
                yield f"takes {shown[0]} for {argument.name}, but is given {shown[1]}"


def _holder(bases: list[TypeInfo], row: Selector) -> TypeInfo | None:
    """The class that implements the method for these; None where it is not, or is None."""
    for base in bases:
        symbol = base.names.get(row.python_name)
        if symbol is not None:
            is_none = isinstance(symbol.node, Var) and isinstance(
                proper(symbol.node.type), NoneType
            )
            return None if is_none else base
    return None


def _implemented(bases: list[TypeInfo]) -> Iterator[tuple[TypeInfo, Selector]]:
    """The delegate methods that these have between them, in the order of the table."""
    held = {name for base in bases for name in base.names}
    for name, row in _BY_NAME.items():
        base = _holder(bases, row) if name in held else None
        if base is not None:
            yield base, row


def _is_of_downloads(info: TypeInfo) -> bool:
    """Whether the class says that it is the delegate of downloads."""
    said = notes.protocols(info) | {name for base in info.mro if (name := is_protocol(base))}
    return DOWNLOADS in said


def _is_abstract(info: TypeInfo) -> bool:
    """Whether no objects are made of the class, or they answer to more than it shows."""
    meta = info.declared_metaclass
    return (
        info.is_protocol
        or (meta is not None and meta.type.fullname == "abc.ABCMeta")
        or any(base.type.fullname == "abc.ABC" for base in info.bases)
        or any(name in info.names for name, _ in info.abstract_attributes)
        or any(not complaints.OPEN.isdisjoint(base.names) for base in info.mro if is_own(base))
    )


def _advised(complaint: str, *rows: Selector) -> str:
    """The complaint, and behind it the method as it should be written."""
    joint = " " if complaint.endswith("?") else "; "
    return joint.join([complaint, *(f"write {complaints.signature(row)}" for row in rows)])
