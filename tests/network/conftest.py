"""Fixtures of tests with real servers: the servers live as long as the run.

One rule: a test makes a `Live` of its own, and it is closed, with nothing left, at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.network.driving import Driver
from tests.servers.certificates import Authority
from tests.servers.odd import OddServer, odd_server
from tests.servers.plain import PlainServer, plain_server


@pytest.fixture(scope="session")
def plain() -> Iterator[PlainServer]:
    with plain_server() as server:
        yield server


@pytest.fixture
def odd() -> Iterator[OddServer]:
    with odd_server() as server:
        yield server


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """An authority that nobody trusts."""
    return Authority(tmp_path_factory.mktemp("stranger"))


@pytest.fixture(scope="session")
def secure(authority: Authority) -> Iterator[PlainServer]:
    with plain_server(authority.context()) as server:
        yield server


@pytest.fixture
def driver(request: pytest.FixtureRequest) -> Callable[..., Driver]:
    """Make a `Driver` for the hosts given."""

    def make(*allowed: str, **options: Any) -> Driver:
        made = Driver(*allowed, **options)
        request.addfinalizer(lambda: _closed(made))
        return made

    return make


def _closed(driver: Driver) -> None:
    left = driver.live.close()
    assert not left
