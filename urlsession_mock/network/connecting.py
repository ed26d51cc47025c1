"""Who answers a WebSocket or stream task that is resumed, and the transfer that goes on with it.

Not here: what the transfer does (talking.py, streaming.py). One rule: as with any task, where
nobody was registered the test writes the messages itself, and where only others were it is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from urlsession_mock.calls import StreamCalls
from urlsession_mock.errors import NotPossibleNow
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.lifecycle import Kind
from urlsession_mock.network.servers import Servers
from urlsession_mock.network.socket_wire import (
    Closing,
    Frame,
    StreamExchange,
    WebSocketExchange,
)
from urlsession_mock.network.streaming import StreamTransfer
from urlsession_mock.network.streams import BodyStream, CannedStream, StreamStub
from urlsession_mock.network.stubs import Network
from urlsession_mock.network.talking import WebSocketTransfer
from urlsession_mock.network.websockets import CannedWebSocket
from urlsession_mock.network.wire import (
    Exchange,
    Happening,
    Outgoing,
    Permission,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from urlsession_mock.engine import Life
    from urlsession_mock.foundation.configuration import NSURLSessionConfiguration
    from urlsession_mock.foundation.credential import NSURLCredential
    from urlsession_mock.network.asking import Granted
    from urlsession_mock.network.loading import Transfer
    from urlsession_mock.world import World

__all__ = ["connection", "streamed"]


def connection(
    life: Life,
    world: World,
    servers: Servers,
    configuration: NSURLSessionConfiguration,
    granted: Granted,
) -> Transfer | None:
    """The transfer of a WebSocket or stream task; None where the test writes its messages.

    Raises `NotPossibleNow` on the main lane where somebody was registered and nobody for this
    address. Elsewhere it fails as if there were no server, and the test hears of it at its end.
    """
    __tracebackhide__ = True
    network = world.network
    if network.is_silent or network.playback is not None:  # a recording's are told by hand, too
        if life.kind is Kind.STREAM:  # there is no message that says it is open
            calls = StreamCalls.of(life.facts)
            calls.is_open = True
            for what, call in calls.by_hand():
                life.channel.enqueue_block(what, call)
        return None
    if life.kind is Kind.STREAM:
        connect = _stream(life, world, servers)
        return StreamTransfer(life, world, connect, configuration, granted)
    source = _WebSockets(world, servers)
    url = life.facts.url
    if not source.knows(url):
        _must_go_on(world, network.miss(Outgoing("GET", url)))
    return WebSocketTransfer(life, world, source, configuration, granted)


def _must_go_on(world: World, miss: str) -> None:
    """Raise at the test's own line where nobody answers, if that is where it is."""
    __tracebackhide__ = True
    if world.network.fails_unexpected and world.lanes.is_main:
        raise NotPossibleNow(miss)


def streamed(transfer: Transfer, life: Life, world: World) -> Transfer:
    """The transfer of the stream task that a data task became: the rest of its body (R69)."""
    exchange, now = transfer.let_go(), world.clock.now
    configuration, granted = transfer._configuration, transfer._granted
    return StreamTransfer(life, world, lambda: BodyStream(exchange, now), configuration, granted)


def _stream(life: Life, world: World, servers: Servers) -> Callable[[], StreamExchange]:
    """What connects a stream task."""
    host, port = life.facts.address
    network = world.network
    stub = network.sockets.find_stream(host, port)
    if stub is None and network.hosts.allows(host, port) is not None:
        return lambda: servers.stream(host, port)
    if stub is None:
        miss = f"nobody answers stream {host}:{port}; registered: {network.registered()}"
        _must_go_on(world, miss)
        network.missed_as(miss)
    found = stub or StreamStub(host, port).refuses()
    return lambda: CannedStream(found, world.clock.now)


class _WebSockets:
    """Opens WebSockets, canned or real. What else is registered answers the handshake only."""

    def __init__(self, world: World, servers: Servers) -> None:
        self._world = world
        self._servers = servers

    def knows(self, url: NSURL) -> bool:
        """Somebody answers there, or says why not: a real host that was not allowed."""
        network: Network = self._world.network
        is_canned = network.sockets.find_websocket(url) is not None
        return is_canned or network.expects("GET", url) or bool(network.hosts)

    def open(self, outgoing: Outgoing) -> WebSocketExchange:
        """See `WebSocketSource`."""
        stub = self._world.network.sockets.find_websocket(outgoing.url)
        if stub is not None:
            return CannedWebSocket(stub, outgoing, self._world.clock.now)
        network = self._world.network
        is_real = network.hosts.find(outgoing.url) is not None
        if is_real and not network.expects(outgoing.method, outgoing.url):
            return self._servers.websocket(outgoing)
        return _Answered(self._servers.open(outgoing))


class _Answered:
    """The handshake is answered as any request is: with a redirect, a challenge, a refusal."""

    due = None

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def next(self) -> Happening | None:
        """See `Exchange`."""
        return self._exchange.next()

    def answer(self, permission: Permission, credential: NSURLCredential | None = None) -> None:
        """See `Exchange`."""
        self._exchange.answer(permission, credential)

    def close(self) -> None:
        """See `Exchange`."""
        self._exchange.close()

    @property
    def is_live(self) -> bool:
        """See `Exchange`."""
        return self._exchange.is_live

    def take(self) -> Frame | None:
        """Whoever accepts here has nothing to say: it closes."""
        return Closing()

    def send(self, data: str | bytes) -> None:
        """Nobody hears it."""

    def ping(self) -> None:
        """Nobody hears it."""

    def say_goodbye(self, code: int | None, reason: bytes) -> None:
        """Nobody hears it."""
