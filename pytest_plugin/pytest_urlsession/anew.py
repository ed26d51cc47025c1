"""A test set up and torn down again inside its call phase, as often as it is run.

Not here: running it (performing.py). One rule: what pytest keeps for one run of a test, and not for
many, is known here and nowhere else; each private name of pytest has its reason on its line.
"""

from __future__ import annotations

import shutil
import warnings
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

__all__ = ["Anew", "remove_tmp_path"]

_FLUSHES = 200
"""Runs after which what they have printed and warned of is gathered, so that it takes no room."""


class Anew:
    """One test of a run of pytest, made anew as often as is needed.

    What belongs to the test itself is made anew: its fixtures, its class's object. What a class, a
    module, a package or the session has stays.
    """

    def __init__(self, item: pytest.Function) -> None:
        self._item = item
        self._properties = len(item.user_properties)
        self._runs = 0
        self._is_over = False
        self._warnings: dict[tuple[object, ...], warnings.WarningMessage] = {}
        self._caught: list[warnings.WarningMessage] = []
        self._opened = ExitStack()

    # -- all runs ----------------------------------------------------------

    def begin(self) -> None:
        """Take the test out of what is set up, and keep what its runs say from the report."""
        self._pop()
        # Once for all runs: to look at each filter anew is what costs.
        caught = self._opened.enter_context(warnings.catch_warnings(record=True))
        assert caught is not None
        self._caught = caught

    def end(self) -> None:
        """Of the runs up to now only what they warned of is told, each warning once."""
        if self._is_over:
            return
        self._is_over = True
        self._gather()
        self._opened.close()
        for message in self._warnings.values():
            self._item.ihook.pytest_warning_recorded.call_historic(
                kwargs={
                    "warning_message": message,
                    "when": "runtest",
                    "nodeid": self._item.nodeid,
                    "location": None,
                }
            )

    # -- one run -----------------------------------------------------------

    def set_up(self) -> None:
        """Make the test's own fixtures. Raises what they raise."""
        __tracebackhide__ = True
        item = self._item
        self._runs += 1
        if self._runs % _FLUSHES == 0:
            self._gather()
        del item.user_properties[self._properties :]
        if isinstance(item.parent, pytest.Class):
            for name in (
                "_obj",
                "_instance",
            ):  # pytest makes an object of the class where they are missing
                vars(item).pop(name, None)
        log: Any = item.config.pluginmanager.getplugin(
            "logging-plugin"
        )  # Any: it has no public type
        if log is not None:
            log.caplog_handler.clear()
            log.report_handler.clear()
        item._initrequest()  # as pytest does by itself before a test that is run again
        item.session._setupstate.setup(item)  # what pytest's own hook calls, and no more

    def tear_down(self) -> None:
        """Tear down what `set_up` made. Raises what that raises."""
        __tracebackhide__ = True
        from _pytest.tmpdir import (
            tmppath_result_key,
        )  # tmp_path looks there whether a test passed, and wants it to be there

        self._item.stash.setdefault(tmppath_result_key, {})
        self._pop()

    def _pop(self) -> None:
        """Leave what is set up for the test's parent."""
        __tracebackhide__ = True
        state: Any = (
            self._item.session._setupstate
        )  # Any: it is typed for an Item, and asks it for its parents alone
        state.teardown_exact(self._item.parent)

    def _gather(self) -> None:
        """Throw away what was printed; keep one of the warnings that are alike."""
        capture: Any = self._item.config.pluginmanager.getplugin("capturemanager")  # Any: as above
        if capture is not None:
            capture.read_global_capture()
        for caught in self._caught:
            key = (caught.category, str(caught.message), caught.filename, caught.lineno)
            self._warnings.setdefault(key, caught)
        self._caught.clear()


def remove_tmp_path(fixturedef: pytest.FixtureDef[object], config: pytest.Config) -> None:
    """Remove the folder of a run that is over: the next one gets the same name."""
    folder: object = fixturedef.cached_result[0] if fixturedef.cached_result is not None else None
    if not isinstance(folder, Path):
        return
    shutil.rmtree(folder, ignore_errors=True)
    # Older ones look for a number that is free, newer ones count.
    numbers: dict[str, int] = getattr(config._tmp_path_factory, "_next_number", {})  # type: ignore[attr-defined]  # pytest's own
    for name, number in numbers.items():
        if folder.name.lower() == f"{name}{number - 1}":
            numbers[name] = number - 1
            return
