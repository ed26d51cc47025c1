"""One exchange with a real server, between two threads: what happens there is taken here.

The loop's thread puts; the device's thread takes, and neither waits for the other: the loop
has other exchanges to serve. Not here: what happens (live.py). One rule: no more than
`LIMIT` bytes of a body stand in it, however fast the server sends.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from typing import Generic

from typing_extensions import TypeVar

from urlsession_mock.foundation.credential import NSURLCredential
from urlsession_mock.network.wire import Asked, Chunk, Happening, Permission

__all__ = ["Answered", "Mailbox"]

LIMIT = 2 << 20
"""Bytes of the body that may stand here before the server's sending is held up."""
_RESUME = LIMIT // 2
# Pieces that stand here together are taken together, so that a fast body costs few messages.
_TOGETHER = 1 << 20

H = TypeVar("H", default=Happening)
Answered = tuple[Permission, NSURLCredential | None]


class Mailbox(Generic[H]):
    """An `Exchange` whose happenings come from an asyncio loop on another thread.

    `ring` is called on the loop's thread after something was put, for the device to wake.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, ring: Callable[[], None]) -> None:
        self._loop = loop
        self._ring = ring
        self._lock = threading.Lock()
        self._happenings: deque[H | Chunk | Asked] = deque()
        self._size = 0
        self._is_full = False
        self._is_closed = False
        # Of the loop's thread.
        self._has_room = asyncio.Event()
        self._has_room.set()
        self._answers: deque[Answered] = deque()
        self._is_answered = asyncio.Event()
        self._on_close: Callable[[], object] | None = None
        self._is_ringing = False

    # -- the device's side -----------------------------------------------

    def next(self) -> H | Chunk | Asked | None:
        """See `Exchange`."""
        if not self._happenings:
            return None
        with self._lock:
            if not self._happenings:
                return None
            first = self._happenings.popleft()
            if isinstance(first, Chunk):
                first = self._joined(first)
                self._size -= len(first.data)
                if self._is_full and self._size <= _RESUME:
                    self._is_full = False
                    self.tell(self._has_room.set)
        return first

    def _joined(self, first: Chunk) -> Chunk:
        """A piece of the body together with those behind it."""
        pieces, size = [first.data], len(first.data)
        while self._happenings and isinstance(following := self._happenings[0], Chunk):
            size += len(following.data)
            if size > _TOGETHER:
                break
            pieces.append(following.data)
            self._happenings.popleft()
        return first if len(pieces) == 1 else Chunk(b"".join(pieces))

    def answer(self, permission: Permission, credential: NSURLCredential | None = None) -> None:
        """See `Exchange`."""

        def take() -> None:
            self._answers.append((permission, credential))
            self._is_answered.set()

        with self._lock:
            self.tell(take)

    def close(self) -> None:
        """See `Exchange`."""
        with self._lock:
            if self._is_closed:
                return
            self._is_closed = True
            self._happenings.clear()
            self._size = 0
            if self._on_close is not None:
                self.tell(self._on_close)

    def tell(self, act: Callable[[], object]) -> None:
        """Have the loop's thread call something; a loop that has ended needs to hear nothing."""
        try:
            self._loop.call_soon_threadsafe(act)
        except RuntimeError:
            if not self._loop.is_closed():
                raise

    @property
    def is_live(self) -> bool:
        """See `Exchange`: the server answers in real time."""
        return True

    # -- the loop's side -------------------------------------------------

    def when_closed(self, act: Callable[[], object]) -> None:
        """Have `act` called on the loop's thread when the device gives the exchange up."""
        with self._lock:
            self._on_close = act
            if self._is_closed:
                self.tell(act)

    def note(self, happening: H | Asked) -> None:
        """Put something that is no piece of a body."""
        with self._lock:
            if self._is_closed:
                return
            self._happenings.append(happening)
        self._ring_soon()

    def _ring_soon(self) -> None:
        """Ring when this thread has no more to put: to wake another for each piece costs more
        than the piece."""
        if not self._is_ringing:
            self._is_ringing = True
            self._loop.call_soon(self._ring_now)

    def _ring_now(self) -> None:
        self._is_ringing = False
        self._ring()

    async def put(self, chunk: Chunk) -> None:
        """Put a piece of a body, once there is room for it."""
        with self._lock:
            if self._is_closed:
                return
            self._happenings.append(chunk)
            self._size += len(chunk.data)
            self._is_full = is_full = self._size >= LIMIT
            if is_full:
                self._has_room.clear()
        self._ring_soon()
        if is_full:
            await self._has_room.wait()

    async def ask(self, asked: Asked) -> Answered:
        """Put a question, and wait for its answer."""
        self._is_answered.clear()
        self.note(asked)
        while not self._answers:
            await self._is_answered.wait()
            self._is_answered.clear()
        return self._answers.popleft()
