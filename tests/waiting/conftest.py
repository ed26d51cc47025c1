"""A device with one answer, that a client's code may hold: pumped, and with a short limit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.waiting.clients import ADDRESS, Downloads, started
from urlsession_mock import Device
from urlsession_mock.pump import pumping


@pytest.fixture
def device() -> Iterator[Device]:
    with Device(limit=0.3) as device, pumping(device):
        device.network.get(ADDRESS).respond(body=b"hello")
        yield device


@pytest.fixture
def downloads(device: Device) -> Downloads:
    downloads = Downloads.alloc().init()
    started(downloads)
    return downloads
