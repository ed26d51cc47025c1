"""Is this object a well-formed delegate?

Asked once, when a delegate is given to a session or a device, so that a method the
system would never find is an error there and not silence later; or of a class, where it is
written, by `conforms_to`. It calls no delegate method. What is said is in `complaints.py`.
One rule: whatever is reported would fail, or be ignored, on a real device.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import CodeType, FunctionType, MethodType, ModuleType
from typing import Final, Generic, Protocol, TypeVar
from weakref import WeakKeyDictionary

from urlsession_mock import complaints
from urlsession_mock.complaints import Kind
from urlsession_mock.errors import URLSessionMockError
from urlsession_mock.protocols import UIApplicationDelegate, URLSessionDownloadDelegate
from urlsession_mock.responding import (
    class_has,
    declaring,
    hidden,
    implementation,
    in_class,
    is_mock,
    refresh,
    responds_to,
)
from urlsession_mock.selectors import FINISH_DOWNLOAD, SELECTORS, Selector
from urlsession_mock.unwrapping import unwrapped

__all__ = [
    "NotADelegate",
    "Problem",
    "check_app_delegate",
    "check_delegate",
    "conforms_to",
    "implementation",
    "problems",
    "responds_to",
]

__tracebackhide__ = True  # pytest then shows the line that gave the delegate

C = TypeVar("C", bound=type)


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
    delegate = unwrapped(delegate)
    if delegate is None and background:
        raise NotADelegate(
            "a background session needs a delegate, and got None; "
            "pass the object that implements the delegate methods"
        )
    _check(delegate, "delegate", problems(delegate, downloads=downloads))


def check_app_delegate(app_delegate: object) -> None:
    """Raise `NotADelegate` unless the object is a well-formed app delegate."""
    app_delegate = unwrapped(app_delegate)
    _check(app_delegate, "app delegate", problems(app_delegate))


def conforms_to(*protocols: type) -> Callable[[C], C]:
    """Decorate a class to say that its objects are delegates, and have it checked on the spot.

    `protocols` are one or more of this package's, such as `URLSessionDownloadDelegate`. The class
    is returned as it is. What `check_delegate` would say of its objects is said of the class,
    at the line where it is written, and the mypy plugin says it before anything runs.

        @conforms_to(URLSessionDownloadDelegate)
        class Downloader(NSObject): ...

    Raises `NotADelegate` where the class is not well-formed, `TypeError` for what is no such
    Protocol, and for what is no class.
    """
    names = ", ".join(sorted(protocol.__name__ for protocol in declaring))
    if not protocols:
        raise TypeError(f"conforms_to() needs a Protocol; give it one or more of {names}")
    for given in protocols:
        if given not in declaring:
            shown: str = getattr(given, "__name__", repr(given))
            raise TypeError(f"conforms_to() got {shown}; give it one or more of {names}")
    downloads = URLSessionDownloadDelegate in protocols

    def check(cls: C) -> C:
        if not isinstance(cls, type):
            raise TypeError(f"@conforms_to decorates a class, and got {cls!r}")
        what = "app delegate" if set(protocols) == {UIApplicationDelegate} else "delegate"
        _check(cls, what, _problems(_seen_class(cls), downloads=downloads))
        return cls

    return check


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
    what PyObjC does not export, attributes that cannot be called, and a download delegate that
    does not take the file.
    """
    delegate = unwrapped(delegate)
    if isinstance(delegate, type):
        return (Problem("class", complaints.is_class(delegate.__name__)),)
    if delegate is None:
        return ()
    names = _own_names(type(delegate))
    if not downloads and _is_as_its_class(delegate, names) and _is_known(type(delegate), names):
        return ()
    refresh(delegate)
    found = _problems(_seen(delegate), downloads=downloads)
    # What is known of the class is what was last learned of it, above.
    _faultless.pop(type(delegate), None)
    if not found and not downloads and _is_as_its_class(delegate, names):
        _faultless[type(delegate)] = names
    return found


_faultless: WeakKeyDictionary[type, dict[str, object]] = WeakKeyDictionary()
"""Classes whose objects were looked at and had no fault, with what the user had written in them."""
_ROWS: Final = frozenset(row.python_name for row in SELECTORS)


