# The tools that come with PyObjC. A module of it that is not here is Any.

# Partial by intention, so:
# pyright: reportIncompleteStub=false

from typing import Any

def __getattr__(name: str, /) -> Any: ...
