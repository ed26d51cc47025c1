"""The command `urlsession-mock` answers questions, and says in one line what is wrong with one."""

from __future__ import annotations

from pathlib import Path

import pytest

from urlsession_mock import RULES
from urlsession_mock.__main__ import main

Output = pytest.CaptureFixture[str]

DELEGATES = """
class Right:
    def __init__(self, needs_this):
        raise AssertionError("a check makes no delegate")

    def URLSession_task_didCompleteWithError_(self, session, task, error):
        return None


class Wrong:
    def URLSession_task_didCompletWithError_(self, session, task, error):
        return None


right = 1
"""


@pytest.fixture
def delegates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a module with a right delegate class and a wrong one."""
    name = f"delegates_of_{tmp_path.name.replace('-', '_')}"
    (tmp_path / f"{name}.py").write_text(DELEGATES)
    (tmp_path / f"{name}_broken.py").write_text("class Right(: pass")
    monkeypatch.syspath_prepend(tmp_path)
    return name


def test_rules_lists_every_rule_in_a_line(capsys: Output) -> None:
    assert main(["rules"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [rule.id for rule in RULES]


def test_a_rule_is_shown_whole(capsys: Output) -> None:
    assert main(["rules", "stored-handler-once"]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == [
        "stored-handler-once",
        "    Call the stored handler once, and let go of it.",
    ]


def test_a_rule_that_is_none_is_answered_with_the_nearest(capsys: Output) -> None:
    assert main(["rules", "stored-handler-twice"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "'stored-handler-twice' is not a rule; did you mean stored-handler-" in said.err


def test_a_well_formed_delegate_class_is_said_to_be_one(delegates: str, capsys: Output) -> None:
    assert main(["check", f"{delegates}:Right"]) == 0
    assert capsys.readouterr().out == f"{delegates}:Right: well-formed\n"


def test_what_is_wrong_with_a_delegate_class_is_listed(delegates: str, capsys: Output) -> None:
    assert main(["check", f"{delegates}:Wrong", f"{delegates}:Right"]) == 1
    said = capsys.readouterr().out
    assert "did you mean URLSession_task_didCompleteWithError_?" in said
    assert said.endswith("Right: well-formed\n")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Downloads", "'Downloads' is no MODULE:CLASS; for example myapp.downloads:Downloader"),
        ("no_such_module:Downloads", "no_such_module cannot be imported"),
        ("{}:Missing", "has no Missing"),
        ("{}_broken:Right", "failed while it was imported: SyntaxError"),
        ("{}:right", "is int, not a class"),
    ],
)
def test_a_name_that_is_no_class_is_said_so_in_one_line(
    delegates: str, capsys: Output, name: str, says: str
) -> None:
    assert main(["check", name.format(delegates)]) == 2
    said = capsys.readouterr().err
    assert says in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("arguments", [["--help"], ["rules", "--help"], ["check", "--help"]])
def test_help_helps(arguments: list[str], capsys: Output) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 0
    assert "usage: urlsession-mock" in capsys.readouterr().out
