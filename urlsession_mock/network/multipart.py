"""`multipart/x-mixed-replace`: one answer that is many, each in the place of the one before.

Pure. Not here: what the delegate is told of a part (loading.py). One rule: how the bytes were cut
on their way changes nothing.

Source: RFC 2046, 5.1.1, for the boundaries; R63 for what comes of them.
"""

from __future__ import annotations

from email.message import Message
from email.parser import BytesHeaderParser
from enum import Enum, auto
from typing import Final

from urlsession_mock.network.wire import Chunk, Head, Headers

__all__ = ["MIXED_REPLACE", "Parts", "boundary_of"]

MIXED_REPLACE: Final = "multipart/x-mixed-replace"
_SPACE: Final = b" \t\r\n"


def boundary_of(content_type: str | None) -> str | None:
    """The boundary of a multipart/x-mixed-replace body; None for anything else."""
    message = Message()
    message["Content-Type"] = content_type or ""
    boundary = message.get_param("boundary")
    if message.get_content_type() != MIXED_REPLACE or not isinstance(boundary, str):
        return None
    # Some servers write the two dashes into the header, too.
    return boundary.removeprefix("--") or None


class _State(Enum):
    PREAMBLE = auto()
    HEAD = auto()
    BODY = auto()
    EPILOGUE = auto()


class Parts:
    """Takes a body apart, line by line. What comes back are a part's head and its body's pieces."""

    def __init__(self, boundary: str) -> None:
        self._boundary = b"--" + boundary.encode("latin-1", "replace")
        self._state = _State.PREAMBLE
        self._rest = b""
        self._is_mid_line = False
        self._break = b""  # the end of the last line: the boundary's, if that comes next
        self._lines: list[bytes] = []
        self._found: list[Head | Chunk] = []

    def feed(self, data: bytes) -> list[Head | Chunk]:
        """What a piece of the body brings."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            self._take(line + b"\n")
        if self._state is _State.BODY and (
            self._is_mid_line or not self._may_be_boundary(self._rest)
        ):
            # A last carriage return may belong to the end of the line.
            ready = self._rest[:-1] if self._rest.endswith(b"\r") else self._rest
            self._rest = self._rest[len(ready) :]
            self._take(ready)
        return self._taken()

    def finish(self) -> list[Head | Chunk]:
        """What is left when the body has ended. A part without an end is a part."""
        self._take(self._rest)
        self._rest = b""
        if self._state is _State.BODY:
            self._lines.append(self._break)
        self._state = _State.EPILOGUE
        return self._taken()

    # -- a line ----------------------------------------------------------

    def _may_be_boundary(self, start: bytes) -> bool:
        return self._boundary.startswith(start) or start.startswith(self._boundary)

    def _take(self, line: bytes) -> None:
        if not line:
            return
        text = line.rstrip(_SPACE)
        is_last = text == self._boundary + b"--"
        was_mid_line, self._is_mid_line = self._is_mid_line, not line.endswith(b"\n")
        if not was_mid_line and (is_last or text == self._boundary):
            self._end_part()
            self._state = _State.EPILOGUE if is_last else _State.HEAD
        elif self._state is _State.HEAD:
            self._lines.append(line)
            if not text:
                self._begin_body()
        elif self._state is _State.BODY:
            body = line.removesuffix(b"\n").removesuffix(b"\r") if line.endswith(b"\n") else line
            self._lines += (self._break, body)
            self._break = line[len(body) :]

    def _end_part(self) -> None:
        if self._state is _State.HEAD:  # two boundaries, and nothing between
            self._begin_body()
        if self._state is _State.BODY:
            self._flush()
        self._break = b""

    def _begin_body(self) -> None:
        self._found.append(Head(200, _fields(b"".join(self._lines))))
        self._lines.clear()
        self._state = _State.BODY

    def _flush(self) -> None:
        body = b"".join(self._lines)
        self._lines.clear()
        if body:
            self._found.append(Chunk(body))

    def _taken(self) -> list[Head | Chunk]:
        if self._state is not _State.HEAD:
            self._flush()
        found, self._found = self._found, []
        return found


def _fields(raw: bytes) -> Headers:
    message = BytesHeaderParser().parsebytes(raw)
    return tuple((name, str(value)) for name, value in message.items())
