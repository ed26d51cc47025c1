"""Workers of pytest-xdist share what is explored, and the verdict is one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pytest_urlsession.covered import Covered
from pytest_urlsession.merging import Merging
from pytest_urlsession.parting import FOLDER, Beacon, Part, Shares, part_of, whole_of

from tests.plugin.inner import Run, block, in_a_process
from tests.plugin.test_plugin_exploring import explored
from urlsession_mock import Plan
from urlsession_mock.exploring.coverage import Coverage

RULE = "stored-handler-on-main-thread"
TESTS = (
    f"from downloads import *{explored('')}"
    f"""
@explored
def test_fine(urlsession_mock):
    import warnings
    warnings.warn("look here")
    two_tasks(urlsession_mock)

class TestOrder:
    @explored
    @pytest.mark.parametrize("number", [1, 2])
    def test_order(self, urlsession_mock, number, tmp_path):
        assert tmp_path.name.endswith(f"_{{number}}_0")
        assert two_tasks(urlsession_mock) == b"ab"

def allowing(app):
    @pytest.mark.urlsession(explore=True, allow=["{RULE}"])
    def test_it(background_relaunch):
        play(background_relaunch(app=app))
    return test_it

test_needed, test_in_vain = allowing(Hasty), allowing(App)

@pytest.mark.xfail(raises=AssertionError, strict=True)
@explored
def test_expected(urlsession_mock):
    assert two_tasks(urlsession_mock) == b"ab"

@explored
def test_recorded(urlsession_recording):
    pass

@pytest.mark.urlsession(explore={{"kils": 1}})
def test_misspelt(urlsession_mock):
    pass

@explored
def test_skipped(urlsession_mock):
    pytest.skip("not here")

def test_plain():
    pass
"""
)


def told(output: str) -> dict[str, str]:
    """What was covered by each test, by its name, without the time."""
    found: dict[str, str] = {}
    for line in block(output, "explored"):
        test, _, text = line.partition(": ")
        found[test.partition("::")[2]] = re.sub(r"explored (\d+) .*: ", r"\1 ", text)
    return found


def shared(folder: Path, source: str, *arguments: str) -> tuple[str, str]:
    """What two workers make of a test file: all that is printed, and pytest's last word."""
    lines = in_a_process(folder, source, "-n2", "-pno:asyncio", *arguments)
    [last] = re.findall(r"^=+ (.*) in \d.*", "\n".join(lines), re.MULTILINE)
    return "\n".join(lines), last


@pytest.mark.parametrize("dist", ["load", "loadfile"])
def test_two_workers_come_to_one_verdict(tmp_path: Path, dist: str) -> None:
    output, last = shared(tmp_path, TESTS, f"--dist={dist}", "-Wdefault")

    assert last == "4 failed, 3 passed, 1 skipped, 1 xfailed, 1 warning, 1 error"
    covered = told(output)
    assert covered["test_fine"] == "20 all there are"
    assert covered["TestOrder::test_order[1]"].endswith(" stopped at a fault")
    assert "part" not in output.replace("partial", "")
    assert f"allowed, although nothing broke it: {RULE}" in output
    kept = tmp_path / ".urlsession_mock" / "test_inner"
    assert len(list(kept.iterdir())) == 3  # of the two orders, and of the one that is expected


def test_a_selection_holds_for_the_test_and_the_line_that_reruns_it_names_it(
    tmp_path: Path,
) -> None:
    output, last = shared(tmp_path, TESTS, "-k", "order and 1")

    assert last == "1 failed"
    node = "'test_inner.py::TestOrder::test_order[1]'"
    assert re.search(
        rf"^    pytest {re.escape(node)} --urlsession-schedule=[\w.]+$", output, re.MULTILINE
    )


def test_a_schedule_for_more_than_one_test_is_refused_on_a_worker_too(
    run: Run, pytester: pytest.Pytester
) -> None:
    pytester.makeconftest("def pytest_configure(config): config.workerinput = {}")
    result = run(TESTS, "-k", "order", "--urlsession-schedule=1n1")

    result.assert_outcomes(errors=2)
    assert "2 tests with explore= are selected" in result.stdout.str()


def test_a_worker_that_crashes_fails_the_test_once(tmp_path: Path) -> None:
    source = explored("""
@explored
def test_it(urlsession_mock):
    if two_tasks(urlsession_mock) == b"ba":
        import os
        os._exit(3)
""")
    output, last = shared(tmp_path, source)

    assert last == "1 failed"
    assert re.search(r"worker 'gw\d' crashed while running 'test_inner\.py::test_it'", output)


