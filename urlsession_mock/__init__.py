"""Test a URLSession delegate: its messages, its relaunch, its stored completion handler.

The public face: everything a test names is here or in `urlsession_mock.foundation` and
`urlsession_mock.selectors`. One rule: importing it needs no pytest.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from urlsession_mock.app import App
from urlsession_mock.conformance import NotADelegate, check_delegate, conforms_to, responds_to
from urlsession_mock.device import Device
from urlsession_mock.errors import (
    AppleException,
    BadRecording,
    Deadlock,
    IllegalMessage,
    MissingExtra,
    NoActiveDevice,
    NotPossibleNow,
    TimedOut,
    URLSessionMockError,
)
from urlsession_mock.handlers import Handler
from urlsession_mock.not_simulated import NotSimulated
from urlsession_mock.options import Options
from urlsession_mock.protocols import (
    UIApplicationDelegate,
    URLSessionDataDelegate,
    URLSessionDelegate,
    URLSessionDownloadDelegate,
    URLSessionStreamDelegate,
    URLSessionTaskDelegate,
    URLSessionWebSocketDelegate,
)
from urlsession_mock.recording import Recording
from urlsession_mock.relaunch import Relaunch
from urlsession_mock.rules import RULES, Rule, Strength, Verdict, Violation
from urlsession_mock.selectors import SELECTORS, Selector
from urlsession_mock.session import MockSession

if TYPE_CHECKING:
    from urlsession_mock.jsonl.reading import LoadedRecording as LoadedRecording
    from urlsession_mock.jsonl.reading import RecordingStream as RecordingStream
    from urlsession_mock.jsonl.reading import load as load
    from urlsession_mock.jsonl.reading import stream as stream
    from urlsession_mock.jsonl.writing import RecordingWriter as RecordingWriter
    from urlsession_mock.jsonl.writing import save as save
    from urlsession_mock.replaying.acts import Difference as Difference
    from urlsession_mock.replaying.replay import Replay as Replay
    from urlsession_mock.replaying.replay import replay as replay

__all__ = [
    "RULES",
    "SELECTORS",
    "App",
    "AppleException",
    "BadRecording",
    "Deadlock",
    "Device",
    "Difference",
    "Handler",
    "IllegalMessage",
    "LoadedRecording",
    "MissingExtra",
    "MockSession",
    "NoActiveDevice",
    "NotADelegate",
    "NotPossibleNow",
    "NotSimulated",
    "Options",
    "Recording",
    "RecordingStream",
    "RecordingWriter",
    "Relaunch",
    "Replay",
    "Rule",
    "Selector",
    "Strength",
    "TimedOut",
    "UIApplicationDelegate",
    "URLSessionDataDelegate",
    "URLSessionDelegate",
    "URLSessionDownloadDelegate",
    "URLSessionMockError",
    "URLSessionStreamDelegate",
    "URLSessionTaskDelegate",
    "URLSessionWebSocketDelegate",
    "Verdict",
    "Violation",
    "check_delegate",
    "conforms_to",
    "load",
    "replay",
    "responds_to",
    "save",
    "stream",
]

# Where the names are that are imported when first asked for: they need the extra `recordings`.
_LATER: Final = {
    "LoadedRecording": "urlsession_mock.jsonl.reading",
    "RecordingStream": "urlsession_mock.jsonl.reading",
    "RecordingWriter": "urlsession_mock.jsonl.writing",
    "Difference": "urlsession_mock.replaying.acts",
    "Replay": "urlsession_mock.replaying.replay",
    "load": "urlsession_mock.jsonl.reading",
    "replay": "urlsession_mock.replaying.replay",
    "save": "urlsession_mock.jsonl.writing",
    "stream": "urlsession_mock.jsonl.reading",
}


def __getattr__(name: str) -> object:
    module = _LATER.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(module), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_LATER})
