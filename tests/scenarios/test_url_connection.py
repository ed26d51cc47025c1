"""NSURLConnection loads by the one loader, and tells its delegate in the older spelling."""

from __future__ import annotations

import queue
import threading
from typing import Any, Self

import pytest

from urlsession_mock import Device
from urlsession_mock.errors import Deadlock
from urlsession_mock.foundation import (
    NSURL,
    NSCachedURLResponse,
    NSData,
    NSDate,
    NSError,
    NSHTTPURLResponse,
    NSMutableURLRequest,
    NSObject,
    NSOperationQueue,
    NSRunLoop,
    NSRunLoopCommonModes,
    NSThread,
    NSURLAuthenticationChallenge,
    NSURLConnection,
    NSURLCredential,
    NSURLCredentialPersistenceNone,
    NSURLProtectionSpace,
    NSURLRequest,
    NSURLResponse,
)
from urlsession_mock.not_simulated import NotSimulated

PAGE = "https://example.com/page"


def request(text: str = PAGE) -> NSURLRequest:
    url = NSURL.URLWithString_(text)
    assert url is not None
    return NSURLRequest.requestWithURL_(url)


def status(response: NSURLResponse | None) -> int:
    assert isinstance(response, NSHTTPURLResponse)
    return response.statusCode()


class Client(NSObject):
    """An old client: it collects what its connection tells."""

    def init(self) -> Self:
        self.told: list[Any] = []
        self.threads: set[int] = set()
        return self

    def _note(self, *what: Any) -> None:
        self.told.append(what[0] if len(what) == 1 else what)
        self.threads.add(threading.get_ident())

    def connection_didReceiveResponse_(self, _c: NSURLConnection, response: NSURLResponse) -> None:
        self._note(status(response))

    def connection_didReceiveData_(self, _c: NSURLConnection, data: NSData) -> None:
        self._note(bytes(data))

    def connectionDidFinishLoading_(self, _c: NSURLConnection) -> None:
        self._note("finished")

    def connection_didFailWithError_(self, _c: NSURLConnection, error: NSError) -> None:
        self._note("failed", error.code())


@pytest.fixture
def client() -> Client:
    return Client.alloc().init()


# Without a delegate.


def test_a_request_is_waited_for(device: Device) -> None:
    device.network.get(PAGE).respond(body=b"body", delay=3)
    data, response, error = NSURLConnection.sendSynchronousRequest_returningResponse_error_(
        request(), None, None
    )

    assert (data, error) == (b"body", None)
    assert status(response) == 200


def test_a_failure_is_the_error_at_the_end(device: Device) -> None:
    device.network.get(PAGE).fail(-1005)
    data, response, error = NSURLConnection.sendSynchronousRequest_returningResponse_error_(
        request(), None, None
    )

    assert (data, response) == (None, None)
    assert error is not None
    assert error.code() == -1005


def test_a_request_is_waited_for_on_another_thread(device: Device) -> None:
    device.network.get(PAGE).respond(body=b"body")
    came = queue.Queue[Any]()
    thread = threading.Thread(
        target=lambda: came.put(
            NSURLConnection.sendSynchronousRequest_returningResponse_error_(request(), None, None)
        )
    )
    thread.start()
    device.run()
    thread.join(5)

    assert came.get(timeout=5)[0] == b"body"


def test_a_request_is_waited_for_in_a_block_on_main(device: Device) -> None:
    device.network.get(PAGE).respond(body=b"body")
    came: list[Any] = []
    NSOperationQueue.mainQueue().addOperationWithBlock_(
        lambda: came.extend(
            NSURLConnection.sendSynchronousRequest_returningResponse_error_(request(), None, None)
        )
    )
    device.run()

    assert came[0] == b"body"


def test_a_wait_for_an_answer_that_cannot_come_is_a_deadlock() -> None:
    with Device(limit=0.2) as device:
        device.network.offline()
        with pytest.raises(Deadlock):
            NSURLConnection.sendSynchronousRequest_returningResponse_error_(_waiting(), None, None)


