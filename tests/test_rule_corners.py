"""Corners of single rules: what looks like a breach and is none, and what hides one.

Not here: the plain breach (tests/specimens). One rule: a test starts from a specimen or from
the faultless app, and changes one thing about it.
"""

from __future__ import annotations

import pytest

from tests.specimens import FaultlessApp, FaultlessDelegate, Scene, Specimen
from tests.specimens.away import (
    handed_over_last,
    handed_over_twice,
    launched_again,
    relaunched,
    reopened,
    two_sessions,
    woken_twice,
)
from tests.specimens.background import HasNoContainer, WaitsForAHandover
from tests.specimens.faultless import SYNC, Stored, url
from tests.specimens.in_front import asked, downloaded, fetched
from tests.specimens.stored_handler import (
    CallsAtOnce,
    CallsAtTheFirstEnd,
    CallsFromTheDelegateQueue,
    HasOnePlaceForEach,
    NeverCalls,
)
from tests.specimens.transfers import NeverCloses, OnlyLogsTheRedirect
from urlsession_mock import App, Deadlock, Device, Options, Relaunch, Verdict
from urlsession_mock.foundation import (
    NSURL,
    NSBlockOperation,
    NSError,
    NSOperationQueue,
    NSURLErrorBackgroundSessionInUseByAnotherProcess,
    NSURLSession,
    NSURLSessionConfiguration,
    NSURLSessionTask,
)
from urlsession_mock.selectors import COMPLETE, FINISH_DOWNLOAD


def verdict(device: Device, fault: type[FaultlessApp | FaultlessDelegate], scene: Scene) -> Verdict:
    Specimen(fault, scene).play(device)
    return device.verdict()


# -- the stored handler --------------------------------------------------


def test_finish_events_of_an_older_wake_does_not_make_a_call_timely(device: Device) -> None:
    (breach,) = verdict(device, CallsAtTheFirstEnd, woken_twice).failures
    assert breach.rule.id == "stored-handler-after-finish-events"
    assert len(breach.violations) == 2


def test_a_handler_handed_over_after_finish_events_may_be_called_at_once(device: Device) -> None:
    assert verdict(device, CallsAtOnce, handed_over_last).broken == ()


def test_a_second_handover_after_the_first_wake_was_over_overwrites_nothing(
    device: Device,
) -> None:
    assert verdict(device, HasOnePlaceForEach, woken_twice).broken == ()


def test_two_handlers_that_are_never_called_are_not_overwritten(device: Device) -> None:
    (breach,) = verdict(device, NeverCalls, handed_over_twice).failures
    assert breach.rule.id == "stored-handler-called"
    assert len(breach.violations) == 2


def test_a_handler_of_a_process_that_was_killed_is_owed_no_call(device: Device) -> None:
    Specimen(NeverCalls, relaunched).play(device)
    device.app.terminate()
    assert device.verdict().broken == ()


def test_an_app_delegate_without_the_handover_never_takes_the_handler(device: Device) -> None:
    class KnowsNoHandover:
        """Opens its session at launch, and has no other method."""

        def application_didFinishLaunchingWithOptions_(self, app: App, options: object) -> bool:
            self.app = FaultlessApp()
            return bool(self.app.open(SYNC))

    relaunch = Relaunch(device, identifier=SYNC, app=KnowsNoHandover)
    relaunch.finish_events()
    (breach,) = device.verdict().failures
    assert breach.rule.id == "stored-handler-called"
    assert "has no application_handleEvents" in breach.violations[0].what


def test_a_late_call_after_another_wake_was_answered_is_early_and_not_mistaken(
    device: Device,
) -> None:
    class CallsTheOtherToo(FaultlessApp):
        """When one session has finished it calls the handler of the other as well."""

        def take(self, identifier: str) -> list[Stored]:
            mine = super().take(identifier)
            return mine + [h for key in list(self.handlers) for h in self.handlers.pop(key)]

    assert verdict(device, CallsTheOtherToo, two_sessions).broken == (
        "stored-handler-after-finish-events",
    )


def test_an_exception_in_the_handover_is_told_once(device: Device) -> None:
    class Fails(FaultlessApp):
        def application_handleEventsForBackgroundURLSession_completionHandler_(
            self, app: App, identifier: str, handler: Stored
        ) -> None:
            raise LookupError(identifier)

    assert verdict(device, Fails, relaunched).broken == ("no-exception-in-callback",)


def test_the_second_call_is_a_second_call_wherever_it_comes_from(device: Device) -> None:
    class CallsAgain(CallsFromTheDelegateQueue):
        def take(self, identifier: str) -> list[Stored]:
            return [handler for handler in super().take(identifier) for _ in range(2)]

    (main, once) = verdict(device, CallsAgain, relaunched).failures
    assert main.rule.id == "stored-handler-on-main-thread"
    assert once.rule.id == "stored-handler-once"
    assert (len(main.violations), len(once.violations)) == (1, 1)


# -- relaunch and background sessions ------------------------------------


def test_a_launch_with_nothing_left_over_needs_no_session(device: Device) -> None:
    Specimen(WaitsForAHandover, relaunched).play(device)
    device.app.terminate()
    device.launch(WaitsForAHandover)
    assert device.verdict().broken == ()


def test_a_launch_that_was_killed_too_owes_no_session(device: Device) -> None:
    Specimen(WaitsForAHandover, launched_again).play(device)
    device.app.terminate()
    assert device.verdict().broken == ()


