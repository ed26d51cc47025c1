"""Who answers a request of the device: a canned answer, or a real server.

Not here: what they answer (stubs.py, live.py). One rule: a request that nobody answers is told,
never sent anywhere.
"""

from __future__ import annotations

from collections.abc import Callable

from urlsession_mock.foundation.error_codes import NSURLErrorCannotConnectToHost
from urlsession_mock.foundation.request import NSMutableURLRequest
from urlsession_mock.network.canned import CannedExchange
from urlsession_mock.network.stubs import Network
from urlsession_mock.network.wire import Exchange, Failure, Outgoing

__all__ = ["Servers"]


class Servers:
    """All servers that a device reaches. `now` is its clock."""

    def __init__(self, network: Network, now: Callable[[], float]) -> None:
        self._network = network
        self._now = now

    def open(self, outgoing: Outgoing) -> Exchange:
        """See `Source`."""
        request = NSMutableURLRequest.requestWithURL_(outgoing.url)
        request.setHTTPMethod_(outgoing.method)
        stub = self._network.find(request)
        if stub is None or stub.answer is None:
            steps = (Failure(NSURLErrorCannotConnectToHost),)
            return CannedExchange(outgoing, steps, self._now)
        return CannedExchange(outgoing, stub.answer.steps, self._now)
