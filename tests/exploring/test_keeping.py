"""Schedules that found a fault are kept, tried first, and forgotten when they find none."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import pytest

from tests.exploring.notes import Notes, with_two_tasks
from urlsession_mock import Device, FaultFound, explore


class TwoSessions:
    """Two sessions apart, of which the second has a fault in some of its orders."""

    is_mended = False
    runs: ClassVar[list[bytes]] = []

    def __call__(self, device: Device) -> None:
        others, notes = Notes(), Notes()
        for delegate in (others, notes):
            with_two_tasks(device, delegate).finishTasksAndInvalidate()
        device.run()
        self.runs.append(notes.text)
        assert self.is_mended or notes.text == b"ab"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "schedules.txt"


def test_what_found_a_fault_is_the_first_to_be_tried_again(file: Path) -> None:
    play = TwoSessions()
    with pytest.raises(FaultFound) as found:
        explore(play, keep=file)
    assert found.value.schedule in file.read_text("utf-8").splitlines()
    play.runs.clear()
    with pytest.raises(FaultFound) as again:
        explore(play, keep=file)
    # The plain course shows what can affect what; the next schedule is the one that was kept.
    assert play.runs[:2] == [b"ab", b"ba"]
    assert again.value.schedule == found.value.schedule
    assert again.value.coverage.schedules == 1


def test_what_finds_no_fault_any_more_is_forgotten(file: Path) -> None:
    play = TwoSessions()
    with pytest.raises(FaultFound):
        explore(play, keep=file)
    play.is_mended = True
    explore(play, keep=file, most=5)
    assert not file.exists()


def test_a_file_that_holds_anything_else_is_passed_over(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"\xff no schedule\n7k1.3n2\n")
    with pytest.raises(FaultFound):
        explore(TwoSessions(), keep=file)
