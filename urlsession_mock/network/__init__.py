"""What servers answer: canned answers, and how a transfer turns them into messages."""

from __future__ import annotations

from urlsession_mock.network.answers import Answer, answer, failure, silence
from urlsession_mock.network.matching import ANY
from urlsession_mock.network.streams import StreamStub
from urlsession_mock.network.stub import ReceivedRequest, Stub
from urlsession_mock.network.stubs import Network
from urlsession_mock.network.websockets import WebSocketStub

__all__ = [
    "ANY",
    "Answer",
    "Network",
    "ReceivedRequest",
    "StreamStub",
    "Stub",
    "WebSocketStub",
    "answer",
    "failure",
    "silence",
]
