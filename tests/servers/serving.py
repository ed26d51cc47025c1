"""The thread of a server under test.

One rule: when the `with` has ended, it does not run any more.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager

__all__ = ["POLL", "serving"]

POLL = 0.02  # seconds after which the standard library's servers see that they are to end
_LIMIT = 5.0


@contextmanager
def serving(name: str, serve: Callable[[], object], end: Callable[[], object]) -> Generator[None]:
    """Have `serve()` run on a thread of this name; `end()` is called to make it return."""
    thread = threading.Thread(target=serve, name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        end()
        thread.join(_LIMIT)
        assert not thread.is_alive()
