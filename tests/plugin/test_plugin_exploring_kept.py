"""Schedules that fail are kept beside the test's file; long explorations tell how far they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_urlsession import progress

from tests.plugin.inner import Run
from tests.plugin.test_plugin_exploring import explored

FOLDER = Path(".urlsession_mock")
FILE = FOLDER / "test_inner" / "test_order.txt"

FAILS = explored("""
seen = []

@explored
def test_order(urlsession_mock):
    seen.append(two_tasks(urlsession_mock))
    assert seen[-1] == b"ab", f"after {len(seen)} runs"
""")
PASSES = FAILS.replace('seen[-1] == b"ab"', "True")


def kept(file: Path = FILE) -> list[str]:
    lines = file.read_text().splitlines()
    return [line for line in lines if not line.startswith("#")]


def test_a_schedule_that_fails_is_tried_first_next_time_and_forgotten_when_it_passes(
    run: Run,
) -> None:
    first = run(FAILS)
    assert kept() == ["1n1.2n1"]
    assert "after 2 runs" not in first.stdout.str()

    again = run(FAILS.replace("explored\ndef", "pytest.mark.urlsession(explore={'most': 1})\ndef"))
    again.assert_outcomes(failed=1)
    assert kept() == ["1n1.2n1"]
    again.stdout.fnmatch_lines(["*test_order: explored 1 schedule in *: stopped at a fault"])

    run(PASSES).assert_outcomes(passed=1)
    assert not FILE.parent.exists()


def test_the_folder_is_no_part_of_what_is_checked_in_unless_somebody_wants_it(run: Run) -> None:
    run(FAILS)
    ignored = FOLDER / ".gitignore"
    assert ignored.read_text().splitlines()[-1] == "*"

    ignored.unlink()
    run(FAILS)
    assert not ignored.exists()


def test_each_parameter_has_a_file_of_its_own(run: Run) -> None:
    run(
        FAILS.replace(
            "@explored\n", "@explored\n@pytest.mark.parametrize('a', ['x/y', 'x:y'])\n"
        ).replace("(urlsession_mock)", "(urlsession_mock, a)", 1)
    )

    assert len(list(FILE.parent.glob("*.txt"))) == 2


def test_they_can_be_kept_elsewhere_or_not_at_all(run: Run, pytester: pytest.Pytester) -> None:
    run(FAILS, "-ourlsession_schedules=off").assert_outcomes(failed=1)
    assert not FOLDER.exists()

    elsewhere = pytester.path / "kept"
    run(FAILS, f"-ourlsession_schedules={elsewhere}")
    assert kept(elsewhere / "test_inner" / "test_order.txt") == ["1n1.2n1"]
    assert not FOLDER.exists()


def test_a_given_schedule_changes_nothing_of_what_is_kept(run: Run) -> None:
    run(FAILS)
    run(FAILS, "--urlsession-schedule=plain").assert_outcomes(passed=1)

    assert kept() == ["1n1.2n1"]


@pytest.mark.parametrize("verbosity", ["-v", "-s"])
def test_a_long_exploration_says_how_far_it_is(
    run: Run, monkeypatch: pytest.MonkeyPatch, verbosity: str
) -> None:
    monkeypatch.setattr(progress, "_FIRST", 1e-9)
    result = run(PASSES, verbosity)

    result.assert_outcomes(passed=1)
    lines = [line for line in result.stdout.lines if "schedules in 0 s, of 10,000 at most" in line]
    assert bool(lines) is (verbosity == "-v")  # nobody watches a pipe
    if lines:
        result.stdout.fnmatch_lines(
            [
                "test_inner.py::test_order *",
                "    1 schedule* in 0 s, of 10,000 at most",
                "test_inner.py::test_order PASSED*",
            ]
        )


def test_what_is_explored_is_not_recorded_but_may_be_answered_from_a_recording(run: Run) -> None:
    source = explored("""
@explored
def test_it(urlsession_recording):
    pass
""")
    result = run(source, "--urlsession-record=once")

    result.assert_outcomes(failed=1)
    assert "has explore=: each of its schedules would be recorded" in result.stdout.str()
    assert "recordings" not in {path.name for path in Path().iterdir()}
