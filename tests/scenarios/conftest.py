"""Each scenario twice: against canned answers, and against a real server on loopback.

One rule: a test does not know which, so both give the same sequence.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers.plain import PlainServer, plain_server
from tests.servers.routes import register
from urlsession_mock import Device


@pytest.fixture(scope="session")
def real() -> Iterator[PlainServer]:
    with plain_server() as server:
        yield server


@pytest.fixture(params=["canned", "live"])
def base(request: pytest.FixtureRequest, device: Device, real: PlainServer) -> str:
    """The base URL of a server with all the routes."""
    if request.param == "canned":
        address = "http://127.0.0.1:54321"
        register(device.network, address)
        return address
    real.go_on.set()
    device.network.live(real.url)
    return real.url
