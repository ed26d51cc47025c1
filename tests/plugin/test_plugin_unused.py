"""A run that uses none of the fixtures pays nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import pytest_urlsession

from tests.plugin.inner import in_a_process

LOOK = """
import sys

def pytest_unconfigure(config):
    ours = ("urlsession_mock", "pytest_urlsession")
    print("imported", sorted(name for name in sys.modules if name.startswith(ours)))
    print("hooks", config.pluginmanager.hasplugin("urlsession-verdicts"))
"""


def test_it_never_imports_the_core(tmp_path: Path) -> None:
    source = "def test_passes(): pass\ndef test_fails(): assert [1] == [2]\n"
    lines = in_a_process(tmp_path, source, conftest=LOOK)

    assert "imported ['pytest_urlsession']" in lines
    assert "hooks False" in lines
    assert any("1 failed, 1 passed" in line for line in lines)


def test_a_fixture_that_is_used_imports_it(tmp_path: Path) -> None:
    lines = in_a_process(tmp_path, "def test_it(urlsession_mock): pass\n", conftest=LOOK)

    assert any("'urlsession_mock.device'" in line for line in lines)
    assert "hooks True" in lines


def test_workers_that_explore_nothing_do_not_import_it(tmp_path: Path) -> None:
    lines = in_a_process(tmp_path, "def test_passes(): pass\n", "-n1", conftest=LOOK)

    # What stands between the workers and the reports knows nothing of the core.
    [imported] = [line for line in lines if line.startswith("imported")]
    assert "urlsession_mock" not in imported.replace("pytest_urlsession", "")


@pytest.mark.parametrize("argument", ["--markers", "--fixtures", "--help"])
def test_asking_for_help_does_not_import_it(tmp_path: Path, argument: str) -> None:
    lines = in_a_process(tmp_path, "", argument, conftest=LOOK)

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
        "pytest_collection_finish",
        "pytest_configure",
        "pytest_configure_node",
        "pytest_fixture_setup",
    ]


def test_it_has_no_fixture_that_is_used_unasked(request: pytest.FixtureRequest) -> None:
    ours = {"urlsession_mock", "urlsession_recording", "background_relaunch", "delegate_spy"}

    assert ours.isdisjoint(request.fixturenames)