def _is_as_its_class(delegate: object, names: Mapping[str, object]) -> bool:
    """Nothing but its class says what it implements, and that shows without asking it."""
    if is_mock(type(delegate)) or not complaints.OPEN.isdisjoint(names):
        return False
    if any(name in _ROWS and type(value) is not FunctionType for name, value in names.items()):
        return False
    own: Mapping[str, object] = getattr(delegate, "__dict__", {})
    return not any(callable(value) or name in _ROWS for name, value in own.items())


def _is_known(cls: type, names: dict[str, object]) -> bool:
    """The class had no fault, and has the very same things in it as then."""
    known = _faultless.get(cls)
    if known is None or known.keys() != names.keys():
        return False
    return all(known[name] is value for name, value in names.items())


# --- what is looked at -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Seen:
    """A delegate, or a class of them, as the checks see it.

    `names` is what the user wrote, `implements` says which methods are there, `method` gives one
    as it is called, without `self`. `is_open`: what else it answers to shows only when it is asked.
    """

    bases: tuple[type, ...]
    names: Mapping[str, object]
    implements: Callable[[Selector], bool]
    method: Callable[[str], object]
    is_mock: bool = False
    is_open: bool = False


def _seen(delegate: object) -> _Seen:
    names = {**_own_names(type(delegate)), **getattr(delegate, "__dict__", {})}
    mock = is_mock(type(delegate))
    if mock:
        names |= delegate.__dict__["_mock_children"]
    implements = functools.partial(responds_to, delegate)
    method = functools.partial(_attribute, delegate)
    return _Seen(type(delegate).__mro__, names, implements, method, is_mock=mock)


def _seen_class(cls: type) -> _Seen:
    names = _own_names(cls)
    is_open = not complaints.OPEN.isdisjoint(names)
    implements = functools.partial(class_has, cls)
    return _Seen(cls.__mro__, names, implements, functools.partial(_unbound, cls), is_open=is_open)


def _attribute(delegate: object, name: str) -> object:
    return getattr(delegate, name, None)


def _unbound(cls: type, name: str) -> object:
    """A class's method as its objects will have it; None for what only an object shows."""
    held = in_class(cls, name)
    if isinstance(held, FunctionType | functools.partialmethod | staticmethod | classmethod):
        return held.__get__(object(), cls)  # pyright: ignore[reportUnknownMemberType]  # of any class
    return None if hasattr(type(held), "__get__") else held


def _own_names(cls: type) -> dict[str, object]:
    """What the user wrote in a class and its bases; ours are left out."""
    names: dict[str, object] = {}
    for base in reversed(cls.__mro__):
        if base in declaring or base in {object, Protocol, Generic}:
            continue
        if base.__module__.startswith(("urlsession_mock.", "unittest.mock")):
            continue
        names |= vars(base)
    return names


# --- what is wrong with it ---------------------------------------------------------------


def _problems(seen: _Seen, *, downloads: bool) -> tuple[Problem, ...]:
    found = [*_misspelt(seen), *_misshapen(seen), *_hidden(seen)]
    found.sort(key=lambda problem: (problem.file or "", problem.line or 0, problem.method))
    return (*found, *_missing(seen, downloads=downloads))


def _misspelt(seen: _Seen) -> Iterator[Problem]:
    """Names that the system would never call, and that look as if it should."""
    for name, value in seen.names.items():
        rows = complaints.meant(name, seen.implements) if _is_method(value) else None
        if rows is not None:
            row = rows[0] if rows else None
            yield _problem("misspelt", name, complaints.misspelt(rows), row, value)


def _is_method(value: object) -> bool:
    return isinstance(value, staticmethod | classmethod) or callable(value)


def _misshapen(seen: _Seen) -> Iterator[Problem]:
    """Methods of the right name that cannot be called as the system calls them."""
    for row in SELECTORS:
        name = row.python_name
        # A Mock makes every attribute it is asked for; only those it has are looked at.
        if (seen.is_mock and name not in seen.names) or not seen.implements(row):
            continue
        method = seen.method(name)
        if method is None:
            continue  # claimed and not there: raises when it is called, as on a device
        for kind, complaint in _complaints_of(method, row):
            yield _problem(kind, name, complaint, row, method)


