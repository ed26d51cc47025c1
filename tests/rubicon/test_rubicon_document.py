"""The code of docs/rubicon.md runs, and what it says is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCUMENT = (Path(__file__).parents[2] / "docs" / "rubicon.md").read_text(encoding="utf-8")
CLIENT, TEST = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)


def test_the_document_runs(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(downloads=CLIENT, test_downloads=TEST)
    result = pytester.runpytest("-p", "no:randomly", "-p", "no:asyncio")
    result.assert_outcomes(passed=1)


@pytest.mark.parametrize("name", re.findall(r"`(no-[\w-]+)`", DOCUMENT))
def test_the_rules_it_names_are_there(name: str) -> None:
    from urlsession_mock.rules import RULES

    assert name in {rule.id for rule in RULES}
