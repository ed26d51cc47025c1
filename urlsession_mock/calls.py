"""What an app asked of a WebSocket or a stream and has not been told yet: blocks that are owed.

Pure. Not here: the tasks that take the calls (socket_tasks.py), the servers that answer them
(network/). One rule: every block that came in goes out once, with its answer or with an error.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self, TypeAlias

from urlsession_mock.foundation.constants import NSPOSIXErrorDomain
from urlsession_mock.foundation.data import NSData
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.error_codes import NSURLErrorCancelled
from urlsession_mock.foundation.websocket_message import NSURLSessionWebSocketMessage

if TYPE_CHECKING:
    from urlsession_mock.facts import Facts

__all__ = [
    "PING",
    "READ",
    "RECEIVE",
    "SEND",
    "WRITE",
    "Calls",
    "Done",
    "Edge",
    "Owed",
    "Read",
    "ReadDone",
    "Received",
    "StreamCalls",
    "Timed",
    "WebSocketCalls",
    "Write",
    "done",
    "not_connected",
    "read",
    "received",
    "too_long",
]

Done: TypeAlias = Callable[[NSError | None], object]
"""The block of a send, a ping or a write."""
Received: TypeAlias = Callable[[NSURLSessionWebSocketMessage | None, NSError | None], object]
ReadDone: TypeAlias = Callable[[NSData | None, bool, NSError | None], object]
Owed: TypeAlias = tuple[str, Callable[[], object]]
"""A block to be called: the name of the call that gave it, and the block with its arguments."""

# fmt: off
SEND:    Final = "sendMessage:completionHandler:"
RECEIVE: Final = "receiveMessageWithCompletionHandler:"
PING:    Final = "sendPingWithPongReceiveHandler:"
READ:    Final = "readDataOfMinLength:maxLength:timeout:completionHandler:"
WRITE:   Final = "writeData:timeout:completionHandler:"

# Darwin's numbers, whatever those of this machine are.
_ENOTCONN: Final = 57  # R89
_EMSGSIZE: Final = 40  # as logged on iPhones: github.com/elevenlabs/elevenlabs-swift-sdk/issues/31
# fmt: on


def not_connected() -> NSError:
    """The error of a call for which there is no connection any more (R89)."""
    return NSError.errorWithDomain_code_userInfo_(NSPOSIXErrorDomain, _ENOTCONN, None)


def too_long() -> NSError:
    """The error of a message of more bytes than the task's maximumMessageSize."""
    return NSError.errorWithDomain_code_userInfo_(NSPOSIXErrorDomain, _EMSGSIZE, None)


class Calls:
    """What both kinds share: who answers, and the end."""

    def __init__(self) -> None:
        self.is_served: bool = False
        """A server answers them; else the test writes the messages by hand."""
        self.count: int = 0
        """How many calls there were."""
        self.is_open: bool = False
        self.final: NSError | None = None
        """Set at the end where the calls fail with another error than the task."""

    @classmethod
    def of(cls, facts: Facts) -> Self:
        """Those of a task, made when they are first wanted."""
        if facts.calls is None:
            facts.calls = cls()
        assert isinstance(facts.calls, cls)  # a task's class never changes
        return facts.calls

    def end(self, error: NSError | None) -> list[Owed]:
        """The task is over, with this error or without: all that is owed, as it fails."""
        is_cancelled = error is not None and error.code() == NSURLErrorCancelled
        if self.final is None:
            keeps = is_cancelled or not self.is_open
            self.final = error if error is not None and keeps else not_connected()
        return self._fail(self.final)

    @property
    def is_owing(self) -> bool:
        """Somebody waits for an answer."""
        raise NotImplementedError

    def by_hand(self) -> list[Owed]:
        """What is answered where the test writes the messages: all goes well, once it is open."""
        return [] if self.is_served or not self.is_open else self._succeed()

    def _succeed(self) -> list[Owed]:
        raise NotImplementedError

    def _fail(self, error: NSError) -> list[Owed]:
        raise NotImplementedError


