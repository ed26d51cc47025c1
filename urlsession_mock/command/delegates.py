"""`urlsession-mock check MODULE:CLASS`: is it a well-formed delegate class?

Not here: running anything of the user's beyond importing it. One rule: a module that fails is
told in one line.
"""

from __future__ import annotations

import importlib
import sys
import textwrap

from urlsession_mock.command.problem import Problem
from urlsession_mock.conformance import problems

__all__ = ["check_delegate_class", "loaded"]


def check_delegate_class(name: str) -> bool:
    """Print what is wrong with the class, or that nothing is; True where something is."""
    sys.path.insert(0, "")
    try:
        texts = [problem.text for problem in problems(_unmade(_load(name)))]
    finally:
        sys.path.remove("")
    print(f"{name}: {'well-formed' if not texts else ''}".rstrip())
    for text in texts:
        print(textwrap.indent(text, "    "))
    return bool(texts)


def _unmade(cls: type[object]) -> object:
    """An object of the class, its `__init__` not run: its methods count, not what it holds."""
    return object.__new__(cls)


def _load(name: str) -> type[object]:
    found = loaded(name)
    if not isinstance(found, type):
        raise Problem(f"{name} is {type(found).__name__}, not a class")
    return found


def loaded(name: str) -> object:
    """What MODULE:NAME is. Raises `Problem` where there is no such thing."""
    module, _, attribute = name.partition(":")
    if not module or not attribute:
        raise Problem(f"{name!r} is no MODULE:CLASS; for example myapp.downloads:Downloader")
    try:
        imported = importlib.import_module(module)
    except ImportError as error:
        raise Problem(f"{module} cannot be imported: {error}") from None
    except Exception as error:  # whatever the user's module does when it is imported
        said = f"{type(error).__name__}: {error}"
        raise Problem(f"{module} failed while it was imported: {said}") from None
    found = getattr(imported, attribute, None)
    if found is None:
        raise Problem(f"{module} has no {attribute}")
    return found
