"""An NSUUID is made, spelt and compared as a Mac does."""

from __future__ import annotations

import pytest

from urlsession_mock.foundation import (
    NSUUID,
    NSOrderedAscending,
    NSOrderedDescending,
    NSOrderedSame,
)

TEXT = "E621E1F8-C36C-495A-93FC-0C247A3E6E5F"


def spelt(text: str) -> NSUUID:
    made = NSUUID.alloc().initWithUUIDString_(text)
    assert made is not None
    return made


def test_each_new_one_is_another() -> None:
    assert NSUUID.UUID() != NSUUID.UUID()
    assert NSUUID.alloc().init() != NSUUID()


def test_its_text_is_in_upper_case() -> None:
    assert spelt(TEXT.lower()).UUIDString() == spelt(TEXT).description() == TEXT
    assert repr(spelt(TEXT)) == f"<NSUUID {TEXT}>"


@pytest.mark.parametrize("text", ["", "x", TEXT.replace("-", ""), f"{{{TEXT}}}", TEXT + "0"])
def test_a_text_that_spells_none_gives_none(text: str) -> None:
    assert NSUUID.alloc().initWithUUIDString_(text) is None


def test_its_bytes_are_an_out_argument() -> None:
    buffer = bytearray(16)
    found = spelt(TEXT).getUUIDBytes_(buffer)

    assert found == bytes(buffer) == bytes.fromhex(TEXT.replace("-", ""))
    assert spelt(TEXT).getUUIDBytes_(None) == found
    assert NSUUID.alloc().initWithUUIDBytes_(found) == spelt(TEXT)
    with pytest.raises(ValueError, match="needs 16 bytes, was given 3"):
        NSUUID.alloc().initWithUUIDBytes_(b"abc")


def test_equal_ones_are_equal_and_ordered_by_their_bytes() -> None:
    low, high = spelt(TEXT), spelt("F" + TEXT[1:])

    assert low == spelt(TEXT)
    assert low.isEqual_(spelt(TEXT))
    assert len({low, spelt(TEXT), low.copy()}) == 1
    assert low.compare_(high) == NSOrderedAscending
    assert high.compare_(low) == NSOrderedDescending
    assert low.compare_(low) == NSOrderedSame
