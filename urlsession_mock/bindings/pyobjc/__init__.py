"""PyObjC where there is no Objective-C: `Foundation`, `objc` and friends, importable for a while.

Not here: how the doubles behave (`urlsession_mock.foundation`). One rule: a name that the real
module has is either given, or refused by name when it is used.
"""

from __future__ import annotations

from urlsession_mock.bindings.pyobjc.installing import PyObjC, installed

__all__ = ["PyObjC", "installed"]
