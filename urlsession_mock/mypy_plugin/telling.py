"""Where a finding is told: at its own line, if mypy is in that file now.

mypy keeps the errors of each file beside it in its cache, so while it checks one file nothing can
be told in another. One rule: a class that says what it is, or is passed where it is written, is
told of there and nowhere else; any other at the first call in each file that passes it.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from mypy.checker import TypeChecker
from mypy.nodes import Context, MypyFile, TypeInfo

from urlsession_mock import complaints
from urlsession_mock.mypy_plugin import codes, notes
from urlsession_mock.mypy_plugin.declaring import DECORATED, declared
from urlsession_mock.mypy_plugin.families import OURS
from urlsession_mock.mypy_plugin.judging import Finding, Judge
from urlsession_mock.mypy_plugin.sites import Passed
from urlsession_mock.mypy_plugin.subjects import is_own

__all__ = ["Teller"]


class Teller:
    """Tells of classes, of each once in a file."""

    def __init__(self) -> None:
        self._calls: dict[tuple[str, str], tuple[MypyFile, int, int]] = {}

    def made(self, api: TypeChecker, info: TypeInfo) -> None:
        """A class was checked: judge it, if it says that it is a delegate."""
        if not is_own(info):
            return
        says = declared(info, api.tree)
        notes.note(info, says)
        if notes.is_judged(info):
            _tell(api, info, info.defn, {OURS} if DECORATED in says else ())

    def passed(
        self, api: TypeChecker, given: Passed, families: Collection[str], at: Context
    ) -> None:
        """A delegate of a class was passed: judge the class, unless that is done elsewhere."""
        info = given.type.type
        if not is_own(info):
            return
        if given.is_class:
            text = complaints.is_class(info.name)
            api.fail(f"{info.name} is not a well-formed delegate: {text}", at, code=codes.CLASS)
        if info.module_name == api.tree.fullname:
            notes.note(info, {notes.PASSED})
        elif notes.is_judged(info) or not self._is_first(api.tree, info, at):
            return
        _tell(api, info, at, families)

    def _is_first(self, tree: MypyFile, info: TypeInfo, at: Context) -> bool:
        """Whether the file tells of the class at this call; mypy may check a call twice."""
        here = (tree, at.line, at.column)
        key = (tree.fullname, info.fullname)
        if self._calls.get(key, (None,))[0] is not tree:
            self._calls[key] = here
        return self._calls[key] == here


def _tell(api: TypeChecker, info: TypeInfo, at: Context, families: Collection[str]) -> None:
    judge = Judge(api.tree.fullname, api.modules, api.options)
    for finding in judge.findings(info, families):
        owner = finding.owner
        if owner.module_name == api.tree.fullname:
            text = f"{finding.name} {finding.text}" if finding.name else finding.text
            api.fail(text, finding.at, code=finding.code)
        elif owner is info or not notes.is_judged(owner) or finding.code is codes.HIDDEN:
            api.fail(_placed(finding, api.modules), at, code=finding.code)


def _placed(finding: Finding, modules: dict[str, MypyFile]) -> str:
    """The text with the file and the line that it speaks of."""
    owner = finding.owner
    file = complaints.shown(str(Path(modules[owner.module_name].path).absolute()))
    line = notes.line_of(owner, finding.name)
    where = file if line is None else f"{file}:{line}"
    if not finding.name:
        return f"{owner.name} ({where}): {finding.text}"
    return f"{finding.name} ({where}) {finding.text}"
