"""A run that uses none of the fixtures pays nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import pytest_urlsession

LOOK = """
import sys

def pytest_unconfigure(config):
    ours = ("urlsession_mock", "pytest_urlsession")
    print("imported", sorted(name for name in sys.modules if name.startswith(ours)))
    print("hooks", config.pluginmanager.hasplugin("urlsession-verdicts"))
"""


def in_a_process(folder: Path, source: str, *arguments: str) -> list[str]:
    """The lines that a run of pytest prints in a process of its own."""
    (folder / "conftest.py").write_text(LOOK, encoding="utf-8")
    (folder / "test_inner.py").write_text(source, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-pno:cacheprovider", "-pno:hypothesispytest", *arguments],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
    )
    return run.stdout.splitlines()


def test_it_never_imports_the_core(tmp_path: Path) -> None:
    lines = in_a_process(tmp_path, "def test_passes(): pass\ndef test_fails(): assert [1] == [2]\n")

    assert "imported ['pytest_urlsession']" in lines
    assert "hooks False" in lines
    assert lines[-3].startswith("====") or any("1 failed, 1 passed" in line for line in lines)


def test_a_fixture_that_is_used_imports_it(tmp_path: Path) -> None:
    lines = in_a_process(tmp_path, "def test_it(urlsession_mock): pass\n")

    assert any("'urlsession_mock.device'" in line for line in lines)
    assert "hooks True" in lines


@pytest.mark.parametrize("argument", ["--markers", "--fixtures", "--help"])
def test_asking_for_help_does_not_import_it(tmp_path: Path, argument: str) -> None:
    lines = in_a_process(tmp_path, "", argument)

    assert "imported ['pytest_urlsession']" in lines


def test_the_plugin_imports_nothing_that_pytest_has_not() -> None:
    look = (
        "import sys, pytest\n"
        "before = set(sys.modules)\n"
        "import pytest_urlsession\n"
        "print(sorted(set(sys.modules) - before))\n"
    )

    run = subprocess.run([sys.executable, "-c", look], check=True, capture_output=True, text=True)

    assert run.stdout == "['pytest_urlsession']\n"


def test_it_has_no_hook_that_is_called_for_each_test() -> None:
    hooks = [name for name in dir(pytest_urlsession) if name.startswith("pytest_")]

    assert hooks == [
        "pytest_addoption",
        "pytest_assertrepr_compare",
        "pytest_configure",
        "pytest_fixture_setup",
    ]


def test_it_has_no_fixture_that_is_used_unasked(request: pytest.FixtureRequest) -> None:
    ours = {"urlsession_mock", "background_relaunch", "delegate_spy"}

    assert ours.isdisjoint(request.fixturenames)
