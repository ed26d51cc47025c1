"""Real servers as a `Source`: each request goes out through httpcore, on one loop's thread.

Not here: redirects, cookies, decoding and authentication, which the loader does for canned and
real servers alike. One rule: no host is contacted that `Hosts` does not allow.

httpcore is asked for two things: HTTP itself, and which connection a request gets. Connections
are ours (dialing.py), so that what passes on them can be told. Nor has it any timers: how long a
silence may last, the loader knows, whose clock stands still while a task is suspended (R57).
"""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable, Mapping
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from urlsession_mock.foundation.constants import NSLocalizedDescriptionKey
from urlsession_mock.foundation.credential import NSURLCredential
from urlsession_mock.network.backend import CURRENT, Backend
from urlsession_mock.network.dialing import Line
from urlsession_mock.network.failures import Stage, failure_of
from urlsession_mock.network.hosts import (
    DEFAULT_PORTS,
    NOT_ALLOWED,
    Allowed,
    Hosts,
    address_of,
    need_extra,
)
from urlsession_mock.network.loop import LoopThread
from urlsession_mock.network.mailbox import Mailbox
from urlsession_mock.network.wire import (
    Chunk,
    Connected,
    End,
    Exchange,
    Failure,
    Happening,
    Head,
    Mark,
    Moment,
    Outgoing,
    Permission,
    Sent,
)

if TYPE_CHECKING:
    from httpcore import AsyncConnectionPool

__all__ = ["REFUSED_KEY", "Live"]

REFUSED_KEY = "urlsession_mock.HostNotAllowed"
"""In the userInfo of a request to a host not allowed: the `HostNotAllowed`, for the loader."""

_PIECE = 64 << 10  # bytes of a request's body that go out at once, each with a `Sent`
_WITH_BODY = frozenset({"PATCH", "POST", "PUT"})


class Live:
    """Opens exchanges with real servers.

    Arguments: which hosts are allowed; the device's clock, in seconds; what to call after each
    happening, on a thread of ours, so that the device's loop wakes; how many connections a
    host gets (HTTPMaximumConnectionsPerHost).

    Raises `MissingExtra` where httpcore is not installed.
    """

    def __init__(
        self,
        hosts: Hosts,
        now: Callable[[], float],
        ring: Callable[[], None],
        *,
        per_host: int = 6,
    ) -> None:
        need_extra()
        self._hosts = hosts
        self._now = now
        self._ring = ring
        self._per_host = per_host
        self._thread = LoopThread("urlsession-live")
        self._thread.at_end(self._close_pools)
        self._pools: dict[tuple[str, str, int], AsyncConnectionPool] = {}

    def open(self, outgoing: Outgoing) -> Exchange:
        """See `Source`. Raises `RuntimeError` after `close`."""
        address = address_of(outgoing.url)
        allowed = self._hosts.find(outgoing.url)
        if address is None or allowed is None:
            refusal = self._hosts.refusal(outgoing.url)
            info = {NSLocalizedDescriptionKey: str(refusal), REFUSED_KEY: refusal}
            return _Refused(Failure(NOT_ALLOWED, info))
        mailbox = Mailbox(self._thread.loop, self._ring)
        errand = _Errand(self, outgoing, address, allowed, mailbox)
        self._thread.start(errand.run, lambda task: mailbox.when_closed(task.cancel))
        return mailbox

    def close(self) -> list[threading.Thread]:
        """End everything: exchanges, connections, the thread. The threads that would not end."""
        return self._thread.close()

    def _pool(self, address: tuple[str, str, int]) -> AsyncConnectionPool:
        """The connections to one server. Of the loop's thread."""
        import httpcore  # later: an extra

        pool = self._pools.get(address)
        if pool is None:
            pool = httpcore.AsyncConnectionPool(
                max_connections=self._per_host, http2=True, network_backend=Backend()
            )
            self._pools[address] = pool
        return pool

    async def _close_pools(self) -> None:
        for pool in self._pools.values():
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


