"""Who answers a request of the device: a canned answer, or a real server.

Not here: what they answer (stubs.py, live.py). One rule: a request that nobody answers is told,
never sent anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from textwrap import fill
from typing import TYPE_CHECKING

from urlsession_mock.clock import Clock
from urlsession_mock.foundation.error_codes import NSURLErrorCannotConnectToHost
from urlsession_mock.network.canned import CannedExchange
from urlsession_mock.network.socket_wire import StreamExchange, WebSocketExchange
from urlsession_mock.network.stubs import Network
from urlsession_mock.network.wire import Exchange, Failure, Outgoing

if TYPE_CHECKING:
    from urlsession_mock.network.live import Live

__all__ = ["Servers"]

__tracebackhide__ = True  # pytest then shows the caller's line


class Servers:
    """All servers that a device reaches. `ring` is called when a real one has sent something."""

    def __init__(self, network: Network, clock: Clock, ring: Callable[[], None]) -> None:
        self._network = network
        self._clock = clock
        self._ring = ring
        self._live: Live | None = None

    def open(self, outgoing: Outgoing) -> Exchange:
        """See `Source`. Raises `MissingExtra` where a real server cannot be talked to."""
        network, now = self._network, self._clock.now
        steps = network.answer(outgoing)
        if steps is not None:
            return CannedExchange(outgoing, steps, now)
        if network.hosts:
            if network.hosts.find(outgoing.url) is None:
                network.missed_as(fill(str(network.hosts.refusal(outgoing.url)), 78))
            return self._real().open(outgoing)
        network.missed(outgoing)
        return CannedExchange(outgoing, (Failure(NSURLErrorCannotConnectToHost),), now)

    def websocket(self, outgoing: Outgoing) -> WebSocketExchange:
        """Open a WebSocket at a real server, whose host is allowed.

        Raises `MissingExtra` as `open` does.
        """
        from urlsession_mock.network.websocket_live import (  # later: only a test that asks for it
            open_websocket,
        )

        return open_websocket(self._real(), outgoing)

    def stream(self, host: str, port: int) -> StreamExchange:
        """Connect to a real server, whose host is allowed. Raises as `open` does."""
        from urlsession_mock.network.stream_live import (  # later: only a test that asks for it
            open_stream,
        )

        return open_stream(self._real(), host, port)

    def _real(self) -> Live:
        if self._live is None:
            from urlsession_mock.network.live import Live  # later: only a test that asks for it

            self._clock.flow()
            self._live = Live(self._network.hosts, self._clock.now, self._ring)
        return self._live

    def close(self) -> list[str]:
        """End what talks to real servers; the names of the threads that would not end."""
        return [thread.name for thread in self._live.close()] if self._live is not None else []
