"""An app that is ended by a choice leaves nothing behind, and is launched again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import pytest

from tests.bugs.downloads import on_main
from tests.bugs.explored_apps import CallsBehindItsSave, Installed
from tests.bugs.row import SYNC, A, B, background, url
from urlsession_mock import Device, FaultFound, Plan, Relaunch, URLSessionDownloadDelegate, explore
from urlsession_mock.foundation import (
    NSURL,
    NSBlockOperation,
    NSError,
    NSOperationQueue,
    NSTimer,
    NSURLSession,
    NSURLSessionConfiguration,
    NSURLSessionDownloadTask,
    NSURLSessionTask,
)


def loads(
    app: Callable[[list[str]], Installed], wanted: str = "episode"
) -> Callable[[Device], None]:
    """A play in which an app loads one file."""

    def play(device: Device) -> None:
        disk: list[str] = []
        device.network.get(A).respond(body=b"episode")
        device.launch(lambda: app(disk))
        made = device.app.delegate
        assert isinstance(made, Installed)
        made.load(A)
        device.run()
        assert wanted in disk

    return play


class Alive(Installed):
    """Has a block run when a task ends, and knows whether it is still the app that runs."""

    newest: ClassVar[object] = None

    def __init__(self, disk: list[str]) -> None:
        super().__init__(disk)
        self.queue = NSOperationQueue.alloc().init()
        Alive.newest = self

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        self.post(session)

    def post(self, session: NSURLSession) -> None:
        self.block()

    def block(self) -> None:
        assert Alive.newest is self


class OnItsQueue(Alive):
    def post(self, session: NSURLSession) -> None:
        self.queue.addOperationWithBlock_(self.block)


class OnTheDelegateQueue(Alive):
    def post(self, session: NSURLSession) -> None:
        session.delegateQueue().addOperationWithBlock_(self.block)


class OnMain(Alive):
    def post(self, session: NSURLSession) -> None:
        on_main(self.block)


class ByATimer(Alive):
    def post(self, session: NSURLSession) -> None:
        on_main(self.start)

    def start(self) -> None:
        NSTimer.scheduledTimerWithTimeInterval_repeats_block_(1.0, False, lambda _: self.block())


class AfterMain(Alive):
    """Waits in a call of Foundation's until main has run a block."""

    def post(self, session: NSURLSession) -> None:
        operation = NSBlockOperation.blockOperationWithBlock_(lambda: None)
        NSOperationQueue.mainQueue().addOperations_waitUntilFinished_([operation], True)
        self.block()


class OnMainAfterItsQueue(Alive):
    """Has main wait in a call of Foundation's for a block of its own queue."""

    def post(self, session: NSURLSession) -> None:
        on_main(self.wait)

    def wait(self) -> None:
        operation = NSBlockOperation.blockOperationWithBlock_(lambda: None)
        self.queue.addOperations_waitUntilFinished_([operation], True)
        self.block()


class AfterMainByALock(Alive):
    """Waits in Python's own way until main has run a block."""

    def post(self, session: NSURLSession) -> None:
        done = threading.Event()
        on_main(done.set)
        done.wait()
        self.block()


class AfterMainByALimitedWait(Alive):
    """Waits so too, but not for ever."""

    def post(self, session: NSURLSession) -> None:
        done = threading.Event()
        on_main(done.set)
        assert done.wait(5)
        self.block()


class ByAThread(Alive):
    def post(self, session: NSURLSession) -> None:
        thread = threading.Thread(target=lambda: on_main(self.block))
        thread.start()
        thread.join()


@pytest.mark.parametrize(
    "app",
    [
        OnItsQueue,
        OnTheDelegateQueue,
        OnMain,
        ByATimer,
        AfterMain,
        OnMainAfterItsQueue,
        AfterMainByALock,
        AfterMainByALimitedWait,
        ByAThread,
    ],
)
def test_nothing_of_a_killed_app_runs_on(app: type[Alive]) -> None:
    before = threading.active_count()
    covered = explore(loads(app), kills=1, chunks=0)
    assert covered.is_complete
    assert covered.kinds["kill"] > 5
    assert threading.active_count() <= before + 1  # a watchdog's, which may be about to end


class CallsAndGoesOn(Installed):
    """Notes on its disk that it has called the handler, right after the call."""

    def URLSessionDidFinishEventsForBackgroundURLSession_(self, session: NSURLSession) -> None:
        handler = self.handlers.pop(SYNC, None)

        def call() -> None:
            if handler is not None:
                handler()
                self.kept.append("called")

        on_main(call)


