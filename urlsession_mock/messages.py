"""A message's arguments, checked against the selector table.

Not here: whether the message may come now (engine.py). One rule: what Apple's types
exclude is refused, with the argument's name and what it takes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from urlsession_mock.errors import IllegalMessage
from urlsession_mock.foundation.authentication import NSURLAuthenticationChallenge
from urlsession_mock.foundation.cache import NSCachedURLResponse
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.metrics import NSURLSessionTaskMetrics
from urlsession_mock.foundation.request import NSURLRequest
from urlsession_mock.foundation.response import NSHTTPURLResponse, NSURLResponse
from urlsession_mock.foundation.streams import NSInputStream, NSOutputStream
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.selectors import (
    FINISH_DOWNLOAD,
    INFORMATIONAL,
    REDIRECT,
    RESPONSE,
    RESUMED,
    SENT,
    WEBSOCKET_CLOSE,
    WROTE,
    Argument,
    Selector,
)

if TYPE_CHECKING:
    from urlsession_mock.engine import Life

__all__ = ["carried", "check_progress", "checked"]

__tracebackhide__ = True  # pytest then shows the caller's line

# What each type of the table accepts. `int` takes no bool: a flag where a count belongs is a slip.
_TYPES: dict[str, tuple[type, ...]] = {
    "NSURLAuthenticationChallenge": (NSURLAuthenticationChallenge,),
    "NSCachedURLResponse": (NSCachedURLResponse,),
    "NSError": (NSError,),
    "NSHTTPURLResponse": (NSHTTPURLResponse,),
    "NSInputStream": (NSInputStream,),
    "NSOutputStream": (NSOutputStream,),
    "NSURL": (NSURL,),
    "NSURLRequest": (NSURLRequest,),
    "NSURLResponse": (NSURLResponse,),
    "NSURLSessionTaskMetrics": (NSURLSessionTaskMetrics,),
    "NSURLSessionWebSocketCloseCode": (int,),
    "bytes": (NSData,),
    "int": (int,),
    "str": (str,),
}


# fmt: off
# R62, R71: the statuses a response must have, and in words. 101 ends HTTP, so it is no information.
_STATUSES: dict[Selector, tuple[frozenset[int], str]] = {
    INFORMATIONAL: (frozenset({100, *range(102, 200)}), "an informational one, 1xx but not 101"),
    REDIRECT:      (frozenset(range(300, 400)),         "that of a redirect, 3xx"),
    RESPONSE:      (frozenset(range(200, 1000)),        "a final one, 200 or above"),
}
# Numbers of bytes: how many of the last arguments may be -1, which says that it is not known.
_MAY_BE_UNKNOWN: dict[Selector, int] = {SENT: 1, WROTE: 1, RESUMED: 1}
# fmt: on


def checked(selector: Selector, arguments: tuple[object, ...]) -> tuple[object, ...]:
    """The arguments behind the session and the task, bytes made NSData, or `IllegalMessage`.

    The handler is not among them: the session makes it.
    """
    wanted = carried(selector)
    if len(arguments) != len(wanted):
        names = ", ".join(argument.name for argument in wanted) or "nothing"
        raise IllegalMessage(
            f"{selector} carries {names}{' after the task' if selector.about_task else ''}; "
            f"{len(arguments)} argument{'s were' if len(arguments) != 1 else ' was'} given"
        )
    given = tuple(
        _checked_one(selector, argument, value)
        for argument, value in zip(wanted, arguments, strict=True)
    )
    _check_values(selector, wanted, given)
    return given


@cache
def carried(selector: Selector) -> tuple[Argument, ...]:
    """The arguments that whoever enqueues must give: not the session, the task, the handler."""
    start = 2 if selector.about_task else 1
    end = len(selector.arguments) - (1 if selector.handler else 0)
    return selector.arguments[start:end]


def _checked_one(selector: Selector, argument: Argument, value: object) -> object:
    if value is None and argument.nullable:
        return None
    name = argument.python_type.removesuffix(" | None")
    if name == "bytes" and not isinstance(value, NSData):
        if isinstance(value, (bytes, bytearray)):
            return NSData(value)
        if isinstance(value, memoryview):
            return NSData(value.tobytes())
    if selector is FINISH_DOWNLOAD and not isinstance(value, NSURL):
        return value  # a path or bytes: `files` makes the temporary file, and checks
    types = _TYPES[name]
    if not isinstance(value, types) or (types == (int,) and isinstance(value, bool)):
        takes = "bytes or NSData" if name == "bytes" else argument.python_type
        raise IllegalMessage(
            f"{argument.name} of {selector} takes {takes}, not {type(value).__name__} ({value!r})"
        )
    return value


def _check_values(
    selector: Selector, wanted: tuple[Argument, ...], given: tuple[object, ...]
) -> None:
    """What the types leave open: the status of a response, and numbers that cannot be."""
    if selector in _STATUSES and isinstance(given[0], NSHTTPURLResponse):
        statuses, words = _STATUSES[selector]
        if given[0].statusCode() not in statuses:
            raise IllegalMessage(
                f"{selector} cannot come for status {given[0].statusCode()}; the status is {words}"
            )
    if selector is WEBSOCKET_CLOSE and isinstance(given[0], int) and not 0 <= given[0] < 1 << 16:
        raise IllegalMessage(
            f"{wanted[0].name} of {selector} is two bytes long, and {given[0]} not"
        )
    known = len(given) - _MAY_BE_UNKNOWN.get(selector, len(given))
    for place, (argument, value) in enumerate(zip(wanted, given, strict=True)):
        if selector in _MAY_BE_UNKNOWN and isinstance(value, int):
            least = 0 if place < known else -1
            if value < least:
                raise IllegalMessage(
                    f"{argument.name} of {selector} is a number of bytes from {least} up, "
                    f"not {value}"
                )


def check_progress(selector: Selector, life: Life, arguments: tuple[object, ...]) -> None:
    """R78: the increments of a progress message sum up to its running total."""
    step, total = arguments[0], arguments[1]
    before = _TOTALS[selector](life)
    if isinstance(step, int) and isinstance(total, int) and before + step != total:
        raise IllegalMessage(
            f"{selector} says {step} more bytes make {total}, but {before} were reported before; "
            f"the total must be {before + step}"
        )


_TOTALS: dict[Selector, Callable[[Life], int]] = {
    SENT: lambda life: int(life.facts.sent),
    WROTE: lambda life: int(life.facts.received),
}
