"""A 401 through a whole device: what is asked, what goes out, what stands (R73 to R76)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.network.played import OK, PAGE, Server
from tests.scripted import url
from tests.small_delegates import loading
from urlsession_mock import Device, URLSessionDataDelegate
from urlsession_mock.foundation import (
    NSError,
    NSURLAuthenticationChallenge,
    NSURLCredential,
    NSURLCredentialPersistenceForSession,
    NSURLErrorCancelled,
    NSURLSession,
    NSURLSessionAuthChallengeDisposition,
    NSURLSessionTask,
)
from urlsession_mock.network.challenges import offered, verify
from urlsession_mock.network.wire import Chunk, End, Happening, Head, Outgoing
from urlsession_mock.selectors import (
    CHALLENGE,
    COMPLETE,
    DATA,
    REDIRECT,
    RESPONSE,
    SESSION_CHALLENGE,
)

USE, DEFAULT, CANCEL, REJECT = NSURLSessionAuthChallengeDisposition
Handler = Callable[[NSURLSessionAuthChallengeDisposition, NSURLCredential | None], None]
Steps = tuple[Happening, ...]


def credential(password: str = "secret") -> NSURLCredential:
    return NSURLCredential.credentialWithUser_password_persistence_(
        "user", password, NSURLCredentialPersistenceForSession
    )


class Answers(URLSessionDataDelegate):
    """Answers the challenges of a task, one after the other; the last answer holds for the rest."""

    def __init__(self, *answers: tuple[NSURLSessionAuthChallengeDisposition, str | None]) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, int]] = []
        self.proposed: list[NSURLCredential | None] = []
        self.errors: list[NSError | None] = []

    def URLSession_task_didReceiveChallenge_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        challenge: NSURLAuthenticationChallenge,
        handler: Handler,
    ) -> None:
        method = challenge.protectionSpace().authenticationMethod()
        self.asked.append((method, challenge.previousFailureCount()))
        self.proposed.append(challenge.proposedCredential())
        answer, password = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        handler(answer, None if password is None else credential(password))

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        self.errors.append(error)


def denied(*schemes: str) -> Steps:
    fields = tuple(("WWW-Authenticate", scheme) for scheme in schemes)
    return (Head(401, fields), Chunk(b"denied"), End())


BASIC = offered("basic", "private")
DIGEST = offered("digest", "private", nonce="n1")


def basic(asked: Outgoing) -> Steps:
    value = asked.header("Authorization")
    return OK if verify(value, "user", "secret", asked, realm="private") else denied(BASIC)


def digest(asked: Outgoing) -> Steps:
    value = asked.header("Authorization")
    right = verify(value, "user", "secret", asked, realm="private", nonce="n1")
    return OK if right else denied(DIGEST)


def status(task: NSURLSessionTask) -> int:
    response = task.response()
    return response.statusCode() if response is not None else 0  # type: ignore[attr-defined]  # over HTTP


@pytest.mark.parametrize("protect", [basic, digest])
def test_the_right_credential_opens_the_page(
    device: Device, protect: Callable[[Outgoing], Steps]
) -> None:
    """C55, P45."""
    server = Server(device, protect)
    delegate = Answers((USE, "secret"))
    task = loading(device.session(delegate), PAGE)
    assert device.run().selectors() == [CHALLENGE, COMPLETE]
    assert (delegate.errors, status(task), len(server.asked)) == ([None], 200, 2)


def test_a_wrong_credential_is_asked_about_again_with_a_count(device: Device) -> None:
    Server(device, basic)
    delegate = Answers((USE, "one"), (USE, "two"), (USE, "secret"))
    task = loading(device.session(delegate), PAGE)
    device.run()
    assert [count for _, count in delegate.asked] == [0, 1, 2]
    assert delegate.proposed == [None, credential("one"), credential("two")]
    assert status(task) == 200


@pytest.mark.parametrize("answer", [(DEFAULT, None), (REJECT, None), (USE, None)])
def test_without_a_credential_the_denial_is_the_answer(
    device: Device, answer: tuple[NSURLSessionAuthChallengeDisposition, str | None]
) -> None:
    """R75, R84: no error."""
    Server(device, basic)
    delegate = Answers(answer)
    task = loading(device.session(delegate), PAGE)
    device.run()
    assert (delegate.errors, status(task)) == ([None], 401)
    assert task.countOfBytesReceived() == len(b"denied")


def test_cancelling_the_challenge_cancels_the_task(device: Device) -> None:
    """R75, P45."""
    Server(device, basic)
    delegate = Answers((CANCEL, None))
    loading(device.session(delegate), PAGE)
    assert device.run().selectors() == [CHALLENGE, COMPLETE]
    (error,) = delegate.errors
    assert error is not None
    assert error.code() == NSURLErrorCancelled


def test_rejecting_a_space_asks_about_the_next(device: Device) -> None:
    """R75."""

    def both(asked: Outgoing) -> Steps:
        return OK if asked.header("Authorization") else denied(BASIC, DIGEST)

    server = Server(device, both)
    delegate = Answers((REJECT, None), (USE, "secret"))
    loading(device.session(delegate), PAGE)
    device.run()
    assert [method.removeprefix("NSURLAuthenticationMethod") for method, _ in delegate.asked] == [
        "HTTPDigest",
        "HTTPBasic",
    ]
    sent = server.asked[-1].header("Authorization")
    assert sent is not None
    assert sent.startswith("Basic ")


def test_a_401_that_asks_nothing_is_simply_the_answer(device: Device) -> None:
    """C57."""
    Server(device, lambda asked: denied())
    delegate = Answers((USE, "secret"))
    task = loading(device.session(delegate), PAGE)
    assert CHALLENGE not in device.run().selectors()
    assert status(task) == 401


def test_what_a_server_accepted_is_sent_at_once_the_next_time(device: Device) -> None:
    server = Server(device, digest)
    delegate = Answers((USE, "secret"))
    session = device.session(delegate)
    for _ in range(3):
        loading(session, PAGE)
        device.run()
    assert (len(delegate.asked), len(server.asked), delegate.errors) == (1, 4, [None] * 3)


def test_a_credential_does_not_follow_a_redirect_to_another_host(device: Device) -> None:
    def away(asked: Outgoing) -> Steps:
        if asked.url.host() != "example.com":
            return OK
        if asked.header("Authorization") is None:
            return denied(BASIC)
        return (Head(302, (("Location", "https://elsewhere.example/a"),)), End())

    server = Server(device, away)
    delegate = Answers((USE, "secret"))
    loading(device.session(delegate), PAGE)
    assert [s for s in device.run().selectors() if s not in (RESPONSE, DATA)][:2] == [
        CHALLENGE,
        COMPLETE,
    ]
    assert REDIRECT not in device.recording.selectors()  # the delegate has no such method
    assert [asked.header("Authorization") is not None for asked in server.asked] == [
        False,
        True,
        False,
    ]


def test_a_stale_nonce_is_answered_again_without_asking(device: Device) -> None:
    """RFC 7616, 3.3."""
    nonces = iter(("n1", "n2"))
    now = [next(nonces)]

    def ages(asked: Outgoing) -> Steps:
        value = asked.header("Authorization")
        if value is not None and now == ["n1"]:
            now[0] = next(nonces)
            return denied(offered("digest", "private", nonce=now[0], stale=True))
        right = verify(value, "user", "secret", asked, realm="private", nonce=now[0])
        return OK if right else denied(offered("digest", "private", nonce=now[0]))

    server = Server(device, ages)
    delegate = Answers((USE, "secret"))
    task = loading(device.session(delegate), PAGE)
    device.run()
    assert (len(delegate.asked), len(server.asked), status(task)) == (1, 3, 200)


def test_a_background_download_asks_too(device: Device) -> None:
    Server(device, basic)

    class Files(Answers):
        def URLSession_downloadTask_didFinishDownloadingToURL_(self, *told: object) -> None:
            pass

    delegate = Files((USE, "secret"))
    session = device.session(delegate, identifier="com.example.sync")
    task = session.downloadTaskWithURL_(url(PAGE))
    task.resume()
    device.run()
    assert (delegate.errors, status(task)) == ([None], 200)


@pytest.mark.parametrize("scheme", ["ntlm", "negotiate"])
def test_a_scheme_of_a_connection_asks_the_session(device: Device, scheme: str) -> None:
    """R73: NTLM and Negotiate are the session's, where it has the method."""

    class OfSession(Answers):
        def URLSession_didReceiveChallenge_completionHandler_(
            self, session: NSURLSession, challenge: NSURLAuthenticationChallenge, handler: Handler
        ) -> None:
            self.asked.append((challenge.protectionSpace().authenticationMethod(), -1))
            handler(USE, credential())

    device.network.get(PAGE).protect(scheme, "user", "secret").respond(body=b"x")
    delegate = OfSession((CANCEL, None))
    task = loading(device.session(delegate), PAGE)
    assert device.run().selectors()[0] is SESSION_CHALLENGE
    ((method, _),) = delegate.asked
    assert method.lower().endswith(scheme)
    assert status(task) == 200


def test_a_protected_stub_lets_in_whoever_has_the_password(device: Device) -> None:
    device.network.get(PAGE).protect("digest", "user", "secret").respond(body=b"x")
    delegate = Answers((USE, "wrong"), (USE, "secret"))
    task = loading(device.session(delegate), PAGE)
    device.run()
    assert [count for _, count in delegate.asked] == [0, 1]
    assert (status(task), delegate.errors) == (200, [None])
