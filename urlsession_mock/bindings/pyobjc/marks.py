"""`objc`: how code marks methods and properties.

Not here: what a class makes of the marks (`urlsession_mock.foundation.exporting`). One rule: a mark
is checked where it is written.
"""

from __future__ import annotations

import copy as copying
import inspect
import sys
import warnings
from collections.abc import Callable
from typing import Any, Final, TypeAlias, cast

from urlsession_mock.foundation.selector import Function, Selector
from urlsession_mock.foundation.selector import ObjCMethod as objc_method
from urlsession_mock.foundation.selector import PythonMethod as python_method
from urlsession_mock.foundation.selector import Selector as selector

__all__ = [
    "IB_DESIGNABLE",
    "IBAction",
    "IBInspectable",
    "IBOutlet",
    "Property",
    "accessor",
    "bool_property",
    "callbackFor",
    "instancemethod",
    "ivar",
    "namedSelector",
    "namedselector",
    "objc_method",
    "object_property",
    "python_method",
    "selector",
    "selectorFor",
    "signature",
    "synthesize",
    "typedAccessor",
    "typedSelector",
]

Method: TypeAlias = "Function | classmethod[Any, ..., Any]"
Marking: TypeAlias = Callable[[Method], Selector]


# -- methods -------------------------------------------------------------


def _marked(method: Method | None, what: str, **how: Any) -> Selector:  # Any: as `selector` takes
    if method is None:
        raise TypeError(f"{what} argument must be a callable")
    if isinstance(method, classmethod):
        return Selector(cast("Any", method).__func__, isClassMethod=True, **how)
    return Selector(method, **how)


def IBAction(func: Method) -> Selector:
    """Mark a method that a control calls: it takes the sender."""
    return _marked(func, "IBAction", signature=b"v@:@")


def instancemethod(func: Method) -> Selector:
    """Mark a method of objects."""
    return _marked(func, "instancemethod")


def typedSelector(signature: bytes) -> Marking:
    """Mark a method with its type encoding, as `@objc.typedSelector(b"v@:@")`."""
    return lambda func: _marked(func, "typedSelector() function", signature=signature)


def namedSelector(name: bytes, signature: bytes | None = None) -> Marking:
    """Mark a method with its Objective-C name, as `@objc.namedSelector(b"take:")`."""
    return lambda func: _marked(func, "namedSelector", selector=name, signature=signature)


def namedselector(name: bytes, signature: bytes | None = None) -> Marking:
    """The old name of `namedSelector`."""
    warnings.warn("use objc.namedSelector, not objc.namedselector", DeprecationWarning, 2)
    return namedSelector(name, signature)


def signature(signature: bytes, **kw: Any) -> Marking:  # Any: as `selector` takes
    """The old name of `typedSelector`."""
    warnings.warn("use objc.typedSelector, not objc.signature", DeprecationWarning, 2)
    return lambda func: _marked(func, "signature", signature=signature, **kw)


def callbackFor(callable: object, argIndex: int = -1) -> Callable[[Function], Function]:  # noqa: A002 - as PyObjC names it
    """Mark a function that is passed to another as a callback; it stays what it is."""
    return lambda function: function


def selectorFor(callable: object, argIndex: int = -1) -> Marking:  # noqa: A002 - as above
    """Mark a method that is named to another as a selector argument."""
    return lambda func: _marked(func, "selectorFor")


# -- accessors -----------------------------------------------------------

# What the methods of key-value coding for collections take and return beside objects.
# Source: "Key-Value Coding Programming Guide", and `accessor` of pyobjc-core 13.0.
# fmt: off
_SHAPES: Final[tuple[tuple[int, str, str, bytes], ...]] = (
    # arguments, name begins, name ends, encoding; %s is the property's own type
    (0, "countOf",             "",            b"Q@:"),
    (0, "enumerator",          "",            b"@@:"),
    (0, "",                    "",            b"%s@:"),
    (1, "objectIn",            "AtIndex_",    b"%s@:Q"),
    (1, "removeObjectFrom",    "AtIndex_",    b"v@:Q"),
    (1, "remove",              "AtIndexes_",  b"v@:@"),
    (1, "",                    "AtIndexes_",  b"@@:@"),
    (1, "memberOf",            "",            b"Z@:%s"),
    (1, "add",                 "Object_",     b"v@:%s"),
    (1, "add",                 "",            b"v@:@"),
    (1, "intersect",           "",            b"v@:@"),
    (1, "",                    "",            b"v@:%s"),
    (2, "validate",            "_error_",     b"Z@:N^@o^@"),
    (2, "insertObject_in",     "AtIndex_",    b"v@:%sQ"),
    (2, "replaceObjectIn",     "AtIndex_withObject_", b"v@:Q%s"),
    (2, "get",                 "_range_",     b"v@:o^@{_NSRange=QQ}"),
    (2, "insert",              "_atIndexes_", b"v@:@@"),
    (2, "replace",             "",            b"v@:@@"),
)
# fmt: on


