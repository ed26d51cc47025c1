"""docs/exploring.md: its code runs, its tables are those of the code.

`python -m tests.plugin.test_plugin_exploring_docs` writes the generated parts anew. One rule:
examples and reports are taken from the page as they stand there.
"""

from __future__ import annotations

import re
import textwrap
import xml.etree.ElementTree as ElementTree
from dataclasses import fields
from inspect import getdoc
from pathlib import Path

import pytest

from tests.plugin.inner import Run
from urlsession_mock import Plan
from urlsession_mock.exploring.exhaustive import Exhaustive
from urlsession_mock.exploring.kinds import KINDS, Kind
from urlsession_mock.exploring.randomly import Randomly

DOCS = Path(__file__).parents[2] / "docs"
DOCUMENT = DOCS / "exploring.md"
PAGE = DOCUMENT.read_text("utf-8")

SURE = {"A": "Apple", "O": "observed", "S": "Apple is silent"}
STRATEGIES = {"exhaustive": Exhaustive, "random": Randomly}
GENERATED = re.compile(r"(<!-- (\w+): generated[^>]* -->\n)(.*?)(<!-- end -->)", re.DOTALL)


# -- the generated parts -------------------------------------------------


def kinds() -> str:
    head = "| | kind | what it is | by | sure | in a plan |\n|---|---|---|---|---|---|\n"
    return head + "".join(row(kind) for kind in KINDS)


def row(kind: Kind) -> str:
    said = [] if kind.is_stated else ["`observed`"]
    if kind.limit:
        said.append(f"`{kind.limit}={Plan().limit(kind)}`")
    cells = (f"`{kind.letter}`", kind.name, kind.what, ", ".join(kind.rules), SURE[kind.strength])
    return f"| {' | '.join((*cells, ', '.join(said) or 'after an end of the app'))} |\n"


def strategies() -> str:
    parts = [f'**`strategy="{name}"`**. {getdoc(each)}' for name, each in STRATEGIES.items()]
    text = "\n\n".join(parts)
    return "\n\n".join(textwrap.fill(part, 132) for part in text.split("\n\n")) + "\n"


def written(page: str) -> str:
    """The page with its generated parts made anew."""
    made = {"kinds": kinds, "strategies": strategies}
    return GENERATED.sub(lambda found: found[1] + made[found[2]]() + found[4], page)


# -- claims --------------------------------------------------------------


def blocks(language: str = "") -> list[str]:
    found = re.findall(r"^```(\w*)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return [text for name, text in found if name == language]


def test_the_generated_parts_are_as_the_code_has_them() -> None:
    assert len(GENERATED.findall(PAGE)) == 2
    assert written(PAGE) == PAGE, "python -m tests.plugin.test_plugin_exploring_docs writes it"


@pytest.mark.parametrize("field", [each.name for each in fields(Plan) if each.init])
def test_the_page_names_all_that_a_plan_can_say(field: str) -> None:
    assert re.search(rf"\b{field}\b", PAGE)


def timeless(text: str) -> str:
    return re.sub(r"in [\d.]+ s:", "in 0.0 s:", text)


def test_the_example_fails_as_shown(run: Run) -> None:
    result = run(blocks("python")[0])
    result.assert_outcomes(failed=1)
    told = "\n".join(line.removeprefix("E").strip() for line in result.outlines)
    shown = "\n".join(line.strip() for line in blocks()[0].splitlines())
    assert shown in timeless(told)


def test_the_schedule_that_is_shown_fails_again(run: Run) -> None:
    play, _, again, *_ = blocks("python")
    result = run(f"{play}\nfrom urlsession_mock import rerun\n{again}", "-k", "in_that_order")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["E*AssertionError*berryapple*"])


def test_mended_it_passes_all_schedules(run: Run) -> None:
    play, mended, *_ = blocks("python")
    faulty = play[play.index("class Pages") : play.index("def two_pages")]
    run(play.replace(faulty, mended + "\n\n")).assert_outcomes(passed=1)


def test_the_marker_explores_the_test_and_says_how_to_run_it_again(run: Run) -> None:
    play, _, _, marked = blocks("python")
    result = run(f"{play}\n{marked}", "-k", "as_a_test")
    result.assert_outcomes(failed=1)
    shown = blocks()[1].rstrip()
    assert shown in result.stdout.str()
    again = shown.rpartition(" ")[2]
    run(f"{play}\n{marked}", "-k", "as_a_test", again).assert_outcomes(failed=1)


def test_the_ways_of_distributing_it_names_are_those_that_share() -> None:
    from pytest_urlsession.merging import _SHARING

    told = re.search(r"distributing (.*?);", PAGE.replace("\n", " "))
    assert told is not None
    assert tuple(re.findall(r"`(\w+)`", told[1])) == _SHARING


def test_the_picture_says_in_words_what_it_shows_and_needs_nothing_from_elsewhere() -> None:
    [name] = re.findall(r'<img src="([^"]+)"', PAGE)
    text = (DOCS / name).read_text("utf-8")
    picture = ElementTree.fromstring(text)
    space = "{http://www.w3.org/2000/svg}"
    assert picture.findtext(f"{space}title")
    assert picture.findtext(f"{space}desc")
    assert not re.search(r'(?:href|src)="(?!#)|url\(|@import|<script', text)


def test_every_file_the_page_links_to_exists() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", PAGE)
    assert not [link for link in links if not (DOCS / link).exists()]


if __name__ == "__main__":
    DOCUMENT.write_text(written(PAGE), "utf-8")
