"""The app is away while its transfers end: R01 to R23 of the contract."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from urlsession_mock import Device, NotPossibleNow, Options, Relaunch
from urlsession_mock.events import AppChanged, Dropped, Replied, SessionCreated
from urlsession_mock.foundation import (
    NSURL,
    NSError,
    NSOperationQueue,
    NSURLAuthenticationChallenge,
    NSURLErrorBackgroundTaskCancelledReasonKey,
    NSURLErrorCancelled,
    NSURLErrorTimedOut,
    NSURLProtectionSpace,
    NSURLRequest,
    NSURLSession,
    NSURLSessionConfiguration,
    NSURLSessionTask,
)
from urlsession_mock.selectors import (
    CHALLENGE,
    COMPLETE,
    DATA,
    FINISH_DOWNLOAD,
    FINISH_EVENTS,
    HANDOVER,
)

SYNC = "com.example.sync"
A, B = "https://example.com/a", "https://example.com/b"


class Downloads:
    """Takes each file, notes each end, and calls the stored handler on main after finish-events."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.files: list[bytes] = []
        self.ends: list[tuple[int, NSError | None]] = []

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionTask, location: NSURL
    ) -> None:
        self.files.append(Path(str(location.path())).read_bytes())

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        self.ends.append((task.taskIdentifier(), error))

    def URLSessionDidFinishEventsForBackgroundURLSession_(self, session: NSURLSession) -> None:
        handler = self.app.handlers.pop(session.configuration().identifier(), None)
        if handler is not None:
            NSOperationQueue.mainQueue().addOperationWithBlock_(handler)


class App:
    """Stores the handler, then recreates the session. `at_launch` recreates it earlier."""

    at_launch = False
    launches: list[App]

    def __init__(self) -> None:
        self.handlers: dict[str | None, Callable[[], None]] = {}
        self.sessions: dict[str, NSURLSession] = {}
        self.downloads = Downloads(self)
        type(self).launches.append(self)

    def application_didFinishLaunchingWithOptions_(self, app: object, options: object) -> bool:
        if self.at_launch:
            self.open(SYNC)
        return True

    def application_handleEventsForBackgroundURLSession_completionHandler_(
        self, app: object, identifier: str, handler: Callable[[], None]
    ) -> None:
        self.handlers[identifier] = handler
        self.open(identifier)

    def open(self, identifier: str) -> NSURLSession:
        if identifier not in self.sessions:
            make = NSURLSessionConfiguration.backgroundSessionConfigurationWithIdentifier_
            open_session = NSURLSession.sessionWithConfiguration_delegate_delegateQueue_
            self.sessions[identifier] = open_session(make(identifier), self.downloads, None)
        return self.sessions[identifier]

    def fetch(self, url: str, identifier: str = SYNC) -> NSURLSessionTask:
        address = NSURL.URLWithString_(url)
        assert address is not None
        task = self.open(identifier).downloadTaskWithURL_(address)
        task.resume()
        return task


@pytest.fixture
def app() -> type[App]:
    return type("App", (App,), {"launches": []})


@pytest.fixture
def device(tmp_path: Path) -> Iterator[Device]:
    with Device(folder=tmp_path) as device:
        device.network.get(A).respond(body=b"a file")
        device.network.get(B).respond(body=b"b file")
        yield device


def kill_and_wake(device: Device) -> None:
    """The system kills the app, its transfers end without it, and it is relaunched for them."""
    device.app.terminate()
    device.run()
    device.wake(SYNC)


def handover_and_finish(device: Device) -> list[str]:
    wanted = (HANDOVER, FINISH_DOWNLOAD, COMPLETE, FINISH_EVENTS)
    return [selector.label for selector in device.recording.selectors() if selector in wanted]


def test_transfers_go_on_while_the_app_is_dead_and_are_delivered_at_the_next_launch(
    device: Device, app: type[App], tmp_path: Path
) -> None:
    device.launch(app)
    app.launches[0].fetch(A)
    device.app.terminate()
    assert device.run().selectors() == []

    device.wake(SYNC)
    device.run()

    assert app.launches[0].downloads.files == []
    assert app.launches[1].downloads.files == [b"a file"]
    assert handover_and_finish(device) == [
        "handover",
        "finish-download",
        "complete",
        "finish-events",
    ]
    assert not app.launches[1].handlers
    assert not list(tmp_path.rglob("*.tmp"))
    assert device.verdict()


