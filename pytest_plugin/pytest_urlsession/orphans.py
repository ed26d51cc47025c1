"""`--urlsession-check-orphans`: recordings that no test uses.

Not here: where a test's recording is (recording.py). One rule: only a file whose tests were all
collected can tell; what was deselected afterwards was collected all the same.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import pytest

from pytest_urlsession.recording import FIXTURE, place
from urlsession_mock.replaying.places import FOLDER

__all__ = ["Orphans"]

_OUTPUT = "urlsession_orphans"


class _Node(Protocol):
    """A worker of pytest-xdist, as its controller knows it."""

    workeroutput: dict[str, Any]  # Any: what execnet can carry


class Orphans:
    """Knows which recordings are used; registered where the option is given."""

    NAME = "urlsession-orphans"

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self.used: set[str] = set()
        """The recordings that tests use, or have used."""
        self._files: set[str] = set()
        self._partly: set[str] = set()
        self._found: list[Path] = []

    # -- collecting ----------------------------------------------------------

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a file that was collected, or could not be."""
        if report.nodeid.endswith(".py"):
            file = str(self._config.rootpath / report.nodeid)
            (self._files if report.passed else self._partly).add(file)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Note the recordings of all tests, before any is deselected."""
        for item in items:
            if FIXTURE in getattr(item, "fixturenames", ()):
                self.used.add(str(place(item)))
        for argument in self._config.args:
            file, is_part, _ = argument.partition("::")
            if is_part:
                self._partly.add(str((self._config.invocation_params.dir / file).resolve()))
        if self._config.getoption("lf", False):
            self._partly |= self._files  # what passed before was not even collected

    # -- workers -------------------------------------------------------------

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: _Node) -> None:
        """Take what a worker of pytest-xdist has noted: the controller collects nothing."""
        noted = getattr(node, "workeroutput", {}).get(_OUTPUT)
        if noted is not None:
            for mine, theirs in zip(self._noted, noted, strict=True):
                mine.update(theirs)

    @property
    def _noted(self) -> tuple[set[str], set[str], set[str]]:
        return self.used, self._files, self._partly

    # -- the end -------------------------------------------------------------

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Find the orphans, or hand over what was noted."""
        output: dict[str, Any] | None = getattr(self._config, "workeroutput", None)  # Any: as above
        if output is not None:
            output[_OUTPUT] = [sorted(each) for each in self._noted]
            return
        self._found = sorted(self._orphans())
        if self._found and session.exitstatus in (
            pytest.ExitCode.OK,
            pytest.ExitCode.NO_TESTS_COLLECTED,
        ):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say which."""
        skipped = sorted(self._partly)
        if self._found:
            terminalreporter.section("recordings that no test uses")
            for path in self._found:
                terminalreporter.line(self._shown(path))
            terminalreporter.line("remove them, with the folders of the same name")
        if skipped:
            names = ", ".join(self._shown(Path(file)) for file in skipped)
            terminalreporter.line(f"not looked for beside {names}: only some tests were collected")

    def _shown(self, path: Path) -> str:
        try:
            return str(path.relative_to(self._config.invocation_params.dir))
        except ValueError:
            return str(path)

    def _orphans(self) -> set[Path]:
        found: set[Path] = set()
        files = {Path(file) for file in self._files}
        for file in files:
            if str(file) not in self._partly:
                found.update(self._beside(file.parent / FOLDER / file.stem))
        for folder in {file.parent for file in files}:
            for kept in (folder / FOLDER).glob("*/"):
                if not (folder / f"{kept.name}.py").exists():
                    found.update(self._beside(kept))
        return found

    def _beside(self, folder: Path) -> set[Path]:
        return {path for path in folder.glob("*.jsonl") if str(path) not in self.used}
