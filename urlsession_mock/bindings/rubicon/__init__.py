"""rubicon-objc where there is no Objective-C: `rubicon.objc`, importable for a while.

Not here: how the doubles behave (`urlsession_mock.foundation`). One rule: properties as attributes,
keyword arguments and wrappers are an outer layer; behind it everything is spelt as in PyObjC.
"""

from __future__ import annotations

from urlsession_mock.bindings.rubicon.installing import Rubicon, installed

__all__ = ["Rubicon", "installed"]