def test_the_place_of_a_call_is_where_the_block_was_added(device: Device, app: type[App]) -> None:
    relaunch = Relaunch(device, identifier=SYNC, app=app)
    relaunch.finish_events()
    (call,) = device.recording.only(Replied)
    assert call.where is not None
    assert call.where.function == "URLSessionDidFinishEventsForBackgroundURLSession_"


def test_a_suspended_app_is_resumed_and_its_session_receives_the_same_messages(
    device: Device, app: type[App]
) -> None:
    device.launch(app)
    app.launches[0].fetch(A)
    device.app.suspend()
    device.run()
    device.wake(SYNC)
    device.run()

    assert len(app.launches) == 1
    assert app.launches[0].downloads.files == [b"a file"]
    assert handover_and_finish(device) == [
        "handover",
        "finish-download",
        "complete",
        "finish-events",
    ]
    assert device.verdict()


def test_each_identifier_has_its_own_handover_and_finish(device: Device, app: type[App]) -> None:
    device.launch(app)
    app.launches[0].fetch(A, "one")
    app.launches[0].fetch(B, "two")
    device.app.terminate()
    device.run()

    device.wake("one")
    device.app.suspend()
    device.wake("two")
    device.run()

    assert sorted(app.launches[1].downloads.files) == [b"a file", b"b file"]
    assert not app.launches[1].handlers
    assert device.verdict()


def test_what_the_next_launch_must_know_may_travel_in_the_identifier(
    device: Device, app: type[App]
) -> None:
    """P43: it comes back as it was given, whatever characters it has."""
    known = {"user": "Zoë / 1", "retries": 2, "note": 'she said "go"\n'}
    device.launch(app)
    app.launches[0].fetch(A, json.dumps(known, ensure_ascii=False))
    device.app.terminate()
    device.run()
    device.wake(json.dumps(known, ensure_ascii=False))
    device.run()

    (identifier,) = app.launches[1].sessions
    assert json.loads(identifier) == known
    assert app.launches[1].downloads.files == [b"a file"]
    assert device.verdict()


def test_messages_may_come_before_the_handover_to_a_session_made_at_launch(
    device: Device, app: type[App]
) -> None:
    app.at_launch = True
    device.launch(app)
    app.launches[0].fetch(A)
    device.app.terminate()
    device.run()
    device.wake(SYNC, handover="last")
    assert handover_and_finish(device) == [
        "finish-download",
        "complete",
        "finish-events",
        "handover",
    ]


def test_what_was_left_over_when_the_app_was_killed_comes_at_the_next_launch(
    device: Device, app: type[App]
) -> None:
    device.launch(app)
    app.launches[0].fetch(A)
    app.launches[0].fetch(B)
    kill_and_wake(device)
    while device.step() is not FINISH_DOWNLOAD:
        pass
    device.app.terminate()
    device.wake(SYNC)
    device.run()

    assert app.launches[1].downloads.files == [b"a file"]
    assert app.launches[2].downloads.files == [b"b file"]
    assert [number for number, _ in app.launches[2].downloads.ends] == [1, 2]


def test_what_a_killed_app_had_asked_is_not_answered_to_the_next(
    device: Device, app: type[App]
) -> None:
    device.launch(app)
    app.launches[0].fetch(A)
    told: list[object] = []
    app.launches[0].sessions[SYNC].getAllTasksWithCompletionHandler_(told.append)
    kill_and_wake(device)
    device.app.terminate()
    device.wake(SYNC)
    device.run()
    assert told == []
    assert handover_and_finish(device).count("finish-events") == 1


def test_an_app_killed_inside_its_callback_gets_nothing_more(
    device: Device, app: type[App]
) -> None:
    class Dies(Downloads):
        def URLSession_downloadTask_didFinishDownloadingToURL_(
            self, session: NSURLSession, task: NSURLSessionTask, location: NSURL
        ) -> None:
            device.app.terminate()

    device.launch(app)
    first = app.launches[0]
    first.downloads = Dies(first)
    first.fetch(A)
    device.run()
    assert first.downloads.ends == []
    device.wake(SYNC)
    device.run()
    assert [number for number, _ in app.launches[1].downloads.ends] == [1]


def test_a_force_quit_cancels_with_the_reason_and_is_told_at_the_next_launch(
    device: Device, app: type[App]
) -> None:
    app.at_launch = True
    device.launch(app)
    app.launches[0].fetch(A)
    device.app.force_quit()
    with pytest.raises(NotPossibleNow, match="force-quit"):
        device.wake(SYNC)
    device.launch(app)
    device.run()

    ((_, error),) = app.launches[1].downloads.ends
    assert error is not None
    assert error.code() == NSURLErrorCancelled
    assert error.userInfo()[NSURLErrorBackgroundTaskCancelledReasonKey] == 0


