"""Client code for the tests, written as a rubicon developer writes it.

Not imported by name: rubicon is not there. `written(folder, text)` makes a file of it, and the
fixture loads that.
"""

from __future__ import annotations

import itertools
from pathlib import Path

__all__ = ["HEAD", "written"]

HEAD = """\
import ctypes
from rubicon.objc import *
from rubicon.objc import NSObject, ObjCClass, ObjCProtocol, objc_method
from rubicon.objc.runtime import SEL, objc_block, objc_id, send_message, send_super

NSURL = ObjCClass("NSURL")
NSURLRequest = ObjCClass("NSURLRequest")
NSURLSession = ObjCClass("NSURLSession")
NSURLSessionConfiguration = ObjCClass("NSURLSessionConfiguration")


def session_for(delegate, queue=None):
    configuration = NSURLSessionConfiguration.defaultSessionConfiguration
    return NSURLSession.sessionWithConfiguration(
        configuration, delegate=delegate, delegateQueue=queue
    )


def address(text):
    return NSURL.URLWithString(text)


def taken(location):
    with open(str(location.path), "rb") as file:
        return file.read()


def started(task, session):
    task.resume()
    session.finishTasksAndInvalidate()
    return task


def download(delegate, url):
    session = session_for(delegate)
    return started(session.downloadTaskWithURL(address(url)), session)


def fetch(delegate, url):
    session = session_for(delegate)
    return started(session.dataTaskWithURL(address(url)), session)

"""

_numbers = itertools.count(1)


def written(folder: Path, text: str, *, head: str = HEAD) -> Path:
    """A file with client code; its name is used once."""
    path = folder / f"rubicon_client_{next(_numbers)}.py"
    path.write_text(head + text)
    return path
