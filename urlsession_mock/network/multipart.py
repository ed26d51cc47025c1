"""A body in parts, each in place of the one before: multipart/x-mixed-replace.

Pure. Not here: that the response method recurs for each part (R63; loading.py). One rule: the
parts do not depend on how the body was cut, and what has come of a part is not held back but for
the few bytes that may be a boundary.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import Final

from urlsession_mock.network.wire import Chunk, Head

__all__ = ["Parts", "boundary_of"]

# RFC 2046, 5.1.1: at most 70 characters, and no space at the end.
_BOUNDARY: Final = re.compile(
    r""";\s*boundary\s*=\s*(?:"(?P<quoted>[^"\r\n]+)"|(?P<plain>[^\s";,]+))""", re.IGNORECASE
)
_PADDING: Final = 256
"""Bytes of white space that a boundary may have behind it."""
_SLICE: Final = 64 * 1024
"""Bytes that are looked at together."""
_HEADERS: Final = 64 * 1024
"""Bytes of header fields that a part may have; more are ignored."""


def boundary_of(content_type: str | None) -> str | None:
    """The boundary that a Content-Type names; None if it is not multipart/x-mixed-replace."""
    kind, _, _ = (content_type or "").partition(";")
    if kind.strip().lower() != "multipart/x-mixed-replace":
        return None
    found = _BOUNDARY.search(content_type or "")
    if found is None:
        return None
    return str(found["quoted"] or found["plain"]).rstrip() or None


class _Where(Enum):
    PREAMBLE = "before the first boundary"
    HEADERS = "in the header of a part"
    BODY = "in the body of a part"
    EPILOGUE = "behind the last boundary"


class Parts:
    """Cuts a body at a boundary, as its bytes come: for each part its head, then its bytes."""

    def __init__(self, boundary: str) -> None:
        name = boundary.encode("latin-1", "replace")
        # Cameras are known to write the two dashes of the line into the header already.
        self._marks = (b"--" + name, name) if name.startswith(b"--") else (b"--" + name,)
        mark = b"|".join(re.escape(one) for one in self._marks)
        end = rb"(?:%s)(?:(?P<last>--)|[ \t]{0,%d}\r?\n)" % (mark, _PADDING)
        self._line = re.compile(rb"(?:%s)(?P<last>--)?[ \t]*" % mark)
        self._inside = re.compile(rb"\r?\n" + end)
        self._at_start = re.compile(rb"(?:\A|\r?\n)" + end)
        self._rest = b""
        self._where = _Where.PREAMBLE
        self._is_line_start = True
        self._is_skipping = False
        self._headers: list[tuple[str, str]] = []
        self._size = 0

    def feed(self, data: bytes) -> list[Head | Chunk]:
        """What these bytes add."""
        found: list[Head | Chunk] = []
        for start in range(0, len(data), _SLICE):  # what is left is copied for each part
            self._rest += data[start : start + _SLICE]
            while self._step(found):
                pass
        return found

    def finish(self) -> list[Head | Chunk]:
        """What is still to come when the body is over. A part may end so, without a boundary."""
        rest, self._rest = self._rest, b""
        is_body = self._where is _Where.BODY
        self._where = _Where.EPILOGUE
        if not is_body or not rest or self._is_mark(rest):
            return []
        return [Chunk(rest)]

    def _step(self, found: list[Head | Chunk]) -> bool:
        """Go on by one boundary or line; False where more must come first."""
        match self._where:
            case _Where.PREAMBLE | _Where.BODY:
                return self._find_boundary(found)
            case _Where.HEADERS:
                return self._take_line(found)
            case _Where.EPILOGUE:
                self._rest = b""
                return False

    # -- boundaries ------------------------------------------------------

    def _find_boundary(self, found: list[Head | Chunk]) -> bool:
        pattern = self._at_start if self._is_line_start else self._inside
        boundary = pattern.search(self._rest)
        if boundary is None:
            self._give(self._undecided(), found)
            return False
        after = self._rest[boundary.end() :]
        self._give(boundary.start(), found)
        self._rest = after
        self._where = _Where.HEADERS if boundary["last"] is None else _Where.EPILOGUE
        self._headers, self._size, self._is_skipping = [], 0, False
        return True

    def _give(self, count: int, found: list[Head | Chunk]) -> None:
        """The next bytes are content, or nobody's where no part has begun."""
        if not count:
            return
        if self._where is _Where.BODY:
            found.append(Chunk(self._rest[:count]))
        self._rest = self._rest[count:]
        self._is_line_start = False

    def _undecided(self) -> int:
        """Where the bytes begin that may turn out to be a boundary."""
        rest = self._rest
        if self._is_line_start and self._may_become(rest):
            return 0
        longest = len(self._marks[0]) + _PADDING + 4  # with both line ends
        for at in range(max(0, len(rest) - longest), len(rest)):
            if rest[at] in b"\r\n" and self._may_follow(rest[at:]):
                return at
        return len(rest)

    def _may_follow(self, bytes_: bytes) -> bool:
        """These bytes begin with a line end, or may, and what follows may become a boundary."""
        line = bytes_.removeprefix(b"\r")
        return not line or (line.startswith(b"\n") and self._may_become(line[1:]))

    def _may_become(self, line: bytes) -> bool:
        return any(_may_become(line, mark) for mark in self._marks)

    def _is_mark(self, rest: bytes) -> bool:
        """The last bytes of all are a boundary that has no line end."""
        line = rest.removeprefix(b"\r").removeprefix(b"\n")
        is_whole_line = self._is_line_start or len(line) < len(rest)
        return is_whole_line and line.startswith(self._marks) and self._may_become(line)

    # -- headers ---------------------------------------------------------

    def _take_line(self, found: list[Head | Chunk]) -> bool:
        end = self._rest.find(b"\n")
        if end < 0:
            if len(self._rest) > _HEADERS:
                self._rest, self._is_skipping = b"", True
            return False
        line, self._rest = self._rest[:end].removesuffix(b"\r"), self._rest[end + 1 :]
        is_skipped, self._is_skipping = self._is_skipping or end > _HEADERS, False
        if is_skipped:
            return True
        if not line:
            found.append(Head(200, tuple(self._headers)))
            self._where, self._is_line_start = _Where.BODY, True
            return True
        if (boundary := self._line.fullmatch(line)) is not None:  # no part after all
            self._headers, self._size = [], 0
            self._where = _Where.HEADERS if boundary["last"] is None else _Where.EPILOGUE
            return True
        self._size += len(line)
        name, colon, value = line.decode("latin-1").partition(":")
        if colon and name.strip() and self._size <= _HEADERS:
            self._headers.append((name.strip(), value.strip()))
        return True


def _may_become(line: bytes, mark: bytes) -> bool:
    """These bytes are the beginning of a boundary's line, as far as anybody can tell."""
    if len(line) <= len(mark):
        return mark.startswith(line)
    if not line.startswith(mark):
        return False
    behind = line[len(mark) :]
    padding = behind.removesuffix(b"\r")
    return behind == b"-" or (len(padding) <= _PADDING and not padding.strip(b" \t"))