def test_a_normal_launch_with_work_running_brings_no_handover(
    device: Device, app: type[App]
) -> None:
    app.at_launch = True
    device.launch(app)
    app.launches[0].fetch(A)
    device.app.terminate()
    device.launch(app)
    listed: list[list[NSURLSessionTask]] = []
    app.launches[1].sessions[SYNC].getAllTasksWithCompletionHandler_(listed.append)
    device.step()
    device.run()

    assert HANDOVER not in device.recording.selectors()
    assert app.launches[1].downloads.files == [b"a file"]


def test_a_reattached_task_keeps_its_number_and_description(device: Device, app: type[App]) -> None:
    app.at_launch = True
    device.launch(app)
    app.launches[0].fetch(B)
    device.run()
    task = app.launches[0].fetch(A)
    task.setTaskDescription_("cover")
    device.app.terminate()
    device.launch(app)
    listed: list[NSURLSessionTask] = []
    app.launches[1].sessions[SYNC].getAllTasksWithCompletionHandler_(listed.extend)
    while not listed:
        device.step()
    assert listed[0] is not task
    assert (listed[0].taskIdentifier(), listed[0].taskDescription()) == (2, "cover")


def test_finish_events_comes_after_messages_that_wait_for_a_reply(device: Device) -> None:
    relaunch = Relaunch(device, identifier=SYNC)
    kept: list[Callable[[int, object], None]] = []

    class AsksForTime(Downloads):
        def URLSession_task_didReceiveChallenge_completionHandler_(
            self, session: object, task: object, challenge: object, handler: Callable[..., None]
        ) -> None:
            kept.append(handler)

    task = relaunch.task(A)
    relaunch.enqueue(CHALLENGE, task, a_challenge())
    relaunch.enqueue(FINISH_DOWNLOAD, task, b"late")
    relaunch.enqueue(COMPLETE, task, None)
    app = type("App", (App,), {"launches": []})()
    relaunch.session(AsksForTime(app))
    assert relaunch.finish_events().selectors() == [HANDOVER, CHALLENGE]
    kept[0](1, None)
    device.run()
    assert handover_and_finish(device) == [
        "handover",
        "finish-download",
        "complete",
        "finish-events",
    ]


def a_challenge() -> NSURLAuthenticationChallenge:
    make = NSURLProtectionSpace.alloc()
    space = make.initWithHost_port_protocol_realm_authenticationMethod_(
        "example.com", 443, "https", "realm", "NSURLAuthenticationMethodHTTPBasic"
    )
    names = "ProtectionSpace_proposedCredential_previousFailureCount_failureResponse_error_sender_"
    made = getattr(NSURLAuthenticationChallenge.alloc(), f"initWith{names}")
    challenge: NSURLAuthenticationChallenge = made(space, None, 0, None, None, None)
    return challenge


def test_authentication_wakes_the_app_and_is_asked_again_if_it_dies(
    device: Device, app: type[App]
) -> None:
    device.launch(app)
    session = app.launches[0].open(SYNC)
    url = NSURL.URLWithString_("https://example.com/slow")
    assert url is not None
    device.network.forget()
    task = session.downloadTaskWithURL_(url)
    task.resume()
    session.enqueue(CHALLENGE, task, a_challenge())
    device.app.terminate()
    device.wake(SYNC, finish_events=False)
    device.run()
    assert CHALLENGE not in [event.selector for event in device.recording.only(Dropped)]


@pytest.mark.parametrize(
    ("refusal", "says"),
    [
        ("unknown", "no background session 'nobody' has work"),
        ("running", "the app is running"),
        ("unfinished", "tasks [1] of 'com.example.sync' are still running"),
        ("no launch events", "sessionSendsLaunchEvents off"),
        ("appkit", "an AppKit app gets no background launch"),
    ],
)
def test_a_wake_that_the_system_would_not_do_is_refused(
    app: type[App], refusal: str, says: str
) -> None:
    platform = "macos-appkit" if refusal == "appkit" else "ios"
    with Device(options=Options(platform=platform)) as device:  # type: ignore[arg-type]  # one of the two it takes
        device.launch(app)
        make = NSURLSessionConfiguration.backgroundSessionConfigurationWithIdentifier_
        configuration = make(SYNC)
        configuration.setSessionSendsLaunchEvents_(refusal != "no launch events")
        first = app.launches[0]
        session = device.session(first.downloads, configuration=configuration)
        if refusal == "unfinished":
            url = NSURL.URLWithString_(A)
            assert url is not None
            session.downloadTaskWithRequest_(NSURLRequest.requestWithURL_(url)).resume()
        if refusal != "running":
            device.app.terminate()
        with pytest.raises(NotPossibleNow) as caught:
            device.wake("nobody" if refusal == "unknown" else SYNC)
        assert says in str(caught.value)


