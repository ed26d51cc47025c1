"""Is this object a well-formed delegate?

Asked once, when a delegate is given to a session or a device, so that a method the
system would never find is an error there and not silence later. It calls no delegate
method. One rule: whatever is reported would fail, or be ignored, on a real device.
"""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Final, Generic, Literal, Protocol, TypeAlias

from urlsession_mock.errors import URLSessionMockError
from urlsession_mock.protocols import URLSessionDownloadDelegate
from urlsession_mock.responding import (
    declaring,
    implementation,
    is_mock,
    refresh,
    responds_to,
)
from urlsession_mock.selectors import (
    FINISH_DOWNLOAD,
    RESUMED,
    SELECTORS,
    WROTE,
    Selector,
    find,
    nearly,
)

__all__ = [
    "NotADelegate",
    "Problem",
    "check_app_delegate",
    "check_delegate",
    "implementation",
    "problems",
    "responds_to",
]

__tracebackhide__ = True  # pytest then shows the line that gave the delegate


Kind: TypeAlias = Literal[
    "class", "misspelt", "parameters", "coroutine", "generator", "data", "missing"
]


class NotADelegate(URLSessionMockError, TypeError):
    """An object cannot serve as a delegate; the text lists everything that is wrong with it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a delegate.

    `method` is the name concerned, empty for the object as a whole; `file` and `line` say
    where it is defined, if that is known; `meant` is the row it should have been.
    """

    kind: Kind
    text: str
    method: str = ""
    meant: Selector | None = None
    file: str | None = None
    line: int | None = None


def check_delegate(delegate: object, *, background: bool = False, downloads: bool = False) -> None:
    """Raise `NotADelegate` unless the object is a well-formed session delegate.

    None is one, except for a `background` session (R41). `downloads` says that the session
    has download tasks, whose delegate must take the file.
    """
    if delegate is None and background:
        raise NotADelegate(
            "a background session needs a delegate, and got None; "
            "pass the object that implements the delegate methods"
        )
    _check(delegate, "delegate", problems(delegate, downloads=downloads))


def check_app_delegate(app_delegate: object) -> None:
    """Raise `NotADelegate` unless the object is a well-formed app delegate."""
    _check(app_delegate, "app delegate", problems(app_delegate))


def _check(delegate: object, what: str, found: tuple[Problem, ...]) -> None:
    if not found:
        return
    named = delegate if isinstance(delegate, type | ModuleType) else type(delegate)
    listed = "\n".join(f"  {problem.text}" for problem in found)
    raise NotADelegate(f"{named.__name__} is not a well-formed {what}:\n{listed}")


def problems(delegate: object, *, downloads: bool = False) -> tuple[Problem, ...]:
    """Return all that is wrong with a delegate, in the order of its source; () if nothing.

    Looked for: a class in place of an object, names that are almost those of delegate
    methods, methods with the wrong number of parameters, coroutine and generator functions,
    attributes that cannot be called, and a download delegate that does not take the file.
    """
    if isinstance(delegate, type):
        text = f"it is a class; pass an object made from it, such as {delegate.__name__}()"
        return (Problem("class", text),)
    refresh(delegate)
    found = [*_misspelt(delegate), *_misshapen(delegate)]
    found.sort(key=lambda problem: (problem.file or "", problem.line or 0, problem.method))
    return (*found, *_missing(delegate, downloads=downloads))


# --- names -------------------------------------------------------------------------------

# These belong to AVFoundation's AVAssetDownloadDelegate, which inherits the task delegate.
_ELSEWHERE: Final = re.compile(r"URLSession_(?:assetDownloadTask|aggregateAssetDownloadTask)_")

# What only a delegate method would be called.
_SELECTOR_SHAPED: Final = re.compile(r"URLSession_\w+_|URLSessionDid\w+_")

# What a delegate method might be called by someone who knows Swift, or Python.
_SIMILAR: Final = re.compile(r"url_?session|application_?handle_?events", re.IGNORECASE)


def _misspelt(delegate: object) -> Iterator[Problem]:
    """Names that the system would never call, and that look as if it should."""
    for name, value in _own_names(delegate).items():
        if name.startswith("_") or find(name) is not None or not _is_method(value):
            continue
        rows = _meant(delegate, name)
        if rows is None:
            continue
        file, line = _place(value)
        advice = (
            f"did you mean {' or '.join(row.python_name for row in rows)}?"
            if rows
            else "the system will never call it"
        )
        yield Problem(
            "misspelt",
            f"{_titled(name, file, line)} is not a delegate method; {advice}",
            name,
            rows[0] if rows else None,
            file,
            line,
        )


def _meant(delegate: object, name: str) -> tuple[Selector, ...] | None:
    """The methods a misspelt name is near to, perhaps none; None if it is the app's own."""
    if _ELSEWHERE.match(name):
        return None
    if _SELECTOR_SHAPED.fullmatch(name):
        return nearly(name)
    rows = nearly(name, closeness=0.8 if _SIMILAR.match(name) else 0.9)
    # A helper may be called much like the method it helps, if that is there too.
    return rows if rows and not any(responds_to(delegate, row) for row in rows) else None


