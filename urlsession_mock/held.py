"""How a thread stands: does its wait end by itself, can only another thread end it?

Not here: what follows from it (pump.py, queues.py). One rule: it only looks. Where a wait cannot be
understood it is taken for one on something outside, which nobody here can end or judge.
"""

from __future__ import annotations

import ast
import linecache
import time
import traceback
from enum import Enum
from inspect import getattr_static
from itertools import islice
from selectors import BaseSelector
from types import FrameType

__all__ = ["Stands", "how", "is_idle", "is_patient", "is_selecting", "time_used"]

_OURS = __name__.partition(".")[0]

# What can be waited for without a frame of Python's own: by name, in the call that stands.
_ENDLESS = {"acquire": 1, "get": 1, "join": 0, "result": 0, "wait": 0}
"""And which of its arguments, from 0, is the time limit."""
_LOCKS = frozenset({"RLock", "SimpleQueue", "lock"})


class Stands(Enum):
    """How a thread that does not move stands."""

    FOR_A_WHILE = "its wait ends by itself"
    FOR_OTHERS = "only another thread can end its wait"
    OUTSIDE = "it waits for something outside, or works"


def how(frame: FrameType | None) -> Stands:
    """How a thread stands, by its innermost frame. None is a thread that has just ended."""
    if frame is None:
        return Stands.FOR_OTHERS
    module = str(frame.f_globals.get("__name__", ""))
    if module.partition(".")[0] == _OURS:
        return Stands.FOR_A_WHILE  # none of our own waits is endless
    if module in ("threading", "queue") and "timeout" in frame.f_locals:
        return Stands.FOR_A_WHILE if _is_answered(frame) else _limited(frame.f_locals["timeout"])
    if is_selecting(frame) and "timeout" in frame.f_locals:
        return _selecting(frame)
    return _calling(frame)


def is_patient(frame: FrameType | None, seconds: float) -> bool:
    """It waits for another thread, and so long at least: whoever it waits for may go first."""
    if frame is None or frame.f_globals.get("__name__") not in ("threading", "queue"):
        return False
    timeout = frame.f_locals.get("timeout")
    return isinstance(timeout, int | float) and timeout >= seconds and not _is_answered(frame)


def is_idle(frame: FrameType | None) -> bool:
    """The thread waits for somebody else, without a limit: it has nothing to do by itself.

    A worker of a pool that waits for work, or a thread of the user's in `Event.wait()`,
    `Queue.get()` and the like; or one of the standard library's servers, which waits for clients.
    None is a thread that has just ended.
    """
    if frame is None:
        return True
    code, module = frame.f_code, frame.f_globals.get("__name__")
    if module in ("threading", "queue"):
        return code.co_name in ("wait", "get", "join") and frame.f_locals.get("timeout") is None
    if code.co_name in ("_worker", "worker") and "concurrent" in code.co_filename:
        return True
    return module in ("selectors", "socket", "ssl") and _is_serving(frame)


def _is_serving(frame: FrameType) -> bool:
    """It is called by one of the standard library's servers."""
    callers = (caller.f_globals.get("__name__") for caller, _ in traceback.walk_stack(frame))
    return "socketserver" in callers


def time_used(thread: int) -> int | None:
    """Nanoseconds that a living thread has been at work; None where the system does not say.

    One that stands at one place and uses time is awake now and then: it polls.
    """
    clock = getattr(time, "pthread_getcpuclockid", None)  # not on every system
    if clock is None:
        return None
    try:
        return time.clock_gettime_ns(clock(thread))
    except OSError:
        return None


def _is_answered(frame: FrameType) -> bool:
    """A wait without a limit that ends by itself all the same.

    `Thread.start` waits for the thread to run, which it may, and nobody has woken us yet; the
    `shutdown` of a server waits for a loop that looks around twice a second.
    """
    up: FrameType | None = frame
    while up is not None and up.f_globals.get("__name__") == "threading":
        if up.f_code.co_qualname == "Thread.start":
            return True
        up = up.f_back
    return up is not None and up.f_code.co_qualname == "BaseServer.shutdown"


