"""mypy and pyright find what is wrong with a delegate, and nothing where nothing is.

`good.py` and `wrong.py` say what is expected. One rule: each checker runs once, strict,
on copies in a folder of their own, so that no configuration of the project has a say.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.typing.checkers import MARKER, Findings, expected, findings_in

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def findings(checker: str, tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """What the checker says of copies of the two files."""
    return findings_in(HERE, checker, tmp_path_factory.mktemp(checker))


def test_good_delegates_are_left_alone(findings: Findings) -> None:
    assert findings.get("good.py", []) == []


def test_wrong_delegates_are_found_line_by_line(checker: str, findings: Findings) -> None:
    assert sorted(findings.get("wrong.py", [])) == expected(HERE / "wrong.py", checker)


def test_every_marker_can_be_read() -> None:
    text = (HERE / "wrong.py").read_text(encoding="utf-8")

    assert len(MARKER.findall(text)) == text.count("# error") > 0
