"""A pytest plugin that times every test, for the benchmarks of plugins; named with `-p`.

Not here: the price of starting, which the process that runs pytest takes from outside. One
rule: it is the outermost of all wrappers, so that what any plugin does for a test counts.
"""

from __future__ import annotations

import json
import os
from collections.abc import Generator
from pathlib import Path
from time import perf_counter

import pytest

__all__ = ["FILE"]

FILE = "URLSESSION_MOCK_STOPWATCH"
"""The variable that says where the times go: JSON, in seconds."""

_times: list[float] = []
_started: list[float] = []


def pytest_sessionstart() -> None:
    """Begin: from here on it is collecting and running."""
    _started.append(perf_counter())


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol() -> Generator[None, object, object]:
    """Time a test, its fixtures and reports included."""
    start = perf_counter()
    try:
        return (yield)
    finally:
        _times.append(perf_counter() - start)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Write the times down."""
    whole = perf_counter() - _started[0]
    Path(os.environ[FILE]).write_text(json.dumps({"whole": whole, "tests": _times}), "utf-8")
