# What PyObjC's objc is to a type checker: the part that code which runs on it uses. Names that
# are not here are Any.
#
# Source: PyObjC's documentation, "objc -- The PyObjC bridge" (pyobjc.readthedocs.io).

# Partial by intention, so:
# pyright: reportIncompleteStub=false

from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Final, TypeVar

_T = TypeVar("_T")
_C = TypeVar("_C", bound=Callable[..., Any])  # any function; what it takes is left as it is

nil: Final[None]
YES: Final = True
NO: Final = False

# The root of every class of Objective-C; it has no methods of its own.
class objc_object:
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class selector:
    def __init__(
        self,
        function: Callable[..., Any] | None,  # a method of any shape
        /,
        selector: bytes = ...,
        signature: bytes = ...,
        isClassMethod: bool = ...,
        isRequired: bool = ...,
    ) -> None: ...
    @property
    def selector(self) -> bytes: ...
    @property
    def signature(self) -> bytes: ...
    @property
    def isClassMethod(self) -> bool: ...
    @property
    def isRequired(self) -> bool: ...
    @property
    def isHidden(self) -> bool: ...
    def __call__(self, *args: Any) -> Any: ...  # a method of any shape

class formal_protocol:
    @property
    def __name__(self) -> str: ...
    def conformsTo_(self, protocol: formal_protocol, /) -> bool: ...
    def instanceMethods(self) -> list[dict[str, Any]]: ...  # bytes, and a bool
    def classMethods(self) -> list[dict[str, Any]]: ...  # bytes, and a bool

# What it gives is looked up above the class; to a type checker it is the object itself.
def super(type: type, object_or_type: _T, /) -> _T: ...  # noqa: A001

# What a class has under a Python name alone is left as it is.
def python_method(function: _T, /) -> _T: ...
def signature(signature: bytes, /, **kw: object) -> Callable[[_C], _C]: ...
def typedSelector(signature: bytes, /) -> Callable[[_C], _C]: ...
def namedSelector(name: bytes, signature: bytes | None = None) -> Callable[[_C], _C]: ...
def IBAction(function: _C, /) -> _C: ...
def IBOutlet(name: str | None = None, /) -> Any: ...  # whatever the interface is wired to
def lookUpClass(name: str, /) -> Any: ...  # a class, of which no more is known
def protocolNamed(name: str, /) -> formal_protocol: ...
def registerMetaDataForSelector(
    class_: bytes, selector: bytes, metadata: Mapping[str, object], /
) -> None: ...
def registerCFSignature(
    name: str, encoding: bytes, typeId: int | None, tollfreeName: str = ..., /
) -> type[objc_object]: ...

class autorelease_pool:
    def __enter__(self) -> None: ...
    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        value: BaseException | None,
        tp: TracebackType | None,
        /,
    ) -> None: ...

class error(Exception): ...
class nosuchclass_error(error): ...
class internal_error(error): ...
class BadPrototypeError(TypeError): ...

def __getattr__(name: str, /) -> Any: ...
