"""Test a URLSession delegate: its messages, its relaunch, its stored completion handler.

The public face: everything a test names is here or in `urlsession_mock.foundation` and
`urlsession_mock.selectors`. One rule: importing it needs no pytest.
"""

from __future__ import annotations

from urlsession_mock.app import App
from urlsession_mock.conformance import NotADelegate, check_delegate, responds_to
from urlsession_mock.device import Device
from urlsession_mock.errors import (
    AppleException,
    Deadlock,
    IllegalMessage,
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

__all__ = [
    "RULES",
    "SELECTORS",
    "App",
    "AppleException",
    "Deadlock",
    "Device",
    "Handler",
    "IllegalMessage",
    "MockSession",
    "NoActiveDevice",
    "NotADelegate",
    "NotPossibleNow",
    "NotSimulated",
    "Options",
    "Recording",
    "Relaunch",
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
    "responds_to",
]
