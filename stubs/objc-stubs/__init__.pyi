# What PyObjC's objc is to a type checker: the part that code which runs on it uses. Names that
# are not here are Any.
#
# Source: PyObjC's documentation, "objc -- The PyObjC bridge" (pyobjc.readthedocs.io), and
# pyobjc-core 13.0.

# Partial by intention, so:
# pyright: reportIncompleteStub=false

from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from types import TracebackType
from typing import Any, Final, Self, TypeVar, overload, type_check_only

_T = TypeVar("_T")
_Class = TypeVar("_Class", bound=type)
# Any function; what it takes is left as it is.
_Function = TypeVar("_Function", bound=Callable[..., Any] | classmethod[Any, ..., Any])

__version__: Final[str]
YES: Final = True
NO: Final = False
nil: Final[None]
platform: Final[str]
arch: Final[str]

# -- objects --------------------------------------------------------------------------------

# The root of every class of Objective-C; it has no methods of its own.
class objc_object:
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

# What a class of Objective-C is an instance of. It is not said to be so here: a class could then
# not inherit a Protocol as well.
class objc_class(type): ...

# Text that comes from Objective-C. It is a subclass of str; code should not have to know.
pyobjc_unicode = str

# A C array of unknown length.
class varlist:
    def __getitem__(self, index: int | slice, /) -> Any: ...  # what the array is of
    def as_tuple(self, count: int, /) -> tuple[Any, ...]: ...
    def as_buffer(self, count: int, /) -> memoryview: ...

# What it gives is looked up above the class; to a type checker it is the object itself.
def super(type: type, object_or_type: _T, /) -> _T: ...

# -- methods --------------------------------------------------------------------------------

class selector:
    def __init__(
        self,
        function: Callable[..., Any] | None,  # a method of any shape
        selector: bytes | None = None,
        signature: bytes | None = None,
        className: str | None = None,
        isClassMethod: bool = False,
        isRequired: bool = True,
        isHidden: bool = False,
    ) -> None: ...
    selector: bytes
    signature: bytes
    native_signature: bytes | None
    className: str | None
    callable: Callable[..., Any] | None
    definingClass: type | None
    isClassMethod: bool
    isRequired: bool
    isHidden: bool
    @overload
    def __get__(self, instance: None, owner: type | None = None, /) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type | None = None, /) -> Any: ...  # bound
    def __call__(self, *args: Any, **kw: Any) -> Any: ...  # a method of any shape

# A method that is marked stays, to a type checker, the function that it is.
@overload
def python_method(value: _T) -> _T: ...
@overload
def python_method() -> Callable[[_T], _T]: ...
@overload
def objc_method(value: _Function) -> _Function: ...
@overload
def objc_method(
    *, selector: bytes | None = None, signature: bytes | None = None, isclass: bool | None = None
) -> Callable[[_Function], _Function]: ...
def IBAction(func: _Function) -> _Function: ...
def instancemethod(func: _Function) -> _Function: ...
def typedSelector(signature: bytes) -> Callable[[_Function], _Function]: ...
def namedSelector(
    name: bytes, signature: bytes | None = None
) -> Callable[[_Function], _Function]: ...
def namedselector(
    name: bytes, signature: bytes | None = None
) -> Callable[[_Function], _Function]: ...
def signature(signature: bytes, **kw: Any) -> Callable[[_Function], _Function]: ...  # of selector
def callbackFor(callable: object, argIndex: int = -1) -> Callable[[_Function], _Function]: ...
def selectorFor(callable: object, argIndex: int = -1) -> Callable[[_Function], _Function]: ...
def accessor(func: _Function, typeSignature: bytes = b"@") -> _Function: ...
def typedAccessor(typeSignature: bytes) -> Callable[[_Function], _Function]: ...
def synthesize(
    name: str,
    copy: bool = False,
    readwrite: bool = True,
    type: bytes = b"@",
    ivarName: str | None = None,
) -> None: ...

# -- variables and properties ---------------------------------------------------------------

