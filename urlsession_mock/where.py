"""Which line of the user's code we were called from.

Not here: how it is shown. One rule: our own frames are never an answer.
"""

from __future__ import annotations

import sys
from types import FrameType, TracebackType

from urlsession_mock.events import Where

__all__ = ["caller", "raised_at"]

_OURS = (__name__.partition(".")[0], "pytest_urlsession")


def caller(depth: int = 1) -> Where | None:
    """The nearest frame outside the package, from `depth` frames up."""
    # Documented for CPython; there is no other way to one frame.
    frame: FrameType | None = sys._getframe(depth)
    while frame is not None:
        if not str(frame.f_globals.get("__name__", "")).startswith(_OURS):
            return Where(frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name)
        frame = frame.f_back
    return None


def raised_at(traceback: TracebackType | None) -> Where | None:
    """The line in which an exception left the user's code: the last frame that is not ours."""
    found: Where | None = None
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if not str(traceback.tb_frame.f_globals.get("__name__", "")).startswith(_OURS):
            found = Where(code.co_filename, traceback.tb_lineno, code.co_name)
        traceback = traceback.tb_next
    return found
