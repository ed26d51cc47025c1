"""Text measured in the cells of a terminal.

Not here: what is said, or its colours. One rule: a line that was fitted is never wider
than it was told to be, whatever the text holds.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

__all__ = ["broken", "cut", "flowed", "pad", "printable", "width_of", "wrapped"]

# A long name is broken behind one of these where it has one.
_JOINTS = "_:./-"


def printable(text: str, encoding: str = "utf-8") -> str:
    """The text on one line, with what has no place in a terminal escaped.

    That is control characters, line ends, invisible signs, and what `encoding` has not.
    """
    if not (text.isascii() and text.isprintable()):
        text = "".join(
            character if character.isprintable() else _escaped(character) for character in text
        )
        text = text.encode(encoding, "backslashreplace").decode(encoding)
    return text


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def width_of(text: str) -> int:
    """How many cells the text takes: none for a combining mark, two for a wide character."""
    if text.isascii():
        return len(text)
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def pad(text: str, width: int) -> str:
    """The text with spaces behind it, `width` cells in all; longer text stays as it is."""
    return text + " " * (width - width_of(text))


def cut(text: str, width: int, ellipsis: str = "…") -> str:
    """The text in at most `width` cells; the ellipsis shows that there was more."""
    if width_of(text) <= width:
        return text
    kept = _fitting(text, width - width_of(ellipsis))
    return text[:kept].rstrip() + ellipsis if width >= width_of(ellipsis) else ""


def wrapped(text: str, width: int) -> list[str]:
    """The words of the text in lines of at most `width` cells; too long a word is broken."""
    return flowed((piece for word in text.split() for piece in broken(word, width)), width)


def flowed(pieces: Iterable[str], width: int, gap: str = " ") -> list[str]:
    """The pieces one after the other, in lines of at most `width` cells where they allow it."""
    lines: list[str] = []
    for piece in pieces:
        if lines and width_of(lines[-1] + gap + piece) <= width:
            lines[-1] += gap + piece
        else:
            lines.append(piece)
    return lines


def broken(word: str, width: int) -> list[str]:
    """The word in pieces of at most `width` cells, behind a joint where it has one."""
    pieces: list[str] = []
    while width_of(word) > width:
        end = max(_fitting(word, width), 1)
        joint = max(word.rfind(sign, 0, end) for sign in _JOINTS) + 1
        if joint > end // 2:
            end = joint
        pieces.append(word[:end])
        word = word[end:]
    return [*pieces, word] if word or not pieces else pieces


def _fitting(text: str, width: int) -> int:
    """How many characters of the text fit in `width` cells."""
    used = 0
    for index, character in enumerate(text):
        used += _cells(character)
        if used > width:
            return index
    return len(text)
