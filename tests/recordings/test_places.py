"""A test's recording has a file of its own, whatever the test is called."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_properties import FAST
from urlsession_mock.replaying.places import place_of

FILE = Path("tests/test_a.py")


@pytest.mark.parametrize(
    ("node", "name"),
    [
        ("test_b", "test_b.jsonl"),
        ("TestB::test_c", "TestB.test_c.jsonl"),
        ("test_b[x]", "test_b_x-7a0f1d3a6e.jsonl"),
    ],
)
def test_a_plain_name_stays_as_it_is(node: str, name: str) -> None:
    found = place_of(FILE, node)

    assert found.parent == Path("tests/recordings/test_a")
    assert found.name.partition("-")[0] == name.partition("-")[0]
    assert len(found.name) == len(name)


@FAST
@given(nodes=st.lists(st.text(min_size=1, max_size=300), min_size=2, max_size=5, unique=True))
def test_no_two_tests_share_a_file_and_each_name_is_safe(nodes: list[str]) -> None:
    names = [place_of(FILE, f"test_{node}").name for node in nodes]

    assert len({name.lower() for name in names if "-" in name}) == len(
        [name for name in names if "-" in name]
    )
    assert len(set(names)) == len(names)
    for name in names:
        assert len(name) <= 106
        assert name.isascii()
        assert not set(name) & set('/\\:*?"<>| \n\0')
        assert not name.startswith(".")


def test_a_name_of_a_device_is_not_taken() -> None:
    assert place_of(FILE, "con").name.startswith("con-")
    assert place_of(FILE, "..").name not in ("..jsonl", "...jsonl")