def test_an_app_may_be_ended_right_after_it_has_called_a_handler() -> None:
    seen: set[str] = set()

    def play(device: Device) -> None:
        disk: list[str] = []
        relaunch = Relaunch(device, identifier=SYNC, app=lambda: CallsAndGoesOn(disk))
        relaunch.download(A, b"episode")
        relaunch.finish_events()
        relaunch.assert_handler_called()
        seen.add(" ".join(disk))

    assert explore(play, kills=1).is_complete
    assert seen == {"episode called", "episode"}


def test_an_app_may_be_ended_between_a_file_and_its_completion() -> None:
    seen: set[str] = set()

    class Notes(Installed):
        def __init__(self, disk: list[str]) -> None:
            super().__init__(disk)
            disk.append("launch")

        def URLSession_task_didCompleteWithError_(
            self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
        ) -> None:
            self.kept.append("end")

    def play(device: Device) -> None:
        disk: list[str] = []
        device.network.get(A).respond(body=b"file")
        device.launch(lambda: Notes(disk))
        made = device.app.delegate
        assert isinstance(made, Notes)
        made.load(A)
        device.run()
        seen.add(" ".join(disk))

    assert explore(play, kills=1).is_complete
    assert seen == {
        "launch file end",
        "launch launch file end",
        "launch file launch end",
        "launch file end launch",
    }


def woken(device: Device, app: type[Installed] = Installed) -> Relaunch:
    """An app that was away, is woken, and does all."""
    disk: list[str] = []
    relaunch = Relaunch(device, identifier=SYNC, app=lambda: app(disk))
    relaunch.download(A, b"episode")
    relaunch.finish_events()
    assert disk == ["episode"]
    return relaunch


@pytest.mark.parametrize(
    "plan",
    [
        Plan(kills=1),
        Plan(kills=2),
        Plan(force_quits=1),
        Plan(suspensions=1),
        Plan(kills=1, suspensions=1),
        Plan(kills=1, force_quits=1),
        Plan(kills=1, observed=["finish-events again"]),
    ],
    ids=str,
)
def test_the_newest_handover_of_an_app_that_was_ended_must_be_answered(plan: Plan) -> None:
    assert explore(lambda device: woken(device).assert_handler_called(), plan).is_complete


def test_a_relaunched_app_that_never_calls_its_handler_is_seen() -> None:
    class OnlyAtFirst(Installed):
        launches = 0

        def URLSessionDidFinishEventsForBackgroundURLSession_(self, session: NSURLSession) -> None:
            if self.launches == 1:
                super().URLSessionDidFinishEventsForBackgroundURLSession_(session)

    def play(device: Device) -> None:
        disk: list[str] = []
        launches: list[int] = []

        def make() -> OnlyAtFirst:
            launches.append(1)
            made = OnlyAtFirst(disk)
            made.launches = len(launches)
            return made

        relaunch = Relaunch(device, identifier=SYNC, app=make)
        relaunch.download(A, b"episode")
        relaunch.finish_events()
        relaunch.assert_handler_called()

    with pytest.raises(FaultFound, match="was never called"):
        explore(play, kills=1)


def test_an_app_that_is_only_suspended_keeps_the_one_handler_it_has() -> None:
    handed: set[int] = set()

    class Counts(Installed):
        given = 0

        def application_handleEventsForBackgroundURLSession_completionHandler_(
            self, application: object, identifier: str, handler: Callable[[], None]
        ) -> None:
            self.given += 1
            super().application_handleEventsForBackgroundURLSession_completionHandler_(
                application, identifier, handler
            )

    def play(device: Device) -> None:
        woken(device, Counts)
        made = device.app.delegate
        assert isinstance(made, Counts)
        handed.add(made.given)

    assert explore(play, suspensions=1).is_complete
    assert handed == {1}


def test_work_that_ended_with_its_app_holds_up_no_later_handler() -> None:
    def play(device: Device) -> None:
        relaunch = Relaunch(
            device, identifier=SYNC, app=lambda: CallsBehindItsSave(device.pending_work)
        )
        relaunch.download(A, b"episode")
        relaunch.finish_events()

    assert explore(play, kills=1).is_complete


class Loads(URLSessionDownloadDelegate):
    """Loads without an app delegate."""

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionDownloadTask, location: NSURL
    ) -> None:
        Path(str(location.path())).read_bytes()


def test_an_app_without_a_delegate_is_suspended_but_neither_ended_nor_handed_over() -> None:
    def play(device: Device) -> None:
        device.network.get(A).respond(body=b"episode")
        background(SYNC, Loads()).downloadTaskWithURL_(url(A)).resume()
        device.run()

    covered = explore(play, kills=1, force_quits=1, suspensions=1, chunks=0)
    assert covered.is_complete
    assert covered.kinds.keys() & {"suspend", "kill", "force quit"} == {"suspend"}


