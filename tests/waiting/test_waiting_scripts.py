"""Unmodified scripts that wait by AppHelper and by libdispatch, imported as on a Mac."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.waiting.clients import ADDRESS
from urlsession_mock import Device
from urlsession_mock.bindings.pyobjc import PyObjC, installed

FETCHES = """
import sys
import objc
from Foundation import NSObject, NSOperationQueue, NSURL, NSURLSession, NSURLSessionConfiguration

class Fetches(NSObject):
    def initWithEnd_(self, end):
        self = objc.super(Fetches, self).init()
        self.end = end
        return self

    def URLSession_dataTask_didReceiveData_(self, session, task, data):
        print(bytes(data).decode())

    def URLSession_task_didCompleteWithError_(self, session, task, error):
        self.end()

    @objc.python_method
    def fetch(self, queue=None):
        session = NSURLSession.sessionWithConfiguration_delegate_delegateQueue_(
            NSURLSessionConfiguration.defaultSessionConfiguration(), self, queue
        )
        session.dataTaskWithURL_(NSURL.URLWithString_(sys.argv[1])).resume()
        session.finishTasksAndInvalidate()
"""
SCRIPTS = {
    "a console loop": """
        from PyObjCTools import AppHelper
        fetches = Fetches.alloc().initWithEnd_(lambda: AppHelper.callAfter(AppHelper.stopEventLoop))
        fetches.fetch()
        AppHelper.runConsoleEventLoop(installInterrupt=True)
    """,
    "a console loop, and the main queue": """
        import PyObjCTools.AppHelper as AppHelper
        fetches = Fetches.alloc().initWithEnd_(AppHelper.stopEventLoop)
        AppHelper.callLater(5, fetches.fetch, NSOperationQueue.mainQueue())
        AppHelper.runConsoleEventLoop()
    """,
    "a semaphore": """
        import libdispatch
        semaphore = libdispatch.dispatch_semaphore_create(0)
        signal = libdispatch.dispatch_semaphore_signal
        fetches = Fetches.alloc().initWithEnd_(lambda: signal(semaphore))
        fetches.fetch()
        libdispatch.dispatch_semaphore_wait(semaphore, libdispatch.DISPATCH_TIME_FOREVER)
    """,
    "a group on a queue": """
        from dispatch import *
        group, queue = dispatch_group_create(), dispatch_queue_create(b"work", None)
        dispatch_group_enter(group)
        fetches = Fetches.alloc().initWithEnd_(lambda: dispatch_group_leave(group))
        dispatch_after(dispatch_time(DISPATCH_TIME_NOW, 5 * NSEC_PER_SEC), queue, fetches.fetch)
        dispatch_group_wait(group, DISPATCH_TIME_FOREVER)
    """,
    "a wait that never ends": """
        import threading
        fetches = Fetches.alloc().initWithEnd_(lambda: None)
        fetches.fetch()
        try:
            threading.Event().wait()
        except Exception as error:
            print(type(error).__name__, error.__traceback__.tb_lineno)
    """,
}
ENDS = {"a wait that never ends": "hello\nDeadlock 30\n"}


@pytest.fixture
def bridge() -> Iterator[PyObjC]:
    with Device(limit=0.3) as device, installed(device) as bridge:
        device.network.get(ADDRESS).respond(body=b"hello")
        yield bridge


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_waits_as_on_a_mac(
    bridge: PyObjC, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    script = tmp_path / "script.py"
    script.write_text(FETCHES + textwrap.dedent(SCRIPTS[name]))

    assert bridge.run(script, ADDRESS) == 0

    assert capsys.readouterr().out == ENDS.get(name, "hello\n")
