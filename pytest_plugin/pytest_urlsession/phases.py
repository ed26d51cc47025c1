"""When a test is judged: after its body, inside the call phase.

Not here: the verdict (trial.py). One rule: a hook is registered when it is first needed, and passes
over every test without a device after a single look.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Protocol

import pytest

from pytest_urlsession.settings import Settings, settings_of
from pytest_urlsession.trial import Trial
from urlsession_mock.device import Device

__all__ = ["RUN", "TRIAL", "OneRun", "begin", "end", "fail", "show_recording"]


class OneRun(Protocol):
    """One run of a test that is explored."""

    is_ending: bool
    """It is being torn down."""

    def device(self, settings: Settings, folder: Callable[[], Path | None]) -> Device:
        """The device of the run."""
        ...

    def began(self, trial: Trial) -> None:
        """Its device is there."""
        ...


TRIAL = pytest.StashKey[Trial]()
RUN = pytest.StashKey[OneRun]()
"""Of a test that is explored, while it runs."""


def begin(request: pytest.FixtureRequest) -> Trial:
    """Make the device of a test, and make it the active one."""
    item: pytest.Item = request.node
    run = item.stash.get(RUN, None)
    wrong = ""
    try:
        settings = settings_of(item)
    except ValueError as error:
        settings, wrong = Settings(), str(error)
    fail(wrong)

    def folder() -> Path | None:
        """The test's own folder, made when the first file comes."""
        # pytest makes none for a test that is being torn down.
        is_ending = _is_in("teardown") or (run is not None and run.is_ending)
        return None if is_ending else request.getfixturevalue("tmp_path")

    if _register(item, _Verdicts) and _is_in("call"):
        _register(item, _Sections)  # too late for the other: the body is running
    if run is not None:
        device = run.device(settings, folder)
    else:
        device = Device(options=settings.options, limit=settings.limit, folder=folder)
    if settings.allow_unexpected or settings.allow_unused:
        device.network.strict(
            unexpected=not settings.allow_unexpected, unused=not settings.allow_unused
        )
    for pattern in settings.live:
        device.network.live(pattern)
    trial = item.stash[TRIAL] = Trial(item, device, settings)
    if run is not None:
        run.began(trial)
    device.__enter__()
    return trial


def end(trial: Trial) -> None:
    """Tear the device down; fails where something broke meanwhile."""
    __tracebackhide__ = True
    try:
        fail(trial.end())
    except BaseException:
        _register(trial.item, _Sections)
        raise
    del trial.item.stash[TRIAL]


def show_recording(trial: Trial) -> None:
    """Attach the recording of a trial that has failed to the report of its test."""
    trial.is_over = True
    _register(trial.item, _Sections)


def fail(report: str) -> None:
    """Fail with a report as the whole text; pass where there is none."""
    # Not hidden: the text stands alone, and pytest would remark on a traceback that is empty.
    if report:
        pytest.fail(report, pytrace=False)


def _is_in(phase: str) -> bool:
    return os.environ.get("PYTEST_CURRENT_TEST", "").endswith(f"({phase})")


def _register(item: pytest.Item, hooks: type[_Verdicts | _Sections]) -> bool:
    """Register the hooks; False where they are registered already."""
    manager = item.config.pluginmanager
    if manager.hasplugin(hooks.NAME):
        return False
    manager.register(hooks(), hooks.NAME)
    return True


class _Verdicts:
    """Judges the tests; registered when the first device is made."""

    NAME = "urlsession-verdicts"

    # Last of all wrappers is nearest to the body: what is printed while the device comes to rest
    # is captured, and what pytest makes of a failure it makes of ours.
    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, object, object]:
        """Judge a test whose body has passed."""
        __tracebackhide__ = True
        try:
            result = yield
            trial = item.stash.get(TRIAL, None)
            if trial is not None:
                _judge(trial)
        except BaseException:
            trial = item.stash.get(TRIAL, None)
            if trial is not None:
                show_recording(trial)
            raise
        return result


class _Sections:
    """Attaches recordings to reports; registered when the first test fails."""

    NAME = "urlsession-sections"

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Attach the recording to a report of failure."""
        trial = item.stash.get(TRIAL, None)
        if trial is None:
            return (yield)
        if call.when == "call" and not trial.is_over:
            _judge_late(trial, call)
        report = yield
        if report.failed and trial.is_over:
            report.sections += trial.sections(call.excinfo.value if call.excinfo else None)
        if call.when == "teardown":
            del item.stash[TRIAL]
        return report


def _judge(trial: Trial) -> None:
    __tracebackhide__ = True
    # A unittest.TestCase keeps its failures and skips here and raises nothing.
    if getattr(trial.item, "_excinfo", None):
        show_recording(trial)
    else:
        fail(trial.judge())


def _judge_late(trial: Trial, call: pytest.CallInfo[None]) -> None:
    """Judge the test that asked for the first device in its body, when no hook was there yet."""
    trial.is_over = True
    if call.excinfo is None:
        try:
            _judge(trial)
        except BaseException as failed:  # as pytest does for the call phase itself
            call.excinfo = pytest.ExceptionInfo[BaseException].from_exception(failed)
