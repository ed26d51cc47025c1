"""Does this delegate implement that method? Asked for every message, so it is quick.

Not here: whether the method is any good; `conformance.py` says that. One rule: the
answer is what Objective-C's responds-to would be, never a matter of the class.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

import urlsession_mock.protocols as protocols
from urlsession_mock.selectors import SELECTORS, Selector

__all__ = [
    "class_has",
    "declaring",
    "hidden",
    "implementation",
    "in_class",
    "is_declared",
    "is_mock",
    "refresh",
    "responds_to",
]

declaring: Final[frozenset[type]] = frozenset(
    {
        protocols.UIApplicationDelegate,
        protocols.URLSessionDataDelegate,
        protocols.URLSessionDelegate,
        protocols.URLSessionDownloadDelegate,
        protocols.URLSessionStreamDelegate,
        protocols.URLSessionTaskDelegate,
        protocols.URLSessionWebSocketDelegate,
    }
)
"""Our Protocols: what is inherited from them unchanged is not implemented."""

_DECLARED: Final = frozenset(
    id(vars(protocol)[row.python_name])
    for protocol in declaring
    for row in SELECTORS
    if row.python_name in vars(protocol)
)

_ASK: Final = "respondsToSelector_"
_EXPORTED: Final = "__objc_python_subclass__"  # what `foundation.exporting` marks

# What plain classes implement. A class looked at once costs a dictionary look-up after that;
# the few that a program has are kept, and the many that a test suite makes are let go.
_IMPLEMENTED: Final[dict[type, frozenset[Selector]]] = {}
_KEPT: Final = 256


def responds_to(delegate: object, selector: Selector) -> bool:
    """Whether the delegate implements the method, as the system would find out.

    An object with a `respondsToSelector_` of its own is asked. Otherwise the method must
    be there, on the instance, its class or behind its `__getattr__`, and must not be None or
    inherited unchanged from one of our Protocols.

    A class is looked at when a delegate of it is first asked, or checked by
    `check_delegate`; a method put on the class after that is not seen, one put on the
    instance always is, but for a class that inherits NSObject: Objective-C knows classes only.
    Nor does it see what `objc.python_method` marks, a static method, or what a mixin brings.

    A Mock would say yes to everything. It is taken for an observer: sent every message
    that asks no answer and that its `spec`, if any, implements; sent a message with a
    completion handler only where the test gave that method a `side_effect`, or a function
    in its place. What it `wraps` answers for it.
    """
    try:
        implemented = _IMPLEMENTED[type(delegate)]
        own = delegate.__dict__
        if selector.python_name not in own and "respondsToSelector_" not in own:
            return selector in implemented
    except (KeyError, AttributeError):
        pass  # a new class, one that answers by itself, or one with slots only
    return _ask(delegate, selector)


def implementation(delegate: object, selector: Selector) -> Callable[..., object] | None:
    """Return the bound method to call for a message, or None if it is not implemented.

    Where the object claims a method that it does not have, the result raises
    AttributeError when called, as an unrecognised selector does.
    """
    try:  # as in `responds_to`; written out because this is asked for every message
        implemented = _IMPLEMENTED[type(delegate)]
        own = delegate.__dict__
        if selector.python_name not in own and "respondsToSelector_" not in own:
            return getattr(delegate, selector.python_name) if selector in implemented else None
    except (KeyError, AttributeError):
        pass
    if not responds_to(delegate, selector):
        return None
    method: Callable[..., object] | None = getattr(delegate, selector.python_name, None)
    return method if method is not None else _unrecognised(delegate, selector)


def refresh(delegate: object) -> None:
    """Look at the delegate's class anew the next time it is asked."""
    _IMPLEMENTED.pop(type(delegate), None)
    _WAYS.pop(type(delegate), None)


def is_mock(cls: type) -> bool:
    """Whether objects of this class are `unittest.mock` mocks, which is not imported for it."""
    return any(
        base.__name__ == "NonCallableMock" and base.__module__ in {"unittest.mock", "mock.mock"}
        for base in cls.__mro__
    )


def _unrecognised(delegate: object, selector: Selector) -> Callable[..., object]:
    def unrecognised(*_arguments: object) -> None:
        raise AttributeError(
            f"{type(delegate).__name__} says that it responds to {selector}, "
            f"but has no {selector.python_name}"
        )

    return unrecognised


_Way: TypeAlias = Callable[[object, Selector], bool]

# How objects of a class are asked. Kept for as long as what they implement.
_WAYS: Final[dict[type, _Way]] = {}


def _ask(delegate: object, selector: Selector) -> bool:
    """The same question without the shortcut."""
    cls = type(delegate)
    way = _WAYS.get(cls) or _learn(cls)
    if way is not _of_mock and _ASK in getattr(delegate, "__dict__", ()):
        way = _by_asking
    return way(delegate, selector)


