"""Runs `child.py` and says what it found, or what is not installed.

Not here: what is made of it. One rule: where `URLSESSION_MOCK_GNUSTEP=required` says that the
libraries are there, nothing is skipped.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.gnustep.scenarios import Run

__all__ = ["SWITCH", "Found", "compare", "find", "unless_missing"]

ROOT = Path(__file__).parents[2]
SWITCH = "URLSESSION_MOCK_GNUSTEP"
LIMIT = 60.0  # seconds; it takes one

Found = dict[str, Any]
"""What the child found, and its `stderr`."""


def find(file: Path) -> Found:
    """What the child writes into this file."""
    command = [sys.executable, "-X", "faulthandler", "-m", "tests.gnustep.child", str(file)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, check=False, text=True, timeout=LIMIT
    )
    if done.returncode:
        pytest.fail(
            f"the process with GNUstep's runtime ended with {done.returncode}:\n{done.stderr}",
            pytrace=False,
        )
    result: Found = json.loads(file.read_text(encoding="utf-8"))
    required = os.environ.get(SWITCH) == "required"
    return unless_missing(result, required) | {"stderr": done.stderr}


def unless_missing(found: Found, required: bool) -> Found:
    """What was found; skipped where something is not installed, or failed where it must be."""
    if missing := found.get("missing"):
        text = f"not installed: {', '.join(missing)}; CONTRIBUTING.md says how"
        if required:
            pytest.fail(f"{SWITCH}=required, but {text}", pytrace=False)
        pytest.skip(text)
    return found


def compare(real: Run, expected: Run) -> None:
    """Both runs are the same, and in both something happened."""
    assert real["notes"] == expected["notes"]
    assert real["recording"] == expected["recording"]
    assert real["broken"] == expected["broken"]
    assert len(real["recording"]) > 1
