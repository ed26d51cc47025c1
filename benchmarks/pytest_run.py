"""One run of pytest in a process of its own, with the plugins that are wanted and no others.

Not here: what the tests are. One rule: two runs that are compared differ in one plugin, or in
one fixture, and in nothing else.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.stopwatch import FILE

__all__ = ["OURS", "Bench", "Run", "is_installed"]

OURS = "urlsession"
_ROOT = Path(__file__).parents[1]
_ENTRIES = {entry.name: entry.value for entry in entry_points(group="pytest11")}
# What belongs to a plugin, and is compiled anew in a cold start.
_PACKAGES = {OURS: ("pytest_urlsession", "urlsession_mock")}


@dataclass(frozen=True, slots=True)
class Run:
    """How long a run took, in seconds: the process, then what the stopwatch saw; what it said."""

    process: float
    whole: float
    tests: tuple[float, ...]
    output: str

    @property
    def test(self) -> float:
        """The median of its tests."""
        return median(self.tests)


def is_installed(plugin: str) -> bool:
    """Whether pytest can find the plugin of that name."""
    return plugin in _ENTRIES or plugin == OURS


class Bench:
    """A folder with test files, and runs of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._times = folder / "times.json"
        (folder / "pytest.ini").write_text("[pytest]\n", "utf-8")

    def write(self, name: str, text: str) -> None:
        """Put a test file there."""
        (self._folder / name).write_text(text, "utf-8")

    def cold_copy(self, plugin: str) -> Path:
        """A folder with the source of a plugin and nothing compiled."""
        folder = self._folder / f"cold-{plugin}"
        for package in _PACKAGES.get(plugin, (_ENTRIES.get(plugin, "").partition(".")[0],)):
            spec = find_spec(package)
            if spec is None or spec.origin is None:
                raise RuntimeError(f"{package} of the plugin {plugin} cannot be imported")
            if spec.submodule_search_locations is None:
                folder.mkdir(exist_ok=True)
                shutil.copy(spec.origin, folder)
                continue
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(Path(spec.origin).parent, folder / package, ignore=ignored)
        return folder

    def run(
        self,
        file: str,
        plugins: Collection[str] = (),
        *,
        options: Sequence[str] = (),
        first_on_path: Path | None = None,
    ) -> Run:
        """Run a test file with these plugins, by name, and with pytest's own options.

        Where `first_on_path` is given, what is imported from there is compiled and not kept.
        Raises `RuntimeError` with pytest's own output unless all tests pass.
        """
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        command += ["-p", "benchmarks.stopwatch", *_only(plugins), *options, file]
        path = [_ROOT, _ROOT / "pytest_plugin"]
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(
                str(one) for one in ([first_on_path, *path] if first_on_path else path)
            ),
            "PYTHONDONTWRITEBYTECODE": "1" if first_on_path else "",
            "PYTEST_ADDOPTS": "",
            "PYTEST_PLUGINS": "",
            FILE: str(self._times),
        }
        start = perf_counter()
        done = subprocess.run(
            command, cwd=self._folder, env=environment, capture_output=True, text=True, check=False
        )
        elapsed = perf_counter() - start
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
        seen = json.loads(self._times.read_text("utf-8"))
        return Run(elapsed, seen["whole"], tuple(seen["tests"]), done.stdout)


def _only(plugins: Collection[str]) -> list[str]:
    """The options that leave these plugins and no other installed one."""
    options: list[str] = []
    for name in _ENTRIES:
        if name not in plugins:
            options += ["-p", f"no:{name}"]
    if OURS in plugins and OURS not in _ENTRIES:
        options += ["-p", "pytest_urlsession"]  # not installed: run from the source tree
    return options
