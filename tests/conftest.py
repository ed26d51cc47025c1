"""Fixtures that many tests share: a device, a session on it, and a delegate that notes everything.

A file that needs another device has its own fixture of that name. One rule: nothing here is
used by one file only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.foundation.surface import summary
from tests.scripted import Notes, url
from tests.small_delegates import Ends
from urlsession_mock import Device, MockSession, Options
from urlsession_mock.foundation import NSURLSessionDataTask


def pytest_report_header() -> list[str]:
    """How much of Foundation is simulated."""
    return summary()


@pytest.fixture
def device() -> Iterator[Device]:
    with Device() as device:
        yield device


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
def session(device: Device, notes: Notes) -> MockSession:
    return device.session(notes)


@pytest.fixture
def task(session: MockSession) -> NSURLSessionDataTask:
    return session.dataTaskWithURL_(url())


@pytest.fixture
def body(tmp_path: Path) -> Path:
    path = tmp_path / "body"
    path.write_bytes(b"before")
    return path


@pytest.fixture
def ends() -> Ends:
    return Ends()


@pytest.fixture
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Options], Device]:
    """Make the device of a test, with its options."""

    def make(options: Options) -> Device:
        device = Device(options=options, folder=tmp_path)
        request.addfinalizer(device.close)
        return device.__enter__()

    return make
