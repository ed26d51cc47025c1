"""Faults are found by a machine that knows none of them; corrected twins are left alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.bugs import answers, transfers
from tests.specimens import background, stored_handler
from tests.specimens.faultless import SYNC, FaultlessApp, FaultlessDelegate
from tests.strategies.drawing import FAST
from urlsession_mock.events import Delivered, Replied
from urlsession_mock.foundation import (
    NSURL,
    NSData,
    NSHTTPURLResponse,
    NSURLErrorCancelled,
    NSURLSession,
    NSURLSessionDownloadTask,
    NSURLSessionResponseAllow,
    NSURLSessionTask,
)
from urlsession_mock.lifecycle import Kind
from urlsession_mock.selectors import COMPLETE, DATA, FINISH_EVENTS, HANDOVER, RESPONSE, WROTE
from urlsession_mock.strategies import AppMachine, DelegateMachine, Script, error, response
from urlsession_mock.strategies.app_machine import _finishing, _handovers
from urlsession_mock.strategies.machine import Message

FINDING = settings(FAST, max_examples=120, stateful_step_count=6, phases=[Phase.generate])
SHRINKING = settings(FAST, max_examples=400, stateful_step_count=4)
LIVING = settings(FINDING, max_examples=25)


def fails(machine: type[DelegateMachine], how: settings = FINDING) -> AssertionError:
    """The failure that the machine finds."""
    with pytest.raises(AssertionError) as found:
        run_state_machine_as_test(machine, settings=how)
    return found.value


def passes(machine: type[DelegateMachine], how: settings = LIVING) -> None:
    run_state_machine_as_test(machine, settings=how)


def steps_of(failure: BaseException) -> str:
    """The steps that Hypothesis printed, as one program."""
    lines = "\n".join(failure.__notes__).splitlines()
    start = next(n for n, line in enumerate(lines) if line.lstrip().startswith("state = "))
    end = next(n for n, line in enumerate(lines) if line.lstrip() == "state.teardown()")
    return "\n".join(line.strip() for line in lines[start : end + 1])


# -- a delegate in front -----------------------------------------------------


def made(delegate: type) -> object:
    return delegate.alloc().init() if hasattr(delegate, "alloc") else delegate()


def in_front(delegate: type, *its: Kind) -> type[DelegateMachine]:
    class Machine(DelegateMachine):
        kinds = its
        require = ("credential-not-repeated", "http-status-read")

        def make_delegate(self) -> object:
            return made(delegate)

    return Machine


class Keeps(transfers.Keeps):
    """The twin, which also takes what comes with another good status than 200."""

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionDownloadTask, location: NSURL
    ) -> None:
        answer = task.response()
        if isinstance(answer, NSHTTPURLResponse) and answer.statusCode() < 400:
            self.keep(location)


# fmt: off
FAULTS = [
    (answers.OffersTheSameAgain, answers.GivesUp, Kind.DATA, "credential-not-repeated"),
    (answers.OnlyLogsTheRedirect, answers.LogsAndFollows, Kind.DATA, "handler-answered"),
    (answers.HasNoBody, answers.GivesFreshStreams, Kind.UPLOAD, "streamed-upload-has-body-stream"),
    (answers.GivesOneStream, answers.GivesFreshStreams, Kind.UPLOAD, "body-stream-fresh"),
    (transfers.KeepsTheURL, Keeps, Kind.DOWNLOAD, "temporary-file-taken"),
    (transfers.TakesItATurnLater, Keeps, Kind.DOWNLOAD, "temporary-file-taken"),
    (transfers.TakesWhateverComes, Keeps, Kind.DOWNLOAD, "http-status-read"),
    (transfers.TakesEveryEndForAFailure, transfers.TakesNilForSuccess, Kind.DATA,
     "no-exception-in-callback"),
]
# fmt: on
each_fault = pytest.mark.parametrize(
    ("faulty", "twin", "kind", "rule"), FAULTS, ids=lambda each: getattr(each, "__name__", "")
)


@each_fault
def test_a_faulty_delegate_is_found(faulty: type, twin: type, kind: Kind, rule: str) -> None:
    assert rule in str(fails(in_front(faulty, kind)))


@each_fault
def test_its_corrected_twin_is_not(faulty: type, twin: type, kind: Kind, rule: str) -> None:
    passes(in_front(twin, kind))


class Silent:
    """Implements nothing but what a download needs."""

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionTask, location: Any
    ) -> None: ...


def test_a_delegate_with_next_to_nothing_bears_every_kind_of_task() -> None:
    machine = in_front(Silent, *DelegateMachine.kinds)
    machine.allow = ("temporary-file-taken", "streamed-upload-has-body-stream")
    machine.require = ()
    passes(machine)


def keeps_the_body(delegate: type[transfers.KeepsTheLastPiece]) -> type[DelegateMachine]:
    class Machine(DelegateMachine):
        kinds = (Kind.DATA,)
        most_tasks = 1

        def make_delegate(self) -> object:
            self.delegate = delegate()
            return self.delegate

        def come_to_rest(self) -> None:
            super().come_to_rest()
            came = [
                bytes(self.device.recording.message(event.number).arguments[0])  # type: ignore[call-overload]  # it is NSData
                for event in self.device.recording.only(Delivered)
                if event.selector is DATA
            ]
            assert self.delegate.kept == b"".join(came), "the body is not what came"

    return Machine


def test_a_check_of_the_users_own_finds_what_no_rule_can_see() -> None:
    failure = fails(
        keeps_the_body(transfers.KeepsTheLastPiece), settings(FINDING, max_examples=400)
    )
    assert "the body is not what came" in str(failure)
    passes(keeps_the_body(transfers.AppendsEachPiece))


class AnswersLater:
    """Keeps the handler of each response until somebody asks for it."""

    def __init__(self) -> None:
        self.kept: list[Callable[[], None]] = []

    def URLSession_dataTask_didReceiveResponse_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        answer: NSHTTPURLResponse,
        handler: Callable[[int], None],
    ) -> None:
        self.kept.append(lambda: handler(NSURLSessionResponseAllow))

    def URLSession_dataTask_didReceiveData_(
        self, session: NSURLSession, task: NSURLSessionTask, data: NSData
    ) -> None: ...


class Later(DelegateMachine):
    kinds = (Kind.DATA,)

    def make_delegate(self) -> object:
        self.delegate = AnswersLater()
        return self.delegate

    def kept(self) -> Sequence[Callable[[], object]]:
        return [self._doing(each) for each in self.delegate.kept]

    def _doing(self, answer: Callable[[], None]) -> Callable[[], None]:
        def do() -> None:
            self.delegate.kept.remove(answer)
            answer()

        return do


def test_answers_that_are_kept_for_later_are_given_at_last() -> None:
    passes(Later)
    machine = Later()
    machine.play(Script(Kind.DATA, ((RESPONSE, response()), (COMPLETE, None))), 0)
    machine.run()
    assert not list(machine.device.recording.only(Replied))
    machine.answer(0)
    assert len(list(machine.device.recording.only(Replied))) == 1
    machine.teardown()


def test_answers_without_an_end_are_told() -> None:
    class Endless(Later):
        def kept(self) -> Sequence[Callable[[], object]]:
            return [lambda: None]

    machine = Endless()
    with pytest.raises(AssertionError, match=r"kept\(\) still has answers after 1000 were given"):
        machine.teardown()


# -- what is printed -------------------------------------------------------


class AnswersTwice(AnswersLater):
    def URLSession_dataTask_didReceiveResponse_completionHandler_(
        self,
        session: NSURLSession,
        task: NSURLSessionTask,
        answer: NSHTTPURLResponse,
        handler: Callable[[int], None],
    ) -> None:
        handler(NSURLSessionResponseAllow)
        handler(NSURLSessionResponseAllow)


def test_a_failure_shrinks_to_one_task_and_what_is_printed_does_the_same_when_pasted() -> None:
    machine = in_front(AnswersTwice, Kind.DATA)
    failure = fails(machine, SHRINKING)
    steps = steps_of(failure)
    done = [line.partition("(")[0] for line in steps.splitlines() if "state." in line]
    # Older releases of Hypothesis keep to one message where newer ones find the one step.
    assert done in (
        ["state.play", "state.teardown"],
        ["state.start", "state.enqueue", "state.teardown"],
    )
    report, _, imports = str(failure).partition("to paste the steps, import\n")
    assert "handler-answered-once" in report
    names: dict[str, Any] = {"Machine": machine}
    with pytest.raises(AssertionError, match="handler-answered-once"):
        exec(imports + steps, names)


class Bare(DelegateMachine):
    pass


class BareApp(AppMachine):
    pass


@pytest.mark.parametrize(("machine", "lacks"), [(Bare, "make_delegate"), (BareApp, "make_app")])
def test_a_machine_without_anything_to_test_says_what_to_write(
    machine: type[DelegateMachine], lacks: str
) -> None:
    with pytest.raises(NotImplementedError, match=rf"has no {lacks}\(\); write one"):
        machine()


# -- an app that goes and comes back ----------------------------------------------


def app(part: type[FaultlessApp | FaultlessDelegate] = FaultlessApp) -> type[AppMachine]:
    class Machine(AppMachine):
        def make_app(self) -> object:
            return part() if issubclass(part, FaultlessApp) else FaultlessApp(part)

    return Machine


# fmt: off
APP_FAULTS: list[tuple[type[FaultlessApp | FaultlessDelegate], str]] = [
    (stored_handler.CallsFromTheDelegateQueue, "stored-handler-on-main-thread"),
    (stored_handler.NeverCalls,                "stored-handler-called"),
    (stored_handler.CallsAtOnce,               "stored-handler-not-in-handover"),
    (stored_handler.CallsAtTheFirstEnd,        "stored-handler-after-finish-events"),
    (background.OpensForEachHandover,          "one-session-per-identifier"),
    (background.AsksWithABlock,                "background-session-limits"),
]
# fmt: on


@pytest.mark.parametrize(("faulty", "rule"), APP_FAULTS)
def test_a_faulty_app_is_found(faulty: type[FaultlessApp | FaultlessDelegate], rule: str) -> None:
    assert rule in str(fails(app(faulty)))


def test_the_corrected_app_is_not() -> None:
    passes(app())


def test_a_fault_of_an_app_shrinks_to_one_transfer_and_one_way_to_go() -> None:
    steps = steps_of(fails(app(stored_handler.CallsFromTheDelegateQueue), SHRINKING))
    done = [line.partition("(")[0] for line in steps.splitlines() if "state." in line]
    assert len(done) <= 4
    assert done[-1] == "state.teardown"


def played(*lines: Any) -> AppMachine:
    machine = app()()
    machine.play(Script(Kind.BACKGROUND_DOWNLOAD, lines), 0)
    return machine


FAILED = (COMPLETE, error(-1001))


def test_an_app_that_was_killed_is_woken_for_what_it_missed() -> None:
    machine = played(FAILED)
    machine.leave("terminate")
    assert machine.stage.due() == [SYNC]
    machine.wake(SYNC, finish_events=True, handover="first")
    machine.run()
    selectors = machine.device.recording.selectors()
    machine.teardown()
    assert selectors == [HANDOVER, COMPLETE, FINISH_EVENTS]


def test_finish_events_that_a_wake_owes_comes_at_the_latest_at_the_end() -> None:
    machine = played(FAILED)
    machine.leave("suspend")
    machine.wake(SYNC, finish_events=False, handover="first")
    machine.run()
    assert machine.stage.owed() == [SYNC]
    machine.teardown()
    assert machine.device.recording.selectors()[-1] is FINISH_EVENTS


def test_an_app_that_the_user_quit_is_not_woken_and_hears_why_when_it_is_opened() -> None:
    machine = played((WROTE, 1, 1, -1))
    machine.leave("force_quit")
    assert machine.stage.due() == []
    assert machine.stage.sessions() == []
    machine.come_back()
    machine.run()
    told = machine.task(0).error()
    machine.teardown()
    assert told is not None
    assert told.code() == NSURLErrorCancelled


def test_finish_events_without_a_handover_comes_only_where_the_observed_is_asked_for() -> None:
    machine = played()
    assert _finishing(machine) == []
    type(machine).observed = True
    assert _finishing(machine) == [SYNC]
    assert _handovers(machine) == ("first", "last")
    machine.finish_events(SYNC)
    machine.run()
    machine.teardown()
    assert machine.device.recording.selectors() == [FINISH_EVENTS]


def test_a_message_that_cannot_come_any_more_is_left_out_when_it_is_pasted() -> None:
    machine = played(FAILED)
    late: Message = (0, COMPLETE, None)
    machine.enqueue(late)
    machine.run()
    machine.teardown()
    assert machine.device.recording.selectors() == [COMPLETE]


def test_a_task_that_the_app_starts_by_itself_counts_like_one_of_the_machines() -> None:
    machine = played(FAILED)
    delegate = machine.device.app.delegate
    assert isinstance(delegate, FaultlessApp)
    delegate.fetch("https://example.com/once-more")
    assert machine.stage.running() == [1]
    machine.cancel(1)
    machine.teardown()
