"""What the binding knows of Foundation is what the SDK's surface says."""

from __future__ import annotations

import json

import pytest

from tests.rubicon.surface import FILE, SOURCE, encoded, text
from urlsession_mock.bindings.rubicon.ctypes_for import of_letters
from urlsession_mock.bindings.rubicon.letters import facts

CLASSES = json.loads(SOURCE.read_text())["classes"]


def test_the_file_is_made_of_the_surface() -> None:
    assert FILE.read_text() == text(), "write it anew with python -m tests.rubicon.surface"


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_every_selector_is_read_with_its_types(name: str) -> None:
    row = facts()[name]
    for method in CLASSES[name]["methods"]:
        own = row.class_methods if method["class_method"] else row.methods
        letters = own[method["selector"]]
        assert len(of_letters(letters)) == 1 + len(method["args"])
        assert letters[0] == encoded(method["returns"])


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_every_property_is_read(name: str) -> None:
    listed = {prop["name"] for prop in CLASSES[name]["properties"]}
    extra = (
        {"hash", "superclass", "description", "debugDescription"} if name == "NSObject" else set()
    )
    assert facts()[name].properties == listed | extra
