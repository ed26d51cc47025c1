"""What makes a delegate ill-formed, and the words for it.

Pure: it knows names, signatures and rows; no object and no source. `conformance.py` asks it
about objects, and the mypy plugin about source. One rule: both find the same and say the same.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal, TypeAlias

from urlsession_mock.selectors import (
    FINISH_DOWNLOAD,
    RESUMED,
    WROTE,
    Selector,
    find,
    nearly,
)

__all__ = [
    "COROUTINE",
    "GENERATOR",
    "IN_A_MIXIN",
    "NO_FILE_TAKEN",
    "OPEN",
    "STATIC",
    "Kind",
    "is_class",
    "is_data",
    "is_of_family",
    "meant",
    "miscounted",
    "misspelt",
    "shown",
    "signature",
    "takes_no_file",
    "titled",
]

Kind: TypeAlias = Literal[
    "class", "misspelt", "parameters", "coroutine", "generator", "data", "hidden", "missing"
]

COROUTINE: Final = "is a coroutine function, and nothing awaits it; make it a plain `def`"
GENERATOR: Final = "is a generator function, and calling it runs nothing; do not `yield`"
STATIC: Final = "is a static method, which PyObjC does not export; give it a self"
IN_A_MIXIN: Final = (
    "is in a mixin, and PyObjC exports only what stands in a class that inherits NSObject; let the "
    "mixin inherit it, or define the method in the class itself"
)
OPEN: Final = frozenset({"__getattr__", "__getattribute__", "respondsToSelector_"})
"""With one of these, objects of a class answer to more than the class shows."""

NO_FILE_TAKEN: Final = (
    f"{FINISH_DOWNLOAD.python_name} is missing: a download delegate must take the "
    "file there, before it is deleted"
)


def is_class(name: str) -> str:
    """Said of a class that is given in place of an object."""
    return f"it is a class; pass an object made from it, such as {name}()"


def is_data(type_name: str) -> str:
    """Said of an attribute that has a delegate method's name and cannot be called."""
    return f"is {type_name} data, not a method"


# --- names -------------------------------------------------------------------------------

# These belong to AVFoundation's AVAssetDownloadDelegate, which inherits the task delegate.
_ELSEWHERE: Final = re.compile(r"URLSession_(?:assetDownloadTask|aggregateAssetDownloadTask)_")

# What only a delegate method would be called.
_SELECTOR_SHAPED: Final = re.compile(r"URLSession_\w+_|URLSessionDid\w+_")

# What a delegate method might be called by someone who knows Swift, or Python.
_SIMILAR: Final = re.compile(r"url_?session|application_?handle_?events", re.IGNORECASE)


def is_of_family(name: str) -> bool:
    """Whether the name begins as those of delegate methods do, in any spelling."""
    return _SIMILAR.match(name) is not None


def meant(name: str, implements: Callable[[Selector], bool]) -> tuple[Selector, ...] | None:
    """The methods a misspelt name is near to, perhaps none; None if nothing is wrong with it.

    `implements` says which methods the delegate has.
    """
    if name.startswith("_") or find(name) is not None or _ELSEWHERE.match(name):
        return None
    if _SELECTOR_SHAPED.fullmatch(name):
        return nearly(name)
    rows = nearly(name, closeness=0.8 if is_of_family(name) else 0.9)
    # A helper may be called much like the method it helps, if that is there too.
    return rows if rows and not any(implements(row) for row in rows) else None


def misspelt(rows: tuple[Selector, ...]) -> str:
    """Said of a name that is near to these."""
    advice = (
        f"did you mean {' or '.join(row.python_name for row in rows)}?"
        if rows
        else "the system will never call it"
    )
    return f"is not a delegate method; {advice}"


# --- shapes ------------------------------------------------------------------------------


def miscounted(accepted: inspect.Signature, row: Selector) -> str | None:
    """Said of a method that cannot be called with the row's arguments by position; else None.

    `accepted` is its signature without `self`.
    """
    try:
        accepted.bind(*range(row.arity))
    except TypeError:
        bare = [
            parameter.replace(annotation=parameter.empty)
            for parameter in accepted.parameters.values()
        ]
        called = ", ".join(argument.name for argument in row.arguments)
        count = "1 argument" if row.arity == 1 else f"{row.arity} arguments"
        return f"accepts {inspect.Signature(bare)}, but is called with {count}: {called}"
    return None


def signature(row: Selector) -> str:
    """The method as it should be written, on one line."""
    arguments = [f"{argument.name}: {argument.python_type}" for argument in row.arguments]
    return f"def {row.python_name}({', '.join(['self', *arguments])}) -> None"


def takes_no_file(implements: Callable[[Selector], bool], *, required: bool) -> bool:
    """Whether the file of a download is taken nowhere, though that is `required`.

    Who implements another method of the download delegate is one, and so must take it, too.
    """
    is_one = required or implements(WROTE) or implements(RESUMED)
    return is_one and not implements(FINISH_DOWNLOAD)


# --- places ------------------------------------------------------------------------------


def shown(file: str) -> str:
    """A file as a reader finds it: relative to the current folder, or its name alone."""
    path, here = Path(file), Path.cwd()
    inside = path.relative_to(here) if path.is_relative_to(here) else Path(path.name)
    return inside.as_posix()


def titled(name: str, file: str | None, line: int | None) -> str:
    """A method with its place, if that is known."""
    return name if file is None else f"{name} ({file}:{line})"
