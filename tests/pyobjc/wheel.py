"""PyObjC's macOS wheel for Cocoa, fetched by pip as data and unpacked; nothing of it is run.

Not here: what it says (metadata.py, compiled.py). One rule: it is fetched once for an environment,
in whichever process is first, and a machine where pip reaches no index goes without.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final
from zipfile import ZipFile

import pytest

try:
    import fcntl
except ImportError:  # not on this system; then each process fetches for itself
    fcntl = None  # type: ignore[assignment]  # asked for before it is used

__all__ = ["cocoa"]

RELEASE: Final = "13.0"
"""Held to one release, as the checkers are: a newer one that says more is a change of its own."""
_REQUIRED: Final = "URLSESSION_MOCK_PYOBJC"
_PATIENCE: Final = 60.0  # seconds that pip may take


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
    reason = (
        f"pip could not fetch PyObjC's wheel: {said.read_text('utf-8').strip().splitlines()[-1]}"
    )
    if os.environ.get(_REQUIRED) == "required":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def _fetch_once(folder: Path, said: Path) -> None:
    """Fetch it, or wait for the process that does; at most once in each run of the tests."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    with folder.with_suffix(".lock").open("w") as lock:
        if fcntl is not None:
            fcntl.flock(lock, fcntl.LOCK_EX)
        tried = said.exists() and said.read_text(encoding="utf-8").startswith(run)
        if not tried and not (folder / "Foundation").is_dir():
            said.write_text(f"{run}\n{_fetch(folder)}", encoding="utf-8")


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
