"""`urlsession-mock run --kill N`: an app that is killed in the middle, and launched again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.plain import plain_server
from urlsession_mock import load
from urlsession_mock.__main__ import main
from urlsession_mock.events import AppChanged

Output = pytest.CaptureFixture[str]

APP = """
import sys
from pathlib import Path

from rubicon.objc import Block, NSObject, ObjCClass, ObjCProtocol, at, objc_block, objc_method
from rubicon.objc.runtime import load_library

NSOperationQueue = ObjCClass("NSOperationQueue")
NSURL = ObjCClass("NSURL")
NSURLSession = ObjCClass("NSURLSession")
NSURLSessionConfiguration = ObjCClass("NSURLSessionConfiguration")
BASE, FOLDER = sys.argv[1], Path(sys.argv[2])
print("a process begins")


class Downloader(NSObject, protocols=[ObjCProtocol("NSURLSessionDownloadDelegate")]):
    @objc_method
    def URLSession_downloadTask_didFinishDownloadingToURL_(self, session, task, location) -> None:
        Path(str(location.path)).rename(FOLDER / str(task.taskDescription))

    @objc_method
    def URLSessionDidFinishEventsForBackgroundURLSession_(self, session) -> None:
        app = ObjCClass("UIApplication").sharedApplication.delegate
        NSOperationQueue.mainQueue.addOperationWithBlock(Block(app.caughtUp, None))


class App(NSObject):
    @objc_method
    def application_didFinishLaunchingWithOptions_(self, app, options) -> bool:
        configuration = NSURLSessionConfiguration.backgroundSessionConfigurationWithIdentifier("a")
        self.downloader = Downloader.alloc().init()
        self.session = NSURLSession.sessionWithConfiguration(
            configuration, delegate=self.downloader, delegateQueue=None
        )
        begun = FOLDER / "begun"
        for name in () if begun.exists() else ("Nepal", "Peru", "UK"):
            begun.touch()
            task = self.session.downloadTaskWithURL(NSURL.URLWithString(f"{BASE}/{name}"))
            task.taskDescription = name
            task.resume()
        return True

    @objc_method
    def application_handleEventsForBackgroundURLSession_completionHandler_(
        self, app, identifier, handler: objc_block
    ) -> None:
        self.stored = handler

    @objc_method
    def caughtUp(self) -> None:
        self.stored()


load_library("UIKit").UIApplicationMain(0, None, None, at("App"))
"""


@pytest.fixture
def base() -> Iterator[str]:
    with plain_server() as server:
        yield server.url


@pytest.fixture
def app(tmp_path: Path) -> str:
    path = tmp_path / "app.py"
    path.write_text(APP)
    return str(path)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.suffix == "")


@pytest.mark.parametrize("message", [1, 2])
def test_a_killed_app_is_launched_again_and_loses_nothing(
    message: int, base: str, app: str, tmp_path: Path, capsys: Output
) -> None:
    record = tmp_path / "run.jsonl"
    line = f"run --kill {message} --judge --record {record} --allow {base} {app} {base} {tmp_path}"
    status = main(line.split())

    said = capsys.readouterr()
    assert (status, said.out) == (0, "a process begins\n" * 2)
    assert files(tmp_path) == ["Nepal", "Peru", "UK", "begun"]
    changes = [event.change for event in load(record).only(AppChanged)]
    assert changes == ["launched", "terminated", "launched", "woken"]
    assert f"the app was killed at message {message}, and launched again" in said.err
    assert "the app was sent: 1 handover" in said.err
    assert "none of them broken" in said.err


def test_an_app_that_ends_before_is_told(
    base: str, app: str, tmp_path: Path, capsys: Output
) -> None:
    main(["run", "--kill", "1000", "--allow", base, app, base, str(tmp_path)])

    assert files(tmp_path) == ["Nepal", "Peru", "UK", "begun"]
    assert "the app was not killed: it ended before message 1000" in capsys.readouterr().err


def test_a_script_without_a_main_loop_is_told(tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "script.py"
    path.write_text("print('no app')\n")
    assert main(["run", "--kill", "1", str(path)]) == 0
    assert "there was no app to kill: the script did not call UIApplicationMain" in (
        capsys.readouterr().err
    )
