"""What servers answer: canned answers, and how a transfer turns them into messages."""

from __future__ import annotations

from urlsession_mock.network.stubs import Network, Stub

__all__ = ["Network", "Stub"]