def _limited(timeout: object) -> Stands:
    # `Thread.join` of 3.11 and 3.12 says -1 for no limit; a lock has no other number below 0.
    is_endless = timeout is None or (isinstance(timeout, int | float) and timeout < 0)
    return Stands.FOR_OTHERS if is_endless else Stands.FOR_A_WHILE


def is_selecting(frame: FrameType) -> bool:
    """It waits for files, as an event loop that has nothing to do."""
    return frame.f_globals.get("__name__") == "selectors"


def _selecting(frame: FrameType) -> Stands:
    """An event loop: asyncio's has one file of its own, by which other threads wake it."""
    if _limited(frame.f_locals["timeout"]) is Stands.FOR_A_WHILE:
        return Stands.FOR_A_WHILE
    selector = frame.f_locals.get("self")
    files = selector.get_map() if isinstance(selector, BaseSelector) else None
    return Stands.FOR_OTHERS if files is not None and len(files) <= 1 else Stands.OUTSIDE


def _calling(frame: FrameType) -> Stands:
    """What is called leaves no frame: the source says what it is."""
    node = _standing_node(frame)
    if not isinstance(node, ast.Call):
        is_lock = node is not None and _is_lock(node, frame)  # `with lock:`
        return Stands.FOR_OTHERS if is_lock else Stands.OUTSIDE
    function = node.func
    name = getattr(function, "attr", getattr(function, "id", ""))
    if name in ("sleep", "_sleep"):
        return Stands.FOR_A_WHILE
    place = _ENDLESS.get(name)
    if place is None or not isinstance(function, ast.Attribute):
        return Stands.OUTSIDE
    given = [word.value for word in node.keywords if word.arg == "timeout"]
    given += node.args[place : place + 1]
    if given and not (isinstance(given[0], ast.Constant) and given[0].value is None):
        return Stands.FOR_A_WHILE
    return Stands.FOR_OTHERS if _is_lock(function.value, frame) else Stands.OUTSIDE


def _standing_node(frame: FrameType) -> ast.expr | None:
    """The expression that a frame stands at; None where its source is not to be had."""
    code = frame.f_code
    place = next(islice(code.co_positions(), max(frame.f_lasti, 0) // 2, None), None)
    if place is None or None in place:
        return None
    first, last, start, end = (number or 0 for number in place)
    lines = [linecache.getline(code.co_filename, line) for line in range(first, last + 1)]
    if not all(lines):
        return None
    # Columns count bytes; the end is cut first, as a single line is cut twice.
    texts = [line.encode() for line in lines]
    texts[-1] = texts[-1][:end]
    texts[0] = texts[0][start:]
    source = b"".join(texts)
    try:
        return ast.parse(b"(" + source + b")", mode="eval").body
    except SyntaxError:
        return _entered(source)


def _entered(source: bytes) -> ast.expr | None:
    """What a `with` of one item enters: CPython says the whole statement stands there."""
    try:
        statement = ast.parse(source).body[0]
    except (SyntaxError, IndexError):
        return None
    if not isinstance(statement, ast.With) or len(statement.items) != 1:
        return None
    return statement.items[0].context_expr


def _is_lock(node: ast.expr, frame: FrameType) -> bool:
    """The expression names a lock, or a queue that is one inside, as far as looking can tell."""
    found = _named(node, frame)
    return type(found).__name__ in _LOCKS and type(found).__module__ in ("_thread", "_queue")


def _named(node: ast.expr, frame: FrameType) -> object:
    """What a name, or a dotted one, stands for in a frame; None where it cannot be looked up."""
    if isinstance(node, ast.Name):
        return frame.f_locals.get(node.id, frame.f_globals.get(node.id))
    if not isinstance(node, ast.Attribute):
        return None
    owner = _named(node.value, frame)
    found = getattr_static(owner, node.attr, None)
    # A slot, a property, a module's attribute of a class: reading may run code, but for a slot.
    return getattr(owner, node.attr) if type(found).__name__ == "member_descriptor" else found