def _learn(cls: type) -> _Way:
    """Look at a class, and remember how to ask its objects."""
    if len(_WAYS) >= _KEPT:
        _WAYS.clear()
        _IMPLEMENTED.clear()
    way = _way(cls)
    if way in (_of_class, _of_exported):
        _IMPLEMENTED[cls] = frozenset(row for row in SELECTORS if class_has(cls, row))
    _WAYS[cls] = way
    return way


def _way(cls: type) -> _Way:
    if is_mock(cls):
        return _of_mock
    asked = in_class(cls, _ASK)
    if asked is not None and not _is_ours(asked):
        return _by_asking
    if in_class(cls, "__getattr__") is not None:
        return _by_looking
    if in_class(cls, "__getattribute__") is not object.__getattribute__:
        return _by_looking
    return _of_exported if in_class(cls, _EXPORTED) else _of_class


def _of_class(delegate: object, selector: Selector) -> bool:
    """A plain object: its class tells, unless the instance has something of that name."""
    if selector.python_name in getattr(delegate, "__dict__", ()):
        return _by_looking(delegate, selector)
    implemented = _IMPLEMENTED.get(type(delegate))
    if implemented is None:  # let go by another thread in this very moment
        return class_has(type(delegate), selector)
    return selector in implemented


def _of_exported(delegate: object, selector: Selector) -> bool:
    """An object of a class that inherits NSObject: what only the instance has is not seen."""
    implemented = _IMPLEMENTED.get(type(delegate))
    if implemented is None:  # as above
        return class_has(type(delegate), selector)
    return selector in implemented


def _by_looking(delegate: object, selector: Selector) -> bool:
    """A proxy, or an instance with an attribute in the method's place."""
    method = getattr(delegate, selector.python_name, None)
    return method is not None and not is_declared(method)


def _by_asking(delegate: object, selector: Selector) -> bool:
    """An object with a `respondsToSelector_` of its own."""
    ask: Callable[[str], object] = getattr(delegate, _ASK)
    return bool(ask(selector)) and not is_declared(getattr(delegate, selector.python_name, None))


def _of_mock(delegate: object, selector: Selector) -> bool:
    """A Mock, by the attributes that mocks keep of themselves. `responds_to` says the rules."""
    name = selector.python_name
    own = delegate.__dict__
    wrapped: object = own.get("_mock_wraps")
    if wrapped is not None:
        return responds_to(wrapped, selector)
    child = own.get(name, own["_mock_children"].get(name))
    if selector.handler is not None and getattr(child, "side_effect", child) is None:
        return False  # a Mock answers nothing by itself
    names: list[str] | None = own.get("_mock_methods")
    if names is not None and name not in names:
        return False
    spec: type | None = own.get("_spec_class")
    if spec is not None and spec not in declaring and not class_has(spec, selector):
        return False
    return getattr(delegate, name, None) is not None  # None if the test deleted it


def class_has(cls: type, selector: Selector) -> bool:
    """Whether a class holds the method, and not only as our Protocols declare it."""
    method = in_class(cls, selector.python_name)
    return method is not None and not is_declared(method) and hidden(cls, selector) is None


def hidden(cls: type, selector: Selector) -> str | None:
    """Why PyObjC keeps a method that a class has from the system; None where it does not.

    "marked" by `objc.python_method`; "static"; or in a "mixin", a base that does not inherit
    NSObject. A class that does not inherit NSObject itself is asked by name, and hides nothing.
    Source: `PyObjCClass_BuildClass` is given the body of the class and nothing else.
    """
    name = selector.python_name
    owner = next((base for base in cls.__mro__ if name in vars(base)), None)
    if owner is None or not getattr(cls, _EXPORTED, False):
        return None
    held = vars(owner)[name]
    if not getattr(owner, _EXPORTED, False):
        return None if is_declared(held) else "mixin"
    if isinstance(held, staticmethod):
        return "static"
    return "marked" if getattr(held, "is_python_only", False) is True else None


def in_class(cls: type, name: str) -> object:
    """What a class holds under a name, without running any descriptor; else None."""
    return next((vars(base)[name] for base in cls.__mro__ if name in vars(base)), None)


def is_declared(method: object) -> bool:
    """Whether it is a method of our Protocols, bound or not."""
    return id(getattr(method, "__func__", method)) in _DECLARED


def _is_ours(method: object) -> bool:
    """Whether it is written in this package: our NSObject's, for one."""
    module: object = getattr(method, "__module__", None)
    return isinstance(module, str) and module.startswith("urlsession_mock.")
