"""The modules, importable during a test."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

import pytest

from urlsession_mock import Device
from urlsession_mock.bindings.pyobjc import PyObjC, installed


@pytest.fixture
def bridge(device: Device) -> Iterator[PyObjC]:
    with installed(device) as bridge:
        yield bridge


@pytest.fixture
def objc(bridge: PyObjC) -> Any:  # a module that type checkers do not know
    return importlib.import_module("objc")


@pytest.fixture
def F(bridge: PyObjC) -> Any:  # as above
    return importlib.import_module("Foundation")
