"""`rubicon.objc` is importable while it is installed, and gone afterwards."""

from __future__ import annotations

import sys
import types
from pathlib import Path

import pytest

from tests.rubicon.client import written
from urlsession_mock import Device
from urlsession_mock.bindings.rubicon import installed


@pytest.mark.parametrize(
    "statement",
    [
        "from rubicon.objc import NSObject as found",
        "import rubicon.objc; found = rubicon.objc.NSObject",
        "import rubicon.objc.api as api; found = api.NSObject",
        "from rubicon.objc import *; found = NSObject",
        "from rubicon.objc.api import NSObject as found",
    ],
)
def test_names_are_imported_in_every_way(device: Device, statement: str) -> None:
    names: dict[str, object] = {}
    with installed(device):
        exec(statement, names)
        assert repr(names["found"]) == "<ObjCClass: NSObject>"


def test_afterwards_the_modules_are_as_they_were(device: Device, tmp_path: Path) -> None:
    before = dict(sys.modules)
    with installed(device) as bridge:
        bridge.load(written(tmp_path, ""))
    assert {name for name in sys.modules if name not in before} == set()


def test_a_real_rubicon_is_hidden_and_put_back(
    device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = types.ModuleType("rubicon")
    other = types.ModuleType("rubicon.other")
    monkeypatch.setitem(sys.modules, "rubicon", real)
    monkeypatch.setitem(sys.modules, "rubicon.other", other)
    with installed(device):
        assert sys.modules["rubicon"] is not real
        assert "rubicon.other" not in sys.modules
    assert (sys.modules["rubicon"], sys.modules["rubicon.other"]) == (real, other)


def test_a_class_name_is_free_again_afterwards(device: Device, tmp_path: Path) -> None:
    for _ in range(2):
        with installed(device) as bridge:
            bridge.load(written(tmp_path, "class Once(NSObject): pass\n"))


def test_the_runtime_that_is_not_there_is_refused_by_name(device: Device) -> None:
    with installed(device), pytest.raises(NotImplementedError, match="no Objective-C runtime here"):
        exec("from rubicon.objc.runtime import libobjc")


def test_a_name_that_rubicon_has_not_is_an_import_error(device: Device) -> None:
    with installed(device), pytest.raises(ImportError, match="nonsense"):
        exec("from rubicon.objc import nonsense")


def test_what_a_client_sets_for_all_is_taken_back(device: Device, tmp_path: Path) -> None:
    text = """
from rubicon.objc.types import get_ctype_for_type_map, register_ctype_for_type
register_ctype_for_type(str, ctypes.c_char_p)
ObjCClass.auto_rename = True
class Twice(NSObject): pass
class Twice(NSObject): pass
"""
    with installed(device) as bridge:
        assert bridge.load(written(tmp_path, text)).Twice.name == "Twice_2"
    with installed(device) as bridge:
        client = bridge.load(written(tmp_path, "from rubicon.objc.types import *\n"))
        assert str not in client.get_ctype_for_type_map()
        assert not client.ObjCClass.auto_rename
