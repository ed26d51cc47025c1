"""`urlsession-mock run`: a Mac's script with real servers, its summary and its verdict."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.plain import plain_server
from urlsession_mock import load
from urlsession_mock.__main__ import main

Output = pytest.CaptureFixture[str]

SCRIPT = """
import sys
from Foundation import NSURL, NSObject, NSOperationQueue, NSURLSession, NSURLSessionConfiguration


class Getter(NSObject):
    def URLSession_dataTask_didReceiveResponse_completionHandler_(
        self, session, task, response, handler
    ):
        print("status", response.statusCode())
        handler(1)
{answering_twice}
    def URLSession_task_didCompleteWithError_(self, session, task, error):
        print("failed:", error.localizedDescription()) if error else print("done")


print("arguments", sys.argv[1:])
session = NSURLSession.sessionWithConfiguration_delegate_delegateQueue_(
    NSURLSessionConfiguration.ephemeralSessionConfiguration(), Getter.alloc().init(), None
)
session.dataTaskWithURL_(NSURL.URLWithString_(sys.argv[1])).resume()
session.finishTasksAndInvalidate()
sys.exit({status})
"""


def script(folder: Path, *, status: int = 0, answers_twice: bool = False) -> str:
    """The path of a script that gets one URL."""
    path = folder / "get.py"
    again = "        handler(1)" if answers_twice else ""
    path.write_text(SCRIPT.format(status=status, answering_twice=again))
    return str(path)


@pytest.fixture
def base() -> Iterator[str]:
    with plain_server() as server:
        yield server.url


def test_the_script_has_its_own_arguments_output_and_status(
    base: str, tmp_path: Path, capsys: Output
) -> None:
    status = main(
        ["run", "--allow", base, script(tmp_path, status=3), f"{base}/get", "--record", "x"]
    )

    said = capsys.readouterr()
    assert status == 3
    assert said.out == f"arguments ['{base}/get', '--record', 'x']\nstatus 200\ndone\n"


def test_afterwards_it_tells_what_the_delegates_were_sent(
    base: str, tmp_path: Path, capsys: Output
) -> None:
    main(["run", "--allow", base, script(tmp_path), f"{base}/get"])

    host = base.removeprefix("http://")
    assert capsys.readouterr().err.splitlines()[1:] == [
        f"urlsession-mock: {tmp_path}/get.py ended with exit status 0",
        "session 1, ephemeral, for Getter",
        f"    1 task: 1 to {host}",
        "    sent: 1 response, 1 complete",
        "    not implemented: 1 data, 1 metrics, 1 invalid",
        "judged by 34 rules, none of them broken",
    ]


def test_a_host_that_was_not_named_is_told_with_what_to_write(
    base: str, tmp_path: Path, capsys: Output
) -> None:
    host = base.removeprefix("http://")
    status = main(["run", script(tmp_path), f"{base}/Peru"])

    said = capsys.readouterr()
    assert (status, "failed:" in said.out) == (0, True)
    assert f"{host} was not contacted" in said.err
    assert f"write --allow {host}" in " ".join(said.err.split())


def test_judge_makes_a_refused_host_a_failure_and_leaves_the_scripts_own_alone(
    base: str, tmp_path: Path
) -> None:
    assert main(["run", "--judge", script(tmp_path), f"{base}/Peru"]) == 1
    assert main(["run", "--judge", script(tmp_path, status=7), f"{base}/Peru"]) == 7
    assert main(["run", "--judge", "--allow", base, script(tmp_path), f"{base}/Peru"]) == 0


def test_a_broken_rule_is_told_whole(base: str, tmp_path: Path, capsys: Output) -> None:
    path = script(tmp_path, answers_twice=True)
    assert main(["run", "--allow", base, path, f"{base}/Peru"]) == 0
    said = capsys.readouterr().err
    assert "the delegate broke 1 of 34 rules" in said
    assert "get.py:12" in said
    assert main(["run", "--judge", "--allow", base, path, f"{base}/Peru"]) == 1


def test_quiet_says_nothing_where_nothing_is_wrong(
    base: str, tmp_path: Path, capsys: Output
) -> None:
    main(["run", "--quiet", "--allow", base, script(tmp_path), f"{base}/Peru"])
    assert capsys.readouterr().err == ""
    main(["run", "--quiet", script(tmp_path), f"{base}/Peru"])
    assert "was not contacted" in capsys.readouterr().err


def test_the_recording_is_whole_and_can_be_read(base: str, tmp_path: Path, capsys: Output) -> None:
    file = tmp_path / "run.jsonl"
    main(["run", "--allow", base, "--record", str(file), script(tmp_path), f"{base}/Peru"])

    recording = load(file)
    assert not recording.is_cut
    assert f"recorded in {file}: {len(recording)} events" in capsys.readouterr().err


def test_show_tells_every_event(base: str, tmp_path: Path, capsys: Output) -> None:
    main(["run", "--show", "--allow", base, script(tmp_path), f"{base}/Peru"])
    assert "● session 1  ephemeral for Getter" in capsys.readouterr().err


def test_an_exception_is_shown_as_python_shows_it_from_the_scripts_own_line_on(
    tmp_path: Path, capsys: Output
) -> None:
    path = tmp_path / "broken.py"
    path.write_text("def fail():\n    raise LookupError('nowhere')\n\nfail()\n")
    assert main(["run", str(path)]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f'Traceback (most recent call last):\n  File "{path}", line 4, in')
    assert "LookupError: nowhere\n\nurlsession-mock: " in said
    assert "no session was made" in said


def test_a_script_that_is_no_python_is_shown_as_python_shows_it(
    tmp_path: Path, capsys: Output
) -> None:
    path = tmp_path / "broken.py"
    path.write_text("def fail(:\n")
    assert main(["run", str(path)]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f'  File "{path}", line 1\n')
    assert "SyntaxError" in said


def test_a_module_runs_as_with_pythons_own_option(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    (tmp_path / "getter_tool").mkdir()
    (tmp_path / "getter_tool" / "__init__.py").write_text("")
    (tmp_path / "getter_tool" / "__main__.py").write_text(
        "import sys\nfrom Foundation import NSURL\nprint(__name__, sys.argv[1:])\n"
    )
    monkeypatch.chdir(tmp_path)
    assert main(["run", "-m", "getter_tool", "--fast"]) == 0
    assert capsys.readouterr().out == "__main__ ['--fast']\n"


def test_a_module_that_is_not_there_is_told_in_one_line(capsys: Output) -> None:
    assert main(["run", "-m", "no_such_tool"]) == 2
    assert "there is no module no_such_tool" in capsys.readouterr().err
