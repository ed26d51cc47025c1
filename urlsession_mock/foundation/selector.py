"""Methods as PyObjC marks them: `selector`, `objc_method`, `python_method`, and names of selectors.

Not here: what a class makes of them (exporting.py). One rule: a plain function stays a plain
function, so that calling a delegate costs nothing more.
"""

from __future__ import annotations

import inspect
import keyword
from collections.abc import Callable
from typing import Any, Final, TypeAlias, cast

__all__ = [
    "BoundSelector",
    "ObjCMethod",
    "PythonMethod",
    "Selector",
    "default_selector",
    "encoded",
    "selector_name",
]

Function: TypeAlias = Callable[..., Any]  # Any: a method of any shape


def default_selector(name: str) -> bytes | None:
    """The selector that a method of this name is exported as; None where it stays Python's own.

    As `default_selector` of pyobjc-core 13.0 decides: an underscore inside the name means Python,
    unless the name ends with one.
    """
    if name.endswith("__") and keyword.iskeyword(name[:-2]):
        name = name[:-2]
    if name.startswith("__") and name.endswith("__"):
        return None
    if "_" in name[1:] and not name.endswith("_"):
        return None
    colons = name.replace("_", ":")
    return (f"_{colons[1:]}" if colons.startswith(":") else colons).encode()


def selector_name(value: object) -> str:
    """The Objective-C name in what code gives for a selector: text, bytes or the method itself.

    Source: PyObjC takes a callable where a selector is wanted, and uses its name.
    Raises TypeError for anything else.
    """
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bytes):
        return value.decode("ascii")
    if isinstance(value, Selector | BoundSelector):
        return value.selector.decode()
    name: object = getattr(value, "__name__", None)
    if callable(value) and isinstance(name, str):
        return (default_selector(name) or name.replace("_", ":").encode()).decode()
    raise TypeError(
        f"a selector is wanted, as 'take:' or b'take:', not {type(value).__name__} {value!r}"
    )


def encoded(selector: bytes) -> bytes:
    """The signature of a method whose arguments and result are all objects."""
    return b"@@:" + b"@" * selector.count(b":")


class PythonMethod:
    """`objc.python_method`: a method that the system does not see.

    Used with or without parentheses.
    """

    is_python_only: Final[bool] = True
    """Read by `urlsession_mock.responding`."""

    def __init__(self, value: Function | classmethod[Any, ..., Any] | None = None) -> None:
        if value is not None and not _is_function(value):
            raise TypeError(f"{value!r} is not a callable")
        self.__wrapped__: Function | classmethod[Any, ..., Any] | None = value

    def __get__(self, instance: object, owner: type | None = None) -> Any:  # the bound function
        assert self.__wrapped__ is not None
        return cast("Any", self.__wrapped__).__get__(instance, owner)

    def __call__(self, *arguments: Any, **options: Any) -> Any:  # as the function
        if self.__wrapped__ is None:
            self.__init__(*arguments)  # type: ignore[misc]  # the second pair of parentheses
            return self
        return cast("Function", self.__wrapped__)(*arguments, **options)


class ObjCMethod:
    """`objc.objc_method`: a method that the system does see, whatever its name is.

    Used with or without parentheses; `selector` and `signature` are bytes, `isclass` says that
    it is a class method.
    """

    def __init__(
        self,
        value: Function | classmethod[Any, ..., Any] | None = None,
        *,
        selector: bytes | None = None,
        signature: bytes | None = None,
        isclass: bool | None = None,
    ) -> None:
        if value is not None and not _is_function(value):
            raise TypeError("'value' is not a callable")
        self.__wrapped__: Function | classmethod[Any, ..., Any] | None = value
        self.selector: bytes | None = selector
        self.signature: bytes | None = signature
        self.isclass: bool | None = isclass

    @property
    def __name__(self) -> str:
        return cast("str", cast("Any", self.__wrapped__).__name__)

    def __call__(self, *arguments: Any, **options: Any) -> Any:  # as the function
        if self.__wrapped__ is None:
            if options:
                raise TypeError("Unexpected keyword arguments")
            if len(arguments) != 1:
                raise TypeError("Expecting exactly 1 argument")
            return ObjCMethod(
                arguments[0],
                selector=self.selector,
                signature=self.signature,
                isclass=self.isclass,
            )
        return cast("Function", self.__wrapped__)(*arguments, **options)


