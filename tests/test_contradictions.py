"""Where Apple contradicts itself, the default is taken, and the other reading can be had.

Not here: which reading is better founded; `options.py` says that. One rule: each option is
played twice, with its default and with its alternative.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bugs.downloads import Downloads
from tests.bugs.row import SYNC, A, B, background, post, response, url
from urlsession_mock import (
    AppleException,
    Device,
    IllegalMessage,
    NotPossibleNow,
    Options,
    URLSessionWebSocketDelegate,
)
from urlsession_mock.foundation import (
    NSData,
    NSError,
    NSURLAuthenticationChallenge,
    NSURLAuthenticationMethodServerTrust,
    NSURLCredential,
    NSURLErrorBackgroundSessionRequiresSharedContainer,
    NSURLErrorBackgroundSessionWasDisconnected,
    NSURLProtectionSpace,
    NSURLSession,
    NSURLSessionAuthChallengeDisposition,
    NSURLSessionAuthChallengePerformDefaultHandling,
    NSURLSessionConfiguration,
    NSURLSessionDataTask,
    NSURLSessionDownloadTask,
    NSURLSessionTask,
    NSURLSessionTaskStateCanceling,
    NSURLSessionTaskStateCompleted,
    NSURLSessionWebSocketTask,
)
from urlsession_mock.selectors import (
    CHALLENGE,
    COMPLETE,
    INVALID,
    RESPONSE,
    WEBSOCKET_CLOSE,
    WEBSOCKET_OPEN,
)

Devices = Callable[[Options], Device]


class Ends(URLSessionWebSocketDelegate):
    """Notes how tasks, WebSockets and sessions end, and answers the challenge of a task."""

    def __init__(self) -> None:
        self.codes: list[int] = []

    def URLSession_task_didReceiveChallenge_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        challenge: NSURLAuthenticationChallenge,
        handler: Callable[[NSURLSessionAuthChallengeDisposition, NSURLCredential | None], None],
    ) -> None:
        handler(NSURLSessionAuthChallengePerformDefaultHandling, None)

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        self.codes.append(0 if error is None else error.code())

    def URLSession_webSocketTask_didCloseWithCode_reason_(
        self,
        session: NSURLSession,
        task: NSURLSessionWebSocketTask,
        code: int,
        reason: NSData | None,
    ) -> None:
        self.codes.append(int(code))

    def URLSession_didBecomeInvalidWithError_(
        self, session: NSURLSession, error: NSError | None
    ) -> None:
        self.codes.append(0 if error is None else error.code())


@pytest.fixture
def ends() -> Ends:
    return Ends()


@pytest.fixture
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Devices:
    """Make the device of a test, with its options."""

    def make(options: Options) -> Device:
        device = Device(options=options, folder=tmp_path)
        request.addfinalizer(device.close)
        return device.__enter__()

    return make


def loading(session: NSURLSession) -> NSURLSessionDataTask:
    task = session.dataTaskWithURL_(url(A))
    task.resume()
    return task


def downloading(session: NSURLSession, address: str = A) -> NSURLSessionDownloadTask:
    task = session.downloadTaskWithURL_(url(address))
    task.resume()
    return task


DEFAULT = Options()


def test_an_option_that_is_none_is_refused_with_those_that_are() -> None:
    with pytest.raises(ValueError, match="it takes 'once' or 'per-task'"):
        Options(handovers="twice")  # type: ignore[arg-type]  # that is the point


# -- C1: a challenge of the connection, and no session method ------------


def server_trust() -> NSURLAuthenticationChallenge:
    space = NSURLProtectionSpace.for_trust(
        "example.com", 443, NSURLAuthenticationMethodServerTrust, object()
    )
    challenge = NSURLAuthenticationChallenge.alloc()
    challenge.initWithProtectionSpace_proposedCredential_previousFailureCount_failureResponse_error_sender_(
        space, None, 0, None, None, None
    )
    return challenge


def test_a_challenge_without_a_session_method_goes_to_the_task_method(
    make: Devices, ends: Ends
) -> None:
    """C1, default."""
    device = make(DEFAULT)
    session = device.session(ends)
    session.enqueue(CHALLENGE, loading(session), server_trust())
    assert device.run().selectors() == [CHALLENGE]


def test_a_challenge_without_a_session_method_can_be_left_to_the_system(
    make: Devices, ends: Ends
) -> None:
    """C1, alternative."""
    device = make(Options(session_challenge_without_method="default-handling"))
    session = device.session(ends)
    with pytest.raises(IllegalMessage):
        session.enqueue(CHALLENGE, loading(session), server_trust())


# -- C2: invalid before or after the completions -------------------------


def test_a_cancelled_session_is_invalid_after_its_tasks(make: Devices, ends: Ends) -> None:
    """C2, default."""
    device = make(DEFAULT)
    session = device.session(ends)
    loading(session)
    session.invalidateAndCancel()
    assert device.run().selectors() == [COMPLETE, INVALID]


def test_a_cancelled_session_can_be_invalid_at_once(make: Devices, ends: Ends) -> None:
    """C2, alternative. Nothing comes after it (R35)."""
    device = make(Options(invalidation_message="at-once"))
    session = device.session(ends)
    loading(session)
    session.invalidateAndCancel()
    assert device.run().selectors() == [INVALID]


# -- C4, C5: tasks that a background session has for a while --------------


def test_a_background_data_task_lasts_until_the_app_is_suspended(make: Devices, ends: Ends) -> None:
    """C4, default."""
    device = make(DEFAULT)
    loading(background(SYNC, ends))
    device.app.suspend()
    device.app.resume()
    device.run()
    assert ends.codes == [NSURLErrorBackgroundSessionWasDisconnected]


def test_a_background_data_task_can_be_refused(make: Devices, ends: Ends) -> None:
    """C4, alternative."""
    make(Options(background_data_tasks="refused"))
    with pytest.raises(AppleException, match="Data tasks are not supported"):
        background(SYNC, ends).dataTaskWithURL_(url(A))


def test_a_background_upload_from_data_is_refused(make: Devices, ends: Ends) -> None:
    """C5, default."""
    make(DEFAULT)
    with pytest.raises(AppleException, match="Upload tasks from NSData are not supported"):
        background(SYNC, ends).uploadTaskWithRequest_fromData_(post(A), b"a recording")


def test_a_background_upload_from_data_can_fail_when_the_app_ends(
    make: Devices, ends: Ends
) -> None:
    """C5, alternative."""
    device = make(Options(background_upload_from_data="fails-after-exit"))
    background(SYNC, Ends()).uploadTaskWithRequest_fromData_(post(A), b"a recording").resume()
    device.app.terminate()
    device.launch()
    background(SYNC, ends)
    device.run()
    assert ends.codes == [NSURLErrorBackgroundSessionWasDisconnected]


# -- C6: an extension without a shared container --------------------------


def test_an_app_needs_no_shared_container(make: Devices, ends: Ends) -> None:
    """C6, where it does not apply: the code is not an extension."""
    device = make(DEFAULT)
    downloading(background(SYNC, ends))
    assert device.run().selectors() == []


def test_the_session_of_an_extension_without_a_container_becomes_invalid(
    make: Devices, ends: Ends
) -> None:
    """C6, default."""
    device = make(Options(extension=True))
    session = background(SYNC, ends)
    device.run()
    assert ends.codes == [NSURLErrorBackgroundSessionRequiresSharedContainer]
    assert session.delegate() is None


def test_the_tasks_of_an_extension_without_a_container_can_fail_instead(
    make: Devices, ends: Ends
) -> None:
    """C6, alternative."""
    device = make(Options(extension=True, extension_without_container="tasks-fail"))
    session = background(SYNC, ends)
    downloading(session)
    device.run()
    assert ends.codes == [NSURLErrorBackgroundSessionRequiresSharedContainer]
    assert session.delegate() is ends


def test_an_extension_with_a_container_is_left_alone(make: Devices, ends: Ends) -> None:
    """C6, where it does not apply: the container is there."""
    device = make(Options(extension=True))
    configured = NSURLSessionConfiguration.backgroundSessionConfigurationWithIdentifier_(SYNC)
    configured.setSharedContainerIdentifier_("group.com.example")
    downloading(device.session(ends, configuration=configured))
    assert device.run().selectors() == []


# -- C7: a close frame without a code -------------------------------------


@pytest.mark.parametrize(
    ("options", "code"), [(DEFAULT, 1005), (Options(close_code_absent=0), 0)], ids=["1005", "0"]
)
def test_a_close_frame_without_a_code_is_reported_as(
    make: Devices, ends: Ends, options: Options, code: int
) -> None:
    """C7, default and alternative. None stands for the code that is not there."""
    device = make(options)
    session = device.session(ends)
    task = session.webSocketTaskWithURL_(url("wss://example.com/a"))
    task.resume()
    session.enqueue(WEBSOCKET_OPEN, task, None)
    session.enqueue(WEBSOCKET_CLOSE, task, None, None)
    device.run()
    assert ends.codes == [code]


# -- C8: the state of a cancelled task ------------------------------------


@pytest.mark.parametrize(
    ("options", "state"),
    [
        (DEFAULT, NSURLSessionTaskStateCompleted),
        (Options(cancelled_state="canceling"), NSURLSessionTaskStateCanceling),
    ],
    ids=["completed", "canceling"],
)
def test_a_cancelled_task_ends_up(make: Devices, ends: Ends, options: Options, state: int) -> None:
    """C8, default and alternative."""
    device = make(options)
    task = loading(device.session(ends))
    task.cancel()
    device.run()
    assert task.state() == state


# -- C11: the response of a background data task --------------------------


def test_a_background_data_task_is_asked_about_its_response(make: Devices, ends: Ends) -> None:
    """C11, default."""
    device = make(DEFAULT)
    session = device.session(ends, identifier=SYNC)
    task = loading(session)
    session.enqueue(RESPONSE, task, response(A))
    session.enqueue(COMPLETE, task, None)
    assert device.run().selectors() == [COMPLETE]


def test_a_background_data_task_can_go_without_a_response(make: Devices, ends: Ends) -> None:
    """C11, alternative."""
    device = make(Options(background_data_response="not-asked"))
    session = device.session(ends, identifier=SYNC)
    with pytest.raises(IllegalMessage, match="cannot come here"):
        session.enqueue(RESPONSE, loading(session), response(A))


def test_a_canned_answer_brings_a_background_data_task_no_response_either(
    make: Devices, ends: Ends
) -> None:
    """C11, alternative, from the network."""
    device = make(Options(background_data_response="not-asked"))
    device.network.get(A).respond(body=b"episode")
    loading(background(SYNC, ends))
    device.run()
    assert ends.codes == [0]


# -- C12: when the handover comes -----------------------------------------


def one_ended_and_one_running(device: Device) -> None:
    device.launch(Downloads)
    app = device.app.delegate
    assert isinstance(app, Downloads)
    session = app.open(SYNC)
    ended = downloading(session)
    downloading(session, B)
    device.app.terminate()
    session.enqueue(COMPLETE, ended, NSError.url_error(-1005))


def test_the_app_is_not_woken_while_a_task_runs(make: Devices) -> None:
    """C12, default."""
    device = make(DEFAULT)
    one_ended_and_one_running(device)
    with pytest.raises(NotPossibleNow, match="still running"):
        device.wake(SYNC)


def test_the_app_can_be_woken_for_each_task_that_ends(make: Devices) -> None:
    """C12, alternative."""
    device = make(Options(handovers="per-task"))
    one_ended_and_one_running(device)
    handler = device.wake(SYNC)
    device.run()
    assert handler.calls == 1


# -- C13: the size of an upload -------------------------------------------


@pytest.mark.parametrize(
    ("options", "size"),
    [(DEFAULT, len(b"a recording")), (Options(upload_size_of_data="unknown"), -1)],
    ids=["length", "unknown"],
)
def test_the_size_to_send_of_a_body_given_as_data_is(
    make: Devices, ends: Ends, options: Options, size: int
) -> None:
    """C13, default and alternative."""
    session = make(options).session(ends)
    task = session.uploadTaskWithRequest_fromData_(post(A), b"a recording")
    assert task.countOfBytesExpectedToSend() == size


def test_the_size_to_send_of_a_stream_is_unknown(make: Devices, ends: Ends) -> None:
    """C13, where it does not apply."""
    task = make(DEFAULT).session(ends).uploadTaskWithStreamedRequest_(post(A))
    assert task.countOfBytesExpectedToSend() == -1


# -- what is no contradiction, but an option too --------------------------


def finished_while_away(device: Device) -> None:
    device.network.get(A).respond(body=b"episode")
    device.launch(Downloads)
    app = device.app.delegate
    assert isinstance(app, Downloads)
    downloading(app.open(SYNC))
    device.app.terminate()
    device.run()


def test_an_ios_app_is_woken(make: Devices) -> None:
    """R01, default platform."""
    device = make(DEFAULT)
    finished_while_away(device)
    handler = device.wake(SYNC)
    device.run()
    assert handler.calls == 1


def test_an_appkit_app_is_not_woken(make: Devices) -> None:
    """R02, the other platform."""
    device = make(Options(platform="macos-appkit"))
    finished_while_away(device)
    with pytest.raises(NotPossibleNow, match="AppKit"):
        device.wake(SYNC)


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        (DEFAULT, NSURLSessionDownloadTask),
        (Options(reattached_tasks="base-class"), NSURLSessionTask),
    ],
    ids=["same class", "base class"],
)
def test_a_task_of_a_former_launch_comes_back_as(
    make: Devices, options: Options, kind: type[NSURLSessionTask]
) -> None:
    """R53, default and alternative."""
    device = make(options)
    device.launch()
    downloading(background(SYNC, Downloads()))
    device.app.terminate()
    device.launch()
    found: list[NSURLSessionTask] = []
    background(SYNC, Downloads()).getAllTasksWithCompletionHandler_(found.extend)
    device.run()
    assert [type(task) for task in found] == [kind]
