"""@pytest.mark.urlsession(explore=...): a test is run once for each schedule, with all anew."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.plugin.inner import Run, block, in_a_process

TWO = """
import pytest
from urlsession_mock import Plan
from urlsession_mock.foundation import NSHTTPURLResponse, NSURL
from urlsession_mock.selectors import COMPLETE, DATA, RESPONSE

explored = pytest.mark.urlsession(explore=True)

class Notes:
    def __init__(self):
        self.text = b""

    def URLSession_dataTask_didReceiveData_(self, session, task, data):
        self.text += bytes(data)

def two_tasks(device, notes=None):
    "What two tasks gave, in the order in which it came: 20 orders of their 6 messages."
    notes = notes or Notes()
    session = device.session(notes)
    for data in (b"a", b"b"):
        url = NSURL.URLWithString_("https://example.com/" + data.decode())
        task = session.dataTaskWithURL_(url)
        task.resume()
        make = NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_
        session.enqueue(RESPONSE, task, make(url, 200, "HTTP/1.1", {}))
        session.enqueue(DATA, task, data)
        session.enqueue(COMPLETE, task, None)
    device.run()
    session.finishTasksAndInvalidate()
    device.run()
    return notes.text
"""


def explored(source: str) -> str:
    return TWO + source


def test_it_runs_once_for_each_order_with_fixtures_made_anew(run: Run) -> None:
    result = run(
        explored("""
orders, folders, made, modules = [], set(), [], []

@pytest.fixture
def thing(monkeypatch):
    made.append("up")
    yield object()
    made.append("down")

@pytest.fixture(scope="module")
def of_module():
    modules.append(1)

class TestIt:
    count = 0

    @pytest.fixture(autouse=True)
    def counted(self):
        self.count += 1

    @explored
    def test_it(self, urlsession_mock, thing, of_module, tmp_path, caplog, record_property):
        assert self.count == 1 and caplog.records == []
        import logging
        logging.getLogger().warning("heard")
        record_property("once", 1)
        assert list(tmp_path.iterdir()) == []
        (tmp_path / "file").write_text("kept?")
        folders.add(str(tmp_path))
        orders.append(two_tasks(urlsession_mock))

def test_after(tmp_path_factory):
    assert set(orders) == {b"ab", b"ba"}
    assert made == ["up", "down"] * len(orders)
    assert len(modules) == 1
    [folder] = folders
    import os
    assert not os.path.exists(folder)
""")
    )

    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["test_inner.py::TestIt::test_it: explored 20 schedules in * all*"])


FAILS = """
@explored
@pytest.mark.parametrize("what", ["a b"])
def test_order(urlsession_mock, what, tmp_path):
    print("run")
    assert two_tasks(urlsession_mock) == b"ab"
"""


def test_what_fails_is_shown_as_pytest_shows_it_with_the_way_to_it(run: Run) -> None:
    result = run(explored(FAILS))

    result.assert_outcomes(failed=1)
    output = result.stdout.str()
    assert ">       assert two_tasks(urlsession_mock) == b" in output
    assert block(output, "urlsession schedule") == [
        "schedule 1n1.2n1: 2 choices off the plain course",
        "choice  after event",
        "    1*           11  response (session 1, task 2)",
        "                       before response (session 1, task 1)",
        "    2*           12  data (session 1, task 2)",
        "                       before response (session 1, task 1)",
        "",
        "run it again:",
        "    pytest 'test_inner.py::test_order[a b]' --urlsession-schedule=1n1.2n1",
    ]
    assert block(output, "Captured stdout call") == ["run"]
    assert output.count("- urlsession recording -") == 1
    assert "FAILED test_inner.py::test_order[a b] - AssertionError" in output


def test_the_line_that_reruns_it_runs_it_and_no_more(run: Run) -> None:
    source = explored(f"runs = []\n{FAILS}\ndef test_after(): assert len(runs) == 2\n").replace(
        'print("run")',
        "runs.append(1)",  # the plain course once, to learn what is apart
    )
    again = run(source, "--urlsession-schedule=1n1.2n1")

    again.assert_outcomes(failed=1, passed=1)
    output = again.stdout.str()
    assert "AssertionError: assert b'ba' == b'ab'" in output
    assert "run it again" not in output

    run(source, "--urlsession-schedule=plain").assert_outcomes(passed=2)


def test_a_broken_rule_is_told_with_the_way_to_it(run: Run) -> None:
    result = run(
        explored("""