def _waiting() -> NSURLRequest:
    made = NSMutableURLRequest.requestWithURL_(request().URL())
    made.setTimeoutInterval_(float("inf"))
    return made


def test_a_handler_is_called_on_its_queue(device: Device) -> None:
    device.network.get(PAGE).respond(body=b"body")
    came: list[Any] = []
    NSURLConnection.sendAsynchronousRequest_queue_completionHandler_(
        request(),
        NSOperationQueue.mainQueue(),
        lambda response, data, error: came.append(
            (status(response), data, error, NSThread.isMainThread())
        ),
    )
    device.run()

    assert came == [(200, b"body", None, True)]


def test_a_queue_is_needed_for_a_handler(device: Device) -> None:
    with pytest.raises(TypeError, match=r"pass NSOperationQueue\.mainQueue\(\)"):
        NSURLConnection.sendAsynchronousRequest_queue_completionHandler_(
            request(),
            None,  # type: ignore[arg-type] # the mistake
            lambda *_: None,
        )


@pytest.mark.parametrize(
    ("text", "can"), [("http://a.b", True), ("HTTPS://a.b", True), ("x-app://a", False)]
)
def test_what_can_be_loaded_is_known(text: str, can: bool) -> None:
    assert NSURLConnection.canHandleRequest_(request(text)) is can


# With a delegate.


def test_a_delegate_is_told_of_a_transfer_on_main(device: Device, client: Client) -> None:
    device.network.get(PAGE).respond(chunks=[b"one", b"two"])
    connection = NSURLConnection.connectionWithRequest_delegate_(request(), client)
    device.run()

    assert client.told == [200, b"one", b"two", "finished"]
    assert client.threads == {threading.get_ident()}
    assert connection is not None
    assert connection.originalRequest() == connection.currentRequest() == request()


def test_a_delegate_is_told_of_a_failure(device: Device, client: Client) -> None:
    device.network.get(PAGE).fail(-1001)
    NSURLConnection.alloc().initWithRequest_delegate_(request(), client)
    device.run()

    assert client.told == [("failed", -1001)]


def test_a_run_loop_is_polled_until_it_has_finished(device: Device, client: Client) -> None:
    device.network.get(PAGE).respond(body=b"body", delay=2)
    NSURLConnection.connectionWithRequest_delegate_(request(), client)
    for _ in range(100):
        NSRunLoop.currentRunLoop().runUntilDate_(NSDate.dateWithTimeIntervalSinceNow_(0.1))
        if "finished" in client.told:
            break

    assert client.told == [200, b"body", "finished"]


def test_one_that_was_not_started_waits(device: Device, client: Client) -> None:
    device.network.get(PAGE).respond()
    connection = NSURLConnection.alloc().initWithRequest_delegate_startImmediately_(
        request(), client, False
    )
    assert connection is not None
    device.run()
    assert client.told == []

    connection.scheduleInRunLoop_forMode_(NSRunLoop.mainRunLoop(), NSRunLoopCommonModes)
    connection.start()
    connection.start()
    device.run()
    assert client.told == [200, "finished"]


@pytest.mark.parametrize("width", [1, 4])
def test_a_delegate_is_told_on_its_queue(device: Device, client: Client, width: int) -> None:
    device.network.get(PAGE).respond()
    connection = NSURLConnection.alloc().initWithRequest_delegate_startImmediately_(
        request(), client, False
    )
    assert connection is not None
    own = NSOperationQueue.alloc().init()
    own.setMaxConcurrentOperationCount_(width)
    connection.setDelegateQueue_(own)
    connection.start()
    device.run()

    assert client.told == [200, "finished"]
    assert threading.get_ident() not in client.threads


