"""What the core takes from a binding's wrapper: the object inside.

Not here: any wrapper; the bindings have those. One rule: whatever a test may hand to the core is
unwrapped where it comes in, so nothing further in ever sees a wrapper.
"""

from __future__ import annotations

__all__ = ["unwrapped"]

_INSIDE = "__urlsession_mock_object__"


def unwrapped(given: object) -> object:
    """The core's own object behind what a binding shows to code under test; else the same."""
    inside = getattr(type(given), _INSIDE, None)
    return given if inside is None else inside.__get__(given)
