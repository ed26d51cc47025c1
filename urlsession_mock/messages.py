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
from urlsession_mock.selectors import FINISH_DOWNLOAD, SENT, WROTE, Argument, Selector

if TYPE_CHECKING:
    from urlsession_mock.engine import Life

__all__ = ["checked"]

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


def checked(selector: Selector, arguments: tuple[object, ...]) -> tuple[object, ...]:
    """The arguments behind the session and the task, bytes made NSData, or `IllegalMessage`.

    The handler is not among them: the session makes it.
    """
    __tracebackhide__ = True
    wanted = carried(selector)
    if len(arguments) != len(wanted):
        names = ", ".join(argument.name for argument in wanted) or "nothing"
        raise IllegalMessage(
            f"{selector} carries {names}{' after the task' if selector.about_task else ''}; "
            f"{len(arguments)} argument{'s were' if len(arguments) != 1 else ' was'} given"
        )
    return tuple(
        _checked_one(selector, argument, value)
        for argument, value in zip(wanted, arguments, strict=True)
    )


@cache
def carried(selector: Selector) -> tuple[Argument, ...]:
    """The arguments that whoever enqueues must give: not the session, the task, the handler."""
    start = 2 if selector.about_task else 1
    end = len(selector.arguments) - (1 if selector.handler else 0)
    return selector.arguments[start:end]


def _checked_one(selector: Selector, argument: Argument, value: object) -> object:
    __tracebackhide__ = True
    if value is None and argument.nullable:
        return None
    name = argument.python_type.removesuffix(" | None")
    if name == "bytes" and isinstance(value, (bytes, bytearray, memoryview)):
        return value if isinstance(value, NSData) else NSData(value)
    if selector is FINISH_DOWNLOAD and not isinstance(value, NSURL):
        return value  # a path or bytes: `files` makes the temporary file, and checks
    types = _TYPES[name]
    if not isinstance(value, types) or (types == (int,) and isinstance(value, bool)):
        takes = "bytes or NSData" if name == "bytes" else argument.python_type
        raise IllegalMessage(
            f"{argument.name} of {selector} takes {takes}, not {type(value).__name__} ({value!r})"
        )
    return value


def check_progress(selector: Selector, life: Life, arguments: tuple[object, ...]) -> None:
    """R78: the increments of a progress message sum up to its running total."""
    __tracebackhide__ = True
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