@explored
def test_it(background_relaunch):
    play(background_relaunch(app=Hasty))
""")
    )

    result.assert_outcomes(failed=1)
    output = result.stdout.str()
    assert "the delegate broke 1 of " in output
    assert "All traceback entries are hidden" not in output
    assert block(output, "urlsession schedule") == [
        "schedule plain: nothing had to go another way",
        "",
        "run it again:",
        "    pytest test_inner.py::test_it --urlsession-schedule=plain",
    ]
    assert output.count("- urlsession recording -") == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("7z1", "--urlsession-schedule: '7z1' is no schedule: '7z1' is not the number of a choice"),
        ("1n1", "2 tests with explore= are selected"),
    ],
)
def test_a_schedule_that_cannot_be_run_is_a_usage_error(run: Run, given: str, said: str) -> None:
    source = explored("""
@explored
@pytest.mark.parametrize("number", [1, 2])
def test_it(urlsession_mock, number):
    two_tasks(urlsession_mock)
""")
    result = run(source, f"--urlsession-schedule={given}")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert said in result.stdout.str() + result.stderr.str()


def test_a_schedule_wants_a_test_that_is_explored(run: Run) -> None:
    result = run("def test_it(): pass", "--urlsession-schedule=1n1.2n1")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "and no test with explore= is selected" in result.stderr.str()


def test_a_schedule_that_no_longer_fits_is_said_so(run: Run) -> None:
    result = run(explored(FAILS), "--urlsession-schedule=1n1.9k1")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["--urlsession-schedule=1n1.9k1: there were * choices; *"])
    assert "is not as it was when this schedule was found" in result.stdout.str()


@pytest.mark.parametrize(
    ("test", "said"),
    [
        (
            "@explored\nasync def test_it(urlsession_mock): pass",
            r"test_inner\.py:\d+: test_it is async; explore= runs plain functions and methods only",
        ),
        (
            """
import unittest
class TestIt(unittest.TestCase):
    @explored
    def test_it(self): pass
""",
            r"test_inner\.py:\d+: test_it is a method of a unittest\.TestCase; explore= runs",
        ),
        (
            """
from hypothesis import given, strategies
@explored
@given(strategies.none())
def test_it(urlsession_mock, n): pass
""",
            r"test_inner\.py:\d+: test_it is run by Hypothesis; explore= runs plain",
        ),
        (
            "@pytest.mark.urlsession(explore={'kils': 1})\ndef test_it(urlsession_mock): pass",
            r"explore= does not know 'kils'; did you mean 'kills'\?",
        ),
        (
            "@pytest.mark.urlsession(explore=2)\ndef test_it(urlsession_mock): pass",
            r"explore= takes True, a Plan, or a mapping",
        ),
    ],
)
def test_what_cannot_be_explored_is_said_before_anything_runs(
    run: Run, test: str, said: str
) -> None:
    result = run(explored(test))

    result.assert_outcomes(errors=1)
    assert re.search(said, result.stdout.str())


def test_a_test_without_a_device_is_told_which_fixture_it_lacks(run: Run) -> None:
    result = run(explored("@explored\ndef test_it(tmp_path): pass"))

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "test_inner.py:*: test_it has explore=, and uses no device",
            "    take the fixture urlsession_mock, or one that stands on it",
        ]
    )


def test_a_test_that_does_not_do_the_same_each_time_is_said_so(run: Run) -> None:
    result = run(
        explored("""