# -- the merging, with a stand-in for the controller ---------------------------


class Controller:
    """What of pytest-xdist's DSession is stood in front of."""

    def __init__(self) -> None:
        self.reports: list[pytest.TestReport] = []
        self.seen: list[str] = []
        self.shouldstop: bool | str = False
        self._session = None

    def worker_testreport(self, node: object, rep: pytest.TestReport) -> None:
        self.reports.append(rep)

    def worker_logstart(self, node: object, nodeid: str, location: object) -> None:
        self.seen.append(f"start {nodeid}")

    def worker_logfinish(self, node: object, nodeid: str, location: object) -> None:
        self.seen.append(f"finish {nodeid}")

    def worker_collectionfinish(self, node: object, ids: list[str]) -> None: ...

    def worker_warning_recorded(self, *said: object) -> None: ...

    def handle_crashitem(self, nodeid: str, worker: object) -> None:
        self.seen.append(f"crash {nodeid}")


TEST = "test_a.py::test_it[x]"


class Told:
    """Parts that are told to a controller."""

    def __init__(self, config: pytest.Config) -> None:
        self.controller: Any = Controller()
        self.merging = Merging(config, self.controller)

    def part(self, number: int, of: int = 2, **call: Any) -> None:
        """All that a worker tells of a part: its call passes unless `call` says otherwise."""
        nodeid, location = f"{TEST}{Part(number, of)}", ("test_a.py", 1, "test_it[x]")
        self.controller.worker_logstart(None, nodeid, location)
        for when in ("setup", "call", "teardown"):
            said: dict[str, Any] = {"outcome": "passed", "longrepr": None}
            if when == "call":
                said.update(call)
            covered = said.pop("covered", None)
            report = pytest.TestReport(
                nodeid=nodeid,
                location=location,
                keywords={},
                when=when,
                duration=1.0,
                **said,
            )
            if covered is not None and when == "call":
                covered.put_on(report)
            self.controller.worker_testreport("a worker", report)
        self.controller.worker_logfinish(None, nodeid, location)

    @property
    def calls(self) -> list[pytest.TestReport]:
        return [report for report in self.controller.reports if report.when == "call"]


@pytest.fixture
def parts(pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch) -> Told:
    kept: dict[str, str] = {"urlsession_schedules": "off"}
    read = pytestconfig.getini
    monkeypatch.setattr(pytestconfig, "getini", lambda name: kept.get(name) or read(name))
    told = Told(pytestconfig)
    # What was covered is told at the end of an inner run, not of this one.
    monkeypatch.setattr(pytestconfig.pluginmanager, "hasplugin", lambda name: True)
    return told


def covered(
    schedules: int, cost: tuple[int, ...] = (), ended: str = "all", idle: tuple[str, ...] = ()
) -> Covered:
    coverage = Coverage(schedules, ended, {"order": schedules}, ("order",), (), 1.0, Plan())
    return Covered(coverage, idle, "1n1" if cost else "", cost)


def test_a_test_is_told_when_its_last_part_is_and_once(parts: Told) -> None:
    parts.part(1, covered=covered(3))
    assert parts.controller.reports == []
    parts.part(0, covered=covered(4, ended="bound"))

    assert [(rep.nodeid, rep.when) for rep in parts.controller.reports] == [
        (TEST, "setup"),
        (TEST, "call"),
        (TEST, "teardown"),
    ]
    assert parts.controller.seen == [f"start {TEST}", f"finish {TEST}"]
    [call] = parts.calls
    sum_of = Covered.of(call)
    assert sum_of is not None
    coverage = sum_of.coverage
    assert (coverage.schedules, coverage.ended, coverage.kinds) == (7, "bound", {"order": 7})
    assert call.passed
    assert call.duration == 2.0


def test_the_failure_is_that_with_the_shortest_schedule(parts: Told) -> None:
    parts.part(0, 3, outcome="failed", longrepr="long", covered=covered(1, (0, 3, 9), "fault"))
    parts.part(1, 3, outcome="failed", longrepr="short", covered=covered(1, (0, 1, 9), "fault"))
    parts.part(2, 3, outcome="failed", longrepr="not deterministic")

    [call] = parts.calls
    assert call.longrepr == "short"


