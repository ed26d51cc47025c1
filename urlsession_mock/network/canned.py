"""A canned answer as an exchange: what it says, step by step.

Not here: which answer a request gets (stubs.py). One rule: its times are the device's, so a test
never waits for it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from itertools import takewhile

from urlsession_mock.foundation.credential import NSURLCredential
from urlsession_mock.network.wire import (
    Asked,
    Connected,
    End,
    Failure,
    Happening,
    Head,
    Mark,
    Moment,
    Outgoing,
    Permission,
    Sent,
)

__all__ = ["PIECE", "CannedExchange"]

PIECE = 65_536
"""Bytes of a request's body that go out at a time."""

# What comes before the request is sent.
_CONNECTING = (Connected, Asked)


class CannedExchange:
    """Plays `steps` to one request. `now` is the device's clock."""

    is_live: bool = False

    def __init__(
        self, outgoing: Outgoing, steps: tuple[Happening, ...], now: Callable[[], float]
    ) -> None:
        self._outgoing = outgoing
        self._script = steps
        self._now = now
        self._permission: tuple[Permission, NSURLCredential | None] | None = None
        self._steps = self._play()

    def next(self) -> Happening | None:
        """See `Exchange`."""
        return next(self._steps, None)

    def answer(self, permission: Permission, credential: NSURLCredential | None = None) -> None:
        """See `Exchange`."""
        self._permission = (permission, credential)

    def close(self) -> None:
        """See `Exchange`."""
        self._steps.close()

    def _play(self) -> Generator[Happening]:
        script = self._script
        first = [*takewhile(lambda step: isinstance(step, _CONNECTING), script)]
        yield self._mark(Moment.DOMAIN_LOOKUP_START)
        yield self._mark(Moment.DOMAIN_LOOKUP_END)
        yield self._mark(Moment.CONNECT_START)
        for step in first:
            yield step
            refused = isinstance(step, Asked) and self._refused(step)
            if refused:
                yield refused
                return
        yield self._mark(Moment.CONNECT_END)
        if not any(isinstance(step, Connected) for step in first):
            yield Connected()
        rest = script[len(first) :]
        if rest and isinstance(rest[0], Failure):  # there never was a server to send anything to
            yield rest[0]
            return
        yield self._mark(Moment.REQUEST_START)
        left = len(self._outgoing.body)
        while left > 0:
            yield Sent(min(left, PIECE))
            left -= PIECE
        yield self._mark(Moment.REQUEST_END)
        for step in rest:
            if isinstance(step, Head):
                yield self._mark(Moment.RESPONSE_START)
            elif isinstance(step, End):
                yield self._mark(Moment.RESPONSE_END)
            yield step

    def _refused(self, asked: Asked) -> Failure | None:
        """The failure that the answer leads to; None where it goes on."""
        permission, _ = self._permission or (Permission.DEFAULT, None)
        if permission is Permission.PASS or asked.default is None:
            return None
        return Failure(asked.default, asked.info)

    def _mark(self, moment: Moment) -> Mark:
        return Mark(moment, self._now())
