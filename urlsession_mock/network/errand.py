"""One request on its way to a real server, and back: what happens to it, told in order.

Not here: which connection it gets (httpcore's pool), whether it may go at all (live.py). One
rule: everything here runs on the loop's thread, and every end of it is an `End` or a `Failure`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import urlsplit

from urlsession_mock.network.backend import CURRENT
from urlsession_mock.network.dialing import Line, connect
from urlsession_mock.network.failures import Stage, failure_of
from urlsession_mock.network.hosts import DEFAULT_PORTS, Allowed
from urlsession_mock.network.interim import Interim
from urlsession_mock.network.mailbox import Mailbox
from urlsession_mock.network.securing import Refused, secure
from urlsession_mock.network.wire import (
    Chunk,
    Connected,
    End,
    Head,
    Mark,
    Moment,
    Outgoing,
    Sent,
)

if TYPE_CHECKING:
    from httpcore import AsyncConnectionPool

__all__ = ["LiveErrand"]

_PIECE: Final = 64 << 10  # bytes of a request's body that go out at once, each with a `Sent`
_WITH_BODY: Final = frozenset({"PATCH", "POST", "PUT"})
# May be sent again where a connection had ended while nobody looked: RFC 9110, 9.2.2.
_IDEMPOTENT: Final = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PUT", "TRACE"})
_BODYLESS: Final = frozenset({204, 304})


class LiveErrand:
    """One request. `now` is the device's clock; what happens goes into the mailbox."""

    _protocols: tuple[str, ...] = ("h2", "http/1.1")  # offered by ALPN, the preferred one first

    def __init__(
        self,
        outgoing: Outgoing,
        address: tuple[str, str, int],
        allowed: Allowed,
        mailbox: Mailbox,
        now: Callable[[], float],
    ) -> None:
        self._outgoing = outgoing
        self._address = address
        self._allowed = allowed
        self._mailbox = mailbox
        self._now = now
        self._begin()

    def _begin(self) -> None:
        """Nothing of it has happened yet."""
        self._stage = Stage.CONNECTING
        self._has_connection = False
        self._is_reused = False
        self._line: Line | None = None
        self._is_answered = False
        self._interim = Interim()
        self._read = 0

    async def run(self, pool: AsyncConnectionPool) -> None:
        """Go, until it is over or the device gives it up."""
        from anyio import CancelScope  # later: an extra

        CURRENT.set(self)
        # Not the task's own cancel(): httpcore puts its connections in order at the end, and
        # shields that from this one alone.
        with CancelScope() as scope:
            self._mailbox.when_closed(scope.cancel)
            while await self._is_to_go_again(pool):
                self._begin()

    async def _is_to_go_again(self, pool: AsyncConnectionPool) -> bool:
        """Go once. Whatever goes wrong is a failure, unless it may be tried once more."""
        try:
            await self._go(pool)
        except Refused as refused:
            self._mailbox.note(refused.failure)
        except Exception as problem:
            if self._was_stale():
                return True
            self._mailbox.note(failure_of(problem, self._stage))
        return False

    def _was_stale(self) -> bool:
        """The connection was one left from before, and had ended already."""
        may = self._outgoing.method in _IDEMPOTENT and not self._outgoing.body
        return may and self._is_reused and not self._is_answered

    async def _go(self, pool: AsyncConnectionPool) -> None:
        async with pool.stream(
            self._outgoing.method.encode("ascii"),
            self._url(),
            headers=self._headers(),
            # For a body that comes in pieces httpcore would add framing of its own.
            content=self._body() if self._outgoing.body else None,
            extensions={"trace": self._trace},
        ) as response:
            self._answered()
            self._interim.is_over = True
            self._stage = Stage.BODY
            headers = tuple(
                (name.decode("latin-1"), value.decode("latin-1"))
                for name, value in response.headers
            )
            version = cast(bytes, response.extensions["http_version"])  # pyright: ignore[reportUnknownMemberType] # untyped there
            head = Head(response.status, headers, version.decode("ascii"))
            self._mailbox.note(head)
            async for data in response.aiter_stream():
                if data:
                    await self._mailbox.put(Chunk(data))
            self.mark(Moment.RESPONSE_END)
            if self._line is not None and self._has_surplus(head):
                self._line.close()  # what follows on it would be taken for another's answer
        self._mailbox.note(End())

    def _has_surplus(self, head: Head) -> bool:
        """The server sent more than it had said."""
        length, size = head.header("Content-Length"), self._interim.size
        if size is None or head.header("Transfer-Encoding") is not None:
            return False
        if self._outgoing.method == "HEAD" or head.status in _BODYLESS:
            return self._read > size
        return length is not None and length.isdecimal() and self._read > size + int(length)

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

    def mark(self, moment: Moment) -> None:
        self._mailbox.note(Mark(moment, self._now()))

    async def dial(self) -> Line:
        """See `Errand`."""
        scheme, host, port = self._address
        line = await connect(host, port, mark=self.mark)
        if scheme == "http":
            self._connected(line, is_new=True)
        return line

    async def secure(self, line: Line) -> Line:
        """See `Errand`."""
        self.mark(Moment.SECURE_CONNECTION_START)
        _, host, port = self._address
        waiting = [line]

        async def dial() -> Line:
            return waiting.pop() if waiting else await connect(host, port)

        secured = await secure(
            dial, host, port, self._mailbox.ask, ca=self._allowed.ca, protocols=self._protocols
        )
        self.mark(Moment.SECURE_CONNECTION_END)
        self._connected(secured, is_new=True)
        return secured

    def _connected(self, line: Line, *, is_new: bool) -> None:
        """It goes out on this connection."""
        if self._has_connection:
            return
        self._has_connection, self._is_reused, self._line = True, not is_new, line
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
        self._connected(line, is_new=False)
        if self._stage is Stage.CONNECTING:
            self._stage = Stage.SENDING
            self.mark(Moment.REQUEST_START)

    def reads(self, line: Line, data: bytes) -> None:
        """See `Errand`."""
        if line is not self._line or not data:
            return  # not yet its own: TLS, or the end of what another asked for
        self._read += len(data)
        if line.protocol != "http/1.1" or self._interim.is_over:
            return
        self._answered()
        for response in self._interim.feed(data):
            self._mailbox.note(response)

    def _answered(self) -> None:
        """The first byte of the response is here."""
        if not self._is_answered:
            self._is_answered = True
            self.mark(Moment.RESPONSE_START)

    async def _trace(self, name: str, info: Mapping[str, object]) -> None:
        """Hear from httpcore how far it is. The names are in its documentation, `extensions`."""
        if name.endswith(".send_request_body.complete"):
            self._stage = Stage.HEAD
            self.mark(Moment.REQUEST_END)
