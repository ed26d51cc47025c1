"""NSString, NSMutableString and NSNumber: makers of Python's own text and numbers.

What it is: the constructors that clients call. What it is not: classes with instances: PyObjC shows
text as `str` and numbers as `int`, `float` and `bool`, and so do these. Its one rule: what a
constructor gives is Python's own.
"""

from __future__ import annotations

import codecs
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from urlsession_mock.foundation import values
from urlsession_mock.foundation.bridged import invalid_argument
from urlsession_mock.foundation.constants import NSCocoaErrorDomain
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.data_methods import local_path
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.misuse import must_be
from urlsession_mock.foundation.objects import NSObject
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.not_simulated import NotSimulated, not_simulated

if TYPE_CHECKING:
    from typing import Self

    from typing_extensions import Buffer

__all__ = ["NSMutableString", "NSNumber", "NSString", "decoded", "encoded"]

# fmt: off
_CODECS: Final = {
    values.NSASCIIStringEncoding:             "ascii",
    values.NSJapaneseEUCStringEncoding:       "euc_jp",
    values.NSUTF8StringEncoding:              "utf-8",
    values.NSISOLatin1StringEncoding:         "latin-1",
    values.NSShiftJISStringEncoding:          "cp932",
    values.NSISOLatin2StringEncoding:         "iso8859-2",
    values.NSUnicodeStringEncoding:           "utf-16",
    values.NSWindowsCP1251StringEncoding:     "cp1251",
    values.NSWindowsCP1252StringEncoding:     "cp1252",
    values.NSWindowsCP1253StringEncoding:     "cp1253",
    values.NSWindowsCP1254StringEncoding:     "cp1254",
    values.NSWindowsCP1250StringEncoding:     "cp1250",
    values.NSMacOSRomanStringEncoding:        "mac_roman",
    values.NSUTF16BigEndianStringEncoding:    "utf-16-be",
    values.NSUTF16LittleEndianStringEncoding: "utf-16-le",
    values.NSUTF32StringEncoding:             "utf-32",
    values.NSUTF32BigEndianStringEncoding:    "utf-32-be",
    values.NSUTF32LittleEndianStringEncoding: "utf-32-le",
}
# fmt: on
# The encodings whose files say so, or that a Mac falls back to, in the order they are tried.
_MARKS: Final = (
    (codecs.BOM_UTF8, values.NSUTF8StringEncoding),
    (codecs.BOM_UTF16_LE, values.NSUTF16StringEncoding),
    (codecs.BOM_UTF16_BE, values.NSUTF16StringEncoding),
)
_UNDECODABLE: Final = 261  # NSFileReadInapplicableStringEncodingError
_UNENCODABLE: Final = 517  # NSFileWriteInapplicableStringEncodingError
_UNKNOWN: Final = 264  # NSFileReadUnknownStringEncodingError


def decoded(data: bytes, encoding: int) -> str | None:
    """The text that bytes spell in an NSStringEncoding, or None. Raises ValueError for another."""
    try:
        return data.decode(_codec(encoding))
    except UnicodeDecodeError:
        return None


def encoded(text: str, encoding: int) -> bytes | None:
    """The bytes of a text in an NSStringEncoding, or None. Raises ValueError for another."""
    try:
        return text.encode(_codec(encoding))
    except UnicodeEncodeError:
        return None


def _codec(encoding: int) -> str:
    found = _CODECS.get(encoding)
    if found is None:
        raise ValueError(
            f"{encoding!r} is no NSStringEncoding that is simulated; the usual one is "
            f"NSUTF8StringEncoding, {values.NSUTF8StringEncoding}"
        )
    return found


