"""Which line of the user's code we were called from.

Not here: how it is shown. One rule: our own frames are never an answer.
"""

from __future__ import annotations

import sys
from types import FrameType, TracebackType

from urlsession_mock.events import Where

__all__ = ["caller", "is_runners", "is_users", "raised_at", "standing_at"]

# A local variable of this name says where a block that runs now was added: the line that the
# user wrote, where the stack only shows who runs it.
_ADDED_AT = "__added_at__"
_OURS = (__name__.partition(".")[0], "pytest_urlsession")
_RUNNERS = frozenset({"_pytest", "anyio", "execnet", "pluggy", "pytest", "pytest_asyncio", "xdist"})
_JUDGE = "pytest_urlsession.trial"


def caller(depth: int = 1) -> Where | None:
    """The nearest frame outside the package, from `depth` frames up; None where there is none."""
    # Documented for CPython; there is no other way to one frame.
    frame: FrameType | None = sys._getframe(depth)
    while frame is not None:
        if _ADDED_AT in frame.f_code.co_varnames:
            added: Where | None = frame.f_locals[_ADDED_AT]
            return added
        module = str(frame.f_globals.get("__name__", ""))
        if module == _JUDGE:
            return None  # it runs the device after the test's body: no user's line asked for this
        if not module.startswith(_OURS):
            return Where(frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name)
        frame = frame.f_back
    return None


def raised_at(traceback: TracebackType | None) -> Where | None:
    """The line in which an exception left the user's code: the last frame of it.

    Where there is none, as in a block that is a library's function, the last one not ours.
    """
    found: Where | None = None
    is_users = False
    while traceback is not None:
        code = traceback.tb_frame.f_code
        module = str(traceback.tb_frame.f_globals.get("__name__", ""))
        if not module.startswith(_OURS) and (not is_users or not _is_library(module)):
            found = Where(code.co_filename, traceback.tb_lineno, code.co_name)
            is_users = not _is_library(module)
        traceback = traceback.tb_next
    return found


def standing_at(frame: FrameType | None) -> Where | None:
    """The line of the user's code in which a thread stands; None where it is in none."""
    while frame is not None:
        module = str(frame.f_globals.get("__name__", ""))
        if is_users(module):
            return Where(frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name)
        frame = frame.f_back
    return None


def is_users(module: str) -> bool:
    """The module is the user's: not ours, not the standard library's, not the test runner's."""
    return not (module.startswith(_OURS) or _is_library(module) or is_runners(module))


def is_runners(module: str) -> bool:
    """The module belongs to what runs tests."""
    return module.partition(".")[0] in _RUNNERS


def _is_library(module: str) -> bool:
    return module.partition(".")[0] in sys.stdlib_module_names
