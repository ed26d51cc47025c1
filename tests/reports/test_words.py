"""What is said of one event."""

from __future__ import annotations

import pytest

from tests.reports.plays import Collects, device
from urlsession_mock import Recording
from urlsession_mock.events import (
    Dropped,
    Event,
    FileLeft,
    Lane,
    Looked,
    MainOnlyTouched,
    Refused,
    SessionInvalidated,
    Stuck,
    WorkChanged,
)
from urlsession_mock.foundation import (
    NSURL,
    NSError,
    NSHTTPURLResponse,
    NSURLAuthenticationChallenge,
    NSURLCredential,
    NSURLProtectionSpace,
    NSURLRequest,
)
from urlsession_mock.reports import text
from urlsession_mock.reports.words import words
from urlsession_mock.selectors import CHALLENGE, COMPLETE, DATA, HANDOVER, REDIRECT, SENT, WROTE


class About:
    session, task = 1, 2


def said(selector: object, *arguments: object) -> str:
    """What is said of an enqueued message."""
    recording = Recording(float)
    recording.enqueued(selector, About(), arguments)  # type: ignore[arg-type]  # a row of the table
    found = words(recording[0], recording)
    return f"{found.label} {found.about}: {found.note}"


def url(address: str) -> NSURL:
    found = NSURL.URLWithString_(address)
    assert found is not None
    return found


def test_a_message_tells_its_payload_in_a_few_words() -> None:
    found = NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
        url("https://example.com/a"), 302, "HTTP/1.1", {}
    )
    there = NSURLRequest.requestWithURL_(url("https://user:secret@example.com/b"))

    assert said(DATA, b"a") == "data #2: 1 byte"
    assert said(WROTE, 10, 1000, 2000) == "wrote #2: 1,000 of 2,000 bytes"
    assert said(SENT, 10, 1000, -1) == "sent #2: 1,000 bytes"
    assert said(COMPLETE, None) == "complete #2: "
    assert said(COMPLETE, NSError.url_error(-1009)) == (
        "complete #2: NSURLErrorNotConnectedToInternet (-1009)"
    )
    assert said(HANDOVER, "sync") == 'handover #2: for "sync"'
    assert "secret" not in said(REDIRECT, found, there)
    assert said(REDIRECT, found, there).startswith("redirect #2: HTTP 302 to https://")


def test_to_tell_a_response_is_no_look_at_its_status() -> None:
    found = NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
        url("https://example.com/a"), 302, "HTTP/1.1", {}
    )
    looks: list[str] = []
    found.when_status_code_is_read(lambda: looks.append("read"))
    said(REDIRECT, found, NSURLRequest.requestWithURL_(url("https://example.com/b")))

    assert not looks


def test_a_credential_is_never_shown() -> None:
    class Challenged(Collects):
        def URLSession_task_didReceiveChallenge_completionHandler_(
            self, session: object, task: object, challenge: object, handler: object
        ) -> None:
            make = NSURLCredential.credentialWithUser_password_persistence_
            assert callable(handler)
            handler(0, make("user", "secret", 0))

    shown = text(challenged(Challenged()), 120, encoding="utf-8")

    assert "◆ reply #1  to challenge: UseCredential, a credential" in shown
    assert "secret" not in shown


def challenged(delegate: object) -> Recording:
    """A task that is asked for a password."""
    space = NSURLProtectionSpace.alloc().initWithHost_port_protocol_realm_authenticationMethod_(
        "example.com", 443, "https", None, "NSURLAuthenticationMethodHTTPBasic"
    )
    make = NSURLAuthenticationChallenge.alloc()
    challenge = make.initWithProtectionSpace_proposedCredential_previousFailureCount_failureResponse_error_sender_(  # noqa: E501 - Apple's name
        space, None, 0, None, None, None
    )
    with device() as world:
        session = world.session(delegate)
        task = session.dataTaskWithURL_(url("https://example.com/a"))
        task.resume()
        session.enqueue(CHALLENGE, task, challenge)
        world.run()
    return world.recording


MAIN = Lane("main", 1)
OTHERS: list[tuple[type[Event], tuple[object, ...], str]] = [
    (Dropped, (1, 1, 2, DATA, "the task was cancelled"), "data dropped #2: the task was cancelled"),
    (SessionInvalidated, (1, None, True, None), "invalidate 1: cancels its tasks"),
    (SessionInvalidated, (1, None, False, None), "invalidate 1: when its tasks are done"),
    (Refused, ("a-rule", "NSGenericException: no", 1, None), "refused : NSGenericException: no"),
    (FileLeft, (0, "a.tmp", 200), "file left : not taken, removed"),
    (Looked, (0, "userInfo"), "read userInfo : "),
    (MainOnlyTouched, ("Label was read", None), "main-only : Label was read"),
    (WorkChanged, ("a save", True), "work began : a save"),
    (Stuck, (None, "", None), "stuck : waited past the limit"),
]


@pytest.mark.parametrize(("kind", "facts", "expected"), OTHERS)
def test_every_kind_of_event_has_its_words(
    kind: type[Event], facts: tuple[object, ...], expected: str
) -> None:
    recording = Recording(float)
    found = words(recording.add(kind, MAIN, *facts), recording)

    assert f"{found.label} {found.about}: {found.note}" == expected