def test_a_run_loop_and_a_queue_exclude_each_other(device: Device, client: Client) -> None:
    connection = NSURLConnection.alloc().initWithRequest_delegate_startImmediately_(
        request(), client, False
    )
    assert connection is not None
    loop = NSRunLoop.mainRunLoop()
    connection.setDelegateQueue_(NSOperationQueue.alloc().init())
    with pytest.raises(ValueError, match="it has a delegate queue already"):
        connection.scheduleInRunLoop_forMode_(loop, NSRunLoopCommonModes)
    connection.setDelegateQueue_(None)
    connection.scheduleInRunLoop_forMode_(loop, NSRunLoopCommonModes)
    with pytest.raises(ValueError, match="it is scheduled in a run loop already"):
        connection.setDelegateQueue_(NSOperationQueue.alloc().init())
    connection.unscheduleFromRunLoop_forMode_(loop, NSRunLoopCommonModes)
    connection.setDelegateQueue_(None)


def test_the_run_loop_of_a_thread_tells_its_delegate(device: Device, client: Client) -> None:
    device.network.get(PAGE).respond(body=b"body")
    idents: list[int] = []

    def work() -> None:
        idents.append(threading.get_ident())
        NSURLConnection.connectionWithRequest_delegate_(request(), client)
        NSRunLoop.currentRunLoop().run()

    thread = threading.Thread(target=work)
    thread.start()
    for _ in range(100):
        NSRunLoop.currentRunLoop().runUntilDate_(NSDate.dateWithTimeIntervalSinceNow_(0.1))
        thread.join(0.01)
        if not thread.is_alive():
            break

    assert client.told == [200, b"body", "finished"]
    assert client.threads == set(idents)
    assert not thread.is_alive()


def test_a_cancelled_one_tells_nothing_more(device: Device, client: Client) -> None:
    device.network.get(PAGE).respond(body=b"body", delay=1)
    connection = NSURLConnection.connectionWithRequest_delegate_(request(), client)
    assert connection is not None
    connection.cancel()
    device.run()
    assert client.told == []

    waiting = NSURLConnection.alloc().initWithRequest_delegate_startImmediately_(
        request(), client, False
    )
    assert waiting is not None
    waiting.cancel()
    waiting.start()
    device.run()
    assert client.told == []


class Redirected(Client):
    answer: NSURLRequest | None

    def connection_willSendRequest_redirectResponse_(
        self, _c: NSURLConnection, request: NSURLRequest, response: NSURLResponse | None
    ) -> NSURLRequest | None:
        url = request.URL()
        assert url is not None
        self._note(url.path(), None if response is None else status(response))
        return request if response is None else self.answer


def test_a_delegate_sees_the_first_request_and_each_redirect(device: Device) -> None:
    device.network.get(PAGE).redirect("/there", 302)
    device.network.get("https://example.com/there").respond(body=b"there")
    client = Redirected.alloc().init()
    client.answer = request("https://example.com/there")
    NSURLConnection.connectionWithRequest_delegate_(request(), client)
    device.run()

    assert client.told == [("/page", None), ("/there", 302), 200, b"there", "finished"]


def test_a_delegate_may_stay_with_the_redirect(device: Device) -> None:
    device.network.get(PAGE).redirect("/there", 302)
    client = Redirected.alloc().init()
    client.answer = None
    NSURLConnection.connectionWithRequest_delegate_(request(), client)
    device.run()

    assert client.told[2] == 302
    assert client.told[-1] == "finished"


class Asked(Client):
    """Answers a challenge by its sender."""

    how: str

    def connection_willSendRequestForAuthenticationChallenge_(
        self, _c: NSURLConnection, challenge: NSURLAuthenticationChallenge
    ) -> None:
        answer(self, challenge)


class AskedFirst(Client):
    """The oldest pair of methods."""

    how: str
    can = True

    def connection_canAuthenticateAgainstProtectionSpace_(
        self, _c: NSURLConnection, space: NSURLProtectionSpace
    ) -> bool:
        return self.can

    def connection_didReceiveAuthenticationChallenge_(
        self, _c: NSURLConnection, challenge: NSURLAuthenticationChallenge
    ) -> None:
        answer(self, challenge)


