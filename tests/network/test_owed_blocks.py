"""Whatever an app does with a connection, each block that it gave is called, and once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.network.test_websockets import HERE, message
from tests.scripted import Notes, url
from urlsession_mock import Device, MockSession
from urlsession_mock.network.streams import StreamStub
from urlsession_mock.network.websockets import WebSocketStub

Ask = Callable[[Any, Callable[..., None]], object]

# fmt: off
_OF_A_WEBSOCKET: dict[str, Ask] = {
    "send":    lambda task, block: task.sendMessage_completionHandler_(message("x"), block),
    "receive": lambda task, block: task.receiveMessageWithCompletionHandler_(block),
    "ping":    lambda task, block: task.sendPingWithPongReceiveHandler_(block),
}
_OF_A_STREAM: dict[str, Ask] = {
    "read":  lambda task, block: task.readDataOfMinLength_maxLength_timeout_completionHandler_(
                 2, 4, 0, block),
    "brief": lambda task, block: task.readDataOfMinLength_maxLength_timeout_completionHandler_(
                 9, 9, 1, block),
    "write": lambda task, block: task.writeData_timeout_completionHandler_(b"abc", 0, block),
}
_TURNS: dict[str, Callable[[Any], object]] = {
    "close write": lambda task: task.closeWrite(),
    "close read":  lambda task: task.closeRead(),
    "capture":     lambda task: task.captureStreams(),
    "secure":      lambda task: task.startSecureConnection(),
}
_WEBSOCKETS: dict[str, Callable[[WebSocketStub], object]] = {
    "echoes":  lambda stub: stub.echoes(),
    "closes":  lambda stub: stub.echoes().receives(2).closes(1000),
    "drops":   lambda stub: stub.sends("x").receives().drops(after=1),
    "refuses": lambda stub: stub.refuses(),
    "is mute": lambda stub: stub.ignores_pings(),
}
_STREAMS: dict[str, Callable[[StreamStub], object]] = {
    "echoes":  lambda stub: stub.echoes(),
    "closes":  lambda stub: stub.echoes().receives(4).closes(),
    "drops":   lambda stub: stub.sends(b"x").receives().drops(after=1),
    "refuses": lambda stub: stub.refuses(),
    "is mute": lambda stub: stub.untrusted(),
}
# fmt: on
_COMMON = ("run", "suspend", "resume", "cancel", "invalidate")


def _play(
    device: Device,
    session: MockSession,
    task: Any,
    calls: dict[str, Ask],
    steps: list[str],
) -> None:
    """Do the steps, then end the task; every block must have been called by then, once."""
    called: Counter[int] = Counter()
    asked = 0
    for step in steps:
        if step in calls:
            number, asked = asked, asked + 1
            calls[step](task, lambda *given, number=number: called.update([number]))
        elif step in _TURNS:
            _TURNS[step](task)
        elif step == "run":
            device.run()
        elif step == "invalidate":
            session.invalidateAndCancel()
        else:
            getattr(task, step)()
    task.cancel()
    device.run()
    assert called == Counter(range(asked))


@settings(deadline=None, max_examples=30)
@given(
    st.sampled_from(sorted(_WEBSOCKETS)),
    st.lists(st.sampled_from((*_OF_A_WEBSOCKET, *_COMMON)), max_size=12),
)
def test_every_block_of_a_websocket_is_called_once(server: str, steps: list[str]) -> None:
    with Device() as device:
        _WEBSOCKETS[server](device.network.websocket(HERE))
        session = device.session(Notes())
        task = session.webSocketTaskWithURL_(url(HERE))
        _play(device, session, task, _OF_A_WEBSOCKET, ["resume", *steps])


@settings(deadline=None, max_examples=30)
@given(
    st.sampled_from(sorted(_STREAMS)),
    st.lists(st.sampled_from((*_OF_A_STREAM, *_TURNS, *_COMMON)), max_size=12),
)
def test_every_block_of_a_stream_is_called_once(server: str, steps: list[str]) -> None:
    with Device() as device:
        _STREAMS[server](device.network.stream("example.com", 7))
        session = device.session(Notes())
        task = session.streamTaskWithHostName_port_("example.com", 7)
        _play(device, session, task, _OF_A_STREAM, ["resume", *steps])


@settings(deadline=None, max_examples=30)
@given(st.lists(st.sampled_from((*_OF_A_WEBSOCKET, *_COMMON)), max_size=12))
def test_every_block_is_called_once_where_the_test_writes_the_messages(steps: list[str]) -> None:
    with Device() as device:
        session = device.session(Notes())
        task = session.webSocketTaskWithURL_(url(HERE))
        _play(device, session, task, _OF_A_WEBSOCKET, steps)
