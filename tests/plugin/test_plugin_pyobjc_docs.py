"""docs/pyobjc.md: what it shows works.

One rule: the client and the tests are taken from the page as they stand there.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.plugin.inner import Run

PAGE = (Path(__file__).parents[2] / "docs" / "pyobjc.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    found = re.findall(r"^```([\w .]*)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return [text for name, text in found if name == language]


def test_the_examples_of_the_page_pass(run: Run, pytester: pytest.Pytester) -> None:
    [client] = blocks("python client.py")
    (pytester.path / "client.py").write_text(client)
    examples = "\n".join(blocks("python"))
    count = examples.count("def test_")

    assert count == 5
    run(examples).assert_outcomes(passed=count)
