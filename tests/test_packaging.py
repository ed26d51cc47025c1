"""What a user installs: one wheel, two packages, and nothing needed but typing-extensions.

Builds the wheel once for each run and puts it into an environment that has nothing
else. Not here: what the packages do. One rule: no network and no file written to the source
tree; the build is that of the environment the tests run in.
"""

from __future__ import annotations

import configparser
import os
import subprocess
import sys
import venv
from email.parser import Parser
from pathlib import Path
from zipfile import ZipFile

import pytest
import typing_extensions

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, as `pip wheel` would have it built."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    [built] = folder.iterdir()
    return built


@pytest.fixture
def files(wheel: Path) -> set[str]:
    """The paths in the wheel."""
    with ZipFile(wheel) as opened:
        return set(opened.namelist())


def metadata(wheel: Path, name: str) -> str:
    """A file of the wheel's `.dist-info`."""
    with ZipFile(wheel) as opened:
        [path] = [path for path in opened.namelist() if path.endswith(f".dist-info/{name}")]
        return opened.read(path).decode()


def sources(folder: Path) -> set[str]:
    """What the wheel must hold of a package of the tree."""
    return {
        path.relative_to(folder.parent).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.mark.parametrize("folder", ["urlsession_mock", "pytest_plugin/pytest_urlsession"])
def test_the_wheel_holds_a_package_whole_and_typed(folder: str, files: set[str]) -> None:
    expected = sources(ROOT / folder)

    assert f"{Path(folder).name}/py.typed" in expected
    assert expected <= files


def test_the_wheel_holds_nothing_else(files: set[str]) -> None:
    tops = {path.partition("/")[0] for path in files}

    assert {top for top in tops if not top.endswith(".dist-info")} == {
        "urlsession_mock",
        "pytest_urlsession",
    }


def test_the_wheel_needs_typing_extensions_alone(wheel: Path) -> None:
    described = Parser().parsestr(metadata(wheel, "METADATA"))
    needed = [text for text in described.get_all("Requires-Dist", []) if "extra ==" not in text]

    assert needed
    assert all(text.startswith("typing-extensions") for text in needed)
    assert described["Requires-Python"] == ">=3.11"
    assert described["License-Expression"] == "MIT"


def test_every_entry_point_names_a_file_of_the_wheel(wheel: Path, files: set[str]) -> None:
    points = configparser.ConfigParser()
    points.read_string(metadata(wheel, "entry_points.txt"))
    modules = [
        value.partition(":")[0].replace(".", "/")
        for section in points.sections()
        for value in points[section].values()
    ]

    assert set(points.sections()) == {"pytest11", "console_scripts"}
    assert [name for name in modules if not {f"{name}.py", f"{name}/__init__.py"} & files] == []


def test_the_wheel_can_be_imported_where_there_is_no_pytest(wheel: Path, tmp_path: Path) -> None:
    builder = venv.EnvBuilder(symlinks=os.name != "nt")
    builder.create(tmp_path / "empty")
    [site_packages] = (tmp_path / "empty").rglob("site-packages")
    with ZipFile(wheel) as opened:
        opened.extractall(site_packages)
    source = Path(typing_extensions.__file__)
    (site_packages / source.name).write_bytes(source.read_bytes())
    look = (
        "import importlib.util, sys, urlsession_mock\n"
        "print(urlsession_mock.__file__)\n"
        "print(importlib.util.find_spec('pytest'), 'pytest_urlsession' in sys.modules)\n"
    )

    run = subprocess.run(
        [builder.ensure_directories(tmp_path / "empty").env_exe, "-I", "-W", "error", "-c", look],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )

    imported_from, pytest_found = run.stdout.splitlines()
    assert Path(imported_from).parent == site_packages / "urlsession_mock"
    assert pytest_found == "None False"
