"""What the real runtime does, found once for all tests here."""

from __future__ import annotations

import pytest

from tests.gnustep.finding import Found, find


@pytest.fixture(scope="session")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    return find(tmp_path_factory.mktemp("gnustep") / "found.json")