class Selector:
    """`objc.selector`: a method with its name and signature in Objective-C.

    `selector` and `signature` are bytes; where they are left out they follow from the function's
    name and shape. A selector without a function (None) describes a method of a protocol.
    """

    def __init__(
        self,
        function: Function | None,
        selector: bytes | None = None,
        signature: bytes | None = None,
        className: str | None = None,
        isClassMethod: bool = False,
        isRequired: bool = True,
        isHidden: bool = False,
    ) -> None:
        for name, text in (("selector", selector), ("signature", signature)):
            if text is not None and not isinstance(text, bytes):
                raise TypeError(f"{name} is bytes, as b'take:', not {type(text).__name__} {text!r}")
        if isinstance(function, staticmethod | classmethod):
            raise TypeError("selector() wants a function, not a staticmethod or classmethod")
        if function is None and selector is None:
            raise ValueError("selector() without a function needs a selector")
        if function is not None and not callable(function):
            raise TypeError(f"{function!r} is not a callable")
        self.callable: Function | None = function
        self.selector: bytes = selector or _of_function(function)
        self.signature: bytes = signature or encoded(self.selector)
        self.native_signature: bytes = self.signature
        self.className: str | None = className
        self.isClassMethod: bool = bool(isClassMethod)
        self.isRequired: bool = bool(isRequired)
        self.isHidden: bool = bool(isHidden)
        self.__name__: str = self.selector.decode().replace(":", "_")
        self.__doc__: str | None = getattr(function, "__doc__", None)
        self.definingClass: type | None = None

    @property
    def __func__(self) -> Function | None:
        """The function, where inspection looks for it."""
        return self.callable

    @property
    def __code__(self) -> Any:  # a code object, where the function has one
        return cast("Any", self.callable).__code__

    def __set_name__(self, owner: type, name: str) -> None:
        self.definingClass = owner

    def __get__(self, instance: object, owner: type | None = None) -> Selector | BoundSelector:
        if self.isClassMethod:
            return BoundSelector(self, owner)
        return self if instance is None else BoundSelector(self, instance)

    def __call__(self, *arguments: Any, **options: Any) -> Any:  # as the function
        if self.callable is None:
            raise TypeError(f"the selector {self.selector.decode()} has no function to call")
        return self.callable(*arguments, **options)

    def __repr__(self) -> str:
        owner = self.definingClass.__name__ if self.definingClass else "unbound"
        return f"<{owner} selector {self.selector.decode()} at {id(self):#x}>"


class BoundSelector:
    """A selector of one object, or of a class: what `self.take_` is."""

    def __init__(self, function: Selector, owner: object) -> None:
        self.__func__: Selector = function
        self.__self__: object = owner

    @property
    def self(self) -> object:
        """The object."""
        return self.__self__

    @property
    def __signature__(self) -> inspect.Signature:
        """The function's, without its first parameter."""
        function = self.__func__.callable
        found = inspect.signature(cast("Function", function), follow_wrapped=False)
        return found.replace(parameters=list(found.parameters.values())[1:])

    def __call__(self, *arguments: Any, **options: Any) -> Any:  # as the function
        return self.__func__(self.__self__, *arguments, **options)

    def __getattr__(self, name: str) -> Any:  # selector, signature, __name__ and the like
        if name == "__wrapped__":
            raise AttributeError(name)  # inspect would follow it to the function with self
        return getattr(self.__func__, name)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, BoundSelector)
            and self.__func__ is other.__func__
            and self.__self__ is other.__self__
        )

    def __hash__(self) -> int:
        return hash((id(self.__func__), id(self.__self__)))

    def __repr__(self) -> str:
        return f"{self.__func__!r} of {self.__self__!r}"


def _is_function(value: object) -> bool:
    return callable(value) or isinstance(value, classmethod)


def _of_function(function: Function | None) -> bytes:
    name = cast("str", cast("Any", function).__name__)
    return default_selector(name) or name.replace("_", ":").encode()