class _Errand:
    """One request on its way. Of the loop's thread."""

    def __init__(
        self,
        live: Live,
        outgoing: Outgoing,
        address: tuple[str, str, int],
        allowed: Allowed,
        mailbox: Mailbox,
    ) -> None:
        self._live = live
        self._outgoing = outgoing
        self._address = address
        self._allowed = allowed
        self._mailbox = mailbox
        self._stage = Stage.CONNECTING
        self._has_connection = False

    async def run(self) -> None:
        CURRENT.set(self)
        try:
            await self._run()
        except Exception as problem:
            self._mailbox.note(failure_of(problem, self._stage))

    async def _run(self) -> None:
        pool = self._live._pool(self._address)
        url = self._url()
        async with pool.stream(
            self._outgoing.method.encode("ascii"),
            url,
            headers=self._headers(),
            # For a body that comes in pieces httpcore would add framing of its own.
            content=self._body() if self._outgoing.body else None,
            extensions={"trace": self._trace},
        ) as response:
            self.mark(Moment.RESPONSE_START)
            self._stage = Stage.BODY
            headers = tuple(
                (name.decode("latin-1"), value.decode("latin-1"))
                for name, value in response.headers
            )
            version = cast(bytes, response.extensions["http_version"])  # pyright: ignore[reportUnknownMemberType] # untyped there
            self._mailbox.note(Head(response.status, headers, version.decode("ascii")))
            async for data in response.aiter_stream():
                if data:
                    await self._mailbox.put(Chunk(data))
            self.mark(Moment.RESPONSE_END)
        self._mailbox.note(End())

    # -- the request -----------------------------------------------------

    def _url(self) -> Any:  # Any: an httpcore.URL, which is an extra's
        import httpcore  # later: an extra

        scheme, host, port = self._address
        parts = urlsplit(str(self._outgoing.url.absoluteString()))
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return httpcore.URL(scheme=scheme, host=host, port=port, target=target)

    def _headers(self) -> list[tuple[bytes, bytes]]:
        """The request's, and what its framing needs."""
        outgoing = self._outgoing
        scheme, host, port = self._address
        named = f"[{host}]" if ":" in host else host
        fields = list(outgoing.headers)
        if outgoing.header("Host") is None:
            is_usual = DEFAULT_PORTS[scheme] == port
            fields.insert(0, ("Host", named if is_usual else f"{named}:{port}"))
        is_framed = outgoing.header("Content-Length") or outgoing.header("Transfer-Encoding")
        if not is_framed and (outgoing.body or outgoing.method in _WITH_BODY):
            fields.append(("Content-Length", str(len(outgoing.body))))
        return [(name.encode("latin-1"), value.encode("utf-8")) for name, value in fields]

    async def _body(self) -> AsyncIterator[bytes]:
        body = self._outgoing.body
        for start in range(0, len(body), _PIECE):
            piece = body[start : start + _PIECE]
            yield piece
            # Asked for the next piece, so this one has been handed to the system.
            self._mailbox.note(Sent(len(piece)))

    # -- what its connection tells ---------------------------------------

    @property
    def is_secure(self) -> bool:
        """See `Errand`."""
        return self._address[0] == "https"

    def mark(self, moment: Moment) -> None:
        """See `Errand`."""
        self._mailbox.note(Mark(moment, self._live._now()))

    def connected(self, line: Line, *, is_new: bool) -> None:
        """See `Errand`."""
        if self._has_connection:
            return
        self._has_connection = True
        if is_new:
            self.mark(Moment.CONNECT_END)
        self._mailbox.note(
            Connected(
                line.protocol,
                not is_new,
                line.local,
                line.remote,
                line.tls_version,
                line.cipher_suite,
            )
        )

    def writes(self, line: Line) -> None:
        """See `Errand`."""
        self.connected(line, is_new=False)
        if self._stage is Stage.CONNECTING:
            self._stage = Stage.SENDING
            self.mark(Moment.REQUEST_START)

    async def _trace(self, name: str, info: Mapping[str, object]) -> None:
        """Hear from httpcore how far it is. The names are in its documentation, `extensions`."""
        if name.endswith(".send_request_body.complete"):
            self._stage = Stage.HEAD
            self.mark(Moment.REQUEST_END)