class NSString(NSObject):
    """Text. Source: developer.apple.com/documentation/foundation/nsstring

    Each constructor gives a `str`. A method that text itself would have under PyObjC is called on
    the class: `NSString.stringByAppendingPathComponent_(text, "a")`.
    """

    def __new__(cls, text: str = "", /) -> str:  # type: ignore[misc] # as PyObjC: a str
        return str(text)

    @classmethod
    def alloc(cls) -> Self:
        """To be followed by an init method, which gives a str."""
        return object.__new__(cls)

    def init(self) -> str:  # type: ignore[override] # as PyObjC: a str
        """The empty text."""
        return ""

    @classmethod
    def string(cls) -> str:
        """The empty text."""
        return ""

    @classmethod
    def stringWithString_(cls, text: str, /) -> str:
        """The text itself. Raises ValueError for None, as a Mac does."""
        return _text(text, "stringWithString_")

    def initWithString_(self, text: str, /) -> str:
        """As `stringWithString_`."""
        return _text(text, "initWithString_")

    @classmethod
    def stringWithUTF8String_(cls, data: bytes, /) -> str | None:
        """The text of bytes that a zero ends, or None where they are no UTF-8."""
        return decoded(bytes(data).split(b"\0")[0], values.NSUTF8StringEncoding)

    def initWithUTF8String_(self, data: bytes, /) -> str | None:
        """As `stringWithUTF8String_`."""
        return self.stringWithUTF8String_(data)

    @classmethod
    def stringWithCString_encoding_(cls, data: bytes, encoding: int, /) -> str | None:
        """The same, in another encoding."""
        return decoded(bytes(data).split(b"\0")[0], encoding)

    def initWithData_encoding_(self, data: Buffer | None, encoding: int, /) -> str | None:
        """The text that data spells, or None where it spells none."""
        return decoded(b"" if data is None else bytes(data), encoding)

    def initWithBytes_length_encoding_(
        self, data: Buffer, length: int, encoding: int, /
    ) -> str | None:
        """The same, of the first `length` bytes."""
        return decoded(bytes(memoryview(data).cast("B")[:length]), encoding)

    @classmethod
    def stringWithFormat_(cls, form: str, *arguments: object) -> str:
        """The text with `%@`, `%d`, `%s`, `%f` and their like filled in."""
        return form.replace("%@", "%s") % arguments if arguments else form.replace("%%", "%")

    # Files.

    @classmethod
    def stringWithContentsOfFile_encoding_error_(
        cls, path: str, encoding: int, error: None, /
    ) -> tuple[str | None, NSError | None]:
        """What a file holds and None; or None and the error: 260 for no file, 261 for no text."""
        must_be(str, path, "NSString.stringWithContentsOfFile_encoding_error_", "pass str(path)")
        data, problem = NSData.dataWithContentsOfFile_options_error_(path, 0, None)
        if data is None:
            return None, problem
        text = decoded(bytes(data), encoding)
        return (text, None) if text is not None else (None, _error(_UNDECODABLE, path))

    def initWithContentsOfFile_encoding_error_(
        self, path: str, encoding: int, error: None, /
    ) -> tuple[str | None, NSError | None]:
        """As `stringWithContentsOfFile_encoding_error_`."""
        return self.stringWithContentsOfFile_encoding_error_(path, encoding, error)

    @classmethod
    def stringWithContentsOfURL_encoding_error_(
        cls, url: NSURL, encoding: int, error: None, /
    ) -> tuple[str | None, NSError | None]:
        """The same, of a file URL. Raises `NotSimulated` for another, which would block the app."""
        return cls.stringWithContentsOfFile_encoding_error_(
            local_path(url, "NSString"), encoding, error
        )

    @classmethod
    def stringWithContentsOfFile_usedEncoding_error_(
        cls, path: str, used: None, error: None, /
    ) -> tuple[str | None, int, NSError | None]:
        """The same, by the mark a file begins with, or UTF-8: text, its encoding, and None."""
        data, problem = NSData.dataWithContentsOfFile_options_error_(path, 0, None)
        if data is None:
            return None, 0, problem
        raw = bytes(data)
        encoding = next(
            (each for mark, each in _MARKS if raw.startswith(mark)), values.NSUTF8StringEncoding
        )
        text = decoded(raw.removeprefix(codecs.BOM_UTF8), encoding)
        return (text, encoding, None) if text is not None else (None, 0, _error(_UNKNOWN, path))

    @classmethod
    def stringWithContentsOfFile_(cls, path: str, /) -> str | None:
        """Deprecated: what a file holds, or None."""
        return cls.stringWithContentsOfFile_usedEncoding_error_(path, None, None)[0]

    @classmethod
    def writeToFile_atomically_encoding_error_(
        cls, text: str, path: str, atomically: bool, encoding: int, error: None, /
    ) -> tuple[bool, NSError | None]:
        """Write a text, called on the class with the text first: True and None, or the error."""
        data = encoded(text, encoding)
        if data is None:
            return False, _error(_UNENCODABLE, path)
        try:
            Path(path).write_bytes(data)
        except OSError as problem:
            return False, NSError.file_error(problem, path, writing=True)
        return True, None

    # What text itself would have under PyObjC, called on the class.

    @classmethod
    def dataUsingEncoding_(cls, text: str, encoding: int, /) -> NSData | None:
        """The bytes of a text, or None where the encoding lacks a character."""
        data = encoded(text, encoding)
        return None if data is None else NSData(data)

    @classmethod
    def stringByExpandingTildeInPath(cls, text: str, /) -> str:
        """A path with `~` as the home of the device's user."""
        # later: folders belong to a device
        from urlsession_mock.foundation.folders import NSHomeDirectory

        is_home = text == "~" or text.startswith("~/")
        return NSHomeDirectory() + text[1:] if is_home else text

    @classmethod
    def stringByAppendingPathComponent_(cls, text: str, component: str, /) -> str:
        """A path with one more piece."""
        return f"{text.rstrip('/')}/{component.strip('/')}" if text else component

    @classmethod
    def lastPathComponent(cls, text: str, /) -> str:
        """The last piece of a path."""
        return os.path.basename(text.rstrip("/")) or text[:1]

    @classmethod
    def pathExtension(cls, text: str, /) -> str:
        """What follows the last dot of the last piece."""
        return os.path.splitext(text)[1][1:]


