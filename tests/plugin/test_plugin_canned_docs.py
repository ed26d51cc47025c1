"""docs/canned-answers.md: what it shows works.

One rule: examples and reports are taken from the page as they stand there.
"""

from __future__ import annotations

import re
from pathlib import Path

from tests.network.driving import outgoing
from tests.plugin.inner import Run
from urlsession_mock.network import Network, Stub

PAGE = (Path(__file__).parents[2] / "docs" / "canned-answers.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    found = re.findall(r"^```(\w*)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return [text for name, text in found if name == language]


def test_the_examples_of_the_page_pass(run: Run) -> None:
    examples = "\n".join(blocks("python"))
    count = examples.count("def test_")
    assert count == 4
    run(examples).assert_outcomes(passed=count)


def test_the_report_of_the_page_is_the_one_a_reader_gets() -> None:
    network = Network()
    network.get("https://example.com/{id}/more").respond()
    network.post("https://example.com/a").respond()
    network.get("https://example.com/a?page=1").respond()
    [shown] = blocks("")
    assert network.miss(outgoing("https://example.com/a?page=2")) == shown.rstrip()


def test_the_page_names_all_that_a_stub_can_be_told() -> None:
    told = {"respond", "respond_with", "fail", "stall", "redirect", "protect", "untrusted"}
    told.add("wants_certificate")
    public = {name for name, what in vars(Stub).items() if callable(what) and name[0] != "_"}
    assert public - {"take"} == told
    assert all(f"{name}(" in PAGE for name in told)
