"""Copying, moving, linking and removing, as NSFileManager does it.

What it is: four verbs on the real disk, and what is asked of a delegate about them. What it is not:
Apple's spelling of them (`file_manager.py`). Its one rule: nothing is ever written over.

A moved download is simply gone from its place, which is how the rule about it knows
(`urlsession_mock/files.py`).
"""

from __future__ import annotations

import errno
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.url import NSURL

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["COPY", "LINK", "MOVE", "REMOVE", "Verb", "changed"]


@dataclass(frozen=True, slots=True)
class Verb:
    """What is done, and how the delegate's methods spell it."""

    stem: str
    gerund: str
    do: Callable[[str, str], object]
    reads: bool = False
    """A source that is not there is an error of reading: 260, where it is 4 otherwise."""


def _copy(source: str, to: str) -> None:
    _must_be_free(to)
    if os.path.islink(source):
        os.symlink(os.readlink(source), to)
    elif os.path.isdir(source):
        shutil.copytree(source, to, symlinks=True)
    else:
        shutil.copy2(source, to)


def _move(source: str, to: str) -> None:
    os.lstat(source)
    _must_be_free(to)
    try:
        os.rename(source, to)
    except OSError as problem:
        if problem.errno != errno.EXDEV:
            raise
        _copy(source, to)
        _remove(source, to)


def _link(source: str, to: str) -> None:
    _must_be_free(to)
    if os.path.isdir(source) and not os.path.islink(source):
        shutil.copytree(source, to, symlinks=True, copy_function=os.link)
    else:
        os.link(source, to, follow_symlinks=False)


def _remove(path: str, _to: str = "") -> None:
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path)
    else:
        os.remove(path)


def _must_be_free(path: str) -> None:
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path)
    os.stat(os.path.dirname(os.path.abspath(path)))


COPY: Final = Verb("Copy", "copying", _copy, reads=True)
MOVE: Final = Verb("Move", "moving", _move)
LINK: Final = Verb("Link", "linking", _link)
REMOVE: Final = Verb("Remove", "removing", _remove)


def changed(
    manager: Any, verb: Verb, source: str, to: str | None, *, by_url: bool
) -> tuple[bool, NSError | None]:
    """Do it: True and None, or False and the error; True where the delegate does not want it."""
    delegate = manager.delegate()
    where = [source] if to is None else [source, to]
    given = [NSURL.fileURLWithPath_(path) for path in where] if by_url else where
    kind = "URL" if by_url else "Path"
    tail = f"ItemAt{kind}_" + (f"to{kind}_" if to is not None else "")
    ask = getattr(delegate, f"fileManager_should{verb.stem}{tail}", None)
    if ask is not None and not ask(manager, *given):
        return True, None
    problem = _tried(verb, source, to or "")
    if problem is None:
        return True, None
    error = NSError.file_error(
        problem, _blamed(problem, source), writing=not _is_read(verb, source)
    )
    goes_on = getattr(delegate, f"fileManager_shouldProceedAfterError_{verb.gerund}{tail}", None)
    if goes_on is not None and goes_on(manager, error, *given):
        return True, None
    return False, error


def _tried(verb: Verb, source: str, to: str) -> OSError | None:
    try:
        verb.do(source, to)
    except shutil.Error as several:
        return OSError(errno.EIO, str(several))
    except OSError as problem:
        return problem
    return None


def _is_read(verb: Verb, source: str) -> bool:
    return verb.reads and not (os.path.lexists(source) and os.access(source, os.R_OK))


def _blamed(problem: OSError, source: str) -> str:
    """The path that the error tells of: the one it is about, where Python says so."""
    return problem.filename if isinstance(problem.filename, str) else source