class WebSocketCalls(Calls):
    """The sends, receives and pings of one WebSocket, each in its order."""

    def __init__(self) -> None:
        super().__init__()
        self.sends: deque[tuple[str | bytes, Done]] = deque()
        self.receives: deque[Received] = deque()
        self.pings: deque[Done] = deque()
        # Handed to the server, and not answered.
        self.sending: deque[Done] = deque()
        self.pinging: deque[Done] = deque()

    @property
    def is_owing(self) -> bool:
        """See `Calls`."""
        return bool(self.sends or self.receives or self.pings or self.sending or self.pinging)

    def _succeed(self) -> list[Owed]:
        answered = [done(SEND, block) for _, block in self.sends]
        answered += [done(PING, block) for block in self.pings]
        self.sends.clear()
        self.pings.clear()
        return answered

    def _fail(self, error: NSError) -> list[Owed]:
        failed = [done(SEND, block, error) for block in self.sending]
        failed += [done(SEND, block, error) for _, block in self.sends]
        failed += [done(PING, block, error) for block in (*self.pinging, *self.pings)]
        failed += [received(block, None, error) for block in self.receives]
        for queue in (self.sending, self.sends, self.pinging, self.pings, self.receives):
            queue.clear()
        return failed


@dataclass(slots=True, eq=False)
class Timed:
    """Something asked at a moment, to be done by another; the moments are the device's clock's."""

    asked: float
    until: float

    def delay(self, since: float, to: float) -> None:
        """Its time stood still between these moments."""
        self.until += max(to - max(since, self.asked), 0.0)


@dataclass(slots=True, eq=False)
class Read(Timed):
    """A read of at least and at most so many bytes."""

    least: int
    most: int
    block: ReadDone


@dataclass(slots=True, eq=False)
class Write(Timed):
    """A write of all of these bytes."""

    data: bytes
    block: Done


class Edge:
    """Where a queue of reads or writes turns: `close`, `secure`, `plain` or `capture`."""

    __slots__ = ("what",)

    def __init__(self, what: str) -> None:
        self.what: str = what


class StreamCalls(Calls):
    """The reads and the writes of one stream, each in its order."""

    def __init__(self) -> None:
        super().__init__()
        self.reads: deque[Read | Edge] = deque()
        self.writes: deque[Write | Edge] = deque()
        self.writing: Write | None = None

    def timed(self) -> list[Read | Write]:
        """All that has a time to be done by."""
        every = (*self.reads, *self.writes, self.writing)
        return [one for one in every if isinstance(one, (Read, Write))]

    @property
    def is_owing(self) -> bool:
        """See `Calls`."""
        return bool(self.reads or self.writes or self.writing)

    def _succeed(self) -> list[Owed]:
        answered = [done(WRITE, one.block) for one in self.writes if isinstance(one, Write)]
        self.writes.clear()
        return answered

    def _fail(self, error: NSError) -> list[Owed]:
        return self.fail_reads(error) + self.fail_writes(error)

    def fail_reads(self, error: NSError) -> list[Owed]:
        """The reads that wait, as they fail."""
        failed = [read(one.block, None, error) for one in self.reads if isinstance(one, Read)]
        self.reads = deque(one for one in self.reads if isinstance(one, Edge))
        return failed

    def fail_writes(self, error: NSError) -> list[Owed]:
        """The writes that wait, as they fail."""
        waiting = (self.writing, *self.writes)
        failed = [done(WRITE, one.block, error) for one in waiting if isinstance(one, Write)]
        self.writes = deque(one for one in self.writes if isinstance(one, Edge))
        self.writing = None
        return failed


# -- a block with its arguments ------------------------------------------


def done(what: str, block: Done, error: NSError | None = None) -> Owed:
    """The block of a send, a ping or a write."""
    return what, lambda: block(error)


def received(
    block: Received, message: NSURLSessionWebSocketMessage | None, error: NSError | None = None
) -> Owed:
    """The block of a receive."""
    return RECEIVE, lambda: block(message, error)


def read(
    block: ReadDone, data: NSData | None, error: NSError | None = None, *, at_end: bool = False
) -> Owed:
    """The block of a read."""
    return READ, lambda: block(data, at_end, error)
