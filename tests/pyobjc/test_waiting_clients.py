"""Clients that hold the main thread: they poll a run loop, wait for an event, or run an app."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from urlsession_mock import Device
from urlsession_mock.bindings.pyobjc import PyObjC

CLIENT = """
import queue, sys, threading
import objc
from Foundation import *

class Fetcher(NSObject):
    def init(self):
        self = objc.super(Fetcher, self).init()
        self.is_done = False
        self.event = threading.Event()
        self.queue = queue.Queue()
        return self

    def fetch_(self, address):
        session = NSURLSession.sessionWithConfiguration_delegate_delegateQueue_(
            NSURLSessionConfiguration.ephemeralSessionConfiguration(), self, QUEUE
        )
        session.dataTaskWithURL_(NSURL.URLWithString_(address)).resume()
        session.finishTasksAndInvalidate()

    def URLSession_task_didCompleteWithError_(self, session, task, error):
        self.is_done = True
        self.event.set()
        self.queue.put(task.response().statusCode())

QUEUE = None
fetcher = Fetcher.alloc().init()
"""

WAITS = {
    "run loop, until a date": """
        fetcher.fetch_("https://example.com/a")
        while not fetcher.is_done:
            NSRunLoop.currentRunLoop().runUntilDate_(NSDate.dateWithTimeIntervalSinceNow_(.1))
    """,
    "run loop, in a mode": """
        QUEUE = NSOperationQueue.mainQueue()
        fetcher.fetch_("https://example.com/a")
        while not fetcher.is_done:
            NSRunLoop.mainRunLoop().runMode_beforeDate_(
                NSDefaultRunLoopMode, NSDate.dateWithTimeIntervalSinceNow_(1)
            )
    """,
    "an event": """
        fetcher.fetch_("https://example.com/a")
        assert fetcher.event.wait(10)
    """,
    "a queue": """
        fetcher.fetch_("https://example.com/a")
        assert fetcher.queue.get(timeout=10) == 200
    """,
    "an application": """
        from AppKit import NSApplication
        class App(NSObject):
            def applicationDidFinishLaunching_(self, notification):
                self.fetcher = Ends.alloc().init()
                self.fetcher.fetch_("https://example.com/a")
        class Ends(Fetcher):
            def URLSession_task_didCompleteWithError_(self, session, task, error):
                print("done")
                NSApplication.sharedApplication().terminate_(None)
        QUEUE = NSOperationQueue.mainQueue()
        app = NSApplication.sharedApplication()
        delegate = App.alloc().init()
        app.setDelegate_(delegate)
        app.run()
        print("never")
    """,
}


@pytest.mark.parametrize("way", WAITS)
def test_a_client_that_waits_is_served(
    bridge: PyObjC, device: Device, tmp_path: Path, capsys: pytest.CaptureFixture[str], way: str
) -> None:
    device.network.get("https://example.com/a").respond()
    ending = "" if "terminate" in WAITS[way] else "print('done')"
    script = tmp_path / "waits.py"
    script.write_text(CLIENT + textwrap.dedent(WAITS[way]) + ending)

    assert bridge.run(script) == 0

    assert capsys.readouterr().out == "done\n"
    assert device.verdict()
