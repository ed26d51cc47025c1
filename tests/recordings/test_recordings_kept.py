"""What is written is read back: every event, every double, every question."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bugs.row import A
from tests.recordings.made import LARGE, a_request, downloaded, everything
from tests.reports.downloads import App
from tests.scripted import url
from tests.small_delegates import Ends, downloading
from urlsession_mock import Device, RecordingWriter, Relaunch, events, load, replay, save, stream
from urlsession_mock.events import Event
from urlsession_mock.foundation import NSURL
from urlsession_mock.jsonl import shapes
from urlsession_mock.jsonl.drawing import KINDS
from urlsession_mock.jsonl.recorded import RecordedFile
from urlsession_mock.lifecycle import Kind
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


def test_a_task_of_a_former_launch_is_known_from_its_first_message(
    device: Device, file: Path
) -> None:
    with RecordingWriter(device.recording, file):
        relaunch = Relaunch(device, identifier="sync", app=App)
        relaunch.download("https://me:pw@example.com/a", b"episode")
        relaunch.finish_events()
    read, source = load(file), stream(file)
    list(source)
    [known] = read.known.values()

    assert known.kind is Kind.BACKGROUND_DOWNLOAD
    assert known.request is not None
    assert str(known.request.URL()) == "https://REDACTED@example.com/a"
    assert source.known == read.known


def test_what_a_delegate_may_read_of_a_task_is_kept(device: Device, file: Path) -> None:
    session = device.session(Ends())
    task = session.uploadTaskWithRequest_fromData_(a_request(), b"body")
    task.setTaskDescription_("mine")
    task.setPriority_(0.75)
    save(device.recording, file)
    read = load(file)
    [made] = read.only(events.TaskCreated)

    assert made.request == a_request()
    assert made.upload == b"body"
    assert [(e.what, e.value) for e in read.only(events.TaskSet)] == [
        ("taskDescription", "mine"),
        ("priority", 0.75),
    ]


def test_a_file_to_upload_is_kept_with_what_it_held(
    device: Device, file: Path, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_bytes(b"notes")
    session = device.session(Ends())
    where = NSURL.fileURLWithPath_(str(tmp_path / "notes.txt"))
    session.uploadTaskWithRequest_fromFile_(a_request(), where)
    save(device.recording, file)
    [made] = load(file).only(events.TaskCreated)

    assert isinstance(made.upload, RecordedFile)
    assert (made.upload.name, made.upload.content) == ("notes.txt", b"notes")


def test_no_name_of_the_machine_is_written(device: Device, file: Path, tmp_path: Path) -> None:
    session = device.session(Ends())
    task = session.downloadTaskWithURL_(url())
    task.resume()
    session.enqueue(FINISH_DOWNLOAD, task, b"episode")
    device.run()
    save(device.recording, file, root=Path(__file__).parents[2])
    written = file.read_text()

    assert str(tmp_path.parent) not in written
    assert str(Path(__file__).parents[2]) not in written
    assert '"file":"tests/recordings/test_recordings_kept.py"' in written


def test_equal_runs_make_equal_files(tmp_path: Path) -> None:
    for name in ("one.jsonl", "other.jsonl"):
        save(downloaded(), tmp_path / name)

    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "other.jsonl").read_bytes()
    with RecordingWriter(downloaded(), tmp_path / "dated.jsonl", created=True):
        pass
    assert '"created":"20' in (tmp_path / "dated.jsonl").read_text()


def test_a_large_download_is_saved_after_the_app_has_moved_it(tmp_path: Path) -> None:
    class Moves:
        def URLSession_downloadTask_didFinishDownloadingToURL_(
            self, session: object, task: object, location: NSURL
        ) -> None:
            Path(str(location.path())).rename(tmp_path / "moved")

    content = b"x" * 100_000
    file = tmp_path / "a.jsonl"
    with Device(folder=tmp_path) as device:
        device.network.get(A).respond(body=content)
        downloading(device.session(Moves()), A)
        device.run()
        save(device.recording, file)
        (tmp_path / "moved").unlink()
    again = Path(tmp_path / "moved")
    assert replay(file, Moves())
    assert again.read_bytes() == content


def test_a_download_that_was_written_into_is_not_saved_as_if_it_came_so(tmp_path: Path) -> None:
    class Scribbles:
        def URLSession_downloadTask_didFinishDownloadingToURL_(
            self, session: object, task: object, location: NSURL
        ) -> None:
            moved = Path(str(location.path())).rename(tmp_path / "moved")
            moved.write_bytes(b"other")

    with Device(folder=tmp_path) as device:
        device.network.get(A).respond(body=b"x" * 100_000)
        downloading(device.session(Scribbles()), A)
        device.run()
        save(device.recording, tmp_path / "a.jsonl")
    [message] = load(tmp_path / "a.jsonl").deliveries(FINISH_DOWNLOAD)
    [kept] = message.arguments
    assert kept.content is None  # type: ignore[attr-defined]  # a RecordedFile
