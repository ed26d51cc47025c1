"""What the bridge does to values: nil in collections, and what an immutable class cannot do.

What it is: NSNull, NSEnumerator, and the two rules that arrays, dictionaries and sets share. What
it is not: those (`array.py`, `dictionary.py`, `sets.py`). Its one rule: inside, nil is None;
Apple's methods show it as NSNull, Python's as None, as PyObjC's `container_wrap` and
`container_unwrap` do (objc/_convenience.py of its wheel).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Generic, NoReturn, TypeVar

from urlsession_mock.foundation.objects import NSObject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Self

    from urlsession_mock.foundation.array import NSArray

__all__ = [
    "NSEnumerator",
    "NSNull",
    "invalid_argument",
    "kept",
    "lacks",
    "listed",
    "out_of_range",
    "shown",
]

_T = TypeVar("_T")
_Class = TypeVar("_Class", bound=type)


class NSNull(NSObject):
    """Nothing, as an object. Source: developer.apple.com/documentation/foundation/nsnull

    There is one. It is false, as under PyObjC.
    """

    __slots__ = ()

    @classmethod
    def alloc(cls) -> Self:
        """The one."""
        return cls.null()

    @classmethod
    def null(cls) -> Self:
        """The one."""
        if not _THE_ONE:
            _THE_ONE.append(object.__new__(cls))
        one = _THE_ONE[0]
        assert isinstance(one, cls)
        return one

    def copy(self) -> Self:
        """The object itself."""
        return self

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "<null>"

    def __reduce__(self) -> tuple[Callable[[], NSNull], tuple[()]]:
        return NSNull.null, ()


_THE_ONE: Final[list[NSNull]] = []


class NSEnumerator(NSObject, Generic[_T]):
    """One object after another. Source: developer.apple.com/documentation/foundation/nsenumerator

    It is a Python iterator too.
    """

    _left: Iterator[_T]

    @classmethod
    def over(cls, items: Iterable[_T]) -> Self:
        """An enumerator over what is there now. Ours, not Apple's."""
        made = cls.alloc().init()
        made._left = iter(list(items))
        return made

    def nextObject(self) -> Any:  # NSNull where the object is nil
        """The next object, or None at the end."""
        for item in self._left:
            return shown(item)
        return None

    def allObjects(self) -> NSArray[_T]:
        """The objects that are left."""
        # later: arrays are made of these
        from urlsession_mock.foundation.array import NSArray

        return NSArray(self._left)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> _T:
        return next(self._left)


def shown(value: object) -> Any:  # an object of any class
    """What Apple's methods show of a stored value."""
    return NSNull.null() if value is None else value


def kept(value: Any) -> Any:  # an object of any class
    """What is stored for a value."""
    return None if isinstance(value, NSNull) else value


def listed(values: Iterable[Any]) -> list[Any]:
    """The arguments of a method that ends with nil, up to the nil."""
    found: list[Any] = []
    for value in values:
        if value is None:
            break
        found.append(kept(value))
    return found


def invalid_argument(where: str, what: str) -> ValueError:
    """What PyObjC makes of an NSInvalidArgumentException."""
    return ValueError(f"NSInvalidArgumentException: {where}: {what}")


def out_of_range(where: str, what: str) -> IndexError:
    """What PyObjC makes of an NSRangeException."""
    return IndexError(f"NSRangeException: {where}: {what}")


class _Absent:
    """A method of Python's class that Apple's immutable one has not."""

    def __init__(self, owner: str, name: str) -> None:
        self._text = (
            f"{owner!r} object has no attribute {name!r}; it cannot change: "
            f"take its mutableCopy(), or make a Python object of it"
        )

    def __get__(self, instance: object, owner: type) -> NoReturn:
        raise AttributeError(self._text)


def lacks(*names: str, operators: tuple[str, ...] = ()) -> Callable[[_Class], _Class]:
    """Take methods away that the class inherits from Python's; `operators` raise TypeError."""

    def take(cls: _Class) -> _Class:
        for name in names:
            setattr(cls, name, _Absent(cls.__name__, name))
        for name in operators:
            setattr(cls, name, _forbidden(cls.__name__, name))
        return cls

    return take


def _forbidden(owner: str, name: str) -> Callable[..., NoReturn]:
    does = {"__setitem__": "item assignment", "__delitem__": "item deletion"}.get(name, name)

    def refuse(*_arguments: object) -> NoReturn:
        raise TypeError(
            f"{owner!r} object does not support {does}; it cannot change: take its "
            f"mutableCopy(), or make a Python object of it"
        )

    return refuse
