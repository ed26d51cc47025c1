"""The thread of real connections leaves nothing behind when it ends."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest

from urlsession_mock.network.loop import LoopThread

LIMIT = 5.0


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_generator_left_in_its_middle_is_closed_before_its_loop(is_kept: bool) -> None:
    """Else its end came from the garbage collector, in a loop that is gone, in any later test."""
    begun, closed = threading.Event(), threading.Event()
    kept: list[AsyncIterator[bytes]] = []

    async def pieces() -> AsyncIterator[bytes]:
        try:
            yield b"one"
            yield b"two"
        finally:
            await asyncio.sleep(0)  # as the end of a connection does, it takes turns of the loop
            closed.set()

    async def work() -> None:
        left = pieces()
        if is_kept:
            kept.append(left)
        await anext(left)
        begun.set()
        await asyncio.Event().wait()

    thread = LoopThread("pieces")
    thread.start(work)
    assert begun.wait(LIMIT)
    assert thread.close() == []
    assert closed.is_set()
