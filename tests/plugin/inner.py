"""Runs of pytest inside a test, and the app whose delegate they test.

Not here: any claim. One rule: an inner run sees nothing of the project's own configuration.
"""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

__all__ = ["APP", "Run", "block", "headings", "in_a_process"]

Run = Callable[..., pytest.RunResult]
"""Runs pytest on a test file given as text; more arguments are pytest's."""

APP = '''
"""An app that keeps files, and one that is too quick."""

from urlsession_mock.foundation import NSOperationQueue, NSURLSession, NSURLSessionConfiguration


def session(identifier, delegate):
    make = NSURLSessionConfiguration.backgroundSessionConfigurationWithIdentifier_
    return NSURLSession.sessionWithConfiguration_delegate_delegateQueue_(
        make(identifier), delegate, None
    )


class App:
    """Keeps the handler until finish-events, and calls it on the main thread."""

    def __init__(self):
        self.handlers = {}
        self.sessions = {}
        self.files = []

    def application_handleEventsForBackgroundURLSession_completionHandler_(
        self, application, identifier, handler
    ):
        self.handlers[identifier] = handler
        if identifier not in self.sessions:
            self.sessions[identifier] = session(identifier, self)

    def URLSession_downloadTask_didFinishDownloadingToURL_(self, session, task, location):
        with open(location.path(), "rb") as file:
            self.files.append(file.read())
        print("took", task.originalRequest().URL().absoluteString())

    def URLSession_task_didCompleteWithError_(self, session, task, error):
        if error is not None:
            assert error.userInfo() is not None

    def URLSessionDidFinishEventsForBackgroundURLSession_(self, session):
        handler = self.handlers.pop(session.configuration().identifier(), None)
        if handler is not None:
            self.call(handler)

    def call(self, handler):
        NSOperationQueue.mainQueue().addOperationWithBlock_(handler)


class Hasty(App):
    """Breaks stored-handler-on-main-thread, and no other rule."""

    def call(self, handler):
        handler()


def play(relaunch):
    """One file came while the app was away."""
    relaunch.download("https://example.com/a", b"a")
    relaunch.finish_events()
'''


def in_a_process(folder: Path, source: str, *arguments: str, conftest: str = "") -> list[str]:
    """The lines that pytest prints, in a process of its own, about a test file given as text."""
    for name, text in {"downloads": APP, "test_inner": source, "conftest": conftest}.items():
        (folder / f"{name}.py").write_text(textwrap.dedent(text), encoding="utf-8")
    off = [f"-pno:{name}" for name in ("cacheprovider", "hypothesispytest", "randomly")]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *off, *arguments],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
    )
    return run.stdout.splitlines() + run.stderr.splitlines()


def block(output: str, heading: str) -> list[str]:
    """The lines below a heading of pytest's output, up to the next heading of any kind."""
    lines = iter(output.splitlines())
    for line in lines:
        if _title(line) == heading:
            break
    else:
        raise AssertionError(f"no heading {heading!r} in:\n{output}")
    found: list[str] = []
    for line in lines:
        if _title(line) is not None:
            break
        found.append(line.rstrip())
    return found


def headings(output: str) -> list[str]:
    """The headings of pytest's output, in order."""
    return [title for line in output.splitlines() if (title := _title(line))]


def _title(line: str) -> str | None:
    """What stands in a ruled line; None for any other."""
    for rule in "=_-!":
        if line.startswith(rule) and line.endswith(rule) and len(line) > 20:
            title = line.strip(rule).strip()
            return title if f" {title} " in line else None
    return None
