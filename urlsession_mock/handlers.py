"""The completion handlers a delegate is given.

Not here: what an answer leads to (the tables). One rule: a handler takes what Apple's
block takes, from any thread, at any time, and remembers every call.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from urlsession_mock.events import Replied
from urlsession_mock.foundation.authentication import NSURLCredential
from urlsession_mock.foundation.cache import NSCachedURLResponse
from urlsession_mock.foundation.loading_enums import NSStreamStatus
from urlsession_mock.foundation.request import NSURLRequest
from urlsession_mock.foundation.streams import NSInputStream
from urlsession_mock.lifecycle import Answer
from urlsession_mock.selectors import (
    BODY_STREAM,
    BODY_STREAM_FROM_OFFSET,
    CACHE,
    CHALLENGE,
    DELAYED,
    HANDOVER,
    REDIRECT,
    RESPONSE,
    SESSION_CHALLENGE,
    Selector,
)
from urlsession_mock.where import caller

if TYPE_CHECKING:
    from urlsession_mock.world import World

__all__ = ["DEFAULTS", "Handler", "answer_of", "check_reply"]

Accepts = Callable[[object], bool]


def _is(*types: type) -> Accepts:
    return lambda value: value is None or isinstance(value, types)


def _one_of(*values: int) -> Accepts:
    return lambda value: (
        isinstance(value, int) and not isinstance(value, bool) and int(value) in values
    )


# fmt: off
# What each handler takes, argument by argument. Source: the block types of the selector table.
_CREDENTIAL = (
    (_one_of(0, 1, 2, 3), "an NSURLSessionAuthChallengeDisposition"),
    (_is(NSURLCredential), "NSURLCredential or None"),
)
_STREAM = ((_is(NSInputStream), "NSInputStream or None"),)
_TAKES: dict[Selector, tuple[tuple[Accepts, str], ...]] = {
    SESSION_CHALLENGE:       _CREDENTIAL,
    CHALLENGE:               _CREDENTIAL,
    DELAYED:                 ((_one_of(0, 1, 2), "an NSURLSessionDelayedRequestDisposition"),
                              (_is(NSURLRequest), "NSURLRequest or None")),
    REDIRECT:                ((_is(NSURLRequest), "NSURLRequest or None"),),
    BODY_STREAM:             _STREAM,
    BODY_STREAM_FROM_OFFSET: _STREAM,
    RESPONSE:                ((_one_of(0, 1, 2, 3), "an NSURLSessionResponseDisposition"),),
    CACHE:                   ((_is(NSCachedURLResponse), "NSCachedURLResponse or None"),),
    HANDOVER:                (),
}
_TO_CHALLENGE = {0: Answer.GO_ON, 1: Answer.GO_ON, 2: Answer.CANCEL, 3: Answer.GO_ON}  # R75
_BY_DISPOSITION: dict[Selector, dict[int, Answer]] = {
    SESSION_CHALLENGE: _TO_CHALLENGE,
    CHALLENGE:         _TO_CHALLENGE,
    DELAYED:           {0: Answer.GO_ON, 1: Answer.GO_ON, 2: Answer.CANCEL},           # R48
    RESPONSE:          {0: Answer.CANCEL, 1: Answer.ALLOW,                             # R66-R69
                        2: Answer.BECOME_DOWNLOAD, 3: Answer.BECOME_STREAM},
}
# What the system does where the delegate has no such method. Source: the table's defaults; R31.
DEFAULTS: dict[Selector, tuple[Answer, str]] = {
    SESSION_CHALLENGE:       (Answer.GO_ON, "default handling"),
    CHALLENGE:               (Answer.GO_ON, "default handling"),
    DELAYED:                 (Answer.GO_ON, "loading goes ahead"),
    REDIRECT:                (Answer.GO_ON, "the redirect is followed"),
    BODY_STREAM:             (Answer.GO_ON, "no body stream"),
    BODY_STREAM_FROM_OFFSET: (Answer.GO_ON, "no body stream"),
    RESPONSE:                (Answer.ALLOW, "allowed"),
    CACHE:                   (Answer.GO_ON, "the configuration decides"),
}
# fmt: on


def answer_of(selector: Selector, arguments: tuple[object, ...]) -> Answer:
    """What a handler's arguments say to the system."""
    if selector is REDIRECT:
        return Answer.GO_ON if arguments[0] is not None else Answer.REFUSE
    by_disposition = _BY_DISPOSITION.get(selector)
    if by_disposition is None:
        return Answer.GO_ON
    disposition = arguments[0]
    assert isinstance(disposition, int)  # `check_reply` saw to it
    return by_disposition[int(disposition)]


class Handler:
    """One completion handler. Attributes may be set on it, as real code does.

    Raises `TypeError` at the delegate's line for arguments that Apple's block does not take.
    """

    def __init__(
        self,
        world: World,
        selector: Selector,
        number: int,
        identifier: str | None,
        replied: Callable[[Answer, tuple[object, ...]], None],
    ) -> None:
        self._world = world
        self._selector = selector
        self._number = number
        self._identifier = identifier
        self._replied = replied
        self._calls = 0
        self._process = world.process

    def __call__(self, *arguments: object) -> None:
        __tracebackhide__ = True
        check_reply(self._selector, arguments)
        world = self._world
        if not self._process.is_alive:
            return  # the process that held it is gone; nobody is there to be told
        with world.recording.lock:
            self._calls += 1
            nth = self._calls
            world.recording.add(
                Replied,
                world.lanes.here(),
                self._number,
                self._selector,
                self._identifier,
                arguments,
                nth,
                caller(2),
                any(_is_opened(argument) for argument in arguments),
            )
        if nth == 1:
            self._replied(answer_of(self._selector, arguments), arguments)
        world.lanes.ring()
        if world.steering is not None:
            world.steering.boundary()

    def __repr__(self) -> str:
        called = {0: "not called", 1: "called once"}.get(self._calls, f"called {self._calls} times")
        return f"<handler of {self._selector.label}, {called}>"

    @property
    def calls(self) -> int:
        """How often it was called."""
        return self._calls


def _is_opened(argument: object) -> bool:
    """A stream that was opened. Asked at once: whoever sends the body opens it later."""
    if not isinstance(argument, NSInputStream):
        return False
    return argument.streamStatus() is not NSStreamStatus.NotOpen


def check_reply(selector: Selector, arguments: tuple[object, ...]) -> None:
    """Raise `TypeError` for arguments that Apple's block does not take."""
    __tracebackhide__ = True
    takes = _TAKES[selector]
    if len(arguments) != len(takes):
        wanted = ", ".join(text for _, text in takes) or "nothing"
        raise TypeError(
            f"the handler of {selector} takes {wanted}; "
            f"{len(arguments)} argument{'s were' if len(arguments) != 1 else ' was'} given"
        )
    for (accepts, text), value in zip(takes, arguments, strict=True):
        if not accepts(value):
            raise TypeError(
                f"the handler of {selector} takes {text}, not {type(value).__name__} ({value!r})"
            )
    if selector is DELAYED and arguments[0] == 1 and arguments[1] is None:
        raise TypeError(
            f"the handler of {selector} was told to use a new request, and given None for it"
        )
