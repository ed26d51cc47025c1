"""When a test is judged: after its body, inside the call phase.

Not here: the verdict (trial.py). One rule: these hooks are registered when a fixture is first
used, and pass over every test without a device after a single look.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

from pytest_urlsession.settings import Settings, settings_of
from pytest_urlsession.trial import Trial
from urlsession_mock.device import Device

__all__ = ["TRIAL", "begin", "fail"]

TRIAL = pytest.StashKey[Trial]()
_NAME = "urlsession-phases"


def begin(request: pytest.FixtureRequest) -> Trial:
    """Make the device of a test, and make it the active one."""
    item: pytest.Item = request.node
    wrong = ""
    try:
        settings = settings_of(item)
    except ValueError as error:
        settings, wrong = Settings(), str(error)
    fail(wrong)

    def folder() -> Path | None:
        """The test's own folder, which pytest makes for no test that is over."""
        return None if trial.is_leaving else request.getfixturevalue("tmp_path")

    manager = item.config.pluginmanager
    if not manager.hasplugin(_NAME):
        manager.register(_Phases(), _NAME)
    device = Device(options=settings.options, limit=settings.limit, folder=folder)
    trial = item.stash[TRIAL] = Trial(item, device, settings)
    device.__enter__()
    return trial


def fail(report: str) -> None:
    """Fail the test with a report as its whole text; pass where there is none."""
    # Not hidden: the text stands alone, and pytest would remark on a traceback that is empty.
    if report:
        pytest.fail(report, pytrace=False)


class _Phases:
    """The hooks, for as long as the run lasts."""

    # Last of all wrappers is nearest to the body: what it prints while it comes to rest is
    # captured, and what pytest makes of a failure it makes of ours.
    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, object, object]:
        """Judge a test whose body has passed."""
        __tracebackhide__ = True
        try:
            result = yield
        except BaseException:
            trial = item.stash.get(TRIAL, None)
            if trial is not None:
                trial.body_failed()
            raise
        trial = item.stash.get(TRIAL, None)
        if trial is not None:
            _judge(item, trial)
        return result

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Attach the recording to a report of failure; forget the device after the last one."""
        trial = item.stash.get(TRIAL, None)
        if trial is None:
            return (yield)
        trial.is_leaving = call.when != "setup" or call.excinfo is not None
        if call.when == "call" and not trial.is_over:
            _judge_late(item, trial, call)
        report = yield
        if report.failed:
            report.sections += trial.sections(call.excinfo.value if call.excinfo else None)
        if call.when == "teardown":
            del item.stash[TRIAL]
        return report


def _judge(item: pytest.Item, trial: Trial) -> None:
    __tracebackhide__ = True
    # A unittest.TestCase reports its failures and skips here and raises nothing.
    if getattr(item, "_excinfo", None):
        trial.body_failed()
    else:
        fail(trial.judge())


def _judge_late(item: pytest.Item, trial: Trial, call: pytest.CallInfo[None]) -> None:
    """Judge the test that asked for the first device in its body, when no hook was there yet."""
    if call.excinfo is not None:
        trial.body_failed()
        return
    try:
        _judge(item, trial)
    except BaseException as failed:  # noqa: BLE001 - as pytest does for the call phase itself
        call.excinfo = pytest.ExceptionInfo.from_exception(failed)
