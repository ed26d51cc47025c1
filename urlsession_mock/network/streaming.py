"""One stream task on the wire: reads and writes, each in its order, until both sides are closed.

Not here: who answers (streams.py, stream_live.py), what is owed (calls.py). One rule: a read takes
what has come and a write goes out whole, one after the other (R90).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from urlsession_mock.calls import WRITE, Edge, Read, StreamCalls, Write, done, not_connected
from urlsession_mock.calls import read as read_block
from urlsession_mock.foundation.authentication import NSURLAuthenticationChallenge
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.enums import NSURLSessionAuthChallengeDisposition as Disposition
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.error_codes import (
    NSURLErrorCancelled,
    NSURLErrorCannotConnectToHost,
    NSURLErrorSecureConnectionFailed,
    NSURLErrorTimedOut,
)
from urlsession_mock.foundation.streams import NSInputStream, NSOutputStream
from urlsession_mock.network.asking import Failed, Steps
from urlsession_mock.network.canned import CannedExchange
from urlsession_mock.network.connection import Connection
from urlsession_mock.network.socket_wire import Secured, StreamExchange, Written
from urlsession_mock.network.wire import Asked, Chunk, End, Exchange, Failure, Outgoing
from urlsession_mock.selectors import (
    CAPTURED_STREAMS,
    CHALLENGE,
    COMPLETE,
    READ_CLOSED,
    WRITE_CLOSED,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from urlsession_mock.engine import Life
    from urlsession_mock.foundation.configuration import NSURLSessionConfiguration
    from urlsession_mock.network.asking import Granted
    from urlsession_mock.world import World

__all__ = ["StreamTransfer"]

_NEVER: Final = float("inf")
_ALL: Final = 1 << 16  # bytes that stand here unread before the server has to wait


class StreamTransfer(Connection):
    """A stream task on the wire. `connect` opens its connection."""

    def __init__(
        self,
        life: Life,
        world: World,
        connect: Callable[[], StreamExchange],
        configuration: NSURLSessionConfiguration,
        granted: Granted,
    ) -> None:
        self._calls = StreamCalls.of(life.facts)
        super().__init__(life, world, _NoSource(), configuration, granted, self._calls)
        self._connect = connect
        self._stream: StreamExchange | None = None
        self._stopped_at: float | None = None
        self._buffer = bytearray()
        self._has_ended = False  # the server sends no more
        self._was_told = False  # and a read has said so
        self._reading: NSError | None = None  # why reads fail from here on
        self._writing: NSError | None = None
        self._is_read_shut = False
        self._is_write_shut = False

    @property
    def _wire(self) -> StreamExchange | None:
        return self._stream

    @property
    def _until(self) -> float | None:
        """When the time of a read or a write is over."""
        at = min((one.until for one in self._calls.timed()), default=_NEVER)
        return at if at != _NEVER else None

    def _step(self) -> bool:
        """See `Transfer`. The time of what was asked stands still with the task's (R57)."""
        now = self._clock.now()
        if self.life.facts.suspensions > 0:
            self._stopped_at = now if self._stopped_at is None else self._stopped_at
        elif self._stopped_at is not None:
            for one in self._calls.timed():
                one.delay(self._stopped_at, now)
            self._stopped_at = None
        return super()._step()

    def _hang_up(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    # -- the whole way ---------------------------------------------------

    def _attempt(self) -> Steps[None]:
        yield from self._connectivity()
        self._patience.hold()
        yield from self._outside(self._open_stream)
        stream = self._stream
        assert stream is not None  # just opened
        if stream.is_read_only:  # R69
            self._shut_write()
            yield True
        while True:
            # A chain of `or` would stop at the first that moved.
            moved = yield from self._write(stream)
            moved |= self._hear(stream)
            moved |= self._read()
            moved |= yield from self._turn(stream)
            moved |= self._expire()
            if self._stream is None:
                return  # it was handed over
            if self._is_done:
                self._end(None)
                return
            if moved:
                self._touched()
                yield True
            else:
                self._must_be_connected()
                yield False

    def _open_stream(self) -> None:
        self._stream = self._connect()
        self._calls.is_open = True

    @property
    def _is_done(self) -> bool:
        """Both sides are closed, and the app has met the end (inferred: R90 names no end)."""
        calls = self._calls
        has_read = self._was_told or self._reading is not None
        return self._is_write_shut and self._is_read_shut and has_read and not calls.is_owing

    # -- writing ---------------------------------------------------------

    def _write(self, stream: StreamExchange) -> Steps[bool]:
        calls = self._calls
        head = calls.writes[0] if calls.writes and calls.writing is None else None
        if isinstance(head, Write):
            calls.writes.popleft()
            if self._writing is not None or self._is_write_shut:
                self._later(done(WRITE, head.block, self._writing or not_connected()))
                return True
            calls.writing = head
            yield from self._outside(lambda: stream.write(head.data))  # a canned one may compute
            return True
        if isinstance(head, Edge) and head.what == "close":
            calls.writes.popleft()
            if not self._is_write_shut:
                stream.close_write()
                self._shut_write()
            return True
        return False

    def _shut_write(self) -> None:
        self._is_write_shut = True
        self.life.channel.enqueue(self.life, WRITE_CLOSED, ())

    # -- reading ---------------------------------------------------------

    def _hear(self, stream: StreamExchange) -> bool:
        """Take what comes."""
        if len(self._buffer) >= _ALL and not self._calls.reads:
            return False
        match stream.take():
            case None:
                return False
            case Chunk(data):
                self._buffer += data
                self._facts.received += len(data)
            case Written():
                writing, self._calls.writing = self._calls.writing, None
                if writing is not None:  # it may have timed out
                    self._facts.sent += len(writing.data)
                    self._later(done(WRITE, writing.block))
            case End():
                self._has_ended = True
                self._shut_read()
            case Failure(code, info):
                raise Failed(code, info)
            case _:
                pass  # of TLS; whoever asked for it takes that
        return True

    def _shut_read(self) -> None:
        if not self._is_read_shut:
            self._is_read_shut = True
            self.life.channel.enqueue(self.life, READ_CLOSED, ())

    def _read(self) -> bool:
        """Give the oldest read what there is for it."""
        calls, buffer = self._calls, self._buffer
        head = calls.reads[0] if calls.reads else None
        if isinstance(head, Edge) and head.what == "close":
            calls.reads.popleft()
            self._reading = self._reading or not_connected()
            buffer.clear()
            self._shut_read()
            return True
        if not isinstance(head, Read):
            return False
        if self._reading is not None:
            calls.reads.popleft()
            self._later(read_block(head.block, None, self._reading))
            return True
        # Unsure: a read of at least 0 bytes waits for one here, as a socket's does.
        if len(buffer) < max(head.least, 1) and not self._has_ended:
            return False
        calls.reads.popleft()
        data = NSData(bytes(buffer[: head.most]))
        del buffer[: head.most]
        at_end = self._has_ended and not buffer
        self._was_told |= at_end
        self._later(read_block(head.block, data, at_end=at_end))
        return True

    # -- turns -----------------------------------------------------------

    def _turn(self, stream: StreamExchange) -> Steps[bool]:
        """What comes after all reads and writes before it: TLS, or the streams handed over."""
        calls = self._calls
        edge = calls.reads[0] if calls.reads else None
        if not isinstance(edge, Edge) or calls.writing is not None:
            return False
        if not calls.writes or calls.writes[0] is not edge:
            return False
        calls.reads.popleft()
        calls.writes.popleft()
        match edge.what:
            case "secure":
                yield from self._secure(stream)
            case "plain":
                stream.plain()
            case _:
                self._hand_over(stream)
        return True

    def _secure(self, stream: StreamExchange) -> Steps[None]:
        if self._is_read_shut or self._is_write_shut:
            raise Failed(NSURLErrorSecureConnectionFailed)
        stream.secure()
        while True:
            match stream.take():
                case None:
                    self._must_be_connected()
                    yield False
                case Asked() as asked:
                    yield from self._judge(stream, asked)
                case Secured():
                    return
                case Failure(code, info):
                    raise Failed(code, info)
                case Chunk(data):
                    self._buffer += data
                case _:
                    pass

    def _judge(self, stream: StreamExchange, asked: Asked) -> Steps[None]:
        """Ask the task's method about the server's trust, not the session's (R90)."""
        empty = NSURLAuthenticationChallenge.alloc()
        challenge = empty.initWithProtectionSpace_proposedCredential_previousFailureCount_failureResponse_error_sender_(  # noqa: E501 - Apple's name
            asked.space, None, 0, None, None, None
        )
        _, given = yield from self._ask(CHALLENGE, challenge)
        self._patience.hold()
        disposition = Disposition(cast(int, given[0])) if given else None
        if disposition is Disposition.CancelAuthenticationChallenge:
            raise Failed(NSURLErrorCancelled)
        is_allowed = disposition is Disposition.UseCredential and given[1] is not None
        if not is_allowed and asked.default is not None:
            raise Failed(asked.default, asked.info)
        stream.answer(is_trusted=True)

    def _hand_over(self, stream: StreamExchange) -> None:
        """Give the connection away as streams that are not open yet (R90)."""
        reader, writer = stream.captured(bytes(self._buffer))
        name = ":".join(map(str, self._facts.address or ("a response",)))
        into, out = _ReadSide.alloc(), NSOutputStream.alloc()
        into._opener, into._where = (lambda: reader), name
        out._opener, out._where = (lambda: writer), name
        self._stream = None  # whoever has the streams closes them
        self.life.channel.enqueue(self.life, CAPTURED_STREAMS, (into, out))

    # -- the end ---------------------------------------------------------

    def _expire(self) -> bool:
        """Fail the reads, or the writes, where the time of one is over (R90): all fail together.

        The header says so of those behind it; of those before it that is inferred.
        """
        calls, now = self._calls, self._clock.now()
        late = [one for one in calls.timed() if one.until <= now]
        error = NSError.url_error(NSURLErrorTimedOut)
        if any(isinstance(one, Read) for one in late):
            self._reading = error
            self._later(*calls.fail_reads(error))
        if any(isinstance(one, Write) for one in late):
            self._writing = error
            self._later(*calls.fail_writes(error))
        return bool(late)

    def _end(self, error: NSError | None, result: object = None) -> None:
        self._calls.final = error
        self.life.channel.enqueue(self.life, COMPLETE, (error,))


class _ReadSide(NSInputStream):
    """A connection, read by hand. Whoever records a stream reads it; one of this kind has only
    what comes, and gives that once.
    """


class _NoSource:
    """A stream task sends no requests."""

    def open(self, outgoing: Outgoing) -> Exchange:
        return CannedExchange(outgoing, (Failure(NSURLErrorCannotConnectToHost),), float)
