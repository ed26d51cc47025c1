"""What commas separate.

Pure. One rule: a comma inside brackets separates nothing out here.
"""

from __future__ import annotations

__all__ = ["parts"]


def parts(text: str, opening: str, closing: str) -> list[str]:
    """The parts of a text between its outer commas; `opening` and `closing` are its brackets."""
    found: list[str] = []
    depth = start = 0
    for at, letter in enumerate(text):
        depth += (letter in opening) - (letter in closing)
        if letter == "," and not depth:
            found.append(text[start:at].strip())
            start = at + 1
    return [*found, text[start:].strip()]