class ivar:
    def __init__(
        self,
        name: str | None = None,
        type: bytes = b"@",
        isOutlet: bool = False,
        isSlot: bool = False,
    ) -> None: ...
    __typestr__: bytes
    __isOutlet__: bool
    __isSlot__: bool
    @overload
    def __get__(self, instance: None, owner: type | None = None, /) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type | None = None, /) -> Any: ...  # its value
    def __set__(self, instance: object, value: Any, /) -> None: ...  # as above

class object_property:
    def __init__(
        self,
        name: str | None = None,
        read_only: bool = False,
        copy: bool = False,
        dynamic: bool = False,
        ivar: str | None = None,
        typestr: bytes = b"@",
        depends_on: object = None,
    ) -> None: ...
    @overload
    def __get__(self, instance: None, owner: type | None = None, /) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type | None = None, /) -> Any: ...  # its value
    def __set__(self, instance: object, value: Any, /) -> None: ...  # as above
    def getter(self, function: Callable[[Any], Any]) -> Self: ...  # of the class around it
    def setter(self, function: Callable[[Any, Any], None]) -> Self: ...  # as above
    def validate(self, function: Callable[..., Any]) -> Self: ...  # as above

def bool_property(
    name: str | None = None,
    read_only: bool = False,
    copy: bool = False,
    dynamic: bool = False,
    ivar: str | None = None,
    typestr: bytes = b"Z",
    depends_on: object = None,
) -> object_property: ...
def IBOutlet(name: str | None = None) -> ivar: ...
def IBInspectable(prop: _T) -> _T: ...
def IB_DESIGNABLE(cls: _Class) -> _Class: ...

# -- protocols ------------------------------------------------------------------------------

@type_check_only
class _Protocol:
    def instanceMethods(self) -> list[dict[str, Any]]: ...  # selector and typestr, and a bool
    def classMethods(self) -> list[dict[str, Any]]: ...  # as above

class formal_protocol(_Protocol):
    __name__: str
    def __init__(
        self,
        name: str,
        supers: Sequence[formal_protocol] | None = None,
        selector_list: Iterable[selector] = (),
    ) -> None: ...
    def __mro_entries__(self, bases: tuple[object, ...], /) -> tuple[type, ...]: ...
    def conformsTo_(self, other: formal_protocol, /) -> bool: ...
    def descriptionForInstanceMethod_(self, selector: bytes, /) -> tuple[bytes, bytes] | None: ...
    def descriptionForClassMethod_(self, selector: bytes, /) -> tuple[bytes, bytes] | None: ...

class informal_protocol(_Protocol):
    def __init__(self, name: str, selectors: Iterable[selector]) -> None: ...

def protocolNamed(name: str) -> formal_protocol: ...
def protocolsForClass(cls: type) -> list[formal_protocol]: ...
def protocolsForProcess() -> list[formal_protocol]: ...

# -- the runtime ----------------------------------------------------------------------------

def lookUpClass(class_name: str) -> Any: ...  # a class, of which no more is known
def getClassList(ignore_invalid: bool = False) -> list[type]: ...
def registerMetaDataForSelector(
    class_: bytes, selector: bytes, metadata: Mapping[str, Any]
) -> None: ...
def registerCFSignature(
    name: str, encoding: bytes, typeId: int | None = None, tollfreeName: str | None = None
) -> type: ...
def pathForFramework(path: str) -> str: ...
def currentBundle() -> Any: ...  # an NSBundle, which is Foundation's
def loadBundle(
    module_name: str,
    module_globals: MutableMapping[str, Any],
    bundle_path: str | None = None,
    bundle_identifier: str | None = None,
    scan_classes: bool = True,
) -> Any: ...  # as above
def loadBundleFunctions(
    bundle: object,
    module_globals: MutableMapping[str, Any],
    functionInfo: Iterable[Sequence[Any]],
    skip_undefined: bool = True,
) -> None: ...
def loadBundleVariables(
    bundle: object,
    module_globals: MutableMapping[str, Any],
    variableInfo: Iterable[Sequence[Any]],
    skip_undefined: bool = True,
) -> None: ...
def macos_available(major: int, minor: int, patch: int = 0) -> bool: ...