def _own_names(delegate: object) -> Mapping[str, object]:
    """What the user wrote: names of the object and its classes, ours left out."""
    names: dict[str, object] = {}
    for base in reversed(type(delegate).__mro__):
        if base in declaring or base in {object, Protocol, Generic}:
            continue
        if base.__module__.startswith(("urlsession_mock.", "unittest.mock")):
            continue
        names |= vars(base)
    names |= getattr(delegate, "__dict__", {})
    if is_mock(type(delegate)):
        names |= delegate.__dict__["_mock_children"]
    return names


def _is_method(value: object) -> bool:
    return isinstance(value, staticmethod | classmethod) or callable(value)


# --- shapes ------------------------------------------------------------------------------


def _misshapen(delegate: object) -> Iterator[Problem]:
    """Methods of the right name that cannot be called as the system calls them."""
    # A Mock makes every attribute it is asked for; only those it has are looked at.
    own = _own_names(delegate) if is_mock(type(delegate)) else None
    for row in SELECTORS:
        name = row.python_name
        if (own is not None and name not in own) or not responds_to(delegate, row):
            continue
        method = getattr(delegate, name, None)
        if method is None:
            continue  # claimed and not there: raises when it is called, as on a device
        for kind, complaint in _complaints(method, row):
            file, line = _place(method)
            yield Problem(kind, f"{_titled(name, file, line)} {complaint}", name, row, file, line)


def _complaints(method: object, row: Selector) -> Iterator[tuple[Kind, str]]:
    if not callable(method):
        yield "data", f"is {type(method).__name__} data, not a method"
        return
    if _is_coroutine_function(method):
        yield (
            "coroutine",
            "is a coroutine function, and nothing awaits it; make it a plain `def`",
        )
    elif inspect.isgeneratorfunction(method):
        yield "generator", "is a generator function, and calling it runs nothing; do not `yield`"
    if (accepted := _accepted_instead(method, row.arity)) is not None:
        called = ", ".join(argument.name for argument in row.arguments)
        count = "1 argument" if row.arity == 1 else f"{row.arity} arguments"
        yield "parameters", f"accepts {accepted}, but is called with {count}: {called}"


def _is_coroutine_function(method: Callable[..., object]) -> bool:
    """Whether calling it makes a coroutine; an AsyncMock shows it by the flags of its code."""
    code: object = getattr(method, "__code__", None)
    flags: object = getattr(code, "co_flags", 0)
    return (
        inspect.iscoroutinefunction(method)
        or inspect.isasyncgenfunction(method)
        or (isinstance(flags, int) and bool(flags & inspect.CO_COROUTINE))
    )


def _accepted_instead(method: Callable[..., object], count: int) -> str | None:
    """What the method accepts, if that is not `count` arguments by position; else None."""
    try:
        signature = inspect.signature(method, follow_wrapped=False)
    except (TypeError, ValueError):
        return None  # something built in that does not tell
    try:
        signature.bind(*range(count))
    except TypeError:
        bare = [
            parameter.replace(annotation=parameter.empty)
            for parameter in signature.parameters.values()
        ]
        return str(inspect.Signature(bare))
    return None


# --- what must be there ------------------------------------------------------------------


def _missing(delegate: object, *, downloads: bool) -> Iterator[Problem]:
    """The one required method, where it is required."""
    required = (
        downloads
        or URLSessionDownloadDelegate in type(delegate).__mro__
        or responds_to(delegate, WROTE)
        or responds_to(delegate, RESUMED)
    )
    if required and delegate is not None and not responds_to(delegate, FINISH_DOWNLOAD):
        text = (
            f"{FINISH_DOWNLOAD.python_name} is missing: a download delegate must take the "
            "file there, before it is deleted"
        )
        yield Problem("missing", text, FINISH_DOWNLOAD.python_name, FINISH_DOWNLOAD)


# --- places ------------------------------------------------------------------------------


def _place(method: object) -> tuple[str | None, int | None]:
    """Where a method is written, as file and line; the file relative to the current folder."""
    while (inner := _inner(method)) is not None:
        method = inner
    if not isinstance(method, FunctionType) or method.__code__.co_filename.startswith("<"):
        return None, None
    code = method.__code__
    path = Path(code.co_filename)
    here = Path.cwd()
    shown = path.relative_to(here) if path.is_relative_to(here) else Path(path.name)
    return shown.as_posix(), code.co_firstlineno


def _inner(method: object) -> object:
    """What a method is wrapped around: its function, or what a decorator was given."""
    if isinstance(method, functools.partial):
        return method.func
    function: object = getattr(method, "__func__", None)
    if function is None and isinstance(method, FunctionType):
        return getattr(method, "__wrapped__", None)
    return function


def _titled(name: str, file: str | None, line: int | None) -> str:
    return name if file is None else f"{name} ({file}:{line})"
