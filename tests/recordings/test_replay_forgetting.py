"""A replay that keeps nothing tells the same, and its recording stays short."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.scripted import Notes, url
from urlsession_mock import Device, replay, save
from urlsession_mock.foundation import NSURLSession
from urlsession_mock.selectors import DATA

PIECES = 2_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A recording of one task with many pieces."""
    with Device() as device:
        device.network.get(url()).respond(chunks=[b"12345"] * PIECES)
        device.session(Notes()).dataTaskWithURL_(url()).resume()
        device.run()
    save(device.recording, tmp_path / "run.jsonl")
    return tmp_path / "run.jsonl"


def test_all_pieces_come_and_few_events_are_kept(file: Path) -> None:
    notes = Notes()

    found = replay(file, notes, keep=False)

    assert found, str(found)
    assert found.messages == len(notes.said)
    assert notes.said.count(DATA) == PIECES
    assert len(found.recording) < 50
    assert found.verdict().broken == replay(file, Notes()).verdict().broken


def test_what_a_task_has_received_counts_what_was_forgotten(file: Path) -> None:
    class Counts(Notes):
        seen = 0

        def URLSession_dataTask_didReceiveData_(
            self, session: NSURLSession, task: Any, data: bytes
        ) -> None:
            self.seen = task.countOfBytesReceived()

    counts = Counts()
    assert replay(file, counts, keep=False)
    assert counts.seen == 5 * PIECES


@pytest.mark.parametrize("keep", [True, False])
def test_what_is_done_in_the_middle_of_a_run_is_told_with_its_event(file: Path, keep: bool) -> None:
    class Raises(Notes):
        heard = 0

        def URLSession_dataTask_didReceiveData_(
            self, session: NSURLSession, task: Any, data: bytes
        ) -> None:
            self.heard += 1
            if self.heard == 700:
                raise ValueError("enough")

    raises = Raises()
    [found] = replay(file, raises, keep=keep).differences

    assert (found.about, found.recorded) == ("data of task 1", "no exception")
    assert found.now == "the exception ValueError"
    assert raises.heard == PIECES
