"""Real WebSocket servers: the device's end of the errands that talk to them.

Not here: the talk itself (websocket_errand.py), whether a host may be contacted. One rule: the
device's thread hands the loop's what to do, takes what came, and waits for neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from urlsession_mock.foundation.credential import NSURLCredential
from urlsession_mock.network.hosts import address_of
from urlsession_mock.network.mailbox import Mailbox
from urlsession_mock.network.socket_wire import (
    Frame,
    WebSocketExchange,
)
from urlsession_mock.network.websocket_errand import Box, WebSocketErrand
from urlsession_mock.network.wire import (
    Happening,
    Outgoing,
    Permission,
)

if TYPE_CHECKING:
    from urlsession_mock.network.live import Live

__all__ = ["LiveWebSocket", "open_websocket"]


def open_websocket(live: Live, outgoing: Outgoing) -> WebSocketExchange:
    """Shake hands with a real server, whose host is one of those allowed."""
    address, allowed = address_of(outgoing.url), live._hosts.find(outgoing.url)
    assert address is not None  # what is allowed has one
    assert allowed is not None  # as said above
    mailbox: Box = Mailbox(live._thread.loop, live._ring)
    errand = WebSocketErrand(outgoing, address, allowed, mailbox, live._now)
    live._thread.start(errand.run_websocket)
    return LiveWebSocket(mailbox, errand)


class LiveWebSocket:
    """The device's end of a `WebSocketErrand`: a `WebSocketExchange`."""

    is_live: bool = True
    due: float | None = None

    def __init__(self, mailbox: Box, errand: WebSocketErrand) -> None:
        self._mailbox = mailbox
        self._errand = errand

    def next(self) -> Happening | None:
        """See `Exchange`."""
        return cast("Happening | None", self._mailbox.next())  # frames come after the head only

    def take(self) -> Frame | None:
        """See `WebSocketExchange`."""
        return cast("Frame | None", self._mailbox.next())  # as above

    def answer(self, permission: Permission, credential: NSURLCredential | None = None) -> None:
        """See `Exchange`."""
        self._mailbox.answer(permission, credential)

    def close(self) -> None:
        """See `Exchange`."""
        self._mailbox.close()

    def send(self, data: str | bytes) -> None:
        """See `WebSocketExchange`."""
        self._mailbox.tell(lambda: self._errand.send(data))

    def ping(self) -> None:
        """See `WebSocketExchange`."""
        self._mailbox.tell(self._errand.ping)

    def say_goodbye(self, code: int | None, reason: bytes) -> None:
        """See `WebSocketExchange`."""
        self._mailbox.tell(lambda: self._errand.say_goodbye(code, reason))
