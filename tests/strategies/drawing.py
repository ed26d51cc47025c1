"""How these tests draw: the same examples in every run, few of them, and no search for reasons.

Not here: any claim. One rule: code that was printed is run with the imports printed beside it.
"""

from __future__ import annotations

from typing import Any

from hypothesis import Phase, settings

from urlsession_mock.strategies import imports_of

__all__ = ["FAST", "FINDING", "rebuilt"]

_PHASES = (Phase.generate, Phase.shrink)
FAST = settings(max_examples=30, deadline=None, derandomize=True, database=None, phases=_PHASES)
FINDING = settings(FAST, max_examples=60)


def rebuilt(code: str) -> Any:
    """What the code makes, with the imports it is given and nothing else."""
    names: dict[str, object] = {}
    exec(imports_of(code), names)
    return eval(code, names)
