"""A report stays readable, whatever the code under test is called, does or raises."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reports.downloads import App, ImpatientApp
from tests.reports.made_rules import names, no_data, raises, verdict
from tests.reports.plays import HERE, Collects, loaded, long, relaunched
from urlsession_mock import Recording, Strength, Verdict, Violation
from urlsession_mock.events import Lane, Stuck, Where
from urlsession_mock.reports import failure
from urlsession_mock.reports.cells import width_of
from urlsession_mock.rules.rule import rule


def report(judged: Verdict, width: int = 80) -> str:
    """The failure, in UTF-8, with files named from this folder."""
    return failure(judged, width, HERE, encoding="utf-8")


def some() -> Verdict:
    """A verdict with a place in a file of this folder."""
    return verdict(relaunched(ImpatientApp), names)


@pytest.mark.parametrize("width", [1, 40, 57, 80, 91, 200])
@pytest.mark.parametrize(
    "identifier", ["com.example.sync", "com.example." + "x" * 300, "同期" * 90, "e\u0301" * 90]
)
def test_no_identifier_breaks_the_layout(identifier: str, width: int) -> None:
    text = report(verdict(relaunched(App, identifier=identifier), names), width)

    lines = [line for line in text.splitlines() if not line.startswith(("    see", "    allow"))]
    assert max(map(width_of, lines)) <= max(width, 40)


@pytest.mark.parametrize("identifier", ["a\nb", "a\tb", "a\x1b[31mb", "a\u202eb", "a\ud800b"])
def test_what_would_disturb_a_terminal_is_escaped(identifier: str) -> None:
    text = report(verdict(relaunched(App, identifier=identifier), names))

    assert f'"a{identifier[1:-1].encode("unicode_escape").decode()}b"' in text


def test_ascii_output_escapes_what_it_cannot_print() -> None:
    text = failure(verdict(relaunched(App, identifier="同期"), names), root=HERE, encoding="ascii")

    assert text.isascii()
    assert '"\\u540c\\u671f"' in text


def test_an_unknown_encoding_counts_as_ascii() -> None:
    assert failure(some(), root=HERE, encoding="no-such").isascii()


def test_a_file_outside_of_the_root_is_named_in_full(tmp_path: Path) -> None:
    assert f"{HERE / 'downloads.py'}:60" in failure(some(), 200, tmp_path, encoding="utf-8")


def test_without_a_root_files_are_named_from_the_current_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(HERE.parent)

    assert "  reports/downloads.py:60\n" in failure(some(), encoding="utf-8")


def test_source_that_cannot_be_read_is_left_out() -> None:
    @rule(source="", strength=Strength.APPLE, numbers="R1")
    def nowhere(recording: Recording) -> Iterator[Violation]:
        """Be somewhere."""
        yield Violation(recording[0], "it is nowhere", Where("<string>", 3))

    text = report(verdict(relaunched(App), nowhere))

    assert "<string>:3" in text
    assert "code" not in text


class Bottomless(Exception):
    def __str__(self) -> str:
        raise ValueError("no words")


def deep(depth: int) -> None:
    if depth:
        deep(depth - 1)
    raise Bottomless


@pytest.mark.parametrize("depth", [0, 900])
def test_the_trace_of_an_exception_is_bounded(depth: int) -> None:
    class Deep(Collects):
        def URLSession_task_didCompleteWithError_(
            self, session: object, task: object, error: object
        ) -> None:
            deep(depth)

    text = report(verdict(loaded(1, delegate=Deep()), raises))

    assert "Bottomless: (its __str__ raises)" in text
    assert ("(896 frames left out)" in text) is bool(depth)
    assert len(text.splitlines()) < 30


def test_a_long_message_of_an_exception_is_bounded() -> None:
    class Verbose(Collects):
        def URLSession_task_didCompleteWithError_(
            self, session: object, task: object, error: object
        ) -> None:
            raise ValueError("\n".join(f"line {number}" for number in range(1000)))

    text = report(verdict(loaded(1, delegate=Verbose()), raises))

    assert "(988 lines left out)" in text
    assert len(text.splitlines()) < 40


def test_exceptions_that_cause_each_other_in_a_circle_come_to_an_end() -> None:
    class Circular(Collects):
        def URLSession_task_didCompleteWithError_(
            self, session: object, task: object, error: object
        ) -> None:
            first, second = KeyError("a"), ValueError("b")
            first.__cause__, second.__cause__ = second, first
            raise first

    text = report(verdict(loaded(1, delegate=Circular()), raises))

    assert text.count("caused by") == 1


def test_a_stuck_lane_shows_where_the_lanes_stood() -> None:
    @rule(source="", strength=Strength.APPLE, numbers="R1")
    def stuck(recording: Recording) -> Iterator[Violation]:
        """Come to an end."""
        for event in recording.only(Stuck):
            yield Violation(event, "the main lane was held")

    recording = Recording(float)
    stacks = f"main lane stands at\n    {HERE / 'downloads.py'}:43 in call: handler()"
    recording.add(Stuck, Lane("main"), None, stacks, None)

    text = report(verdict(recording, stuck))

    assert (
        """
    lanes  main lane stands at
               downloads.py:43 in call: handler()
"""
        in text
    )


def test_many_breaches_make_a_short_report() -> None:
    text = report(verdict(long(2_000), no_data))

    assert "… 1,996 more" in text
    assert len(text) < 1_000
