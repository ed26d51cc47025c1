"""Foundation's functions, and its ranges.

Not here: classes. One rule: a function answers as Apple's does, with Python's own values.
"""

from __future__ import annotations

import os
import re
import sys
from typing import Any, Final

from urlsession_mock.bindings.pyobjc.names import protocol
from urlsession_mock.bindings.pyobjc.runtime import lookUpClass
from urlsession_mock.bindings.pyobjc.types import StructType, createStructType
from urlsession_mock.errors import NoSuchClass, ProtocolError
from urlsession_mock.foundation.process_info import NSProcessInfo
from urlsession_mock.foundation.selector import selector_name

__all__ = [
    "MAX",
    "MIN",
    "NSClassFromString",
    "NSEqualRanges",
    "NSIntersectionRange",
    "NSLocalizedString",
    "NSLocationInRange",
    "NSLog",
    "NSLogv",
    "NSMakeRange",
    "NSMaxRange",
    "NSProtocolFromString",
    "NSRange",
    "NSRangeFromString",
    "NSSelectorFromString",
    "NSStringFromClass",
    "NSStringFromProtocol",
    "NSStringFromRange",
    "NSStringFromSelector",
    "NSUnionRange",
]


# -- the log -------------------------------------------------------------

_DIRECTIVE: Final = re.compile(r"%(?:(\d+)\$)?([-+ #0]*\d*(?:\.\d+)?)(?:hh|h|ll|l|q|z|t|j|L)?(.)")


def NSLog(format: str, *args: object) -> None:  # noqa: A002 - as Apple names it
    """Write a line to stderr. `%@` is any object, the other directives are C's."""
    name = NSProcessInfo.processInfo().processName()
    print(f"{name}[{os.getpid()}] {_formatted(format, args)}", file=sys.stderr, flush=True)


def NSLogv(format: str, args: tuple[object, ...]) -> None:  # noqa: A002 - as above
    """The same with the arguments in one."""
    NSLog(format, *args)


def _formatted(text: str, arguments: tuple[object, ...]) -> str:
    following = iter(arguments)

    def put(found: re.Match[str]) -> str:
        place, flags, kind = found.groups()
        if kind == "%":
            return "%"
        try:
            value = arguments[int(place) - 1] if place else next(following)
        except (IndexError, StopIteration):
            raise ValueError(
                f"NSLog format has more directives than arguments: {text!r} with {len(arguments)}"
            ) from None
        if kind == "@":
            return "(null)" if value is None else str(value)
        if kind == "p":
            return hex(id(value))
        if kind == "C":
            kind = "c"
        shown: str = f"%{flags}{kind}" % (value,)
        return shown

    return _DIRECTIVE.sub(put, text)


# -- names ---------------------------------------------------------------


def NSClassFromString(name: str | None) -> Any:  # a class, its refusal, or None
    """The class of this name, or None."""
    try:
        return None if name is None else lookUpClass(name)
    except NoSuchClass:
        return None


def NSStringFromClass(cls: type | None) -> str | None:
    """The name of a class."""
    return None if cls is None else cls.__name__


def NSSelectorFromString(name: str) -> str:
    """The selector of this name; PyObjC's selectors are text."""
    return name


def NSStringFromSelector(selector: object) -> str | None:
    """The name of a selector: text, bytes or the method itself."""
    return None if selector is None else selector_name(selector)


def NSProtocolFromString(name: str) -> Any:  # a formal protocol, or None
    """The protocol of this name, or None."""
    try:
        return protocol(name)
    except ProtocolError:
        return None


def NSStringFromProtocol(proto: Any) -> str:  # a formal protocol
    """The name of a protocol."""
    name: str = proto.__name__
    return name


def NSLocalizedString(key: str, comment: str | None) -> str:
    """The text for a key; without translations that is the key itself."""
    return key


# -- ranges --------------------------------------------------------------

NSRange: Final[type[StructType]] = createStructType(
    "Foundation.NSRange", b"{_NSRange=QQ}", ["location", "length"]
)


def NSMakeRange(loc: int, len: int) -> StructType:  # noqa: A002 - as Apple names it
    """A range from its first place and its length."""
    return NSRange(loc, len)


def NSMaxRange(range: Any) -> int:  # noqa: A002 - as above; a range or a tuple
    """The place after the last."""
    location, length = range
    return int(location + length)


def NSLocationInRange(loc: int, range: Any) -> bool:  # noqa: A002 - as above
    """Whether a place is in it."""
    return bool(range[0] <= loc < NSMaxRange(range))


def NSEqualRanges(range1: Any, range2: Any) -> bool:
    """Whether two are the same."""
    return tuple(range1) == tuple(range2)


def NSUnionRange(range1: Any, range2: Any) -> StructType:
    """The smallest that holds both."""
    start = min(range1[0], range2[0])
    return NSRange(start, max(NSMaxRange(range1), NSMaxRange(range2)) - start)


def NSIntersectionRange(range1: Any, range2: Any) -> StructType:
    """What both hold; (0, 0) where that is nothing."""
    start = max(range1[0], range2[0])
    end = min(NSMaxRange(range1), NSMaxRange(range2))
    return NSRange(start, end - start) if start < end else NSRange(0, 0)


def NSStringFromRange(range: Any) -> str:  # noqa: A002 - as above
    """The range as text: "{1, 2}"."""
    return f"{{{range[0]}, {range[1]}}}"


def NSRangeFromString(text: str) -> StructType:
    """The range of a text: its first two numbers, 0 where there are fewer."""
    numbers = [int(one) for one in re.findall(r"\d+", text)[:2]]
    return NSRange(*numbers)


def MIN(a: Any, b: Any) -> Any:  # what can be compared
    """The smaller."""
    return min(a, b)


def MAX(a: Any, b: Any) -> Any:  # what can be compared
    """The greater."""
    return max(a, b)
