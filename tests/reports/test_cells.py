"""Text that is fitted to a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urlsession_mock.reports.cells import broken, cut, flowed, pad, printable, width_of, wrapped

# The corner cases of a terminal; all of Unicode would take Hypothesis seconds to set up.
TEXTS = st.text("ab _:.同😀e\u0301\u200d\u202e\u2028\x1b\t\n\r\ud800…")
WIDTHS = st.integers(min_value=2, max_value=30)


@pytest.mark.parametrize(
    ("text", "cells"), [("", 0), ("abc", 3), ("同期", 4), ("e\u0301", 1), ("…", 1), ("😀", 2)]
)
def test_a_text_is_as_wide_as_a_terminal_draws_it(text: str, cells: int) -> None:
    assert width_of(text) == cells


def test_a_text_is_filled_up_to_its_cells() -> None:
    assert (pad("同", 4), pad("abcd", 2)) == ("同  ", "abcd")


@pytest.mark.parametrize(("width", "expected"), [(5, "abcde"), (4, "abc…"), (1, "…"), (0, "")])
def test_a_text_is_cut_with_an_ellipsis(width: int, expected: str) -> None:
    assert cut("abcde", width) == expected


def test_half_of_a_wide_character_is_never_kept() -> None:
    assert cut("同同同", 4) == "同…"


def test_a_long_name_is_broken_behind_a_joint() -> None:
    assert broken("URLSession_task_didCompleteWithError_", 20) == [
        "URLSession_task_",
        "didCompleteWithError",
        "_",
    ]


def test_pieces_flow_with_their_gap() -> None:
    assert flowed(["aa", "bb", "cc"], 7, "   ") == ["aa   bb", "cc"]


def test_what_an_output_cannot_print_is_escaped() -> None:
    assert printable("a\n\u202e\ud800é", "latin-1") == "a\\n\\u202e\\ud800é"
    assert printable("é", "ascii") == "\\xe9"


@given(TEXTS, WIDTHS)
def test_a_cut_text_fits(text: str, width: int) -> None:
    assert width_of(cut(printable(text), width)) <= width


@given(TEXTS, WIDTHS)
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    lines = wrapped(printable(text), width)

    assert all(width_of(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(printable(text).split())


@given(TEXTS)
def test_printable_text_is_one_line(text: str) -> None:
    assert len(printable(text).splitlines()) <= 1