def accessor(func: Function, typeSignature: bytes = b"@") -> Selector:
    """Mark a method that key-value coding calls; its name says what it takes.

    Raises TypeError for one that takes another number of arguments, or whose name is none.
    """
    name: str = func.__name__
    wanted = name.count("_")
    parameters = inspect.signature(func).parameters.values()
    if any(p.kind not in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) for p in parameters):
        raise TypeError(f"{name} can not be an accessor because it accepts more than arguments")
    fewest = sum(p.default is p.empty for p in parameters)
    if not fewest <= wanted + 1 <= len(parameters):
        raise TypeError(
            f"{name} expected to take {len(parameters)} args, but must accept {wanted + 1} "
            f"from Objective-C (implicit self plus count of underscores)"
        )
    for count, begins, ends, encoding in _SHAPES:
        if count == wanted and name.startswith(begins) and name.endswith(ends):
            return Selector(func, signature=encoding.replace(b"%s", typeSignature))
    raise TypeError(f"{name} not recognized as an accessor")


def typedAccessor(typeSignature: bytes) -> Callable[[Function], Selector]:
    """Mark an accessor of a property with this type encoding."""
    return lambda func: accessor(func, typeSignature)


def synthesize(
    name: str,
    copy: bool = False,
    readwrite: bool = True,
    type: bytes = b"@",  # noqa: A002 - as PyObjC names it
    ivarName: str | None = None,
) -> None:
    """Write a getter and, if `readwrite`, a setter into the class that is being made."""
    if not name:
        raise ValueError("Empty property name")
    body = sys._getframe(1).f_locals
    variable = ivarName or f"_{name}"
    body[variable] = ivar(type=type)
    body[name] = _getter(variable)
    if readwrite:
        body[f"set{name[0].upper()}{name[1:]}_"] = _setter(variable, copied=copy)


def _getter(variable: str) -> Function:
    def getter(self: object) -> Any:  # the property's own type
        return getattr(self, variable)

    return getter


def _setter(variable: str, *, copied: bool) -> Function:
    def setter(self: object, value: object) -> None:
        setattr(self, variable, _copy(value) if copied else value)

    return setter


def _copy(value: Any) -> Any:  # whatever the property holds
    return value.copy() if hasattr(value, "copyWithZone_") else copying.copy(value)


# -- variables and properties --------------------------------------------


class ivar:
    """An instance variable, None until it is set; as `IBOutlet`, one that a nib file connects."""

    def __init__(
        self,
        name: str | None = None,
        type: bytes = b"@",  # noqa: A002 - as PyObjC names it
        isOutlet: bool = False,
        isSlot: bool = False,
    ) -> None:
        self.__name__: str = name or ""
        self.__typestr__: bytes = type
        self.__isOutlet__: bool = bool(isOutlet)
        self.__isSlot__: bool = bool(isSlot)

    def __set_name__(self, owner: type[object], name: str) -> None:
        self.__name__ = self.__name__ or name

    def __get__(self, instance: object, owner: type[object] | None = None) -> Any:  # its value
        if instance is None:
            return self
        start = None if self.__typestr__ in b"@#" else 0
        return vars(instance).get(self.__name__, start)

    def __set__(self, instance: object, value: object) -> None:
        vars(instance)[self.__name__] = value


def IBOutlet(name: str | None = None) -> ivar:
    """An instance variable that a nib file connects."""
    return ivar(name, isOutlet=True)


def IBInspectable(prop: Any) -> Any:  # whatever is marked
    """Mark a property for Interface Builder; it stays what it is."""
    return prop


def IB_DESIGNABLE(cls: type[Any]) -> type[Any]:
    """Mark a class for Interface Builder; it stays what it is."""
    return cls


class Property:
    """`objc.object_property`: an attribute that is a property in Objective-C too.

    `@prop.getter`, `@prop.setter` and `@prop.validate` mark methods that take its place.
    """

    def __init__(
        self,
        name: str | None = None,
        read_only: bool = False,
        copy: bool = False,
        dynamic: bool = False,
        ivar: str | None = None,
        typestr: bytes = b"@",
        depends_on: object = None,
    ) -> None:
        self._name = name or ""
        self._is_read_only = read_only
        self._is_copied = copy
        self._variable = ivar
        self._start: object = None if typestr == b"@" else False
        self._get: Function | None = None
        self._set: Function | None = None
        self._validate: Function | None = None

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = self._name or name

    def __get__(self, instance: object, owner: type | None = None) -> Any:  # the property's own
        if instance is None:
            return self
        if self._get is not None:
            return self._get(instance)
        return vars(instance).get(self._variable or f"_{self._name}", self._start)

    def __set__(self, instance: object, value: object) -> None:
        if self._is_read_only:
            raise ValueError(f"property {self._name!r} is read-only")
        if self._set is not None:
            self._set(instance, value)
            return
        vars(instance)[self._variable or f"_{self._name}"] = (
            _copy(value) if self._is_copied else value
        )

    def getter(self, function: Function) -> Property:
        """Use this method to get it."""
        self._get = function
        return self

    def setter(self, function: Function) -> Property:
        """Use this method to set it."""
        self._set = function
        return self

    def validate(self, function: Function) -> Property:
        """Use this method to validate it, where code asks for that."""
        self._validate = function
        return self


object_property: Final = Property


def bool_property(
    name: str | None = None,
    read_only: bool = False,
    copy: bool = False,
    dynamic: bool = False,
    ivar: str | None = None,
    typestr: bytes = b"Z",
    depends_on: object = None,
) -> Property:
    """The same for a truth value: False until it is set."""
    return Property(name, read_only, copy, dynamic, ivar, typestr, depends_on)
