"""The thread on which real connections live: one asyncio loop, named, and ended in bounded time.

Not here: what runs on it (live.py). One rule: when `close` has returned, nothing of it runs
any more, or the caller is told which thread still does.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

__all__ = ["LoopThread"]

_GRACE = 2.0  # seconds that an end may take: closing sockets waits for nobody
_Ender = Callable[[], Awaitable[object]]


class LoopThread:
    """An asyncio loop on a thread of its own, which starts with the first thing to do."""

    def __init__(self, name: str) -> None:
        self.loop: asyncio.AbstractEventLoop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[object]] = set()
        self._enders: list[_Ender] = []
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._is_closed = False

    def start(
        self,
        work: Callable[[], Coroutine[Any, Any, object]],  # Any: as asyncio declares it
    ) -> None:
        """Run `work()` there as a task. Raises `RuntimeError` after `close`."""
        if self._is_closed:
            raise RuntimeError(f"{self._thread.name} has ended; nothing can be started there")
        if self._thread.ident is None:
            self._thread.start()

        def start() -> None:
            task: asyncio.Task[object] = self.loop.create_task(work())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

        self.loop.call_soon_threadsafe(start)

    def at_end(self, ender: _Ender) -> None:
        """Have this called at the end, on the loop's thread, after all tasks have ended."""
        self._enders.append(ender)

    def close(self) -> list[threading.Thread]:
        """End all tasks, then the loop, then the thread. The threads that would not end."""
        if self._is_closed:
            return []
        self._is_closed = True
        if self._thread.ident is None:
            self.loop.close()
            return []
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(2 * _GRACE)
        return [self._thread] if self._thread.is_alive() else []

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        try:
            self.loop.run_forever()
            self.loop.run_until_complete(self._end())
        finally:
            asyncio.set_event_loop(None)
            self.loop.close()

    async def _end(self) -> None:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=_GRACE)
        for ender in self._enders:
            # What cannot be closed is given up: the loop and its sockets end now.
            with contextlib.suppress(Exception):
                await asyncio.wait_for(ender(), _GRACE)
        await self._end_generators()

    async def _end_generators(self) -> None:
        """A generator that was left in its middle would be closed by a loop that is gone."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.loop.shutdown_asyncgens(), _GRACE)
        await asyncio.sleep(0)  # those collected just now become tasks
        left = asyncio.all_tasks() - {asyncio.current_task()}
        if left:
            await asyncio.wait(left, timeout=_GRACE)
