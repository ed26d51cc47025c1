"""NSPropertyListSerialization: property lists from data and back.

What it is: XML and binary, by Python's plistlib. What it is not: streams, or the old text format:
data in it is reported as corrupt. Its one rule: an error is a value, beside the result.
"""

from __future__ import annotations

import plistlib
from typing import TYPE_CHECKING, Any, Final
from xml.parsers.expat import ExpatError

from urlsession_mock.foundation.bridged import invalid_argument
from urlsession_mock.foundation.constants import NSCocoaErrorDomain, NSDebugDescriptionErrorKey
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.foundation.plist_values import NotAPropertyList, for_plistlib, shown_value
from urlsession_mock.foundation.values import (
    NSPropertyListBinaryFormat_v1_0,
    NSPropertyListImmutable,
    NSPropertyListReadCorruptError,
    NSPropertyListWriteStreamError,
    NSPropertyListXMLFormat_v1_0,
)
from urlsession_mock.not_simulated import not_simulated

if TYPE_CHECKING:
    from typing_extensions import Buffer

__all__ = ["NSPropertyListSerialization", "read", "read_error", "written"]

_FORMATS: Final = {
    NSPropertyListXMLFormat_v1_0: plistlib.FMT_XML,
    NSPropertyListBinaryFormat_v1_0: plistlib.FMT_BINARY,
}


def read(data: bytes, mutability: int) -> tuple[Any, int]:
    """The property list in data, and its format. Raises ValueError, saying why there is none."""
    form = (
        NSPropertyListBinaryFormat_v1_0
        if data.startswith(b"bplist")
        else NSPropertyListXMLFormat_v1_0
    )
    try:
        return shown_value(plistlib.loads(data), mutability), form
    except (ExpatError, ValueError, plistlib.InvalidFileException, LookupError) as problem:
        raise ValueError(str(problem) or type(problem).__name__) from None
    except (TypeError, AttributeError, OverflowError, RecursionError) as problem:
        # What plistlib falls over in damaged data.
        raise ValueError(f"{type(problem).__name__}: {problem}") from None


def written(value: object, form: int) -> bytes:
    """A property list as data. Raises `NotAPropertyList`, ValueError for another format."""
    if form not in _FORMATS:
        raise NotAPropertyList(f"Property list format {form} is not supported for writing")
    try:
        return plistlib.dumps(for_plistlib(value), fmt=_FORMATS[form], sort_keys=True)
    except NotAPropertyList as problem:
        raise NotAPropertyList(f"Property list invalid for format: {form} ({problem})") from None


@not_simulated(
    "+writePropertyList:toStream:format:options:error:",
    "+propertyListWithStream:options:format:error:",
)
class NSPropertyListSerialization(NSObject):
    """Property lists from data and back.

    Source: developer.apple.com/documentation/foundation/propertylistserialization. The arguments
    `format` and `error` are given as None, and come back in a tuple, as under PyObjC.
    """

    @classmethod
    def propertyList_isValidForFormat_(cls, value: object, form: int, /) -> bool:
        """The value can be written in the format."""
        try:
            written(value, form)
        except NotAPropertyList:
            return False
        return True

    @classmethod
    def dataWithPropertyList_format_options_error_(
        cls, value: object, form: int, options: int, error: None, /
    ) -> tuple[NSData | None, NSError | None]:
        """The value as data, and None; or None and the error. Options are 0.

        Raises ValueError for a value of None.
        """
        if value is None:
            raise invalid_argument("dataWithPropertyList_format_options_error_", "no property list")
        try:
            return NSData(written(value, form)), None
        except NotAPropertyList as problem:
            return None, _error(NSPropertyListWriteStreamError, str(problem))

    @classmethod
    def propertyListWithData_options_format_error_(
        cls, data: Buffer, options: int, form: None, error: None, /
    ) -> tuple[Any, int, NSError | None]:
        """The value, the format it was in, and None; or None, 0 and the error.

        `options` says how mutable it comes: NSPropertyListImmutable, MutableContainers or
        MutableContainersAndLeaves. Raises ValueError for data of None.
        """
        if data is None:  # pyright: ignore[reportUnnecessaryComparison] # callers are untyped
            raise invalid_argument("propertyListWithData_options_format_error_", "data is nil")
        try:
            return *read(bytes(data), options), None
        except ValueError as problem:
            return None, 0, _error(NSPropertyListReadCorruptError, str(problem))

    @classmethod
    def dataFromPropertyList_format_errorDescription_(
        cls, value: object, form: int, error: None, /
    ) -> tuple[NSData | None, str | None]:
        """The deprecated way to write, with a text for an error."""
        try:
            return NSData(written(value, form)), None
        except NotAPropertyList as problem:
            return None, str(problem)

    @classmethod
    def propertyListFromData_mutabilityOption_format_errorDescription_(
        cls, data: Buffer | None, option: int, form: None, error: None, /
    ) -> tuple[Any, int, str | None]:
        """The deprecated way to read, with a text for an error."""
        if data is None:
            return None, 0, "the data is nil"
        try:
            return *read(bytes(data), option or NSPropertyListImmutable), None
        except ValueError as problem:
            return None, 0, str(problem)


def read_error(why: str) -> NSError:
    """The error of what cannot be read as a property list. Ours, not Apple's."""
    return _error(NSPropertyListReadCorruptError, why)


def _error(code: int, why: str) -> NSError:
    return NSError.errorWithDomain_code_userInfo_(
        NSCocoaErrorDomain, code, {NSDebugDescriptionErrorKey: why}
    )
