"""The mypy plugin finds what is wrong with a class of delegates, and nothing where nothing is.

What it must say stands in `plugin/*.test`, beside the lines it speaks of. One rule: mypy runs
three times for all of that: with no cache, with its cache, and after some of it was edited.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import chdir
from pathlib import Path

import pytest

pytest.importorskip("mypy", reason="mypy is not installed")

from mypy.errors import CompileError

from tests.typing.data_cases import Case, Findings, cases, edit, mypy, project
from urlsession_mock.mypy_plugin import plugin

DOCUMENT = (Path(__file__).parents[2] / "docs" / "mypy-plugin.md").read_text(encoding="utf-8")
CASES = {case.name: case for case in cases()}


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Mapping[str, Findings], ...]:
    """What mypy says of every case: first, the same with its cache, and once it is edited."""
    folder = tmp_path_factory.mktemp("plugin")
    document = Case("document", {"downloads.py": blocks("python")[0]})
    project(folder, [*CASES.values(), document])
    with chdir(folder):
        first, same = mypy(*CASES, "document"), mypy(*CASES, "document")
        edit(folder, CASES.values())
        return first, same, mypy(*CASES, "document")


@pytest.mark.parametrize("name", CASES)
def test_mypy_says_what_the_case_expects(
    name: str, runs: tuple[Mapping[str, Findings], ...]
) -> None:
    assert runs[0].get(name, []) == CASES[name].expected()


def test_mypy_says_the_same_with_its_cache(runs: tuple[Mapping[str, Findings], ...]) -> None:
    assert runs[1] == runs[0]


@pytest.mark.parametrize("name", CASES)
def test_mypy_says_what_is_true_once_a_file_was_edited(
    name: str, runs: tuple[Mapping[str, Findings], ...]
) -> None:
    assert runs[2].get(name, []) == CASES[name].expected_again()


# --- the document ------------------------------------------------------------------------


def test_mypy_says_what_the_document_shows(runs: tuple[Mapping[str, Findings], ...]) -> None:
    shown = [line for block in blocks("text") for line in block.splitlines()]

    assert runs[0]["document"] == shown


def test_the_document_shows_every_code() -> None:
    from urlsession_mock.mypy_plugin import codes

    every = {getattr(codes, name).code for name in codes.__all__}

    assert set(re.findall(r"\[(urlsession-\w+)\]$", DOCUMENT, re.MULTILINE)) == every
    assert set(re.findall(r"^\| `(urlsession-\w+)` \|", DOCUMENT, re.MULTILINE)) == every


# --- its own mypy ------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["0.991", "1.4.1", "1.11.2"])
def test_a_mypy_that_is_too_old_is_told_which_will_do(version: str) -> None:
    with pytest.raises(CompileError) as caught:
        plugin(version)

    [message] = caught.value.messages
    assert message == (
        f"urlsession_mock.mypy_plugin needs mypy 1.12 or newer, and this is {version}; "
        "install a newer one: pip install 'urlsession-mock[mypy]'"
    )


@pytest.mark.parametrize("version", ["1.12.0", "1.13.0+dev.0123456789abcdef", "2.4.1", "10.0"])
def test_any_newer_mypy_will_do(version: str) -> None:
    assert plugin(version).__name__ == "URLSessionPlugin"
