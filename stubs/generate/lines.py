"""Long lines, broken where ruff breaks them.

Pure. Not here: what is written. One rule: a line that fits is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from stubs.generate.commas import parts

__all__ = ["WIDTH", "folded"]

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
    each = parts(inside, _OPEN, _CLOSE)
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
