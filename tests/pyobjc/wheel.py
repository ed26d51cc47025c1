"""PyObjC's macOS wheel for Cocoa, fetched by pip as data and unpacked; nothing of it is run.

Not here: what it says (metadata.py, compiled.py). One rule: it is fetched once for an environment,
in whichever process is first, and a machine where pip reaches no index goes without.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Final
from zipfile import ZipFile

import pytest

__all__ = ["cocoa"]

RELEASE: Final = "13.0"
"""Held to one release, as the checkers are: a newer one that says more is a change of its own."""
_REQUIRED: Final = "URLSESSION_MOCK_PYOBJC"
_PATIENCE: Final = 60.0  # seconds that another process may take


def cocoa(fallback: Path) -> Path:
    """The folder of the wheel; skips the test, with the reason, where it cannot be had.

    It is kept in the environment, or below `fallback` where that cannot be written to.
    """
    home = Path(sys.prefix) if os.access(sys.prefix, os.W_OK) else fallback
    folder = home / f".pyobjc-framework-cocoa-{RELEASE}"
    said = folder.with_suffix(".log")
    if not (folder / "Foundation").is_dir():
        _fetch_once(folder, said)
    if (folder / "Foundation").is_dir():
        return folder
    reason = f"pip could not fetch PyObjC's wheel: {said.read_text().strip().splitlines()[-1]}"
    if os.environ.get(_REQUIRED) == "required":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def _fetch_once(folder: Path, said: Path) -> None:
    """Fetch it, or wait for the process that does; at most once in each run of the tests."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    lock = folder.with_suffix(f".{run}")
    try:
        lock.touch(exist_ok=False)
    except FileExistsError:
        end = time.monotonic() + _PATIENCE
        while lock.stat().st_size == 0 and time.monotonic() < end:
            time.sleep(0.05)  # another process of this run is at it
        return
    try:
        said.write_text(_fetch(folder), encoding="utf-8")
    finally:
        lock.write_text("done")


def _fetch(folder: Path) -> str:
    """What pip says where it fails."""
    wheels = folder.with_suffix(".wheels")
    pip = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"]
    wanted = ["--platform", "macosx_11_0_universal2", "--platform", "macosx_10_9_universal2"]
    wanted += ["--python-version", "3.11", "--implementation", "cp", f"--dest={wheels}"]
    patience = ["--quiet", "--disable-pip-version-check", "--retries=0", "--timeout=10"]
    ran = subprocess.run(
        [*pip, *wanted, *patience, f"pyobjc-framework-Cocoa=={RELEASE}"],
        check=False,
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
    )
    if ran.returncode:
        return ran.stderr or ran.stdout or f"pip ended with {ran.returncode}"
    [wheel] = wheels.glob("*.whl")
    with ZipFile(wheel) as opened:
        opened.extractall(folder.with_suffix(".new"))
    folder.with_suffix(".new").rename(folder)
    return "fetched"
