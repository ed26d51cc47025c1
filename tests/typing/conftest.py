"""Which type checker a test asks."""

from __future__ import annotations

import pytest

from tests.typing.checkers import CHECKERS


@pytest.fixture(scope="session", params=CHECKERS)
def checker(request: pytest.FixtureRequest) -> str:
    """A type checker, if it is installed; `make check` installs both."""
    name: str = request.param
    pytest.importorskip(name, reason=f"{name} is not installed")
    return name
