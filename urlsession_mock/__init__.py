"""Test a URLSession delegate: its messages, its relaunch, its stored completion handler.

The public face: everything a test names is here or in `urlsession_mock.foundation` and
`urlsession_mock.selectors`. One rule: importing it needs no pytest, and next to no time.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
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
    from urlsession_mock.explorer import FaultFound, explore, rerun
    from urlsession_mock.exploring.coverage import Coverage
    from urlsession_mock.exploring.exploration import NotDeterministic
    from urlsession_mock.exploring.plan import Plan
    from urlsession_mock.handlers import Handler
    from urlsession_mock.jsonl.reading import LoadedRecording, RecordingStream, load, stream
    from urlsession_mock.jsonl.writing import RecordingWriter, save
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
    from urlsession_mock.replaying.acts import Difference
    from urlsession_mock.replaying.replay import Replay, replay
    from urlsession_mock.rules import RULES, Rule, Strength, Verdict, Violation
    from urlsession_mock.selectors import SELECTORS, Selector
    from urlsession_mock.session import MockSession

__all__ = [
    "RULES",
    "SELECTORS",
    "App",
    "AppleException",
    "BadRecording",
    "Coverage",
    "Deadlock",
    "Device",
    "Difference",
    "FaultFound",
    "Handler",
    "IllegalMessage",
    "LoadedRecording",
    "MissingExtra",
    "MockSession",
    "NoActiveDevice",
    "NotADelegate",
    "NotDeterministic",
    "NotPossibleNow",
    "NotSimulated",
    "Options",
    "Plan",
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
    "explore",
    "load",
    "replay",
    "rerun",
    "responds_to",
    "save",
    "stream",
]

# Where the names are. Each is imported when it is first asked for: mypy, which imports this for its
# plugin, asks for none, and some need the extra `recordings`.
_HOLDERS: Final = {
    "app": ("App",),
    "conformance": ("NotADelegate", "check_delegate", "conforms_to", "responds_to"),
    "device": ("Device",),
    "errors": (
        "AppleException",
        "BadRecording",
        "Deadlock",
        "IllegalMessage",
        "MissingExtra",
        "NoActiveDevice",
        "NotPossibleNow",
        "TimedOut",
        "URLSessionMockError",
    ),
    "explorer": ("FaultFound", "explore", "rerun"),
    "exploring.coverage": ("Coverage",),
    "exploring.exploration": ("NotDeterministic",),
    "exploring.plan": ("Plan",),
    "handlers": ("Handler",),
    "not_simulated": ("NotSimulated",),
    "options": ("Options",),
    "protocols": (
        "UIApplicationDelegate",
        "URLSessionDataDelegate",
        "URLSessionDelegate",
        "URLSessionDownloadDelegate",
        "URLSessionStreamDelegate",
        "URLSessionTaskDelegate",
        "URLSessionWebSocketDelegate",
    ),
    "recording": ("Recording",),
    "relaunch": ("Relaunch",),
    "rules": ("RULES", "Rule", "Strength", "Verdict", "Violation"),
    "selectors": ("SELECTORS", "Selector"),
    "session": ("MockSession",),
    "jsonl.reading": ("LoadedRecording", "RecordingStream", "load", "stream"),
    "jsonl.writing": ("RecordingWriter", "save"),
    "replaying.acts": ("Difference",),
    "replaying.replay": ("Replay", "replay"),
}
_WHERE: Final = {name: module for module, names in _HOLDERS.items() for name in names}
_MODULES: Final = frozenset({"foundation", "selectors"})


def __getattr__(name: str) -> object:
    module = _WHERE.get(name)
    if module is not None:
        found: object = getattr(import_module(f"{__name__}.{module}"), name)
    elif name in _MODULES:
        found = import_module(f"{__name__}.{name}")
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_WHERE, *_MODULES})