def _complaints_of(method: object, row: Selector) -> Iterable[tuple[Kind, str]]:
    """What is wrong with a method; known already where it is a plain one that was looked at."""
    function: object = getattr(method, "__func__", None)
    if type(method) is not MethodType or type(function) is not FunctionType:
        return _complaints(method, row)
    known = _looked_at.setdefault(function, {})
    if row not in known:
        # By the code, which a test may exchange: what was said of another is no answer.
        known[row] = (function.__code__, tuple(_complaints(method, row)))
    code, found = known[row]
    return found if code is function.__code__ else _complaints(method, row)


_looked_at: WeakKeyDictionary[
    FunctionType, dict[Selector, tuple[CodeType, tuple[tuple[Kind, str], ...]]]
] = WeakKeyDictionary()
"""A signature costs more than the rest of a look, and a delegate's class is looked at often."""


def _complaints(method: object, row: Selector) -> Iterator[tuple[Kind, str]]:
    if not callable(method):
        yield "data", complaints.is_data(type(method).__name__)
        return
    if _is_coroutine_function(method):
        yield "coroutine", complaints.COROUTINE
    elif inspect.isgeneratorfunction(method):
        yield "generator", complaints.GENERATOR
    try:
        accepted = inspect.signature(method, follow_wrapped=False)
    except (TypeError, ValueError):
        return  # something built in that does not tell
    if (complaint := complaints.miscounted(accepted, row)) is not None:
        yield "parameters", complaint


def _is_coroutine_function(method: Callable[..., object]) -> bool:
    """Whether calling it makes a coroutine; an AsyncMock shows it by the flags of its code."""
    code: object = getattr(method, "__code__", None)
    flags: object = getattr(code, "co_flags", 0)
    return (
        inspect.iscoroutinefunction(method)
        or inspect.isasyncgenfunction(method)
        or (isinstance(flags, int) and bool(flags & inspect.CO_COROUTINE))
    )


_HIDDEN: Final = {"mixin": complaints.IN_A_MIXIN, "static": complaints.STATIC}


def _hidden(seen: _Seen) -> Iterator[Problem]:
    """Methods of a class that inherits NSObject which Objective-C will never call."""
    for row in SELECTORS:
        why = hidden(seen.bases[0], row) or ""
        if why in _HIDDEN:
            name = row.python_name
            yield _problem("hidden", name, _HIDDEN[why], row, in_class(seen.bases[0], name))


def _missing(seen: _Seen, *, downloads: bool) -> Iterator[Problem]:
    """The one required method, where it is required."""
    if seen.is_open:
        return
    required = downloads or URLSessionDownloadDelegate in seen.bases
    if complaints.takes_no_file(seen.implements, required=required):
        name = FINISH_DOWNLOAD.python_name
        yield Problem("missing", complaints.NO_FILE_TAKEN, name, FINISH_DOWNLOAD)


# --- places ------------------------------------------------------------------------------


def _problem(
    kind: Kind, name: str, complaint: str, row: Selector | None, method: object
) -> Problem:
    file, line = _place(method)
    return Problem(
        kind, f"{complaints.titled(name, file, line)} {complaint}", name, row, file, line
    )


def _place(method: object) -> tuple[str | None, int | None]:
    """Where a method is written, as file and line; the file relative to the current folder."""
    while (inner := _inner(method)) is not None:
        method = inner
    if not isinstance(method, FunctionType) or method.__code__.co_filename.startswith("<"):
        return None, None
    return complaints.shown(method.__code__.co_filename), method.__code__.co_firstlineno


def _inner(method: object) -> object:
    """What a method is wrapped around: its function, or what a decorator was given."""
    if isinstance(method, functools.partial):
        return method.func
    function: object = getattr(method, "__func__", None)
    if function is None and isinstance(method, FunctionType):
        return getattr(method, "__wrapped__", None)
    return function
