"""A connection asks whether it may be: server trust and client certificates (R73 to R76)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.network.played import OK, PAGE, plays
from tests.scripted import SYNC
from tests.small_delegates import Ends, downloading, loading
from urlsession_mock import Device, Options
from urlsession_mock.foundation import (
    NSURLAuthenticationChallenge,
    NSURLCredential,
    NSURLErrorCancelled,
    NSURLErrorClientCertificateRequired,
    NSURLErrorServerCertificateUntrusted,
    NSURLProtectionSpace,
    NSURLSession,
    NSURLSessionAuthChallengeDisposition,
)
from urlsession_mock.network.wire import Asked
from urlsession_mock.selectors import CHALLENGE, COMPLETE, SESSION_CHALLENGE

Handler = Callable[[NSURLSessionAuthChallengeDisposition, NSURLCredential | None], None]
USE, DEFAULT, CANCEL, REJECT = NSURLSessionAuthChallengeDisposition
TRUST = NSURLProtectionSpace.for_trust(
    "example.com", 443, "NSURLAuthenticationMethodServerTrust", object()
)
UNTRUSTED = Asked(TRUST, NSURLErrorServerCertificateUntrusted)
CERTIFICATE = Asked(
    NSURLProtectionSpace.for_client_certificate(
        "example.com", 443, "NSURLAuthenticationMethodClientCertificate", []
    ),
    NSURLErrorClientCertificateRequired,
)


class Judges(Ends):
    """Answers the challenge of a session."""

    def __init__(
        self, answer: NSURLSessionAuthChallengeDisposition, *, has_credential: bool = True
    ) -> None:
        super().__init__()
        self.answer = answer
        self.has_credential = has_credential
        self.keeps: list[Handler] | None = None

    def URLSession_didReceiveChallenge_completionHandler_(
        self, session: NSURLSession, challenge: NSURLAuthenticationChallenge, handler: Handler
    ) -> None:
        if self.keeps is not None:
            self.keeps.append(handler)
            return
        trust = challenge.protectionSpace().serverTrust()
        credential = NSURLCredential.credentialForTrust_(trust) if self.has_credential else None
        handler(self.answer, credential)


@pytest.mark.parametrize("asked", [UNTRUSTED, CERTIFICATE], ids=["trust", "certificate"])
@pytest.mark.parametrize(
    ("answer", "code"),
    [(USE, 0), (DEFAULT, None), (REJECT, None), (CANCEL, NSURLErrorCancelled)],
)
def test_the_answer_of_the_session_decides(
    device: Device,
    asked: Asked,
    answer: NSURLSessionAuthChallengeDisposition,
    code: int | None,
) -> None:
    """R73, R75: None stands for what default handling of that question leads to."""
    plays(device, asked, *OK)
    judges = Judges(answer)
    loading(device.session(judges), PAGE)
    assert next(s for s in device.run().selectors() if s is not COMPLETE) is SESSION_CHALLENGE
    assert judges.codes == [asked.default if code is None else code]


def test_a_credential_of_none_trusts_nobody(device: Device) -> None:
    plays(device, UNTRUSTED, *OK)
    judges = Judges(USE, has_credential=False)
    loading(device.session(judges), PAGE)
    device.run()
    assert judges.codes == [NSURLErrorServerCertificateUntrusted]


def test_a_server_that_is_trusted_anyway_needs_no_answer(device: Device, ends: Ends) -> None:
    plays(device, Asked(TRUST), *OK)
    loading(device.session(ends), PAGE)
    device.run()
    assert ends.codes == [0]


def test_without_a_session_method_the_task_is_asked(device: Device, ends: Ends) -> None:
    """R74, C1."""
    plays(device, UNTRUSTED, *OK)
    loading(device.session(ends), PAGE)
    assert device.run().selectors() == [CHALLENGE, COMPLETE]
    assert ends.codes == [NSURLErrorServerCertificateUntrusted]


def test_by_the_header_nobody_is_asked_then(make: Callable[[Options], Device]) -> None:
    """C1."""
    device = make(Options(session_challenge_without_method="default-handling"))
    plays(device, UNTRUSTED, *OK)
    ends = Ends()
    loading(device.session(ends), PAGE)
    assert device.run().selectors() == [COMPLETE]
    assert ends.codes == [NSURLErrorServerCertificateUntrusted]


def test_the_answer_of_a_session_holds_for_all_its_tasks(device: Device) -> None:
    """R76."""
    plays(device, UNTRUSTED, *OK)
    judges = Judges(USE)
    session = device.session(judges)
    for _ in range(3):
        loading(session, PAGE)
        device.run()
    assert device.recording.selectors().count(SESSION_CHALLENGE) == 1
    assert judges.codes == [0, 0, 0]

    loading(device.session(judges), PAGE)
    device.run()
    assert device.recording.selectors().count(SESSION_CHALLENGE) == 2


def test_two_tasks_that_meet_the_same_server_at_once_ask_about_it_once(device: Device) -> None:
    plays(device, UNTRUSTED, *OK)
    judges = Judges(USE)
    judges.keeps = []
    session = device.session(judges)
    loading(session, PAGE)
    loading(session, PAGE)
    device.run()
    assert (len(judges.keeps), judges.codes) == (1, [])
    judges.keeps.pop()(USE, NSURLCredential.credentialForTrust_(object()))
    device.run()
    assert (judges.keeps, judges.codes) == ([], [0, 0])


def test_invalidating_a_session_that_asks_ends_its_tasks(device: Device) -> None:
    plays(device, UNTRUSTED, *OK)
    judges = Judges(USE)
    judges.keeps = []
    session = device.session(judges)
    loading(session, PAGE)
    device.run()
    session.invalidateAndCancel()
    device.run()
    assert judges.codes == [NSURLErrorCancelled, 0]


def test_a_question_wakes_the_app_that_is_gone_and_its_answer_lets_the_transfer_go_on(
    device: Device,
) -> None:
    """R01: or one needs authentication."""

    class Downloads(Judges):
        def URLSession_downloadTask_didFinishDownloadingToURL_(self, *told: object) -> None:
            pass

    downloads = Downloads(USE)

    class App:
        def application_didFinishLaunchingWithOptions_(self, app: object, options: object) -> bool:
            self.session = device.session(downloads, identifier=SYNC)
            return True

        def application_handleEventsForBackgroundURLSession_completionHandler_(
            self, app: object, identifier: str, handler: Callable[[], None]
        ) -> None:
            self.handler = handler

    plays(device, UNTRUSTED, *OK)
    app = device.launch(App)
    assert isinstance(app.delegate, App)
    downloading(app.delegate.session, PAGE)
    app.terminate()
    device.run()
    assert downloads.codes == []

    device.wake(SYNC, finish_events=False)
    device.run()
    assert device.recording.selectors().count(SESSION_CHALLENGE) == 1
    assert downloads.codes == [0]
