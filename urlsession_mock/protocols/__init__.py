"""The Protocols: what a delegate may implement, and what it is handed.

They inherit as Apple's do. They exist for type checkers and readers: a delegate need
not inherit any of them, and a method inherited unchanged counts as not implemented.
"""

from __future__ import annotations

from urlsession_mock.protocols.application import UIApplicationDelegate
from urlsession_mock.protocols.data import URLSessionDataDelegate
from urlsession_mock.protocols.download import URLSessionDownloadDelegate
from urlsession_mock.protocols.session import URLSessionDelegate
from urlsession_mock.protocols.stream import URLSessionStreamDelegate
from urlsession_mock.protocols.task import URLSessionTaskDelegate
from urlsession_mock.protocols.web_socket import URLSessionWebSocketDelegate

__all__ = [
    "UIApplicationDelegate",
    "URLSessionDataDelegate",
    "URLSessionDelegate",
    "URLSessionDownloadDelegate",
    "URLSessionStreamDelegate",
    "URLSessionTaskDelegate",
    "URLSessionWebSocketDelegate",
]
