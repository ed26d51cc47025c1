"""Long lines, broken where ruff breaks them.

Pure. Not here: what is written. One rule: a line that fits is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["WIDTH", "folded", "parts"]

WIDTH = 100
_OPEN, _CLOSE = "([{", ")]}"


def folded(line: str) -> Iterator[str]:
    """A line, or as many as it takes: what is in its first bracket goes on lines of its own."""
    at = next((at for at, letter in enumerate(line) if letter in _OPEN), None)
    if len(line) <= WIDTH or at is None:
        yield line
        return
    end = _end(line, at)
    head, inside, tail = line[: at + 1], line[at + 1 : end], line[end:]
    indent = " " * (len(line) - len(line.lstrip()))
    inner = f"{indent}    {inside}"
    each = parts(inside)
    is_function = line.lstrip().startswith("def ")
    yield head
    if len(inner) > WIDTH and len(each) > 1:
        for part in each:
            yield from _with_comma(f"{indent}    {part}")
    elif len(each) == 1 and is_function:
        yield f"{inner},"
    else:
        yield from folded(inner)
    yield f"{indent}{tail}"


def parts(text: str) -> list[str]:
    """What commas separate, but for those in brackets."""
    found: list[str] = []
    depth = start = 0
    for at, letter in enumerate(text):
        depth += (letter in _OPEN) - (letter in _CLOSE)
        if letter == "," and not depth:
            found.append(text[start:at].strip())
            start = at + 1
    return [*found, text[start:].strip()]


def _with_comma(line: str) -> Iterator[str]:
    *before, last = folded(f"{line},") if len(line) < WIDTH else folded(line)
    yield from before
    yield last if last.endswith(",") else f"{last},"


def _end(line: str, at: int) -> int:
    """Where the bracket that opens at a place is closed."""
    depth = 0
    for place in range(at, len(line)):
        depth += (line[place] in _OPEN) - (line[place] in _CLOSE)
        if not depth:
            return place
    raise ValueError(f"no bracket is closed in {line!r}")
