"""The completion handlers a delegate is given.

Not here: what an answer leads to (test_engine.py). One rule: a handler takes what Apple's
block takes, and says where it does not.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable

import pytest

from tests.scripted import (
    SYNC,
    Notes,
    answer,
    carried,
    input_stream,
    request,
    send,
    url,
)
from urlsession_mock import Device, Handler
from urlsession_mock.events import Raised, Replied
from urlsession_mock.foundation import (
    NSCachedURLResponse,
    NSURLCredential,
    NSURLSessionAuthChallengeDisposition,
    NSURLSessionResponseDisposition,
)
from urlsession_mock.handlers import DEFAULTS
from urlsession_mock.lifecycle import Answer
from urlsession_mock.selectors import (
    BODY_STREAM,
    BODY_STREAM_FROM_OFFSET,
    CACHE,
    CHALLENGE,
    COMPLETE,
    DATA,
    DELAYED,
    HANDOVER,
    REDIRECT,
    RESPONSE,
    SELECTORS,
    SESSION_CHALLENGE,
    Selector,
)

Reply = tuple[object, ...]
USE = NSURLSessionAuthChallengeDisposition.UseCredential


@pytest.fixture
def replies() -> list[tuple[Answer, Reply]]:
    return []


Make = Callable[[Selector], Handler]


@pytest.fixture
def make(device: Device, replies: list[tuple[Answer, Reply]]) -> Make:
    def handler(selector: Selector) -> Handler:
        return Handler(device, selector, 1, None, lambda *reply: replies.append(reply))

    return handler


def credential() -> NSURLCredential:
    return NSURLCredential.credentialWithUser_password_persistence_("me", "secret", 0)


def cached() -> NSCachedURLResponse:
    (found,) = carried(CACHE)
    assert isinstance(found, NSCachedURLResponse)
    return found


# fmt: off
ALLOW = NSURLSessionResponseDisposition.Allow
TAKEN: dict[str, tuple[Selector, Callable[[], Reply], Answer]] = {
    "a credential":       (CHALLENGE,         lambda: (USE, credential()), Answer.GO_ON),
    "no credential":      (CHALLENGE,         lambda: (0, None),           Answer.GO_ON),
    "default handling":   (CHALLENGE,         lambda: (1, None),           Answer.GO_ON),
    "cancel it":          (CHALLENGE,         lambda: (2, None),           Answer.CANCEL),
    "reject the space":   (CHALLENGE,         lambda: (3, None),           Answer.GO_ON),
    "for the session":    (SESSION_CHALLENGE, lambda: (USE, credential()), Answer.GO_ON),
    "cancel the session": (SESSION_CHALLENGE, lambda: (2, None),           Answer.CANCEL),
    "load now":           (DELAYED,           lambda: (0, None),           Answer.GO_ON),
    "load another":       (DELAYED,           lambda: (1, request()),      Answer.GO_ON),
    "do not load":        (DELAYED,           lambda: (2, None),           Answer.CANCEL),
    "follow":             (REDIRECT,          lambda: (request(),),        Answer.GO_ON),
    "follow changed":     (REDIRECT,          lambda: (request().mutableCopy(),), Answer.GO_ON),
    "do not follow":      (REDIRECT,          lambda: (None,),             Answer.REFUSE),
    "a stream":           (BODY_STREAM,       lambda: (input_stream(),),   Answer.GO_ON),
    "no stream":          (BODY_STREAM,       lambda: (None,),             Answer.GO_ON),
    "a later stream":     (BODY_STREAM_FROM_OFFSET, lambda: (input_stream(),), Answer.GO_ON),
    "stop":               (RESPONSE,          lambda: (0,),                Answer.CANCEL),
    "allow":              (RESPONSE,          lambda: (ALLOW,),            Answer.ALLOW),
    "a download":         (RESPONSE,          lambda: (2,),                Answer.BECOME_DOWNLOAD),
    "streams":            (RESPONSE,          lambda: (3,),                Answer.BECOME_STREAM),
    "cache it":           (CACHE,             lambda: (cached(),),         Answer.GO_ON),
    "cache nothing":      (CACHE,             lambda: (None,),             Answer.GO_ON),
    "caught up":          (HANDOVER,          lambda: (),                  Answer.GO_ON),
}
NOT_TAKEN: dict[str, tuple[Selector, Callable[[], Reply], str]] = {
    "nothing":        (RESPONSE,    lambda: (),           "Disposition; 0 arguments were given"),
    "too much":       (RESPONSE,    lambda: (1, None),    "Disposition; 2 arguments were given"),
    "no disposition": (RESPONSE,    lambda: (None,),      "Disposition, not NoneType (None)"),
    "out of range":   (RESPONSE,    lambda: (4,),         "Disposition, not int (4)"),
    "a flag":         (RESPONSE,    lambda: (True,),      "Disposition, not bool (True)"),
    "a name":         (RESPONSE,    lambda: ("allow",),   "Disposition, not str ('allow')"),
    "half":           (CHALLENGE,   lambda: (1,),         "Disposition, NSURLCredential or None; "),
    "swapped":        (CHALLENGE,   lambda: (None, 1),    "ChallengeDisposition, not NoneType"),
    "a password":     (CHALLENGE,   lambda: (0, "me"),    "NSURLCredential or None, not str ("),
    "a URL":          (REDIRECT,    lambda: (url(),),     "NSURLRequest or None, not NSURL (<"),
    "True":           (REDIRECT,    lambda: (True,),      "NSURLRequest or None, not bool"),
    "bytes":          (BODY_STREAM, lambda: (b"x",),      "NSInputStream or None, not bytes"),
    "a request":      (CACHE,       lambda: (request(),), "NSCachedURLResponse or None, not NSURL"),
    "no new request": (DELAYED,     lambda: (1, None),    "to use a new request, and given None"),
    "a fourth":       (DELAYED,     lambda: (3, None),    "DelayedRequestDisposition, not int (3)"),
    "something":      (HANDOVER,    lambda: (None,),      "takes nothing; 1 argument was given"),
}
# fmt: on


@pytest.mark.parametrize("name", TAKEN)
def test_a_handler_takes(make: Make, replies: list[tuple[Answer, Reply]], name: str) -> None:
    selector, reply, meant = TAKEN[name]
    given = reply()
    make(selector)(*given)

    assert replies == [(meant, given)]


@pytest.mark.parametrize("name", NOT_TAKEN)
def test_a_handler_does_not_take(
    make: Make, replies: list[tuple[Answer, Reply]], name: str
) -> None:
    selector, reply, text = NOT_TAKEN[name]
    handler = make(selector)

    with pytest.raises(TypeError, match=re.escape(text)) as caught:
        handler(*reply())
    assert [str(entry.path) for entry in caught.traceback.filter(caught)] == [__file__]
    assert (replies, handler.calls) == ([], 0)


def test_every_message_with_a_handler_has_one_and_a_default() -> None:
    asking = {selector for selector in SELECTORS if selector.handler is not None}

    assert {selector for selector, _, _ in TAKEN.values()} == asking
    assert set(DEFAULTS) == asking - {HANDOVER}


def test_a_wrong_answer_is_an_exception_at_the_delegates_own_line(device: Device) -> None:
    notes = Notes(lambda selector, given, handler: handler("yes"))
    session = device.session(notes)
    task = session.dataTaskWithURL_(url())
    task.resume()
    send(session, task, RESPONSE, DATA)
    device.run()

    (raised,) = device.recording.only(Raised)
    assert isinstance(raised.error, TypeError)
    assert raised.where is not None
    assert raised.where.file == __file__
    assert notes.said[1:] == [RESPONSE]  # nothing was answered


def test_after_a_wrong_answer_a_right_one_counts_as_the_first(
    make: Make, replies: list[tuple[Answer, Reply]], device: Device
) -> None:
    handler = make(RESPONSE)
    with pytest.raises(TypeError):
        handler()
    handler(1)

    assert replies == [(Answer.ALLOW, (1,))]
    assert [event.nth for event in device.recording.only(Replied)] == [1]


def test_attributes_may_be_set_on_it(make: Make) -> None:
    handler = make(RESPONSE)
    handler.__block_signature__ = b"v@?q"  # type: ignore[attr-defined]  # shipping code does that

    assert handler.__block_signature__ == b"v@?q"  # type: ignore[attr-defined]  # as above


def test_a_second_call_is_recorded_and_says_nothing(
    make: Make, replies: list[tuple[Answer, Reply]], device: Device
) -> None:
    handler = make(RESPONSE)
    for disposition in (1, 0, 1):
        handler(disposition)

    assert replies == [(Answer.ALLOW, (1,))]
    assert [(event.nth, event.reply) for event in device.recording.only(Replied)] == [
        (1, (1,)),
        (2, (0,)),
        (3, (1,)),
    ]
    assert handler.calls == 3


def test_every_call_is_recorded_with_its_lane_and_line(make: Make, device: Device) -> None:
    handler = make(RESPONSE)
    handler(1)
    thread = threading.Thread(target=handler, args=(1,))
    thread.start()
    thread.join()

    on_main, elsewhere = device.recording.only(Replied)
    assert (on_main.lane, elsewhere.lane) == ("main", "other")
    assert on_main.where is not None
    assert on_main.where.file == __file__


@pytest.mark.parametrize(
    ("calls", "text"), [(0, "not called"), (1, "called once"), (3, "called 3 times")]
)
def test_it_shows_what_it_is(make: Make, calls: int, text: str) -> None:
    handler = make(RESPONSE)
    for _ in range(calls):
        handler(1)

    assert repr(handler) == f"<handler of response, {text}>"


def test_a_handler_of_a_dead_process_does_nothing(device: Device) -> None:
    app = device.launch()
    handlers: list[Handler] = []
    notes = Notes(lambda selector, given, handler: handlers.append(handler))  # type: ignore[arg-type]  # it is one
    session = device.session(notes, identifier=SYNC)
    task = session.downloadTaskWithURL_(url())
    task.resume()
    send(session, task, CHALLENGE)
    device.run()
    app.terminate()
    before = len(device.recording)
    handlers[0](2, None)

    assert (handlers[0].calls, len(device.recording)) == (0, before)
    again = Notes()
    device.launch()
    device.session(again, identifier=SYNC)
    device.run()
    assert again.said[0] is CHALLENGE  # asked again, not cancelled


def test_a_handler_may_be_called_after_the_callback_and_after_the_task(device: Device) -> None:
    kept: list[Callable[[], None]] = []
    notes = Notes(
        lambda selector, given, handler: kept.append(lambda: answer(selector, given, handler))
    )
    session = device.session(notes)
    task = session.dataTaskWithURL_(url())
    task.resume()
    send(session, task, RESPONSE)
    device.run()
    task.cancel()
    device.run()
    kept[0]()
    device.run()

    assert notes.said[1:] == [RESPONSE, COMPLETE]
    (replied,) = device.recording.only(Replied)
    assert replied.nth == 1
