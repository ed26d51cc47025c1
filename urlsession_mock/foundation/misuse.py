"""What a double says to an argument of the wrong kind.

What it is: one check, used where a Mac would crash or go wrong later. What it is not: a type
checker; most arguments are taken as they come. Its one rule: the text says what to write.
"""

from __future__ import annotations

__all__ = ["must_be"]


def must_be(
    kind: type | tuple[type, ...],
    value: object,
    method: str,
    instead: str,
    *,
    optional: bool = False,
) -> None:
    """Raise TypeError unless value is of a kind (or None, where that is optional).

    Arguments: the kind or kinds; what was given; the method that was called; what to write.
    """
    if isinstance(value, kind) or (optional and value is None):
        return
    kinds = kind if isinstance(kind, tuple) else (kind,)
    wanted = " or ".join(each.__name__ for each in kinds)
    raise TypeError(
        f"{method} takes {wanted}{' or None' if optional else ''}, "
        f"was given {type(value).__name__} {value!r}; {instead}"
    )
