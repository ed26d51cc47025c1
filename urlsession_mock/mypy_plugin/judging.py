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
from mypy.nodes import Context, MypyFile, TypeInfo
from mypy.options import Options
from mypy.subtypes import is_subtype
from mypy.types import CallableType, NoneType, Type
from mypy.types import get_proper_type as proper

from urlsession_mock import complaints
from urlsession_mock.mypy_plugin import codes, notes
from urlsession_mock.mypy_plugin.families import expected, family, takes
from urlsession_mock.mypy_plugin.methods import Method, read
from urlsession_mock.mypy_plugin.subjects import Subject
from urlsession_mock.selectors import FINISH_DOWNLOAD, Selector

__all__ = ["Finding", "Judge"]

# What the app is to a delegate differs: UIKit's object on a device, our App in a test.
_UNKNOWN: Final = "UIApplication"


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
        subject = Subject.of(info, self.here)
        used = {*families, *filter(None, (family(base.module_name) for base in info.mro))}
        yield from self._misspelt(subject)
        for base, row in subject.held():
            method = read(base, row.python_name, is_fresh=base.module_name == self.here)
            if method is None:
                continue
            why = subject.why_hidden(base, row)
            found = [(codes.HIDDEN, why)] if why else []
            if why is None:
                found = list(self._complaints(method, row, used))
            for code, complaint in found:
                yield Finding(code, base, row.python_name, _advised(complaint, row), method.at)
        judged = (
            Subject.of(base, self.here) for base in subject.bases[1:] if notes.is_judged(base)
        )
        if subject.takes_no_file() and not any(base.takes_no_file() for base in judged):
            text = _advised(complaints.NO_FILE_TAKEN, FINISH_DOWNLOAD)
            yield Finding(codes.MISSING, info, "", text, info.defn)

    def _misspelt(self, subject: Subject) -> Iterator[Finding]:
        for base in subject.bases:
            for name in base.names:
                rows = complaints.meant(name, subject.implements)
                if rows is None or notes.for_python(base, name):
                    continue
                method = read(base, name, is_fresh=base.module_name == self.here)
                if method is not None and method.data is None:
                    text = _advised(complaints.misspelt(rows), *rows[:1])
                    yield Finding(codes.MISSPELT, base, name, text, method.at)

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


def _advised(complaint: str, *rows: Selector) -> str:
    """The complaint, and behind it the method as it should be written."""
    joint = " " if complaint.endswith("?") else "; "
    return joint.join([complaint, *(f"write {complaints.signature(row)}" for row in rows)])
