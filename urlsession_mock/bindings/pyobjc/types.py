"""`objc`: type codes, structures and what stands for C's types.

Not here: methods (marks.py) and the runtime (runtime.py). One rule: a value is PyObjC's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Final, cast

from urlsession_mock.foundation.objects import NSObject

__all__ = [
    "CODES",
    "NULL",
    "StructType",
    "createOpaquePointerType",
    "createStructType",
    "objc_class",
    "objc_object",
    "pyobjc_unicode",
    "registerStructAlias",
    "repythonify",
    "varlist",
]

# Source: clang's type encodings, and PyObjC's own in its documentation ("Type encodings").
# fmt: off
CODES: Final[dict[str, bytes]] = {
    "_C_ID": b"@", "_C_CLASS": b"#", "_C_SEL": b":", "_C_CHR": b"c", "_C_UCHR": b"C",
    "_C_SHT": b"s", "_C_USHT": b"S", "_C_BOOL": b"B", "_C_INT": b"i", "_C_UINT": b"I",
    "_C_LNG": b"l", "_C_ULNG": b"L", "_C_LNG_LNG": b"q", "_C_ULNG_LNG": b"Q", "_C_LNGLNG": b"q",
    "_C_ULNGLNG": b"Q", "_C_FLT": b"f", "_C_DBL": b"d", "_C_LNG_DBL": b"D", "_C_BFLD": b"b",
    "_C_VOID": b"v", "_C_UNDEF": b"?", "_C_PTR": b"^", "_C_CHARPTR": b"*", "_C_ARY_B": b"[",
    "_C_ARY_E": b"]", "_C_UNION_B": b"(", "_C_UNION_E": b")", "_C_STRUCT_B": b"{",
    "_C_STRUCT_E": b"}", "_C_CONST": b"r", "_C_IN": b"n", "_C_INOUT": b"N", "_C_OUT": b"o",
    "_C_BYCOPY": b"O", "_C_BYREF": b"R", "_C_ONEWAY": b"V",
    # PyObjC's own, and the 64-bit names.
    "_C_NSBOOL": b"Z", "_C_UNICHAR": b"T", "_C_CHAR_AS_TEXT": b"t", "_C_CHAR_AS_INT": b"z",
    "_C_NSInteger": b"q", "_C_NSUInteger": b"Q", "_C_CFIndex": b"q", "_C_CFTYPEID": b"Q",
    "_C_CGFloat": b"d", "_C_NSRange": b"{_NSRange=QQ}", "_C_CFRange": b"{CFRange=qq}",
}
# fmt: on


class _Null:
    """`objc.NULL`: C's null pointer, where None would mean "no buffer"."""

    def __repr__(self) -> str:
        return "objc.NULL"


NULL: Final = _Null()

objc_object: Final = NSObject
"""The base of every Objective-C object."""

pyobjc_unicode: Final = str
"""Text that came from Objective-C; here it is Python's own."""


class _ClassOfClasses(type):
    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, type) and issubclass(instance, NSObject)


class objc_class(metaclass=_ClassOfClasses):
    """What Objective-C classes are instances of: `isinstance(NSObject, objc.objc_class)`."""


class varlist:
    """A list of unknown length, as C functions return it; only the bridge makes one."""

    def __init__(self) -> None:
        raise TypeError("cannot create 'objc.varlist' instances")


class StructType:
    """A C structure: fields by name and by index, equal to a tuple of the same values."""

    __slots__ = ()
    _fields: ClassVar[tuple[str, ...]] = ()
    __typestr__: ClassVar[bytes] = b""

    def __init__(self, *values: object, **named: object) -> None:
        fields = type(self)._fields
        if len(values) > len(fields) or set(named) - set(fields[len(values) :]):
            raise TypeError(
                f"{type(self).__name__}() takes {', '.join(fields)}; got {values} and {named}"
            )
        given = dict(zip(fields, values, strict=False)) | named
        for field in fields:
            setattr(self, field, given.get(field, 0))

    def __iter__(self) -> Iterator[Any]:  # the fields' own types
        return (getattr(self, field) for field in type(self)._fields)

    def __len__(self) -> int:
        return len(type(self)._fields)

    def __getitem__(self, index: int | slice) -> Any:  # as above
        return tuple(self)[index]

    def __setitem__(self, index: int, value: object) -> None:
        setattr(self, type(self)._fields[index], value)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, StructType | tuple):
            return NotImplemented
        return tuple(self) == tuple(cast("Sequence[object]", other))

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # it can be changed

    def __repr__(self) -> str:
        inside = " ".join(f"{field}={getattr(self, field)!r}" for field in type(self)._fields)
        return f"<{type(self).__name__} {inside}>"

    def _asdict(self) -> dict[str, object]:
        return {field: getattr(self, field) for field in type(self)._fields}

    def _replace(self, **changes: object) -> Any:  # the same type
        return type(self)(**(self._asdict() | changes))

    def copy(self) -> Any:  # the same type
        """Another with the same values."""
        return self._replace()


def createStructType(
    name: str,
    typestr: bytes,
    fieldnames: Sequence[str] | None,
    doc: str | None = None,
    pack: int = -1,
) -> type[StructType]:
    """A class for a C structure. `name` may be dotted; `typestr` is its encoding, in bytes.

    Raises ValueError without field names where the encoding has none either.
    """
    if not isinstance(typestr, bytes):
        raise TypeError(f"typestr is bytes, not {type(typestr).__name__}")
    if fieldnames is None:
        parts = typestr.decode().split('"')
        if len(parts) < 3:
            raise ValueError(f"{name}: no field names, and none in {typestr!r}")
        fieldnames = parts[1::2]
    module, _, short = name.rpartition(".")
    body = {
        "__slots__": tuple(fieldnames),
        "_fields": tuple(fieldnames),
        "__typestr__": typestr,
        "__doc__": doc,
        "__module__": module,
    }
    return type(short, (StructType,), body)


def registerStructAlias(typestr: bytes, structType: type[StructType]) -> type[StructType]:
    """Say that another encoding means the same structure; the structure."""
    return structType


def createOpaquePointerType(name: str, typestr: bytes, doc: str | None = None) -> type:
    """A class for a pointer nobody looks behind."""
    return type(name, (), {"__typestr__": typestr, "__doc__": doc})


def repythonify(obj: Any, type: bytes = b"@") -> Any:  # noqa: A002 - as PyObjC names it; Any: any type
    """The same value, as it would come back from Objective-C."""
    return obj
