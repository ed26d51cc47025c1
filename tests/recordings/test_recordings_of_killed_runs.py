"""A run that is killed leaves a recording up to its last whole line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.recordings.made import downloaded
from tests.scripted import url
from tests.small_delegates import Ends
from urlsession_mock import Device, RecordingWriter, events, load, save, stream
from urlsession_mock.events import Lane
from urlsession_mock.foundation import NSError
from urlsession_mock.reports.text import text
from urlsession_mock.selectors import COMPLETE, DATA

# Tells each message it gets, and is killed while it waits in the third.
CHILD = """
import sys
from urlsession_mock import Device, RecordingWriter
from urlsession_mock.foundation import NSURL
from urlsession_mock.selectors import DATA, RESPONSE

class Tells:
    def URLSession_dataTask_didReceiveData_(self, session, task, data):
        print(bytes(data).decode(), flush=True)
        if data == b"3":
            sys.stdin.read()

with Device(limit=60) as device:
    RecordingWriter(device.recording, sys.argv[1])
    session = device.session(Tells())
    task = session.dataTaskWithURL_(NSURL.URLWithString_("https://example.com/a"))
    task.resume()
    session.enqueue(RESPONSE, task, __import__("tests.recordings.made", fromlist=[""]).response())
    for number in range(1, 9):
        session.enqueue(DATA, task, str(number).encode())
    device.run()
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "run.jsonl"


def test_a_run_that_is_killed_loses_its_last_line_at_most(file: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
    ) as child:
        assert child.stdout is not None
        seen = [child.stdout.readline().strip() for _ in range(3)]
        child.kill()

    recording = load(file)
    assert seen == ["1", "2", "3"]
    assert recording.is_cut
    # The third message had been delivered, and nothing had happened since.
    assert [message.arguments for message in recording.deliveries(DATA)] == [(b"1",), (b"2",)]
    assert len(list(recording.only(events.Enqueued))) == 9
    assert len(list(stream(file))) == len(recording)


@pytest.mark.parametrize("less", [1, 2, 10, 27, 100, 1000])
def test_a_recording_cut_anywhere_reads_up_to_its_last_whole_line(file: Path, less: int) -> None:
    save(downloaded(), file)
    whole = file.read_bytes()
    file.write_bytes(whole[:-less])
    lines = whole[:-less].count(b"\n") - 1
    recording = load(file)
    source = stream(file)

    assert len(recording) in (lines, lines + 1)  # a last line may lack its end alone
    assert len(list(source)) == len(recording)
    assert source.is_cut == recording.is_cut == (less > 1)
    assert text(recording)


def test_a_writer_that_cannot_write_says_so_at_the_end_and_not_in_the_code_under_test(
    device: Device, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = RecordingWriter(device.recording, file)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writer, "_write", full)
    with device.pending_work():
        pass
    with pytest.raises(OSError, match="No space left"):
        writer.close()
    with device.pending_work():
        pass
    writer.close()


def test_an_object_that_cannot_be_asked_is_told_at_the_end_as_well(
    device: Device, file: Path
) -> None:
    class Unspeakable:
        def __str__(self) -> str:
            raise ZeroDivisionError

    writer = RecordingWriter(device.recording, file)
    error = NSError.errorWithDomain_code_userInfo_("d", 1, {Unspeakable(): 1})  # type: ignore[dict-item]  # as an untyped caller may
    session = device.session(Ends())
    task = session.dataTaskWithURL_(url())
    task.resume()
    session.enqueue(COMPLETE, task, error)
    device.run()

    with pytest.raises(ZeroDivisionError):
        writer.close()


def test_a_line_that_nobody_would_read_again_is_not_written(
    device: Device, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("urlsession_mock.jsonl.writing.LONGEST", 300)
    device.recording.add(events.MainOnlyTouched, Lane("main"), "x" * 300, None)

    with pytest.raises(ValueError, match="a line of more than 300 bytes"):
        save(device.recording, file)
    assert list(file.parent.iterdir()) == []


def test_a_writer_follows_no_more_once_it_is_closed(device: Device, file: Path) -> None:
    plain = device.recording.clock
    with RecordingWriter(device.recording, file):
        with RecordingWriter(device.recording, file.with_name("other.jsonl")):
            pass
        assert device.recording.clock != plain
        with device.pending_work():
            pass
    assert device.recording.clock == plain
    assert len(load(file)) == 2
    assert not load(file).is_cut
