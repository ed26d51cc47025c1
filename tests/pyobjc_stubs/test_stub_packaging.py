"""What `urlsession-mock[stubs]` installs: a wheel of stubs alone, which checkers find by name.

Builds the wheel once for each run. Not here: what the stubs say. One rule: no network, and no
file written to the source tree.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import venv
from email.parser import Parser
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
STUBS = ROOT / "stubs"
PACKAGES = ("Foundation-stubs", "PyObjCTools-stubs", "objc-stubs")


@pytest.fixture(scope="session")
def stubs_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, as `pip wheel ./stubs` would have it built."""
    folder = tmp_path_factory.mktemp("stubs-wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT / "stubs", check=True, capture_output=True)
    [built] = folder.iterdir()
    return built


def test_the_wheel_holds_the_stubs_and_nothing_else(stubs_wheel: Path) -> None:
    with ZipFile(stubs_wheel) as opened:
        held = {path for path in opened.namelist() if ".dist-info/" not in path}
        marks = {opened.read(f"{package}/py.typed") for package in PACKAGES}

    assert held == {
        path.relative_to(STUBS).as_posix()
        for package in PACKAGES
        for path in (STUBS / package).iterdir()
        if path.is_file()
    }
    assert marks == {b"partial\n"}


def test_the_wheel_needs_nothing(stubs_wheel: Path) -> None:
    with ZipFile(stubs_wheel) as opened:
        [path] = [path for path in opened.namelist() if path.endswith(".dist-info/METADATA")]
        described = Parser().parsestr(opened.read(path).decode())

    assert described["Name"] == "urlsession-mock-stubs"
    assert described["Requires-Dist"] is None


def test_the_extra_asks_for_the_stubs_of_its_own_version() -> None:
    ours = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    theirs = tomllib.loads((ROOT / "stubs/pyproject.toml").read_text("utf-8"))["project"]

    assert theirs["version"] == ours["version"]
    assert ours["optional-dependencies"]["stubs"] == [f"{theirs['name']}=={ours['version']}"]


def test_mypy_finds_the_stubs_where_the_wheel_is_installed(
    stubs_wheel: Path, tmp_path: Path
) -> None:
    pytest.importorskip("mypy", reason="mypy is not installed; `make check` installs it")
    builder = venv.EnvBuilder(symlinks=os.name != "nt")
    builder.create(tmp_path / "empty")
    [site_packages] = (tmp_path / "empty").rglob("site-packages")
    with ZipFile(stubs_wheel) as opened:
        opened.extractall(site_packages)
    (tmp_path / "client.py").write_text(
        "from Foundation import NSURL, NSUnheardOf\n"
        "import objc\n"
        "from PyObjCTools import AppHelper, Signals\n"
        "reveal_type(NSURL.URLWithString_('x'))\n"
        "reveal_type(NSUnheardOf)\n"
        "reveal_type(objc.unheard_of)\n"
        "reveal_type(AppHelper.stopEventLoop())\n"
        "reveal_type(Signals)\n"
    )
    python = builder.ensure_directories(tmp_path / "empty").env_exe

    said = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--config-file=",
            f"--python-executable={python}",
            "client.py",
        ],
        cwd=tmp_path,
        env=os.environ | {"MYPYPATH": ""},
        capture_output=True,
        text=True,
        check=False,
    ).stdout

    told = [line.partition('"')[2].rstrip('"') for line in said.splitlines()[:-1]]
    # The second is how older ones write it.
    assert told in (
        ["Foundation.NSURL | None", "Any", "Any", "bool", "Any"],
        ["Union[Foundation.NSURL, None]", "Any", "Any", "builtins.bool", "Any"],
    )
