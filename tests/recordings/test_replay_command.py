"""The command `urlsession-mock replay`: what it prints, and its exit status."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.scripted import send, url
from urlsession_mock import Device, save
from urlsession_mock.__main__ import main
from urlsession_mock.selectors import COMPLETE, DATA, RESPONSE

APP = """
class Allows:
    def URLSession_dataTask_didReceiveResponse_completionHandler_(self, s, task, response, handler):
        handler(1)

    def URLSession_dataTask_didReceiveData_(self, session, task, data):
        pass

    def URLSession_task_didCompleteWithError_(self, session, task, error):
        session.finishTasksAndInvalidate()


class Cancels(Allows):
    def URLSession_dataTask_didReceiveResponse_completionHandler_(self, s, task, response, handler):
        handler(0)


class AsksTwice(Allows):
    def URLSession_dataTask_didReceiveResponse_completionHandler_(self, s, task, response, handler):
        handler(1)
        handler(1)


class Needs(Allows):
    def __init__(self, folder):
        self.folder = folder


class Fails(Allows):
    def __init__(self):
        raise OSError("no disk")


class Misspelt:
    def URLSession_task_didCompleteWithErrors_(self, session, task, error):
        pass


number = 1
"""

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    """Run the command on the recording of `Allows`: its status, what it printed, and its errors."""
    (tmp_path / "replayed_app.py").write_text(textwrap.dedent(APP), "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    module = __import__("replayed_app")
    with Device() as device:
        session = device.session(module.Allows())
        task = session.dataTaskWithURL_(url())
        task.resume()
        send(session, task, RESPONSE, *[DATA] * 40, COMPLETE)
        device.run()
    save(device.recording, "run.jsonl")

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(["replay", *arguments])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    yield run
    sys.modules.pop("replayed_app", None)


def test_the_same_delegate_does_the_same(run: Run) -> None:
    assert run("run.jsonl", "replayed_app:Allows") == (
        0,
        (
            "run.jsonl: 43 messages; the delegate did as in the recording\n"
            "judged by 34 rules, none of them broken\n"
        ),
        "",
    )


def test_another_is_told_by_what_it_does(run: Run) -> None:
    status, out, _ = run("run.jsonl", "replayed_app:Cancels")

    assert status == 1
    assert out.splitlines()[:2] == [
        "run.jsonl: 43 messages; the delegate did 1 thing otherwise",
        "    event 47, response of task 1: recorded the reply Allow; now the reply Cancel",
    ]


def test_a_broken_rule_is_drawn(run: Run) -> None:
    status, out, _ = run("run.jsonl", "replayed_app:AsksTwice")

    assert status == 1
    assert "handler-answered-once" in out


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("none.jsonl", "replayed_app:Allows"), "none.jsonl: cannot be read: "),
        (("run.jsonl", "replayed_app"), "'replayed_app' is no MODULE:CLASS"),
        (("run.jsonl", "replayed_app:Nobody"), "replayed_app has no Nobody"),
        (("run.jsonl", "replayed_app:number"), "replayed_app:number is int, not a class, nor a"),
        (
            ("run.jsonl", "replayed_app:Needs"),
            (
                "replayed_app:Needs is called without arguments, and takes some (missing a "
                "required argument: 'folder'); give a function that makes a delegate"
            ),
        ),
        (
            ("run.jsonl", "replayed_app:Fails"),
            "replayed_app:Fails failed when it was called: OSError: no disk",
        ),
        (("run.jsonl", "replayed_app:Misspelt"), "URLSession_task_didCompleteWithErrors_"),
        (("replayed_app.py", "replayed_app:Allows"), "replayed_app.py:1: "),
    ],
)
def test_wrong_input_is_told_in_one_line(
    run: Run, arguments: tuple[str, str], problem: str
) -> None:
    status, out, err = run(*arguments)

    assert status == 2
    assert out == ""
    assert problem in err
    assert err.startswith("urlsession-mock: ")
    assert "Traceback" not in err