def test_tasks_that_the_app_cancelled_are_not_left_over(device: Device) -> None:
    class Cancels(WaitsForAHandover):
        def fetch(self, text: str, identifier: str = SYNC) -> NSURLSessionTask:
            task = super().fetch(text, identifier)
            task.cancel()
            return task

    assert verdict(device, Cancels, launched_again).broken == ()


def test_a_new_session_may_be_configured_anew_when_the_old_one_is_gone(device: Device) -> None:
    class Changes(FaultlessApp):
        is_changed = False

        def configuration(self, identifier: str) -> NSURLSessionConfiguration:
            configuration = super().configuration(identifier)
            configuration.setAllowsCellularAccess_(self.is_changed)
            return configuration

        def reopen(self, identifier: str) -> None:
            self.is_changed = True
            super().reopen(identifier)

    assert verdict(device, Changes, reopened).broken == ()


def test_a_session_made_inside_the_last_message_of_the_old_one_keeps_its_tasks(
    device: Device,
) -> None:
    Specimen(FaultlessDelegate, reopened).play(device)
    app = device.app.delegate
    assert isinstance(app, FaultlessApp)
    app.fetch("https://example.com/a")
    device.app.terminate()
    device.run()
    device.wake(SYNC)
    device.run()
    assert device.verdict().broken == ()


@pytest.mark.parametrize("way", ["invalidates", "tasks-fail"])
def test_a_missing_container_shows_in_either_way_the_system_may_take(way: str) -> None:
    with Device(options=Options(extension=True, extension_without_container=way)) as device:  # type: ignore[arg-type]  # one of the two
        device.launch(HasNoContainer)
        app = device.app.delegate
        assert isinstance(app, HasNoContainer)
        if way == "tasks-fail":
            app.fetch("https://example.com/a")
        device.run()
        assert device.verdict().broken == ("shared-container-in-extension",)


def test_an_error_with_the_same_code_in_another_domain_is_another_error(device: Device) -> None:
    code = NSURLErrorBackgroundSessionInUseByAnotherProcess
    device.launch(FaultlessApp)
    app = device.app.delegate
    assert isinstance(app, FaultlessApp)
    task = app.fetch("https://example.com/a")
    error = NSError.errorWithDomain_code_userInfo_("com.example", code, None)
    app.sessions[SYNC].enqueue(COMPLETE, task, error)
    device.run()
    assert device.verdict().broken == ()


# -- threads -------------------------------------------------------------


def test_a_block_on_main_that_never_ends_blocks_a_lane_too() -> None:
    with Device(limit=0.1) as device:
        main = NSOperationQueue.mainQueue()

        def waits() -> None:
            operation = NSBlockOperation.blockOperationWithBlock_(waits)
            main.addOperation_(operation)
            operation.waitUntilFinished()

        main.addOperationWithBlock_(waits)
        with pytest.raises(Deadlock):
            device.run()
        (breach,) = device.verdict().failures
    assert breach.rule.id == "lane-not-blocked"
    (violation,) = breach.violations
    assert violation.where is not None
    assert violation.where.function == "waits"


# -- sessions, answers, files --------------------------------------------


def test_a_session_ends_with_its_process(device: Device) -> None:
    Specimen(NeverCloses, fetched).play(device)
    device.app.terminate()
    assert device.verdict().broken == ()


def test_a_session_without_a_delegate_keeps_nothing_alive(device: Device) -> None:
    NSURLSession.sharedSession()
    assert device.verdict().broken == ()


def test_a_process_that_was_killed_owes_no_answer(device: Device) -> None:
    Specimen(OnlyLogsTheRedirect, asked).play(device)
    device.app.terminate()
    assert device.verdict().broken == ()


def test_what_an_exception_left_unanswered_is_told_by_the_exception(device: Device) -> None:
    class Fails(FaultlessDelegate):
        def URLSession_dataTask_didReceiveResponse_completionHandler_(
            self, session: object, task: object, response: object, handler: object
        ) -> None:
            raise LookupError

    assert verdict(device, Fails, fetched).broken == ("no-exception-in-callback",)


def test_a_file_that_an_exception_left_is_told_by_the_exception(device: Device) -> None:
    class Fails(FaultlessDelegate):
        def keep(self, location: NSURL) -> None:
            raise PermissionError(str(location.path()))

    assert verdict(device, Fails, downloaded).broken == ("no-exception-in-callback",)


def test_a_file_that_the_app_was_killed_with_is_not_its_fault(device: Device) -> None:
    class IsKilled(FaultlessDelegate):
        def keep(self, location: NSURL) -> None:
            device.app.terminate()

    device.network.get("https://example.com/a").respond(body=b"a file")
    device.launch(lambda: FaultlessApp(IsKilled))
    app = device.app.delegate
    assert isinstance(app, FaultlessApp)
    app.fetch("https://example.com/a")
    device.run()
    assert device.verdict().broken == ()


def test_a_delegate_without_the_method_for_files_loses_them(device: Device) -> None:
    class KnowsNoFiles:
        def URLSession_task_didCompleteWithError_(
            self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
        ) -> None:
            """Has no more to do."""

    session = device.session(KnowsNoFiles())
    task = session.downloadTaskWithURL_(url("https://example.com/a"))
    task.resume()
    session.enqueue(FINISH_DOWNLOAD, task, b"a file")
    session.enqueue(COMPLETE, task, None)
    session.finishTasksAndInvalidate()
    device.run()
    assert device.verdict().broken == ("temporary-file-taken",)
