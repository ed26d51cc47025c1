"""The parts of an exploration as one test again: one report for each phase, one verdict.

In the controller of pytest-xdist. Not here: who makes the parts (parting.py). One rule: nobody else
hears of parts, so they are merged where reports come in, before any hook is called.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Any, Final
from warnings import WarningMessage

import pytest

from pytest_urlsession.parting import CARRIED, FOLDER, PARTS, Beacon, Part, part_of, whole_of

__all__ = ["Merging", "configure"]

_PARTS_EACH: Final = 4
"""Parts for each worker: a worker that is through with its own can take more."""
# Under the others one worker has all tests of a file or a class, or each worker has all tests.
_SHARING: Final = ("load", "loadgroup", "worksteal")
_PHASES: Final = ("setup", "call", "teardown")
_XPASS: Final = "[XPASS(strict)]"  # how pytest begins the text of a strict xfail that passes

Report = pytest.TestReport
Location = tuple[str, "int | None", str]


def configure(node: Any) -> None:  # Any: a worker, as pytest-xdist's controller knows it
    """Tell a worker that is about to start into how many parts it divides an exploration."""
    config: pytest.Config = node.config
    workers: int = node.workerinput["workercount"]
    manager = config.pluginmanager
    merging: Any = manager.getplugin(Merging.NAME)  # Any: a plugin of no public type
    if merging is None:
        merging = Merging(config, manager.getplugin("dsession"))
        manager.register(merging, Merging.NAME)
    is_one_schedule = config.option.urlsession_schedule is not None
    if workers > 1 and not is_one_schedule and config.getoption("dist") in _SHARING:
        node.workerinput[PARTS] = _PARTS_EACH * workers
        node.workerinput[FOLDER] = str(merging.folder)


class Merging:
    """Stands between the workers' events and the hooks of the controller."""

    NAME = "urlsession-merging"

    def __init__(self, config: pytest.Config, dsession: Any) -> None:  # Any: not a public class
        self._config = config
        self._dsession = dsession
        self._wholes: dict[str, _Whole] = {}
        name = f"urlsession-{time.time_ns():x}-{id(self):x}"
        self.folder: Path = Path(tempfile.gettempdir(), name)
        """For the workers of this machine; see `Beacon`."""
        self._testreport: Callable[[Any, Report], None] = dsession.worker_testreport
        self._logstart: Callable[..., None] = dsession.worker_logstart
        self._logfinish: Callable[..., None] = dsession.worker_logfinish
        self._collected: Callable[..., None] = dsession.worker_collectionfinish
        self._warned: Callable[..., None] = dsession.worker_warning_recorded
        self._crashed: Callable[[str, Any], None] = dsession.handle_crashitem
        self._warnings: set[tuple[str, str, str, int]] = set()
        # It calls each by the name of the event that came from a worker.
        dsession.worker_testreport = self._take_report
        dsession.worker_logstart = self._take_start
        dsession.worker_logfinish = self._take_finish
        dsession.worker_collectionfinish = self._take_collection
        dsession.worker_warning_recorded = self._take_warning
        dsession.handle_crashitem = self._take_crash

    # -- what workers tell ---------------------------------------------------

    def _take_collection(self, node: Any, ids: Sequence[str]) -> None:
        self._collected(node, ids)
        wholes = {whole_of(one) for one in ids}
        session = self._dsession._session
        if session is not None:
            session.testscollected = len(wholes)  # for the percentage of what is done

    def _take_start(self, node: Any, nodeid: str, location: Location) -> None:
        part = part_of(nodeid)
        if part is None:
            self._logstart(node, nodeid, location)
            return
        test = whole_of(nodeid)
        if test not in self._wholes:
            self._wholes[test] = _Whole(test, part.of)
            self._logstart(node, test, location)

    def _take_finish(self, node: Any, nodeid: str, location: Location) -> None:
        if part_of(nodeid) is None:
            self._logfinish(node, nodeid, location)

    def _take_report(self, node: Any, rep: Report) -> None:
        part = part_of(rep.nodeid)
        if part is None:
            rep.node = node  # type: ignore[attr-defined]  # as pytest-xdist does
            self._tell(rep)
            return
        rep.node = node  # type: ignore[attr-defined]  # as above
        whole = self._wholes[whole_of(rep.nodeid)]
        whole.add(part, rep)
        if whole.is_complete:
            self._tell_whole(whole)

    def _take_warning(
        self, warning_message: WarningMessage, when: str, nodeid: str, location: Any
    ) -> None:
        """Tell of what several parts warn of once."""
        if part_of(nodeid) is not None:
            nodeid = whole_of(nodeid)
            text, line = str(warning_message.message), warning_message.lineno
            key = (nodeid, text, warning_message.filename, line)
            if key in self._warnings:
                return
            self._warnings.add(key)
        self._warned(warning_message, when, nodeid, location)

    def _take_crash(self, nodeid: str, worker: Any) -> None:
        """A worker has crashed in a part: that is what becomes of the test."""
        if part_of(nodeid) is not None:
            nodeid = whole_of(nodeid)
            whole = self._wholes.get(nodeid)
            if whole is not None:
                if whole.is_told:
                    return
                whole.is_told = True
            Beacon(str(self.folder), nodeid).light()  # the others need not go on
        self._crashed(nodeid, worker)

    # -- what becomes of it ------------------------------------------------

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self) -> Generator[None, object, object]:
        """Tell of what is known when the workers are gone."""
        try:
            result = yield
            self._tell_rest(is_stopped=bool(self._dsession.shouldstop))
        except BaseException:
            self._tell_rest(is_stopped=True)
            raise
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)
        return result

    def _tell_rest(self, *, is_stopped: bool) -> None:
        """A test of which parts are missing has failed, or was stopped with the run."""
        for whole in self._wholes.values():
            if whole.has_failed:
                self._tell_whole(whole)
            elif not is_stopped and not whole.is_told:
                self._tell(whole.incomplete())

    def _tell_whole(self, whole: _Whole) -> None:
        if whole.is_told:
            return
        whole.is_told = True
        for rep in (reports := whole.merged(self._config)):
            self._tell(rep)
        self._logfinish(None, whole.test, reports[-1].location)

    def _tell(self, rep: Report) -> None:
        manager = self._config.pluginmanager
        if hasattr(rep, CARRIED) and not manager.hasplugin("urlsession-covered"):
            from pytest_urlsession.covered import Summary  # of the core, which nobody needed yet

            manager.register(Summary(), Summary.NAME)
        node: Any = getattr(rep, "node", None)  # Any: as above
        if node is None:
            self._config.hook.pytest_runtest_logreport(report=rep)
        else:
            self._testreport(node, rep)