def test_a_session_that_is_being_invalidated_wakes_nobody(device: Device, app: type[App]) -> None:
    device.launch(app)
    session = device.session(app.launches[0].downloads, identifier=SYNC)
    session.invalidateAndCancel()
    device.app.suspend()
    with pytest.raises(NotPossibleNow, match="is invalid, so nothing more comes of it"):
        device.wake(SYNC)


def test_an_app_delegate_given_as_an_object_cannot_be_relaunched(
    device: Device, app: type[App]
) -> None:
    device.launch(app())
    app.launches[0].fetch(A)
    device.app.terminate()
    device.run()
    with pytest.raises(NotPossibleNow, match="a relaunched app starts from nothing"):
        device.wake(SYNC)


def test_the_seed_scenario_in_one_object(device: Device, app: type[App]) -> None:
    relaunch = Relaunch(device, identifier=SYNC, app=app)
    relaunch.download(A, b"payload", description="cover")
    relaunch.failure(B, NSURLErrorTimedOut)
    relaunch.finish_events()
    relaunch.assert_handler_called()
    (launched,) = app.launches
    assert launched.downloads.files == [b"payload"]
    assert [
        error.code() if error is not None else None for _, error in launched.downloads.ends
    ] == [
        None,
        NSURLErrorTimedOut,
    ]


def test_without_an_app_delegate_the_test_stores_the_handler_itself(device: Device) -> None:
    relaunch = Relaunch(device, identifier=SYNC)
    relaunch.upload(A, b"created")
    app = type("App", (App,), {"launches": []})()
    app.handlers[SYNC] = relaunch.handler
    relaunch.session(app.downloads)
    relaunch.finish_events()
    relaunch.assert_handler_called()
    assert DATA not in device.recording.selectors()


def test_a_handler_nobody_called_fails_the_assertion_with_the_report(device: Device) -> None:
    class Forgets(Downloads):
        def URLSessionDidFinishEventsForBackgroundURLSession_(self, session: object) -> None:
            return None

    relaunch = Relaunch(device, identifier=SYNC)
    app = type("App", (App,), {"launches": []})()
    relaunch.session(Forgets(app))
    relaunch.finish_events()
    with pytest.raises(AssertionError, match="stored-handler-called"):
        relaunch.assert_handler_called()


def test_a_background_data_task_loses_its_connection_when_the_app_is_suspended(
    device: Device, app: type[App]
) -> None:
    device.launch(app)
    session = app.launches[0].open(SYNC)
    device.network.forget()
    url = NSURL.URLWithString_(A)
    assert url is not None
    session.dataTaskWithURL_(url).resume()
    device.app.suspend()
    device.app.resume()
    device.run()
    ((_, error),) = app.launches[0].downloads.ends
    assert error is not None
    assert error.code() == -997


def test_the_recording_tells_the_launches_apart(device: Device, app: type[App]) -> None:
    device.launch(app)
    app.launches[0].fetch(A)
    kill_and_wake(device)
    device.run()
    changes = [(event.change, event.launch) for event in device.recording.only(AppChanged)]
    assert changes == [("launched", 1), ("terminated", 1), ("launched", 2), ("woken", 2)]
    assert [event.launch for event in device.recording.only(SessionCreated)] == [1, 2]
    finished = device.recording.deliveries(FINISH_DOWNLOAD)
    assert [event.session for event in finished] == [2]


def test_the_tasks_of_a_session_held_by_another_process_fail_before_it_is_invalid(
    device: Device, app: type[App]
) -> None:
    device.hold_elsewhere(SYNC)
    device.launch(app)
    app.launches[0].fetch(A)
    assert device.run().selectors() == [COMPLETE]
    ((_, error),) = app.launches[0].downloads.ends
    assert error is not None
    assert error.code() == -996
    assert device.verdict().broken == ("identifier-of-one-process",)