class autorelease_pool:
    def __enter__(self) -> None: ...
    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        value: BaseException | None,
        tp: TracebackType | None,
    ) -> None: ...

def recycleAutoreleasePool() -> None: ...
def removeAutoreleasePool() -> None: ...

@type_check_only
class _Options:
    deprecation_warnings: str
    structs_indexable: bool
    structs_writable: bool
    unknown_pointer_raises: bool
    use_kvo: bool
    verbose: bool

options: Final[_Options]

def setVerbose(value: object) -> None: ...

# Objects that pass through a `void *`, by numbers.
@type_check_only
class _Context:
    def register(self, value: object) -> int: ...
    def unregister(self, value: object) -> None: ...
    def get(self, uniq: int) -> Any: ...  # what was registered

context: Final[_Context]

# -- C's types ------------------------------------------------------------------------------

# Encodings of types.
_C_ARY_B: Final[bytes]
_C_ARY_E: Final[bytes]
_C_BFLD: Final[bytes]
_C_BOOL: Final[bytes]
_C_BYCOPY: Final[bytes]
_C_BYREF: Final[bytes]
_C_CFIndex: Final[bytes]
_C_CFRange: Final[bytes]
_C_CFTYPEID: Final[bytes]
_C_CGFloat: Final[bytes]
_C_CHARPTR: Final[bytes]
_C_CHAR_AS_INT: Final[bytes]
_C_CHAR_AS_TEXT: Final[bytes]
_C_CHR: Final[bytes]
_C_CLASS: Final[bytes]
_C_CONST: Final[bytes]
_C_DBL: Final[bytes]
_C_FLT: Final[bytes]
_C_ID: Final[bytes]
_C_IN: Final[bytes]
_C_INOUT: Final[bytes]
_C_INT: Final[bytes]
_C_LNG: Final[bytes]
_C_LNGLNG: Final[bytes]
_C_LNG_DBL: Final[bytes]
_C_LNG_LNG: Final[bytes]
_C_NSBOOL: Final[bytes]
_C_NSInteger: Final[bytes]
_C_NSRange: Final[bytes]
_C_NSUInteger: Final[bytes]
_C_ONEWAY: Final[bytes]
_C_OUT: Final[bytes]
_C_PTR: Final[bytes]
_C_SEL: Final[bytes]
_C_SHT: Final[bytes]
_C_STRUCT_B: Final[bytes]
_C_STRUCT_E: Final[bytes]
_C_UCHR: Final[bytes]
_C_UINT: Final[bytes]
_C_ULNG: Final[bytes]
_C_ULNGLNG: Final[bytes]
_C_ULNG_LNG: Final[bytes]
_C_UNDEF: Final[bytes]
_C_UNICHAR: Final[bytes]
_C_UNION_B: Final[bytes]
_C_UNION_E: Final[bytes]
_C_USHT: Final[bytes]
_C_VOID: Final[bytes]

# C's null pointer, where None would mean something else.
NULL: Final[object]

def createStructType(
    name: str,
    typestr: bytes,
    fieldnames: Sequence[str] | None,
    doc: str | None = None,
    pack: int = -1,
) -> type: ...
def registerStructAlias(typestr: bytes, structType: _Class) -> _Class: ...
def createOpaquePointerType(name: str, typestr: bytes, doc: str | None = None) -> type: ...
def repythonify(obj: Any, type: bytes = b"@") -> Any: ...  # whatever it is given

# -- errors ---------------------------------------------------------------------------------

# Also what an exception of Objective-C is to Python.
class error(Exception): ...
class nosuchclass_error(error): ...
class internal_error(error): ...
class ProtocolError(error): ...
class BadPrototypeError(error): ...
class ObjCSuperWarning(DeprecationWarning): ...
class ObjCPointerWarning(DeprecationWarning): ...
class UninitializedDeallocWarning(Warning): ...
class RevivedObjectiveCObjectWarning(UserWarning): ...
class ApiDeprecationWarning(DeprecationWarning): ...

def __getattr__(name: str, /) -> Any: ...
