"""mypy and pyright find what is wrong with a delegate, and nothing where nothing is.

`good.py` and `wrong.py` say what is expected. One rule: each checker runs once, strict,
on copies in a folder of their own, so that no configuration of the project has a say.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from shutil import copy
from typing import Any

import pytest

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]

Findings = dict[str, list[tuple[int, str]]]  # by file: line and code

MARKER = re.compile(r"# error:(?P<codes>( \w+=[\w,-]+)+)$", re.MULTILINE)


def expected(checker: str) -> list[tuple[int, str]]:
    """What the markers in `wrong.py` ask for: lines and codes.

    A marker speaks of its own line, or alone on one, of the line below. Checkers differ in
    which line of a method they mean, so either may have a marker of its own.
    """
    found: list[tuple[int, str]] = []
    lines = (HERE / "wrong.py").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        if marker := MARKER.search(line):
            meant = number + 1 if line.lstrip().startswith("#") else number
            codes = dict(code.split("=") for code in marker["codes"].split())
            found += [(meant, code) for code in codes.get(checker, "").split(",") if code]
    return found


def run(folder: Path, *command: str) -> str:
    """Run a checker in the folder; its exit status says only whether it found something."""
    environment = os.environ | {
        "MYPYPATH": str(PROJECT),
        "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    return done.stdout


def mypy(folder: Path) -> Findings:
    output = run(
        folder,
        "mypy",
        "--strict",
        "--config-file=",
        "--cache-dir=cache",
        "--follow-imports=silent",
        "--output=json",
        "good.py",
        "wrong.py",
    )
    found: Findings = {}
    for message in map(json.loads, output.splitlines()):
        if message["severity"] == "error":
            found.setdefault(message["file"], []).append((message["line"], message["code"]))
    return found


def pyright(folder: Path) -> Findings:
    configuration = {
        "include": ["good.py", "wrong.py"],
        "strict": ["."],
        "extraPaths": [str(PROJECT)],
        "pythonVersion": f"{sys.version_info.major}.{sys.version_info.minor}",
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(configuration), encoding="utf-8")
    output: dict[str, Any] = json.loads(  # Any: what JSON gives
        run(folder, "pyright", f"--pythonpath={sys.executable}", "--outputjson")
    )
    assert output["summary"]["filesAnalyzed"] == 2
    found: Findings = {}
    for message in output["generalDiagnostics"]:
        line = message["range"]["start"]["line"] + 1  # pyright counts lines from 0
        name = Path(message["file"]).name
        found.setdefault(name, []).append((line, message.get("rule", message["message"])))
    return found


CHECKERS: dict[str, Callable[[Path], Findings]] = {"mypy": mypy, "pyright": pyright}


@pytest.fixture(scope="session", params=CHECKERS)
def checker(request: pytest.FixtureRequest) -> str:
    """A type checker, if it is installed; `make check` installs both."""
    name: str = request.param
    pytest.importorskip(name, reason=f"{name} is not installed")
    return name


@pytest.fixture(scope="session")
def findings(checker: str, tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """What the checker says of copies of the two files."""
    folder = tmp_path_factory.mktemp(checker)
    for name in ("good.py", "wrong.py"):
        copy(HERE / name, folder)
    return CHECKERS[checker](folder)


def test_good_delegates_are_left_alone(findings: Findings) -> None:
    assert findings.get("good.py", []) == []


def test_wrong_delegates_are_found_line_by_line(checker: str, findings: Findings) -> None:
    assert sorted(findings.get("wrong.py", [])) == expected(checker)


def test_every_marker_can_be_read() -> None:
    text = (HERE / "wrong.py").read_text(encoding="utf-8")

    assert len(MARKER.findall(text)) == text.count("# error") > 0
