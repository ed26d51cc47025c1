"""Refusals: real Foundation methods that are named but not simulated.

What it is: one exception and one class decorator. What it is not: a list of what Foundation
has; the tests bring that and compare. Its one rule: a method that exists on a Mac is never
silently absent here, it answers or it says why not.
"""

from __future__ import annotations

from keyword import iskeyword
from typing import TYPE_CHECKING, Final, TypeVar

from urlsession_mock.errors import URLSessionMockError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["NotSimulated", "is_refused", "not_simulated", "python_name", "refused_selectors"]

_Class = TypeVar("_Class", bound=type)

# What a refusal carries, so that a test can tell it from a method that works.
_MARK: Final = "__refuses__"


class NotSimulated(URLSessionMockError, NotImplementedError):
    """A real Foundation method was called that urlsession-mock does not simulate."""


def python_name(selector: str) -> str:
    """The PyObjC spelling of a selector: `a:b:` becomes `a_b_`, a keyword gets `__`."""
    name = selector.removeprefix("+").replace(":", "_")
    return f"{name}__" if iskeyword(name) else name


def not_simulated(*selectors: str) -> Callable[[_Class], _Class]:
    """Add to a class a method for each selector that raises `NotSimulated`.

    Arguments: selectors as Apple writes them (`cache:`), with a leading `+` for class methods.
    Raises TypeError, when the class is made, if it both implements and refuses one.
    """

    def refuse(cls: _Class) -> _Class:
        written = set(vars(cls))
        # Last the class methods: Foundation has a few names as both, and these answer for both.
        for selector in sorted(selectors, key=lambda each: each.startswith("+")):
            name = python_name(selector)
            if name in written:
                raise TypeError(
                    f"{cls.__name__}.{name} is implemented and refused; "
                    f"take {selector!r} out of @not_simulated"
                )
            method = _refusal(cls.__name__, name, selector)
            setattr(cls, name, classmethod(method) if selector.startswith("+") else method)
        type.__setattr__(cls, "__not_simulated__", selectors)
        return cls

    return refuse


def _refusal(owner: str, name: str, selector: str) -> Callable[..., None]:
    def refused(*_arguments: object, **_options: object) -> None:
        raise NotSimulated(
            f"{owner}.{name} is a real Foundation method that urlsession-mock does not "
            f"simulate; give the code under test its own answer, for example "
            f"monkeypatch.setattr({owner}, {name!r}, ...), or keep the call out of this test"
        )

    refused.__name__ = name
    refused.__qualname__ = f"{owner}.{name}"
    refused.__doc__ = f"Not simulated: {selector}"
    setattr(refused, _MARK, selector)
    return refused


def is_refused(owner: object, name: str) -> bool:
    """Whether the attribute `name` of a class or object is a refusal."""
    return hasattr(getattr(owner, name, None), _MARK)


def refused_selectors(cls: type) -> tuple[str, ...]:
    """Every selector that a class refuses, inherited ones included, sorted.

    A selector that a subclass implements after all is not among them.
    """
    listed: set[str] = set()
    for base in cls.__mro__:
        listed.update(getattr(base, "__not_simulated__", ()))
    return tuple(sorted(s for s in listed if is_refused(cls, python_name(s))))
