"""Loads client code for a test on the device."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_urlsession import Rubicon

from tests.rubicon.client import HEAD, written


@pytest.fixture
def load(rubicon: Rubicon, tmp_path: Path) -> Callable[..., Any]:
    """`load(text)` imports client code and gives the module."""

    def load(text: str, *, head: str = HEAD) -> Any:
        return rubicon.load(written(tmp_path, text, head=head))

    return load
