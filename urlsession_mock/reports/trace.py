"""The way of an exception through the user's code, shortened.

Not here: our own frames, nor pytest's. One rule: it is bounded, however deep the
recursion and however long the message.
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from urlsession_mock.events import Where
from urlsession_mock.reports.source import line_of, named
from urlsession_mock.reports.words import said

__all__ = ["trace"]

_OURS = (__name__.partition(".")[0], "pytest_urlsession")
_MOST_FRAMES = 6
_MOST_LINES = 12
_MOST_CAUSES = 3


def trace(error: BaseException, root: Path | None = None) -> list[str]:
    """The frames with their lines of source, the exception, and what caused it."""
    lines = [*_frames(error.__traceback__, root), *_message(error)]
    seen = {id(error)}
    for _ in range(_MOST_CAUSES):
        cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if cause is None or id(cause) in seen:
            break
        how = "caused by" if error.__cause__ is not None else "raised while handling"
        first, *rest = _message(cause)
        lines += [f"{how} {first}", *rest]
        seen.add(id(cause))
        error = cause
    return lines


def _frames(found: TracebackType | None, root: Path | None) -> list[str]:
    """Outermost first, two lines each; of a long stack the middle is left out."""
    places: list[Where] = []
    while found is not None:
        if not str(found.tb_frame.f_globals.get("__name__", "")).startswith(_OURS):
            code = found.tb_frame.f_code
            places.append(Where(code.co_filename, found.tb_lineno, code.co_name))
        found = found.tb_next
    left_out = len(places) - _MOST_FRAMES
    half = _MOST_FRAMES // 2
    lines: list[str] = []
    for index, where in enumerate(places):
        if left_out > 0 and half <= index < half + left_out:
            if index == half:
                lines.append(f"({left_out:,} frames left out)")
            continue
        lines.append(f"{named(where.file, root)}:{where.line} in {where.function}")
        line = line_of(where)
        if line:
            lines.append(f"    {line}")
    return lines


def _message(error: BaseException) -> list[str]:
    """The exception in Python's words; of a long text the beginning."""
    lines = said(error).splitlines() or [type(error).__name__]
    left_out = len(lines) - _MOST_LINES
    return [*lines[:_MOST_LINES], f"({left_out:,} lines left out)"] if left_out > 0 else lines
