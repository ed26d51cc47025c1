"""mypy and pyright, run strict on copies of files in a folder of their own.

Not here: what they must say; the markers in a `wrong.py` do. One rule: no configuration of the
project has a say, and nothing need be installed but the checkers.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from shutil import copy, copytree
from typing import Any

__all__ = ["CHECKERS", "MARKER", "Findings", "copy_stubs", "expected", "findings_in", "run"]

PROJECT = Path(__file__).parents[2]

Findings = dict[str, list[tuple[int, str]]]  # by file: line and code

MARKER = re.compile(r"# error:(?P<codes>( \w+=[\w,-]+)+)$", re.MULTILINE)

FILES = ("good.py", "wrong.py")


def expected(file: Path, checker: str) -> list[tuple[int, str]]:
    """What the markers in a file ask for: lines and codes.

    A marker speaks of its own line, or alone on one, of the line below. Checkers differ in
    which line of a method they mean, so either may have a marker of its own.
    """
    found: list[tuple[int, str]] = []
    lines = file.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        if marker := MARKER.search(line):
            meant = number + 1 if line.lstrip().startswith("#") else number
            codes = dict(code.split("=") for code in marker["codes"].split())
            found += [(meant, code) for code in codes.get(checker, "").split(",") if code]
    return found


def copy_stubs(folder: Path) -> None:
    """Put the stubs of the tree where a checker finds them under the names of their modules."""
    suffix = "-stubs"
    for package in (PROJECT / "stubs").glob(f"*{suffix}"):
        copytree(package, folder / package.name.removesuffix(suffix))


def findings_in(source: Path, checker: str, folder: Path, paths: Sequence[Path] = ()) -> Findings:
    """What a checker says of copies, made in `folder`, of the `good.py` and `wrong.py` of a folder.

    `paths` are where it looks for modules besides the project.
    """
    for name in FILES:
        copy(source / name, folder)
    return CHECKERS[checker](folder, [PROJECT, *paths])


def run(folder: Path, paths: Sequence[Path], *command: str) -> str:
    """Run a checker in the folder; its exit status says only whether it found something."""
    environment = os.environ | {
        "MYPYPATH": os.pathsep.join(str(path) for path in paths),
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


def _mypy(folder: Path, paths: Sequence[Path]) -> Findings:
    output = run(
        folder,
        paths,
        "mypy",
        "--strict",
        "--config-file=",
        "--cache-dir=cache",
        "--follow-imports=silent",
        "--output=json",
        *FILES,
    )
    found: Findings = {}
    for message in map(json.loads, output.splitlines()):
        if message["severity"] == "error":
            found.setdefault(message["file"], []).append((message["line"], message["code"]))
    return found


def _pyright(folder: Path, paths: Sequence[Path]) -> Findings:
    configuration = {
        "include": FILES,
        "strict": ["."],
        "extraPaths": [str(path) for path in paths],
        # A stub is enough: what it is of runs on a Mac.
        "reportMissingModuleSource": False,
        "pythonVersion": f"{sys.version_info.major}.{sys.version_info.minor}",
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(configuration), encoding="utf-8")
    output: dict[str, Any] = json.loads(  # Any: what JSON gives
        run(folder, paths, "pyright", f"--pythonpath={sys.executable}", "--outputjson")
    )
    assert output["summary"]["filesAnalyzed"] == len(FILES)
    found: Findings = {}
    for message in output["generalDiagnostics"]:
        line = message["range"]["start"]["line"] + 1  # pyright counts lines from 0
        name = Path(message["file"]).name
        found.setdefault(name, []).append((line, message.get("rule", message["message"])))
    return found


CHECKERS: dict[str, Callable[[Path, Sequence[Path]], Findings]] = {
    "mypy": _mypy,
    "pyright": _pyright,
}
