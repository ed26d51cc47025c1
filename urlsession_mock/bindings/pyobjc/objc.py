"""`objc`: the bridge itself.

Not here: Foundation. One rule: what needs an Objective-C runtime is refused by name.
"""

from __future__ import annotations

import builtins

__all__ = ["NO", "YES", "nil", "super"]

YES = True
NO = False
nil = None


class super(builtins.super):  # noqa: A001 - as PyObjC names it
    """Python's own: what a class inherits is looked up at once here."""
