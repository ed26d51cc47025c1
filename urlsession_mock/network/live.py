"""Real servers as a `Source`: each request goes out through httpcore, on one loop's thread.

Not here: redirects, cookies, decoding and authentication, which the loader does for canned and
real servers alike. One rule: no host is contacted that `Hosts` does not allow.

httpcore is asked for two things: HTTP itself, and which connection a request gets. Connections
are ours (dialing.py), so that what passes on them can be told. Nor has it any timers: how long a
silence may last, the loader knows, whose clock stands still while a task is suspended (R57).
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from urlsession_mock.foundation.constants import NSLocalizedDescriptionKey
from urlsession_mock.foundation.credential import NSURLCredential
from urlsession_mock.network.backend import Backend
from urlsession_mock.network.errand import LiveErrand
from urlsession_mock.network.hosts import (
    NOT_ALLOWED,
    Hosts,
    address_of,
    need_extra,
)
from urlsession_mock.network.loop import LoopThread
from urlsession_mock.network.mailbox import Mailbox
from urlsession_mock.network.wire import (
    Exchange,
    Failure,
    Happening,
    Outgoing,
    Permission,
)

if TYPE_CHECKING:
    from httpcore import AsyncConnectionPool

__all__ = ["REFUSED_KEY", "Live"]

REFUSED_KEY = "urlsession_mock.HostNotAllowed"
"""In the userInfo of a request to a host not allowed: the `HostNotAllowed`, for the loader."""


_Place: TypeAlias = tuple[int, tuple[str, str, int]]


class Live:
    """Opens exchanges with real servers.

    Arguments: which hosts are allowed; the device's clock, in seconds; what to call after each
    happening, on a thread of ours, so that the device's loop wakes.

    Raises `MissingExtra` where httpcore is not installed.
    """

    def __init__(
        self,
        hosts: Hosts,
        now: Callable[[], float],
        ring: Callable[[], None],
    ) -> None:
        need_extra()
        self._hosts = hosts
        self._now = now
        self._ring = ring
        self._thread = LoopThread("urlsession-live")
        self._thread.at_end(self._close_pools)
        self._pools: dict[_Place, tuple[object, AsyncConnectionPool]] = {}

    def open(self, outgoing: Outgoing) -> Exchange:
        """See `Source`. Raises `RuntimeError` after `close`."""
        address = address_of(outgoing.url)
        allowed = self._hosts.find(outgoing.url)
        if address is None or allowed is None:
            refusal = self._hosts.refusal(outgoing.url)
            info = {NSLocalizedDescriptionKey: str(refusal), REFUSED_KEY: refusal}
            return _Refused(Failure(NOT_ALLOWED, info))
        mailbox = Mailbox(self._thread.loop, self._ring)
        errand = LiveErrand(outgoing, address, allowed, mailbox, self._now)
        self._thread.start(lambda: errand.run(self._pool(outgoing, address)))
        return mailbox

    def close(self) -> list[threading.Thread]:
        """End everything: exchanges, connections, the thread. The threads that would not end."""
        return self._thread.close()

    def _pool(self, outgoing: Outgoing, address: tuple[str, str, int]) -> AsyncConnectionPool:
        """The connections of one session to one server. Of the loop's thread."""
        import httpcore  # later: an extra

        owner = outgoing.owner
        place = (id(owner), address)
        found = self._pools.get(place)
        if found is None:
            pool = httpcore.AsyncConnectionPool(
                # Never used, for TLS is ours too; without one, httpcore would read all
                # of the system's certificates for each connection.
                ssl_context=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
                max_connections=max(outgoing.connections, 1),
                http2=True,
                network_backend=Backend(),
            )
            found = self._pools[place] = (owner, pool)  # the owner, so that its id stays its own
        return found[1]

    async def _close_pools(self) -> None:
        for _, pool in self._pools.values():
            await pool.aclose()


class _Refused:
    """An exchange with a host that is not allowed: over before anything was contacted."""

    is_live = False

    def __init__(self, failure: Failure) -> None:
        self._failure: Failure | None = failure

    def next(self) -> Happening | None:
        failure, self._failure = self._failure, None
        return failure

    def answer(self, permission: Permission, credential: NSURLCredential | None = None) -> None:
        """Nothing is asked."""

    def close(self) -> None:
        self._failure = None
