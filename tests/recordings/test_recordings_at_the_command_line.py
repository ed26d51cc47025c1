"""`check`, `show` and `import` do with a recording's file what they say."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.recordings import ARCHIVE
from tests.recordings.made import downloaded
from urlsession_mock import load, save
from urlsession_mock.__main__ import main
from urlsession_mock.command.problem import Progress

Output = pytest.CaptureFixture[str]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "run.jsonl"
    save(downloaded(), path)
    return path


def test_a_sound_recording_is_said_to_be_one(file: Path, capsys: Output) -> None:
    assert main(["check", str(file)]) == 0
    assert capsys.readouterr().out == (
        f"{file}: a whole recording, and nothing in it looks like a secret\n"
    )


def test_what_is_found_is_told_with_file_and_line_and_the_status_is_1(
    file: Path, capsys: Output
) -> None:
    file.write_text(file.read_text().replace('"text":"text"', '"text":"AKIAA2A2A2A2A2A2A2A2"'))

    assert main(["check", str(file)]) == 1
    [line] = capsys.readouterr().out.splitlines()
    assert line.startswith(f"{file}:")
    assert line.endswith(": it looks as if it holds an AWS access key: AKIA…")


def test_a_cut_or_damaged_recording_is_told(file: Path, capsys: Output) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[:-40])
    assert main(["check", str(file)]) == 1
    assert "the recording is cut: its last line is missing" in capsys.readouterr().out
    file.write_bytes(whole.replace(b'"number":3,', b'"number":"3",'))
    assert main(["check", str(file)]) == 1
    assert f"{file}:4: Expected `int`, got `str`" in capsys.readouterr().out


def test_a_recording_that_is_not_there_is_told_as_a_file(tmp_path: Path, capsys: Output) -> None:
    assert main(["check", str(tmp_path / "none.jsonl")]) == 1
    assert "none.jsonl: cannot be read: No such file" in capsys.readouterr().out


def test_a_recording_is_shown_in_the_width_asked_for(file: Path, capsys: Output) -> None:
    assert main(["show", str(file), "--width", "60"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 60
    assert lines[0].split() == ["event", "time", "system", "main", "delegate"]
    assert any("finish-download #2" in line for line in lines)


def test_a_cut_recording_is_shown_and_said_to_be_cut(file: Path, capsys: Output) -> None:
    file.write_bytes(file.read_bytes()[:-40])
    assert main(["show", str(file)]) == 0
    assert capsys.readouterr().err == (
        f"urlsession-mock: {file} is cut: it goes up to its last whole line\n"
    )


@pytest.mark.parametrize("command", ["show", "import"])
def test_a_file_that_is_none_of_it_is_told_in_one_line(
    command: str, tmp_path: Path, capsys: Output
) -> None:
    wrong = tmp_path / "notes.txt"
    wrong.write_text("hello")
    assert main([command, str(wrong)]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith(f"urlsession-mock: {wrong}")


def test_a_width_that_is_none_is_refused(file: Path, capsys: Output) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["show", str(file), "--width", "7"])
    assert ended.value.code == 2
    assert "columns from 40 to 10000 are wanted, not '7'" in capsys.readouterr().err


def test_an_archive_is_imported_beside_it_or_where_asked(tmp_path: Path, capsys: Output) -> None:
    archive = tmp_path / "site.har"
    archive.write_text(json.dumps(ARCHIVE))
    assert main(["import", str(archive)]) == 0
    assert capsys.readouterr().out.startswith(f"{tmp_path / 'site.jsonl'}: ")
    assert main(["import", str(archive), "-o", str(tmp_path / "out.jsonl")]) == 0
    assert len(load(tmp_path / "out.jsonl")) == len(load(tmp_path / "site.jsonl")) > 20


def test_what_an_import_leaves_out_is_told(tmp_path: Path, capsys: Output) -> None:
    archive = tmp_path / "site.har"
    odd = ["wss://example.com/", "data:text/plain,a", "\x1b[2J", "blob:b"]
    entries = [
        {
            "startedDateTime": "2026-01-01T00:00:00Z",
            "time": 1,
            "request": {"method": "GET", "url": address, "headers": []},
            "response": {"status": 200, "headers": []},
            "timings": {},
        }
        for address in odd
    ]
    archive.write_text(json.dumps({"log": {"version": "1.2", "entries": entries}}))
    assert main(["import", str(archive)]) == 0
    assert capsys.readouterr().err == (
        "urlsession-mock: left out, as no data task loads them: entry 1, a WebSocket; "
        "entry 2, not of an http address; entry 3, not of an http address; and 1 more\n"
    )


def test_an_archive_never_replaces_itself(tmp_path: Path, capsys: Output) -> None:
    archive = tmp_path / "site.jsonl"
    archive.write_text(json.dumps(ARCHIVE))
    assert main(["import", str(archive)]) == 2
    assert "would replace it" in capsys.readouterr().err
    assert json.loads(archive.read_text()) == ARCHIVE


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, capsys: Output) -> None:
    archive = tmp_path / "site.har"
    archive.write_text(json.dumps(ARCHIVE))
    assert main(["import", str(archive), "-o", str(tmp_path / "no" / "out.jsonl")]) == 2
    assert "out.jsonl cannot be written: No such file" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["check", "show", "import"])
def test_help_shows_an_example(command: str, capsys: Output) -> None:
    with pytest.raises(SystemExit):
        main([command, "--help"])
    assert f"urlsession-mock {command} " in capsys.readouterr().out.split("\n\n", 1)[1]


def test_a_reader_that_has_seen_enough_is_no_error(file: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "urlsession_mock", "show", str(file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as shown:
        assert shown.stdout is not None
        assert shown.stderr is not None
        shown.stdout.close()
        assert shown.stderr.read() == b""
        assert shown.wait(30) == 0


def test_without_msgspec_the_extra_is_named(file: Path) -> None:
    code = (
        "import sys; sys.modules['msgspec'] = None\n"
        "import urlsession_mock; from urlsession_mock.__main__ import main\n"
        f"sys.exit(main(['show', {str(file)!r}]))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert ran.returncode == 2
    assert ran.stderr == (
        "urlsession-mock: reading and writing recordings needs msgspec, which is not installed "
        "here; install it with: pip install 'urlsession-mock[recordings]'\n"
    )


def test_importing_the_package_imports_no_msgspec() -> None:
    code = "import sys, urlsession_mock; sys.exit('msgspec' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_progress_is_shown_only_to_somebody_who_watches(
    capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Progress, "_PATIENCE", 0.0)
    for watched in (False, True):
        monkeypatch.setattr(sys.stderr, "isatty", lambda watched=watched: watched)
        progress = Progress("run.jsonl")
        progress(256)
        progress(257)
        progress.done()
        shown = "\rrun.jsonl: 256 events\r\x1b[K" if watched else ""
        assert capsys.readouterr().err == shown
