"""A recording is read event by event, and memory does not grow with its length."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from tests.recordings.made import downloaded, everything
from tests.specimens import SPECIMENS, Specimen
from urlsession_mock import BadRecording, Recording, RecordingWriter, load, save, stream
from urlsession_mock.events import Delivered, Enqueued, Event, Lane
from urlsession_mock.foundation import NSData
from urlsession_mock.jsonl import pending
from urlsession_mock.selectors import DATA


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "run.jsonl"


class _Task:
    session, task = 1, 1


def busy(count: int, *, at_once: bool) -> Recording:
    """So many messages, enqueued one by one or all before the first is delivered."""
    recording = Recording(lambda: 0.0)
    lane = Lane("delegate", 1, 1)
    positions: list[int] = []
    for number in range(count):
        data = NSData(f"{number:050}".encode())
        positions.append(recording.enqueued(DATA, _Task(), (data,)))
        if not at_once:
            recording.delivered(DATA, lane, positions.pop())
    for position in positions:
        recording.delivered(DATA, lane, position)
    return recording


def shown(event: Event) -> tuple[object, ...]:
    """An event so that two readings can be compared; an exception equals itself only."""
    arguments = event.arguments if isinstance(event, (Delivered, Enqueued)) else ()
    return type(event), event.number, event.lane, repr(event), repr(arguments).partition(" at 0x")


@pytest.mark.parametrize("most", [1, 2, 7, 4096])
def test_however_few_messages_are_kept_a_stream_brings_what_load_brings(
    most: int, tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pending, "MOST", most)
    for recording in (everything(tmp_path), downloaded(), busy(20, at_once=True)):
        save(recording, file)
        assert [shown(e) for e in stream(file)] == [shown(e) for e in load(file)]


@pytest.mark.parametrize("specimen", SPECIMENS[::4], ids=lambda each: each.fault.__name__)
def test_a_played_recording_is_streamed_as_it_is_loaded(
    specimen: Specimen, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pending, "MOST", 2)
    with specimen.device() as device, RecordingWriter(device.recording, file):
        specimen.play(device)

    assert [shown(e) for e in stream(file)] == [shown(e) for e in load(file)]


@pytest.mark.parametrize("at_once", [False, True])
def test_memory_does_not_grow_with_the_length(
    at_once: bool, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pending, "MOST", 64)
    peaks: list[int] = []
    for count in (200, 200, 2000):  # the first fills what is made once
        save(busy(count, at_once=at_once), file)
        tracemalloc.start()
        for event in stream(file):
            assert event.number
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[2] < peaks[1] * 1.5


def test_a_stream_that_is_left_early_closes_its_files(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pending, "MOST", 2)
    save(busy(9, at_once=True), file)
    with stream(file) as events:
        for event in events:
            if isinstance(event, Delivered):
                break  # a file that stayed open would warn, and a warning fails the test
    assert list(events) == []


def test_a_message_that_is_delivered_twice_is_no_message(file: Path) -> None:
    recording = busy(3, at_once=True)
    recording.delivered(DATA, Lane("delegate", 1, 1), 0)
    save(recording, file)

    with pytest.raises(BadRecording, match="event 1 is no message that was enqueued before"):
        list(stream(file))