runs = []

@explored
def test_it(urlsession_mock):
    runs.append(1)
    if len(runs) > 1:
        two_tasks(urlsession_mock)
""")
    )

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "test_inner.py:*: the play does not do the same each time*",
            "    event 1 of the plain course was nothing",
            "    and when it was run again      SessionCreated*",
        ]
    )


def test_a_fault_that_is_gone_when_it_is_run_again_is_no_fault(run: Run) -> None:
    result = run(
        explored("""
seen = []

@explored
def test_it(urlsession_mock):
    text = two_tasks(urlsession_mock)
    seen.append(text)
    assert text == b"ab" or len(seen) > 6
""")
    )

    result.assert_outcomes(failed=1)
    assert "but does not do the same each time: it passes when it is run again" in (
        result.stdout.str()
    )


@pytest.mark.parametrize(
    ("ends", "outcome"),
    [("pytest.skip('no')", {"skipped": 1}), ("pytest.xfail('no')", {"xfailed": 1})],
)
def test_an_outcome_in_the_body_is_that_of_the_test(
    run: Run, ends: str, outcome: dict[str, int]
) -> None:
    source = explored(f"""
@explored
def test_it(urlsession_mock):
    if two_tasks(urlsession_mock) == b"ba":
        {ends}
""")
    run(source).assert_outcomes(**outcome)


def test_an_expected_failure_is_one_in_any_order(run: Run) -> None:
    source = explored(
        FAILS.replace("@explored", "@explored\n@pytest.mark.xfail(raises=AssertionError)")
    )
    run(source).assert_outcomes(xfailed=1)


def test_a_fixture_that_fails_afterwards_fails_that_schedule(run: Run) -> None:
    result = run(
        explored("""
@pytest.fixture
def checked():
    seen = []
    yield seen
    assert seen != [b"ba"], "out of order"

@explored
def test_it(urlsession_mock, checked):
    checked.append(two_tasks(urlsession_mock))
""")
    )

    result.assert_outcomes(failed=1)
    assert "AssertionError: out of order" in result.stdout.str()
    assert "--urlsession-schedule=1n1.2n1" in result.stdout.str()


def test_what_is_allowed_must_be_needed_in_some_schedule(run: Run) -> None:
    source = """
@pytest.mark.urlsession(explore=True, allow=["{rule}"])
def test_it(background_relaunch):
    play(background_relaunch(app={app}))
"""
    rule = "stored-handler-on-main-thread"
    run(explored(source.format(rule=rule, app="Hasty"))).assert_outcomes(passed=1)
    result = run(explored(source.format(rule=rule, app="App")))

    result.assert_outcomes(failed=1)
    assert f"allowed, although nothing broke it: {rule}" in result.stdout.str()


def test_an_answer_that_nobody_asks_for_fails_a_schedule(run: Run) -> None:
    result = run(
        explored("""
@explored
def test_it(urlsession_mock):
    urlsession_mock.network.get("https://example.com/a").respond(body=b"x")
""")
    )

    result.assert_outcomes(failed=1)
    assert "optional=True for an answer" in result.stdout.str()


def test_the_nearest_marker_says_whether_it_is_explored(run: Run) -> None:
    result = run(
        explored("""
pytestmark = explored

def test_explored(urlsession_mock):
    two_tasks(urlsession_mock)

@pytest.mark.urlsession(explore=False)
def test_once(urlsession_mock):
    two_tasks(urlsession_mock)

@pytest.mark.urlsession(explore=Plan(most=2))
def test_twice(urlsession_mock):
    two_tasks(urlsession_mock)
"""),
        "-v",
    )

    result.assert_outcomes(passed=3)
    told = [line for line in block(result.stdout.str(), "explored") if line[:1] not in ("", " ")]
    assert [re.sub(r"explored (\d+) .*: ", r"\1 ", line) for line in told] == [
        "test_inner.py::test_explored: 20 all there are",
        "test_inner.py::test_twice: 2 stopped at most=2; there are more",
    ]


def test_a_warning_of_many_runs_is_told_once(run: Run) -> None:
    result = run(
        explored("""
