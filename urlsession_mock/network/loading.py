"""One transfer: what passes on the wire becomes the messages of its task.

Not here: who answers (stubs.py, live.py), what the answers of servers mean (redirects.py,
challenges.py, caching.py and their like, all pure). One rule: a transfer goes on only through the
engine, so that it can send nothing the lifecycle forbids; and it does the same for every server.

A transfer is a generator. It yields where it has to wait, False, or where others have a turn
first, True.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from urlsession_mock.exploring import faults
from urlsession_mock.foundation.enums import NSURLSessionAuthChallengeDisposition as Disposition
from urlsession_mock.foundation.error_codes import (
    NSURLErrorCancelled,
    NSURLErrorNetworkConnectionLost,
    NSURLErrorNotConnectedToInternet,
    NSURLErrorTimedOut,
    NSURLErrorUnsupportedURL,
)
from urlsession_mock.foundation.url import NSURL
from urlsession_mock.lifecycle import Kind
from urlsession_mock.network import resuming, uploads
from urlsession_mock.network.asking import Again, Failed, Granted, Steps
from urlsession_mock.network.patience import NEVER
from urlsession_mock.network.preparing import outgoing
from urlsession_mock.network.resuming import ResumeData
from urlsession_mock.network.taking import Finish, Taking, responding
from urlsession_mock.network.wire import (
    Asked,
    Connected,
    Exchange,
    Failure,
    Happening,
    Head,
    Headers,
    Informational,
    Mark,
    Outgoing,
    Pause,
    Sent,
    Source,
    Stall,
)
from urlsession_mock.selectors import (
    DELAYED,
    INFORMATIONAL,
    SENT,
    WAITING,
)

if TYPE_CHECKING:
    from urlsession_mock.engine import Life
    from urlsession_mock.foundation.configuration import NSURLSessionConfiguration
    from urlsession_mock.world import World

__all__ = ["Finish", "Transfer"]

__tracebackhide__ = True  # pytest then shows the caller's line

# R50: the system tries these again where another session's would fail with a time-out.
_TRIED_AGAIN = frozenset(
    {Kind.BACKGROUND_UPLOAD, Kind.BACKGROUND_DOWNLOAD, Kind.BACKGROUND_RESUMED_DOWNLOAD}
)


class Transfer(Taking):
    """A task on the wire. `step()` goes on until it has to wait; False where it moved nothing."""

    _schemes = frozenset({"http", "https"})  # where a redirect may lead

    def __init__(
        self,
        life: Life,
        world: World,
        source: Source,
        configuration: NSURLSessionConfiguration,
        granted: Granted,
        finish: Finish,
    ) -> None:
        super().__init__(life, world, configuration, granted)
        self._source = source
        self._finish = finish
        self._clock = world.clock
        self._exchange: Exchange | None = None
        self._job: Callable[[], None] | None = None
        self._is_connected = False
        self._goes_on = self._kept()
        given: bytes | None = self.life.facts.resume_data
        self._known = uploads.decoded(given) if given is not None else None
        self._steps = self._run()
        self.is_over: bool = False

    def _kept(self) -> ResumeData | None:
        """What the download goes on from, if its beginning is still there (R80)."""
        given: bytes | None = self.life.facts.resume_data
        data = resuming.decoded(given) if given is not None else None
        if data is None or data.kept(self._world.temporary_folder()) is None:
            return None
        return data

    # -- when ------------------------------------------------------------

    @property
    def is_live(self) -> bool:
        """A real server is to go on with it."""
        exchange = self._exchange
        if exchange is None or not exchange.is_live or self._patience.is_held:
            return False
        return self.life.facts.suspensions <= 0 and not self.life.is_asking

    @property
    def due(self) -> float | None:
        """When it goes on by itself, in seconds on the device's clock; None where never."""
        return None if self.life.is_asking else self._patience.due

    @property
    def deadline(self) -> float:
        """When it goes on at the latest: what `run()` does not wait for by itself, too."""
        return NEVER if self.life.is_asking else self._patience.deadline

    # -- step by step ----------------------------------------------------

    def step(self) -> bool:
        """Go on as far as possible now."""
        job, self._job = self._job, None
        if job is not None:
            job()  # user code may run in it, so nobody holds the lock
        with self.life.channel.recording.lock:  # an answer may come from another thread
            return self._step()

    def close(self) -> None:
        """Nothing comes of it any more."""
        self.is_over = True
        self._steps.close()
        self._hang_up()
        self._abandon()

    def let_go(self) -> Exchange | None:
        """The exchange goes on in other hands, and nothing comes of the transfer any more."""
        exchange, self._exchange = self._exchange, None
        self.close()
        return exchange

    def _step(self) -> bool:
        life = self.life
        if self.is_over or life.is_ending or life.is_asking:
            if life.is_ending and not self.is_over:
                self.close()
            return False
        if life.facts.suspensions > 0:  # no network traffic, no time-outs while suspended (R57)
            self._patience.stop()
            return False
        self._patience.go_on()
        if self._patience.is_over:
            self._fail(Failed(NSURLErrorTimedOut))
            return True
        try:
            return next(self._steps)
        except StopIteration:
            self.is_over = True
            self._hang_up()
            return True

    def _hang_up(self) -> None:
        if self._exchange is not None:
            self._exchange.close()
            self._exchange = None

    def _fail(self, failed: Failed) -> None:
        """It ends now, wherever it is."""
        self._failed(failed)
        self.is_over = True
        self._steps.close()
        self._hang_up()

    # -- the whole way ---------------------------------------------------

    def _run(self) -> Steps[None]:
        try:
            yield from self._begin()
            while True:
                try:
                    yield from self._attempt()
                    return
                except Again:
                    self._hang_up()
        except Failed as failed:
            self._failed(failed)

    def _begin(self) -> Steps[None]:
        facts = self._facts
        if self._is_background and facts.begin_date is not None:  # R48
            self._patience.pause(facts.begin_date.timeIntervalSince1970() - self._clock.today())
            while self._patience.is_paused:
                yield False
            self._patience.end_pause()
            assert facts.request is not None  # only tasks with a request are on the wire
            yield from self._ask(DELAYED, facts.request)

    def _attempt(self) -> Steps[None]:
        """One request and its answer. Raises `Again` where another is to follow."""
        facts = self._facts
        request = facts.current_request or facts.request
        url = request.URL() if request is not None else None
        assert request is not None  # as above
        assert url is not None  # the network knew it by its URL
        if self._hops and str(url.scheme()).lower() not in self._schemes:
            raise Failed(NSURLErrorUnsupportedURL)  # where a redirect led
        self._request = request
        cached = self._look_up(request)
        if cached is not None:
            self._timing.begin(request, Outgoing(request.HTTPMethod(), url))
            yield from self._give(cached)
            return
        yield from self._connectivity()
        rest = yield from self._rest(request)
        if rest is None:
            method, content = request.HTTPMethod(), (yield from self._content(request))
            special = self._upload_headers(request)
        else:
            (url, content), method = rest, "PATCH"
            special = uploads.append_headers(content.offset)
        more = self._range() + self._cache_headers(request) + self._cookies(request, url)
        sent = self._with_credentials(
            outgoing(
                request,
                url,
                self._configuration,
                method=method,
                body=content.body,
                length=content.length,
                more=more + special,
                owner=self.life.channel,
            )
        )
        self._timing.begin(request, sent)
        yield from self._exchange_for(sent)
        facts.sent = content.offset
        while not isinstance(happening := (yield from self._next()), Head):
            yield from self._before_response(happening)
        response = responding(url, happening)
        self._timing.responded(happening, response)
        yield from self._heed(request, sent, happening, response)
        again = self._revalidated(request, happening)
        if again is not None:
            yield from self._give(again)
            return
        yield from self._responded(happening, response)

    def _exchange_for(self, sent: Outgoing) -> Steps[None]:
        """Open an exchange, in place of any that is open."""
        self._hang_up()
        self._patience.between = sent.timeout
        self._patience.touch()
        yield from self._outside(lambda: self._open(sent))

    def _open(self, sent: Outgoing) -> None:
        self._exchange = self._source.open(sent)

    def _outside(self, job: Callable[[], None]) -> Steps[None]:
        """Have `job` done without the lock, before the next step."""
        self._job = job
        yield True

    def _range(self) -> Headers:
        """What asks for the rest of a download that is gone on with."""
        return resuming.range_headers(self._goes_on) if self._goes_on is not None else ()

    # -- before it goes out ----------------------------------------------

    def _connectivity(self) -> Steps[None]:
        """Wait for a network, or fail where the session does not wait (R46, R87)."""
        if self._is_online:
            return
        if self._is_background:
            pass  # always waits, and says nothing
        elif not self._configuration.waitsForConnectivity():
            raise Failed(NSURLErrorNotConnectedToInternet)
        elif not self._is_connected:
            self.life.channel.enqueue(self.life, WAITING, ())
        self._patience.hold()
        while not self._is_online:
            yield False

    @property
    def _is_online(self) -> bool:
        return self._world.network.is_online

    # -- what passes on the wire -----------------------------------------

    def _next(self) -> Steps[Happening]:
        """What happens next on the wire; pauses and silences are waited out."""
        patience = self._patience
        while True:
            self._must_be_connected()
            assert self._exchange is not None  # it was opened, and hung up only at the end
            happening = self._exchange.next()
            if happening is None:
                yield False
            elif isinstance(happening, Pause):
                patience.pause(happening.seconds)
                while patience.is_paused:
                    yield False
                    self._must_be_connected()
                patience.end_pause()
                patience.touch()
            elif isinstance(happening, Stall):
                while True:
                    yield False
                    self._must_be_connected()
            else:
                patience.touch()
                self._befall(happening)
                return happening

    def _befall(self, happening: Happening) -> None:
        """What an explorer lets happen in its place. Raises `Failed` and `Again`."""
        steering = self._world.steering
        if steering is None:
            return
        code = faults.fault(happening, steering, is_retried=self.life.kind in _TRIED_AGAIN)
        if code is not None:
            raise Failed(code)
        if faults.goes_offline(happening, steering):
            steering.is_offline = True
            self._world.network.offline()
            self._must_be_connected()

    def _must_be_connected(self) -> None:
        """Raise where the server was silent too long, or the network is gone."""
        if not self._is_online:
            if self.life.kind in _TRIED_AGAIN:
                self._begin_again()
            raise Failed(NSURLErrorNetworkConnectionLost)  # R87
        if self._patience.is_silent:
            if self.life.kind in _TRIED_AGAIN:  # R50
                self._begin_again()
            raise Failed(NSURLErrorTimedOut)

    def _begin_again(self) -> None:
        """Once more from the start: what was received counts no more (P27)."""
        self._abandon()
        self._facts.received = 0
        self._patience.again()
        raise Again

    def _before_response(self, happening: Happening) -> Steps[None]:
        """What may happen before the final response."""
        life, timing = self.life, self._timing
        match happening:
            case Mark():
                timing.mark(happening)
            case Connected():
                self._is_connected = True
                timing.connected(happening)
            case Asked():
                yield from self._trust(happening)
            case Sent(count):
                timing.sent(count)
                facts = self._facts
                facts.sent += count
                life.channel.enqueue(life, SENT, (count, facts.sent, facts.expected_send))
                yield True
            case Informational(status, headers):
                self._hear_of_upload(self._current_url, happening)
                if not self._is_quiet_about_information:
                    told = responding(self._current_url, Head(status, headers))
                    life.channel.enqueue(life, INFORMATIONAL, (told,))
                    yield True
            case Failure(code, info):
                raise Failed(code, info)
            case _:
                pass  # a body without a response: no server of ours sends it

    @property
    def _is_quiet_about_information(self) -> bool:
        return False

    @property
    def _current_url(self) -> NSURL:
        request = self._facts.current_request
        return cast(NSURL, request.URL() if request is not None else None)  # as in `_attempt`

    # -- a connection that asks --------------------------------------------

    def _trust(self, asked: Asked) -> Steps[None]:
        """The connection asks whether it may be."""
        permission, (disposition, credential) = yield from self._ask_about_connection(asked)
        if disposition is Disposition.CancelAuthenticationChallenge:
            raise Failed(NSURLErrorCancelled)
        assert self._exchange is not None  # it has just asked
        self._exchange.answer(permission, credential)
