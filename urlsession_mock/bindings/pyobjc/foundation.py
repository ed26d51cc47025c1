"""`Foundation`: Apple's names of `urlsession_mock.foundation`, and the functions beside them.

Not here: the doubles. One rule: what is ours alone is not among them.
"""

from __future__ import annotations

import urlsession_mock.foundation as doubles

# Not Apple's: what the package itself adds to its doubles.
_OURS = frozenset({"NotSimulated", "TransactionValues"})

_ALL: list[str] = vars(doubles)["__all__"]

__all__: list[str] = [name for name in _ALL if name not in _OURS]  # pyright: ignore[reportUnsupportedDunderAll]  # found by __getattr__


def __getattr__(name: str) -> object:
    if name in __all__:
        return getattr(doubles, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
