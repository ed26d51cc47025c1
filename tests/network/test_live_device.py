"""Real servers through a whole device: what a delegate is told.

Not here: each happening on its own (the other files of this name), or canned answers. One rule:
nothing waits in real time for more than a server takes to answer.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.scripted import Notes, url
from tests.servers.certificates import Authority
from tests.servers.modern import modern_server
from tests.servers.odd import OddServer
from tests.servers.plain import PlainServer, plain_server
from tests.servers.routes import CONTENT, PASSWORD, USER
from tests.small_delegates import downloading, loading
from urlsession_mock import Device, Recording, URLSessionDataDelegate
from urlsession_mock.foundation import (
    NSData,
    NSError,
    NSHTTPURLResponse,
    NSMutableURLRequest,
    NSURLAuthenticationChallenge,
    NSURLAuthenticationMethodServerTrust,
    NSURLCredential,
    NSURLSession,
    NSURLSessionAuthChallengeDisposition,
    NSURLSessionAuthChallengePerformDefaultHandling,
    NSURLSessionAuthChallengeUseCredential,
    NSURLSessionConfiguration,
    NSURLSessionDataTask,
    NSURLSessionTask,
    NSURLSessionTaskMetrics,
)
from urlsession_mock.foundation.constants import NSUnderlyingErrorKey
from urlsession_mock.foundation.trust import SecTrust
from urlsession_mock.selectors import (
    CHALLENGE,
    COMPLETE,
    DATA,
    FINISH_DOWNLOAD,
    INFORMATIONAL,
    METRICS,
    REDIRECT,
    RESPONSE,
    RESUMED,
    SENT,
    SESSION_CHALLENGE,
    WROTE,
    Selector,
)

Answer = Callable[[NSURLSessionAuthChallengeDisposition, NSURLCredential | None], None]


class Answers(URLSessionDataDelegate):
    """Answers every challenge with `answer`; notes challenges, data and the end."""

    def __init__(
        self, answer: Callable[[NSURLAuthenticationChallenge], NSURLCredential | None]
    ) -> None:
        self._answer = answer
        self.methods: list[str] = []
        self.data = b""
        self.error: NSError | None = None

    def URLSession_didReceiveChallenge_completionHandler_(
        self, session: NSURLSession, challenge: NSURLAuthenticationChallenge, handler: Answer
    ) -> None:
        self._reply(challenge, handler)

    def URLSession_task_didReceiveChallenge_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        challenge: NSURLAuthenticationChallenge,
        handler: Answer,
    ) -> None:
        self._reply(challenge, handler)

    def _reply(self, challenge: NSURLAuthenticationChallenge, handler: Answer) -> None:
        self.methods.append(challenge.protectionSpace().authenticationMethod())
        credential = self._answer(challenge)
        if credential is None:
            handler(NSURLSessionAuthChallengePerformDefaultHandling, None)
        else:
            handler(NSURLSessionAuthChallengeUseCredential, credential)

    def URLSession_dataTask_didReceiveData_(
        self, session: NSURLSession, task: NSURLSessionDataTask, data: NSData
    ) -> None:
        self.data += bytes(data)

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        self.error = error


def default(challenge: NSURLAuthenticationChallenge) -> None:
    """Default handling."""


def trusting(challenge: NSURLAuthenticationChallenge) -> NSURLCredential | None:
    """Let every server pass, as careless apps do."""
    trust = challenge.protectionSpace().serverTrust()
    return None if trust is None else NSURLCredential.credentialForTrust_(trust)


def told(recording: Recording, *only: Selector) -> list[Selector]:
    """The messages of these kinds, those of one kind in a row as one."""
    found = [s for s in recording.selectors() if s in only]
    return [s for n, s in enumerate(found) if n == 0 or found[n - 1] != s]


def status(task: NSURLSessionTask) -> int:
    response = task.response()
    assert isinstance(response, NSHTTPURLResponse)
    return response.statusCode()


def metrics(device: Device) -> NSURLSessionTaskMetrics:
    found = device.recording.deliveries(METRICS)[-1].arguments[0]
    assert isinstance(found, NSURLSessionTaskMetrics)
    return found


def test_a_data_task_gets_response_data_and_end(
    device: Device, notes: Notes, plain: PlainServer
) -> None:
    device.network.live(plain.url)
    task = loading(device.session(notes), f"{plain.url}/Nepal")
    recording = device.run()

    assert told(recording, RESPONSE, DATA, COMPLETE) == [RESPONSE, DATA, COMPLETE]
    assert task.error() is None
    assert task.countOfBytesReceived() == 9


def test_a_canned_answer_goes_before_a_real_server(device: Device, plain: PlainServer) -> None:
    device.network.live(plain.url)
    device.network.get(f"{plain.url}/Nepal").respond(body="Pokhara")
    delegate = Answers(default)
    loading(device.session(delegate), f"{plain.url}/Nepal")
    device.run()

    assert delegate.data == b"Pokhara"


@pytest.mark.parametrize("path", ["/gzipped-response", "/deflated-response", "/brotli-response"])
def test_a_body_is_decoded(device: Device, plain: PlainServer, path: str) -> None:
    device.network.live(plain.url)
    delegate = Answers(default)
    loading(device.session(delegate), plain.url + path)
    device.run()

    assert delegate.data == b"Hello World!"


def test_redirects_are_asked_about_and_followed(
    device: Device, notes: Notes, plain: PlainServer
) -> None:
    device.network.live(plain.url)
    task = loading(device.session(notes), f"{plain.url}/redirect/3")
    recording = device.run()

    assert recording.selectors().count(REDIRECT) == 3
    assert status(task) == 200
    assert metrics(device).redirectCount() == 3


def test_a_redirect_to_a_stranger_is_not_followed_and_says_why(
    device: Device, notes: Notes, plain: PlainServer
) -> None:
    device.network.live(plain.url)
    task = loading(device.session(notes), f"{plain.url}/to-a-stranger")
    device.run()
    error = task.error()

    assert error is not None
    assert error.code() == -1004
    assert error.localizedDescription().startswith(
        "stranger.example.com was not contacted, because it is not allowed here; allowed: "
    )


def test_an_endless_redirect_is_stopped(device: Device, notes: Notes, plain: PlainServer) -> None:
    """R72."""
    device.network.live(plain.url)
    task = loading(device.session(notes), f"{plain.url}/to-itself")
    device.run()
    error = task.error()

    assert error is not None
    assert error.code() == -1007


@pytest.mark.parametrize("kind", ["basic", "digest"])
def test_a_password_is_asked_for_and_sent(device: Device, plain: PlainServer, kind: str) -> None:
    device.network.live(plain.url)
    credential = NSURLCredential.credentialWithUser_password_persistence_(USER, PASSWORD, 0)
    delegate = Answers(lambda challenge: credential)
    task = loading(device.session(delegate), f"{plain.url}/auth/{kind}")
    device.run()

    assert len(delegate.methods) == 1
    assert status(task) == 200
    assert delegate.data == b"welcome"


def test_an_upload_tells_its_progress_as_it_goes_out(
    device: Device, notes: Notes, plain: PlainServer, tmp_path: Path
) -> None:
    """R78."""
    device.network.live(plain.url)
    file = tmp_path / "body"
    file.write_bytes(bytes(200_000))
    request = NSMutableURLRequest.requestWithURL_(url(f"{plain.url}/upload"))
    request.setHTTPMethod_("PUT")
    task = device.session(notes).uploadTaskWithRequest_fromFile_(request, url(file.as_uri()))
    task.resume()
    recording = device.run()

    steps = [event.arguments for event in recording.deliveries(SENT)]
    assert [step[1] for step in steps] == [65_536, 131_072, 196_608, 200_000]
    assert all(step[2] == 200_000 for step in steps)
    assert plain.asked[-1].body == bytes(200_000)


def test_a_download_becomes_a_file(device: Device, notes: Notes, plain: PlainServer) -> None:
    device.network.live(plain.url)
    task = downloading(device.session(notes), f"{plain.url}/file")
    recording = device.run()

    assert told(recording, WROTE, FINISH_DOWNLOAD, COMPLETE) == [WROTE, FINISH_DOWNLOAD, COMPLETE]
    assert task.countOfBytesReceived() == len(CONTENT)


def test_a_failure_in_the_body_comes_after_what_had_come(device: Device, odd: OddServer) -> None:
    device.network.live(odd.url)
    delegate = Answers(default)
    loading(device.session(delegate), f"{odd.url}/closes-in-the-body")
    recording = device.run()

    assert told(recording, DATA, COMPLETE) == [DATA, COMPLETE]
    assert delegate.data == b"0123456789"
    assert delegate.error is not None
    assert delegate.error.code() == -1005
    assert delegate.error.userInfo()["NSErrorFailingURLStringKey"].endswith("/closes-in-the-body")


def test_interim_responses_are_told(device: Device, notes: Notes, odd: OddServer) -> None:
    """R62."""
    device.network.live(odd.url)
    loading(device.session(notes), f"{odd.url}/interim")

    assert device.run().selectors().count(INFORMATIONAL) == 2


def test_a_server_that_never_answers_times_out(
    device: Device, notes: Notes, odd: OddServer
) -> None:
    device.network.live(odd.url)
    configuration = NSURLSessionConfiguration.defaultSessionConfiguration()
    configuration.setTimeoutIntervalForRequest_(0.05)
    session = device.session(notes, configuration=configuration)
    task = loading(session, f"{odd.url}/never-answers")
    device.run()
    error = task.error()

    assert error is not None
    assert error.code() == -1001
    assert odd.hung_up.wait(5)


def test_a_cancelled_task_hangs_up(device: Device, odd: OddServer) -> None:
    device.network.live(odd.url)
    delegate = Answers(default)
    task = loading(device.session(delegate), f"{odd.url}/never-ends")
    with device.wait_for(DATA, timeout=5):
        pass
    task.cancel()
    device.run()

    assert delegate.error is not None
    assert delegate.error.code() == -999
    assert odd.hung_up.wait(5)


def test_a_download_given_up_goes_on_where_it_was(
    device: Device, notes: Notes, odd: OddServer
) -> None:
    """R80."""
    device.network.live(odd.url)
    session = device.session(notes)
    task = downloading(session, f"{odd.url}/resumable")
    with device.wait_for(WROTE, timeout=5):
        pass
    kept: list[NSData | None] = []
    task.cancelByProducingResumeData_(kept.append)
    device.run()
    assert odd.hung_up.wait(5)
    data = kept[0]
    assert data is not None
    resumed = session.downloadTaskWithResumeData_(data)
    resumed.resume()
    recording = device.run()

    assert resumed.error() is None
    [event] = recording.deliveries(RESUMED)
    assert event.arguments == (10, 20)
    assert resumed.countOfBytesReceived() == 20


def test_a_device_that_is_closed_in_the_middle_leaves_nothing(odd: OddServer) -> None:
    with Device() as device:
        device.network.live(odd.url)
        loading(device.session(Answers(default)), f"{odd.url}/never-ends")
        with device.wait_for(DATA, timeout=5):
            pass
        left = device.close()

    assert left == []
    assert odd.hung_up.wait(5)
    assert not [one for one in threading.enumerate() if one.name == "urlsession-live"]


# -- over TLS -------------------------------------------------------------


def test_every_secure_connection_asks_about_its_server(
    device: Device, secure: PlainServer, authority: Authority
) -> None:
    device.network.live(secure.url, ca=authority.ca)
    delegate = Answers(default)
    loading(device.session(delegate), f"{secure.url}/Nepal")
    recording = device.run()

    assert told(recording, SESSION_CHALLENGE, CHALLENGE, DATA) == [SESSION_CHALLENGE, DATA]
    assert delegate.methods == [NSURLAuthenticationMethodServerTrust]
    assert delegate.data == b"Kathmandu"


def test_a_server_that_is_not_trusted_fails_the_task_with_its_cause(
    device: Device, secure: PlainServer, stranger: Authority
) -> None:
    device.network.live(secure.url, ca=stranger.ca)
    delegate = Answers(default)
    loading(device.session(delegate), f"{secure.url}/Nepal")
    device.run()

    assert delegate.error is not None
    assert delegate.error.code() == -1202
    cause = delegate.error.userInfo()[NSUnderlyingErrorKey]
    assert (cause.domain(), cause.code()) == ("kCFErrorDomainCFNetwork", -1202)
    trust = delegate.error.userInfo()["NSURLErrorFailingURLPeerTrustErrorKey"]
    assert isinstance(trust, SecTrust)


def test_a_delegate_may_trust_it_all_the_same(
    device: Device, secure: PlainServer, stranger: Authority
) -> None:
    device.network.live(secure.url, ca=stranger.ca)
    delegate = Answers(trusting)
    loading(device.session(delegate), f"{secure.url}/Nepal")
    device.run()

    assert (delegate.error, delegate.data) == (None, b"Kathmandu")


def test_what_one_session_trusts_another_does_not(
    device: Device, secure: PlainServer, stranger: Authority
) -> None:
    """R76."""
    device.network.live(secure.url, ca=stranger.ca)
    careless, careful = Answers(trusting), Answers(default)
    loading(device.session(careless), f"{secure.url}/Nepal")
    device.run()
    loading(device.session(careful), f"{secure.url}/Nepal")
    device.run()

    assert careless.error is None
    assert careful.error is not None
    assert careful.error.code() == -1202


def test_a_configuration_says_how_many_connections_a_host_gets(device: Device) -> None:
    with plain_server() as server:
        device.network.live(server.url)
        configuration = NSURLSessionConfiguration.defaultSessionConfiguration()
        configuration.setHTTPMaximumConnectionsPerHost_(1)
        session = device.session(Answers(default), configuration=configuration)
        for _ in range(3):
            loading(session, f"{server.url}/Nepal")
        device.run()

        assert server.connections == 1
        assert len(server.asked) == 3


def test_metrics_tell_of_the_real_connection(
    device: Device, notes: Notes, authority: Authority
) -> None:
    with modern_server(authority.for_loopback) as server:
        device.network.live(server.url, ca=authority.ca)
        session = device.session(notes)
        loading(session, f"{server.url}/Nepal")
        device.run()
        [first] = metrics(device).transactionMetrics()
        loading(session, f"{server.url}/Peru")
        device.run()
        [second] = metrics(device).transactionMetrics()

    assert first.networkProtocolName() == "h2"
    assert (first.isReusedConnection(), second.isReusedConnection()) == (False, True)
    assert (first.remoteAddress(), first.remotePort()) == ("127.0.0.1", server.port)
    assert first.negotiatedTLSProtocolVersion() == 0x0304
    assert second.connectStartDate() is None
    dates = [
        first.fetchStartDate(),
        first.connectStartDate(),
        first.secureConnectionStartDate(),
        first.secureConnectionEndDate(),
        first.connectEndDate(),
        first.requestStartDate(),
        first.requestEndDate(),
        first.responseStartDate(),
        first.responseEndDate(),
    ]
    times = [date.timeIntervalSince1970() for date in dates if date is not None]
    assert len(times) == len(dates)
    assert times == sorted(times)
