"""The client against a real server, and against the recording of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from notes import AlarmedNotes, Notes
from server import TEXT, serving

from urlsession_mock import Device, RecordingWriter, replay


@pytest.fixture
def recording(urlsession_mock: Device, tmp_path: Path) -> Path:
    """What the client was sent by a server that runs no more."""
    path = tmp_path / "notes.jsonl"
    with serving() as base, RecordingWriter(urlsession_mock.recording, path):
        urlsession_mock.network.live(base)
        Notes.alloc().initWithFolder_(tmp_path).fetch_(f"{base}/latest")
        urlsession_mock.run()
    return path


def test_the_notes_are_downloaded_from_a_real_server(recording: Path, tmp_path: Path) -> None:
    assert (tmp_path / "notes.txt").read_bytes() == TEXT


def test_the_recording_replays_without_the_server(recording: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").unlink()
    played = replay(recording, Notes.alloc().initWithFolder_(tmp_path))
    assert played, str(played)
    assert (tmp_path / "notes.txt").read_bytes() == TEXT


def test_a_client_that_changed_is_told_from_the_recording(recording: Path, tmp_path: Path) -> None:
    played = replay(recording, AlarmedNotes.alloc().initWithFolder_(tmp_path))
    assert "redirect" in str(played.differences[0])
