"""`--urlsession-check-orphans`: recordings that no test uses fail the run, and no others do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plugin.inner import Run, block, in_a_process

TESTS = """
def test_a(urlsession_recording): pass
def test_b(urlsession_recording): pass
def test_plain(): pass
"""
ALL = "--urlsession-check-orphans"
RECORDS = "--urlsession-record=once"
FOLDER = Path("recordings/test_inner")


@pytest.fixture
def recorded(run: Run, pytester: pytest.Pytester) -> Path:
    """The folder of two recordings."""
    run(TESTS, RECORDS).assert_outcomes(passed=3)
    return pytester.path / FOLDER


def test_a_recording_that_no_test_uses_fails_the_run(run: Run, recorded: Path) -> None:
    (recorded / "test_b.jsonl").rename(recorded / "test_gone.jsonl")

    result = run(TESTS.replace("def test_b(urlsession_recording)", "def test_b()"), ALL)

    result.assert_outcomes(passed=3)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert block(result.stdout.str(), "recordings that no test uses")[:2] == [
        str(FOLDER / "test_gone.jsonl"),
        "remove them, with the folders of the same name",
    ]


def test_used_recordings_pass_also_where_a_test_asks_for_one_in_its_body(
    run: Run, recorded: Path
) -> None:
    asks = TESTS.replace(
        "def test_b(urlsession_recording): pass",
        "def test_b(request): request.getfixturevalue('urlsession_recording')",
    )

    assert run(asks, ALL).ret == pytest.ExitCode.OK


def test_a_deselected_test_uses_its_recording(run: Run, recorded: Path) -> None:
    assert run(TESTS, ALL, "-k", "test_a").ret == pytest.ExitCode.OK
    assert run(TESTS, ALL, "--deselect", "test_inner.py::test_b").ret == pytest.ExitCode.OK


def test_nothing_is_run_for_it_with_collect_only(run: Run, recorded: Path) -> None:
    (recorded / "test_gone.jsonl").write_text("")

    result = run(TESTS, ALL, "--collect-only", "-q")

    assert result.ret == pytest.ExitCode.TESTS_FAILED


def test_a_part_of_a_file_cannot_tell_and_says_so(
    run: Run, recorded: Path, pytester: pytest.Pytester
) -> None:
    (recorded / "test_gone.jsonl").write_text("")

    result = run(TESTS, ALL, f"{pytester.path / 'test_inner.py'}::test_a")

    assert result.ret == pytest.ExitCode.OK
    assert "not looked for beside test_inner.py: only some tests were collected" in (
        result.stdout.str()
    )


def test_the_folder_of_a_file_that_is_gone_is_found(run: Run, recorded: Path) -> None:
    recorded.rename(recorded.with_name("test_before"))

    result = run("def test_plain(): pass", ALL)

    assert block(result.stdout.str(), "recordings that no test uses")[:2] == [
        "recordings/test_before/test_a.jsonl",
        "recordings/test_before/test_b.jsonl",
    ]


def test_a_file_that_cannot_be_collected_cannot_tell(run: Run, recorded: Path) -> None:
    result = run("import no_such_module_is_there", ALL)

    assert result.ret == pytest.ExitCode.INTERRUPTED
    assert "recordings that no test uses" not in result.stdout.str()


@pytest.mark.parametrize("orphan", [True, False])
def test_workers_tell_the_controller(tmp_path: Path, orphan: bool) -> None:
    in_a_process(tmp_path, TESTS, RECORDS)
    if orphan:
        (tmp_path / FOLDER / "test_gone.jsonl").write_text("")

    lines = in_a_process(tmp_path, TESTS, "-n2", ALL, "-k", "test_a or test_plain")

    assert any("2 passed" in line for line in lines)
    assert (str(FOLDER / "test_gone.jsonl") in lines) is orphan
    assert not any("test_b.jsonl" in line for line in lines)
