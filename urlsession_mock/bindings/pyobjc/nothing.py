"""What stands behind a module of which only the names are known: nothing.

Not here: the names (name_lists/). One rule: it stays empty.
"""

from __future__ import annotations

__all__: list[str] = []
