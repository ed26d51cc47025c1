"""What is written is read back: every event, every double, every question."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.recordings.made import LARGE, downloaded, everything
from urlsession_mock import Device, RecordingWriter, events, load, save, stream
from urlsession_mock.events import Event
from urlsession_mock.jsonl import shapes
from urlsession_mock.jsonl.drawing import KINDS
from urlsession_mock.reports.text import text
from urlsession_mock.rules import RULES, judge
from urlsession_mock.selectors import COMPLETE, DATA, FINISH_DOWNLOAD


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "run.jsonl"


def all_events() -> set[type[Event]]:
    found = {getattr(events, name) for name in events.__all__}
    return {kind for kind in found if issubclass(kind, Event) and kind is not Event}


def test_every_kind_of_event_has_a_line(tmp_path: Path) -> None:
    plain = {events.Enqueued, events.Delivered, events.Returned}
    assert set(KINDS) | plain == all_events()
    assert {type(event) for event in everything(tmp_path)} == all_events()


def test_every_kind_of_double_is_written_in_the_recording_of_all(
    tmp_path: Path, file: Path
) -> None:
    save(everything(tmp_path), file)
    written = file.read_text(encoding="utf-8")
    tags = {
        str(cls.__struct_config__.tag)
        for cls in shapes.Value.__args__
        if hasattr(cls, "__struct_config__")
    }

    assert [tag for tag in sorted(tags) if f'"class":"{tag}"' not in written] == []


def test_a_recording_that_was_read_is_written_as_it_was(tmp_path: Path, file: Path) -> None:
    save(everything(tmp_path), file, root=tmp_path)
    save(load(file), tmp_path / "again.jsonl")

    assert (tmp_path / "again.jsonl").read_text() == file.read_text()


def test_a_loaded_recording_answers_and_is_drawn_as_the_one_that_was_run(file: Path) -> None:
    run = downloaded()
    save(run, file)
    read = load(file)

    assert not read.is_cut
    assert len(read) == len(run)
    assert read.selectors() == run.selectors()
    assert [e.number for e in read.deliveries(COMPLETE)] == [
        e.number for e in run.deliveries(COMPLETE)
    ]
    assert [m.arguments for m in read.deliveries(DATA)] == [
        m.arguments for m in run.deliveries(DATA)
    ]
    assert judge(read, RULES).broken == judge(run, RULES).broken
    assert text(read, 100) == text(run, 100)


def test_a_stream_brings_the_events_that_a_loaded_recording_has(tmp_path: Path, file: Path) -> None:
    save(everything(tmp_path), file)
    source = stream(file)
    streamed, read = list(source), load(file)

    assert [type(e) for e in streamed] == [type(e) for e in read]
    assert not source.is_cut
    for one, other in zip(streamed, read, strict=True):
        assert (one.number, one.time, one.lane) == (other.number, other.time, other.lane)
        if isinstance(one, events.Enqueued) and one.selector in (DATA, COMPLETE):
            assert isinstance(other, events.Enqueued)
            assert one.arguments[:0] == other.arguments[:0]


def test_large_bodies_lie_beside_the_file_under_their_hash(file: Path) -> None:
    save(downloaded(), file)
    [body] = (file.parent / "run.bodies").iterdir()

    assert body.read_bytes() == LARGE
    assert load(file).deliveries(DATA)[2].arguments == (LARGE,)


def test_the_file_of_a_download_is_kept(file: Path) -> None:
    save(downloaded(), file)
    [message] = load(file).deliveries(FINISH_DOWNLOAD)
    [kept] = message.arguments

    assert kept.content == b"episode"  # type: ignore[attr-defined]  # a RecordedFile


def test_a_writer_has_written_all_but_the_newest_event_at_any_time(
    device: Device, file: Path
) -> None:
    with RecordingWriter(device.recording, file):
        for _ in range(3):
            with device.pending_work():
                assert len(file.read_text().splitlines()) == len(device.recording)
        device.run()
        assert len(file.read_text().splitlines()) == len(device.recording) + 1
    assert file.read_text().endswith('{"event":"end","events":6}\n')
