"""What stores and caches are tested with: a clock that the test sets."""

from __future__ import annotations

import pytest


class Calendar:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.today = 1000.0

    def __call__(self) -> float:
        return self.today


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()