import warnings

@explored
def test_it(urlsession_mock):
    warnings.warn("look here")
    two_tasks(urlsession_mock)
"""),
        "-Walways",
    )

    result.assert_outcomes(passed=1, warnings=1)


def test_setups_can_be_shown_without_exploring(run: Run) -> None:
    result = run(explored(FAILS), "--setup-only")

    assert result.ret == pytest.ExitCode.OK
    assert "SETUP    F urlsession_mock" in result.stdout.str()


def test_the_other_fixtures_are_of_the_device_of_the_run(run: Run) -> None:
    result = run(
        explored("""
@explored
def test_spied(urlsession_mock, delegate_spy, capsys):
    notes = delegate_spy(Notes())
    assert two_tasks(urlsession_mock, notes) in (b"ab", b"ba")
    assert notes.URLSession_dataTask_didReceiveData_.call_count == 2
    print("one run")
    assert capsys.readouterr().out == "one run\\n"

@explored
def test_bridged(pyobjc, urlsession_mock):
    from Foundation import NSURLSession
    assert two_tasks(urlsession_mock) in (b"ab", b"ba")
    assert type(urlsession_mock).__name__ == "Explored"

@explored
def test_wrapped(rubicon, urlsession_mock):
    from rubicon.objc import ObjCClass
    assert two_tasks(urlsession_mock) in (b"ab", b"ba")

@explored
def test_asked_for_late(request):
    assert two_tasks(request.getfixturevalue("urlsession_mock")) in (b"ab", b"ba")
""")
    )

    result.assert_outcomes(passed=4)
    assert result.stdout.str().count(": explored 20 schedules in") == 4


@pytest.mark.parametrize("ends", ["raise KeyboardInterrupt", "pytest.exit('enough')"])
def test_what_ends_a_run_of_pytest_ends_an_exploration(tmp_path: Path, ends: str) -> None:
    source = explored(f"""
@pytest.fixture
def thing():
    yield
    print("thing is torn down")

@explored
def test_it(urlsession_mock, thing):
    if two_tasks(urlsession_mock) == b"ba":
        {ends}

def test_after():
    pass
""")
    lines = in_a_process(tmp_path, source, "-s", "-pno:xdist", "-pno:asyncio")

    output = "\n".join(lines)
    assert re.search(r"^=+ no tests ran in", output, re.MULTILINE)
    # The plain course twice, three orders more, and the one that ends it.
    assert output.count("thing is torn down") == 6


def test_a_test_that_asks_to_leave_the_program_has_failed(run: Run) -> None:
    result = run(
        explored("""
import sys

@explored
def test_it(urlsession_mock):
    if two_tasks(urlsession_mock) == b"ba":
        sys.exit(3)
""")
    )

    result.assert_outcomes(failed=1)
    assert "SystemExit: 3" in result.stdout.str()
    assert "--urlsession-schedule=1n1.2n1" in result.stdout.str()


def test_each_run_is_answered_from_the_recording(run: Run) -> None:
    source = explored("""
class Answers:
    def URLSession_task_didCompleteWithError_(self, session, task, error):
        assert error is None

def test_it(urlsession_recording, urlsession_mock):
    session = urlsession_mock.session(Answers())
    if not urlsession_recording.is_replaying:
        urlsession_mock.network.get("https://example.com/a").respond(body=b"abc")
    session.dataTaskWithURL_(NSURL.URLWithString_("https://example.com/a")).resume()
    session.finishTasksAndInvalidate()
    urlsession_mock.run()
""")
    run(source, "--urlsession-record=once").assert_outcomes(passed=1)
    marked = source.replace("def test_it", "@explored\ndef test_it")
    result = run(marked, "--urlsession-record=once")

    result.assert_outcomes(passed=1)
    assert ": all there are" in result.stdout.str()
