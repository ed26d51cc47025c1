"""What is on the wire of a device: one transfer for each task that somebody answers.

Not here: what a transfer does (loading.py), who answers (servers.py). One rule: where nobody
answers a request, the test hears of it at its own line, or at its end.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from urlsession_mock.errors import NotPossibleNow
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.error_codes import NSURLErrorUnsupportedURL
from urlsession_mock.lifecycle import Kind
from urlsession_mock.network.asking import Granted
from urlsession_mock.network.connecting import connection, streamed
from urlsession_mock.network.loading import Transfer
from urlsession_mock.network.preparing import outgoing
from urlsession_mock.network.servers import Servers

if TYPE_CHECKING:
    from urlsession_mock.engine import Channel, Life
    from urlsession_mock.foundation.configuration import NSURLSessionConfiguration
    from urlsession_mock.foundation.request import NSURLRequest
    from urlsession_mock.network.wire import Source
    from urlsession_mock.tasks import NSURLSessionTask
    from urlsession_mock.world import World

__all__ = ["Transfers"]

__tracebackhide__ = True  # pytest then shows the caller's line

# Tasks whose connection stays open.
_CONNECTIONS: Final = frozenset({Kind.WEBSOCKET, Kind.STREAM})


class Transfers:
    """The transfers of one device. `ring` is called when a real server has sent something."""

    def __init__(self, world: World, ring: Callable[[], None]) -> None:
        self._world = world
        self.servers: Servers = Servers(world.network, world.clock, ring)
        self._by_life: dict[Life, Transfer] = {}
        self._granted: dict[Channel, Granted] = {}

    def all(self) -> list[Transfer]:
        """What is on the wire, oldest first."""
        return list(self._by_life.values())

    def of(self, life: Life) -> Transfer | None:
        """The transfer of a task; None where nothing of it is on the wire."""
        return self._by_life.get(life)

    def close(self) -> list[str]:
        """End all; the names of the threads that would not end."""
        for transfer in self.all():
            transfer.close()
        return self.servers.close()

    # -- a transfer's life -----------------------------------------------

    def begin(self, task: NSURLSessionTask) -> None:
        """A task was resumed for the first time; where nobody was registered it just waits.

        Raises `NotPossibleNow` where somebody was, and nobody answers this.
        """
        world, life, session = self._world, task._life, task._session
        configuration = session._configuration
        granted = self._granted.setdefault(session._channel, Granted())
        if life.kind in _CONNECTIONS:
            connected = connection(life, world, self.servers, configuration, granted)
            if connected is not None:
                self._by_life[life] = connected
            return
        if life.facts.request is None or world.network.is_silent:
            return
        if life.facts.request.URL() is None:  # made from resume data that is none (R80)
            session._fail(life, NSError.url_error(NSURLErrorUnsupportedURL))
            return

        def finish(life: Life, result: object, error: NSError | None) -> None:
            session._finish_block(life, result, error)

        source = self._source(task, configuration)
        self._by_life[life] = Transfer(life, world, source, configuration, granted, finish)

    def _source(self, task: NSURLSessionTask, configuration: NSURLSessionConfiguration) -> Source:
        playback = self._world.network.playback
        played = playback.claim(task) if playback is not None else None
        if played is not None:
            return played
        facts = task._life.facts
        self._must_be_expected(facts.request, facts.body or b"", configuration)
        return self.servers

    def _must_be_expected(
        self, request: NSURLRequest, body: bytes, configuration: NSURLSessionConfiguration
    ) -> None:
        """Raise where nobody answers a request, at the test's own line.

        Elsewhere the request fails as if there were no server, and the test hears of it at its end.
        """
        network, url = self._world.network, request.URL()
        if url is None or network.expects(request.HTTPMethod(), url) or network.hosts:
            return
        if network.fails_unexpected and self._world.lanes.is_main:
            sent = outgoing(request, url, configuration, body=body, length=None)
            raise NotPossibleNow(network.miss(sent))

    def stop(self, life: Life) -> None:
        """A task was cancelled: nobody answers it any more."""
        transfer = self._by_life.pop(life, None)
        if transfer is not None:
            transfer.close()

    def convert(self, old: Life, new: Life) -> None:
        """A data task became another task, which goes on with what is on the wire."""
        transfer = self._by_life.pop(old, None)
        if transfer is not None and new.kind is Kind.STREAM:
            self._by_life[new] = streamed(transfer, new, self._world)
        elif transfer is not None:
            transfer.life = new
            self._by_life[new] = transfer

    def over(self, transfer: Transfer) -> None:
        """A transfer has ended."""
        self._by_life.pop(transfer.life, None)

    def forget(self, channel: Channel) -> None:
        """A session is invalid: what it was allowed holds no more."""
        self._granted.pop(channel, None)
