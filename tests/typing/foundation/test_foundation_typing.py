"""PyObjC code as it is written today is checked as Apple's headers say.

`good.py` and `wrong.py` say what is expected. One rule: the stubs are read from the tree, so
nothing need be installed.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.typing.checkers import MARKER, Findings, copy_stubs, expected, findings_in

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def foundation_findings(checker: str, tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """What the checker says of copies of the two files, with the stubs at hand."""
    stubs = tmp_path_factory.mktemp("stubs")
    copy_stubs(stubs)
    return findings_in(HERE, checker, tmp_path_factory.mktemp(checker), [stubs])


def test_good_pyobjc_code_is_left_alone(foundation_findings: Findings) -> None:
    assert foundation_findings.get("good.py", []) == []


def test_wrong_pyobjc_code_is_found_line_by_line(
    checker: str, foundation_findings: Findings
) -> None:
    found = sorted(foundation_findings.get("wrong.py", []))

    assert found == sorted(expected(HERE / "wrong.py", checker))


def test_every_marker_of_pyobjc_code_can_be_read() -> None:
    text = (HERE / "wrong.py").read_text(encoding="utf-8")

    assert len(MARKER.findall(text)) == text.count("# error") > 0
