"""The lines of a recording's file, decoded one after the other.

Not here: what they stand for (rebuilding.py). One rule: what is wrong with a line is a
`BadRecording` with its number, and a last line that was cut is the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from urlsession_mock.errors import BadRecording
from urlsession_mock.jsonl import lines
from urlsession_mock.jsonl.library import Decoder
from urlsession_mock.jsonl.rebuilding import REFUSALS

__all__ = ["LATEST", "Lines"]

LATEST = 1e10
"""How many seconds after the first event another may be."""


class Lines:
    """The lines of one file, decoded, one after the other."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.is_whole: bool = False
        self.number: int = 0
        """The number of the event that was read last."""
        self._file = _opened(path)
        try:
            self.header: lines.Header = self._header()
        except BaseException:
            self._file.close()
            raise

    def close(self) -> None:
        """Close the file. Reading it to its end does so too."""
        self._file.close()

    def from_here(self) -> Lines:
        """Another reader of the same file, that goes on where this one stands."""
        other = Lines(self.path)
        other._file.seek(self._file.tell())
        other.number = self.number
        return other

    def __iter__(self) -> Iterator[Any]:  # Any: `AnyLine`, told apart by type by who reads it
        decode = Decoder(lines.AnyLine).decode
        readline = self._file.readline
        number = self.number
        with self._file:
            while text := readline(lines.LONGEST + 1):
                number += 1
                try:
                    line = decode(text)
                except REFUSALS as error:
                    if text[-1:] != b"\n" and len(text) <= lines.LONGEST:
                        return  # whoever wrote it was ended
                    raise BadRecording(str(self.path), number + 1, _why(text, error)) from None
                if type(line) is lines.End:
                    self._end(line, number, readline(1))
                    return
                if line.number != number or not 0 <= line.time <= LATEST:
                    self._misplaced(line, number)
                self.number = number
                yield line

    def _header(self) -> lines.Header:
        text = self._file.readline(lines.LONGEST + 1)
        try:
            header = Decoder(lines.Header).decode(text)
        except REFUSALS as error:
            problem = f"is no recording: {_why(text, error)}" if text else "is empty"
            wanted = f'a first line {{"format":"{lines.FORMAT}","version":{lines.VERSION}}}'
            raise BadRecording(str(self.path), 1, f"{problem}; {wanted} is wanted") from None
        if header.format != lines.FORMAT:
            problem = f"its format is {header.format[:80]!r}, not {lines.FORMAT!r}"
            raise BadRecording(str(self.path), 1, problem)
        if header.version != lines.VERSION:
            problem = f"its version is {header.version}; this package reads {lines.VERSION}"
            raise BadRecording(str(self.path), 1, problem)
        return header

    def _end(self, line: lines.End, number: int, more: bytes) -> None:
        if line.events != number - 1:
            problem = f"the end counts {line.events} events; {number - 1} stand before it"
            raise BadRecording(str(self.path), number + 1, problem)
        if more:
            raise BadRecording(str(self.path), number + 2, "there is more behind the end")
        self.is_whole = True

    def _misplaced(self, line: lines.Line, number: int) -> NoReturn:
        problem = f"its number is {line.number}; {number} is wanted, as events are counted from 1"
        if line.number == number:
            problem = f"its time is {line.time!r}; seconds from 0 to {LATEST:g} are wanted"
        raise BadRecording(str(self.path), number + 1, problem)


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise BadRecording(str(path), 0, f"cannot be read: {error.strerror}") from None


def _why(text: bytes, error: Exception) -> str:
    if len(text) > lines.LONGEST:
        return f"the line is longer than {lines.LONGEST:,} bytes"
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return str(error)
