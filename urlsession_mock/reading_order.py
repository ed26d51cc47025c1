"""The modules of the core, in the order to read them.

The reading guide, the layering and the proof that no import goes in a circle.
Not a registry: nothing at run time uses it. One rule: a module imports only
what stands above it. `tests/test_reading_order.py` walks the imports.

A name is the file's path below `urlsession_mock/`, dotted, without `.py`. A package's own
`__init__` stands where all that it imports has been read. What must be imported
later than its place allows is imported inside a function, under a comment
`# later: why`.
"""

from __future__ import annotations

from typing import Final

__all__ = ["READING_ORDER"]

READING_ORDER: Final[tuple[str, ...]] = (
    "reading_order",
)
