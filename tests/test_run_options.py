"""The command line of `urlsession-mock run`: ours stands before the script, theirs behind it."""

from __future__ import annotations

import pytest

from urlsession_mock.__main__ import main
from urlsession_mock.command.run_options import parted

Output = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    ("line", "ours"),
    [
        ("run fetch.py", 2),
        ("run fetch.py --allow x --help", 2),
        ("run --allow a --allow b --judge fetch.py a --show", 7),
        ("run --allow=a fetch.py a", 3),
        ("run --kill 2 app.py --kill 3", 4),
        ("run -m tool --verbose", 3),
        ("run --show -m tool run", 4),
        ("run --show", 2),
        ("run --record", 2),
        ("show run.jsonl --all", 3),
        ("", 0),
    ],
)
def test_what_stands_behind_the_script_is_the_scripts(line: str, ours: int) -> None:
    words = line.split()
    assert parted(words) == (words[:ours], words[ours:])


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("run", "run needs a script: urlsession-mock run [options] SCRIPT"),
        ("run --show", "run needs a script"),
        ("run no/such.py", "there is no file no/such.py; give a script, or a module as -m NAME"),
        ("run --allow http:// no.py", "there is no file no.py"),
        (f"run --allow // {__file__}", "'//' names no host; write it as 127.0.0.1:8080"),
        (f"run --allow a --ca no.pem {__file__}", "no.pem is no file"),
        (f"run --record no/such/a.jsonl {__file__}", "no/such/a.jsonl cannot be written"),
    ],
)
def test_what_is_wrong_with_the_line_is_told_in_one(line: str, says: str, capsys: Output) -> None:
    assert main(line.split()) == 2
    said = capsys.readouterr().err
    assert says in said
    assert "Traceback" not in said


@pytest.mark.parametrize("wrong", ["0", "-1", "soon", ""])
def test_a_kill_comes_at_a_message_from_one_up(wrong: str, capsys: Output) -> None:
    with pytest.raises(SystemExit):
        main(["run", f"--kill={wrong}", "app.py"])
    assert f"a number of messages from 1 up is wanted, not '{wrong}'" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", ["0", "-1", "soon", "nan"])
def test_a_limit_is_a_number_of_seconds(wrong: str, capsys: Output) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["run", f"--limit={wrong}", "fetch.py"])
    assert ended.value.code == 2
    assert f"a number of seconds above 0 is wanted, not '{wrong}'" in capsys.readouterr().err


def test_help_fits_a_terminal_and_shows_what_is_the_scripts(
    capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit):
        main(["run", "--help"])
    shown = capsys.readouterr().out.splitlines()
    assert "(SCRIPT | -m MODULE) [its arguments ...]" in " ".join(shown)
    assert [line for line in shown if len(line) > 100] == []
