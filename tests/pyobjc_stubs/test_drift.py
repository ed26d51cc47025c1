"""Stubs and doubles agree, as far as mypy's stubtest can tell.

`drift.py` asks it, and knows why some things may differ. One rule: a difference without an
excuse is a defect, and so is an excuse that nothing needs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TypedDict

import pytest

from tests.typing.checkers import copy_stubs

_MYPY = pytest.importorskip(
    "mypy.version", reason="mypy is not installed; `make check` installs it"
)
if int(_MYPY.__version__.partition(".")[0]) < 2:
    pytest.skip("an older stubtest sees other things; `make check` has it", allow_module_level=True)


class Row(TypedDict):
    where: str
    what: str
    excuse: str | None


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    """What stubtest says of the stubs in the tree."""
    stubs = tmp_path_factory.mktemp("stubs")
    copy_stubs(stubs)
    done = subprocess.run(
        [sys.executable, "-m", "tests.pyobjc_stubs.drift"],
        cwd=Path(__file__).parents[2],
        env=os.environ | {"MYPYPATH": str(stubs)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found: list[Row] = json.loads(done.stdout)
    return found


def test_stubs_and_doubles_do_not_drift_apart(rows: list[Row]) -> None:
    defects = [f"{row['where']} {row['what']}" for row in rows if row["excuse"] is None]

    assert defects == [], (
        "a stub and a double disagree: change the stub (stubs/generate, then "
        "`python -m stubs.generate`) or the double; only PyObjC decides which is right"
    )


def test_every_excuse_is_needed(rows: list[Row]) -> None:
    from tests.pyobjc_stubs.drift import EXCUSES

    needed = Counter(row["excuse"] for row in rows)
    print(*(f"{number:5} {excuse}" for excuse, number in needed.items()), sep="\n")
    expected = {why.__name__ for why in EXCUSES}
    if sys.version_info >= (3, 12):
        expected -= {"is_a_buffer_in_c"}  # which has an end there

    assert expected <= set(needed)
