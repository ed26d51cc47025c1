"""The README's bug, its report and its fix are what they say."""

from __future__ import annotations

import importlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "04_unmodified_pyobjc"
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str = "") -> list[str]:
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    return [text for name, text in fenced if name == language]


def test_the_bug_earns_exactly_the_report_shown(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    pytester.makepyfile(test_downloads=blocks("python")[0])
    result = pytester.runpytest_subprocess("-p", "no:randomly", "-p", "no:cacheprovider")
    result.assert_outcomes(failed=1)
    shown = blocks()[0].rstrip()
    assert shown in "\n".join(result.outlines)


def test_the_fix_passes(pytester: pytest.Pytester) -> None:
    bug, fix = blocks("python")
    faulty = re.search(
        r"    def URLSessionDidFinishEvents.*?handler\(\)\n", bug, re.MULTILINE | re.DOTALL
    )
    assert faulty is not None
    fixed = bug.replace(faulty.group(), fix).replace(
        "import NSObject", "import NSObject, NSOperationQueue"
    )
    pytester.makepyfile(test_downloads=fixed)
    pytester.runpytest_subprocess("-p", "no:randomly").assert_outcomes(passed=1)


def test_the_script_of_a_mac_runs_as_shown(tmp_path: Path, pyobjc_example: str) -> None:
    shown = next(text for text in blocks() if text.startswith("$ "))
    command, _, output = shown.partition("\n")
    shutil.copy(EXAMPLE / "fetch.py", tmp_path)
    words = command.replace("https://reports.example.com", pyobjc_example).split()
    words[words.index("reports.example.com")] = pyobjc_example

    ran = subprocess.run(
        [sys.executable, "-m", "urlsession_mock", *words[2:]],
        check=True,
        cwd=tmp_path,
        env=os.environ | {"COLUMNS": "80", "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
        capture_output=True,
        text=True,
        timeout=60,
    )

    host = pyobjc_example.removeprefix("http://")
    assert (ran.stdout + ran.stderr).replace(host, "reports.example.com") == output


@pytest.fixture
def pyobjc_example(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The base URL of the example's own server, while the test runs."""
    monkeypatch.syspath_prepend(EXAMPLE)
    serving = importlib.import_module("reports").serving
    with serving() as base:
        yield base


@pytest.mark.parametrize("command", ["make demo", "make test"])
def test_the_commands_named_are_targets_of_the_makefile(command: str) -> None:
    assert command in README
    target = command.removeprefix("make ")
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_every_file_the_readme_links_to_exists() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert links
    assert not [link for link in links if not (ROOT / link).exists()]