def test_an_app_that_was_given_as_an_object_is_never_ended() -> None:
    def play(device: Device) -> None:
        device.network.get(A).respond(body=b"episode")
        made = Installed([])
        device.launch(made)
        made.load(A)
        device.run()
        assert made.kept == ["episode"]

    covered = explore(play, kills=1, force_quits=1, suspensions=1, chunks=0)
    assert (covered.is_complete, "kill" in covered.kinds) == (True, False)


def test_a_session_of_an_app_that_has_ended_says_so_to_a_play_that_kept_it() -> None:
    def play(device: Device) -> None:
        device.network.get(A).respond(body=b"episode")
        device.network.get(B).respond(body=b"cover")
        device.launch(lambda: Installed([]))
        kept = device.app.delegate
        assert isinstance(kept, Installed)
        kept.load(A)
        device.run()
        kept.load(B)

    with pytest.raises(FaultFound, match="the app that made this session has ended"):
        explore(play, kills=1)


def test_the_user_may_launch_an_app_whose_transfers_still_run() -> None:
    running: set[int] = set()

    class Asks(Installed):
        def application_didFinishLaunchingWithOptions_(
            self, application: object, _: object
        ) -> bool:
            self.open(SYNC).getAllTasksWithCompletionHandler_(lambda t: running.add(len(t)))
            return True

    assert explore(loads(Asks), kills=1, chunks=0).is_complete
    assert running == {0, 1}


def test_a_file_that_a_killed_app_was_given_is_gone_with_the_device() -> None:
    folders: list[Path] = []

    class TakesTwice(Installed):
        """Calls its stored handler while it has a file in its hands."""

        def URLSession_downloadTask_didFinishDownloadingToURL_(
            self, session: NSURLSession, task: NSURLSessionDownloadTask, location: NSURL
        ) -> None:
            folders.append(Path(str(location.path())).parent)
            for handler in self.handlers.values():
                handler()
            self.handlers.clear()
            super().URLSession_downloadTask_didFinishDownloadingToURL_(session, task, location)

    def play(device: Device) -> None:
        relaunch = Relaunch(device, identifier=SYNC, app=lambda: TakesTwice([]))
        relaunch.download(A, b"episode")
        relaunch.finish_events()

    allowed = ("stored-handler-after-finish-events", "stored-handler-on-main-thread")
    assert explore(play, kills=1, allow=allowed).is_complete
    assert folders
    assert not [folder for folder in folders if folder.exists()]


def test_a_session_of_a_killed_app_need_not_have_been_invalidated() -> None:
    class Foreground(Installed):
        def application_didFinishLaunchingWithOptions_(
            self, application: object, _: object
        ) -> bool:
            session = NSURLSession.sessionWithConfiguration_delegate_delegateQueue_(
                NSURLSessionConfiguration.defaultSessionConfiguration(), self, None
            )
            session.downloadTaskWithURL_(url(B)).resume()
            session.finishTasksAndInvalidate()
            return True

    def play(device: Device) -> None:
        device.network.get(B).respond(body=b"cover")
        device.launch(lambda: Foreground([]))
        device.run()

    required = ("session-invalidated",)
    covered = explore(play, kills=1, chunks=0, require=required)
    assert covered.is_complete
    assert covered.kinds["kill"] > 3


def test_two_kills_are_explored_within_their_bound() -> None:
    most: set[int] = set()

    def play(device: Device) -> None:
        loads(Installed)(device)
        changes = [event for event in device.recording if "terminated" in repr(event)]
        most.add(len(changes))

    assert explore(play, kills=2, chunks=0).is_complete
    assert most == {0, 1, 2}


def test_a_test_that_waits_itself_is_never_ended_in_its_wait() -> None:
    def play(device: Device) -> None:
        device.network.get(A).respond(body=b"episode")
        device.launch(lambda: Installed([]))
        made = device.app.delegate
        assert isinstance(made, Installed)
        made.load(A)
        operation = NSBlockOperation.blockOperationWithBlock_(lambda: None)
        queue = NSOperationQueue.alloc().init()
        queue.addOperations_waitUntilFinished_([operation], True)
        device.run()

    assert explore(play, kills=1, chunks=0).is_complete


def test_a_wait_for_what_only_time_ends_is_waited_for() -> None:
    class Polls(Installed):
        def URLSession_task_didCompleteWithError_(
            self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
        ) -> None:
            threading.Event().wait(0.01)
            self.kept.append("waited")

    assert explore(loads(Polls, "waited"), chunks=0).is_complete