class _Whole:
    """The parts of one test, as far as they are known."""

    def __init__(self, test: str, of: int) -> None:
        self.test = test
        self.is_told: bool = False
        self._of = of
        self._begun = time.monotonic()
        self._reports: dict[Part, dict[str, Report]] = {}

    def add(self, part: Part, rep: Report) -> None:
        """One more report of a part; the last one counts where it is run again."""
        rep.nodeid = self.test
        self._reports.setdefault(part, {})[str(rep.when)] = rep

    @property
    def is_complete(self) -> bool:
        """Every part has been run, and torn down."""
        parts = self._reports
        return len(parts) == self._of and all("teardown" in each for each in parts.values())

    @property
    def has_failed(self) -> bool:
        """Some part has."""
        return any(rep.failed for part in self._reports.values() for rep in part.values())

    def incomplete(self) -> Report:
        """What is told where parts were lost and none has failed."""
        self.is_told = True
        file, _, name = self.test.partition("::")
        done = sum("teardown" in part for part in self._reports.values())
        return Report(
            nodeid=self.test,
            location=(file, None, name),
            keywords={},
            outcome="failed",
            longrepr=f"{done} of {self._of} parts of the exploration were run: workers were lost",
            when="call",
        )

    def merged(self, config: pytest.Config) -> list[Report]:
        """One report for each phase: the worst of its parts, by the shortest schedule."""
        found: list[Report] = []
        for phase in _PHASES:
            parts = [part[phase] for part in self._reports.values() if phase in part]
            if not parts or (phase == "call" and not found[0].passed):
                continue
            worst = min(parts, key=_rank)
            worst.duration = sum(part.duration for part in parts)
            if phase == "call":
                self._conclude(worst, parts, config)
            found.append(worst)
        return found

    def _conclude(self, worst: Report, parts: list[Report], config: pytest.Config) -> None:
        """Add up what was covered, and keep or forget schedules, as one exploration does."""
        from pytest_urlsession.covered import Covered, idle_text, sum_of  # as above
        from pytest_urlsession.keeping import KeptBeside  # as above
        from urlsession_mock.exploring.schedule import Schedule  # as above

        covered = [each for each in map(Covered.of, parts) if each is not None]
        if not covered:
            return
        told = Covered.of(worst)
        file, _, name = self.test.partition("::")
        kept = KeptBeside(config, config.rootpath / file, name)
        if told is not None and told.schedule:
            kept.add(Schedule.parse(told.schedule))
        elif worst.passed and len(covered) == self._of:
            kept.forget()
            idle = frozenset(covered[0].idle).intersection(*(each.idle for each in covered))
            if idle:
                worst.outcome = "failed"
                worst.longrepr = idle_text(tuple(sorted(idle)))
        seconds = time.monotonic() - self._begun
        Covered(sum_of([each.coverage for each in covered], seconds)).put_on(worst)


def _rank(rep: Report) -> tuple[int, bool, tuple[int, ...]]:
    """The lowest is what becomes of the test: a failure, by its schedule; what is not to be run."""
    cost: tuple[int, ...] = tuple(getattr(rep, CARRIED, {}).get("cost", ()))
    if rep.failed:
        # A test that is expected to fail, and does in some part, does as expected.
        is_expected = isinstance(rep.longrepr, str) and rep.longrepr.startswith(_XPASS)
        return (2 if is_expected else 0), not cost, cost
    return (1 if rep.skipped else 3), not cost, cost
