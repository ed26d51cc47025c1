"""Answers written as what passes on the wire, for tests of the loader itself.

Not here: how users register answers. One rule: a test sees each step.
"""

from __future__ import annotations

from collections.abc import Callable

from urlsession_mock import Device
from urlsession_mock.network import Answer
from urlsession_mock.network.canned import CannedExchange
from urlsession_mock.network.wire import End, Exchange, Happening, Head, Outgoing

__all__ = ["OK", "PAGE", "Server", "plays"]

PAGE = "https://example.com/a"
OK = (Head(200, (("Content-Length", "1"),)), End())


def plays(device: Device, *steps: Happening, method: str = "GET", url: str = PAGE) -> None:
    """Register these steps as the answer of a URL."""
    device.network.on(method, url, optional=True).respond_with(Answer(steps))


class Server:
    """A server that answers each request with what `answer` says, and notes them."""

    def __init__(self, device: Device, answer: Callable[[Outgoing], tuple[Happening, ...]]) -> None:
        self.asked: list[Outgoing] = []
        self._answer = answer
        self._now = device.clock.now
        device.wire.servers = self  # type: ignore[assignment]  # it is a source as they are
        for method in ("GET", "HEAD", "PUT", "POST", "DELETE"):
            plays(device, *OK, method=method)  # so that the device has a network at all

    def open(self, outgoing: Outgoing) -> Exchange:
        """See `Source`."""
        self.asked.append(outgoing)
        return CannedExchange(outgoing, self._answer(outgoing), self._now)

    def close(self) -> list[str]:
        """Nothing is left."""
        return []
