"""`Foundation`: Apple's names of `urlsession_mock.foundation`, and the functions beside them.

Not here: the doubles, and what else Foundation has (names.py). One rule: what is ours alone is not
among them.
"""

from __future__ import annotations

from typing import Final

import urlsession_mock.foundation as doubles
from urlsession_mock.bindings.pyobjc import functions

# Not Apple's: what the package itself adds to its doubles.
_OURS: Final = frozenset({"NotSimulated", "TransactionValues"})
_ALL: list[str] = vars(doubles)["__all__"]

# YES and NO: Foundation of PyObjC gives them too.
YES: Final = True
NO: Final = False

__all__: list[str] = [  # noqa: PLE0604  # pyright: ignore[reportUnsupportedDunderAll]  # by __getattr__
    "NO",
    "YES",
    *(name for name in _ALL if name not in _OURS),
    *functions.__all__,
]


def __getattr__(name: str) -> object:
    if name in functions.__all__:
        return getattr(functions, name)
    if name in __all__:
        return getattr(doubles, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
