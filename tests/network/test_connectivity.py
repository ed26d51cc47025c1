"""A network that is gone, and that comes back: what waits, what fails, on the device's clock."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scripted import Notes, url
from tests.small_delegates import Ends, downloading, loading
from urlsession_mock import Device, MockSession, RecordingWriter, load
from urlsession_mock.foundation import (
    NSURLErrorNotConnectedToInternet,
    NSURLErrorTimedOut,
    NSURLSessionConfiguration,
)
from urlsession_mock.selectors import COMPLETE, DATA, WAITING

PAGE = "https://example.com/a"
WEEK = 7 * 24 * 3600


def waiting_session(device: Device, delegate: object) -> MockSession:
    configuration = NSURLSessionConfiguration.defaultSessionConfiguration()
    configuration.setWaitsForConnectivity_(True)
    return device.session(delegate, configuration=configuration)


def test_a_task_without_a_network_fails_at_once(device: Device, ends: Ends) -> None:
    """R87."""
    device.network.get(PAGE).respond(body=b"x")
    device.network.offline()
    loading(device.session(ends), PAGE)
    device.run()
    assert ends.codes == [NSURLErrorNotConnectedToInternet]


def test_a_session_that_waits_for_a_network_says_so_once_and_goes_on(
    device: Device, notes: Notes
) -> None:
    """R87."""
    device.network.get(PAGE).respond(body=b"x")
    device.network.offline()
    loading(waiting_session(device, notes), PAGE)
    device.clock.advance(3600)
    assert [s for s in device.recording.selectors() if s in (WAITING, COMPLETE)] == [WAITING]

    device.network.online()
    said = device.run().selectors()
    assert said.count(WAITING) == 1
    assert said[-1] is COMPLETE
    assert DATA in said


def test_running_never_gives_up_waiting_for_a_network_by_itself(device: Device, ends: Ends) -> None:
    device.network.get(PAGE).respond(body=b"x")
    device.network.offline()
    loading(waiting_session(device, ends), PAGE)
    device.run()
    assert (ends.codes, device.clock.now()) == ([], 0.0)

    device.clock.advance(WEEK - 1)
    assert ends.codes == []
    device.clock.advance(1)
    assert ends.codes == [NSURLErrorTimedOut]


def test_a_background_session_waits_for_a_network_and_says_nothing(
    device: Device, notes: Notes
) -> None:
    """R46."""
    device.network.get(PAGE).respond(body=b"x")
    device.network.offline()
    downloading(device.session(notes, identifier="com.example.sync"), PAGE)
    device.clock.advance(60)
    assert COMPLETE not in device.recording.selectors()
    assert WAITING not in device.recording.selectors()

    device.network.online()
    assert device.run().selectors()[-1] is COMPLETE


def test_a_suspended_task_does_not_time_out(device: Device, ends: Ends) -> None:
    """R57."""
    device.network.get(PAGE).respond(body=b"x")
    device.network.offline()
    task = loading(waiting_session(device, ends), PAGE)
    device.run()
    task.suspend()
    device.run()
    device.clock.advance(2 * WEEK)
    assert ends.codes == []

    task.resume()
    device.network.online()
    device.run()
    assert ends.codes == [0]


def test_a_clock_goes_only_forwards(device: Device) -> None:
    with pytest.raises(ValueError, match="a clock advances by seconds from 0 up, not -1"):
        device.clock.advance(-1)


def test_a_recording_that_is_written_goes_on_when_the_clock_jumps(
    device: Device, notes: Notes, tmp_path: Path
) -> None:
    file = tmp_path / "a.jsonl"
    with RecordingWriter(device.recording, file):
        device.clock.advance(60)
        device.session(notes).dataTaskWithURL_(url())
        whole = len(file.read_text().splitlines())
        assert whole >= len(device.recording) - 1
    assert len(load(file)) == len(device.recording)


def test_the_times_of_events_count_what_the_clock_skipped(device: Device, notes: Notes) -> None:
    session = device.session(notes)
    session.dataTaskWithURL_(url())
    device.clock.advance(3600)
    session.dataTaskWithURL_(url())
    first, *_, last = device.recording
    assert last.time - first.time >= 3600
