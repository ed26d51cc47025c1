"""Places in the user's code: how a file is named, and what stands in a line.

Not here: finding the place (where.py). One rule: a file that is gone or unreadable is no error,
its line is just not shown.
"""

from __future__ import annotations

import linecache
import os
from pathlib import Path

from urlsession_mock.events import Where

__all__ = ["line_of", "named", "shortened"]


def named(file: str, root: Path | None = None) -> str:
    """A file's path, relative to `root` where it is below; by default to the current folder."""
    base = _base(root)
    if not os.path.isabs(file) or not base:
        return file  # such as `<string>`
    try:
        is_below = os.path.commonpath([base, file]) == base
    except ValueError:  # another drive
        return file
    return os.path.relpath(file, base).replace(os.sep, "/") if is_below else file


def shortened(text: str, root: Path | None = None) -> str:
    """A text in which paths below `root` have become relative."""
    base = _base(root)
    return text.replace(base.rstrip(os.sep) + os.sep, "") if base else text


def line_of(where: Where) -> str:
    """The line of source at a place, without its indent; empty where there is none."""
    linecache.checkcache(where.file)
    return linecache.getline(where.file, where.line).strip()


def _base(root: Path | None) -> str:
    try:
        return os.path.abspath(root) if root is not None else os.getcwd()
    except OSError:  # the current folder was removed
        return ""