class NSMutableString(NSString):
    """Text that changes; refused: PyObjC's own changes in place, and a `str` cannot."""

    def __new__(cls, text: str = "", /) -> str:  # type: ignore[misc] # as above
        cls._refuse()
        raise AssertionError  # never reached

    @classmethod
    def alloc(cls) -> Self:
        """Raises `NotSimulated`."""
        cls._refuse()
        raise AssertionError  # never reached

    @classmethod
    def string(cls) -> str:
        """Raises `NotSimulated`."""
        cls._refuse()
        return ""

    @classmethod
    def stringWithString_(cls, text: str, /) -> str:
        """Raises `NotSimulated`."""
        cls._refuse()
        return ""

    @classmethod
    def _refuse(cls) -> None:
        raise NotSimulated(
            "NSMutableString is a real Foundation class that urlsession-mock does not simulate; "
            "keep text in a str, or collect bytes in an NSMutableData"
        )


@not_simulated("+valueWithBytes:objCType:", "+numberWithUnsignedChar:", "+valueWithPointer:")
class NSNumber(NSObject):
    """A number. Source: developer.apple.com/documentation/foundation/nsnumber

    Each constructor gives an `int`, a `float` or a `bool`, as PyObjC shows numbers.
    """

    def __new__(cls, value: Any = 0, /) -> Any:  # as PyObjC: Python's own number
        return value

    @classmethod
    def alloc(cls) -> Self:
        """To be followed by an init method, which gives Python's own number."""
        return object.__new__(cls)

    @classmethod
    def numberWithBool_(cls, value: object, /) -> bool:
        """True or False."""
        return bool(value)

    @classmethod
    def numberWithInt_(cls, value: int, /) -> int:
        """A number of 32 bits. Raises ValueError beyond them."""
        return _whole(value, 32, signed=True)

    @classmethod
    def numberWithInteger_(cls, value: int, /) -> int:
        """A number of 64 bits. Raises ValueError beyond them."""
        return _whole(value, 64, signed=True)

    @classmethod
    def numberWithLong_(cls, value: int, /) -> int:
        """The same."""
        return _whole(value, 64, signed=True)

    @classmethod
    def numberWithLongLong_(cls, value: int, /) -> int:
        """The same."""
        return _whole(value, 64, signed=True)

    @classmethod
    def numberWithUnsignedInt_(cls, value: int, /) -> int:
        """A number of 32 bits, not negative. Raises ValueError beyond them."""
        return _whole(value, 32, signed=False)

    @classmethod
    def numberWithUnsignedInteger_(cls, value: int, /) -> int:
        """A number of 64 bits, not negative. Raises ValueError beyond them."""
        return _whole(value, 64, signed=False)

    @classmethod
    def numberWithUnsignedLongLong_(cls, value: int, /) -> int:
        """The same."""
        return _whole(value, 64, signed=False)

    @classmethod
    def numberWithShort_(cls, value: int, /) -> int:
        """A number of 16 bits. Raises ValueError beyond them."""
        return _whole(value, 16, signed=True)

    @classmethod
    def numberWithDouble_(cls, value: float, /) -> float:
        """A number with a fraction."""
        return float(value)

    @classmethod
    def numberWithFloat_(cls, value: float, /) -> float:
        """A number with a fraction."""
        return float(value)

    def initWithBool_(self, value: object, /) -> bool:
        """As `numberWithBool_`."""
        return bool(value)

    def initWithInt_(self, value: int, /) -> int:
        """As `numberWithInt_`."""
        return _whole(value, 32, signed=True)

    def initWithInteger_(self, value: int, /) -> int:
        """As `numberWithInteger_`."""
        return _whole(value, 64, signed=True)

    def initWithLongLong_(self, value: int, /) -> int:
        """As `numberWithLongLong_`."""
        return _whole(value, 64, signed=True)

    def initWithDouble_(self, value: float, /) -> float:
        """As `numberWithDouble_`."""
        return float(value)


def _whole(value: int, bits: int, *, signed: bool) -> int:
    low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1)) if signed else (0, 2**bits)
    number = int(value)
    if not low <= number < high:
        raise ValueError(
            f"{number} is no number of {bits} bits{'' if signed else ' without a sign'}"
        )
    return number


def _text(text: str, method: str) -> str:
    if text is None:  # pyright: ignore[reportUnnecessaryComparison] # callers are untyped
        raise invalid_argument(method, "nil argument")
    must_be(str, text, f"NSString.{method}", "pass a str")
    return str(text)


def _error(code: int, path: str) -> NSError:
    return NSError.errorWithDomain_code_userInfo_(NSCocoaErrorDomain, code, {"NSFilePath": path})