def test_what_one_part_needed_was_needed(parts: Told) -> None:
    parts.part(0, 3, covered=covered(1, idle=("one-rule", "another")))
    parts.part(1, 3, covered=covered(1, idle=("one-rule", "another")))
    parts.part(2, 3, covered=covered(1, idle=("another",)))

    [call] = parts.calls
    assert call.failed
    assert "nothing broke it: another\n" in str(call.longrepr)


def test_a_part_that_fails_as_expected_is_the_test_failing_as_expected(parts: Told) -> None:
    parts.part(0, outcome="failed", longrepr="[XPASS(strict)] reason")
    parts.part(1, outcome="skipped", longrepr="reason", covered=covered(1, (0, 1), "fault"))

    [call] = parts.calls
    assert call.skipped


def rest(parts: Told, *, shouldstop: bool | str = False) -> list[pytest.TestReport]:
    """What is told when the workers are gone."""
    heard: list[pytest.TestReport] = []

    class Hears:
        def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
            heard.append(report)

    parts.controller.shouldstop = shouldstop
    parts.merging._config = config = pytest.Config.fromdictargs({}, [])  # only its hooks are called
    config.pluginmanager.register(Hears())
    wrapped = parts.merging.pytest_runtestloop()
    next(wrapped)
    with pytest.raises(StopIteration):
        wrapped.send(True)
    return [*heard, *parts.controller.reports]


def test_a_test_whose_parts_were_lost_has_failed(parts: Told) -> None:
    parts.part(0, 3, covered=covered(1))

    [report] = rest(parts)
    assert (report.nodeid, report.outcome) == (TEST, "failed")
    assert report.longrepr == "1 of 3 parts of the exploration were run: workers were lost"


def test_a_fault_is_told_although_the_run_was_stopped(parts: Told) -> None:
    parts.part(0, 3, outcome="failed", longrepr="broken", covered=covered(1, (1,), "fault"))

    reports = rest(parts, shouldstop="stopping after 1 failures")
    assert [rep.outcome for rep in reports if rep.when == "call"] == ["failed"]


def test_a_test_that_was_stopped_before_its_end_is_not_told_of(parts: Told) -> None:
    parts.part(0, 3, covered=covered(1))

    assert rest(parts, shouldstop="stopping after 1 failures") == []


def test_a_crash_is_told_once_and_ends_the_other_parts(parts: Told) -> None:
    folder = parts.merging.folder
    beacon = Beacon(str(folder), TEST)
    assert not beacon.is_lit()
    parts.controller.worker_logstart(None, f"{TEST}{Part(0, 2)}", ("", 1, ""))
    for number in (0, 1):
        parts.controller.handle_crashitem(f"{TEST}{Part(number, 2)}", "a worker")

    assert parts.controller.seen == [f"start {TEST}", f"crash {TEST}"]
    assert Beacon(str(folder), TEST).is_lit()
    assert rest(parts) == []
    assert not folder.exists()


# -- parts ---------------------------------------------------------------------


@pytest.mark.parametrize("node", ["a.py::b", "a.py::C::b[x (part 1)]"])
def test_a_part_is_told_by_its_node_id(node: str) -> None:
    part = Part(2, 8)

    assert part_of(f"{node}{part}") == part
    assert part_of(node) is None
    assert whole_of(f"{node}{part}") == whole_of(node) == node


def test_budgets_hold_for_the_whole_and_what_is_left_over_is_passed_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    shares = Shares(Plan(most=800, seconds=40.0), of=8, workers=2)

    def part(seconds: float, schedules: int) -> tuple[float, int]:
        """What a part may use that then uses so much."""
        plan = shares.begin()
        now[0] += seconds
        shares.end(schedules)
        return plan.seconds, plan.most // 8

    assert part(4.0, 100) == (10.0, 100)
    assert part(20.0, 30) == (16.0, 100)
    assert part(1.0, 100) == (6.0, 170)
    assert part(1.0, 100)[0] == 15.0


def test_workers_look_for_a_fault_of_another_where_the_controller_says(tmp_path: Path) -> None:
    here, there = (Beacon(str(tmp_path / FOLDER), TEST) for _ in range(2))
    other = Beacon(str(tmp_path / FOLDER), "test_a.py::other")
    here.light()

    assert there.is_lit()
    assert not other.is_lit()