def answer(client: Asked | AskedFirst, challenge: NSURLAuthenticationChallenge) -> None:
    client._note("asked")
    sender: Any = challenge.sender()
    if client.how == "use":
        credential = NSURLCredential.credentialWithUser_password_persistence_(
            "user", "secret", NSURLCredentialPersistenceNone
        )
        sender.useCredential_forAuthenticationChallenge_(credential, challenge)
    elif client.how == "continue":
        sender.continueWithoutCredentialForAuthenticationChallenge_(challenge)
    elif client.how == "cancel":
        sender.cancelAuthenticationChallenge_(challenge)
    elif client.how == "default":
        sender.performDefaultHandlingForAuthenticationChallenge_(challenge)
    else:
        sender.rejectProtectionSpaceAndContinueWithChallenge_(challenge)


@pytest.mark.parametrize("kind", [Asked, AskedFirst])
@pytest.mark.parametrize(
    ("how", "end"),
    [
        ("use", [200, "finished"]),
        ("continue", [401, "finished"]),
        ("cancel", [("failed", -1012)]),
        ("default", [401, "finished"]),
        ("reject", [401, "finished"]),
    ],
)
def test_a_challenge_is_answered_by_its_sender(
    device: Device, kind: type[Asked | AskedFirst], how: str, end: list[object]
) -> None:
    device.network.get(PAGE).protect("basic", "user", "secret").respond()
    client = kind.alloc().init()
    client.how = how
    NSURLConnection.connectionWithRequest_delegate_(request(), client)
    device.run()

    told = [each for each in client.told if not isinstance(each, bytes)]
    assert told == ["asked", *end]


def test_a_delegate_that_cannot_authenticate_is_not_asked(device: Device) -> None:
    device.network.get(PAGE).protect("basic", "user", "secret").respond()
    client = AskedFirst.alloc().init()
    client.can = False
    NSURLConnection.connectionWithRequest_delegate_(request(), client)
    device.run()

    assert client.told[0] == 401


class Caching(Client):
    def connection_willCacheResponse_(
        self, _c: NSURLConnection, proposed: NSCachedURLResponse
    ) -> NSCachedURLResponse | None:
        self._note("cache", bytes(proposed.data()))
        return None

    def connection_didSendBodyData_totalBytesWritten_totalBytesExpectedToWrite_(
        self, _c: NSURLConnection, sent: int, total: int, expected: int
    ) -> None:
        self._note("sent", sent, total, expected)


def test_a_delegate_is_asked_what_to_cache(device: Device) -> None:
    device.network.get(PAGE).respond(body=b"body", headers={"Cache-Control": "max-age=100"})
    client = Caching.alloc().init()
    NSURLConnection.connectionWithRequest_delegate_(request(), client)
    device.run()

    assert ("cache", b"body") in client.told
    assert device.stores.cache.cachedResponseForRequest_(request()) is None


def test_a_delegate_is_told_what_was_sent(device: Device) -> None:
    device.network.post(PAGE).respond()
    made = NSMutableURLRequest.requestWithURL_(request().URL())
    made.setHTTPMethod_("POST")
    made.setHTTPBody_(b"12345")
    client = Caching.alloc().init()
    NSURLConnection.connectionWithRequest_delegate_(made, client)
    device.run()

    assert ("sent", 5, 5, 5) in client.told


def test_a_delegate_without_methods_is_told_nothing(device: Device) -> None:
    device.network.get(PAGE).redirect("/there", 302)
    device.network.get("https://example.com/there").protect("basic", "u", "p").respond()
    NSURLConnection.connectionWithRequest_delegate_(request(), object())
    device.run()

    assert device.verdict()


def test_the_recording_shows_the_transfer(device: Device, client: Client) -> None:
    device.network.get(PAGE).respond(body=b"body")
    NSURLConnection.connectionWithRequest_delegate_(request(), client)
    selectors = [str(each) for each in device.run().selectors()]

    assert any("didReceiveResponse" in each for each in selectors)
    assert device.verdict()


def test_what_newsstand_had_is_refused_by_name(device: Device, client: Client) -> None:
    connection = NSURLConnection.connectionWithRequest_delegate_(request(), client)
    assert connection is not None
    with pytest.raises(NotSimulated, match=r"NSURLConnection\.newsstandAssetDownload"):
        _ = getattr(connection, "newsstandAssetDownload")()  # noqa: B009 - no type checker knows it
    connection.cancel()
