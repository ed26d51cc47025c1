"""The mypy plugin finds what is wrong with a class of delegates, and nothing where nothing is.

What it must say stands in `plugin/*.test`, beside the lines it speaks of. One rule: mypy runs
twice for all of that: first with no cache, then with its cache, after some of it was edited.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from shutil import copy
from typing import Any

import pytest

pytest.importorskip("mypy", reason="mypy is not installed")

from mypy.errors import CompileError
from mypy.options import Options
from mypy.plugin import ReportConfigContext

from tests.typing.data_cases import Case, Findings, cases, edit, mypy, project
from urlsession_mock.conformance import problems
from urlsession_mock.mypy_plugin import codes, plugin
from urlsession_mock.mypy_plugin.hooks import URLSessionPlugin, digest

PACKAGE = Path(__file__).parents[2] / "urlsession_mock"
DOCUMENT = (Path(__file__).parents[2] / "docs" / "mypy-plugin.md").read_text(encoding="utf-8")
GOOD = Path(__file__).parent / "good.py"
WRONG = """\
from urlsession_mock import MockSession


class Downloader:
    def URLSession_task_didCompletWithError_(self, session, task, error): ...
    def urlSession_dataTask_didBecome_(self, session, task, became): ...
    def URLSession_somethingElse_(self): ...
    def url_session_task_did_finish_collecting_metrics(self, session, task, metrics): ...
    def URLSession_didBecomeInvalidWithError_(self, session): ...
    def URLSessionDidFinishEventsForBackgroundURLSession_(self, session, /, more, *, why): ...
    async def URLSession_didCreateTask_(self, session, task): ...
    async def URLSession_readClosedForStreamTask_(self, session):
        yield session
    def URLSession_taskIsWaitingForConnectivity_(self, session, task):
        yield task
    @staticmethod
    def URLSession_task_didReceiveInformationalResponse_(self, session, task, response): ...
    @classmethod
    def URLSession_task_didCompleteWithError_(cls, session, task): ...
    URLSession_dataTask_didReceiveData_ = "later"
    URLSession_betterRouteDiscoveredForStreamTask_ = None
    def URLSession_downloadTask_didResumeAtOffset_expectedTotalBytes_(self, s, t, o, e): ...


def opens() -> None:
    MockSession(Downloader())
"""
CASES = {case.name: case for case in cases()}


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Mapping[str, Findings], ...]:
    """What mypy says of every case, and once some are edited."""
    folder = tmp_path_factory.mktemp("plugin")
    others = (
        Case("agreement", {"downloads.py": WRONG}),
        Case("document", {"downloads.py": blocks("python")[0]}),
        Case("good", {"good.py": GOOD.read_text(encoding="utf-8")}),
    )
    names = [*CASES, *(case.name for case in others)]
    project(folder, [*CASES.values(), *others])
    first = mypy(folder, *names)
    edit(folder, CASES.values())
    return first, mypy(folder, *names)


@pytest.mark.parametrize("name", CASES)
def test_mypy_says_what_the_case_expects(
    name: str, runs: tuple[Mapping[str, Findings], ...]
) -> None:
    assert runs[0].get(name, []) == CASES[name].expected()


@pytest.mark.parametrize("name", CASES)
def test_mypy_says_the_same_with_its_cache_or_what_an_edit_made_true(
    name: str, runs: tuple[Mapping[str, Findings], ...]
) -> None:
    assert runs[1].get(name, []) == CASES[name].expected_again()


def test_good_delegates_are_left_alone_by_the_plugin(
    runs: tuple[Mapping[str, Findings], ...],
) -> None:
    assert runs[0].get("good", []) == []


def test_mypy_says_what_is_said_of_an_object_when_it_is_passed(
    runs: tuple[Mapping[str, Findings], ...],
) -> None:
    names: dict[str, Any] = {}  # Any: what a module may hold
    exec(compile(WRONG, "<no file>", "exec", dont_inherit=True), names)
    by_mypy = [
        re.sub(r"[; ]+write def .*|  \[[\w-]+\]$", "", line.split(": error: ")[1])
        for line in runs[0]["agreement"]
    ]

    assert sorted(by_mypy) == sorted(problem.text for problem in problems(names["Downloader"]()))
    assert len(by_mypy) == 14


# --- the document ------------------------------------------------------------------------


def test_mypy_says_what_the_document_shows(runs: tuple[Mapping[str, Findings], ...]) -> None:
    shown = [line for block in blocks("text") for line in block.splitlines()]

    assert runs[0]["document"] == shown


def test_the_document_shows_every_code() -> None:
    every = {getattr(codes, name).code for name in codes.__all__}

    assert set(re.findall(r"\[(urlsession-\w+)\]$", DOCUMENT, re.MULTILINE)) == every
    assert set(re.findall(r"^\| `(urlsession-\w+)` \|", DOCUMENT, re.MULTILINE)) == every


# --- its cache ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "file", ["complaints.py", "mypy_plugin/judging.py", "selector_rows/task.py"]
)
def test_another_judgement_makes_mypy_check_anew(file: str, tmp_path: Path) -> None:
    for name in (
        "complaints.py",
        "selectors.py",
        "mypy_plugin/judging.py",
        "selector_rows/task.py",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        copy(PACKAGE / name, tmp_path / name)
    before = digest.__wrapped__(tmp_path)
    with (tmp_path / file).open("a", encoding="utf-8") as text:
        text.write("# another")

    assert digest.__wrapped__(tmp_path) != before


def test_mypy_is_told_what_a_module_was_checked_by() -> None:
    context = ReportConfigContext("downloads", "downloads.py", is_check=False)

    told = URLSessionPlugin(Options()).report_config_data(context)

    assert told == {"urlsession_mock": digest(PACKAGE)}


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
