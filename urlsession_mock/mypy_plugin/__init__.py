"""The mypy plugin: `plugins = ["urlsession_mock.mypy_plugin"]` in mypy's configuration.

It looks at classes of delegates before anything runs, and says what `conformance.py` would say
of their objects. See docs/mypy-plugin.md. One rule: nothing of the core imports it, and only the
modules of this folder import mypy.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from mypy.plugin import Plugin

__all__ = ["plugin"]

# The first with wheels for Python 3.13, the newest that we run on.
_OLDEST: Final = (1, 12)


def plugin(version: str) -> type[Plugin]:
    """The entry that mypy calls with its own version.

    Raises mypy's `CompileError`, which it prints, where that version is too old.
    """
    if tuple(map(int, re.findall(r"\d+", version)[:2])) < _OLDEST:
        from mypy.errors import CompileError

        oldest = ".".join(map(str, _OLDEST))
        told = (
            f"urlsession_mock.mypy_plugin needs mypy {oldest} or newer, and this is {version}; "
            "install a newer one: pip install 'urlsession-mock[mypy]'"
        )
        raise CompileError([told])
    # later: an older mypy might not have what it imports
    from urlsession_mock.mypy_plugin.hooks import URLSessionPlugin

    return URLSessionPlugin
